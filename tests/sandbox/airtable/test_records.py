"""Records through the real client: what pyairtable's own integration tests do, and more."""

from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from pyairtable import Api, Base, Table
from pyairtable import formulas as fo

from tests.sandbox.airtable.wrapper_base import BASE_ID, NUM_ID, TABLE_ID, TEXT_ID


def refusal(call: Any, *args: Any, **kwargs: Any) -> tuple[int, Any]:
    """Return status and error of a call that is refused."""
    with pytest.raises(requests.HTTPError) as caught:
        call(*args, **kwargs)
    body = caught.value.response.json()
    return caught.value.response.status_code, body["error"]


def test_a_record_is_created_changed_replaced_and_deleted(table: Table) -> None:
    made = table.create({"text": "A", "number": 1, "boolean": True})
    assert made["fields"] == {"text": "A", "number": 1, "boolean": True}
    assert table.update(made["id"], {"text": "B"})["fields"] == {
        "text": "B",
        "number": 1,
        "boolean": True,
    }
    assert table.update(made["id"], {"number": 2}, replace=True)["fields"] == {"number": 2}
    assert table.get(made["id"]) == {**made, "fields": {"number": 2}}
    assert table.delete(made["id"]) == {"id": made["id"], "deleted": True}
    assert refusal(table.get, made["id"]) == (404, "NOT_FOUND")


def test_empty_values_are_left_out_and_zero_stays(table: Table) -> None:
    made = table.create({"text": "", "number": 0, "boolean": False, "attachment": []})
    assert made["fields"] == {"number": 0}


def test_batches_are_split_by_ten(table: Table) -> None:
    made = table.batch_create([{"text": str(number)} for number in range(15)])
    changed = table.batch_update([{"id": one["id"], "fields": {"text": "C"}} for one in made])
    assert [one["fields"] for one in changed] == [{"text": "C"}] * 15
    assert len(table.batch_delete([one["id"] for one in made])) == 15
    assert table.all() == []


def test_eleven_records_are_too_many(table: Table) -> None:
    rows = [{"fields": {"text": "x"}}] * 11
    status, error = refusal(table.api.post, table.urls.records, json={"records": rows})
    assert (status, error["type"]) == (422, "INVALID_RECORDS")
    assert table.all() == []


def test_fields_are_named_by_id_when_asked(table: Table) -> None:
    made = table.create({TEXT_ID: "Hello"}, use_field_ids=True)
    assert made["fields"] == {TEXT_ID: "Hello"}
    assert table.update(made["id"], {TEXT_ID: "Bye"})["fields"] == {"text": "Bye"}
    assert table.all(use_field_ids=True) == [{**made, "fields": {TEXT_ID: "Bye"}}]


@pytest.mark.parametrize("formula", ["", f"text != '{'x' * 17000}'"])
@pytest.mark.parametrize(
    "options",
    [
        {"view": "view"},
        {"max_records": 1},
        {"page_size": 1},
        {"offset": ""},
        {"fields": ["text", "number"]},
        {"cell_format": "json"},
        {"sort": ["text", "-number"]},
        {"time_zone": "utc"},
        {"user_locale": "en-ie"},
    ],
)
def test_every_option_of_a_list_works_by_get_and_by_post(
    table: Table, formula: str, options: dict[str, Any]
) -> None:
    made = table.create({"text": "abracadabra"})
    extra = {"formula": formula} if formula else {}
    assert table.all(**options, **extra) == [made]


@pytest.mark.parametrize(
    "query",
    [
        "timeZone=Mars/Crater",
        "sort=text",
        "sort[0][field]=text&sort[0][direction]=down",
        "recordMetadata[]=everything",
        "pageSize=101",
        "maxRecords=0",
        "cellFormat=string",
    ],
)
def test_a_parameter_of_the_wrong_form_is_refused(table: Table, query: str) -> None:
    url = f"{table.urls.records}?{query}"
    status, error = refusal(table.api.get, url)
    assert (status, error["type"]) == (422, "INVALID_REQUEST_UNKNOWN")


@pytest.mark.parametrize("body", [{"fields": "text"}, {"sort": "text"}, {"sort": [{"field": 5}]}])
def test_a_posted_parameter_of_the_wrong_form_is_refused(table: Table, body: Any) -> None:
    status, error = refusal(table.api.post, f"{table.urls.records}/listRecords", json=body)
    assert (status, error["type"]) == (422, "INVALID_REQUEST_UNKNOWN")


def test_a_url_of_over_16000_characters_is_refused(address: str) -> None:
    url = f"{address}/v0/{BASE_ID}/{TABLE_ID}?filterByFormula={'x' * 16_000}"
    reply = requests.get(url, headers={"Authorization": "Bearer key"}, timeout=5)
    assert reply.status_code == 414


def test_records_are_sorted_by_several_fields(table: Table) -> None:
    table.batch_create(
        [{"text": text, "number": number} for text, number in (("b", 1), ("a", 1), ("c", 2))]
    )
    table.create({"text": "empty"})
    names = [one["fields"]["text"] for one in table.all(sort=["-number", "text"])]
    assert names == ["c", "a", "b", "empty"]
    assert [one["fields"]["text"] for one in table.all(sort=["number", "-text"])] == [
        "empty",
        "b",
        "a",
        "c",
    ]


def test_formulas_of_the_client_find_records(table: Table) -> None:
    moment = fo.to_formula_str(datetime(2027, 3, 2, 10, 30, tzinfo=UTC)).strip("'\"")
    made = table.create({"text": 'Mike\'s "Thing"', "number": 12.5, "boolean": True})
    dated = table.create({"datetime": "2027-03-02T10:30:00.000Z"})
    assert moment
    assert table.first(formula=fo.match({"text": 'Mike\'s "Thing"', "number": 12.5})) == made
    assert table.first(formula=fo.match({"text": 'Mike\'s "Thing"', "number": 0})) is None
    assert table.first(formula=fo.match({"text": "no", "number": 12.5}, match_any=True)) == made
    assert table.first(formula=fo.match({"boolean": True})) == made
    assert table.all(formula=fo.match({"datetime": datetime(2027, 3, 2, 10, 30, tzinfo=UTC)})) == [
        dated
    ]
    assert table.all(formula="FIND('2027-03-02', {datetime})") == [dated]


def test_upserts_update_what_matches_and_create_the_rest(table: Table) -> None:
    one, two = table.batch_create([{"text": "One"}, {"text": "Two"}])
    result = table.batch_upsert(
        [
            {"id": one["id"], "fields": {"number": 3}},
            {"fields": {"text": "Two", "number": 4}},
            {"fields": {"text": "Three", "number": 5}},
        ],
        key_fields=["text"],
    )
    assert set(result["updatedRecords"]) == {one["id"], two["id"]}
    assert len(result["createdRecords"]) == 1
    assert [record["fields"] for record in result["records"]] == [
        {"text": "One", "number": 3},
        {"text": "Two", "number": 4},
        {"text": "Three", "number": 5},
    ]
    result = table.batch_upsert(
        [
            {"id": one["id"], "fields": {"number": 3}},
            {"fields": {"text": "Two"}},
            {"fields": {"text": None, "number": 7}},
        ],
        key_fields=["text"],
        replace=True,
    )
    assert [record["fields"] for record in result["records"]] == [
        {"number": 3},
        {"text": "Two"},
        {"number": 7},
    ]
    by_id = table.batch_upsert(
        [{"fields": {"text": "Two", "number": 8}}], key_fields=["text"], use_field_ids=True
    )
    assert by_id["records"][0]["fields"] == {TEXT_ID: "Two", NUM_ID: 8}


def test_an_upsert_that_matches_several_records_changes_nothing(table: Table) -> None:
    before = table.batch_create([{"text": "same"}, {"text": "same"}])
    rows = [{"fields": {"text": "new"}}, {"fields": {"text": "same", "number": 1}}]
    status, error = refusal(table.batch_upsert, rows, key_fields=["text"])
    assert (status, error["type"]) == (422, "INVALID_RECORDS")
    assert table.all() == before


def test_no_record_is_written_twice_in_one_request(table: Table) -> None:
    one = table.create({"text": "one", "number": 1})
    twice: dict[str, Any] = {"fields": {"text": "one"}}
    for rows in ([twice, twice], [twice, {"id": one["id"], "fields": {"number": 2}}]):
        status, error = refusal(table.batch_upsert, rows, key_fields=["text"])
        assert (status, error["type"]) == (422, "INVALID_RECORDS")
        assert "same record multiple times" in error["message"]
    rows = [{"id": one["id"], "fields": {"number": 2}}] * 2
    status, error = refusal(table.batch_update, rows)
    assert (status, error["type"]) == (422, "INVALID_RECORDS")
    assert table.all() == [one]
    new = table.batch_upsert([{"fields": {"text": "new"}}] * 2, key_fields=["text"])
    assert (len(set(new["createdRecords"])), new["updatedRecords"]) == (2, [])


@pytest.mark.parametrize("keys", [[], ["text", "number", "boolean", "datetime"], ["attachment"]])
def test_upserts_merge_on_one_to_three_fields(table: Table, keys: list[str]) -> None:
    body = {
        "performUpsert": {"fieldsToMergeOn": keys},
        "records": [{"fields": {"text": "x", "attachment": []}}],
    }
    status, _ = refusal(table.api.request, "PATCH", table.urls.records, json=body)
    assert status == 422


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"nope": 1}, "UNKNOWN_FIELD_NAME"),
        ({"number": "12"}, "INVALID_VALUE_FOR_COLUMN"),
        ({"text": 12}, "INVALID_VALUE_FOR_COLUMN"),
        ({"boolean": "yes"}, "INVALID_VALUE_FOR_COLUMN"),
        ({"datetime": "soon"}, "INVALID_VALUE_FOR_COLUMN"),
        ({"attachment": "x"}, "INVALID_ATTACHMENT_OBJECT"),
    ],
)
def test_wrong_values_are_refused_with_airtables_words(
    table: Table, fields: dict[str, Any], kind: str
) -> None:
    status, error = refusal(table.create, fields)
    assert (status, error["type"]) == (422, kind)
    assert table.all() == []


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("INVALID_MULTIPLE_CHOICE_OPTIONS", {"Status": "Maybe"}),
        ("INVALID_VALUE_FOR_COLUMN", {"Autonumber": 1}),
        ("INVALID_VALUE_FOR_COLUMN", {"Formula Int": 1}),
        ("INVALID_VALUE_FOR_COLUMN", {"Address": "recX"}),
        ("ROW_DOES_NOT_EXIST", {"Address": ["recNotThere000000"]}),
        ("INVALID_VALUE_FOR_COLUMN", {"Stars": 6}),
        ("INVALID_VALUE_FOR_COLUMN", {"Assignee": {"id": "usrNobody00000000"}}),
    ],
)
def test_each_type_refuses_what_it_cannot_hold(
    base: Base, kind: str, fields: dict[str, Any]
) -> None:
    status, error = refusal(base.table("EVERYTHING").create, fields)
    assert (status, error["type"]) == (422, kind)


def test_both_ends_of_a_link_say_the_same(base: Base) -> None:
    contacts, addresses = base.table("Contact"), base.table("Address")
    street = addresses.create({"Street": "Brink 1"})
    person = contacts.create({"First Name": "Jan", "Address": [street["id"]]})
    assert addresses.get(street["id"])["fields"]["Contact"] == [person["id"]]
    addresses.update(street["id"], {"Contact": []})
    assert "Address" not in contacts.get(person["id"])["fields"]
    addresses.update(street["id"], {"Contact": [person["id"]]})
    contacts.delete(person["id"])
    assert addresses.get(street["id"])["fields"] == {"Street": "Brink 1"}
    addresses.delete(street["id"])


def test_a_list_keeps_its_picture_while_records_change(table: Table) -> None:
    made = table.batch_create([{"text": str(number)} for number in range(12)])
    pages = table.iterate(page_size=5)
    first = next(pages)
    table.delete(made[7]["id"])
    table.create({"text": "later"})
    rest = [record for page in pages for record in page]
    assert [*first, *rest] == made


def test_a_lost_iterator_says_so(table: Table, address: str) -> None:
    table.batch_create([{"text": str(number)} for number in range(3)])
    page = table.api.get(table.urls.records, params={"pageSize": 2})
    assert page["offset"].startswith("itr")
    requests.delete(f"{address}/sandbox/iterators", timeout=5)
    status, error = refusal(
        table.api.get, table.urls.records, params={"pageSize": 2, "offset": page["offset"]}
    )
    assert (status, error["type"]) == (422, "LIST_RECORDS_ITERATOR_NOT_AVAILABLE")


def test_cells_as_text(base: Base) -> None:
    everything = base.table("EVERYTHING")
    made = everything.create(
        {
            "Name": "text",
            "Date": "2027-03-02",
            "DateTime": "2027-03-02T10:05:00.000Z",
            "Dollars": 3.5,
            "Percent": 0.25,
            "Duration (h:mm)": 5400,
            "Tags": ["red", "blue"],
            "Done": True,
        }
    )
    shown = everything.get(
        made["id"], cell_format="string", time_zone="Europe/Amsterdam", user_locale="nl"
    )["fields"]
    wanted = {
        "Date": "2-3-2027",
        "DateTime": "2-3-2027 11:05",
        "Dollars": "$3.50",
        "Percent": "25%",
        "Duration (h:mm)": "1:30",
        "Tags": "red, blue",
        "Done": "checked",
        "Created By": "Koppeling (API)",
    }
    assert {key: shown[key] for key in wanted} == wanted


def test_comments(api: Api, table: Table) -> None:
    record = table.create({"text": "Text"})
    me = api.whoami()["id"]
    table.add_comment(record["id"], f"A comment from @[{me}]")
    (comment,) = table.comments(record["id"])
    assert (comment.author.id, comment.mentioned[me].id) == (me, me)
    (counted,) = table.all(count_comments=True)
    assert counted["commentCount"] == 1
    comment.text = "Never mind!"
    comment.save()
    assert (comment.mentioned, comment.last_updated_time is None) == ({}, False)
    comment.delete()
    assert table.comments(record["id"]) == []


def test_unknown_things_are_refused_as_airtable_does(api: Api, address: str) -> None:
    denied = (403, "INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND")
    for table in (api.table("appUnknown0000000", "T"), api.table(BASE_ID, "Unknown")):
        status, error = refusal(table.all)
        assert (status, error["type"]) == denied
    found = api.table(BASE_ID, "TEST_TABLE")
    status, error = refusal(found.all, view="no such view")
    assert (status, error["type"]) == (422, "VIEW_NAME_NOT_FOUND")
    status, error = refusal(found.all, formula="{nope} = 1")
    assert (status, error["type"]) == (422, "INVALID_FILTER_BY_FORMULA")
    status, error = refusal(found.all, formula="AND(")
    assert (status, error["type"]) == (422, "INVALID_FILTER_BY_FORMULA")
    reply = requests.get(f"{address}/v0/{BASE_ID}/TEST_TABLE", timeout=5)
    assert (reply.status_code, reply.json()["error"]["type"]) == (401, "AUTHENTICATION_REQUIRED")
    reply = requests.get(
        f"{address}/v0/a/b/c/d/e", headers={"Authorization": "Bearer x"}, timeout=5
    )
    assert (reply.status_code, reply.json()) == (404, {"error": "NOT_FOUND"})
