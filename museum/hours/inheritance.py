"""Times that a statement leaves out ("feestdagen geopend"): taken over only when certain."""

from museum.hours import seasons
from museum.hours.problems import unclear
from museum.hours.rules import EVERY_DAY, Rule, Season, Selector, Span, Spans, Stretch, Weekdays
from museum.hours.vocabulary import NAMED_WEEKDAY, NAMED_WINDOW, VACATION_WINDOW

_ADVICE = "Zet er de tijden bij, bijvoorbeeld 13-17 u."


class Usual:
    """The weekly hours of a text: what days without times of their own can take over."""

    def __init__(self, rules: list[Rule]) -> None:
        self._rules = [
            one for one in rules if one.state == "open" and one.selector.is_weekly and one.spans
        ]

    @property
    def seasons(self) -> list[Season]:
        """The seasons that have weekly hours, in the order of the text."""
        return list(dict.fromkeys(rule.selector.season for rule in self._rules))

    def rules_for(
        self, selector: Selector, text: str, closed: Weekdays = frozenset()
    ) -> list[Rule]:
        """Return the rules for days that are open without times. Raises when not certain.

        `closed` are days of the week that the text closes elsewhere.
        """
        if not self._rules:
            raise unclear(text, _ADVICE)
        if selector.named:
            return [
                Rule(Selector(named=(name,)), "open", self._of_named(name, text))
                for name in selector.named
            ]
        if selector.dates:
            near = self._near(selector.dates)
            return [Rule(selector, "open", _one(near, text))]
        return self._by_season(selector, text, closed)

    def spans_at(self, selector: Selector, text: str) -> Spans:
        """Return the usual times on some days: to complete "tot 16 u"."""
        season = selector.season or selector.dates or _windows(selector)
        near = self._near(season) if season else self._rules
        days = selector.days
        return _one([rule for rule in near if days is None or rule.selector.weekdays & days], text)

    def _near(self, season: Season) -> list[Rule]:
        found = [one for one in self._rules if seasons.overlap(one.selector.season, season)]
        inner = [one for one in found if one.selector.season]
        whole = [one for one in inner
                 if seasons.dates_of(season) <= seasons.dates_of(one.selector.season)]  # fmt: skip
        return whole or found or self._rules

    def _of_named(self, name: str, text: str) -> Spans:
        near = self._near((Stretch(*NAMED_WINDOW[name]),))
        weekday = NAMED_WEEKDAY.get(name)
        on_day = [one for one in near if weekday in one.selector.weekdays and not one.selector.nth]
        if weekday is not None and len({one.selector.season for one in on_day}) == len(
            {one.selector.season for one in near}
        ):
            return _one(on_day, text)
        return _one(near, text)

    def _by_season(self, selector: Selector, text: str, closed: Weekdays) -> list[Rule]:
        found = []
        scope = [(selector.season, season) for season in self.seasons]
        for wanted, season in scope:
            within = _common(wanted, season)
            if within is None:
                continue
            group = [one for one in self._rules if one.selector.season == season]
            times = {one.spans for one in group}
            if len(times) > 1 and selector.public and selector.days is None:
                covered = frozenset[int]().union(*(one.selector.weekdays for one in group))
                if covered - closed == EVERY_DAY and not any(one.selector.nth for one in group):
                    continue  # open on every day of the week: holidays change nothing
            found.append(Rule(selector.within(within), "open", _one(group, text)))
        if not found and not selector.public:
            raise unclear(text, _ADVICE)
        return found


def _common(wanted: Season, season: Season) -> Season | None:
    """Return the days that two seasons share; None when there are none."""
    if not wanted or wanted == season:
        return season
    if not season:
        return wanted
    both = seasons.dates_of(wanted) & seasons.dates_of(season)
    if not both:
        return None
    return wanted if both == seasons.dates_of(wanted) else season


def _windows(selector: Selector) -> Season:
    windows = [NAMED_WINDOW[name] for name in selector.named]
    if selector.school in VACATION_WINDOW:
        windows.append(VACATION_WINDOW[selector.school])
    return tuple(Stretch(*window) for window in windows)


def _one(rules: list[Rule], text: str) -> Spans:
    found = {rule.spans for rule in rules}
    if len(found) != 1:
        raise unclear(text, _ADVICE)
    return found.pop()


def completed(usual: Spans, opens: int | None, closes: int | None, text: str) -> Spans:
    """Return the usual times with another begin or end: "tot 16 u", "vanaf 13 u"."""
    if len(usual) != 1:
        raise unclear(text, _ADVICE)
    span = usual[0]
    made = Span(
        opens if opens is not None else span.opens_min,
        closes if closes is not None else span.closes_min,
    )
    if made.opens_min >= made.closes_min:
        raise unclear(text, _ADVICE)
    return (made,)
