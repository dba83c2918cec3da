"""`museumflow doctor`: is everything in order, and what to do when it is not."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

_MARKS = {"good": "goed  ", "warning": "let op", "wrong": "FOUT  "}


def doctor(as_json: Annotated[bool, typer.Option("--json", help="Als JSON.")] = False) -> None:
    """Kijk alles na: instellingen, schijf, database, Airtable, webhook. Fout: code 1."""
    from backbone.settings import read_settings
    from workflows.context import open_context
    from workflows.doctor import examine

    settings = read_settings()
    findings = examine(settings, lambda: open_context(settings))
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in findings], ensure_ascii=False, indent=2))
    else:
        for one in findings:
            typer.echo(f"{_MARKS[one.state]}  {one.check}: {one.what}")
            if one.remedy:
                typer.echo(f"        {one.remedy}")
    if any(one.state == "wrong" for one in findings):
        raise typer.Exit(1)
