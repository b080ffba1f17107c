"""Lists of countries and parties as people write them: circles, codes, ids and names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sovai.errors import UsageError
from sovai.loading.toml import suggest
from sovai.model import countries
from sovai.model.tree import Model

_PARTIES = "give a state by code or name (USA, United States), a supplier (nvidia) or a circle (EU)"


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
    for code in home:
        if _is_nobodys(code, model):
            raise UsageError(f"{code!r} is to count as home, but no supplier of the data is there; check the code")
    return frozenset(home)


def _is_nobodys(code: str, model: Model) -> bool:
    """Whether a code is left to users, and the data define no country that could have it."""
    return countries.is_user_assigned(code) and not model.own_codes


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


def one_party(wanted: str, model: Model) -> str:
    """Return the party of a code, id or name: a state or a supplier.

    Raises
    ------
    UsageError
        If it is none, several, or a circle, which is no party itself.
    """
    found = parties_named(wanted, model)
    if len(found) != 1:
        raise UsageError(f"{wanted!r} is not one party; name one state or supplier")
    circle = model.catalogue.circles.get(found[0])
    if circle is not None:
        members = ", ".join(circle.members)
        raise UsageError(f"{found[0]} is a circle of countries and no party itself; name one of its members: {members}")
    return found[0]


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
        yield _state(text, model)
    except UsageError as error:
        if "," in text:  # only now, since a name may have a comma: "Korea, Republic of"
            for part in text.split(","):
                if part.strip():
                    yield from _parties(part, model)
            return
        near = suggest(text.strip(), labels.values())
        known = str(error).split("; ", 1)[1]
        hint = next((found for found in (near, known) if found.startswith("did you mean")), _PARTIES)
        raise UsageError(f"{text.strip()!r} is neither a supplier, a state nor a circle; {hint}") from None


def _state(text: str, model: Model) -> str:
    code = countries.resolve(text)
    if _is_nobodys(code, model):
        raise UsageError(f"{text.strip()!r} is not a country; give an ISO 3166 code (DE, DEU) or an English name")
    return code
