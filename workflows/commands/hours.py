"""`museumflow hours`: what is understood of opening hours as a museum wrote them."""

import json
from datetime import date, datetime
from typing import Annotated, Any

import typer

DAY_FORMATS = ["%Y-%m-%d", "%d-%m-%Y"]


def hours(
    text: Annotated[str, typer.Argument(help="De openingstijden, in eigen woorden.")],
    on: Annotated[
        list[datetime] | None,
        typer.Option("--on", formats=DAY_FORMATS, help="Een dag; mag vaker. Anders: geen dagen."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Als JSON.")] = False,
) -> None:
    """Laat zien wat er van openingstijden begrepen wordt."""
    from museum.hours import answer

    found = answer(text, [moment.date() for moment in on or []])
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for line in _lines(found):
        typer.echo(line)


def _lines(found: dict[str, Any]) -> list[str]:
    if not found["understood"]:
        return ["Niet begrepen.", found["problem"]]
    lines = [f"Begrepen:  {found['words']}", f"OSM:       {found['osm']}"]
    if found["problem"]:
        lines.append(f"Let op:    {found['problem']}")
    for day, spans in found["days"].items():
        times = " en ".join(f"{opens}-{closes}" for opens, closes in spans) or "gesloten"
        lines.append(f"{date.fromisoformat(day):%d-%m-%Y}  {times}")
    return lines
