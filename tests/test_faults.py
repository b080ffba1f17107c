"""Every kind of faulty file: the message names file, place, fault and remedy, and nothing is computed or written."""

# ruff: noqa: E501 (a slip and its message are read side by side)

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import Run, Tree
from sovai.errors import DataError, Fault, UsageError
from sovai.loading import check_tree, load_model, load_profile

DEU = "profiles/DEU.toml"
WEIGHTS = "weights.toml"
SUPPLIERS, INPUTS, MIXES, EVIDENCE, CIRCLES, JURISDICTIONS, MEASURES = (
    f"profiles/catalogue/{name}.toml"
    for name in ("suppliers", "inputs", "mixes", "evidence", "circles", "jurisdictions", "measures")
)

UNIT = "write it as a fraction of 1 or in the unit that the key names"
FRACTION = "write a fraction of 1, for example 0.35 for 35 %"
NUMBER = "write a plain number, without quotes"
FINITE = "write a finite number, or leave the row out where it is unknown"
QUANTITY = 'write a number, [low, mode, high] in ascending order, or { value = …, why = "…" }'
SUM = "shares are parts of one need: lower them until they sum to at most 1"
STATES = "name single states; leave the share out where the state is not known (it is then unattributed)"
ROW = "give the row a supplier and an access mode, or a mix alone"
ENCLOSE = "write range = [low, high] with the share between them"
LIFE = "choose another access, or give the component a service life in weights.toml"
POSITIVE = "give at least one a weight above 0"
DIGITS = "100000000000000000...0000000000000000000"
TABLE = "write a table with the keys that docs/reference/files lists"


@dataclass(frozen=True)
class Case:
    """One slip in a file of the small tree, and the faults it leaves (without the name of the file)."""

    name: str
    file: str
    old: str
    new: str
    faults: tuple[str, ...]


def slip(name: str, file: str, old: str, new: str, *faults: str) -> Case:
    return Case(name, file, old, new, faults)


CASES = [
    # keys
    slip(
        "key", DEU, "share = 0.85", "shares = 0.85",
        "chips.accelerators[1].share: is missing; add it",
        "chips.accelerators[1].shares: unknown key; did you mean 'share'?",
    ),
    slip("key of a supplier", SUPPLIERS, 'jurisdiction = "NLD"', 'juridiction = "NLD"', "toolco.juridiction: unknown key; did you mean 'jurisdiction'?"),
    slip(
        "key of the model", WEIGHTS, "surge_limit", "surge_limits",
        "model.surge_limit: is missing; add it",
        "model.surge_limits: unknown key; did you mean 'surge_limit'?",
    ),
    slip(
        "key of a parameter", WEIGHTS, "why =", "wy =",
        "layers.cloud.components.infrastructure.surge.wy: unknown key; did you mean 'why'?",
    ),
    slip(
        "key of a component", WEIGHTS, "demand_growth = 0.1\n", "demand_grow = 0.1\n",
        "layers.hardware.components.computers.demand_growth: is missing; add it",
        "layers.hardware.components.computers.demand_grow: unknown key; did you mean 'demand_growth'?",
    ),
    slip(
        "key of a need's source", SUPPLIERS, "life_years = 10.0 }", 'life_years = 10.0, from = [ { supplier = "toolco", share = 0.5, grad = "A" } ] }',
        "fabco.needs[1].from[1].grad: unknown key; did you mean 'grade'?",
    ),
    slip("layer", DEU, '[[chips.accelerators]]\nsupplier = "KOR"', '[[chip.accelerators]]\nsupplier = "KOR"', "chip: unknown key; did you mean 'chips'?"),
    slip("component", DEU, '[[hardware.computers]]\nsupplier = "CHN"', '[[hardware.computer]]\nsupplier = "CHN"', "hardware.computer: unknown key; did you mean 'computers'?"),
    slip(
        "table of inputs", INPUTS, '[components."hardware.computers"]', '[component."hardware.computers"]',
        "component: unknown key; did you mean 'components'?",
    ),
    slip(
        "component of a need", INPUTS, '[components."hardware.computers"]', '[components."hardware.computer"]',
        "components.\"hardware.computer\": is not a component; did you mean 'hardware.computers' or 'hardware.networking'?",
    ),
    slip("access table", WEIGHTS, "[access.hosted]", "[access.hostd]", "access.hostd: unknown key; did you mean 'hosted'?"),
    slip("indicator", WEIGHTS, "single_hand =", "single_hands =", "indicators.single_hands: unknown key; did you mean 'single_hand'?"),
    slip("indicator left out", WEIGHTS, "single_hand = 0.3\n", "", "indicators: has 2 entries, fewer than 3; add what is missing"),
    slip("key left out", DEU, "as_of = 2026-06-30\n", "", "country.as_of: is missing; add it"),
    slip("schema left out", DEU, "schema = 1\n", "", "schema: is missing; write 'schema = 1' at the top"),
    slip("schema of another day", WEIGHTS, "schema = 1\n", "schema = 2\n", "schema: 2 is not known; write 'schema = 1' at the top"),
    slip("schema true", DEU, "schema = 1\n", "schema = true\n", "schema: true is not known; write 'schema = 1' at the top"),
    # ids
    slip("supplier", DEU, '"cloudco"', '"cloudko"', "cloud.infrastructure[1].supplier: there is no supplier 'cloudko'; did you mean 'cloudco' or 'homecloud'?"),
    slip("supplier in capitals", DEU, '"cloudco"', '"CLOUDCO"', "cloud.infrastructure[1].supplier: there is no supplier 'CLOUDCO'; did you mean 'cloudco' or 'homecloud'?"),
    slip("mix", DEU, '"world-assistants"', '"world-asistants"', "models.assistants[1].mix: there is no mix 'world-asistants'; did you mean 'world-assistants'?"),
    slip("input", SUPPLIERS, 'input = "lithography"', 'input = "litography"', "fabco.needs[1].input: there is no input 'litography'; did you mean 'lithography'?"),
    slip(
        "context of a need", SUPPLIERS, '"chips.accelerators", "acc', '"chip.accelerators", "acc',
        "chipco.needs[1].for[1]: 'chip.accelerators' is neither a component nor an input; "
        "did you mean 'chips.accelerators' or 'accelerators-for-clouds'?",
    ),
    slip("measure", SUPPLIERS, '"export-rule"', '"export-rules"', "fabco.reach[1].measures[1]: there is no measure 'export-rules'; did you mean 'export-rule'?"),
    slip("component of a measure", MEASURES, '"chips.accelerators"', '"accelerators"', "export-rule.components[1]: 'accelerators' is not a component; did you mean 'chips.accelerators'?"),
    slip("supplier of a measure", MEASURES, '"fabco"', '"fabko"', "export-rule.suppliers[1]: there is no supplier 'fabko'; did you mean 'fabco'?"),
    slip(
        "evidence", DEU, '["survey-2025"]', '["survey-2024"]',
        "chips.accelerators[1].evidence[1]: there is no evidence 'survey-2024' in catalogue/evidence.toml; "
        "did you mean 'survey-2025' or 'trade-2024'?",
    ),
    slip(
        "evidence unlike any", WEIGHTS, '["survey-2025"]', '["nothing-alike"]',
        "layers.cloud.components.infrastructure.surge.evidence[1]: there is no evidence 'nothing-alike' in "
        "catalogue/evidence.toml; use one of: gazette-2025, survey-2025, trade-2024",
    ),
    slip(
        "supplier named like a code", SUPPLIERS, "[toolco]\n", '[GRIDCO]\nname = "GridCo"\nkind = "company"\njurisdiction = "USA"\n\n[toolco]\n',
        "GRIDCO: looks like a country code, not like a supplier's id; write the id in lower case, for example 'chip-maker'",
    ),
    # codes
    slip("code", DEU, '"KOR"', '"KRO"', "chips.accelerators[2].supplier: 'KRO' is not an ISO 3166-1 alpha-3 code; did you mean 'KOR' (South Korea)?"),
    slip("alpha-2 code", DEU, '"KOR"', '"KR"', "chips.accelerators[2].supplier: 'KR' is not an ISO 3166-1 alpha-3 code; did you mean 'KOR' (South Korea)?"),
    slip("code in lower case", DEU, '"KOR"', '"kor"', "chips.accelerators[2].supplier: 'kor' is not an ISO 3166-1 alpha-3 code; did you mean 'KOR' (South Korea)?"),
    slip("jurisdiction in lower case", SUPPLIERS, '"NLD"', '"nld"', "toolco.jurisdiction: 'nld' is not an ISO 3166-1 alpha-3 code; did you mean 'NLD' (Netherlands)?"),
    slip("jurisdiction unlike any", SUPPLIERS, '"NLD"', '"Hague"', "toolco.jurisdiction: 'Hague' is not an ISO 3166-1 alpha-3 code; use an ISO 3166-1 alpha-3 code such as DEU"),
    slip("member of a circle", CIRCLES, '"NLD"', '"NL"', "EU.members[2]: 'NL' is not an ISO 3166-1 alpha-3 code; did you mean 'NLD' (Netherlands)?"),
    slip("jurisdiction that compels", JURISDICTIONS, "[USA]", "[US]", "US: 'US' is not an ISO 3166-1 alpha-3 code; did you mean 'USA' (United States)?"),
    slip("target of a measure", MEASURES, '["CHN"]', '["CNH"]', "export-rule.targets[1]: 'CNH' is not an ISO 3166-1 alpha-3 code; did you mean 'CHN' (China)?"),
    slip("state behind a measure", MEASURES, 'by = ["USA"]', 'by = ["US"]', "export-rule.by[1]: 'US' is not an ISO 3166-1 alpha-3 code; did you mean 'USA' (United States)?"),
    slip("state that reaches", SUPPLIERS, 'by = "USA"', 'by = "US"', "fabco.reach[1].by: 'US' is not an ISO 3166-1 alpha-3 code; did you mean 'USA' (United States)?"),
    slip("aggregate", DEU, '"KOR"', '"WLD"', f"chips.accelerators[2].supplier: 'WLD' is an aggregate of trade statistics, not a state; {STATES}"),
    slip("aggregate in lower case", DEU, '"KOR"', '"row"', f"chips.accelerators[2].supplier: 'row' is an aggregate of trade statistics, not a state; {STATES}"),
    slip("aggregate as jurisdiction", SUPPLIERS, '"NLD"', '"EU"', f"toolco.jurisdiction: 'EU' is an aggregate of trade statistics, not a state; {STATES}"),
    slip(
        "code left to users", DEU, '"KOR"', '"XKO"',
        "chips.accelerators[2].supplier: 'XKO' is a code left to users, and this tree defines no such country; "
        "use an ISO 3166-1 alpha-3 code, or add a profile with that code",
    ),
    slip("name of the file", DEU, 'code = "DEU"', 'code = "AUT"', "country.code: 'AUT' is not the name of the file; name the file AUT.toml, or correct the code"),
    # shares
    slip("share above 1", DEU, "share = 0.6\n", "share = 1.6\n", f"hardware.computers[1].share: 1.6 is not between 0 and 1; {FRACTION}"),
    slip("share below 0", DEU, "share = 0.6\n", "share = -0.6\n", f"hardware.computers[1].share: -0.6 is not between 0 and 1; {FRACTION}"),
    slip("sum of a component", DEU, "share = 0.1\n", "share = 0.2\n", f"chips.accelerators: shares sum to 1.05, above 1; {SUM}"),
    slip("sum of an input", INPUTS, "share = 0.1,", "share = 0.11,", f"inputs.fabrication.sources: shares sum to 1.01, above 1; {SUM}"),
    slip("sum of a mix", MIXES, "share = 0.2,", "share = 0.3,", f"world-assistants.sources: shares sum to 1.1, above 1; {SUM}"),
    slip("range above the share", DEU, "[0.7, 0.92]", "[0.86, 0.92]", f"chips.accelerators[1]: range [0.86, 0.92] does not enclose the share 0.85; {ENCLOSE}"),
    slip("range the wrong way round", DEU, "[0.7, 0.92]", "[0.92, 0.7]", f"chips.accelerators[1]: range [0.92, 0.7] does not enclose the share 0.85; {ENCLOSE}"),
    slip("range above 1", DEU, "[0.7, 0.92]", "[0.7, 1.92]", f"chips.accelerators[1].range[2]: 1.92 is not between 0 and 1; {FRACTION}"),
    slip("range of one", DEU, "[0.7, 0.92]", "[0.7]", "chips.accelerators[1].range[2]: is missing; add it"),
    slip("range of three", DEU, "[0.7, 0.92]", "[0.7, 0.8, 0.92]", "chips.accelerators[1].range: has 3 entries, more than 2; remove what is too much"),
    slip("range without brackets", DEU, "[0.7, 0.92]", "0.7", "chips.accelerators[1].range: 0.7 is not a list; write a list in square brackets"),
    # words
    slip("access", DEU, '"open-source"', '"opensource"', "models.foundation[2].access: 'opensource' is not known here; did you mean 'open-source'?"),
    slip("grade", DEU, 'grade = "A"', 'grade = "E"', "hardware.computers[1].grade: 'E' is not known here; use one of: A, B, C, D"),
    slip("grade in lower case", DEU, 'grade = "A"', 'grade = "a"', "hardware.computers[1].grade: 'a' is not known here; did you mean 'A'?"),
    slip("grade of the model", WEIGHTS, "D = 0.6 }", "D = 0.6, E = 1 }", "uncertainty.grade.E: unknown key; use one of: A, B, C, D"),
    slip("grade left out", WEIGHTS, "C = 0.35, ", "", "uncertainty.grade.C: is missing; add it"),
    slip("kind", SUPPLIERS, '"commons"', '"common"', "commons-model.kind: 'common' is not known here; did you mean 'commons' or 'company'?"),
    slip("status", MEASURES, '"in force"', '"in-force"', "export-rule.status: 'in-force' is not known here; did you mean 'in force'?"),
    # rows
    slip("row without access", DEU, 'access = "open-source"\n', "", f"models.foundation[2]: a row with a supplier has no access; {ROW}"),
    slip("row without supplier", DEU, 'supplier = "KOR"\n', "", f"chips.accelerators[2]: a row has either a supplier or a mix; {ROW}"),
    slip("mix and supplier", DEU, 'mix = "world-assistants"\n', 'mix = "world-assistants"\nsupplier = "modelco"\n', f"models.assistants[1]: a row has either a supplier or a mix; {ROW}"),
    slip(
        "mix with access", DEU, 'mix = "world-assistants"\n', 'mix = "world-assistants"\naccess = "hosted"\n',
        f"models.assistants[1]: a mix row has an access, but its access modes are those of the mix; {ROW}",
    ),
    slip(
        "mix in a mix", MIXES,
        '{ supplier = "openlab", share = 0.2, access = "hosted", grade = "C" }', '{ mix = "world-assistants", share = 0.2 }',
        "world-assistants.sources[2].mix: a mix within a mix; write its suppliers out",
    ),
    slip("second row", DEU, '"commons-model"\nshare = 0.4\naccess = "open-source"', '"openlab"\nshare = 0.4\naccess = "open-weights"', "models.foundation[2]: second row of openlab with access open-weights; merge the two rows into one"),
    slip("second row of an input", INPUTS, '"otherfab"', '"fabco"', "inputs.fabrication.sources[2]: second row of fabco; merge the two rows into one"),
    slip(
        "purchased without service life", DEU, '"cloudco"\nshare = 0.7\naccess = "hosted"', '"cloudco"\nshare = 0.7\naccess = "purchased"',
        f"cloud.infrastructure[1].access: 'purchased' in a component without service_life_years; {LIFE}",
    ),
    slip(
        "purchased in a mix without service life", MIXES, '[0.7, 0.9], access = "hosted"', '[0.7, 0.9], access = "purchased"',
        f"{DEU}: models.assistants[1].mix: 'purchased' in a component without service_life_years; {LIFE}",
    ),
    # suppliers and needs
    slip("commons with a state", SUPPLIERS, 'kind = "commons"\n', 'kind = "commons"\njurisdiction = "USA"\n', "commons-model: a commons has no jurisdiction: nobody can withdraw it; give a jurisdiction to a company or a state, none to a commons"),
    slip("company without a state", SUPPLIERS, 'jurisdiction = "NLD"\n', "", "toolco: no jurisdiction: say which state can compel it; give a jurisdiction to a company or a state, none to a commons"),
    slip(
        "second need", SUPPLIERS, "life_years = 10.0 }", 'life_years = 10.0 }, { input = "lithography", essential = 0.2, life_years = 1.0, for = ["chips.accelerators"] }',
        "fabco.needs[2].input: second need of 'lithography' for the same supply; merge the two, or tell them apart with 'for'",
    ),
    slip("second reach", SUPPLIERS, 'evidence = ["gazette-2025"] }', 'evidence = ["gazette-2025"] }, { by = "USA", strength = 0.1 }', "fabco.reach[2].by: second reach of USA; merge the two"),
    slip("essential above 1", SUPPLIERS, "essential = 0.9", "essential = 9", f"fabco.needs[1].essential: 9 is above 1; {UNIT}"),
    slip(
        "cycle", SUPPLIERS, "[toolco]\n", '[toolco]\nneeds = [ { input = "accelerators-for-clouds", essential = 0.5, life_years = 1.0 } ]\n',
        f"{INPUTS}: inputs.accelerators-for-clouds: needs run in a circle: accelerators-for-clouds → chipco → fabrication → fabco → "
        "lithography → toolco → accelerators-for-clouds; remove one of these needs, or limit it with 'for'",
    ),
    slip(
        "cycle of one", SUPPLIERS, "[toolco]\n", '[toolco]\nneeds = [ { input = "lithography", essential = 0.5, life_years = 1.0 } ]\n',
        f"{INPUTS}: inputs.lithography: needs run in a circle: lithography → toolco → lithography; remove one of these needs, or limit it with 'for'",
    ),
    slip(
        "cycle through a need's own source", SUPPLIERS, "life_years = 10.0 }", 'life_years = 10.0, from = [ { supplier = "fabco", share = 0.5 } ] }',
        f"{INPUTS}: inputs.lithography: needs run in a circle: lithography → fabco → lithography; remove one of these needs, or limit it with 'for'",
    ),
    # numbers
    slip("triple out of order", WEIGHTS, "[0.05, 0.2, 0.4]", "[0.2, 0.05, 0.4]", f"layers.chips.components.accelerators.surge: [low, mode, high] is not in ascending order; {QUANTITY}"),
    slip("triple by name out of order", WEIGHTS, "[0.25, 1.0, 3.0]", "{ low = 3.0, mode = 1.0, high = 0.25 }", f"access.licensed.life_years: [low, mode, high] is not in ascending order; {QUANTITY}"),
    slip("two of three", WEIGHTS, "[0.05, 0.2, 0.4]", "[0.05, 0.4]", f"layers.chips.components.accelerators.surge: neither a number nor a list of three numbers [low, mode, high]; {QUANTITY}"),
    slip("no value", WEIGHTS, "{ value = 0.5", "{ valu = 0.5", f"layers.cloud.components.infrastructure.surge: the table has no 'value'; {QUANTITY}"),
    slip("nan", WEIGHTS, "surge = 1.0", "surge = nan", f"layers.models.components.assistants.surge: nan is not a finite number; {FINITE}"),
    slip("inf", WEIGHTS, "life_years = 4.0", "life_years = inf", f"access.open-weights.life_years: inf is not a finite number; {FINITE}"),
    slip("inf of three", WEIGHTS, "life_years = 4.0", "life_years = [-inf, 1, 2]", f"access.open-weights.life_years: [-inf, 1, 2] is not a finite number; {FINITE}"),
    slip("inf in a list", WEIGHTS, "1.0, 5.0]", "1.0, inf]", f"model.course_years.value[4]: inf is not a finite number; {FINITE}"),
    slip("share nan", DEU, "share = 0.85", "share = nan", f"chips.accelerators[1].share: nan is not a finite number; {FINITE}"),
    slip("share 1e400", DEU, "share = 0.85", "share = 1e400", f"chips.accelerators[1].share: inf is not a finite number; {FINITE}"),
    slip("1e400", WEIGHTS, "surge = 1.0", "surge = 1e400", f"layers.models.components.assistants.surge: inf is not a finite number; {FINITE}"),
    slip("share of 400 digits", DEU, "share = 0.85", f"share = 1{'0' * 400}", f"chips.accelerators[1].share: {DIGITS} is not a finite number; {FINITE}"),
    slip("400 digits", WEIGHTS, "surge = 1.0", f"surge = 1{'0' * 400}", f"layers.models.components.assistants.surge: {DIGITS} is not a finite number; {FINITE}"),
    slip("5000 digits", DEU, "share = 0.85", f"share = {'9' * 5000}", "holds a number of thousands of digits; write a number of a usual length"),
    slip("5000 hexadecimal digits", WEIGHTS, "surge = 1.0", f"surge = 0x{'f' * 5000}", f"layers.models.components.assistants.surge: a number of thousands of digits is not a finite number; {FINITE}"),
    slip("slip of units", WEIGHTS, "life_years = 4.0", "life_years = 4e9", f"access.open-weights.life_years: 4e+09 is above 1e+06; {UNIT}"),
    slip("percent", WEIGHTS, "minimum_coverage = 0.8", "minimum_coverage = 80", f"model.minimum_coverage: 80 is above 1; {UNIT}"),
    slip("exponent below 1", WEIGHTS, "[1.0, 2.0, 4.0]", "[0.5, 2, 4]", f"model.exponent: [0.5, 2, 4] is below 1; {UNIT}"),
    slip("limit of 0", WEIGHTS, "surge_limit = 0.25", "surge_limit = 0", "model.surge_limit: must be above 0; write a number above 0"),
    slip("weight below 0", WEIGHTS, "weight = 0.3", "weight = -0.3", f"layers.cloud.weight: -0.3 is below 0; {UNIT}"),
    slip("weight of three", WEIGHTS, "weight = 0.3", "weight = [0.1, 0.3, 0.5]", "layers.cloud.weight: this parameter takes one number, not [low, mode, high]; write one number"),
    slip("weights of 0", WEIGHTS, "outside = 0.2\nsingle_hand = 0.3\ncutoff = 0.5", "outside = 0\nsingle_hand = 0\ncutoff = 0", f"indicators: no weight is above 0; {POSITIVE}"),
    slip("weight of 0 alone in its layer", WEIGHTS, "[layers.cloud.components.infrastructure]\nweight = 1.0", "[layers.cloud.components.infrastructure]\nweight = 0", f"layers.cloud.components: no weight is above 0; {POSITIVE}"),
    slip("two levels", WEIGHTS, "[0.25, 0.5, 0.75]", "[0.25, 0.5]", "model.level_bounds: there are four levels, so three bounds between 0 and 1 are wanted; correct the list"),
    slip("levels out of order", WEIGHTS, "[0.25, 0.5, 0.75]", "[0.5, 0.25, 0.75]", "model.level_bounds: the numbers are not in ascending order from 0 on; correct the list"),
    slip("course from later on", WEIGHTS, "[0.0, 0.25,", "[0.25,", "model.course_years: the first year is not 0, the moment of the cut-off; correct the list"),
    slip("course of nothing", WEIGHTS, "[0.0, 0.25, 1.0, 5.0]", "[]", "model.course_years: the first year is not 0, the moment of the cut-off; correct the list"),
    slip("life left out", WEIGHTS, "life_years = 4.0\n", "", "access.open-weights: is revocable but has no life_years; say how long it lasts after a cut-off"),
    # other types
    slip("share in quotes", DEU, "share = 0.85", 'share = "0.85"', f"chips.accelerators[1].share: '0.85' is not a number; {NUMBER}"),
    slip("parameter in quotes", WEIGHTS, "surge = 1.0", 'surge = "1.0"', f"layers.models.components.assistants.surge: neither a number nor a list of three numbers [low, mode, high]; {QUANTITY}"),
    slip("quotes in a list", WEIGHTS, "[0.25, 0.5, 0.75]", '["0.25", 0.5, 0.75]', f"model.level_bounds.value[1]: '0.25' is not a number; {NUMBER}"),
    slip("true for a number", DEU, "share = 0.85", "share = true", f"chips.accelerators[1].share: true is not a number; {NUMBER}"),
    slip("number for a text", DEU, '"Germany"', "49", "country.name: 49 is not text; write it in quotes"),
    slip("text for a list", DEU, '["survey-2025"]', '"survey-2025"', "chips.accelerators[1].evidence: 'survey-2025' is not a list; write a list in square brackets"),
    slip("date in quotes", DEU, "2026-06-30", '"30.6.2026"', "country.as_of: '30.6.2026' is not a date; write a date such as 2026-06-30, without quotes"),
    slip("year for a date", DEU, "2026-06-30", "2026", "country.as_of: 2026 is not a date; write a date such as 2026-06-30, without quotes"),
    slip("time for a date", DEU, "2026-06-30", "2026-06-30T12:00:00", "country.as_of: 2026-06-30 12:00:00 is not a date; write a date such as 2026-06-30, without quotes"),
    slip("text for true", JURISDICTIONS, "= true", '= "yes"', "USA.compels_disclosure_abroad: 'yes' is not true or false; write true or false, without quotes"),
    slip("nobody in a circle", CIRCLES, '["DEU", "NLD"]', "[]", "EU.members: has 0 entries, fewer than 1; add what is missing"),
    slip("number for a supplier", SUPPLIERS, "schema = 1\n", "schema = 1\nx = 5\n", f"x: 5 is not a table; {TABLE}"),
    slip("number for the country", DEU, '[country]\ncode = "DEU"\nname = "Germany"\nas_of = 2026-06-30\n', "country = 5\n", f"country: 5 is not a table; {TABLE}"),
    slip("number for a layer", DEU, "schema = 1\n", "schema = 1\nenergy = 5\n", "energy: is not a layer with components; write [[energy.power-equipment]] rows"),
    slip("table for rows", DEU, "[[chips.accelerators]]\n", "[chips.semiconductors]\n[[chips.accelerators]]\n", "chips.semiconductors: is not a list of rows; write each row as [[chips.semiconductors]]"),
    # text
    slip("broken table", DEU, "[country]", "[country", "is not valid TOML: Expected ']' at the end of a table declaration (at line 3, column 9); mend the line it names"),
    slip("key twice", DEU, '"Germany"\n', '"Germany"\nname = "Germany"\n', "is not valid TOML: Cannot overwrite a value (at line 6, column 17); mend the line it names"),
    slip("deep lists", DEU, '"Germany"\n', f'"Germany"\nnote = {"[" * 3000}{"]" * 3000}\n', "is nested too deeply to be read; write plain tables"),
    slip("deep tables", DEU, '"Germany"\n', f'"Germany"\nnote.{".".join("a" * 3000)} = 1\n', "country.note: {'a': {'a': {...}}} is not text; write it in quotes"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_one_slip(case: Case, tree: Tree, run: Run, tmp_path: Path) -> None:
    tree.replace(case.file, case.old, case.new)
    expected = [fault if fault.startswith("profiles/") else f"{case.file}: {fault}" for fault in case.faults]

    checked = run("check", "--data", tree.root)
    assert checked.stdout.splitlines()[: len(expected)] == expected
    assert checked.stderr == (f"{len(expected)} fault{'s' if len(expected) > 1 else ''}\n")
    assert checked.exit_code == 1

    output = tmp_path / "result.json"
    scored = run("score", "DEU", "--data", tree.root, "--draws", "0", "--json", "--output", output)
    assert scored.stderr.splitlines()[:-1] == expected
    assert scored.stderr.endswith("; nothing was computed or written\n")
    assert scored.stdout == ""
    assert scored.exit_code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tree"]


def test_all_faults_of_all_files_in_one_run(tree: Tree, run: Run) -> None:
    tree.replace(WEIGHTS, "surge = 1.0", "surge = nan")
    tree.replace(SUPPLIERS, '"NLD"', '"NL"')
    tree.replace(MIXES, '"openlab"', '"openlap"')
    tree.replace(DEU, 'grade = "A"', 'grade = "Z"')
    tree.replace(DEU, '"KOR"', '"KRO"')
    tree.replace(DEU, "share = 0.6\n", "share = 6\n")
    tree.replace("profiles/FRA.toml", "share = 0.3", 'share = "0.3"')
    result = run("check", "--data", tree.root)
    assert [line.split(": ")[:2] for line in result.stdout.splitlines()[:7]] == [
        [WEIGHTS, "layers.models.components.assistants.surge"],
        [SUPPLIERS, "toolco.jurisdiction"],
        [MIXES, "world-assistants.sources[2].supplier"],
        [DEU, "hardware.computers[1].share"],
        [DEU, "hardware.computers[1].grade"],
        [DEU, "chips.accelerators[2].supplier"],
        ["profiles/FRA.toml", "models.assistants[1].share"],
    ]
    assert result.stderr == "7 faults\n"


def test_a_faulty_row_does_not_shift_the_places_of_others(tree: Tree) -> None:
    tree.replace(DEU, 'grade = "B"', 'grade = "Z"')
    tree.replace(DEU, '"KOR"', '"KRO"')
    assert [fault.path for fault in check_tree(data=tree.root)] == [
        "chips.accelerators[1].grade",
        "chips.accelerators[2].supplier",
    ]


def test_a_component_without_a_weight_is_told_in_the_model_and_in_each_profile(tree: Tree) -> None:
    tree.replace(WEIGHTS, "[layers.chips.components.accelerators]", "[layers.chips.components.accelerator]")
    remedy = "add it there with a weight, or remove these rows"
    assert tree.faults() == [
        "weights.toml: layers.chips.components.accelerator: chips.accelerator is not a component; did you mean 'chips.accelerators'?",
        f"profiles/DEU.toml: chips.accelerators: is not a component of weights.toml; {remedy}",
        f"profiles/FRA.toml: chips.accelerators: is not a component of weights.toml; {remedy}",
    ]


def test_no_layer_has_a_weight(tree: Tree) -> None:
    for weight in ("0.4", "0.1", "0.2", "0.3"):
        tree.replace(WEIGHTS, f"]\nweight = {weight}\n", "]\nweight = 0\n")
    assert tree.faults() == [f"weights.toml: layers: no weight is above 0; {POSITIVE}"]


@pytest.mark.parametrize("file", [DEU, WEIGHTS])
@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "is empty; start it with 'schema = 1', or remove it"),
        (b"# nothing yet\n", "is empty; start it with 'schema = 1', or remove it"),
        ('schema = 1 # \u00d6'.encode("latin-1"), "is not UTF-8 text (byte 13); save it as UTF-8"),
        ("schema = 1\n".encode("utf-16"), "is not UTF-8 text (byte 0); save it as UTF-8"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_text(tree: Tree, run: Run, file: str, content: bytes, fault: str) -> None:
    tree.write(file, content)
    assert tree.faults() == [f"{file}: {fault}"]
    result = run("score", "DEU", "--data", tree.root)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"{file}: {fault}\n1 fault; nothing was computed or written\n"


@pytest.mark.parametrize("file", [SUPPLIERS, INPUTS, MIXES, EVIDENCE, MEASURES, CIRCLES])
def test_what_refers_to_a_catalogue_file_that_cannot_be_read_is_no_fault(tree: Tree, file: str) -> None:
    tree.write(file, "schema = 1\nschema = 1\n")
    [fault] = tree.faults()
    assert fault.startswith(f"{file}: is not valid TOML: Cannot overwrite a value")


def test_what_refers_to_an_empty_catalogue_file_is_no_fault(tree: Tree) -> None:
    tree.write(MIXES, "")
    assert tree.faults() == [f"{MIXES}: is empty; start it with 'schema = 1', or remove it"]


def test_what_refers_to_a_number_for_all_the_inputs_is_no_fault(tree: Tree) -> None:
    tree.write(INPUTS, "schema = 1\ninputs = 5\n")
    assert tree.faults() == [f"{INPUTS}: inputs: is not a table; write one table per id"]


def test_a_catalogue_file_that_is_missing_is_told_once_of_each_file_that_refers_to_it(tree: Tree) -> None:
    (tree.root / EVIDENCE).unlink()
    faults = tree.faults()
    assert all("there is no evidence" in fault and "there is none to choose from" in fault for fault in faults)
    files = [fault.partition(": ")[0] for fault in faults]
    assert len(files) == len(set(files)) > 1


def test_the_byte_order_mark_of_some_editors_is_no_fault(tree: Tree) -> None:
    tree.write(DEU, (tree.root / DEU).read_text(encoding="utf-8").encode("utf-8-sig"))
    assert tree.faults() == []


def test_a_catalogue_file_may_be_missing_where_nothing_refers_to_it(tree: Tree) -> None:
    (tree.root / MEASURES).unlink()
    (tree.root / CIRCLES).unlink()
    assert tree.faults() == [
        "profiles/catalogue/suppliers.toml: fabco.reach[1].measures[1]: there is no measure 'export-rule'; there is none to choose from"
    ]
    tree.replace(SUPPLIERS, ', measures = ["export-rule"]', "")
    assert tree.faults() == []


def test_codes_left_to_users_are_allowed_where_the_tree_has_such_a_country(tree: Tree) -> None:
    tree.replace(DEU, '"KOR"', '"XKO"')
    assert len(tree.faults()) == 1
    own = (tree.root / DEU).read_text(encoding="utf-8").replace('"DEU"', '"XAA"').replace('"XKO"', '"XAB"')
    tree.write("profiles/XAA.toml", own)
    assert tree.faults() == []
    assert load_profile("XAA", data=tree.root).country.code == "XAA"


def test_a_profile_outside_the_tree_may_define_its_own_country_under_any_name(tree: Tree, tmp_path: Path) -> None:
    own = tmp_path / "draft.toml"
    own.write_text((tree.root / DEU).read_text(encoding="utf-8").replace('"DEU"', '"XAA"'), encoding="utf-8")
    assert check_tree([own], data=tree.root) == ()
    assert load_profile(own, data=tree.root).country.code == "XAA"


def test_strict_asks_for_a_reason_of_every_parameter(tree: Tree, run: Run) -> None:
    assert tree.faults() == []
    faults = tree.faults(strict=True)
    remedy = 'has no reason or no source; write { value = …, why = "…" } with evidence = ["…"] or judgement = true'
    assert f"weights.toml: layers.cloud.weight: {remedy}" in faults
    assert f"weights.toml: uncertainty.grade.A: {remedy}" in faults
    assert f"weights.toml: model.course_years: {remedy}" in faults
    assert not any("infrastructure.surge:" in fault for fault in faults)  # the one with a reason
    assert run("check", "--strict", "--data", tree.root).exit_code == 1


def test_the_shipped_tree_has_no_faults(run: Run) -> None:
    result = run("check", "--strict")
    assert (result.exit_code, result.stdout.splitlines()[0], result.stderr) == (0, "no faults", "")


def test_named_profiles_alone_are_checked(tree: Tree, run: Run) -> None:
    tree.replace("profiles/FRA.toml", "share = 0.3", "share = 3")
    assert run("check", "DEU", "--data", tree.root).stdout.startswith("no faults\n")
    named = tree.root / "profiles/FRA.toml"
    told = run("check", "DEU", named, "--data", tree.root).stdout.splitlines()
    assert told[0] == f"profiles/FRA.toml: models.assistants[1].share: 3 is not between 0 and 1; {FRACTION}"


# Requests that cannot be met


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("Xyzzy", "'Xyzzy' is not a country; give an ISO 3166 code (DE, DEU), an English name (Germany) or the path of a profile"),
        ("Germny", "'Germny' is not a country; did you mean Germany (DEU) or Guernsey (GGY)?"),
        ("DEX", "'DEX' is not a country; did you mean "),
        ("", "'' is not a country; give an ISO 3166 code (DE, DEU), an English name (Germany) or the path of a profile"),
        ("Kenya", "there is no profile of Kenya (KEN); 'sovai profiles' lists the 2 there are, and 'sovai new KEN' writes one"),
        ("XAB", "there is no profile of XAB; 'sovai profiles' lists the 2 there are, and 'sovai new XAB' writes one"),
    ],
)  # fmt: skip
def test_a_country_that_there_is_not(tree: Tree, run: Run, wanted: str, message: str) -> None:
    result = run("score", wanted, "--data", tree.root)
    assert result.stderr.startswith(f"sovai: {message}")
    assert (result.exit_code, result.stdout) == (1, "")


def test_a_profile_that_there_is_not(tree: Tree, run: Run, tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "none.toml", "No such file or directory"), (tmp_path, "Is a directory")):
        result = run("score", f"{path}/", "--data", tree.root)
        assert (
            result.stderr.splitlines()[0]
            == f"{path}: cannot be read ({reason}); name a file that exists and is readable"
        )
        assert result.exit_code == 1
        assert run("check", f"{path}/", "--data", tree.root).exit_code == 1


def test_weights_that_there_are_not(tree: Tree, run: Run) -> None:
    for path, reason in (
        (tree.root / "none.toml", "No such file or directory"),
        (tree.root / "profiles", "Is a directory"),
    ):
        result = run("score", "DEU", "--data", tree.root, "--weights", path)
        assert (
            result.stderr.splitlines()[0]
            == f"{path.relative_to(tree.root)}: cannot be read ({reason}); name a file that exists and is readable"
        )
        assert result.exit_code == 1


def test_a_tree_that_there_is_not(run: Run, tmp_path: Path) -> None:
    missing = run("score", "DEU", "--data", tmp_path / "none")
    assert (
        missing.stderr
        == f"sovai: {tmp_path / 'none'} is not a folder; name the one that holds weights.toml and profiles/\n"
    )
    empty = run("score", "DEU", "--data", tmp_path)
    assert (
        empty.stderr
        == f"sovai: there is no weights.toml in {tmp_path}; name the folder that holds weights.toml and profiles/\n"
    )
    assert (missing.exit_code, empty.exit_code) == (1, 1)


# The same faults in the library


def test_faults_in_the_library(tree: Tree) -> None:
    tree.replace(WEIGHTS, "surge = 1.0", "surge = -1")
    with pytest.raises(DataError) as model:
        load_model(tree.root)
    fault = Fault("weights.toml", "layers.models.components.assistants.surge", "-1 is below 0", UNIT)
    assert model.value.faults == (fault,)
    assert (
        str(model.value)
        == str(fault)
        == f"weights.toml: layers.models.components.assistants.surge: -1 is below 0; {UNIT}"
    )
    with pytest.raises(UsageError, match="is not a country"):
        load_profile("Atlantis")


def test_two_faults_at_one_place_are_told_once() -> None:
    fault = Fault("a.toml", "", "is empty", "fill it")
    assert str(fault) == "a.toml: is empty; fill it"
    assert DataError([fault, fault]).faults == (fault,)
