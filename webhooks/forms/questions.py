"""A form as its page shows it: each question with what was typed and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from museum.submissions import KindForm
from museum.submissions.reading import TIME_PART
from museum.tables import FieldDefinition

DAYS: Final = {
    "ma": "maandag", "di": "dinsdag", "wo": "woensdag", "do": "donderdag",
    "vr": "vrijdag", "za": "zaterdag", "zo": "zondag",
}  # fmt: skip
_DAY_PART: Final = "hours_day_"
SENDER_FIELDS: Final = ("sender_name", "sender_email", "museum_id")
_LONGEST_TYPED: Final = 10_000
_WIDGETS: Final = {
    "multilineText": "textarea",
    "singleSelect": "select",
    "multipleSelects": "boxes",
    "checkbox": "box",
    "dateTime": "moment",
}
_KINDS: Final = {"email": "email", "phoneNumber": "tel", "url": "url", "number": "text"}
_FILLED_BY_BROWSER: Final = {
    "street": "street-address", "postcode": "postal-code", "place": "address-level2",
    "email": "email", "phone": "tel", "contact_email": "email", "contact_phone": "tel",
    "contact_name": "name",
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """One question. `value` is a text, or a list for boxes; `time` is the second part."""

    key: str
    label: str
    hint: str
    widget: str
    input_type: str
    autocomplete: str
    required: bool
    options: Mapping[str, str]
    value: Any
    time: str
    error: str
    days: Mapping[str, tuple[str, str]]
    """The name of each day, and what was typed, by its short name."""

    @property
    def described_by(self) -> str:
        """The IDs of what explains the question, for screen readers."""
        parts = [f"hint-{self.key}"] if self.hint else []
        parts += [f"fout-{self.key}"] if self.error else []
        return " ".join(parts)


@dataclass(frozen=True)
class Part:
    """Questions under one heading."""

    heading: str
    intro: str
    questions: Sequence[Question]


def parts_of(form: KindForm, typed: Mapping[str, Any], problems: Mapping[str, str]) -> list[Part]:
    """Return the parts of a form as they are shown."""
    return [
        Part(
            part.heading, part.intro, [_question(form, one, typed, problems) for one in part.fields]
        )
        for part in form.parts
    ]


def _question(
    form: KindForm, field: FieldDefinition, typed: Mapping[str, Any], problems: Mapping[str, str]
) -> Question:
    key = str(field.key)
    widget = _WIDGETS.get(field.type, "input")
    empty: Any = [] if widget == "boxes" else ""
    is_hours = key == form.opening_hours
    days = {
        day: (name, str(typed.get(_DAY_PART + day, ""))) for day, name in DAYS.items() if is_hours
    }
    return Question(
        key=key,
        label=form.question(key),
        hint=form.hint(key),
        widget=widget,
        input_type=_KINDS.get(field.type, "text"),
        autocomplete=_FILLED_BY_BROWSER.get(key, "off"),
        required=key in form.required,
        options=field.options,
        value=typed.get(key, empty),
        time=str(typed.get(key + TIME_PART, "")),
        error=problems.get(key, ""),
        days=days,
    )


def typed_in(form: KindForm, posted: MultiDict[str, str]) -> dict[str, Any]:
    """Return what was typed, and only what this form asks; hours per day become a text."""
    typed: dict[str, Any] = {}
    for field in form.fields:
        if field.type == "multipleSelects":
            typed[field.key] = [one for one in posted.getlist(field.key) if one in field.options]
        else:
            typed[field.key] = _clean(posted, field.key)
        if field.type == "dateTime":
            typed[field.key + TIME_PART] = _clean(posted, field.key + TIME_PART)
    typed |= {key: _clean(posted, key) for key in SENDER_FIELDS}
    per_day = {day: _clean(posted, _DAY_PART + day).strip() for day in DAYS}
    if form.opening_hours in typed and any(per_day.values()):
        typed[form.opening_hours] = hours_of_days(per_day)
    return typed


def hours_of_days(per_day: Mapping[str, str]) -> str:
    """Return hours per day as one text: "ma gesloten; di 10-17 u"."""
    return "; ".join(f"{day} {text}" for day, text in per_day.items() if text)


def _clean(posted: MultiDict[str, str], key: str) -> str:
    return posted.get(key, "").replace("\r\n", "\n")[:_LONGEST_TYPED]


def summary_of(
    form: KindForm, problems: Mapping[str, str], extra: Mapping[str, str]
) -> list[dict[str, str]]:
    """Return the lines of the error summary: each with the field that it leads to."""
    labels = {str(one.key): form.question(one.key) for one in form.fields}
    return [
        {"href": f"#v-{key}", "text": f"{_asked(labels.get(key) or extra.get(key, ''))} {text}"}
        for key, text in problems.items()
    ]


def _asked(label: str) -> str:
    return label if label.endswith(("?", ".")) else f"{label}:"
