"""Who is in the newsletter's list: every odd case of the tables has one end."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backbone.config_files import load_config
from museum.audiences import (
    AudienceError,
    Known,
    key_of,
    parse_audience_rules,
    plan_audience,
    wanted_members,
)
from museum.identity import RecordId
from museum.records import Contact, Museum

RULES = parse_audience_rules(load_config("newsletter"))
DAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
OPEN, CLOSED = RecordId("recOpen"), RecordId("recClosed")
MUSEUMS = {
    OPEN: Museum(
        id=OPEN, created=DAY, name="Het Huis", place="Assen", status="open", municipality="Assen"
    ),
    CLOSED: Museum(id=CLOSED, created=DAY, name="Oud", place="Assen", status="closed"),
}


def contact(number: int, **changes: Any) -> Contact:
    given: dict[str, Any] = {
        "name": f"Anna{number} van Dijk",
        "email": f"anna{number}@musea.example",
        "museum": (OPEN,),
        "newsletter": "subscribed",
        "consent_on": DAY,
        "audiences": ("board",),
    }
    created = DAY + timedelta(minutes=number)
    return Contact(id=RecordId(f"rec{number}"), created=created, **{**given, **changes})


def emails(*contacts: Contact) -> list[str]:
    return [one.email for one in wanted_members(contacts, MUSEUMS, RULES)[0]]


NOT_WANTED = [
    {"newsletter": "none"},
    {"newsletter": "unsubscribed"},
    {"consent_on": None},
    {"museum": (CLOSED,)},
    {"email": "geen adres"},
    {"email": ""},
]


@pytest.mark.parametrize("changes", NOT_WANTED, ids=str)
def test_without_consent_address_or_open_museum_nobody_is_wanted(changes: dict[str, Any]) -> None:
    assert emails(contact(1, **changes)) == []


def test_two_people_on_one_address_are_one_member_greeted_together() -> None:
    shared = contact(2, email="ANNA1@Musea.example", audiences=("volunteer",), language="de")
    members, points = wanted_members([shared, contact(1)], MUSEUMS, RULES)
    assert points == ()
    assert [(one.email, one.contacts, one.audiences, one.language) for one in members] == [
        ("anna1@musea.example", ("rec1", "rec2"), ("board", "volunteer"), "de")
    ]
    assert members[0].fields == {
        "FNAME": "Anna1 en Anna2", "LNAME": "", "MUSEUM": "Het Huis", "STREEK": "noord",
    }  # fmt: skip
    assert members[0].key == key_of("Anna1@MUSEA.example")


MEMBER = wanted_members([contact(1)], MUSEUMS, RULES)[0][0]
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
PLACES = [
    (None, "new"),
    (("subscribed", MEMBER.fingerprint, BEFORE), ""),
    (("subscribed", "other", BEFORE), "changed"),
    (("pending", "other", BEFORE), "changed"),
    (("refused", MEMBER.fingerprint, BEFORE), ""),
    (("refused", "other", BEFORE), "new"),
    (("unsubscribed", MEMBER.fingerprint, AFTER), "told"),
    (("unsubscribed", "other", AFTER), "told"),
    (("archived", "other", AFTER), "told"),
    (("unsubscribed", "other", None), "told"),
    (("unsubscribed", "other", BEFORE), "invited"),
    (("archived", "other", BEFORE), "invited"),
    (("cleaned", "other", BEFORE), "told"),
]


@pytest.mark.parametrize(("state", "expected"), PLACES)
def test_who_left_is_never_subscribed_again(
    state: tuple[str, str, datetime | None] | None, expected: str
) -> None:
    known = {}
    if state:
        status, fingerprint, since = state
        known[MEMBER.key] = Known(MEMBER.key, fingerprint, status, True, since)
    plan = plan_audience([MEMBER], known, (), RULES)
    found = [name for name in ("new", "changed", "invited") if getattr(plan, name)]
    assert found == ([expected] if expected in ("new", "changed", "invited") else [])
    assert bool(plan.points) is (expected == "told")
    assert plan.gone == ()


def test_the_brake_stops_a_list_that_empties() -> None:
    known = {
        str(number): Known(str(number), "x", "subscribed", is_ours=number < 90)
        for number in range(100)
    }
    plan = plan_audience([], known, (), RULES)
    assert len(plan.gone) == 90  # whoever came otherwise stays
    assert plan.verdict.is_blocked
    assert plan.id == plan_audience([], known, (), RULES).id
    few = {key: replace(one, is_ours=key in ("1", "2")) for key, one in known.items()}
    assert not plan_audience([], few, (), RULES).verdict.is_blocked


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [("fields", "museum", "ELFLETTERSX"), ("interests", "board", "Bestuur"),
     ("brake", "share", 2), ("brake", "minimum", "veel")],
)  # fmt: skip
def test_a_wrong_setting_is_told(section: str, key: str, value: object) -> None:
    data = load_config("newsletter")
    with pytest.raises(AudienceError):
        parse_audience_rules({**data, section: {**data[section], key: value}})
