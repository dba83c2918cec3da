"""Newsletters under fire: killed (SIGKILL) and disturbed at random between draft and report.

A run is a process of its own, forked from one that has everything loaded. It keeps what each step
gave, as the engine does: the next process goes on after the last step that was done, or begins a
new run, as the timetable would. A person asks a test and approves in between. In half of the
rounds Mailchimp sends by its own timetable, in the others museumflow sends.
"""

import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import requests

from backbone.settings import Settings
from museum.sending import SendingRules, ask_test
from tests.bases import record_id
from tests.newsroom import DOMAIN, READERS, Newsroom, open_newsroom
from workflows.context import open_context
from workflows.newsletter_sending import SENDING, newsletter_jobs

EDITIONS_A_ROUND: Final = 5
READERS_OF: Final = ("anna", "bram", "clara")
"""Who is in the audiences of these editions; daan is in no one."""
LONGEST_LIFE_S: Final = 1.2
"""Who is killed, is so within this time; longer where a whole run takes longer."""
FAULTS: Final[tuple[dict[str, Any], ...]] = (
    {"kind": "lost-reply"},
    {"kind": "reset"},
    {"kind": "status", "status": 502, "body": ""},
    {"kind": "status", "status": 429, "body": ""},
    {"kind": "truncate"},
)
MOST_CALLS: Final = 40
PATIENCE_S: Final = 120
MOST_RUNS: Final = 200


@dataclass(frozen=True)
class KillFigures:
    """What it came to. `wrong`: mails too many, and mails that did not come."""

    editions: int
    kills: int
    faults: int
    letters: int
    wrong: int
    took_s: float


class BusyRoom(Newsroom):
    """A newsroom whose editions are made two hours before their date, not days."""

    def _rules(self) -> SendingRules:
        return replace(super()._rules(), prepare_before=timedelta(hours=3))


@dataclass(frozen=True)
class Life:
    """What a process needs for one run. `kept`: the file with what its steps gave."""

    settings: dict[str, Any]
    url: str
    now: datetime
    at_mailchimp: bool
    kept: Path


def live(life: Life) -> None:
    """Do one run of the job; may be killed at any moment."""
    context = open_context(Settings(**life.settings))
    context = replace(context, clocks=replace(context.clocks, now=lambda: life.now))
    room = BusyRoom(life.url, context.settings.mailchimp_list, context, life.now, life.now)
    room.at_mailchimp, room.languages = life.at_mailchimp, ("de", "nl")
    job = newsletter_jobs(context, room.compose, lambda _seconds: None, room._rules)[SENDING]
    done = [json.loads(line) for line in _lines(life.kept)]

    def steps(_name: str, work: Any) -> Any:
        if done:
            return done.pop(0)
        found = work()
        with life.kept.open("a", encoding="utf-8") as file:
            file.write(json.dumps(found) + "\n")
        return found

    job(steps, f"{SENDING}-{life.kept.stem}", {})
    life.kept.unlink(missing_ok=True)


def _lines(path: Path) -> list[str]:
    """Return the whole lines of a file; one that was being written counts for nothing."""
    if not path.exists():
        return []
    return [one for one in path.read_text("utf-8").splitlines(keepends=True) if one.endswith("\n")]


class Barrage:
    """Runs rounds of editions and kills and disturbs them."""

    def __init__(self, room: Newsroom, folder: Path, dice: random.Random) -> None:
        self.room, self.dice, self.folder = room, dice, folder
        self.kills = self.ordered = self.runs = 0
        self._life_s = LONGEST_LIFE_S
        self._processes = multiprocessing.get_context("forkserver")
        self._processes.set_forkserver_preload([__name__])
        self._kept = folder / "run-0.jsonl"

    @property
    def faults(self) -> int:
        """How many faults were met: those ordered that do not stand any more."""
        return self.ordered - len(self._standing())

    def round(self, names: list[str], at_mailchimp: bool) -> None:
        """Bring some editions from nothing to sent, whatever goes wrong."""
        room = self.room
        room.at_mailchimp = at_mailchimp
        keys = [record_id(name) for name in names]
        found = room.row(names[0])
        room.at(found.planned_for - timedelta(hours=2))
        for _ in range(MOST_RUNS):
            if all(self._is_approved(key) for key in keys):
                break
            self._run()
            self._be_a_person(keys)
        room.at(room.mailing(keys[0]).planned_for or room.now)
        for _ in range(MOST_RUNS):
            if all(room.mailing(key).state == "sent" for key in keys):
                return
            self._run()
        states = Counter(room.mailing(key).state for key in keys)
        problems = {room.mailings.problem(key) for key in keys}
        raise AssertionError(f"a round did not end: {dict(states)} {problems}")

    def count(self, names: list[str]) -> tuple[int, int]:
        """Empty the mailbox; returns how many mails came, and how many that is wrong.

        Each reader must have one mail of each of these editions, and nothing else.
        """
        wanted = Counter(
            (reader, f"Editie {name} ({'de' if reader == 'clara' else 'nl'})")
            for reader in READERS_OF
            for name in names
        )
        got = Counter((reader, subject) for reader in READERS for subject in self._mailed(reader))
        requests.delete(f"{self.room.url}/sandbox/mails", timeout=PATIENCE_S).raise_for_status()
        return got.total(), (got - wanted).total() + (wanted - got).total()

    def _mailed(self, reader: str) -> list[str]:
        to = {"to": f"{reader}@lezers.example"}
        found = requests.get(f"{self.room.url}/sandbox/mails", to, timeout=PATIENCE_S).json()
        return [str(one["subject"]) for one in found["mails"]]

    def _is_approved(self, key: str) -> bool:
        found = self.room.mailings.find(key)
        return found is not None and found.state in ("approved", "scheduled")

    def _be_a_person(self, keys: list[str]) -> None:
        for key in keys:
            found = self.room.mailings.find(key)
            if found is None:
                continue
            if found.state in ("draft", "checked") and not found.is_test_asked:
                self.room.mailings.change(key, ask_test)
            elif found.state == "tested":
                self.room.approve(key=key)

    def _run(self) -> None:
        """Let a process do one run, or a part of it."""
        if self.dice.random() < 0.5:  # a new run; else the one that was killed goes on
            self._kept.unlink(missing_ok=True)
            self.runs += 1
            self._kept = self.folder / f"run-{self.runs}.jsonl"
        self._disturb()
        settings = self.room.context.settings.model_dump()
        life = Life(settings, self.room.url, self.room.now, self.room.at_mailchimp, self._kept)
        process = self._processes.Process(target=live, args=(life,))
        began = time.perf_counter()
        process.start()
        process.join(self.dice.uniform(0, self._life_s) if self.dice.random() < 0.8 else None)
        if process.is_alive():
            process.kill()
            process.join()
            self.kills += 1
        else:
            self._life_s = max(LONGEST_LIFE_S, time.perf_counter() - began)

    def _disturb(self) -> None:
        for _ in range(self.dice.randint(0, 3)):
            before = self.dice.randint(0, MOST_CALLS)
            if before:
                self.room.fault(match="*", times=before, kind="slow", seconds=0)
            self.room.fault(match="*", **self.dice.choice(FAULTS))
            self.ordered += 1

    def _standing(self) -> list[dict[str, Any]]:
        found = requests.get(f"{self.room.url}/sandbox/faults", timeout=PATIENCE_S).json()["faults"]
        return [one for one in found if one["kind"] != "slow"]


@contextmanager
def opened(folder: Path, names: list[str], now: datetime) -> Iterator[Newsroom]:
    """Open a newsroom with editions, a round of them every six hours."""
    editions = [
        {
            "id": name,
            "title": f"Editie {name}",
            "audiences": ["board", "volunteer"],
            "planned_for": (now + timedelta(hours=6 * (1 + place // EDITIONS_A_ROUND))).isoformat(),
            "opening_words": "Dag allemaal",
            "workflow_status": "draft",
        }
        for place, name in enumerate(names)
    ]
    records: dict[str, list[dict[str, Any]]] = {
        "museums": [{"id": "huis", "name": "Het Huis", "place": "Assen"}],
        "activities": [_ACTIVITY],
        "newsletters": editions,
    }
    with open_newsroom(folder, records, BusyRoom, now, newsletter_to=f"redactie@{DOMAIN}") as room:
        yield room


_ACTIVITY: Final = {
    "id": "lezing", "title": "Lezing", "kind": "activity", "workflow_status": "approved",
    "museum": "huis", "starts": "2035-03-02T10:00:00.000Z",
}  # fmt: skip


def measure_kills(disturbances: int, seed: int) -> KillFigures:
    """Send editions, round after round, until there were so many kills and faults."""
    dice = random.Random(seed)
    names = [f"e{number}" for number in range(400)]
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as found, opened(Path(found), names, now) as room:
        barrage = Barrage(room, Path(found), dice)
        sent = letters = wrong = 0
        while barrage.kills + barrage.faults < disturbances:
            chosen = names[sent : sent + EDITIONS_A_ROUND]
            barrage.round(chosen, at_mailchimp=sent // EDITIONS_A_ROUND % 2 == 0)
            sent += len(chosen)
            came, amiss = barrage.count(chosen)
            letters, wrong = letters + came, wrong + amiss
            told = f"{barrage.kills} kills, {barrage.faults} faults, {wrong} wrong"
            print(f"{sent} newsletters, {letters} mails: {told}", file=sys.stderr)
        room.run()
        wrong += barrage.count([])[1]  # nothing may come of what went before
        took_s = time.perf_counter() - began
        return KillFigures(sent, barrage.kills, barrage.faults, letters, wrong, took_s)
