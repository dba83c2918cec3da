"""Says in plain words what was understood, in Dutch, German and English."""

from typing import Final, Literal

from museum.hours import seasons
from museum.hours.osm import in_order
from museum.hours.rules import EVERY_DAY, Hours, Rule, Selector, Span, Stretch
from museum.hours.vocabulary import NAMED_SPOKEN

Language = Literal["nl", "de", "en"]
_COLUMN: Final = {"nl": 0, "de": 1, "en": 2}

_DAYS: Final = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS: Final = {
    "nl": ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus",
           "september", "oktober", "november", "december"),
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August",
           "September", "Oktober", "November", "Dezember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August",
           "September", "October", "November", "December"),
}  # fmt: skip
_WORDS: Final = {
    "to": ("tot en met", "bis", "to"),
    "and": ("en", "und", "and"),
    "every_day": ("elke dag", "täglich", "every day"),
    "on_holidays": ("op feestdagen", "an Feiertagen", "on public holidays"),
    "in_school": ("in de schoolvakanties", "in den Schulferien", "in the school holidays"),
    "closed": ("gesloten", "geschlossen", "closed"),
    "appointment": ("op afspraak", "nach Vereinbarung", "by appointment"),
    "anytime": (
        "op andere tijden op afspraak",
        "zu anderen Zeiten nach Vereinbarung",
        "at other times by appointment",
    ),
    "of_month": ("van de maand", "im Monat", "of the month"),
}
_NTH: Final = {
    "nl": {1: "eerste", 2: "tweede", 3: "derde", 4: "vierde", 5: "vijfde", -1: "laatste"},
    "de": {1: "erster", 2: "zweiter", 3: "dritter", 4: "vierter", 5: "fünfter", -1: "letzter"},
    "en": {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"},
}
_VACATIONS: Final = {
    "voorjaarsvakantie": ("in de voorjaarsvakantie", "in den Frühjahrsferien",
                          "in the spring half-term holiday"),
    "krokusvakantie": ("in de voorjaarsvakantie", "in den Frühjahrsferien",
                       "in the spring half-term holiday"),
    "meivakantie": ("in de meivakantie", "in den Maiferien", "in the May holiday"),
    "zomervakantie": ("in de zomervakantie", "in den Sommerferien", "in the summer holidays"),
    "herfstvakantie": ("in de herfstvakantie", "in den Herbstferien", "in the autumn holiday"),
    "kerstvakantie": ("in de kerstvakantie", "in den Weihnachtsferien",
                      "in the Christmas holidays"),
}  # fmt: skip


def words(hours: Hours, language: Language = "nl") -> str:
    """Return what was understood, as sentences parted by semicolons."""
    speaker = _Speaker(language)
    parts = [speaker.rule(rule) for rule in in_order(hours.rules)]
    if hours.by_appointment and not all(rule.state == "appointment" for rule in hours.rules):
        parts.append(speaker.word("anytime"))
    return "; ".join(dict.fromkeys(parts))


class _Speaker:
    def __init__(self, language: Language) -> None:
        self._language: Language = language

    def word(self, key: str) -> str:
        return _WORDS[key][_COLUMN[self._language]]

    def rule(self, rule: Rule) -> str:
        when = self._when(rule.selector)
        if rule.state == "closed":
            state = self.word("closed")
        elif rule.state == "appointment":
            state = self.word("appointment")
        else:
            state = self._list([self._span(span) for span in rule.spans])
        return f"{when} {state}".strip()

    def _when(self, chosen: Selector) -> str:
        season = self._list([self._stretch(one) for one in chosen.season])
        days = self._days(chosen)
        return f"{season}: {days}" if season and days else season or days

    def _days(self, chosen: Selector) -> str:
        parts = []
        if chosen.dates:
            parts.append(self._list([self._stretch(one) for one in chosen.dates]))
        if chosen.named:
            names = [NAMED_SPOKEN[name][_COLUMN[self._language]] for name in chosen.named]
            parts.append(self._list(names))
        if chosen.days is not None:
            parts.append(self._weekdays(chosen))
        if chosen.holidays:
            parts.append(self.word("on_holidays"))
        if chosen.school:
            named = _VACATIONS.get(chosen.school)
            parts.append(named[_COLUMN[self._language]] if named else self.word("in_school"))
        return " ".join(parts)

    def _weekdays(self, chosen: Selector) -> str:
        names = _DAYS[self._language]
        days = chosen.days or EVERY_DAY
        if chosen.nth:
            numbers = [_NTH[self._language][number] for number in chosen.nth]
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
            if len(run) > 2:
                found.append(f"{names[run[0]]} {self.word('to')} {names[run[-1]]}")
            else:
                found.extend(names[day] for day in run)
        return found

    def _stretch(self, one: Stretch) -> str:
        if one.is_one_day:
            return self._date(one.first, one.first_year)
        if one.first[1] == 0 and one.last[1] == 0 and one.first_year is None:
            first, last = (self._month(end[0]) for end in (one.first, one.last))
            return first if first == last else f"{first} {self.word('to')} {last}"
        first = self._date(seasons.first_day(one), one.first_year)
        return f"{first} {self.word('to')} {self._date(seasons.last_day(one), one.last_year)}"

    def _date(self, day: tuple[int, int], year: int | None) -> str:
        number = f"{day[1]}." if self._language == "de" else str(day[1])
        return f"{number} {self._month(day[0])}{f' {year}' if year else ''}"

    def _month(self, number: int) -> str:
        return _MONTHS[self._language][number - 1]

    def _span(self, span: Span) -> str:
        opens, closes = (self._clock(minutes) for minutes in (span.opens_min, span.closes_min))
        if self._language == "nl":
            return f"van {opens} tot {closes} uur"
        if self._language == "de":
            return f"von {opens} bis {closes} Uhr"
        return f"from {opens} to {closes}"

    def _clock(self, minutes: int) -> str:
        if minutes > 1440:
            minutes -= 1440
        mark = "." if self._language == "nl" else ":"
        return f"{minutes // 60}{mark}{minutes % 60:02}"

    def _list(self, parts: list[str]) -> str:
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self.word('and')} {parts[-1]}"
