"""Whether the findings hold under other weights, and whom they favour."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report.language import _
from sovai.report.pages.blocks import Bullets, Cell, Column, Section, Table
from sovai.report.pages.context import COMPUTED, Context, note, paragraph, share
from sovai.report.wording import robustness as wording
from sovai.results.base import PartyKind
from sovai.results.robustness import PartyRobustness, Robustness


def weights(context: Context) -> Iterator[Section]:
    """Yield what becomes of the findings under other weights; nothing where it was not computed."""
    found = context.dossier.robustness
    if found is None:
        return
    texts = wording.opening(found) if found.comparable else wording.leaders(found)  # scores are quoted in the others
    yield Section(
        "weights",
        _("Under other weights"),
        (
            Bullets(tuple(paragraph(text, basis=COMPUTED) for text in texts)),
            *(_table(kind, found) for kind in found.headline.largest if any(_of(kind, found))),
            note(
                _("Near the published weights, equal weights, all weights: part of the draws in which it is the "
                  "largest of its kind, around the published weights, with equal weights, and with all weights "
                  "equally likely. Weights that favour it: layers that weigh most in the mean of those under which "
                  "it is the largest; even ones: no layer weighs clearly more than the others."),
                wording.choices_only(found),
            ),
        ),
    )  # fmt: skip


def _of(kind: PartyKind, found: Robustness) -> Iterator[PartyRobustness]:
    return (party for party in found.parties if party.kind == kind)


def _table(kind: PartyKind, found: Robustness) -> Table:
    caption = {
        "jurisdiction": _("Part of the draws in which a state is the largest lever"),
        "company": _("Part of the draws in which a company is the largest lever"),
    }[kind]
    return Table(
        caption,
        (
            Column(_("Who")),
            Column(_("Need unmet"), figures=True),
            Column(_("Near the published weights"), figures=True),
            Column(_("Equal weights"), figures=True),
            Column(_("All weights"), figures=True),
            Column(_("Weights that favour it")),
        ),
        tuple(_row(party, found) for party in _of(kind, found)),
        basis=COMPUTED,
        short=_("Under other weights"),
    )


def _row(party: PartyRobustness, found: Robustness) -> tuple[Cell, ...]:
    first = (next(iter(shares), 0.0) for shares in wording.under_each(party))
    return (
        found.names[party.id],
        share(party.loss),
        *(share(value) for value in first),
        wording.central(party.central_weights, found.names),
    )
