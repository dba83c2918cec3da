"""Writes the letters of a correction: short, in the language and to the readers of the edition."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from babel.dates import format_date, format_datetime

from backbone.config_files import load_composing_rules, load_config
from backbone.settings import ROOT
from channels.newsletter.items import one_line
from channels.newsletter.pictures import MailPictures
from channels.newsletter.setting import letter_setter
from channels.newsletter.view import ChangeView, CorrectionView
from channels.website.addresses import address
from channels.website.site import load_site
from channels.website.view import LANGUAGES
from museum.corrections import Changed, Facts
from museum.date_plan import ZONE
from museum.errors import FixConfiguration
from museum.letter_checks import MOST_SUBJECT_CHARS
from museum.letters import Letter
from museum.newsletter.rules import HOME
from workflows.context import Context
from workflows.mirrored import record_of
from workflows.newsletter_composing import site_settings

PREVIEW_CHARS: Final = 130
_DAYS: Final = {"nl": "EEEE d MMMM y", "de": "EEEE, d. MMMM y", "en": "EEEE d MMMM y"}
_CLOCKS: Final = {"nl": ("HH.mm", " uur"), "de": ("HH:mm", " Uhr"), "en": ("HH:mm", "")}
"""How a day and a time are written, by language."""


def correction_letters(
    context: Context, key: str, originals: Sequence[Letter], changes: Sequence[Changed]
) -> list[Letter]:
    """Return one letter per language in which the edition went; raises `FixConfiguration`."""
    return [_letter(context, key, original, changes) for original in originals]


def _letter(context: Context, key: str, original: Letter, changes: Sequence[Changed]) -> Letter:
    words = _words(original.language)
    told = [_change(context, one, words, original.language) for one in changes]
    titles = ", ".join(one.title for one in told)
    subject = _within(MOST_SUBJECT_CHARS, f"{words['heading']}: {titles}")
    view = _view(context, original.language, subject, words, told)
    made = letter_setter(ROOT / "templates" / "mail").set(view)
    return replace(
        original,
        edition=key,
        subject=subject,
        preview_text=_within(PREVIEW_CHARS, f"{words['intro']} {titles}"),
        html=made.html,
        text=made.text,
        items=tuple(one.item for one in changes),
    )


def _view(
    context: Context,
    language: str,
    subject: str,
    words: Mapping[str, str],
    changes: Sequence[ChangeView],
) -> CorrectionView:
    settings, rules = site_settings(context), load_composing_rules()
    site = load_site(settings)
    home = next(one for one in LANGUAGES if one == language)
    pictures = MailPictures(settings.media / "renditions", settings.public, settings.base_url)
    return CorrectionView(
        language=language,
        subject=subject,
        title=words["heading"],
        month="",
        words={name: texts[language] for name, texts in rules.words.items()},
        site_name=site.name,
        home_url=f"{site.base_url}{address(home)}",
        preferences_field=rules.preferences,
        mark_url=pictures.mark(),
        horizon_url=pictures.horizon(),
        is_sample=site.is_sample,
        intro=words["intro"],
        was=words["was"],
        more=words["more"],
        changes=changes,
    )


def _within(limit: int, text: str) -> str:
    return textwrap.shorten(text, limit, placeholder=" …")


def _words(language: str) -> dict[str, str]:
    found = load_config("newsletter").get("correction", {})
    try:
        return {name: str(given[language]) for name, given in found.items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise FixConfiguration(
            what=f"De woorden van een rectificatie ontbreken in de taal “{language}”.",
            remedy="Vul ze aan bij [correction] in config/newsletter.toml.",
        ) from error


def _change(
    context: Context, change: Changed, words: Mapping[str, str], language: str
) -> ChangeView:
    """Put one change in words, under the title that readers of this language know."""
    told = f"{words['now']}: {_told(change.after, language)}"
    now = words["cancelled"] if change.after.is_off else told
    record = record_of(context, "activities", change.item)
    translated = str(getattr(record, f"title_{language}", ""))
    return ChangeView(
        title=one_line(translated or change.before.title),
        title_language="" if translated or language == HOME else HOME,
        was=one_line(_told(change.before, language)),
        now=one_line(now),
    )


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
    clock, after = _CLOCKS[language]
    told = str(format_datetime(begin, f"{_DAYS[language]}, {clock}", locale=language))
    if not ends:
        return told + after
    end = datetime.fromisoformat(ends).astimezone(ZONE)
    pattern = clock if end.date() == begin.date() else f"{_DAYS[language]}, {clock}"
    return f"{told} – {format_datetime(end, pattern, locale=language)}{after}"


def _day(text: str, language: str) -> str:
    return str(format_date(date.fromisoformat(text), _DAYS[language], locale=language))
