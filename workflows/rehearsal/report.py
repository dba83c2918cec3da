"""What a rehearsed month says: calls, quota, waiting times, mails and what each plan costs."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from museum.budget_rules import PLANS
from workflows.rehearsal.edits import Month
from workflows.rehearsal.played import Played, share_below

POLLS_A_DAY: Final = 24 * 4
"""A poller that looks every 15 minutes, the quickest of most sync products' cheap plans."""


_NAMES: Final = ("free", "team", "business")


@dataclass(frozen=True)
class PlanCost:
    """A plan of Airtable's: what it costs a month for all editors, and whether the month fits."""

    plan: str
    calls_per_month: int | None
    fits: bool
    cost_usd: float


@dataclass(frozen=True)
class Report:
    """The figures of a month. Waiting times are from the edit to its page, in seconds."""

    month: str
    days: int
    """So many were played, from the first on."""
    plan: str
    quota: int | None
    calls: dict[str, int]
    calls_total: int
    edits: int
    fetches: int
    publications: int
    publications_done: int
    """So many were really done; for the others the time of those was counted."""
    publication_p95_s: float
    shown: int
    last_texts: int
    """Of the texts typed last in each cell, `shown` stand on the website at the end."""
    unpublished: int
    problem: str
    wait_median_s: float
    wait_p95_s: float
    wait_longest_s: float
    left_median_s: float
    left_p95_s: float
    """From the last edit of a row: what someone sees who looks when ready with it."""
    mails: int
    poller_calls: int
    plans: list[PlanCost]
    """Of a whole month; none when only some days were played."""

    @property
    def ratio(self) -> float:
        """How many times our calls a poller would make."""
        return self.poller_calls / max(self.calls_total, 1)

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON, times rounded to a tenth of a second."""
        found = asdict(self) | {"poller_ratio": round(self.ratio, 1)}
        rounded = {key: round(found[key], 1) for key in found if key.endswith("_s")}
        return found | rounded


def report_of(
    played: Played, month: Month, plan: str, quota: int | None, prices: Mapping[str, Any]
) -> Report:
    """Return the report; `prices` is `[prices]` of `config/budget.toml`."""
    total = sum(played.calls.values())
    polls = POLLS_A_DAY * len(month.days) * played.tables
    return Report(
        month=str(month),
        days=len(month.days),
        plan=plan,
        quota=quota,
        calls=dict(sorted(played.calls.items())),
        calls_total=total,
        edits=played.edits,
        fetches=played.fetches,
        publications=played.publications,
        unpublished=played.unpublished,
        publications_done=len(played.built_s),
        publication_p95_s=share_below(played.built_s, 0.95),
        shown=played.shown,
        last_texts=played.last_texts,
        problem=played.problem,
        wait_median_s=share_below(played.waited_s, 0.5),
        wait_p95_s=share_below(played.waited_s, 0.95),
        wait_longest_s=max(played.waited_s, default=0.0),
        left_median_s=share_below(played.left_s, 0.5),
        left_p95_s=share_below(played.left_s, 0.95),
        mails=played.mails,
        poller_calls=polls + played.poller_changes,
        plans=[_cost(name, total, prices) for name in _NAMES] if month.is_whole else [],
    )


def _cost(plan: str, calls: int, prices: Mapping[str, Any]) -> PlanCost:
    quota = PLANS[plan]
    cost = prices[plan] * prices["editors"]
    return PlanCost(plan, quota, quota is None or calls <= quota, float(cost))


def lines(report: Report) -> list[str]:
    """Return the report in Dutch."""
    quota = "zonder grens" if report.quota is None else f"van {_number(report.quota)}"
    told = [
        f"{_span(report)}, abonnement {report.plan}",
        "",
        f"Wijzigingen in de tabellen   {_number(report.edits)}",
        f"Aanroepen van Airtable       {_number(report.calls_total)} {quota}",
        *(f"  waarvan {name:<19}{_number(count)}" for name, count in report.calls.items()),
        f"Publicaties                  {_number(report.publications)},"
        f" waarvan {_number(report.publications_done)} echt gedaan",
        "",
        "Van wijziging tot pagina",
        f"  de helft binnen            {_duration(report.wait_median_s)}",
        f"  95 van de 100 binnen       {_duration(report.wait_p95_s)}",
        f"  langste                    {_duration(report.wait_longest_s)}",
        "Vanaf de laatste wijziging in een rij",
        f"  de helft binnen            {_duration(report.left_median_s)}",
        f"  95 van de 100 binnen       {_duration(report.left_p95_s)}",
        "",
        f"Mails                        {_number(report.mails)}",
        f"Elk kwartier alles vragen zou {_number(report.poller_calls)} aanroepen kosten:"
        f" {report.ratio:.0f} keer zoveel.",
    ]
    if report.plans:
        told += ["", "Wat Airtable per maand kost (in dollars, zie config/budget.toml)"]
        told += [_plan_line(plan) for plan in report.plans]
    if report.problem:
        told.append(f"Let op: de laatste publicatie ging niet door. {report.problem}")
    if report.shown < report.last_texts:
        told.append(
            f"Let op: {_number(report.last_texts - report.shown)} teksten staan niet op de website."
            " Meld dit bij wie museumflow onderhoudt."
        )
    if report.unpublished:
        told.append(
            f"Let op: {_number(report.unpublished)} wijzigingen stonden aan het eind nog niet op de"
            " website: de aanroepen waren op."
        )
    return told


def _span(report: Report) -> str:
    """Name what was played; what plans cost is only known of a whole month."""
    if report.plans:
        return f"Proefmaand {report.month}"
    days = "dag" if report.days == 1 else f"{report.days} dagen"
    return f"De eerste {days} van {report.month}"


def _plan_line(plan: PlanCost) -> str:
    calls = "onbeperkt" if plan.calls_per_month is None else _number(plan.calls_per_month)
    verdict = "past" if plan.fits else "past niet"
    return f"  {plan.plan:<10}{plan.cost_usd:>6.0f}   {calls:>9} aanroepen: {verdict}"


def _number(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} seconden"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 90:
        return f"{minutes} minuten en {rest} seconden" if rest else f"{minutes} minuten"
    return f"{minutes // 60} uur en {minutes % 60} minuten"
