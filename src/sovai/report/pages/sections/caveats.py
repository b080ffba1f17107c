"""Page one: what limits the answer, before anybody reads on."""

from __future__ import annotations

from sovai import explain
from sovai.report import phrases
from sovai.report.language import _
from sovai.report.pages.blocks import Bullets, Paragraph, Section, Sentence
from sovai.report.pages.context import COMPUTED, Context, paragraph
from sovai.report.wording import assessment as wording

_MOST = 2


def caveats(context: Context) -> Section:
    """Return the most important limits, and that nothing is said about how likely a cut-off is."""
    found = [
        paragraph(wording.caveat_sentence(caveat, context.assessment), basis=COMPUTED)
        for caveat in explain.caveats(context.assessment)[:_MOST]
    ]
    standing = Paragraph((Sentence(_(phrases.STANDING_CAVEAT)),))
    return Section("caveats", _("Before these figures are quoted"), (Bullets((*found, standing)),))


def further(context: Context) -> Section | None:
    """Return the limits that page one has no room for; None where there are none."""
    rest = explain.caveats(context.assessment)[_MOST:]
    if not rest:
        return None
    items = tuple(paragraph(wording.caveat_sentence(found, context.assessment), basis=COMPUTED) for found in rest)
    return Section("further-limits", _("Further limits"), (Bullets(items),))
