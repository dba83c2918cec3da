"""Rules that hold whatever is written: links have two ends, and the disk knows what we know."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.airtable.archive import load_bases
from sandbox.airtable.base import API, AirtableService
from sandbox.airtable.loading import BaseLoader
from sandbox.options import SandboxOptions
from sandbox.services import build_services
from tests.sandbox.airtable.wrapper_base import (
    ADDRESS,
    ADDRESS_CONTACT,
    BASE_ID,
    CONTACT,
    CONTACT_ADDRESS,
    wrapper_base,
)

_ENDS = {CONTACT: (CONTACT_ADDRESS, ADDRESS), ADDRESS: (ADDRESS_CONTACT, CONTACT)}
_STEPS = st.lists(
    st.tuples(
        st.sampled_from([CONTACT, ADDRESS]),
        st.sampled_from(["create", "link", "delete"]),
        st.integers(0, 9),
        st.lists(st.integers(0, 9), max_size=4),
    ),
    max_size=12,
)


def take_step(
    airtable: AirtableService, table: str, action: str, which: int, others: list[int]
) -> None:
    """Do one thing to a table, with whatever records there are."""
    records = airtable.base(BASE_ID).records
    field, other_table = _ENDS[table]
    known, targets = list(records[table]), list(records[other_table])
    links = [targets[one % len(targets)] for one in others] if targets else []
    if action == "create":
        airtable.create_records(BASE_ID, table, [{field: links}], API)
    elif known and action == "link":
        airtable.write_cells(BASE_ID, table, known[which % len(known)], {field: links}, API)
    elif known:
        airtable.delete_records(BASE_ID, table, [known[which % len(known)]], API)


def links_of(airtable: AirtableService, table: str) -> set[tuple[str, str]]:
    """Every link of a table's link field, as pairs of record and linked record."""
    field = _ENDS[table][0]
    records = airtable.base(BASE_ID).records[table].values()
    return {(one.id, other) for one in records for other in one.cells.get(field, ())}


@settings(max_examples=30, deadline=None)
@given(steps=_STEPS)
def test_links_have_two_ends_and_the_disk_knows_all(
    steps: list[tuple[str, str, int, list[int]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        services = build_services(SandboxOptions(data=Path(folder)))
        airtable = services.airtable
        loader = BaseLoader(airtable.users, airtable.attachments, services.clock.now())
        airtable.add_base(loader.load(wrapper_base()))
        for step in steps:
            take_step(airtable, *step)
            back = {(one, other) for other, one in links_of(airtable, ADDRESS)}
            assert links_of(airtable, CONTACT) == back
        assert load_bases(services.store)[BASE_ID] == airtable.base(BASE_ID)
        services.store.close()
