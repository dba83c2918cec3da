"""Reads the files of `config/`, each checked whole: every problem is named in Dutch."""

import tomllib
from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache
from typing import Any

from backbone.settings import CONFIG, Settings
from museum.audiences import AudienceError, AudienceRules, parse_audience_rules
from museum.budget_rules import BudgetError, BudgetRules, parse_budget, with_quiet
from museum.calendar_rules import CalendarRules, CalendarRulesError, parse_calendar_rules
from museum.calendars_in import Sources, SourcesError, parse_sources
from museum.errors import FixConfiguration
from museum.newsletter.editions import EditionPlan, parse_edition_plans
from museum.newsletter.rules import ComposingError, ComposingRules, parse_composing_rules
from museum.sending import SendingError, SendingRules, parse_sending_rules
from museum.sheet_forms import SheetForm, SheetFormsError, parse_sheet_forms
from museum.signups import (
    LetterWords,
    LetterWordsError,
    SignUpRules,
    SignUpRulesError,
    parse_letter_words,
    parse_sign_up_rules,
)
from museum.submissions import Forms, FormsError, KindForm, parse_forms
from museum.submissions.kinds import SHEETS
from museum.submissions.reading import TIME_PART
from museum.tables import TableDefinitions, TablesError, parse_tables


def load_definitions() -> TableDefinitions:
    """Read `config/tables.toml`; raises `FixConfiguration`."""
    try:
        return parse_tables(load_config("tables"))
    except TablesError as error:
        raise FixConfiguration(what=str(error), remedy="") from error


def load_forms(definitions: TableDefinitions) -> Forms:
    """Read `config/forms.toml`; raises `FixConfiguration`."""
    try:
        return parse_forms(load_config("forms"), definitions)
    except FormsError as error:
        raise FixConfiguration(
            what=str(error), remedy="De uitleg staat bovenaan dat bestand."
        ) from error


def load_sheet_forms(forms: Forms) -> tuple[SheetForm, ...]:
    """Read the spreadsheets of `config/forms.toml`; raises `FixConfiguration`."""
    kinds = {one.key: {*_question_names(one)} for one in forms.kinds}
    try:
        return parse_sheet_forms(load_config("forms").get(SHEETS, []), kinds)
    except SheetFormsError as error:
        raise FixConfiguration(
            what=str(error), remedy="De uitleg staat in dat bestand, bij de rekenbladen."
        ) from error


def _question_names(kind: KindForm) -> Iterator[str]:
    """Yield what a question of a form may be: a field, or the time of one."""
    for one in kind.fields:
        yield one.key
        if one.type == "dateTime":
            yield one.key + TIME_PART


def load_audience_rules() -> AudienceRules:
    """Read `config/newsletter.toml`; raises `FixConfiguration`."""
    try:
        return parse_audience_rules(load_config("newsletter"))
    except AudienceError as error:
        raise FixConfiguration(
            what=f"In config/newsletter.toml klopt iets niet: {error}.",
            remedy="Verbeter die regel; de uitleg staat erboven.",
        ) from error


def load_sending_rules() -> SendingRules:
    """Read the part `sending` of `config/newsletter.toml`; raises `FixConfiguration`."""
    try:
        return parse_sending_rules(load_config("newsletter"))
    except SendingError as error:
        raise FixConfiguration(
            what=f"In config/newsletter.toml klopt iets niet: {error}.",
            remedy="Verbeter die regel; de uitleg staat erboven.",
        ) from error


def load_composing_rules() -> ComposingRules:
    """Read the part `composing` of `config/newsletter.toml`; raises `FixConfiguration`."""
    try:
        return parse_composing_rules(load_config("newsletter"))
    except ComposingError as error:
        raise FixConfiguration(
            what=f"In config/newsletter.toml klopt iets niet: {error}.",
            remedy="Verbeter die regel; de uitleg staat erboven.",
        ) from error


def load_edition_plans() -> tuple[EditionPlan, ...]:
    """Read the list `editions` of `config/newsletter.toml`; raises `FixConfiguration`."""
    try:
        return parse_edition_plans(load_config("newsletter"))
    except ComposingError as error:
        raise FixConfiguration(
            what=f"In config/newsletter.toml klopt iets niet: {error}.",
            remedy="Verbeter die regel; de uitleg staat erboven.",
        ) from error


def load_calendar_rules() -> CalendarRules:
    """Read `config/calendars.toml`; raises `FixConfiguration`."""
    try:
        return parse_calendar_rules(load_config("calendars"))
    except CalendarRulesError as error:
        raise FixConfiguration(
            what=f"In config/calendars.toml klopt iets niet: {error}.",
            remedy="Verbeter die regel; de uitleg staat erboven.",
        ) from error


def load_calendar_sources() -> Sources:
    """Read `config/agendas.toml`; raises `FixConfiguration`."""
    try:
        return parse_sources(load_config("agendas"))
    except SourcesError as error:
        raise FixConfiguration(
            what=str(error), remedy="Verbeter die regels; de uitleg staat erboven."
        ) from error


def load_sign_up_rules(definitions: TableDefinitions) -> SignUpRules:
    """Read `config/registrations.toml`; raises `FixConfiguration`."""
    kinds = definitions.table("programme").field("kind").options
    try:
        return parse_sign_up_rules(load_config("registrations"), kinds)
    except SignUpRulesError as error:
        raise FixConfiguration(
            what=f"In config/registrations.toml klopt iets niet: {error}.",
            remedy="Verbeter die regel; de uitleg staat erboven.",
        ) from error


def load_letter_words() -> LetterWords:
    """Read `config/registration_letters.toml`; raises `FixConfiguration`."""
    try:
        return parse_letter_words(load_config("registration_letters"))
    except LetterWordsError as error:
        raise FixConfiguration(
            what=f"In config/registration_letters.toml klopt iets niet: {error}.",
            remedy="Verbeter die regel; de uitleg staat erboven.",
        ) from error


def load_budget(settings: Settings) -> BudgetRules:
    """Read `config/budget.toml`; the environment's plan and quiet time win.

    Raises `FixConfiguration`.
    """
    try:
        rules = parse_budget(load_config("budget"), settings.airtable_plan)
    except BudgetError as error:
        raise FixConfiguration(
            what=f"In config/budget.toml (of AIRTABLE_PLAN) klopt iets niet: {error}.",
            remedy="Verbeter die regel; de uitleg staat erboven.",
        ) from error
    return rules if settings.quiet_s is None else with_quiet(rules, settings.quiet_s)


def load_config(name: str) -> dict[str, Any]:
    """Read one file of `config/`, by its name without `.toml`; raises `FixConfiguration`."""
    text = (CONFIG / f"{name}.toml").read_text("utf-8")
    try:
        return deepcopy(_read_toml(text))
    except tomllib.TOMLDecodeError as error:
        raise FixConfiguration(
            what=f"config/{name}.toml is niet te lezen: {error}.",
            remedy="Kijk op die regel naar een vergeten aanhalingsteken, haakje of komma.",
        ) from error


@lru_cache(maxsize=32)
def _read_toml(text: str) -> dict[str, Any]:
    """Parse what a file says; jobs and pages read the same words again and again."""
    return tomllib.loads(text)
