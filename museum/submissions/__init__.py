"""What museums tell us: one model per kind of form, and what it would change. No I/O.

Every door (our forms, a sheet, a table) gives its answers to `read_answers` and gets the same
values back, or a Dutch sentence per field that says what to do.
"""

from museum.submissions.kinds import FormPart, Forms, FormsError, KindForm, Limits, parse_forms
from museum.submissions.models import ReadAnswers, model_of, read_answers
from museum.submissions.proposal import (
    FieldChange,
    changes,
    current_values,
    proposed,
    typed_again,
    untouched,
)
from museum.submissions.reading import Answers
from museum.submissions.value_words import value_words

__all__ = [
    "Answers",
    "FieldChange",
    "FormPart",
    "Forms",
    "FormsError",
    "KindForm",
    "Limits",
    "ReadAnswers",
    "changes",
    "current_values",
    "model_of",
    "parse_forms",
    "proposed",
    "read_answers",
    "typed_again",
    "untouched",
    "value_words",
]
