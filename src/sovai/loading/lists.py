"""Lists of countries and parties as people write them: circles, codes, ids and names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sovai.errors import UsageError
from sovai.loading.toml import suggest
from sovai.model import countries
from sovai.model.tree import Model


def country_list(wanted: str | Iterable[str], model: Model) -> tuple[str, ...]:
    """Return the countries of a list of circles, codes and names such as ``EU,CHE``, each once, as first named.

    Raises
    ------
    UsageError
        If a name is neither a circle of the catalogue nor a country.
    """
    texts = [wanted] if isinstance(wanted, str) else wanted
    return tuple(dict.fromkeys(code for text in texts for code in _countries(text, model)))


def load_home(wanted: str | Iterable[str], model: Model) -> frozenset[str]:
    """Return who counts as home, from a list as in `country_list`.

    A code left to users, such as ``XAA``, is taken only where the data have such codes of their own: a typing error
    would otherwise change nothing and say nothing.
    """
    home = country_list(wanted, model)
    own = [code for code in home if countries.is_user_assigned(code)]
    if own and not _uses_own_codes(model):
        raise UsageError(f"{own[0]!r} is to count as home, but no supplier of the data is there; check the code")
    return frozenset(home)


def _uses_own_codes(model: Model) -> bool:
    catalogue = model.catalogue
    used = {entry.jurisdiction for entry in catalogue.suppliers.values()} | set(catalogue.jurisdictions)
    used |= {source.supplier for mix in catalogue.mixes.values() for source in mix.sources}
    return any(countries.is_user_assigned(code) for code in used if code is not None)


def _countries(text: str, model: Model) -> Iterator[str]:
    if not text.strip():
        return
    circle = model.catalogue.circles.get(text.strip().upper())
    if circle is not None:
        yield from circle.members
        return
    try:
        yield countries.resolve(text)
    except UsageError as error:
        if "," in text:  # only now, since a name may have a comma: "Korea, Republic of"
            for part in text.split(","):
                yield from _countries(part, model)
            return
        known = ", ".join(sorted(model.catalogue.circles)) or "none"
        raise UsageError(f"{error} (circles of the catalogue: {known})") from None


def parties_named(wanted: str | Iterable[str], model: Model) -> tuple[str, ...]:
    """Return the parties of lists such as ``USA,nvidia`` or ``EU``: ids of suppliers, codes of states, circles.

    Raises
    ------
    UsageError
        If a name is none of these, or belongs to nobody.
    """
    texts = [wanted] if isinstance(wanted, str) else wanted
    return tuple(dict.fromkeys(party for text in texts for party in _parties(text, model)))


def _parties(text: str, model: Model) -> Iterator[str]:
    catalogue, folded = model.catalogue, text.strip().casefold()
    labels = {key.casefold(): key for key in catalogue.circles}
    labels |= {name.casefold(): key for key, entry in catalogue.suppliers.items() for name in (entry.name, key)}
    if folded in labels:
        if catalogue.is_commons(labels[folded]):
            raise UsageError(f"{text.strip()!r} belongs to nobody: there is nobody who could stop it")
        yield labels[folded]
        return
    try:
        yield countries.resolve(text)
    except UsageError as error:
        if "," in text:  # only now, since a name may have a comma: "Korea, Republic of"
            for part in text.split(","):
                if part.strip():
                    yield from _parties(part, model)
            return
        near = suggest(text.strip(), labels.values())
        hint = near if near.startswith("did you mean") else str(error).split("; ", 1)[1]
        raise UsageError(f"{text.strip()!r} is neither a supplier, a state nor a circle; {hint}") from None
