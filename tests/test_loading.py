"""From files to the model: where the data are found, what their digests cover, what counts as home."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

import sovai
from conftest import SMALL, Tree
from sovai.errors import UsageError
from sovai.loading import (
    check_tree,
    data_root,
    load_home,
    load_model,
    load_profile,
    locate,
    parties_named,
    profile_codes,
    profile_path,
)

ROOT = Path(__file__).parents[1]


def test_a_checkout_has_its_data_at_the_root_of_the_repository() -> None:
    assert data_root() == ROOT
    assert len(profile_codes(ROOT)) >= 23


def test_an_installed_package_carries_its_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "site" / "sovai"
    shutil.copytree(SMALL, package / "data")
    monkeypatch.setattr(locate, "__file__", str(package / "loading" / "locate.py"))
    assert data_root() == package / "data"


def test_a_package_without_data_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(locate, "__file__", str(tmp_path / "site" / "sovai" / "loading" / "locate.py"))
    with pytest.raises(UsageError, match="reinstall sovai-risk"):
        data_root()


@pytest.mark.parametrize("wanted", ["DEU", "DE", "deu", "Germany", str(SMALL / "profiles" / "DEU.toml")])
def test_a_profile_is_found_by_code_name_or_path(wanted: str) -> None:
    assert profile_path(wanted, SMALL) == SMALL / "profiles" / "DEU.toml"
    assert load_profile(wanted, data=SMALL).country.code == "DEU"


def test_a_profile_is_found_by_a_path_object() -> None:
    assert load_profile(SMALL / "profiles" / "FRA.toml", data=SMALL).country.name == "France"


def test_the_worked_example_loads_without_the_files_that_it_does_not_need() -> None:
    assert check_tree(data=Path(__file__).parent / "worked_example") == ()


def test_every_file_read_has_its_digest(tree: Tree) -> None:
    model = load_model(tree.root)
    files = [path.relative_to(tree.root).as_posix() for path in tree.root.rglob("*.toml")]
    assert sorted(model.digests) == sorted(file for file in files if file.count("/") != 1)  # profiles come later
    for file, digest in model.digests.items():
        assert digest == hashlib.sha256((tree.root / file).read_bytes()).hexdigest()
    profile = load_profile("DEU", model=model)
    assert profile.digest == hashlib.sha256((tree.root / "profiles/DEU.toml").read_bytes()).hexdigest()


def test_the_digest_is_that_of_the_files_not_of_where_they_lie(tree: Tree) -> None:
    def digest(root: Path) -> str:
        model = load_model(root)
        return sovai.assess(load_profile("DEU", model=model), model=model, draws=0).provenance.digest

    before = digest(tree.root)
    assert before == digest(SMALL)
    tree.replace("profiles/catalogue/suppliers.toml", "schema = 1", "schema = 1 # seen")
    assert digest(tree.root) != before


def test_home_is_a_circle_countries_or_both() -> None:
    model = load_model(SMALL)
    assert load_home("", model) == frozenset()
    assert load_home("EU", model) == {"DEU", "NLD"}
    assert load_home("eu, FR,Japan", model) == {"DEU", "NLD", "FRA", "JPN"}
    with pytest.raises(UsageError, match=r"'BRICS' is not a country; .* \(circles of the catalogue: EU\)"):
        load_home("BRICS", model)
    with pytest.raises(UsageError, match="'XXL' is to count as home, but no supplier of the data is there"):
        load_home("EU,XXL", model)


def test_an_invented_country_counts_as_home_where_the_tree_has_a_profile_of_it(tree: Tree) -> None:
    tree.write("profiles/XAA.toml", (tree.root / "profiles" / "DEU.toml").read_text().replace('"DEU"', '"XAA"'))
    model = load_model(tree.root)
    assert load_home("XAA", model) == {"XAA"}  # though no supplier is there
    assert parties_named("XAA", model) == ("XAA",)


def test_another_weights_file_replaces_that_of_the_tree(tree: Tree) -> None:
    other = tree.root.parent / "other.toml"
    other.write_text((tree.root / "weights.toml").read_text().replace("cutoff = 0.5", "cutoff = 5"), encoding="utf-8")
    assert load_model(tree.root, weights=other).weights.indicators["cutoff"].mode == 5.0
    assert load_model(tree.root).weights.indicators["cutoff"].mode == 0.5
