"""Page one of a report on a circle: what can be told apart, and what cannot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sovai.report import numbers, phrases
from sovai.report.language import _, alphabetical
from sovai.report.pages.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Figure,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
    Sentence,
    Spread,
    Table,
)
from sovai.report.pages.context import COMPUTED, count, interval, paragraph, points, points_spread, share
from sovai.report.pages.pictures.ranks import ranks_picture
from sovai.report.wording import assessment as wording_assessment
from sovai.report.wording import ranking as wording
from sovai.results.circle import CircleDossier
from sovai.results.ranking import RankEntry


def answer(dossier: CircleDossier) -> Section:
    """Return the question and the answer in one sentence, with the headline figures."""
    title = _("{circle}: how far do its members depend on others for AI, and what tells them apart?").format(
        circle=dossier.name
    )
    lead = Paragraph((Sentence(_answer(dossier), COMPUTED, strong=True),), role="lead")
    return Section("answer", title, (lead, KeyFigures(tuple(_figures(dossier)))))


def _answer(dossier: CircleDossier) -> str:
    entries = dossier.ranking.entries
    if not entries:
        return _("None of the members can be compared: too much is unknown.")
    groups = max(entry.group for entry in entries)
    first, last = (end(entries, key=lambda entry: entry.value.nominal) for end in (max, min))
    message = (
        _(
            "Scores run from {low} of 100 ({least}) to {high} ({most}); the data do not tell the members apart as "
            "groups."
        )
        if groups == 1
        else _(
            "Scores run from {low} of 100 ({least}) to {high} ({most}); {groups} groups of members can be told apart."
        )
    )
    return message.format(
        low=numbers.points(last.value.nominal),
        least=last.country.name,
        high=numbers.points(first.value.nominal),
        most=first.country.name,
        groups=groups,
    )


def _figures(dossier: CircleDossier) -> Iterator[KeyFigure]:
    ranking = dossier.ranking
    total = len(ranking.entries) + len(ranking.not_comparable)
    yield KeyFigure(
        _("Countries compared"),
        count(len(ranking.entries)),
        None,
        _("of {total} with a profile").format(total=numbers.count(total)),
        COMPUTED,
    )
    for title, found in ((_("Scores, each for itself"), ranking), (_("Scores, members at home"), dossier.together)):
        values = [entry.value.nominal for entry in found.entries]
        if values:
            yield KeyFigure(
                title,
                points_spread(min(values), max(values)),
                None,
                _("of 100, from the lowest to the highest"),
                COMPUTED,
            )
    levers = Counter(entry.top_lever.name for entry in ranking.entries if entry.top_lever is not None)
    if levers:
        name, number = levers.most_common(1)[0]
        yield KeyFigure(
            _("Largest lever: {party}").format(party=name),
            count(number),
            None,
            _("of {total} countries compared").format(total=numbers.count(len(ranking.entries))),
            COMPUTED,
        )


def ranks(dossier: CircleDossier, *, brief: bool) -> Section:
    """Return ranks and scores, each for itself and with the circle at home; in a brief without their picture."""
    ranking = dossier.ranking
    together = {entry.country.code: entry for entry in dossier.together.entries}
    entries = sorted(ranking.entries, key=lambda entry: (entry.group, alphabetical(entry.country.name)))
    table = Table(
        _("Scores by group; within a group in alphabetical order"),
        (
            Column(_("Country")),
            Column(_("Group"), figures=True),
            Column(_("Ranks"), figures=True),
            Column(_("Score"), figures=True),
            Column(_("Interval"), figures=True),
            Column(_("Bounds"), figures=True),
            Column(_("Members at home"), figures=True),
            Column(_("Interval"), figures=True),
            Column(_("Measured"), figures=True),
            Column(_("Weakest layer")),
            Column(_("Largest lever")),
        ),
        tuple(_row(entry, together.get(entry.country.code)) for entry in entries),
        " ".join(
            (
                _("Bounds: the score whatever the part is that is attributed to nobody."),
                _("Members at home: the score if supply from any member counts as home."),
                _("Measured: part of the weighted need with figures of the country's own."),
                _(
                    "Weakest layer: with its score. Largest lever: the state whose stop would cost most, with the need "
                    "unmet."
                ),
            )
        ),
        COMPUTED,
    )
    shown: list[Block] = [table] if entries else []
    shown += [ranks_picture(ranking)] if entries and not brief else []
    return Section("ranks", _("The members compared"), tuple(shown))


def _row(entry: RankEntry, together: RankEntry | None) -> tuple[Cell, ...]:
    lever, weakest = entry.top_lever, entry.weakest_layer
    at_home: tuple[Cell, Cell] = (
        (Figure(None, "points", "–"), Spread(None, None, "points", "–"))
        if together is None
        else (points(together.value.nominal), interval(together.value, "points"))
    )
    return (
        entry.country.name,
        count(entry.group),
        Spread(entry.rank_low, entry.rank_high, "rank", numbers.ranks(entry.rank_low, entry.rank_high)),
        points(entry.value.nominal),
        interval(entry.value, "points"),
        points_spread(entry.bounds.low, entry.bounds.high),
        *at_home,
        share(entry.measured),
        _("{layer} {score}").format(layer=weakest.name, score=numbers.points(weakest.score)),
        "–" if lever is None else _("{party} {share}").format(party=lever.name, share=numbers.percent(lever.loss)),
    )


def apart(dossier: CircleDossier) -> Iterator[Section]:
    """Yield those that cannot be compared, with their bounds and a warning; nothing where all can."""
    ranking = dossier.ranking
    if ranking.not_comparable:
        table = Table(
            _(wording.WARNING),
            (
                Column(_("Country")),
                Column(_("Bounds"), figures=True),
                Column(_("Attributed"), figures=True),
                Column(_("Measured"), figures=True),
                Column(_("Why")),
            ),
            tuple(
                (
                    found.country.name,
                    points_spread(found.bounds.low, found.bounds.high),
                    share(found.coverage),
                    share(found.measured),
                    wording.reason(found, ranking),
                )
                for found in ranking.not_comparable
            ),
            wording_assessment.coverage_note(),
            COMPUTED,
            _("WARNING: not comparable"),
        )
        yield Section("not-comparable", _("Not comparable"), (table,))


def caveats(dossier: CircleDossier, *, brief: bool) -> Section:
    """Return how to read the ranks, and who is left out; a brief has no numbers of countries above and below."""
    ranking = dossier.ranking
    texts = [] if not ranking.entries else [wording.ranks_note(ranking)]
    texts += [] if not ranking.entries or brief else [wording.orders_note(ranking)]
    texts += [] if not ranking.entries else [wording.established_note(ranking)]
    texts += wording.left_out(ranking.at_home, ranking.without_profile)
    texts += [
        _("Left out, since its profile has faults: {profile}.").format(profile=faulty.profile)
        for faulty in ranking.failed
    ]
    items = (*(paragraph(text, basis=COMPUTED) for text in texts), paragraph(_(phrases.STANDING_CAVEAT)))
    return Section("caveats", _("Before these figures are quoted"), (Bullets(items),))
