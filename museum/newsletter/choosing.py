"""Chooses what comes in an edition: by rule and by hand, each item once. Pure.

A reader may be of several audiences: what is theirs twice stands in the letter once. Nothing is
empty: an audience for which there is nothing gets no letter, a section without items no heading.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from museum.newsletter.by_hand import ByHand
from museum.newsletter.candidate import Candidate
from museum.newsletter.rules import ComposingRules, Order, Section

EVERYWHERE: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True)
class ChosenItem:
    """An item in its place. `regions` are those of the readers it is for, all when empty.

    `is_for_unknown`: also for a reader whose region is not known, who is spared what is too much.
    """

    candidate: Candidate
    audiences: tuple[str, ...]
    regions: frozenset[str] = EVERYWHERE
    is_for_unknown: bool = True

    @property
    def id(self) -> str:
        """The record's ID."""
        return self.candidate.id


@dataclass(frozen=True)
class ChosenSection:
    """A section with its items; all of them are for the same regions' sake near, or none is."""

    section: Section
    items: tuple[ChosenItem, ...]

    @property
    def audiences(self) -> tuple[str, ...]:
        """Who has something in it."""
        return tuple(dict.fromkeys(one for item in self.items for one in item.audiences))

    @property
    def regions(self) -> frozenset[str]:
        """In which regions a reader has something in it; all when empty."""
        if any(not item.regions for item in self.items):
            return EVERYWHERE
        return frozenset().union(*(item.regions for item in self.items))


@dataclass(frozen=True)
class Choice:
    """What an edition holds, for the audiences that have something in it."""

    sections: tuple[ChosenSection, ...]
    audiences: tuple[str, ...]

    @property
    def items(self) -> tuple[ChosenItem, ...]:
        """Every item, in the order of reading."""
        return tuple(item for one in self.sections for item in one.items)


def choose(
    audiences: Sequence[str],
    candidates: Collection[Candidate],
    by_hand: ByHand,
    rules: ComposingRules,
    only: Collection[str] | None = None,
) -> Choice:
    """Choose for an edition for these audiences. `only`: no other records come in by rule.

    The latter keeps what a person approved as it was, whatever new records would fit; what staff
    then add by hand does come in.
    """
    may_come = None if only is None else {*only, *by_hand.added, *by_hand.order}
    left = [
        one
        for one in candidates
        if one.id not in by_hand.left_out and (may_come is None or one.id in may_come)
    ]
    sections: list[ChosenSection] = []
    taken: set[str] = set()
    for section in rules.sections:
        fitting = _fitting(section, left, by_hand, taken)
        ordered = _ordered(section.order, fitting, by_hand)
        items = _limited(section, audiences, ordered, by_hand)
        taken.update(item.id for item in items)
        if items:
            sections.append(ChosenSection(section, tuple(_near(section, items, by_hand, rules))))
    sections = _nobody_left_empty(sections)
    there = {one for section in sections for one in section.audiences}
    return Choice(tuple(sections), tuple(one for one in audiences if one in there))


def _fitting(
    section: Section, candidates: Iterable[Candidate], by_hand: ByHand, taken: Collection[str]
) -> list[Candidate]:
    return [
        one
        for one in candidates
        if one.source == section.source
        and one.id not in taken
        and (not section.kinds or one.kind in section.kinds)
        and (one.id in by_hand.added or section.when.holds(one.facts()))
    ]


def _ordered(order: Order, found: Iterable[Candidate], by_hand: ByHand) -> list[Candidate]:
    """Put what staff named first, in their order; then what they added; then by the rule."""
    places = {one: place for place, one in enumerate(by_hand.order)}

    def key(one: Candidate) -> tuple[int, bool, int, str, str]:
        days = {"soonest": one.starts_in, "newest": one.age, "closing": one.closes_in}[order]
        place = places.get(one.id, len(places))
        return place, one.id not in by_hand.added, days, one.title.casefold(), one.id

    return sorted(found, key=key)


def _limited(
    section: Section, audiences: Sequence[str], found: Iterable[Candidate], by_hand: ByHand
) -> list[ChosenItem]:
    """Give each audience its first `most` (near: of each region); what staff asked always comes in.

    What they added is for every audience of the edition, whatever the section says.
    """
    counts: Counter[tuple[str, str]] = Counter()
    museums: Counter[str] = Counter()
    items = []
    for one in found:
        region = one.region if section.is_near else ""
        is_asked = one.id in by_hand.added or one.id in by_hand.order
        wanted = audiences if one.id in by_hand.added else _both(audiences, section.audiences)
        concerned = _both(wanted, one.audiences or wanted)
        if not is_asked:
            concerned = [each for each in concerned if counts[each, region] < section.most]
            if one.museum and 0 < section.most_per_museum <= museums[one.museum]:
                continue
        if concerned:
            counts.update((each, region) for each in concerned)
            museums[one.museum] += 1
            items.append(ChosenItem(one, tuple(concerned)))
    return items


def _both(some: Sequence[str], others: Collection[str]) -> list[str]:
    return [one for one in some if one in others]


def _near(
    section: Section, items: Sequence[ChosenItem], by_hand: ByHand, rules: ComposingRules
) -> Iterable[ChosenItem]:
    """Say for which regions each item is. All items of such a section are for all its audiences.

    Otherwise a heading could not say when it is needed. Whose region is not known gets the first
    `most` of all regions together, and what staff asked for.
    """
    is_alike = len({one.audiences for one in items}) == 1
    if not (section.is_near and rules.regions.field and is_alike):
        return items
    left = section.most - sum(not one.candidate.region for one in items)
    placed = []
    for one in items:
        region = one.candidate.region
        is_shown = not region or left > 0 or one.id in by_hand.added or one.id in by_hand.order
        left -= bool(region)
        placed.append(replace(one, regions=frozenset({region} - {""}), is_for_unknown=is_shown))
    return placed


def _nobody_left_empty(sections: Sequence[ChosenSection]) -> list[ChosenSection]:
    """Let a section be for everywhere where it is all that one of its audiences gets."""
    sure = {
        one
        for section in sections
        for item in section.items
        if not item.regions
        for one in item.audiences
    }
    return [
        section if sure.issuperset(section.audiences) else _everywhere(section)
        for section in sections
    ]


def _everywhere(section: ChosenSection) -> ChosenSection:
    return replace(
        section,
        items=tuple(replace(one, regions=EVERYWHERE, is_for_unknown=True) for one in section.items),
    )
