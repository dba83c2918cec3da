"""`museumflow rehearse`: a month played in minutes, to see calls, waiting times and costs."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer


def rehearse(
    month: Annotated[str, typer.Option(help="De maand, zoals 2027-03.")],
    days: Annotated[
        int, typer.Option(min=1, max=31, help="Alleen de eerste dagen: een snelle proef.")
    ] = 31,
    edits: Annotated[
        Path | None, typer.Option(help="CSV met wijzigingen; zonder worden ze verzonnen.")
    ] = None,
    copy: Annotated[
        bool, typer.Option("--copy", help="Oefen op een kopie van de eigen tabellen.")
    ] = False,
    plan: Annotated[str, typer.Option(help="free, team, business of een aantal.")] = "",
    quiet_s: Annotated[
        float | None, typer.Option("--quiet", help="Rust na een wijziging, in seconden.")
    ] = None,
    museums: Annotated[int, typer.Option(help="Zoveel voorbeeldmusea.")] = 53,
    activities: Annotated[int, typer.Option(help="Zoveel voorbeeldactiviteiten.")] = 600,
    publications: Annotated[
        int, typer.Option(help="Zoveel publicaties echt doen; daarna telt hun tijd mee.")
    ] = 100,
    seed: Annotated[int, typer.Option(help="Ander getal, andere verzonnen wijzigingen.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Als JSON.")] = False,
) -> None:
    """Oefen een maand op deze computer; er gaat niets naar buiten."""
    from backbone.settings import read_settings
    from workflows.context import open_context
    from workflows.rehearsal.copy import copy_base
    from workflows.rehearsal.edits import Month
    from workflows.rehearsal.rehearse import rehearse as play
    from workflows.rehearsal.report import lines
    from workflows.rehearsal.stage import Choices

    wanted = replace(Month.parse(month), first_days=days)
    choices = Choices(
        plan=plan,
        quiet_s=quiet_s,
        base=copy_base(open_context(read_settings())) if copy else None,
        real_publications=publications,
        sandbox_options=("--museums", str(museums), "--activities", str(activities)),
    )
    report = play(wanted, choices, edits, seed, lambda line: typer.echo(line, err=True))
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(lines(report)))
