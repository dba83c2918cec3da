"""The forms: 16 people who send at once; and how many calls it takes to write what was accepted."""

import re
import tempfile
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import requests

from backbone.settings import Settings
from backbone.submissions import Submission
from bench.serving import Serving, serving, wait_until
from tests.bases import BASE_ID, base_of
from tests.servers import start_sandbox
from workflows.context import open_context
from workflows.fetch import fetch
from workflows.intake_job import write_batch

CLIENTS: Final = 16
FORMS_EACH: Final = 12
SUBMISSIONS: Final = 1_000
NO_MACHINE_S: Final = 3.5
"""Longer than `fill_in_s` of config/forms.toml: who is quicker is asked to look again."""

_HIDDEN: Final = re.compile(r'name="(csrf_token|opened)" value="([^"]+)"')
_MUSEUM: Final = re.compile(r'<option value="(rec\w+)">')


@dataclass(frozen=True)
class FormFigures:
    """How long a post took, stored and answered; milliseconds."""

    p50_ms: float
    p95_ms: float
    errors: int


@dataclass
class Visitor:
    """Somebody in a network of his own, with forms that are open."""

    here: Serving
    number: int
    session: requests.Session = field(default_factory=requests.Session)
    pages: list[str] = field(default_factory=list)
    took_ms: list[float] = field(default_factory=list)
    errors: int = 0

    def open_forms(self) -> None:
        """Open the forms that are sent later."""
        self.session.headers["X-Forwarded-For"] = f"198.18.{self.number}.7"
        for _ in range(FORMS_EACH):
            page = self.session.get(f"{self.here.site_url}/formulieren/activiteit/", timeout=60)
            self.pages.append(page.text)

    def send_forms(self) -> None:
        """Fill in each form, and send it; only the sending is timed."""
        for number, page in enumerate(self.pages):
            typed = {
                **dict(_HIDDEN.findall(page)),
                "museum_id": _MUSEUM.findall(page)[0],
                "title": f"Turf steken {self.number} {number}",
                "starts": "1 mei 2027",
                "starts_time": "half drie",
                "sender_name": "Jo",
                "sender_email": f"jo{self.number}.{number}@elders.example",
            }
            address = f"{self.here.site_url}/formulieren/activiteit/"
            preview = self.session.post(address, data=typed, timeout=60)
            hidden = dict(_HIDDEN.findall(preview.text))
            begun_s = time.perf_counter()
            answer = self.session.post(preview.url, data=hidden, timeout=60, allow_redirects=False)
            self.took_ms.append((time.perf_counter() - begun_s) * 1000)
            self.errors += not answer.headers.get("Location", "").endswith("/dank")


def measure_forms() -> FormFigures:
    """Let 16 people send a dozen forms each, all at once."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as here:
        wait_until(here.is_published)
        visitors = [Visitor(here, number) for number in range(CLIENTS)]
        for visitor in visitors:
            visitor.open_forms()
        time.sleep(NO_MACHINE_S)
        threads = [threading.Thread(target=visitor.send_forms) for visitor in visitors]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    took_ms = sorted(ms for visitor in visitors for ms in visitor.took_ms)
    errors = sum(visitor.errors for visitor in visitors)
    return FormFigures(took_ms[len(took_ms) // 2], took_ms[int(len(took_ms) * 0.95)], errors)


def count_upserts() -> int:
    """Return how many calls it takes to write a thousand submissions that were accepted."""
    base: dict[str, Any] = {"museums": [{"id": "museum-1", "name": "Nabershof"}]}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "data").mkdir()
        with start_sandbox(folder / "sandbox", base=base_of(base), plan="team") as url:
            settings = Settings(
                data=folder / "data",
                airtable_url=url,
                airtable_token="bench",
                airtable_base=BASE_ID,
                airtable_plan="business",
            )
            context = open_context(settings)
            fetch(context, always=True)
            for number in range(SUBMISSIONS):
                context.submissions.store(_accepted(number), "bench")
            requests.delete(f"{url}/sandbox/ledger", timeout=60).raise_for_status()
            while write_batch(context)["handled"]:
                pass
            rows = requests.get(f"{url}/sandbox/ledger?service=airtable", timeout=60).json()
            context.database.dispose()
    return sum(row["method"] == "PATCH" for row in rows["entries"])


def _accepted(number: int) -> Submission:
    now = datetime.now(UTC)
    wanted = {"title": f"Lezing {number}"}
    return Submission(
        key=f"bench-{number:04}", kind="activiteit", door="form", museum_id="", record_id="",
        wanted=wanted, before={}, typed={}, sender_name="Jo", sender_email="jo@elders.example",
        link_id="", state="accepted", received=now, changed=now,
    )  # fmt: skip
