"""What all our JSON shares."""

from typing import Any


def filled(data: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty: no key says more than an empty one. False and 0 stay."""
    return {key: value for key, value in data.items() if value not in ("", None, [], {})}
