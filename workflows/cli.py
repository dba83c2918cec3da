"""The command `museumflow`. Each room brings its own commands through entry points.

The rooms further out (webhooks) and the sandbox register theirs under `museumflow.commands` in
pyproject.toml, so that this room imports neither.
"""

import json
import sys
from importlib.metadata import entry_points

import structlog
import typer

from museum.errors import MuseumflowError
from workflows.logs import set_up_logs

GROUP = "museumflow.commands"


def build_app() -> typer.Typer:
    """Gather the commands of every room into one application."""
    app = typer.Typer(
        name="museumflow",
        help="Werkstromen voor een museumplatform, op Airtable en Google Sheets.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    for entry in sorted(entry_points(group=GROUP), key=lambda found: found.name):
        register = entry.load()
        register(app)
    return app


def main() -> None:
    """Run the command line; errors of ours become one sentence, never a stack trace."""
    # Logs go beside the answer, never into it: `--json` stays JSON.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    set_up_logs()
    try:
        build_app()()
    except MuseumflowError as error:
        sys.stderr.write(f"{error}\n")
        if "--json" in sys.argv:  # a script gets the same as JSON, where it reads
            failure = {"outcome": "stopped", "error": error.what, "remedy": error.remedy}
            sys.stdout.write(json.dumps(failure, ensure_ascii=False) + "\n")
        sys.exit(1)
