"""What the grid sends becomes what the tables take."""

from typing import Any

import pytest

from sandbox.airtable.schema import Field
from sandbox.pages.cell_values import to_cell


@pytest.mark.parametrize(
    ("kind", "sent", "kept"),
    [
        ("dateTime", "2027-07-01T10:00", "2027-07-01T10:00:00+02:00"),
        ("dateTime", "2027-12-01T10:00", "2027-12-01T10:00:00+01:00"),
        ("dateTime", "2027-12-01T10:00:00.000Z", "2027-12-01T10:00:00+00:00"),
        ("dateTime", "morgen", "morgen"),
        ("dateTime", "", None),
        ("date", "2027-12-01", "2027-12-01"),
        ("singleLineText", "", None),
        ("number", 0, 0),
    ],
)
def test_a_moment_without_an_offset_is_amsterdam_s_in_any_field(
    kind: str, sent: Any, kept: Any
) -> None:
    assert to_cell(Field("fldX", "Veld", kind, {"timeZone": "utc"}), sent) == kept
