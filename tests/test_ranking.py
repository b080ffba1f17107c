"""Many countries compared: paired draws, groups of them, one party's leverage."""

from __future__ import annotations

import csv
import io
import json
import shlex
from functools import cache
from typing import Any

import jsonschema
import numpy as np
import pytest

import sovai
from conftest import SMALL, Run, Tree, shipped
from sovai.assessment.compiling import compile_system
from sovai.assessment.universe import Universe
from sovai.engine.worlds import CountryWorld, DrawnWorld
from sovai.errors import DataError, UsageError
from sovai.loading import country_list, load_model, load_profile
from sovai.report.data import result_schema, to_csv, to_json
from sovai.report.document import leverage as document_leverage
from sovai.report.document import ranking as document_ranking
from sovai.report.language import speaking, translated
from sovai.report.terminal.leverage import render as leverage_screen
from sovai.report.terminal.ranking import render as ranking_screen
from sovai.report.terminal.screen import on_screen
from sovai.report.wording import leverage as leverage_words
from sovai.results.ranking import Leverage, RankEntry, Ranking

SOME = ("CAN", "CHN", "DEU", "FRA", "GBR", "ITA", "KEN", "USA")  # Kenya without its cloud: not comparable
DRAWS = 200


@cache
def profile(code: str) -> sovai.Profile:
    found = load_profile(code, model=shipped())
    return found.model_copy(update={"cloud": {}}) if code == "KEN" else found


@cache
def ranking(countries: tuple[str, ...] = SOME, **options: Any) -> Ranking:
    return sovai.rank(map(profile, countries), model=shipped(), **{"draws": DRAWS, **options})


@cache
def leverage(party: str, **options: Any) -> Leverage:
    return sovai.leverage(party, map(profile, SOME), model=shipped(), **{"draws": DRAWS, **options})


@cache
def assessed(code: str, **options: Any) -> sovai.Assessment:
    return sovai.assess(profile(code), model=shipped(), **{"draws": DRAWS, **options})


def entry(found: Ranking, code: str) -> RankEntry:
    return next(entry for entry in found.entries if entry.country.code == code)


def close(value: float | None) -> Any:
    return pytest.approx(value, rel=1e-5, abs=1e-7)  # draws are of single precision


# Shipped countries


def test_an_established_order_is_mutual_and_agrees_with_the_groups() -> None:
    found = ranking()
    for one in found.entries:
        assert not set(one.higher_than) & set(one.lower_than)
        for other in found.entries:
            assert (other.country.code in one.higher_than) == (one.country.code in other.lower_than)
            if one.group < other.group:
                assert other.country.code in one.higher_than
            if other.country.code in one.higher_than:
                assert one.value.nominal > other.value.nominal
    assert [one.group for one in found.entries] == sorted(one.group for one in found.entries)
    assert {one.group for one in found.entries} == set(range(1, found.entries[-1].group + 1))
    for group in {one.group for one in found.entries}:
        names = [one.country.name for one in found.entries if one.group == group]
        assert names == sorted(names)


def test_what_differs_is_told_apart_and_what_does_not_is_not() -> None:
    found = ranking()
    assert entry(found, "CHN").lower_than == ("CAN", "DEU", "FRA", "GBR", "ITA", "USA")
    assert not {"DEU", "FRA", "ITA"} & set(entry(found, "GBR").lower_than)
    assert entry(found, "DEU").group == entry(found, "FRA").group == entry(found, "ITA").group


def test_intervals_of_ranks_are_ranks() -> None:
    found = ranking()
    for one in found.entries:
        assert 1 <= one.rank_low <= one.rank_high <= len(found.entries)
    assert (entry(found, "CHN").rank_low, entry(found, "CHN").rank_high) == (7, 7)
    wider = ranking(interval=0.98)
    assert all(
        a.rank_low >= b.rank_low and a.rank_high <= b.rank_high
        for a, b in zip(found.entries, wider.entries, strict=True)
    )


def test_a_country_alone_has_the_first_rank() -> None:
    (only,) = ranking(("DEU", "KEN")).entries
    assert (only.rank_low, only.rank_high, only.group) == (1, 1, 1)
    assert only.higher_than == only.lower_than == ()


def test_a_country_is_ranked_with_the_figures_of_its_assessment() -> None:
    for code in ("DEU", "USA", "CHN"):
        one, result = entry(ranking(), code), assessed(code)
        assert one.score.nominal == pytest.approx(result.score.nominal)
        assert (one.score.mean, one.score.median) == (close(result.score.mean), close(result.score.median))
        assert (one.score.low, one.score.high) == (close(result.score.low), close(result.score.high))
        assert (one.bounds.low, one.bounds.high) == (close(result.bounds.low), close(result.bounds.high))
        assert (one.level, one.measured) == (result.level, result.measured)
        assert one.weakest_layer.id == result.weakest_layer.id
        states = [party for party in result.parties if party.kind == "jurisdiction"]
        assert one.top_lever is not None
        assert (one.top_lever.id, one.top_lever.loss) == (states[0].id, close(states[0].loss.nominal))
        assert one.top_lever.probability == states[0].probability_largest


@pytest.mark.parametrize("layer", ["chips", "hardware", "energy", "models", "cloud"])
def test_a_layer_is_ranked_with_the_figures_of_its_assessment(layer: str) -> None:
    one = entry(ranking(by=layer), "DEU").value
    score = next(found.score for found in assessed("DEU").layers if found.id == layer)
    assert (one.nominal, one.low, one.high) == (close(score.nominal), close(score.low), close(score.high))


@pytest.mark.parametrize(("by", "party"), [("party:USA", "USA"), ("party:Taiwan", "TWN"), ("party:ASML", "asml")])
def test_exposure_to_a_party_is_its_loss(by: str, party: str) -> None:
    found = ranking(by=by)
    loss = next(p.loss for p in assessed("DEU").parties if p.id == party)
    one = entry(found, "DEU").value
    assert found.by == f"party:{party}"
    assert (one.nominal, one.low, one.high) == (close(loss.nominal), close(loss.low), close(loss.high))


def test_who_has_the_party_at_home_is_left_out() -> None:
    found = ranking(by="party:USA")
    assert [country.code for country in found.at_home] == ["USA"]
    assert "USA" not in [one.country.code for one in found.entries]
    assert [c.code for c in ranking(by="party:DEU", home="EU").at_home] == ["FRA", "DEU", "ITA"]


def test_another_country_changes_nobodys_draws() -> None:
    few, many = ranking(("DEU", "FRA")), ranking()
    for code in ("DEU", "FRA"):
        assert entry(few, code).value.low == close(entry(many, code).value.low)
        assert entry(few, code).value.median == close(entry(many, code).value.median)
    assert ("FRA" in entry(few, "DEU").higher_than) == ("FRA" in entry(many, "DEU").higher_than)


def test_the_order_of_countries_does_not_matter() -> None:
    one, other = ranking(("FRA", "DEU", "USA")), ranking(("USA", "DEU", "FRA"))
    assert one.model_copy(update={"provenance": None}) == other.model_copy(update={"provenance": None})


def test_countries_share_a_mix_in_more_draws_the_larger_the_correlation() -> None:
    mix = Universe(shipped()).mix(min(shipped().catalogue.mixes))
    common = DrawnWorld(seed=0, block=0, size=1000)

    def alike(correlation: float) -> np.ndarray:
        one, other = (CountryWorld(common, code, correlation).shares(mix) for code in ("DEU", "FRA"))
        return (one == other).all(axis=0)

    assert not alike(0.0).any()
    assert alike(1.0).all()
    assert (alike(0.3) <= alike(0.7)).all()
    assert alike(0.3).mean() == pytest.approx(0.3, abs=0.05)


def test_the_correlation_moves_intervals_of_ranks_and_no_established_order() -> None:
    apart, alike = ranking(correlation=0.0), ranking(correlation=1.0)
    assert [e.higher_than for e in apart.entries] == [e.higher_than for e in alike.entries]
    assert [e.value for e in apart.entries] == [e.value for e in alike.entries]
    width = [sum(e.rank_high - e.rank_low for e in found.entries) for found in (alike, apart)]
    assert width[0] <= width[1]


def test_a_circle_is_at_home_for_its_members_alone() -> None:
    with_circle, plain = ranking(home="EU"), ranking()
    assert entry(with_circle, "USA").alone is None
    assert entry(with_circle, "USA").value == entry(plain, "USA").value
    for code in ("DEU", "FRA", "ITA"):
        one = entry(with_circle, code)
        assert one.alone == close(entry(plain, code).value.nominal)
        assert one.value.nominal == close(assessed(code, home="EU", draws=0).score.nominal)
        assert one.value.nominal < one.alone
    assert all(one.alone is None for one in plain.entries)


def test_a_country_that_is_not_comparable_is_apart_with_its_bounds() -> None:
    for by in ("score", "cloud", "party:USA"):
        (apart,) = ranking(by=by).not_comparable
        result = assessed("KEN", draws=0)
        assert apart.country.code == "KEN"
        assert apart.because == result.incomparable_because
        assert (apart.bounds.low, apart.bounds.high) == (close(result.bounds.low), close(result.bounds.high))
        assert "Kenya" not in str(ranking(by=by).entries)


# Leverage


@pytest.mark.parametrize("code", ["DEU", "CHN"])
@pytest.mark.parametrize("party", ["NLD", "TWN", "nvidia"])
def test_a_hold_is_that_of_the_assessment(party: str, code: str) -> None:
    one = next(one for one in leverage(party).entries if one.country.code == code)
    found = next(p for p in assessed(code).parties if p.id == party)
    assert (one.loss.nominal, one.loss.low) == (close(found.loss.nominal), close(found.loss.low))
    assert one.by_layer == {layer: close(loss) for layer, loss in found.by_layer.items()}
    vetoes = {hold.component: (close(hold.control), hold.time_to_half_years) for hold in found.vetoes}
    assert {veto.component: (veto.control, veto.time_to_half_years) for veto in one.vetoes} == vetoes
    components = [(layer.weight * c.weight, c.id) for layer in assessed(code).layers for c in layer.components]
    assert one.control == close(sum(weight * found.control[component] for weight, component in components))


def test_the_netherlands_and_taiwan_show_for_what_they_are() -> None:
    dutch, taiwan, american = (leverage(party) for party in ("NLD", "Taiwan", "USA"))
    for one in (one for one in dutch.entries if one.comparable):
        assert one.loss.nominal < 0.05 < 0.3 < one.control  # slow, and large in the end
    for found in (dutch, taiwan):
        counted = {veto.component: veto for veto in found.vetoes}
        assert counted["chips.accelerators"].countries >= len(found.entries) - 1
        assert (counted["chips.accelerators"].time_to_half_years or 99.0) >= 1.0
    assert next(v for v in american.vetoes if v.component == "cloud.infrastructure").time_to_half_years == 0.0
    mean = [np.mean([one.loss.nominal for one in found.entries]) for found in (dutch, taiwan, american)]
    assert mean[0] < mean[1] < mean[2]


def test_the_largest_loss_comes_first_and_nothing_at_all_last() -> None:
    found = leverage("NLD", horizon_years=0.0, draws=0)
    power = [(-one.loss.nominal, -one.control) for one in found.entries]
    assert power == sorted(power)
    assert found.entries[0].rank == 1
    for before, one in zip(found.entries, found.entries[1:], strict=False):
        tied = (before.loss.nominal, before.control) == (one.loss.nominal, one.control)
        assert (one.rank == before.rank) == tied
    assert found.entries[0].loss.low is None


def test_who_is_not_comparable_is_marked_and_who_is_at_home_left_out() -> None:
    found = leverage("USA")
    assert [one.country.code for one in found.entries if not one.comparable] == ["KEN"]
    assert [country.code for country in found.at_home] == ["USA"]


def test_who_a_party_holds_nothing_of_is_named_and_has_no_row() -> None:
    found = sovai.leverage("homecloud", model=load_model(SMALL), draws=50)
    nothing = [one for one in found.entries if one.control == 0.0]
    assert [one.country.code for one in nothing] == ["FRA"] or not nothing
    screen = on_screen(lambda out: leverage_screen(found, out))
    assert all(f"No hold on {one.country.name}" in screen for one in nothing)


# Who is asked for


def test_lists_of_countries() -> None:
    model = load_model(SMALL)
    assert country_list("eu", model) == ("DEU", "NLD")
    assert country_list(["FR, Japan", "EU", "de"], model) == ("FRA", "JPN", "DEU", "NLD")
    assert country_list("Korea, Republic of", model) == ("KOR",)
    assert country_list("Germany,South Korea", model) == ("DEU", "KOR")
    assert country_list([], model) == country_list("", model) == ()
    with pytest.raises(UsageError, match=r"'BRICS' is not a country; .* \(circles of the catalogue: EU\)"):
        country_list("DEU,BRICS", model)


def test_without_a_list_all_profiles_are_compared() -> None:
    model = load_model(SMALL)
    found = sovai.rank(model=model, draws=50)
    assert [e.country.code for e in found.entries] + [e.country.code for e in found.not_comparable] == ["DEU", "FRA"]
    assert found.provenance.command.startswith("sovai rank --draws 50 --seed 0")


def test_members_of_a_circle_without_a_profile_are_named() -> None:
    found = sovai.rank("EU", model=load_model(SMALL), draws=50)
    assert [country.code for country in found.without_profile] == ["NLD"]
    with pytest.raises(UsageError, match="there is no profile of Japan; 'sovai profiles' lists the 2 there are"):
        sovai.rank("Japan", model=load_model(SMALL), draws=50)
    with pytest.raises(UsageError, match="no profile of nobody"):
        sovai.rank([], model=load_model(SMALL), draws=50)


def test_a_file_or_a_record_takes_the_place_of_the_profile(tree: Tree) -> None:
    model = load_model(tree.root)
    path = tree.root.parent / "DEU.toml"
    text = (tree.root / "profiles" / "DEU.toml").read_text(encoding="utf-8")
    path.write_text(text.replace("share = 0.85\nrange = [0.7, 0.92]", "share = 0.5"), encoding="utf-8")
    changed = load_profile(path, model=model)
    own, file, record, text_path = (
        sovai.rank([*wanted, "FRA"], model=model, draws=50)
        for wanted in (["DEU"], ["DEU", path], [changed], [str(path)])
    )
    germany = [next(e.value.nominal for e in found.entries if e.country.code == "DEU") for found in (own, file)]
    assert germany[0] != germany[1]
    assert file.entries == record.entries == text_path.entries


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": "clouds"}, "'clouds' cannot be ranked by; give score, chips, hardware, models, cloud or party:USA"),
        ({"by": "party:"}, "'party:' cannot be ranked by"),
        ({"by": "party:chipko"}, "'chipko' is neither a supplier, a state nor a circle; did you mean 'chipco'?"),
        (
            {"by": "party:Fiji"},
            "'Fiji' holds nothing of what each of these 2 countries uses; name a state or a supplier",
        ),
        ({"by": "party:DEU", "home": "DEU,FRA"}, "'DEU' is at home for each of these 2 countries"),
        ({"countries": "DEU"}, "a ranking compares countries, and DEU is one; .*'sovai score DEU'"),
        ({"draws": 0}, "a ranking needs draws"),
        ({"correlation": 1.5}, "a correlation of 1.5 is not between 0 and 1"),
        ({"interval": 1.0}, "an interval of 1.0"),
        ({"horizon_years": -1.0}, "a horizon of -1.0 years"),
        ({"countries": "Germny"}, "'Germny' is not a country; did you mean Germany"),
        ({"home": "Nowhere"}, "'Nowhere' is not a country"),
    ],
)
def test_what_cannot_be_ranked_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        sovai.rank(**{"model": load_model(SMALL), "draws": 50, **options})


# Faulty profiles


def test_a_bad_profile_is_reported_in_place_and_the_others_stand(tree: Tree, run: Run) -> None:
    tree.replace("profiles/FRA.toml", "share = 0.9", "share = 9")
    model = load_model(tree.root)
    found = sovai.rank(model=model, draws=50)
    assert [one.country.code for one in found.entries] == ["DEU"]
    assert [faulty.profile for faulty in found.failed] == ["FRA"]
    assert "chips.accelerators[1].share" in found.failed[0].faults[0]
    for command in (("rank",), ("leverage", "chipco")):
        done = run(*command, "--data", tree.root, "--draws", "50")
        assert done.exit_code == 0
        assert "Left out, since its profile has faults: FRA" in done.output
        assert "1 profile with faults left out; the others stand" in done.output
    assert json.loads(run("rank", "--data", tree.root, "--draws", 50, "--json").stdout)["failed"][0]["profile"] == "FRA"


def test_if_no_profile_is_left_the_faults_are_the_answer(tree: Tree, run: Run) -> None:
    for code, share in (("FRA", "0.9"), ("DEU", "0.85")):
        tree.replace(f"profiles/{code}.toml", f"share = {share}", "share = 9")
    with pytest.raises(DataError) as error:
        sovai.rank(model=load_model(tree.root), draws=50)
    assert {fault.file for fault in error.value.faults} == {"profiles/DEU.toml", "profiles/FRA.toml"}
    done = run("rank", "--data", tree.root)
    assert done.exit_code == 1
    assert "nothing was computed" in done.output


# Reports


def rankings() -> list[Ranking]:
    nobody = ranking(("KEN", "USA"), by="party:USA")  # Kenya is not comparable, and the United States is at home
    return [ranking(), ranking(by="cloud"), ranking(by="party:USA", home="EU"), ranking(home="EU"), nobody]


def leverages() -> list[Leverage]:
    return [leverage("NLD"), leverage("USA"), leverage("asml", draws=0), leverage("TWN", home="EU")]


@pytest.mark.parametrize("found", [*rankings(), *leverages()], ids=lambda found: found.provenance.command[6:40])
def test_results_follow_their_schemas(found: Ranking | Leverage) -> None:
    schema = result_schema(type(found))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(to_json(found)), schema)
    rows = list(csv.DictReader(io.StringIO(to_csv(found.to_records()))))
    assert {row["country"] for row in rows} <= set(SOME)
    assert len(rows) >= len(found.entries)


@pytest.mark.parametrize("top", [None, 2])
def test_screens_fit_and_say_what_is_not_known(top: int | None) -> None:
    screens = [on_screen(lambda out, r=r: ranking_screen(r, out, top=top)) for r in rankings()]
    for found, screen in zip(rankings(), screens, strict=True):
        assert max(map(len, screen.splitlines())) <= 100
        assert "WARNING: not comparable" in screen
        assert f"Kenya {found.not_comparable[0].bounds.low:.0f}–" in screen
        assert "not how likely that is" in screen
    assert "Rank 1 is the most dependent" in screens[0]
    assert "not distinguishable as a group" in screens[0]
    assert ("Shown are the 2 of 7" in screens[0]) is (top is not None)
    assert "alone" in screens[3]
    for found in leverages():
        screen = on_screen(lambda out, found=found: leverage_screen(found, out, top=top))
        assert max(map(len, screen.splitlines())) <= 100
        assert "AI accelerators" in screen
        assert ("The first 2 of" in screen) is (top is not None)
        if top is None:
            assert "Kenya *" in screen
            assert "* WARNING: not comparable" in screen


def test_a_ranking_of_nothing_points_to_leverage() -> None:
    found = ranking(("DEU", "FRA"), by="party:NLD", horizon_years=0.0)
    screen = on_screen(lambda out: ranking_screen(found, out))
    assert "'sovai leverage NLD' shows control in the end" in screen


def test_pages_have_the_same_rows() -> None:
    page = ranking().to_markdown()
    assert page.startswith("# Dependence on others for AI\n")
    assert "| China | " in page
    assert "**WARNING: not comparable" in page
    assert "| Kenya |" in page
    assert page.endswith(f"`{ranking().provenance.command}`\n")
    assert ranking()._repr_markdown_() == page
    assert document_ranking.render(ranking(), top=1) != page
    other = leverage("NLD").to_markdown()
    assert other.startswith("# Leverage of the Netherlands\n")
    assert "| AI accelerators | " in other
    assert leverage("NLD")._repr_markdown_() == other
    assert document_leverage.render(leverage("NLD"), top=1) != other


# The command line


@pytest.mark.parametrize(
    "arguments",
    [
        ("rank", "EU,FRA", "--by", "cloud", "--draws", "50", "--correlation", "0.2"),
        ("rank", "--home", "EU", "--draws", "50", "--seed", "3", "--horizon", "2"),
        ("leverage", "CHIPCO", "DEU", "--draws", "50", "--interval", "0.8"),
    ],
)
def test_a_result_names_the_command_that_gives_it_again(arguments: tuple[str, ...], run: Run) -> None:
    first = run(*arguments, "--data", SMALL, "--json")
    assert first.exit_code == 0
    command = shlex.split(json.loads(first.stdout)["provenance"]["command"])
    assert run(*command[1:], "--json").stdout == first.stdout


@pytest.mark.parametrize("form", ["text", "csv", "markdown", "json"])
def test_every_format_is_written(form: str, run: Run) -> None:
    for command in (("rank",), ("leverage", "chipco")):
        done = run(*command, "--data", SMALL, "--draws", "50", "--format", form)
        assert done.exit_code == 0
        assert "DEU" in done.stdout or "Germany" in done.stdout


def test_schemas_are_printed(run: Run) -> None:
    assert json.loads(run("schema", "ranking").stdout)["title"] == "Ranking"
    assert json.loads(run("schema", "leverage").stdout)["title"] == "Leverage"


def test_shared_systems_are_those_of_each_country_alone() -> None:
    """One universe for all gives each country the parties that it has by itself."""
    universe = Universe(shipped())
    for code in ("DEU", "CHN"):
        home = frozenset({code})
        shared = compile_system(profile(code), shipped(), home=home, horizon_years=1.0, universe=universe)
        alone = compile_system(profile(code), shipped(), home=home, horizon_years=1.0)
        assert shared.parties == alone.parties


@pytest.mark.parametrize("lang", ["en", "de"])
def test_no_figure_of_a_leverage_is_cut_off(lang: str) -> None:
    found = sovai.leverage("USA", ["GBR", "IND", "ARE", "DEU"], draws=20)
    with speaking(lang):
        shown = translated(found)
        text = on_screen(lambda out: leverage_screen(shown, out))
        cells = [leverage_words.row(entry, shown)[4] for entry in leverage_words.held(shown)]
    assert "…" not in text
    assert max(map(len, text.splitlines())) <= 100
    assert all(any(cell in line for line in text.splitlines()) for cell in cells)
