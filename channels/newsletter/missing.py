"""Names what an edition lacks, each with the record where it can be put right."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from channels.pictures.rights import publishable
from museum.newsletter.by_hand import ByHand
from museum.newsletter.candidate import NEVER, Candidate
from museum.newsletter.choosing import Choice
from museum.newsletter.rules import HOME, ComposingRules
from museum.records import Activity, Image, Newsletter

_LANGUAGES: Final = {"de": "Duits", "en": "Engels"}
_WITH_END: Final = {"exhibition": "tentoonstelling", "offer": "kortingsactie"}
_WITH_PICTURE: Final = ("poster", "picture")
Find = Callable[[str], Image | None]


@dataclass(frozen=True)
class Missing:
    """One thing that is missing. `is_hint`: the letter is whole without it, but not as good."""

    table: str
    record_id: str
    subject: str
    what: str
    is_hint: bool = False


def missing_in(
    edition: Newsletter,
    choice: Choice,
    by_hand: ByHand,
    rules: ComposingRules,
    image: Find,
    day: date,
) -> list[Missing]:
    """Return what is missing in an edition and its items, in the order of reading."""
    found = list(_of_edition(edition, choice, by_hand, rules))
    for chosen in choice.sections:
        has_picture = chosen.section.look in _WITH_PICTURE
        for item in chosen.items:
            found += _of_item(item.candidate, rules, image, day, has_picture=has_picture)
    return found


def _of_edition(
    edition: Newsletter, choice: Choice, by_hand: ByHand, rules: ComposingRules
) -> Iterator[Missing]:
    def lacks(what: str, *, is_hint: bool = False) -> Missing:
        return Missing("newsletters", edition.id, edition.title, what, is_hint)

    if edition.planned_for is None:
        yield lacks("De datum bij “Gepland op” ontbreekt: zonder datum gaat zij niet uit.")
    if not edition.audiences:
        yield lacks("Bij “Voor wie” is niets gekozen.")
    if not edition.opening_words:
        yield lacks("Het openingswoord ontbreekt.")
    for language in _others(rules):
        for key, label in (("title", "Titel"), ("opening_words", "Openingswoord")):
            if getattr(edition, key) and not getattr(edition, f"{key}_{language}"):
                words = f"“{label} ({_LANGUAGES[language]})” is leeg: er staat een vaste tekst."
                yield lacks(words, is_hint=True)
    for line in by_hand.unknown:
        yield lacks(f"De regel “{line}” bij “Volgorde” past bij geen titel, of bij meer dan één.")
    there = {item.id for item in choice.items}
    if by_hand.added - there:
        count = len(by_hand.added - there)
        yield lacks(
            f"Bij “Erbij” zijn {count} onderdelen gekozen die er niet in kunnen: zij staan niet "
            "op de website, zijn voorbij, afgelast of niet goedgekeurd."
        )
    for audience in edition.audiences:
        if audience not in choice.audiences:
            name = rules.audience_names.get(audience, {}).get(HOME, audience)
            yield lacks(f"Er staat niets in voor {name}: zij krijgen deze nieuwsbrief niet.")


def _of_item(
    candidate: Candidate, rules: ComposingRules, image: Find, day: date, *, has_picture: bool
) -> Iterator[Missing]:
    record = candidate.record

    def lacks(what: str, *, is_hint: bool = False) -> Missing:
        return Missing(candidate.source, record.id, record.title, what, is_hint)

    if candidate.kind in _WITH_END and candidate.ends_in == NEVER:
        yield lacks(f"De einddatum van deze {_WITH_END[candidate.kind]} ontbreekt.")
    words = ("summary", "description", "tasks", "body")
    if not any(getattr(record, key, "") for key in words):
        yield lacks("Er staat geen korte tekst bij.", is_hint=True)
    untold = [_LANGUAGES[one] for one in _others(rules) if not getattr(record, f"title_{one}", "")]
    if untold and isinstance(record, Activity):
        what = f"Er is geen titel in het {' en '.join(untold)}: daar staat de Nederlandse tekst."
        yield lacks(what, is_hint=True)
    if has_picture:
        ids = getattr(record, "images", ())
        yield from _of_pictures([image(one) for one in ids], lacks("Er is geen foto."), rules, day)


def _of_pictures(
    images: Collection[Image | None], none: Missing, rules: ComposingRules, day: date
) -> Iterator[Missing]:
    """Yield what keeps the first picture from the letter, or what its words lack."""
    there = [one for one in images if one is not None]
    if not there:
        yield none
    for one in there:
        wrong = publishable(one, day)
        if not wrong:
            for language in _others(rules):
                if not getattr(one, f"alt_{language}"):
                    what = f"De beschrijving van de foto is er niet in het {_LANGUAGES[language]}."
                    yield Missing("images", one.id, one.title or none.subject, what, is_hint=True)
            return
    for one in there:
        for point in publishable(one, day):
            what = point.what.removeprefix("Het beeld staat niet op de website. ")
            yield Missing("images", one.id, f"De foto “{one.title}” bij {none.subject}", what)


def _others(rules: ComposingRules) -> list[str]:
    return [one for one in rules.languages if one != HOME]
