"""A real HTTP server with files to fetch, and pictures made on the spot."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image

from channels.pictures.store import PictureStore
from museum.cells import Attachment


@dataclass
class FileServer:
    """Serves `files` by path; `statuses` overrides; `cut` drops the line half-way."""

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)
    requests: list[str] = field(default_factory=list)

    def offer(self, attachment_id: str, content: bytes, **more: Any) -> Attachment:
        """Put a file on the server and return the attachment that points to it."""
        self.files[f"/{attachment_id}"] = content
        more.setdefault("filename", "photo.jpg")
        return Attachment(id=attachment_id, url=f"{self.address}/{attachment_id}", **more)


def _handler(files: FileServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            files.requests.append(self.path)
            content = files.files[self.path]
            self.send_response(files.statuses.get(self.path, 200))
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if self.path in files.cut else content)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    return Handler


@pytest.fixture
def server() -> Iterator[FileServer]:
    files = FileServer()
    http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(files))
    files.address = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield files
    http.shutdown()
    http.server_close()
    thread.join()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[PictureStore]:
    with requests.Session() as session:
        yield PictureStore(tmp_path / "media", session)


Encoder = Callable[..., bytes]


@pytest.fixture
def encoded() -> Encoder:
    """Return how to make a picture of a size as bytes: left half red, right half blue."""

    def make(size: tuple[int, int], kind: str = "JPEG", mode: str = "RGB", **options: Any) -> bytes:
        picture = Image.new("RGB", size, "#d01818")
        picture.paste("#1818d0", (size[0] // 2, 0, *size))
        file = BytesIO()
        picture.convert(mode).save(file, kind, **options)
        return file.getvalue()

    return make
