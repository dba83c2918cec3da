"""What a text excepts, and the days of the week that it closes."""

from dataclasses import replace

from museum.hours import seasons
from museum.hours.entries import Entries
from museum.hours.inheritance import Usual
from museum.hours.precedence import Entry
from museum.hours.problems import unclear
from museum.hours.rules import EVERY_DAY, Selector, Stretch
from museum.hours.statement import Choice, Statement
from museum.hours.vocabulary import NAMED_WEEKDAY, NAMED_WINDOW, VACATION_WINDOW

_MONTH = 31


class Exceptions(Entries):
    """Adds the exceptions and the closures to what is open."""

    def _except(self, number: int, statement: Statement) -> None:
        for exception in statement.exceptions:
            if exception.outside:
                raise unclear(statement.text, "Schrijf dit in aparte zinnen.")
            if statement.state == "closed":
                self._reopen(number, statement, exception.selector)
            else:
                self._close_exception(number, statement, exception.selector)

    def _reopen(self, number: int, statement: Statement, excepted: Selector) -> None:
        """Read "ma gesloten, behalve in de schoolvakanties": open then, at the usual times."""
        usual = Usual(self._usual_rules())
        for choice in statement.choices:
            chosen = choice.selector
            if excepted.is_weekly or (chosen.school and not excepted.named):
                raise unclear(statement.text, "Zet er de tijden bij, bijvoorbeeld 13-17 u.")
            if excepted.named and not self._may_hold(chosen, excepted):
                raise unclear(statement.text, "Schrijf dit in aparte zinnen.")
            selector = excepted
            if chosen.is_weekly and not excepted.named and not excepted.dates:
                if excepted.days not in (None, chosen.days):
                    raise unclear(statement.text, "Zet er de tijden bij, bijvoorbeeld 13-17 u.")
                selector = replace(excepted, days=chosen.days, season=chosen.season)
            elif not chosen.is_weekly and not (excepted.named or excepted.dates):
                raise unclear(statement.text, "Schrijf dit in aparte zinnen.")
            for rule in usual.rules_for(selector, statement.text):
                self._add(number, rule.selector, "open", rule.spans)

    def _may_hold(self, chosen: Selector, excepted: Selector) -> bool:
        """Tell whether named days lie in what is closed, so that they are an exception to it."""
        windows = [(Stretch(*NAMED_WINDOW[name]),) for name in excepted.named]
        season = chosen.season
        if chosen.school in VACATION_WINDOW:
            season = (Stretch(*VACATION_WINDOW[chosen.school]),)
        if not all(seasons.overlap(season, window) for window in windows):
            return False
        if not chosen.is_weekly or chosen.days is None:
            return True
        open_days = frozenset[int]().union(*(one.days for one in self._weekly_open()))
        return open_days | chosen.days == EVERY_DAY or all(
            NAMED_WEEKDAY.get(name) in chosen.days for name in excepted.named
        )

    def _close_exception(self, number: int, statement: Statement, excepted: Selector) -> None:
        if excepted.is_weekly and excepted.days is not None and not excepted.nth:
            self._subtract(number, statement, excepted)
            return
        for one in [entry for entry in self._entries if entry.order == number]:
            chosen = one.rule.selector
            if excepted.named or excepted.dates:
                closed = excepted
            elif excepted.is_weekly and not excepted.nth:
                self._except_period(one, number, statement, excepted)
                continue
            elif excepted.nth:
                closed = excepted.within(chosen.season)
            elif chosen.is_weekly and self._is_of_all(number, statement):
                self._add(number, replace(excepted, season=()), "closed")
                return
            elif chosen.is_weekly and excepted.school:
                closed = replace(excepted, season=chosen.season, days=excepted.days or chosen.days)
                self._add(number, closed, "closed", is_background=True)
                continue
            elif chosen.is_weekly:
                others = [other for other in self._entries if other.order != number]
                alone = not any(other.is_weekly for other in others)
                days = None if alone or chosen.nth else chosen.days
                closed = replace(excepted, season=chosen.season, days=excepted.days or days)
            elif chosen.school and excepted.school:
                closed = replace(excepted, days=chosen.days, season=chosen.season)
            else:
                closed = excepted
            self._add(number, closed, "closed")

    def _is_of_all(self, number: int, statement: Statement) -> bool:
        """Tell whether an exception holds for the statements before it too.

        So in a sentence of its own, "Niet op feestdagen."; behind a list of days with each its
        times it may mean all of them, or the last.
        """
        others = [one for one in self._entries if one.is_weekly and one.order != number]
        before = [one for one in others if one.order < number and one.rule.state == "open"]
        if not before:
            return False
        if statement.except_join != "sep" and statement.weight < 2:
            raise unclear(statement.text, "Schrijf dit in een eigen zin: “Feestdagen gesloten”.")
        return statement.except_join == "sep"

    def _except_period(
        self, one: Entry, number: int, statement: Statement, excepted: Selector
    ) -> None:
        chosen = one.rule.selector
        if chosen.is_weekly and not chosen.season and len(self._statements) == 1:
            self._add(number, excepted, "closed")
            return
        if not chosen.is_weekly or seasons.has_years(chosen.season + excepted.season):
            raise unclear(statement.text, "Schrijf dit in aparte zinnen.")
        left = chosen.within(seasons.minus(chosen.season, excepted.season))
        if left.season != chosen.season:
            place = self._entries.index(one)
            self._entries[place] = replace(one, rule=replace(one.rule, selector=left))

    def _subtract(self, number: int, statement: Statement, excepted: Selector) -> None:
        """Take days of the week out of the statement that they are an exception to."""
        if excepted.season:
            raise unclear(statement.text, "Schrijf dit in aparte zinnen.")
        days = excepted.days or frozenset()
        found = False
        for place, entry in enumerate(self._entries):
            chosen = entry.rule.selector
            if entry.order != number or not (chosen.is_weekly or chosen.school):
                continue
            left = chosen.weekdays - days
            if not left:
                raise unclear(statement.text, "Dan blijft er geen dag over.")
            found = True
            self._entries[place] = replace(
                entry, rule=replace(entry.rule, selector=replace(chosen, days=left))
            )
        if not found:
            for one in [entry for entry in self._entries if entry.order == number]:
                if one.rule.selector.public:
                    self._add(number, Selector(public=True, days=days), "closed")
                    return
            raise unclear(statement.text, "Schrijf dit in aparte zinnen.")

    def _part_season(self, statement: Statement) -> None:
        """Read "7 t/m 25 jan en 25 dec gesloten": the season is one of the things closed."""
        weekly = [one for one in statement.choices if one.selector.is_weekly]
        if not statement.season or not statement.choices or weekly or statement.is_exception:
            return
        length = len(seasons.days_of(statement.season))
        dated = all(one.selector.dates or one.selector.named for one in statement.choices)
        listed = statement.season_join in ("and", "slash")
        if statement.state == "closed" and (listed or (dated and length <= _MONTH)):
            statement.choices.append(Choice(Selector(season=statement.season)))
            statement.season = None
        elif listed or dated or (statement.state == "closed" and statement.season_join == "comma"):
            raise unclear(statement.text, "Schrijf dit in aparte zinnen, met een puntkomma.")

    def _closed(self, number: int, statement: Statement, choice: Choice) -> Selector:
        chosen = choice.selector
        if choice.outside:
            raise unclear(statement.text, "Schrijf op wanneer het wel open is.")
        if chosen == Selector():
            if statement.season is not None and statement.season:
                return chosen.within(statement.season)
            if len(self._statements) > 1 or statement.exceptions:
                raise unclear(statement.text or "gesloten", "Zet erbij op welke dagen.")
            return Selector(days=EVERY_DAY)
        if statement.season and (chosen.season or chosen.named or chosen.dates):
            raise unclear(statement.text, "Schrijf dit in aparte zinnen.")
        if statement.season:
            return chosen.within(statement.season)
        if chosen.is_weekly and chosen.days is not None and statement.weight < 2:
            earlier = [one.season for one in self._statements[:number] if one.season is not None]
            if len(set(earlier)) > 1 and earlier[-1] and not chosen.season:
                # As in: nov t/m mrt di t/m zo 11-16 u (ma gesloten)
                return chosen.within(earlier[-1])
        return chosen

    def _close_weekdays(self) -> None:
        """Take "ma gesloten" out of the weekly hours that it speaks of."""
        for entry in list(self._entries):
            chosen = entry.rule.selector
            if not entry.is_weekly or entry.rule.state != "closed" or chosen.nth:
                continue
            targets = [one for one in self._entries if self._may_mean(entry, one)]
            hit = [one for one in targets if one.days & entry.days]
            if len({one.season for one in hit}) not in (0, len({one.season for one in targets})):
                raise unclear(entry.text, "Zet erbij in welke maanden dit geldt.")
            for one in hit:
                left = one.days - entry.days
                if not left:
                    raise unclear(entry.text, "Deze dagen staan er ook als geopend.")
                place = self._entries.index(one)
                kept = replace(one.rule.selector, days=left)
                self._entries[place] = replace(one, rule=replace(one.rule, selector=kept))

    def _may_mean(self, closing: Entry, one: Entry) -> bool:
        if not one.is_weekly or one.rule.state != "open" or one.rule.selector.nth:
            return False
        if closing.season:
            return one.season == closing.season
        general = any(
            other.is_weekly and other.rule.state == "open" and not other.season
            for other in self._entries
        )
        return not one.season or not general
