"""The commands of `museumflow` that this room brings."""

from typing import Annotated, Any

import typer

Port = Annotated[int | None, typer.Option(help="Poort; anders MUSEUMFLOW_PORT.")]


def register(app: typer.Typer) -> None:
    """Add this room's commands to the command line."""
    app.command("serve")(serve)
    app.command("web")(web)


def serve(
    port: Port = None,
    name: Annotated[
        str, typer.Option(help="Naam van deze worker; anders die van de machine.")
    ] = "",
) -> None:
    """Houd de website bij en laat haar zien, tot Ctrl-C."""
    from backbone.settings import read_settings
    from webhooks.serve import run_server

    run_server(read_settings(**_given(port)), name, typer.echo)


def web(port: Port = None) -> None:
    """Laat de website zien en neem aan wat binnenkomt; een worker doet het werk."""
    from backbone.settings import read_settings
    from webhooks.serve import run_web

    run_web(read_settings(**_given(port)), typer.echo)


def _given(port: int | None) -> dict[str, Any]:
    return {} if port is None else {"port": port}
