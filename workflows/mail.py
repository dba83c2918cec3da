"""The post of this installation, when its settings name a mail server."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from backbone.mail_server import MailServer
from backbone.no_mail import NoMail, digest_of
from backbone.settings import ROOT
from channels.mail.letter import CalendarFile
from channels.mail.outbox import Outbox
from channels.mail.post import Post
from channels.mail.wire import Wire
from channels.mail.writing import Writer
from channels.website.site import load_name
from workflows.context import Context

STOP_PATH: Final = "/formulieren/geen-mail/"


@dataclass(frozen=True)
class LetterParts:
    """What a letter is made of: a template of `templates/mail` and what it is filled in with.

    `may_repeat`: when nobody knows whether it went, it goes again.
    """

    template: str
    values: Mapping[str, Any]
    may_repeat: bool = False
    calendar: CalendarFile | None = None


def open_post(context: Context) -> Post | None:
    """Return what sends mail, but not to who wants none; None when no mail can be sent."""
    return _post(context, NoMail(context.database))


def open_alarm_post(context: Context) -> Post | None:
    """Return what mails alarms: an alarm is tried whatever became of an earlier mail."""
    return _post(context, None)


def _post(context: Context, no_mail: NoMail | None) -> Post | None:
    server, sender = context.settings.mail_server, context.settings.sender
    if server is None or sender is None:
        return None
    return Post(_wire(server), Outbox(context.database), sender, context.now, no_mail)


def stop_url(context: Context, address: str) -> str:
    """Return where the reader of a service mail says “geen mail meer”, with one press."""
    token = context.tokens.sign("no-mail", digest_of(address))
    return f"{context.settings.site_url}{STOP_PATH}{token}"


def mail_server_answers(context: Context) -> bool:
    """Tell whether the mail server can be reached and lets us in; nothing is sent."""
    server = context.settings.mail_server
    return server is not None and _wire(server).knock().went == "sent"


def _wire(server: MailServer) -> Wire:
    return Wire(server, ssl.create_default_context())


def open_writer() -> Writer:
    """Return what fills in the letters of `templates/mail`."""
    return Writer(ROOT / "templates" / "mail", load_name(ROOT))


def why_no_alarm_mail(context: Context) -> str:
    """Return in Dutch why alarms cannot be mailed; empty when they can."""
    if context.settings.mail_server is None:
        return "Er is geen mailserver ingesteld (SMTP_URL): alarmen staan alleen bij de runs."
    if not context.settings.alarm_readers:
        return "Er is niemand om alarmen aan te mailen (ALARM_TO): ze staan alleen bij de runs."
    return ""
