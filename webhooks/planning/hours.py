"""`/beheer/uren`: the hours of every week over a year, and what moving one item would do."""

from datetime import date, timedelta
from typing import Any, Final

from flask import Blueprint, request
from flask import render_template as render

from backbone.calendar_settings import load_check_settings
from museum.answers import Refusal
from museum.answers.dates import read_date
from museum.calendar_check.words import day_words, hours_words
from museum.date_words import DateStyle
from museum.occurrences import plan_of
from museum.records import ProgrammeItem
from museum.workload import WeekLoad, WorkRules
from webhooks.planning.chart import HEIGHT, WIDTH, chart_of
from webhooks.programme import row_url
from workflows.calendar_check import dated_records, today_of
from workflows.context import Context
from workflows.hours_ahead import ChangedWeek, Move, Year, try_move, year_of

_WEEKS: Final = 52
_YEARS_AHEAD: Final = 2
_NOBODY: Final = "Nog niet verdeeld"
_STYLE: Final = DateStyle("nl", "short", 0)
_WORTH_SHOWING_H: Final = 0.05


def show_hours(blueprint: Blueprint, context: Context) -> None:
    """Add the page to the staff pages."""

    @blueprint.get("/uren")
    def hours() -> str:
        today, rules = today_of(context), load_check_settings().work
        chosen = _year_asked(today)
        first, last = _span(chosen, today)
        year = year_of(context, first, last)
        problems, move = _move(context, today)
        return render(
            "staff/hours.html",
            years=list(range(today.year, today.year + _YEARS_AHEAD)),
            chosen=chosen,
            people=_people(context, year, rules),
            rows=[_row(week, rules) for week in year.weeks],
            over=_over(context, year, rules, today),
            warn_weeks=rules.warn_weeks_ahead,
            size=(WIDTH, HEIGHT),
            items=_items(context, today),
            asked=request.args,
            problems=problems,
            move=_move_view(context, move, rules) if move else None,
        )


def _year_asked(today: date) -> int:
    """Return the year that was asked for; 0 for the coming twelve months."""
    asked = request.args.get("jaar", 0, int)
    return asked if asked in range(today.year, today.year + _YEARS_AHEAD) else 0


def _span(chosen: int, today: date) -> tuple[date, date]:
    if chosen:
        return date(chosen, 1, 1), date(chosen, 12, 31)
    return today, today + timedelta(weeks=_WEEKS)


def _name(context: Context, person: str) -> str:
    return context.definitions.table("leave").field("person").options.get(person, _NOBODY)


def _people(context: Context, year: Year, rules: WorkRules) -> list[dict[str, Any]]:
    """Return the plot of each of the staff; work that is nobody's has none."""
    found = []
    for number, person in enumerate(year.people):
        weeks = [week[number] for week in year.weeks]
        if not person:
            continue
        asked, there_is = sum(one.hours for one in weeks), sum(one.available for one in weeks)
        told = f"Samen {hours_words(asked)} werk; er is {hours_words(there_is)}."
        chart = chart_of(weeks, rules)
        found.append({"key": person, "name": _name(context, person), "chart": chart, "told": told})
    return found


def _row(week: tuple[WeekLoad, ...], rules: WorkRules) -> dict[str, Any]:
    titles: dict[str, float] = {}
    for load in week:
        for share in load.shares:
            titles[share.title] = titles.get(share.title, 0.0) + share.hours
    largest = sorted(titles.items(), key=lambda one: (-one[1], one[0]))
    return {
        "week": week[0].monday.isocalendar().week,
        "monday": _STYLE.day(week[0].monday, weekday=False),
        "cells": [_cell(load, rules) for load in week],
        "what": [
            f"{title} ({hours_words(hours)})"
            for title, hours in largest
            if hours >= _WORTH_SHOWING_H
        ],
    }


def _cell(load: WeekLoad, rules: WorkRules) -> dict[str, Any]:
    return {
        "hours": hours_words(load.hours) if load.hours >= _WORTH_SHOWING_H else "–",
        "there_is": hours_words(load.available) if load.person else "",
        "is_over": bool(load.person) and load.is_over(rules),
    }


def _over(context: Context, year: Year, rules: WorkRules, today: date) -> list[str]:
    until = today + timedelta(weeks=rules.warn_weeks_ahead)
    return [
        f"{_name(context, load.person)}, week van {day_words(load.monday)}: "
        f"{hours_words(load.hours)} werk, {hours_words(load.available)} tijd"
        for week in year.weeks
        for load in week
        if load.person and load.is_over(rules) and load.monday <= until
    ]


def _items(context: Context, today: date) -> list[dict[str, str]]:
    """Return the items that could move: those to come that have a date."""
    dated = []
    for record in dated_records(context, "programme"):
        if not isinstance(record, ProgrammeItem) or record.date_status in ("cancelled", "unknown"):
            continue
        plan = plan_of(record).plan
        if plan is not None and plan.first_day >= today:
            label = f"{record.title} ({_STYLE.day(plan.first_day)})"
            dated.append((plan.first_day, {"id": str(record.id), "label": label}))
    return [item for _, item in sorted(dated, key=lambda one: (one[0], one[1]["label"]))]


def _move(context: Context, today: date) -> tuple[dict[str, str], Move | None]:
    """Return what is wrong in the question, by field, and what the move would do."""
    record_id, typed = request.args.get("onderdeel", ""), request.args.get("naar", "").strip()
    if not record_id and not typed:
        return {}, None
    problems = {} if record_id else {"onderdeel": "Kies wat u wilt verplaatsen."}
    found = read_date(typed, today) if typed else Refusal("Vul de nieuwe dag in.")
    if isinstance(found, Refusal):
        return problems | {"naar": found.reason}, None
    if found < today:
        problems["naar"] = "Die dag is al voorbij."
    move = None if problems else try_move(context, record_id, found, today)
    if move is None and not problems:
        problems["onderdeel"] = "Dit onderdeel is er niet meer, of heeft geen datum."
    return problems, move


def _move_view(context: Context, move: Move, rules: WorkRules) -> dict[str, Any]:
    plan = plan_of(move.item).plan
    return {
        "title": move.item.title,
        "was": day_words(plan.first_day) if plan else "",
        "to": day_words(move.to),
        "url": row_url(context, "programme", str(move.item.id)),
        "weeks": [_changed(context, one, rules) for one in move.weeks],
        "comes": [one.what for one in move.comes],
        "goes": [one.what for one in move.goes],
        "keeps_days": bool(move.item.except_dates or move.item.extra_dates),
    }


def _changed(context: Context, one: ChangedWeek, rules: WorkRules) -> dict[str, Any]:
    return {
        "week": day_words(one.after.monday),
        "who": _name(context, one.after.person),
        "before": hours_words(one.before.hours),
        "after": hours_words(one.after.hours),
        "there_is": hours_words(one.after.available) if one.after.person else "",
        "was_over": bool(one.before.person) and one.before.is_over(rules),
        "is_over": bool(one.after.person) and one.after.is_over(rules),
    }
