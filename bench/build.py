"""How long the website takes to build: all pages, and after one changed activity.

Each size is measured in a process of its own (`python -m bench.build MUSEUMS ACTIVITIES`), so that
the peak memory is its own.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from backbone.mirror import RecordSeen
from backbone.settings import Settings
from museum.binding import Binding, bind
from museum.identity import RecordId
from workflows.context import Context, open_context
from workflows.website import plan, publication
from workflows.website_job import website_context

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class BuildFigures:
    """What was measured of one size. `changes_s` is after one changed activity, a median."""

    museums: int
    activities: int
    pages: int
    mean_page_bytes: int
    largest_page_bytes: int
    css_bytes: int
    cold_s: float
    change_s: float
    change_files: int
    peak_mebibytes: float

    @property
    def pages_per_s(self) -> float:
        """Pages per second of a cold build."""
        return self.pages / self.cold_s


def measure_build(museums: int | None, activities: int | None) -> BuildFigures:
    """Measure in a fresh process; None is the sample's own size."""
    command = [sys.executable, "-m", "bench.build", str(museums or 0), str(activities or 0)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return BuildFigures(**json.loads(done.stdout.splitlines()[-1]))


def _measure(museums: int | None, activities: int | None, place: Path) -> BuildFigures:
    (place / "data").mkdir()
    context = open_context(Settings(data=place / "data"), lambda: datetime.now(UTC))
    _fill(context, museums, activities, place / "pictures")
    cold_s = _publish(context)[0]
    public = context.settings.public
    pages = [path.stat().st_size for path in public.rglob("*.html")]
    changes = [_publish_one_change(context, number) for number in range(5)]
    usage = resource.getrusage(resource.RUSAGE_SELF)
    helpers = resource.getrusage(resource.RUSAGE_CHILDREN)
    return BuildFigures(
        museums=context.mirror.count("museums"),
        activities=context.mirror.count("activities"),
        pages=len(pages),
        mean_page_bytes=round(sum(pages) / len(pages)),
        largest_page_bytes=max(pages),
        css_bytes=max(path.stat().st_size for path in (public / "assets").rglob("*.css")),
        cold_s=cold_s,
        change_s=sorted(changes)[2][0],
        change_files=sorted(changes)[2][1],
        peak_mebibytes=max(usage.ru_maxrss, helpers.ru_maxrss) * 1024 / MEBIBYTE,
    )


def _fill(context: Context, museums: int | None, activities: int | None, pictures: Path) -> None:
    from sandbox.sample import sample_base

    today = datetime.now(UTC).date()
    base = sample_base(museums=museums, activities=activities, today=today, pictures=pictures)
    bound = bind(context.definitions, base["tables"], Binding())
    context.mirror.bind(bound.binding)
    for table in context.definitions.tables:
        if any(field.public for field in table.fields):
            rows = base["records"].get(bound.binding.tables[table.key], [])
            context.mirror.apply(_seen(table.key, row) for row in rows)


def _seen(table: str, row: dict[str, Any]) -> RecordSeen:
    created = datetime.fromisoformat(row["createdTime"].replace("Z", "+00:00"))
    cells = {key: value for key, value in row["fields"].items() if not _is_file(value)}
    return RecordSeen(table, RecordId(row["id"]), cells, created)


def _is_file(value: Any) -> bool:
    # Pictures are left out: they are fetched once, over HTTP, whatever the number of pages.
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _publish(context: Context) -> tuple[float, int]:
    site = website_context(context)
    started = time.perf_counter()
    plan(site)
    work = publication(site)
    counts = work.stage()
    work.swap()
    work.settle()
    return time.perf_counter() - started, counts.written


def _publish_one_change(context: Context, number: int) -> tuple[float, int]:
    binding = context.mirror.binding()
    summary = str(binding.field_id("activities", "summary"))
    starts = str(binding.field_id("activities", "starts"))
    today = date.today().isoformat()  # noqa: DTZ011 - any day soon will do
    coming = (
        record
        for record in context.mirror.records("activities")
        if str(record.cells.get(starts, "")) > today
    )
    record = next(coming)
    cells = {summary: f"Gewijzigd, keer {number}"}
    context.mirror.apply([RecordSeen("activities", record.id, cells, is_whole=False)])
    return _publish(context)


def main() -> None:
    """Measure one size and print the figures as JSON."""
    museums, activities = (int(argument) or None for argument in sys.argv[1:3])
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(asdict(_measure(museums, activities, Path(folder)))))


if __name__ == "__main__":
    main()
