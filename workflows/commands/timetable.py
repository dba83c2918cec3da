"""`museumflow timetable`: what runs by itself in the coming days."""

import json
from typing import Annotated

import typer


def timetable(
    days: Annotated[int, typer.Option(min=1, max=400, help="Zoveel dagen vooruit.")] = 7,
    as_json: Annotated[bool, typer.Option("--json", help="Als JSON.")] = False,
) -> None:
    """Wat er de komende dagen vanzelf gebeurt, en wanneer."""
    from datetime import UTC, datetime

    from workflows.jobs import TIMETABLE_JOBS
    from workflows.timetable import agenda_lines, load_timetable, next_slots

    found = next_slots(load_timetable(TIMETABLE_JOBS), datetime.now(UTC), days)
    if as_json:
        rows = [
            {"line": line.name, "job": line.job, "at": slot.isoformat()} for slot, line in found
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    typer.echo("\n".join(agenda_lines(found)))
