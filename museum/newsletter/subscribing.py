"""The newsletter's sign-up form and the page of a reader's choices: what may be asked. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from museum.audiences import PUBLIC
from museum.mail_address import AddressError, mailbox_of, read_address

LANGUAGE_NAMES: Final[Mapping[str, str]] = {"nl": "Nederlands", "de": "Duits", "en": "Engels"}
MAX_NAME_CHARS: Final = 80
_NO_NAME: Final = str.maketrans("", "", "<>*|")
"""Signs of HTML and of Mailchimp: letters greet by this name."""


class SubscribeError(ValueError):
    """The part `signup` of `config/newsletter.toml` says something that cannot be; in Dutch."""


@dataclass(frozen=True)
class SubscribeRules:
    """The words of the form. `choices` maps an audience to what is asked.

    `unconfirmed` and `after_leaving` are how long is kept who never confirmed, and who left. In
    the former time a mailbox that does not confirm is asked at most `most_asks` times.
    """

    title: str
    lead: str
    words: str
    source: str
    again_after: timedelta
    most_asks: int
    unconfirmed: timedelta
    after_leaving: timedelta
    choices: Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """A sign-up that came in before. `is_open`: its mail was not answered, as far as we know."""

    email: str
    at: datetime
    is_open: bool


@dataclass(frozen=True)
class Subscription:
    """What somebody filled in, read and without problems."""

    email: str
    name: str
    language: str
    audiences: tuple[str, ...]


def parse_subscribe_rules(data: Mapping[str, Any]) -> SubscribeRules:
    """Read the part `signup` of `config/newsletter.toml`; raises `SubscribeError`."""
    try:
        found = data["signup"]
        rules = SubscribeRules(
            title=str(found["title"]),
            lead=str(found["lead"]),
            words=str(found["words"]).strip(),
            source=str(found["source"]),
            again_after=timedelta(hours=float(found["again_hours"])),
            most_asks=int(found["most_asks"]),
            unconfirmed=timedelta(days=float(found["unconfirmed_days"])),
            after_leaving=timedelta(days=float(found["after_leaving_days"])),
            choices={str(key): str(text) for key, text in found["choices"].items()},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SubscribeError(f"bij [signup] ontbreekt iets of kan iets niet: {error}") from error
    unknown = [one for one in rules.choices if one not in data["interests"]]
    if unknown:
        raise SubscribeError(f"“{unknown[0]}” bij [signup.choices] staat niet bij [interests]")
    if not rules.words or not rules.choices:
        raise SubscribeError("bij [signup] horen woorden voor de toestemming en keuzes")
    return rules


def read_subscription(
    typed: Mapping[str, str], chosen: Sequence[str], rules: SubscribeRules
) -> tuple[Subscription | None, dict[str, str]]:
    """Read a form: what was filled in, or what is wrong with it by question, in their order."""
    problems: dict[str, str] = {}
    email = ""
    try:
        email = read_address(typed.get("email", "").strip()).address
    except AddressError:
        problems["email"] = "Vul uw e-mailadres in, bijvoorbeeld naam@voorbeeld.nl."
    audiences = read_choices(chosen, rules)
    if not audiences:
        problems["audiences"] = "Kies ten minste één onderwerp."
    if typed.get("consent") != "ja":
        problems["consent"] = "Zonder uw ja mogen wij u geen nieuwsbrief sturen."
    if problems:
        return None, problems
    name = " ".join(typed.get("name", "").translate(_NO_NAME).split())[:MAX_NAME_CHARS]
    return Subscription(email, name, read_language(typed.get("language", "")), audiences), {}


def may_ask(email: str, before: Iterable[Asked], now: datetime, rules: SubscribeRules) -> bool:
    """Tell whether a mailbox may get a mail to confirm: anybody can type another's address."""
    same = [one for one in before if mailbox_of(one.email) == mailbox_of(email)]
    if any(now - one.at < rules.again_after for one in same):
        return False
    return sum(one.is_open for one in same) < rules.most_asks


def read_choices(chosen: Sequence[str], rules: SubscribeRules) -> tuple[str, ...]:
    """Return the choices that there are, each once."""
    return tuple(sorted({one for one in chosen if one in rules.choices}))


def read_language(text: str) -> str:
    """Return a language that there is; Dutch for anything else."""
    return text if text in LANGUAGE_NAMES else "nl"


def masked(email: str) -> str:
    """Return an address that its owner knows again and nobody else: `a…@museum.nl`."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"


def first_choice(rules: SubscribeRules) -> tuple[str, ...]:
    """Return what is ticked when the form opens: the public's own."""
    return (PUBLIC,) if PUBLIC in rules.choices else ()
