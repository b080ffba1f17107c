"""A profile as a table for a spreadsheet: a head with the country, then one line per row."""

from __future__ import annotations

import csv
import io
from typing import Final, Literal

from sovai.authoring.text import number
from sovai.model.profile import Country, Profile, Source
from sovai.model.vocabulary import COMPONENT_IDS

HEAD: Final = tuple(Country.model_fields)
"""What the head says of the country, each in a line of its own."""

COLUMNS: Final = (
    "component", "supplier", "mix", "share", "range_low", "range_high", "access", "grade", "evidence", "note",
)  # fmt: skip

Locale = Literal["en", "de"]


def render_sheet(profile: Profile, *, locale: Locale = "en") -> str:
    """Return a profile as CSV; a component without rows has one empty line.

    Parameters
    ----------
    profile : Profile
        What to write down.
    locale : {'en', 'de'}
        ``de``: semicolons, decimal commas and a byte-order mark, as spreadsheets expect them where the comma is the
        decimal sign.
    """
    out = io.StringIO()
    if locale == "de":
        out.write("\ufeff")
    writer = csv.writer(out, delimiter=";" if locale == "de" else ",", lineterminator="\n")
    writer.writerows((key, getattr(profile.country, key)) for key in HEAD)
    writer.writerow(())
    writer.writerow(COLUMNS)
    for component in COMPONENT_IDS:
        lines = [_cells(row, locale) for row in profile.sources(component)] or [[""] * (len(COLUMNS) - 1)]
        writer.writerows((component, *cells) for cells in lines)
    return out.getvalue()


def _cells(row: Source, locale: Locale) -> list[str]:
    shares = ["" if value is None else number(value) for value in (row.share, *(row.range or (None, None)))]
    if locale == "de":
        shares = [share.replace(".", ",") for share in shares]
    return [
        row.supplier or "", row.mix or "", *shares, row.access or "", row.grade, " ".join(row.evidence), row.note,
    ]  # fmt: skip
