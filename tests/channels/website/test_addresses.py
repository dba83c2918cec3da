"""Addresses: words are translated, slugs never; a slug is never empty, a number or one of ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.website.addresses import address, addresses, file_of, slug_of


def test_words_are_translated_and_slugs_are_not() -> None:
    assert address("nl") == "/"
    assert address("de", "museums", slug="agenda") == "/de/museen/agenda/"
    assert address("en", "agenda", "kind", slug="offers", page=2) == "/en/agenda/kind/offers/2/"
    assert addresses("news", slug="x") == {
        "nl": "/nieuws/x/",
        "de": "/de/aktuelles/x/",
        "en": "/en/news/x/",
    }


def test_a_word_that_is_not_ours_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        address("nl", "drents-museum")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Café ’t Oude Huys", "cafe-t-oude-huys"),
        ("Museum Ünger & Zn.", "museum-unger-en-zn"),
        ("Straße ĳs", "strasse-ijs"),
        ("Kaart", "nr-kaart"),
        ("1940", "nr-1940"),
        ("!!!", "zonder-naam"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        ("a" * 100, "a" * 80),
        (
            "woord " * 20,
            "woord-woord-woord-woord-woord-woord-woord-woord-woord-woord-woord-woord-woord",
        ),
    ],
)
def test_slug(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@given(st.text())
def test_slugs_are_safe_whatever_the_name(name: str) -> None:
    slug = slug_of(name)
    assert slug
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug.isdigit()
    assert address("nl", "museums", slug=slug) not in {"/musea/kaart/", "/musea/2/"}


def test_a_path_answers_from_a_file() -> None:
    assert file_of("/") == "index.html"
    assert file_of("/musea/x/") == "musea/x/index.html"
    assert file_of("/agenda.ics") == "agenda.ics"
