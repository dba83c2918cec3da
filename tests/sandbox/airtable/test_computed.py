"""Computed fields, read through the ORM of the real client and as plain records."""

from pyairtable import Base
from pyairtable.orm import Model
from pyairtable.orm import fields as f

from tests.sandbox.airtable.wrapper_base import BASE_ID, SOMEONE


def test_the_orm_saves_and_reads_links_and_dates(base: Base) -> None:
    class Address(Model):
        class Meta:
            base_id = BASE_ID
            table_name = "Address"
            api_key = "key"

        street = f.TextField("Street")

    Address.meta.table.api.endpoint_url = base.api.endpoint_url
    street = Address(street="123 Han")
    assert street.save().created
    assert Address.from_id(street.id).street == "123 Han"
    assert street.delete()


def test_every_computed_field(base: Base) -> None:
    everything = base.table("EVERYTHING")
    made = everything.create({"Name": "x", "Decimal 1": 2.5})
    assert made["fields"]["Formula NaN"] == {"specialValue": "NaN"}
    assert made["fields"]["Formula Error"] == {"error": "#ERROR!"}
    assert "Lookup Int" not in made["fields"]
    fields = everything.update(made["id"], {"Link to Self": [made["id"]]})["fields"]
    wanted = {
        "Formula Int": 4,
        "Formula Float": 1.25,
        "Formula Text": "Hello x",
        "Link to Self": [made["id"]],
        "Link to Self (Count)": 1,
        "Rollup Int": 4,
        "Rollup Error": {"error": "#ERROR!"},
        "Lookup Int": [4],
        "Lookup Error": [{"error": "#ERROR!"}],
        "Autonumber": made["fields"]["Autonumber"],
        "Created": made["createdTime"],
        "Created By": base.api.whoami()["id"],
        "Open URL": {"label": "Open URL", "url": None},
    }
    fields["Created By"] = fields["Created By"]["id"]
    assert {key: fields.get(key) for key in wanted} == wanted


def test_a_loaded_base_brings_its_people_numbers_and_options(base: Base) -> None:
    everything = base.table("EVERYTHING")
    loaded = everything.get("recSomeone0000001")
    assert loaded["createdTime"] == "2024-01-02T03:04:05.000Z"
    assert loaded["fields"]["Assignee"] == SOMEONE
    assert loaded["fields"]["Autonumber"] == 7
    assert loaded["fields"]["Last Modified"] == loaded["createdTime"]
    made = everything.create({"Assignee": {"email": SOMEONE["email"]}})
    assert made["fields"]["Assignee"] == SOMEONE
    assert made["fields"]["Autonumber"] > 7


def test_last_modified_moves_with_cells_and_not_with_formulas(base: Base) -> None:
    everything = base.table("EVERYTHING")
    first = everything.create({"Name": "one"})
    second = everything.create({"Name": "two", "Link to Self": [first["id"]]})
    modified = everything.get(second["id"])["fields"]["Last Modified"]
    everything.update(first["id"], {"Name": "longer"})
    after = everything.get(second["id"])["fields"]
    assert (after["Lookup Int"], after["Last Modified"]) == ([9], modified)
    everything.update(second["id"], {"Name": "two"})
    assert everything.get(second["id"])["fields"]["Last Modified"] == modified
    everything.update(second["id"], {"Name": "three"})
    assert everything.get(second["id"])["fields"]["Last Modified"] > modified


def test_an_autonumber_is_never_given_twice(base: Base) -> None:
    everything = base.table("EVERYTHING")
    first = everything.create({"Name": "youngest"})
    everything.delete(first["id"])
    second = everything.create({"Name": "younger"})
    assert second["fields"]["Autonumber"] == first["fields"]["Autonumber"] + 1
