"""A comparison with scenarios or countries as a Markdown page."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report.columns import titles
from sovai.report.document.parts import closing, headed, signature, table
from sovai.report.language import _
from sovai.report.wording import comparison as words
from sovai.results.comparison import Compared, Comparison


def render(comparison: Comparison) -> str:
    """Return the comparison as Markdown."""
    return "\n".join(_lines(comparison)) + "\n"


def _lines(comparison: Comparison) -> Iterator[str]:
    yield from headed(words.title(comparison), f"{words.heading(comparison)}.")
    header, rows = words.overview(comparison)
    yield from table(titles(header), rows)
    for other in comparison.others:
        yield from _other(other, comparison)
    yield f"## {_('Limits')}"
    yield ""
    yield from (f"- {note}" for note in words.notes(comparison))
    yield from (f"- {other.name}: {caveat}" for other in comparison.others for caveat in other.caveats)
    yield from closing()
    yield signature(words.citation(comparison), comparison.provenance)


def _other(other: Compared, comparison: Comparison) -> Iterator[str]:
    yield f"## {words.subtitle(other, comparison)}"
    yield ""
    if sentences := " ".join(words.sentences(other, comparison)):
        yield sentences
        yield ""
    for header, rows in (
        (words.layer_columns(other, comparison), words.layer_rows(other, comparison)),
        (words.lever_columns(other, comparison), words.lever_rows(other, comparison)),
    ):
        if rows:
            yield from table(titles(header), rows)
    for account in (other.account, other.loss_account):
        if account is not None and account.parts:
            yield f"{words.account_title(account)}:"
            yield ""
            yield from table(titles(words.account_columns()), words.account_rows(account, comparison))
            if lines := list(words.by_change(account, other)):
                yield from (f"- {line}" for line in lines)
                yield ""
