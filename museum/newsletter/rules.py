"""What staff configured about composing: the part `composing` of `config/newsletter.toml`. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from museum.date_words import Language
from museum.newsletter.condition import Condition, ConditionError
from museum.newsletter.places import Regions, RegionsError, parse_regions

Source = Literal["news", "programme", "activities", "vacancies", "grants"]
Look = Literal["poster", "picture", "date", "line"]
Order = Literal["soonest", "newest", "closing"]
Words = Mapping[str, str]
"""A text per language."""

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
HOME: Final[Language] = "nl"
_NOT_IN_A_TAG: Final = frozenset(",:|*<>&\"'")


class ComposingError(ValueError):
    """The part `composing` of `config/newsletter.toml` says something that cannot be; in Dutch."""


@dataclass(frozen=True)
class Section:
    """One section of the letter. `most` items per audience, `most_per_museum` of one museum.

    `kinds` are the kinds of activity it takes, all when empty; `is_near`: only for readers who
    live near.
    """

    key: str
    source: Source
    audiences: tuple[str, ...]
    heading: Words
    when: Condition
    look: Look = "line"
    kinds: tuple[str, ...] = ()
    most: int = 6
    most_per_museum: int = 0
    order: Order = "soonest"
    is_near: bool = False
    more: Words | None = None
    more_path: str = ""
    """The page of the website where the rest stands, as words of `channels.website.addresses`."""


@dataclass(frozen=True)
class ComposingRules:
    """How letters are composed. `groups` are the (category, name) of each audience in Mailchimp.

    `utm` are the parameters that links to our own website get, each a Jinja2 template.
    """

    languages: tuple[Language, ...]
    sections: tuple[Section, ...]
    groups: Mapping[str, tuple[str, str]]
    audience_names: Mapping[str, Words]
    words: Mapping[str, Words]
    utm: Mapping[str, str]
    regions: Regions
    programme_link: str
    """A Jinja2 template for where to sign up for an item of the programme; empty for nowhere."""
    preferences: str
    """The merge field with a reader's own link to their choices; not every reader has it."""


def parse_composing_rules(data: Mapping[str, Any]) -> ComposingRules:
    """Read `config/newsletter.toml`; raises `ComposingError`."""
    try:
        found = data["composing"]
        languages = tuple(_language(one) for one in found["languages"])
        if HOME not in languages:
            raise ComposingError("bij languages ontbreekt nl")
        return ComposingRules(
            languages=languages,
            sections=tuple(_section(one, languages) for one in found["sections"]),
            groups={key: _group(key, str(name)) for key, name in data["interests"].items()},
            audience_names={
                key: _words(f"audience_names.{key}", one, languages)
                for key, one in found["audience_names"].items()
            },
            words={
                key: _words(f"words.{key}", one, languages) for key, one in found["words"].items()
            },
            utm={key: str(one) for key, one in found.get("utm", {}).items() if one},
            regions=parse_regions(data),
            programme_link=str(found.get("programme_link", "")),
            preferences=str(data["fields"]["preferences"]),
        )
    except (ConditionError, RegionsError) as error:
        raise ComposingError(str(error)) from error
    except (KeyError, TypeError, AttributeError) as error:
        raise ComposingError(f"bij [composing] ontbreekt iets of kan iets niet: {error}") from error


def _section(found: Mapping[str, Any], languages: tuple[Language, ...]) -> Section:
    key = str(found["key"])
    where = f"rubriek “{key}”"
    source, look = found["from"], found.get("look", "line")
    order = found.get("order", "soonest")
    for value, choices in ((source, Source), (look, Look), (order, Order)):
        if value not in get_args(choices):
            raise ComposingError(f"bij {where} staat “{value}”; kies uit {get_args(choices)}")
    return Section(
        key=key,
        source=source,
        audiences=tuple(str(one) for one in found["audiences"]),
        heading=_words(where, found["heading"], languages),
        when=Condition(str(found.get("when", "")), where),
        look=look,
        kinds=tuple(str(one) for one in found.get("kinds", ())),
        most=int(found.get("most", 6)),
        most_per_museum=int(found.get("most_per_museum", 0)),
        order=order,
        is_near=bool(found.get("near", False)),
        more=_words(where, found["more"], languages) if "more" in found else None,
        more_path=str(found.get("more_page", "")),
    )


def _words(where: str, found: Mapping[str, Any], languages: tuple[Language, ...]) -> Words:
    missing = [one for one in languages if not isinstance(found.get(one), str)]
    if missing:
        raise ComposingError(f"bij {where} ontbreekt de tekst in: {', '.join(missing)}")
    return {one: str(found[one]) for one in languages}


def _language(found: object) -> Language:
    for language in LANGUAGES:
        if language == found:
            return language
    raise ComposingError(f"de taal “{found}” kennen wij niet")


def _group(key: str, name: str) -> tuple[str, str]:
    """Return an audience's group as it stands in a condition of Mailchimp's."""
    category, slash, group = name.partition("/")
    if not slash or _NOT_IN_A_TAG & set(name):
        raise ComposingError(
            f"de groep “{name}” bij {key} kan niet in een voorwaarde van Mailchimp: schrijf "
            "“categorie/naam”, zonder leestekens"
        )
    return category, group
