"""What fragments share: tables with headers that say what they head, and lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape


def table(header: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str = "") -> str:
    """Return a table; the first cell of each row names it."""
    head = "".join(f"<th scope='col'>{escape(title)}</th>" for title in header)
    body = "".join(
        f"<tr><th scope='row'>{escape(first)}</th>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
        for first, *cells in rows
    )
    named = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{named}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def items(sentences: Iterable[str]) -> str:
    """Return a list; nothing where there is nothing to say."""
    found = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f"<ul>{found}</ul>" if found else ""


def heading(text: str) -> str:
    """Return a bold line, which does not disturb the headings of the notebook."""
    return f"<p><strong>{escape(text)}</strong></p>"


def line(text: str) -> str:
    """Return a paragraph."""
    return f"<p>{escape(text)}</p>"
