"""Starting, stopping, killing: what was answered is kept, and trouble is told in a sentence."""

import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import requests
from pyairtable import Api

from sandbox.options import SandboxOptions
from sandbox.sample import sample_base
from sandbox.sample.pictures import picture_file, read_catalogue
from sandbox.server import serve
from tests.sandbox.airtable.test_webhooks import wait_for
from tests.sandbox.airtable.wrapper_base import BASE_ID, wrapper_base
from tests.servers import free_port, start_sandbox

_SERVE = (
    "import sys; from pathlib import Path; from sandbox.options import SandboxOptions;"
    " from sandbox.server import serve;"
    " serve(SandboxOptions(data=Path(sys.argv[1]), port=int(sys.argv[2]), requests_per_s=0))"
)


def test_a_second_start_keeps_the_data(tmp_path: Path) -> None:
    with start_sandbox(tmp_path, base=wrapper_base()) as address:
        table = Api("key", endpoint_url=address).table(BASE_ID, "TEST_TABLE")
        made = table.create({"text": "kept"})
        requests.post(f"{address}/sandbox/clock", json={"advance_s": 86400}, timeout=5)
    with start_sandbox(tmp_path, base=wrapper_base()) as address:
        table = Api("key", endpoint_url=address).table(BASE_ID, "TEST_TABLE")
        assert table.all() == [made]
        assert table.create({})["createdTime"] > made["createdTime"]


def test_a_kill_loses_nothing_that_was_answered(tmp_path: Path) -> None:
    with start_sandbox(tmp_path, base=wrapper_base()):
        pass
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", _SERVE, str(tmp_path), str(port)])
    try:
        wait_for(lambda: _answers(port))
        table = Api("key", endpoint_url=f"http://127.0.0.1:{port}").table(BASE_ID, "TEST_TABLE")
        made = table.batch_create([{"text": str(number)} for number in range(20)])
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    with start_sandbox(tmp_path) as address:
        assert Api("key", endpoint_url=address).table(BASE_ID, "TEST_TABLE").all() == made


def test_without_pictures_the_sample_has_the_same_rows_and_draws_nothing(tmp_path: Path) -> None:
    small: dict[str, Any] = {"museums": 3, "activities": 2, "today": date(2026, 11, 23)}
    folder = tmp_path / "drawn"
    with start_sandbox(tmp_path, sample=True, pictures=False, **small) as address:
        base = requests.get(f"{address}/sandbox/health", timeout=5).json()["bases"][0]
        rows = Api("key", endpoint_url=address).table(base, "Beelden").all()
    assert not any("Bestand" in row["fields"] for row in rows)
    for key in read_catalogue():
        file = picture_file(folder, key, read_catalogue())
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"")
    drawn = sample_base(pictures=folder, **small)
    images = next(one["id"] for one in drawn["tables"] if one["name"] == "Beelden")
    assert [row["id"] for row in rows] == [row["id"] for row in drawn["records"][images]]
    assert not [one for one in tmp_path.rglob("*.jpg") if folder not in one.parents]


def _answers(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/sandbox/health", timeout=1).ok
    except requests.ConnectionError:
        return False


def test_a_taken_port_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit) as caught:
            serve(SandboxOptions(data=tmp_path, port=port))
    assert caught.value.code == 1
    assert capsys.readouterr().err == (
        f"Poort {port} is al in gebruik: kies met --port een andere poort.\n"
    )


def test_an_unwritable_folder_gets_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("not a folder")
    folder = tmp_path / "file" / "data"
    with pytest.raises(SystemExit) as caught:
        serve(SandboxOptions(data=folder, port=free_port()))
    assert caught.value.code == 1
    assert capsys.readouterr().err == (
        f"De map {folder} is niet beschrijfbaar: kies met --data een andere map.\n"
    )


def test_a_broken_base_file_gets_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "base.json"
    broken.write_text("{")
    with pytest.raises(SystemExit):
        serve(SandboxOptions(data=tmp_path / "data", port=free_port(), base_file=broken))
    assert capsys.readouterr().err.startswith(f"Het bestand {broken} is geen geldige JSON")


def test_a_folder_has_one_sandbox(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with start_sandbox(tmp_path), pytest.raises(SystemExit):
        serve(SandboxOptions(data=tmp_path, port=free_port()))
    assert capsys.readouterr().err == (
        f"In de map {tmp_path} werkt al een sandbox: stop die, of kies een andere map.\n"
    )


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    with start_sandbox(tmp_path, base=wrapper_base()) as address:
        url = f"{address}/v0/{BASE_ID}/TEST_TABLE"

        def create(number: int) -> int:
            body = {"records": [{"fields": {"number": number}}] * 5}
            headers = {"Authorization": "Bearer key"}
            return requests.post(url, json=body, headers=headers, timeout=10).status_code

        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(create, range(40))) == {200}
        table = Api("key", endpoint_url=address).table(BASE_ID, "TEST_TABLE")
        numbers = [record["fields"]["number"] for record in table.all()]
        assert sorted(numbers) == sorted([*range(40)] * 5)


def test_services_that_are_not_here_yet_say_so(address: str) -> None:
    reply = requests.get(f"{address}/3.0/automations", timeout=5)
    assert reply.status_code == 501
    assert reply.json()["detail"] == "The sandbox does not know GET /3.0/automations."
