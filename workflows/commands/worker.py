"""`museumflow worker`: the work, without the website: on one machine or on several."""

from typing import Annotated

import typer


def worker(
    name: Annotated[
        str, typer.Option(help="Naam van deze worker; anders die van de machine.")
    ] = "",
) -> None:
    """Doe het werk, tot Ctrl-C. Zo vaak te starten als u wilt; alleen met PostgreSQL."""
    from backbone.settings import read_settings
    from workflows.worker import run_worker

    run_worker(read_settings(), name, typer.echo)
