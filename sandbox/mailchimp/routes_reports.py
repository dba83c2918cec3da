"""Reports of campaigns: whole, and who opened, clicked, left, complained, got it."""

from collections.abc import Callable
from typing import Any, Final

from flask import Blueprint, Response, request

from sandbox.mailchimp.account import Account
from sandbox.mailchimp.answers import answer, rows
from sandbox.mailchimp.errors import not_found
from sandbox.mailchimp.items import Item, hash_of
from sandbox.mailchimp.queries import chosen_word, narrowed, not_asked
from sandbox.mailchimp.reports import Report
from sandbox.mailchimp.shape_text import CAMPAIGN_TYPES
from sandbox.mailchimp.shapes import check_moment

_ONE: Final = "/reports/<campaign_id>"
_READERS: Final[dict[str, tuple[str, Callable[[Report], list[Item]]]]] = {
    "open-details": ("members", Report.opens),
    "sent-to": ("sent_to", Report.sent_to),
    "email-activity": ("emails", Report.activity),
    "unsubscribed": ("unsubscribes", Report.unsubscribes),
}


def add_report_routes(routes: Blueprint, account: Account) -> None:
    """Add the routes of reports."""

    @routes.get("/reports")
    def reports() -> Response:
        kind = chosen_word("type", CAMPAIGN_TYPES)
        found = [Report(account, one["id"]).whole() for one in account.items.all("campaign")
                 if one["status"] in ("sending", "sent", "canceled")]  # fmt: skip
        found = [one for one in found if kind in (None, one["type"])]
        return rows("reports", narrowed(found, moments={"send_time": "send_time"}))

    @routes.get(_ONE)
    def report(campaign_id: str) -> Response:
        return answer(Report(account, campaign_id).whole())

    _add_readers(routes, account)
    _add_links(routes, account)
    _add_complaints(routes, account)


def _add_readers(routes: Blueprint, account: Account) -> None:
    known = ",".join(repr(one) for one in _READERS)

    @routes.get(f"{_ONE}/<any({known}):part>")
    def part(campaign_id: str, part: str) -> Response:
        found = Report(account, campaign_id)
        name, read = _READERS[part]
        shown = read(found)
        more: dict[str, Any] = {"campaign_id": campaign_id}
        if part == "open-details":
            not_asked("sort_field", "sort_dir")
            shown = _since(shown, "opens")
            opens = sum(one["opens_count"] for one in shown)
            more |= {"total_opens": opens, "total_proxy_excluded_opens": opens}
        if part == "email-activity":
            shown = _since(shown, "activity")
        return rows(name, shown, **more)

    @routes.get(f"{_ONE}/<any({known}):part>/<key>")
    def reader(campaign_id: str, part: str, key: str) -> Response:
        return answer(_of_reader(_READERS[part][1](Report(account, campaign_id)), key))


def _add_links(routes: Blueprint, account: Account) -> None:
    base = f"{_ONE}/click-details"

    @routes.get(base)
    def links(campaign_id: str) -> Response:
        found = narrowed(
            Report(account, campaign_id).clicks(), sort=("total_clicks", "unique_clicks")
        )
        return rows("urls_clicked", found, campaign_id=campaign_id)

    @routes.get(f"{base}/<link_id>")
    def link(campaign_id: str, link_id: str) -> Response:
        found = [one for one in Report(account, campaign_id).clicks() if one["id"] == link_id]
        if not found:
            raise not_found()
        return answer(found[0])

    @routes.get(f"{base}/<link_id>/members")
    def clickers(campaign_id: str, link_id: str) -> Response:
        found = Report(account, campaign_id).clickers(link_id)
        return rows("members", found, campaign_id=campaign_id)

    @routes.get(f"{base}/<link_id>/members/<key>")
    def clicker(campaign_id: str, link_id: str, key: str) -> Response:
        return answer(_of_reader(Report(account, campaign_id).clickers(link_id), key))


def _add_complaints(routes: Blueprint, account: Account) -> None:
    base = f"{_ONE}/abuse-reports"

    @routes.get(base)
    def complaints(campaign_id: str) -> Response:
        found = Report(account, campaign_id).abuse()
        return rows("abuse_reports", found, campaign_id=campaign_id)

    @routes.get(f"{base}/<int:report_id>")
    def complaint(campaign_id: str, report_id: int) -> Response:
        found = [one for one in Report(account, campaign_id).abuse() if one["id"] == report_id]
        if not found:
            raise not_found()
        return answer(found[0])


def _of_reader(found: list[Item], key: str) -> Item:
    """Return the row of one reader, by hash or address; raises Mailchimp's 404."""
    wanted = hash_of(key) if "@" in key else key
    rows_of = [one for one in found if one["email_id"] == wanted]
    if not rows_of:
        raise not_found()
    return rows_of[0]


def _since(found: list[Item], name: str) -> list[Item]:
    """Return the readers with what they did since the moment that is asked for."""
    text = request.args.get("since")
    if not text:
        return found
    edge = check_moment(text, "since")
    kept = [
        {**one, name: [x for x in one[name] if check_moment(x["timestamp"], "since") >= edge]}
        for one in found
    ]
    return [one for one in kept if one[name]]
