"""When somebody must be told: the rules, from what was seen to alarms in Dutch. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final, Literal

from museum.attention import URGENT, AttentionPoint
from museum.date_plan import ZONE

LeftState = Literal["running", "waiting", "given_up"]


@dataclass(frozen=True)
class Alarm:
    """Something a person must know of now. `key` is stable for as long as it lasts.

    `title`, `what` and `remedy` are Dutch; none holds a name, an address or a token.
    """

    key: str
    title: str
    what: str
    remedy: str


@dataclass(frozen=True)
class AlarmRules:
    """The thresholds of `config/alarms.toml`. `canary_back_by` is None when it is off."""

    no_run: timedelta
    running: timedelta
    waiting: timedelta
    settle: timedelta
    wake: timedelta
    canary_back_by: time | None


@dataclass(frozen=True)
class LeftRun:
    """A run of the engine that has not ended. `since`: it began, or began to wait, then."""

    id: str
    job: str
    state: LeftState
    since: datetime
    is_other_version: bool


@dataclass(frozen=True)
class Flight:
    """A canary that was sent. `stopped` says in Dutch where it was last seen to be stuck."""

    sent: datetime
    returned: datetime | None
    stopped: str = ""


@dataclass(frozen=True)
class Seen:
    """What was seen at one look.

    `watching_since`: the first look ever; `awake_since`: since then there was a look every few
    minutes; `flight` is the newest canary, `back_from` when the newest that came back was sent.
    """

    now: datetime
    watching_since: datetime
    awake_since: datetime
    last_run: datetime | None
    left_runs: Sequence[LeftRun]
    points: Sequence[AttentionPoint]
    flight: Flight | None
    back_from: datetime | None

    def is_awake(self, rules: AlarmRules) -> bool:
        """Whether this machine had time to make up for what it slept through."""
        return self.now - self.awake_since >= rules.wake


_GIVEN_UP_STANDS: Final = timedelta(days=1)
_PROBLEM: Final = "config/alarms.toml klopt niet: "
_NUMBERS: Final = {
    "no_run_hours": "hours",
    "running_minutes": "minutes",
    "waiting_minutes": "minutes",
    "settle_minutes": "minutes",
    "wake_minutes": "minutes",
}


def parse_alarm_rules(data: Mapping[str, Any]) -> AlarmRules:
    """Read the parsed `config/alarms.toml`; raises `ValueError` with a Dutch sentence."""
    unknown = sorted(set(data) - {*_NUMBERS, "canary"})
    if unknown:
        raise ValueError(f"{_PROBLEM}“{unknown[0]}” is geen instelling.")
    spans = {}
    for name, unit in _NUMBERS.items():
        value = data.get(name)
        if not isinstance(value, int | float) or isinstance(value, bool) or value <= 0:
            raise ValueError(f"{_PROBLEM}“{name}” moet een getal groter dan nul zijn.")
        spans[name] = timedelta(**{unit: value})
    return AlarmRules(
        no_run=spans["no_run_hours"],
        running=spans["running_minutes"],
        waiting=spans["waiting_minutes"],
        settle=spans["settle_minutes"],
        wake=spans["wake_minutes"],
        canary_back_by=_back_by(data.get("canary", {})),
    )


def _back_by(data: Mapping[str, Any]) -> time | None:
    if set(data) != {"is_on", "back_by"} or not isinstance(data["is_on"], bool):
        raise ValueError(f"{_PROBLEM}[canary] heeft “is_on” (true of false) en “back_by”.")
    try:
        found = time.fromisoformat(str(data["back_by"]))
    except ValueError as error:
        raise ValueError(f"{_PROBLEM}“back_by” moet een tijd zijn, zoals “07:00”.") from error
    return found if data["is_on"] else None


def judge(seen: Seen, rules: AlarmRules) -> list[Alarm]:
    """Return every alarm that stands at this look, by key."""
    found = [*_urgent(seen), *_versions(seen)]
    if seen.is_awake(rules):
        found += [*_nothing_ran(seen, rules), *_stuck(seen, rules), *_canary(seen, rules)]
    return sorted(found, key=lambda alarm: alarm.key)


def _urgent(seen: Seen) -> list[Alarm]:
    return [
        Alarm(f"point:{point.key}", point.subject or "Aandachtspunt", point.what, point.remedy)
        for point in seen.points
        if point.severity == URGENT
    ]


def _versions(seen: Seen) -> list[Alarm]:
    others = [run for run in seen.left_runs if run.is_other_version]
    if not others:
        return []
    first = min(run.id for run in others)
    each = "" if len(others) == 1 else ", en zo elke run"
    return [
        Alarm(
            key="version",
            title="Er ligt werk van een andere versie",
            what=f"{_runs(others)} begonnen met een andere versie van museumflow. "
            "Deze versie maakt dat niet af.",
            remedy="Draait er ergens nog een oude museumflow, laat die het werk dan afmaken of "
            f"vernieuw hem. Anders: laat het vervallen met `museumflow cancel {first}`{each}. "
            "Begin zo nodig opnieuw met `museumflow run website`.",
        )
    ]


def _nothing_ran(seen: Seen, rules: AlarmRules) -> list[Alarm]:
    last = max(seen.watching_since, seen.last_run or seen.watching_since)
    if seen.now - last < rules.no_run:
        return []
    return [
        Alarm(
            key="no_run",
            title="Er wordt niets meer bijgewerkt",
            what=f"Er is al {_hours(rules.no_run)} geen enkele run geweest.",
            remedy="Start museumflow opnieuw. Helpt dat niet, geef het dan door aan wie het "
            "systeem beheert.",
        )
    ]


def _stuck(seen: Seen, rules: AlarmRules) -> list[Alarm]:
    limits = {"running": rules.running, "waiting": rules.waiting, "given_up": timedelta()}
    stuck = [
        run
        for run in seen.left_runs
        if not run.is_other_version
        and seen.now - run.since >= limits[run.state]
        # What was given up stays so for ever: people have heard of it by then.
        and (run.state != "given_up" or seen.now - run.since < _GIVEN_UP_STANDS)
    ]
    return [_stuck_alarm(state, stuck) for state in limits if _of(state, stuck)]


def _stuck_alarm(state: str, stuck: Sequence[LeftRun]) -> Alarm:
    runs = _runs(_of(state, stuck))
    if state == "running":
        what = f"{runs} langer bezig dan zou moeten, of van een museumflow die is weggevallen."
        title = "Een run komt niet klaar"
    elif state == "waiting":
        what = f"{runs} al te lang aan het wachten: niemand pakt het werk op."
        title = "Werk blijft liggen"
    else:
        what = f"{runs} zo vaak mislukt dat de motor het heeft opgegeven."
        title = "Een run is opgegeven"
    remedy = (
        "Kijk bij de runs wat er gebeurde, en start museumflow opnieuw: het gaat verder waar het "
        "was. Komt het terug, geef het dan door aan wie het systeem beheert."
    )
    return Alarm(f"stuck:{state}", title, what, remedy)


def _of(state: str, runs: Sequence[LeftRun]) -> list[LeftRun]:
    return [run for run in runs if run.state == state]


def _canary(seen: Seen, rules: AlarmRules) -> list[Alarm]:
    if rules.canary_back_by is None:
        return []
    due = last_due(seen.now, rules.canary_back_by)
    night = due - timedelta(days=1)
    if seen.watching_since > night:
        return []  # nobody watched the whole of that night
    if seen.back_from is not None and seen.back_from > night:
        return []
    flight = seen.flight
    if flight is None or flight.sent <= night:
        what = "De proefactiviteit is vannacht niet op weg gegaan: zij is niet in de tabel gezet."
    else:
        what = f"De proefactiviteit is vannacht niet teruggekomen. {flight.stopped}".strip()
    return [
        Alarm(
            key="canary",
            title="De kanarie is niet terug",
            what=what,
            remedy="Wijzigingen in de tabel komen nu misschien niet op de website. Kijk bij de "
            "runs wat er misging.",
        )
    ]


def last_due(now: datetime, back_by: time) -> datetime:
    """Return the newest moment, at or before `now`, at which Amsterdam's clock said this."""
    local = now.astimezone(ZONE)
    due = local.replace(hour=back_by.hour, minute=back_by.minute, second=0, microsecond=0)
    if due > local:
        yesterday = local.date() - timedelta(days=1)
        due = datetime.combine(yesterday, back_by, ZONE)
    return due


def _runs(runs: Sequence[LeftRun]) -> str:
    names = ", ".join(sorted(run.id for run in runs)[:5])
    more = f" en nog {len(runs) - 5}" if len(runs) > 5 else ""
    return f"Run {names} is" if len(runs) == 1 else f"De runs {names}{more} zijn"


def _hours(span: timedelta) -> str:
    hours = span.total_seconds() / 3600
    return f"{hours:g} uur".replace(".", ",")
