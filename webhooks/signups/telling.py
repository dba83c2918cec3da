"""`/beheer/inschrijvingen/<item>/bericht`: the mail about a change, seen before it goes, and
approved as it was seen: those words, to those readers.
"""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask import render_template as render
from werkzeug.wrappers import Response

from backbone.signups.notices import SignUpNotices, fingerprint
from museum.date_words import Language
from museum.signups import Facts, SignUp
from museum.signups.words import people_words
from webhooks.signups.views import facts_or_404
from workflows.context import Context
from workflows.mail import open_writer
from workflows.signups.job import tell
from workflows.signups.letters import notice_values

_LONGEST = 2000
_OWN_LINK = "(hier staat de eigen link van de lezer)"
_STOP_LINK = "(en hier een link om geen mail meer te krijgen)"


def show_telling(blueprint: Blueprint, context: Context) -> None:
    """Add the page to the staff pages."""
    notices = SignUpNotices(context.database)

    @blueprint.route("/inschrijvingen/<item_id>/bericht", methods=["GET", "POST"])
    def telling(item_id: str) -> str | Response:
        facts = facts_or_404(context, item_id)
        words = request.form.get("words", "").replace("\r\n", "\n").strip()[:_LONGEST]
        done = 0
        match request.form.get("doe"):
            case "verstuur":
                seen = request.form.get("seen", "")
                done = notices.approve(item_id, facts, words, seen, context.now())
                flash(_SENT.format(people=done) if done else _CHANGED)
            case "niet-nodig":
                done = notices.pass_over(item_id, facts, request.form.get("seen_all", ""))
                flash(_PASSED if done else _CHANGED)
            case _:
                return _page(context, item_id, facts, words)
        tell(context)
        return redirect(url_for("staff.signup_item" if done else "staff.telling", item_id=item_id))


_SENT = "Goedgekeurd: {people} mails gaan nu weg, elk één keer."
_PASSED = "Goed, er gaat geen mail uit."
_CHANGED = "Er veranderde intussen iets. Lees de mail opnieuw na."


def _page(context: Context, item_id: str, facts: Facts, words: str) -> str:
    untold = SignUpNotices(context.database).untold(item_id, facts)
    return render(
        "staff/signup_notice.html",
        item_id=item_id,
        facts=facts,
        words=words,
        readers=[_reader(context, one) for one in untold],
        previews=_previews(context, facts, words, untold),
        is_abroad=any(one.language != "nl" for one in untold),
        seen=fingerprint(facts, words, untold),
        seen_all=fingerprint(facts, "", untold),
    )


def _reader(context: Context, one: SignUp) -> dict[str, Any]:
    names = [person.name for person in context.attendees.of_signup(one.key)]
    return {"names": ", ".join(names), "address": one.reader, "size": people_words(one.size)}


def _previews(
    context: Context, facts: Facts, words: str, untold: list[SignUp]
) -> list[dict[str, Any]]:
    """Return the mail as it will read: one for each that was told before, in each language."""
    alike: dict[tuple[str, Language], list[SignUp]] = {}
    for one in untold:
        alike.setdefault((one.told.mark, one.language), []).append(one)
    shown = []
    for (_, language), readers in alike.items():
        values = {
            **notice_values(context, facts, readers[0].told, words, language),
            "is_sample": context.settings.is_sample,
            "url": _OWN_LINK,
            "stop_url": _STOP_LINK,
        }
        made = open_writer().write("signup_notice", values)
        shown.append(
            {
                "subject": made.subject,
                "text": made.text,
                "count": len(readers),
                "language": language,
                "language_words": _LANGUAGE_WORDS[language],
            }
        )
    return shown


_LANGUAGE_WORDS: Mapping[Language, str] = {"nl": "", "de": "in het Duits", "en": "in het Engels"}
