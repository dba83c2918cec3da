"""`museumflow parse`: what is read in an answer as people write it in a form or a cell.

Ends with 0 when it could answer, also with "refused"; with 2 when it was asked wrongly. A text that
begins with "-" is a text: only our own options are options.
With `--json` there is one JSON object on standard output, `{"value": …}` or `{"refused": "why"}`.
A decimal is text with a point ("1234.56"), so that it stays exact; yes and no are true and false.
"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Annotated, Final

import typer

ASKED_WRONGLY: Final = 2
KINDS: Final = ("date", "time", "number", "phone", "postcode", "yesno")


def parse(
    kind: Annotated[str, typer.Argument(help=f"Wat het is: {', '.join(KINDS)}.")],
    text: Annotated[str, typer.Argument(help="Het antwoord, zoals het geschreven is.")],
    today: Annotated[
        str, typer.Option(help="Vandaag (2027-03-02), voor “morgen” en datums zonder jaar.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Als JSON.")] = False,
) -> None:
    """Laat zien hoe een antwoord gelezen wordt, of waarom niet."""
    from museum.answers import Refusal

    if kind not in KINDS:
        typer.echo(f"“{kind}” kennen wij niet. Kies uit {', '.join(KINDS)}.", err=True)
        raise typer.Exit(ASKED_WRONGLY)
    day = _day(today)
    if day is None:
        typer.echo(f"“{today}” is geen dag die wij kennen. Schrijf 2027-03-02.", err=True)
        raise typer.Exit(ASKED_WRONGLY)
    found = read_answer(kind, text, day)
    if isinstance(found, Refusal):
        refused = json.dumps({"refused": found.reason}, ensure_ascii=False)
        typer.echo(refused if as_json else f"Niet gelezen. {found.reason}")
        return
    value = written(found)
    typer.echo(json.dumps({"value": value}) if as_json else _plain(value))


def _day(today: str) -> date | None:
    """Return the day that counts as today; without one it is today in Drenthe."""
    from museum.date_plan import ZONE

    if not today:
        return datetime.now(UTC).astimezone(ZONE).date()
    try:
        return date.fromisoformat(today.strip())
    except ValueError:
        return None


def read_answer(kind: str, text: str, today: date) -> object:
    """Return what is read in an answer of a kind from `KINDS`, or the refusal."""
    from museum import answers

    readers: dict[str, Callable[[str], object]] = {
        "date": lambda typed: answers.read_date(typed, today),
        "time": answers.read_time,
        "number": answers.read_number,
        "phone": answers.read_phone,
        "postcode": answers.read_postcode,
        "yesno": answers.read_yes_no,
    }
    return readers[kind](text)


def written(value: object) -> str | bool:
    """Return a value as JSON holds it: ISO date, HH:MM, a decimal with a point, or itself."""
    if isinstance(value, bool):
        return value
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _plain(value: str | bool) -> str:
    return value if isinstance(value, str) else ("ja" if value else "nee")
