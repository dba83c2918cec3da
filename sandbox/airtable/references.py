"""Formulas that name their fields by ID, as the metadata API gives them: a rename breaks none."""

import re
from typing import Final

from sandbox.airtable.formula.errors import FormulaError
from sandbox.airtable.formula.tokens import read_tokens
from sandbox.airtable.schema import Table

_BRACED: Final = re.compile(r"\{(?:[^}\\]|\\.)*\}", re.DOTALL)


def by_field_id(text: str, table: Table) -> str:
    """Return a formula with every field it names written as `{fld...}`.

    A formula that cannot be read, and a field that the table lacks, stay as they are.
    """
    try:
        tokens = read_tokens(text)
    except FormulaError:
        return text
    for token in reversed(tokens):
        field = table.field(token.value)
        is_reference = token.kind == "field" or (token.kind == "name" and not token.touches_next)
        if field is not None and is_reference:
            start = token.column - 1
            braced = _BRACED.match(text, start)
            end = braced.end() if braced else start + len(token.value)
            text = f"{text[:start]}{{{field.id}}}{text[end:]}"
    return text
