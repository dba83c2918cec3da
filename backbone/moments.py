"""Moments in the database: aware, in UTC, as ISO texts that sort and read the same everywhere."""

from datetime import UTC, datetime


def moment_text(moment: datetime) -> str:
    """Write an aware moment; texts of this form sort in the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment(text: str) -> datetime:
    """Read what `moment_text` wrote."""
    return datetime.fromisoformat(text)
