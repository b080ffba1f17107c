"""The supply network behind a lever, from suppliers through inputs to the components."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from textwrap import fill
from typing import Any

from sovai import explain
from sovai.report import numbers, phrases
from sovai.report.language import _
from sovai.report.pages.blocks import Column, Picture, Table
from sovai.report.pages.context import COMPUTED, share
from sovai.report.pages.pictures import style
from sovai.report.wording import assessment as wording
from sovai.results.assessment import Assessment, Through

_PATHS = 9
_COLUMN, _ROW = 115, 58
"""Pixels between nodes."""
_LETTERS, _LINE = 17, 14
"""Of a line of a name, and its height in pixels: with long names in one line the picture would have to be shrunk."""

Place = tuple[int, str]
"""A column, counted from the component, and who stands there."""


@dataclass(frozen=True)
class Node:
    """A supplier, an input or a component; column 0 is the rightmost, that of the components."""

    name: str
    kind: str
    column: int
    row: float

    @property
    def lines(self) -> int:
        """How many lines its name takes."""
        return self.name.count("\n") + 1


@dataclass(frozen=True)
class Edge:
    """What goes from one node to the next."""

    column: int
    row: float
    to_column: int
    to_row: float
    ways: int


@dataclass(frozen=True)
class Layout:
    """A network laid out: `rows` is the height."""

    nodes: list[Node]
    edges: list[Edge]
    rows: int


def network_picture(assessment: Assessment, lever: explain.Lever) -> Picture | None:
    """Return the largest ways in which a party acts; None where there are none."""
    ways = lever.party.through[:_PATHS]
    if not ways:
        return None
    names, kinds = _names(assessment, ways), (_("Supplier"), _("Input"), _("Component"))
    drawn = layout([chain(way) for way in ways], names, kinds)
    first, named = ways[0], phrases.mentioned(lever.party.id, lever.party.name)
    data = Table(
        _("Through whom {party} acts").format(party=named),
        (Column(_("Component")), Column(_("Way")), Column(_("Control"), figures=True), Column(_("Cut"), figures=True)),
        tuple(
            (
                names[way.component],
                " → ".join(names.get(key, key) for key in chain(way)),
                share(way.control),
                share(way.loss),
            )
            for way in ways
        ),
        _("Control: part of the source's supply that it could withhold. Cut: part of the need cut at the horizon."),
        COMPUTED,
        _("Supply network"),
    )
    return Picture(
        "network",
        _("The supply network behind the largest lever, {party}").format(party=named),
        _("The largest way is through {supplier} to {component}: {cut} of its need would be cut.").format(
            supplier=names.get(chain(first)[0], chain(first)[0]),
            component=names[first.component],
            cut=numbers.percent(first.loss),
        ),
        data,
        lambda: chart(drawn, kinds),
        COMPUTED,
    )


def _names(assessment: Assessment, ways: Sequence[Through]) -> dict[str, str]:
    """Return what stands at the nodes."""
    suppliers = [key for way in ways for key in (way.supplier, *way.path[1::2])]
    return {**explain.component_names(assessment), **wording.producers_by_country(suppliers, assessment.names)}


def chain(way: Through) -> tuple[str, ...]:
    """Return a way from the supplier acted on to the component: suppliers and inputs in turn."""
    return (*reversed(way.path), way.supplier, way.component)


def layout(chains: Sequence[tuple[str, ...]], names: Mapping[str, str], kinds: tuple[str, str, str]) -> Layout:
    """Return the nodes and edges of chains that end in a component, in columns counted from the right.

    Each column is ordered by the mean row of what its nodes lead to, so that lines seldom cross.
    """
    edges: dict[tuple[Place, Place], int] = {}
    for way in chains:
        places = [(len(way) - 1 - at, key) for at, key in enumerate(way)]
        for start, end in pairwise(places):
            edges[start, end] = edges.get((start, end), 0) + 1
    columns: dict[int, list[Place]] = {}
    for place in dict.fromkeys(place for edge in edges for place in edge):
        columns.setdefault(place[0], []).append(place)
    tallest, rows = max(map(len, columns.values())), dict[Place, float]()
    for column, places in sorted(columns.items()):
        if column:
            leads = {place: [rows[end] for start, end in edges if start == place] for place in places}
            places.sort(key=lambda place: sum(leads[place]) / len(leads[place]))
        rows |= {place: (at + 0.5) * tallest / len(places) for at, place in enumerate(places)}
    supplier, needed, component = kinds
    nodes = [
        Node(
            fill(names.get(key, key), _LETTERS, break_long_words=False, break_on_hyphens=False),
            component if column == 0 else supplier if column % 2 else needed,
            -column,
            row,
        )
        for (column, key), row in rows.items()
    ]
    return Layout(nodes, [Edge(-a[0], rows[a], -b[0], rows[b], found) for (a, b), found in edges.items()], tallest)


def chart(found: Layout, kinds: tuple[str, str, str]) -> Any:
    """Return nodes told apart by shape, with their names, and lines as wide as they carry ways.

    Names of components stand at the right of them, where nothing else does; all others above, whatever their lines.
    """
    import altair as alt

    left = min(node.column for node in found.nodes)
    horizontal = alt.X("column:Q", axis=None, scale=alt.Scale(domain=[left - 0.5, 0.1], nice=False))
    vertical = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[found.rows, 0], nice=False))
    lines = alt.Chart(alt.InlineData(values=[asdict(edge) for edge in found.edges]))
    edges = lines.mark_rule(color=style.MUTED).encode(
        x=horizontal, y=vertical, x2="to_column:Q", y2="to_row:Q",
        size=alt.Size("ways:Q", scale=alt.Scale(domain=[1, 5], range=[1.2, 5]), legend=None),
    )  # fmt: skip
    nodes = [{**asdict(node), "lines": node.lines} for node in found.nodes]
    base = alt.Chart(alt.InlineData(values=nodes)).encode(x=horizontal, y=vertical)
    points = base.mark_point(filled=True, size=120, opacity=1).encode(
        shape=alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=["circle", "diamond", "square"]), title=None),
        color=alt.Color(
            "kind:N", scale=alt.Scale(domain=kinds, range=[style.BLUE, style.VERMILLION, style.INK]), title=None
        ),
    )
    halo = {"color": style.PAPER, "stroke": style.PAPER, "strokeWidth": 4, "strokeJoin": "round"}
    names = [
        base.transform_filter(f"datum.column {where} 0 && datum.lines == {lines}")
        .mark_text(fontSize=style.SIZE, lineBreak="\n", lineHeight=_LINE, **place, **ink)
        .encode(text="name:N")
        for ink in (halo, {"color": style.INK})
        for lines in sorted({node.lines for node in found.nodes})
        for where, place in (
            ("<", {"dy": -13 - _LINE * (lines - 1)}),
            ("==", {"dx": 10, "dy": -_LINE * (lines - 1) / 2, "align": "left"}),
        )
    ]
    layered = alt.layer(edges, points, *names).properties(width=_COLUMN * (0.6 - left), height=_ROW * found.rows)
    return style.styled(layered).configure_legend(orient="top", labelFontSize=style.SIZE, labelColor=style.INK)
