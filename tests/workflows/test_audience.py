"""The job that keeps the newsletter's list: from the tables, through the brake, to Mailchimp, and
back into the tables what readers did while nobody told.
"""

from collections.abc import Iterator

import pytest

from museum.audiences import Known, key_of
from tests.bases import record_id
from tests.reader_place import Killed, Place, contact, mail, open_place
from workflows.audience import AUDIENCE
from workflows.audience_grounds import READ_ANYWAY
from workflows.fetch import fetch


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    people = [contact(f"jo{number}") for number in range(1, 13)]
    people += [
        contact("nee", newsletter="none"),
        contact("dicht-lezer", museum=["dicht"]),
        contact("fout", email="geen adres"),
    ]
    with open_place(tmp_path_factory.mktemp("audience"), people) as found:
        yield found


def test_the_list_follows_the_tables_and_the_brake_holds(place: Place) -> None:
    with pytest.raises(Killed):
        place.run(kill_after="bijwerken")
    assert place.states() == {f"jo{number}": "subscribed" for number in range(1, 13)}
    assert place.run()["outcome"] == "unchanged"
    assert place.points() == [record_id("fout")]
    sent = place.member("jo1")
    assert sent["merge_fields"]["VOORKEUR"].startswith("https://musea.example/formulieren/")
    place.change("jo2", newsletter="Nee")
    place.delete("jo9")
    assert place.run()["summary"].endswith("bijgewerkt: 2 eruit.")
    assert {place.states()[name] for name in ("jo2", "jo9")} == {"archived"}
    for number in (3, 4, 5, 6, 7, 8):
        place.change(f"jo{number}", newsletter="Nee")
    blocked = place.run()
    assert (blocked["outcome"], blocked["lines"]) == ("blocked", ["Lezers uit de lijst: 6."])
    assert place.states()["jo3"] == "subscribed"
    now = place.context.now()
    assert place.context.runs.workflow_of(blocked["plan"]) == AUDIENCE
    assert place.context.runs.approve_plan(blocked["plan"], by="coördinator", at=now)
    assert place.run()["summary"].endswith("bijgewerkt: 6 eruit.")
    assert place.states()["jo3"] == "archived"


def test_contacts_are_read_only_when_a_plan_could_be_another_one(place: Place) -> None:
    context = place.context
    place.run()
    assert place.reads() == 0
    assert place.reads(by_night=False) == 1
    place.change("nee", phone="0592-000000")
    assert place.reads() == 0, "its ping is still to be answered"
    context.inbox.store_ping("airtable", context.now())
    assert place.reads() == 1, "a ping that was not answered may be about them"
    context.inbox.mark_done("airtable", 99)
    fetch(context, always=True)
    assert (place.reads(), place.reads()) == (1, 0)
    assert context.mirror.count("contacts") == 0
    place.change("nee", phone="0592-111111")
    fetch(context, always=True)
    assert place.reads() == 0, "no plan asks for a telephone number"
    place.change("nee", language="Duits")
    fetch(context, always=True)
    assert (place.reads(), place.reads()) == (1, 0)
    kept = context.mirror.state("ledenlijst")
    assert kept is not None
    long_ago = (context.now() - READ_ANYWAY).isoformat()
    context.mirror.set_state("ledenlijst", {**kept, "at": long_ago})
    assert (place.reads(), place.reads()) == (1, 0)
    context.puller().pull_everything()
    assert place.reads() == 1, "what was told meanwhile may be lost"


def test_what_nobody_told_is_found_at_night(place: Place) -> None:
    """A lost message is made up for: left, chosen otherwise, moved, erased."""
    place.call("PATCH", f"/members/{key_of(mail('jo1'))}", {"status": "unsubscribed"})
    group = place.desk.groups.ids()["volunteer"]
    chosen = {"interests": {group: True}, "language": "de", "merge_fields": {"LNAME": "Bos"}}
    place.call("PATCH", f"/members/{key_of(mail('jo10'))}", chosen)
    place.call("PATCH", f"/members/{key_of(mail('jo11'))}", {"email_address": mail("nieuw11")})
    place.call("POST", f"/members/{key_of(mail('jo12'))}/actions/delete-permanent")
    place.calls_to_tables()
    done = place.run(by_night=True)
    assert done["lines"][0] == "Rijen van Contactpersonen bijgewerkt: 3."
    assert place.calls_to_tables() == 2  # one to read them, one to write them
    assert place.row("jo1")["newsletter"] == "Afgemeld"
    assert place.row("jo10")["audiences"] == ["Bestuur", "Vrijwilliger"]
    assert (place.row("jo10")["language"], place.row("jo10")["name"]) == ("Duits", "Jo10 Bos")
    assert place.row("jo11")["email"] == mail("nieuw11")
    states = place.states()
    assert (states["jo1"], states["jo10"], states["nieuw11"]) == (
        "unsubscribed", "subscribed", "subscribed",
    )  # fmt: skip
    assert "jo12" not in states
    refused = sorted(record_id(one) for one in ("fout", "jo12"))
    assert place.points() == refused
    assert place.run()["outcome"] == "unchanged"
    assert place.run(by_night=True)["outcome"] == "unchanged"
    assert place.points() == refused, "what Mailchimp refused stays told"
    # Staff that put “Ja” back by hand do not bring somebody back who left.
    place.change("jo1", newsletter="Ja")
    place.run()
    assert (place.states()["jo1"], place.row("jo1")["newsletter"]) == ("unsubscribed", "Afgemeld")
    # Nor at another address; a fresh consent asks them, and no more.
    place.change("jo1", newsletter="Ja", email=mail("ander1"))
    place.run()
    assert "ander1" not in place.states()
    assert record_id("jo1") in place.points()
    place.change("jo1", consent_on="2099-01-01T10:00:00.000Z", email=mail("jo1"))
    place.run()
    assert place.states()["jo1"] == "pending"
    place.run()
    assert place.row("jo1")["newsletter"] == "Wacht op bevestiging"


def test_an_address_changes_hands(place: Place) -> None:
    """Its new owner gives their own consent; the one who left the address keeps theirs."""
    place.change("jo10", email=mail("jo10b"))
    place.change("nee", email=mail("jo10"), newsletter="Ja")
    place.run()
    assert place.member("jo10")["merge_fields"]["FNAME"] == "Nee"
    assert place.member("jo10b")["merge_fields"]["LNAME"] == "Bos"
    place.change("nee", newsletter="Nee")
    place.run()
    assert (place.states()["jo10"], place.states()["jo10b"]) == ("archived", "subscribed")


def test_a_list_that_is_suddenly_empty_changes_nothing(place: Place) -> None:
    for one in place.call("GET", "/members?count=99")["members"]:
        place.call("POST", f"/members/{one['id']}/actions/delete-permanent")
    for number in range(20):
        key = f"{number:032x}"
        place.desk.book.confirm([Known(key, "", "subscribed", True)])
    with pytest.raises(AssertionError, match="ontbreken ineens"):
        place.run(by_night=True)
    assert place.row("jo10")["newsletter"] == "Ja"
