"""Sign-ups for the year programme: the words and the rules. No I/O."""

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
    "Counts",
    "Facts",
    "Person",
    "Room",
    "SignUp",
    "SignUpRequest",
    "SignUpRules",
    "SignUpRulesError",
    "SignUpState",
    "fits",
    "parse_sign_up_rules",
    "who_moves_up",
]
