"""How complete a museum's page is, from 0 to 100, and the next best thing to add.

After UiTdatabank's score: what visitors ask for most counts most.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from museum.submissions.kinds import KindForm

WEIGHTS: Final[Mapping[str, int]] = {
    "hours_text": 25, "description": 15, "prices_text": 12, "street": 8, "postcode": 6, "place": 4,
    "phone": 6, "email": 6, "website": 6, "facilities": 7, "tagline": 5,
}  # fmt: skip


@dataclass(frozen=True)
class Completeness:
    """`next_field` is the key of what adds most, "" when all is there; `next_label` its name."""

    score: int
    next_field: str = ""
    next_label: str = ""


def completeness(form: KindForm, values: Mapping[str, Any]) -> Completeness:
    """Return how complete the values of a form are; fields without a weight do not count."""
    asked = [field for field in form.fields if field.key in WEIGHTS]
    total = sum(WEIGHTS[field.key] for field in asked) or 1
    missing = [field for field in asked if not values.get(field.key)]
    score = round(100 * (1 - sum(WEIGHTS[field.key] for field in missing) / total))
    if not missing:
        return Completeness(score)
    best = max(missing, key=lambda field: WEIGHTS[field.key])
    return Completeness(score, best.key, form.question(best.key))
