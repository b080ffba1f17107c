"""Layer by layer: scores, who holds most, and the indicators behind them."""

from __future__ import annotations

from sovai.report import numbers, phrases
from sovai.report.language import _, term
from sovai.report.pages.blocks import Cell, Column, Section, Table
from sovai.report.pages.context import COMPUTED, Context, paragraph, points, share
from sovai.report.pages.pictures.layers import layers_picture
from sovai.report.wording import assessment as wording
from sovai.results.assessment import ComponentResult, LayerResult, Party


def layers(context: Context) -> Section:
    """Return the layers with a picture, then each with its components."""
    assessment = context.assessment
    overview = layers_picture(assessment) if assessment.comparable else _attributed(context)
    return Section(
        "layers",
        _("Layer by layer"),
        (overview,),
        tuple(_layer(context, layer, explained=place == 0) for place, layer in enumerate(assessment.layers)),
    )


def _reading() -> str:
    """Return how to read the tables of components."""
    return " ".join(
        (
            _("Outside: part of the need that comes under outside power at all."),
            _("Single hand: what one outside state could withhold."),
            _("Cut-off: what would go unmet if the worst single party stopped supply, on average over the horizon."),
            _("Legal access: what is hosted under a foreign law that can compel disclosure."),
            _("Unattributed: nobody is recorded; it counts as outside."),
        )
    )


def _attributed(context: Context) -> Table:
    """Return what is known of each layer where no point score may be quoted."""
    return Table(
        _("What is known of each layer"),
        (Column(_("Layer")), Column(_("Attributed"), figures=True), Column(_("Measured"), figures=True)),
        tuple(
            (layer.name, share(layer.coverage), share(sum(c.weight * c.measured for c in layer.components)))
            for layer in context.assessment.layers
        ),
        " ".join(
            (
                _("No point scores are quoted, since too much is unknown; unknown supply counts as outside."),
                wording.coverage_note(),
            )
        ),
        COMPUTED,
    )


def _layer(context: Context, layer: LayerResult, *, explained: bool) -> Section:
    """Return a layer with its components; their columns are explained under the table of the first layer."""
    text = paragraph(*_figures(context, layer), *_holders(context, layer), basis=COMPUTED)
    return Section(f"layer-{layer.id}", layer.name, (text, _components(context, layer, explained)))


def _figures(context: Context, layer: LayerResult) -> list[str]:
    if not context.assessment.comparable:
        return []
    return [
        _("{layer}: {score} of 100, {level}; it adds {part} points to the score.").format(
            layer=layer.name,
            score=numbers.points(layer.score.nominal) + phrases.in_brackets(layer.score),
            level=term("level", layer.level),
            part=numbers.tenths(layer.contribution),
        )
    ]


def _holders(context: Context, layer: LayerResult) -> list[str]:
    """Return who could leave most of the layer's need unmet."""
    state, company = (_largest(context, layer, kind) for kind in ("jurisdiction", "company"))
    if state is None and company is None:
        return [_("Nobody outside could leave any of its need unmet within the horizon.")]
    found = []
    if state is not None:
        found.append(
            _("The largest lever on it among states is that of {state}: {loss} of its need would go unmet.").format(
                state=phrases.mentioned(state.id, state.name), loss=numbers.percent(state.by_layer[layer.id])
            )
        )
    if company is not None:
        found.append(
            _("Among companies it is that of {company}, with {loss}.").format(
                company=company.name, loss=numbers.percent(company.by_layer[layer.id])
            )
        )
    return found


def _largest(context: Context, layer: LayerResult, kind: str) -> Party | None:
    found = [p for p in context.assessment.parties if p.kind == kind and p.by_layer.get(layer.id, 0.0) > 0.0]
    return max(found, key=lambda party: party.by_layer[layer.id], default=None)


def _components(context: Context, layer: LayerResult, explained: bool) -> Table:
    """Return the indicators of the components; without their scores where no point may be quoted."""
    quoted = context.assessment.comparable
    columns = [Column(_("Component"))]
    columns += [Column(_("Score"), figures=True)] if quoted else []
    columns += [
        Column(title, figures=True)
        for title in (_("Outside"), _("Single hand"), _("Cut-off"), _("Legal access"), _("Unattributed"))
    ]
    return Table(
        _("Components of {layer}").format(layer=layer.name),
        tuple(columns),
        tuple(_component(component, quoted) for component in layer.components),
        _reading() if explained else "",
        COMPUTED,
        _("Components"),
    )


def _component(component: ComponentResult, quoted: bool) -> tuple[Cell, ...]:
    return (
        component.name,
        *([points(100.0 * component.score)] if quoted else []),
        share(component.outside),
        share(component.single_hand),
        share(component.cutoff),
        share(component.legal_access),
        share(component.unattributed),
    )
