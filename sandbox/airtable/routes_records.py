"""The record routes of the API: list, read, create, update, upsert, delete, comments."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, request

from sandbox.airtable.base import API, AirtableService
from sandbox.airtable.errors import invalid_records, not_found
from sandbox.airtable.listing import ListRequest, from_body, from_query, select_records
from sandbox.airtable.render import RecordStyle
from sandbox.airtable.requests import BATCH, batch_of, body, fields_of, flag, page_size
from sandbox.airtable.state import BaseState
from sandbox.airtable.texts import TextStyle
from sandbox.gate import note_effect
from sandbox.services import Services


def record_routes(services: Services) -> Blueprint:
    """Return the blueprint of `/v0/{base}/{table}...`."""
    airtable = services.airtable
    routes = Blueprint("records", __name__, url_prefix="/v0/<base_id>/<table>")
    _add_listing(routes, airtable)
    _add_writing(routes, airtable)
    _add_single(routes, airtable)
    _add_comments(routes, airtable)
    return routes


def _add_listing(routes: Blueprint, airtable: AirtableService) -> None:
    @routes.get("")
    def list_records(base_id: str, table: str) -> dict[str, Any]:
        asked = from_query(request.args.to_dict(flat=False))
        return _list(airtable, base_id, table, asked)

    @routes.post("/listRecords")
    def list_records_by_post(base_id: str, table: str) -> dict[str, Any]:
        asked = from_query(request.args.to_dict(flat=False)) if request.args else ListRequest()
        given = from_body({**_query_extras(asked), **body()})
        return _list(airtable, base_id, table, given)


def _query_extras(asked: ListRequest) -> dict[str, Any]:
    """timeZone and userLocale stay in the query of a POST; so do pageSize and the rest."""
    style = asked.style
    return {
        "timeZone": style.time_zone,
        "userLocale": style.locale,
        "pageSize": asked.page_size,
        "offset": asked.offset,
    }


def _list(airtable: AirtableService, base_id: str, name: str, asked: ListRequest) -> dict[str, Any]:
    state = airtable.base(base_id)
    table = state.table(name)
    if asked.offset:
        iterator, kept, start = airtable.iterators.find(asked.offset, table.id)
        state, ids = kept.state, kept.record_ids
    else:
        reader = replace(airtable.reader(state), time_zone=asked.style.time_zone)
        ids = tuple(one.id for one in select_records(reader, table, asked))
        iterator, start = "", 0
    page = ids[start : start + asked.page_size]
    style = RecordStyle(
        asked.fields, asked.by_field_id, asked.as_text, asked.style, asked.comment_count
    )
    answer: dict[str, Any] = {"records": airtable.render(state, table.id, page, style)}
    following = start + len(page)
    if following < len(ids):
        iterator = iterator or airtable.iterators.keep(state, table.id, ids)
        answer["offset"] = f"{iterator}/{ids[following]}"
    return answer


def _style(data: dict[str, Any]) -> RecordStyle:
    return RecordStyle(by_field_id=flag(data, "returnFieldsByFieldId"))


def _add_writing(routes: Blueprint, airtable: AirtableService) -> None:
    @routes.post("")
    def create(base_id: str, table: str) -> dict[str, Any]:
        data = body()
        state = airtable.base(base_id)
        table_id = state.table(table).id
        several = "records" in data
        rows = (
            [one["fields"] for one in batch_of(data, with_id=False)]
            if several
            else [fields_of(data)]
        )
        made = airtable.create_records(
            base_id, table_id, rows, API, typecast=flag(data, "typecast")
        )
        note_effect(table=table_id, created=made)
        records = airtable.render(airtable.base(base_id), table_id, made, _style(data))
        return {"records": records} if several else records[0]

    @routes.route("", methods=["PATCH", "PUT"])
    def update_several(base_id: str, table: str) -> dict[str, Any]:
        return _update_batch(airtable, base_id, table)

    @routes.delete("")
    def delete_several(base_id: str, table: str) -> dict[str, Any]:
        ids = request.args.getlist("records[]") or request.args.getlist("records")
        if not 1 <= len(ids) <= BATCH:
            raise invalid_records("record IDs")
        table_id = airtable.base(base_id).table(table).id
        airtable.delete_records(base_id, table_id, ids, API)
        note_effect(table=table_id, deleted=ids)
        return {"records": [{"id": one, "deleted": True} for one in ids]}


def _update_batch(airtable: AirtableService, base_id: str, table: str) -> dict[str, Any]:
    data = body()
    upsert = data.get("performUpsert")
    rows = batch_of(data, with_id=upsert is None)
    table_id = airtable.base(base_id).table(table).id
    clear = request.method == "PUT"
    with airtable.draft(base_id, API) as draft:
        writer = airtable.writer(draft, typecast=flag(data, "typecast"))
        if upsert is None:
            for row in rows:
                writer.update(table_id, row["id"], row["fields"], replace=clear)
            ids = [row["id"] for row in rows]
        else:
            merge_on = upsert.get("fieldsToMergeOn") or []
            ids = writer.upsert(table_id, rows, merge_on, replace=clear)
    note_effect(table=table_id, created=writer.created, updated=writer.updated)
    answer: dict[str, Any] = {
        "records": airtable.render(airtable.base(base_id), table_id, ids, _style(data))
    }
    if upsert is not None:
        answer |= {"createdRecords": writer.created, "updatedRecords": writer.updated}
    return answer


def _add_single(routes: Blueprint, airtable: AirtableService) -> None:
    @routes.get("/<record_id>")
    def read(base_id: str, table: str, record_id: str) -> dict[str, Any]:
        airtable.record(base_id, table, record_id)
        asked = from_query(request.args.to_dict(flat=False))
        style = RecordStyle(
            by_field_id=asked.by_field_id,
            as_text=asked.as_text,
            text=TextStyle(asked.style.time_zone, asked.style.locale),
        )
        return _one(airtable, airtable.base(base_id), table, record_id, style)

    @routes.route("/<record_id>", methods=["PATCH", "PUT"])
    def update(base_id: str, table: str, record_id: str) -> dict[str, Any]:
        data = body()
        airtable.record(base_id, table, record_id)
        table_id = airtable.base(base_id).table(table).id
        with airtable.draft(base_id, API) as draft:
            writer = airtable.writer(draft, typecast=flag(data, "typecast"))
            clear = request.method == "PUT"
            writer.update(table_id, record_id, fields_of(data), replace=clear)
        note_effect(table=table_id, updated=[record_id])
        return _one(airtable, airtable.base(base_id), table_id, record_id, _style(data))

    @routes.delete("/<record_id>")
    def delete(base_id: str, table: str, record_id: str) -> dict[str, Any]:
        airtable.record(base_id, table, record_id)
        table_id = airtable.base(base_id).table(table).id
        airtable.delete_records(base_id, table_id, [record_id], API)
        note_effect(table=table_id, deleted=[record_id])
        return {"id": record_id, "deleted": True}


def _one(
    airtable: AirtableService, state: BaseState, table: str, record_id: str, style: RecordStyle
) -> dict[str, Any]:
    found = airtable.render(state, table, [record_id], style)
    if not found:
        raise not_found()
    return found[0]


def _add_comments(routes: Blueprint, airtable: AirtableService) -> None:
    @routes.get("/<record_id>/comments")
    def list_comments(base_id: str, table: str, record_id: str) -> dict[str, Any]:
        airtable.record(base_id, table, record_id)
        return airtable.comments.page(record_id, page_size(100), request.args.get("offset", ""))

    @routes.post("/<record_id>/comments")
    def add_comment(base_id: str, table: str, record_id: str) -> dict[str, Any]:
        airtable.record(base_id, table, record_id)
        data = body()
        made = airtable.comments.add(
            record_id, data.get("text"), API.user_id, data.get("parentCommentId")
        )
        note_effect(record=record_id, comment=made["id"])
        return made

    @routes.patch("/<record_id>/comments/<comment_id>")
    def change_comment(base_id: str, table: str, record_id: str, comment_id: str) -> dict[str, Any]:
        airtable.record(base_id, table, record_id)
        return airtable.comments.change(record_id, comment_id, body().get("text"), API.user_id)

    @routes.delete("/<record_id>/comments/<comment_id>")
    def delete_comment(base_id: str, table: str, record_id: str, comment_id: str) -> dict[str, Any]:
        airtable.record(base_id, table, record_id)
        return airtable.comments.delete(record_id, comment_id)
