"""The mailings, who did what with them, and who gets no mail: on every database."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from backbone.mailing_history import Done, MailingHistory
from backbone.mailings import Checklist, Mailings
from backbone.no_mail import NoMail, digest_of
from museum.errors import StopRun
from museum.letter_checks import Check
from museum.letters import Letter
from museum.sending import Mailing, approve, composed

NOW = datetime(2027, 3, 2, 9, tzinfo=UTC)
DATE = NOW + timedelta(days=4)


def letter(language: str = "nl", subject: str = "Nieuws") -> Letter:
    return Letter("recA", language, ("board",), subject, "", "<p>Dag</p>", "Dag", ("recX",))


def mailing(*letters: Letter) -> Mailing:
    prints = {one.language: one.fingerprint for one in letters}
    return Mailing("recA", "edition", "recA", "Nieuws", "tested", prints, DATE)


def test_a_mailing_is_kept_with_its_letters_and_what_became_of_them(database: sa.Engine) -> None:
    mailings, dutch, german = Mailings(database), letter(), letter("de")
    assert mailings.add(mailing(dutch, german), [dutch, german]) is True
    assert mailings.add(mailing(dutch), [dutch]) is False
    mailings.note_campaign(german, "c1", {"match": "all"})
    mailings.note_scheduled(german, is_scheduled=True)
    mailings.note_sent(german, 12)
    changed = letter(subject="Ander nieuws")
    prints = {"nl": changed.fingerprint}
    after = mailings.change("recA", lambda one: composed(one, prints, DATE), [changed])
    assert (after.state, mailings.find("recA")) == ("draft", after)
    kept = {one.letter.language: one for one in mailings.letters("recA")}
    assert kept["nl"].letter == changed
    assert (kept["de"].campaign_id, kept["de"].segment) == ("c1", {"match": "all"})
    assert (kept["de"].is_scheduled, kept["de"].emails_sent) == (True, 12)
    checklist = Checklist(prints, NOW, (Check("Links", False, "Een link werkt niet."),))
    assert mailings.checklist("recA").checks == ()
    mailings.keep_checks("recA", checklist)
    mailings.keep_problem("recA", "Mailchimp gaf geen antwoord.")
    assert mailings.checklist("recA") == checklist
    assert mailings.problem("recA") == "Mailchimp gaf geen antwoord."
    mailings.keep_facts("recA", {"recX": {"title": "Lezing"}, "recY": {"title": "Tocht"}})
    mailings.keep_facts("recA", {"recX": {"title": "Cursus"}})
    assert mailings.facts("recA") == {"recX": {"title": "Cursus"}}
    for opened in (3, 4):
        mailings.keep_report("recA", {"opened": opened}, NOW)
    assert mailings.reports() == {"recA": (NOW, {"opened": 4})}
    with pytest.raises(StopRun, match="is er niet"):
        mailings.change("recB", lambda one: one)


def test_of_many_who_approve_at_once_one_does(database: sa.Engine) -> None:
    mailings, dutch = Mailings(database), letter()
    mailings.add(mailing(dutch), [dutch])

    def press(name: str) -> bool:
        try:
            mailings.change("recA", lambda one: approve(one, name, one.prints, NOW))
        except StopRun:
            return False
        return True

    with ThreadPoolExecutor(6) as people:
        assert list(people.map(press, "abcdef")).count(True) == 1
    found = mailings.find("recA")
    assert found is not None
    assert found.is_approved
    with pytest.raises(StopRun):
        mailings.change("recA", lambda one: approve(replace(one), "g", one.prints, NOW))


def test_deeds_and_stopped_addresses_are_kept(database: sa.Engine) -> None:
    history, stopped = MailingHistory(database), NoMail(database)
    done = [Done(NOW, "Roos", "test"), Done(NOW + timedelta(hours=1), "Anna", "approve")]
    for one in done:
        history.note("recA", one)
    assert (history.of("recA"), history.of("recB")) == (done[::-1], [])
    stopped.add(digest_of("a@b.example"), "asked", NOW)
    stopped.note_museum(digest_of(" A@B.example"), "recM")
    assert [(one.reason, one.museum_id) for one in stopped.all()] == [("asked", "recM")]
    assert (stopped.holds("A@b.example"), stopped.bounced(["a@b.example"])) == (True, set())
