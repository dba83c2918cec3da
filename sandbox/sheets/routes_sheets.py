"""The addresses of Sheets v4, `/v4/spreadsheets/...`, and of the tokens, `/token`."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import unquote

from flask import Blueprint, Response, g, jsonify, request

from sandbox.airtable.errors import ApiError
from sandbox.gate import note_effect
from sandbox.services import Services
from sandbox.sheets.a1 import format_area
from sandbox.sheets.accounts import TokenRefused
from sandbox.sheets.answers import describe
from sandbox.sheets.batch import apply_requests
from sandbox.sheets.book import Book, new_sheet
from sandbox.sheets.errors import invalid, not_known_here
from sandbox.sheets.locales import is_locale
from sandbox.sheets.masks import check_mask, parse_mask, pick
from sandbox.sheets.service import SheetsService
from sandbox.sheets.shapes import read_body, read_query, schemas
from sandbox.sheets.structure import copy_to, is_time_zone
from sandbox.sheets.values import (
    Shown,
    Written,
    append_below,
    clear_range,
    read_area,
    read_range,
    update_answer,
    write_range,
)

_COMMON: Final = dict.fromkeys(
    ["$.xgafv", "access_token", "alt", "callback", "fields", "key", "oauth_token", "prettyPrint",
     "quotaUser", "uploadType", "upload_protocol"],
    "string",
)  # fmt: skip
_READING: Final = ("majorDimension", "valueRenderOption", "dateTimeRenderOption")
_WRITING: Final = (
    "valueInputOption", "includeValuesInResponse", "responseValueRenderOption",
    "responseDateTimeRenderOption",
)  # fmt: skip
_GRANT: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def sheet_routes(services: Services) -> Blueprint:
    """Return the blueprint of Sheets."""
    routes, sheets = Blueprint("sheets", __name__), services.sheets
    calls = _Calls(sheets)

    @routes.post("/token")
    def token() -> Any:
        if request.form.get("grant_type") != _GRANT:
            return {
                "error": "unsupported_grant_type",
                "error_description": "Invalid grant_type",
            }, 400
        try:
            return sheets.accounts.exchange(request.form.get("assertion", ""))
        except TokenRefused as error:
            return {"error": error.error, "error_description": str(error)}, 400

    @routes.get("/sandbox/google-key")
    def key() -> dict[str, Any]:
        return sheets.accounts.key()

    @routes.post("/v4/spreadsheets")
    def create() -> Response:
        return _answer(calls.create(), "Spreadsheet")

    @routes.route("/v4/spreadsheets/<path:rest>", methods=["GET", "POST", "PUT"])
    def call(rest: str) -> Response:  # noqa: ARG001 - read from the raw address, for its slashes
        answer, schema = calls.dispatch(_parts())
        return _answer(answer, schema)

    return routes


def _parts() -> tuple[str, ...]:
    """Return the parts of the address; a slash or colon that was escaped is no border."""
    raw = str(request.environ.get("REQUEST_URI") or request.path).partition("?")[0]
    path = raw.partition("/v4/spreadsheets/")[2]
    head, colon, verb = path.rpartition(":")
    if not colon or not verb.isalpha() or verb.isupper():
        head, verb = path, ""
    return (*[unquote(part) for part in head.split("/")], verb)


def _query(**known: Any) -> dict[str, Any]:
    return read_query(request.args.to_dict(flat=False), {**_COMMON, **known})


def _options(schema: str, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: schemas()[schema][name] for name in names}


def _body(schema: str, at: str = "") -> dict[str, Any]:
    return read_body(request.get_data(as_text=True), schema, at)


def _answer(answer: Any, schema: str) -> Response:
    fields = request.args.get("fields", "")
    if fields:
        mask = parse_mask(fields)
        check_mask(mask, schema)
        answer = pick(answer, mask)
    return jsonify(answer)


def _shown(options: dict[str, Any], prefix: str = "") -> Shown:
    """Return how values are asked for; `prefix` is `response` within a write."""
    name = f"{prefix}ValueRenderOption" if prefix else "valueRenderOption"
    dates = f"{prefix}DateTimeRenderOption" if prefix else "dateTimeRenderOption"
    dimension = options.get("majorDimension", "ROWS")
    return Shown(
        options.get(name, "FORMATTED_VALUE"),
        options.get(dates, "SERIAL_NUMBER"),
        "COLUMNS" if dimension == "COLUMNS" else "ROWS",
    )


class _Calls:
    """The calls on one spreadsheet."""

    def __init__(self, sheets: SheetsService) -> None:
        self._sheets = sheets
        self._known: dict[tuple[str, str, str], Callable[..., tuple[Any, str]]] = {
            ("GET", "", ""): self.get,
            ("POST", "", "batchUpdate"): self.batch_update,
            ("GET", "values", ""): self.values_get,
            ("PUT", "values", ""): self.values_update,
            ("POST", "values", "append"): self.values_append,
            ("POST", "values", "clear"): self.values_clear,
            ("GET", "values:", "batchGet"): self.values_batch_get,
            ("POST", "values:", "batchUpdate"): self.values_batch_update,
            ("POST", "values:", "batchClear"): self.values_batch_clear,
            ("POST", "sheets", "copyTo"): self.copy_to,
        }

    def dispatch(self, parts: tuple[str, ...]) -> tuple[Any, str]:
        """Find the call for an address and make it; returns the answer and its schema."""
        *path, verb = parts
        place = "" if len(path) == 1 else path[1] if len(path) == 3 else f"{'/'.join(path[1:])}:"
        call = self._known.get((request.method, place, verb))
        if call is None:
            raise not_known_here(f"{request.method} {request.path}")
        return call(path[0], *path[2:])

    def create(self) -> dict[str, Any]:
        _query()
        body = _body("Spreadsheet")
        properties = body.get("properties", {})
        locale, zone = properties.get("locale", "en_US"), properties.get("timeZone", "Etc/GMT")
        if not is_locale(locale):
            raise invalid(f"Unsupported locale: {locale}")
        if not is_time_zone(zone):
            raise invalid(f"Invalid time zone: {zone}")
        made = []
        for place, one in enumerate(body.get("sheets", [])):
            given = dict(one.get("properties", {}))
            number = given.pop("sheetId", place)
            made.append(new_sheet(number, given.pop("title", f"Sheet{place + 1}"), **given))
        title = properties.get("title") or "Untitled spreadsheet"
        email = g.caller.email
        book = self._sheets.add(title, email, locale=locale, zone=zone, sheets=made)
        note_effect(created=book.id)
        return describe(book, [], grid=False)

    def get(self, book_id: str) -> tuple[Any, str]:
        query = _query(
            ranges=["string"],
            includeGridData="boolean",
            excludeTablesInBandedRanges="boolean",
            commentsViewMode="string",
        )
        book = self._sheets.book(book_id, g.caller)
        fields = query.get("fields", "")
        # A mask decides for itself whether the cells come along.
        grid = query.get("includeGridData", False)
        if fields:
            mask = parse_mask(fields)
            grid = "*" in mask or "data" in mask.get("sheets", {}) or mask.get("sheets") == {}
        return describe(book, query.get("ranges", []), grid=grid), "Spreadsheet"

    def batch_update(self, book_id: str) -> tuple[Any, str]:
        _query()
        body = _body("BatchUpdateSpreadsheetRequest")
        with self._sheets.draft(book_id, g.caller) as draft:
            replies = apply_requests(draft, body, self._sheets.now(draft))
        note_effect(requests=[next(iter(one)) for one in body["requests"]])
        answer: dict[str, Any] = {"spreadsheetId": book_id, "replies": replies}
        if body.get("includeSpreadsheetInResponse"):
            answer["updatedSpreadsheet"] = describe(
                draft,
                body.get("responseRanges", []),
                grid=bool(body.get("responseIncludeGridData")),
            )
        return answer, "BatchUpdateSpreadsheetResponse"

    def values_get(self, book_id: str, text: str) -> tuple[Any, str]:
        query = _query(**_options("BatchGetValuesByDataFilterRequest", _READING))
        book = self._sheets.book(book_id, g.caller)
        return read_range(book, text, _shown(query)), "ValueRange"

    def values_batch_get(self, book_id: str) -> tuple[Any, str]:
        options = _options("BatchGetValuesByDataFilterRequest", _READING)
        query = _query(ranges=["string"], **options)
        book, shown = self._sheets.book(book_id, g.caller), _shown(query)
        found = [read_range(book, one, shown) for one in query.get("ranges", [])]
        answer: dict[str, Any] = {"spreadsheetId": book_id}
        return (answer | {"valueRanges": found} if found else answer), "BatchGetValuesResponse"

    def values_update(self, book_id: str, text: str) -> tuple[Any, str]:
        query = _query(**_options("BatchUpdateValuesRequest", _WRITING))
        body = _body("ValueRange", "data")
        with self._sheets.draft(book_id, g.caller) as draft:
            written = self._write(draft, {**body, "range": text}, query)
        _note(draft, written)
        return _with_values(draft, written, query), "UpdateValuesResponse"

    def values_batch_update(self, book_id: str) -> tuple[Any, str]:
        _query()
        body = _body("BatchUpdateValuesRequest")
        done = []
        with self._sheets.draft(book_id, g.caller) as draft:
            for place, one in enumerate(body.get("data", [])):
                try:
                    done.append(self._write(draft, one, body))
                except ApiError as error:
                    message = error.body["error"]["message"]
                    raise invalid(f"Invalid data[{place}]: {message}") from error
        for written in done:
            _note(draft, written)
        answer: dict[str, Any] = {"spreadsheetId": book_id}
        if done:
            answer |= {
                "totalUpdatedRows": _total(done, "rows"),
                "totalUpdatedColumns": _total(done, "columns"),
                "totalUpdatedCells": sum(one.cells for one in done),
                "totalUpdatedSheets": len({one.sheet.id for one in done}),
                "responses": [_with_values(draft, one, body) for one in done],
            }
        return answer, "BatchUpdateValuesResponse"

    def values_append(self, book_id: str, text: str) -> tuple[Any, str]:
        inserting = {"insertDataOption": {"enum": ["OVERWRITE", "INSERT_ROWS"]}}
        query = _query(**_options("BatchUpdateValuesRequest", _WRITING), **inserting)
        body = _body("ValueRange", "data")
        option = _input_option(query)
        with self._sheets.draft(book_id, g.caller) as draft:
            table, written = append_below(
                draft,
                text,
                body.get("values", []),
                body.get("majorDimension", "ROWS"),
                option,
                query.get("insertDataOption") == "INSERT_ROWS",
                self._sheets.now(draft),
            )
        _note(draft, written)
        answer: dict[str, Any] = {"spreadsheetId": book_id}
        if table is not None:
            answer["tableRange"] = format_area(written.sheet.title, table)
        answer["updates"] = _with_values(draft, written, query)
        return answer, "AppendValuesResponse"

    def values_clear(self, book_id: str, text: str) -> tuple[Any, str]:
        _query()
        _body("ClearValuesRequest")
        with self._sheets.draft(book_id, g.caller) as draft:
            sheet, area = clear_range(draft, text)
        cleared = format_area(sheet.title, area)
        note_effect(cleared=cleared)
        return {"spreadsheetId": book_id, "clearedRange": cleared}, "ClearValuesResponse"

    def values_batch_clear(self, book_id: str) -> tuple[Any, str]:
        _query()
        body = _body("BatchClearValuesRequest")
        with self._sheets.draft(book_id, g.caller) as draft:
            done = [clear_range(draft, one) for one in body.get("ranges", [])]
        cleared = [format_area(sheet.title, area) for sheet, area in done]
        note_effect(cleared=cleared)
        answer = {"spreadsheetId": book_id, "clearedRanges": cleared}
        return answer, "BatchClearValuesResponse"

    def copy_to(self, book_id: str, sheet_id: str) -> tuple[Any, str]:
        _query()
        body = _body("CopySheetToAnotherSpreadsheetRequest")
        source = self._sheets.book(book_id, g.caller)
        sheet = source.sheet(int(sheet_id)) if sheet_id.isdecimal() else None
        if sheet is None:
            raise invalid(f"No sheet with id: {sheet_id}")
        with self._sheets.draft(body.get("destinationSpreadsheetId", ""), g.caller) as draft:
            made = copy_to(sheet, draft)
        return made.properties, "SheetProperties"

    def _write(self, draft: Book, data: dict[str, Any], options: dict[str, Any]) -> Written:
        return write_range(
            draft,
            data.get("range", ""),
            data.get("values", []),
            data.get("majorDimension", "ROWS"),
            _input_option(options),
            self._sheets.now(draft),
        )


def _input_option(options: dict[str, Any]) -> str:
    option = str(options.get("valueInputOption", "INPUT_VALUE_OPTION_UNSPECIFIED"))
    if option == "INPUT_VALUE_OPTION_UNSPECIFIED":
        raise invalid("'valueInputOption' is required but not specified")
    return option


def _with_values(book: Book, written: Written, options: dict[str, Any]) -> dict[str, Any]:
    answer = update_answer(book, written)
    if options.get("includeValuesInResponse"):
        shown = _shown(options, "response")
        answer["updatedData"] = read_area(book, written.sheet, written.area, shown)
    return answer


def _note(book: Book, written: Written) -> None:
    note_effect(
        spreadsheet=book.id,
        written=format_area(written.sheet.title, written.area),
        cells=written.cells,
    )


def _total(done: list[Written], name: str) -> int:
    return len({(one.sheet.id, at) for one in done for at in getattr(one, name)})
