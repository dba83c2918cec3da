"""The rows of a tab as answers to a form: found by their headers, wherever the columns stand.

What may happen to a form's tab, and what follows:
- a question is renamed or taken out: nothing is read, and the sentence names it (`MissingHeader`);
- a column comes in between or moves: nothing, as columns are known by their header;
- a column that we do not know: it is skipped, and said so;
- two columns with one header (a question made anew): the one that is filled counts; both filled
  with something else: that answer cannot be read.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from museum.errors import FixConfiguration
from museum.sheet_forms import SheetForm, plain_header
from museum.sheet_rows import CellValue, SheetRow, TabRows, moment_of


class MissingHeader(FixConfiguration):
    """A question that we look for is not in the first row: nothing of this tab is read."""


@dataclass(frozen=True)
class SheetAnswer:
    """One row as an answer. `doubts` are sentences on questions that stand there twice.

    `fingerprint` changes when anything of it changes; `stamp` is the timestamp as the cell has it.
    """

    row: int
    stamp: CellValue
    received: datetime | None
    sender: str
    museum: str
    answers: Mapping[str, CellValue]
    doubts: Mapping[str, str]
    fingerprint: str
    content: str


@dataclass(frozen=True)
class TabAnswers:
    """The answers of a tab, in the order of its rows, and what was noticed about its columns."""

    answers: tuple[SheetAnswer, ...]
    notices: tuple[str, ...]


def answers_of(form: SheetForm, tab: TabRows, zone: tzinfo) -> TabAnswers:
    """Read the rows of a tab by its headers; raises `MissingHeader`."""
    columns, notices = _columns(form, tab)
    read = tuple(_answer(row, columns, tab.headers, zone) for row in tab.rows)
    return TabAnswers(read, notices)


def _columns(form: SheetForm, tab: TabRows) -> tuple[dict[str, list[int]], tuple[str, ...]]:
    """Return the columns of everything we look for, and what staff should know."""
    wanted = {plain_header(one): name for name, group in form.headers.items() for one in group}
    columns: dict[str, list[int]] = {}
    strange: list[str] = []
    for at, header in enumerate(tab.headers):
        plain = plain_header(header)
        if plain in wanted:
            columns.setdefault(wanted[plain], []).append(at)
        elif plain and plain not in form.skipped:
            strange.append(header)
    missing = [group[0] for name, group in form.headers.items() if name not in columns]
    if missing:
        raise _missing(form, missing, strange)
    doubled = [tab.headers[places[0]] for places in columns.values() if len(places) > 1]
    notices = [f"De kolom “{one}” kent museumflow niet; zij wordt overgeslagen." for one in strange]
    notices += [f"De vraag “{one}” staat er twee keer; wat ingevuld is, telt." for one in doubled]
    return columns, tuple(notices)


def _missing(form: SheetForm, missing: Sequence[str], strange: Sequence[str]) -> MissingHeader:
    names = ", ".join(f"“{one}”" for one in missing)
    word = "de kolom" if len(missing) == 1 else "de kolommen"
    hint = ""
    if strange:
        hint = " Misschien heet zij nu: " + ", ".join(f"“{one}”" for one in strange) + "."
    return MissingHeader(
        what=f"In het tabblad “{form.tab}” is {word} {names} er niet (meer).{hint}",
        remedy="Is de vraag hernoemd, zet de nieuwe tekst erbij in config/forms.toml. Er is niets "
        "gelezen; de antwoorden blijven in het rekenblad staan.",
    )


def _answer(
    row: SheetRow, columns: Mapping[str, list[int]], headers: Sequence[str], zone: tzinfo
) -> SheetAnswer:
    found: dict[str, CellValue] = {}
    doubts: dict[str, str] = {}
    for name, places in columns.items():
        filled = [row.cells[at] for at in places if row.cells[at] is not None]
        found[name] = filled[0] if filled else None
        if len({str(one).strip() for one in filled}) > 1:
            doubts[name] = (
                f"De vraag “{headers[places[0]]}” staat twee keer in het rekenblad, met twee "
                "antwoorden. Laat er één staan."
            )
    stamp = found.pop("@timestamp", None)
    sender = _text(found.pop("@sender", None))
    museum = _text(found.pop("@museum", None))
    content = _hash([sender.casefold(), museum.casefold(), found, doubts])
    return SheetAnswer(
        row=row.number,
        stamp=stamp,
        received=_moment(stamp, zone),
        sender=sender,
        museum=museum,
        answers=found,
        doubts=doubts,
        fingerprint=_hash([stamp, content]),
        content=content,
    )


def _moment(stamp: CellValue, zone: tzinfo) -> datetime | None:
    if isinstance(stamp, bool) or not isinstance(stamp, int | float):
        return None
    return moment_of(float(stamp), zone)


def _text(value: CellValue) -> str:
    return "" if value is None else str(value).strip()


def _hash(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:24]
