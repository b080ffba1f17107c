"""Configuration of the documentation; it builds without a network."""

from sovai import __version__

project = "sovai"
author = "the authors of sovai"
version = release = __version__
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc", "sphinx_click"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "_generated"]
default_role = "py:obj"

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_default_options = {"undoc-members": True, "exclude-members": "model_config"}
smartquotes_action = "qe"  # quotes and ellipses, no dashes: --home stays --home
numpydoc_show_class_members = False
autosummary_generate = False

html_theme = "furo"
html_title = f"sovai {release}"
html_copy_source = False


def without_fields(_app, what, _name, obj, *_):
    """Drop the signature of a record: its fields are listed below it."""
    return ("", "") if what == "class" and hasattr(obj, "model_fields") else None


def setup(app):
    app.connect("autodoc-process-signature", without_fields)
