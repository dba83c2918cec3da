"""From the cells of an activity or programme item to its plan. No I/O, nothing guessed.

Every problem comes with it, in Dutch.
"""

from dataclasses import dataclass, replace
from datetime import date, time
from typing import Final, cast

from museum.attention import AttentionPoint
from museum.date_plan import ZONE, DatePlan, Repeats, Rule, agenda_span_days
from museum.records import Activity, ProgrammeItem
from museum.recurrence import begin_days
from museum.typed_dates import TypedDateError, read_days

_OPEN_KINDS: Final = frozenset({"exhibition", "offer", "education"})
"""Kinds that may lack a last day: they then have no known end. An activity then takes one day."""

_SHORTEST_STEP_DAYS: Final = {
    "daily": 1,
    "weekly": 7,
    "fortnightly": 14,
    "monthly_weekday": 28,
    "monthly_date": 28,
    "yearly": 365,
}


@dataclass(frozen=True)
class PlanReading:
    """`plan` is None when a problem of severity `error` was found: then do not publish."""

    plan: DatePlan | None
    problems: tuple[AttentionPoint, ...] = ()


def plan_of(activity: Activity | ProgrammeItem) -> PlanReading:
    """Return the plan of the dates of an activity or programme item, or why there is none."""
    reader = _Reader(activity)
    try:
        plan = reader.with_rule(reader.base())
    except _RefusedError as refused:
        return PlanReading(None, (reader.point(refused, "error"),))
    blocked = any(problem.severity == "error" for problem in reader.problems)
    return PlanReading(None if blocked else plan, tuple(reader.problems))


class _Reader:
    def __init__(self, activity: Activity | ProgrammeItem) -> None:
        self.activity = activity
        self.table = "activities" if isinstance(activity, Activity) else "programme"
        self.problems: list[AttentionPoint] = []

    def base(self) -> DatePlan:
        """Return the first occurrence, from whichever pair is filled in; raises `_RefusedError`."""
        activity = self.activity
        timed = activity.starts or activity.ends
        whole = activity.first_day or activity.last_day
        if timed and whole:
            raise _RefusedError(
                "starts",
                "“Begint” of “Eindigt” en ook “Eerste dag” of “Laatste dag” zijn ingevuld.",
                "Houd één van de twee: een dag met een tijd, of hele dagen. Maak de andere leeg.",
            )
        if timed:
            return self._timed()
        if whole:
            return self._whole_days()
        raise _RefusedError(
            "starts",
            "Er is geen datum ingevuld.",
            "Vul “Begint” in, of “Eerste dag” als het hele dagen duurt.",
        )

    def _timed(self) -> DatePlan:
        starts, ends = self.activity.starts, self.activity.ends
        if starts is None:
            raise _RefusedError(
                "starts", "“Eindigt” is ingevuld, maar “Begint” niet.", "Vul “Begint” in."
            )
        if ends is not None and ends <= starts:
            raise _RefusedError(
                "ends",
                "Het einde ligt niet na het begin.",
                "Kijk “Begint” en “Eindigt” na; is het einde niet bekend, laat het dan leeg.",
            )
        begin = starts.astimezone(ZONE)
        if ends is None:
            return DatePlan(begin.date(), begin.date(), _clock(begin.timetz()))
        end = ends.astimezone(ZONE)
        return DatePlan(begin.date(), end.date(), _clock(begin.timetz()), _clock(end.timetz()))

    def _whole_days(self) -> DatePlan:
        first, last = self.activity.first_day, self.activity.last_day
        if first is None:
            raise _RefusedError(
                "first_day",
                "“Laatste dag” is ingevuld, maar “Eerste dag” niet.",
                "Vul “Eerste dag” in.",
            )
        if last is None:
            return DatePlan(first, None if self._may_stay_open() else first)
        if last < first:
            raise _RefusedError(
                "last_day",
                "De laatste dag ligt voor de eerste dag.",
                "Kijk “Eerste dag” en “Laatste dag” na.",
            )
        return DatePlan(first, last)

    def _may_stay_open(self) -> bool:
        activity = self.activity
        return activity.kind in _OPEN_KINDS and not activity.repeats and not activity.extra_dates

    def with_rule(self, plan: DatePlan) -> DatePlan:
        """Add how it repeats, on which days not, and on which days also."""
        plan = replace(
            plan,
            rule=self._rule(plan),
            exceptions=self._days("except_dates", self.activity.except_dates),
            extras=self._days("extra_dates", self.activity.extra_dates),
        )
        if plan.kind == "recurring":
            plan = replace(plan, opens=_first_of_two(plan.opens), closes=_first_of_two(plan.closes))
        self._check_length(plan)
        self._check_days(plan)
        return plan

    def _rule(self, plan: DatePlan) -> Rule | None:
        repeats, until = self.activity.repeats, self.activity.repeats_until
        if not repeats:
            if until is not None:
                self._warn(
                    "repeats_until",
                    "“Herhalen tot en met” is ingevuld, maar “Herhaling” niet: "
                    "het staat er één keer.",
                    "Kies een “Herhaling”, of maak “Herhalen tot en met” leeg.",
                )
            return None
        if until is not None and until < plan.first_day:
            self._refuse(
                "repeats_until",
                "“Herhalen tot en met” ligt voor de eerste keer.",
                "Kijk die datum en de datum van de eerste keer na.",
            )
        return Rule(cast(Repeats, repeats), until)

    def _days(self, field: str, text: str) -> tuple[date, ...]:
        try:
            return read_days(text)
        except TypedDateError as error:
            self._refuse(
                field, str(error), "Schrijf dagen zo, met komma's ertussen: 27-04-2027, 03-05-2027."
            )
            return ()

    def _check_length(self, plan: DatePlan) -> None:
        if plan.rule is None or agenda_span_days(plan) < _SHORTEST_STEP_DAYS[plan.rule.repeats]:
            return
        field = "last_day" if plan.all_day else "ends"
        self._refuse(
            field,
            "Eén keer duurt langer dan de tijd tot de volgende keer.",
            "Vul bij het einde de laatste dag van de eerste keer in, en bij “Herhalen tot en met” "
            "de dag waarop de herhaling stopt.",
        )

    def _check_days(self, plan: DatePlan) -> None:
        if plan.extras and plan.extras[0] < plan.first_day:
            self._refuse(
                "extra_dates",
                f"Bij “Ook op” staat een dag voor de eerste keer ({plan.extras[0]:%d-%m-%Y}).",
                "Zet de vroegste dag bij “Begint” of “Eerste dag”.",
            )
        if plan.exceptions and next(begin_days(plan), None) is None:
            self._refuse(
                "except_dates",
                "Door “Niet op” blijft er geen enkele dag over.",
                "Haal dagen weg bij “Niet op”. Gaat het niet door, kies dan “Afgelast”.",
            )
        without = replace(plan, exceptions=())
        for day in plan.exceptions:
            if next(begin_days(without, day), None) != day:
                self._warn(
                    "except_dates",
                    f"Op {day:%d-%m-%Y} begint er niets, dus “Niet op” doet daar niets.",
                    "Haal die dag weg, of kijk de datum na.",
                )

    def _refuse(self, field: str, what: str, remedy: str) -> None:
        self._say(_RefusedError(field, what, remedy), "error")

    def _warn(self, field: str, what: str, remedy: str) -> None:
        self._say(_RefusedError(field, what, remedy), "warning")

    def _say(self, problem: "_RefusedError", severity: str) -> None:
        point = self.point(problem, severity)
        if all(earlier.key != point.key for earlier in self.problems):
            self.problems.append(point)

    def point(self, problem: "_RefusedError", severity: str) -> AttentionPoint:
        """Return a problem as the attention point that staff see."""
        return AttentionPoint(
            key=f"dates:{self.table}:{self.activity.id}:{problem.field}",
            what=problem.what,
            remedy=problem.remedy,
            table=self.table,
            record_id=self.activity.id,
            field=problem.field,
            subject=self.activity.title or "(zonder naam)",
            severity=severity,
        )


class _RefusedError(ValueError):
    """These cells make no plan."""

    def __init__(self, field: str, what: str, remedy: str) -> None:
        super().__init__(what)
        self.field, self.what, self.remedy = field, what, remedy


def _clock(value: time) -> time:
    """Drop the zone; keep which of two equal times it is (`fold`)."""
    return value.replace(tzinfo=None, second=0, microsecond=0)


def _first_of_two(value: time | None) -> time | None:
    return None if value is None else value.replace(fold=0)
