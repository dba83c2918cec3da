"""Which rule wins on a day: the order of rules, and the contradictions that are refused."""

from dataclasses import dataclass, replace

from museum.hours import seasons
from museum.hours.problems import unclear
from museum.hours.rules import Rule, Season, Selector, Spans, Stretch, Weekdays
from museum.hours.vocabulary import VACATION_WINDOW


@dataclass(frozen=True)
class Entry:
    """A rule and what the text said around it."""

    rule: Rule
    order: int
    text: str
    is_also: bool = False
    is_only: bool = False
    is_exception: bool = False
    is_background: bool = False
    """Gives way to what is open in these school holidays: "buiten de schoolvakanties"."""
    is_part: bool = False
    """Has other hours than the rest of a week that holds its days: it wins over that."""
    is_wide: bool = False
    """By appointment on more days of the week than have hours: it gives way to the hours."""

    @property
    def is_weekly(self) -> bool:
        """Whether it tells the hours of a week, within a season or all year."""
        chosen = self.rule.selector
        is_period = self.rule.state == "closed" and chosen.days is None
        return chosen.is_weekly and not is_period

    @property
    def season(self) -> Season:
        """Its season."""
        return self.rule.selector.season

    @property
    def days(self) -> Weekdays:
        """Its days of the week."""
        return self.rule.selector.weekdays


def settled(entries: list[Entry]) -> tuple[Rule, ...]:
    """Return the rules in order, later ones winning; raises on a contradiction."""
    entries = _without_contradictions(entries)
    _refuse_shared_ends(entries)
    entries = _without_idle_backgrounds(entries)
    entries = _with_known_appointments(_in_inner_seasons(_within_seasons(entries)))
    ordered = sorted(entries, key=lambda entry: _rank(entry, entries))
    return _merged([entry.rule for entry in ordered])


def _merged(rules: list[Rule]) -> tuple[Rule, ...]:
    """Join neighbours that say the same of other days: "za" and "zo" become "za en zo"."""
    found: list[Rule] = []
    for rule in dict.fromkeys(rules):
        last = found[-1] if found else None
        joined = _joined(last.selector, rule.selector) if last is not None else None
        if last is None or joined is None or (last.state, last.spans) != (rule.state, rule.spans):
            found.append(rule)
        else:
            found[-1] = replace(last, selector=joined)
    return tuple(found)


def _joined(one: Selector, other: Selector) -> Selector | None:
    if one.named and other.named:
        return replace(one, named=tuple(dict.fromkeys(one.named + other.named)))
    if one.dates and other.dates:
        return replace(one, dates=one.dates + other.dates)
    if one.nth or other.nth or one.days is None or other.days is None:
        return None
    if replace(one, days=None) != replace(other, days=None):
        return None
    return replace(one, days=one.days | other.days)


# Contradictions ---------------------------------------------------------------------------


def _without_contradictions(entries: list[Entry]) -> list[Entry]:
    """Refuse a day both open and closed; let one day of "Kerst" win over the whole of it."""
    _refuse_holidays_twice(entries)
    kept = list(entries)
    for number, entry in enumerate(kept):
        chosen = entry.rule.selector
        if entry.rule.state != "closed" or not (chosen.named or chosen.dates):
            continue
        for other in entries:
            if other.rule.state != "open":
                continue
            if set(chosen.dates) & set(other.rule.selector.dates):
                raise unclear(entry.text, "Deze dag staat er ook als geopend.")
            chosen = kept[number].rule.selector
            if not set(chosen.named) & set(other.rule.selector.named):
                continue
            left = tuple(one for one in chosen.named if one not in other.rule.selector.named)
            is_part = len(_named_with(entries, entry)) > len(_named_with(entries, other))
            if not is_part and _named_with(entries, entry) == _named_with(entries, other):
                raise unclear(entry.text, "Deze dag staat er ook als geopend.")
            if is_part:
                rule = replace(entry.rule, selector=replace(chosen, named=left))
                kept[number] = replace(entry, rule=rule)
    return [one for one in kept if one.rule.state != "closed" or _selects(one)]


def _refuse_shared_ends(entries: list[Entry]) -> None:
    """Refuse "1 nov - 1 apr gesloten; 1 apr - 1 nov za 13-17 u": what of 1 April?"""
    closed = [one for one in entries if one.rule.state == "closed" and not one.is_weekly]
    opened = [one for one in entries if one.rule.state == "open" and one.is_weekly]
    for period in closed:
        shut = {(seasons.first_day(one), seasons.last_day(one)) for one in period.season}
        for entry in opened:
            for one in entry.season:
                first, last = seasons.first_day(one), seasons.last_day(one)
                if any(first == end or last == begin for begin, end in shut if begin != end):
                    raise unclear(period.text, "Eén dag staat er als open en als gesloten.")


def _refuse_holidays_twice(entries: list[Entry]) -> None:
    """Refuse "gesloten op feestdagen; feestdagen 13-17 u", and two times for the same holidays."""
    known: list[Entry] = []
    for entry in entries:
        chosen = entry.rule.selector
        if not (chosen.public or chosen.school) or entry.is_background:
            continue
        for other in known:
            same = replace(chosen, season=(), days=entry.days) == replace(
                other.rule.selector, season=(), days=other.days
            )
            differs = (entry.rule.state, entry.rule.spans) != (other.rule.state, other.rule.spans)
            if same and differs and seasons.overlap(entry.season, other.season):
                raise unclear(entry.text, "Deze dagen staan er twee keer in.")
        known.append(entry)


def _selects(entry: Entry) -> bool:
    chosen = entry.rule.selector
    return bool(chosen.named or chosen.dates or chosen.is_weekly or chosen.public or chosen.school)


def _named_with(entries: list[Entry], entry: Entry) -> frozenset[str]:
    """Return all named days of the statement that an entry comes from."""
    return frozenset(
        name
        for one in entries
        if one.order == entry.order and one.rule.state == entry.rule.state
        for name in one.rule.selector.named
    )


def _without_idle_backgrounds(entries: list[Entry]) -> list[Entry]:
    """Drop what closes in the school holidays when the text opens those days as well."""
    found = []
    for entry in entries:
        chosen = entry.rule.selector
        if entry.rule.state != "closed" or not chosen.school or chosen.days is None:
            found.append(entry)
            continue
        opened = [one for one in entries if one.rule.state == "open"
                  and one.rule.selector.school == chosen.school
                  and one.days & entry.days]  # fmt: skip
        if opened and not entry.is_background:
            raise unclear(entry.text, "Deze dagen staan er ook als geopend.")
        if not any(entry.days <= one.days for one in opened):
            found.append(entry)
    return found


# One season -------------------------------------------------------------------------------


def _within_seasons(entries: list[Entry]) -> list[Entry]:
    found: list[Entry] = []
    for entry in entries:
        now = entry
        if entry.is_weekly and entry.rule.state == "open":
            for earlier in found:
                if earlier.is_weekly and earlier.rule.state == "open":
                    now = _beside(earlier, now)
        found = [one for one in found if not _is_widened(one, now)]
        found.append(now)
    return found


def _is_widened(earlier: Entry, entry: Entry) -> bool:
    """Tell whether an entry says all of an earlier one, and more: "ma 10-12 u, ma ook 14-16 u"."""
    if not (earlier.is_weekly and entry.is_weekly) or earlier.rule.state != entry.rule.state:
        return False
    same_days = earlier.rule.selector == entry.rule.selector
    return same_days and set(earlier.rule.spans) < set(entry.rule.spans)


def _beside(earlier: Entry, entry: Entry) -> Entry:
    """Compare two statements of one season that may speak of the same days."""
    common = earlier.days & entry.days
    same_season = seasons.dates_of(earlier.season) == seasons.dates_of(entry.season)
    if not common or not same_season or earlier.rule.spans == entry.rule.spans:
        return entry
    both_nth = earlier.rule.selector.nth and entry.rule.selector.nth
    if both_nth and not set(earlier.rule.selector.nth) & set(entry.rule.selector.nth):
        return entry
    overlapping = _overlap(earlier.rule.spans, entry.rule.spans)
    if entry.is_also and not overlapping and entry.days <= earlier.days:
        is_also = entry.is_also and earlier.rule.selector != entry.rule.selector
        return replace(entry, rule=_with_more(entry.rule, earlier.rule.spans), is_also=is_also)
    is_part = entry.days < earlier.days or (
        entry.days <= earlier.days
        and bool(entry.rule.selector.nth)
        and not earlier.rule.selector.nth
    )
    if not is_part:
        raise unclear(entry.text, "Deze dagen staan er twee keer in.")
    if not overlapping and not entry.is_exception:
        raise unclear(entry.text, "Schrijf “ook” als deze tijden erbij komen.")
    return replace(entry, is_part=True)


def _with_known_appointments(entries: list[Entry]) -> list[Entry]:
    """Let the fewer days win between hours and "ma t/m vr op afspraak"; refuse what crosses."""
    found = []
    for entry in entries:
        wide = narrow = False
        for other in entries:
            if not (_is_open_appointment(entry) and other.is_weekly and other.rule.state == "open"):
                continue
            is_apart = not seasons.overlap(entry.season, other.season)
            if is_apart or not entry.days & other.days or entry.rule.selector.days is None:
                continue
            is_inner = seasons.dates_of(entry.season) < seasons.dates_of(other.season)
            if not (entry.days < other.days or (other.days < entry.days and not is_inner)):
                raise unclear(entry.text, "Deze dagen staan er ook als geopend.")
            wide = wide or other.days < entry.days
            narrow = narrow or entry.days < other.days
        found.append(replace(entry, is_wide=wide, is_part=entry.is_part or narrow))
    return found


def _is_open_appointment(entry: Entry) -> bool:
    is_plain = entry.is_weekly and not entry.rule.selector.nth
    return is_plain and entry.rule.state == "appointment" and not entry.rule.spans


def _overlap(one: Spans, other: Spans) -> bool:
    pairs = [(a, b) for a in one for b in other]
    return any(a.opens_min < b.closes_min and b.opens_min < a.closes_min for a, b in pairs)


def _with_more(rule: Rule, spans: Spans) -> Rule:
    """Return a rule with the times of another added."""
    every = sorted({*rule.spans, *spans}, key=lambda span: span.opens_min)
    return replace(rule, spans=tuple(every))


# A season within another ------------------------------------------------------------------


def _in_inner_seasons(entries: list[Entry]) -> list[Entry]:
    """Let a season's own week replace the general one; refuse what may be either."""
    found = list(entries)
    weekly = [one for one in entries if one.is_weekly and one.rule.state == "open"]
    for inner in dict.fromkeys(one.season for one in weekly):
        group = [one for one in weekly if one.season == inner]
        for outer in dict.fromkeys(one.season for one in weekly):
            base = [one for one in weekly if one.season == outer]
            found = _inner(found, inner, group, outer, base)
    return found


def _inner(
    entries: list[Entry], inner: Season, group: list[Entry], outer: Season, base: list[Entry]
) -> list[Entry]:
    within, around = seasons.dates_of(inner), seasons.dates_of(outer)
    if within == around or not within & around:
        return entries
    days = frozenset[int]().union(*(one.days for one in group))
    usual = frozenset[int]().union(*(one.days for one in base))
    if not within < around:
        same = {one.rule.spans for one in group} == {one.rule.spans for one in base}
        if not around < within and days & usual and not (same and days == usual):
            raise unclear(group[0].text, "Deze periode valt deels samen met een andere.")
        return entries
    if all(one.is_also for one in group):
        return [_added(one, base) if one in group else one for one in entries]
    if _hides_nth(group, base):
        raise unclear(group[0].text, "Zet erbij in welke maanden dit geldt.")
    if not any(one.is_only for one in group) and (not days & usual or days >= usual):
        return entries
    if len(days) < 2 and not any(one.is_only for one in group):
        raise unclear(
            group[0].text,
            "Schrijf “alleen” als het op de andere dagen dan gesloten is, of noem alle dagen.",
        )
    return _replaced(entries, inner, outer, base)


def _hides_nth(group: list[Entry], base: list[Entry]) -> bool:
    """Tell whether a season's week hides "1e zondag van de maand" of all year, at other times."""
    return any(
        one.rule.selector.nth and one.days & other.days and one.rule.spans != other.rule.spans
        for one in base
        for other in group
        if not other.rule.selector.nth
    )


def _added(entry: Entry, base: list[Entry]) -> Entry:
    """Add the times of "in juli ook wo 19-21 u" to the usual ones of that day."""
    for one in base:
        if entry.days <= one.days and not _overlap(one.rule.spans, entry.rule.spans):
            return replace(entry, rule=_with_more(entry.rule, one.rule.spans))
    return entry


def _replaced(entries: list[Entry], inner: Season, outer: Season, base: list[Entry]) -> list[Entry]:
    """Take a season out of the general one; with years, close it first."""
    if not seasons.has_years(inner) and not seasons.has_years(outer):
        rest = seasons.minus(outer, inner)
        return [
            replace(one, rule=replace(one.rule, selector=one.rule.selector.within(rest)))
            if one in base
            else one
            for one in entries
        ]
    first = base[0]
    chosen = replace(first.rule.selector, season=inner, days=None, nth=())
    closing = Entry(Rule(chosen, "closed"), -1, first.text, is_exception=True)
    return [*entries, closing]


# Order ------------------------------------------------------------------------------------


def _rank(entry: Entry, entries: list[Entry]) -> tuple[float, int, int, int]:
    chosen = entry.rule.selector
    closed = entry.rule.state == "closed"
    size = len(seasons.dates_of(chosen.season))
    if chosen.dates:
        return 6 + closed / 10 + seasons.has_years(chosen.dates) / 2, 0, 0, entry.order
    if chosen.named:
        return 5.5 + closed / 10, 0, 0, entry.order
    if chosen.public:
        return 3 + closed / 10, -size, int(chosen.days is not None), entry.order
    if chosen.school:
        return _school_rank(entry, entries), -size, 0, entry.order
    if entry.is_weekly or _holds_open_season(entry, entries):
        is_period = not entry.is_weekly
        return 0, -size, _place_within(entry, is_period), entry.order
    return 5, 0, 0, entry.order


def _place_within(entry: Entry, is_period: bool) -> int:
    """Return where a rule stands among those of as long a season."""
    if is_period or entry.is_wide:
        return -1
    if entry.rule.selector.nth:
        return 3
    if entry.rule.state == "closed":
        return 2
    return int(entry.is_part)


def _school_rank(entry: Entry, entries: list[Entry]) -> float:
    if entry.rule.state == "closed":
        # Some days of the week closed in them is a background; closed altogether wins.
        return 3.5 if entry.rule.selector.days is None else 1.9
    window = VACATION_WINDOW.get(entry.rule.selector.school)
    if window is None:
        return 2
    days = seasons.dates_of((Stretch(*window),))
    periods = [one for one in entries if one.rule.state == "closed" and not one.is_weekly
               and one.rule.selector.is_weekly]  # fmt: skip
    return 5.2 if any(days < seasons.dates_of(one.season) for one in periods) else 2.4


def _holds_open_season(entry: Entry, entries: list[Entry]) -> bool:
    """Tell whether a closed period has an opening of its own within: it then gives way to that."""
    period = seasons.dates_of(entry.season)
    for one in entries:
        if not one.is_weekly or one.rule.state == "closed" or not one.season:
            continue
        days = seasons.dates_of(one.season)
        if days < period or (days == period and (one.is_exception or entry.is_exception)):
            return True
        if days == period:
            raise unclear(entry.text, "In deze periode staat er ook een opening.")
    return False
