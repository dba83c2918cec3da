"""Nobody's mailbox is filled by somebody else who types its address in the sign-up form."""

from datetime import UTC, datetime, timedelta

import pytest

from backbone.subscribing_rules import load_subscribe_rules
from museum.mail_address import mailbox_of
from museum.newsletter.subscribing import Asked, may_ask, read_subscription

RULES = load_subscribe_rules()
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(("one", "other", "is_same"), [
    ("jan@museum.example", "JAN@museum.example", True),
    ("jan@museum.example", "jan+twee@museum.example", True),
    ("j.an.b@gmail.com", "janb+x@googlemail.com", True),
    ("j.an@museum.example", "jan@museum.example", False),
    ("+jan@museum.example", "+piet@museum.example", False),
    ("jan@museum.example", "jan@ander.example", False),
])  # fmt: skip
def test_where_mail_ends_up(one: str, other: str, is_same: bool) -> None:
    assert (mailbox_of(one) == mailbox_of(other)) is is_same


def test_a_mailbox_is_asked_once_a_day_and_three_times_in_all() -> None:
    def asked(*ago: timedelta, is_open: bool = True) -> list[Asked]:
        return [Asked("jan+1@museum.example", NOW - one, is_open) for one in ago]

    def may(before: list[Asked], email: str = "Jan@museum.example") -> bool:
        return may_ask(email, before, NOW, RULES)

    assert may([])
    assert not may(asked(DAY / 2))
    assert not may(asked(DAY / 2, is_open=False)), "who just confirmed needs no other mail"
    assert may(asked(DAY))
    assert may(asked(DAY, 2 * DAY))
    assert not may(asked(DAY, 2 * DAY, 40 * DAY))
    assert may(asked(DAY, 2 * DAY, 40 * DAY, is_open=False))
    assert may(asked(DAY, 2 * DAY, 40 * DAY), "piet@museum.example")


def test_a_name_holds_no_signs_of_html_or_of_mailchimp() -> None:
    typed = {"email": "a@b.example", "consent": "ja", "name": "Jo *|UNSUB|*\r\n<b>Smit</b>"}
    found, problems = read_subscription(typed, ["public"], RULES)
    assert (found and found.name, problems) == ("Jo UNSUB bSmit/b", {})
