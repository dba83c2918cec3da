"""Campaigns, templates, reports, verified domains and batches."""

import secrets
from typing import Any

from flask import Blueprint, Response, request

from sandbox.mailchimp import shape_text as shape
from sandbox.mailchimp.account import Account
from sandbox.mailchimp.addresses import check_address
from sandbox.mailchimp.answers import answer, chosen_word, nothing, read, rows
from sandbox.mailchimp.batches import add_batch, show_batch
from sandbox.mailchimp.campaigns import Campaigns
from sandbox.mailchimp.errors import bad_request
from sandbox.mailchimp.items import Item
from sandbox.mailchimp.optin import post
from sandbox.mailchimp.reports import Report

_ONE = "/campaigns/<campaign_id>"
_STATUSES = (
    "save", "paused", "schedule", "sending", "sent", "canceled", "canceling", "archived",
)  # fmt: skip


def add_campaign_routes(routes: Blueprint, account: Account) -> None:
    """Add the routes of campaigns and what they say."""
    campaigns = Campaigns(account)

    @routes.get("/campaigns")
    def all_campaigns() -> Response:
        status = chosen_word("status", _STATUSES)
        kind = chosen_word("type", shape.CAMPAIGN_TYPES)
        list_id = request.args.get("list_id")
        found = [
            one
            for one in account.items.all("campaign", "", status)
            if kind in (None, one["type"]) and list_id in (None, one["recipients"].get("list_id"))
        ]
        return rows("campaigns", [campaigns.show(one) for one in found])

    @routes.post("/campaigns")
    def new_campaign() -> Response:
        return answer(campaigns.show(campaigns.add(read(shape.CAMPAIGN))))

    @routes.get(_ONE)
    def campaign(campaign_id: str) -> Response:
        return answer(campaigns.show(campaigns.get(campaign_id)))

    @routes.patch(_ONE)
    def change_campaign(campaign_id: str) -> Response:
        return answer(campaigns.show(campaigns.change(campaign_id, read(shape.CAMPAIGN_PATCH))))

    @routes.delete(_ONE)
    def delete_campaign(campaign_id: str) -> Response:
        campaigns.delete(campaign_id)
        return nothing()

    @routes.get(f"{_ONE}/content")
    def content(campaign_id: str) -> Response:
        found = campaigns.content(campaign_id)
        return answer({**found, "archive_html": found["html"]})

    @routes.put(f"{_ONE}/content")
    def fill(campaign_id: str) -> Response:
        found = campaigns.fill(campaign_id, read(shape.CONTENT))
        return answer({**found, "archive_html": found["html"]})

    @routes.get(f"{_ONE}/send-checklist")
    def checklist(campaign_id: str) -> Response:
        found = campaigns.checklist(campaigns.get(campaign_id))
        is_ready = all(one["type"] != "error" for one in found)
        return answer({"is_ready": is_ready, "items": found})


def add_action_routes(routes: Blueprint, account: Account) -> None:
    """Add what can be done with a campaign."""
    campaigns = Campaigns(account)

    @routes.post(f"{_ONE}/actions/test")
    def test(campaign_id: str) -> Response:
        campaigns.test(campaign_id, read(shape.TEST))
        return nothing()

    @routes.post(f"{_ONE}/actions/schedule")
    def schedule(campaign_id: str) -> Response:
        campaigns.schedule(campaign_id, read(shape.SCHEDULE))
        return nothing()

    @routes.post(f"{_ONE}/actions/unschedule")
    def unschedule(campaign_id: str) -> Response:
        read(shape.EMPTY)
        campaigns.unschedule(campaign_id)
        return nothing()

    @routes.post(f"{_ONE}/actions/send")
    def send(campaign_id: str) -> Response:
        read(shape.EMPTY)
        with account.items.store.transaction():
            campaigns.send(campaign_id)
        return nothing()

    @routes.post(f"{_ONE}/actions/cancel-send")
    def cancel(campaign_id: str) -> Response:
        read(shape.EMPTY)
        campaigns.cancel(campaign_id)
        return nothing()

    @routes.post(f"{_ONE}/actions/replicate")
    def replicate(campaign_id: str) -> Response:
        read(shape.EMPTY)
        return answer(campaigns.show(campaigns.replicate(campaign_id)))


def add_report_routes(routes: Blueprint, account: Account) -> None:
    """Add the routes of reports."""
    base = "/reports/<campaign_id>"

    @routes.get("/reports")
    def reports() -> Response:
        sent = account.items.all("campaign", "", "sent")
        return rows("reports", [Report(account, one["id"]).whole() for one in sent])

    @routes.get(base)
    def report(campaign_id: str) -> Response:
        return answer(Report(account, campaign_id).whole())

    @routes.get(f"{base}/<any('open-details','sent-to','email-activity',"
                "'unsubscribed','abuse-reports','click-details'):part>")  # fmt: skip
    def part(campaign_id: str, part: str) -> Response:
        found = Report(account, campaign_id)
        opens = sum(len(times) for _, times in found.with_action("open"))
        known: dict[str, tuple[str, list[Item], dict[str, Any]]] = {
            "open-details": ("members", found.opens(), {"total_opens": opens}),
            "sent-to": ("sent_to", found.sent_to(), {}),
            "email-activity": ("emails", found.activity(), {}),
            "unsubscribed": ("unsubscribes", found.unsubscribes(), {}),
            "abuse-reports": ("abuse_reports", found.abuse(), {}),
            "click-details": ("urls_clicked", found.clicks(), {}),
        }
        name, shown, more = known[part]
        return rows(name, shown, campaign_id=campaign_id, **more)

    @routes.get(f"{base}/click-details/<link_id>/members")
    def clickers(campaign_id: str, link_id: str) -> Response:
        found = Report(account, campaign_id).clickers(link_id)
        return rows("members", found, campaign_id=campaign_id)


def add_template_routes(routes: Blueprint, account: Account) -> None:
    """Add the routes of templates."""
    items = account.items

    @routes.get("/templates")
    def templates() -> Response:
        return rows("templates", [_template(one) for one in items.all("template")])

    @routes.post("/templates")
    def new_template() -> Response:
        data, number = read(shape.TEMPLATE), items.next_number("template", 10_000)
        own = {"id": number, "type": "user", "active": True, "date_created": account.now()}
        return answer(_template(items.put("template", "", str(number), {**data, **own})))

    @routes.route("/templates/<template_id>", methods=["GET", "PATCH", "DELETE"])
    def template(template_id: str) -> Response:
        found = items.get("template", "", template_id)
        if request.method == "DELETE":
            items.delete("template", "", template_id)
            return nothing()
        if request.method == "PATCH":
            found = {**found, **read(shape.TEMPLATE_PATCH)}
            items.put("template", "", template_id, found)
        return answer(_template(found))


def _template(found: Item) -> Item:
    shown = {name: value for name, value in found.items() if name != "html"}
    return {**shown, "drag_and_drop": False, "responsive": True, "content_type": "html"}


def add_domain_routes(routes: Blueprint, account: Account) -> None:
    """Add the routes by which a domain is shown to be one's own."""
    items = account.items

    def shown(found: Item) -> Item:
        return {name: value for name, value in found.items() if name != "code"}

    @routes.get("/verified-domains")
    def domains() -> Response:
        return rows("domains", [shown(one) for one in items.all("domain")])

    @routes.post("/verified-domains")
    def new_domain() -> Response:
        email = check_address(read(shape.DOMAIN)["verification_email"])
        domain, code = email.rpartition("@")[2].lower(), secrets.token_hex(3)
        found = {"domain": domain, "verified": False, "authenticated": False, "code": code}
        found |= {"verification_email": email, "verification_sent": account.now()}
        items.put("domain", "", domain, found)
        sender = {"from_name": "Mailchimp", "from_email": "noreply@mailchimp.example"}
        post(account, sender, email, f"Bevestig het domein {domain}", f"Uw code: {code}\n", "")
        return answer(shown(found))

    @routes.get("/verified-domains/<domain>")
    def one_domain(domain: str) -> Response:
        return answer(shown(items.get("domain", "", domain)))

    @routes.post("/verified-domains/<domain>/actions/verify")
    def verify(domain: str) -> Response:
        found = items.get("domain", "", domain)
        if read(shape.DOMAIN_CODE)["code"] != found["code"]:
            raise bad_request("The verification code is not right.")
        return answer(shown(items.put("domain", "", domain, {**found, "verified": True})))


def add_batch_routes(routes: Blueprint, account: Account) -> None:
    """Add the routes of batches of operations."""
    items = account.items

    @routes.get("/batches")
    def batches() -> Response:
        return rows("batches", [show_batch(one) for one in items.all("batch")])

    @routes.post("/batches")
    def new_batch() -> Response:
        return answer(show_batch(add_batch(account, read(shape.BATCH)["operations"])))

    @routes.get("/batches/<batch_id>")
    def batch(batch_id: str) -> Response:
        return answer(show_batch(items.get("batch", "", batch_id)))

    @routes.delete("/batches/<batch_id>")
    def delete_batch(batch_id: str) -> Response:
        items.get("batch", "", batch_id)
        items.delete("batch", "", batch_id)
        return nothing()
