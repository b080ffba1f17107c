"""What minimal cut sets come to, in a few sentences that can be quoted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sovai.report import numbers, phrases
from sovai.report.language import _, marked
from sovai.report.wording import cutsets as words
from sovai.results.cutsets import CutSetGroup, CutSets

_LEADERS = 3  # named of those that suffice alone

_ALONE = {
    "jurisdiction": marked(
        "A single state controls {share} or more of {count} of {all} components in the end: {parties}."
    ),
    "company": marked(
        "A single company controls {share} or more of {count} of {all} components in the end: {parties}."
    ),
}
_NOT_ALONE = {
    "jurisdiction": marked("No single state controls {share} or more of any of {all} components."),
    "company": marked("No single company controls {share} or more of any of {all} components."),
}
_TOGETHER = {
    "jurisdiction": marked("It takes {number} states together for: {components}."),
    "company": marked("It takes {number} companies together for: {components}."),
}
_NOT_TOGETHER = {
    "jurisdiction": marked("Even {number} states together control less for: {components}."),
    "company": marked("Even {number} companies together control less for: {components}."),
}
_STACK = {
    "jurisdiction": marked(
        "The fewest states that would leave {share} or more of the weighted need unmet if they stopped supply together "
        "are {number}: {members}."
    ),
    "company": marked(
        "The fewest companies that would leave {share} or more of the weighted need unmet if they stopped supply "
        "together are {number}: {members}."
    ),
}
_NO_STACK = {
    "jurisdiction": marked("Even {number} states together would leave less than {share} of the weighted need unmet."),
    "company": marked("Even {number} companies together would leave less than {share} of the weighted need unmet."),
}
_NOT_ONE = {
    "jurisdiction": marked("No single state would leave {share} or more of the weighted need unmet."),
    "company": marked("No single company would leave {share} or more of the weighted need unmet."),
}


def opening(found: CutSets) -> Iterator[str]:
    """Yield what can be quoted: for states, then for companies, how few suffice and where."""
    for kind in dict.fromkeys(group.kind for group in found.groups):
        groups = [group for group in found.groups if group.kind == kind]
        yield from _of_components(groups, found) if groups[0].component else _of_the_stack(groups[0], found)
    if found.measure == "control":
        yield _(
            "In the end means once stocks, installed tools and licences have run out, which may take years; "
            "'sovai explain {code} PARTY' shows how fast."
        ).format(code=found.country.code)


def _of_components(groups: Sequence[CutSetGroup], found: CutSets) -> Iterator[str]:
    """Yield in how many components one member suffices and who that is, then where more are needed, or too many."""
    alone = [group for group in groups if _fewest(group) == 1]
    holders = Counter(one.members[0] for group in alone for one in group.sets if len(one.members) == 1)
    named = [
        _("{party} {count}").format(party=phrases.named(party, found.names[party]), count=numbers.count(count))
        for party, count in holders.most_common(_LEADERS)
    ]
    text = _ALONE[groups[0].kind] if alone else _NOT_ALONE[groups[0].kind]
    yield _(text).format(
        share=numbers.percent(groups[0].threshold),
        count=numbers.count(len(alone)),
        all=numbers.count(len(groups)),
        parties=numbers.listed(named),
    )
    for size in range(2, found.size + 1):
        where = [found.names[group.component] for group in groups if group.component and _fewest(group) == size]
        if where:
            yield _(_TOGETHER[groups[0].kind]).format(
                number=numbers.count(size), components=numbers.enumerated(where, most=len(where))
            )
    nowhere = [found.names[group.component] for group in groups if group.component and not group.sets]
    if nowhere and found.size > 1 and all(group.complete for group in groups):
        yield _(_NOT_TOGETHER[groups[0].kind]).format(
            number=numbers.count(found.size), components=numbers.enumerated(nowhere, most=len(nowhere))
        )


def _of_the_stack(group: CutSetGroup, found: CutSets) -> Iterator[str]:
    fewest, share = _fewest(group), numbers.percent(group.threshold)
    if fewest:
        sets = [one for one in group.sets if len(one.members) == fewest]
        yield _(_STACK[group.kind]).format(
            number=numbers.count(fewest), share=share, members=words.set_in_words(sets[0], found)
        )
    elif group.complete:
        text = _NO_STACK[group.kind] if found.size > 1 else _NOT_ONE[group.kind]
        yield _(text).format(number=numbers.count(found.size), share=share)


def _fewest(group: CutSetGroup) -> int:
    """Return how many members the smallest sets have; 0 where there is none."""
    return min((len(one.members) for one in group.sets), default=0)
