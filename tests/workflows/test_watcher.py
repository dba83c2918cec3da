"""The watcher enqueues each cause once."""

from datetime import UTC, datetime, timedelta

from workflows.due import Due
from workflows.watcher import Watcher


class Desk:
    """Holds what the watcher looks at and what it handed in."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
        self.work: Due | None = None
        self.handed_in: list[str] = []
        self.watcher = Watcher(
            lambda: self.work,
            lambda due: self.handed_in.append(due.run_id),
            lambda: self.now,
        )


def test_a_fetch_is_handed_in_once_it_is_due() -> None:
    desk = Desk()
    desk.watcher.look()
    desk.work = Due(desk.now + timedelta(seconds=20), "ophalen-1-ping-7", fetches=True)
    desk.watcher.look()
    assert desk.handed_in == []
    desk.now += timedelta(seconds=20)
    desk.watcher.look()
    desk.watcher.look()
    desk.work = Due(desk.now, "ophalen-2-ping-8", fetches=True)
    desk.watcher.look()
    assert desk.handed_in == ["ophalen-1-ping-7", "ophalen-2-ping-8"]
