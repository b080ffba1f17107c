"""What would follow if supply stopped, as a Markdown page."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report import numbers
from sovai.report.citations import Citations
from sovai.report.columns import titles
from sovai.report.document.parts import closing, headed, signature, source_list, table
from sovai.report.language import _, pgettext, term
from sovai.report.wording import changes, courses, precedents
from sovai.report.wording import whatif as words
from sovai.results.whatif import WhatIf


def render(result: WhatIf) -> str:
    """Return the answer as Markdown."""
    return "\n".join(_lines(result)) + "\n"


def _lines(result: WhatIf) -> Iterator[str]:
    cites = Citations(result)
    yield from headed(words.title(result), f"**{words.summary(result)}** ({words.heading(result)}.)")
    for scenario in result.scenarios:
        yield f"{scenario.head.description} ({term('status', scenario.head.status)})"
        yield ""
        for precedent in scenario.precedents:
            said = _("Precedent: {precedent}").format(precedent=precedents.precedent(precedent))
            yield f"- {said} {cites.mark(precedent.evidence)}".rstrip()
        yield ""
    if result.scenarios:
        yield f"## {_('What would change')}"
        yield ""
        for found in result.changes:
            yield f"- {changes.in_words(found, result.names)} {cites.mark(found.change.evidence)}".rstrip()
        yield ""
    yield f"## {_('What would be left')}"
    yield ""
    rows = [(_("All layers"), *courses.course_row(result.stack))]
    for layer in result.layers:
        rows.append((f"**{layer.name}**", *courses.course_row(layer)))
        if len(layer.components) > 1:
            rows += [(component.name, *courses.course_row(component)) for component in layer.components]
    yield from table((pgettext("column", "Left of the need"), *(numbers.years(at) for at in result.years)), rows)
    header = titles(courses.parts_columns())
    yield from table(header, (courses.parts_row(component, result.years[-1]) for component in result.components))
    yield _(courses.PARTS_NOTE)
    yield ""
    yield from (f"- {sentence}" for sentence in courses.how_sentences(result))
    yield from (
        f"- {sentence} {cites.mark(evidence)}".rstrip()
        for sentence, evidence in precedents.on_record(result, most=None)
    )
    yield ""
    if result.prices:
        yield f"## {_('Cost, not supply')}"
        yield ""
        yield from (f"- {words.price_sentence(price, result)}" for price in result.prices)
        yield ""
    yield f"## {_('Limits')}"
    yield ""
    yield from (f"- {note}" for scenario in result.scenarios for note in words.scenario_notes(scenario))
    yield from (f"- {note}" for note in words.notes(result))
    yield from closing()
    cites.mark(words.sources(result))
    yield from source_list(cites)
    yield signature(words.citation(result), result.provenance)
