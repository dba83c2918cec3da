"""After it went: what readers did, whose mail bounced, and what must be put right."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import requests

from backbone.no_mail import NoMail
from museum.sending import ask_test
from tests.bases import record_id
from tests.newsroom import STAFF_ADDRESS, Newsroom, open_newsroom
from workflows.bounced import BOUNCED
from workflows.newsletter_after import plot_of_year

KEY = record_id("maand")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    folder = tmp_path_factory.mktemp("after")
    with open_newsroom(folder, newsletter_to=STAFF_ADDRESS) as room:
        yield room


@pytest.fixture
def room(opened: Newsroom) -> Newsroom:
    opened.clear()
    opened.renew_list()
    opened.languages = ("de", "nl")
    return opened


def reader_does(room: Newsroom, name: str, what: str, key: str = "") -> None:
    """Let a reader do something with the newest mail they got."""
    campaign = dict(room.mails(name)[-1]["headers"])["X-Campaign"]
    reader = room.call("GET", f"/lists/{room.list_id}/members/{room.member(name)}")
    path = f"{room.url}/mc/letter/{campaign}/{reader['unique_email_id']}/{what}"
    call = requests.get if what in ("open.gif", f"click/{key}") else requests.post
    headers = {"Origin": room.url, "Sec-Fetch-Site": "same-origin"}
    call(path, headers=headers, timeout=5, allow_redirects=False).raise_for_status()


def click_key(room: Newsroom, name: str) -> str:
    page: str = room.mails(name)[-1]["html"]
    return page.partition("/click/")[2].partition('"')[0]


def test_what_readers_did_comes_beside_the_edition(room: Newsroom) -> None:
    moment = room.send_it()
    assert room.report()["outcome"] == "unchanged"  # not within the hour
    reader_does(room, "anna", "open.gif")
    reader_does(room, "anna", "open.gif")
    for name in ("anna", "clara"):
        reader_does(room, name, f"click/{(key := click_key(room, name))}", key)
    reader_does(room, "clara", "unsubscribe")
    reader_does(room, "bram", "soft")
    room.at(moment + timedelta(hours=1))
    assert room.report()["summary"] == "Verslagen gelezen: 1."
    row = room.row("maand")
    counts = (row.readers, row.opened, row.clicked, row.unsubscribed, row.bounced)
    assert counts == (3, 1, 2, 1, 1)
    lecture = f"https://musea.example/{record_id('lezing')}/"
    assert row.item_clicks == f"2 × Lezing over turf ({lecture})"
    assert row.sent_on == moment
    (bar,) = plot_of_year(room.context, moment.year)
    assert (bar.title, bar.readers, bar.opened_percent, bar.clicked_percent) == (
        "Nieuws van de maand", 3, 33, 67,
    )  # fmt: skip
    assert plot_of_year(room.context, moment.year - 1) == []
    room.at(moment + timedelta(days=31))
    room.report()
    assert room.mailing().state == "reported"
    assert room.report()["outcome"] == "unchanged"


def about_anna(room: Newsroom) -> list[str]:
    points = [one.point for one in room.context.attention.open_points()]
    return [one.what for one in points if one.record_id == record_id("anna")]


def test_a_hard_bounce_is_told_with_the_museum_and_gets_no_service_mail(room: Newsroom) -> None:
    moment = room.send_it()
    reader_does(room, "anna", "hard")
    reader_does(room, "bram", "hard")  # of whom there is no contact
    room.keep_list()
    assert about_anna(room) == [
        "Mail aan dit adres komt niet aan; Mailchimp stuurt er niets meer heen."
    ]
    room.at(moment + timedelta(hours=2))
    told = room.report()["lines"]
    assert told == ["Contactpersonen bij wie mail niet aankomt: 1."]
    points = [one.point for one in room.context.attention.open_points()]
    (point,) = [one for one in points if one.key.startswith(BOUNCED)]
    assert (point.record_id, point.subject) == (record_id("anna"), "Het Huis")
    assert "contactpersoon van Het Huis" in point.what
    assert "@" not in point.what + point.remedy
    for _ in range(2):  # whichever job looks: staff are told once
        room.keep_list()
        assert about_anna(room) == [point.what]
    listed = NoMail(room.context.database)
    assert [listed.holds(f"{name}@lezers.example") for name in ("anna", "bram", "clara")] == [
        True, True, False,
    ]  # fmt: skip
    assert {one.museum_id for one in listed.all()} == {record_id("huis"), ""}
    for one in listed.all():
        listed.lift(one.digest, room.now + timedelta(minutes=1))
    room.at(moment + timedelta(days=1))
    room.report()  # the same bounce, read once more
    assert listed.all() == []
    assert [one for one in room.context.attention.open_points() if BOUNCED in one.point.key] == []


def correction(room: Newsroom) -> str:
    """Return the key of the one correction that waits."""
    found = [one for one in room.mailings.all() if one.kind == "correction"]
    waiting = [one.key for one in found if one.state not in ("withdrawn", "sent")]
    assert len(waiting) == 1
    return waiting[0]


def test_a_cancelled_activity_gives_a_correction_to_who_got_the_edition(room: Newsroom) -> None:
    room.send_it()
    newcomer = {"email_address": "emma@lezers.example", "status": "subscribed", "language": "nl",
                "interests": room.interests("Bestuur")}  # fmt: skip
    room.call("POST", f"/lists/{room.list_id}/members", newcomer)
    room.change("activities", "lezing", event_status="Afgelast")
    told = room.run()["lines"]
    assert "Er is een rectificatie voorgesteld." in told
    key = correction(room)
    assert room.mailing(key).title == "Rectificatie: Lezing over turf"
    points = [one.point.what for one in room.context.attention.open_points()]
    assert "Er wacht een rectificatie op goedkeuring: Rectificatie: Lezing over turf." in points
    room.run()
    assert correction(room) == key  # proposed once
    room.mailings.change(key, ask_test)
    room.run()
    room.approve("Roos", key)
    room.run()
    points = [one.point.what for one in room.context.attention.open_points()]
    assert not any("Er wacht een rectificatie" in one for one in points)
    moment = room.mailing(key).moment
    assert moment is not None
    room.at(moment)
    room.wait_until(lambda: {one["status"] for one in room.campaigns()} == {"sent"})
    room.run()
    assert room.mailing(key).state == "sent"
    assert room.got() == {"anna": 2, "bram": 2, "clara": 2, "daan": 0}
    assert room.mails("emma") == []
    last = room.mails("anna")[-1]
    assert last["subject"] == "Rectificatie: Lezing over turf"
    assert "Dit gaat niet door." in last["text"]
    assert room.mails("clara")[-1]["subject"] == "Korrektur: Lezing over turf"
    room.run()
    waiting = [one for one in room.mailings.all() if one.kind == "correction"]
    assert [one.state for one in waiting] == ["sent"]  # readers know: nothing new to propose


def test_a_correction_follows_what_changes_and_is_dropped_when_nothing_is_wrong(
    room: Newsroom,
) -> None:
    room.send_it()
    room.change("activities", "lezing", title="Lezing over hei")  # a title is no change of plan
    room.run()
    assert [one for one in room.mailings.all() if one.kind == "correction"] == []
    later = (room.begin + timedelta(days=21)).isoformat()
    room.change("activities", "lezing", starts=later)
    room.run()
    first = correction(room)
    was, now = (day_of(room.begin, 20), day_of(room.begin, 21))
    text = room.mailings.letters(first)[-1].letter.text
    assert was in text
    assert now in text
    room.change("activities", "lezing", event_status="Afgelast")
    room.run()
    assert correction(room) != first
    assert room.mailing(first).note.startswith("Dit is niet meer nodig")
    room.change("activities", "lezing", starts=room.first_start, event_status=None)
    room.run()
    states = {one.state for one in room.mailings.all() if one.kind == "correction"}
    assert states == {"withdrawn"}


def test_what_a_person_withdrew_is_not_proposed_again(room: Newsroom) -> None:
    room.send_it()
    room.change("activities", "lezing", event_status="Afgelast")
    room.run()
    room.withdraw(correction(room))
    room.run()
    states = [one.state for one in room.mailings.all() if one.kind == "correction"]
    assert states == ["withdrawn"]


def day_of(begin: datetime, days: int) -> str:
    return f"{(begin + timedelta(days=days)).day} "
