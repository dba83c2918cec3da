"""The addresses of the website, in three languages. Pure."""

import re
import unicodedata
from typing import Final

from channels.website.view import LANGUAGES, Language

_WORDS: Final[dict[str, dict[Language, str]]] = {
    "museums": {"nl": "musea", "de": "museen", "en": "museums"},
    "map": {"nl": "kaart", "de": "karte", "en": "map"},
    "open_today": {"nl": "vandaag-open", "de": "heute-geoeffnet", "en": "open-today"},
    "theme": {"nl": "thema", "de": "thema", "en": "theme"},
    "facility": {"nl": "voorziening", "de": "ausstattung", "en": "facility"},
    "place": {"nl": "plaats", "de": "ort", "en": "place"},
    "agenda": {"nl": "agenda", "de": "agenda", "en": "agenda"},
    "kind": {"nl": "soort", "de": "art", "en": "kind"},
    "visitors": {"nl": "voor", "de": "fuer", "en": "for"},
    "events": {"nl": "activiteiten", "de": "veranstaltungen", "en": "events"},
    "offers": {"nl": "kortingsacties", "de": "rabatte", "en": "offers"},
    "education": {"nl": "educatie", "de": "bildung", "en": "education"},
    "vacancies": {"nl": "vacatures", "de": "ehrenamt", "en": "volunteering"},
    "news": {"nl": "nieuws", "de": "aktuelles", "en": "news"},
    "programme": {"nl": "jaarprogramma", "de": "jahresprogramm", "en": "year-programme"},
    "search": {"nl": "zoeken", "de": "suche", "en": "search"},
    "about": {"nl": "over", "de": "ueber-uns", "en": "about"},
    "accessibility": {"nl": "toegankelijkheid", "de": "barrierefreiheit", "en": "accessibility"},
    "privacy": {"nl": "privacy", "de": "datenschutz", "en": "privacy"},
}
_TAKEN: Final = frozenset(word for words in _WORDS.values() for word in words.values())
_LONGEST_SLUG: Final = 80
_NOT_FOLDED: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ĳ": "ij", "&": " en "}
)


def address(language: Language, *words: str, slug: str = "", page: int = 1) -> str:
    """Return the path of a page.

    `words` are our keys, which are translated; `slug` (a thing, a day, a month) stays as it is:
    `address("de", "museums", slug="drents-museum")` is "/de/museen/drents-museum/". Page 2 and
    later of a list get their number at the end. Raises `KeyError` for a word we do not have.
    """
    parts = [_WORDS[word][language] for word in words]
    if language != "nl":
        parts.insert(0, language)
    if slug:
        parts.append(slug)
    if page > 1:
        parts.append(str(page))
    return "/" + "".join(f"{part}/" for part in parts)


def addresses(*words: str, slug: str = "", page: int = 1) -> dict[Language, str]:
    """Return the paths of the same page in every language."""
    return {language: address(language, *words, slug=slug, page=page) for language in LANGUAGES}


def slug_of(name: str) -> str:
    """Return a name as part of an address: lower case, accents folded, words joined by "-".

    Never empty, never only digits (that is a page of a list) and never a word of ours.
    """
    slug = plain_slug(name)
    if not slug:
        return "zonder-naam"
    return f"nr-{slug}" if slug.isdigit() or slug in _TAKEN else slug


def plain_slug(name: str) -> str:
    """Return the same for where nothing else can stand; empty when nothing is left."""
    folded = unicodedata.normalize("NFKD", name.lower().translate(_NOT_FOLDED))
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", plain)).strip("-")
    if len(slug) > _LONGEST_SLUG:
        slug = slug[: _LONGEST_SLUG + 1].rpartition("-")[0] or slug[:_LONGEST_SLUG]
    return slug


def file_of(path: str) -> str:
    """Return the file, within `public/`, that answers a path."""
    return f"{path.lstrip('/')}index.html" if path.endswith("/") else path.lstrip("/")
