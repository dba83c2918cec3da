"""From a cell that staff leave to its page on the website, with the quiet time at zero."""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import requests

from bench.serving import Serving, serving, wait_until

EDITS = 40
PATIENCE_S = 60.0


@dataclass(frozen=True)
class WaitFigures:
    """Seconds from an edit to its page."""

    median_s: float
    p95_s: float


def measure_edit_to_page() -> WaitFigures:
    """Type in the grid over HTTP and read the page until it shows what was typed."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder), MUSEUMFLOW_QUIET_S="0", AIRTABLE_PLAN="business") as here,
    ):
        wait_until(here.is_published)
        wait_until(lambda: _is_settled(here))
        table_id, field_id, record_id = _place(here)
        waits_s = sorted(_one_edit(here, table_id, field_id, record_id, n) for n in range(EDITS))
    return WaitFigures(waits_s[EDITS // 2], waits_s[int(EDITS * 0.95)])


def _one_edit(here: Serving, table_id: str, field_id: str, record_id: str, number: int) -> float:
    text = f"Zo snel gaat het, keer {number}"
    begun_s = time.perf_counter()
    requests.patch(
        f"{here.sandbox_url}/tabellen/api/{table_id}/rows/{record_id}",
        json={"field": field_id, "value": text},
        headers={"X-Requested-With": "bench"},
        timeout=30,
    ).raise_for_status()
    page = f"{here.site_url}/musea/nabershof/"
    while text not in requests.get(page, timeout=30).text:
        if time.perf_counter() - begun_s > PATIENCE_S:
            raise TimeoutError("an edit did not reach its page")
        time.sleep(0.02)
    return time.perf_counter() - begun_s


def _place(here: Serving) -> tuple[str, str, str]:
    """Return the IDs of the museums' table, the field for one sentence, and Nabershof."""
    headers = {"Authorization": "Bearer bench"}
    base = requests.get(f"{here.sandbox_url}/v0/meta/bases", headers=headers, timeout=30).json()
    tables_url = f"{here.sandbox_url}/v0/meta/bases/{base['bases'][0]['id']}/tables"
    tables = requests.get(tables_url, headers=headers, timeout=30).json()["tables"]
    museums = next(table for table in tables if table["name"] == "Musea")
    field = next(field for field in museums["fields"] if field["name"] == "In één zin")
    rows = requests.get(
        f"{here.sandbox_url}/tabellen/api/{museums['id']}/rows?search=Nabershof", timeout=30
    ).json()["rows"]
    return museums["id"], field["id"], rows[0]["id"]


def _is_settled(here: Serving) -> bool:
    """Tell whether the search index of the first publication stands as well."""
    return (here.data / "public" / "pagefind").exists()
