"""`museumflow newsletter`: what the list at Mailchimp must have; `museumflow consent`: proof."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from workflows.context import Context

newsletter = typer.Typer(help="De lijst van de nieuwsbrief in Mailchimp.", no_args_is_help=True)
consent = typer.Typer(help="De toestemmingen voor de nieuwsbrief.", no_args_is_help=True)


@newsletter.callback()
@consent.callback()
def _group() -> None:
    """Keep a group of one command a group."""


@newsletter.command("create")
def create() -> None:
    """Maak in Mailchimp de velden en groepen die er nog niet zijn."""
    from workflows.reader_desk import open_desk

    made = open_desk(_context()).create_missing()
    for line in made or ["In Mailchimp is alles er al."]:
        typer.echo(line)


@consent.command("export")
def export(
    out: Annotated[
        Path | None, typer.Option("--out", help="Bestand; zonder: op het scherm.")
    ] = None,
    address: Annotated[str, typer.Option("--address", help="Alleen dit mailadres.")] = "",
) -> None:
    """Schrijf wie toestemming gaf, wanneer, waar en met welke woorden (CSV)."""
    from museum.newsletter.consent_file import consent_file
    from workflows.consents import proofs_of
    from workflows.fetch import fetch

    context = _context()
    if not context.mirror.binding().tables:
        fetch(context)
    text = consent_file(proofs_of(context, address))
    if out is None:
        typer.echo(text.removeprefix("\ufeff"), nl=False)
        return
    out.touch(mode=0o600)  # people's addresses: for its owner only
    out.write_text(text, "utf-8", newline="")
    typer.echo(f"Geschreven: {out}")


def _context() -> "Context":
    from backbone.settings import read_settings
    from museum.errors import FixConfiguration
    from workflows.context import open_context

    settings = read_settings()
    if not settings.has_mailchimp:
        raise FixConfiguration(
            what="Mailchimp is niet ingesteld.",
            remedy="Zet MAILCHIMP_API_KEY en MAILCHIMP_LIST in .env (handboek, hoofdstuk 13).",
        )
    return open_context(settings)
