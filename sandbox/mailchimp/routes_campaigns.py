"""Campaigns, templates, reports, verified domains and batches."""

import secrets

from flask import Blueprint, Response, request

from sandbox.mailchimp import shape_text as shape
from sandbox.mailchimp.account import Account
from sandbox.mailchimp.addresses import check_address
from sandbox.mailchimp.answers import answer, bare_answer, bare_rows, nothing, page, read, rows
from sandbox.mailchimp.batches import add_batch, show_batch
from sandbox.mailchimp.blanks import TEMPLATE, filled
from sandbox.mailchimp.campaigns import Campaigns, editable_parts
from sandbox.mailchimp.errors import bad_request
from sandbox.mailchimp.items import Item
from sandbox.mailchimp.optin import post
from sandbox.mailchimp.queries import chosen_word, narrowed, not_asked

_ONE = "/campaigns/<campaign_id>"
_STATUSES = (
    "save", "paused", "schedule", "sending", "sent", "canceled", "canceling", "archived",
)  # fmt: skip


def add_campaign_routes(routes: Blueprint, account: Account) -> None:
    """Add the routes of campaigns and what they say."""
    campaigns = Campaigns(account)

    @routes.get("/campaigns")
    def all_campaigns() -> Response:
        not_asked("member_id")
        chosen_word("type", shape.CAMPAIGN_TYPES)
        found = narrowed(
            account.items.all("campaign", "", chosen_word("status", _STATUSES)),
            moments={"send_time": "send_time", "create_time": "create_time"},
            equal={"type": "type", "list_id": "recipients.list_id",
                   "folder_id": "settings.folder_id"},
            sort=("create_time", "send_time"),
        )  # fmt: skip
        offset, count = page()
        shown = [campaigns.show(one) for one in found[offset : offset + count]]
        return rows("campaigns", shown, len(found))

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
        return answer(campaigns.show_content(campaign_id))

    @routes.put(f"{_ONE}/content")
    def fill(campaign_id: str) -> Response:
        campaigns.fill(campaign_id, read(shape.CONTENT))
        return answer(campaigns.show_content(campaign_id))

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


def add_template_routes(routes: Blueprint, account: Account) -> None:
    """Add the routes of templates."""
    items = account.items

    @routes.get("/templates")
    def templates() -> Response:
        not_asked("folder_id", "created_by", "before_date_edited", "since_date_edited")
        found = narrowed(
            items.all("template"),
            moments={"date_created": "date_created"},
            equal={"type": "type", "category": "category"},
            sort=("date_created", "name"),
        )
        return rows("templates", [_template(one) for one in found])

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
            found = {**found, **read(shape.TEMPLATE), "date_edited": account.now()}
            items.put("template", "", template_id, found)
        return answer(_template(found))

    @routes.get("/templates/<template_id>/default-content")
    def default_content(template_id: str) -> Response:
        return answer({"sections": editable_parts(items.get("template", "", template_id)["html"])})


def _template(found: Item) -> Item:
    return filled(TEMPLATE, {name: value for name, value in found.items() if name != "html"})


def add_domain_routes(routes: Blueprint, account: Account) -> None:
    """Add the routes by which a domain is shown to be one's own."""
    items = account.items

    def shown(found: Item) -> Item:
        own = {name: value for name, value in found.items() if name != "code"}
        status = "VERIFIED" if found["verified"] else "VERIFICATION_IN_PROGRESS"
        return {**own, "status": status, "is_free_email_provider": False}

    @routes.get("/verified-domains")
    def domains() -> Response:
        return bare_rows("domains", [shown(one) for one in items.all("domain")])

    @routes.post("/verified-domains")
    def new_domain() -> Response:
        email = check_address(read(shape.DOMAIN)["verification_email"])
        domain, code = email.rpartition("@")[2].lower(), secrets.token_hex(3)
        found = {"domain": domain, "verified": False, "authenticated": False, "code": code}
        found |= {"verification_email": email, "verification_sent": account.now()}
        if items.find("domain", "", domain):
            raise bad_request(f"The domain {domain} has been added already.")
        items.put("domain", "", domain, found)
        sender = {"from_name": "Mailchimp", "from_email": "noreply@mailchimp.example"}
        post(account, sender, email, f"Bevestig het domein {domain}", f"Uw code: {code}\n", "")
        return bare_answer(shown(found))

    @routes.get("/verified-domains/<domain>")
    def one_domain(domain: str) -> Response:
        return bare_answer(shown(items.get("domain", "", domain)))

    @routes.delete("/verified-domains/<domain>")
    def delete_domain(domain: str) -> Response:
        items.get("domain", "", domain)
        items.delete("domain", "", domain)
        return nothing()

    @routes.post("/verified-domains/<domain>/actions/verify")
    def verify(domain: str) -> Response:
        found = items.get("domain", "", domain)
        if read(shape.DOMAIN_CODE)["code"] != found["code"]:
            raise bad_request("The verification code is not right.")
        return bare_answer(shown(items.put("domain", "", domain, {**found, "verified": True})))


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
