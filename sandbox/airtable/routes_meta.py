"""The metadata routes: who am I, bases, tables, fields, views."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, request

from sandbox.airtable.base import API, AirtableService
from sandbox.airtable.errors import model_not_found, not_found, not_known_here
from sandbox.airtable.requests import body
from sandbox.airtable.schema import Table, View
from sandbox.airtable.schema_edit import change_field, change_table, create_field, create_table
from sandbox.airtable.state import BaseState
from sandbox.airtable.users import API_USER
from sandbox.gate import note_effect
from sandbox.services import Services

_SCOPES = (
    "data.records:read",
    "data.records:write",
    "data.recordComments:read",
    "data.recordComments:write",
    "schema.bases:read",
    "schema.bases:write",
    "webhook:manage",
)
_PAGE = 1000


def meta_routes(services: Services) -> Blueprint:
    """Return the blueprint of `/v0/meta/...`."""
    airtable = services.airtable
    routes = Blueprint("meta", __name__, url_prefix="/v0/meta")
    _add_bases(routes, airtable)
    _add_tables(routes, airtable)
    _add_views(routes, airtable)

    @routes.get("/whoami")
    def whoami() -> dict[str, Any]:
        return {"id": API_USER["id"], "email": API_USER["email"], "scopes": list(_SCOPES)}

    @routes.route("/<path:rest>", methods=["GET", "POST", "PATCH", "PUT", "DELETE"])
    def unknown(rest: str) -> dict[str, Any]:
        known = ("enterpriseAccounts", "users", "groups", "workspaces", "bases")
        if rest.split("/", maxsplit=1)[0] in known:
            raise not_known_here(
                f"{request.method} /v0/meta/{rest}, which needs an Enterprise plan"
            )
        raise not_found()

    return routes


def _add_bases(routes: Blueprint, airtable: AirtableService) -> None:
    @routes.get("/bases")
    def list_bases() -> dict[str, Any]:
        bases = airtable.bases()
        ids = [one.id for one in bases]
        offset = request.args.get("offset", "")
        start = ids.index(offset) if offset in ids else 0
        page = bases[start : start + _PAGE]
        found = [{"id": one.id, "name": one.name, "permissionLevel": "create"} for one in page]
        more = {"offset": ids[start + _PAGE]} if start + _PAGE < len(ids) else {}
        return {"bases": found, **more}

    @routes.post("/bases")
    def create_base() -> dict[str, Any]:
        made = airtable.create_base(body(), API)
        note_effect(created_base=made.id)
        return {"id": made.id, "tables": [one.as_metadata() for one in made.tables.values()]}

    @routes.get("/bases/<base_id>")
    def read_base(base_id: str) -> dict[str, Any]:
        return _describe_base(airtable.base(base_id))

    @routes.delete("/bases/<base_id>")
    def delete_base(base_id: str) -> dict[str, Any]:
        airtable.delete_base(base_id)
        note_effect(deleted_base=base_id)
        return {"id": base_id, "deleted": True}

    @routes.get("/workspaces/<workspace_id>")
    def read_workspace(workspace_id: str) -> dict[str, Any]:
        bases = [one for one in airtable.bases() if one.workspace_id == workspace_id]
        return _describe_workspace(workspace_id, bases)


def _describe_base(base: BaseState) -> dict[str, Any]:
    """Who can reach a base; in a sandbox that is the one token."""
    person = _collaborator(base.created)
    return {
        "id": base.id,
        "name": base.name,
        "createdTime": base.created,
        "permissionLevel": "create",
        "workspaceId": base.workspace_id,
        "interfaces": {},
        "groupCollaborators": {"baseCollaborators": [], "workspaceCollaborators": []},
        "individualCollaborators": {
            "baseCollaborators": [person],
            "workspaceCollaborators": [],
        },
        "inviteLinks": {"baseInviteLinks": [], "workspaceInviteLinks": []},
    }


def _describe_workspace(workspace_id: str, bases: list[BaseState]) -> dict[str, Any]:
    created = min((one.created for one in bases), default="2024-01-01T00:00:00.000Z")
    return {
        "id": workspace_id,
        "name": "Sandbox",
        "createdTime": created,
        "baseIds": [one.id for one in bases],
        "workspaceRestrictions": {
            "inviteCreationRestriction": "unrestricted",
            "shareCreationRestriction": "unrestricted",
        },
        "groupCollaborators": {"baseCollaborators": [], "workspaceCollaborators": []},
        "individualCollaborators": {
            "baseCollaborators": [],
            "workspaceCollaborators": [_collaborator(created)],
        },
        "inviteLinks": {"baseInviteLinks": [], "workspaceInviteLinks": []},
    }


def _collaborator(created: str) -> dict[str, Any]:
    return {
        "userId": API_USER["id"],
        "email": API_USER["email"],
        "permissionLevel": "owner",
        "createdTime": created,
        "grantedByUserId": API_USER["id"],
    }


def _add_tables(routes: Blueprint, airtable: AirtableService) -> None:
    @routes.get("/bases/<base_id>/tables")
    def schema(base_id: str) -> dict[str, Any]:
        wanted = [*request.args.getlist("include"), *request.args.getlist("include[]")]
        shown = "visibleFieldIds" in wanted
        tables = airtable.base(base_id).tables.values()
        return {"tables": [one.as_metadata(visible_fields=shown) for one in tables]}

    @routes.post("/bases/<base_id>/tables")
    def make_table(base_id: str) -> dict[str, Any]:
        with airtable.draft(base_id, API) as draft:
            table_id = create_table(draft, body())
        note_effect(created_table=table_id)
        return airtable.base(base_id).tables[table_id].as_metadata()

    @routes.patch("/bases/<base_id>/tables/<table>")
    def edit_table(base_id: str, table: str) -> dict[str, Any]:
        with airtable.draft(base_id, API) as draft:
            table_id = draft.before.table(table).id
            change_table(draft, table_id, body())
        note_effect(changed_table=table_id)
        return airtable.base(base_id).tables[table_id].as_metadata()

    @routes.post("/bases/<base_id>/tables/<table>/fields")
    def make_field(base_id: str, table: str) -> dict[str, Any]:
        with airtable.draft(base_id, API) as draft:
            table_id = draft.before.table(table).id
            field_id = create_field(draft, table_id, body())
        note_effect(created_field=field_id)
        return airtable.base(base_id).tables[table_id].by_id[field_id].as_metadata()

    @routes.patch("/bases/<base_id>/tables/<table>/fields/<field>")
    def edit_field(base_id: str, table: str, field: str) -> dict[str, Any]:
        with airtable.draft(base_id, API) as draft:
            table_id = draft.before.table(table).id
            found = draft.tables[table_id].field(field)
            if found is None:
                raise model_not_found()
            change_field(draft, table_id, found.id, body())
        note_effect(changed_field=found.id)
        return airtable.base(base_id).tables[table_id].by_id[found.id].as_metadata()


def _add_views(routes: Blueprint, airtable: AirtableService) -> None:
    @routes.get("/bases/<base_id>/views")
    def list_views(base_id: str) -> dict[str, Any]:
        pairs = _views(airtable.base(base_id))
        return {"views": [view.as_metadata(table) for table, view in pairs]}

    @routes.get("/bases/<base_id>/views/<view_id>")
    def read_view(base_id: str, view_id: str) -> dict[str, Any]:
        for table, view in _views(airtable.base(base_id)):
            if view.id == view_id:
                return view.as_metadata(table, visible_fields=True)
        raise not_found()

    @routes.delete("/bases/<base_id>/views/<view_id>")
    def delete_view(base_id: str, view_id: str) -> dict[str, Any]:
        with airtable.draft(base_id, API) as draft:
            for table, view in _views(draft.before):
                if view.id == view_id:
                    rest = tuple(one for one in table.views if one.id != view_id)
                    draft.put_table(replace(table, views=rest))
                    return {"id": view_id, "deleted": True}
        raise not_found()


def _views(base: BaseState) -> list[tuple[Table, View]]:
    return [(table, view) for table in base.tables.values() for view in table.views]
