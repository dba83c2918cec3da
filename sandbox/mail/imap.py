"""The IMAP port: whoever logs in with an address reads that address's mail (RFC 3501, a part).

What a mail program needs to fetch letters and mark them read: LOGIN, SELECT, EXAMINE, NOOP,
UID SEARCH ALL or UNSEEN, UID FETCH, UID STORE +FLAGS, LOGOUT. All else is answered with BAD. Faults
are ordered for the service `imap`, by command: `status` answers NO, `reset` drops the connection.
"""

import hmac
import re
import shlex
import socketserver
import threading
from typing import Final

from sandbox.faults import FaultBook
from sandbox.ledger import Ledger
from sandbox.mail.mailbox import Mailbox
from sandbox.mail.messages import Mail

SERVICE: Final = "imap"
_MOST_LINE_BYTES: Final = 8192
_SEEN: Final = "\\Seen"


class ImapServer:
    """Listens on a free port of loopback, in a thread of its own."""

    def __init__(
        self, mailbox: Mailbox, faults: FaultBook, ledger: Ledger, token: str | None
    ) -> None:
        self.mailbox, self.faults, self.ledger, self.token = mailbox, faults, ledger, token
        self._server = _Server(("127.0.0.1", 0), _Conversation, self)
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            name="imap",
            daemon=True,
            kwargs={"poll_interval": 0.2},
        )

    @property
    def address(self) -> str:
        """Where mail is read: `imap://127.0.0.1:PORT`."""
        return f"imap://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> None:
        """Answer from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Close the port."""
        if self._thread.is_alive():
            self._server.shutdown()
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(
        self, at: tuple[str, int], handler: type["_Conversation"], imap: ImapServer
    ) -> None:
        self.imap = imap
        super().__init__(at, handler)


class _Conversation(socketserver.StreamRequestHandler):
    """One connection."""

    server: _Server
    _reader = ""

    def handle(self) -> None:
        """Answer command after command until LOGOUT or the end of the line."""
        self._say("* OK museumflow sandbox IMAP4rev1")
        while line := self.rfile.readline(_MOST_LINE_BYTES):
            tag, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
            command, _, arguments = rest.partition(" ")
            if not self._answer(tag, command.upper(), arguments):
                return

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def _answer(self, tag: str, command: str, arguments: str) -> bool:
        """Answer one command; returns whether the conversation goes on."""
        if command == "UID":
            name, _, arguments = arguments.partition(" ")
            command = f"UID {name.upper()}"
        fault = self.server.imap.faults.take(SERVICE, command, self._reader)
        entry = self.server.imap.ledger.begin(SERVICE, command, self._reader, "", None)
        if fault is not None and fault.kind == "reset":
            self.server.imap.ledger.finish(entry)
            return False
        done = "NO Ordered by a test" if fault is not None else self._do(command, arguments)
        entry.status = 200 if done.startswith("OK") else 400
        self.server.imap.ledger.finish(entry)
        self._say(f"{tag} {done}")
        return command != "LOGOUT"

    def _do(self, command: str, arguments: str) -> str:
        if command == "CAPABILITY":
            self._say("* CAPABILITY IMAP4rev1")
            return "OK done"
        if command == "LOGOUT":
            self._say("* BYE")
            return "OK done"
        if command == "LOGIN":
            return self._log_in(arguments)
        if not self._reader:
            return "NO Log in first"
        if command in ("NOOP", "CLOSE"):
            return "OK done"
        return self._with_mails(command, arguments)

    def _with_mails(self, command: str, arguments: str) -> str:
        if command in ("SELECT", "EXAMINE"):
            if arguments.strip('"').upper() != "INBOX":
                return "NO There is only INBOX"
            self._say(f"* {len(self._mails())} EXISTS")
            self._say("* OK [UIDVALIDITY 1] ok")
            return "OK [READ-WRITE] done"
        if command == "UID SEARCH":
            return self._search(arguments)
        if command == "UID FETCH":
            return self._fetch(arguments)
        if command == "UID STORE":
            return self._store(arguments)
        return "BAD The sandbox does not know this command"

    def _log_in(self, arguments: str) -> str:
        try:
            user, password = shlex.split(arguments)
        except ValueError:
            return "BAD LOGIN takes a name and a password"
        token = self.server.imap.token
        if token is not None and not hmac.compare_digest(password, token):
            return "NO [AUTHENTICATIONFAILED] wrong name or password"
        self._reader = user
        return "OK done"

    def _mails(self) -> list[Mail]:
        return self.server.imap.mailbox.mails(self._reader)[::-1]

    def _search(self, arguments: str) -> str:
        words = arguments.upper().split()
        if words not in (["ALL"], ["UNSEEN"]):
            return "BAD The sandbox searches ALL or UNSEEN"
        read = self.server.imap.mailbox.read_by(self._reader) if words == ["UNSEEN"] else set()
        found = [str(one.id) for one in self._mails() if one.id not in read]
        self._say(" ".join(["* SEARCH", *found]))
        return "OK done"

    def _fetch(self, arguments: str) -> str:
        uids, _, items = arguments.partition(" ")
        wanted = _numbers(uids)
        for number, mail in enumerate(self._mails(), 1):
            if mail.id not in wanted:
                continue
            if "BODY.PEEK[]" in items.upper():
                head = f"* {number} FETCH (UID {mail.id} BODY[] {{{len(mail.source)}}}\r\n"
                self.wfile.write(head.encode() + mail.source + b")\r\n")
            else:
                self._say(f"* {number} FETCH (UID {mail.id} RFC822.SIZE {len(mail.source)})")
        return "OK done"

    def _store(self, arguments: str) -> str:
        uids, _, change = arguments.partition(" ")
        if not change.upper().startswith("+FLAGS") or _SEEN not in change:
            return "BAD The sandbox only adds the flag Seen"
        self.server.imap.mailbox.note_read(self._reader, sorted(_numbers(uids)))
        return "OK done"


def _numbers(uids: str) -> set[int]:
    return {int(one) for one in re.findall(r"[0-9]+", uids)}
