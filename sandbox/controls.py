"""The sandbox's own controls, which tests use over HTTP."""

import math
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, request

from sandbox.airtable.limits import PLANS
from sandbox.clock import iso
from sandbox.errors import SandboxError
from sandbox.faults import SERVICES, parse_fault
from sandbox.services import Services


def controls(services: Services) -> Blueprint:
    """Return the blueprint of `/sandbox/...`; wrong input gets 400 and a sentence."""
    blueprint = Blueprint("controls", __name__, url_prefix="/sandbox")
    _add_clock(blueprint, services)
    _add_faults_and_ledger(blueprint, services)
    _add_services(blueprint, services)

    @blueprint.errorhandler(SandboxError)
    def refuse(error: SandboxError) -> tuple[dict[str, Any], int]:
        return {"error": str(error)}, 400

    @blueprint.get("/health")
    def health() -> dict[str, Any]:
        return {
            "ok": True,
            "bases": [one.id for one in services.airtable.bases()],
            "smtp": services.mail_server.address,
            "imap": services.imap_server.address,
        }

    return blueprint


def _add_services(blueprint: Blueprint, services: Services) -> None:
    @blueprint.get("/plan")
    def plan() -> dict[str, Any]:
        quota = services.airtable.quota
        return {
            "airtable": quota.plan.name,
            "mailchimp": services.mailchimp.plan.name,
            "calls_this_month": quota.used(),
            "calls_per_month": quota.plan.calls_per_month,
            "records_per_base": quota.plan.records_per_base,
        }

    @blueprint.post("/plan")
    def choose_plan() -> dict[str, Any]:
        data = _object()
        name = data.get("airtable")
        if set(data) == {"mailchimp"}:
            services.mailchimp.choose_plan(str(data["mailchimp"]))
            return plan()
        if set(data) != {"airtable"} or name not in PLANS:
            raise SandboxError(f'Give only "airtable", one of: {", ".join(PLANS)}.')
        services.airtable.quota.choose(str(name))
        return plan()

    @blueprint.get("/mailchimp")
    def mailchimp() -> dict[str, Any]:
        return {"signing_secret": services.mailchimp.signing_secret}

    @blueprint.delete("/iterators")
    def lose_iterators() -> tuple[str, int]:
        services.airtable.iterators.lose()
        return "", 204


def _add_clock(blueprint: Blueprint, services: Services) -> None:
    clock = services.clock

    @blueprint.get("/clock")
    def read_clock() -> dict[str, Any]:
        return {"now": iso(clock.now())}

    @blueprint.post("/clock")
    def set_clock() -> dict[str, Any]:
        data = _object()
        if set(data) == {"advance_s"}:
            clock.advance(_seconds(data["advance_s"]))
        elif set(data) == {"now"}:
            clock.set_now(_moment(data["now"]))
        else:
            raise SandboxError('Give either "now" (a moment) or "advance_s" (seconds).')
        return read_clock()


def _add_faults_and_ledger(blueprint: Blueprint, services: Services) -> None:
    faults, ledger = services.faults, services.ledger

    @blueprint.get("/faults")
    def standing() -> dict[str, Any]:
        return {"faults": faults.standing()}

    @blueprint.post("/faults")
    def order() -> tuple[dict[str, Any], int]:
        faults.add(parse_fault(request.get_json(silent=True)))
        return {"faults": faults.standing()}, 201

    @blueprint.delete("/faults")
    def withdraw() -> tuple[str, int]:
        faults.clear()
        return "", 204

    @blueprint.get("/ledger")
    def read() -> dict[str, Any]:
        return {"entries": ledger.entries(_service())}

    @blueprint.delete("/ledger")
    def forget() -> tuple[str, int]:
        ledger.clear(_service())
        return "", 204


def _service() -> str | None:
    name = request.args.get("service")
    if name is not None and name not in SERVICES:
        raise SandboxError(f'"service" must be one of: {", ".join(SERVICES)}.')
    return name


def _object() -> dict[str, Any]:
    data = request.get_json(silent=True)
    if not isinstance(data, dict):
        raise SandboxError("Send a JSON object.")
    return data


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise SandboxError('"advance_s" must be a number of seconds.')
    if not 0 <= value <= 100 * 365 * 86400:
        raise SandboxError('"advance_s" must be from 0 seconds to a hundred years.')
    return float(value)


def _moment(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise SandboxError('"now" must be a moment, such as 2027-03-02T10:00:00Z.') from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
