"""The house stays as it was laid: imports point one way, and nothing names a package registry."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("museum", "backbone", "channels", "workflows", "webhooks")
MAY_IMPORT = {room: set(ROOMS[: ROOMS.index(room) + 1]) for room in ROOMS}
IO_MODULES = {
    "socket", "sqlite3", "subprocess", "requests", "urllib.request", "http.client", "sqlalchemy",
    "flask", "pyairtable", "gspread", "os", "shutil", "tempfile",
}  # fmt: skip
REGISTRIES = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com")


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("room", ROOMS)
def test_imports_point_one_way(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for name in sorted(imports_of(path))
        if (top := name.split(".")[0]) in {*ROOMS, "sandbox", "tests", "bench"}
        and top not in MAY_IMPORT[room]
    ]
    assert wrong == []


def test_the_sandbox_knows_only_the_table_definitions() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted((ROOT / "sandbox").rglob("*.py"))
        for name in sorted(imports_of(path))
        if name.split(".")[0] in ROOMS and name != "museum.tables"
    ]
    assert wrong == []


def test_the_museum_does_no_io() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted((ROOT / "museum").rglob("*.py"))
        for name in sorted(imports_of(path) & IO_MODULES)
    ]
    assert wrong == []


def test_there_is_no_if_sandbox() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        if re.search(r"\bif\b[^\n]*\bsandbox\b", path.read_text("utf-8"))
    ]
    assert wrong == []


def test_no_registry_is_named_anywhere() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in tracked_files()
        if any(name.encode() in path.read_bytes() for name in REGISTRIES)
    ]
    assert wrong == []


def test_the_lock_file_pins_every_version() -> None:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    packages = [line for line in lines if line and not line.lstrip().startswith("#")]
    assert packages
    assert [line for line in packages if not re.fullmatch(r"[a-z0-9._-]+==\S+", line)] == []
