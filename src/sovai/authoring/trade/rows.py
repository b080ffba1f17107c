"""From imports of customs headings to rows of a profile: home supply, transit hubs, small origins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sovai.authoring.trade.statistics import HEADINGS, MADE_AT_HUB, Heading, Origin, Trade, trace
from sovai.model.profile import Source
from sovai.model.vocabulary import Grade

SECTORS: Final = {"C26": "computers, electronics and optics", "C27": "electrical equipment"}
CORE_OF_SECTOR: Final = frozenset({"8504"})
"""Headings that a sector fits well enough to be taken whole, whatever the exports."""

SMALL = 0.01
"""Origins with less of the need are left unattributed."""
SPREAD: Final[dict[Grade, float]] = {"B": 0.15, "C": 0.30}
"""Relative half-width of the range of what came directly, by grade."""
VIA: Final = (0.3, 1.7)
"""Range of what came via a hub, relative to the share: the hub's mix is that of all its customers."""
LEAST_UNATTRIBUTED: Final[dict[Grade, float]] = {"C": 0.05, "D": 0.15}


def home_row(
    trade: Trade,
    country: str,
    component: str,
    sector_share: float | None,
    *,
    named: Sequence[Source] = (),
    sector_evidence: Sequence[str] = (),
    trade_evidence: Sequence[str] = (),
) -> Source | None:
    """Return the row of a country's own producers, or None where they are too small to be seen.

    d = sector share × a. The sector is broader than the component, so its home share is a ceiling, and a lowers it by
    what the country's exports show of an industry.

    Parameters
    ----------
    sector_share : float or None
        Share of the sector's intermediate use that is made at home; None where the table has none.
    named : sequence of rows
        National suppliers that have rows of their own; they are taken off.
    sector_evidence, trade_evidence : sequence of str
        Ids of evidence of the two figures; the row cites what went into it.
    """
    heading = HEADINGS[component]
    evidence: Sequence[str] = ()
    grade: Grade = "D"
    if sector_share is None:
        share, low, high = 0.03, 0.0, 0.08
        note = "Home producers. No sector figure was found: judgement."
    else:
        factor, why = _factor(trade, country, heading)
        evidence = [*sector_evidence, *(trade_evidence if heading.code not in CORE_OF_SECTOR else ())]
        share = sector_share * factor
        if heading.sector == "C26" and not (
            trade.is_net_exporter(country, heading.code) and trade.world_share(country, heading.code) >= 0.05
        ):
            share = min(share, 0.5)
        low, high = max(0.0, min(0.5 * share, share - 0.05)), min(1.0, max(1.5 * share, share + 0.05))
        grade = "C" if factor == 1.0 else "D"
        taken = {1.0: "taken whole", 0.5: "half of that is taken", 0.1: "a tenth of that is taken"}[factor]
        note = (
            f"Home producers. They make {sector_share:.2f} of what the country uses of sector {heading.sector} "
            f"({SECTORS[heading.sector or '']}); {taken}{', at most 0.50' if share == 0.5 else ''}: {why}. "
            "The sector is broader than the component, so it is a ceiling."
        )
    elsewhere = sum(row.share for row in named)
    if elsewhere:
        suppliers = ", ".join(row.supplier or "" for row in named)
        note += f" Of {share:.2f} in all, {elsewhere:.2f} stands at {suppliers}."
        share, low, high = (max(0.0, x - elsewhere) for x in (share, low, high))
    if share < 0.005:
        return None
    return _row(country, share, (low, high), grade, evidence, note)


def _factor(trade: Trade, country: str, heading: Heading) -> tuple[float, str]:
    """Return the part of the sector's home share that counts, with the reason."""
    if heading.code in CORE_OF_SECTOR:
        return 1.0, "transformers and converters are a core part of the sector"
    part, where = trade.world_share(country, heading.code), f"under HS {heading.code} ({trade.source})"
    if trade.is_net_exporter(country, heading.code):
        return 1.0, f"the country exports more than it imports {where}"
    if part >= 0.05:
        return 1.0, f"the country has {part:.2f} of world exports {where}"
    if part >= 0.01:
        return 0.5, f"the country has {part:.3f} of world exports {where}"
    return 0.1, f"the country has less than 0.01 of world exports {where}"


def component_rows(
    trade: Trade, country: str, component: str, *, home: Sequence[Source] = (), evidence: Sequence[str] = ()
) -> list[Source]:
    """Return the rows of a component: those of home supply as given, then origins of imports by share.

    share of an origin = (1 − home supply) × its share of imports.
    """
    limits = [row.range or (row.share, row.share) for row in home]
    bought, most, least = (
        max(0.0, 1.0 - made)
        for made in (sum(row.share for row in home), sum(low for low, _ in limits), sum(high for _, high in limits))
    )
    code = HEADINGS[component].code
    foreign = []
    for origin, found in trace(trade, country, code).items():
        if bought * found.share < SMALL:
            continue
        grade, (low, high), note = _figure(trade, country, code, found)
        note += f" × {bought:.2f} (not made at home)." if home else "."
        lowered, doubt = _doubt(trade, origin, code, found)
        limits_here = least * low * lowered, most * high
        foreign.append(_row(origin, bought * found.share, limits_here, grade, evidence, note + doubt))
    foreign.sort(key=lambda row: (-row.share, row.label))
    foreign = _leave_room(foreign, home)
    if foreign:
        left = 1.0 - sum(row.share for row in (*home, *foreign))
        remarks = (
            foreign[0].note,
            HEADINGS[component].holds,
            f"Unattributed in all: {left:.2f} (origins under 0.01, not traced beyond a hub, or no single state).",
        )
        foreign[0] = foreign[0].model_copy(update={"note": " ".join(filter(None, remarks))})
    return [*home, *foreign]


def _figure(trade: Trade, importer: str, code: str, found: Origin) -> tuple[Grade, tuple[float, float], str]:
    """Return the grade, the range and the note of an origin's share of imports."""
    mirrored = trade.imports[code][importer].mirrored
    grade: Grade = "C" if mirrored else "B"
    low = found.direct * (1 - SPREAD[grade]) + found.through_hubs * VIA[0]
    high = found.direct * (1 + SPREAD[grade]) + found.through_hubs * VIA[1]
    whose = ", as the exporters report it" if mirrored else ""
    note = f"{found.share:.3f} of imports under HS {code} ({trade.source}{whose})"
    hubs = ", ".join(sorted(hub for hub, part in found.via.items() if part >= 0.0005))
    if hubs:
        note += f", of it {found.through_hubs:.3f} via {hubs}" if found.direct >= 0.0005 else f", all via {hubs}"
    return grade, (low, high), note


def _doubt(trade: Trade, origin: str, code: str, found: Origin) -> tuple[float, str]:
    """Return the factor that lowers the lower end of the range, with the sentence that says why."""
    if (origin, code) in MADE_AT_HUB:
        return 0.4, " Holds re-exports as well as own production."
    if (
        found.share >= 0.10
        and trade.covers_world(code)
        and not trade.is_net_exporter(origin, code)
        and trade.world_share(origin, code) < 0.01
    ):
        return 0.5, " May hold goods passed on from elsewhere: the range reaches down."
    return 1.0, ""


def _leave_room(foreign: list[Source], home: Sequence[Source]) -> list[Source]:
    """Scale the foreign rows down until as much is unattributed as the grades ask for; drop what gets too small."""
    if not foreign:
        return foreign
    rows = [*home, *foreign]
    total = sum(row.share for row in rows)
    bought = sum(row.share for row in foreign)
    least = _least_unattributed(rows)
    if total <= 1.0 - least:
        return foreign
    factor = max(0.0, (1.0 - least - (total - bought)) / bought)
    why = f" Scaled by {factor:.2f}, so that {least:.2f} of the need stays unattributed."
    scaled = []
    for row in foreign:
        low, high = row.range or (row.share, row.share)
        limits = low * factor, high * factor
        scaled.append(_row(row.supplier or "", row.share * factor, limits, row.grade, row.evidence, row.note + why))
    return [row for row in scaled if row.share >= SMALL]


def _least_unattributed(rows: Sequence[Source]) -> float:
    """Return the mean of what each row's grade leaves open; the whole of it where grades C and D have the majority."""
    total = sum(row.share for row in rows)
    part = {grade: sum(row.share for row in rows if row.grade == grade) / total for grade in "CD"}
    mean = sum(part[grade] * least for grade, least in LEAST_UNATTRIBUTED.items())
    if part["D"] >= 0.5:
        return LEAST_UNATTRIBUTED["D"]
    return max(mean, LEAST_UNATTRIBUTED["C"]) if part["C"] + part["D"] >= 0.5 else mean


def _row(
    supplier: str, share: float, limits: tuple[float, float], grade: Grade, evidence: Sequence[str], note: str
) -> Source:
    """Return a row with its numbers rounded and its range around the share."""
    share = round(share, 4)
    return Source(
        supplier=supplier,
        share=share,
        range=(min(round(limits[0], 3), share), max(round(min(limits[1], 1.0), 3), share)),
        access="purchased",
        grade=grade,
        evidence=tuple(evidence),
        note=note,
    )
