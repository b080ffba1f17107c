"""From TOML to the model: every fault of a tree in one run, each with file, path and remedy."""

from sovai.loading.lists import country_list, load_home
from sovai.loading.locate import data_root, is_path, profile_codes, profile_path
from sovai.loading.scenarios import lever_ids, load_lever, load_scenario, parties_named, scenario_ids
from sovai.loading.tree import check_tree, load_model, load_profile

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
    "parties_named",
    "profile_codes",
    "profile_path",
    "scenario_ids",
]
