"""Configuration of the documentation; it builds without a network."""

import sys
from pathlib import Path

from sphinx.util.docutils import SphinxDirective

from sovai import __version__

sys.path.insert(0, str(Path(__file__).parent))

project = "sovai"
author = "the authors of sovai"
version = release = __version__
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc", "sphinx_click"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "_generated", "studies"]
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
html_static_path = ["_static"]
html_css_files = ["width.css"]
html_copy_source = False
html_show_copyright = False  # the licence says it


def without_fields(_app, what, _name, obj, *_):
    """Drop the signature of a record: its fields are listed below it."""
    return ("", "") if what == "class" and hasattr(obj, "model_fields") else None


class Worked(SphinxDirective):
    """Puts in its place what a function of `studies.worked` computes while the page is built."""

    required_arguments = 1

    def run(self):
        from studies import worked

        return self.parse_text_to_nodes(getattr(worked, self.arguments[0])())


def setup(app):
    app.add_directive("worked", Worked)
    app.connect("autodoc-process-signature", without_fields)
