"""The SMTP port, as the standard client meets it."""

import smtplib
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.servers import smtp_port_of, start_sandbox

READER = "lezer@museum.example"


def letter(subject: str = "Nieuws uit Drenthe") -> EmailMessage:
    found = EmailMessage()
    found["From"] = "Platform <platform@museum.example>"
    found["To"] = READER
    found["Subject"] = subject
    found["Message-ID"] = "<een@museum.example>"
    found.set_content("Café open.\n.\nKijk op https://museum.example/agenda/.\n")
    found.add_alternative("<p>Café <a href='https://museum.example/'>open</a></p>", subtype="html")
    found.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="a.ics")
    return found


def send(port: int, mail: EmailMessage | None = None, **options: Any) -> dict[str, Any]:
    with smtplib.SMTP("127.0.0.1", port, timeout=options.pop("timeout", 5)) as client:
        return dict(client.send_message(mail or letter(), **options))


def order(address: str, **fault: Any) -> None:
    reply = requests.post(f"{address}/sandbox/faults", json={"service": "smtp", **fault}, timeout=5)
    assert reply.status_code == 201, reply.text


def mails(address: str, reader: str = "") -> list[dict[str, Any]]:
    url = f"{address}/sandbox/mails"
    found: list[dict[str, Any]] = requests.get(url, params={"to": reader}, timeout=5).json()[
        "mails"
    ]
    return found


def entries(address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = requests.get(
        f"{address}/sandbox/ledger?service=smtp", timeout=5
    ).json()["entries"]
    return found


def test_a_mail_comes_in_whole(address: str, smtp_port: int) -> None:
    assert send(smtp_port) == {}
    (mail,) = mails(address)
    assert (mail["from"], mail["to"]) == ("platform@museum.example", [READER])
    assert mail["subject"] == "Nieuws uit Drenthe"
    assert mail["text"].replace("\r", "") == (
        "Café open.\n.\nKijk op https://museum.example/agenda/.\n"
    )
    assert "Café <a href" in mail["html"]
    assert mail["attachments"] == [{"name": "a.ics", "type": "text/calendar"}]


def test_the_ledger_lists_each_mail_without_its_content(address: str, smtp_port: int) -> None:
    send(smtp_port)
    (entry,) = entries(address)
    assert (entry["method"], entry["path"], entry["status"]) == ("DATA", READER, 250)
    assert entry["body"] == {
        "from": "platform@museum.example",
        "to": [READER],
        "subject": "Nieuws uit Drenthe",
        "message_id": "<een@museum.example>",
    }
    assert entry["effects"] == [{"mail": mails(address)[0]["id"]}]


def test_each_reader_has_own_post(address: str, smtp_port: int) -> None:
    send(smtp_port, to_addrs=["A@museum.example", "b@museum.example", "a@museum.example"])
    send(smtp_port, to_addrs=["b@museum.example"])
    assert [len(mails(address, one)) for one in ("a@museum.example", "B@museum.example")] == [1, 2]
    assert mails(address, "c@museum.example") == []


@pytest.mark.parametrize("status", [421, 451, 550])
@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_a_refusal_keeps_nothing(address: str, smtp_port: int, command: str, status: int) -> None:
    order(address, match=f"{command} ", kind="status", status=status)
    with pytest.raises(smtplib.SMTPException) as caught:
        send(smtp_port)
    assert str(status) in str(caught.value)
    assert mails(address) == []
    assert [(one["method"], one["status"], one["fault"]) for one in entries(address)] == [
        (command, status, "status")
    ]
    send(smtp_port)
    assert len(mails(address)) == 1


@pytest.mark.parametrize(("kind", "kept"), [("reset", 0), ("lost-reply", 1), ("truncate", 1)])
def test_a_broken_connection_keeps_the_mail_or_not(
    address: str, smtp_port: int, kind: str, kept: int
) -> None:
    order(address, match="DATA ", kind=kind)
    with pytest.raises((OSError, smtplib.SMTPException)):
        send(smtp_port)
    assert len(mails(address)) == kept


def test_a_slow_server_outlasts_the_patience_of_its_client(address: str, smtp_port: int) -> None:
    order(address, match="RCPT", kind="slow", seconds=3)
    with pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected)):
        send(smtp_port, timeout=0.3)
    assert mails(address) == []


def test_mail_bears_the_sandboxs_moment(address: str, smtp_port: int) -> None:
    requests.post(f"{address}/sandbox/clock", json={"now": "2030-01-02T03:00:00Z"}, timeout=5)
    send(smtp_port)
    requests.post(
        f"{address}/sandbox/clock", json={"now": datetime.now(UTC).isoformat()}, timeout=5
    )
    assert mails(address)[0]["received"].startswith("2030-01-02T03:00:0")


def test_mail_outlives_a_restart_and_a_token_must_be_right(tmp_path: Path) -> None:
    with start_sandbox(tmp_path, token="geheim") as address:
        with smtplib.SMTP("127.0.0.1", smtp_port_of(address), timeout=5) as client:
            with pytest.raises(smtplib.SMTPAuthenticationError):
                client.login("museumflow", "anders")
            client.login("museumflow", "geheim")
            client.send_message(letter())
        assert "geheim" not in requests.get(f"{address}/sandbox/ledger", timeout=5).text
    with start_sandbox(tmp_path) as address:
        assert [one["subject"] for one in mails(address)] == ["Nieuws uit Drenthe"]
