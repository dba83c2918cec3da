"""The addresses of Drive v3 that gspread calls: files, permissions, comments, export, import."""

import csv
import io
import re
from typing import Any, Final

from flask import Blueprint, Response, g, jsonify, request

from sandbox.airtable.errors import ApiError
from sandbox.services import Services
from sandbox.sheets.a1 import Area
from sandbox.sheets.book import Book, new_sheet
from sandbox.sheets.errors import drive_refusal, file_not_found, not_known_here
from sandbox.sheets.masks import parse_mask, pick
from sandbox.sheets.service import SheetsService, permission_for, role_of
from sandbox.sheets.values import Shown, read_area, write_range

SPREADSHEET: Final = "application/vnd.google-apps.spreadsheet"
_SEPARATORS: Final = {"text/csv": ",", "text/tab-separated-values": "\t"}
_ROLES: Final = ("owner", "organizer", "fileOrganizer", "writer", "commenter", "reader")
_KINDS: Final = ("user", "group", "domain", "anyone")


def drive_routes(services: Services) -> Blueprint:
    """Return the blueprint of Drive."""
    routes = Blueprint("drive", __name__)
    _add_files(routes, services.sheets)
    _add_content(routes, services.sheets)
    _add_permissions(routes, services.sheets)
    _add_comments(routes, services.sheets)
    return routes


def _add_files(routes: Blueprint, sheets: SheetsService) -> None:
    @routes.get("/drive/v3/files")
    def list_files() -> Response:
        found = [one for one in sheets.books() if role_of(one, g.caller)]
        found = [one for one in found if _fits(one, request.args.get("q", ""))]
        found.sort(key=lambda one: one.modified, reverse=True)
        start, size = _page()
        answer: dict[str, Any] = {"kind": "drive#fileList", "incompleteSearch": False}
        answer["files"] = [_file(one) for one in found[start : start + size]]
        if start + size < len(found):
            answer["nextPageToken"] = str(start + size)
        standard = "kind,nextPageToken,incompleteSearch,files(kind,id,name,mimeType)"
        return _picked(answer, standard)

    @routes.post("/drive/v3/files")
    def create() -> Response:
        body = _body()
        if body.get("mimeType") != SPREADSHEET:
            raise not_known_here(f"files of the type {body.get('mimeType')}")
        title = body.get("name") or "Untitled"
        made = sheets.add(title, g.caller.email, parents=list(body.get("parents") or []))
        return _picked(_file(made), _SHORT)

    @routes.get("/drive/v3/files/<file_id>")
    def get(file_id: str) -> Response:
        return _picked(_file(_book(sheets, file_id)), _SHORT)

    @routes.patch("/drive/v3/files/<file_id>")
    def rename(file_id: str) -> Response:
        _book(sheets, file_id)
        with sheets.draft(file_id, g.caller) as draft:
            draft.properties["title"] = _body().get("name") or draft.title
            draft.parents = _parents(draft.parents)
        return _picked(_file(draft), _SHORT)

    @routes.delete("/drive/v3/files/<file_id>")
    def delete(file_id: str) -> tuple[str, int]:
        if role_of(_book(sheets, file_id), g.caller) != "owner":
            raise _no_permission()
        sheets.remove(file_id)
        return "", 204

    @routes.post("/drive/v3/files/<file_id>/copy")
    def copy(file_id: str) -> Response:
        book, body = _book(sheets, file_id), _body()
        made = sheets.duplicate(book, body.get("name") or f"Copy of {book.title}", g.caller.email)
        return _picked(_file(made), _SHORT)


def _add_content(routes: Blueprint, sheets: SheetsService) -> None:
    @routes.get("/drive/v3/files/<file_id>/export")
    def export(file_id: str) -> Response:
        book, kind = _book(sheets, file_id), request.args.get("mimeType", "")
        if kind not in _SEPARATORS:
            raise not_known_here(f"export as {kind}")
        sheet = book.sheets[0]
        found = read_area(book, sheet, Area(), Shown()).get("values", [])
        width = max((len(line) for line in found), default=0)
        out = io.StringIO()
        writer = csv.writer(out, delimiter=_SEPARATORS[kind], lineterminator="\r\n")
        writer.writerows([line + [""] * (width - len(line)) for line in found])
        return Response(out.getvalue().removesuffix("\r\n"), content_type=kind)

    @routes.put("/upload/drive/v2/files/<file_id>")
    def import_csv(file_id: str) -> dict[str, Any]:
        _book(sheets, file_id)
        text = request.get_data().decode("utf-8-sig")
        rows = [list(row) for row in csv.reader(io.StringIO(text))]
        with sheets.draft(file_id, g.caller) as draft:
            size = {"rowCount": max(len(rows), 1), "columnCount": max(map(len, rows), default=1)}
            draft.sheets = [new_sheet(0, draft.title[:100], gridProperties=size)]
            draft.named_ranges = []
            if rows:
                write_range(draft, "A1", rows, "ROWS", "USER_ENTERED", sheets.now(draft))
        return {"kind": "drive#file", "id": file_id, "title": draft.title, "mimeType": SPREADSHEET}


def _add_permissions(routes: Blueprint, sheets: SheetsService) -> None:
    @routes.get("/drive/v3/files/<file_id>/permissions")
    def list_permissions(file_id: str) -> Response:
        found = _book(sheets, file_id).permissions
        answer = {"kind": "drive#permissionList", "permissions": found}
        return _picked(answer, "kind,permissions(kind,id,type,role)")

    @routes.post("/drive/v3/files/<file_id>/permissions")
    def share(file_id: str) -> Response:
        _book(sheets, file_id)
        body = _body()
        kind, role = body.get("type"), body.get("role")
        if kind not in _KINDS:
            raise drive_refusal(400, "required", "The permission type field is required.")
        if role not in _ROLES:
            raise drive_refusal(400, "required", "The permission role field is required.")
        address = body.get("emailAddress") or body.get("domain") or ""
        if kind != "anyone" and not address:
            raise drive_refusal(400, "invalid", "A recipient is required for this permission.")
        made = permission_for(kind, role, address)
        with sheets.draft(file_id, g.caller) as draft:
            left = [one for one in draft.permissions if one["id"] != made["id"]]
            draft.permissions = [*left, made]
        return _picked(made, "kind,id,type,role")

    @routes.patch("/drive/v3/files/<file_id>/permissions/<permission_id>")
    def change(file_id: str, permission_id: str) -> Response:
        _book(sheets, file_id)
        with sheets.draft(file_id, g.caller) as draft:
            found = _permission(draft, permission_id)
            allowed = {
                key: value for key, value in _body().items() if key in ("role", "pendingOwner")
            }
            found.update(allowed)
        return _picked(found, "kind,id,type,role")

    @routes.delete("/drive/v3/files/<file_id>/permissions/<permission_id>")
    def unshare(file_id: str, permission_id: str) -> tuple[str, int]:
        _book(sheets, file_id)
        with sheets.draft(file_id, g.caller) as draft:
            found = _permission(draft, permission_id)
            if found["role"] == "owner":
                raise _no_permission()
            draft.permissions.remove(found)
        return "", 204


def _add_comments(routes: Blueprint, sheets: SheetsService) -> None:
    @routes.get("/drive/v3/files/<file_id>/comments")
    def list_comments(file_id: str) -> Response:
        answer = {"kind": "drive#commentList", "comments": _book(sheets, file_id).comments}
        return _picked(answer, _required())

    @routes.post("/drive/v3/files/<file_id>/comments")
    def comment(file_id: str) -> Response:
        _book(sheets, file_id)
        fields, body = _required(), _body()
        with sheets.draft(file_id, g.caller) as draft:
            made = {"kind": "drive#comment", "id": f"AAAA{len(draft.comments) + 1:07d}"}
            made |= {"content": body.get("content", ""), "anchor": body.get("anchor", "")}
            draft.comments.append(made)
        return _picked(made, fields)


_SHORT: Final = "kind,id,name,mimeType"


def _book(sheets: SheetsService, file_id: str) -> Book:
    """Return a file; Drive says of what it keeps from someone that it is not there."""
    try:
        return sheets.book(file_id, g.caller)
    except ApiError as error:
        raise file_not_found(file_id) from error


def _no_permission() -> ApiError:
    message = "The user does not have sufficient permissions for this file."
    return drive_refusal(403, "insufficientFilePermissions", message)


def _permission(draft: Book, permission_id: str) -> dict[str, Any]:
    found = next((one for one in draft.permissions if one["id"] == permission_id), None)
    if found is None:
        message = f"Permission not found: {permission_id}."
        raise drive_refusal(404, "notFound", message, "permissionId")
    return found


def _body() -> dict[str, Any]:
    data = request.get_json(silent=True, force=True) if request.get_data() else {}
    if not isinstance(data, dict):
        raise drive_refusal(400, "parseError", "Parse Error")
    return data


def _picked(answer: dict[str, Any], standard: str) -> Response:
    return jsonify(pick(answer, parse_mask(request.args.get("fields") or standard)))


def _required() -> str:
    """Return `fields`, which Drive insists on for comments."""
    fields = request.args.get("fields", "")
    if not fields:
        message = "The 'fields' parameter is required for this method, and was not provided."
        raise drive_refusal(400, "required", message, "fields")
    return fields


def _page() -> tuple[int, int]:
    size, token = request.args.get("pageSize", "100"), request.args.get("pageToken", "") or "0"
    if not size.isdecimal() or not 1 <= int(size) <= 1000:
        message = f"Invalid value '{size}'. Values must be within the range: [1, 1000]"
        raise drive_refusal(400, "invalidParameter", message, "pageSize")
    if not token.isdecimal():
        raise drive_refusal(400, "invalid", "Invalid Value", "pageToken")
    return int(token), int(size)


def _parents(parents: list[str]) -> list[str]:
    left = [one for one in parents if one not in request.args.get("removeParents", "").split(",")]
    return left + [one for one in request.args.get("addParents", "").split(",") if one]


def _file(book: Book) -> dict[str, Any]:
    return {
        "kind": "drive#file",
        "id": book.id,
        "name": book.title,
        "mimeType": SPREADSHEET,
        "parents": book.parents,
        "createdTime": book.created,
        "modifiedTime": book.modified,
        "trashed": False,
    }


def _fits(book: Book, query: str) -> bool:
    """Whether a file answers to `q`: conditions on mimeType, name, parents and trashed."""
    if not query.strip():
        return True
    parts = re.split(r"\s+and\s+(?=(?:[^'\"]|'[^']*'|\"[^\"]*\")*$)", query.strip())
    return all(_meets(book, part.strip()) for part in parts)


def _meets(book: Book, condition: str) -> bool:
    quoted = r"""(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')"""
    found = re.fullmatch(rf"(mimeType|name)\s*(=|!=|contains)\s*{quoted}", condition)
    if found:
        value = re.sub(r"\\(.)", r"\1", found[3] if found[3] is not None else found[4])
        actual = SPREADSHEET if found[1] == "mimeType" else book.title
        if found[2] == "contains":
            return value.casefold() in actual.casefold()
        return (actual == value) == (found[2] == "=")
    found = re.fullmatch(rf"(?:parents in {quoted}|{quoted} in parents)", condition)
    if found:
        return next(one for one in found.groups() if one is not None) in book.parents
    if re.fullmatch(r"trashed\s*=\s*(true|false)", condition):
        return condition.endswith("false")
    raise drive_refusal(400, "invalid", "Invalid Value", "q")
