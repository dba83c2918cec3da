"""Which records may stand on the website, why not, and until when that answer holds. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from museum.attention import AttentionPoint
from museum.date_plan import DatePlan
from museum.occurrences import last_day
from museum.records import Activity, Image, Museum, NewsItem, ProgrammeItem, Vacancy

FAR_AHEAD = date(9999, 12, 31)
"""The last day of what has no end."""

Standing = Literal["published", "hidden", "unknown"]
"""How a linked record stands; `unknown`: it is not in the tables (any more)."""


@dataclass(frozen=True)
class Decision:
    """`keep`: the record is broken, so its last good version stays, if there is one.

    `reason` says in Dutch why it is not published. `is_expected`: its date passed, nobody hid it.
    `review_on` is the first day on which the answer may differ by itself.
    """

    outcome: Literal["publish", "hide", "keep"]
    reason: str = ""
    is_expected: bool = False
    review_on: date | None = None


PUBLISH = Decision("publish")
BROKEN = Decision("keep", "Het record is niet in orde (zie de aandachtspunten).")


def decide_museum(museum: Museum) -> Decision:
    """Decide on a museum: it must be on the website, and not closed for good."""
    if museum.status == "closed":
        return Decision("hide", "“Status” is “Voorgoed gesloten”.")
    if not museum.on_website:
        return Decision("hide", "“Op de website” staat uit.")
    return PUBLISH


def decide_activity(
    activity: Activity, plan: DatePlan, museum: Standing, today: date, keep_days: int
) -> Decision:
    """Decide on an activity; one that is past stays findable for `keep_days`."""
    if activity.workflow_status != "approved":
        return Decision("hide", "“Status” is niet “Goedgekeurd”.")
    if museum == "unknown":
        return BROKEN
    if museum == "hidden":
        return Decision("hide", "Het museum staat niet op de website.")
    end = last_day(plan, FAR_AHEAD)
    if end == FAR_AHEAD:
        return PUBLISH
    goes_on = end + timedelta(days=keep_days + 1)
    if goes_on <= today:
        return Decision("hide", f"Het was voorbij op {_day(end)}.", is_expected=True)
    return Decision("publish", review_on=goes_on)


def decide_vacancy(vacancy: Vacancy, museum: Standing, today: date) -> Decision:
    """Decide on a vacancy: approved, and not past its closing day."""
    if vacancy.workflow_status != "approved":
        return Decision("hide", "“Status” is niet “Goedgekeurd”.")
    if museum == "unknown":
        return BROKEN
    if museum == "hidden":
        return Decision("hide", "Het museum staat niet op de website.")
    if vacancy.closes_on is None:
        return PUBLISH
    if vacancy.closes_on < today:
        reason = f"Reageren kon tot en met {_day(vacancy.closes_on)}."
        return Decision("hide", reason, is_expected=True)
    return Decision("publish", review_on=vacancy.closes_on + timedelta(days=1))


def decide_news(item: NewsItem, today: date) -> Decision:
    """Decide on a news item: approved, and its day has come."""
    if item.workflow_status != "approved":
        return Decision("hide", "“Status” is niet “Goedgekeurd”.")
    if item.published_on is not None and item.published_on > today:
        reason = f"Het verschijnt op {_day(item.published_on)}."
        return Decision("hide", reason, review_on=item.published_on)
    return PUBLISH


def decide_programme(item: ProgrammeItem, plan: DatePlan | None, today: date) -> Decision:
    """Decide on an item of the year programme: until its last day, and also without a date."""
    if plan is None:
        if item.date_status == "cancelled":
            return Decision("hide", "Het is afgelast, en heeft geen datum.")
        return PUBLISH if item.date_status in ("", "unknown") else BROKEN
    end = last_day(plan, FAR_AHEAD)
    if end < today:
        return Decision("hide", f"Het was voorbij op {_day(end)}.", is_expected=True)
    return PUBLISH if end == FAR_AHEAD else Decision("publish", review_on=end + timedelta(days=1))


def decide_image(image: Image, rights: list[AttentionPoint], today: date) -> Decision:
    """Decide on a picture, from what its rights lack."""
    if rights:
        return Decision("hide", rights[0].what)
    if image.rights_until is None or image.rights_until < today:
        return PUBLISH
    return Decision("publish", review_on=image.rights_until + timedelta(days=1))


def lost_link(table: str, record_id: str, field: str, label: str, subject: str) -> AttentionPoint:
    """Return the point for a link to a record that is no longer there."""
    return AttentionPoint(
        key=f"record:{table}:{record_id}:{field}:lost",
        what=f"“{label}” verwijst naar een rij die er niet meer is.",
        remedy="Kies een andere rij, of zet de verwijderde terug uit de prullenbak van Airtable.",
        table=table,
        record_id=record_id,
        field=field,
        subject=subject or "(zonder naam)",
        severity="error" if field == "museum" else "warning",
    )


def _day(value: date) -> str:
    return f"{value:%d-%m-%Y}"
