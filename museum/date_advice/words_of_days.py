"""The words that say on which days of the week, and on which days not. Patterns only."""

import re
from typing import Final

from museum.date_advice.draft import Draft
from museum.date_advice.request import Part
from museum.date_advice.words_of_what import Rule, note_part
from museum.hours.vocabulary import DAY_WORDS
from museum.hours.vocabulary import DAYS as WEEKDAYS

_WORDS: Final = "|".join(
    sorted((word for words in DAY_WORDS for word in words if len(word) != 3), key=len, reverse=True)
)
_DAY: Final = rf"(?:{_WORDS})(?:ochtend|middag|avond)?(?:en)?-?"
_LIST: Final = rf"{_DAY}(?:(?:,? (?:of|en) (?:op )?|, ?|/){_DAY})*"
_LEAD: Final = r"(?:(?:op|een|de|'s) )*"
_EACH: Final = re.compile(rf"(?P<day>{_WORDS})(?P<part>ochtend|middag|avond)?")
_WEEKEND: Final = (5, 6)
_PARTS: Final[dict[str, Part]] = {"ochtend": "ochtend", "middag": "middag", "avond": "avond"}


def _weekdays(text: str) -> set[int]:
    return {WEEKDAYS[found["day"]] for found in _EACH.finditer(text)}


def _not_on(match: re.Match[str], draft: Draft) -> None:
    draft.not_on |= _weekdays(match["days"])


def _rather(match: re.Match[str], draft: Draft) -> None:
    draft.rather_on |= _weekdays(match["days"])


def _rather_not(match: re.Match[str], draft: Draft) -> None:
    draft.rather_on |= set(range(7)) - _weekdays(match["days"]) - set(_WEEKEND)


def _on(match: re.Match[str], draft: Draft) -> None:
    draft.weekdays |= _weekdays(match["days"])
    parts = {found["part"] for found in _EACH.finditer(match["days"]) if found["part"]}
    if len(parts) == 1:
        note_part(draft, _PARTS[parts.pop()], match[0])


def _from_to(match: re.Match[str], draft: Draft) -> None:
    first, last = WEEKDAYS[match["first"]], WEEKDAYS[match["last"]]
    draft.weekdays |= {(first + number) % 7 for number in range((last - first) % 7 + 1)}


def _weekend(_match: re.Match[str], draft: Draft) -> None:
    draft.weekdays |= set(_WEEKEND)


def _no_weekend(_match: re.Match[str], draft: Draft) -> None:
    draft.not_on |= set(_WEEKEND)


def _no_school(_match: re.Match[str], draft: Draft) -> None:
    draft.no_school = True


def _no_public(_match: re.Match[str], draft: Draft) -> None:
    draft.no_public = True


NOT: Final = r"(?:(?:maar|en|ook|dus|liever|het liefst) )*(?:niet|geen|nooit)"
_RATHER: Final = r"(?:het )?liefst|liever|bij voorkeur|graag|als het kan"
RULES: Final[tuple[Rule, ...]] = tuple(
    (re.compile(rf"(?:{pattern})(?!\w)"), reader)
    for pattern, reader in (
        (
            rf"(?:{NOT}) (?:in|tijdens|onder) (?:de |een )?(?:schoolvakanties?|vakanties?)",
            _no_school,
        ),
        (rf"(?:{NOT} (?:in |tijdens |op )?|buiten )(?:de )?(?:school)?vakanties?", _no_school),
        (rf"{NOT} op (?:een |de )?feestdag(?:en)?", _no_public),
        (rf"(?:{NOT}) (?:in |tijdens )?(?:het |de )?weekend(?:en)?", _no_weekend),
        (r"doordeweeks|door de week|op (?:een )?(?:doordeweekse dag|werkdag(?:en)?)", _no_weekend),
        (rf"(?:{_RATHER}) niet {_LEAD}(?P<days>{_LIST})", _rather_not),
        (rf"{NOT} {_LEAD}(?P<days>{_LIST})", _not_on),
        (rf"(?:{_RATHER}) {_LEAD}(?P<days>{_LIST})", _rather),
        (r"(?:in )?(?:het |een |de )?weekend(?:en)?", _weekend),
        (rf"{_LEAD}(?P<first>{_WORDS}) (?:t/m|tot en met) (?P<last>{_WORDS})", _from_to),
        (rf"{_LEAD}(?P<days>{_LIST})", _on),
    )
)
