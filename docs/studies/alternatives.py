"""What the scores of the comparable countries would be if the method had been made otherwise, one choice at a time."""

from dataclasses import replace

import numpy as np

from sovai.engine.scoring import published, score
from sovai.report.phrases import english
from studies.countries import comparable, ranks, shipped, spearman, table, weights

ASIDE = 0.1
"""What a state is counted at where it is taken to be unlikely to stop supply."""


def alternatives():
    """Return the table as Markdown."""
    found = comparable()
    usual = np.array([c.nominal.scores.country[0] for c in found])
    germany = [c.code for c in found].index("DEU")
    rows = []
    for name, values in _alternatives(found):
        values = np.asarray(values)
        moved = ranks(values) - ranks(usual)
        most = int(np.abs(moved).argmax())
        where = f"{abs(moved[most]):.0f} ({found[most].name})" if moved.any() else "–"
        rows.append(
            [
                name,
                f"{100 * values[germany]:.0f}",
                f"{100 * np.median(values):.0f}",
                f"{spearman(usual, values):.2f}",
                f"{np.abs(moved).mean():.1f}",
                where,
            ]
        )
    header = [
        "instead", "Germany", "median", "rank correlation with the published score", "mean change of rank",
        "largest change of rank",
    ]  # fmt: skip
    return f"Over {len(found)} comparable countries, nominal figures.\n\n" + table(header, rows)


def _alternatives(found):
    """Yield each alternative with the scores under it, 0–1."""
    yield "as published", [_scored(c) for c in found]
    yield "exponent 1: strengths make up for weaknesses fully", [_scored(c, exponent=1.0) for c in found]
    yield "exponent 4: the weakest link counts more", [_scored(c, exponent=4.0) for c in found]
    yield "the weakest layer alone", [c.nominal.scores.layers[:, 0].max() for c in found]
    for k, name in enumerate(("outside", "single_hand", "cutoff")):
        yield f"only `{name}`", [_scored(c, indicators=np.eye(3)[k]) for c in found]
    yield "the three indicators alike", [_scored(c, indicators=np.ones(3) / 3) for c in found]
    yield "all layers and components alike", [_scored(c, alike=True) for c in found]
    for years in (0.0, 3.0, 5.0):
        name = f"horizon of {years:g} years" if years else "the first moment alone"
        yield name, [_scored(c) for c in comparable(years)]
    for state in _largest_states(found):
        yield f"{english(state)} at a tenth", [_set_aside(c, {state}) for c in found]
    for state in _largest_states(found):
        yield f"every state but {english(state)} at a tenth", [_set_aside(c, set(_states(c)) - {state}) for c in found]


def _scored(country, *, exponent=None, indicators=None, alike=False, measured=None):
    system = country.system
    weighting = published(system)
    if exponent is not None:
        weighting = replace(weighting, exponent=np.array([exponent]))
    if indicators is not None:
        weighting = replace(weighting, indicators=indicators[:, None])
    if alike:
        members = np.bincount(system.layer_of)
        weighting = replace(
            weighting,
            layers=np.full_like(weighting.layers, 1.0 / len(system.layers)),
            components=(1.0 / members[system.layer_of])[:, None],
        )
    measured = country.nominal.measured if measured is None else measured
    return float(score(measured[:, :, None], weighting, system).country[0])


def _states(country):
    return [party for party, state in zip(country.system.parties, country.system.is_state, strict=True) if state]


def _largest_states(found):
    """Return the three states that are most often among the three with the largest loss."""
    among = {}
    for country in found:
        losses = np.where(country.system.is_state, weights(country.system) @ country.nominal.loss, 0.0)
        for place in np.argsort(-losses)[:3]:
            state = country.system.parties[place]
            among[state] = among.get(state, 0) + 1
    return sorted(among, key=lambda state: (-among[state], state))[:3]


def _set_aside(country, states):
    """Return the score with control and loss of some states, and of the companies under them, counted at a tenth.

    `outside` stays: that something comes under outside power at all is no event and has no likelihood.
    """
    catalogue = shipped().catalogue
    system, nominal = country.system, country.nominal
    factor = np.array([ASIDE if catalogue.jurisdiction_of(party) in states else 1.0 for party in system.parties])
    measured = nominal.measured.copy()
    measured[:, 1] = np.where(system.is_state, factor * nominal.control, 0.0).max(axis=1, initial=0.0)
    measured[:, 2] = (factor * nominal.loss).max(axis=1, initial=0.0)
    return _scored(country, measured=measured)
