"""What ran, in plain Dutch, and the plans that wait for a person."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from backbone.database import lock, metadata, reading, upsert
from backbone.moments import moment, moment_text

Outcome = Literal["running", "changed", "unchanged", "blocked", "stopped", "failed"]

LINES_KEPT = 500
"""A run's lines beyond this are counted, not kept."""

_runs = sa.Table(
    "runs",
    metadata,
    sa.Column("id", sa.String(128), primary_key=True),
    sa.Column("workflow", sa.String(64), nullable=False),
    sa.Column("started", sa.String(40), nullable=False, index=True),
    sa.Column("ended", sa.String(40)),
    sa.Column("outcome", sa.String(16), nullable=False),
    sa.Column("summary", sa.Text, nullable=False),
    sa.Column("lines", sa.Text, nullable=False),
    sa.Column("plan_id", sa.String(64), nullable=False),
    sa.Column("error", sa.Text, nullable=False),
    sa.Column("remedy", sa.Text, nullable=False),
)

_plans = sa.Table(
    "plans",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("workflow", sa.String(64), nullable=False),
    sa.Column("stored", sa.String(40), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("lines", sa.Text, nullable=False),
    sa.Column("is_waiting", sa.Boolean, nullable=False),
    sa.Column("approved_by", sa.String(128), nullable=False),
    sa.Column("approved", sa.String(40)),
)


@dataclass(frozen=True)
class RunRecord:
    """One run. `summary` and `lines` are Dutch; `error` and `remedy` only when it went wrong."""

    id: str
    workflow: str
    started: datetime
    ended: datetime | None = None
    outcome: Outcome = "running"
    summary: str = ""
    lines: tuple[str, ...] = ()
    plan_id: str = ""
    error: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class WaitingPlan:
    """A plan that the brake stopped: what it would do and why it waits."""

    id: str
    workflow: str
    reason: str
    lines: tuple[str, ...]


class Runs:
    """Keeps runs and plans."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def start(self, run_id: str, workflow: str, now: datetime) -> None:
        """Note that a run began; a resumed run keeps its first beginning."""
        values = _row(RunRecord(run_id, workflow, now))
        statement = upsert(self._engine, _runs).values(**values)
        with self._engine.begin() as connection:
            connection.execute(statement.on_conflict_do_nothing(index_elements=["id"]))

    def finish(self, record: RunRecord) -> None:
        """Note how a run ended."""
        values = _row(record)
        statement = upsert(self._engine, _runs).values(**values)
        kept = {name: value for name, value in values.items() if name not in ("id", "started")}
        with self._engine.begin() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=kept))

    def forget(self, run_id: str) -> None:
        """Drop a run of which nobody needs a record: others tell of what followed."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_runs).where(_runs.c.id == run_id))

    def find(self, run_id: str) -> RunRecord | None:
        """Return one run, or None."""
        with reading(self._engine).begin() as connection:
            row = connection.execute(sa.select(_runs).where(_runs.c.id == run_id)).one_or_none()
        return _run(row) if row else None

    def recent(self, count: int, workflow: str = "") -> list[RunRecord]:
        """Return the newest runs, of one workflow or of all, newest first."""
        query = sa.select(_runs).order_by(_runs.c.started.desc(), _runs.c.id).limit(count)
        if workflow:
            query = query.where(_runs.c.workflow == workflow)
        with reading(self._engine).begin() as connection:
            return [_run(row) for row in connection.execute(query)]

    def has_published(self, workflow: str) -> bool:
        """Tell whether a workflow ever ended as it should."""
        query = sa.select(sa.func.count()).where(
            _runs.c.workflow == workflow, _runs.c.outcome.in_(("changed", "unchanged"))
        )
        with reading(self._engine).begin() as connection:
            return bool(connection.scalar(query))

    def store_waiting_plan(self, plan: WaitingPlan, now: datetime) -> None:
        """Keep a plan that the brake stopped; the workflow's earlier waiting plans lapse."""
        values = {
            "id": plan.id,
            "workflow": plan.workflow,
            "stored": moment_text(now),
            "reason": plan.reason,
            "lines": json.dumps(_limited(plan.lines), ensure_ascii=False),
            "is_waiting": True,
            "approved_by": "",
            "approved": None,
        }
        statement = upsert(self._engine, _plans).values(**values)
        with self._engine.begin() as connection:
            lock(connection, "plans")
            self._lapse(connection, plan.workflow, but=plan.id)
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["id"],
                    set_={
                        **{name: values[name] for name in ("reason", "lines", "is_waiting")},
                        # An approval holds for once: the same plan, thought of anew, waits anew.
                        "approved": sa.case((_plans.c.is_waiting.is_(True), _plans.c.approved)),
                    },
                )
            )

    def lapse_plans(self, workflow: str) -> None:
        """Let the waiting plans of a workflow go: the tables changed, or the plan was done."""
        with self._engine.begin() as connection:
            lock(connection, "plans")
            self._lapse(connection, workflow, but="")

    def latest_blocked_plan(self) -> WaitingPlan | None:
        """Return the plan that waits for approval, or None."""
        query = (
            sa.select(_plans)
            .where(_plans.c.is_waiting.is_(True), _plans.c.approved.is_(None))
            .order_by(_plans.c.stored.desc())
            .limit(1)
        )
        with reading(self._engine).begin() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        return WaitingPlan(row.id, row.workflow, row.reason, tuple(json.loads(row.lines)))

    def approve_plan(self, plan_id: str, by: str, at: datetime) -> bool:
        """Approve exactly this plan; False when it does not wait (any more)."""
        statement = (
            sa.update(_plans)
            .where(_plans.c.id == plan_id, _plans.c.is_waiting.is_(True))
            .values(approved=moment_text(at), approved_by=by)
        )
        with self._engine.begin() as connection:
            lock(connection, "plans")
            return connection.execute(statement).rowcount == 1

    def workflow_of(self, plan_id: str) -> str:
        """Return the workflow that a plan is of; empty when there is no such plan."""
        query = sa.select(_plans.c.workflow).where(_plans.c.id == plan_id)
        with reading(self._engine).begin() as connection:
            return str(connection.scalar(query) or "")

    def is_approved(self, plan_id: str) -> bool:
        """Tell whether this very plan was approved and is still to be done."""
        query = sa.select(_plans.c.approved).where(
            _plans.c.id == plan_id, _plans.c.is_waiting.is_(True)
        )
        with reading(self._engine).begin() as connection:
            return connection.scalar(query) is not None

    def _lapse(self, connection: sa.Connection, workflow: str, but: str) -> None:
        connection.execute(
            sa.update(_plans)
            .where(_plans.c.workflow == workflow, _plans.c.id != but)
            .values(is_waiting=False)
        )


def _limited(lines: Sequence[str]) -> list[str]:
    if len(lines) <= LINES_KEPT:
        return list(lines)
    return [*lines[:LINES_KEPT], f"… en nog {len(lines) - LINES_KEPT} regels"]


def _row(record: RunRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "workflow": record.workflow,
        "started": moment_text(record.started),
        "ended": moment_text(record.ended) if record.ended else None,
        "outcome": record.outcome,
        "summary": record.summary,
        "lines": json.dumps(_limited(record.lines), ensure_ascii=False),
        "plan_id": record.plan_id,
        "error": record.error,
        "remedy": record.remedy,
    }


def _run(row: Any) -> RunRecord:
    return RunRecord(
        id=row.id,
        workflow=row.workflow,
        started=moment(row.started),
        ended=moment(row.ended) if row.ended else None,
        outcome=row.outcome,
        summary=row.summary,
        lines=tuple(json.loads(row.lines)),
        plan_id=row.plan_id,
        error=row.error,
        remedy=row.remedy,
    )
