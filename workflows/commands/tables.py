"""`museumflow tables`: compare the base with config/tables.toml, or make what is missing."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from museum.attention import AttentionPoint

tables = typer.Typer(help="De tabellen in Airtable: vergelijken en maken.", no_args_is_help=True)


@tables.command("check")
def check(
    as_json: Annotated[bool, typer.Option("--json", help="Als JSON.")] = False,
) -> None:
    """Vergelijk de tabellen in Airtable met config/tables.toml."""
    from backbone.settings import read_settings
    from backbone.tables_live import check_tables
    from workflows.context import open_context

    context = open_context(read_settings())
    problems = check_tables(context.airtable(), context.mirror)
    if as_json:
        typer.echo(json.dumps([asdict(point) for point in problems], ensure_ascii=False, indent=2))
    else:
        _print(problems)
    if any(point.severity == "error" for point in problems):
        raise typer.Exit(1)


@tables.command("create")
def create() -> None:
    """Maak in Airtable de tabellen en velden die er nog niet zijn."""
    from backbone.settings import read_settings
    from backbone.tables_live import by_hand, create_tables_live
    from workflows.context import open_context

    context = open_context(read_settings())
    problems = create_tables_live(context.airtable(), context.mirror, typer.echo)
    _print(problems)
    typer.echo("\nDit laat Airtable alleen met de hand toe (het werkt ook zonder):")
    for line in by_hand(context.definitions):
        typer.echo(f"- {line}")
    if any(point.severity == "error" for point in problems):
        raise typer.Exit(1)


@tables.command("records", hidden=True)
def records() -> None:
    """Print the source of museum/records.py (used by `make records`)."""
    from backbone.config_files import load_definitions
    from museum.generate import records_source

    typer.echo(records_source(load_definitions()), nl=False)


def _print(problems: tuple[AttentionPoint, ...]) -> None:
    if not problems:
        typer.echo("De tabellen in Airtable kloppen met config/tables.toml.")
        return
    for point in problems:
        mark = "FOUT " if point.severity == "error" else "let op"
        typer.echo(f"{mark}  {point.what}\n        {point.remedy}")
