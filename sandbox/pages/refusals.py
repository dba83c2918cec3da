"""The refusals of the tables, in Dutch, for whoever sits at the grid."""

from typing import Any, Final

from sandbox.airtable.errors import ApiError
from sandbox.airtable.schema import Field

_EXPECTED: Final = {
    "number": "Vul een getal in, bijvoorbeeld 12,5.",
    "currency": "Vul een bedrag in, bijvoorbeeld 12,50.",
    "percent": "Vul een percentage in, bijvoorbeeld 25.",
    "duration": "Vul een aantal seconden in.",
    "rating": "Kies een aantal sterren.",
    "date": "Vul een datum in, bijvoorbeeld 2-3-2027.",
    "dateTime": "Vul een datum en tijd in, bijvoorbeeld 2-3-2027 10:00.",
    "checkbox": "Zet het vinkje aan of uit.",
    "singleSelect": "Kies een van de opties.",
    "multipleSelects": "Kies uit de opties.",
    "multipleRecordLinks": "Kies rijen uit de andere tabel.",
    "multipleAttachments": "Kies een bestand.",
}


class GridError(Exception):
    """Something that the grid asked and that cannot be done; the message is Dutch."""

    def __init__(self, message: str, status: int = 422) -> None:
        super().__init__(message)
        self.status = status


def in_dutch(error: ApiError, field: Field | None = None) -> str:
    """Say what went wrong with a write, and what to do."""
    kind = _kind_of(error.body)
    expected = _EXPECTED.get(field.type, "Vul tekst in.") if field else "Kijk na wat u invulde."
    match kind:
        case "INVALID_VALUE_FOR_COLUMN" | "INVALID_ATTACHMENT_OBJECT" if field:
            return f"Dit past niet in het veld “{field.name}”. {expected}"
        case "INVALID_MULTIPLE_CHOICE_OPTIONS":
            return f"Deze keuze bestaat niet. {expected}"
        case "ROW_DOES_NOT_EXIST" | "NOT_FOUND":
            return (
                "Deze rij bestaat niet meer: iemand heeft haar verwijderd. Laad de pagina opnieuw."
            )
        case "INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND":
            return "Deze tabel bestaat niet meer. Laad de pagina opnieuw."
        case "UNKNOWN_FIELD_NAME":
            return "Dit veld bestaat niet meer. Laad de pagina opnieuw."
        case "ROW_LIMIT_EXCEEDED":
            return "De base is vol: het abonnement laat niet meer rijen toe. Verwijder eerst rijen."
        case "NOT_IMPLEMENTED_IN_SANDBOX":
            return "Dit soort veld kunt u in de sandbox niet wijzigen."
        case _:
            return f"Dit kan niet worden bewaard. {expected}"


def _kind_of(body: dict[str, Any]) -> str:
    found = body.get("error", "")
    return str(found.get("type", "")) if isinstance(found, dict) else str(found)
