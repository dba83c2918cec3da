"""The month's calls in words for staff: the status, and attention points when it gets tight."""

from typing import Any, Final

from backbone.governor import Month
from museum.attention import URGENT, AttentionPoint
from workflows.context import Context

TOLD: Final = "budget_told"
"""The month that the open attention points are about, and whether they say that it is closed."""

_UPGRADE = (
    "Neemt u bij Airtable een groter abonnement, zet het dan in config/budget.toml (plan) en "
    "herstart museumflow."
)


def tell_budget(context: Context) -> None:
    """Open and close the attention points about the month's calls."""
    month = context.governor().month()
    points = budget_points(month)
    context.attention.replace("aanroepen", points, context.now())
    closed = month.closed_until is not None
    told = {"month": month.name, "is_closed": closed} if points else None
    if context.mirror.state(TOLD) != told:
        context.mirror.set_state(TOLD, told)


def budget_points(month: Month) -> list[AttentionPoint]:
    """Return what staff must know of the month's calls; most months: nothing."""
    if month.is_spent:
        return [
            AttentionPoint(
                key="aanroepen:op",
                what="De aanroepen van deze maand bij Airtable zijn op. Nieuwe wijzigingen komen "
                "niet op de website; wat er staat, blijft staan.",
                remedy=f"Op de eerste van de volgende maand gaat het vanzelf verder. {_UPGRADE}",
                subject="De aanroepen van Airtable",
                severity=URGENT,
            )
        ]
    if month.closed_until is not None:
        return [
            AttentionPoint(
                key="aanroepen:negentig",
                what="Negen tiende van de aanroepen van deze maand is gebruikt. museumflow haalt "
                "wijzigingen niet meer uit zichzelf op.",
                remedy="Druk op “Publiceer nu” als er iets op de website moet. Op de eerste van "
                f"de volgende maand gaat het weer vanzelf. {_UPGRADE}",
                subject="De aanroepen van Airtable",
                severity=URGENT,
            )
        ]
    if month.decision.is_tight:
        return [
            AttentionPoint(
                key="aanroepen:krap",
                what="Er wordt deze maand zoveel gewijzigd dat museumflow langer verzamelt dan "
                f"u wilt: tot {duration(month.decision.pace.office.longest_s)} in kantooruren.",
                remedy=f"Haast? Druk op “Publiceer nu”. {_UPGRADE}",
            )
        ]
    return []


def budget_status(month: Month, is_polling: bool) -> dict[str, Any]:
    """Return the month as plain JSON, with a Dutch sentence on why it goes as it goes."""
    decision = month.decision
    return {
        "month": month.name,
        "quota": month.quota,
        "used": month.total,
        "forecast": max(decision.forecast, month.total),
        "by_purpose": dict(sorted(month.used.items())),
        "collecting": {
            "office_quiet_s": decision.pace.office.quiet_s,
            "office_longest_s": decision.pace.office.longest_s,
            "outside_quiet_s": decision.pace.outside.quiet_s,
            "outside_longest_s": decision.pace.outside.longest_s,
            "why": why(month, is_polling),
        },
        "closed_until": month.closed_until.isoformat() if month.closed_until else None,
        "is_spent": month.is_spent,
    }


def why(month: Month, is_polling: bool) -> str:
    """Say in one or two sentences how long changes are collected, and why."""
    if month.is_spent:
        return "De aanroepen van deze maand zijn op; volgende maand gaat het vanzelf verder."
    if month.closed_until is not None:
        return (
            "Negen tiende van de aanroepen is gebruikt: alleen wat iemand vraagt, wordt nog "
            "gelezen, tot de maand om is."
        )
    pace = month.decision.pace
    how = "Airtable wordt gevraagd" if is_polling else "Wijzigingen worden opgehaald"
    when = (
        f"om de {duration(pace.office.longest_s)} in kantooruren en om de "
        f"{duration(pace.outside.longest_s)} daarbuiten"
        if is_polling
        else f"hoogstens {duration(pace.office.longest_s)} na de eerste in kantooruren, en "
        f"hoogstens {duration(pace.outside.longest_s)} daarbuiten"
    )
    if month.quota is None:
        return f"{how} {when}. Uw abonnement kent geen maximum."
    return (
        f"{how} {when}. Zo komt deze maand naar verwachting uit op "
        f"{max(month.decision.forecast, month.total)} van de {month.quota} aanroepen."
    )


def duration(seconds: float) -> str:
    """Write a time as staff say it: "40 seconden", "10 minuten", "2 uur"."""
    if seconds < 90:
        return f"{round(seconds)} seconden"
    if seconds < 5400:
        return f"{round(seconds / 60)} minuten"
    return f"{seconds / 3600:.1f}".removesuffix(".0").replace(".", ",") + " uur"
