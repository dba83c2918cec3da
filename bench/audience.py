"""A hundred thousand contacts into the newsletter's list, beside a bare client that posts the same.

The stand-in is a process of its own; ours and the bare client each run in a fresh one, after each
other (`python -m bench.audience WHO URL LIST FOLDER`). The bare client does before and after ours
what ours does in between: its mean is the stand-in's own time at ten connections.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import requests

from backbone.calls import CallCounts, month_of
from backbone.config_files import load_audience_rules
from backbone.database import create_tables, open_database
from backbone.ledger import Ledger
from backbone.mailchimp import BATCH, MAX_CONNECTIONS, SERVICE
from backbone.mailchimp_readers import MailchimpReaders
from bench.serving import stand_in
from channels.mailchimp.book import CHANNEL, GROUPS, Groups, MemberBook
from channels.mailchimp.members import MemberList
from museum.audiences import plan_audience, wanted_members
from museum.identity import RecordId
from museum.records import Contact

MANY: Final = 100_000
SOME: Final = 10_000
CHANGED: Final = 300
MEBIBYTE: Final = 1024 * 1024
_NOW: Final = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
_AUTH: Final = ("bench", "key-us1")
_LIST: Final[dict[str, Any]] = {
    "name": "Musea",
    "contact": {"company": "P", "address1": "Markt 1", "city": "Assen", "country": "NL"},
    "permission_reminder": "U meldde zich aan.",
    "campaign_defaults": {
        "from_name": "P", "from_email": "p@p.example", "subject": "", "language": "nl"
    },
    "email_type_option": False,
}  # fmt: skip


@dataclass(frozen=True)
class AudienceFigures:
    """What was measured. Seconds; memory in MiB, of the process that did it, Python included."""

    calls_all_new: int
    took_s: float
    bare_s: float
    peak_mebibytes: float
    calls_changed: int

    @property
    def ratio(self) -> float:
        """Ours beside the stand-in's own time."""
        return self.took_s / self.bare_s


def measure_audience() -> AudienceFigures:
    """Measure with a fresh stand-in; takes it some minutes."""
    with tempfile.TemporaryDirectory() as name, stand_in(Path(name)) as url:
        before = _in_a_process("bare", url, Path(name))
        ours = _in_a_process("ours", url, Path(name))
        after = _in_a_process("bare", url, Path(name))
        some = _in_a_process("changed", url, Path(name))
    return AudienceFigures(
        calls_all_new=int(ours["calls"]),
        took_s=ours["took_s"],
        bare_s=(before["took_s"] + after["took_s"]) / 2,
        peak_mebibytes=ours["peak"],
        calls_changed=int(some["calls"]),
    )


def _in_a_process(who: str, url: str, folder: Path) -> dict[str, float]:
    list_id = _new_list(url)
    place = folder / list_id
    place.mkdir()
    command = [sys.executable, "-m", "bench.audience", who, url, list_id, str(place)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _new_list(url: str) -> str:
    def call(path: str, body: dict[str, Any]) -> str:
        reply = requests.post(f"{url}/3.0{path}", json=body, auth=_AUTH, timeout=60)
        reply.raise_for_status()
        return str(reply.json().get("id", ""))

    list_id = call("/lists", _LIST)
    rules = load_audience_rules()
    for tag in (rules.museum, rules.preferences, rules.regions.field):
        call(f"/lists/{list_id}/merge-fields", {"name": tag, "tag": tag, "type": "text"})
    groups = f"/lists/{list_id}/interest-categories"
    category = call(groups, {"title": "Doelgroep", "type": "checkboxes"})
    for name in rules.interests.values():
        call(f"{groups}/{category}/interests", {"name": name.partition("/")[2]})
    return list_id


def _contacts(count: int) -> Iterator[Contact]:
    for number in range(count):
        yield Contact(
            id=RecordId(f"rec{number:014d}"),
            created=_NOW,
            name=f"Voornaam{number} van Achternaam{number}",
            email=f"lezer{number}@museum{number % 60}.example",
            newsletter="subscribed",
            consent_on=_NOW,
            audiences=("board",) if number % 3 else ("volunteer", "professional"),
            language="nl",
        )


class _Ours:
    """Our own list, with its books in a database of its own."""

    def __init__(self, url: str, list_id: str, folder: Path) -> None:
        engine = open_database(f"sqlite:///{folder / 'own.sqlite'}")
        create_tables(engine)
        self.rules, self.counts = load_audience_rules(), CallCounts(engine)
        client = MailchimpReaders("key-us1", list_id, self.counts, lambda: _NOW, time.sleep, url)
        book = MemberBook(Ledger(engine, CHANNEL))
        groups = Groups(client, Ledger(engine, GROUPS), self.rules)
        groups.read()
        self.members = MemberList(client, book, groups, self.rules, lambda: _NOW, _link)

    def follow(self, contacts: Callable[[], Iterator[Contact]]) -> int:
        """Bring the list up to date with contacts; returns how many calls that took."""
        before = self._calls()
        wanted, points = wanted_members(contacts(), {}, self.rules)
        plan = plan_audience(wanted, self.members.known(), points, self.rules)
        self.members.apply(plan)
        return self._calls() - before

    def _calls(self) -> int:
        return sum(self.counts.calls(month_of(_NOW)).get(SERVICE, {}).values())


def _link(key: str) -> str:
    return f"https://musea.example/formulieren/voorkeuren/{key}-{key}"


def _all_new(url: str, list_id: str, folder: Path) -> dict[str, float]:
    ours = _Ours(url, list_id, folder)
    start = time.perf_counter()
    calls = ours.follow(partial(_contacts, MANY))
    return {"took_s": time.perf_counter() - start, "calls": calls}


def _some_changed(url: str, list_id: str, folder: Path) -> dict[str, float]:
    """Ten thousand are there; 300 differ, half of them new."""
    ours, half = _Ours(url, list_id, folder), CHANGED // 2
    ours.follow(partial(_contacts, SOME - half))

    def later() -> Iterator[Contact]:
        for number, one in enumerate(_contacts(SOME)):
            yield replace(one, name=f"Nieuw{number} Smit") if number < half else one

    start = time.perf_counter()
    return {"calls": ours.follow(later), "took_s": time.perf_counter() - start}


def _bare(url: str, list_id: str, _folder: Path) -> dict[str, float]:
    """Post the same members, with nothing around it: no plan, no ledger, no reading of replies."""
    groups = _group_ids(url, list_id)
    rules = load_audience_rules()
    wanted, _ = wanted_members(_contacts(MANY), {}, rules)
    bodies = []
    for start in range(0, MANY, BATCH):
        members = [
            {
                "email_address": one.email,
                "status": "subscribed",
                "merge_fields": {**one.fields, rules.preferences: _link(one.key)},
                "interests": {groups[key]: key in one.audiences for key in rules.from_tables},
                "language": one.language,
                "tags": [rules.tag],
            }
            for one in wanted[start : start + BATCH]
        ]
        bodies.append(json.dumps({"members": members, "update_existing": False}))

    def post(body: str) -> None:
        reply = requests.post(f"{url}/3.0/lists/{list_id}", body, auth=_AUTH, timeout=120)
        reply.raise_for_status()

    start_s = time.perf_counter()
    with ThreadPoolExecutor(MAX_CONNECTIONS) as pool:
        list(pool.map(post, bodies))
    return {"took_s": time.perf_counter() - start_s, "calls": len(bodies)}


def _group_ids(url: str, list_id: str) -> dict[str, str]:
    base = f"{url}/3.0/lists/{list_id}/interest-categories"
    category = requests.get(base, auth=_AUTH, timeout=60).json()["categories"][0]["id"]
    address = f"{base}/{category}/interests?count=100"
    found = requests.get(address, auth=_AUTH, timeout=60).json()["interests"]
    ids = {f"doelgroep/{one['name']}".lower(): str(one["id"]) for one in found}
    return {key: ids[name] for key, name in load_audience_rules().interests.items()}


_WHO: Final = {"ours": _all_new, "bare": _bare, "changed": _some_changed}

if __name__ == "__main__":
    who, url, list_id, folder = sys.argv[1:]
    measured = _WHO[who](url, list_id, Path(folder))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEBIBYTE
    print(json.dumps({**measured, "peak": peak}))
