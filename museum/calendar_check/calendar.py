"""The whole calendar, indexed by day, and what the rules find in it.

A change of one record rechecks that record and the few groups it is in, nothing else; the outcome
is the same as when everything is read anew.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from museum.calendar_check.doubles import tokens_of
from museum.calendar_check.findings import Finding, Place, in_order
from museum.calendar_check.items import CalendarItem, Source, Window, item_of, people_of
from museum.calendar_check.museum_hours import MuseumHours, hours_of
from museum.calendar_check.rules import group_findings, item_findings
from museum.calendar_check.settings import CheckSettings
from museum.calendar_check.work_rules import work_of
from museum.records import Activity, EventTemplate, Leave, Museum, PartnerDate, ProgrammeItem
from museum.workload import Templates, Workload

AUDIENCES: Final = ("board", "professional", "volunteer")
WORK: Final = ("work", "")
"""The group of all that takes or leaves hours of staff."""


class DayIndex:
    """Which items stand at a key, with the day that their occurrence begins on."""

    def __init__(self) -> None:
        self._at: dict[Hashable, dict[str, int]] = {}

    def put(self, key: Hashable, item_id: str, begin: int) -> None:
        """Note an item."""
        self._at.setdefault(key, {})[item_id] = begin

    def drop(self, key: Hashable, item_id: str) -> None:
        """Forget an item."""
        found = self._at.get(key)
        if found is not None:
            found.pop(item_id, None)
            if not found:
                del self._at[key]

    def at(self, key: Hashable) -> Mapping[str, int]:
        """Return the items at a key."""
        return self._at.get(key, {})


class Calendar:
    """Everything that is planned over two years, as seen on one day."""

    def __init__(self, settings: CheckSettings, today: date) -> None:
        self.settings = settings
        self.today = today
        self.window = Window.two_years(today)
        self.items: dict[str, CalendarItem] = {}
        self.museums: dict[str, Museum] = {}
        self.taken: dict[str, int] = {}
        """Places taken, by programme item."""
        self.templates = Templates()
        self.work = Workload(settings.work)
        self.programme = DayIndex()
        self.others = DayIndex()
        self.leave = DayIndex()
        self.rooms = DayIndex()
        self.people = DayIndex()
        self.tokens = DayIndex()
        self.members: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.is_loading = False
        """While all is read: of a pair, one side looks at the other, and the finding is both's."""
        self._hours: dict[str, MuseumHours | None] = {}
        self._found: dict[str, Finding] = {}
        self._keys: dict[Hashable, set[str]] = defaultdict(set)

    # What is in it --------------------------------------------------------------------------

    def load(
        self,
        records: Iterable[Source],
        museums: Iterable[Museum],
        taken: Mapping[str, int],
        templates: Iterable[EventTemplate] = (),
    ) -> None:
        """Read everything, and check everything."""
        self.museums = {museum.id: museum for museum in museums}
        self.templates = Templates(templates)
        self.taken = dict(taken)
        for record in records:
            self._put(record)
        self.is_loading = True
        for item_id, item in list(self.items.items()):
            self._keep(item_id, item_findings(self, item))
        self.is_loading = False
        for group in self._all_groups():
            self._check_group(group)

    def change(self, item_id: str, record: Source | None) -> None:
        """Take in a record that is new or changed, or (None) gone; recheck what it touches."""
        groups = self._groups(item_id)
        self._drop(item_id)
        if record is not None:
            self._put(record)
        self._check_item(item_id)
        for group in groups | self._groups(item_id):
            self._check_group(group)

    def change_museum(self, museum_id: str, museum: Museum | None) -> None:
        """Take in a museum that changed: its hours and its name."""
        self.museums.pop(museum_id, None)
        if museum is not None:
            self.museums[museum_id] = museum
        self._hours.pop(museum_id, None)
        for item_id in sorted(self.members.get(("museum", museum_id), ())):
            self._check_item(item_id)
        self._check_group(("museum", museum_id))

    def change_taken(self, taken: Mapping[str, int]) -> None:
        """Take in how many places are taken now."""
        changed = [one for one in {*taken, *self.taken} if taken.get(one) != self.taken.get(one)]
        self.taken = dict(taken)
        for item_id in changed:
            self._check_item(item_id)
            for group in self._groups(item_id):
                self._check_group(group)

    def change_templates(self, templates: Iterable[EventTemplate]) -> None:
        """Take in the event templates: what the items cost that leave their hours to them."""
        self.templates = Templates(templates)
        for item in self.items.values():
            self._put_work(item)
        self._check_group(WORK)

    # What was found -------------------------------------------------------------------------

    def findings(self) -> list[Finding]:
        """Return all that does not fit, worst first."""
        return in_order(self._found.values())

    def make(
        self,
        rule: str,
        about: Iterable[str],
        told: tuple[str, str],
        items: Iterable[CalendarItem] = (),
        facts: tuple[object, ...] = (),
    ) -> Iterator[Finding]:
        """Make a finding of a rule, unless that rule is off. `told` is what, and the remedy."""
        severity = self.settings.severities.get(rule)
        if severity is not None:
            places = tuple(Place(one.table, one.id, one.title) for one in items)
            key = ":".join(("agenda", rule, *about))
            yield Finding(key, rule, severity, told[0], told[1], places, (rule, *facts))

    # For the rules --------------------------------------------------------------------------

    def hours_of(self, museum_id: str) -> MuseumHours | None:
        """Return when a museum is open; None when that is not known."""
        if museum_id not in self._hours:
            museum = self.museums.get(museum_id)
            self._hours[museum_id] = hours_of(museum.hours_text, self.window) if museum else None
        return self._hours[museum_id]

    def members_of(self, group: tuple[str, str]) -> list[CalendarItem]:
        """Return the items of a group, in the order of their IDs."""
        return [self.items[one] for one in sorted(self.members.get(group, ()))]

    # Inside ---------------------------------------------------------------------------------

    def _put(self, record: Source) -> None:
        item = item_of(record, self.window)
        if item is None:
            return
        self.items[item.id] = item
        for index, key, begin in self._places(item):
            index.put(key, item.id, begin)
        for group in groups_of(item):
            self.members[group].add(item.id)
        self._put_work(item)

    def _put_work(self, item: CalendarItem) -> None:
        if isinstance(item.record, Leave):
            self.work.put_leave(item.record)
        work = work_of(item, self.templates, self.settings.work)
        if work is not None:
            self.work.put(work)

    def _drop(self, item_id: str) -> None:
        item = self.items.pop(item_id, None)
        if item is None:
            return
        for index, key, _begin in self._places(item):
            index.drop(key, item_id)
        for group in groups_of(item):
            self.members[group].discard(item_id)
        self.work.drop(item_id)
        self.work.drop_leave(item_id)

    def _places(self, item: CalendarItem) -> Iterator[tuple[DayIndex, Hashable, int]]:
        """Where an item stands in the indexes."""
        for token in tokens_of(item):
            yield self.tokens, token, 0
        keys = self._taken_by(item)
        by_day = {"programme": self.programme, "partner_dates": self.others}.get(item.table)
        if not keys and by_day is None:
            return
        for begin in item.begins:
            for day in range(begin, begin + item.span_days + 1):
                for index, key in keys:
                    yield index, (key, day), begin
                if by_day is not None:
                    yield by_day, day, begin

    def _taken_by(self, item: CalendarItem) -> list[tuple[DayIndex, str]]:
        """Return the room and the people that an item keeps busy; whole days keep no room busy."""
        record = item.record
        if isinstance(record, Activity):
            return [(self.rooms, item.room)] if item.room and item.opens is not None else []
        if isinstance(record, ProgrammeItem):
            rooms = [(self.rooms, item.room)] if item.room else []
            return rooms + [(self.people, one) for one in people_of(item)]
        return [(self.leave, record.person)] if isinstance(record, Leave) else []

    def _groups(self, item_id: str) -> set[tuple[str, str]]:
        item = self.items.get(item_id)
        return groups_of(item) if item else set()

    def _all_groups(self) -> list[tuple[str, str]]:
        always = {("audience", one) for one in AUDIENCES} | {("partners", ""), ("years", ""), WORK}
        return sorted(always | set(self.members))

    def _check_item(self, item_id: str) -> None:
        item = self.items.get(item_id)
        self._replace(item_id, item_findings(self, item) if item else ())

    def _check_group(self, group: tuple[str, str]) -> None:
        self._replace(group, group_findings(self, group))

    def _replace(self, subject: Hashable, findings: Iterable[Finding]) -> None:
        """Make these the findings that a record or a group is part of."""
        for key in self._keys.pop(subject, set()):
            former = self._found.pop(key, None)
            for place in former.places if former else ():
                self._keys[place.id].discard(key)
        self._keep(subject, findings)

    def _keep(self, subject: Hashable, findings: Iterable[Finding]) -> None:
        for found in findings:
            self._found[found.key] = found
            self._keys[subject].add(found.key)
            for place in found.places:
                self._keys[place.id].add(found.key)


def groups_of(item: CalendarItem) -> set[tuple[str, str]]:
    """Return the groups that are looked at as a whole, in which an item counts."""
    record = item.record
    if isinstance(record, ProgrammeItem):
        return {WORK, *(("audience", one) for one in record.audiences)}
    if isinstance(record, Activity):
        return {("museum", record.museum)} if record.museum else set()
    return {("partners", "")} if isinstance(record, PartnerDate) else {WORK}
