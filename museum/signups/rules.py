"""The rules of signing up, as in `config/registrations.toml`. Parses a dict; reads no file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


class SignUpRulesError(ValueError):
    """`config/registrations.toml` cannot be used; the message says what is wrong, in Dutch."""


@dataclass(frozen=True)
class SignUpRules:
    """`spreadsheet`: the ID of the spreadsheet with attendance lists; "" for none."""

    offer: timedelta
    late: timedelta
    late_offer: timedelta
    most_people: int
    confirm: timedelta
    remind_days: tuple[int, ...]
    afterwards_days: int
    certificate_kinds: tuple[str, ...]
    spreadsheet: str
    keep: timedelta

    def offer_until(self, now: datetime, begins: datetime) -> datetime | None:
        """Return until when a place that is offered now is kept; None when it has begun."""
        if now >= begins:
            return None
        lasts = self.late_offer if begins - now < self.late else self.offer
        return min(now + lasts, begins)


def parse_sign_up_rules(data: Mapping[str, Any], kinds: Mapping[str, str]) -> SignUpRules:
    """Read the rules; `kinds` are those of the year programme. Raises `SignUpRulesError`."""
    try:
        places, mails = data["places"], data["mails"]
        found = SignUpRules(
            offer=timedelta(hours=_more_than_none(places, "offer_hours")),
            late=timedelta(days=float(places["late_days"])),
            late_offer=timedelta(hours=_more_than_none(places, "late_offer_hours")),
            most_people=int(_more_than_none(places, "most_people")),
            confirm=timedelta(days=_more_than_none(places, "confirm_days")),
            remind_days=tuple(sorted((int(one) for one in mails["remind_days"]), reverse=True)),
            afterwards_days=int(mails["afterwards_days"]),
            certificate_kinds=tuple(str(one) for one in mails["certificate_kinds"]),
            spreadsheet=str(data["attendance"]["spreadsheet"]).strip(),
            keep=timedelta(days=_more_than_none(data["privacy"], "keep_days")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SignUpRulesError(f"er ontbreekt iets of staat iets verkeerd ({error})") from error
    unknown = set(found.certificate_kinds) - set(kinds)
    if unknown:
        raise SignUpRulesError(f"certificate_kinds: “{min(unknown)}” is geen soort")
    return found


def _more_than_none(data: Mapping[str, Any], name: str) -> float:
    value = float(data[name])
    if value <= 0:
        raise ValueError(f"{name} moet meer dan nul zijn")
    return value
