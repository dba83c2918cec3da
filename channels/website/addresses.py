"""The addresses of the website, in three languages. Pure."""

from channels.website.view import Language

_WORDS: dict[str, dict[Language, str]] = {
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
    "search": {"nl": "zoeken", "de": "suche", "en": "search"},
    "about": {"nl": "over", "de": "ueber-uns", "en": "about"},
    "accessibility": {"nl": "toegankelijkheid", "de": "barrierefreiheit", "en": "accessibility"},
    "privacy": {"nl": "privacy", "de": "datenschutz", "en": "privacy"},
}


def address(language: Language, *parts: str, page: int = 1) -> str:
    """Return the path of a page: known words are translated, slugs and dates stay as they are.

    `address("de", "museums", "drents-museum")` is "/de/museen/drents-museum/"; page 2 and later
    of a list get their number at the end.
    """
    words = [_WORDS[part][language] if part in _WORDS else part for part in parts]
    if language != "nl":
        words.insert(0, language)
    if page > 1:
        words.append(str(page))
    return "/" + "".join(f"{word}/" for word in words)
