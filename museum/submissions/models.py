"""One pydantic model per kind, made from the form's fields and the table's definitions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, create_model
from pydantic import Field as ModelField
from pydantic.functional_validators import BeforeValidator
from pydantic_core import PydanticCustomError

from museum.attention import AttentionPoint
from museum.date_reading import plan_of
from museum.hours import understand
from museum.identity import RecordId
from museum.records import Activity
from museum.submissions.kinds import KindForm
from museum.submissions.reading import AnswerError, Answers, nothing, read_answer, with_end_day
from museum.tables import TEXT_TYPES, FieldDefinition

Values = Mapping[str, Any]
"""Values by field key, as JSON has them: ISO days, moments in UTC, our names of choices."""

_TYPES: Final[dict[str, Any]] = {
    "singleSelect": str,
    "multipleSelects": tuple[str, ...],
    "checkbox": bool,
    "date": date | None,
    "dateTime": datetime | None,
    "number": float | int | None,
}
_MISSING: Final[dict[str, str]] = {
    "dateTime": "Vul de dag en de tijd in.",
    "date": "Vul de dag in, bijvoorbeeld 3 mei 2027.",
    "multipleSelects": "Kruis er ten minste één aan.",
    "singleSelect": "Kies er één.",
    "email": "Vul een e-mailadres in, bijvoorbeeld naam@museum.nl.",
}


@dataclass(frozen=True)
class ReadAnswers:
    """`values` are whole only without `problems`; both are by field key.

    `notices` say what was not understood but may stay: opening hours that staff will look at.
    """

    values: Values
    problems: Mapping[str, str] = field(default_factory=dict)
    notices: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        """Whether everything was read."""
        return not self.problems


def read_answers(
    form: KindForm, answers: Answers, today: date, kept: Values | None = None
) -> ReadAnswers:
    """Read every answer of a form. `today` is a day in Drenthe: dates without a year follow it.

    `kept` holds values that the sender left as they were: these are not read again, so that what
    stands oddly in the table is no obstacle to changing something else.
    """
    model = model_of(form)
    typed = with_end_day(answers, today)
    asked = {one.key: typed for one in form.fields}
    try:
        made = model.model_validate(asked, context={"today": today, "kept": kept or {}})
    except ValidationError as error:
        problems: dict[str, str] = {}
        for one in error.errors():
            problems.setdefault(str(one["loc"][0]), str(one["msg"]))
        ordered = {str(one.key): problems[one.key] for one in form.fields if one.key in problems}
        return ReadAnswers({}, ordered)
    values = made.model_dump(mode="json")
    problems = _dates_problems(form, made) | _rights_problems(form, values)
    return ReadAnswers(values, problems, _notices(form, values))


@lru_cache(maxsize=64)
def model_of(form: KindForm) -> type[BaseModel]:
    """Return the model of a kind: a field per field of the form."""
    made: dict[str, Any] = {
        one.key: (_annotation(one, one.key in form.required), ModelField(default=nothing(one)))
        for one in form.fields
    }
    name = f"{form.key.title()}Submission"
    config = ConfigDict(frozen=True, extra="forbid", validate_default=False)
    return create_model(name, __config__=config, **made)


def _annotation(definition: FieldDefinition, is_required: bool) -> Any:
    kind = str if definition.type in TEXT_TYPES else _TYPES[definition.type]
    return Annotated[kind, BeforeValidator(_reader(definition, is_required))]


def _reader(definition: FieldDefinition, is_required: bool) -> Callable[[Any, ValidationInfo], Any]:
    def read(answers: Any, info: ValidationInfo) -> Any:
        context = info.context or {}
        try:
            value = (
                context["kept"][definition.key]
                if definition.key in context["kept"]
                else read_answer(definition, answers, context["today"])
            )
        except AnswerError as error:
            raise PydanticCustomError("answer", "{why}", {"why": str(error)}) from error
        if is_required and value in ("", None, (), []):
            why = _MISSING.get(definition.type, "Vul dit in.")
            raise PydanticCustomError("missing_answer", "{why}", {"why": why})
        return value

    return read


def _dates_problems(form: KindForm, made: BaseModel) -> dict[str, str]:
    """Return what is wrong with an activity's dates together: the website's own rules."""
    if form.table.record != Activity.__name__:
        return {}
    given = {key: value for key, value in made if key in Activity.__dataclass_fields__}
    kind = {"kind": str(form.sets.get("kind", ""))}
    activity = Activity(
        id=RecordId(""), created=datetime(2000, 1, 1, tzinfo=UTC), **{**kind, **given}
    )
    points = plan_of(activity).problems
    asked = {one.key for one in form.fields}
    return {
        point.field if point.field in asked else next(iter(asked)): _in_form_words(form, point)
        for point in points
        if point.severity == "error"
    }


def _rights_problems(form: KindForm, values: Values) -> dict[str, str]:
    """Refuse a picture of people who did not agree: without their consent, no publication."""
    if form.table.key == "images" and values.get("people") == "no_consent":
        return {"people": "Vraag deze mensen om toestemming, of kies een andere foto."}
    return {}


def _in_form_words(form: KindForm, point: AttentionPoint) -> str:
    """Say a problem with the questions as they stand on the form."""
    text = f"{point.what} {point.remedy}"
    for one in form.fields:
        text = text.replace(f"“{one.label}”", f"“{form.question(one.key)}”")
    return text


def _notices(form: KindForm, values: Values) -> dict[str, str]:
    text = str(values.get(form.opening_hours) or "")
    found = understand(text) if text else None
    return {} if found is None or found.understood else {form.opening_hours: found.problem}
