"""One TOML file to records, collecting faults instead of stopping at the first."""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import re
import reprlib
import tomllib
import types
import typing
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sovai.errors import Fault

R = TypeVar("R", bound=BaseModel)
Location = tuple[int | str, ...]
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SHORT = reprlib.Repr()
_SHORT.maxlevel, _SHORT.maxstring, _SHORT.maxother = 2, 60, 60


class Reader:
    """Reads the files of a tree and keeps their faults and digests.

    Attributes
    ----------
    faults : list of Fault
        Everything found so far.
    digests : dict of str to str
        SHA-256 of each file read, by its name.
    """

    def __init__(self, root: Path | None = None) -> None:
        self.root = root
        self.faults: list[Fault] = []
        self.digests: dict[str, str] = {}

    def name(self, path: Path) -> str:
        """Return the path within the tree where it lies in the tree, else the path as given."""
        if self.root is not None and path.is_relative_to(self.root):
            return path.relative_to(self.root).as_posix()
        return str(path)

    def fault(self, path: Path, where: Location | str, what: str, remedy: str) -> None:
        """Add a fault."""
        spelled = where if isinstance(where, str) else spell(where)
        self.faults.append(Fault(self.name(path), spelled, what, remedy))

    def tables(self, path: Path) -> dict[str, Any] | None:
        """Return a file's tables, or None with a fault where it cannot be read; ``schema`` is checked and taken out."""
        try:
            content = path.read_bytes()
            tables = tomllib.loads(content.decode("utf-8-sig"))
        except OSError as error:
            self.fault(
                path, "", f"cannot be read ({error.strerror or error})", "name a file that exists and is readable"
            )
            return None
        except UnicodeDecodeError as error:
            self.fault(path, "", f"is not UTF-8 text (byte {error.start})", "save it as UTF-8")
            return None
        except tomllib.TOMLDecodeError as error:
            self.fault(path, "", f"is not valid TOML: {error}", "mend the line it names")
            return None
        except ValueError:
            self.fault(path, "", "holds a number of thousands of digits", "write a number of a usual length")
            return None
        except RecursionError:
            self.fault(path, "", "is nested too deeply to be read", "write plain tables")
            return None
        self.digests[self.name(path)] = hashlib.sha256(content).hexdigest()
        if not tables:
            self.fault(path, "", "is empty", "start it with 'schema = 1', or remove it")
            return None
        schema = tables.pop("schema", None)
        if schema != 1 or isinstance(schema, bool):
            was = "is missing" if schema is None else f"{shown(schema)} is not known"
            self.fault(path, "schema", was, "write 'schema = 1' at the top")
        return tables

    def record(self, path: Path, where: Location, kind: type[R], data: Any) -> R | None:
        """Return `data` as a record of `kind`, or None with its faults added."""
        try:
            return kind.model_validate(data)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                what, remedy = explain(detail, kind)
                place = detail["loc"][:-1] if detail["loc"][-1:] == ("[key]",) else detail["loc"]
                self.fault(path, where + place, what, remedy)
            return None

    def records(self, path: Path, kind: type[R], tables: Any, where: Location = ()) -> dict[str, R]:
        """Return the valid records of a table of tables; the others leave faults."""
        if not isinstance(tables, dict):
            self.fault(path, where, "is not a table", "write one table per id")
            return {}
        found = {key: self.record(path, (*where, key), kind, entry) for key, entry in tables.items()}
        return {key: record for key, record in found.items() if record is not None}


def spell(where: Iterable[int | str]) -> str:
    """Return a location as people write it: ``cloud.infrastructure[2].share``."""
    text = ""
    for part in where:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += ("." if text else "") + (part if _BARE_KEY.fullmatch(part) else f'"{part}"')
    return text


def suggest(wrong: str, known: Iterable[str]) -> str:
    """Return a remedy that names the nearest known word, or the words there are."""
    words = sorted(known)
    folded = {word.casefold(): word for word in words}
    near = difflib.get_close_matches(wrong.casefold(), folded, n=2, cutoff=0.6)
    if near:
        return "did you mean " + " or ".join(repr(folded[word]) for word in near) + "?"
    shown = ", ".join(words[:12]) + (", …" if len(words) > 12 else "")
    return f"use one of: {shown}" if words else "there is none to choose from"


def shown(value: object) -> str:
    """Return a value as it stands in a message: as TOML spells it, shortened."""
    if isinstance(value, bool | dt.date | dt.time):
        return str(value).lower()
    try:
        return _SHORT.repr(value)
    except ValueError:
        return "a number of thousands of digits"


def explain(detail: ErrorDetails, kind: type[BaseModel]) -> tuple[str, str]:
    """Return what is wrong and what to do, for one fault that pydantic found."""
    fault, given, context = detail["type"], detail.get("input"), detail.get("ctx", {})
    if fault == "extra_forbidden":
        return "unknown key", suggest(str(detail["loc"][-1]), _keys_at(kind, detail["loc"][:-1]))
    if fault == "missing":
        return "is missing", "add it"
    if fault == "literal_error":
        known = re.findall(r"'([^']+)'", str(context.get("expected", "")))
        what = "unknown key" if detail["loc"][-1:] == ("[key]",) else f"{shown(given)} is not known here"
        return what, suggest(given, known) if isinstance(given, str) else f"use one of: {', '.join(known)}"
    if fault in {"less_than_equal", "greater_than_equal"}:
        return f"{shown(given)} is not between 0 and 1", "write a fraction of 1, for example 0.35 for 35 %"
    if fault == "greater_than":
        return f"{shown(given)} is not above {context['gt']:g}", f"write a number above {context['gt']:g}"
    if fault == "finite_number" or (fault == "float_type" and type(given) is int):
        return (
            f"{shown(given)} is not a finite number",
            "write a finite number, or leave the row out where it is unknown",
        )
    if fault == "too_short":
        return f"has {context['actual_length']} entries, fewer than {context['min_length']}", "add what is missing"
    if fault == "too_long":
        return f"has {context['actual_length']} entries, more than {context['max_length']}", "remove what is too much"
    if fault in _NOT_A:
        wanted, remedy = _NOT_A[fault]
        return f"{shown(given)} is not {wanted}", remedy
    return detail["msg"][:1].lower() + detail["msg"][1:], _REMEDIES.get(fault, "correct the value")


_DATE = ("a date", "write a date such as 2026-06-30, without quotes")
_TABLE = ("a table", "write a table with the keys that docs/reference/files lists")
_INTEGER = ("a whole number", "write a whole number, without quotes or a point")
_NUMBER = ("a number", "write a plain number, without quotes")
_NOT_A = {
    "int_type": _INTEGER,
    "int_parsing": _INTEGER,
    "int_from_float": _INTEGER,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "bool_type": ("true or false", "write true or false, without quotes"),
    "string_type": ("text", "write it in quotes"),
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "tuple_type": ("a list", "write a list in square brackets"),
    "model_type": _TABLE,
    "mapping_type": _TABLE,
    "dict_type": _TABLE,
}
_REMEDIES = {
    "quantity": 'write a number, [low, mode, high] in ascending order, or { value = …, why = "…" }',
    "quantity_range": "write it as a fraction of 1 or in the unit that the key names",
    "range": "write range = [low, high] with the share between them",
    "source": "give the row a supplier and an access mode, or a mix alone",
    "supplier": "give a jurisdiction to a company or a state, none to a commons",
    "listed": "correct the list",
    "weights": "give at least one a weight above 0",
    "weak": "say in note whether it is second-hand, or its date not known",
    "scale": "give one of the two",
    "certain": "write one number",
    "positive": "write a number above 0",
}


def _keys_at(kind: Any, where: Location) -> set[str]:
    """Return the keys that the record at a location knows."""
    for part in where:
        kind = _inside(kind, part)
    kind = _plain(kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return {field.alias or name for name, field in kind.model_fields.items()}
    return set()


def _inside(kind: Any, part: int | str) -> Any:
    kind = _plain(kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        fields = {field.alias or name: field.annotation for name, field in kind.model_fields.items()}
        return fields.get(str(part))
    arguments = typing.get_args(kind)
    if isinstance(part, str) and issubclass(typing.get_origin(kind) or object, Mapping):
        return arguments[1]
    return arguments[0] if arguments else None


def _plain(kind: Any) -> Any:
    """Strip ``Annotated`` and ``| None``."""
    while True:
        if typing.get_origin(kind) is typing.Annotated:
            kind = typing.get_args(kind)[0]
        elif typing.get_origin(kind) in (typing.Union, types.UnionType):
            kind = next((a for a in typing.get_args(kind) if a is not type(None)), None)
        else:
            return kind
