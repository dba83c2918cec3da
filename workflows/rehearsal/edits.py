"""What people change in the rehearsed month: made up by rule, or read from a file."""

import csv
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Final

from museum.budget_rules import HERE, BudgetRules
from museum.errors import FixConfiguration
from museum.submissions import KindForm
from museum.tables import TableDefinitions, TablesError

TYPED_INTO: Final = {"museums": "description", "activities": "description", "vacancies": "tasks"}
"""The free text that made-up edits change; every record of these tables has a page with it."""

UNSEEN: Final = {"contacts": ("name", "phone")}
"""Fields of tables that no page shows: one cell each workday."""

FEWEST_CHANGES, MOST_CHANGES = 5, 30
STAFF_TABLES: Final = ("activities", "activities", "museums", "vacancies")
SECONDS_BETWEEN: Final = (4.0, 25.0)
"""From one cell that is left to the next."""

COLUMNS: Final = ("moment", "tabel", "rij", "veld", "waarde")
HOW: Final = "hoe"
"""A column that need not be there."""
BY_FORM: Final = "formulier"


@dataclass(frozen=True)
class Edit:
    """One cell that someone leaves: our keys of table and field, the record's ID, the new text.

    `by_form`: a museum sends it with a form, by its personal link.
    """

    at: datetime
    table: str
    record_id: str
    field: str
    value: str
    by_form: bool = False


@dataclass(frozen=True)
class Month:
    """A month to rehearse, in the time of Drenthe; or only its first days."""

    year: int
    number: int
    first_days: int = 31

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read "2027-03"; raises `FixConfiguration`."""
        try:
            first = datetime.strptime(text, "%Y-%m").replace(tzinfo=HERE)
        except ValueError as error:
            raise FixConfiguration(
                what=f"“{text}” is geen maand.", remedy="Schrijf hem als 2027-03."
            ) from error
        return cls(first.year, first.month)

    @property
    def begins(self) -> datetime:
        """The first moment."""
        return datetime(self.year, self.number, 1, tzinfo=HERE)

    @property
    def days(self) -> list[date]:
        """All days that are played."""
        last = min(monthrange(self.year, self.number)[1], self.first_days)
        return [date(self.year, self.number, day) for day in range(1, last + 1)]

    @property
    def ends(self) -> datetime:
        """The first moment that is not played any more."""
        return datetime.combine(self.days[-1] + timedelta(1), time(), HERE)

    @property
    def is_whole(self) -> bool:
        """Tell whether all its days are played."""
        return len(self.days) == monthrange(self.year, self.number)[1]

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"


def made_up_edits(
    month: Month, rules: BudgetRules, records: Mapping[str, Sequence[str]], seed: int
) -> list[Edit]:
    """Return a month of edits in the order of time; `records` are IDs by table.

    As many sessions and changes as `config/budget.toml` expects: staff in office hours, with 5 to
    30 cells a session; museums one by one in the evening, their own facts by form; nobody at night.
    """
    chance = Random(f"{month} {seed}")
    found: list[Edit] = []
    for day in month.days:
        if rules.office.is_workday(day):
            for _ in range(rules.expected.sessions_a_day):
                found += _session(rules, day, records, chance)
            for table in UNSEEN.keys() & records.keys():
                at = rules.office.begin_on(day) + timedelta(hours=chance.uniform(0, 8))
                edit = _edit(at, table, chance.choice(records[table]), len(found))
                found.append(replace(edit, field=chance.choice(UNSEEN[table])))
        evening = datetime.combine(day, time(18), HERE)
        for _ in range(rules.expected.evening_changes):
            at = evening + timedelta(hours=chance.uniform(0, 4))
            table = chance.choice(("museums", "activities", "activities"))
            edit = _edit(at, table, chance.choice(records[table]), len(found))
            found.append(replace(edit, by_form=table == "museums"))
    return sorted(found, key=lambda edit: edit.at)


def _session(
    rules: BudgetRules, day: date, records: Mapping[str, Sequence[str]], chance: Random
) -> Iterator[Edit]:
    """Yield what one person changes in one sitting, two or three rows at most."""
    table = chance.choice(STAFF_TABLES)
    rows = chance.sample(list(records[table]), k=min(len(records[table]), chance.randint(1, 3)))
    at = rules.office.begin_on(day) + timedelta(seconds=chance.uniform(0, rules.office.seconds()))
    for number in range(chance.randint(FEWEST_CHANGES, MOST_CHANGES)):
        if not rules.office.covers(at):
            return
        yield _edit(at, table, chance.choice(rows), number)
        at += timedelta(seconds=chance.uniform(*SECONDS_BETWEEN))


def _edit(at: datetime, table: str, record_id: str, number: int) -> Edit:
    value = f"Tekst van de proef, van {at:%d-%m %H.%M.%S} uur, keer {number}."
    return Edit(at, table, record_id, TYPED_INTO.get(table, ""), value)


@dataclass(frozen=True)
class Changeable:
    """What edits may be about: our tables, the IDs of their rows, what museums' form asks."""

    definitions: TableDefinitions
    known: Mapping[str, Sequence[str]]
    form: KindForm


def read_edits(path: Path, month: Month, changeable: Changeable) -> list[Edit]:
    """Read edits from a CSV file; raises `FixConfiguration` that lists every wrong line.

    Columns: moment (2027-03-02 10:15:00, the time of Drenthe), tabel and veld (our keys of
    `config/tables.toml`), rij (the record's ID) and waarde (the new text). With “formulier” in a
    column hoe, the museum sends it with its form.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise FixConfiguration(
            what=f"{path} is niet te lezen.", remedy="Geef een CSV-bestand in UTF-8."
        ) from error
    found: list[Edit] = []
    problems: list[str] = []
    for number, row in enumerate(rows, start=2):
        problem = _problem(row, month, changeable)
        if problem:
            problems.append(f"regel {number}: {problem}")
        else:
            found.append(_read(row))
    if problems or not rows:
        told = "\n- ".join(problems) or "er staat niets in"
        raise FixConfiguration(
            what=f"In {path} klopt iets niet:\n- {told}\n",
            remedy=f"De eerste regel noemt de kolommen: {','.join(COLUMNS)}.",
        )
    return sorted(found, key=lambda edit: edit.at)


def _read(row: Mapping[str, str]) -> Edit:
    by_form = (row.get(HOW) or "").strip() == BY_FORM
    cell = row["tabel"], row["rij"], row["veld"], row["waarde"]
    return Edit(_moment(row["moment"]), *cell, by_form=by_form)


def _problem(row: Mapping[str, str | None], month: Month, changeable: Changeable) -> str:
    missing = [name for name in COLUMNS if row.get(name) is None]
    if missing:
        return f"de kolom “{missing[0]}” ontbreekt"
    try:
        if not month.begins <= _moment(str(row["moment"])) < month.ends:
            return f"{row['moment']} ligt niet in {month}"
        changeable.definitions.table(str(row["tabel"])).field(str(row["veld"]))
    except ValueError:
        return f"“{row['moment']}” is geen moment; schrijf het als 2027-03-02 10:15:00"
    except (KeyError, TablesError):
        return f"“{row['tabel']}” met een veld “{row['veld']}” staat niet in config/tables.toml"
    if row["rij"] not in changeable.known.get(str(row["tabel"]), ()):
        return f"de rij “{row['rij']}” is er niet, of staat niet op de website"
    return _problem_of_form(row, changeable.form)


def _problem_of_form(row: Mapping[str, str | None], form: KindForm) -> str:
    how = (row.get(HOW) or "").strip()
    if how not in ("", BY_FORM):
        return f"hoe is leeg of “{BY_FORM}”, niet “{how}”"
    asked = row["tabel"] == form.table.key and row["veld"] in {one.key for one in form.fields}
    if how and not asked:
        return f"het formulier “{form.title}” vraagt niet naar “{row['veld']}” van “{row['tabel']}”"
    return ""


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.strip()).replace(tzinfo=HERE)
