"""Which mail addresses are taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from museum.mail_address import AddressError, MailAddress, read_address, read_addresses


@pytest.mark.parametrize(
    ("text", "address", "name"),
    [
        ("info@museum.example", "info@museum.example", ""),
        ("Het Platform <a.b+c@Museum.Example>", "a.b+c@museum.example", "Het Platform"),
        ('"Jansen, A." <a@museum.example>', "a@museum.example", "Jansen, A."),
        ("ik@müseum.example", "ik@xn--mseum-kva.example", ""),
    ],
)
def test_addresses_are_read(text: str, address: str, name: str) -> None:
    assert read_address(text) == MailAddress(address, name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "museum",
        "a@b",
        "a@@b.example",
        "a b@c.example",
        "a@b.example, c@d.example",
        ".a@b.example",
        "a@-b.example",
        "a@b..example",
        "é@b.example",
        "x" * 65 + "@b.example",
        "a@" + "b" * 64 + ".example",
        "a@b.example\nBcc: c@d.example",
        "Naam\r\nX <a@b.example>",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(AddressError):
        read_address(text)


def test_several_stand_with_commas_between() -> None:
    found = read_addresses(" a@b.example , c@d.example,")
    assert [one.address for one in found] == ["a@b.example", "c@d.example"]
    assert read_addresses("") == ()


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    try:
        found = read_address(text)
    except AddressError:
        return
    assert found.address.isascii()
    assert read_address(found.address) == MailAddress(found.address)
