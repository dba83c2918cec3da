"""`museumflow demo`: everything on this machine, with sample data."""

from pathlib import Path
from typing import Annotated

import typer


def demo(
    port: Annotated[
        int, typer.Option(help="De poort van de beginpagina; de website krijgt de volgende.")
    ] = 8600,
    data: Annotated[Path, typer.Option(help="De map voor de gegevens.")] = Path("data/demo"),
) -> None:
    """Alles op deze computer, met voorbeeldgegevens."""
    from workflows.demo import DemoPlace, run_demo

    run_demo(DemoPlace(port, data.resolve()), typer.echo)
