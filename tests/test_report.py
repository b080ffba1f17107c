"""What people read: numbers, sentences, screens and pages."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

import sovai
from conftest import Tree
from sovai import explain
from sovai.errors import UsageError
from sovai.explain import CaveatKind, Pace
from sovai.loading import load_model, load_profile
from sovai.model.vocabulary import ImpactMode
from sovai.report import numbers, phrases
from sovai.report.citations import Citations
from sovai.report.document import assessment as document
from sovai.report.terminal.assessment import render as score_screen
from sovai.report.terminal.lever import render as explain_screen
from sovai.report.terminal.screen import on_screen
from sovai.report.wording import assessment as wording
from sovai.report.wording.figures import MEASURES
from sovai.report.wording.gaps import STATISTICS
from sovai.results.assessment import Assessment, Hold, Party
from test_results import shipped, small

COLUMNS, LINES = 100, 48


def screen(assessment: Assessment, top: int = 4) -> str:
    return on_screen(lambda out: score_screen(assessment, out, top=top))


def party(assessment: Assessment, key: str) -> Party:
    return next(party for party in assessment.parties if party.id == key)


# Numbers


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0%"), (0.001, "<1%"), (0.006, "1%"), (0.5, "50%"), (0.994, "99%"), (0.999, ">99%"), (1.0, "100%")],
)
def test_percent_tells_nothing_from_little_and_all_from_nearly_all(share: float, text: str) -> None:
    assert numbers.percent(share) == text


@pytest.mark.parametrize(
    ("years", "text"),
    [
        (0.0, "at once"), (0.0821355236, "30 days"), (0.25, "3 months"), (0.5, "6 months"), (1.0, "1 year"),
        (2.0, "2 years"), (2.5, "2.5 years"),
    ],
)  # fmt: skip
def test_times_are_in_the_unit_that_people_use(years: float, text: str) -> None:
    assert numbers.years(years) == text


def test_other_numbers() -> None:
    assert numbers.points(54.5000001) == "55"
    assert numbers.points_range(50.4, 57.6) == "50–58"
    assert numbers.points_range(None, None) == numbers.percent_range(None, 0.5) == numbers.percent_or_dash(None) == "–"
    assert numbers.percent_range(0.101, 0.209) == "10–21%"
    assert numbers.percent_or_dash(0.5) == "50%"
    assert numbers.day(dt.date(2026, 6, 30)) == "30 June 2026"
    assert numbers.count(10_000) == "10,000"
    assert numbers.listed([]) == ""
    assert numbers.listed(["a"]) == "a"
    assert numbers.listed(["a", "b", "c"]) == "a, b and c"
    assert numbers.listed(["a", "b", "c", "d"], most=2) == "a, b and 2 more"


# Findings


@pytest.mark.parametrize(
    ("mode", "channel", "at_once", "pace"),
    [
        (ImpactMode.OUTAGE, "source", 0.6, Pace.AT_ONCE),
        (ImpactMode.LAPSE, "source", 0.0, Pace.LAPSES),
        (ImpactMode.NEW_SUPPLY_STOP, "reach", 0.1, Pace.NEW_SUPPLY_ENDS),
        (ImpactMode.FREEZE, "source", 0.0, Pace.FREEZES),
        (ImpactMode.OUTAGE, "inputs", 0.0, Pace.RUNS_DOWN),
        (ImpactMode.NONE, "source", 0.0, Pace.RUNS_DOWN),
    ],
)
def test_pace(mode: ImpactMode, channel: str, at_once: float, pace: Pace) -> None:
    usa = party(small("DEU"), "USA")
    hold = Hold.model_validate(
        {
            "component": "cloud.infrastructure",
            "control": 0.8,
            "mode": mode,
            "channel": channel,
            "time_to_half_years": None,
        }
    )
    held = usa.model_copy(update={"course": {"cloud.infrastructure": (at_once, 0.7)}})
    assert explain.pace_of(held, hold) is pace


def test_levers_are_ranked_and_explained() -> None:
    result = small("DEU", 100)
    states = explain.levers(result, "jurisdiction")
    assert [lever.party.id for lever in states][:2] == ["USA", "TWN"]
    assert len(explain.levers(result, "jurisdiction", 1)) == 1
    effects = {effect.component: effect for effect in states[0].effects}
    assert effects["cloud.infrastructure"].pace is Pace.AT_ONCE
    assert effects["cloud.infrastructure"].veto
    assert effects["chips.accelerators"].pace is Pace.NEW_SUPPLY_ENDS
    taiwan = {effect.component: effect for effect in states[1].effects}
    assert taiwan["chips.accelerators"].pace is Pace.RUNS_DOWN
    assert taiwan["chips.accelerators"].input == "Leading-edge fabrication"


def test_an_effect_names_only_sources_that_are_held_in_its_way() -> None:
    """HomeCloud runs down for want of American accelerators: it does not stop at once with CloudCo."""
    usa = explain.lever(small("DEU"), party(small("DEU"), "USA"))
    effects = {effect.component: effect for effect in usa.effects}
    assert effects["cloud.infrastructure"].through == ("cloudco",)


def test_a_first_rank_that_is_not_clear_is_worded_as_a_tie() -> None:
    result = small("DEU", 100)
    first, second = (p for p in result.parties if p.kind == "company" and p.rank in (1, 2))
    unclear = result.model_copy(
        update={
            "parties": (
                first.model_copy(update={"probability_largest": 0.55}),
                second.model_copy(update={"probability_largest": 0.45}),
            )
        }
    )
    lever = explain.lever(unclear, unclear.parties[0])
    assert [tied.id for tied in lever.tied_with] == [second.id]
    sentence = wording.lever_sentence(lever, unclear)
    assert "55%" in sentence
    assert f"{second.name} in 45%" in sentence
    assert explain.lever(result, first).tied_with == ()
    assert "1= " in screen(unclear)


def test_caveats_come_with_their_numbers() -> None:
    known = {caveat.kind: caveat for caveat in explain.caveats(small("DEU"))}
    assert CaveatKind.NOT_COMPARABLE not in known
    assert known[CaveatKind.PROXIES].number == pytest.approx(0.2 * 0.5 * 0.7)
    assert known[CaveatKind.UNATTRIBUTED].number == pytest.approx(0.4 * 0.05)
    assert known[CaveatKind.EXPIRED].subjects == ("A rule on exports",)
    unknown = explain.caveats(small("FRA"))
    assert unknown[0].kind is CaveatKind.NOT_COMPARABLE
    assert set(unknown[0].subjects) == {"coverage", "layer:hardware", "spread"}
    for result in (small("DEU"), small("FRA")):
        for caveat in explain.caveats(result):
            sentence = wording.caveat_sentence(caveat, result)
            assert sentence[0].isupper() or sentence[0].isdigit() or sentence[0] in "<>"
            assert sentence.endswith(".")


@pytest.mark.parametrize("wanted", ["USA", "usa", "US", "United States", "united states"])
def test_a_state_is_found_by_code_or_name(wanted: str) -> None:
    assert explain.find_party(small("DEU"), wanted).id == "USA"


@pytest.mark.parametrize("wanted", ["cloudco", "CloudCo", " CLOUDCO "])
def test_a_company_is_found_by_id_or_name(wanted: str) -> None:
    assert explain.find_party(small("DEU"), wanted).id == "cloudco"


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [("cloudko", "did you mean cloudco"), ("Germany", "or is at home"), ("Xyzzy", "name a state or a supplier")],
)
def test_a_party_that_holds_nothing_is_refused(wanted: str, hint: str) -> None:
    with pytest.raises(UsageError, match=hint):
        explain.find_party(small("DEU"), wanted)


# Sentences

ALARM = re.compile(
    r"\b(threat|danger|hostile|weapon|alarming|severe|dramatic|blackmail|enemy|risk of|likely to)\w*", re.I
)


@pytest.mark.parametrize("code", ["DEU", "CHN", "USA"])
def test_sentences_are_conditional_and_neutral(code: str) -> None:
    result = shipped(code, 200)
    for kind in ("jurisdiction", "company"):
        for lever in explain.levers(result, kind):
            sentence = wording.lever_sentence(lever, result)
            assert re.match(r"If .+ stopped supply, .+ of the weighted need would go unmet ", sentence)
            assert sentence.endswith(".")
    text = result.to_markdown() + screen(result)
    assert not ALARM.search(re.sub(r"\[\d+\].*|\d+\. .*", "", text))  # titles of sources are not ours
    assert phrases.STANDING_CAVEAT in text


def test_effects_in_words() -> None:
    assessment = small("DEU")
    usa = explain.lever(assessment, party(assessment, "USA"))
    effect = usa.effects[0]
    clauses = {pace: wording.effect_clause(replace(effect, pace=pace, input=None), assessment) for pace in Pace}
    assert len(set(clauses.values())) == len(Pace)
    assert all("would" in clause for clause in clauses.values())
    assert "for want of" in wording.effect_clause(replace(effect, pace=Pace.RUNS_DOWN, input="wafers"), assessment)
    assert wording.in_text(usa.party) == "the United States"
    assert wording.in_text(party(small("DEU"), "TWN")) == "Taiwan"


def test_a_horizon_of_0_is_the_moment_of_the_cut_off() -> None:
    assert phrases.cutoff(0.0) == "moment of the cut-off"
    assert phrases.cutoff(1.0) == "cut-off of 1 year"
    assert phrases.period(0.0) == "at the moment of the cut-off"
    assert phrases.period(2.0) == "on average over 2 years"


def test_citations_are_numbered_by_first_mention() -> None:
    cites = Citations(small("DEU"))
    assert cites.mark(["trade-2024"]) == "[1]"
    assert cites.mark(["survey-2025", "trade-2024", "unknown"]) == "[1,2]"
    assert cites.mark([]) == ""
    assert [(number, source.id) for number, source in cites.mentioned()] == [(1, "trade-2024"), (2, "survey-2025")]


# Screens


@pytest.mark.parametrize("code", ["DEU", "FRA", "GBR", "POL", "USA", "CHN", "IND", "JPN"])
def test_a_country_fits_one_screen(code: str) -> None:
    lines = screen(shipped(code, 200)).splitlines()
    assert max(map(len, lines)) <= COLUMNS
    assert len(lines) <= LINES


def test_a_screen_says_it_all_in_order() -> None:
    result = small("DEU", 200)
    text = screen(result)
    parts = [
        "Germany (DEU)", "30 June 2026", "home: DEU", "cut-off of 1 year",
        "Dependency score", f" {result.score.nominal:.0f} ", result.level, "Weakest layer", "bounds",
        "Layer  ", "chips  ", "Who could cut off access", "States", "1  United States", "Companies", "1  CloudCo",
        "• If the United States stopped supply", "! ", "[1] ", "\nsovai ", "digest ", "seed 0", "200 draws",
    ]  # fmt: skip
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert re.sub(r"\s+", " ", text).strip().endswith(result.provenance.command)


def test_where_a_country_is_not_comparable_only_the_bounds_are_shown() -> None:
    result = small("FRA", 200)
    assert not result.comparable
    figure = f"{result.score.nominal:.0f}"
    bounds = f"{result.bounds.low:.0f}–{result.bounds.high:.0f}"
    for text in (screen(result), document.render(result), result._repr_html_(), wording.citation(result)):
        headline = text.split("eakest layer")[0].split("<table>")[0]
        assert bounds in headline
        assert figure not in re.sub(rf"{bounds}|[0-9a-f]{{12}}|\d{{4}}-\d\d-\d\d", "", headline)


def test_top_sets_how_many_parties_are_shown() -> None:
    rows = re.compile(r"^\d+[= ] ", re.M)
    result = small("DEU")
    assert [len(rows.findall(screen(result, top))) for top in (1, 2)] == [2, 4]
    ranks = re.compile(r"^\| \d+=? \|", re.M)
    assert [len(ranks.findall(document.render(result, top=top))) for top in (1, 2)] == [2, 4]


def test_nothing_drawn_shows_dashes() -> None:
    text = screen(small("DEU"))
    assert "interval" in text
    assert "–" in text
    assert "None" not in text
    assert "nan" not in text


def test_wide_bounds_point_to_what_is_missing() -> None:
    result = all_measured(small("DEU")).model_copy(update={"comparable": True})
    score = result.score.model_copy(update={"low": 50.0, "high": 54.0})
    for width, hinted in ((5.0, False), (10.0, True)):
        bounds = result.bounds.model_copy(update={"low": 50.0, "high": 50.0 + width})
        shown = result.model_copy(update={"score": score, "bounds": bounds})
        text = on_screen(lambda out, shown=shown: score_screen(shown, out))
        assert ("'sovai gaps DEU' names the missing figures" in text) is hinted
    undrawn = result.model_copy(update={"score": score.model_copy(update={"low": None, "high": None})})
    assert "sovai gaps" not in on_screen(lambda out: score_screen(undrawn, out))
    unknown = on_screen(lambda out: score_screen(undrawn.model_copy(update={"comparable": False}), out))
    assert "'sovai gaps DEU'" in unknown


def all_measured(result: Assessment) -> Assessment:
    layers = [
        layer.model_copy(update={"components": tuple(c.model_copy(update={"measured": 0.5}) for c in layer.components)})
        for layer in result.layers
    ]
    return result.model_copy(update={"layers": tuple(layers)})


def test_a_layer_that_is_hardly_measured_names_the_figures_that_are_missing() -> None:
    text = re.sub(r"\s+", " ", screen(shipped("PER", 200)))
    assert (
        "! Hardly measured: cloud (spending by provider) and models (use of assistants by provider; base models in use "
        "by developer). 'sovai gaps PER' ranks what is missing and says where to look." in text
    )
    assert "Hardly measured" not in document.render(all_measured(shipped("PER", 200)))


@pytest.mark.parametrize("code", ["DEU", "TWN", "USA", "ZWE"])
def test_what_is_hardly_measured_is_what_the_table_shows_as_such(code: str) -> None:
    result = shipped(code, 200)
    named = {found.layer.id: {c.id for c in found.components} for found in explain.hardly_measured(result)}
    for layer in result.layers:
        part = sum(c.weight * c.measured for c in layer.components)
        assert (layer.id in named) is (part < 0.1)
        assert named.get(layer.id, {"any"})
    assert set(MEASURES) == {c.id for layer in result.layers for c in layer.components} == set(STATISTICS)


def test_tables_of_states_and_companies_stand_in_line() -> None:
    lines = screen(shipped("DEU", 200)).splitlines()
    heads = [line for line in lines if line.startswith(("States ", "Companies "))]
    assert len({tuple(line.find(word) for word in ("what", "through")) for line in heads}) == 1
    assert "Vetoes: components it controls to 50% or more in the end." in "\n".join(lines)


def test_everything_behind_a_lever(tree: Tree) -> None:
    tree.replace("profiles/DEU.toml", '"CHN"', '"fabco"')
    model = load_model(tree.root)
    result = sovai.assess(load_profile("DEU", model=model), model=model, draws=200)
    text = on_screen(lambda out: explain_screen(explain.explanation(result, "USA"), out))
    assert text.startswith("The United States over Germany · rank 1 among states")
    assert "→ Accelerators bought by cloud" in text
    assert "(purchased; the United States by reach)" in text
    assert "[1] Institute of Examples: Survey of users, 2025" in text
    assert "https://example.org/survey" in text


def test_routes_gather_the_sources_that_share_a_path() -> None:
    result = small("DEU")
    for held in result.parties:
        routes = explain.routes(result, held)
        assert sum(route.control for route in routes) == pytest.approx(sum(t.control for t in held.through))
        assert len({(r.component, r.path, r.channel, r.access) for r in routes}) == len(routes)
        assert [route.loss for route in routes] == sorted((route.loss for route in routes), reverse=True)


def test_marks_in_a_row_are_a_range() -> None:
    result = sovai.assess(load_profile("DEU"), draws=0)
    ids = [source.id for source in result.evidence]
    cites = Citations(result)
    assert cites.mark(ids[:2]) == "[1,2]"
    assert cites.mark(ids[2:4]) == "[3,4]"
    assert cites.mark(ids[:3]) == "[1–3]"
    assert cites.mark([ids[0], *ids[2:4]]) == "[1,3,4]"


def test_the_page_has_every_part() -> None:
    page = small("DEU", 200).to_markdown()
    headings = [line for line in page.splitlines() if line.startswith("#")]
    assert headings == [
        "# Germany: dependence on others for AI",
        "## Who could cut off access: states",
        "## Who could cut off access: companies",
        "## Limits",
        "## Sources",
    ]
    header, rule, *_ = (line for line in page.splitlines() if line.startswith("|"))
    assert header.count("|") == rule.count("|")


def test_no_layer_of_a_table_is_cut_off() -> None:
    assert "…" not in screen(small("DEU", 200)).split("Who could")[0]
    assert "…" not in screen(shipped("DEU", 200)).split("Who could")[0]
