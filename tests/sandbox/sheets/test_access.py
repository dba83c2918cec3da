"""Who may in, how often, what goes wrong on order, and what a restart keeps."""

import json
from pathlib import Path
from typing import Any

import gspread
import pytest
import requests
from google.auth.exceptions import RefreshError
from gspread.exceptions import APIError

from tests.sandbox.sheets.conftest import client_at, http_client_at
from tests.servers import start_sandbox


def order(address: str, **fault: Any) -> None:
    found = requests.post(
        f"{address}/sandbox/faults", json={"service": "sheets", **fault}, timeout=5
    )
    assert found.status_code == 201


def ledger(address: str, service: str) -> list[dict[str, Any]]:
    found = requests.get(f"{address}/sandbox/ledger", params={"service": service}, timeout=5)
    entries: list[dict[str, Any]] = found.json()["entries"]
    return entries


@pytest.fixture
def key_file(address: str, tmp_path: Path) -> Path:
    path = tmp_path / "sleutel.json"
    path.write_text(requests.get(f"{address}/sandbox/google-key", timeout=10).text, "utf-8")
    return path


def test_a_service_account_comes_in_by_gspreads_own_door(address: str, key_file: Path) -> None:
    client = gspread.service_account(filename=key_file, http_client=http_client_at(address))
    book = client.create("Met sleutel")
    assert book.list_permissions()[0]["emailAddress"] == "museumflow@sandbox.example"
    asked = ledger(address, "oauth")[-1]
    assert (asked["path"], asked["status"], asked["body"]) == ("/token", 200, None)
    assert "ya29" not in json.dumps(ledger(address, "sheets"))


def test_a_key_that_is_not_ours_gets_no_token(address: str, key_file: Path) -> None:
    with start_sandbox(key_file.parent / "ander") as elsewhere:
        other = requests.get(f"{elsewhere}/sandbox/google-key", timeout=10).json()
    wrong = json.loads(key_file.read_text()) | {"private_key": other["private_key"]}
    key_file.write_text(json.dumps(wrong))
    client = gspread.service_account(filename=key_file, http_client=http_client_at(address))
    with pytest.raises(RefreshError, match="invalid_grant"):
        client.openall()


def test_a_token_is_for_what_it_was_asked_for_and_for_an_hour(address: str, key_file: Path) -> None:
    client = gspread.service_account(
        filename=key_file,
        scopes=["https://www.googleapis.com/auth/spreadsheets.readonly"],
        http_client=http_client_at(address),
    )
    book = client_at(address).create("Alleen lezen")
    assert client.open_by_key(book.id).title == "Alleen lezen"
    with pytest.raises(APIError, match="insufficient authentication scopes"):
        client.open_by_key(book.id).update_title("x")
    with pytest.raises(APIError, match="insufficient authentication scopes"):
        client.openall()
    token = client.http_client.auth.token
    requests.post(f"{address}/sandbox/clock", json={"advance_s": 3601}, timeout=5)
    bearer = {"Authorization": f"Bearer {token}"}
    stale = requests.get(f"{address}/v4/spreadsheets/{book.id}", headers=bearer, timeout=5)
    assert stale.json()["error"]["status"] == "UNAUTHENTICATED"
    # google-auth asks for a new token by itself.
    assert client.open_by_key(book.id).title == "Alleen lezen"


def test_without_a_token_nobody_comes_in(address: str) -> None:
    found = requests.get(f"{address}/v4/spreadsheets/x", timeout=5)
    assert (found.status_code, found.json()["error"]["status"]) == (401, "UNAUTHENTICATED")


def test_what_is_not_shared_is_kept_from_the_caller(address: str) -> None:
    client = client_at(address)
    book = client.create("Straks van een ander")
    owner = book.list_permissions()[0]["id"]
    book.share("ander@museum.example", "user", "owner", notify=False)
    book.transfer_ownership(str(owner))
    book.sheet1.update([["x"]], "A1")
    permission = f"https://www.googleapis.com/drive/v3/files/{book.id}/permissions/{owner}"
    client.http_client.request("patch", permission, json={"role": "reader"})
    assert client.open_by_key(book.id).sheet1.acell("A1").value == "x"
    with pytest.raises(APIError, match="The caller does not have permission"):
        book.sheet1.update([["y"]], "A1")


@pytest.mark.parametrize(
    ("status", "word"),
    [(429, "RESOURCE_EXHAUSTED"), (500, "INTERNAL"), (503, "UNAVAILABLE"),
     (403, "PERMISSION_DENIED"), (404, "NOT_FOUND")],
)  # fmt: skip
def test_ordered_faults_look_like_googles(address: str, status: int, word: str) -> None:
    book = client_at(address).create("Storing")
    order(address, match="/values/", kind="status", status=status)
    with pytest.raises(APIError) as caught:
        book.sheet1.get("A1")
    assert (caught.value.code, caught.value.error["status"]) == (status, word)
    assert book.sheet1.get("A1") == [[]]


def test_a_lost_reply_has_had_its_effect_and_a_reset_has_not(address: str) -> None:
    book = client_at(address).create("Weg")
    for kind, effect in (("reset", [[]]), ("lost-reply", [["x"]])):
        order(address, match="PUT", kind=kind)
        with pytest.raises(requests.ConnectionError):
            book.sheet1.update([["x"]], "A1")
        assert book.sheet1.get("A1") == effect


def test_sixty_reads_and_sixty_writes_a_minute(tmp_path: Path) -> None:
    with start_sandbox(tmp_path, requests_per_s=5) as address:
        client = client_at(address)
        book = client.create("Druk")
        for _ in range(59):  # opening was the first
            book.client.fetch_sheet_metadata(book.id)
        with pytest.raises(APIError) as caught:
            book.client.fetch_sheet_metadata(book.id)
        assert caught.value.code == 429
        assert "'Read requests per minute per user'" in caught.value.error["message"]
        book.client.values_clear(book.id, "Sheet1")  # writes are counted apart
        requests.post(f"{address}/sandbox/clock", json={"advance_s": 60}, timeout=5)
        book.client.fetch_sheet_metadata(book.id)


def test_a_restart_keeps_all_that_was_answered(tmp_path: Path) -> None:
    with start_sandbox(tmp_path) as address:
        book = client_at(address).create("Blijft")
        sheet = book.add_worksheet("Twee", 5, 3)
        sheet.update([["=1+1", "", 3], [], ["x"]], "A1", raw=False)
        sheet.format("C1", {"numberFormat": {"type": "NUMBER", "pattern": "0.00"}})
        sheet.update_note("B2", "let op")
        sheet.hide_rows(0, 1)
        sheet.delete_rows(2)
        shown = book.client.spreadsheets_get(book.id, {"includeGridData": "true"})
    with start_sandbox(tmp_path) as address:
        client = client_at(address)
        found = client.http_client.spreadsheets_get(book.id, {"includeGridData": "true"})
        assert found == shown
        client.del_spreadsheet(book.id)
    with start_sandbox(tmp_path) as address:
        assert client_at(address).openall() == []
