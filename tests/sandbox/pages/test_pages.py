"""The pages as they come over HTTP: whom one can be, what happened, and the clock."""

import re

import requests
from pyairtable import Api

from tests.bases import BASE_ID, table_id
from tests.sandbox.pages.places import SITE


def read(address: str, path: str) -> str:
    answer = requests.get(address + path, timeout=10)
    answer.raise_for_status()
    return answer.text


def test_the_start_page_leads_to_who_one_can_be(address: str) -> None:
    found = re.findall(r'<h3><a href="([^"]+)">([^<]+)', read(address, "/"))
    assert found == [
        ("/tabellen/", "Medewerker"),
        (f"{SITE}/", "Bezoeker"),
        (f"{SITE}/beheer/runs", "Coördinator"),
        (f"{SITE}/formulieren/", "Museum"),
        ("/rekenbladen/", "Inzender"),
        ("/postvak/", "Lezer"),
    ]


def test_no_page_asks_anything_of_others_or_runs_inline_scripts(address: str) -> None:
    for path in ("/", "/sandbox/", "/tabellen/", "/rekenbladen/", "/postvak/"):
        answer = requests.get(address + path, timeout=10)
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        loaded = re.findall(r'(?:src|<link[^>]+href)="([^"]+)"', answer.text)
        assert loaded
        assert [one for one in loaded if not one.startswith("/paginas/")] == []
        assert [
            one for one in re.findall(r"<script([^>]*)>", answer.text) if "src=" not in one
        ] == []
        for one in loaded:
            assert requests.get(address + one, timeout=10).status_code == 200


def test_the_grid_is_a_plain_table_without_javascript(address: str) -> None:
    page = read(address, f"/tabellen/{table_id('activities')}")
    plain = page.partition("<noscript>")[2].partition("</noscript>")[0]
    assert "alle 2 rijen" in plain
    assert plain.count("<tr>") == 3
    assert "Malen &lt;script&gt;alert(1)&lt;/script&gt;" in plain


def test_a_table_that_is_not_there_says_so(address: str) -> None:
    answer = requests.get(f"{address}/tabellen/tblX", timeout=10)
    assert answer.status_code == 404
    assert "Deze tabel is er niet (meer)." in answer.text


def test_recent_calls_and_the_quota_are_shown(address: str, api: Api) -> None:
    made = api.table(BASE_ID, table_id("museums")).create({"Naam": "Nieuw"})
    page = read(address, "/sandbox/")
    row = page.partition("<tbody>")[2].partition("</tr>")[0]
    assert "<b>POST</b> /v0/" in row
    assert ">200<" in row
    assert f"created: {made['id']}" in row
    assert "van 1.000" in page
    api.table(BASE_ID, table_id("museums")).delete(made["id"])


def test_the_clock_moves_by_its_buttons_and_only_from_its_own_page(address: str) -> None:
    def step(name: str, origin: str) -> int:
        url, headers = f"{address}/sandbox/klok", {"Origin": origin}
        answer = requests.post(
            url, data={"stap": name}, headers=headers, timeout=10, allow_redirects=False
        )
        return answer.status_code

    assert step("dag", "http://elsewhere.example") == 403
    assert "loopt gelijk met de echte" in read(address, "/sandbox/")
    assert step("week", address) == 400
    assert step("dag", address) == 303
    assert "loopt nu niet gelijk" in read(address, "/sandbox/")
    assert step("nu", address) == 303
    assert "loopt gelijk met de echte" in read(address, "/sandbox/")
