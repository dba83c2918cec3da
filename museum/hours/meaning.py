"""From statements to rules: seasons that carry over, times taken over, exceptions, closures."""

from dataclasses import replace

from museum.hours import seasons
from museum.hours.exceptions import Exceptions
from museum.hours.inheritance import Usual, completed
from museum.hours.precedence import settled
from museum.hours.problems import NotUnderstoodError, unclear
from museum.hours.rules import ALL_DAY, EVERY_DAY, Rule, Season, Selector, Weekdays
from museum.hours.statement import Choice, Statement

_MOST_BRIEF = 31
"""Days; longer than this is a season."""
_NO_TIMES = "Zet er de tijden bij, of “gesloten”."


class Meaning(Exceptions):
    """Works out the rules of the statements of one text."""

    def __init__(self, statements: list[Statement], by_appointment: bool = False) -> None:
        super().__init__(statements)
        self._by_appointment = by_appointment
        self._later: list[tuple[int, Statement, Selector]] = []

    def rules(self) -> tuple[Rule, ...]:
        """Return the rules in order, later ones winning; raises `NotUnderstoodError`."""
        for number, statement in enumerate(self._statements):
            self._read(number, statement)
        self._take_over()
        for number, statement in enumerate(self._statements):
            self._except(number, statement)
        self._close_weekdays()
        if not self._entries:
            raise NotUnderstoodError(
                "Er staan geen dagen en tijden in. Schrijf bijvoorbeeld “di t/m zo 11-17 u”."
            )
        self._refuse_closings_alone()
        return settled(self._entries)

    def _refuse_closings_alone(self) -> None:
        """Refuse "maandag gesloten": it does not say when it is open. "Gesloten" by itself does."""
        if self._by_appointment or any(one.rule.state != "closed" for one in self._entries):
            return
        if [one.rule.selector for one in self._entries] != [Selector(days=EVERY_DAY)]:
            raise unclear(self._entries[0].text, "Zet erbij wanneer het wel open is.")

    # Statements ---------------------------------------------------------------------------

    def _read(self, number: int, statement: Statement) -> None:
        if statement.is_temporary:
            _check_is_dated(statement)
        if not statement.choices and not self._give_days(number, statement):
            return
        self._part_season(statement)
        for choice in statement.choices:
            if statement.state == "closed":
                self._add(number, self._closed(number, statement, choice), "closed")
                continue
            for selector in self._selectors(number, statement, choice):
                self._open(number, statement, selector, choice)

    def _give_days(self, number: int, statement: Statement) -> bool:
        """Say on which days a statement without days is meant; False for a mere heading."""
        if statement.state == "appointment" and not statement.has_times:
            statement.choices.append(Choice(Selector()))
            return True
        if statement.state == "closed":
            statement.choices.append(Choice(Selector()))
            return True
        if not statement.has_times:
            if statement.state == "open" and number + 1 < len(self._statements):
                return False
            raise unclear(statement.text, "Zet er de dagen en tijden bij.")
        if statement.or_school:
            statement.choices.append(Choice(Selector(days=EVERY_DAY)))
            return True
        days = self._days_of_others(number, statement)
        if statement.spans and days != EVERY_DAY and _is_brief(statement.season or ()):
            raise unclear(statement.text, "Zet er de dagen bij, bijvoorbeeld “dagelijks”.")
        statement.choices.append(Choice(Selector(days=days)))
        return True

    def _days_of_others(self, number: int, statement: Statement) -> Weekdays:
        """Return the days of the week that were said before, or all but those that are closed."""
        if statement.spans == ALL_DAY and not self._entries:
            return EVERY_DAY
        by_season: dict[Season, Weekdays] = {}
        for entry in self._entries:
            if entry.is_weekly and entry.rule.state == "open" and not entry.rule.selector.nth:
                known = by_season.get(entry.season, frozenset())
                by_season[entry.season] = known | entry.days
        found = set(by_season.values())
        if len(found) == 1 and statement.season is not None:
            return found.pop()
        closed = self._closed_days()
        if found or not closed:
            raise unclear(statement.text, "Zet er de dagen bij, bijvoorbeeld “di t/m zo”.")
        del number
        return EVERY_DAY - closed

    def _selectors(self, number: int, statement: Statement, choice: Choice) -> list[Selector]:
        chosen = choice.selector
        if chosen.season or chosen.dates or chosen.named:
            return [chosen]
        if chosen.school not in ("", "all") and statement.season is None:
            return [chosen]
        found = [chosen.within(season) for season in self._seasons(number, statement, chosen)]
        if statement.or_school:
            found.append(replace(chosen, season=(), school=statement.or_school))
        return found

    def _seasons(self, number: int, statement: Statement, chosen: Selector) -> list[Season]:
        """Return the season of a statement, or those that it stands in."""
        if statement.season is not None:
            return [statement.season]
        holders = [
            one
            for one in self._statements[:number]
            if one.season is not None and not one.is_period and not one.is_exception
        ]
        if not holders or not holders[-1].season:
            return [()]
        if chosen.is_weekly and (holders[-1].is_season_behind or holders[-1].is_also):
            raise unclear(statement.text, "Zet erbij in welke maanden dit geldt.")
        holders = [one for one in holders if chosen.is_weekly or not one.is_also]
        earlier = [(one.weight, one.season) for one in holders]
        if not earlier or not earlier[-1][1]:
            return [()]
        has_general = any(
            entry.is_weekly and entry.rule.state == "open" and not entry.season
            for entry in self._entries
        )
        weight, last = earlier[-1]
        if chosen.is_weekly:
            parted = statement.weight == 2 and not statement.is_also
            if has_general or (parted and self._meets(last or (), chosen)):
                raise unclear(statement.text, "Zet erbij in welke maanden dit geldt.")
            return [last or ()]
        if has_general:
            return [()]
        if statement.weight < weight:
            return [last or ()]
        return list(dict.fromkeys(season or () for _weight, season in earlier))

    def _meets(self, season: Season, chosen: Selector) -> bool:
        return any(
            entry.is_weekly and entry.rule.state == "open" and entry.season == season
            and entry.days & chosen.weekdays
            for entry in self._entries
        )  # fmt: skip

    def _open(self, number: int, statement: Statement, selector: Selector, choice: Choice) -> None:
        if choice.outside:
            background = replace(selector, school=choice.outside)
            self._add(number, background, "closed", is_background=True)
        if statement.state == "appointment":
            self._add(number, selector, "appointment", statement.spans)
            return
        if statement.spans:
            self._refuse_school_without_days(statement, selector)
            self._add(number, selector, "open", statement.spans)
        elif statement.has_times:
            self._refuse_half_on_other_days(statement, selector)
            usual = Usual(self._usual_rules())
            if not usual.seasons:
                self._later.append((number, statement, selector))
                return
            spans = completed(usual.spans_at(selector, statement.text), statement.opens,
                              statement.closes, statement.text)  # fmt: skip
            self._add(number, selector, "open", spans)
        else:
            self._check_may_take_over(statement, selector)
            self._later.append((number, statement, selector))

    def _refuse_school_without_days(self, statement: Statement, selector: Selector) -> None:
        """Refuse "schoolvakanties 10-18 u" beside nearly a whole week: is the rest closed?"""
        if not selector.school or selector.days is not None:
            return
        usual = frozenset[int]().union(
            *(one.days for one in self._entries if one.is_weekly and one.rule.state == "open")
        )
        if 4 < len(usual) < len(EVERY_DAY):
            raise unclear(statement.text, "Zet er de dagen bij, bijvoorbeeld “dagelijks”.")

    def _refuse_half_on_other_days(self, statement: Statement, selector: Selector) -> None:
        """Refuse "feestdagen tot 16 u" when not every day is open: is a Monday closed then?"""
        if selector.days is not None or not (selector.school or selector.public):
            return
        usual = frozenset[int]().union(*(one.days for one in self._weekly_open()))
        if usual != EVERY_DAY:
            raise unclear(statement.text, "Zet er de dagen en de hele tijden bij.")

    def _check_may_take_over(self, statement: Statement, selector: Selector) -> None:
        said = statement.state == "open" or statement.is_also or statement.join == "and"
        if selector.named or selector.public or (selector.school and selector.days is None):
            if not said:
                raise unclear(statement.text, "Zet er “geopend” of “gesloten” bij.")
            if selector.school and not selector.days:
                raise unclear(statement.text, "Zet er de dagen bij, bijvoorbeeld “dagelijks”.")
            return
        if selector.school or (statement.is_also and not selector.dates):
            return
        if selector.dates and statement.state == "open":
            return
        if statement.is_only_then and not self._is_usual(selector):
            return
        raise unclear(statement.text, _NO_TIMES)

    def _take_over(self) -> None:
        """Give times to the days without: only now all usual times have been read."""
        usual = Usual(self._usual_rules())
        for number, statement, selector in self._later:
            if statement.has_times:
                if not usual.seasons:
                    raise unclear(statement.text, "Zet er begintijd en eindtijd bij: “13-17 u”.")
                spans = completed(usual.spans_at(selector, statement.text), statement.opens,
                                  statement.closes, statement.text)  # fmt: skip
                self._add(number, selector, "open", spans)
                continue
            if statement.is_only and selector.school and self._is_usual(selector):
                weekly = replace(selector, school="")
                self._add(number, weekly, "closed")
            for rule in usual.rules_for(selector, statement.text, self._closed_days()):
                self._add(number, rule.selector, "open", rule.spans)

    def _closed_days(self) -> Weekdays:
        """Return the days of the week that are closed or excepted somewhere in the text."""
        found = frozenset[int]()
        for one in self._statements:
            named = one.choices if one.state == "closed" else one.exceptions
            for choice in named:
                if choice.selector.is_weekly and not choice.selector.nth:
                    found |= choice.selector.days or frozenset()
        return found

    def _is_usual(self, selector: Selector) -> bool:
        """Tell whether the weekly hours hold on some of these days of the week."""
        return selector.days is not None and any(
            one.is_weekly and one.rule.state == "open" and one.days & selector.days
            for one in self._entries
        )


def _is_brief(season: Season) -> bool:
    """Tell of "1 t/m 7 mei 10-18 u" that it may be meant for the days that are else closed too."""
    have_days = all(one.first[1] and one.last[1] for one in season)
    return bool(season) and have_days and len(seasons.days_of(season)) <= _MOST_BRIEF


def _check_is_dated(statement: Statement) -> None:
    """Refuse "wegens verbouwing gesloten" without dates: until when?"""
    has_season = bool(statement.season)
    dated = [one.selector.season or one.selector.dates for one in statement.choices]
    if statement.state != "closed" or not (has_season or dated) or not (has_season or all(dated)):
        raise unclear(statement.text or "tijdelijk", "Zet erbij van wanneer tot wanneer.")
