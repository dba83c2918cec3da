"""The watcher enqueues each cause once, and a new day when it turns in Drenthe."""

from datetime import UTC, datetime, timedelta

from workflows.watcher import Watcher


class Desk:
    """Holds what the watcher looks at and what it handed in."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
        self.ping: str | None = None
        self.handed_in: list[str] = []
        self.watcher = Watcher(lambda: self.ping, self.handed_in.append, lambda: self.now)


def test_a_first_look_hands_in_the_day() -> None:
    desk = Desk()
    desk.watcher.look()
    desk.watcher.look()
    assert desk.handed_in == ["website-dag-2026-11-23"]


def test_each_ping_is_handed_in_once() -> None:
    desk = Desk()
    desk.watcher.look()
    desk.ping = "7"
    desk.watcher.look()
    desk.watcher.look()
    desk.ping = "8"
    desk.watcher.look()
    assert desk.handed_in[1:] == ["website-ping-7", "website-ping-8"]


def test_the_day_turns_at_midnight_in_drenthe_not_in_utc() -> None:
    desk = Desk()
    desk.now = datetime(2026, 11, 23, 22, 59, tzinfo=UTC)
    desk.watcher.look()
    desk.now += timedelta(minutes=2)
    desk.watcher.look()
    assert desk.handed_in == ["website-dag-2026-11-23", "website-dag-2026-11-24"]
