"""The rules found so far in one text, and how one is added."""

from museum.hours import seasons
from museum.hours.precedence import Entry
from museum.hours.problems import unclear
from museum.hours.rules import Rule, Selector, Spans, State, Stretch
from museum.hours.statement import Statement
from museum.hours.vocabulary import VACATION_WINDOW


class Entries:
    """Holds the statements of a text and what was made of them."""

    def __init__(self, statements: list[Statement]) -> None:
        self._statements = statements
        self._entries: list[Entry] = []

    def _weekly_open(self) -> list[Entry]:
        """Return the openings that hold every week, in their season."""
        return [one for one in self._entries if one.is_weekly and one.rule.state == "open"]

    def _usual_rules(self) -> list[Rule]:
        """Return all rules but the extra hours of a season that has others: "vr ook 19-21 u"."""
        general = {one.season for one in self._weekly_open() if not one.is_also}
        return [one.rule for one in self._entries if not (one.is_also and one.season in general)]

    def _is_other_part(self, number: int) -> bool:
        """Tell whether it names another part of the day than those before: "en woensdagmiddag"."""
        parts = self._statements[number].parts
        before = [one.parts for one in self._statements[:number] if one.parts]
        return bool(parts and before) and not any(parts & one for one in before)

    def _add(
        self,
        number: int,
        selector: Selector,
        state: State,
        spans: Spans = (),
        is_background: bool = False,
    ) -> None:
        """Add a rule of the statement with this number."""
        statement = self._statements[number]
        if state == "open" and selector.is_weekly and selector.days is None:
            raise unclear(statement.text, "Zet er de dagen bij, bijvoorbeeld “di t/m zo”.")
        if selector.school in VACATION_WINDOW and selector.season:
            window = (Stretch(*VACATION_WINDOW[selector.school]),)
            if seasons.has_years(selector.season) or not seasons.overlap(selector.season, window):
                raise unclear(statement.text, "Deze vakantie valt niet in deze periode.")
        self._entries.append(
            Entry(
                Rule(selector, state, spans),
                number,
                statement.text,
                statement.is_also or statement.is_only_then or self._is_other_part(number),
                statement.is_only,
                statement.is_exception,
                is_background,
            )
        )
