"""The job `rekenbladen`: answers to forms of Google, in spreadsheets, become submissions.

Per tab one call to read it (with our own tab beside it) and one to write what changed there. Every
key is made of the answer itself, so that a run that was killed anywhere is simply done again.
"""

from dataclasses import asdict
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from backbone.google_errors import NoSuchRange
from backbone.sheet_outcomes import write_outcomes
from backbone.sheets import Spreadsheets
from museum.attention import URGENT, AttentionPoint
from museum.errors import FixConfiguration, MuseumflowError, TryLater
from museum.sheet_answers import answers_of
from museum.sheet_forms import SheetForm
from museum.sheet_matching import compare
from museum.sheet_rows import SheetFacts
from workflows.context import Context
from workflows.engine import JobFunction, Steps
from workflows.runner import JobOutcome, recorded
from workflows.sheet_endings import endings
from workflows.sheet_taking import Counts, TabIntake, TabRead, place_of

SHEETS: Final = "rekenbladen"
READING: Final = "antwoorden lezen"


def sheet_jobs(context: Context) -> dict[str, JobFunction]:
    """Return the job by name, ready for the engine."""

    def work(steps: Steps, _arguments: Any) -> JobOutcome:
        forms = context.sheet_forms
        if not forms or context.settings.google_key is None:
            return JobOutcome("unchanged", "Er zijn geen rekenbladen om te lezen.")
        if not context.mirror.binding().tables:
            return JobOutcome("unchanged", "De tabellen zijn nog niet gelezen; dat komt eerst.")
        done: list[dict[str, Any]] = [
            steps(f"rekenblad {number}", partial(_one_tab, context, form))
            for number, form in enumerate(forms)
        ]
        _tell_staff(context, forms, done)
        later = next((one for one in done if one["later"]), None)
        if later is not None:
            raise TryLater(what=later["trouble"], remedy=later["remedy"])
        return _told(done)

    return {
        SHEETS: recorded(
            SHEETS, work, context.runs, context.now, lambda run: run.outcome != "unchanged"
        )
    }


def _one_tab(context: Context, form: SheetForm) -> dict[str, Any]:
    """Read one tab; its trouble comes back as words, so that the others are read as well."""
    try:
        return {**asdict(read_tab(context, form)), "trouble": "", "remedy": "", "later": False}
    except MuseumflowError as error:
        later = isinstance(error, TryLater)
        return {"trouble": error.what, "remedy": error.remedy, "later": later}


def read_tab(context: Context, form: SheetForm) -> Counts:
    """Take in what changed in one tab, and write beside it what became of every answer."""
    sheets = context.spreadsheets()
    read = read_and_compare(context, sheets, form)
    intake = TabIntake(context, read)
    intake.take_all()
    known = context.sheet_answers.known(place_of(form))
    fates = context.sheet_answers.fates(place_of(form))
    wanted = endings(known, fates, read.compared.twice, read.ours)
    counts = intake.counts
    written = write_outcomes(
        sheets, form.spreadsheet_id, form.outcomes_tab, read.facts, read.ours, wanted
    )
    if written and form.outcomes_tab not in read.facts.tabs:
        context.sheet_answers.forget_facts(form.spreadsheet_id)
    counts.written = written
    counts.unread = sum(bool(one.trouble) and one.seen.row is not None for one in known)
    counts.notices = list(read.found.notices)
    return counts


def read_and_compare(context: Context, sheets: Spreadsheets, form: SheetForm) -> TabRead:
    """Read a tab (one call, and one more when we do not know the spreadsheet yet) and compare."""
    facts = context.sheet_answers.facts(form.spreadsheet_id, context.now())
    with sheets.for_purpose(READING):
        if facts is None or form.tab not in facts.tabs:
            facts = _fresh_facts(context, sheets, form)
        titles = [one for one in (form.tab, form.outcomes_tab) if one in facts.tabs]
        try:
            tabs = sheets.tabs(form.spreadsheet_id, titles)
        except NoSuchRange:
            # A tab got another name since yesterday: look again, and say which there are.
            facts = _fresh_facts(context, sheets, form)
            titles = [one for one in titles if one in facts.tabs]
            tabs = sheets.tabs(form.spreadsheet_id, titles)
    found = answers_of(form, tabs[0], ZoneInfo(facts.time_zone))
    known = tuple(context.sheet_answers.known(place_of(form)))
    compared = compare(place_of(form), [one.seen for one in known], found.answers)
    return TabRead(form, facts, found, tabs[1] if len(tabs) > 1 else None, known, compared)


def _fresh_facts(context: Context, sheets: Spreadsheets, form: SheetForm) -> SheetFacts:
    facts = sheets.facts(form.spreadsheet_id)
    if form.tab not in facts.tabs:
        there = ", ".join(f"“{one}”" for one in facts.tabs)
        raise FixConfiguration(
            what=f"Het tabblad “{form.tab}” is er niet (meer). Er zijn: {there}.",
            remedy="Zet de naam van het tabblad met de antwoorden bij tab in config/forms.toml.",
        )
    context.sheet_answers.remember_facts(form.spreadsheet_id, facts, context.now())
    return facts


def _tell_staff(context: Context, forms: tuple[SheetForm, ...], done: list[dict[str, Any]]) -> None:
    points = []
    for form, one in zip(forms, done, strict=True):
        place = place_of(form)
        if one["trouble"] and not one["later"]:
            points.append(
                AttentionPoint(
                    key=f"{place}:trouble",
                    what=one["trouble"],
                    remedy=one["remedy"],
                    subject=form.tab,
                    severity=URGENT,
                )
            )
        for notice in one.get("notices", ()):
            points.append(
                AttentionPoint(
                    key=f"{place}:{notice}",
                    what=f"Rekenblad “{form.tab}”: {notice}",
                    remedy="Zet de vraag bij vragen of overslaan in config/forms.toml.",
                    subject=form.tab,
                )
            )
        if one.get("unread"):
            count = one["unread"]
            told = "1 antwoord" if count == 1 else f"{count} antwoorden"
            points.append(
                AttentionPoint(
                    key=f"{place}:unread",
                    what=f"Rekenblad “{form.tab}”: {told} kon museumflow niet lezen.",
                    remedy=f"In het tabblad “{form.outcomes_tab}” staat per antwoord waarom. "
                    "Verbeter de cel; museumflow leest haar vanzelf opnieuw.",
                    subject=form.tab,
                )
            )
    context.attention.replace(SHEETS, points, context.now())


def _told(done: list[dict[str, Any]]) -> JobOutcome:
    troubles = tuple(f"{one['trouble']} {one['remedy']}" for one in done if one["trouble"])
    new, changed, gone = (
        sum(one.get(name, 0) for one in done) for name in ("new", "changed", "gone")
    )
    if not new and not changed and not gone:
        summary = "In de rekenbladen stond niets nieuws."
        return JobOutcome("unchanged", troubles[0] if troubles else summary, troubles[1:])
    parts = [f"{new} nieuw" if new else "", f"{changed} gewijzigd" if changed else ""]
    parts.append(f"{gone} weggehaald" if gone else "")
    told = ", ".join(one for one in parts if one)
    return JobOutcome("changed", f"Antwoorden uit de rekenbladen gelezen: {told}.", troubles)
