"""`museumflow cancel`: let a run go that nobody will end any more."""

from typing import Annotated

import typer


def cancel(
    run_id: Annotated[str, typer.Argument(metavar="RUN", help="Het kenmerk van de run.")],
) -> None:
    """Laat een run vervallen die blijft hangen of van een andere versie is."""
    from backbone.settings import read_settings
    from museum.errors import FixConfiguration
    from workflows.engine import EngineClient, EngineSettings

    client = EngineClient(EngineSettings(read_settings().engine_url))
    try:
        if run_id not in {one.id for one in client.left_runs()}:
            raise FixConfiguration(
                what=f"Er is geen run {run_id} die nog bezig is of wacht.",
                remedy="Kijk met `museumflow status` welke runs er zijn.",
            )
        client.cancel(run_id)
    finally:
        client.close()
    typer.echo(f"Run {run_id} is vervallen.")
