"""An installation with its tables read and its forms open, for the tests of one file."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from backbone.form_links import FormLink
from backbone.settings import Settings
from backbone.submissions import Submission
from tests.bases import BASE_ID, base_of, record_id
from tests.servers import free_port, serve_app, smtp_port_of, start_sandbox
from webhooks.app import create_app
from webhooks.serve import app_parts
from workflows.context import Context, open_context
from workflows.fetch import fetch
from workflows.intake_job import write_batch
from workflows.intake_letters import link_url, post_letters

BASE: dict[str, Any] = {
    "museums": [
        {
            "id": f"museum-{n}", "name": name, "place": place, "on_website": True,
            "hours_text": "di t/m zo 11-17 u", "phone": "0592 377 773",
        }
        for n, (name, place) in enumerate([("Drents Museum", "Assen"), ("Nabershof", "Emmen")])
    ],
    "activities": [
        {
            "id": "lezing", "title": "Lezing over turf", "kind": "activity",
            "workflow_status": "approved", "museum": "museum-0",
            "starts": "2027-03-02T13:00:00.000Z", "summary": "Over turf en veen.",
        }
    ],
}  # fmt: skip

LECTURE = {
    "title": "Turf steken", "starts": "1 mei 2027", "starts_time": "half drie",
    "sender_name": "Jo", "sender_email": "jo@elders.example",
}  # fmt: skip
HERE = re.compile(r'name="(csrf_token|opened)" value="([^"]+)"')


@dataclass
class Office:
    """The forms' address, and what stands behind them."""

    url: str
    sandbox: str
    context: Context

    def link(self, number: int = 0, may_publish: bool = False) -> FormLink:
        return self.context.links.make(
            record_id(f"museum-{number}"),
            "Jo",
            f"jo{number}@museum.example",
            may_publish,
            datetime.now(UTC),
            timedelta(days=9),
        )

    def link_path(self, link: FormLink) -> str:
        return link_url(self.context, link.id)

    def rows(self, table: str) -> list[dict[str, Any]]:
        found = requests.get(
            f"{self.sandbox}/v0/{BASE_ID}/{table}",
            headers={"Authorization": "Bearer staff"},
            timeout=10,
        )
        rows: list[dict[str, Any]] = found.json()["records"]
        return rows

    def work(self) -> None:
        """Post what is to be posted and write what was accepted, as the job does."""
        post_letters(self.context)
        while write_batch(self.context)["handled"]:
            pass

    def mailed(self, reader: str, path: str) -> str:
        """Return the newest address under a path that was mailed to a reader."""
        post_letters(self.context)
        mails = requests.get(f"{self.sandbox}/sandbox/mails", timeout=10).json()["mails"]
        texts = [str(one) for one in mails if reader in str(one)]
        found = re.findall(rf"{re.escape(self.url)}{path}[\w.~-]+", texts[-1])
        return str(found[0])


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, office: Office) -> None:
        self.office, self.session = office, requests.Session()

    def get(self, path: str) -> requests.Response:
        return self.session.get(self._address(path), timeout=20)

    def press(self, path: str, page: str, **typed: str) -> requests.Response:
        hidden = dict(HERE.findall(page))
        return self.session.post(self._address(path), data={**hidden, **typed}, timeout=20)

    def fills(self, kind: str = "activiteit", **typed: str) -> requests.Response:
        page = self.get(f"/formulieren/{kind}/").text
        museum = re.search(r'<option value="(rec\w+)">', page)
        filled = {**LECTURE, "museum_id": museum[1] if museum else "", **typed}
        return self.press(f"/formulieren/{kind}/", page, **filled)

    def sends(self, **typed: str) -> requests.Response:
        preview = self.fills(**typed)
        assert preview.url.endswith("/voorbeeld"), preview.text
        return self.press(preview.url, preview.text)

    def opens_link(self, **link: Any) -> None:
        path = self.office.link_path(self.office.link(**link))
        self.press(path, self.get(path).text)

    def _address(self, path: str) -> str:
        return path if path.startswith("http") else self.office.url + path


def stored(office: Office, title: str) -> list[Submission]:
    states: Any = ["unconfirmed", "waiting", "accepted", "written", "refused", "withdrawn"]
    return [
        one
        for one in office.context.submissions.in_states(states)
        if one.wanted.get("title") == title
    ]


@pytest.fixture
def person(office: Office) -> Person:
    return Person(office)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("forms"), BASE) as office:
        yield office


@contextmanager
def open_office(
    folder: Path, base: dict[str, Any], now: Callable[[], datetime] | None = None, **chosen: Any
) -> Iterator[Office]:
    """Open an installation with these rows; `chosen` are settings."""
    port = free_port()
    (folder / "data").mkdir()
    with start_sandbox(folder / "sandbox", base=base_of(base)) as sandbox:
        settings = Settings(
            data=folder / "data",
            airtable_url=sandbox,
            airtable_token="token",
            airtable_base=BASE_ID,
            smtp_url=f"smtp://127.0.0.1:{smtp_port_of(sandbox)}",
            mail_from="Musea <platform@museum.example>",
            site_url=f"http://127.0.0.1:{port}",
            **chosen,
        )
        context = open_context(settings, now)
        # Browsers driven by tests type faster than people; their limit has a test of its own.
        limits = replace(context.forms.limits, fill_in_s=0.0, per_address="1000 per hour")
        context = replace(context, forms=replace(context.forms, limits=limits))
        fetch(context, always=True)
        app = create_app(app_parts(context, lambda _workflow, _run: None, lambda _run: None))
        with serve_app(app, port) as url:
            yield Office(url, sandbox, context)
