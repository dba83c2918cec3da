"""The words that say what it is: its kind, for whom, how long, for how many. Patterns only.

Each pattern is tried at the place in the sentence where reading has come; its reader notes what
was said in the draft. Texts are lower case.
"""

import re
from collections.abc import Callable
from typing import Final

from museum.answers.number_words import number_of
from museum.date_advice.draft import Draft
from museum.date_advice.request import Part

Reader = Callable[["re.Match[str]", Draft], None]
Rule = tuple["re.Pattern[str]", Reader]

COUNT: Final = (
    r"(?:\d{1,4}|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|"
    r"[a-z]+tig|[a-z]+tien|honderd)"
)
_KINDS: Final = {
    "course": r"cursus(?:sen|je|avond)?",
    "training": r"training(?:en)?",
    "workshop": r"workshops?",
    "webinar": r"webinars?",
    "meeting": r"bijeenkomst(?:en)?|vergadering(?:en)?|overleg|spreekuur",
    "congress": r"(?:museum)?congres(?:sen)?",
    "drinks": r"(?:netwerk|zomer|nieuwjaars|eindejaars)?borrel(?:s|tje)?",
}
_AUDIENCES: Final = {
    "board": r"(?:museum)?besturen|bestuur(?:sleden|ders|slid)?|penningmeesters|voorzitters",
    "professional": r"vakinhoudelijke?(?: medewerkers?| mensen| professionals?)?|professionals?|"
    r"(?:betaalde )?(?:museum)?medewerkers|conservatoren",
    "volunteer": r"(?:museum)?vrijwillig(?:st)?ers?",
}
_EVERYBODY: Final = r"iedereen|alle (?:drie )?(?:de )?doelgroepen|alle musea|alle museummensen"
_PEOPLE: Final = r"mensen|personen|deelnemers?|man|plaatsen|bezoekers|gasten|aanwezigen"
_ABOUT: Final = r"ongeveer|circa|ca\.?|zo'?n|rond de|max(?:imaal|\.)?|hoogstens|minstens|plm\.?|±"
_OF_THEM: Final = "|".join(_AUDIENCES.values())


def _kind(key: str) -> Reader:
    def read(match: re.Match[str], draft: Draft) -> None:
        if draft.kind not in ("", key):
            draft.refused.append(match[0])
            return
        draft.kind = key

    return read


def _audience(*keys: str) -> Reader:
    def read(_match: re.Match[str], draft: Draft) -> None:
        draft.audiences.extend(keys)

    return read


def note_part(draft: Draft, part: Part, words: str) -> None:
    """Note the part of the day; another than was said before is refused."""
    if draft.part in ("", "dagdeel", part):
        draft.part = part
    elif part != "dagdeel":
        draft.refused.append(words)


def _part(part: Part) -> Reader:
    return lambda match, draft: note_part(draft, part, match[0])


def _several(match: re.Match[str], draft: Draft) -> None:
    """Read "drie ochtenden", "vier keer"."""
    draft.times = count_of(match["count"])
    if match["what"] == "bijeenkomsten" and not draft.kind:
        draft.kind = "meeting"
    parts: dict[str, Part] = {"och": "ochtend", "mid": "middag", "avo": "avond"}
    part = parts.get(match["what"][:3])
    if part:
        note_part(draft, part, match[0])


def _minutes(match: re.Match[str], draft: Draft) -> None:
    hours = match["hours"]
    if hours == "anderhalf":
        draft.minutes = 90
    elif match["unit"].startswith("min"):
        draft.minutes = count_of(hours)
    else:
        draft.minutes = count_of(hours) * 60 + (30 if match["half"] else 0)


def _days(match: re.Match[str], draft: Draft) -> None:
    draft.days = count_of(match["count"])
    if draft.days > 1:
        note_part(draft, "dag", match[0])


def _people(match: re.Match[str], draft: Draft) -> None:
    draft.people = count_of(match["most"] or match["count"])


def count_of(words: str) -> int:
    """Return the number that figures or words say; 0 for what is no number."""
    return int(words) if words.isdigit() else number_of(words) or 0


def _rule(pattern: str, reader: Reader) -> Rule:
    return re.compile(rf"(?:{pattern})(?!(?<! )\w)"), reader


RULES: Final[tuple[Rule, ...]] = (
    _rule(
        rf"(?:(?:{_ABOUT}) ?)*(?P<count>{COUNT})(?: ?(?:à|a|tot|-|–) ?(?P<most>{COUNT}))? "
        rf"(?:(?:{_PEOPLE})|(?=(?:{_OF_THEM})\b))",
        _people,
    ),
    _rule(
        rf"(?:in |van )?(?P<count>{COUNT}) "
        r"(?P<what>ochtenden|middagen|avonden|keer|bijeenkomsten|lessen)",
        _several,
    ),
    _rule(
        rf"(?:(?:van|die|duurt) )*(?P<hours>anderhalf|{COUNT})(?P<half>½| en een half)? ?"
        r"(?P<unit>uur|uren|minuten|min)",
        _minutes,
    ),
    _rule(r"(?:van )?(?P<count>twee|drie|vier|vijf|[2-9]) dagen", _days),
    _rule(r"(?:van )?(?:een |één |1 )?dagdeel|(?:van )?(?:een )?halve dag", _part("dagdeel")),
    _rule(
        r"(?:van |op |in )?(?:een |de |'s |‘s |’s )*(?:ochtends?|morgens?|voormiddag|ochtendje)",
        _part("ochtend"),
    ),
    _rule(r"(?:van |op |in )?(?:een |de |'s |‘s |’s )*(?:na)?middags?", _part("middag")),
    _rule(r"(?:van |op |in )?(?:een |de |'s |‘s |’s )*avonds?|avondje", _part("avond")),
    _rule(
        r"(?:van )?(?:een |de )?hele dag|(?:van|voor) (?:een|één|1) dag|dagvullende?", _part("dag")
    ),
    *(_rule(words, _kind(key)) for key, words in _KINDS.items()),
    *(_rule(words, _audience(key)) for key, words in _AUDIENCES.items()),
    _rule(_EVERYBODY, _audience("board", "professional", "volunteer")),
)
