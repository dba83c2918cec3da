"""Which event template holds for a programme item, and what the item costs."""

from collections.abc import Iterable
from dataclasses import dataclass

from museum.records import EventTemplate, ProgrammeItem


@dataclass(frozen=True)
class Cost:
    """Hours of all staff together; `on_the_day` for each time that it takes place."""

    before: float
    on_the_day: float
    after: float
    weeks_before: int

    @property
    def is_nothing(self) -> bool:
        """Whether it costs no hours, as far as is known."""
        return not (self.before or self.on_the_day or self.after)


class Templates:
    """The event templates (Draaiboeken)."""

    def __init__(self, templates: Iterable[EventTemplate] = ()) -> None:
        by_age = sorted(templates, key=lambda one: (one.created, one.id), reverse=True)
        self._by_id = {str(one.id): one for one in by_age}
        self._by_kind = {one.kind: one for one in by_age if one.kind}  # of two, the eldest

    def of(self, item: ProgrammeItem) -> EventTemplate | None:
        """Return the template that was chosen; without one, that of the item's kind."""
        if item.template is not None:
            return self._by_id.get(str(item.template))
        return self._by_kind.get(item.kind)

    def cost(self, item: ProgrammeItem, weeks_before: int) -> Cost:
        """Return what an item costs: what stands in its row, else what its template says."""
        template = self.of(item)

        def hours(name: str) -> float:
            own = getattr(item, name)
            if own is None and template is not None:
                own = getattr(template, name)
            return max(0.0, float(own or 0))

        weeks = template.weeks_before if template and template.weeks_before else weeks_before
        return Cost(
            hours("hours_before"), hours("hours_on_the_day"), hours("hours_after"), max(1, weeks)
        )
