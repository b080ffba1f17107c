"""Where a new profile starts: a form whose comments say what belongs in it."""

from __future__ import annotations

import datetime as dt
import textwrap
from pathlib import Path
from typing import Final, NamedTuple

from sovai.authoring.text import number, render_country
from sovai.errors import UsageError
from sovai.loading import data_root, load_model, load_profile, profile_codes
from sovai.model import countries
from sovai.model.profile import Country, Profile
from sovai.model.vocabulary import AccessMode


class Guide(NamedTuple):
    """What a component covers, where its figures are found, and the access that is usual in it."""

    covers: str
    figures: str
    access: AccessMode


GUIDES: Final[dict[str, Guide]] = {
    "chips.accelerators": Guide(
        "AI accelerators (GPU, TPU, NPU) bought or installed in the country, by the company that designs and "
        "sells them. What is used through a foreign cloud belongs to the cloud.",
        "No trade code. Published clusters and public procurement, market research on sales by vendor.",
        "purchased",
    ),
    "chips.semiconductors": Guide(
        "All other integrated circuits.",
        "HS 8542 in trade statistics. Assembly and test count as origin there.",
        "purchased",
    ),
    "hardware.computers": Guide(
        "Servers and computers.",
        "HS 8471 in trade statistics. The heading holds laptops and drives too; HS 847150 is nearer to servers.",
        "purchased",
    ),
    "hardware.networking": Guide(
        "Network equipment.",
        "HS 8517 in trade statistics. Phones are the larger part of the heading; HS 851762 is nearer to networks.",
        "purchased",
    ),
    "energy.power-equipment": Guide(
        "Transformers, converters and uninterruptible power supplies.",
        "HS 8504 in trade statistics. The heading holds chargers too; HS 850421 to 850423 are large transformers.",
        "purchased",
    ),
    "energy.batteries": Guide(
        "Accumulators.",
        "HS 8507 in trade statistics. Lead-acid and vehicle batteries are in the heading; HS 850760 is lithium-ion.",
        "purchased",
    ),
    "energy.photovoltaics": Guide(
        "Photovoltaic cells and modules.",
        "HS 8541 in trade statistics. Diodes and LEDs are in the heading; HS 854143 is assembled cells.",
        "purchased",
    ),
    "models.assistants": Guide(
        "The AI assistants and model interfaces that people and firms use as a service.",
        "No trade code. Surveys of use by service, panels, web traffic; figures of companies, where they publish them.",
        "hosted",
    ),
    "models.foundation": Guide(
        "The base models that are run, tuned and built on in the country itself.",
        "No trade code. Surveys of firms and public bodies, downloads and derivatives by developer, model registers.",
        "open-weights",
    ),
    "cloud.infrastructure": Guide(
        "Cloud infrastructure and platforms (IaaS, PaaS) and rented AI computing; a service run at home is hosted too.",
        "No trade code. Market shares from the competition or telecommunications authority, market research, "
        "national statistics on cloud use, lists of public machines (those are owned).",
        "hosted",
    ),
}
"""What the form says of each component."""

_HEAD = """\
# How to fill this in: below each component stands what it covers, where figures are found and an EXAMPLE in comments.
# Copy an example, remove the signs "# ", replace every value. Nothing in an example is a figure, and its ids do not
# exist, so that 'sovai check' finds what was left unchanged. What no row says is unattributed, counted and shown.
#
# supplier   an id of profiles/catalogue/suppliers.toml, or a country code: producers in that country
# mix        in place of supplier and access: a market of profiles/catalogue/mixes.toml that stands in for the country
# share      part of the country's need, 0 to 1 (0.35 is 35 %); the shares of a component sum to at most 1
# range      optional: [low, high], the central 90 % interval of the share
# access     what happens after a cut-off:
#            hosted         stops at once
#            licensed       runs until the licence or the updates end
#            purchased      what is installed goes on; no new supply
#            open-weights   the copy in hand goes on but is not renewed
#            open-source    anyone may continue it; nobody can withdraw it
#            owned          in the country's own hands
# grade      what was measured:
#            A  measured for this country at the right level
#            B  a national estimate, or a measure coarser or narrower than the need
#            C  a regional or world figure that stands in for the country's own
#            D  a judgement; every row without evidence is taken as D
# evidence   ids of profiles/catalogue/evidence.toml, where each source is entered first
# note       what the figure measures and what it does not
#
# Traded goods have a heading (HS) in trade statistics: CEPII BACI, UN Comtrade, Comext. Imports are not need: what is
# made at home is a row with the country's own code. What comes through a hub belongs to the state that makes it.
#
# as_of above is the day the profile speaks of. Then: sovai check FILE, sovai score FILE.
"""

_EXAMPLE = """\
# EXAMPLE, not a figure:
# [[{component}]]
# supplier = "id-of-a-supplier"
# share = {share}
# range = [{low}, {high}]
# access = "{access}"
# grade = "D"
# evidence = ["id-of-a-source"]
# note = "What the figure measures, and what it does not."
#
# [[{component}]]
# mix = "id-of-a-mix"
# share = {share}
# range = [{low}, {high}]
# grade = "C"
# evidence = ["id-of-a-source"]
# note = "Why this market stands in for the country."
"""


def blank_profile(country: str, *, as_of: dt.date) -> Profile:
    """Return a profile without rows.

    Parameters
    ----------
    country : str
        A code or a name.
    as_of : date
        The day the profile will speak of.

    Raises
    ------
    UsageError
        If there is no such country.
    """
    code = countries.resolve(country)
    if countries.is_aggregate(code):
        raise UsageError(
            f"{code} is an aggregate of trade statistics; an invented country has a code such as XAA or QMA"
        )
    return Profile(country=Country(code=code, name=countries.name_of(code), as_of=as_of))


def starting_profile(country: str, *, data: str | Path | None, as_of: dt.date) -> Profile:
    """Return the profile that the data tree has of a country (or the one at a path), else one without rows."""
    if country.endswith(".toml") or countries.resolve(country) in profile_codes(data_root(data)):
        return load_profile(country, model=load_model(data))
    return blank_profile(country, as_of=as_of)


def render_form(profile: Profile) -> str:
    """Return the commented text of a profile without rows, to be filled in."""
    sections = (_section(component, guide) for component, guide in GUIDES.items())
    return "\n".join([render_country(profile.country), _HEAD, *sections])


def _section(component: str, guide: Guide) -> str:
    rule = f"# {component} ".ljust(100, "-")
    said = [_comment(guide.covers), _comment(f"Figures: {guide.figures}")]
    example = _EXAMPLE.format(
        component=component, access=guide.access, share=number(0.35), low=number(0.25), high=number(0.45)
    )
    return "\n".join([rule, *said, "", example])


def _comment(text: str) -> str:
    return textwrap.fill(text, width=118, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)
