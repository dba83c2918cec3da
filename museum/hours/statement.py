"""One statement of a text: which days, which season, which times or state, and what it excepts."""

from dataclasses import dataclass, field, replace
from datetime import date

from museum.hours.problems import unclear
from museum.hours.rules import Season, Selector, Spans, State


@dataclass(frozen=True)
class Choice:
    """Days that a statement names; `outside` when it is meant for all but these school holidays."""

    selector: Selector
    join: str = ""
    """How it hangs together with the choice before: "", "and", "comma", "slash" or "lpar"."""
    outside: str = ""


@dataclass
class Statement:
    """What has been read of one statement."""

    weight: int = 0
    """How strongly it is parted from the one before: 0 not, 1 by a comma, 2 by a full stop."""
    join: str = ""
    choices: list[Choice] = field(default_factory=list)
    heading: tuple[Choice, ...] = ()
    """School holidays named before the days: "in de schoolvakanties ook ma en di"."""
    season: Season | None = None
    is_season_behind: bool = False
    """The season stands behind the times: whether it goes on in what follows is not plain."""
    season_join: str = ""
    """How the first days hang together with the season before them."""
    or_school: str = ""
    """The season, or this school holiday: "juli, augustus en schoolvakanties"."""
    spans: Spans = ()
    opens: int | None = None
    closes: int | None = None
    """Half a span: "vanaf 13 u", "tot 16 u"; the other half is taken over."""
    parts: frozenset[str] = frozenset()
    """The parts of the day that were named with the days: "woensdagmiddag"."""
    is_times_first: bool = False
    """The days come after: "van 11 tot 17 uur op di en wo"."""
    state: State | None = None
    is_prefix: bool = False
    """The state was said first: "gesloten op ..."."""
    is_also: bool = False
    is_only: bool = False
    is_only_then: bool = False
    """These days in this season alone: "maandag alleen in juli en augustus"."""
    is_colon: bool = False
    """A colon stands behind its heading."""
    is_other_days: bool = False
    is_falling: bool = False
    """The days are those on which the holidays must fall: "feestdagen die op maandag vallen"."""
    is_temporary: bool = False
    """A reason was given, or "tijdelijk": a closing that needs its dates."""
    is_pending: bool = False
    """Its times come with the statement after it."""
    exceptions: list[Choice] = field(default_factory=list)
    except_join: str = ""
    """How they hang together with what stands before: "sep" is a sentence of their own."""
    in_exceptions: bool = False
    is_excepting_in_brackets: bool = False
    """The exceptions began with a bracket, and end where it closes."""
    is_exception: bool = False
    """Split off from the exceptions of the statement before: it wins over that one."""
    texts: list[str] = field(default_factory=list)

    @property
    def has_times(self) -> bool:
        """Whether times, or half of them, were said."""
        return bool(self.spans) or self.opens is not None or self.closes is not None

    @property
    def is_complete(self) -> bool:
        """Whether it can stand by itself: what follows is a new statement."""
        if self.has_times:
            return True
        return self.state is not None and not self.is_prefix

    @property
    def is_blank(self) -> bool:
        """Whether nothing was said yet."""
        return not (self.choices or self.season is not None or self.has_times or self.state)

    @property
    def is_addition(self) -> bool:
        """Whether it names days that are extra, or that are the only ones."""
        return bool(self.choices) and (self.is_also or self.is_only or self.is_only_then)

    @property
    def is_period(self) -> bool:
        """Whether it closes a stretch of the year, or leaves it to appointments: no heading."""
        on_all_days = all(one.selector == Selector() for one in self.choices)
        by_appointment = self.state == "appointment" and not self.has_times and on_all_days
        return self.state == "closed" or by_appointment

    @property
    def headed_by(self) -> tuple[Choice, ...]:
        """The school holidays that it began with, if it did: "in de zomervakantie: ..."."""
        named = [one for one in self.choices if one.selector.school or one.outside]
        bare = [one for one in named if one.selector.days is None]
        return self.heading or (tuple(bare) if len(bare) == len(self.choices) else ())

    @property
    def text(self) -> str:
        """What was typed."""
        return " ".join(text for text in self.texts if text)

    def add(self, choice: Choice, has_base: bool = False) -> None:
        """Name more days: another item of a list, or a narrowing of what stands there.

        `has_base`: statements stand before it, so that these days are an addition to them.
        """
        if choice.selector.days and self._stands_under_heading(choice):
            return
        if self.is_falling and self.choices and self.choices[-1].selector.public:
            holidays = replace(self.choices[-1].selector, days=choice.selector.days)
            self.choices[-1] = replace(self.choices[-1], selector=holidays)
            return
        if choice.join or not self.choices:
            self.choices.append(choice)
            return
        if choice.outside or (choice.selector.school and self.choices[-1].selector.days):
            self._narrow(choice, has_base)
            return
        last = self.choices[-1]
        if _are_two_days(last.selector, choice.selector):
            self.choices.append(choice)  # "za zo 13-17 u"
            return
        merged = _both(last.selector, choice.selector, self.text)
        self.choices[-1] = replace(last, selector=merged)

    def _stands_under_heading(self, choice: Choice) -> bool:
        """Add days to the school holidays that were named before them, if any were."""
        named = [one for one in self.choices if one.selector.school or one.outside]
        is_first = bool(named) and len(named) == len(self.choices) and not choice.join
        if is_first and not any(one.selector.days for one in named):
            self.heading, self.choices = tuple(named), []
        if not self.heading or not choice.selector.is_weekly:
            return False
        for one in self.heading:
            merged = _both(one.selector, choice.selector, self.text)
            self.choices.append(Choice(merged, choice.join, one.outside))
        return True

    def _narrow(self, choice: Choice, has_base: bool) -> None:
        """Read "ma in de schoolvakanties", also behind a list: "di t/m zo en ma in de ..."."""
        sizes = [len(one.selector.days or ()) for one in self.choices]
        count = 1
        if len(sizes) > 1 and max(sizes) == 1 and has_base:
            count = len(sizes)
        elif len(sizes) > 1 and (max(sizes) == 1 or sizes[-1] > 1):
            raise unclear(self.text, "Zeg van elke dag apart of die in de schoolvakanties is.")
        for number in range(len(self.choices) - count, len(self.choices)):
            one = self.choices[number]
            merged = one.selector
            if not choice.outside:
                merged = _both(one.selector, choice.selector, self.text)
            self.choices[number] = replace(one, selector=merged, outside=choice.outside)


def kind_of_days(selector: Selector) -> str:
    """Return what sort of days these are: a list holds one sort."""
    if selector.named or selector.dates:
        return "single"
    if selector.public:
        return "public"
    return "school" if selector.school else "weekly"


def _are_two_days(one: Selector, other: Selector) -> bool:
    days = (one.days, other.days)
    plain = one == Selector(days=one.days) and other == Selector(days=other.days)
    return plain and all(day is not None and len(day) == 1 for day in days) and days[0] != days[1]


def _both(one: Selector, other: Selector, text: str) -> Selector:
    """Return the days that both select: "ma in de schoolvakanties"."""
    if one.dates and other.dates == () and other.is_weekly:
        one, other = other, one
    if one.is_weekly and other.dates:
        return _dated(one, other, text)
    if one.days is not None and other.days is not None and (one.days, one.nth) != (
        other.days, other.nth
    ):  # fmt: skip
        raise unclear(text, "Zet een komma of “en” tussen de dagen.")
    if one.dates or other.dates:
        raise unclear(text, "Zet een komma of “en” tussen de datums.")
    if (one.public or one.named or other.public or other.named) or (one.school and other.school):
        raise unclear(text, "Schrijf dit in aparte zinnen, met een puntkomma ertussen.")
    if one.season and other.season:
        raise unclear(text, "Schrijf dit in aparte zinnen, met een puntkomma ertussen.")
    return Selector(
        season=one.season or other.season,
        days=one.days if one.days is not None else other.days,
        nth=one.nth or other.nth,
        school=one.school or other.school,
    )


def _dated(weekly: Selector, dated: Selector, text: str) -> Selector:
    """Check the day of the week that was typed with a date: "zaterdag 3 april 2027"."""
    for day in dated.dates:
        if day.first_year is None or weekly.nth or weekly.days is None or weekly.season:
            raise unclear(text, "Zet het jaar erbij, of laat de dag van de week weg.")
        known = date(day.first_year, *day.first).weekday()
        if weekly.days != frozenset({known}):
            raise unclear(text, "Deze datum valt op een andere dag van de week.")
    return dated
