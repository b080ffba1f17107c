"""Page one: what limits the answer, before anybody reads on."""

from __future__ import annotations

from sovai import explain
from sovai.report import phrases
from sovai.report.language import _
from sovai.report.pages.blocks import Bullets, Section
from sovai.report.pages.context import COMPUTED, Context, paragraph
from sovai.report.wording import assessment as wording


def caveats(context: Context) -> Section:
    """Return every limit, the most important first, and that nothing is said about how likely a cut-off is."""
    found = [
        paragraph(wording.caveat_sentence(caveat, context.assessment), basis=COMPUTED)
        for caveat in explain.caveats(context.assessment)
    ]
    return Section(
        "caveats", _("Before these figures are quoted"), (Bullets((*found, paragraph(_(phrases.STANDING_CAVEAT)))),)
    )
