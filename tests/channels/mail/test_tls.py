"""Encryption, to a real server with a certificate of its own."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import AuthResult

from backbone.mail_server import read_mail_server
from channels.mail.wire import Handed, Wire
from tests.servers import free_port


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Who signs the server's certificate."""
    return trustme.CA()


@contextmanager
def server(authority: trustme.CA, is_tls: bool) -> Iterator[int]:
    """A server that wants encryption: from the first byte, or by STARTTLS before anything else."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    options: dict[str, Any] = (
        {"ssl_context": context} if is_tls else {"tls_context": context, "require_starttls": True}
    )

    def log_in(_server: Any, _session: Any, _envelope: Any, _kind: str, login: Any) -> AuthResult:
        is_right = login.password == b"ge:heim"
        return AuthResult(success=is_right, handled=is_right)

    found = Controller(
        Sink(),
        "127.0.0.1",
        free_port(),
        authenticator=log_in,
        auth_require_tls=not is_tls,
        **options,
    )
    found.start()
    try:
        yield found.port
    finally:
        found.stop()


def hand(url: str, tls: ssl.SSLContext) -> Handed:
    message = EmailMessage()
    message["Subject"] = "Proef"
    message.set_content("Dag")
    wire = Wire(read_mail_server(url), tls, timeout_s=5)
    return wire.hand_over(message, "van@museum.example", "aan@museum.example")


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.mark.parametrize(("scheme", "is_tls"), [("smtps", True), ("smtp+starttls", False)])
def test_mail_goes_encrypted_where_the_address_says_so(
    authority: trustme.CA, scheme: str, is_tls: bool
) -> None:
    with server(authority, is_tls) as port:
        url = f"{scheme}://naam:ge%3Aheim@127.0.0.1:{port}"
        assert hand(url, trusting(authority)) == Handed("sent", 250)
        wrong = f"{scheme}://naam:anders@127.0.0.1:{port}"
        assert hand(wrong, trusting(authority)) == Handed("refused", 535, is_turned_away=True)
        stranger = hand(url, ssl.create_default_context())
        assert stranger == Handed("refused", is_turned_away=True)


def test_a_server_that_wants_encryption_gets_nothing_without(authority: trustme.CA) -> None:
    with server(authority, is_tls=False) as port:
        found = hand(f"smtp://127.0.0.1:{port}", trusting(authority))
        assert found == Handed("refused", 530)
