"""The commands of `museumflow` that this room brings."""

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add this room's commands to the command line."""
    app.command("serve")(serve)


def serve(
    port: Annotated[int | None, typer.Option(help="Poort; anders MUSEUMFLOW_PORT.")] = None,
) -> None:
    """Houd de website bij en laat haar zien, tot Ctrl-C."""
    from backbone.settings import read_settings
    from webhooks.serve import run_server

    given = {} if port is None else {"port": port}
    run_server(read_settings(**given), typer.echo)
