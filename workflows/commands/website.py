"""`museumflow plan`, `run` and `approve`: look first, do it, let a stopped plan pass."""

import json
from typing import Annotated, Any

import typer

WORKFLOWS = ("website",)
Workflow = Annotated[str, typer.Argument(help="Welke werkstroom: website.")]
AsJson = Annotated[bool, typer.Option("--json", help="Als JSON.")]


def plan(workflow: Workflow = "website", as_json: AsJson = False) -> None:
    """Laat zien wat er zou veranderen, en waarom."""
    from workflows.website_job import PLAN_WEBSITE

    _check(workflow)
    _end(_do(PLAN_WEBSITE, {}), as_json)


def run(
    workflow: Annotated[str, typer.Argument(help="website, rekenbladen, antwoorden-lezen …")],
    as_json: AsJson = False,
) -> None:
    """Voer een werkstroom uit."""
    from workflows.audience import AUDIENCE
    from workflows.replies import REPLIES
    from workflows.sheets_intake import SHEETS
    from workflows.table_intake import TABLE_FORMS
    from workflows.website_job import WEBSITE

    if workflow in (SHEETS, AUDIENCE, REPLIES, TABLE_FORMS):
        _end(_do(workflow, {"person": True}), as_json)
        return
    _check(workflow)
    _end(_do(WEBSITE, {"person": True}), as_json)


def approve(
    plan_id: Annotated[str, typer.Argument(metavar="PLAN", help="Het kenmerk van het plan.")],
    as_json: AsJson = False,
) -> None:
    """Keur precies dit plan goed, en voer het uit."""
    import getpass

    from backbone.settings import read_settings
    from museum.errors import FixConfiguration
    from workflows.context import open_context

    context = open_context(read_settings())
    if not context.runs.approve_plan(plan_id, by=getpass.getuser(), at=context.now()):
        raise FixConfiguration(
            what=f"Plan {plan_id} wacht niet (meer) op goedkeuring.",
            remedy="Kijk met `museumflow plan website` welk plan er nu is.",
        )
    _end(_do(context.runs.workflow_of(plan_id), {}), as_json)


def _check(workflow: str) -> None:
    if workflow not in WORKFLOWS:
        raise typer.BadParameter(f"“{workflow}” bestaat niet. Kies uit: {', '.join(WORKFLOWS)}.")


def _do(job: str, arguments: dict[str, Any]) -> dict[str, Any]:
    from backbone.settings import read_settings
    from workflows.context import open_context
    from workflows.desk import run_job
    from workflows.jobs import new_run_id

    settings = read_settings()
    settings.require_airtable()
    found: dict[str, Any] = run_job(open_context(settings), job, new_run_id(job), arguments)
    return found


def _end(found: dict[str, Any], as_json: bool) -> None:
    """Print the outcome. Exit code 0: done or nothing to do; 3: the brake; 1: it went wrong."""
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for line in (found.get("summary", ""), *found["lines"], found["error"], found["remedy"]):
            if line:
                typer.echo(line)
    outcome = found["outcome"]
    if outcome not in ("changed", "unchanged"):
        raise typer.Exit(3 if outcome == "blocked" else 1)
