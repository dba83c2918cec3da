"""The refusals of the API, with the bodies that Airtable sends (`contracts/airtable.md`)."""

from typing import Any

_PERMISSIONS = (
    "Invalid permissions, or the requested model was not found. Check that both your user and "
    "your token have the required permissions, and that the model names and/or ids are correct."
)


class ApiError(Exception):
    """A request that is refused: an HTTP status and the JSON body that goes with it."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(str(body))
        self.status = status
        self.body = body


def refusal(status: int, kind: str, message: str) -> ApiError:
    """The common form: `{"error": {"type": ..., "message": ...}}`."""
    return ApiError(status, {"error": {"type": kind, "message": message}})


def authentication_required() -> ApiError:
    """No token, or not the one that this sandbox was told to expect."""
    return refusal(401, "AUTHENTICATION_REQUIRED", "Authentication required")


def model_not_found() -> ApiError:
    """An unknown base or table, which Airtable does not tell apart from a forbidden one."""
    return refusal(403, "INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND", _PERMISSIONS)


def not_found() -> ApiError:
    """An unknown record or route: the error is a bare string."""
    return ApiError(404, {"error": "NOT_FOUND"})


def unprocessable(kind: str, message: str) -> ApiError:
    """A request that was understood and cannot be done."""
    return refusal(422, kind, message)


def invalid_request(message: str = "") -> ApiError:
    """A parameter or body of the wrong form."""
    standard = "Invalid request: parameter validation failed. Check your request data."
    return unprocessable("INVALID_REQUEST_UNKNOWN", message or standard)


def unknown_field(name: str) -> ApiError:
    """A field that the table does not have."""
    return unprocessable("UNKNOWN_FIELD_NAME", f'Unknown field name: "{name}"')


def invalid_value(field: str) -> ApiError:
    """A value of the wrong form for its field."""
    return unprocessable(
        "INVALID_VALUE_FOR_COLUMN", f'Field "{field}" cannot accept the provided value'
    )


def computed_field(field: str) -> ApiError:
    """A write to a field that Airtable works out itself."""
    return unprocessable(
        "INVALID_VALUE_FOR_COLUMN",
        f'Field "{field}" cannot accept a value because the field is computed',
    )


def unknown_option(option: str) -> ApiError:
    """A select option that does not exist, written without typecast."""
    return unprocessable(
        "INVALID_MULTIPLE_CHOICE_OPTIONS",
        f'Insufficient permissions to create new select option ""{option}""',
    )


def invalid_records(what: str) -> ApiError:
    """A batch that is too long or not of the right form."""
    return unprocessable("INVALID_RECORDS", f"You must provide an array of up to 10 {what}.")


def same_record_twice() -> ApiError:
    """A batch that names, or by its merge fields reaches, one record more than once."""
    return unprocessable(
        "INVALID_RECORDS", "You cannot update the same record multiple times in a single request."
    )


def row_does_not_exist(record_id: str) -> ApiError:
    """A record that the table does not have, in a batch or a link."""
    return unprocessable(
        "ROW_DOES_NOT_EXIST", f"Record ID {record_id} does not exist in this table"
    )


def not_known_here(what: str) -> ApiError:
    """Something that the real service does and this sandbox does not: said, never pretended."""
    return refusal(501, "NOT_IMPLEMENTED_IN_SANDBOX", f"The sandbox does not know {what}.")
