"""Looks whether everything is in order: the settings, the database, the disk, Airtable, the base.

Only looks: two calls to Airtable, nothing is written but a moment's file in the data folder. Each
finding says what is wrong and what to do; a check that cannot be made says why.
"""

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Final, Literal
from urllib.parse import urlsplit

import sqlalchemy as sa

from backbone.airtable import AirtableBase
from backbone.heartbeats import living
from backbone.reply_box import ReplyBox
from backbone.settings import Settings
from backbone.tables_live import check_tables
from backbone.webhook import MARGIN, KnownWebhook
from museum.errors import MuseumflowError
from workflows.context import Context
from workflows.fetch import is_listening
from workflows.heart import PULSE
from workflows.mail import mail_server_answers, why_no_alarm_mail
from workflows.retrying import trouble_of
from workflows.sheets_intake import read_and_compare
from workflows.website_job import WEBSITE

State = Literal["good", "warning", "wrong"]

LITTLE_SPACE_BYTES: Final = 1_000_000_000
NO_SPACE_BYTES: Final = 100_000_000
PYTHON: Final = (3, 11)
_AT_HOME: Final = ("127.0.0.1", "localhost", "::1")
_PACKAGES: Final = ("museumflow", "dbos", "pyairtable", "SQLAlchemy")


_ANSWERS: Final = "Antwoorden per mail"


@dataclass(frozen=True)
class Finding:
    """One check: what was found, in Dutch; `remedy` is "" when nothing has to be done."""

    check: str
    state: State
    what: str
    remedy: str = ""


def examine(settings: Settings, open_it: Callable[[], Context]) -> tuple[Finding, ...]:
    """Make every check and return what was found; `open_it` opens the database."""
    findings = [_versions(), *_settings(settings), _space(settings)]
    try:
        context = open_it()
        findings += [_database(context), *_workers(context), _last_run(context), _mail(context)]
    except MuseumflowError as error:
        return (*findings, _wrong("Database", error))
    return (*findings, *_replies(context), *_airtable(context), *_sheets(context))


def _wrong(check: str, error: MuseumflowError) -> Finding:
    return Finding(check, "wrong", error.what, error.remedy)


def _versions() -> Finding:
    told = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    python = ".".join(str(part) for part in sys.version_info[:3])
    what = f"Python {python}, SQLite {sqlite3.sqlite_version}, {told}."
    if sys.version_info[:2] < PYTHON:
        return Finding("Versies", "wrong", what, "museumflow vraagt Python 3.11 of nieuwer.")
    return Finding("Versies", "good", what)


def _settings(settings: Settings) -> Iterator[Finding]:
    try:
        settings.require_airtable()
    except MuseumflowError as error:
        yield _wrong("Instellingen", error)
    else:
        yield Finding("Instellingen", "good", "Alle nodige instellingen zijn er en kloppen.")
    is_public = urlsplit(settings.site_url).hostname not in _AT_HOME
    if (is_public or settings.host not in _AT_HOME) and not settings.secret.get_secret_value():
        yield Finding(
            "Beheerpagina's",
            "warning",
            "De website staat open voor anderen, en er is geen wachtwoord: /beheer is alleen op "
            "deze computer zelf te openen.",
            "Zet een lang wachtwoord bij MUSEUMFLOW_SECRET.",
        )
    if not settings.hook_url:
        yield Finding(
            "Adres voor Airtable",
            "warning",
            "Airtable kan ons niet bereiken: MUSEUMFLOW_HOOK_URL is leeg.",
            "Zonder dat adres vraagt museumflow af en toe zelf of er iets is: dat duurt langer.",
        )


def _space(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.data).free
    what = f"Bij de gegevens is nog {free / 1e9:.1f} GB vrij".replace(".", ",") + "."
    remedy = "Maak ruimte: een publicatie zet de website eerst naast de oude klaar."
    if free < NO_SPACE_BYTES:
        return Finding("Schijf", "wrong", what, remedy)
    if free < LITTLE_SPACE_BYTES:
        return Finding("Schijf", "warning", what, remedy)
    return Finding("Schijf", "good", what)


def _database(context: Context) -> Finding:
    kind = context.database.dialect.name
    if kind != "sqlite":
        return Finding("Database", "good", f"De database ({kind}) is te openen.")
    with context.database.connect() as connection:
        found = connection.execute(sa.text("PRAGMA quick_check(1)")).scalar()
    if found == "ok":
        return Finding("Database", "good", "De database is te openen en heel.")
    return Finding(
        "Database",
        "wrong",
        "Het bestand museumflow.sqlite is beschadigd.",
        "Zet een reservekopie terug, of verplaats het: alles wordt dan opnieuw uit Airtable "
        "gemaakt, op de geschiedenis van de runs na.",
    )


def _workers(context: Context) -> Iterator[Finding]:
    """Tell which workers live; with SQLite there is one process, which may rest."""
    if context.settings.is_on_files:
        return
    names = ", ".join(sorted(living(context.database, PULSE.lost_after)))
    if names:
        yield Finding("Workers", "good", f"Er werkt: {names}.")
        return
    yield Finding(
        "Workers",
        "warning",
        "Er werkt geen worker: wat er verandert, wordt nu niet bijgehouden.",
        "Start `museumflow worker` of `museumflow serve`.",
    )


def _last_run(context: Context) -> Finding:
    trouble = trouble_of(context.runs, WEBSITE)
    if trouble:
        return Finding("Laatste run", "warning", trouble, "Zie /beheer/runs.")
    if not context.runs.has_published(WEBSITE):
        return Finding(
            "Laatste run", "warning", "Er is nog niets gepubliceerd.", "Draai `museumflow serve`."
        )
    return Finding("Laatste run", "good", "De laatste publicatie ging goed.")


def _mail(context: Context) -> Finding:
    trouble = why_no_alarm_mail(context)
    if trouble:
        remedy = "Het handboek (hoofdstuk 5) zegt hoe u mail instelt."
        return Finding("Mail", "warning", trouble, remedy)
    if not mail_server_answers(context):
        return Finding(
            "Mail",
            "wrong",
            "De mailserver is niet te bereiken, of laat ons niet binnen.",
            "Controleer SMTP_URL: de naam, het wachtwoord en of er starttls of smtps bij hoort.",
        )
    return Finding("Mail", "good", "De mailserver laat ons binnen.")


def _replies(context: Context) -> Iterator[Finding]:
    """Knock at the mailbox with answers, where there is one."""
    server = context.settings.reply_server
    if server is None:
        return
    try:
        ReplyBox(server).knock()
    except MuseumflowError as error:
        yield _wrong(_ANSWERS, error)
    else:
        yield Finding(_ANSWERS, "good", "De postbus met antwoorden laat ons binnen.")


def _airtable(context: Context) -> Iterator[Finding]:
    if not context.settings.has_airtable:
        return  # said among the settings, which are missing
    try:
        airtable = context.airtable()
        problems = check_tables(airtable, context.mirror)
    except MuseumflowError as error:
        yield _wrong("Airtable", error)
        return
    yield Finding("Airtable", "good", "Airtable is te bereiken en laat ons de tabellen zien.")
    worst = [point for point in problems if point.severity == "error"]
    if problems:
        yield Finding(
            "Tabellen",
            "wrong" if worst else "warning",
            f"Er zijn {len(problems)} verschillen met config/tables.toml"
            f", waarvan {len(worst)} ernstig.",
            "Draai `museumflow tables check`: dat noemt ze alle, met wat u kunt doen.",
        )
    else:
        yield Finding("Tabellen", "good", "De tabellen kloppen met config/tables.toml.")
    yield _webhook(context, airtable)


def _sheets(context: Context) -> Iterator[Finding]:
    if context.settings.google_key is None:
        return
    for form in context.sheet_forms:
        name = f"Rekenblad {form.tab}"
        try:
            read = read_and_compare(context, context.spreadsheets(), form)
        except MuseumflowError as error:
            yield _wrong(name, error)
            continue
        count = len(read.found.answers)
        yield Finding(name, "good", f"Het rekenblad is te lezen: {count} antwoorden.")


def _webhook(context: Context, airtable: AirtableBase) -> Finding:
    try:
        with airtable.for_purpose("doctor"):
            found = {str(one["id"]): one for one in airtable.webhooks()}
    except MuseumflowError as error:
        return Finding(
            "Webhook",
            "wrong",
            f"Het token mag geen webhooks zien. {error.what}",
            "Geef het token in Airtable het recht webhook:manage.",
        )
    known = context.puller().webhook.known()
    live = found.get(known.id) if known else None
    if known is None or live is None:
        remedy = "Draai `museumflow serve`: die maakt hem bij de volgende keer ophalen."
        return Finding("Webhook", "warning", "Er is nog geen webhook van ons.", remedy)
    if not live.get("isHookEnabled", True) or not live.get("areNotificationsEnabled", True):
        remedy = "Kijk of MUSEUMFLOW_HOOK_URL van buiten te bereiken is; aanzetten gaat vanzelf."
        return Finding("Webhook", "warning", "Airtable heeft de webhook uitgezet.", remedy)
    return _life(context, known)


def _life(context: Context, known: KnownWebhook) -> Finding:
    if datetime.fromisoformat(known.expires) - MARGIN < context.now():
        remedy = "Draai `museumflow serve`: die verlengt hem."
        return Finding("Webhook", "warning", "De webhook is bijna verlopen.", remedy)
    if context.settings.hook_url and not is_listening(context):
        remedy = "Start `museumflow serve`."
        return Finding("Webhook", "warning", "De webhook leeft, maar niemand luistert.", remedy)
    return Finding("Webhook", "good", "De webhook leeft.")
