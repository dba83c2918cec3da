"""After a newsletter went: when its report is read again, and what it comes to. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from museum.letter_links import without_utm

READ_AFTER: Final = tuple(
    timedelta(hours=hours) for hours in (1, 24, 48, 72, 7 * 24, 14 * 24, 30 * 24)
)
"""Most readers open in the first days: a report is read seven times, and then no more."""


@dataclass(frozen=True)
class Outcome:
    """What readers did with one mailing, its languages together. `clicks` are per address."""

    sent: int
    opened: int
    clicked: int
    unsubscribed: int
    bounced: int
    clicks: Mapping[str, int]


@dataclass(frozen=True)
class Bar:
    """One edition in the plot of a year, in parts of a hundred of its readers."""

    title: str
    sent_at: datetime
    readers: int
    opened_percent: int
    clicked_percent: int
    unsubscribed: int
    bounced: int


def is_report_due(sent_at: datetime, read_at: datetime | None, now: datetime) -> bool:
    """Tell whether a report is to be read (again): it was not, since the last moment for it."""
    due = [sent_at + after for after in READ_AFTER if sent_at + after <= now]
    return bool(due) and (read_at is None or read_at < due[-1])


def is_last_report(sent_at: datetime, now: datetime) -> bool:
    """Tell whether nothing more is to be learnt."""
    return now >= sent_at + READ_AFTER[-1]


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """Add up the letters of one mailing."""
    found = list(outcomes)
    clicks: dict[str, int] = {}
    for one in found:
        for address, count in one.clicks.items():
            plain = without_utm(address)
            clicks[plain] = clicks.get(plain, 0) + count
    return Outcome(
        sent=sum(one.sent for one in found),
        opened=sum(one.opened for one in found),
        clicked=sum(one.clicked for one in found),
        unsubscribed=sum(one.unsubscribed for one in found),
        bounced=sum(one.bounced for one in found),
        clicks=clicks,
    )


def clicked_items(outcome: Outcome, words: Mapping[str, str]) -> list[tuple[str, str, int]]:
    """Return what was clicked as (words, address, readers), the most clicked first.

    `words` are what each link is called, by address (`museum.letter_links`).
    """
    found = [
        (words.get(address, ""), address, count)
        for address, count in outcome.clicks.items()
        if count
    ]
    return sorted(found, key=lambda one: (-one[2], one[1]))


def click_lines(outcome: Outcome, words: Mapping[str, str], most: int = 30) -> list[str]:
    """Say what was clicked: "12 × Lezing over turf (https://…)"."""
    return [
        f"{count} × {told} ({address})" if told else f"{count} × {address}"
        for told, address, count in clicked_items(outcome, words)[:most]
    ]


def bars_of(found: Sequence[tuple[str, datetime, Outcome]]) -> list[Bar]:
    """Return the plot's bars, in the order of time."""
    return [
        Bar(
            title=title,
            sent_at=sent_at,
            readers=outcome.sent,
            opened_percent=_percent(outcome.opened, outcome.sent),
            clicked_percent=_percent(outcome.clicked, outcome.sent),
            unsubscribed=outcome.unsubscribed,
            bounced=outcome.bounced,
        )
        for title, sent_at, outcome in sorted(found, key=lambda one: (one[1], one[0]))
    ]


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
