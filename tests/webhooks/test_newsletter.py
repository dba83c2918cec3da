"""Readers and we, over HTTP: Mailchimp's messages come in, people sign up, choose, and stop."""

import csv
import hmac
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import requests
from playwright.sync_api import Browser, expect
from pydantic import SecretStr

from backbone.readers import Consents, ReaderPost
from museum.audiences import key_of
from museum.newsletter.consent_file import consent_file
from tests.bases import record_id
from tests.browser import axe_findings
from tests.killing import keep_waiting, kill_once, lose_replies, no_faults
from tests.reader_place import Killed, Place, call, contact, mail, open_place
from tests.sandbox.mailchimp.conftest import PAGE
from tests.servers import free_port, serve_app
from webhooks.app import create_app
from webhooks.serve import app_parts
from workflows.consents import proofs_of
from workflows.reader_desk import hook_url, preferences_token
from workflows.readers import READERS, reader_jobs, readers_due

PEOPLE = [
    contact("anna"),
    contact("bram"),
    contact("cor"),
    contact("dirk"),
    contact("eva", email=mail("huis")),
    contact("finn", email=mail("Huis")),
    contact("gea"),
    contact("hugo"),
    contact("weg", newsletter="unsubscribed"),
]
DOMAIN = "platform.example"
WORK_OFF = """
from backbone.settings import read_settings
from workflows.context import open_context
from workflows.reader_desk import open_desk
from workflows.readers import work_off

context = open_context(read_settings())
work_off(context, open_desk(context))
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A place whose application Mailchimp reaches; its list has everyone, and its hook is made.

    Only what is signed as Mailchimp signs it is taken.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with open_place(
        tmp_path_factory.mktemp("newsletter"), PEOPLE, hook_url=url, site_url=url
    ) as made:
        limits = replace(made.context.forms.limits, fill_in_s=0.0, per_address="1000 per hour")
        context = replace(
            made.context,
            forms=replace(made.context.forms, limits=limits),
            settings=made.context.settings.model_copy(
                update={"mailchimp_signing_secret": SecretStr(signing_secret(made))}
            ),
        )
        found = replace(made, context=context)
        app = create_app(app_parts(context, lambda _workflow, _run: None, lambda _run: None))
        with serve_app(app, port):
            found.run(by_night=True)
            yield found


def signing_secret(place: Place) -> str:
    """Return by what Mailchimp signs, as one reads it there."""
    found = requests.get(f"{place.url}/sandbox/mailchimp", timeout=5).json()["signing_secret"]
    return str(found)


def tell(place: Place, form: dict[str, str], url: str = "", signature: str = "") -> int:
    """Post a message as Mailchimp does, signed rightly unless told how; returns the status."""
    body, stamp = urlencode(form).encode(), "1795000000"
    digest = hmac.new(signing_secret(place).encode(), f"{stamp}.".encode() + body, "sha256")
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Mailchimp-Signature": signature or f"t={stamp},v1={digest.hexdigest()}",
    }
    url = url or hook_url(place.context)
    return requests.post(url, body, headers=headers, timeout=5).status_code


def site(place: Place, path: str = "") -> str:
    return f"{place.context.settings.site_url}/formulieren/{path}"


def waits(place: Place) -> int:
    return len(ReaderPost(place.context.database).waiting())


def come_in(place: Place, count: int) -> None:
    """Wait until Mailchimp has told so many things, and work them off."""
    place.wait_until(lambda: waits(place) >= count)
    place.read()
    assert waits(place) == 0


def letter(place: Place) -> None:
    """Send a letter to everyone."""
    call(place.url, "POST", "/verified-domains", {"verification_email": f"post@{DOMAIN}"})
    code = place.mails(f"post@{DOMAIN}")[-1]["text"].split()[-1]
    call(place.url, "POST", f"/verified-domains/{DOMAIN}/actions/verify", {"code": code})
    settings = {
        "subject_line": "Nieuws", "title": "t", "from_name": "P", "reply_to": f"r@{DOMAIN}"
    }  # fmt: skip
    body = {"type": "regular", "recipients": {"list_id": place.list_id}, "settings": settings}
    campaign = call(place.url, "POST", "/campaigns", body)["id"]
    call(place.url, "PUT", f"/campaigns/{campaign}/content", {"html": PAGE})
    call(place.url, "POST", f"/campaigns/{campaign}/actions/send")


def reader_link(place: Place, name: str, what: str) -> str:
    found = re.search(r"<(http\S+)/unsubscribe>", str(dict(place.mails(name)[-1]["headers"])))
    assert found
    return f"{found[1]}/{what}"


def test_mailchimp_tells_us_at_one_secret_address(place: Place) -> None:
    stale = hook_url(place.context)[:-32] + "0" * 32
    hooks = place.call("GET", "/webhooks")["webhooks"]
    assert [one["url"] for one in hooks] == [hook_url(place.context)]
    assert hooks[0]["sources"] == {"user": True, "admin": True, "api": False}
    place.call("PATCH", f"/webhooks/{hooks[0]['id']}", {"events": {"cleaned": False}})
    jobs = reader_jobs(place.context)
    for _ in range(2):  # at a start
        jobs[READERS](lambda _name, work: work(), f"run-{datetime.now(UTC)}", {"start": True})
    hooks = place.call("GET", "/webhooks")["webhooks"]
    assert (len(hooks), all(hooks[0]["events"].values())) == (1, True)
    form = {"type": "profile", "data[email]": mail("anna"), "data[list_id]": place.list_id}
    for url, status in ((stale, 404), (hook_url(place.context), 200)):
        assert requests.get(url, timeout=5).status_code == status
        assert tell(place, form, url) == status
    for other in ({"type": "raar"}, {**form, "data[list_id]": "ander"}):
        assert tell(place, other) == 200
    tell(place, form)  # twice, it is still one
    assert waits(place) == 1
    assert place.read()["summary"] == "Van lezers verwerkt: 1 bericht."  # and nothing to write


def test_only_what_mailchimp_signed_is_taken(place: Place) -> None:
    form = {"type": "profile", "data[email]": mail("anna"), "fired_at": "2026-11-30 09:00:00"}
    body = urlencode(form).encode()

    def signed(secret: str, stamp: str, over: bytes) -> str:
        return hmac.new(secret.encode(), stamp.encode() + b"." + over, "sha256").hexdigest()

    secret = signing_secret(place)
    right = signed(secret, "1", body)
    for wrong in (
        f"t=1,v1={signed('geraden', '1', body)}",
        f"t=1,v1={signed(secret, '1', body + b'&a=b')}",
        f"t=2,v1={right}",
        f"v1={right}",
        f"t=1,v1={right[:-1]}",
        "t=1,v1=",
        "é=ü",
    ):
        assert tell(place, form, signature=wrong) == 403, wrong
    unsigned = requests.post(hook_url(place.context), form, timeout=5)
    assert (unsigned.status_code, waits(place)) == (403, 0)
    assert tell(place, form, signature=f"t=1,v1={right}") == 200
    assert waits(place) == 1
    place.read()


def test_what_readers_do_comes_into_the_tables(place: Place) -> None:
    letter(place)
    place.wait_until(lambda: place.mails("dirk"))
    come_in(place, 1)  # that it was sent
    requests.post(reader_link(place, "anna", "unsubscribe"), timeout=5)
    group = place.desk.groups.ids()["volunteer"]
    profile = {"email": mail("bram"), "FNAME": "Bram", "LNAME": "Bos", "interest": group}
    requests.post(reader_link(place, "bram", "profile"), profile, timeout=5)
    moved = {"email": mail("cor2"), "FNAME": "Cor", "LNAME": "Smit", "interest": ""}
    requests.post(reader_link(place, "cor", "profile"), moved, timeout=5)
    requests.post(reader_link(place, "dirk", "hard"), timeout=5)
    shared = {"email": mail("huis"), "FNAME": "Wij", "LNAME": "", "interest": group}
    requests.post(reader_link(place, "huis", "profile"), shared, timeout=5)
    place.wait_until(lambda: waits(place) >= 5)
    with pytest.raises(Killed):  # gone before the engine noted it: all of it is done again
        place.run(kill_after="verwerken", job=READERS)
    place.read()
    rows = {name: place.row(name) for name in ("anna", "bram", "cor", "dirk", "eva", "finn")}
    assert rows["anna"]["newsletter"] == "Afgemeld"
    assert (rows["bram"]["name"], rows["bram"]["audiences"]) == ("Bram Bos", ["Vrijwilliger"])
    assert rows["cor"]["email"] == mail("cor2")
    assert rows["dirk"]["newsletter"] == "Ja"  # a person must ask for another address
    assert rows["eva"]["name"] == "Eva Smit"
    assert place.points() == [record_id("eva")]  # of two on one address, nobody knows who it was
    place.run()
    assert place.points() == sorted([record_id("dirk"), record_id("eva")])
    assert place.states() == {
        "anna": "unsubscribed", "bram": "subscribed", "cor2": "subscribed", "dirk": "cleaned",
        "huis": "subscribed", "gea": "subscribed", "hugo": "subscribed",
    }  # fmt: skip
    assert place.run()["outcome"] == "unchanged"
    assert waits(place) == 0  # our own writes were not told to us


def test_killed_between_mailchimp_and_the_table_it_is_done_again(place: Place) -> None:
    """Killed before the rows are written, and again when they are, but nobody heard of it."""
    browser = requests.Session()
    link = place.member("gea")["merge_fields"]["VOORKEUR"]
    token = re.findall(r'name="(csrf_token)" value="([^"]+)"', browser.get(link, timeout=5).text)
    chosen = {**dict(token), "audiences": ["volunteer"], "language": "en"}
    browser.post(link, chosen, timeout=5).raise_for_status()
    requests.post(reader_link(place, "hugo", "unsubscribe"), timeout=5)
    place.wait_until(lambda: waits(place) == 2)
    settings, url = place.context.settings, place.url

    def rows() -> tuple[Any, ...]:
        gea, hugo = place.row("gea"), place.row("hugo")
        return gea["language"], gea["audiences"], hugo["newsletter"]

    before, after = ("Nederlands", ["Bestuur"], "Ja"), ("Engels", ["Vrijwilliger"], "Afgemeld")
    kill_once(keep_waiting(url, "airtable", "PATCH"), WORK_OFF, settings)
    assert (place.member("gea")["language"], rows(), waits(place)) == ("en", before, 2)
    lose_replies(url, "airtable", "PATCH")
    kill_once(lambda: rows() == after, WORK_OFF, settings)
    assert waits(place) == 2
    no_faults(url)
    place.read()
    assert (rows(), waits(place)) == (after, 0)
    place.run()
    assert place.run()["outcome"] == "unchanged"  # neither the table nor Mailchimp undoes it
    assert (place.member("gea")["language"], rows()) == ("en", after)


def test_signing_up_is_confirmed_by_mail(place: Place) -> None:
    browser = requests.Session()
    page = browser.get(site(place, "nieuwsbrief/"), timeout=5).text
    tokens = dict(re.findall(r'name="(csrf_token|opened)" value="([^"]+)"', page))
    filled = {**tokens, "email": mail("weg"), "name": "Weg Smit", "language": "de"}
    wrong = browser.post(site(place, "nieuwsbrief/"), filled, timeout=5)
    assert wrong.status_code == 422
    assert "Fout: Nieuwsbrief" in wrong.text
    trapped = {**filled, "audiences": "public", "consent": "ja", "website_van_uw_school": "x"}
    assert browser.post(site(place, "nieuwsbrief/"), trapped, timeout=5).status_code == 422
    for name in ("weg", "weg", "Weg", "weg+nog-een", "nieuw", "bram", "fake"):
        signup = {**filled, "email": mail(name), "audiences": "public", "consent": "ja"}
        signup["name"] = "=1+1" if name == "nieuw" else "Weg Smit"
        done = browser.post(site(place, "nieuwsbrief/"), signup, timeout=5)
        assert done.url == site(place, "nieuwsbrief/dank")  # the same for everybody
    assert readers_due(place.context).startswith(READERS)
    assert place.read()["summary"] == "Van lezers verwerkt: 4 aanmeldingen."
    assert {place.states()[name] for name in ("weg", "nieuw")} == {"pending"}
    states = {one.email: one.state for one in Consents(place.context.database).all()}
    assert states == {
        mail("weg"): "asked", mail("nieuw"): "asked", mail("bram"): "already",
        mail("fake"): "refused",
    }  # fmt: skip
    row = place.row("weg")
    assert row["newsletter"] == "Wacht op bevestiging"
    assert row["consent_words"].startswith("Ja, stuur mij de nieuwsbrief")
    assert row["consent_source"] == "Aanmeldformulier op de website"
    place.run()
    assert {place.states()[name] for name in ("weg", "nieuw")} == {"pending"}
    for name in ("weg", "nieuw"):
        requests.post(place.mails(name)[-1]["text"].split()[-1], timeout=5)
    come_in(place, 2)
    assert place.row("weg")["newsletter"] == "Ja"
    states = {one.email: one.state for one in Consents(place.context.database).all()}
    assert {states[mail(name)] for name in ("weg", "nieuw")} == {"confirmed"}
    public = place.desk.groups.ids()["public"]
    assert place.member("nieuw")["interests"][public]
    place.run()
    assert place.member("weg")["interests"][public]  # the tables do not decide on the public
    kept = list(csv.reader(io.StringIO(consent_file(proofs_of(place.context))), delimiter=";"))
    by_reader = {(one[1], one[-1]): one for one in kept}
    new = by_reader[mail("nieuw"), "formulier"]
    assert (new[0], new[4], new[7][:20]) == ("'=1+1", "leest mee", "Ja, stuur mij de nie")
    assert by_reader[mail("weg"), "tabel Contactpersonen"][6] == "Aanmeldformulier op de website"
    found = [one.email for one in proofs_of(place.context, mail("WEG"))]
    assert found == [mail("weg"), mail("weg")]
    consents = Consents(place.context.database)
    later = place.context.now() + timedelta(days=1)
    assert consents.drop_old(later, later) == 2  # who read already, and who was refused
    assert {one.email for one in consents.all()} == {mail("weg"), mail("nieuw")}


def test_the_list_gets_what_it_lacks(place: Place) -> None:
    assert place.desk.create_missing() == ["Veld STREEK gemaakt."]
    assert place.desk.create_missing() == []


def test_a_reader_chooses_and_stops(place: Place, browser: Browser) -> None:
    link = place.member("bram")["merge_fields"]["VOORKEUR"]
    path, _, token = link.rpartition("/")
    key, _, proof = token.partition("-")
    other = place.member("gea")["merge_fields"]["VOORKEUR"].rpartition("/")[2]
    for wrong in (
        token[:-1] + ("0" if token[-1] != "0" else "1"),
        f"{key_of(mail('gea'))}-{proof}",
        f"{key}-{other.partition('-')[2]}",
        f"{key.upper()}-{proof}",
        f"{key}-",
        key,
        "%ff%fe-%00",
    ):
        assert requests.get(f"{path}/{wrong}", timeout=5).status_code == 404, wrong
    # What a scanner fetches changes nothing, and a post must come from the page itself.
    assert requests.get(link, timeout=5).status_code == 200
    assert requests.post(link, {"doe": "stop"}, timeout=5).status_code == 400
    assert waits(place) == 0
    gone = f"{path}/{preferences_token(place.context, key_of(mail('cor')))}"
    assert requests.get(gone, timeout=5).status_code == 404, "cor reads at another address now"
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(link)
    expect(page.locator(".lead")).to_have_text("Voor b…@lezers.example.")
    assert axe_findings(page) == []
    page.get_by_label("Voor besturen van musea").check()
    page.get_by_label("In welke taal leest u?").select_option("de")
    page.get_by_role("button", name="Bewaar mijn keuzes").press("Enter")
    expect(page.locator("h1")).to_have_text("Uw keuzes zijn bewaard")
    assert place.read()["outcome"] == "changed"
    row = place.row("bram")
    assert (row["language"], row["audiences"]) == ("Duits", ["Bestuur", "Vrijwilliger"])
    place.run()
    assert place.member("bram")["language"] == "de"
    down = {"service": "mailchimp", "match": "GET /3.0/lists", "times": 1, "kind": "reset"}
    requests.post(f"{place.url}/sandbox/faults", json=down, timeout=5).raise_for_status()
    page.goto(link)
    expect(page.locator(".warn h2")).to_have_text("Uw keuzes zijn nu even niet te zien")
    page.get_by_role("button", name="Meld mij meteen af").press("Enter")
    expect(page.locator("h1")).to_have_text("U bent afgemeld")
    place.read()
    assert (place.states()["bram"], place.row("bram")["newsletter"]) == ("unsubscribed", "Afgemeld")
    page.goto(link)
    page.get_by_role("link", name="Opnieuw aanmelden").press("Enter")
    expect(page.locator("h1")).to_have_text("Nieuwsbrief")
    page.get_by_role("button", name="Meld mij aan").press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    assert axe_findings(page) == []
    page.close()


def test_while_a_service_is_down_nothing_is_lost(place: Place) -> None:
    fault: dict[str, Any] = {"service": "airtable", "match": "PATCH", "times": 1, "kind": "status"}
    requests.post(f"{place.url}/sandbox/faults", json={**fault, "status": 403}, timeout=5)
    place.call("PATCH", f"/members/{key_of(mail('cor2'))}", {"status": "unsubscribed"})
    form = {"type": "unsubscribe", "data[email]": mail("cor2"), "fired_at": "2026-11-30 10:00:00"}
    assert tell(place, form) == 200
    with pytest.raises(AssertionError, match="stopped"):
        place.read()
    assert (waits(place), place.row("cor")["newsletter"]) == (1, "Ja")
    requests.delete(f"{place.url}/sandbox/faults", timeout=5)
    place.read()
    assert (waits(place), place.row("cor")["newsletter"]) == (0, "Afgemeld")
    assert readers_due(place.context) == ""
