"""One engine per data folder, and a lock that dies with its holder."""

import signal
import subprocess
import sys
from pathlib import Path

from workflows.folder_lock import FolderLock

HOLDER = """
import sys
from pathlib import Path
from workflows.folder_lock import FolderLock
lock = FolderLock(Path(sys.argv[1]))
print(lock.try_take(), flush=True)
sys.stdin.read()
"""


def test_only_one_holds_the_lock(tmp_path: Path) -> None:
    first, second = FolderLock(tmp_path), FolderLock(tmp_path)
    assert first.try_take()
    assert not second.try_take()
    first.let_go()
    assert second.try_take()
    second.let_go()


def test_a_killed_holder_lets_go(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        lock = FolderLock(tmp_path)
        assert not lock.try_take()
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    assert lock.try_take()
    lock.let_go()
