"""Answers in people's own words: read by IMAP, beside a proposal, never lost and never twice."""

import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import requests

from backbone.form_links import FormLink
from backbone.no_mail import NoMail, digest_of
from backbone.reply_box import ReplyBox
from backbone.settings import Settings
from backbone.submissions import Submission
from channels.mail.bounces import bounces_in
from channels.mail.received import above_quotes
from museum.errors import FixConfiguration, TryLater
from tests.bases import BASE_ID, base_of, record_id
from tests.servers import smtp_port_of, start_sandbox
from workflows import intake
from workflows.context import Context, open_context
from workflows.doctor import examine
from workflows.fetch import fetch
from workflows.intake_job import write_batch
from workflows.intake_letters import post_letters
from workflows.replies import read_replies
from workflows.still_right import ask_what_is_old

US = "platform@museum.example"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BASE: dict[str, Any] = {
    "museums": [
        {"id": f"museum-{n}", "name": f"Museum {n}", "place": "Assen", "hours_text": "di 11-17 u"}
        for n in range(3)
    ]
}


@dataclass
class Post:
    """An installation whose mailbox is read, and the people who write to it."""

    url: str
    context: Context

    @property
    def box(self) -> ReplyBox:
        server = self.context.settings.reply_server
        assert server is not None
        return ReplyBox(server)

    def link(self, number: int, email: str) -> FormLink:
        museum, long = record_id(f"museum-{number}"), timedelta(days=500)
        return self.context.links.make(museum, "Jo", email, False, NOW, long)

    def write(self, sender: str, text: str, **headers: str) -> None:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, US, "Re: Klopt dit nog?"
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        with smtplib.SMTP("127.0.0.1", smtp_port_of(self.url)) as client:
            client.send_message(mail)

    def fault(self, kind: str, match: str, status: int = 500) -> None:
        body = {"service": "imap", "match": match, "times": 1, "kind": kind, "status": status}
        requests.post(f"{self.url}/sandbox/faults", json=body, timeout=10).raise_for_status()

    def waiting(self) -> list[Submission]:
        return self.context.submissions.in_states(["waiting"])


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Post]:
    folder = tmp_path_factory.mktemp("replies")
    with start_sandbox(folder / "sandbox", base=base_of(BASE)) as url:
        (folder / "data").mkdir()
        health = requests.get(f"{url}/sandbox/health", timeout=10).json()
        settings = Settings(
            data=folder / "data",
            airtable_url=url,
            airtable_token="token",
            airtable_base=BASE_ID,
            smtp_url=f"smtp://127.0.0.1:{smtp_port_of(url)}",
            imap_url=health["imap"].replace("imap://", "imap://platform%40museum.example:geheim@"),
            mail_from=f"Musea <{US}>",
        )
        context = open_context(settings, lambda: NOW)
        fetch(context, always=True)
        yield Post(url, context)


def test_an_answer_in_the_mailbox_becomes_a_proposal_with_its_text(post: Post) -> None:
    post.link(0, "jo@een.example")
    post.link(1, "jo@een.example")  # two museums: the letter that is answered says which
    context = post.context
    context.mirror.set_state("now", None)
    ask_what_is_old(open_context(context.settings, lambda: NOW + timedelta(days=181)))
    post_letters(context)
    mails = requests.get(f"{post.url}/sandbox/mails?to=jo@een.example", timeout=10).json()["mails"]
    letter = next(one for one in mails if one["subject"] == "Klopt dit nog? Museum 1")
    assert "antwoord gewoon op deze mail" in letter["text"]
    text = "Dag,\n\nOpeningstijden: wo t/m zo 13-17 u\nTelefoon: 0592-377773\n\nGroet, Jo"
    page = f"{post.url}/postvak/{letter['id']}/antwoord"
    done = requests.post(page, {"tekst": text}, headers={"Origin": post.url}, timeout=10)
    assert done.status_code == 200
    assert read_replies(context, post.box) == 1
    (found,) = post.waiting()
    assert (found.door, found.record_id, found.sender_email) == (
        "mail", record_id("museum-1"), "jo@een.example",
    )  # fmt: skip
    assert found.wanted == {"hours_text": "wo t/m zo 13-17 u", "phone": "0592 377 773"}
    assert found.typed["reply"] == text
    assert post.context.links.of_reader("jo@een.example")[0].is_valid(NOW)
    assert read_replies(context, post.box) == 0
    intake.approve(context, found)
    assert write_batch(context) == {"handled": 1, "written": 1}
    source = context.facts.of("museums", record_id("museum-1"))["hours_text"]
    assert (source.door, source.confirmed_by) == ("mail", "Jo")
    post_letters(context)
    mails = requests.get(f"{post.url}/sandbox/mails?to=jo@een.example", timeout=10).json()["mails"]
    assert [one["subject"] for one in mails][-1] == "Uw antwoord is binnen"


@pytest.mark.parametrize("kind", ["reset", "status"])
def test_a_fault_before_it_is_marked_read_still_gives_one(post: Post, kind: str) -> None:
    post.link(2, f"jo@{kind}.example")
    post.write(f"jo@{kind}.example", "Alles klopt nog!", Message_ID=f"<{kind}@een.example>")
    post.fault(kind, "UID STORE")
    with pytest.raises(TryLater):
        read_replies(post.context, post.box)
    assert read_replies(post.context, post.box) == 0
    (found,) = [one for one in post.waiting() if one.sender_email == f"jo@{kind}.example"]
    assert (found.wanted, found.typed["all_right"]) == ({}, "ja")


def test_what_is_nobodys_or_a_machines_is_not_taken_in(post: Post) -> None:
    before = len(post.waiting())
    post.write("vreemd@elders.example", "Ons museum is voortaan dicht.")
    post.write("jo@een.example", "Ik ben afwezig.", Auto_Submitted="auto-replied")
    assert read_replies(post.context, post.box) == 0
    assert len(post.waiting()) == before
    (point,) = [one.point for one in post.context.attention.open_points()]
    assert point.what == (
        "Er kwam een mail over “Re: Klopt dit nog?” van een adres dat bij geen persoonlijke link "
        "hoort."
    )
    post.box.mark_read([one.uid for one in post.box.unread()])  # staff read it in their own program
    read_replies(post.context, post.box)
    assert post.context.attention.open_points() == []


def test_a_mailbox_that_does_not_let_us_in_is_for_people_to_mend(post: Post) -> None:
    post.fault("status", "LOGIN")
    with pytest.raises(FixConfiguration):
        post.box.unread()
    post.fault("status", "LOGIN")
    found = [
        [one.state for one in examine(post.context.settings, lambda: post.context)
         if one.check == "Antwoorden per mail"]
        for _ in range(2)
    ]  # fmt: skip
    assert found == [["wrong"], ["good"]]


def test_only_what_was_written_above_the_quotes_counts() -> None:
    text = (
        "Ja, klopt.\r\n\r\nOp ma 23 nov 2026 om 12:00 schreef Musea <p@m.example>:\r\n> Klopt dit?"
    )
    assert above_quotes(text) == "Ja, klopt."
    assert above_quotes("Van: maandag open\nTot: zondag") == "Van: maandag open\nTot: zondag"


REPORT = """From: MAILER-DAEMON@een.example
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; een.example

Final-Recipient: rfc822; {reader}
Action: failed
Status: {status}

--b
Content-Type: message/rfc822

Message-ID: {message_id}
Subject: Dag

Dag
--b--
"""


def report(reader: str, status: str, message_id: str) -> bytes:
    """Return what a mail server says of a letter that it could not deliver (RFC 3464)."""
    told = REPORT.format(reader=reader, status=status, message_id=message_id)
    return told.replace("\n", "\r\n").encode()


def test_a_letter_that_came_back_for_good_stops_the_next(post: Post) -> None:
    reader, listed = "jo@een.example", NoMail(post.context.database)
    mails = requests.get(f"{post.url}/sandbox/mails?to={reader}", timeout=10).json()["mails"]
    ours = dict(mails[-1]["headers"])["Message-ID"]
    reports = [
        report(reader, "5.1.1", "<vervalst@een.example>"),  # anybody can write one
        report(reader, "5.2.2 (full)", ours),
        report("ander@een.example", "5.1.1", ours),
        report(reader.upper(), "5.1.1", ours),
    ]
    stopped = []
    for source in reports:
        with smtplib.SMTP("127.0.0.1", smtp_port_of(post.url)) as client:
            client.sendmail("", [US], source)
        assert read_replies(post.context, post.box) == 0
        stopped.append(listed.holds(reader))
    assert stopped == [False, False, False, True]
    assert not listed.holds("ander@een.example")
    assert bounces_in(b"From: a@b.example\r\n\r\nHoi") == ()
    listed.lift(digest_of(reader), NOW)
