"""One table per topic, one row per country; nothing is quoted of those that are not comparable but what is known."""

from __future__ import annotations

from sovai import explain
from sovai.report import numbers
from sovai.report.citations import Citations
from sovai.report.language import _
from sovai.report.pages.blocks import Basis, Cell, Column, Figure, Section, Spread, Table
from sovai.report.pages.context import COMPUTED, count, interval, points, share, time
from sovai.report.wording import assessment as wording
from sovai.results.assessment import Assessment
from sovai.results.circle import CircleDossier


def layers(dossier: CircleDossier) -> Section:
    """Return the scores of the layers with their intervals."""
    first = dossier.members[0]
    columns = [Column(_("Country"))]
    for layer in first.layers:
        columns += [
            Column(layer.name, figures=True),
            Column(_("{layer}, interval").format(layer=layer.name), figures=True),
        ]
    table = Table(
        _("Scores of the layers, 0–100"), tuple(columns), tuple(_layers(member) for member in dossier.members),
        _("Of countries that are not comparable no scores are shown."), COMPUTED,
    )  # fmt: skip
    return Section("layers", _("Layers"), (table,))


def _layers(member: Assessment) -> tuple[Cell, ...]:
    cells: list[Cell] = [member.country.name]
    for layer in member.layers:
        if member.comparable:
            cells += [points(layer.score.nominal), interval(layer.score, "points")]
        else:
            cells += [Figure(None, "points", "–"), Spread(None, None, "points", "–")]
    return tuple(cells)


def states(dossier: CircleDossier, cites: Citations) -> Section:
    """Return the largest lever among states over each country."""
    return Section(
        "states", _("States"), (_levers(dossier, cites, "jurisdiction", _("The largest lever among states")),)
    )


def companies(dossier: CircleDossier, cites: Citations) -> Section:
    """Return the largest lever among companies over each country."""
    title = _("The largest lever among companies")
    return Section("companies", _("Companies"), (_levers(dossier, cites, "company", title),))


def _levers(dossier: CircleDossier, cites: Citations, kind: str, caption: str) -> Table:
    return Table(
        caption,
        (
            Column(_("Country")),
            Column(_("Largest lever")),
            Column(_("Need unmet"), figures=True),
            Column(_("Interval"), figures=True),
            Column(_("Largest in draws"), figures=True),
            Column(_("Layers, and how it is felt")),
            Column(_("Through whom")),
            Column(_("Time to impact"), figures=True),
            Column(_("Vetoes"), figures=True),
            Column(_("Rests on")),
        ),
        tuple(_lever(member, cites, kind) for member in dossier.members),
        " ".join((*wording.lever_notes(dossier.members[0]), _("Tie: no lever is clearly the largest in the draws."))),
        COMPUTED,
    )


def _lever(member: Assessment, cites: Citations, kind: str) -> tuple[Cell, ...]:
    lever = next(iter(explain.levers(member, kind, 1)), None)
    if lever is None:
        nothing = Figure(None, "share", "–")
        return (member.country.name, _("none"), nothing, Spread(None, None, "share", "–"), nothing, "", "", "", "", "")
    party = lever.party
    return (
        member.country.name,
        _("{party} (tie)").format(party=party.name) if lever.tied_with else party.name,
        share(party.loss.nominal),
        interval(party.loss, "share"),
        share(party.probability_largest),
        wording.pace_by_layer(lever),
        wording.through_whom(lever, member),
        time(explain.first_impact(party, member.course_years).years, member.course_years[-1]),
        count(len(party.vetoes)),
        Basis(cites.numbers(lever.evidence[:2]), computed=True),
    )


def vetoes(dossier: CircleDossier) -> Section:
    """Return the states with a veto over each component of each country."""
    names = explain.component_names(dossier.members[0])
    table = Table(
        _("States that control at least {share} of a component").format(
            share=numbers.percent(dossier.members[0].veto_threshold)
        ),
        (Column(_("Country")), *(Column(name) for name in names.values())),
        tuple((member.country.name, *(_holders(member, key) for key in names)) for member in dossier.members),
        _codes(dossier),
        COMPUTED,
    )
    return Section("vetoes", _("Vetoes"), (table,))


def _codes(dossier: CircleDossier) -> str:
    """Return what the codes of the table stand for."""
    found = {
        party.id: party.name
        for member in dossier.members
        for party in member.parties
        if party.kind == "jurisdiction" and party.vetoes
    }
    if not found:
        return ""
    return _("States by their code of ISO 3166, the largest lever first: {codes}.").format(
        codes=numbers.listed(f"{code} {name}" for code, name in sorted(found.items()))
    )


def _holders(member: Assessment, component: str) -> str:
    states = [party for party in member.parties if party.kind == "jurisdiction"]
    found = [party.id for party in states if any(veto.component == component for veto in party.vetoes)]
    return ", ".join(found) or "–"


def indicators(dossier: CircleDossier) -> Section:
    """Return what one outside state could withhold of each component."""
    names = explain.component_names(dossier.members[0])
    table = Table(
        _("Single hand: what one outside state could withhold of each component"),
        (Column(_("Country")), *(Column(name, figures=True) for name in names.values())),
        tuple(
            (member.country.name, *(share(c.single_hand) for layer in member.layers for c in layer.components))
            for member in dossier.members
        ),
        basis=COMPUTED,
    )
    return Section("single-hand", _("Single hand"), (table,))


def quality(dossier: CircleDossier) -> Section:
    """Return what the figures of each country rest on."""
    grades = ("A", "B", "C", "D")
    table = Table(
        _("What the figures rest on: parts of the weighted need"),
        (
            Column(_("Country")),
            Column(_("Data of")),
            Column(_("Comparable")),
            Column(_("Attributed"), figures=True),
            Column(_("Measured"), figures=True),
            *(Column(_("Grade {grade}").format(grade=grade), figures=True) for grade in grades),
            Column(_("From mixes"), figures=True),
        ),
        tuple(_quality(member, grades) for member in dossier.members),
        " ".join(
            (
                wording.coverage_note(),
                _("Grade A: measured for the country at the right level. B: a national estimate or a coarse measure."),
                _("C: a regional or world proxy. D: judgement. From mixes: the suppliers follow a market mix."),
            )
        ),
        COMPUTED,
    )
    return Section("quality", _("Data"), (table,))


def _quality(member: Assessment, grades: tuple[str, ...]) -> tuple[Cell, ...]:
    weighted = [(layer.weight * c.weight, c) for layer in member.layers for c in layer.components]
    return (
        member.country.name,
        numbers.day(member.data_as_of),
        _("yes") if member.comparable else _("no"),
        share(member.coverage),
        share(member.measured),
        *(share(sum(weight * c.grades.get(grade, 0.0) for weight, c in weighted)) for grade in grades),
        share(sum(weight * c.from_mixes for weight, c in weighted)),
    )
