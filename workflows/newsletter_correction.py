"""Writes the letters of a correction: short, in the language and to the readers of the edition."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_datetime

from backbone.config_files import load_config
from museum.corrections import Changed, Facts
from museum.date_plan import ZONE
from museum.errors import FixConfiguration
from museum.letters import Letter
from workflows.context import Context
from workflows.mail import open_writer


def correction_letters(
    context: Context, key: str, originals: Sequence[Letter], changes: Sequence[Changed]
) -> list[Letter]:
    """Return one letter per language in which the edition went; raises `FixConfiguration`."""
    return [_letter(context, key, original, changes) for original in originals]


def _letter(context: Context, key: str, original: Letter, changes: Sequence[Changed]) -> Letter:
    words = _words(original.language)
    titles = ", ".join(one.before.title for one in changes)
    values = {
        "words": words,
        "language": original.language,
        "changes": [_change(one, words, original.language) for one in changes],
        "titles": titles,
        "is_sample": context.settings.is_sample,
        "site_url": context.settings.site_url,
    }
    made = open_writer().write("newsletter_correction", values)
    return replace(
        original,
        edition=key,
        subject=made.subject,
        preview_text=f"{words['intro']} {titles}",
        html=made.html,
        text=made.text,
        items=tuple(one.item for one in changes),
    )


def _words(language: str) -> dict[str, str]:
    found = load_config("newsletter").get("correction", {})
    try:
        return {name: str(given[language]) for name, given in found.items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise FixConfiguration(
            what=f"De woorden van een rectificatie ontbreken in de taal “{language}”.",
            remedy="Vul ze aan bij [correction] in config/newsletter.toml.",
        ) from error


def _change(change: Changed, words: dict[str, str], language: str) -> dict[str, Any]:
    now = words["cancelled"] if change.after.is_off else _told(change.after, language)
    return {"title": change.before.title, "was": _told(change.before, language), "now": now,
            "is_off": change.after.is_off}  # fmt: skip


def _told(facts: Facts, language: str) -> str:
    """Say when and where, in a reader's language."""
    if facts.starts:
        when = _span(facts.starts, facts.ends, language)
    else:
        days = dict.fromkeys(one for one in (facts.first_day, facts.last_day) if one)
        when = " – ".join(_day(one, language) for one in days)
    return ", ".join(one for one in (when, facts.place) if one) or "–"


def _span(starts: str, ends: str, language: str) -> str:
    begin = datetime.fromisoformat(starts).astimezone(ZONE)
    told = str(format_datetime(begin, "EEEE d MMMM y, HH:mm", locale=language))
    if not ends:
        return told
    end = datetime.fromisoformat(ends).astimezone(ZONE)
    pattern = "HH:mm" if end.date() == begin.date() else "EEEE d MMMM y, HH:mm"
    return f"{told} – {format_datetime(end, pattern, locale=language)}"


def _day(text: str, language: str) -> str:
    return str(format_date(date.fromisoformat(text), "EEEE d MMMM y", locale=language))
