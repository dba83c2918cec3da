"""Pictures on the website: copied when seen, shown with their words, named when they cannot be."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import pytest
from PIL import Image

from museum.identity import RecordId
from museum.reading import RawRecord
from tests.channels.website.conftest import Place
from tests.channels.website.small_base import CREATED, field_id


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = self.server.files.get(self.path)  # type: ignore[attr-defined]  # set below
        self.send_response(200 if found else 410)
        self.send_header("Content-Length", str(len(found or b"")))
        self.end_headers()
        self.wfile.write(found or b"")

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def files() -> Iterator[tuple[str, dict[str, bytes]]]:
    """A real HTTP server: its address and the files it serves."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.files = {}  # type: ignore[attr-defined]  # what the handler serves
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", server.files  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


def photograph(colour: str = "purple") -> bytes:
    """Return a small JPEG."""
    body = BytesIO()
    Image.new("RGB", (800, 600), colour).save(body, "JPEG")
    return body.getvalue()


def put_image(place: Place, url: str, attachment: str = "attHeide", **more: object) -> None:
    """Put a picture in the Beeldbank and link the mill to it."""
    values = {
        "title": "Heide",
        "file": [{"id": attachment, "url": url, "filename": "heide.jpg", "type": "image/jpeg"}],
        "alt": "Paarse heide tot de horizon",
        "maker": "J. de Vries",
        "licence": "CC BY 4.0",
        "people": "Niemand herkenbaar",
    }
    place.base.put("images", "recHeide", **{**values, **more})
    place.base.put("museums", "recMolen", images=["recHeide"])


def media(place: Place) -> set[str]:
    """Return the pictures that the website holds, the drawn ones left out."""
    found = (path.name for path in (place.public / "media").iterdir())
    return {name for name in found if not name.startswith("og-")}


def test_a_picture_is_shown_with_its_words(
    place: Place, files: tuple[str, dict[str, bytes]]
) -> None:
    address, served = files
    served["/heide.jpg"] = photograph()
    put_image(place, f"{address}/heide.jpg")
    place.publish()
    page = place.page("musea/molen-de-hoop")
    assert "Paarse heide tot de horizon" in page
    assert "J. de Vries, CC BY 4.0" in page
    shown = {name for name in media(place) if name in page}
    assert any(name.endswith(".webp") for name in shown)
    assert place.points() == {}


def test_without_words_or_rights_it_is_not_shown_and_that_is_said(
    place: Place, files: tuple[str, dict[str, bytes]]
) -> None:
    address, served = files
    served["/heide.jpg"] = photograph()
    put_image(place, f"{address}/heide.jpg", alt=None, licence=None)
    place.publish()
    assert set(place.points()) == {
        "picture:images:recHeide:alt",
        "picture:images:recHeide:licence",
    }
    assert media(place) == set()


def test_a_broken_file_leaves_the_good_one(
    place: Place, files: tuple[str, dict[str, bytes]]
) -> None:
    address, served = files
    served["/heide.jpg"] = photograph()
    put_image(place, f"{address}/heide.jpg")
    place.publish()
    good = place.page("musea/molen-de-hoop")
    served["/stuk.jpg"] = b"geen beeld"
    put_image(place, f"{address}/stuk.jpg", attachment="attStuk")
    place.publish()
    assert place.page("musea/molen-de-hoop") == good
    assert list(place.points()) == ["picture:images:recHeide:file"]


def test_a_dead_address_is_asked_for_once_more(
    place: Place, files: tuple[str, dict[str, bytes]]
) -> None:
    address, served = files
    served["/vers.jpg"] = photograph()
    put_image(place, f"{address}/verlopen.jpg")
    asked: list[str] = []

    def fresh(table: str, one: RecordId) -> RawRecord:
        asked.append(f"{table}:{one}")
        cells = {field_id(table, key): value for key, value in place.base.rows[table, one].items()}
        file = [{"id": "attHeide", "url": f"{address}/vers.jpg", "filename": "heide.jpg"}]
        return RawRecord(table, one, CREATED, {**cells, field_id(table, "file"): file})

    place.context.fresh = fresh
    place.publish()
    assert asked == ["images:recHeide"]
    assert "Paarse heide" in place.page("musea/molen-de-hoop")
    assert place.points() == {}


def test_withdrawn_consent_takes_it_off_at_once(
    place: Place, files: tuple[str, dict[str, bytes]]
) -> None:
    address, served = files
    served["/heide.jpg"] = photograph()
    put_image(place, f"{address}/heide.jpg")
    place.publish()
    place.base.put("images", "recHeide", people="Herkenbaar, zonder toestemming")
    place.publish()
    assert "Paarse heide" not in place.page("musea/molen-de-hoop")
