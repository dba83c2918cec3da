"""What happens here: recent calls, the quota, the plan, and the clock with its buttons."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from flask import Blueprint, Response, redirect, request

from sandbox.clock import iso
from sandbox.pages.dutch_dates import long_moment, month_name, short_moment
from sandbox.pages.rendering import render_page
from sandbox.pages.same_origin import is_own_page
from sandbox.services import Services

SHOWN_CALLS: Final = 100
_ADVANCES_S: Final = {"uur": 3600, "dag": 86400}
_PLANS: Final = {"free": "Free", "team": "Team", "business": "Business"}
# From this far off, the sandbox's clock no longer shows the real time.
_OFF_S: Final = 60


def happening_pages(services: Services) -> Blueprint:
    """Return the blueprint of `/sandbox/` as people read it."""
    routes = Blueprint("happenings", __name__)

    @routes.get("/sandbox/")
    def show() -> Response:
        now = services.clock.now()
        quota = services.airtable.quota
        return render_page(
            "happenings.html",
            calls=[_described(one) for one in services.ledger.recent(SHOWN_CALLS)],
            shown_calls=SHOWN_CALLS,
            now=long_moment(now),
            now_iso=iso(now),
            is_off=abs((now - datetime.now(UTC)).total_seconds()) > _OFF_S,
            month=month_name(now),
            used=_grouped(quota.used()),
            used_number=quota.used(),
            limit=_grouped(quota.plan.calls_per_month) if quota.plan.calls_per_month else "",
            limit_number=quota.plan.calls_per_month or 0,
            plan=_PLANS[quota.plan.name],
            records=_grouped(max((b.record_count() for b in services.airtable.bases()), default=0)),
            records_limit=_grouped(quota.plan.records_per_base),
        )

    @routes.post("/sandbox/klok")
    def move_clock() -> Any:
        if not is_own_page():
            return {"error": "Zet de klok vanaf de pagina van de sandbox zelf."}, 403
        step = request.form.get("stap", "")
        if step == "nu":
            services.clock.set_now(datetime.now(UTC))
        elif step in _ADVANCES_S:
            services.clock.advance(_ADVANCES_S[step])
        else:
            return {"error": 'Kies een stap: "uur", "dag" of "nu".'}, 400
        return redirect("/sandbox/", 303)

    return routes


def _grouped(number: int) -> str:
    """Write a number as Dutch does: `50.000`."""
    return f"{number:,}".replace(",", ".")


def _described(call: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "time": short_moment(call["time"]),
        "method": call["method"],
        "path": call["path"],
        "status": call["status"],
        "ok": 200 <= int(call["status"]) < 400,
        "effect": "; ".join(_effect(one) for one in call["effects"]),
        "fault": call["fault"],
    }


def _effect(effect: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}: {_short(value)}" for name, value in effect.items())


def _short(value: Any) -> str:
    if isinstance(value, list):
        more = f" en {len(value) - 2} meer" if len(value) > 2 else ""
        return " ".join(str(one) for one in value[:2]) + more
    return str(value)
