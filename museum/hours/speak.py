"""Says in plain words what was understood, in Dutch, German and English.

The Dutch words are themselves hours as a museum may type them: read back, they mean the same.
"""

from itertools import groupby

from museum.hours import seasons
from museum.hours.note_words import GROUPS
from museum.hours.rules import (
    ENDLESS,
    EVERY_DAY,
    LONG_AGO,
    Hours,
    MonthDay,
    Rule,
    Season,
    Selector,
    Span,
    Stretch,
)
from museum.hours.spoken_words import COLUMN, DAYS, MONTHS, NTH, VACATIONS, WORDS, Language
from museum.hours.vocabulary import NAMED_SPOKEN

__all__ = ["Language", "words"]

_DAY_MIN = 1440
_SURE_MORNING_MIN = 9 * 60


def words(hours: Hours, language: Language = "nl") -> str:
    """Return what was understood, as sentences parted by semicolons."""
    speaker = _Speaker(language)
    parts = []
    season: Season = ()
    for wanted, rules in groupby(hours.rules, key=_heading):
        parts.extend(speaker.group(wanted, list(rules), bool(season)))
        season = wanted or season
    if hours.by_appointment:
        parts.append(speaker.word("anytime"))
    parts.extend(speaker.note(note) for note in hours.notes)
    return "; ".join(dict.fromkeys(part for part in parts if part))


def _heading(rule: Rule) -> Season:
    """Return the season that a rule stands under."""
    chosen = rule.selector
    return () if chosen.named or chosen.dates else chosen.season


def _stands_in_season(rule: Rule) -> bool:
    """Tell whether a rule without a season would be read as one of the season before it."""
    chosen = rule.selector
    is_period = rule.state == "closed" and chosen.days is None
    is_some_holiday = chosen.school not in ("", "all")
    return not (chosen.named or chosen.dates or is_some_holiday or is_period)


def _without_closing(rules: list[Rule]) -> tuple[list[Rule], bool]:
    """Drop "november gesloten" before what is open in November after all; tell whether."""
    first = rules[0]
    closes = first.state == "closed" and first.selector.is_weekly and first.selector.days is None
    opens = [one for one in rules if one.state != "closed" and one.selector.is_weekly]
    return (rules[1:], True) if closes and opens else (rules, False)


class _Speaker:
    def __init__(self, language: Language) -> None:
        self._language: Language = language

    def word(self, key: str) -> str:
        return WORDS[key][COLUMN[self._language]]

    def note(self, note: str) -> str:
        """Say a note as typed; only of groups do we know how to say it in another language."""
        if self._language == "nl":
            return note
        about_groups = any(word in GROUPS for word in note.lower().split())
        return self.word("groups") if about_groups else ""

    def group(self, season: Season, rules: list[Rule], after_season: bool) -> list[str]:
        """Say the rules of one season: the weeks in one sentence, the rest apart."""
        heading = self._season(season)
        rules, only = _without_closing(rules)
        is_plain = [rule.selector.is_weekly and rule.selector.days is not None for rule in rules]
        if not season and after_season and any(map(_stands_in_season, rules)):
            heading = self.word("all_year")
        found: list[str] = []
        for weekly, some in groupby(zip(rules, is_plain, strict=True), key=lambda pair: pair[1]):
            said = [self._rule(rule) for rule, _plain in some]
            if weekly:
                first = f"{self.word('only')} " if only else ""
                found.append(self._headed(heading, first + ", ".join(said), rules[0].selector))
                continue
            found.extend(self._headed(heading, one, rules[0].selector) for one in said)
        return found

    def _headed(self, heading: str, said: str, chosen: Selector) -> str:
        if not heading or chosen.named or chosen.dates:
            return said
        closed = self.word("closed")
        return f"{heading} {said}" if said == closed else f"{heading}: {said}"

    def _rule(self, rule: Rule) -> str:
        days = self._days(rule.selector)
        return f"{days} {self._state(rule)}".strip()

    def _state(self, rule: Rule) -> str:
        times = self._list([self._span(span) for span in rule.spans])
        if rule.state == "closed":
            return self.word("closed")
        if rule.state == "appointment":
            return f"{times} {self.word('only_appointment' if times else 'appointment')}".strip()
        return times

    def _days(self, chosen: Selector) -> str:
        parts = []
        if chosen.dates:
            parts.append(self._season(chosen.dates))
        if chosen.named:
            names = [NAMED_SPOKEN[name][COLUMN[self._language]] for name in chosen.named]
            parts.append(self._list(names))
        if chosen.school:
            parts.append(VACATIONS[chosen.school][COLUMN[self._language]])
        days = chosen.days if chosen.days != EVERY_DAY or not chosen.public else None
        if chosen.public and days is not None:
            parts.append(self.word("on_holidays_on").format(self._weekdays(chosen)))
        elif chosen.public:
            parts.append(self.word("on_holidays"))
        elif days is not None:
            parts.append(self._weekdays(chosen))
        return " ".join(parts)

    def _weekdays(self, chosen: Selector) -> str:
        names = DAYS[self._language]
        days = chosen.weekdays
        if chosen.nth:
            numbers = [NTH[self._language][number] for number in chosen.nth]
            which = self._list([names[day] for day in sorted(days)])
            return f"{self._list(numbers)} {which} {self.word('of_month')}"
        if days == EVERY_DAY:
            return self.word("every_day")
        return self._list(self._runs(sorted(days), names))

    def _runs(self, days: list[int], names: tuple[str, ...]) -> list[str]:
        runs: list[list[int]] = []
        for day in days:
            if runs and day == runs[-1][-1] + 1:
                runs[-1].append(day)
            else:
                runs.append([day])
        found: list[str] = []
        for run in runs:
            if len(run) > len(("first", "last")):
                found.append(f"{names[run[0]]} {self.word('to')} {names[run[-1]]}")
            else:
                found.extend(names[day] for day in run)
        return found

    def _season(self, season: Season) -> str:
        return self._list([self._stretch(one) for one in season])

    def _stretch(self, one: Stretch) -> str:
        if one.is_one_day:
            return self._date(one.first, one.first_year)
        if one.first[1] == 0 and one.last[1] == 0 and one.first_year is None:
            first, last = (self._month(end[0]) for end in (one.first, one.last))
            return first if first == last else f"{first} {self.word('to')} {last}"
        first = self._date(seasons.first_day(one), one.first_year)
        last = self._date(seasons.last_day(one), one.last_year)
        if one.first_year == LONG_AGO:
            return f"{self.word('until')} {last}"
        if one.last_year == ENDLESS:
            return f"{self.word('since')} {first}"
        return f"{first} {self.word('to')} {last}"

    def _date(self, day: MonthDay, year: int | None) -> str:
        number = f"{day[1]}." if self._language == "de" else str(day[1])
        return f"{number} {self._month(day[0])}{f' {year}' if year else ''}"

    def _month(self, number: int) -> str:
        return MONTHS[self._language][number - 1]

    def _span(self, span: Span) -> str:
        if (span.opens_min, span.closes_min) == (0, _DAY_MIN):
            return self.word("all_day")
        opens, closes = (self._clock(minutes) for minutes in (span.opens_min, span.closes_min))
        if self._language == "nl":
            return f"van {opens} tot {closes} uur"
        if self._language == "de":
            return f"von {opens} bis {closes} Uhr"
        return f"from {opens} to {closes}"

    def _clock(self, minutes: int) -> str:
        if minutes > _DAY_MIN:
            minutes -= _DAY_MIN
        mark = "." if self._language == "nl" else ":"
        hour = f"{minutes // 60}"
        if minutes < _SURE_MORNING_MIN:
            hour = hour.zfill(2)  # "8.00" may be an hour of the evening, "08.00" may not
        return f"{hour}{mark}{minutes % 60:02}"

    def _list(self, parts: list[str]) -> str:
        if len(parts) < len(("one", "other")):
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self.word('and')} {parts[-1]}"
