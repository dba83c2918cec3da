"""One engine per data folder: a lock that the operating system lets go when its holder dies."""

import fcntl
from pathlib import Path
from typing import IO


class FolderLock:
    """Held by the one process whose engine works on a data folder."""

    def __init__(self, data: Path) -> None:
        self._path = data / "engine.lock"
        self._file: IO[str] | None = None

    def try_take(self) -> bool:
        """Take the lock if it is free; False when another process holds it."""
        handle = self._path.open("a", encoding="utf-8")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            return False
        self._file = handle
        return True

    def let_go(self) -> None:
        """Free the lock; nothing happens when it is not held."""
        if self._file is not None:
            self._file.close()
            self._file = None
