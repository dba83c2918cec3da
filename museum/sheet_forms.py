"""Which tabs hold answers to a form, and which question is which field. Parses a dict; no I/O."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

_NAMES: Final = {
    "id", "tab", "soort", "uitkomsten", "tijdstempel", "afzender", "museum", "vragen", "overslaan",
    "vertrouwd",
}  # fmt: skip
_NEEDED: Final = ("id", "tab", "soort", "tijdstempel", "vragen")


class SheetFormsError(ValueError):
    """The settings of the sheets cannot be used as they are; the message lists every problem."""


@dataclass(frozen=True)
class SheetForm:
    """One tab with answers. Questions are given by what may stand in the first row.

    `questions` gives per field (or part of one: `starts_time`) its headers; `sender` and `museum`
    may be without: then nobody is written to, and staff choose the museum.
    """

    spreadsheet_id: str
    tab: str
    kind: str
    timestamp: tuple[str, ...]
    questions: Mapping[str, tuple[str, ...]]
    sender: tuple[str, ...] = ()
    museum: tuple[str, ...] = ()
    outcomes_tab: str = "museumflow"
    skipped: frozenset[str] = field(default_factory=frozenset)
    is_trusted: bool = False

    @property
    def headers(self) -> Mapping[str, tuple[str, ...]]:
        """Return every header we look for, by what it is: `@...` for what is no field."""
        extra = {"@timestamp": self.timestamp, "@sender": self.sender, "@museum": self.museum}
        return {**{name: one for name, one in extra.items() if one}, **self.questions}


def parse_sheet_forms(tables: Any, kinds: Mapping[str, Collection[str]]) -> tuple[SheetForm, ...]:
    """Turn the `[[rekenblad]]` tables of `config/forms.toml` into sheet forms.

    `kinds` gives per kind of form the fields that a question may be. Raises `SheetFormsError`.
    """
    problems: list[str] = []
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise SheetFormsError("rekenblad: schrijf elk rekenblad onder een kopje [[rekenblad]].")
    found = [_parse(number, one, kinds, problems) for number, one in enumerate(tables, 1)]
    places = [(one.spreadsheet_id, one.tab) for one in found if one]
    for place in sorted({one for one in places if places.count(one) > 1}):
        problems.append(f"rekenblad: het tabblad “{place[1]}” staat er twee keer.")
    if problems:
        raise SheetFormsError("\n- ".join(["config/forms.toml klopt niet:", *problems]))
    return tuple(one for one in found if one)


def _parse(
    number: int, spec: Mapping[str, Any], kinds: Mapping[str, Collection[str]], problems: list[str]
) -> SheetForm | None:
    where = f"rekenblad {number}"
    wrong = [f"{where}: “{name}” is geen instelling." for name in sorted(set(spec) - _NAMES)]
    wrong += [f"{where}: “{name}” ontbreekt." for name in _NEEDED if not spec.get(name)]
    kind, questions = str(spec.get("soort", "")), spec.get("vragen", {})
    if kind and kind not in kinds:
        wrong.append(f"{where}: het formulier “{kind}” bestaat niet.")
    elif kind and isinstance(questions, dict):
        unknown = sorted(set(questions) - set(kinds[kind]))
        wrong += [f"{where}: het veld “{one}” vraagt dit formulier niet." for one in unknown]
    wrong += _doubles(where, spec)
    problems.extend(wrong)
    if wrong:
        return None
    return SheetForm(
        spreadsheet_id=str(spec["id"]),
        tab=str(spec["tab"]),
        kind=kind,
        timestamp=_spellings(spec["tijdstempel"]),
        questions={name: _spellings(one) for name, one in questions.items()},
        sender=_spellings(spec.get("afzender", ())),
        museum=_spellings(spec.get("museum", ())),
        outcomes_tab=str(spec.get("uitkomsten", "museumflow")),
        is_trusted=spec.get("vertrouwd") is True,
        skipped=frozenset(plain_header(one) for one in _spellings(spec.get("overslaan", ()))),
    )


def _doubles(where: str, spec: Mapping[str, Any]) -> list[str]:
    """Return the headers that stand for two things at once."""
    listed = [*spec.get("vragen", {}).values()]
    listed += [spec.get(name, ()) for name in ("tijdstempel", "afzender", "museum")]
    headers = [plain_header(one) for group in listed for one in set(_spellings(group))]
    doubled = sorted({one for one in headers if headers.count(one) > 1})
    return [f"{where}: de vraag “{one}” staat voor twee dingen." for one in doubled]


def _spellings(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(str(one) for one in value)


def plain_header(text: str) -> str:
    """Return a header as it is compared: without capitals, spaces and signs that come and go."""
    even = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\s+", " ", even).strip(" \t?!.:*-–")
