"""The job `ophalen`: read what changed in Airtable, then start the workflows that it concerns."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Final

from backbone.runs import RunRecord
from museum.errors import MuseumflowError, TryLater
from workflows.context import Context
from workflows.engine import Json, Steps
from workflows.fetch import fetch_by_itself, hand_on, release
from workflows.runner import JobOutcome

FETCH: Final = "ophalen"


def fetch_job(
    context: Context,
    steps: Steps,
    arguments: Mapping[str, Json],
    readers: Mapping[str, frozenset[str]],
    start: Callable[[str, str], None] | None,
) -> JobOutcome:
    """Do one fetch, as `workflows.due` asked for.

    `arguments`: `fetch` False lets through only what waits here; `first` (an ID) starts every
    workflow, as after a start.
    """
    wanted = bool(arguments.get("fetch", True))
    fetched = steps("ophalen", lambda: _fetched(context, wanted))
    failure = fetched.get("failure")
    first = str(arguments.get("first", ""))
    steps("doorgeven", lambda: hand_on(context, readers, start, first))
    if failure:
        raise TryLater(**failure)
    changed = fetched["changed"] + fetched["deleted"]
    if fetched["note"]:
        return JobOutcome("stopped", "Er is niets opgehaald.", (fetched["note"],))
    rows = "1 rij" if changed == 1 else f"{changed} rijen"
    return JobOutcome("changed" if changed else "unchanged", f"Opgehaald: {rows} gewijzigd.")


def _fetched(context: Context, wanted: bool) -> dict[str, Any]:
    """Fetch; a failure comes back as words, so that what is here already is still handed on."""
    try:
        found = fetch_by_itself(context) if wanted else release(context)
    except MuseumflowError as error:
        return {"failure": {"what": error.what, "remedy": error.remedy}}
    return asdict(found)


def is_worth_telling(record: RunRecord) -> bool:
    """Tell whether a fetch leaves a record: the runs that it started tell of what changed."""
    return record.outcome not in ("changed", "unchanged")
