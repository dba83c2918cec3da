"""The commands of `museumflow` that this room brings, one file per command or group."""

import typer


def register(app: typer.Typer) -> None:
    """Add this room's commands to the command line."""
    from workflows.commands.cancel import cancel
    from workflows.commands.dates import dates
    from workflows.commands.demo import demo
    from workflows.commands.doctor import doctor
    from workflows.commands.hours import hours
    from workflows.commands.newsletter import consent, newsletter
    from workflows.commands.parse import parse
    from workflows.commands.rehearse import rehearse
    from workflows.commands.status import status
    from workflows.commands.tables import tables
    from workflows.commands.timetable import timetable
    from workflows.commands.website import approve, plan, run
    from workflows.commands.worker import worker

    app.command("cancel")(cancel)
    app.command("dates")(dates)
    app.command("demo")(demo)
    app.command("doctor")(doctor)
    app.command("hours")(hours)
    app.command("parse", context_settings={"ignore_unknown_options": True})(parse)
    app.command("plan")(plan)
    app.command("run")(run)
    app.command("approve")(approve)
    app.command("rehearse")(rehearse)
    app.command("status")(status)
    app.command("timetable")(timetable)
    app.command("worker")(worker)
    app.add_typer(tables, name="tables")
    app.add_typer(newsletter, name="newsletter")
    app.add_typer(consent, name="consent")
