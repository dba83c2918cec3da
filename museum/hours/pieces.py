"""From tokens to pieces: days, stretches of the year, times, states; every token counts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import groupby

from museum.hours import piece_dates as dates
from museum.hours import piece_days as days
from museum.hours import piece_notes as notes
from museum.hours import piece_times as times
from museum.hours.problems import unclear, unknown_word
from museum.hours.rules import Season, Selector, Spans
from museum.hours.tokens import Token, tokenize
from museum.hours.vocabulary import FILLERS, NEUTRAL

NO_SELECTOR = Selector()


@dataclass(frozen=True)
class Piece:
    """One meaningful piece of the text.

    Kinds: `select` (days; `category` says days, special or dates), `outside` (not on these),
    `season`, `times`, `opens` and `closes` (half a span), `open`, `closed`, `except`, `also`,
    `only`, `appointment` (`detail` says which), `note`, `rest`, `restdays`, `otherwise`,
    `allyear`, `falling` ("die op"), `label` (summer or winter), `reason` ("wegens verbouwing"),
    `afterwards` ("daarna"); joins: `and`, `comma`, `slash`, `sep`, `lpar`, `rpar`, `colon`.
    """

    kind: str
    text: str = ""
    category: str = ""
    detail: str = ""
    selector: Selector = NO_SELECTOR
    season: Season = ()
    spans: Spans = ()
    minutes: int = 0


_PLAIN: dict[str, str] = {
    "open": "open", "closed": "", "except": "", "also": "", "only": "", "and": "", "comma": "",
    "sep": "", "colon": "", "lpar": "", "rpar": "", "rest": "rest", "restdays": "restdays",
    "otherwise": "", "falling": "", "allyear": "allyear", "summer": "label", "winter": "label",
    "temporary": "", "afterwards": "",
}  # fmt: skip
"""Tokens that are a piece by themselves, and the category that fillers look for."""
_PIECE_OF = {"temporary": "reason"}


class Reader:
    """Walks the tokens once, from left to right."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._fillers: list[Token] = []
        self._part = ""
        self._depth = 0
        self.pieces: list[Piece] = []

    def read(self) -> list[Piece]:
        """Return the pieces; raises `NotUnderstoodError` for a token that fits nowhere."""
        while self._at < len(self._tokens):
            if not any(step() for step in self._steps()):
                raise unknown_word(self._tokens[self._at].text)
        if self._fillers:
            raise unknown_word(self._fillers[-1].text)
        if self._depth:
            raise unclear("(", "Er staat een haakje te veel of te weinig.")
        return self.pieces

    def _steps(self) -> tuple[Callable[[], bool], ...]:
        return (self._appointment, self._note, self._reason, self._dates, self._days, self._special,
                self._outside, self._times, self._half_time, self._slash, self._simple,
                self._filler)  # fmt: skip

    def _take(self, end: int, piece: Piece) -> bool:
        for filler in self._fillers:
            if piece.category not in FILLERS[filler.text.lower()]:
                raise unknown_word(filler.text)
        self._fillers = []
        text = times.text_of(self._tokens, self._at, end)
        if piece.kind:
            self.pieces.append(replace(piece, text=text))
        self._at = end
        return True

    def _appointment(self) -> bool:
        found = notes.match_appointment(self._tokens, self._at)
        if found is None:
            return False
        kind = "note" if found[0] == "note" else "appointment"
        if found[0] == "plain" and self._at and self._tokens[self._at - 1].dotted:
            text = times.text_of(self._tokens, self._at, found[1])
            raise unclear(text, "Schrijf “en op afspraak” of “alleen op afspraak”.")
        return self._take(found[1], Piece(kind, detail=found[0]))

    def _note(self) -> bool:
        end = notes.match_note(self._tokens, self._at)
        if end is None:
            end = notes.match_contact(self._tokens, self._at)
        return end is not None and self._take(end, Piece("note"))

    def _reason(self) -> bool:
        end = notes.match_reason(self._tokens, self._at)
        return end is not None and self._take(end, Piece("reason"))

    def _dates(self) -> bool:
        found = dates.match(self._tokens, self._at)
        if found is None:
            return False
        items, end = found
        for is_day, some in groupby(items, key=lambda item: item.stretch.is_one_day):
            group = list(some)
            if group[0].join:
                self.pieces.append(Piece(group[0].join))
            if is_day:
                selector = Selector(dates=tuple(item.stretch for item in group))
                piece = Piece("select", category="dates", selector=selector)
            else:
                stretches = tuple(item.stretch for item in group)
                piece = Piece("season", category="season", season=stretches)
            self._take(end, piece)
        return True

    def _days(self) -> bool:
        found = days.match(self._tokens, self._at)
        if found is None:
            return False
        self._part = "".join(self._tokens[found[1] - 1].keys[:1])
        return self._take(found[1], Piece("select", "", "days", self._part, found[0]))

    def _special(self) -> bool:
        found = days.match_special(self._tokens, self._at)
        if found is None:
            return False
        return self._take(found[1], Piece("select", category="special", selector=found[0]))

    def _outside(self) -> bool:
        """Match "buiten de schoolvakanties"."""
        if self._tokens[self._at].kind != "outside":
            return False
        end = self._at + 1
        while end < len(self._tokens) and self._tokens[end].text.lower() in ("de", "alle"):
            end += 1
        found = days.match_special(self._tokens, end) if end < len(self._tokens) else None
        if found is None or not found[0].school:
            return False
        return self._take(found[1], Piece("outside", category="special", selector=found[0]))

    def _times(self) -> bool:
        found = times.match(self._tokens, self._at, self._part)
        if found is None:
            return False
        self._part = ""
        return self._take(found[1], Piece("times", category="times", spans=found[0]))

    def _half_time(self) -> bool:
        found = times.match_half(self._tokens, self._at)
        if found is None:
            return False
        return self._take(found[2], Piece(found[0], category="times", minutes=found[1]))

    def _slash(self) -> bool:
        """A slash joins "za/zo" and "juli / augustus"; else, with spaces around, it parts rules."""
        tokens, at = self._tokens, self._at
        if tokens[at].kind != "slash":
            return False
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if after is None or at == 0:
            return self._take(at + 1, Piece("sep"))
        follower = tokens[at + 2].kind if at + 2 < len(tokens) else ""
        single = tokens[at - 1].kind == after.kind and after.kind in ("day", "month")
        loose = tokens[at].spaced or after.spaced
        joins = not loose or (single and follower not in ("to", "dash"))
        return self._take(at + 1, Piece("slash" if joins else "sep"))

    def _simple(self) -> bool:
        token = self._tokens[self._at]
        if token.kind not in _PLAIN:
            return False
        if token.kind == "colon" and self._fillers:
            self._at += 1  # "Geopend op: wo 14-16 u"
            return True
        category = _PLAIN[token.kind]
        kind = "label" if category == "label" else _PIECE_OF.get(token.kind, token.kind)
        if kind in ("lpar", "rpar"):
            self._depth += 1 if kind == "lpar" else -1
            if self._depth not in (0, 1):
                raise unclear(token.text, "Er staat een haakje te veel of te weinig.")
        return self._take(self._at + 1, Piece(kind, category=category, detail=token.kind))

    def _filler(self) -> bool:
        token = self._tokens[self._at]
        text = token.text.lower()
        if text in FILLERS:
            self._fillers.append(token)
            self._at += 1
            return True
        if text in NEUTRAL:
            return self._take(self._at + 1, Piece("", category="neutral"))
        if token.kind == "incl":
            return self._take(self._at + 1, Piece("also"))
        return False


def pieces_of(text: str) -> list[Piece]:
    """Return the pieces of typed opening hours; raises `NotUnderstoodError`."""
    return Reader(tokenize(text)).read()
