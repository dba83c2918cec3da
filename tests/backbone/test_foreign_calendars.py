"""Fetching from a server that means harm: where it sends us, how much it sends, and how slowly."""

import gzip
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from backbone.foreign_calendars import MOST_BYTES, Marks, fetch_calendar
from museum.errors import TryLater

CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n" * 50
Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Stranger:
    """A server on this machine, with an answer for each path; `asked` are those that were asked."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)

    def at(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def fetch(self, path: str, **chosen: Any) -> bytes | None:
        return fetch_calendar(self.at(path), Marks(), **chosen).content


@pytest.fixture(scope="module")
def stranger() -> Iterator[Stranger]:
    made = Stranger()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            made.answers[self.path](self)

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    made.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        made.is_over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def says(body: bytes, **headers: str) -> Answer:
    def answer(door: BaseHTTPRequestHandler) -> None:
        door.send_response(200)
        for name, value in headers.items():
            door.send_header(name.replace("_", "-"), value)
        door.end_headers()
        try:
            door.wfile.write(body)
        except OSError:
            return  # who asked had enough

    return answer


def sends_on(target: str) -> Answer:
    def answer(door: BaseHTTPRequestHandler) -> None:
        door.send_response(302)
        door.send_header("Location", target)
        door.end_headers()

    return answer


def test_a_redirect_leads_to_the_internet_or_nowhere(stranger: Stranger) -> None:
    stranger.answers = {"/agenda.ics": says(CALENDAR), "/secret": says(b"key")}
    # On the same host it may lead anywhere; it is staff who chose that host.
    stranger.answers["/moved"] = sends_on("/agenda.ics")
    assert stranger.fetch("/moved") == CALENDAR
    elsewhere = {"inside.example": "10.0.0.8", "cloud.example": "169.254.169.254"}
    for target in (
        *("http://localhost/secret", f"http://localhost:{stranger.port}/secret"),
        *("http://[::1]/secret", "http://inside.example/", "https://cloud.example/latest/"),
        *("file:///etc/passwd", "gopher://example.org/"),
    ):
        stranger.answers["/away"] = sends_on(target)
        with pytest.raises(TryLater, match="niet op internet staat"):
            stranger.fetch(
                "/away",
                resolve=lambda host: [elsewhere.get(host, "::1" if ":" in host else "127.0.0.1")],
            )
    assert "/secret" not in stranger.asked
    stranger.answers["/round"] = sends_on("/round")
    with pytest.raises(TryLater, match="stuurt ons steeds verder"):
        stranger.fetch("/round")
    assert stranger.asked.count("/round") == 6


def test_what_is_packed_is_unpacked_and_never_too_much_is_taken(stranger: Stranger) -> None:
    packed = gzip.compress(CALENDAR)
    bomb = gzip.compress(bytes(60 * MOST_BYTES), compresslevel=1)
    stranger.answers = {
        "/packed": says(packed, Content_Encoding="gzip"),
        "/bomb": says(bomb, Content_Encoding="gzip"),
        "/large": says(bytes(2 * MOST_BYTES)),
        "/cut": says(CALENDAR[:400], Content_Length=str(len(CALENDAR))),
    }
    assert stranger.fetch("/packed") == CALENDAR
    for path, why in {"/bomb": "te groot", "/large": "te groot", "/cut": "brak af"}.items():
        with pytest.raises(TryLater, match=why):
            stranger.fetch(path)


def test_who_sends_a_byte_at_a_time_is_cut_off(stranger: Stranger) -> None:
    def drips(door: BaseHTTPRequestHandler) -> None:
        door.send_response(200)
        door.end_headers()
        while not stranger.is_over.wait(0.02):
            try:
                door.wfile.write(b"x")
            except OSError:
                return

    stranger.answers = {"/drip": drips}
    with pytest.raises(TryLater, match="te langzaam"):
        stranger.fetch("/drip", most_seconds=0.3)
