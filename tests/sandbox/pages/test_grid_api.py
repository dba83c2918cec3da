"""The grid's endpoints: windows of rows, writes as staff, and refusals in clear Dutch."""

from typing import Any

import pytest
import requests
from pyairtable import Api

from tests.bases import BASE_ID, field_id, record_id, table_id

MILL = record_id("mill")
ROOT = f"/tabellen/api/{table_id('museums')}"
OURS = {"X-Requested-With": "test"}


def field(name: str) -> str:
    return field_id("museums", name)


def ask(address: str, path: str, **query: Any) -> Any:
    answer = requests.get(address + ROOT + path, params=query, timeout=10)
    return answer.json()


def write(address: str, name: str, value: Any, record: str = MILL) -> requests.Response:
    body = {"field": field(name), "value": value}
    url = f"{address}{ROOT}/rows/{record}"
    return requests.patch(url, json=body, headers=OURS, timeout=10)


def names(answer: Any) -> list[str]:
    return [row["cells"][field("name")] for row in answer["rows"]]


def test_the_first_field_is_the_one_that_names_a_row(address: str) -> None:
    described = ask(address, "")
    assert described["name"] == "Musea"
    assert described["fields"][0]["name"] == "Naam"
    status = next(one for one in described["fields"] if one["id"] == field("status"))
    assert [one["name"] for one in status["choices"]] == [
        "Open",
        "Tijdelijk gesloten",
        "Voorgoed gesloten",
    ]


@pytest.mark.parametrize(
    ("query", "total", "expected"),
    [
        ({"offset": 1, "limit": 1}, 3, ["Hunebedcentrum"]),
        ({"search": "ZUIDLAREN"}, 1, ["Molenmuseum De Wachter"]),
        ({"search": "nergens"}, 0, []),
        (
            {"sort": field("place"), "direction": "desc"},
            3,
            ["Molenmuseum De Wachter", "Gevangenismuseum", "Hunebedcentrum"],
        ),
        (
            {"sort": field("status")},  # empty first, then the options in their own order
            3,
            ["Hunebedcentrum", "Molenmuseum De Wachter", "Gevangenismuseum"],
        ),
    ],
)
def test_rows_come_by_window_search_and_order(
    address: str, query: dict[str, Any], total: int, expected: list[str]
) -> None:
    answer = ask(address, "/rows", **query)
    assert (answer["total"], names(answer)) == (total, expected)


def test_a_search_follows_a_change(address: str) -> None:
    assert ask(address, "/rows", search="Rolde")["total"] == 0
    before = ask(address, "/version")["version"]
    assert write(address, "place", "Rolde").status_code == 200
    assert ask(address, "/version")["version"] == before + 1
    assert ask(address, "/rows", search="rolde")["total"] == 1
    write(address, "place", "Zuidlaren")


def test_links_are_shown_and_found_by_name(address: str) -> None:
    activities = f"{address}/tabellen/api/{table_id('activities')}"
    museum = field_id("activities", "museum")
    answer = requests.get(f"{activities}/rows", params={"search": "WACHTER"}, timeout=10).json()
    assert [row["cells"][museum] for row in answer["rows"]] == [
        [{"id": MILL, "name": "Molenmuseum De Wachter"}]
    ]
    url = f"{activities}/choices/{museum}"
    found = requests.get(url, params={"search": "centrum"}, timeout=10).json()
    dolmens = {"id": record_id("dolmens"), "name": "Hunebedcentrum"}
    assert found == {"total": 1, "choices": [dolmens]}


def test_a_moment_without_offset_is_amsterdam_s(address: str, api: Api) -> None:
    url = f"{address}/tabellen/api/{table_id('activities')}/rows/{record_id('stones')}"
    for typed, kept in (
        ("2027-07-01T10:00", "2027-07-01T08:00:00.000Z"),
        ("2027-12-01T10:00", "2027-12-01T09:00:00.000Z"),
    ):
        body = {"field": field_id("activities", "starts"), "value": typed}
        assert requests.patch(url, json=body, headers=OURS, timeout=10).status_code == 200
        stored = api.table(BASE_ID, table_id("activities")).get(record_id("stones"))
        assert stored["fields"]["Begint"] == kept


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "latitude",
            "noord",
            "Dit past niet in het veld “Breedtegraad”. Vul een getal in, bijvoorbeeld 12,5.",
        ),
        (
            "checked_on",
            "31-2-2027",
            "Dit past niet in het veld “Gecontroleerd op”."
            " Vul een datum in, bijvoorbeeld 2-3-2027.",
        ),
        ("status", "Verdwenen", "Deze keuze bestaat niet. Kies een van de opties."),
        ("themes", ["Ruimtevaart"], "Deze keuze bestaat niet. Kies uit de opties."),
        (
            "images",
            [record_id("gone")],
            "Deze rij bestaat niet meer: iemand heeft haar verwijderd. Laad de pagina opnieuw.",
        ),
    ],
)
def test_a_wrong_value_is_refused_in_dutch_and_changes_nothing(
    address: str, api: Api, name: str, value: Any, message: str
) -> None:
    table = api.table(BASE_ID, table_id("museums"))
    before = table.get(MILL)
    answer = write(address, name, value)
    assert (answer.status_code, answer.json()) == (422, {"error": message})
    assert table.get(MILL) == before


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        (
            f"{ROOT}/rows?limit=501",
            400,
            "“limit” moet een heel getal zijn van 0 tot en met 500.",
        ),
        (f"{ROOT}/rows?offset=-1", 400, "“offset” moet een heel getal zijn."),
        (
            f"{ROOT}/rows?direction=up",
            400,
            "Sorteer met “asc” (oplopend) of “desc” (aflopend).",
        ),
        (f"{ROOT}/rows?sort=fldX", 404, "Dit veld bestaat niet (meer). Laad de pagina opnieuw."),
        (
            "/tabellen/api/tblX/rows",
            404,
            "Deze tabel bestaat niet (meer). Laad de pagina opnieuw.",
        ),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong(
    address: str, path: str, status: int, message: str
) -> None:
    answer = requests.get(address + path, timeout=10)
    assert (answer.status_code, answer.json()) == (status, {"error": message})


def test_a_body_of_the_wrong_form_is_told_what_to_send(address: str) -> None:
    url = f"{address}{ROOT}/rows/{MILL}"
    answer = requests.patch(url, json=["x"], headers=OURS, timeout=10)
    expected = {"error": "Stuur een veld en een waarde: {“field”: …, “value”: …}."}
    assert (answer.status_code, answer.json()) == (400, expected)


def test_a_file_goes_only_where_files_go(address: str) -> None:
    url = f"{address}{ROOT}/rows/{MILL}/files/{field('name')}"
    answer = requests.post(url, files={"file": b"x"}, headers=OURS, timeout=10)
    expected = {"error": "In het veld “Naam” passen geen bestanden."}
    assert (answer.status_code, answer.json()) == (422, expected)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        OURS | {"Origin": "http://elsewhere.example"},
        OURS | {"Origin": "null"},
        OURS | {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_pages_of_others_cannot_write(address: str, headers: dict[str, str]) -> None:
    for method, path in (("POST", "/rows"), ("DELETE", f"/rows/{MILL}")):
        answer = requests.request(method, address + ROOT + path, headers=headers, timeout=10)
        expected = {"error": "Wijzigen kan alleen vanaf de pagina met de tabellen."}
        assert (answer.status_code, answer.json()) == (403, expected)
    assert ask(address, "/rows")["total"] == 3


def test_rows_are_added_and_taken_away_without_using_the_quota(address: str) -> None:
    used = requests.get(f"{address}/sandbox/plan", timeout=10).json()["calls_this_month"]
    made = requests.post(f"{address}{ROOT}/rows", json={}, headers=OURS, timeout=10)
    assert made.status_code == 201
    row = made.json()["row"]["id"]
    assert ask(address, f"/rows/{row}/position") == {"position": 3}
    gone = requests.delete(f"{address}{ROOT}/rows/{row}", headers=OURS, timeout=10)
    assert gone.status_code == 204
    assert ask(address, f"/rows/{row}/position") == {"position": -1}
    plan = requests.get(f"{address}/sandbox/plan", timeout=10).json()
    assert plan["calls_this_month"] == used
