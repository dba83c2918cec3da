"""The mailbox as people read it: who got mail, their letters, and one letter."""

import re
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid, parseaddr
from typing import Any, Final

from flask import Blueprint, Response, redirect, request
from markupsafe import Markup, escape

from sandbox.mail.mailbox import Mailbox
from sandbox.mail.messages import Mail
from sandbox.pages.dutch_dates import short_moment
from sandbox.pages.rendering import render_missing, render_page
from sandbox.pages.same_origin import is_own_page
from sandbox.services import Services

_GONE: Final = "Deze brief is er niet (meer)."
_LONGEST_ANSWER: Final = 20_000
_LINK: Final = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_HEADERS: Final = {
    "From": "Van",
    "To": "Aan",
    "Reply-To": "Antwoord aan",
    "Date": "Datum",
    "Message-ID": "Kenmerk (Message-ID)",
    "Auto-Submitted": "Auto-Submitted",
    "List-Unsubscribe": "Afmelden (List-Unsubscribe)",
}
# A letter may show pictures and open links in a new tab; it may run nothing and send nothing.
_LETTER_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: http: https:;"
    " sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'"
)


def mailbox_pages(services: Services) -> Blueprint:
    """Return the blueprint of `/postvak/`."""
    mailbox = services.mailbox
    routes = Blueprint("mailbox", __name__, url_prefix="/postvak")
    _show_letters(routes, mailbox)
    _let_answer(routes, mailbox)

    @routes.get("/")
    def show() -> Response:
        reader = request.args.get("lezer", "")
        return render_page(
            "mailbox.html",
            readers=mailbox.readers(),
            reader=reader,
            total=mailbox.count(),
            mails=[_line(one) for one in mailbox.mails(reader)],
            smtp=services.mail_server.address,
        )

    @routes.post("/legen")
    def empty() -> Any:
        if not is_own_page():
            return {"error": "Leeg het postvak vanaf de pagina van de sandbox zelf."}, 403
        mailbox.clear()
        return redirect("/postvak/", 303)

    return routes


def _let_answer(routes: Blueprint, mailbox: Mailbox) -> None:
    """Let people answer a letter as its reader: it comes to whoever sent it, as mail does."""

    @routes.post("/<int:mail_id>/antwoord")
    def answer(mail_id: int) -> Any:
        if not is_own_page():
            return {"error": "Antwoord vanaf de pagina van de sandbox zelf."}, 403
        mail = mailbox.find(mail_id)
        if mail is None or len(mail.readers) != 1:
            return render_missing(_GONE)
        written = answer_to(mail, request.form.get("tekst", "")[:_LONGEST_ANSWER])
        kept = mailbox.keep(mail.readers[0], [_answered(mail)], written)
        return redirect(f"/postvak/{kept.id}", 303)


def _answered(mail: Mail) -> str:
    """Return where an answer goes."""
    header = str(mail.message.get("Reply-To") or mail.message.get("From") or mail.sender)
    return parseaddr(header)[1]


def answer_to(mail: Mail, text: str) -> bytes:
    """Return an answer as mail programs write it: the text above, the letter quoted below."""
    letter = EmailMessage(policy=SMTP)
    letter["From"], letter["To"] = mail.readers[0], _answered(mail)
    letter["Subject"] = "Re: " + " ".join(mail.subject.split())
    letter["Message-ID"] = make_msgid(domain="sandbox.museumflow.example")
    letter["In-Reply-To"] = letter["References"] = str(mail.message.get("Message-ID", ""))
    quoted = "\n".join(f"> {line}" for line in mail.text.splitlines())
    letter.set_content(f"{text}\n\nOp {mail.received} schreef {_answered(mail)}:\n{quoted}\n")
    return letter.as_bytes()


def _show_letters(routes: Blueprint, mailbox: Mailbox) -> None:
    @routes.get("/<int:mail_id>")
    def letter(mail_id: int) -> Response:
        mail = mailbox.find(mail_id)
        if mail is None:
            return render_missing(_GONE)
        return render_page("letter.html", **_letter(mail))

    @routes.get("/<int:mail_id>/html")
    def html(mail_id: int) -> Response:
        mail = mailbox.find(mail_id)
        if mail is None:
            return render_missing(_GONE)
        return _letter_html(mail)

    @routes.get("/<int:mail_id>/bron")
    def source(mail_id: int) -> Response:
        mail = mailbox.find(mail_id)
        if mail is None:
            return render_missing(_GONE)
        return _plain(mail.source.decode("utf-8", "replace"))

    @routes.get("/<int:mail_id>/deel/<int:number>")
    def part(mail_id: int, number: int) -> Response:
        mail = mailbox.find(mail_id)
        if mail is None or number >= len(mail.parts):
            return render_missing(_GONE)
        return _download(mail, number)


def _line(mail: Mail) -> dict[str, Any]:
    return {
        "id": mail.id,
        "subject": mail.subject or "(zonder onderwerp)",
        "from": str(mail.message.get("From", mail.sender)),
        "to": ", ".join(mail.readers),
        "received": short_moment(mail.received),
        "received_iso": mail.received,
    }


def _letter(mail: Mail) -> dict[str, Any]:
    known = {name.lower(): (name, value) for name, value in mail.headers}
    return {
        "mail": _line(mail),
        "headers": [
            (label, known[one.lower()][1])
            for one, label in _HEADERS.items()
            if one.lower() in known
        ],
        "text": _with_links(mail.text),
        "has_html": bool(mail.html),
        "parts": [(number, one.name, one.kind) for number, one in enumerate(mail.parts)],
        "reader": mail.readers[0] if len(mail.readers) == 1 else "",
        "campaign_letter": _campaign_letter(mail),
    }


def _campaign_letter(mail: Mail) -> str:
    """Return where Mailchimp hears what becomes of a letter; nothing for other mail and tests."""
    campaign, reader = mail.message.get("X-Campaign"), mail.message.get("X-MC-Reader")
    return f"/mc/letter/{campaign}/{reader}" if campaign and reader else ""


def _with_links(text: str) -> Markup:
    """Make the addresses within a plain text into links."""
    pieces, end = [], 0
    for found in _LINK.finditer(text):
        pieces.append(escape(text[end : found.start()]))
        href = escape(found[0])
        pieces.append(Markup('<a href="{}" rel="noreferrer">{}</a>').format(href, href))
        end = found.end()
    return Markup("").join([*pieces, escape(text[end:])])


def _letter_html(mail: Mail) -> Response:
    page = mail.html
    for number, part in enumerate(mail.parts):
        if part.content_id:
            page = page.replace(f"cid:{part.content_id}", f"/postvak/{mail.id}/deel/{number}")
    # Links open in a tab of their own: within the frame the sites would refuse to show.
    response = Response('<base target="_blank">' + page, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = _LETTER_POLICY
    return _guarded(response)


def _download(mail: Mail, number: int) -> Response:
    part = mail.parts[number]
    is_picture = part.kind in ("image/png", "image/jpeg", "image/gif", "image/webp")
    response = Response(
        part.content, content_type=part.kind if is_picture else "application/octet-stream"
    )
    if not is_picture:
        response.headers.set("Content-Disposition", "attachment", filename=part.name)
    return _guarded(response)


def _plain(text: str) -> Response:
    return _guarded(Response(text, content_type="text/plain; charset=utf-8"))


def _guarded(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
