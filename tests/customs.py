"""Small files in the format of CEPII and of UN Comtrade, and the trade they hold."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

import pycountry

from sovai.authoring.trade.statistics import WORLD_IMPORTERS, Imports, Trade

COMPUTERS = "hardware.computers"
# Numbers of the table of countries that differ from ISO 3166, and one that is no state.
NUMBERS = {"USA": 842, "FRA": 251, "IND": 699, "CHE": 757, "NOR": 579}
NO_STATE = {"S19": (490, "Other Asia, nes"), "R20": (697, "Europe EFTA, nes")}

# Imports under HS 8471 in six digits, in thousand dollars. Germany: 1000 in all, 200 of it from the Netherlands.
GERMANY = {
    ("CHN", "847130"): 300.0, ("CHN", "847150"): 200.0, ("NLD", "847130"): 200.0, ("USA", "847150"): 250.0,
    ("R20", "847130"): 50.0,
}  # fmt: skip
NETHERLANDS = {
    ("CHN", "847130"): 600.0, ("S19", "847150"): 250.0, ("DEU", "847150"): 100.0, ("HKG", "847130"): 50.0,
}  # fmt: skip
FRANCE = {("CHN", "847130"): 100.0}
FLOWS = {"DEU": GERMANY, "NLD": NETHERLANDS, "FRA": FRANCE}
# CHN 500 + 200 × 0.6, TWN 200 × 0.25, USA 250; HKG via the Netherlands, Germany's own goods and R20 are left out.
TRACED = {"CHN": 0.62, "TWN": 0.05, "USA": 0.25}
# In the small tree 0.4 are made at home, grade D: 0.6 × 0.92 + 0.4 = 0.952 of the need would have a source. Grade D has
# 0.4 / 0.952 of that and leaves 0.15 of it open, 0.063 in all: the imports are scaled by (0.6 − 0.063) / 0.552 = 0.973.
WRITTEN = {"CHN": 0.3619, "TWN": 0.0292, "USA": 0.1459}


def number(code: str) -> int:
    if code in NO_STATE:
        return NO_STATE[code][0]
    return NUMBERS.get(code) or int(pycountry.countries.get(alpha_3=code).numeric)


def table_of_countries() -> str:
    lines = [f'{number(c.alpha_3)},"{c.name}",{c.alpha_2},{c.alpha_3}' for c in pycountry.countries]
    lines += [f'{code},"{name}",,{pseudo}' for pseudo, (code, name) in NO_STATE.items()]
    return "\n".join(["country_code,country_name,country_iso2,country_iso3", *lines]) + "\n"


def baci(folder: Path, flows: Mapping[str, Mapping[tuple[str, str], float]] = FLOWS, *, year: int = 2024) -> Path:
    """Write a year of BACI as CEPII does, with rows of other goods, and the table of countries beside it."""
    (folder / "country_codes_V202601.csv").write_text(table_of_countries(), encoding="utf-8")
    rows = [f"{year},{number('DEU')},{number('CHN')},010121,          5.000,          NA"]
    for importer, origins in flows.items():
        for (origin, product), value in origins.items():
            rows.append(f"{year},{number(origin)},{number(importer)},{product},{value:15.3f},          1.000")
    path = folder / f"BACI_HS17_Y{year}_V202601.csv"
    path.write_text("\n".join(["t,i,j,k,v,q", *rows]) + "\n", encoding="utf-8")
    return path


COMTRADE_HEADER = """
typeCode freqCode refPeriodId refYear refMonth period reporterCode reporterISO reporterDesc flowCode flowDesc
partnerCode partnerISO partnerDesc partner2Code partner2ISO partner2Desc classificationCode
classificationSearchCode isOriginalClassification cmdCode cmdDesc aggrLevel isLeaf customsCode customsDesc
mosCode motCode motDesc qtyUnitCode qtyUnitAbbr qty isQtyEstimated altQtyUnitCode altQtyUnitAbbr altQty
isAltQtyEstimated netWgt isNetWgtEstimated grossWgt isGrossWgtEstimated cifvalue fobvalue primaryValue
legacyEstimationFlag isReported isAggregate
"""


def flow(reporter: str, partner: str, product: str, value: object, **more: str) -> dict[str, str]:
    """One row of Comtrade's CSV."""
    totals = {"partner2Code": "0", "partner2ISO": "W00", "customsCode": "C00", "mosCode": "0", "motCode": "0"}
    row = {"typeCode": "C", "freqCode": "A", "refYear": "2024", "period": "2024", "reporterISO": reporter}
    row |= {"flowCode": "M", "partnerISO": partner, "cmdCode": product, "primaryValue": str(value)}
    return row | totals | more


def comtrade(folder: Path, rows: Iterable[dict[str, str]]) -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, COMTRADE_HEADER.split(), restval="", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    path = folder / "TradeData.csv"
    path.write_text(text.getvalue(), encoding="utf-8-sig")
    return path


def comtrade_flows() -> list[dict[str, str]]:
    """The same trade as Comtrade gives it: values in dollars, totals beside their parts."""
    rows = []
    for importer, origins in FLOWS.items():
        rows.append(flow(importer, "W00", "8471", 1000 * sum(origins.values())))
        for partner in {origin for origin, _ in origins}:
            parts = {product: value for (origin, product), value in origins.items() if origin == partner}
            rows.append(flow(importer, partner, "8471", 1000 * sum(parts.values())))
            rows += [flow(importer, partner, product, 1000 * value) for product, value in parts.items()]
    return rows


def world(imports: Mapping[str, Mapping[str, float]], *, fillers: float = 0.0) -> Trade:
    """Computers and power equipment of a few importers and, to make a world, small ones that buy from China."""
    named = {code: Imports(origins, sum(origins.values())) for code, origins in imports.items()}
    others = [c.alpha_3 for c in pycountry.countries if c.alpha_3 not in named][:WORLD_IMPORTERS] if fillers else []
    everyone = named | {code: Imports({"CHN": fillers}, fillers) for code in others if code != "CHN"}
    return Trade("BACI 2024", {"8471": everyone, "8504": everyone})
