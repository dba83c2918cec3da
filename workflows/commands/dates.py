"""`museumflow dates`: the best dates for what one wants to organise, with the reasons.

Ends with 0 when it could answer, also when words were not understood (it says which); with 2 when
it was asked wrongly. With `--json` there is one JSON object on standard output.
"""

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Final, NoReturn

import typer

if TYPE_CHECKING:
    from museum.date_advice import AdvisedDate
    from workflows.date_advice import Answer

ASKED_WRONGLY: Final = 2
_OPTIONS: Final = {
    "kind": "--kind",
    "audience": "--audience",
    "length": "--length",
    "from": "--from",
    "until": "--until",
    "not_on": "--not-on",
    "people": "--people",
}


def dates(
    text: Annotated[str, typer.Argument(help="Wat u zoekt, in uw eigen woorden.")] = "",
    first: Annotated[str, typer.Option("--from", help="De eerste dag: 2027-03-01.")] = "",
    last: Annotated[str, typer.Option("--until", help="De laatste dag.")] = "",
    audience: Annotated[list[str] | None, typer.Option(help="Voor wie; mag vaker.")] = None,
    kind: Annotated[str, typer.Option(help="De soort: workshop, cursus, ...")] = "",
    length: Annotated[str, typer.Option(help="Dagdeel, ochtend, dag, 2 uur, ...")] = "",
    not_on: Annotated[list[str] | None, typer.Option(help="Niet op deze weekdag.")] = None,
    people: Annotated[str, typer.Option(help="Voor hoeveel mensen.")] = "",
    today: Annotated[str, typer.Option(help="Vandaag (2027-03-02); anders de dag zelf.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Als JSON.")] = False,
) -> None:
    """Geef de beste datums voor iets nieuws in het jaarprogramma, met de redenen."""
    from backbone.settings import read_settings
    from museum.date_advice import FieldsError, read_fields
    from workflows.context import open_context
    from workflows.date_advice import as_json as written
    from workflows.date_advice import ask

    day = _today(today)
    given = {"kind": [kind], "audience": audience or [], "length": [length], "from": [first],
             "until": [last], "not_on": not_on or [], "people": [people]}  # fmt: skip
    if not text.strip() and not any(one for texts in given.values() for one in texts):
        _refuse("Schrijf wat u zoekt, bijvoorbeeld: museumflow dates “een workshop in maart”.")
    try:
        fields = read_fields(given, day)
    except FieldsError as error:
        _refuse(f"{_OPTIONS[error.name]}: {error}")
    answer = ask(open_context(read_settings()), text, fields, day)
    if as_json:
        typer.echo(json.dumps(written(answer), ensure_ascii=False, indent=2))
        return
    for line in _lines(answer):
        typer.echo(line)


def _refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(ASKED_WRONGLY)


def _today(text: str) -> date:
    from museum.date_plan import ZONE

    if not text:
        return datetime.now(UTC).astimezone(ZONE).date()
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        typer.echo(f"--today: “{text}” is geen dag die wij kennen. Schrijf 2027-03-02.", err=True)
        raise typer.Exit(ASKED_WRONGLY) from None


def _lines(answer: "Answer") -> list[str]:
    reading, advice = answer.reading, answer.advice
    lines = []
    if reading.understood:
        lines.append(f"Begrepen: {', '.join(reading.understood)}.")
    if reading.not_understood:
        lines.append(f"Niet begrepen: {', '.join(f'“{one}”' for one in reading.not_understood)}.")
    lines += [*reading.supposed, *advice.notes]
    lines.append(f"Vergeleken: {advice.considered} dagen.")
    for one in advice.dates:
        lines += ["", *_date_lines(one)]
    return lines


def _date_lines(one: "AdvisedDate") -> list[str]:
    from museum.date_advice.when import when_words

    lines = [f"{when_words(one)}: {one.level} ({one.score} punten)"]
    lines += [f"  + {reason.text}" for reason in one.reasons_for]
    return lines + [f"  - {reason.text}" for reason in one.reasons_against]
