"""The canary: every night a test activity goes from the table to the website, and is looked for.

Sending writes a fresh token into one record (one call; the record makes itself). The rest is the
ordinary way: Airtable's ping (one call to read it), the mirror, the build, the website. Looking
reads the mirror, our own folder, and the website's address over HTTP.
"""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any, Final
from uuid import uuid4

import requests

from backbone.config_files import load_config
from museum.alarms import AlarmRules, last_due, parse_alarm_rules
from museum.canary import (
    FEED_PATH,
    KEY_FIELD,
    PAGE_PATH,
    TABLE,
    Trail,
    canary_cells,
    is_hidden_test,
    token_of,
    where_stopped,
)
from museum.errors import FixConfiguration, MuseumflowError, StopRun
from museum.identity import TableKey
from workflows.context import Context
from workflows.engine import JobFunction, Json, Steps
from workflows.runner import JobOutcome, recorded

CANARY_SEND: Final = "kanarie-sturen"
CANARY_CHECK: Final = "kanarie-nakijken"
NEVER_LEFT: Final = "Zij kon niet in de tabel worden gezet"
SECOND_TRY_AFTER: Final = timedelta(hours=1)
_TIMEOUT_S: Final = (3.05, 10.0)


def canary_jobs(context: Context) -> dict[str, JobFunction]:
    """Return both jobs by name, ready for the engine."""

    def send(steps: Steps, _arguments: Mapping[str, Json]) -> JobOutcome:
        stays: str = steps("kijken", lambda: _why_it_stays(context))
        if stays:
            return JobOutcome("unchanged", stays)
        token: str = steps("merkteken", lambda: uuid4().hex)
        steps("schrijven", lambda: send_canary(context, token))
        return JobOutcome("changed", "De kanarie is op weg gegaan.")

    def check(steps: Steps, _arguments: Mapping[str, Json]) -> JobOutcome:
        found: dict[str, Any] = steps("nakijken", lambda: _looked(context))
        if found["stopped"]:
            raise StopRun(
                what=f"De kanarie is niet terug. {found['stopped']}",
                remedy="Kijk bij de runs wat er misging; hoofdstuk 6 van het handboek zegt meer.",
            )
        return JobOutcome("unchanged", "De kanarie is terug: de hele weg werkt.")

    return {
        CANARY_SEND: recorded(CANARY_SEND, send, context.runs, context.now),
        CANARY_CHECK: recorded(CANARY_CHECK, check, context.runs, context.now),
    }


def _why_it_stays(context: Context) -> str:
    """Return in Dutch why no canary leaves now; empty when it does."""
    if load_alarm_rules().canary_back_by is None:
        return "De kanarie staat uit (config/alarms.toml)."
    if context.governor().closed_until() is not None:
        return "De aanroepen van deze maand worden gespaard: de kanarie blijft thuis."
    return ""


def load_alarm_rules() -> AlarmRules:
    """Read `config/alarms.toml`; raises `FixConfiguration`."""
    try:
        return parse_alarm_rules(load_config("alarms"))
    except ValueError as error:
        raise FixConfiguration(
            what=str(error), remedy="De uitleg staat in dat bestand, boven elke regel."
        ) from error


def second_try(context: Context, back_by: time) -> str | None:
    """Return the ID of a run that tries again what could not be written an hour ago, or None.

    Until the canary must be back; the ID is made of what failed, so that it is tried once.
    """
    newest = context.flights.newest()
    if newest is None or not newest.flight.stopped.startswith(NEVER_LEFT):
        return None
    now, sent = context.now(), newest.flight.sent
    is_same_night = last_due(now, back_by) < sent
    if not is_same_night or now - sent < SECOND_TRY_AFTER:
        return None
    return f"{CANARY_SEND}-nog-eens-{newest.token[:12]}"


def send_canary(context: Context, token: str) -> None:
    """Write the token into the canary's record; makes the record when it is not there.

    Raises what the table's errors are, after noting that this canary never left.
    """
    binding = context.mirror.binding()
    cells = canary_cells(context.definitions, binding, token)
    table_id = binding.tables.get(TableKey(TABLE))
    key_id = binding.field_id(TABLE, KEY_FIELD)
    context.flights.note_sent(token, context.now())
    try:
        if cells is None or table_id is None or key_id is None:
            raise StopRun(
                what="In de tabel Activiteiten ontbreekt een veld dat de kanarie nodig heeft.",
                remedy="Draai `museumflow tables check`.",
            )
        base = context.airtable(automatic=True)
        with base.for_purpose("kanarie"):
            base.upsert(table_id, [dict(cells)], [key_id])
    except MuseumflowError as error:
        context.flights.note_stopped(token, f"{NEVER_LEFT}: {error.what}")
        raise


def look_for_canary(context: Context) -> str:
    """Look whether the last canary is back; returns in Dutch where it stopped, else nothing."""
    newest = context.flights.newest()
    if newest is None:
        return "Er is nog nooit een kanarie op weg gegaan."
    if newest.flight.returned is not None:
        return ""
    trail = _trail(context, newest.token)
    if trail.is_back:
        context.flights.note_returned(newest.token, context.now())
        return ""
    # What kept it out of the table says more than that it is not in the mirror.
    never_left = newest.flight.stopped.startswith(NEVER_LEFT)
    stopped = newest.flight.stopped if never_left else where_stopped(trail)
    if stopped != newest.flight.stopped:
        context.flights.note_stopped(newest.token, stopped)
    return stopped


def _looked(context: Context) -> dict[str, Any]:
    return {"stopped": look_for_canary(context)}


def _trail(context: Context, token: str) -> Trail:
    """Follow a token; what is further on is only asked for when it got that far."""
    in_mirror = _is_in_mirror(context, token)
    page = context.settings.public / PAGE_PATH.strip("/") / "index.html"
    in_build = in_mirror and page.exists() and token in page.read_text("utf-8")
    on_page = in_build and _is_at(context, PAGE_PATH, token)
    in_feed = on_page and _is_at(context, FEED_PATH, token)
    return Trail(in_mirror, in_build, on_page, in_feed)


def _is_in_mirror(context: Context, token: str) -> bool:
    table, binding = context.definitions.table(TABLE), context.mirror.binding()
    return any(
        is_hidden_test(table, binding, raw) and token_of(binding, raw) == token
        for raw in context.mirror.records(TABLE)
    )


def _is_at(context: Context, path: str, token: str) -> bool:
    """Tell whether the website's own address shows a token at a path, to anybody."""
    try:
        with requests.Session() as session:
            # No proxy of the machine's stands between us and what visitors see.
            session.trust_env = context.settings.site_url.startswith("https://")
            reply = session.get(
                f"{context.settings.site_url}{path}",
                headers={"Cache-Control": "no-cache"},
                timeout=_TIMEOUT_S,
            )
    except requests.RequestException:
        return False
    # A calendar folds its lines: a token may be cut in two.
    return reply.ok and token in reply.text.replace("\r\n ", "")
