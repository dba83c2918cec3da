"""From tokens to pieces: days, stretches of the year, times, states; every token counts."""

from dataclasses import dataclass
from typing import Any

from museum.hours import piece_appointments as appointments
from museum.hours import piece_dates as dates
from museum.hours import piece_days as days
from museum.hours import piece_times as times
from museum.hours.problems import unknown_word
from museum.hours.rules import Selector
from museum.hours.tokens import Token, tokenize

JOINS = frozenset({"and", "comma", "slash"})
_NOTE_STARTS = frozenset({"toegang", "entree", "binnenkomst", "kaartverkoop", "bezoekers"})


@dataclass(frozen=True)
class Piece:
    """One meaningful piece. Kinds: select, season, times, open, closed, except, also, join, sep,
    appointment, anytime (on appointment at other times too), note, rest, winter, summer, allyear.
    """

    kind: str
    value: Any = None
    text: str = ""


class Reader:
    """Walks the tokens once, from left to right."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.pieces: list[Piece] = []

    def read(self) -> list[Piece]:
        """Return the pieces; raises `NotUnderstoodError` for a token that fits nowhere."""
        while self.at < len(self.tokens):
            if not any(step() for step in self._steps()):
                raise unknown_word(self.tokens[self.at].text)
        return self.pieces

    def _steps(self) -> tuple[Any, ...]:
        return (
            self._appointment,
            self._note,
            self._parenthesis,
            self._dates,
            self._days,
            self._holidays,
            self._times,
            self._simple,
        )

    def _take(self, kind: str, value: Any, end: int) -> bool:
        text = " ".join(token.text for token in self.tokens[self.at : end])
        self.pieces.append(Piece(kind, value, text))
        self.at = end
        return True

    def _appointment(self) -> bool:
        found = appointments.match(self.tokens, self.at)
        return found is not None and self._take(found[0], None, found[1])

    def _note(self) -> bool:
        """Pass over "laatste toegang 16.30 uur" and its kin: they do not change the hours."""
        tokens, at = self.tokens, self.at
        follower = tokens[at + 1].text if at + 1 < len(tokens) else ""
        is_last = tokens[at].kind == "ord" and tokens[at].value == -1 and follower in _NOTE_STARTS
        if not is_last and tokens[at].text != "kassa":
            return False
        end = at
        while end < len(tokens) and tokens[end].kind not in ("sep", "comma", "rpar", "lpar"):
            if tokens[end].kind in ("day", "month", "holidays", "vacation", "named"):
                raise unknown_word(tokens[at].text)
            end += 1
        return self._take("note", None, end)

    def _parenthesis(self) -> bool:
        token = self.tokens[self.at]
        if token.kind == "rpar":
            return self._take("close", None, self.at + 1)
        if token.kind != "lpar":
            return False
        end = next(
            (j for j in range(self.at, len(self.tokens)) if self.tokens[j].kind == "rpar"),
            len(self.tokens),
        )
        inside = self.tokens[self.at + 1 : end]
        plain = ("word", "filler", "and", "comma", "also")
        is_words = bool(inside) and all(one.kind in plain for one in inside)
        if is_words and appointments.match(self.tokens, self.at + 1) is None:
            return self._take("note", None, min(end + 1, len(self.tokens)))
        return self._take("join_open", None, self.at + 1)

    def _dates(self) -> bool:
        found = dates.match(self.tokens, self.at)
        if found is None:
            return False
        stretches, end = found
        singles = tuple(one for one in stretches if one.is_one_day)
        ranges = tuple(one for one in stretches if not one.is_one_day)
        if ranges:
            self._take("season", ranges, end)
        if singles:
            if ranges:
                self.pieces.append(Piece("join"))
            self._take("select", Selector(dates=singles), end)
        return True

    def _days(self) -> bool:
        found = days.match(self.tokens, self.at)
        return found is not None and self._take("select", found[0], found[1])

    def _holidays(self) -> bool:
        found = days.match_special(self.tokens, self.at)
        return found is not None and self._take("select", found[0], found[1])

    def _times(self) -> bool:
        found = times.match(self.tokens, self.at)
        return found is not None and self._take("times", found[0], found[1])

    def _simple(self) -> bool:
        token = self.tokens[self.at]
        if token.kind in JOINS or token.text in ("inclusief", "incl"):
            return self._take("join", None, self.at + 1)
        if token.kind in ("open", "closed", "except", "also", "sep", "rest", "winter", "summer",
                          "allyear", "colon", "otherdays", "outside"):  # fmt: skip
            return self._take(token.kind, None, self.at + 1)
        if token.kind == "filler" or self._is_only():
            self.at += 1
            return True
        return False

    def _is_only(self) -> bool:
        """Tell whether this is the "alleen" of "alleen op zondag": it adds nothing."""
        if self.tokens[self.at].text not in ("alleen", "uitsluitend", "enkel"):
            return False
        following = (one for one in self.tokens[self.at + 1 :] if one.kind != "filler")
        return next(following, self.tokens[self.at]).kind in ("vacation", "day", "weekend")


def pieces_of(text: str) -> list[Piece]:
    """Return the pieces of typed opening hours; raises `NotUnderstoodError`."""
    return Reader(tokenize(text)).read()
