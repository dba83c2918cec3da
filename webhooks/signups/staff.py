"""`/beheer/inschrijvingen`: per item who is in, who waits and who left; paper and invoices."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask import render_template as render
from werkzeug.wrappers import Response as BaseResponse

from backbone.signups.afterwards import Afterwards
from backbone.signups.notices import SignUpNotices
from backbone.signups.people import Attendee
from museum.records import ProgrammeItem
from museum.signups import SignUp, SignUpState
from museum.signups.attendance import InvoiceLine, invoice_file
from museum.signups.words import euro_words, people_words, until_words
from webhooks.programme import row_url
from webhooks.signups.views import facts_or_404
from webhooks.staff import moment_in_words
from workflows.calendar_entries import PROGRAMME
from workflows.context import Context
from workflows.mirrored import name_of_museum
from workflows.signups.attendance import listed
from workflows.signups.certificates import gives_certificate
from workflows.signups.items import coming_items, find_item, has_begun, standing_facts
from workflows.signups.taking import cancel, certificate_path

_GROUPS: tuple[tuple[SignUpState, str], ...] = (
    ("placed", "Ingeschreven"),
    ("offered", "Kreeg een plaats aangeboden"),
    ("waiting", "Wachtlijst"),
    ("cancelled", "Afgemeld"),
    ("lapsed", "Zei niet op tijd ja"),
)


def show_signups(blueprint: Blueprint, context: Context) -> None:
    """Add the pages to the staff pages."""

    @blueprint.get("/inschrijvingen")
    def signups() -> str:
        coming = [str(item.id) for item in coming_items(context)]
        others = [_summary(context, one) for one in context.signups.items() if one not in coming]
        others.sort(key=lambda one: str(one["first_day"]), reverse=True)
        return render(
            "staff/signups.html",
            coming=[_summary(context, one) for one in coming],
            past=others,
            totals=Afterwards(context.database).totals(),
        )

    @blueprint.get("/inschrijvingen/<item_id>")
    def signup_item(item_id: str) -> str:
        return _item_page(context, item_id)

    @blueprint.post("/inschrijvingen/<item_id>")
    def sign_off(item_id: str) -> BaseResponse:
        found = context.signups.find(request.form.get("key", ""))
        if found is not None and found.item_id == item_id:
            cancel(context, found, "beheer")
            flash("Afgemeld. De inschrijver krijgt een mail; wie wacht, schuift vanzelf op.")
        return redirect(url_for("staff.signup_item", item_id=item_id))

    @blueprint.get("/inschrijvingen/<item_id>/lijst")
    def signup_list(item_id: str) -> str:
        people = sorted(listed(context, item_id), key=lambda one: one.name.casefold())
        return render("staff/signup_list.html", item=_summary(context, item_id), people=people)

    @blueprint.get("/inschrijvingen/facturen.csv")
    @blueprint.get("/inschrijvingen/<item_id>/facturen.csv")
    def invoices(item_id: str = "") -> Response:
        ids = [item_id] if item_id else context.signups.items(["placed"])
        lines = [line for one in ids for line in _invoice_lines(context, one)]
        headers = {"Content-Disposition": 'attachment; filename="facturen.csv"'}
        return Response(invoice_file(lines), mimetype="text/csv", headers=headers)


def _summary(context: Context, item_id: str) -> dict[str, Any]:
    facts, item = facts_or_404(context, item_id), find_item(context, item_id)
    counts = context.signups.counts(item_id)
    return {
        "id": item_id,
        "title": facts.title,
        "when": facts.when,
        "where": facts.where,
        "first_day": facts.first_day,
        "is_cancelled": facts.is_cancelled,
        "capacity": item.capacity if item else None,
        "counts": counts,
        "untold": _untold_words(SignUpNotices(context.database).untold(item_id, facts)),
    }


def _untold_words(untold: Sequence[SignUp]) -> str:
    """Say how many do not know yet; "" when everybody does."""
    size = sum(one.size for one in untold)
    return f"{people_words(size)} {'weet' if size == 1 else 'weten'} nog" if size else ""


def _item_page(context: Context, item_id: str) -> str:
    said = Afterwards(context.database).evaluations(item_id)
    people = context.attendees.of_item(item_id)
    by_state = [
        {"heading": heading, "name": state, "signups": _signups(context, item_id, people, state)}
        for state, heading in _GROUPS
    ]
    price_cents = sum(
        one.price_cents * one.size for one in context.signups.of_item(item_id, ["placed"])
    )
    return render(
        "staff/signup_item.html",
        item=_summary(context, item_id),
        groups=[group for group in by_state if group["signups"]],
        row_url=row_url(context, PROGRAMME, item_id),
        present=sum(one.is_present for one in people if one.signup.state == "placed"),
        price=euro_words(price_cents) if price_cents else "",
        evaluations=said,
        grade=f"{sum(one.grade for one in said) / len(said):.1f}".replace(".", ",") if said else "",
        notices=[
            {"at": moment_in_words(one.approved), "readers": one.readers, "words": one.words}
            for one in SignUpNotices(context.database).of_item(item_id)
        ],
    )


def _signups(
    context: Context, item_id: str, people: Sequence[Attendee], state: SignUpState
) -> list[dict[str, Any]]:
    audiences = context.definitions.table(PROGRAMME).field("audiences").options
    found = []
    for one in context.signups.of_item(item_id, [state]):
        mine = [person for person in people if person.signup.key == one.key]
        found.append(
            {
                "key": one.key,
                "names": [person.name for person in mine],
                "needs": [f"{person.name}: {person.needs}" for person in mine if person.needs],
                "certificates": _certificates(context, find_item(context, item_id), mine),
                "reader": one.reader,
                "museum": name_of_museum(context, one.museum_id),
                "audience": audiences.get(one.audience, ""),
                "size": people_words(one.size),
                "since": moment_in_words(one.made),
                "until": until_words(one.offer_until) if one.offer_until else "",
                "mail_problems": context.letters.problems(one.key),
                "may_leave": state in ("placed", "offered", "waiting"),
            }
        )
    return found


def _certificates(
    context: Context, item: ProgrammeItem | None, people: Sequence[Attendee]
) -> list[dict[str, str]]:
    if item is None or not gives_certificate(context, item) or not has_begun(context, item):
        return []
    return [
        {"name": one.name, "url": certificate_path(context, one.key)}
        for one in people
        if one.is_present
    ]


def _invoice_lines(context: Context, item_id: str) -> list[InvoiceLine]:
    lines = []
    for one in context.signups.of_item(item_id, ["placed"]):
        facts = standing_facts(context, item_id, one.told)
        if one.price_cents and not facts.is_cancelled:
            lines.append(
                InvoiceLine(
                    title=facts.title,
                    when=facts.when,
                    museum=name_of_museum(context, one.museum_id),
                    reader=one.reader,
                    names=[person.name for person in context.attendees.of_signup(one.key)],
                    price_cents=one.price_cents,
                    signed_up=f"{one.made:%d-%m-%Y}",
                    reference=one.key[:12],
                )
            )
    return lines
