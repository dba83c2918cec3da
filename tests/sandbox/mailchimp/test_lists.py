"""Audiences, members and their shapes, by the real client."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.sandbox.mailchimp.conftest import (
    LIST,
    Account,
    mail_of,
    make_client,
    open_account,
    refusal,
)
from tests.servers import start_sandbox

Call = Callable[[Any, str], object]


@pytest.fixture(scope="module")
def list_id(account: Account) -> str:
    return account.audience("Anna", "Bram")


def member(**changes: Any) -> dict[str, Any]:
    return {"email_address": "nieuw@musea.example", "status": "subscribed", **changes}


SHAPES: list[tuple[str, Call, str, str]] = [
    (
        "unknown field",
        lambda c, i: c.lists.add_list_member(i, member(naam="x")),
        "naam",
        "This field is not part of the schema.",
    ),
    (
        "wrong enum",
        lambda c, i: c.lists.add_list_member(i, member(status="aan")),
        "status",
        "Data presented is not one of the accepted values: subscribed, unsubscribed, cleaned,"
        " pending, transactional.",
    ),
    (
        "wrong type",
        lambda c, i: c.lists.add_list_member(i, member(vip="ja")),
        "vip",
        "Schema describes boolean, string found instead",
    ),
    (
        "null",
        lambda c, i: c.lists.add_list_member(i, member(language=None)),
        "language",
        "Schema describes string, NULL found instead",
    ),
    (
        "missing",
        lambda c, i: c.lists.add_list_member(i, {"email_address": "nieuw@musea.example"}),
        "",
        "Required fields were not provided: status",
    ),
    (
        "tags in a put",
        lambda c, i: c.lists.set_list_member(
            i, "a" * 32, {"email_address": "a@b.example", "status_if_new": "pending", "tags": ["x"]}
        ),
        "tags",
        "This field is not part of the schema.",
    ),
    (
        "no such interest",
        lambda c, i: c.lists.add_list_member(i, member(interests={"0123456789": True})),
        "interests.0123456789",
        "Invalid interest ID: 0123456789",
    ),
    (
        "long tag",
        lambda c, i: c.lists.add_list_merge_field(
            i, {"name": "Naam", "type": "text", "tag": "ELFLETTERSX"}
        ),
        "tag",
        "This value is too long. It should have 10 characters or less.",
    ),
    (
        "schedule off the quarter",
        lambda c, i: c.campaigns.schedule(
            _draft(c, i), {"schedule_time": "2090-01-01T10:05:00+00:00"}
        ),
        "schedule_time",
        "Campaigns may only be scheduled on the quarter-hour (:00, :15, :30, :45).",
    ),
    (
        "nested",
        lambda c, _: c.campaigns.create({"type": "regular", "settings": {"subject_line": 3}}),
        "settings.subject_line",
        "Schema describes string, integer found instead",
    ),
    (
        "a member of a batch",
        lambda c, i: c.lists.batch_list_members(i, {"members": [member(), member(naam="x")]}),
        "members.item:1.naam",
        "This field is not part of the schema.",
    ),
    (
        "a condition",
        lambda c, i: c.lists.create_segment(
            i,
            {
                "name": "s",
                "options": {
                    "conditions": [
                        {
                            "condition_type": "Language",
                            "field": "language",
                            "op": "like",
                            "value": "nl",
                        }
                    ]
                },
            },
        ),
        "options.conditions.item:0.op",
        "Data presented is not one of the accepted values: is, not.",
    ),
    (
        "in a list",
        lambda c, _: c.batches.start({"operations": [{"method": "HEAD", "path": "/lists"}]}),
        "operations.item:0.method",
        "Data presented is not one of the accepted values: GET, POST, PUT, PATCH, DELETE.",
    ),
]


def _draft(client: Any, list_id: str) -> str:
    body = {"type": "regular", "recipients": {"list_id": list_id}}
    return str(client.campaigns.create(body)["id"])


@pytest.mark.parametrize(("call", "field", "message"), [one[1:] for one in SHAPES],
                         ids=[one[0] for one in SHAPES])  # fmt: skip
def test_a_wrong_shape_is_refused(
    account: Account, list_id: str, call: Call, field: str, message: str
) -> None:
    found = refusal(lambda: call(account.client, list_id))
    assert (found["status"], found["title"]) == (400, "Invalid Resource")
    assert found["errors"] == [{"field": field, "message": message}]


def test_a_member_goes_through_its_life(account: Account, list_id: str) -> None:
    lists, key = account.client.lists, mail_of("Cor")
    made = lists.add_list_member(list_id, {**member(email_address=key), "tags": ["bestuur"]})
    assert made["merge_fields"] == {"FNAME": "", "LNAME": ""}
    assert [one["name"] for one in made["tags"]] == ["bestuur"]
    exists = refusal(lambda: lists.add_list_member(list_id, member(email_address=key.upper())))
    assert exists["title"] == "Member Exists"
    changes = [{"name": "bestuur", "status": "inactive"}, {"name": "nieuw", "status": "active"}]
    reply = lists.update_list_member_tags(list_id, made["id"], {"tags": changes})
    assert reply.status_code == 204
    assert [one["name"] for one in lists.get_list_member_tags(list_id, made["id"])["tags"]] == [
        "nieuw"
    ]
    moved = lists.update_list_member(list_id, made["id"], {"email_address": "cc@musea.example"})
    assert moved["unique_email_id"] == made["unique_email_id"]
    assert moved["id"] != made["id"]
    assert lists.delete_list_member(list_id, moved["id"]).status_code == 204
    assert lists.get_list_member(list_id, moved["id"])["status"] == "archived"
    shown = lists.get_list_members_info(list_id, fields=["members.email_address", "total_items"])
    assert shown == {
        "members": [{"email_address": mail_of("Anna")}, {"email_address": mail_of("Bram")}],
        "total_items": 2,
    }


def test_interests_segments_and_templates(account: Account, list_id: str) -> None:
    lists = account.client.lists
    category = lists.create_list_interest_category(list_id, {"title": "Rol", "type": "checkboxes"})
    interest = lists.create_interest_category_interest(list_id, category["id"], {"name": "Bestuur"})
    lists.update_list_member(list_id, mail_of("Anna"), {"interests": {interest["id"]: True}})
    conditions = [
        ({"condition_type": "Interests", "field": f"interests-{category['id']}",
          "op": "interestcontains", "value": [interest["id"]]}, 1),
        ({"condition_type": "TextMerge", "field": "FNAME", "op": "contains", "value": "a"}, 2),
        ({"condition_type": "EmailAddress", "field": "EMAIL", "op": "starts", "value": "b"}, 1),
    ]  # fmt: skip
    for condition, count in conditions:
        body = {"name": "s", "options": {"match": "all", "conditions": [condition]}}
        assert lists.create_segment(list_id, body)["member_count"] == count
    static = lists.create_segment(list_id, {"name": "t", "static_segment": [mail_of("Anna")]})
    batch = {"members_to_add": [mail_of("Bram")], "members_to_remove": [mail_of("Anna")]}
    assert lists.batch_segment_members(batch, list_id, static["id"])["total_removed"] == 1
    inside = lists.get_segment_members_list(list_id, static["id"])["members"]
    assert [one["email_address"] for one in inside] == [mail_of("Bram")]
    one = {"email_address": mail_of("Anna")}
    added = lists.create_segment_member(list_id, static["id"], one)
    assert lists.get_list_member(list_id, added["id"])["tags_count"] == 1
    lists.remove_segment_member(list_id, static["id"], added["id"])
    assert lists.get_list_member(list_id, added["id"])["tags_count"] == 0
    unknown = {"condition_type": "Conversation", "field": "conversation", "op": "member"}
    body = {"name": "v", "options": {"match": "all", "conditions": [unknown]}}
    assert refusal(lambda: lists.create_segment(list_id, body))["status"] == 501
    page = "<div mc:edit='midden'>oud</div>"
    template = account.client.templates.create({"name": "Brief", "html": page})
    filled = account.client.campaigns.set_content(
        _draft(account.client, list_id),
        {"template": {"id": template["id"], "sections": {"midden": "<b>nieuw</b>"}}},
    )
    assert filled["html"] == "<div mc:edit='midden'><b>nieuw</b></div>"


def test_a_batch_of_members_tells_who_was_refused(account: Account, list_id: str) -> None:
    members = [member(email_address=f"r{n}@musea.example") for n in range(498)]
    members += [member(email_address="geen"), member(email_address=mail_of("Anna"))]
    reply = account.client.lists.batch_list_members(list_id, {"members": members})
    counts = [reply[one] for one in ("total_created", "total_updated", "error_count")]
    assert counts == [498, 0, 2]
    assert [one["error_code"] for one in reply["errors"]] == [
        "ERROR_GENERIC",
        "ERROR_CONTACT_EXISTS",
    ]
    too_many = {"members": [*members, member()]}
    refused = refusal(lambda: account.client.lists.batch_list_members(list_id, too_many))
    assert refused["detail"] == "You can only add up to 500 members at a time."


def test_lists_are_narrowed_and_ordered(account: Account) -> None:
    lists, list_id = account.client.lists, account.audience("Eva", "Finn", "Gijs")
    lists.update_list_member(list_id, mail_of("Finn"), {"vip": True})
    asked: list[tuple[dict[str, Any], list[str]]] = [
        ({"vip_only": True}, ["Finn"]),
        ({"sort_field": "last_changed", "sort_dir": "DESC", "count": 3}, ["Eva", "Finn", "Gijs"]),
        ({"offset": 1, "count": 1}, ["Finn"]),
        ({"since_last_changed": "2090-01-01T00:00:00+00:00"}, []),
        ({"status": "archived"}, []),
    ]
    for query, names in asked:
        found = lists.get_list_members_info(list_id, **query)["members"]
        assert sorted(one["email_address"] for one in found) == [mail_of(one) for one in names]
    for query, status in (
        ({"sort_field": "naam"}, 400),
        ({"since_last_changed": "gisteren"}, 400),
        ({"vip_only": "ja"}, 400),
        ({"unsubscribed_since": "2026-01-01"}, 501),
    ):
        url = f"{account.address}/3.0/lists/{list_id}/members"
        assert requests.get(url, query, auth=("x", "key"), timeout=5).status_code == status


def test_an_address_and_notes_are_changed(account: Account) -> None:
    lists, list_id = account.client.lists, account.audience("Eva")
    where = {"company": "Platform", "address1": "Brink 2", "city": "Assen", "country": "NL"}
    change = {**LIST, "contact": {**where, "state": "", "zip": "9401 HS"}}
    assert lists.update_list(list_id, change)["contact"]["address2"] == ""
    account.sent(list_id)  # the address stands in every letter
    key = mail_of("Eva")
    note = lists.create_list_member_note(list_id, key, {"note": "belde"})
    lists.update_list_member_note(list_id, key, note["id"], {"note": "belde terug"})
    assert lists.get_list_member(list_id, key)["last_note"]["note"] == "belde terug"
    assert lists.get_list_member_notes(list_id, key)["total_items"] == 1
    lists.delete_list_member_note(list_id, key, note["id"])
    assert "last_note" not in lists.get_list_member(list_id, key)


def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    folder = tmp_path
    with start_sandbox(folder) as address, open_account(address) as first:
        list_id = first.audience("Anna")
        campaign_id = first.sent(list_id)
        before = first.client.lists.get_list_member(list_id, mail_of("Anna"))
        first.client.lists.delete_list_member_permanent(list_id, mail_of("Anna"))
    with start_sandbox(folder, token="geheim") as address:
        assert refusal(make_client(address).ping.get)["title"] == "API Key Invalid"
        client = make_client(address)
        client.set_config({"api_key": "geheim-us1", "server": "us1"})
        client.api_client.host = f"{address}/3.0"
        assert client.campaigns.get(campaign_id)["emails_sent"] == 1
        again = refusal(
            lambda: client.lists.add_list_member(
                list_id, member(email_address=before["email_address"])
            )
        )
        assert again["title"] == "Forgotten Email Not Subscribed"


def test_what_is_not_known_is_refused(account: Account) -> None:
    reply = requests.get(f"{account.address}/3.0/automations", auth=("x", "key"), timeout=5)
    assert reply.status_code == 501
    assert reply.headers["Content-Type"].startswith("application/problem+json")
    assert refusal(lambda: account.client.lists.get_list("nergens"))["status"] == 404
    assert refusal(lambda: account.client.lists.create_list({**LIST, "name": 3}))["status"] == 400
