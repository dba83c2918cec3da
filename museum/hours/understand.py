"""From typed wording to an understanding, or to the reason why not."""

from dataclasses import dataclass
from functools import lru_cache

from museum.hours.meaning import Meaning
from museum.hours.osm import to_osm
from museum.hours.pieces import pieces_of
from museum.hours.problems import NotUnderstoodError, unclear
from museum.hours.rules import EVERY_DAY, Hours, Rule, Selector
from museum.hours.speak import Language
from museum.hours.speak import words as speak
from museum.hours.statements import StatementReader

MAX_LENGTH = 2_000
CLOSED_ALWAYS = Rule(Selector(days=EVERY_DAY), "closed")


@dataclass(frozen=True)
class Understanding:
    """What a text means. Not understood: `osm` and `words` are "", and `problem` says why.

    `osm` is OSM's `opening_hours`; `words` and `problem` are Dutch.
    """

    text: str
    understood: bool
    osm: str = ""
    words: str = ""
    problem: str = ""
    hours: Hours | None = None

    @property
    def by_appointment(self) -> bool:
        """Whether one can (also) come on appointment."""
        if self.hours is None:
            return False
        states = [rule.state for rule in self.hours.rules]
        return self.hours.by_appointment or "appointment" in states

    @property
    def notes(self) -> tuple[str, ...]:
        """What stood beside the hours and does not change them, as typed."""
        return self.hours.notes if self.hours else ()


@lru_cache(maxsize=4_000)
def understand(text: str) -> Understanding:
    """Read typed opening hours; never raises, and never guesses."""
    if not text.strip():
        return Understanding(text, False, problem="Er is niets ingevuld.")
    if len(text) > MAX_LENGTH:
        return Understanding(text, False, problem="De tekst is te lang. Schrijf het korter.")
    try:
        hours = _hours(text)
    except NotUnderstoodError as error:
        return Understanding(text, False, problem=str(error))
    return Understanding(text, True, to_osm(hours), speak(hours), hours=hours)


def _hours(text: str) -> Hours:
    reader = StatementReader(pieces_of(text))
    statements = reader.read()
    if not statements and reader.anytime:
        return Hours((Rule(Selector(), "appointment"),), tuple(reader.notes))
    rules = Meaning(statements, reader.anytime).rules()
    if rules == (CLOSED_ALWAYS,) and reader.notes:
        raise unclear(reader.notes[0], "Zet erbij van wanneer tot wanneer het gesloten is.")
    return Hours(rules, tuple(reader.notes), reader.anytime)


def words(understanding: Understanding, language: Language) -> str:
    """Say what was understood in another language; "" when it was not."""
    return speak(understanding.hours, language) if understanding.hours else ""
