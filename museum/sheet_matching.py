"""Which answer is which, when the rows of a tab are read again. Pure.

An answer is known again by its content and moment (it only moved), else by its moment and sender
(a cell was changed), else by its content (its double went), else by its row and sender (the form's
own "edit your response" writes a new moment in the old row). What is left over is new, or gone.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from museum.errors import StopRun
from museum.sheet_answers import SheetAnswer

_FEW = 5
"""So many rows may vanish at once without a question."""


@dataclass(frozen=True)
class Remembered:
    """An answer as it was last read. `key` is ours and never changes."""

    key: str
    row: int | None
    stamp: str
    sender: str
    fingerprint: str
    content: str = ""


@dataclass(frozen=True)
class Compared:
    """What became of the rows since the last time."""

    same: tuple[tuple[str, SheetAnswer], ...] = ()
    new: tuple[tuple[str, SheetAnswer], ...] = ()
    edited: tuple[tuple[str, SheetAnswer], ...] = ()
    twice: tuple[tuple[str, SheetAnswer, int], ...] = ()
    gone: tuple[str, ...] = ()


def compare(place: str, known: Sequence[Remembered], answers: Sequence[SheetAnswer]) -> Compared:
    """Compare what is remembered of a tab with what it holds now.

    `place` names the tab among all tabs; it is part of every key. Of answers with the same content
    the first counts; the others are in `twice`, with the row of the first. Raises `StopRun` when
    so much is gone at once that the tab was probably emptied or another one.
    """
    firsts, doubles = _firsts(answers)
    matched = _match([one for one in known if one.row is not None], firsts)
    _check_gone(known, len(matched), len(answers))
    by_key = {one.key: one for one in known}
    taken = set(by_key)
    same, new, edited = [], [], []
    for answer in firsts:
        key = matched.get(answer.row)
        if key is None:
            key = _new_key(place, answer, taken)
            taken.add(key)
            new.append((key, answer))
        elif by_key[key].fingerprint == answer.fingerprint:
            same.append((key, answer))
        else:
            edited.append((key, answer))
    kept = set(matched.values())
    twice = [(_double_key(place, answer), answer, first) for answer, first in doubles]
    return Compared(
        same=tuple(same),
        new=tuple(new),
        edited=tuple(edited),
        twice=tuple(twice),
        gone=tuple(one.key for one in known if one.row is not None and one.key not in kept),
    )


def _firsts(
    answers: Sequence[SheetAnswer],
) -> tuple[list[SheetAnswer], list[tuple[SheetAnswer, int]]]:
    """Split answers in the first of each content, and the later ones with the first's row."""
    rows: dict[str, int] = {}
    firsts, doubles = [], []
    for one in answers:
        if one.content in rows:
            doubles.append((one, rows[one.content]))
        else:
            rows[one.content] = one.row
            firsts.append(one)
    return firsts, doubles


def _match(known: Iterable[Remembered], answers: Sequence[SheetAnswer]) -> dict[int, str]:
    """Return the key of each row that is known again; the surest signs go first."""
    left = {one.key: one for one in known}
    found: dict[int, str] = {}
    for sign_of, sign in _SIGNS:
        places: dict[tuple[object, ...], list[str]] = {}
        for one in left.values():
            places.setdefault(sign_of(one), []).append(one.key)
        for answer in answers:
            keys = places.get(sign(answer)) if answer.row not in found else None
            if keys:
                found[answer.row] = keys.pop(0)
                left.pop(found[answer.row])
    return found


_SIGNS = (
    (lambda one: (one.fingerprint,), lambda answer: (answer.fingerprint,)),
    (lambda one: (one.stamp, one.sender), lambda answer: (stamp_text(answer), answer.sender)),
    (lambda one: (one.content,), lambda answer: (answer.content,)),
    (lambda one: (one.row, one.sender), lambda answer: (answer.row, answer.sender)),
)


def stamp_text(answer: SheetAnswer) -> str:
    """Return the timestamp as it is remembered."""
    return "" if answer.stamp is None else repr(answer.stamp)


def _check_gone(known: Sequence[Remembered], matched: int, there: int) -> None:
    before = sum(one.row is not None for one in known)
    gone = before - matched
    if gone > _FEW and gone > before / 2:
        raise StopRun(
            what=f"Van de {before} antwoorden in het rekenblad zijn er ineens {gone} weg"
            f" (er staan er nu {there}).",
            remedy="Kijk of het tabblad geleegd of vervangen is. Er is niets ingetrokken; zet de "
            "antwoorden terug, of haal ze in kleinere stappen weg.",
        )


def _new_key(place: str, answer: SheetAnswer, taken: set[str]) -> str:
    """Make a key that is the same whenever this answer is seen for the first time."""
    number = 0
    while True:
        text = f"{place}\n{stamp_text(answer)}\n{answer.sender}\n{number}"
        if not answer.stamp:
            text += f"\n{answer.content}"
        key = "blad-" + hashlib.sha256(text.encode()).hexdigest()[:24]
        if key not in taken:
            return key
        number += 1


def _double_key(place: str, answer: SheetAnswer) -> str:
    text = f"{place}\ndubbel\n{answer.fingerprint}\n{answer.row}"
    return "dubbel-" + hashlib.sha256(text.encode()).hexdigest()[:24]
