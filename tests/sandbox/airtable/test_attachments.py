"""Attachments: uploaded, fetched from an address, shown small, and gone after two hours."""

import base64
import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests
from PIL import Image
from pyairtable import Base, Table

from tests.sandbox.airtable.test_webhooks import wait_for


def picture(width: int = 200, height: int = 1000) -> bytes:
    """Draw a picture."""
    held = io.BytesIO()
    Image.new("RGB", (width, height), "purple").save(held, "PNG")
    return held.getvalue()


class _Pictures(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if "logo" in self.path else 404)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        self.wfile.write(picture())

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def pictures() -> Iterator[str]:
    """A server with a picture at /logo.png."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pictures)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def upload(
    base: Base, record_id: str, field: str, content: bytes, name: str, kind: str = "image/png"
) -> requests.Response:
    """Upload as the real client does, to the sandbox's own host."""
    return requests.post(
        f"{base.api.endpoint_url}/v0/{base.id}/{record_id}/{field}/uploadAttachment",
        json={
            "contentType": kind,
            "filename": name,
            "file": base64.encodebytes(content).decode(),
        },
        headers={"Authorization": "Bearer key"},
        timeout=10,
    )


def test_an_upload_is_described_and_served(base: Base, table: Table) -> None:
    record = table.create({"text": "x"})
    reply = upload(base, record["id"], "attachment", picture(), "a b.png").json()
    (held,) = reply["fields"]["fldAttachment0000"]
    assert (held["filename"], held["type"], held["width"], held["height"]) == (
        "a b.png",
        "image/png",
        200,
        1000,
    )
    assert held["size"] == len(picture())
    assert requests.get(held["url"], timeout=5).content == picture()
    sizes = {name: (one["width"], one["height"]) for name, one in held["thumbnails"].items()}
    assert sizes == {"small": (7, 36), "large": (102, 512), "full": (200, 1000)}
    small = requests.get(held["thumbnails"]["small"]["url"], timeout=5).content
    assert Image.open(io.BytesIO(small)).size == (7, 36)
    twice = upload(base, record["id"], "attachment", picture(), "b.png").json()
    assert [one["filename"] for one in twice["fields"]["fldAttachment0000"]] == ["a b.png", "b.png"]


def test_addresses_die_after_two_hours(base: Base, table: Table, address: str) -> None:
    record = table.create({"text": "x"})
    upload(base, record["id"], "attachment", picture(), "a.png")
    url = table.get(record["id"])["fields"]["attachment"][0]["url"]
    requests.post(f"{address}/sandbox/clock", json={"advance_s": 7000}, timeout=5)
    assert requests.get(url, timeout=5).status_code == 200
    requests.post(f"{address}/sandbox/clock", json={"advance_s": 200}, timeout=5)
    assert requests.get(url, timeout=5).status_code == 410
    again = table.get(record["id"])["fields"]["attachment"][0]["url"]
    assert requests.get(again, timeout=5).status_code == 200
    forged = again.replace("/original/", "/large/")
    assert requests.get(forged, timeout=5).status_code == 403


def test_a_file_is_fetched_from_its_address(table: Table, pictures: str) -> None:
    url = f"{pictures}/logo.png"
    two: Any = [{"url": url}, {"url": url, "filename": "b.jpg"}]
    made = table.create({"attachment": two})
    names = [one["filename"] for one in made["fields"]["attachment"]]
    assert names == ["logo.png", "b.jpg"]
    wait_for(lambda: "size" in table.get(made["id"])["fields"]["attachment"][1])
    held = table.get(made["id"])["fields"]["attachment"]
    assert [one["id"] for one in held] == [one["id"] for one in made["fields"]["attachment"]]
    assert requests.get(held[0]["url"], timeout=5).content == picture()
    one: Any = [{"id": held[1]["id"]}]
    kept = table.update(made["id"], {"attachment": one})
    assert [one["id"] for one in kept["fields"]["attachment"]] == [held[1]["id"]]


def test_a_file_that_cannot_be_fetched_vanishes(table: Table, pictures: str, address: str) -> None:
    missing: Any = [{"url": f"{pictures}/missing.png"}]
    made = table.create({"text": "x", "attachment": missing})

    def gone() -> bool:
        requests.post(f"{address}/sandbox/clock", json={"advance_s": 60}, timeout=5)
        return "attachment" not in table.get(made["id"])["fields"]

    wait_for(gone)


def test_an_upload_of_over_5_mb_is_refused(base: Base, table: Table) -> None:
    record = table.create({"text": "x"})
    reply = upload(base, record["id"], "attachment", bytes(5 * 1024 * 1024 + 1), "big.png")
    assert reply.status_code == 413
    assert "attachment" not in table.get(record["id"])["fields"]


@pytest.mark.parametrize("kind", ["image/svg+xml", "text/html"])
def test_no_script_in_an_attachment_can_run(base: Base, table: Table, kind: str) -> None:
    record = table.create({"text": "x"})
    content = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    upload(base, record["id"], "attachment", content, "a.svg", kind)
    found = requests.get(table.get(record["id"])["fields"]["attachment"][0]["url"], timeout=5)
    assert found.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert found.headers["Content-Disposition"].startswith("attachment")
