"""Formula and rollup fields, and filterByFormula (a first stand-in)."""

from typing import Any


class FormulaBook:
    def roll_up(self, reader: Any, table: Any, record: Any, wanted: Any) -> Any:
        return None

    def work_out(self, reader: Any, table: Any, record: Any, wanted: Any) -> Any:
        return None

    def select(self, reader: Any, table: Any, records: Any, formula: Any) -> Any:
        return records
