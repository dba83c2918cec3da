"""An installation whose year programme is open for sign-up, with a clock that tests move."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from museum.signups import Counts, SignUp
from tests.bases import BASE_ID, field_id, record_id, table_id
from tests.webhooks.forms.conftest import Office, open_office
from workflows.fetch import fetch
from workflows.intake_letters import post_letters
from workflows.signups.daily import ask_letters
from workflows.signups.job import settle_all, tell
from workflows.signups.rows import write_rows
from workflows.signups.taking import own_url

START = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
HIDDEN = re.compile(r'name="(csrf_token|opened|rows|seen|seen_all|words)" value="([^"]*)"')


def item(name: str, days: int, **cells: Any) -> dict[str, Any]:
    begins = START + timedelta(days=days)
    return {
        "id": name,
        "title": name.capitalize(),
        "kind": "workshop",
        "audiences": ["board", "volunteer"],
        "date_status": "fixed",
        "starts": begins.isoformat(),
        "ends": (begins + timedelta(hours=2)).isoformat(),
        "place": "Assen",
        "sign_up": True,
        **cells,
    }


def day(days: int) -> str:
    return (START + timedelta(days=days)).date().isoformat()


BASE: dict[str, Any] = {
    "museums": [
        {"id": f"museum-{n}", "name": name, "place": "Assen", "on_website": True}
        for n, name in enumerate(["Drents Museum", "Nabershof"])
    ],
    "programme": [
        item("turf", 30, capacity=1, price=75, price_text="€ 75", speakers="Harm Pol"),
        item("veen", 31, capacity=1),
        item("molens", 32, capacity=2),
        item("congres", 40),
        item("borrel", 41, sign_up=False),
        item("gesloten", 42, register_before=day(-1)),
        item("verhuist", 50, capacity=20, price=10),
        item("reis", 55, capacity=3),
        item("lezing", 56, capacity=20),
        item("cursus", 20, repeats="weekly", repeats_until=day(34)),
    ],
}


@dataclass
class Desk:
    """The sign-ups' address, what stands behind them, and the clock."""

    office: Office
    clock: list[datetime]
    sessions: dict[str, requests.Session] = field(default_factory=dict)

    @property
    def context(self) -> Any:
        return self.office.context

    @property
    def url(self) -> str:
        return self.office.url

    def pass_time(self, **parts: float) -> None:
        self.clock[0] += timedelta(**parts)

    def at(self, moment: datetime) -> None:
        self.clock[0] = moment

    def form(self, name: str) -> str:
        return f"{self.url}/inschrijven/{record_id(name)}"

    def staff(self, name: str, path: str = "") -> str:
        return f"{self.url}/beheer/inschrijvingen/{record_id(name)}{path}"

    def visitor(self, number: int, name: str) -> requests.Session:
        """Return a browser that pressed the personal link of somebody at a museum."""
        if name not in self.sessions:
            made = self.context.links.make(
                record_id(f"museum-{number}"), name.capitalize(), f"{name}@museum.example",
                False, datetime.now(UTC), timedelta(days=900),
            )  # fmt: skip
            session, address = requests.Session(), self.office.link_path(made)
            self.post(session, address)
            self.sessions[name] = session
        return self.sessions[name]

    def post(self, session: requests.Session, address: str, **typed: str) -> requests.Response:
        """Open a page and send its form, as a browser does."""
        page = session.get(address, timeout=10)
        found = session.post(address, data={**dict(HIDDEN.findall(page.text)), **typed}, timeout=10)
        assert found.status_code < 500, found.text
        return found

    def sign_up(self, person: str, name: str, **typed: str) -> str:
        """Sign somebody up with their personal link; returns what the page then says."""
        answers = {"name_1": person.capitalize(), "audience": "board", **typed}
        page = self.post(self.visitor(0, person), self.form(name), **answers)
        return heading(page.text)

    def of(self, name: str) -> dict[str, str]:
        """Return the state of every sign-up for an item, by who made it."""
        return {one.reader.partition("@")[0]: one.state for one in self.signups(name)}

    def signups(self, name: str) -> list[SignUp]:
        found: list[SignUp] = self.context.signups.of_item(record_id(name))
        return found

    def counts(self, name: str) -> Counts:
        found: Counts = self.context.signups.counts(record_id(name))
        return found

    def own(self, person: str, name: str) -> str:
        (found,) = [one for one in self.signups(name) if one.reader.startswith(f"{person}@")]
        return own_url(self.context, found.key)

    def work(self) -> None:
        """Do what the jobs do."""
        settle_all(self.context)
        ask_letters(self.context)
        post_letters(self.context)
        while write_rows(self.context)["handled"]:
            pass
        tell(self.context)

    def mails(self, person: str) -> list[dict[str, Any]]:
        """Return the mails that somebody got, oldest first."""
        post_letters(self.context)
        address = person if "@" in person else f"{person}@museum.example"
        found = requests.get(
            f"{self.office.sandbox}/sandbox/mails", {"to": address}, timeout=10
        ).json()["mails"]
        return list(found)

    def source(self, mail: dict[str, Any]) -> bytes:
        return requests.get(f"{self.office.sandbox}/postvak/{mail['id']}/bron", timeout=10).content

    def change(self, name: str, **cells: Any) -> None:
        """Change a programme item as staff do, and read it."""
        fields = {field_id("programme", key): value for key, value in cells.items()}
        url = f"{self.office.sandbox}/v0/{BASE_ID}/{table_id('programme')}/{record_id(name)}"
        headers = {"Authorization": "Bearer staff"}
        requests.patch(url, json={"fields": fields}, headers=headers, timeout=10).raise_for_status()
        self.pass_time(minutes=5)
        fetch(self.context, always=True)

    def rows(self) -> dict[str, dict[str, Any]]:
        """Return the table Inschrijvingen by who it is."""
        return {one["fields"]["Naam"]: one["fields"] for one in self.office.rows("Inschrijvingen")}


def heading(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    assert found is not None
    return found[1].strip()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    clock = [START]
    with open_office(tmp_path_factory.mktemp("signups"), BASE, lambda: clock[0]) as office:
        yield Desk(office, clock)
