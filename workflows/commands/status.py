"""`museumflow status`: where things stand, on one screen."""

import json
from typing import Annotated, Any

import typer


def status(as_json: Annotated[bool, typer.Option("--json", help="Als JSON.")] = False) -> None:
    """Waar alles staat: de laatste run, wat er wacht, de aanroepen van deze maand."""
    from backbone.settings import read_settings
    from workflows.context import open_context
    from workflows.status import status_of

    found = status_of(open_context(read_settings()))
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for line in _lines(found):
        typer.echo(line)


def _lines(found: dict[str, Any]) -> list[str]:
    last = found["last_run"]
    waiting = found["waiting_plan"]
    airtable = found["airtable"]
    of_quota = f" van {airtable['quota']}" if airtable["quota"] else ""
    lines = [
        f"Laatste run:       {last['summary']} ({last['started']})"
        if last
        else "Laatste run:       nog geen",
        *(f"ALARM: {one['what']} {one['remedy']}" for one in found["alarms"]),
        f"Laatste kanarie:   {found['canary_back_from'] or 'nog geen'}",
        f"Alarmen per mail:  {found['no_alarm_mail'] or 'ja'}",
        *_workers(found["workers"]),
        f"Luistert naar Airtable: {'ja' if found['is_listening'] else 'nee'}",
        f"Wacht op goedkeuring: {'plan ' + waiting if waiting else 'niets'}",
        f"Aandachtspunten:   {found['attention_points']}",
        f"Aanroepen van Airtable in {found['month']}: {airtable['used']}{of_quota}, "
        f"naar verwachting {airtable['forecast']}",
    ]
    lines += [f"  {purpose}: {count}" for purpose, count in airtable["by_purpose"].items()]
    lines.append(airtable["collecting"]["why"])
    lines += [f"Dienstregeling:    {_slot(slot)}" for slot in found["next_slots"][:1]]
    return lines


def _slot(slot: dict[str, str]) -> str:
    from datetime import datetime

    from workflows.timetable import in_words

    return f"{slot['line']}, {in_words(datetime.fromisoformat(slot['at']))}"


def _workers(names: list[str] | None) -> list[str]:
    """Return a line on the workers that live; none where there is one process."""
    return [] if names is None else [f"Workers:           {', '.join(names) or 'GEEN'}"]
