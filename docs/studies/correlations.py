"""How the indicators and the layers go together across the comparable countries.

What the OECD/JRC handbook calls the multivariate look: correlations of values and of ranks, the first principal
component, and Cronbach's alpha. A few countries far from all others decide the former; the ranks show the rest.
Indicators are those of the whole stack: the weighted mean over the components.
"""

import numpy as np

from studies.countries import comparable, ranks, table, weights

INDICATORS = ("outside", "single_hand", "cutoff")


def correlations():
    """Return the tables as Markdown."""
    found = comparable()
    layers = found[0].system.layers
    columns = {
        name: [float(weights(c.system) @ c.nominal.measured[:, k]) for c in found] for k, name in enumerate(INDICATORS)
    }
    columns |= {layer: [float(c.nominal.scores.layers[k, 0]) for c in found] for k, layer in enumerate(layers)}
    columns["score"] = [float(c.nominal.scores.country[0]) for c in found]
    series = np.array(list(columns.values()))
    return "\n".join(
        [
            f"Across {len(found)} comparable countries, nominal figures.\n",
            table(["", "lowest", "5th percentile", "median", "95th percentile", "highest"], _spreads(columns)),
            "Correlations, below the diagonal of values (Pearson), above it of ranks (Spearman):\n",
            table(["", *columns], _rows(columns, series)),
            table(["", "first principal component", "Cronbach's alpha"], _coherence(columns, layers)),
        ]
    )


def _spreads(columns):
    for name, values in columns.items():
        yield [f"`{name}`", *(f"{100 * end:.0f}" for end in np.quantile(values, [0.0, 0.05, 0.5, 0.95, 1.0]))]


def _rows(columns, series):
    values, orders = np.corrcoef(series), np.corrcoef([ranks(row) for row in series])
    for i, name in enumerate(columns):
        cells = ["" if j == i else f"{(values if j < i else orders)[i, j]:.2f}" for j in range(len(columns))]
        yield [f"`{name}`", *(cell.replace("-", "−") for cell in cells)]


def _coherence(columns, layers):
    for what, names in (("indicators", INDICATORS), ("layers", layers)):
        values = np.array([columns[name] for name in names])
        matrix = np.corrcoef(values)
        share = np.linalg.eigvalsh(matrix)[-1] / len(names)
        # standardised alpha: k r / (1 + (k − 1) r) with the mean correlation r
        k, r = len(names), (matrix.sum() - len(names)) / (len(names) * (len(names) - 1))
        yield [f"the {k} {what}", f"{100 * share:.0f} % of the variance", f"{k * r / (1 + (k - 1) * r):.2f}"]
