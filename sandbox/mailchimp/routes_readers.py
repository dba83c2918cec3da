"""What links in letters lead to: `/mc/…`, as a reader's browser asks for it.

A link alone changes nothing but counts: who leaves, confirms or complains presses a button, so
that a mail scanner that follows every link does not do it for them.
"""

from base64 import b64decode
from typing import Final

from flask import Blueprint, Response, redirect, request

from sandbox.mailchimp.account import Account
from sandbox.mailchimp.audiences import interests_of
from sandbox.mailchimp.batches import packed
from sandbox.mailchimp.campaigns import Campaigns
from sandbox.mailchimp.errors import ProblemError, not_found
from sandbox.mailchimp.items import Item
from sandbox.mailchimp.letters import LetterWriter
from sandbox.mailchimp.members import Members
from sandbox.mailchimp.readers import Letter, find_reader
from sandbox.pages.rendering import render_missing, render_page
from sandbox.pages.same_origin import is_own_page

_PIXEL: Final = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
_LETTER: Final = "/letter/<campaign_id>/<reader>"


def reader_routes(account: Account) -> Blueprint:
    """Return the blueprint of `/mc/`."""
    routes = Blueprint("mailchimp_readers", __name__, url_prefix="/mc")
    _add_counting(routes, account)
    _add_leaving(routes, account)
    _add_profile(routes, account)
    _add_confirming(routes, account)

    @routes.errorhandler(ProblemError)
    def missing(problem: ProblemError) -> Response:
        if problem.status != 404:
            return _told("Dat lukt niet", problem.detail, 400)
        return render_missing("Deze brief of lezer is er niet (meer).")

    @routes.get("/batches/<batch_id>.tar.gz")
    def results(batch_id: str) -> Response:
        found = account.items.get("batch", "", batch_id)
        return Response(packed(found), content_type="application/gzip")

    return routes


def _add_counting(routes: Blueprint, account: Account) -> None:
    @routes.get(f"{_LETTER}/open.gif")
    def opened(campaign_id: str, reader: str) -> Response:
        Letter(account, campaign_id, reader).open()
        return Response(_PIXEL, content_type="image/gif", headers={"Cache-Control": "no-store"})

    @routes.get(f"{_LETTER}/click/<key>")
    def clicked(campaign_id: str, reader: str, key: str) -> Response:
        reply: Response = redirect(Letter(account, campaign_id, reader).click(key), 302)  # type: ignore[assignment] # werkzeug's own type
        return reply

    @routes.get(f"{_LETTER}/archive")
    def archive(campaign_id: str, reader: str) -> Response:
        letter = Letter(account, campaign_id, reader)
        return _archive(account, campaign_id, letter.member or _nobody())

    @routes.get("/archive/<campaign_id>")
    def public(campaign_id: str) -> Response:
        return _archive(account, campaign_id, _nobody())


def _archive(account: Account, campaign_id: str, member: Item) -> Response:
    campaigns = Campaigns(account)
    campaign, content = campaigns.get(campaign_id), campaigns.content(campaign_id)
    writer = LetterWriter(account, campaign, content)
    page = writer.page(member, is_counted=False) or f"<pre>{writer.text(member)}</pre>"
    response = Response(page, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: http: https:"
    )
    return response


def _nobody() -> Item:
    return {"email_address": "", "unique_email_id": "nobody", "merge_fields": {},
            "interests": {}, "language": ""}  # fmt: skip


def _add_leaving(routes: Blueprint, account: Account) -> None:
    @routes.get(f"{_LETTER}/unsubscribe")
    def ask(campaign_id: str, reader: str) -> Response:
        letter = Letter(account, campaign_id, reader)
        name = letter.members.list["name"]
        return render_page(
            "mailchimp.html", title="Afmelden", text=f"Wilt u geen mail meer van {name}?",
            button="Ja, meld mij af", fields=[], groups=[],
        )  # fmt: skip

    @routes.post(f"{_LETTER}/unsubscribe")
    def leave(campaign_id: str, reader: str) -> Response:
        Letter(account, campaign_id, reader).unsubscribe(request.form.get("reason", "None given"))
        return _told("U bent afgemeld", "U krijgt deze mail niet meer.")

    @routes.post(f"{_LETTER}/<any('hard','soft','complain'):what>")
    def mishap(campaign_id: str, reader: str, what: str) -> Response:
        if not is_own_page():
            return _told("Dat lukt niet", "Doe dit vanaf het postvak van de sandbox.", 403)
        letter = Letter(account, campaign_id, reader)
        if not letter.was_sent:
            raise not_found()
        if what == "complain":
            letter.complain()
        else:
            letter.bounce(what)
        return _told("Genoteerd", "Mailchimp weet het nu ook.")


def _add_profile(routes: Blueprint, account: Account) -> None:
    @routes.get(f"{_LETTER}/profile")
    def profile(campaign_id: str, reader: str) -> Response:
        letter = Letter(account, campaign_id, reader)
        member = letter.member
        if member is None:
            raise not_found()
        merged = member["merge_fields"]
        fields = [
            ("email", "E-mailadres", member["email_address"]),
            ("FNAME", "Voornaam", merged.get("FNAME", "")),
            ("LNAME", "Achternaam", merged.get("LNAME", "")),
        ]
        groups = [
            (key, f"{one['category']}: {one['name']}", bool(member["interests"].get(key)))
            for key, one in interests_of(account, letter.list_id).items()
        ]
        return render_page(
            "mailchimp.html", title="Uw gegevens", text="Verander wat niet klopt.",
            button="Bewaren", fields=fields, groups=groups,
        )  # fmt: skip

    @routes.post(f"{_LETTER}/profile")
    def change(campaign_id: str, reader: str) -> Response:
        letter = Letter(account, campaign_id, reader)
        form: Item = dict(request.form)
        chosen = request.form.getlist("interest")
        known = interests_of(account, letter.list_id)
        letter.change({**form, "interests": {key: key in chosen for key in known}})
        return _told("Bewaard", "Uw gegevens zijn veranderd.")


def _add_confirming(routes: Blueprint, account: Account) -> None:
    path = "/confirm/<list_id>/<reader>"

    @routes.get(path)
    def ask_to_confirm(list_id: str, reader: str) -> Response:
        if find_reader(account, list_id, reader) is None:
            raise not_found()
        return render_page(
            "mailchimp.html", title="Bevestig uw aanmelding", text="Wilt u deze mail krijgen?",
            button="Ja, graag", fields=[], groups=[],
        )  # fmt: skip

    @routes.post(path)
    def confirm(list_id: str, reader: str) -> Response:
        found = find_reader(account, list_id, reader)
        if found is None:
            raise not_found()
        if found["status"] == "pending":
            Members(account, list_id).confirm(found)
        return _told("Gelukt", "U bent aangemeld.")


def _told(title: str, text: str, status: int = 200) -> Response:
    return render_page(
        "mailchimp.html", status, title=title, text=text, button="", fields=[], groups=[]
    )
