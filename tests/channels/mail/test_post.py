"""The post, over SMTP to the real sandbox: once, whatever goes wrong."""

import threading
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from channels.mail.outbox import SENDING_LASTS
from channels.mail.post import Posted
from museum.errors import FixConfiguration, SkipRecord, StopRun, TryLater
from museum.mail_address import MailAddress
from tests.channels.mail.conftest import NOW, PostOffice, letter


def test_a_letter_arrives_as_it_was_written(office: PostOffice) -> None:
    assert office.post().send(letter()) == Posted(is_new=True)
    (mail,) = office.mails()
    headers = dict(mail["headers"])
    assert headers["From"] == "Het Platform <platform@museum.example>"
    assert headers["To"] == '"Lezer, de" <lezer@museum.example>'
    assert headers["Subject"] == "Café open"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Content-Language"] == "nl"
    assert parsedate_to_datetime(headers["Date"]) == NOW
    assert headers["Date"].endswith("+0100")
    assert mail["text"].replace("\r\n", "\n") == "Dag!\n.\nTot ziens\n"
    assert mail["html"].strip() == "<p>Dag é</p>"


def test_the_same_key_goes_once_and_has_one_message_id(office: PostOffice) -> None:
    office.post().send(letter())
    assert office.post().send(letter(subject="Anders")) == Posted(is_new=False)
    office.post().send(letter("proef:2"))
    first, second = office.mails()
    ids = [dict(one["headers"])["Message-ID"] for one in (first, second)]
    assert ids[0] != ids[1]
    assert ids[0].endswith("@museum.example>")


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "status", "status": 451},
        {"kind": "status", "status": 421},
        {"kind": "reset"},
        {"kind": "lost-reply"},
        {"kind": "truncate"},
        {"kind": "slow", "seconds": 3},
    ],
    ids=lambda fault: f"{fault['kind']}{fault.get('status', '')}",
)
def test_a_passing_fault_is_tried_again_later_and_the_mail_arrives(
    office: PostOffice, command: str, fault: dict[str, object]
) -> None:
    office.fault(match=f"{command} ", **fault)
    with pytest.raises(TryLater) as caught:
        office.post(timeout_s=0.5).send(letter())
    assert caught.value.after_s == 60
    with pytest.raises(TryLater):
        office.post().send(letter())  # not before its time
    office.ahead = timedelta(seconds=61)
    assert office.post().send(letter()) == Posted(is_new=True)
    found = {dict(one["headers"])["Message-ID"] for one in office.mails()}
    assert len(found) == 1  # a repeat can be known by its Message-ID
    is_in_doubt = command == "DATA" and fault["kind"] in ("lost-reply", "truncate", "slow")
    assert len(office.mails()) == 1 or is_in_doubt


@pytest.mark.parametrize("kind", ["reset", "lost-reply", "truncate"])
def test_a_letter_that_may_not_repeat_never_does(office: PostOffice, kind: str) -> None:
    office.fault(match="DATA ", kind=kind)
    only_once = letter(may_repeat=False)
    for _ in range(3):
        with pytest.raises(StopRun, match="misschien is hij verzonden"):
            office.post().send(only_once)
        office.ahead += timedelta(hours=2)
    assert len(office.mails()) == (0 if kind == "reset" else 1)
    assert office.outbox.count("unknown") == 1


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_a_refusal_is_final(office: PostOffice, command: str) -> None:
    office.fault(match=f"{command} ", kind="status", status=550)
    with pytest.raises(StopRun, match=r"weigert deze mail \(antwoord 550\)"):
        office.post().send(letter())
    office.ahead = timedelta(days=1)
    with pytest.raises(StopRun, match="weigert deze mail"):
        office.post().send(letter())
    assert office.mails() == []


def test_the_wait_grows_to_an_hour(office: PostOffice) -> None:
    waits = []
    for _ in range(9):
        office.fault(match="MAIL", kind="status", status=451)
        with pytest.raises(TryLater) as caught:
            office.post().send(letter())
        waits.append(caught.value.after_s)
        office.ahead += timedelta(seconds=caught.value.after_s)
    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]


@pytest.mark.parametrize("may_repeat", [True, False])
def test_a_process_killed_while_sending_leaves_it_to_the_kind(
    office: PostOffice, may_repeat: bool
) -> None:
    # What a process leaves that is killed between the hand-over and its note.
    office.outbox.claim("proef:1", office.now(), may_repeat)
    with pytest.raises(TryLater):
        office.post().send(letter(may_repeat=may_repeat))
    office.ahead = SENDING_LASTS
    if may_repeat:
        assert office.post().send(letter()) == Posted(is_new=True)
    else:
        with pytest.raises(StopRun, match="Vraag de ontvanger"):
            office.post().send(letter(may_repeat=False))
    assert len(office.mails()) == int(may_repeat)


def test_eight_at_once_send_it_once(office: PostOffice) -> None:
    outcomes: list[str] = []

    def send() -> None:
        try:
            outcomes.append(str(office.post().send(letter()).is_new))
        except TryLater:
            outcomes.append("busy")

    threads = [threading.Thread(target=send) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert outcomes.count("True") == 1
    assert len(office.mails()) == 1


def test_nobody_there_is_a_passing_fault(office: PostOffice) -> None:
    with pytest.raises(TryLater, match="neemt de mail nu niet aan"):
        office.post(url="smtp://127.0.0.1:9").send(letter())


def test_a_server_without_starttls_is_a_matter_of_settings(office: PostOffice) -> None:
    url = f"smtp+starttls://127.0.0.1:{office_port(office)}"
    with pytest.raises(FixConfiguration, match="SMTP_URL"):
        office.post(url=url).send(letter())
    assert office.mails() == []


def office_port(office: PostOffice) -> int:
    from tests.servers import smtp_port_of

    return smtp_port_of(office.address)


@pytest.mark.parametrize("text", ["Dag\r\nBcc: wie@elders.example", "Dag\nX", "Dag\x00"])
def test_nobody_adds_headers(text: str) -> None:
    with pytest.raises(SkipRecord, match="regeleinde"):
        letter(subject=text)
    with pytest.raises(SkipRecord, match="regeleinde"):
        letter(to=MailAddress("lezer@museum.example", text))
