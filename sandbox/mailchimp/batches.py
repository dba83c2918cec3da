"""Batches: operations carried out by the app itself, and their answers as a tar.gz."""

import io
import json
import tarfile
from collections.abc import Callable
from typing import Any, Final

from flask import Flask

from sandbox.mailchimp.account import Account
from sandbox.mailchimp.errors import bad_request
from sandbox.mailchimp.items import Item, new_id

MAX_WAITING: Final = 500
INNER: Final = "sandbox.mailchimp.inner"


def add_batch(account: Account, operations: list[Item]) -> Item:
    """Take a batch in; the worker carries it out."""
    if account.items.count("batch", "", "pending") >= MAX_WAITING:
        raise bad_request("You have more than 500 pending batches.")
    batch_id = new_id()
    found = {
        "id": batch_id,
        "status": "pending",
        "total_operations": len(operations),
        "finished_operations": 0,
        "errored_operations": 0,
        "submitted_at": account.now(),
        "completed_at": "",
        "response_body_url": "",
        "operations": operations,
    }
    account.items.put("batch", "", batch_id, found, "pending")
    account.wake()
    return found


def show_batch(found: Item) -> Item:
    """Return a batch as the API does."""
    return {name: value for name, value in found.items() if name not in ("operations", "results")}


def batch_runner(app: Flask, account: Account) -> Callable[[Item], None]:
    """Return what carries out a batch with the app's own routes."""

    def run(batch: Item) -> None:
        items = account.items
        batch = items.put("batch", "", batch["id"], {**batch, "status": "started"}, "pending")
        results = [_carry_out(app, one) for one in batch["operations"]]
        errors = sum(1 for one in results if one["status_code"] >= 400)
        done = {
            **batch,
            "status": "finished",
            "finished_operations": len(results),
            "errored_operations": errors,
            "completed_at": account.now(),
            "response_body_url": f"{account.address}/mc/batches/{batch['id']}.tar.gz",
            "results": results,
        }
        items.put("batch", "", batch["id"], done, "finished")

    return run


def _carry_out(app: Flask, operation: Item) -> dict[str, Any]:
    path = "/3.0/" + operation["path"].lstrip("/").removeprefix("3.0/")
    reply = app.test_client().open(
        path,
        method=operation["method"],
        query_string=operation.get("params", {}),
        data=operation.get("body", ""),
        content_type="application/json",
        environ_overrides={INNER: True},
    )
    return {
        "status_code": reply.status_code,
        "operation_id": operation.get("operation_id", ""),
        "response": reply.get_data(as_text=True),
    }


def packed(found: Item) -> bytes:
    """Return the answers of a batch as Mailchimp hands them over: a tar.gz with one JSON file."""
    body = json.dumps(found.get("results", [])).encode()
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        entry = tarfile.TarInfo(f"{found['id']}.json")
        entry.size = len(body)
        archive.addfile(entry, io.BytesIO(body))
    return out.getvalue()
