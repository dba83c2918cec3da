"""Files that are there wholly or not at all."""

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast


def write_whole(target: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write beside the target, then put it in place: a reader never sees half a file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            write(cast(BinaryIO, file))
        part.chmod(0o644)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def write_note(target: Path, note: Mapping[str, Any]) -> None:
    """Write what is known of a picture, beside it."""
    text = json.dumps(note, ensure_ascii=False, sort_keys=True)
    write_whole(target, lambda file: _write(file, text.encode()))


def read_note(target: Path) -> dict[str, Any] | None:
    """Return what is known, or None when nothing (readable) is."""
    try:
        note = json.loads(target.read_bytes())
    except (OSError, ValueError):
        return None
    return note if isinstance(note, dict) else None


def _write(file: BinaryIO, content: bytes) -> None:
    file.write(content)
