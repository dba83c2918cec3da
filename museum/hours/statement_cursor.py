"""Where the reading of statements stands, and how a statement ends."""

from museum.hours.pieces import Piece
from museum.hours.statement import Statement

STRENGTH = {"sep": 5, "lpar": 4, "rpar": 3, "comma": 3, "and": 2, "slash": 2, "colon": 1, "": 0}
VERBS = frozenset({"times", "opens", "closes", "open", "closed", "appointment"})
DAYS = frozenset({"select", "outside", "restdays"})
TO_ADJUST = "Schrijf dit in aparte zinnen, met een puntkomma ertussen."
LISTED = frozenset({"select", "outside", "and", "comma", "slash", "colon"})


class Cursor:
    """Where the reading stands: the statement at hand, those before it, and the pieces."""

    def __init__(self, pieces: list[Piece]) -> None:
        self._pieces = pieces
        self._at = 0
        self._join = ""
        self._now = Statement()
        self.done: list[Statement] = []
        self.notes: list[str] = []
        self.anytime = False

    def _joined(self, piece: Piece) -> None:
        if piece.kind == "sep" and self._now.in_exceptions:
            self._now.in_exceptions = False
        if piece.kind == "rpar" and self._now.is_excepting_in_brackets:
            self._now.in_exceptions = self._now.is_excepting_in_brackets = False
        if piece.kind in ("sep", "rpar") and self._now.is_prefix and self._now.choices:
            self._now.is_prefix = False
        if piece.kind == "colon" and self._now.headed_by:
            self._now.is_colon = True
        if STRENGTH[piece.kind] > STRENGTH[self._join]:
            self._join = piece.kind

    def _next(self, skip: frozenset[str] = frozenset({"colon"})) -> str:
        """Return the kind of the next piece that is not skipped; "" at the end."""
        for piece in self._pieces[self._at + 1 :]:
            if piece.kind not in skip:
                return piece.kind
        return ""

    def _leads_to_verb(self) -> bool:
        """Tell whether the days that begin here have times or a state of their own."""
        return self._next(LISTED) in VERBS

    def _leads_to_change(self) -> bool:
        """Tell likewise, of times or "gesloten": with "geopend" all take over the same."""
        verb = self._next(LISTED | {"open"})
        return self._leads_to_verb() and verb in VERBS - {"open", "appointment"}

    def _kinds_before_verb(self) -> list[str]:
        """Return the kinds of the pieces between this one and the verb of the list it is in."""
        kinds = [piece.kind for piece in self._pieces[self._at + 1 :]]
        verb = next((at for at, kind in enumerate(kinds) if kind in VERBS), len(kinds))
        return kinds[:verb]

    def _list_ahead(self) -> list[Piece]:
        """Return the pieces behind this one: its list of days, and the piece that ends it."""
        found: list[Piece] = []
        for piece in self._pieces[self._at + 1 :]:
            found.append(piece)
            if piece.kind not in LISTED:
                break
        return found

    def _list_join(self) -> str:
        if self._join in ("and", "comma", "slash", "lpar"):
            return self._join
        return "comma" if self._join in ("sep", "rpar") else ""

    def _begin(self) -> None:
        self._end()
        strength = STRENGTH[self._join]
        self._now.join = self._join
        self._now.weight = 2 if strength == STRENGTH["sep"] else int(strength > 1)

    def _end(self) -> None:
        if not self._now.is_blank:
            self._now.is_prefix = False
            self.done.append(self._now)
        self._now = Statement()
