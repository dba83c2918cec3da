"""Signing up over HTTP: by link and by mail, the queue, calendar files, changes, what is left."""

import re
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
import requests
from icalendar import Calendar

from tests.bases import record_id
from tests.forking import run_python
from tests.killing import environment_of
from tests.webhooks.signups.conftest import HIDDEN, START, Desk, heading
from workflows.calendar_entries import programme_site
from workflows.signups.daily import TIDY, daily_jobs
from workflows.signups.job import SIGN_UPS, signup_jobs


def calendar_of(desk: Desk, mail: dict[str, Any]) -> tuple[str, Any]:
    """Return what a mail asks of an agenda, and the event; the two copies must be one."""
    message = message_from_bytes(desk.source(mail), EmailMessage, policy=policy.default)
    found = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    (attached,) = [one for one in message.iter_attachments() if one.get_filename()]
    text = found[0].get_payload(decode=True)
    assert isinstance(text, bytes)
    assert attached.get_payload(decode=True) == text
    calendar = Calendar.from_ical(text)
    assert found[0].get_param("method") == calendar["method"]
    return str(calendar["method"]), calendar.walk("VEVENT")[0]


def test_the_last_place_goes_round_by_mail(desk: Desk) -> None:
    """In, waiting, cancelled, offered, not answered, offered to the next, who says yes."""
    assert desk.sign_up("anna", "turf") == "U bent ingeschreven"
    again = desk.visitor(0, "anna").get(desk.form("turf"), timeout=10).text
    assert "Hiermee wijzigt u dat." in again
    assert desk.sign_up("bram", "turf") == "U staat op de wachtlijst"
    assert desk.sign_up("clara", "turf") == "U staat op de wachtlijst"
    desk.work()
    method, event = calendar_of(desk, desk.mails("anna")[-1])
    site = programme_site(desk.context).identity
    assert (method, event["sequence"]) == ("REQUEST", 0)
    assert event["uid"] == f"{record_id('turf')}@{site}"
    assert event["dtstart"].dt == START + timedelta(days=30)
    feed = requests.get(f"{desk.url}/kalenders/jaarprogramma.ics", timeout=10).text
    assert f"UID:{event['uid']}" in feed.replace("\r\n ", "")
    assert "U bent de eerste." in desk.mails("bram")[-1]["text"]
    own = desk.own("anna", "turf")
    assert requests.get(own, timeout=10).status_code == 200
    assert desk.of("turf")["anna"] == "placed"  # looked at only
    desk.post(requests.Session(), own, doe="afmelden")
    desk.work()
    method, event = calendar_of(desk, desk.mails("anna")[-1])
    assert (method, event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 1)
    assert desk.of("turf") == {"anna": "cancelled", "bram": "offered", "clara": "waiting"}
    assert desk.mails("bram")[-1]["subject"] == "Er is plaats voor u: Turf"
    late = requests.Session()  # has the page open until it is too late
    pressed = dict(HIDDEN.findall(late.get(desk.own("bram", "turf"), timeout=10).text))
    desk.pass_time(hours=49)
    desk.work()
    assert desk.of("turf") == {"anna": "cancelled", "bram": "lapsed", "clara": "offered"}
    said = late.post(desk.own("bram", "turf"), {**pressed, "doe": "ja"}, timeout=10).text
    assert "Dat lukt niet meer" in said
    assert desk.of("turf")["bram"] == "lapsed"
    desk.post(requests.Session(), desk.own("clara", "turf"), doe="ja")
    assert desk.of("turf")["clara"] == "placed"
    assert desk.sign_up("anna", "turf") == "U staat op de wachtlijst"
    desk.change("turf", capacity=2)
    desk.work()
    desk.post(requests.Session(), desk.own("anna", "turf"), doe="ja")
    method, event = calendar_of(desk, desk.mails("anna")[-1])
    assert (method, event["sequence"]) == ("REQUEST", 2)
    # That she waited was no longer so when the mail went: she read at once that there is a place.
    assert [one["subject"].partition(":")[0] for one in desk.mails("anna")] == [
        *("U bent ingeschreven", "U bent afgemeld", "Er is plaats voor u", "U bent ingeschreven")
    ]
    desk.work()
    rows = desk.rows()
    assert {name: rows[name]["Status"] for name in ("Anna", "Bram", "Clara")} == {
        "Anna": "Ingeschreven",
        "Bram": "Afgemeld",
        "Clara": "Ingeschreven",
    }


def test_a_stranger_confirms_and_the_same_address_is_one(desk: Desk) -> None:
    session, typed = requests.Session(), {
        "name_1": "=Jo", "audience": "volunteer", "sender_email": "jo@elders.example",
        "museum_id": record_id("museum-1"),
    }  # fmt: skip
    wrong = desk.post(session, desk.form("veen"), name_1="", sender_email="jo")
    assert wrong.status_code == 422
    assert re.findall('<a href="(#v-[^"]+)"', wrong.text) == [
        *("#v-name_1", "#v-audience", "#v-sender_email")
    ]
    page = desk.post(session, desk.form("veen"), **typed)
    assert heading(page.text) == "Nog één stap: kijk in uw mail"
    assert desk.of("veen") == {}
    link = str(re.findall(r"http\S+bevestig/\S+", desk.mails("jo@elders.example")[-1]["text"])[0])
    assert "Ja, schrijf mij in" in requests.get(link, timeout=10).text
    assert desk.of("veen") == {}  # a scanner that fetches it confirms nothing
    reader = requests.Session()
    assert heading(desk.post(reader, link).text) == "U bent ingeschreven"
    again = requests.get(link, timeout=10)
    assert heading(again.text) == "U bent ingeschreven"
    # Who only filled in somebody's address sees nothing of what its owner made of it.
    for browser in (session, requests.Session()):
        seen = browser.get(again.url, timeout=10).text
        assert heading(seen) == "Nog één stap: kijk in uw mail"
        assert "/inschrijven/mijn/" not in seen
    # The same address again changes what there is, once it is confirmed; there is no place for two.
    desk.post(session, desk.form("veen"), **{**typed, "rows": "2", "name_2": "Mo"})
    link = str(re.findall(r"http\S+bevestig/\S+", desk.mails("jo@elders.example")[-1]["text"])[0])
    assert heading(desk.post(session, link).text) == "Er zijn niet genoeg plaatsen"
    assert desk.counts("veen").placed == 1
    desk.work()
    assert desk.rows()["=Jo"]["Museum"] == [record_id("museum-1")]
    for name, said in {"borrel": "niet op deze website", "gesloten": "kon tot en met"}.items():
        assert said in requests.get(desk.form(name), timeout=10).text
        assert requests.post(desk.form(name), timeout=10).status_code == 400
    assert requests.get(f"{desk.url}/inschrijven/recNergens", timeout=10).status_code == 404


def test_everyone_is_told_once_of_a_change_that_staff_approved(desk: Desk) -> None:
    for number, person in enumerate(["dirk", "eva", "fatima"]):
        desk.sign_up(person, "verhuist", **({"rows": "2", "name_2": "Gert"} if number else {}))
    desk.work()
    moved = START + timedelta(days=60)
    desk.change("verhuist", starts=moved.isoformat(), ends=(moved + timedelta(hours=2)).isoformat())
    desk.work()
    points = [one.point.what for one in desk.context.attention.open_points()]
    assert "“Verhuist” is veranderd; dat moet 5 personen nog horen." in points
    # Who signs up now knows it already.
    desk.sign_up("harm", "verhuist")
    staff, page = requests.Session(), desk.staff("verhuist", "/bericht")
    before = {one: len(desk.mails(one)) for one in ("dirk", "eva", "fatima", "harm")}
    shown = desk.post(staff, page, doe="bekijk", words="De zaal lekt.\nTot dan!")
    assert "verstuur aan 3" in shown.text
    assert "De zaal lekt." in shown.text
    seen = dict(re.findall(r'name="(seen|words)" value="([^"]*)"', shown.text))
    # Somebody leaves meanwhile: it is no longer what was seen.
    desk.post(requests.Session(), desk.own("fatima", "verhuist"), doe="afmelden")
    refused = desk.post(staff, page, doe="verstuur", **seen)
    assert "Er veranderde intussen iets" in refused.text
    shown = desk.post(staff, page, doe="bekijk", words="De zaal lekt.\nTot dan!")
    seen = dict(re.findall(r'name="(seen|words)" value="([^"]*)"', shown.text))
    assert "2 mails gaan nu weg" in desk.post(staff, page, doe="verstuur", **seen).text
    desk.post(staff, page, doe="verstuur", **seen)  # pressed twice
    desk.work()
    desk.work()
    after = {one: len(desk.mails(one)) - before[one] for one in before}
    assert after == {"dirk": 1, "eva": 1, "fatima": 1, "harm": 0}
    mail = desk.mails("dirk")[-1]
    assert mail["subject"] == "Gewijzigd: Verhuist"
    assert "De zaal lekt." in mail["text"]
    method, event = calendar_of(desk, mail)
    assert (method, event["sequence"], event["dtstart"].dt) == ("REQUEST", 1, moved)
    desk.change("verhuist", date_status="Afgelast")
    shown = desk.post(staff, page, doe="bekijk")
    seen = dict(re.findall(r'name="(seen|words)" value="([^"]*)"', shown.text))
    assert "3 mails" in desk.post(staff, page, doe="verstuur", **seen).text
    method, event = calendar_of(desk, desk.mails("harm")[-1])
    assert (method, event["sequence"]) == ("CANCEL", 2)
    assert desk.mails("harm")[-1]["subject"] == "Gaat niet door: Verhuist"


def test_reminders_attendance_evaluation_certificate_and_the_end(desk: Desk) -> None:
    desk.at(START)
    desk.sign_up("ida", "molens", needs_1="Geen noten")
    desk.sign_up("jan", "molens")
    begins = START + timedelta(days=32)
    for days in (20, 8, 7, 6, 2, 1, 1, 0):
        desk.at(begins - timedelta(days=days) - timedelta(hours=3))
        desk.work()
    assert [one["subject"].partition(":")[0] for one in desk.mails("ida")] == [
        *("U bent ingeschreven", "Tot gauw", "Tot gauw")
    ]
    people = desk.context.attendees.of_item(record_id("molens"))
    page = f"{desk.url}/beheer/aanwezig/{record_id('molens')}"
    # Two phones say the same at about one time: it stays so.
    for staff in (requests.Session(), requests.Session()):
        found = desk.post(staff, page, person=people[0].key, aanwezig="ja")
        assert "1 van de 2 aanwezig" in found.text
    desk.at(begins + timedelta(days=1))
    desk.work()
    desk.work()
    assert desk.rows()["Ida"]["Status"] == "Aanwezig geweest"
    assert [one["subject"] for one in desk.mails("jan")][-1].startswith("Tot gauw")
    mail = desk.mails("ida")[-1]
    assert mail["subject"] == "Hoe was het? Molens"
    certificate, evaluation = (
        str(re.findall(rf"http\S+{path}/\S+", mail["text"])[0]) for path in ("bewijs", "evaluatie")
    )
    made = requests.get(certificate, timeout=20)
    assert made.content.startswith(b"%PDF")
    assert requests.get(certificate.replace(".pdf", "x.pdf"), timeout=10).status_code == 404
    session = requests.Session()
    assert desk.post(session, evaluation).status_code == 422
    desk.post(session, evaluation, grade="8", good="De koffie")
    assert "U liet weten wat u vond" in session.get(evaluation, timeout=10).text
    assert "Gemiddeld een 8,0" in requests.get(desk.staff("molens"), timeout=10).text
    invoices = requests.get(f"{desk.url}/beheer/inschrijvingen/facturen.csv", timeout=10)
    lines = invoices.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Onderdeel;Wanneer;Museum;E-mail;Namen;Aantal;Bedrag per persoon")
    assert {line.split(";")[0] for line in lines[1:]} == {"Turf"}
    assert lines[1].split(";")[5:8] == ["1", "75", "75"]
    desk.at(begins + timedelta(days=181))
    _tidy(desk)
    assert "Ida" not in desk.rows()
    assert desk.context.signups.of_item(record_id("molens")) == []
    assert (
        "Molens: 2 ingeschreven, 1 aanwezig"
        in requests.get(f"{desk.url}/beheer/inschrijvingen", timeout=10).text
    )
    desk.at(datetime.now(UTC))


def test_each_reads_the_change_in_their_own_language_once(desk: Desk) -> None:
    desk.at(START)
    page = requests.get(desk.form("reis"), params={"taal": "de"}, timeout=10).text
    assert '<option value="de" lang="de" selected>' in page
    for person, language in {"greta": "de", "emily": "en", "kees": "nl"}.items():
        desk.sign_up(person, "reis", language=language)
    # The next time, the choice of who has a personal link stands there already.
    page = desk.visitor(0, "greta").get(desk.form("cursus"), timeout=10).text
    assert '<option value="de" lang="de" selected>' in page
    desk.sign_up("heidi", "reis", language="de", rows="2", name_2="Ulf")
    desk.work()
    assert [desk.mails(one)[-1]["subject"] for one in ("greta", "emily", "heidi")] == [
        *("Sie sind angemeldet: Reis", "You are registered: Reis"),
        "Sie stehen auf der Warteliste: Reis",
    ]
    assert "Für 2 Personen: Heidi, Ulf" in desk.mails("heidi")[-1]["text"]
    desk.change("reis", capacity=5)
    desk.work()
    offer = desk.mails("heidi")[-1]
    assert offer["subject"] == "Ein Platz ist frei: Reis"
    assert re.search(r"Sagen Sie bis \w+, \d+\. \w+, \d\d:\d\d Uhr zu\.", offer["text"])
    assert "personen" not in offer["text"]
    desk.change("reis", place="Emmen")
    shown = desk.post(
        requests.Session(), desk.staff("reis", "/bericht"), doe="bekijk", words="Tot!"
    )
    assert re.findall(r'<h2 lang="(\w+)">(.*?)</h2>', shown.text) == [
        *(("de", "Geändert: Reis"), ("en", "Changed: Reis"), ("nl", "Gewijzigd: Reis"))
    ]
    seen = dict(re.findall(r'name="(seen|words)" value="([^"]*)"', shown.text))
    desk.post(requests.Session(), desk.staff("reis", "/bericht"), doe="verstuur", **seen)
    desk.work()
    mail = desk.mails("heidi")[-1]
    assert mail["subject"] == "Geändert: Reis"
    bisher = mail["text"].partition("Bisher war es:")[2]
    assert re.search(r"\d Uhr\s+Assen", bisher), bisher
    assert "Tot!" in mail["text"]
    assert [len(desk.mails(one)) for one in ("greta", "emily", "kees")] == [2, 2, 2]


APPROVE = """
import os, signal, sys
import sqlalchemy as sa
from backbone.settings import read_settings
from backbone.signups.notices import SignUpNotices
from workflows.context import open_context
from workflows.signups.items import facts_by_id

item_id, words, seen, last = sys.argv[1:]
context = open_context(read_settings())
facts, left = facts_by_id(context, item_id), [int(last)]

def after(*_told):
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)

sa.event.listen(context.database, "after_cursor_execute", after)
print(SignUpNotices(context.database).approve(item_id, facts, words, seen, context.now()))
"""


def test_an_approval_that_is_killed_or_pressed_in_two_tabs_tells_each_once(desk: Desk) -> None:
    desk.at(START)
    for person in ("mia", "nico", "otto"):
        desk.sign_up(person, "lezing")
    desk.work()
    page, environment = desk.staff("lezing", "/bericht"), environment_of(desk.context.settings)

    def seen_after(place: str) -> dict[str, str]:
        desk.change("lezing", place=place)
        shown = desk.post(requests.Session(), page, doe="bekijk", words="Let op.").text
        return dict(re.findall(r'name="(seen|words)" value="([^"]*)"', shown))

    # Killed after each question to the database: nobody is told anything, and nobody counts so.
    seen, killed = seen_after("Emmen"), 0
    words = (record_id("lezing"), seen["words"], seen["seen"])
    while (done := run_python(APPROVE, *words, str(killed + 1), env=environment)).returncode:
        assert done.returncode == -signal.SIGKILL, done.stderr
        killed += 1
        desk.work()
        assert [len(desk.mails(one)) for one in ("mia", "nico", "otto")] == [1, 1, 1]
    assert killed >= 6
    assert done.stdout == "3\n"
    # That process never posted them; whoever works next does.
    desk.work()
    assert [desk.mails(one)[-1]["subject"] for one in ("mia", "otto")] == ["Gewijzigd: Lezing"] * 2
    seen = seen_after("Meppel")
    with ThreadPoolExecutor(2) as tabs:
        told = [
            one.text
            for one in tabs.map(
                lambda tab: desk.post(tab, page, doe="verstuur", **seen),
                (requests.Session(), requests.Session()),
            )
        ]
    assert sorted("3 mails gaan nu weg" in one for one in told) == [False, True]
    assert sorted("Er veranderde intussen iets" in one for one in told) == [False, True]
    desk.work()
    assert [len(desk.mails(one)) for one in ("mia", "nico", "otto")] == [3, 3, 3]


def test_a_course_that_repeats_is_reminded_of_for_each_date(desk: Desk) -> None:
    desk.at(START)
    desk.sign_up("lena", "cursus", language="en")
    first = START + timedelta(days=20)
    for days in range(-8, 9):
        desk.at(first + timedelta(days=days) - timedelta(hours=3))
        desk.work()
    reminders = desk.mails("lena")[1:]
    # A week and a day before the first; the next is so near that the day before is enough.
    assert [one["subject"] for one in reminders] == ["See you soon: Cursus"] * 3
    for mail, after in zip(reminders, (0, 0, 7), strict=True):
        assert f"{first + timedelta(days=after):%A %-d %B}" in mail["text"]
    assert ["only miss this one time" in one["text"] for one in reminders] == [False, False, True]
    desk.at(datetime.now(UTC))


def _tidy(desk: Desk) -> None:
    done = daily_jobs(desk.context)[TIDY](lambda _name, work: work(), "run-opruimen", {})
    assert isinstance(done, dict)
    assert done["outcome"] == "changed", done


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("last", ["wachtlijsten", "aandachtspunten", "schrijven 0"])
def test_killed_after_any_step_it_ends_the_same(desk: Desk, last: str) -> None:
    person = f"killed-{len(last)}"
    desk.sign_up(person, "congres")
    job = signup_jobs(desk.context)[SIGN_UPS]

    def until(name: str, work: Any) -> Any:
        found = work()
        if name == last:
            raise Killed
        return found

    with pytest.raises(Killed):
        job(until, f"killed-{last}", {})
    done = job(lambda _name, work: work(), f"again-{last}", {})
    assert isinstance(done, dict)
    assert done["outcome"] in ("changed", "unchanged")
    rows = [one["fields"]["Naam"] for one in desk.office.rows("Inschrijvingen")]
    assert rows.count(person.capitalize()) == 1
    assert len(desk.mails(person)) == 1
