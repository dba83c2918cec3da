"""By appointment: for these days, alone or at other times too."""

from museum.hours.pieces import Piece
from museum.hours.problems import unclear
from museum.hours.statement import Statement
from museum.hours.statement_cursor import DAYS
from museum.hours.statement_seasons import SeasonsReader


class AppointmentsReader(SeasonsReader):
    """Takes in "op afspraak" in its many places."""

    def _on_appointment(self, piece: Piece) -> None:
        now = self._now
        if piece.detail == "anytime" or now.is_other_days:
            self.anytime = True
            if now.is_other_days:
                self._now = Statement()
            return
        leads = self._next() in DAYS | {"season"}
        stands_alone = now.is_blank and self.done and not leads
        if now.has_times or stands_alone:
            self._appointment_behind(piece)
        elif self._is_of_another(leads):
            self._appointment_beside(piece)
        elif not now.choices and not now.season and self.done and now.state is None:
            self.anytime, self._now = True, Statement()  # "het hele jaar op afspraak"
        else:
            if now.is_complete and leads and self._join:
                self._begin()
                now = self._now
            now.state = "appointment"
            now.is_prefix = not now.choices and not now.season and self._next() in DAYS

    def _is_of_another(self, leads: bool) -> bool:
        """Tell whether the statement at hand says something else: "ma gesloten; op afspraak"."""
        now = self._now
        if leads and self._join:
            return False
        is_extra = bool(now.choices) and (now.is_also or now.is_only) and bool(self._join)
        return is_extra or now.state == "closed" or (now.is_complete and bool(self._join))

    def _appointment_beside(self, piece: Piece) -> None:
        if self._join != "sep" or piece.detail != "plain":
            raise unclear(piece.text, "Schrijf “en op afspraak” of “alleen op afspraak”.")
        self._end()
        self.anytime = True

    def _appointment_behind(self, piece: Piece) -> None:
        """Read "op afspraak" behind times: for these times, or also at other times."""
        alone = not self.done and not self._now.is_blank
        if self._join in ("", "lpar") or (piece.detail == "only" and alone):
            self._now.state = "appointment"
        elif self._join == "sep" and piece.detail == "plain":
            self.anytime = True
        else:
            raise unclear(piece.text, "Schrijf “en op afspraak” of “alleen op afspraak”.")
