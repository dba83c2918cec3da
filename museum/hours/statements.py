"""From pieces to statements: what belongs together, and where a new statement begins."""

from dataclasses import replace

from museum.hours.pieces import Piece
from museum.hours.problems import unclear
from museum.hours.rules import LONG_AGO, Selector, State
from museum.hours.statement import Choice, Statement
from museum.hours.statement_appointments import AppointmentsReader
from museum.hours.statement_cursor import DAYS, STRENGTH, TO_ADJUST

LISTED_MARKS = frozenset({"colon", "lpar"})


class StatementReader(AppointmentsReader):
    """Walks the pieces once and groups them. Each kind of piece has its `_on_...`."""

    def read(self) -> list[Statement]:
        """Return the statements; raises `NotUnderstoodError`."""
        for number, piece in enumerate(self._pieces):
            self._at = number
            if piece.kind in STRENGTH:
                self._joined(piece)
                continue
            handler = getattr(self, f"_on_{piece.kind}")
            handler(piece)
            self._now.texts.append(piece.text)
            self._join = ""
        self._end()
        return self.done

    # Times and states ---------------------------------------------------------------------

    def _on_times(self, piece: Piece) -> None:
        if self._now.is_times_first and self._now.choices and self._is_times_first_again():
            self._begin()
        now = self._for_times(piece)
        now.spans = piece.spans
        for one in reversed(self.done):
            if not one.is_pending or one.has_times:
                break
            one.spans = piece.spans

    def _on_opens(self, piece: Piece) -> None:
        self._for_times(piece).opens = piece.minutes

    def _on_closes(self, piece: Piece) -> None:
        self._for_times(piece).closes = piece.minutes

    def _for_times(self, piece: Piece) -> Statement:
        now = self._now
        if now.in_exceptions and now.exceptions and now.is_complete:
            self._split_exceptions()
        elif now.in_exceptions and self._is_comma_before_last_exception():
            raise unclear(piece.text, TO_ADJUST)
        elif now.state == "closed" and now.is_prefix:
            self._split_closed(piece)
        now = self._now
        if now.state == "closed":
            raise unclear(f"{now.text} {piece.text}", "Bij “gesloten” horen geen tijden.")
        if now.has_times:
            raise unclear(piece.text, "Zet er de dagen bij, bijvoorbeeld “di t/m zo”.")
        now.in_exceptions = False
        now.is_times_first = not now.choices
        return now

    def _is_times_first_again(self) -> bool:
        """Tell of "10-17 u: di t/m vr; 13-17 u: za en zo" that the second times have days too."""
        return self._join in ("sep", "comma", "rpar") and self._next(LISTED_MARKS) == "select"

    def _is_comma_before_last_exception(self) -> bool:
        """Tell of "dagelijks behalve ma, feestdagen 13-17 u" that it may be meant in two ways."""
        excepted = self._now.exceptions
        are_days = [one.selector.is_weekly and not one.selector.season for one in excepted]
        by_comma = any(one.join == "comma" for one in excepted[1:])
        return by_comma and len(set(are_days)) > 1

    def _split_exceptions(self) -> None:
        """Read "... behalve zo 13-17 u": the excepted days have times of their own."""
        excepted, self._now.exceptions = self._now.exceptions, []
        self._now.in_exceptions = False
        season = self._now.season
        if season is None and self._now.choices and self._now.choices[0].selector.season:
            season = self._now.choices[0].selector.season  # "nov t/m mrt gesloten behalve zo ..."
        self._begin()
        self._now.choices, self._now.season = excepted, season
        self._now.is_exception = True

    def _split_closed(self, piece: Piece) -> None:
        """Read "gesloten op ma, di t/m zo 11-17 u": the last days of the list have the times."""
        choices = self._now.choices
        sure = len(choices) == 2 and choices[1].join == "comma"
        if not sure or len(choices[1].selector.days or ()) < 2:
            raise unclear(f"{self._now.text} {piece.text}", TO_ADJUST)
        self._now.choices = choices[:1]
        self._begin()
        self._now.choices = [replace(choices[1], join="")]

    def _on_open(self, _piece: Piece) -> None:
        self._state("open")

    def _on_closed(self, _piece: Piece) -> None:
        self._state("closed")

    def _state(self, state: State) -> None:
        now = self._now
        leads = self._next() in DAYS | {"season", "rest", "label"}
        if now.in_exceptions:
            self._state_of_exceptions(leads)
            now = self._now
        if self._says_times_are_open(state, leads):
            return
        if self._begins_with(state, leads):
            self._begin()
        now = self._now
        if now.state not in (None, state) and not (now.state == "open" and now.is_prefix):
            raise unclear(now.text, "Hier staat zowel “open” als “gesloten”.")
        now.state = state
        now.is_prefix = not now.choices and (now.season is None or leads)
        if state == "closed" and not now.is_prefix and not now.choices:
            now.choices.append(Choice(Selector(season=now.season or ())))
            now.season = None

    def _says_times_are_open(self, state: State, leads: bool) -> bool:
        """Tell of "11-17 u geopend" and "11-17 u geopend op di t/m zo" that nothing begins."""
        now = self._now
        if state != "open" or not now.has_times or now.state == "open":
            return False
        return not leads or (not now.choices and not self._join)

    def _begins_with(self, state: State, leads: bool) -> bool:
        """Tell whether "open" or "gesloten" begins a statement, with its days behind it."""
        now = self._now
        if now.is_complete:
            return not (state == "open" and now.state == "open")
        if not now.choices:
            return False
        if now.is_also and leads and not self._join and state == "closed":
            raise unclear(f"{now.text} gesloten", TO_ADJUST)  # "... ook ma. Gesloten 2 t/m 4 mei"
        if now.is_also and self._join in ("sep", "lpar"):
            return True
        is_open_list = now.is_prefix and now.state == "open"
        return leads and bool(self._join) and not is_open_list

    def _state_of_exceptions(self, leads: bool) -> None:
        """Read "behalve ma, feestdagen geopend": the last days begin a statement."""
        now = self._now
        now.in_exceptions = False
        if leads:
            self._begin()
            return
        if self._join == "comma" and len(now.exceptions) == 1 and not now.is_complete:
            return  # "dagelijks, behalve maandag, geopend van 10 tot 17 uur"
        if len(now.exceptions) < 2 or now.exceptions[-1].join != "comma":
            raise unclear(now.text, TO_ADJUST)
        last = now.exceptions.pop()
        self._begin()
        self._now.choices = [replace(last, join="")]

    # The rest -----------------------------------------------------------------------------

    def _on_reason(self, _piece: Piece) -> None:
        """Read "wegens verbouwing": it belongs to a closing, before it or behind."""
        if self._now.is_complete and (self._join or self._now.state != "closed"):
            self._begin()
        self._now.is_temporary = True

    def _on_afterwards(self, piece: Piece) -> None:
        """Read "gesloten t/m 3 mei 2027; daarna ...": what follows holds once that is over."""
        if self._now.is_complete or self._now.choices:
            self._begin()
        last = self.done[-1] if self.done else Statement()
        closed = [stretch for one in last.choices for stretch in one.selector.season]
        ends = [one.first_year == LONG_AGO for one in (*closed, *(last.season or ()))]
        if last.state != "closed" or not ends or not all(ends):
            raise unclear(piece.text, "Noem de datum, bijvoorbeeld “vanaf 4 mei 2027”.")

    def _on_except(self, piece: Piece) -> None:
        if self._join == "and":
            raise unclear(f"en {piece.text}", TO_ADJUST)
        if self._now.is_blank:
            if not self.done:
                raise unclear(piece.text, "Zet er eerst bij wanneer het wel open is.")
            self._now = self.done.pop()
        if self._join == "sep" and self._now.state == "closed":
            raise unclear(f"{self._now.text}; {piece.text}", "Zet “behalve” in dezelfde zin.")
        self._now.in_exceptions = True
        self._now.except_join = self._join
        self._now.is_excepting_in_brackets = self._join == "lpar" and not self._now.has_times

    def _on_also(self, _piece: Piece) -> None:
        now = self._now
        if now.state == "closed" and now.is_prefix and now.choices and self._join != "and":
            raise unclear(f"{now.text} ook", "Zet erbij of het dan open of gesloten is.")
        if now.is_complete:
            self._begin()
        self._now.is_also = True

    def _on_only(self, _piece: Piece) -> None:
        if self._is_behind_times():
            return  # what follows narrows these days
        if self._now.is_complete:
            self._begin()
        if self._now.choices and self._next() == "season":
            self._now.is_only_then = True
        else:
            self._now.is_only = True

    def _is_behind_times(self) -> bool:
        """Tell of "wo 13-17 u, alleen in de schoolvakanties" that nothing but a period follows."""
        if not self._now.has_times or not self._now.choices or self._join == "sep":
            return False
        following = [one.kind for one in self._pieces[self._at + 1 : self._at + 3]]
        if following[1:] not in ([], ["sep"], ["comma"], ["rpar"], ["and"]):
            return False
        period = self._pieces[self._at + 1]
        if period.kind != "season" and not period.selector.is_school:
            return False
        if period.kind == "season" and following[1:] == ["and"]:
            raise unclear(f"{self._now.text} {period.text}", TO_ADJUST)
        if self._join == "comma" and self.done and self._now.weight < 2:
            raise unclear(f"{self._now.text}, {period.text}", TO_ADJUST)
        return True

    def _on_falling(self, piece: Piece) -> None:
        named = [one.selector.public for one in self._now.choices]
        if not named or not named[-1] or self._next() != "select":
            raise unclear(piece.text, TO_ADJUST)
        self._now.is_falling = True

    def _on_note(self, piece: Piece) -> None:
        self.notes.append(piece.text)
