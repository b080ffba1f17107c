"""A profile's text: rows as TOML, and rows replaced while everything else stays as it was written."""

from __future__ import annotations

import io
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sovai.errors import UsageError
from sovai.model.profile import Country, Profile, Source
from sovai.model.vocabulary import COMPONENT_IDS

_BYTE_ORDER_MARK = "\ufeff"
_TOP = ""
"""Owner of the keys above the first table."""

Part = tuple[str | None, str]
"""A statement, a comment or an empty line with the table it belongs to; None where it stands by itself."""


def render_rows(component: str, rows: Sequence[Source]) -> str:
    """Return the rows of a component as TOML, in the style of the shipped profiles; empty where there are none."""
    return "\n".join(f"[[{component}]]\n{_row(row)}" for row in rows)


def render_profile(profile: Profile) -> str:
    """Return a whole profile as TOML: the country's table and the rows of every component."""
    tables = (render_rows(component, profile.sources(component)) for component in COMPONENT_IDS)
    return "\n".join([render_country(profile.country), *filter(None, tables)])


def render_country(country: Country) -> str:
    """Return the head of a profile: what it is, the schema and the country's table."""
    lines = [
        f"# {_one_line(country.name)}: where each component of the AI stack comes from. "
        "Shares are parts of the country's need.",
        "schema = 1",
        "",
        "[country]",
        f"code = {_string(country.code)}",
        f"name = {_string(country.name)}",
        f"as_of = {country.as_of.isoformat()}",
    ]
    if country.note:
        lines.append(f"note = {_string(country.note)}")
    return "\n".join(lines) + "\n"


def replace_components(text: str, replacements: Mapping[str, Sequence[Source]]) -> str:
    """Return a profile's text with the rows of the named components replaced.

    Everything else stays byte for byte, line ends included (read the file without translating them). Comments
    directly above, inside or directly below replaced rows go with them; comments set apart by an empty line stay.
    Rows of a component that had none stand below its commented-out rows if the text has such, else where the order
    of `COMPONENT_IDS` puts them.

    Parameters
    ----------
    text : str
        A profile.
    replacements : mapping of str to sequence of Source
        New rows by component id; an empty sequence removes the component.

    Raises
    ------
    UsageError
        If the text is not valid TOML, or has rows of these components in another form than ``[[layer.component]]``.
    """
    mark = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
    body = text.removeprefix(mark)
    newline = "\r\n" if "\r\n" in body else "\n"
    ended = body.endswith("\n")
    parts = _parts(body if ended else body + newline)
    for component in sorted(replacements, key=COMPONENT_IDS.index):
        rendered = render_rows(component, replacements[component]).replace("\n", newline)
        if any(owner == component for owner, _ in parts):
            parts = _replaced(parts, component, rendered)
        elif rendered:
            parts = _inserted(parts, component, rendered, newline)
    result = "".join(chunk for _, chunk in parts)
    result = result if ended else result.removesuffix(newline)
    _confirm(body, result, replacements)
    return mark + result


def number(value: float) -> str:
    """Return a share as people write it: no exponent, no noise of binary arithmetic."""
    text = f"{Decimal(f'{value:.12g}'):f}"
    return text if "." in text else f"{text}.0"


def _row(row: Source) -> str:
    values = {
        "supplier": row.supplier and _string(row.supplier),
        "mix": row.mix and _string(row.mix),
        "share": number(row.share),
        "range": row.range and f"[{number(row.range[0])}, {number(row.range[1])}]",
        "access": row.access and _string(row.access),
        "grade": _string(row.grade),
        "evidence": row.evidence and f"[{', '.join(map(_string, row.evidence))}]",
        "note": row.note and _string(row.note),
    }
    return "".join(f"{key} = {value}\n" for key, value in values.items() if value)


def _string(text: str) -> str:
    """Return a TOML basic string; it escapes as JSON does, and the delete character besides."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_line(text: str) -> str:
    """Return text that may stand in a comment, where TOML allows no control characters."""
    return re.sub(r"[\x00-\x1f\x7f]+", " ", text)


def _statements(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each statement, comment and empty line with its newline and what it says by itself."""
    held = ""
    for line in io.StringIO(text, newline="\n"):
        held += line
        try:
            tables = tomllib.loads(held)
        except tomllib.TOMLDecodeError:  # an open string or list: it goes on in the next line
            continue
        yield held, tables
        held = ""


def _parts(text: str) -> list[Part]:
    """Return the text in parts, each with its owner: a component such as ``cloud.infrastructure``, or another table."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"the profile is not valid TOML: {error}; mend the line it names") from None
    parts: list[Part] = []
    pending: list[str] = []
    owner = _TOP
    for chunk, tables in _statements(text):
        if not tables:
            pending.append(chunk)
            continue
        if chunk.lstrip().startswith("["):
            above = _leading_comments(pending[::-1])
            parts += _between(owner, pending[: len(pending) - above])
            pending = pending[len(pending) - above :]
            owner = _table(tables)
        parts += [(owner, inside) for inside in (*pending, chunk)]
        pending = []
    return parts + _between(owner, pending)


def _table(tables: dict[str, Any]) -> str:
    """Return the table that a header opens: ``country``, ``cloud.infrastructure``."""
    ((name, inner),) = tables.items()
    return f"{name}.{next(iter(inner))}" if isinstance(inner, dict) and inner else name


def _between(owner: str, chunks: list[str]) -> list[Part]:
    """Return what stands between two tables: comments directly below the first are its own, the rest is nobody's."""
    below = _leading_comments(chunks)
    return [(owner if i < below else None, chunk) for i, chunk in enumerate(chunks)]


def _leading_comments(chunks: list[str]) -> int:
    return next((i for i, chunk in enumerate(chunks) if not chunk.strip()), len(chunks))


def _replaced(parts: list[Part], component: str, rendered: str) -> list[Part]:
    """Return the parts with the new rows where the first of the old ones stood."""
    kept: list[Part] = []
    for owner, chunk in parts:
        if owner != component:
            kept.append((owner, chunk))
        elif rendered:
            kept.append((component, rendered))
            rendered = ""
        else:
            while kept and not kept[-1][1].strip():  # the empty lines that set a removed row apart
                kept.pop()
    return kept


def _inserted(parts: list[Part], component: str, rendered: str, newline: str) -> list[Part]:
    at = _place(parts, component)
    gap_below = [(None, newline)] if at < len(parts) and parts[at][1].strip() else []
    return [*parts[:at], (None, newline), (component, rendered), *gap_below, *parts[at:]]


def _place(parts: list[Part], component: str) -> int:
    """Return where a new component goes: below its commented-out rows, else below the component before it."""
    marker = re.compile(rf"\s*#\s*\[\[{re.escape(component)}\]\]")
    marked = max((i for i, (owner, chunk) in enumerate(parts) if owner is None and marker.match(chunk)), default=None)
    if marked is not None:
        return marked + _leading_comments([chunk for _, chunk in parts[marked:]])
    rank = {owner: i for i, owner in enumerate(COMPONENT_IDS)}
    before = [
        (rank.get(owner, -1), i)
        for i, (owner, _) in enumerate(parts)
        if owner is not None and rank.get(owner, -1) < rank[component]
    ]
    return max(before)[1] + 1 if before else len(parts)


def _confirm(before: str, after: str, replacements: Mapping[str, Sequence[Source]]) -> None:
    """Ask that the text says what it said, but for the replaced rows."""
    wanted = tomllib.loads(before)
    for component, rows in replacements.items():
        layer, name = component.split(".")
        wanted[layer] = {key: value for key, value in wanted.get(layer, {}).items() if key != name}
        if rows:
            wanted[layer][name] = tomllib.loads(render_rows(component, rows))[layer][name]
    try:
        found = tomllib.loads(after)
    except tomllib.TOMLDecodeError:
        found = {}
    if {k: v for k, v in found.items() if v} != {k: v for k, v in wanted.items() if v}:
        tables = ", ".join(f"[[{component}]]" for component in replacements)
        raise UsageError(f"the profile has rows in another form than tables; write each as {tables}")
