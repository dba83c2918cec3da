"""Processes of museumflow that begin at once: forked off one that has imported everything.

To start Python and import our rooms takes seconds of work, and some tests kill dozens of processes.
`Forked` is `subprocess.Popen` for `museumflow …` and for `python -c …`: processes of their own,
with their own environment, pipes and signals, and our own children. Only the imports were done
before. That they start from nothing too is shown by `tests/e2e` and `tests/webhooks/test_live.py`.

Every process of the tests has one nursery, which is forked off again and again and ends with us.
"""

import ctypes
import importlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
MUSEUMFLOW: Final = str(Path(sys.executable).with_name("museumflow"))
PATIENCE_S: Final = 110.0
_ADOPT_ORPHANS: Final = 36
"""PR_SET_CHILD_SUBREAPER of prctl(2): a process that the nursery leaves becomes our child."""


class Forked(subprocess.Popen[Any]):
    """What `Popen` makes, but forked off the nursery. Leans on a step of Popen in Python 3.11."""

    def _execute_child(self, args: Sequence[str], *others: Any) -> None:
        cwd, env, pipes = others[4], others[5], others[9:15]
        stdin, _, _, stdout, _, stderr = pipes
        fds = [own if own >= 0 else usual for usual, own in enumerate((stdin, stdout, stderr))]
        order = {"args": list(args), "cwd": str(cwd or Path.cwd()), "env": dict(env or os.environ)}
        nursery = _nursery()
        socket.send_fds(nursery, [json.dumps(order).encode()], fds)
        self.pid = int(nursery.recv(64))
        self._child_created = True
        self._close_pipe_fds(*pipes)  # type: ignore[attr-defined] # also Popen's own


def run(
    command: Sequence[str], env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end and return what it said, as `subprocess.run` does."""
    pipe = subprocess.PIPE
    with Forked(command, env=env, cwd=cwd, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            out, err = process.communicate(timeout=PATIENCE_S)
        except BaseException:
            process.kill()
            raise
    return subprocess.CompletedProcess(list(command), process.returncode, out, err)


def run_python(
    script: str, *arguments: str, env: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run a script in a process of its own."""
    return run([sys.executable, "-c", script, *arguments], env)


@cache
def _nursery() -> socket.socket:
    """Start the nursery; returns the line to it. It ends when the line does."""
    if ctypes.CDLL(None, use_errno=True).prctl(_ADOPT_ORPHANS, 1) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
    subprocess.Popen(
        [sys.executable, "-m", "tests.forking", str(theirs.fileno())],
        cwd=ROOT,
        pass_fds=[theirs.fileno()],
    )
    theirs.close()
    return ours


def _import_rooms() -> None:
    for name in ("workflows.cli", "webhooks.serve", "sandbox.server", "tests.backbone.conftest"):
        importlib.import_module(name)
    for path in sorted((ROOT / "workflows" / "commands").glob("[a-z]*.py")):
        importlib.import_module(f"workflows.commands.{path.stem}")


def _wait_for_orders(line: socket.socket) -> list[str]:
    """Fork for every order. Returns in the processes that were ordered, with their arguments."""
    while True:
        message, fds, _flags, _address = socket.recv_fds(line, 1 << 20, 3)
        if not message:
            os._exit(0)
        told, telling = os.pipe()
        between = os.fork()
        if between == 0:
            # Forked twice, and told once it is left: then the tests are who waits for it.
            own = os.fork()
            if own == 0:
                for fd in (line.detach(), told, telling):
                    os.close(fd)
                return _become(json.loads(message), fds)
            os.write(telling, str(own).encode())
            os._exit(0)
        os.waitpid(between, 0)
        line.send(os.read(told, 64))
        for fd in (told, telling, *fds):
            os.close(fd)


def _become(order: dict[str, Any], fds: list[int]) -> list[str]:
    for usual, fd in enumerate(fds):
        os.dup2(fd, usual)
        os.close(fd)
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["env"])
    return list(order["args"])


def _carry_out(args: list[str]) -> None:
    main = ModuleType("__main__")
    sys.modules["__main__"] = main
    if args[1] == "-c":
        sys.argv, script = ["-c", *args[3:]], args[2]
    else:
        sys.argv, script = args, "from workflows.cli import main; main()"
    exec(compile(script, "<string>", "exec"), main.__dict__)


if __name__ == "__main__":
    _import_rooms()
    _carry_out(_wait_for_orders(socket.socket(fileno=int(sys.argv[1]))))
