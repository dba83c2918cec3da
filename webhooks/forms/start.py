"""The start page of the forms, personal links, and “alles klopt nog”."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, request, url_for
from flask import render_template as render
from werkzeug.wrappers import Response

from backbone.form_links import FormLink
from backbone.submission_letters import LetterDue
from museum.mail_address import AddressError, read_address
from museum.submissions import KindForm
from museum.submissions.completeness import Completeness, completeness
from webhooks.forms.museums import own_rows
from webhooks.forms.unfinished import forget_begun, unfinished
from webhooks.forms.visitors import forget_link, link_in_use, use_link
from workflows.context import Context
from workflows.intake import Incoming, Sender, new_key, take_in, values_now
from workflows.intake_letters import museum_name

_WORDS_OF_STATE = {
    "unconfirmed": "wacht op uw bevestiging",
    "waiting": "een medewerker kijkt ernaar",
    "accepted": "wordt geplaatst",
    "written": "geplaatst",
    "refused": "niet geplaatst",
    "withdrawn": "ingetrokken",
}


def state_words(state: str) -> str:
    """Say how far a submission is."""
    return _WORDS_OF_STATE[state]


def add_start(blueprint: Blueprint, context: Context) -> None:
    """Add the start page and the personal links to the blueprint of the forms."""

    @blueprint.get("/")
    def start() -> str:
        link = link_in_use(context)
        return render(
            "forms/start.html",
            kinds=[kind for kind in context.forms.to_fill_in if link or not kind.needs_link],
            link=link,
            museum=museum_name(context, link.museum_id) if link else "",
            complete=_complete(context, link) if link else None,
            rows=own_rows(context, link.museum_id) if link else [],
            sent=_sent(context, link) if link else [],
            begun=unfinished(context, link),
        )

    @blueprint.post("/klopt")
    def all_is_right() -> Response:
        link = link_in_use(context)
        if link is None:
            return redirect(url_for("forms.link"))
        return note_all_is_right(context, link)

    @blueprint.post("/weg")
    def leave() -> Response:
        forget_link()
        forget_begun()
        flash("Deze computer is uw link vergeten.")
        return redirect(url_for("forms.start"))

    _add_links(blueprint, context)
    _add_asking_for_a_link(blueprint, context)


def note_all_is_right(context: Context, link: FormLink) -> Response:
    """Take in that nothing changed: the day of it goes to the table."""
    kind = next(one for one in context.forms.kinds if one.updates)
    values = values_now(context, kind, link.museum_id)
    incoming = Incoming(
        key=new_key(),
        kind=kind,
        door="form",
        values=values,
        typed={},
        sender=Sender(link=link),
        museum_id=link.museum_id,
        record_id=link.museum_id,
        before=values,
    )
    take_in(context, incoming)
    flash("Dank u wel. Wij noteerden dat alles nog klopt.")
    return redirect(url_for("forms.start"))


def _of_museum(context: Context) -> KindForm:
    """Return the form about a museum itself."""
    return next(one for one in context.forms.kinds if one.updates)


def _complete(context: Context, link: FormLink) -> Completeness:
    kind = next(one for one in context.forms.kinds if one.updates)
    return completeness(kind, values_now(context, kind, link.museum_id))


def _sent(context: Context, link: FormLink) -> list[dict[str, str]]:
    return [
        {
            "title": context.forms.kind(one.kind).title,
            "state": state_words(one.state),
            "href": url_for("forms.own", token=context.tokens.sign("submission", one.key)),
        }
        for one in context.submissions.of_link(link.id, 6)
    ]


def _add_links(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/m/<token>")
    def link_page(token: str) -> tuple[str, int]:
        # Looked at only: a mail scanner that fetches the address uses nothing up.
        found = _link_of(context, token)
        is_valid = found is not None and found.is_valid(context.now())
        museum = museum_name(context, found.museum_id) if found and is_valid else ""
        page = render(
            "forms/link.html",
            is_valid=is_valid,
            may_renew=found is not None and not found.revoked,
            museum=museum,
            token=token,
            asked=request.args.get("doe", ""),
        )
        return page, 200 if is_valid else 410

    @blueprint.post("/m/<token>")
    def press_link(token: str) -> Response | tuple[str, int]:
        found = _link_of(context, token)
        if found is None or not found.is_valid(context.now()):
            return link_page(token)
        context.links.note_used(found.id, context.now())
        use_link(found)
        if request.form.get("doe") == "klopt":
            return note_all_is_right(context, found)
        if request.form.get("doe") == "aanpassen":
            return redirect(url_for("forms.open_form", kind=_of_museum(context).key))
        return redirect(url_for("forms.start"))

    @blueprint.post("/m/<token>/nieuw")
    def renew_link(token: str) -> Response | tuple[str, int]:
        found = _link_of(context, token)
        if found is None or found.revoked:
            return link_page(token)
        send_new_link(context, found)
        flash("Wij mailden een nieuwe link naar het adres dat bij uw oude link hoort.")
        return redirect(url_for("forms.start"))


def _add_asking_for_a_link(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/link")
    def link() -> str:
        return render("forms/ask_link.html", error="", typed="")

    @blueprint.post("/link")
    def ask_link() -> Response | tuple[str, int]:
        typed = request.form.get("sender_email", "")[:320].strip()
        try:
            reader = read_address(typed).address
        except AddressError:
            error = "Vul uw e-mailadres in, bijvoorbeeld naam@museum.nl."
            return render("forms/ask_link.html", error=error, typed=typed), 422
        for found in context.links.of_reader(reader):
            send_new_link(context, found)
        # The same answer to everybody: who is known to us is nobody's business.
        flash(
            "Kennen wij dit adres, dan is er nu een link naar u onderweg. "
            "Kwam er niets? Vraag de medewerkers van het platform om een link."
        )
        return redirect(url_for("forms.start"))


def _link_of(context: Context, token: str) -> FormLink | None:
    link_id = context.tokens.read("link", token)
    return context.links.find(link_id) if link_id else None


def send_new_link(context: Context, old: FormLink) -> FormLink | None:
    """Make a link in the place of an older one and mail it; None when enough were mailed today."""
    now, limits = context.now(), context.forms.limits
    if context.letters.count_to(old.email, now - timedelta(days=1)) >= limits.mails_per_reader:
        return None
    lasts = timedelta(days=limits.link_days)
    made = context.links.make(old.museum_id, old.name, old.email, old.may_publish, now, lasts)
    mail_link(context, made)
    return made


def mail_link(context: Context, made: FormLink) -> None:
    """Ask for the letter that brings a link to its reader."""
    letter = LetterDue(f"link:{made.id}", "link", made.id, made.email)
    context.letters.put([letter], context.now())
