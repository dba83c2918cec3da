"""`/beheer/agendas`: the agendas of others, how each was last read, and files handed in."""

from collections.abc import Callable
from typing import Any, Final

from flask import Blueprint, flash, redirect, request, url_for
from flask import render_template as render
from werkzeug.wrappers import Response

from backbone.calendars_in import CalendarsIn, HandedIn, SourceState
from backbone.config_files import load_calendar_sources
from backbone.foreign_calendars import MOST_BYTES
from museum.calendars_in import Source, UnreadableCalendarError, read_calendar
from museum.date_plan import ZONE
from webhooks.forms.museums import may_choose, museums_to_choose
from webhooks.staff import moment_in_words
from workflows.calendars_in import CALENDARS_IN
from workflows.context import Context
from workflows.intake_letters import museum_name

FILE_PATH: Final = "/beheer/agendas/bestand"
_ROOM_FOR_THE_REST: Final = 100_000
_WORDS: Final = {"activiteit": "activiteiten", "datum": "data van anderen"}


def make_room_for_calendars() -> None:
    """Let a file that is handed in be larger than other forms; runs before anything is read."""
    if request.method == "POST" and request.path == FILE_PATH:
        # A little over the limit is still read, so that it is refused with a sentence.
        request.max_content_length = MOST_BYTES + _ROOM_FOR_THE_REST


def show_calendars_in(
    blueprint: Blueprint, context: Context, start: Callable[[str, str], None]
) -> None:
    """Add the page with the agendas of others; `start` enqueues a job by its name and run ID."""

    @blueprint.get("/agendas")
    def calendars_in() -> str:
        return _page(context, {})

    @blueprint.post("/agendas")
    def read_calendars_in() -> Response:
        _start(context, start)
        flash("De agenda's worden nu gelezen. Wat nieuw is, komt in uw inbox.")
        return redirect(url_for("staff.calendars_in"))

    @blueprint.post("/agendas/bestand")
    def hand_in_calendar() -> Response | tuple[str, int]:
        museum_id = request.form.get("museum_id", "")
        given = request.files.get("bestand")
        content = given.read(MOST_BYTES + 1) if given else b""
        problems = _problems(context, museum_id, content)
        if problems:
            return _page(context, problems, museum_id), 422
        name = museum_name(context, museum_id)
        source = f"bestand-{museum_id}"
        file = HandedIn(source, content, f"Bestand van {name}", museum_id)
        CalendarsIn(context.database).hand_in(file, context.now())
        _start(context, start)
        flash(f"Het bestand van {name} is ontvangen. Wat erin staat, komt in uw inbox.")
        return redirect(url_for("staff.calendars_in"))


def _start(context: Context, start: Callable[[str, str], None]) -> None:
    start(CALENDARS_IN, f"{CALENDARS_IN}-nu-{int(context.now().timestamp() * 1000)}")


def _problems(context: Context, museum_id: str, content: bytes) -> dict[str, str]:
    """Return what is wrong with a file before it is taken, by the name of its question."""
    problems = {}
    if not may_choose(context, museum_id):
        problems["museum_id"] = "Kies een museum."
    if not content:
        problems["bestand"] = "Kies een agendabestand (.ics)."
    elif len(content) > MOST_BYTES:
        problems["bestand"] = f"Het bestand is te groot: meer dan {MOST_BYTES // 1_000_000} MB."
    else:
        try:
            read_calendar(content, context.now().astimezone(ZONE).date())
        except UnreadableCalendarError as error:
            problems["bestand"] = str(error)
    return problems


def _page(context: Context, problems: dict[str, str], museum_id: str = "") -> str:
    states = CalendarsIn(context.database).states()
    sources = load_calendar_sources().all
    return render(
        "staff/calendars_in.html",
        sources=[_view(one, states.get(one.key, SourceState())) for one in sources],
        museums=museums_to_choose(context),
        museum_id=museum_id,
        problems=problems,
    )


def _view(source: Source, state: SourceState) -> dict[str, Any]:
    return {
        "title": source.title,
        "url": source.url,
        "about": source.museum or _WORDS[source.becomes],
        "read": moment_in_words(state.read_at) if state.read_at else "",
        "tried": moment_in_words(state.tried_at) if state.tried_at else "",
        "coming": state.coming,
        "trouble": state.trouble,
        "remedy": state.remedy,
    }
