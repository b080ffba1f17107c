"""JSON Schemas in which every field says what it is.

The texts are those below the fields in the code. They are read from the source when a schema is asked for: pydantic
would do so whenever a record is defined, and every command would wait for it.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from itertools import pairwise

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema


class DescribedSchema(GenerateJsonSchema):
    """Adds to each field of a record the text below it in the code."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Return the schema of a record."""
        found = super().model_schema(schema)
        record = schema["cls"]
        texts = {name: text for base in reversed(record.__mro__) for name, text in _texts(base)}
        for name, field in record.model_fields.items():
            key = (field.serialization_alias if self.mode == "serialization" else field.alias) or name
            if name in texts and key in found.get("properties", {}):
                found["properties"][key].setdefault("description", texts[name])
        return found


def _texts(record: type) -> Iterator[tuple[str, str]]:
    """Yield the fields of a class that have a text below them, with the text."""
    if not record.__module__.startswith("sovai."):
        return
    definition = ast.parse(textwrap.dedent(inspect.getsource(record))).body[0]
    assert isinstance(definition, ast.ClassDef)
    for field, below in pairwise(definition.body):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                yield name, inspect.cleandoc(text)
