"""Our own checklist for a letter, beside Mailchimp's: what readers would stumble over. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

from museum.letters import Letter

MOST_BYTES: Final = 102_000
"""Gmail cuts a mail off at 102 kB of HTML, and the unsubscribe link with it."""
MOST_SUBJECT_CHARS: Final = 150
UNSUBSCRIBE: Final = "*|UNSUB|*"
ADDRESS: Final = ("*|HTML:LIST_ADDRESS_HTML|*", "*|LIST:ADDRESS|*")
_ADDRESSES: Final = ("https://", "http://", "mailto:", "tel:", "*|", "#")
_SHOWN: Final = 3


@dataclass(frozen=True)
class Check:
    """One item of a checklist. `is_blocking`: it must be right before the mail can go."""

    heading: str
    is_right: bool
    details: str = ""
    is_blocking: bool = True


def check_letter(letter: Letter) -> tuple[Check, ...]:
    """Look at one letter; every item is told, right or wrong, in the order of reading."""
    page = _Page()
    page.feed(letter.html)
    size = len(letter.html.encode())
    bare = len(page.without_alt)
    return (
        _check("Onderwerp", 0 < len(letter.subject.strip()) <= MOST_SUBJECT_CHARS,
               f"Het onderwerp is leeg of langer dan {MOST_SUBJECT_CHARS} tekens."),
        _check("Voorbeeldtekst", bool(letter.preview_text.strip()),
               "De voorbeeldtekst, die naast het onderwerp staat, is leeg."),
        _check("Inhoud", bool(letter.items and letter.text.strip() and letter.html.strip()),
               "Er staat niets in: geen onderdeel, of geen tekst zonder opmaak."),
        _check("Beschrijving bij foto's", not bare,
               f"{bare} foto’s hebben geen beschrijving: {_some(page.without_alt)}."),
        _check("Links", not page.bad_links,
               f"Deze links werken niet in een mail: {_some(page.bad_links)}."),
        _check("Grootte", size <= MOST_BYTES,
               f"De mail is {size / 1000:.0f} kB; boven 102 kB kapt Gmail haar af."),
        _check("Afmelden", all(UNSUBSCRIBE in one for one in (letter.html, letter.text)),
               "De link om af te melden ontbreekt, in de mail of in de tekst zonder opmaak."),
        _check("Postadres", any(one in letter.html for one in ADDRESS),
               "Het postadres ontbreekt; dat moet in elke nieuwsbrief staan."),
    )  # fmt: skip


def check_audiences(wanted: Sequence[str], letters: Sequence[Letter]) -> Check:
    """Look whether there is something for everyone the edition is for; `wanted` are their keys."""
    reached = {one for letter in letters for one in letter.audiences}
    missing = [one for one in wanted if one not in reached]
    told = f"Er staat niets in voor: {', '.join(missing)}. Zij krijgen deze nieuwsbrief niet."
    is_right = bool(letters) and not missing
    return Check("Voor elke doelgroep iets", is_right, "" if is_right else told, not letters)


def is_good(checks: Sequence[Check]) -> bool:
    """Tell whether nothing keeps a letter from going."""
    return all(one.is_right or not one.is_blocking for one in checks)


def _check(heading: str, is_right: bool, details: str) -> Check:
    return Check(heading, is_right, "" if is_right else details)


def _some(found: Sequence[str]) -> str:
    more = f" en nog {len(found) - _SHOWN}" if len(found) > _SHOWN else ""
    return ", ".join(one or "(leeg)" for one in found[:_SHOWN]) + more


class _Page(HTMLParser):
    """Gathers the links that cannot work, and the pictures nobody can hear."""

    def __init__(self) -> None:
        super().__init__()
        self.bad_links: list[str] = []
        self.without_alt: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        given = dict(attrs)
        if tag == "a" and "href" in given:
            address = (given["href"] or "").strip()
            if not address.startswith(_ADDRESSES) or address == "#":
                self.bad_links.append(address)
        is_picture = tag == "img" and given.get("role") != "presentation"
        if is_picture and not (given.get("alt") or "").strip():
            self.without_alt.append(given.get("src") or "")
