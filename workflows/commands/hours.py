"""`museumflow hours`: what is understood of opening hours as a museum wrote them.

Ends with 0 when it could answer, also with "not understood"; with 2 when it was asked wrongly: no
text, or a day that is none. With `--json` there is one JSON object on standard output either way.
"""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final

import typer

DAY_FORMATS: Final = ("%Y-%m-%d", "%d-%m-%Y")
YEARS: Final = range(1900, 2200)
"""What can be worked out; the holidays are known for fewer years, and say so themselves."""
ASKED_WRONGLY: Final = 2


def hours(
    text: Annotated[str | None, typer.Argument(help="De openingstijden, in eigen woorden.")] = None,
    on: Annotated[
        list[str] | None,
        typer.Option("--on", help="Een dag (2027-03-02); mag vaker. Anders: geen dagen."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Als JSON.")] = False,
) -> None:
    """Laat zien wat er van openingstijden begrepen wordt."""
    from museum.hours import answer

    days, wrong = _days(on or ())
    found = answer(text or "", days)
    if wrong:
        found = {**found, "days": {}, "problem": wrong}
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
    elif wrong:
        typer.echo(wrong, err=True)
    else:
        for line in _lines(found):
            typer.echo(line)
    if wrong or text is None:
        raise typer.Exit(ASKED_WRONGLY)


def _days(typed: Sequence[str]) -> tuple[list[date], str]:
    """Return the days that were asked for, and what is wrong with the first that is none."""
    days = []
    for one in typed:
        day = _day(one)
        if day is None:
            return [], f"“{one}” is geen dag die wij kennen. Schrijf bijvoorbeeld 2027-03-02."
        days.append(day)
    return days, ""


def _day(typed: str) -> date | None:
    for form in DAY_FORMATS:
        try:
            day = datetime.strptime(typed.strip(), form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
        return day if day.year in YEARS else None
    return None


def _lines(found: dict[str, Any]) -> list[str]:
    if not found["understood"]:
        return ["Niet begrepen.", found["problem"]]
    lines = [f"Begrepen:  {found['words']}", f"OSM:       {found['osm']}"]
    if found["problem"]:
        lines.append(f"Let op:    {found['problem']}")
    for day, spans in found["days"].items():
        times = " en ".join(_times(opens, closes) for opens, closes in spans) or "gesloten"
        lines.append(f"{date.fromisoformat(day):%d-%m-%Y}  {times}")
    return lines


def _times(opens: str, closes: str) -> str:
    return f"{opens}-{closes}" + (" (de volgende dag)" if closes <= opens else "")
