"""Reminds staff, once, of a newsletter near its date that nobody approved."""

import hashlib
from dataclasses import replace
from typing import Final

from backbone.mailings import Mailings
from channels.mail.letter import Letter
from museum.date_plan import ZONE
from museum.errors import MuseumflowError, TryLater
from museum.sending import WORDS, Mailing, SendingRules, wants_reminder
from workflows.context import Context
from workflows.mail import open_post, open_writer
from workflows.timetable import in_words

PAGE: Final = "/beheer/nieuwsbrieven/"


def remind(context: Context, rules: SendingRules) -> list[str]:
    """Mail a reminder for whatever wants one; returns in Dutch what was done."""
    mailings, told = Mailings(context.database), []
    for mailing in mailings.all(["draft", "checked", "tested"]):
        if not wants_reminder(mailing, context.now(), rules.remind_before):
            continue
        try:
            was_mailed = _post(context, mailing)
        except TryLater:
            continue  # the next run tries again
        except MuseumflowError as error:
            told.append(f"{mailing.title}: de herinnering ging niet weg. {error.what}")
        else:
            how = "u bent eraan herinnerd" if was_mailed else "het staat bij de aandachtspunten"
            told.append(f"{mailing.title}: nog niet goedgekeurd; {how}.")
        mailings.change(mailing.key, lambda found: replace(found, is_reminded=True))
    return told


def _post(context: Context, mailing: Mailing) -> bool:
    """Post one reminder to each of staff, each once per date; False when nobody can be mailed."""
    post, readers = open_post(context), context.settings.newsletter_staff
    if post is None or mailing.planned_for is None:
        return False
    values = {
        "title": mailing.title,
        "when": in_words(mailing.planned_for),
        "state": WORDS[mailing.state],
        "note": mailing.note,
        "url": context.settings.site_url + PAGE + mailing.key,
        "is_sample": context.settings.is_sample,
    }
    words = open_writer().write("newsletter_reminder", values)
    day = mailing.planned_for.astimezone(ZONE).date()
    for reader in readers:
        # The reader stands in the key as a fingerprint: our tables keep no address.
        whom = hashlib.sha256(reader.address.lower().encode()).hexdigest()[:16]
        key = f"nieuwsbrief:{mailing.key}:{day}:{whom}"
        post.send(Letter(key, reader, words.subject, words.text, words.html, may_repeat=False))
    return bool(readers)
