"""Rows that a museum adds through an Airtable form: into the inbox, and each to one end."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
import requests

from backbone.config_files import load_definitions
from backbone.settings import Settings
from backbone.submissions import Submission
from museum.submissions import Limits
from museum.submissions.kinds import FormsError, parse_forms
from tests.bases import BASE_ID, base_of, record_id
from tests.servers import smtp_port_of, start_sandbox
from workflows import intake
from workflows.context import Context, open_context
from workflows.fetch import fetch
from workflows.intake_job import write_batch
from workflows.intake_letters import post_letters
from workflows.table_intake import mark_refused, take_rows

BASE: dict[str, Any] = {"museums": [{"id": "museum-0", "name": "Nabershof", "place": "Emmen"}]}
LECTURE: dict[str, Any] = {
    "Titel": "Lezing over turf",
    "Soort": "Activiteit",
    "Status": "Klaar om te bekijken",
    "Begint": "2027-05-01T12:30:00.000Z",
    "Museum": [record_id("museum-0")],
    "Ingezonden door": "jo@nabershof.example",
}


@dataclass
class Base:
    """An installation, and the base as museums and staff change it."""

    url: str
    context: Context

    def call(self, method: str, path: str = "", fields: dict[str, Any] | None = None) -> Any:
        found = requests.request(
            method,
            f"{self.url}/v0/{BASE_ID}/Activiteiten{path}",
            json=None if fields is None else {"fields": fields},
            headers={"Authorization": "Bearer form"},
            timeout=10,
        )
        found.raise_for_status()
        return found.json()

    def add(self, **fields: Any) -> str:
        return str(self.call("POST", fields={**LECTURE, **fields})["id"])

    def read(self) -> int:
        fetch(self.context, always=True)
        self.context.puller().release(everything=True)
        return take_rows(self.context)

    def of(self, row: str) -> Submission:
        found = self.context.submissions.find(f"rij-{row}")
        assert found is not None
        return found

    def cells(self, row: str) -> dict[str, Any]:
        found: dict[str, Any] = self.call("GET", f"/{row}")["fields"]
        return found


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    folder = tmp_path_factory.mktemp("table")
    with start_sandbox(folder / "sandbox", base=base_of(BASE)) as url:
        (folder / "data").mkdir()
        settings = Settings(
            data=folder / "data",
            airtable_url=url,
            airtable_token="token",
            airtable_base=BASE_ID,
            smtp_url=f"smtp://127.0.0.1:{smtp_port_of(url)}",
            mail_from="Musea <platform@museum.example>",
        )
        yield Base(url, open_context(settings))


def test_a_row_waits_follows_its_changes_and_is_placed_as_the_same_row(base: Base) -> None:
    row = base.add()
    assert base.read() == 1
    assert base.read() == 0
    found = base.of(row)
    assert (found.state, found.sender_email) == ("waiting", "jo@nabershof.example")
    assert found.wanted == {"title": "Lezing over turf", "starts": "2027-05-01T12:30:00Z"}
    base.call("PATCH", f"/{row}", {"Kort": "Over turf en veen."})
    assert base.read() == 1
    intake.approve(base.context, base.of(row))
    assert write_batch(base.context) == {"handled": 1, "written": 1}
    fields = {**LECTURE, "Status": "Goedgekeurd", "Kort": "Over turf en veen."}
    assert base.cells(row) == {**fields, "ID van de bron": f"rij-{row}"}
    assert base.read() == 0
    assert [one["id"] for one in base.call("GET")["records"]].count(row) == 1


def test_what_staff_amend_is_written_and_what_the_table_has_meanwhile_stays(base: Base) -> None:
    row = base.add()
    base.read()
    found, kind = base.of(row), base.context.forms.kind("activiteit")
    typed = {**found.typed, "title": "Lezing over veen"}
    amended = intake.correct(
        base.context, found, intake.read_form(base.context, kind, typed).values, typed, "beheer"
    )
    intake.approve(base.context, amended)
    write_batch(base.context)
    assert base.cells(row)["Titel"] == "Lezing over veen"
    assert base.cells(row)["Begint"] == LECTURE["Begint"]


def test_refused_it_is_mailed_and_the_row_says_so_once(base: Base) -> None:
    row = base.add()
    base.read()
    intake.refuse(base.context, base.of(row), "Dit is al geweest.")
    assert post_letters(base.context) == {"sent": 1, "later": ""}
    assert mark_refused(base.context) == 1
    assert base.cells(row)["Status"] == "Afgewezen"
    base.read()
    assert mark_refused(base.context) == 0


@pytest.mark.parametrize(
    ("change", "ending"),
    [
        ({"Status": "Goedgekeurd"}, "accepted"),
        ({"Status": "Afgewezen"}, "refused"),
        ({"Status": "Concept"}, "withdrawn"),
        (None, "withdrawn"),
    ],
)
def test_a_decision_in_the_table_itself_is_followed(
    base: Base, change: dict[str, Any] | None, ending: str
) -> None:
    row = base.add()
    base.read()
    base.call("DELETE" if change is None else "PATCH", f"/{row}", change)
    assert base.read() == 1
    assert base.of(row).state == ending
    write_batch(base.context)


def test_what_cannot_be_read_is_an_attention_point_until_it_is_mended(base: Base) -> None:
    row = base.add(Begint=None, Museum=[])
    assert base.read() == 0
    (point,) = [one.point for one in base.context.attention.open_points()]
    assert (point.record_id, point.what) == (
        row,
        "Een rij uit een formulier van Airtable is niet te lezen. "
        "Begint: Vul de dag en de tijd in. Er staat niet bij van welk museum het is.",
    )
    base.call("PATCH", f"/{row}", {"Begint": LECTURE["Begint"], "Museum": LECTURE["Museum"]})
    assert base.read() == 1
    assert base.context.attention.open_points() == []


def test_only_a_base_of_museums_alone_is_trusted(base: Base) -> None:
    forms = base.context.forms
    kind = replace(forms.kind("activiteit"), trusted=frozenset({"title", "starts"}))
    kinds = tuple(kind if one.key == kind.key else one for one in forms.kinds)
    for is_trusted, state in ((False, "waiting"), (True, "accepted")):
        door = replace(forms.table_door, is_trusted=is_trusted)
        context = replace(base.context, forms=replace(forms, kinds=kinds, table_door=door))
        row = base.add()
        Base(base.url, context).read()
        assert base.of(row).state == state


def test_the_setting_names_forms_that_can_be() -> None:
    limits = dict.fromkeys(Limits.__dataclass_fields__, 1)
    data = {"limits": limits, "airtable": {"formulieren": ["niets"], "vertrouwt": True}}
    with pytest.raises(FormsError) as wrong:
        parse_forms(data, load_definitions())
    assert str(wrong.value).splitlines()[1:] == [
        "- [airtable]: “vertrouwt” is geen instelling.",
        "- [airtable]: “niets” kan geen formulier van Airtable zijn.",
    ]
