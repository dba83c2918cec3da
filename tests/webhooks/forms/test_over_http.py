"""A form that is pressed twice, fetched by a scanner, filled in by a machine, or cannot be kept."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import requests
import sqlalchemy as sa
from flask.testing import FlaskClient
from PIL import Image

from museum.errors import TryLater
from tests.webhooks.forms.conftest import HERE, LECTURE, Office, Person, stored
from webhooks.app import create_app
from webhooks.serve import app_parts
from workflows import intake


def test_pressed_twice_it_is_one(office: Office, person: Person) -> None:
    preview = person.fills(title="Tweemaal")
    for _ in range(3):
        assert person.press(preview.url, preview.text).url.endswith("/dank")
    assert [one.state for one in stored(office, "Tweemaal")] == ["unconfirmed"]


def test_a_stranger_confirms_corrects_and_withdraws_by_mail(office: Office, person: Person) -> None:
    person.sends(title="Lezing A", sender_email="anders@elders.example")
    path = office.mailed("anders@elders.example", "/formulieren/inzending/")
    somebody = Person(office)
    page = somebody.get(path)  # a scanner fetches it, and nothing happens
    assert [one.state for one in stored(office, "Lezing A")] == ["unconfirmed"]
    assert "bevestigd" in somebody.press(path, page.text, doe="bevestig").text
    assert [one.state for one in stored(office, "Lezing A")] == ["waiting"]
    form = somebody.press(path, page.text, doe="verbeter")
    assert 'value="Lezing A"' in form.text
    preview = somebody.press("/formulieren/activiteit/", form.text, **LECTURE, title2="")
    assert preview.url.endswith("/voorbeeld")
    somebody.press(preview.url, preview.text)
    assert stored(office, "Lezing A") == []
    (changed,) = [one for one in stored(office, "Turf steken") if one.version == 3]
    assert changed.state == "waiting"
    assert "ingetrokken" in somebody.press(path, page.text, doe="intrekken").text
    assert "Dat kan nu niet meer" in somebody.press(path, page.text, doe="verbeter").text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"website_van_uw_school": "x"}, "robots"),
        ({"sender_email": "jo@elders.example\nBcc: a@b.example"}, "Vul uw e-mailadres in"),
        ({"sender_email": "jo"}, "Vul uw e-mailadres in"),
        ({"museum_id": "recNIET"}, "Kies het museum."),
        ({"sender_name": ""}, "Vul uw naam in."),
    ],
)
def test_machines_and_mistakes_are_told(
    office: Office, person: Person, typed: dict[str, str], says: str
) -> None:
    page = person.get("/formulieren/activiteit/").text
    museum = re.search(r'<option value="(rec\w+)">', page)
    assert museum
    filled = {**LECTURE, "museum_id": museum[1], "title": "Robot", **typed}
    found = person.press("/formulieren/activiteit/", page, **filled)
    assert found.status_code == 422
    assert says in found.text
    assert stored(office, "Robot") == []


def client_of(office: Office, **limits: Any) -> FlaskClient:
    """Return somebody who meets the same forms with other limits."""
    forms = office.context.forms
    stricter = replace(forms, limits=replace(forms.limits, **limits))
    context = replace(office.context, forms=stricter)
    return create_app(
        app_parts(context, lambda _workflow, _run: None, lambda _: None)
    ).test_client()


def test_no_person_fills_in_a_form_at_once(office: Office) -> None:
    client = client_of(office, fill_in_s=600.0)
    page = client.get("/formulieren/activiteit/").get_data(as_text=True)
    museum = re.search(r'<option value="(rec\w+)">', page)
    assert museum
    typed = {**dict(HERE.findall(page)), **LECTURE, "museum_id": museum[1]}
    found = client.post("/formulieren/activiteit/", data=typed)
    assert found.status_code == 422
    assert "wel erg snel" in found.get_data(as_text=True)


def test_without_its_token_a_form_does_nothing(office: Office, person: Person) -> None:
    found = person.session.post(f"{office.url}/formulieren/activiteit/", data=LECTURE, timeout=10)
    assert found.status_code == 400
    assert "Ga terug" in found.text


def test_a_link_ends_and_a_new_one_is_one_press_away(office: Office, person: Person) -> None:
    link = office.link(1)
    path = office.link_path(link)
    page = person.get(path).text
    assert person.get("/formulieren/museum/").url.endswith("/formulieren/link")
    person.press(path, page)
    assert "Nabershof" in person.get("/formulieren/museum/").text
    office.context.links.revoke(link.id)
    assert person.get("/formulieren/museum/").url.endswith("/formulieren/link")
    found = person.get(path)
    assert (found.status_code, "Vraag een nieuwe link" in found.text) == (410, True)
    late = office.context.links.make(
        link.museum_id, "Jo", link.email, False, office.context.now(), timedelta(seconds=-1)
    )
    expired = office.link_path(late)
    person.press(f"{expired}/nieuw", person.get(expired).text)
    fresh = office.mailed(link.email, "/formulieren/m/")
    assert "Verder naar de formulieren" in person.get(fresh).text


def test_a_link_opens_its_own_museum_only(office: Office, person: Person) -> None:
    person.opens_link(number=1)
    (row,) = [one for one in office.rows("Activiteiten") if one["fields"]["Titel"].startswith("L")]
    page = person.get(f"/formulieren/activiteit/?wijzig={row['id']}&kopie={row['id']}").text
    assert "Lezing over turf" not in page


def test_alles_klopt_nog_is_noted_in_the_table(office: Office, person: Person) -> None:
    person.opens_link(number=1)
    start = person.get("/formulieren/").text
    assert "alles nog klopt" in person.press("/formulieren/klopt", start).text
    office.work()
    (row,) = [one for one in office.rows("Musea") if one["fields"]["Naam"] == "Nabershof"]
    assert row["fields"]["Gecontroleerd op"]


def test_hours_per_day_become_one_text(office: Office, person: Person) -> None:
    person.opens_link(number=0)
    page = person.get("/formulieren/museum/").text
    days = {f"hours_day_{day}": "10-17 u" for day in ("wo", "do")}
    preview = person.press(
        "/formulieren/museum/", page, place="Assen", hours_day_ma="gesloten", **days
    )
    assert "ma gesloten; wo 10-17 u; do 10-17 u" in preview.text
    assert "Zo hebben wij het begrepen" in preview.text


def test_a_photo_is_in_the_table_once(office: Office, person: Person) -> None:
    assert person.get("/formulieren/beeld/").url.endswith("/formulieren/link")
    person.opens_link(number=0)
    page = person.get("/formulieren/beeld/").text
    typed = {
        "title": "Turf", "alt": "Een turfsteker", "maker": "Jo", "licence": "cc_by",
        "people": "no_consent",
    }  # fmt: skip
    address, hidden = f"{office.url}/formulieren/beeld/", dict(HERE.findall(page))
    wrong = person.session.post(address, data={**hidden, **typed}, files=_file(b"x"), timeout=20)
    assert "Dit bestand is geen beeld" in wrong.text
    assert "Vraag deze mensen om toestemming" in wrong.text
    huge = _file(bytes(11 * 1024 * 1024))
    refused = person.session.post(address, data={**hidden, **typed}, files=huge, timeout=20)
    assert "groter dan 10 MB" in refused.text
    good = {**hidden, **typed, "people": "none"}
    preview = person.session.post(address, data=good, files=_file(_photo()), timeout=20)
    shown = re.search(r'<img src="([^"]+)" alt="Een turfsteker">', preview.text)
    assert shown
    assert person.get(shown[1]).headers["Content-Type"] == "image/jpeg"
    person.press(preview.url, preview.text)
    (found,) = stored(office, "Turf")
    assert "De foto bij deze inzending" in person.get(f"/beheer/inbox/{found.key}").text
    intake.approve(office.context, found)
    _lose_the_reply(office)
    with pytest.raises(TryLater):
        office.work()
    office.work()
    (row,) = [one for one in office.rows("Beelden") if one["fields"].get("Maker") == "Jo"]
    assert [one["type"] for one in row["fields"]["Bestand"]] == ["image/jpeg"]
    bank = person.get("/beheer/beeldbank").text
    assert "Drents Museum · foto: Jo · CC BY 4.0 · Niemand herkenbaar" in bank
    kept = person.get(f"/beheer/beeldbank/{row['id']}.jpg")
    assert (kept.headers["Content-Type"], kept.content[:2]) == ("image/jpeg", b"\xff\xd8")
    assert person.get("/beheer/beeldbank/..%2f..%2fsession.jpg").status_code == 404


def _file(content: bytes) -> dict[str, tuple[str, bytes, str]]:
    return {"file": ("foto.jpg", content, "image/jpeg")}


def _photo() -> bytes:
    target = BytesIO()
    Image.new("RGB", (40, 30), "#6d2a5c").save(target, "JPEG")
    return target.getvalue()


def _lose_the_reply(office: Office) -> None:
    """Let the sandbox take the picture and then say nothing."""
    fault = {"service": "airtable", "match": "uploadAttachment", "kind": "lost-reply", "times": 1}
    requests.post(f"{office.sandbox}/sandbox/faults", json=fault, timeout=10).raise_for_status()


def test_of_two_of_staff_the_second_is_told(office: Office) -> None:
    kind = office.context.forms.kind("activiteit")
    values = intake.read_form(office.context, kind, LECTURE).values
    link = office.link(0)
    sender = intake.Sender(link=link)
    incoming = intake.Incoming("twee", kind, "form", {**values, "title": "Twee"}, {}, sender)
    intake.take_in(office.context, incoming)
    one, two = Person(office), Person(office)
    pages = [someone.get("/beheer/inbox/twee").text for someone in (one, two)]
    one.press("/beheer/inbox/twee", pages[0], version="1", doe="goedkeuren")
    said = two.press("/beheer/inbox/twee", pages[1], version="1", doe="afwijzen", reason="Nee").text
    assert "Iemand anders heeft hier net iets aan veranderd." in said
    assert [each.state for each in stored(office, "Twee")] == ["accepted"]


def test_all_of_a_trusted_sender_are_approved_at_once(office: Office) -> None:
    kind = office.context.forms.kind("activiteit")
    values = intake.read_form(office.context, kind, LECTURE).values
    sender = intake.Sender(link=office.link(0))
    for number in range(3):
        wanted = {**values, "title": "Samen"}
        incoming = intake.Incoming(f"samen-{number}", kind, "form", wanted, {}, sender)
        intake.take_in(office.context, incoming)
    staff = Person(office)
    page = staff.get("/beheer/inbox").text
    assert "Keur alle 3 van Jo goed" in page
    hidden = dict(HERE.findall(page))
    which = [f"samen-{number}:1" for number in range(3)]
    staff.session.post(
        f"{office.url}/beheer/inbox-alles", data={**hidden, "welke": which}, timeout=10
    )
    assert [one.state for one in stored(office, "Samen")] == ["accepted"] * 3


def test_headers_keep_browsers_safe(office: Office) -> None:
    found = requests.get(
        f"{office.url}/formulieren/", headers={"X-Forwarded-Proto": "https"}, timeout=10
    ).headers
    assert "unsafe-inline" not in found["Content-Security-Policy"]
    assert found["X-Frame-Options"] == "DENY"
    assert found["X-Content-Type-Options"] == "nosniff"
    assert found["Referrer-Policy"] == "same-origin"
    assert found["Strict-Transport-Security"].startswith("max-age=")
    assert found["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in requests.get(office.url, timeout=10).headers


@contextmanager
def full_disk(engine: sa.Engine) -> Iterator[None]:
    """Let the database's file grow no further."""

    def stop_growing(connection: Any, *_: Any) -> None:
        connection.execute("PRAGMA max_page_count=1")

    sa.event.listen(engine, "checkout", stop_growing)
    try:
        yield
    finally:
        sa.event.remove(engine, "checkout", stop_growing)
        engine.dispose()


def test_with_a_full_disk_nobody_is_thanked(office: Office, person: Person) -> None:
    preview = person.fills(title="Vol")
    with full_disk(office.context.database):
        answers = [
            person.press(preview.url, preview.text),
            person.fills(title="Vol", description="x" * 9000, tasks="y" * 9000),
        ]
        assert {one.status_code for one in answers} <= {200, 503}
        refused = [one for one in answers if one.status_code == 503]
        assert refused
        assert all("niet bewaard" in one.text for one in refused)
        assert not any("Dank u wel" in one.text for one in refused)
    assert person.press(preview.url, preview.text).url.endswith("/dank")
    assert len(stored(office, "Vol")) == 1


def test_nobody_may_flood_us(office: Office) -> None:
    client = client_of(office, per_address="3 per hour", per_network="5 per hour")

    def ask(address: str) -> int:
        page = client.get("/formulieren/link").get_data(as_text=True)
        hidden = dict(HERE.findall(page))
        headers = {"X-Forwarded-For": f"198.51.100.1, {address}"}
        return client.post("/formulieren/link", data=hidden, headers=headers).status_code

    assert [ask("192.0.2.7") for _ in range(4)] == [422, 422, 422, 429]
    assert [ask("192.0.2.8") for _ in range(3)] == [422, 422, 429]
    assert ask("203.0.113.9") == 422


@pytest.mark.parametrize(
    "path",
    [
        "/formulieren/niets/", "/formulieren/activiteit/niets", "/formulieren/m/x",
        "/formulieren/inzending/x", "/formulieren/activiteit/x/dank",
        "/formulieren/stijl/../app.py",
        "/formulieren/activiteit/x/voorbeeld", "/formulieren/museum/?wijzig=%00&kopie='",
        "/beheer/inbox/niets", "/formulieren/stijl/niets.css", "/formulieren",
        "/formulieren/activiteit/?wijzig=recX", "/formulieren//evil.example/",
    ],
)  # fmt: skip
def test_no_address_breaks_it(office: Office, path: str) -> None:
    found = requests.get(office.url + path, timeout=10)
    assert found.status_code < 500
    assert found.url.startswith(office.url)
