"""Forms in the hands of people who mean harm; and what is given back to those who mean well."""

import re
import socket

import pytest
import requests

from backbone.submissions import Submission
from tests.webhooks.forms.conftest import HERE, LECTURE, Office, Person, stored
from webhooks.app import MAX_BODY_BYTES, create_app
from webhooks.serve import MOST_BODY_BYTES, app_parts
from workflows import intake
from workflows.intake_letters import submission_url

SCRIPT = "<script>alert(1)</script>"
LINK = 'https://evil.example/"><script>alert(1)</script>'
MACHINES = {"airtable_hook.ping", "mailchimp_hook.take", "no_mail.stop"}
"""What is pressed without a session of ours: it proves itself otherwise."""


def test_what_was_typed_outlives_a_closed_browser(office: Office, person: Person) -> None:
    page = person.get("/formulieren/activiteit/").text
    typed = {**dict(HERE.findall(page)), **LECTURE, "title": "Turf <b>lang open</b>"}
    for origin, is_given_back in (("https://elsewhere.example", False), (office.url, True)):
        person.session.cookies.clear()
        found = person.session.post(
            f"{office.url}/formulieren/activiteit/", typed, headers={"Origin": origin}, timeout=10
        )
        assert found.status_code == 400
        assert ("Turf &lt;b&gt;lang open" in found.text) == is_given_back
    assert "Het stond lang open" in found.text
    assert not stored(office, "Turf <b>lang open</b>")


def test_what_was_begun_is_found_again_in_this_browser_only(office: Office, person: Person) -> None:
    person.fills("adviesvraag", title="", starts="", starts_time="", doe="later")
    found = person.fills(title="Turf later", doe="later")
    assert "Waar u mee bezig was" in found.text
    start = person.get("/formulieren/").text
    (path,) = re.findall(r'href="(/formulieren/activiteit/\w+)">Ga hiermee verder', start)
    assert "Turf later" in start
    assert "half drie" in person.get(path).text
    assert "Turf later" not in Person(office).get("/formulieren/").text


def test_what_a_vacancy_says_of_time_is_no_opening_hours(office: Office, person: Person) -> None:
    vacancy = {"tasks": "Gidsen", "contact_email": "a@museum.example"}
    assert "per dag invullen" not in person.get("/formulieren/vacature/").text
    preview = person.fills("vacature", **vacancy, hours_text="een dagdeel per week").text
    assert "begrepen" not in preview
    assert "een dagdeel per week" in preview


def test_no_post_does_anything_without_its_token(office: Office) -> None:
    app = create_app(app_parts(office.context, lambda _workflow, _run: None, lambda _run: None))
    client, adapter = app.test_client(), app.url_map.bind("127.0.0.1")
    taken = set()
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            path = adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, "x"), "POST")
            if client.post(path, base_url="http://127.0.0.1").status_code != 400:
                taken.add(rule.endpoint)
    assert taken == MACHINES


def test_what_is_typed_is_text_to_everybody(office: Office, person: Person) -> None:
    typed = dict.fromkeys(("title", "summary", "description", "price_text"), SCRIPT)
    sent = person.sends(**typed, sender_name=SCRIPT, location_name=SCRIPT)
    found = stored(office, SCRIPT)[0]
    own = person.get(submission_url(office.context, found))
    intake.confirm(office.context, found)
    inbox = person.get("/beheer/inbox"), person.get(f"/beheer/inbox/{found.key}")
    (found,) = stored(office, SCRIPT)
    refused = intake.refuse(office.context, found, f"{SCRIPT}\r\nBcc: a@b.example")
    office.work()
    mails = requests.get(f"{office.sandbox}/sandbox/mails", timeout=10).json()["mails"]
    ours = [one for one in mails if LECTURE["sender_email"] in one["to"]]
    assert refused.state == "refused"
    for text in [page.text for page in (sent, own, *inbox)] + [one["html"] for one in ours]:
        assert SCRIPT not in text
    assert {tuple(one["to"]) for one in ours} == {(LECTURE["sender_email"],)}


def test_a_letter_to_an_address_that_is_not_sure_carries_no_message(
    office: Office, person: Person
) -> None:
    reader = "slachtoffer@elders.example"
    person.sends(
        title="Win een prijs",
        description="Klik op https://evil.example/prijs " * 9,
        summary="Lang " * 40,
        website="https://evil.example/prijs",
        sender_email=reader,
    )
    office.mailed(reader, "/formulieren/inzending/")
    mails = requests.get(f"{office.sandbox}/sandbox/mails", timeout=10).json()["mails"]
    (mail,) = [one for one in mails if reader in one["to"]]
    assert "evil.example" not in str(mail)
    assert "Win een prijs" in mail["text"]
    assert "Lang " * 30 not in mail["text"]


def test_a_link_that_was_taken_back_changes_nothing_with_anothers(
    office: Office, person: Person
) -> None:
    link = office.link(0)
    person.press(office.link_path(link), person.get(office.link_path(link)).text)
    page = person.get("/formulieren/museum/").text
    office.context.links.revoke(link.id)
    person.opens_link(number=1, may_publish=True)
    found = person.press("/formulieren/museum/", page, tagline="Van een ander", place="Assen")
    assert found.status_code == 403
    assert not [one for one in _accepted(office) if one.wanted.get("tagline") == "Van een ander"]


@pytest.mark.parametrize("size", [30 * 1024 * 1024, MOST_BODY_BYTES + 1, MAX_BODY_BYTES + 1])
def test_what_is_far_too_large_is_refused(office: Office, person: Person, size: int) -> None:
    person.opens_link(number=0)
    hidden = dict(HERE.findall(person.get("/formulieren/beeld/").text))
    kind = "activiteit" if size == MAX_BODY_BYTES + 1 else "beeld"
    found = person.session.post(
        f"{office.url}/formulieren/{kind}/", hidden, files={"file": bytes(size)}, timeout=30
    )
    assert found.status_code == 413


def test_who_guesses_keeps_only_himself_out(office: Office) -> None:
    app = create_app(app_parts(office.context, lambda _workflow, _run: None, lambda _run: None))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()

    def guess(address: str, before: int) -> int:
        # What the guesser writes before it counts for nothing: a proxy adds the last one.
        headers = {"X-Forwarded-For": f"192.0.2.{before}, {address}"}
        found = client.post("/beheer/inloggen", data={"secret": "sesam"}, headers=headers)
        return found.status_code

    # Counted by the minute: twice as many end in a minute that is full.
    assert 429 in [guess("198.51.100.1", number) for number in range(22)]
    assert guess("198.51.100.2", 1) == 200


def test_nothing_is_fetched_from_where_a_stranger_says(office: Office, person: Person) -> None:
    with socket.create_server(("127.0.0.1", 0)) as trap:
        address = f"http://127.0.0.1:{trap.getsockname()[1]}/x"
        title = "Elders"
        person.sends(title=title, website=address, booking_url=address, description=address)
        (found,) = stored(office, title)
        intake.approve(office.context, intake.confirm(office.context, found))
        person.get(f"/beheer/inbox/{found.key}")
        office.work()
        assert [one.state for one in stored(office, title)] == ["written"]
        trap.setblocking(False)
        with pytest.raises(BlockingIOError):
            trap.accept()


def _accepted(office: Office) -> list[Submission]:
    return office.context.submissions.in_states(["accepted", "written", "waiting"])
