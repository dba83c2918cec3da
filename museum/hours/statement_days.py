"""Days in a statement: lists, exceptions, "overige dagen", and days that come after the times."""

from dataclasses import replace

from museum.hours.pieces import Piece
from museum.hours.problems import unclear
from museum.hours.rules import EVERY_DAY, Selector
from museum.hours.statement import Choice, Statement, kind_of_days
from museum.hours.statement_cursor import LISTED, TO_ADJUST, VERBS, Cursor

_ADDING = frozenset({"also", "only"})


class DaysReader(Cursor):
    """Takes in the days."""

    def _on_select(self, piece: Piece) -> None:
        self._add(Choice(piece.selector, self._list_join()), piece)
        if piece.detail and not self._now.in_exceptions:
            self._now.parts |= {piece.detail}

    def _on_outside(self, piece: Piece) -> None:
        self._add(Choice(Selector(), self._list_join(), outside=piece.selector.school), piece)

    def _add(self, choice: Choice, piece: Piece) -> None:
        now = self._now
        if now.in_exceptions and self._goes_on_behind_exceptions(choice):
            now.in_exceptions = False
        if now.in_exceptions and not self._starts_anew():
            self._except(choice)
            return
        if self._is_new(choice, piece):
            self._begin()
        now = self._now
        if not now.choices and now.season is not None and choice.selector.school:
            if self._join in ("and", "slash") and not now.or_school:
                now.or_school = choice.selector.school
                return
            choice = replace(choice, join="")
        if not now.choices and now.season is None and self.done and choice.selector.days:
            self._look_for_heading(choice, piece)
        if not now.choices and now.season and not now.is_complete:
            now.season_join = self._list_join()
        if self._join == "comma" and choice.selector.school and now.choices:
            self._refuse_comma()
        if now.is_complete and not now.is_times_first:
            choice = replace(choice, join="")  # it narrows what stands before
        now.add(choice, bool(self.done))

    def _look_for_heading(self, choice: Choice, piece: Piece) -> None:
        """Let days stand under "in de zomervakantie: ma t/m za 10-17 u, zo 12-17 u"."""
        now, last = self._now, self.done[-1]
        follows = self._next() not in ("outside",) and not choice.outside
        if not last.headed_by or not choice.selector.is_weekly or now.is_complete or not follows:
            return
        if last.is_colon and now.weight < 2:
            now.heading, now.is_colon = last.headed_by, True
        elif last.is_colon or now.weight < 2:
            raise unclear(piece.text, "Zet erbij of dit in of buiten de schoolvakanties is.")

    def _is_new(self, choice: Choice, piece: Piece) -> bool:
        """Tell whether these days begin a new statement."""
        now = self._now
        if now.is_complete:
            return not self._completes(choice, piece)
        if now.choices and self._join == "sep":
            return True
        if now.is_also and now.choices and self._join == "rpar" and self._leads_to_verb():
            return True  # "(ook ma in de schoolvakanties), feestdagen gesloten"
        if now.choices and self._join == "lpar" and self._leads_to_verb():
            self._begin_in_brackets(piece)
            return False
        self._refuse_mixture(choice, piece)
        if now.season and not now.choices and self._join == "lpar" and self._leads_to_verb():
            raise unclear(f"{now.text} {piece.text}", TO_ADJUST)
        if now.is_addition and not now.is_prefix:
            return self._is_new_behind_addition(choice, piece)
        if now.is_prefix and now.state == "closed" and self._leads_to_addition():
            if self._join not in ("comma", "rpar"):
                raise unclear(f"{now.text} {piece.text}", TO_ADJUST)
            return True
        behind_closed = now.is_prefix and now.state == "closed" and not self._join
        if not behind_closed or not now.choices:
            return False
        return bool(now.choices[-1].selector.days and choice.selector.days)

    def _begin_in_brackets(self, piece: Piece) -> None:
        """Begin a statement at "... ook ma (2 mei 10-18 u)"; else the first would have no times."""
        if not self._now.is_also:
            raise unclear(f"{self._now.text} {piece.text}", TO_ADJUST)
        self._begin()

    def _refuse_mixture(self, choice: Choice, piece: Piece) -> None:
        """Refuse days that may hang together with those before, and may not.

        As in "ook ma in de schoolvakanties, feestdagen 13-17 u", "gesloten 1 jan (ma in ...)".
        """
        now, chosen = self._now, choice.selector
        if not now.choices:
            return
        last = now.choices[-1].selector
        is_bare_school = bool(last.school) and last.days is None and len(now.choices) == 1
        if is_bare_school and self._join == "comma" and chosen.days and now.state != "closed":
            raise unclear(f"{now.text}, {piece.text}", "Laat de komma weg, of schrijf “en”.")
        is_narrowed = now.is_also or bool(last.school and last.days)
        mixed = _category(chosen) != _category(last) and self._join == "comma"
        ends = now.is_also and self._next(LISTED) == "closed"  # "ook" is not said of a closing
        if is_narrowed and mixed and not now.is_prefix and self._leads_to_change() and not ends:
            raise unclear(f"{now.text}, {piece.text}", TO_ADJUST)
        is_week = chosen.is_weekly or bool(chosen.school)
        if now.is_prefix and now.state == "closed" and self._join == "lpar" and is_week:
            raise unclear(f"{now.text} ({piece.text}", "Zet erbij of het dan open of gesloten is.")

    def _ends_here(self) -> bool:
        """Tell whether what stands here is the last of its statement."""
        follows = self._next()
        if follows == "and":
            ahead = [one.kind for one in self._list_ahead()]
            return ahead[:2] == ["and", "select"] and ahead[-1] in VERBS
        return follows in ("", "sep", "comma", "rpar", "except")

    def _is_new_behind_addition(self, choice: Choice, piece: Piece) -> bool:
        """Tell it of "in de schoolvakanties ook ma, 25 dec gesloten": yes, as the kinds differ."""
        leads = self._leads_to_verb() or self._leads_to_addition()
        if self._join not in ("comma", "rpar", "and") or not leads:
            return False
        now = self._now
        last = now.choices[-1].selector
        is_same = kind_of_days(last) == kind_of_days(choice.selector) or (
            bool(now.heading) and choice.selector.is_weekly
        )
        listed = [one.kind for one in self._list_ahead()]
        if self._join == "and":
            is_only = now.is_only or now.is_only_then
            narrowed = bool(is_only and last.school and last.days and not now.heading)
            if narrowed or (not is_same and (is_only or listed[-1:] == ["closed"])):
                raise unclear(f"{now.text} en {piece.text}", TO_ADJUST)
            return False
        if is_same and "and" not in listed and len(now.choices) == 1:
            raise unclear(f"{now.text}, {piece.text}", TO_ADJUST)
        return not is_same

    def _refuse_comma(self) -> None:
        now = self._now
        if now.choices[-1].selector.days and self._next() != "select" and not now.is_prefix:
            raise unclear(
                f"{now.text}, {self._pieces[self._at].text}",
                "Schrijf “en in de schoolvakanties”, of “ma in de schoolvakanties”.",
            )

    def _completes(self, choice: Choice, piece: Piece) -> bool:
        """Tell whether days that come after the times still belong to them."""
        now = self._now
        if self._join == "sep" and now.choices:
            return False
        if now.has_times and (not now.choices or now.is_times_first):
            return self._completes_times(piece)
        is_school = bool(choice.selector.school or choice.outside)
        is_open = now.has_times or now.state == "open"
        if is_school and is_open and self._join in ("", "lpar") and self._ends_here():
            if len(now.choices) > 1:
                raise unclear(f"{now.text} {piece.text}", TO_ADJUST)
            return True
        return False

    def _completes_times(self, piece: Piece) -> bool:
        """Tell whether days behind the times belong to them: "13-17 u di-vr, feestdagen dicht"."""
        if self._now.choices and self._next() in ("also", "only"):
            return False
        if not self._leads_to_verb():
            return True
        by_comma = "comma" in self._kinds_before_verb()
        is_near = self._join in ("", "and", "slash")
        if is_near and by_comma:
            return True  # what follows the comma has the verb
        if by_comma or (not self._join and not self._now.choices):
            raise unclear(f"{self._now.text} {piece.text}", TO_ADJUST)
        return False

    def _goes_on_behind_exceptions(self, choice: Choice) -> bool:
        """Read "het hele jaar, behalve januari, za en zo 13-17 u": the days come after it."""
        now = self._now
        excepted = [one.selector.days for one in now.exceptions]
        is_first = not now.choices and not now.is_complete and self._join in ("", "comma", "rpar")
        return bool(choice.selector.days and is_first and excepted and not any(excepted))

    def _starts_anew(self) -> bool:
        """Tell whether days behind an exception begin a statement of their own."""
        if not self._now.is_complete:
            return False
        adds = self._leads_to_addition()
        if self._join in ("comma", "sep", "rpar"):
            return self._leads_to_verb() or adds
        if self._join == "and" and adds:
            raise unclear(f"{self._now.text} en {self._pieces[self._at].text}", TO_ADJUST)
        return False

    def _leads_to_addition(self) -> bool:
        """Tell whether "ook" or "alleen" stands behind the days that begin here."""
        return any(one.kind in _ADDING for one in self._list_ahead())

    def _except(self, choice: Choice) -> None:
        now = self._now
        if not self._join and now.exceptions:
            holder = Statement(choices=[now.exceptions[-1]], texts=now.texts)
            holder.add(choice)
            now.exceptions[-1] = holder.choices[0]
        else:
            now.exceptions.append(choice)

    def _on_restdays(self, piece: Piece) -> None:
        if self._now.is_complete or self._now.choices:
            self._begin()
        season = self._now.season
        known = self.done if season is None else [one for one in self.done if one.season == season]
        named = frozenset[int]().union(
            *(choice.selector.weekdays for one in known for choice in one.choices
              if choice.selector.is_weekly and choice.selector.days and not choice.selector.nth)
        )  # fmt: skip
        left = EVERY_DAY - named
        if not left or len({one.season for one in self.done if one.season}) > 1:
            raise unclear(piece.text, "Noem de dagen, bijvoorbeeld “wo t/m vr”.")
        self._now.choices.append(Choice(Selector(days=left)))
        self._now.is_other_days = True


def _category(chosen: Selector) -> str:
    if chosen.named or chosen.dates:
        return "dates"
    return "public" if chosen.public else "week"
