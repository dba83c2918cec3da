"""What `config/programme.toml` says: how severe each rule is, its limits, and the hours there are.

Parses a dict; reads no file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from museum.workload.rules import PEOPLE, WorkRules

Severity = Literal["error", "warning", "hint"]
SEVERITIES: Final[Mapping[str, Severity | None]] = {
    "fout": "error",
    "let op": "warning",
    "tip": "hint",
    "uit": None,
}
RULES: Final = (
    "same_day",
    "same_week",
    "partner_congress",
    "partner_sector",
    "partner_other",
    "public_holiday",
    "school_holiday",
    "room_twice",
    "speaker_twice",
    "staff_twice",
    "staff_on_leave",
    "date_unclear",
    "not_fixed",
    "no_date",
    "deadline_after_start",
    "deadline_passed",
    "over_capacity",
    "audience_empty",
    "outside_hours",
    "museum_closed",
    "special_day",
    "closed_season",
    "ended_first",
    "offer_endless",
    "same_event",
    "holidays_unknown",
    "partner_year_empty",
    "partner_not_yet",
    "partner_source",
    "overload",
)


class CheckSettingsError(ValueError):
    """`config/programme.toml` says something that cannot be; in Dutch."""


@dataclass(frozen=True)
class CheckSettings:
    """`severities` lacks the rules that are off. `work` is about the hours of staff.

    `fixed_before_days`: so long before its day the date of an item of that kind must be fixed;
    `otherwise` holds for the kinds that are not named.
    """

    severities: Mapping[str, Severity]
    work: WorkRules
    fixed_before_days: Mapping[str, int]
    undated_after_days: int
    quarters_ahead: int
    closed_season_days: int
    source_valid_days: int

    def fixed_before(self, kind: str) -> int:
        """Return how many days before its day an item of this kind must have its date."""
        return self.fixed_before_days.get(kind, self.fixed_before_days["otherwise"])


def parse_check_settings(data: Mapping[str, Any]) -> CheckSettings:
    """Read `config/programme.toml`; raises `CheckSettingsError`."""
    try:
        dates, hours = data["dates"], data["hours"]
        read = CheckSettings(
            severities=_severities(data["rules"]),
            work=_work(hours),
            fixed_before_days={str(key): int(days) for key, days in dates["fixed_before"].items()},
            undated_after_days=int(dates["undated_after_days"]),
            quarters_ahead=int(dates["quarters_ahead"]),
            closed_season_days=int(dates["closed_season_days"]),
            source_valid_days=int(dates["source_valid_days"]),
        )
    except KeyError as error:
        raise CheckSettingsError(f"{error} ontbreekt") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise CheckSettingsError(f"er staat iets dat geen getal is ({error})") from error
    if "otherwise" not in read.fixed_before_days:
        raise CheckSettingsError("“otherwise” ontbreekt bij dates.fixed_before")
    work = read.work
    if min(work.weeks_before, work.weeks_after) < 1 or min(work.week_hours.values()) < 0:
        raise CheckSettingsError("een aantal weken is minstens 1, en uren zijn niet negatief")
    return read


def _work(hours: Mapping[str, Any]) -> WorkRules:
    return WorkRules(
        week_hours={person: float(hours[person]) for person in PEOPLE},
        weeks_before=int(hours["weeks_before"]),
        weeks_after=int(hours["weeks_after"]),
        overload_from=float(hours["overload_from"]),
        warn_weeks_ahead=int(hours["warn_weeks_ahead"]),
    )


def _severities(given: Mapping[str, Any]) -> dict[str, Severity]:
    unknown = sorted(set(given) - set(RULES))
    if unknown:
        raise CheckSettingsError(f"de regel “{unknown[0]}” bestaat niet")
    missing = [rule for rule in RULES if rule not in given]
    if missing:
        raise CheckSettingsError(f"de regel “{missing[0]}” ontbreekt")
    wrong = [rule for rule in RULES if given[rule] not in SEVERITIES]
    if wrong:
        choices = ", ".join(f"“{one}”" for one in SEVERITIES)
        raise CheckSettingsError(f"kies bij “{wrong[0]}” uit {choices}")
    found = {rule: SEVERITIES[given[rule]] for rule in RULES}
    return {rule: one for rule, one in found.items() if one is not None}
