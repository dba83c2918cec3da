"""The SMTP port: takes any mail from this machine, keeps it, and passes nothing on.

Replies follow RFC 5321. Faults are ordered for the service `smtp`; what they match is
`MAIL <sender>`, `RCPT <reader>` or `DATA <reader> <reader>`. A `status` of 421, 451, 550 and the
like is sent as it is; `reset` drops the connection before anything is kept, `lost-reply` keeps the
mail and then drops it, `truncate` sends half a reply line and drops it.
"""

import asyncio
import hmac
import socket
import struct
import threading
from typing import Any, Final

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from sandbox.errors import SandboxError
from sandbox.faults import Fault, FaultBook
from sandbox.ledger import Entry, Ledger
from sandbox.mail.mailbox import Mailbox

SERVICE: Final = "smtp"
MAX_MAIL_BYTES: Final = 25 * 1024 * 1024
MAX_READERS: Final = 100
"""RFC 5321, 4.5.3.1.8: a server takes at least this many; many take no more."""
TAKEN: Final = "250 2.0.0 Ok"
_UNTIL_CLOSED_S: Final = 30.0


class MailServer:
    """Listens on a port of loopback, in a thread of its own. Port 0 is any free one."""

    def __init__(
        self, port: int, mailbox: Mailbox, faults: FaultBook, ledger: Ledger, token: str | None
    ) -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind(("127.0.0.1", port))
        except OSError as error:
            self._socket.close()
            raise SandboxError(
                f"Poort {port} is al in gebruik: kies met --smtp-port een andere poort."
            ) from error
        self._handler = _Handler(mailbox, faults, ledger)
        self._token = token
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="smtp", daemon=True)

    @property
    def address(self) -> str:
        """Where mail is taken: `smtp://127.0.0.1:PORT`."""
        return f"smtp://127.0.0.1:{self._socket.getsockname()[1]}"

    def start(self) -> None:
        """Take mail from now on."""
        self._socket.listen()
        self._thread.start()

    def stop(self) -> None:
        """Drop every connection and close the port."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(timeout=10)
        self._socket.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        listening = self._loop.create_server(self._connection, sock=self._socket)
        server = self._loop.run_until_complete(listening)
        self._loop.run_forever()
        server.close()
        left = asyncio.all_tasks(self._loop)
        for task in left:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        self._loop.close()

    def _connection(self) -> SMTP:
        return SMTP(
            self._handler,
            hostname="sandbox.museumflow.example",
            ident="museumflow-sandbox",
            data_size_limit=MAX_MAIL_BYTES,
            enable_SMTPUTF8=True,
            auth_require_tls=False,
            authenticator=self._log_in,
            loop=self._loop,
        )

    def _log_in(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _kind: str, login: Any
    ) -> AuthResult:
        """Any name and password will do, unless the sandbox was started with a token."""
        password = login.password if isinstance(login, LoginPassword) else b""
        expected = self._token
        is_right = expected is None or hmac.compare_digest(password, expected.encode())
        # Not handled: aiosmtpd answers 535 by itself.
        return AuthResult(success=is_right, handled=is_right)


class _Handler:
    """What aiosmtpd asks at each command; the names are its own."""

    def __init__(self, mailbox: Mailbox, faults: FaultBook, ledger: Ledger) -> None:
        self._mailbox = mailbox
        self._faults = faults
        self._ledger = ledger

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refused = await self._refusal(server, "MAIL", address)
        if refused:
            return refused
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return TAKEN

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refused = await self._refusal(server, "RCPT", address)
        if refused:
            return refused
        if "@" not in address:
            return "550 5.1.3 Bad recipient address"
        if len(envelope.rcpt_tos) >= MAX_READERS:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return TAKEN

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        target = " ".join(envelope.rcpt_tos)
        entry = self._ledger.begin(SERVICE, "DATA", target, "", None)
        fault = self._faults.take(SERVICE, "DATA", target)
        if fault:
            refused = await self._do(fault, entry, server)
            if refused:
                return refused
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        mail = self._mailbox.keep(envelope.mail_from or "", envelope.rcpt_tos, content)
        entry.body = {
            "from": mail.sender,
            "to": list(mail.readers),
            "subject": mail.subject,
            "message_id": str(mail.message.get("Message-ID", "")),
        }
        entry.effects.append({"mail": mail.id})
        entry.status = 250
        self._ledger.finish(entry)
        if fault and fault.kind in ("lost-reply", "truncate"):
            await _drop(server, b"25" if fault.kind == "truncate" else b"")
        return TAKEN

    async def _refusal(self, server: SMTP, command: str, address: str) -> str:
        fault = self._faults.take(SERVICE, command, address)
        if fault is None:
            return ""
        entry = self._ledger.begin(SERVICE, command, address, "", None)
        refused = await self._do(fault, entry, server)
        if not refused:
            entry.status = 250
            self._ledger.finish(entry)
            if fault.kind in ("lost-reply", "truncate"):
                await _drop(server, b"25" if fault.kind == "truncate" else b"")
        return refused

    async def _do(self, fault: Fault, entry: Entry, server: SMTP) -> str:
        """Do what a fault says before anything is kept; returns a refusal, or nothing."""
        entry.fault = fault.kind
        if fault.kind == "slow":
            await asyncio.to_thread(self._faults.wait, fault.seconds)
        if fault.kind not in ("reset", "status"):
            return ""
        entry.status = fault.status if fault.kind == "status" else 0
        self._ledger.finish(entry)
        if fault.kind == "reset":
            await _drop(server)
        text = fault.body if isinstance(fault.body, str) else "Ordered by a test"
        return f"{fault.status} {text}"


async def _drop(server: SMTP, last_words: bytes = b"") -> None:
    """Break the connection; does not come back, as aiosmtpd ends its task with it."""
    transport = server.transport
    if isinstance(transport, asyncio.Transport):
        if last_words:
            transport.write(last_words)
        else:
            connection = transport.get_extra_info("socket")
            linger = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        transport.abort()
    await asyncio.sleep(_UNTIL_CLOSED_S)
