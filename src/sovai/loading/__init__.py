"""From TOML to the model: every fault of a tree in one run, each with file, path and remedy."""

from sovai.loading.locate import data_root, profile_codes, profile_path
from sovai.loading.tree import check_tree, load_home, load_model, load_profile

__all__ = ["check_tree", "data_root", "load_home", "load_model", "load_profile", "profile_codes", "profile_path"]
