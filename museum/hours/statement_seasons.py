"""Seasons in a statement: before or behind the days, "rest van het jaar", "'s winters"."""

from museum.hours import seasons
from museum.hours.pieces import Piece
from museum.hours.problems import unclear
from museum.hours.rules import EVERY_DAY, Season, Selector
from museum.hours.statement import Choice, Statement
from museum.hours.statement_cursor import TO_ADJUST, VERBS
from museum.hours.statement_days import DaysReader

_MONTH = 31


class SeasonsReader(DaysReader):
    """Takes in the seasons."""

    def _on_season(self, piece: Piece) -> None:
        self._set_season(piece.season, piece)

    def _set_season(self, season: Season, piece: Piece) -> None:
        now = self._now
        if now.in_exceptions and self._join != "sep" and not self._season_starts_anew():
            self._except(Choice(Selector(season=season), self._list_join()))
            return
        if now.is_complete:
            if self._is_behind(piece):
                now.season, now.is_season_behind = season, True
                return
            self._begin()
        elif now.choices and self._join == "lpar" and self._next() in VERBS:
            self._begin_in_brackets(piece)
        elif self._begins_anew(piece):
            self._begin()
        elif now.is_prefix and now.state == "closed":
            now.add(Choice(Selector(season=season), self._list_join()))
            return
        elif now.is_addition and any(one.selector.school for one in now.choices):
            raise unclear(f"{now.text} {piece.text}", TO_ADJUST)
        elif now.season is not None and now.choices:
            now.is_pending = True
            self._begin()
        now = self._now
        if now.season and self._join == "comma" and self._next() == "closed":
            raise unclear(f"{now.text}, {piece.text}", TO_ADJUST)
        if now.season is not None and not (self._join and now.season and season):
            raise unclear(piece.text, "Zet bij elke periode haar eigen dagen en tijden.")
        if now.choices and self._join in ("and", "slash"):
            raise unclear(f"{now.text} en {piece.text}", TO_ADJUST)
        now.season = (now.season or ()) + season

    def _begins_anew(self, piece: Piece) -> bool:
        """Tell whether a season behind days without times or state begins a statement."""
        now = self._now
        if now.is_also and now.choices and self._next() == "closed":
            if self._join != "comma":
                raise unclear(f"{now.text} {piece.text}", TO_ADJUST)
            return True
        if now.choices and now.season is None and self._join == "sep":
            return True
        return now.is_addition and not now.is_prefix and self._join in ("comma", "rpar")

    def _season_starts_anew(self) -> bool:
        return self._join == "comma" and self._next() not in ("", "sep", "rpar", "and", "comma")

    def _is_behind(self, piece: Piece) -> bool:
        """Tell whether a season behind a complete statement belongs to it: "... (apr t/m okt)"."""
        ends = self._next() in ("", "sep", "rpar")
        if self._join == "comma" and self._next() == "lpar" and self._now.season is None:
            raise unclear(f"{self._now.text}, {piece.text}", TO_ADJUST)
        near = self._join in ("", "lpar") and self._next() in ("", "sep", "rpar", "comma", "lpar")
        self._refuse_long_list(piece)
        if self._now.season is not None or self._join in ("sep", "and") or not (ends or near):
            return False
        if self._now.state == "closed" and not near:
            raise unclear(f"{self._now.text}, {piece.text}", TO_ADJUST)
        alone = self._now.weight == 2 or not self.done
        if not alone and not self._now.is_also:
            raise unclear(
                f"{self._now.text} {piece.text}", "Zet de periode vóór de dagen waar die bij hoort."
            )
        return True

    def _refuse_long_list(self, piece: Piece) -> None:
        """Refuse "za 13-17 u, apr t/m jun, oktober gesloten": is it open from April to June?"""
        if self._next() != "closed" or len(piece.season) == 1 or self._now.season is not None:
            return
        is_long = any(len(seasons.days_of((one,))) > _MONTH for one in piece.season)
        has_and = " en " in piece.text.lower().replace("tot en met", "")
        if self._join in ("", "comma") and is_long and not has_and:
            raise unclear(f"{self._now.text} {piece.text}", TO_ADJUST)

    def _on_rest(self, piece: Piece) -> None:
        if self._now.is_addition and not self._join:
            raise unclear(f"{self._now.text} {piece.text}", TO_ADJUST)
        known = self._known_seasons()
        if not known or any(one.first_year for one in known):
            raise unclear(piece.text, "Noem de maanden, bijvoorbeeld “nov t/m mrt”.")
        rest = seasons.complement(known)
        if not rest:
            raise unclear(piece.text, "Het hele jaar is al genoemd.")
        self._set_season(rest, piece)

    def _on_otherwise(self, piece: Piece) -> None:
        """Read "daarbuiten": outside the season, or the school holidays, said just before."""
        if self._now.is_complete or self._now.choices:
            self._begin()
        last = self.done[-1] if self.done else Statement()
        days = [choice.selector for choice in last.choices]
        if days and all(one.school and one.days in (None, EVERY_DAY) for one in days):
            self._now.season = last.season if last.season is not None else ()
            return  # the school holidays' own rule wins on every day of theirs
        has_season = last.season or any(one.season for one in days)
        if any(one.school for one in days) or not has_season:
            raise unclear(piece.text, "Schrijf op wanneer, bijvoorbeeld “nov t/m mrt”.")
        self._on_rest(piece)

    def _on_allyear(self, piece: Piece) -> None:
        if self._now.is_complete and not (self._now.season is None and self._next() in ("", "sep")):
            self._begin()
        if self._now.season:
            raise unclear(piece.text, "Er staat ook een periode bij.")
        self._now.season = ()

    def _on_label(self, piece: Piece) -> None:
        """Read "zomer" and "winter": a mere name beside a season, else the rest of the year."""
        before = [one.kind for one in self._pieces[max(0, self._at - 2) : self._at]]
        skip = {"colon", "lpar", "comma"}
        if self._next(frozenset()) == "colon":
            skip.add("sep")  # "Zomerseizoen:" stands on a line of its own
        after = self._next(frozenset(skip))
        if after in ("season", "rest") or before[-1:] == ["season"] or before == ["season", "lpar"]:
            if self._now.is_complete and before[-1:] != ["season"]:
                self._begin()
            return
        known = self._known_seasons()
        days = seasons.days_of(known)
        is_winter = piece.detail == "winter"
        cold = {(month, day) for month in (10, 11, 12, 1, 2, 3, 4) for day in range(1, 32)}
        rest = seasons.complement(known) if known else ()
        fits = (7, 15) in days and seasons.days_of(rest) <= cold and rest
        if not is_winter or not fits or any(one.first_year for one in known):
            raise unclear(piece.text, "Noem de maanden, bijvoorbeeld “nov t/m mrt”.")
        self._set_season(rest, piece)

    def _known_seasons(self) -> Season:
        """Return every season that was read before this piece."""
        return tuple(stretch for piece in self._pieces[: self._at] for stretch in piece.season)
