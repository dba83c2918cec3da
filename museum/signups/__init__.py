"""Sign-ups for the year programme: the words and the rules. No I/O."""

from museum.signups.letter_words import (
    LANGUAGES,
    LetterWords,
    LetterWordsError,
    known_language,
    parse_letter_words,
)
from museum.signups.models import (
    COUNTED,
    Counts,
    Facts,
    Person,
    Room,
    SignUp,
    SignUpRequest,
    SignUpState,
)
from museum.signups.queue import fits, who_moves_up
from museum.signups.rules import SignUpRules, SignUpRulesError, parse_sign_up_rules

__all__ = [
    "COUNTED",
    "LANGUAGES",
    "Counts",
    "Facts",
    "LetterWords",
    "LetterWordsError",
    "Person",
    "Room",
    "SignUp",
    "SignUpRequest",
    "SignUpRules",
    "SignUpRulesError",
    "SignUpState",
    "fits",
    "known_language",
    "parse_letter_words",
    "parse_sign_up_rules",
    "who_moves_up",
]
