"""What staff typed in an edition's row: what is added, left out, and what comes first. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from museum.newsletter.candidate import Candidate
from museum.records import Newsletter


@dataclass(frozen=True)
class ByHand:
    """Record IDs. `unknown` are the lines of the order that no title answers to."""

    added: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def added_by_hand(edition: Newsletter) -> frozenset[str]:
    """Return the records that staff linked to an edition."""
    return frozenset(
        [
            *edition.add_activities,
            *edition.add_programme,
            *edition.add_vacancies,
            *edition.add_news,
            *edition.add_grants,
        ]
    )


def read_by_hand(edition: Newsletter, candidates: Collection[Candidate]) -> ByHand:
    """Read the links and the text “Volgorde”: a title (or how it begins) on each line.

    A line that begins with a minus leaves out. Several records of one title are all meant.
    """
    order: list[str] = []
    left_out: set[str] = set()
    unknown = []
    for raw in edition.order.splitlines():
        line = raw.strip()
        is_out = line[:1] in ("-", "–", "—", "−")
        words = line.lstrip("-–—−•* ").strip()
        if not words:
            continue
        meant = _meant(words, candidates)
        if not meant:
            unknown.append(line)
        elif is_out:
            left_out.update(meant)
        else:
            order += meant
    return ByHand(
        added_by_hand(edition) - left_out,
        frozenset(left_out),
        tuple(dict.fromkeys(order)),
        tuple(unknown),
    )


def _meant(words: str, candidates: Collection[Candidate]) -> Sequence[str]:
    """Return whose title this is; else, when only one title begins so, that one's."""
    told = _plain(words)
    exact = [one.id for one in candidates if told in (_plain(one.title), one.id.casefold())]
    if exact:
        return exact
    begun = [one for one in candidates if _plain(one.title).startswith(told)]
    titles = {_plain(one.title) for one in begun}
    return [one.id for one in begun] if len(titles) == 1 else []


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
