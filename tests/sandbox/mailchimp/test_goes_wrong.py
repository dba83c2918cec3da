"""Each row of "What goes wrong for others" (contracts/mailchimp.md), by a naive client.

That it does not go wrong for us is shown by: 1 and 3 `tests/workflows/test_audience.py` and
`tests/channels/mailchimp/test_members.py`; 2 `test_audience.py` (the brake); 4 and 7
`tests/museum/test_audiences.py`; 5 `test_members.py` (refused once, not tried again); 6 and 10
`tests/webhooks/test_newsletter.py`; 8 and 9 `tests/workflows/test_newsletter_sending.py`.
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
import requests
from mailchimp_marketing.api_client import ApiClientError

from tests.sandbox.mailchimp.conftest import Account, mail_of, refusal
from tests.sandbox.mailchimp.listening import Listener, listening
from tests.waiting import wait_until


def sync(account: Account, list_id: str, wanted: list[str], status: str = "subscribed") -> Any:
    """Do as naive syncs do: subscribe who is wanted, and do not read what comes back."""
    members = [{"email_address": mail_of(one), "status": status} for one in wanted]
    body = {"members": members, "update_existing": True}
    return account.client.lists.batch_list_members(list_id, body)


def status_of(account: Account, list_id: str, name: str) -> str:
    key = hashlib.md5(mail_of(name).lower().encode()).hexdigest()
    return str(account.client.lists.get_list_member(list_id, key)["status"])


def letter_link(account: Account, name: str) -> str:
    headers = dict(account.mails(name)[-1]["headers"])
    return str(headers["List-Unsubscribe"].strip(" <>")).rpartition("/")[0]


def resubscribed(account: Account) -> None:
    list_id = account.audience("Anna", "Bram")
    account.sent(list_id)
    requests.post(f"{letter_link(account, 'Anna')}/unsubscribe", timeout=5)
    account.client.lists.update_list_member(list_id, mail_of("Bram"), {"status": "unsubscribed"})
    reply = sync(account, list_id, ["Anna", "Bram"])
    # Who left by the link is kept out, with a 200; who was taken off by a program comes back.
    assert [one["email_address"] for one in reply["errors"]] == [mail_of("Anna")]
    assert "is in a compliance state due to unsubscribe" in reply["errors"][0]["error"]
    assert status_of(account, list_id, "Anna") == "unsubscribed"
    assert status_of(account, list_id, "Bram") == "subscribed"
    body = {"email_address": mail_of("Anna"), "status_if_new": "subscribed", "status": "subscribed"}
    refused = refusal(lambda: account.client.lists.set_list_member(list_id, mail_of("Anna"), body))
    assert refused["title"] == "Member In Compliance State"
    # Only a fresh consent may ask again, and the reader answers it.
    sync(account, list_id, ["Anna"], "pending")
    assert status_of(account, list_id, "Anna") == "pending"
    link = account.mails("Anna")[-1]["text"].split()[-1]
    requests.post(link, timeout=5)
    assert status_of(account, list_id, "Anna") == "subscribed"


def emptied(account: Account) -> None:
    list_id = account.audience("Anna", "Bram", "Cor")
    wanted: list[str] = []  # a filter that changed
    there = account.client.lists.get_list_members_info(list_id, status="subscribed", count=1000)
    for one in there["members"]:
        if one["email_address"] not in wanted:
            account.client.lists.delete_list_member(list_id, one["id"])
    assert account.client.lists.get_list(list_id)["stats"]["member_count"] == 0
    assert status_of(account, list_id, "Anna") == "archived"


def erased(account: Account) -> None:
    list_id = account.audience("Anna")
    account.client.lists.delete_list_member_permanent(list_id, mail_of("Anna"))
    with pytest.raises(ApiClientError) as gone:
        status_of(account, list_id, "Anna")
    assert gone.value.status_code == 404  # as if it were a new contact
    reply = sync(account, list_id, ["Anna"])
    assert "was permanently deleted and cannot be re-imported" in reply["errors"][0]["error"]
    body = {"email_address": mail_of("Anna"), "status": "subscribed"}
    refused = refusal(lambda: account.client.lists.add_list_member(list_id, body))
    assert refused["title"] == "Forgotten Email Not Subscribed"


def shared(account: Account) -> None:
    list_id = account.audience()
    for name, address in (("Anna", "Info@Musea.example"), ("Bram", "info@musea.example")):
        body = {"email_address": address, "status_if_new": "subscribed"}
        body["merge_fields"] = {"FNAME": name}  # type: ignore[assignment] # JSON
        key = hashlib.md5(address.lower().encode()).hexdigest()
        account.client.lists.set_list_member(list_id, key, body)
    there = account.client.lists.get_list_members_info(list_id)["members"]
    assert [one["merge_fields"]["FNAME"] for one in there] == ["Bram"]  # Anna is gone
    reply = sync(account, list_id, ["een@musea.example", "EEN@musea.example"])
    assert [one["error"] for one in reply["errors"]] == [
        "EEN@musea.example was given twice in this batch."
    ]


def fake(account: Account) -> None:
    list_id = account.audience()
    for _ in range(3):  # for ever, if nobody reads the errors
        reply = sync(account, list_id, ["jan@example.com", "fake@musea.example", "geen adres"])
        assert (reply["total_created"], reply["error_count"]) == (0, 3)
        said = [one["error"] for one in reply["errors"]]
        assert "jan@example.com looks fake or invalid, please enter a real email address." in said
        assert said[-1].startswith("Please provide a valid email address")


def cleaned(account: Account) -> None:
    list_id = account.audience("Anna")
    account.sent(list_id)
    requests.post(f"{letter_link(account, 'Anna')}/hard", timeout=5)
    assert status_of(account, list_id, "Anna") == "cleaned"
    change = {"merge_fields": {"FNAME": "An"}}
    refused = refusal(
        lambda: account.client.lists.update_list_member(list_id, mail_of("Anna"), change)
    )
    assert refused["title"] == "Member In Compliance State"


def merge_fields(account: Account) -> None:
    list_id = account.audience()
    field = {"name": "Museum", "tag": "MUSEUM", "type": "text", "required": True}
    account.client.lists.add_list_merge_field(list_id, field)
    members = [
        {"email_address": mail_of(name), "status": "subscribed", "merge_fields": {"MUSEUM": text}}
        for name, text in (("Anna", ""), ("Bram", "x" * 256), ("Cor", "Het Huis"))
    ]
    reply = account.client.lists.batch_list_members(list_id, {"members": members})
    refused = [(one["email_address"], one["field"]) for one in reply["errors"]]
    assert refused == [(mail_of("Anna"), "MUSEUM"), (mail_of("Bram"), "MUSEUM")]
    one = refusal(lambda: account.client.lists.add_list_member(list_id, members[0]))
    assert one["detail"] == "Your merge fields were invalid."
    assert one["errors"] == [{"field": "MUSEUM", "message": "Please enter a value"}]


def not_ready(account: Account) -> None:
    campaign_id = account.campaign(account.audience(), "<p>Leeg</p>", reply_to="ik@ander.example")
    refused = refusal(lambda: account.client.campaigns.send(campaign_id))
    assert "Your Campaign is not ready to send" in refused["detail"]
    checklist = account.client.campaigns.get_send_checklist(campaign_id)
    wrong = [one["heading"] for one in checklist["items"] if one["type"] == "error"]
    assert not checklist["is_ready"]
    assert wrong == ["Audience", "Replies", "Unsubscribe", "Address"]


def sent_twice(account: Account) -> None:
    list_id = account.audience("Tine")
    account.order(match="POST /actions/send$", times=1, kind="lost-reply")

    def make_and_send() -> str:
        campaign_id = account.campaign(list_id)
        account.client.campaigns.send(campaign_id)
        return campaign_id

    with pytest.raises(ApiClientError) as lost:
        make_and_send()
    assert lost.value.status_code is None
    account.wait_sent(make_and_send())
    wait_until(lambda: len(account.mails("Tine")) == 2)
    sent = account.client.campaigns.list(list_id=list_id, status="sent")["campaigns"]
    again = refusal(lambda: account.client.campaigns.send(sent[0]["id"]))
    assert "status sent" in again["detail"]  # it tells, when it is asked


def echoed(account: Account) -> None:
    listener: Listener
    with listening() as listener:
        for api, expected in ((False, 0), (True, 1)):
            list_id = account.audience("Anna")
            hook = {
                "url": f"{listener.address}?list={list_id}",
                "events": {"profile": True},
                "sources": {"user": True, "admin": True, "api": api},
            }
            account.client.lists.create_list_webhook(list_id, hook)
            change = {"merge_fields": {"FNAME": "An"}}
            account.client.lists.update_list_member(list_id, mail_of("Anna"), change)
            if expected:
                wait_until(lambda: listener.forms)
            assert len(listener.forms) == expected
        form = listener.forms[0]
        assert (form["type"], form["data[merges][FNAME]"]) == ("profile", "An")


NAIVE: list[Callable[[Account], None]] = [
    resubscribed,
    emptied,
    erased,
    shared,
    fake,
    cleaned,
    merge_fields,
    not_ready,
    sent_twice,
    echoed,
]


@pytest.mark.parametrize("run", NAIVE, ids=lambda run: str(run.__name__))
def test_what_goes_wrong_for_a_naive_client(
    account: Account, run: Callable[[Account], None]
) -> None:
    requests.delete(f"{account.address}/sandbox/mails", timeout=5)
    run(account)


def test_odd_replies_pass_the_client_silently(account: Account) -> None:
    account.order(match="GET /3.0/ping", times=1, kind="status", status=502, body="")
    reply = account.client.ping.get()
    assert isinstance(reply, requests.Response)
    assert (reply.status_code, reply.text) == (502, "")
    account.order(match="GET /3.0/ping", times=1, kind="status", status=429)
    with pytest.raises(ApiClientError) as caught:
        account.client.ping.get()
    assert str(caught.value) == ""
    assert json.loads(caught.value.text)["title"] == "Too Many Requests"
