"""Attachments: files on disk, their description, and addresses that die after two hours."""

import hashlib
import hmac
import json
import mimetypes
import secrets
import threading
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from sandbox.airtable.addresses import is_web_address
from sandbox.airtable.errors import unprocessable
from sandbox.airtable.ids import new_id
from sandbox.airtable.pictures import HEIGHTS, measure, thumbnail_size
from sandbox.airtable.schema import Field
from sandbox.airtable.state import Cell
from sandbox.clock import SandboxClock
from sandbox.store import Store

URL_LIFE: Final = timedelta(hours=2)
MAX_UPLOAD_BYTES: Final = 5 * 1024 * 1024


@dataclass(frozen=True)
class Place:
    """The cell that an attachment was written to."""

    base_id: str
    table_id: str
    record_id: str
    field_id: str


@dataclass(frozen=True)
class Attachment:
    """One file. `source` is the address it is still being fetched from, empty when it is here."""

    id: str
    filename: str
    type: str = ""
    size: int = 0
    width: int = 0
    height: int = 0
    source: str = ""
    place: Place | None = None


class AttachmentBook:
    """Every attachment of this sandbox."""

    def __init__(self, store: Store, clock: SandboxClock, address: str) -> None:
        self._store = store
        self._clock = clock
        self._address = address
        self._folder = store.folder / "attachments"
        self._folder.mkdir(exist_ok=True)
        self.promised = threading.Event()
        self._key = self._signing_key()
        self._known = {
            row[0]: _parse(json.loads(row[1]))
            for row in store.rows("SELECT id, body FROM attachments")
        }

    def _signing_key(self) -> bytes:
        key = self._store.read_setting("attachment_key", "")
        if not key:
            key = secrets.token_hex(32)
            self._store.write_setting("attachment_key", key)
        return bytes.fromhex(key)

    def find(self, attachment_id: str) -> Attachment | None:
        """Return an attachment by its ID."""
        return self._known.get(attachment_id)

    def pending(self) -> list[Attachment]:
        """Attachments whose file is still elsewhere."""
        return [one for one in list(self._known.values()) if one.source]

    def path(self, attachment_id: str) -> Path:
        """Where the file of an attachment is kept."""
        return self._folder / attachment_id

    def add_file(self, content: bytes, filename: str, content_type: str = "") -> Attachment:
        """Keep a file and describe it."""
        return self.fill(Attachment(new_id("att"), filename, content_type), content)

    def fill(self, attachment: Attachment, content: bytes) -> Attachment:
        """Keep the file of an attachment that was only promised."""
        partial = self._folder / f"{attachment.id}.partial"
        partial.write_bytes(content)
        partial.replace(self.path(attachment.id))
        guessed = mimetypes.guess_type(attachment.filename)[0]
        width, height = measure(content) or (0, 0)
        return self._put(
            replace(
                attachment,
                type=attachment.type or guessed or "application/octet-stream",
                size=len(content),
                width=width,
                height=height,
                source="",
            )
        )

    def promise(self, url: str, filename: str | None, place: Place) -> Attachment:
        """Describe a file that has yet to be fetched from an address."""
        name = filename or unquote(PurePosixPath(urlsplit(url).path).name) or "attachment"
        made = self._put(Attachment(new_id("att"), name, source=url, place=place))
        self.promised.set()
        return made

    def accept(self, field: Field, value: Any, place: Place) -> Cell | None:
        """Check the value of an attachment cell: `[{"id"}]` keeps, `[{"url"}]` fetches."""
        if value is None:
            return None
        if not isinstance(value, list):
            raise _invalid(field)
        return [self._accept_one(field, one, place) for one in value] or None

    def _accept_one(self, field: Field, value: Any, place: Place) -> dict[str, Any]:
        if not isinstance(value, dict) or not isinstance(value.get("filename") or "", str):
            raise _invalid(field)
        known = self.find(str(value["id"])) if "id" in value else None
        if known is None:
            known = self.promise(_address_in(field, value), value.get("filename"), place)
        return held_cell(known, value.get("filename") or known.filename)

    def forget(self, attachment_id: str) -> None:
        """Give up on an attachment."""
        with self._store.transaction() as connection:
            connection.execute("DELETE FROM attachments WHERE id = ?", (attachment_id,))
        self._known.pop(attachment_id, None)

    def _put(self, attachment: Attachment) -> Attachment:
        with self._store.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO attachments VALUES (?, ?)",
                (attachment.id, json.dumps(asdict(attachment))),
            )
        self._known[attachment.id] = attachment
        return attachment

    def render(self, cell: Cell) -> list[dict[str, Any]]:
        """Write an attachment cell as the REST API does, with addresses that work for 2 hours."""
        return [self._render_one(one) for one in cell if one["id"] in self._known]

    def _render_one(self, held: dict[str, Any]) -> dict[str, Any]:
        known = self._known[held["id"]]
        if known.source:
            return {"id": known.id, "url": known.source, "filename": held["filename"]}
        found: dict[str, Any] = {"id": known.id}
        if known.width:
            found |= {"width": known.width, "height": known.height}
        found |= {
            "url": self._sign(known.id, "original", held["filename"]),
            "filename": held["filename"],
            "size": known.size,
            "type": known.type,
        }
        if known.width:
            found["thumbnails"] = {variant: self._thumbnail(known, variant) for variant in HEIGHTS}
        return found

    def _thumbnail(self, known: Attachment, variant: str) -> dict[str, Any]:
        width, height = thumbnail_size(known.width, known.height, variant)
        return {
            "url": self._sign(known.id, variant, known.filename),
            "width": width,
            "height": height,
        }

    def _sign(self, attachment_id: str, variant: str, filename: str) -> str:
        # Rounded down to a minute, so that an address stays the same within it.
        started = int(self._clock.now().timestamp()) // 60 * 60
        expires = started + int(URL_LIFE.total_seconds())
        mac = self._mac(expires, attachment_id, variant)
        name = quote(filename, safe="")
        return f"{self._address}/attachments/{expires}/{mac}/{attachment_id}/{variant}/{name}"

    def _mac(self, expires: int, attachment_id: str, variant: str) -> str:
        message = f"{expires}/{attachment_id}/{variant}".encode()
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()[:32]

    def is_signed(self, expires: int, mac: str, attachment_id: str, variant: str) -> bool:
        """Whether an address is one that we gave out."""
        return hmac.compare_digest(mac, self._mac(expires, attachment_id, variant))

    def is_expired(self, expires: int) -> bool:
        """Whether an address has died."""
        return self._clock.now().timestamp() >= expires


def held_cell(attachment: Attachment, filename: str) -> dict[str, Any]:
    """What a cell keeps of an attachment; `ready` once its file is here, which is a change."""
    held: dict[str, Any] = {"id": attachment.id, "filename": filename}
    return held if attachment.source else held | {"ready": True}


def _address_in(field: Field, value: Any) -> str:
    url = value.get("url") if isinstance(value, dict) else None
    if not is_web_address(url):
        raise _invalid(field)
    return url


def _invalid(field: Field) -> Exception:
    return unprocessable(
        "INVALID_ATTACHMENT_OBJECT",
        f'Invalid attachment object for field "{field.name}": give an "id", or a "url" of http(s).',
    )


def _parse(body: dict[str, Any]) -> Attachment:
    place = body.pop("place", None)
    return Attachment(**body, place=Place(**place) if place else None)
