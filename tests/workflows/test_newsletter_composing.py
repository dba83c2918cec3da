"""An edition from the tables to readers: composed, sent by the stand-in, read in its mailbox."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from itertools import product

import pytest
import requests

from backbone.ledger import Ledger
from channels.newsletter.reader_view import ReaderSeen, as_reader_sees
from museum.corrections import Changed
from museum.identity import RecordId, TableKey
from museum.letter_checks import check_letter
from museum.letters import Letter
from museum.records import Newsletter
from museum.sending import ask_test
from museum.signups import Person, SignUpRequest
from tests.bases import BASE_ID, field_id, record_id
from tests.channels.newsletter.golden_letters import golden_path
from tests.killing import keep_waiting, kill_once, lose_replies, no_faults
from tests.newsroom import READERS, STAFF
from tests.press import MORE_READERS, NOW, Press, open_press, titles_in
from workflows.context import Context
from workflows.fetch import fetch
from workflows.newsletter_composing import compose_edition
from workflows.newsletter_correction import correction_letters
from workflows.newsletter_drafts import DRAFTS, make_rows
from workflows.newsletter_editions import facts_now
from workflows.newsletter_sending import SENDING, newsletter_jobs
from workflows.signups.items import find_item
from workflows.signups.taking import cancel, take_own

MAKE_ROWS = """
import sys
from datetime import datetime
from backbone.settings import read_settings
from workflows.context import open_context
from workflows.newsletter_correction import correction_letters
from workflows.newsletter_drafts import make_rows

make_rows(open_context(read_settings(), lambda: datetime.fromisoformat(sys.argv[1])))
"""


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Press]:
    with open_press(tmp_path_factory.mktemp("press")) as room:
        yield room


def test_the_rules_choose(press: Press) -> None:
    assert press.titles() == {
        "nieuws": ["Nieuwe voorzitter"],
        "jaarprogramma": ["Bestuursavond", "Cursus textiel"],
        "regelingen": ["Geld voor licht"],
        "tentoonstellingen": ["Altijd turf", "Lampen aan"],
        "activiteiten": ["Lezing over turf & licht"],
        "kortingen": ["Twee voor één"],
        "vacatures": ["Schipper", "Gids", "Typist"],
    }
    letters = press.composed().letters
    assert {one.language: one.subject for one in letters} == {
        "nl": "Lampen aan in Drenthe",
        "de": "Lichter an in Drenthe",
        "en": "News from the museums of Drenthe",
    }
    assert [
        check.heading for one in letters for check in check_letter(one) if not check.is_right
    ] == []


def corrected(press: Press, of: Sequence[Letter]) -> list[Letter]:
    """Return the correction to an edition: the lecture is off, the course moved."""
    found = facts_now(press.context, [record_id("lezing"), record_id("cursus")])
    off, moved = found[record_id("lezing")], found[record_id("cursus")]
    later = replace(moved, starts="2027-04-07T09:00:00+02:00", ends="2027-04-07T12:00:00+02:00")
    changes = [
        Changed(record_id("lezing"), off, replace(off, is_off=True)),
        Changed(record_id("cursus"), moved, later),
    ]
    return correction_letters(press.context, "proef", of, changes)


def test_golden(press: Press) -> None:
    letters = press.composed().letters
    for kind, ones in (("edition", letters), ("correction", corrected(press, letters))):
        for letter, suffix in product(ones, ("html", "txt")):
            made = letter.html if suffix == "html" else letter.text
            path = golden_path(letter.language, suffix, kind)
            if os.environ.get("RENEW_GOLDEN"):
                path.parent.mkdir(exist_ok=True)
                path.write_text(made, "utf-8")
            assert made == path.read_text("utf-8"), path.name


HOSTILE = (
    "*|UNSUB|* |**|IF:X|* <b onclick=k>&#42;|EMAIL|&#42;</b><script>k()</script>\n\"'{{ 7*7 }}"
)
TYPED = {
    "museums": ("huis", ("name", "place")),
    "activities": ("lezing", ("title", "title_de", "summary", "location_name", "price_text")),
    "news": ("nieuws", ("title", "title_en", "summary")),
    "vacancies": ("gids", ("title", "summary", "tasks", "hours_text")),
    "programme": ("cursus", ("title", "description", "place", "room")),
    "grants": ("regeling", ("title", "summary", "funder", "amount_text")),
    "images": ("foto", ("alt", "maker")),
}
"""What museums type, or staff after what museums sent them."""


class Elements(HTMLParser):
    """Gathers the elements of a page, each with the names of its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, ...]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, *(name for name, _ in attrs)))


def signs_in(letter: Letter) -> tuple[list[str], list[tuple[str, ...]], str]:
    """Return the merge tags, the elements with their attributes, and the language."""
    tags = re.findall(r"\*\|.*?\|\*", letter.html + letter.text + letter.subject, re.DOTALL)
    assert "\n" not in letter.subject
    return tags, Elements(letter.html).found, letter.language


def test_whatever_is_typed_no_sign_of_mailchimp_and_no_element_comes_of_it(press: Press) -> None:
    def letters() -> list[Letter]:
        order = "\n".join(record_id(one) for one in ("nieuws", "lezing", "cursus", "gids"))
        return list(press.composed(replace(press.edition(), order=order)).letters)

    def signs_when_typed(text: str) -> list[object]:
        for table, (name, fields) in TYPED.items():
            press.change(table, name, **dict.fromkeys(fields, text))
        press.follow()
        made = letters()
        assert text.rsplit(maxsplit=1)[-1] in made[0].text
        return [signs_in(one) for one in [*made, *corrected(press, made)]]

    before = letters()
    try:
        press.change("grants", "regeling", website="https://fonds.example/*|UNSUB|*?a=<b>")
        assert signs_when_typed(HOSTILE) == signs_when_typed("Gewoon")
    finally:
        press.put_back()
        press.follow()
    assert letters() == before


def test_staff_add_leave_out_and_order(press: Press) -> None:
    edition = replace(
        press.edition(),
        audiences=("board", "public"),
        add_activities=(RecordId(record_id("later")),),
        order="- Altijd turf\nTypist\nGids\nlezing over\nZomerfeest\nNiet van ons\n",
    )
    found = press.composed(edition)
    assert press.titles(edition) == {
        "nieuws": ["Nieuwe voorzitter"],
        "jaarprogramma": ["Bestuursavond"],
        "regelingen": ["Geld voor licht"],
        "tentoonstellingen": ["Lampen aan"],
        "activiteiten": ["Lezing over turf & licht", "Zomerfeest"],
        "kortingen": ["Twee voor één"],
        "vacatures": ["Typist", "Gids", "Schipper"],
    }
    assert found.by_hand.unknown == ("Niet van ons",)
    added = next(one for one in found.choice.items if one.id == record_id("later"))
    assert added.audiences == ("board", "public"), "what staff add is for everyone of the edition"


def test_nobody_gets_an_empty_letter(press: Press) -> None:
    out = ("Nieuwe voorzitter", "Cursus textiel", "Altijd turf", "Lampen aan")
    order = "\n".join(f"- {title}" for title in out)
    one = replace(press.edition(), audiences=("professional",), order=order)
    assert press.composed(one).letters == ()
    two = replace(one, audiences=("professional", "board"))
    assert {letter.audiences for letter in press.composed(two).letters} == {("board",)}


def test_the_same_tables_give_the_same_letters_until_it_goes(press: Press) -> None:
    before = press.composed().letters
    now = press.now
    press.now += timedelta(days=4)
    try:
        assert press.composed().letters == before
    finally:
        press.now = now
    assert len({one.fingerprint for one in before}) == 3


def test_after_an_approval_only_what_changed_is_composed_and_asked_again(press: Press) -> None:
    """What staff add by hand, and a course that fills up: the approval was of something else."""
    composed: list[str] = []

    def compose(context: Context, edition: Newsletter) -> list[Letter]:
        composed.append(edition.id)
        return compose_edition(context, edition)

    job = newsletter_jobs(press.context, compose, press.waits.append)[SENDING]

    def run(times: int = 1) -> int:
        """Run the job as the timetable does; returns how often it composed."""
        composed.clear()
        for _ in range(times):
            assert press.work(job, SENDING)["outcome"] != "failed"
        return len(composed)

    def is_asked_again() -> bool:
        mailing = press.mailing()
        again = (mailing.state, mailing.approval) == ("checked", None)
        return again and mailing.note.startswith("Er is iets gewijzigd na de goedkeuring")

    def approved() -> None:
        press.mailings.change(record_id("maand"), ask_test)
        run()
        press.approve()
        run(2)  # its state and its note in the table are other than before
        assert run(times=3) == 0, "nothing changed: every quarter of an hour for ten days"
        assert press.mailing().state == "scheduled"

    assert run(times=2) >= 1
    approved()
    press.change("newsletters", "maand", add_activities=[record_id("later")])
    assert run() == 1
    assert is_asked_again()
    assert "Zomerfeest" in press.mailings.letters(record_id("maand"))[-1].letter.text
    press.change("newsletters", "maand", add_activities=None)
    assert run(2) >= 1
    approved()
    course = find_item(press.context, record_id("cursus"))
    assert course is not None
    people = tuple(Person(f"Persoon {number}") for number in range(12))
    request = SignUpRequest("vol", course.id, "vol@lezers.example", people)
    taken = take_own(press.context, course, request)
    assert run() == 1
    assert is_asked_again()
    assert "Cursus textiel" not in press.mailings.letters(record_id("maand"))[-1].letter.text
    assert taken.signup is not None
    cancel(press.context, taken.signup)
    assert run() == 1
    assert "Cursus textiel" in press.mailings.letters(record_id("maand"))[-1].letter.text


def test_each_reader_gets_one_letter_with_what_concerns_them(press: Press) -> None:
    press.make_ready()
    press.approve()
    new = {"title": "Nog een avond", "kind": "activity", "workflow_status": "approved"}
    press.add("activities", **new, museum="huis", starts="2027-03-12T18:30:00.000Z")
    press.run()
    assert press.mailing().state == "scheduled", "a new record does not undo an approval"
    later = replace(press.edition(), add_activities=(RecordId(record_id("later")),))
    assert "Zomerfeest" in press.titles(later)["activiteiten"], "what staff add does"
    press.at(press.mailing().moment or press.now)
    press.wait_until(lambda: press.run() and press.mailing().state == "sent")
    shared = ["Altijd turf", "Lampen aan"]
    board = ["Nieuwe voorzitter", "Bestuursavond", "Geld voor licht", *shared]
    to_do = ["Lezing over turf & licht", "Twee voor één"]
    german = ["Vortrag über Torf & Licht", "Twee voor één"]
    assert {name: press.read(name) for name in (*READERS, *MORE_READERS)} == {
        "anna": board,
        "clara": board,
        "daan": ["Nieuwe voorzitter", "Cursus textiel", *shared],
        "bram": ["Nieuwe voorzitter", "Cursus textiel", *shared, "Schipper", "Gids", "Typist"],
        "eva": [*board[:2], "Cursus textiel", *board[2:], "Gids", "Typist"],
        "fien": ["Nieuwe voorzitter", *shared, *to_do, "Gids", "Typist"],
        "guus": ["Nieuwe voorzitter", *shared, *german, "Schipper", "Typist"],
        "hans": ["A new chair", *shared, *to_do, "Schipper", "Gids", "Typist"],
    }
    eva = ReaderSeen(("Bestuur", "Vrijwilliger"), {"STREEK": "noord"})
    (dutch,) = [
        one.letter
        for one in press.mailings.letters(record_id("maand"))
        if one.letter.language == "nl"
    ]
    assert titles_in(as_reader_sees(dutch.html, eva)) == press.read("eva"), "the preview's eyes"
    mail = press.mails("fien")[-1]
    headings = re.findall(r"<h2[^>]*>([^<]+)", mail["html"])
    assert headings == [
        "Nieuws", "Nieuwe tentoonstellingen", "Te doen", "Voordelig naar het museum",
        "Vrijwilligerswerk bij u in de buurt",
    ]  # fmt: skip
    headers = dict(mail["headers"])
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    archived = re.search(r'href="([^"]+)"[^>]*>Bekijk in de browser', mail["html"])
    assert archived is not None
    page = requests.get(archived[1], timeout=5)
    assert (page.status_code, "Schipper" in page.text, "Gids" in page.text) == (200, False, True)


def _row(one: Newsletter) -> tuple[object, ...]:
    return one.audiences, one.planned_for, one.workflow_status


def keys_in_table(press: Press) -> list[str]:
    """Return the keys of the rows that we made, as the table itself has them."""
    key = field_id("newsletters", "edition_key")
    table = press.context.mirror.binding().tables[TableKey("newsletters")]
    url = f"{press.url}/v0/{BASE_ID}/{table}?returnFieldsByFieldId=true"
    rows = requests.get(url, headers=STAFF, timeout=10).json()["records"]
    return sorted(row["fields"][key] for row in rows if key in row["fields"])


def test_the_next_editions_get_a_row_once(press: Press) -> None:
    press.at(NOW)
    settings, url, ledger = (
        press.context.settings,
        press.url,
        Ledger(press.context.database, DRAFTS),
    )
    kill_once(keep_waiting(url, "airtable", "PATCH"), MAKE_ROWS, settings, NOW.isoformat())
    assert keys_in_table(press) == [], "killed before it was written"
    lose_replies(url, "airtable", "PATCH")
    keys = ["musea-2027-03", "publiek-2027-03"]
    kill_once(lambda: keys_in_table(press) == keys, MAKE_ROWS, settings, NOW.isoformat())
    no_faults(url)
    assert ledger.entries() == {}, "killed before it was noted"
    assert make_rows(press.context) == [], "the table is asked first"
    assert (keys_in_table(press), sorted(ledger.entries())) == (keys, keys)
    fetch(press.context, always=True)
    made = {one.edition_key: one for one in press.editions() if one.edition_key}
    assert {key: _row(one) for key, one in made.items()} == {
        "musea-2027-03": (
            ("board", "professional", "volunteer"), datetime(2027, 3, 2, 6, tzinfo=UTC), "draft"
        ),
        "publiek-2027-03": (("public",), datetime(2027, 3, 4, 6, tzinfo=UTC), "draft"),
    }  # fmt: skip
    press.context.airtable().delete_records(
        press.context.mirror.binding().tables[TableKey("newsletters")], [made["musea-2027-03"].id]
    )
    fetch(press.context, always=True)
    assert make_rows(press.context) == [], "a row that staff threw away does not come back"
    press.at(NOW + timedelta(days=28))
    assert make_rows(press.context)[0] == "Te doen in de Drentse musea in april"
