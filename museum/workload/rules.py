"""How many hours there are, and how work is spread: a part of config/programme.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

PEOPLE: Final = ("coordinator", "assistant")
UNASSIGNED: Final = ""
"""Whose hours an item's are when “Wie doet het?” is empty."""


@dataclass(frozen=True)
class WorkRules:
    """`week_hours` are those of one person's week."""

    week_hours: Mapping[str, float]
    weeks_before: int
    weeks_after: int
    overload_from: float
    """From this share of the hours that there are (1.0 is all of them) a week is too full."""
    warn_weeks_ahead: int
