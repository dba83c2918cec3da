"""Signing up for the newsletter, and the page of a reader's choices behind their own link.

Both only keep what was asked (`backbone.readers`); the job `lezers` does it within a second. What
they answer is the same for every address: nobody learns who reads the newsletter.
"""

import uuid
from typing import Any, Final

from flask import Blueprint, abort, redirect, request, url_for
from flask import render_template as render
from werkzeug.wrappers import Response

from backbone.mailchimp_readers import RemoteReader
from backbone.readers import Consent, Consents, Message, ReaderPost
from backbone.subscribing_rules import load_subscribe_rules
from museum.audiences import key_of
from museum.errors import MuseumflowError
from museum.newsletter.subscribing import (
    LANGUAGE_NAMES,
    Asked,
    SubscribeRules,
    Subscription,
    first_choice,
    masked,
    may_ask,
    read_choices,
    read_language,
    read_subscription,
)
from webhooks.forms.checking import robot_problems
from webhooks.forms.visitors import HONEYPOT
from workflows.context import Context
from workflows.reader_desk import open_desk, reader_of_token

_QUESTIONS: Final = {
    "email": "Uw e-mailadres",
    "audiences": "Waarover wilt u lezen?",
    "consent": "Uw toestemming",
    "form": "Het formulier",
}

_DONE: Final = {"stop": "U bent afgemeld", "bewaard": "Uw keuzes zijn bewaard"}


def add_newsletter(blueprint: Blueprint, context: Context) -> None:
    """Add the sign-up form and the page of choices to the blueprint of the forms."""

    @blueprint.get("/nieuwsbrief/")
    def sign_up() -> str:
        rules = load_subscribe_rules()
        return _form(context, rules, {"audiences": first_choice(rules), "language": "nl"})

    @blueprint.post("/nieuwsbrief/")
    def take_sign_up() -> Response | tuple[str, int]:
        rules = load_subscribe_rules()
        if not context.settings.has_mailchimp:
            return redirect(url_for("forms.sign_up"))
        chosen = request.form.getlist("audiences")
        found, problems = read_subscription(request.form.to_dict(), chosen, rules)
        problems = problems or robot_problems(context)
        if found is None or problems:
            typed = {**request.form.to_dict(), "audiences": chosen}
            return _form(context, rules, typed, problems), 422
        _keep(context, rules, found)
        return redirect(url_for("forms.signed_up"))

    @blueprint.get("/nieuwsbrief/dank")
    def signed_up() -> str:
        return render("forms/newsletter_thanks.html", title="Kijk nu in uw mail", what="signup")

    _add_choices(blueprint, context)


def _add_choices(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/voorkeuren/<token>")
    def choices(token: str) -> str:
        key = _key(context, token)
        try:
            reader = open_desk(context).mailchimp_in_a_hurry.reader(key)
        except MuseumflowError:
            # Mailchimp does not answer now: stopping must be possible all the same.
            return render("forms/newsletter_choices.html", reader=None, address="", choices=[])
        if reader is None:
            abort(404)
        rules = load_subscribe_rules()
        return render(
            "forms/newsletter_choices.html",
            reader=reader,
            choices=_offered(context, rules, reader),
            languages=LANGUAGE_NAMES,
            language=read_language(reader.language),
            address=masked(reader.email),
        )

    @blueprint.post("/voorkeuren/<token>")
    def choose(token: str) -> Response:
        key, rules = _key(context, token), load_subscribe_rules()
        if request.form.get("doe") == "stop":
            _wish(context, key, {"stop": True})
            return redirect(url_for("forms.chosen", what="stop"))
        audiences = read_choices(request.form.getlist("audiences"), rules)
        wish = {
            "audiences": list(audiences),
            "offered": list(rules.choices),
            "language": read_language(request.form.get("language", "")),
        }
        _wish(context, key, wish)
        return redirect(url_for("forms.chosen", what="bewaard"))

    @blueprint.get("/voorkeuren/gedaan/<what>")
    def chosen(what: str) -> str:
        title = _DONE.get(what)
        if title is None:
            abort(404)
        return render("forms/newsletter_thanks.html", title=title, what=what)


def _keep(context: Context, rules: SubscribeRules, found: Subscription) -> None:
    """Keep a consent; of a mailbox that was asked a short while ago, or too often, nothing."""
    consents, now = Consents(context.database), context.now()
    before = [
        Asked(one.email, one.given, is_open=one.state in ("waiting", "asked", "refused"))
        for one in consents.since(now - rules.unconfirmed)
    ]
    if not may_ask(found.email, before, now, rules):
        return
    consents.give(
        Consent(
            key=key_of(found.email),
            email=found.email,
            name=found.name,
            language=found.language,
            audiences=found.audiences,
            words=rules.words,
            source=rules.source,
            given=now,
        )
    )


def _wish(context: Context, key: str, body: dict[str, Any]) -> None:
    message = Message("wish", (key,), body)
    ReaderPost(context.database).store(message, uuid.uuid4().hex, context.now())


def _key(context: Context, token: str) -> str:
    key = reader_of_token(context, token)
    if not key or not context.settings.has_mailchimp:
        abort(404)
    return key


def _offered(
    context: Context, rules: SubscribeRules, reader: RemoteReader
) -> list[tuple[str, str, bool]]:
    groups = open_desk(context).groups.ids()
    return [(key, text, groups[key] in reader.interests) for key, text in rules.choices.items()]


def _form(
    context: Context,
    rules: SubscribeRules,
    typed: dict[str, Any],
    problems: dict[str, str] | None = None,
) -> str:
    wrong = problems or {}
    return render(
        "forms/newsletter.html",
        rules=rules,
        can_sign_up=context.settings.has_mailchimp,
        typed={"email": "", "name": "", "language": "nl", "consent": "", **typed},
        languages=LANGUAGE_NAMES,
        problems={**dict.fromkeys(_QUESTIONS, ""), **wrong},
        summary=[(key, _QUESTIONS[key], text) for key, text in wrong.items()],
        honeypot=HONEYPOT,
        opened=request.form.get("opened") or context.tokens.sign("opened", "nieuwsbrief"),
    )
