"""From TOML to the model: every fault of a tree in one run, each with file, path and remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sovai._lazy import lookup

if TYPE_CHECKING:
    from sovai.loading.audit import check_tree
    from sovai.loading.lists import country_list, load_home, one_party, parties_named
    from sovai.loading.locate import data_root, is_path, profile_codes, profile_path, root_of
    from sovai.loading.scenarios import lever_ids, load_lever, load_scenario, scenario_ids
    from sovai.loading.tree import load_model, load_profile

__all__ = [
    "check_tree",
    "country_list",
    "data_root",
    "is_path",
    "lever_ids",
    "load_home",
    "load_lever",
    "load_model",
    "load_profile",
    "load_scenario",
    "one_party",
    "parties_named",
    "profile_codes",
    "profile_path",
    "root_of",
    "scenario_ids",
]

__getattr__ = lookup(
    __name__,
    {
        "check_tree": "sovai.loading.audit",
        "country_list": "sovai.loading.lists",
        "data_root": "sovai.loading.locate",
        "is_path": "sovai.loading.locate",
        "lever_ids": "sovai.loading.scenarios",
        "load_home": "sovai.loading.lists",
        "load_lever": "sovai.loading.scenarios",
        "load_model": "sovai.loading.tree",
        "load_profile": "sovai.loading.tree",
        "load_scenario": "sovai.loading.scenarios",
        "one_party": "sovai.loading.lists",
        "parties_named": "sovai.loading.lists",
        "profile_codes": "sovai.loading.locate",
        "profile_path": "sovai.loading.locate",
        "root_of": "sovai.loading.locate",
        "scenario_ids": "sovai.loading.scenarios",
    },
)
