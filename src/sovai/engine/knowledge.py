"""What is known of quantities, as the functions of them that a regression on a number of draws can tell from chance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from math import comb

import numpy as np
import numpy.typing as npt

from sovai.engine.compiled import Floats

_COLUMNS = 17.0  # times the highest degree that draws are fitted with: most columns of a fit
_NOTHING = 1e-4  # what is left of a column of length 1 where others tell all of it, in single precision
_MUCH = 0.01  # what is left of its square where rounding does not matter, in double precision


class Knowledge:
    """Quantities whose values are imagined to be known.

    A fit to them is a polynomial in all of them, products included, of a degree that grows with the number of draws: in
    the limit it is E[y | x], whatever its form (a series regression, as in Newey 1997,
    doi:10.1016/S0304-4076(97)00011-0). Parts of one whole are one group of quantities, and may depend on each other.

    Attributes
    ----------
    basis : array of shape (n, columns)
        Orthonormal; its span holds every function of the quantities that is fitted.
    degrees : int array of shape (columns,)
        Of the polynomials; those of higher degree hold only what lower ones do not tell.
    """

    def __init__(self, basis: Floats, degrees: npt.NDArray[np.intp]) -> None:
        self.basis, self.degrees = basis, degrees

    @classmethod
    def of(cls, quantities: Floats) -> Knowledge:
        """Return the knowledge of quantities, shape (d, n)."""
        directions = _directions(np.asarray(quantities, dtype=float))
        degree = _degree(*directions.shape)
        return cls.nothing(directions.shape[1])._with(_polynomials(directions, degree))

    @classmethod
    def nothing(cls, draws: int) -> Knowledge:
        """Return the knowledge of the distribution alone."""
        return cls(np.full((draws, 1), draws**-0.5), np.zeros(1, dtype=np.intp))

    def joined(self, other: Knowledge) -> Knowledge:
        """Return what is known if both are; how they act on each other is not fitted."""
        if self.degrees.max() == 0:
            return other
        every = range(1, other.degrees.max() + 1)
        return self._with((degree, other.basis[:, other.degrees == degree]) for degree in every)

    def _with(self, columns: Iterable[tuple[int, Floats]]) -> Knowledge:
        """Return it with further columns of given degrees: what of them those before do not tell."""
        added = list(columns)
        n, filled = self.basis.shape
        basis = np.empty((n, filled + sum(new.shape[1] for _, new in added)), order="F")
        basis[:, :filled] = self.basis
        degrees = [self.degrees]
        for degree, new in added:
            beside = _beside(basis[:, :filled], new)
            basis[:, filled : filled + beside.shape[1]] = beside
            filled += beside.shape[1]
            degrees.append(np.full(beside.shape[1], degree, dtype=np.intp))
        return Knowledge(basis[:, :filled], np.concatenate(degrees))

    def coarse(self, columns: int) -> Knowledge:
        """Return cubics of it, or no more than so many columns of lower degree; those of degree 1 are kept."""
        kept = max((d for d in (2, 3) if (self.degrees <= d).sum() <= columns), default=1)
        return Knowledge(self.basis[:, self.degrees <= kept], self.degrees[self.degrees <= kept])

    def expected(self, answer: Floats) -> Floats:
        """Return E[y | x] in each draw, from y of shape (..., n)."""
        fitted: Floats = (answer @ self.basis) @ self.basis.T
        return fitted

    def residuals(self, answer: Floats) -> Floats:
        """Return y − E[y | x], each enlarged by what the fit has taken away of it by chance; shape (n,).

        That is its leverage h, which leaves 1 − h of its variance, however uneven the variances are (MacKinnon and
        White 1985, doi:10.1016/0304-4076(85)90158-7).
        """
        n = len(self.basis)
        left: Floats = (answer - self.expected(answer)) * np.sqrt(
            (1.0 - 1.0 / n) / np.maximum(1.0 - self.leverage, 1e-9)
        )
        return left

    @cached_property
    def leverage(self) -> Floats:
        """How much the fit of each draw rests on that draw, 0–1, shape (n,)."""
        return leverage_of(self.basis)


def leverage_of(basis: Floats) -> Floats:
    """Return the leverage of each draw in a fit to orthonormal columns, or the part of it that some of them have."""
    leverage: Floats = np.einsum("nk,nk->n", basis, basis)
    return leverage


def _directions(quantities: Floats) -> Floats:
    """Return the directions in which quantities (d, n) vary, from −1 to 1; no more than are needed to tell all of them.

    The shares of a whole add up to it, and rows without a range keep their proportion: such directions are none.
    """
    centred = quantities - quantities.mean(axis=1, keepdims=True)
    spread = centred.std(axis=1)
    varying = spread > 0.0
    standard = centred[varying] / spread[varying, None]
    variances, axes = np.linalg.eigh(standard @ standard.T / standard.shape[1])
    found = axes[:, variances > _NOTHING**2].T @ standard
    low, high = found.min(axis=1, keepdims=True, initial=0.0), found.max(axis=1, keepdims=True, initial=0.0)
    within: Floats = (2.0 * found - low - high) / (high - low)
    return within


def _degree(directions: int, draws: int) -> int:
    """Return the degree of the polynomial: the highest for which the draws suffice; 1 if for none."""
    highest = draws**0.25
    return max((d for d in range(2, int(highest) + 1) if comb(directions + d, d) <= _COLUMNS * highest), default=1)


def _polynomials(x: Floats, degree: int) -> Iterator[tuple[int, Floats]]:
    """Yield degrees from 1 on, and the products of Legendre polynomials that have it, shape (n, columns)."""
    legendre = [np.ones_like(x), x]
    for k in range(1, degree):
        legendre.append(((2 * k + 1) * x * legendre[k] - k * legendre[k - 1]) / (k + 1))
    # Over the first directions alone, by degree; then with one direction more.
    products: list[list[Floats]] = [[np.ones(x.shape[1])], *([] for _ in range(degree))]
    for i in range(len(x)):
        products = [
            [values if k == 0 else values * legendre[k][i] for k in range(of + 1) for values in products[of - k]]
            for of in range(degree + 1)
        ]
    for of in range(1, degree + 1 if len(x) else 1):
        yield of, np.stack(products[of], axis=1)


def _beside(basis: Floats, columns: Floats) -> Floats:
    """Return an orthonormal basis of what columns, shape (n, k), have beside the span of an orthonormal one."""
    left: Floats = columns / np.sqrt((columns**2).sum(axis=0))
    smallest = 0.0
    # Where little is left of a column, a part of that is rounding: once more. Twice is enough (Giraud, Langou,
    # Rozložník and van den Eshof 2005, doi:10.1007/s00211-005-0615-4).
    while smallest < _MUCH:
        left = left - basis @ (basis.T @ left)
        values, vectors = np.linalg.eigh(left.T @ left)
        some = values > _NOTHING**2
        left = left @ (vectors[:, some] / np.sqrt(values[some]))
        smallest = values[some].min(initial=1.0)
    return left
