"""`make bench`: the figures that the issues ask for, as a table.

These machines are noisy: read the ratios of one run, not the seconds. `python -m bench --full`
lets Pelican render as many pages as the large website has, which takes it many minutes; without,
it renders as many as the sample has, twice.
"""

import argparse
import logging
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from bench.audience import CHANGED, MANY, SOME, measure_audience
from bench.build import BuildFigures, measure_build
from bench.consistency import measure_consistency
from bench.dates import measure_dates
from bench.door import DoorFigures, measure_door, measure_memory
from bench.edit_to_page import measure_edit_to_page
from bench.feeds import EVENTS, measure_feeds
from bench.first_pull import measure_first_pull
from bench.forms import SUBMISSIONS, count_upserts, measure_forms
from bench.lighthouse import measure_lighthouse
from bench.newsletter_composing import measure_composing
from bench.newsletter_kills import measure_kills
from bench.pelican_site import seconds_of_pelican
from bench.sheets import measure_sheets
from bench.signups import CLIENTS, EACH, PLACES, measure_signups
from tests.postgres import start_postgres
from workflows.rehearsal.edits import Month
from workflows.rehearsal.rehearse import rehearse
from workflows.rehearsal.stage import Choices

LARGE: Final = (700, 20_000)
DURABLE: Final = {"listen_addresses": "127.0.0.1"}
"""PostgreSQL as it comes: what was stored is on the disk."""
DISTURBANCES: Final = 520
"""Kills and faults together that newsletters must come through."""
OF_THE_PLATFORM: Final = ("--museums", "53", "--activities", "600")


def main() -> None:
    """Measure what was asked for, or everything, and print one table."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("parts", nargs="*", help=f"of: {', '.join(PARTS)}; all without")
    parser.add_argument("--full", action="store_true", help="Pelican at full size too")
    arguments = parser.parse_args()
    unknown = set(arguments.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    # A full queue is what the door's bench asks for: no need to say so thousands of times.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    table = Table("figure", "measured", "asked")
    try:
        for name, measure in PARTS.items():
            if not arguments.parts or name in arguments.parts:
                measure(table, arguments.full)
    finally:
        Console(width=110).print(table)  # what was measured before anything failed, too


def _website(table: Table, full: bool) -> None:
    small, large = measure_build(None, None), measure_build(*LARGE)
    for name, figures in (("sample", small), ("large", large)):
        _add_build(table, name, figures)
    _add_pelican(table, large if full else small)
    ratio = large.change_s / small.change_s
    table.add_row("one change, large beside sample", f"{ratio:.2f} times", "at most 3")
    page = max(
        small.largest_page_bytes + small.css_bytes, large.largest_page_bytes + large.css_bytes
    )
    table.add_row("largest page's HTML and CSS", f"{page / 1000:.1f} kB", "under 100 kB")


def _first_pull(table: Table, _full: bool) -> None:
    pull = measure_first_pull()
    table.add_row(
        f"first pull of {pull.records} records",
        f"{pull.took_s:.1f} s, {pull.took_s / pull.limit_s:.3f} times the limit's own time",
        "at most 1.1",
    )
    table.add_row("calls of a full pull", str(pull.calls), f"at most {pull.calls_allowed}")
    table.add_row("calls of an unchanged run", str(pull.calls_unchanged), "0 while serve listens")


def _lighthouse(table: Table, _full: bool) -> None:
    for path, scores in measure_lighthouse().items():
        told = ", ".join(f"{name} {score}" for name, score in scores.items())
        table.add_row(f"Lighthouse {path}", told, "at least 95")


def _live(table: Table, _full: bool) -> None:
    wait = measure_edit_to_page()
    table.add_row(
        "edit to page, quiet time zero",
        f"median {wait.median_s:.2f} s, p95 {wait.p95_s:.2f} s",
        "median at most 2 s, p95 5 s",
    )
    memory = measure_memory()
    growth = memory.after_many / memory.after_few - 1
    table.add_row(
        "memory of serve after 10,000 pings",
        f"{memory.after_many:.0f} MiB, {growth:+.1%} of after 1,000",
        "within 5%",
    )


def _door(table: Table, _full: bool) -> None:
    _add_door(table, "SQLite", "p95 at most 150 ms", *measure_door())
    with (
        start_postgres(DURABLE) as server,
        server.database() as database_url,
        server.database() as engine_url,
    ):
        doors = measure_door(database_url, engine_url)
    _add_door(table, "PostgreSQL", "p95 at most 60 ms", *doors)


def _add_door(table: Table, name: str, asked: str, ours: DoorFigures, plain: DoorFigures) -> None:
    for told, door in ((f"the door on {name}", ours), ("a view that only checks the MAC", plain)):
        during = "" if door.during_publication else " (the publication ended before)"
        table.add_row(
            told,
            f"{door.per_s:.0f} a second; p50 {door.p50_ms:.0f}, p95 {door.p95_ms:.0f}, "
            f"p99 {door.p99_ms:.0f} ms; {door.errors} errors{during}",
            asked if door is ours else "",
        )


def _month(table: Table, _full: bool) -> None:
    for plan, calls, wait in (("free", 1_000, "10 minutes"), ("team", 5_000, "60 s")):
        report = rehearse(Month(2027, 3), Choices(plan=plan, sandbox_options=OF_THE_PLATFORM))
        table.add_row(
            f"a month on {plan}: {report.edits} edits",
            f"{report.calls_total} calls; edit to page median {report.wait_median_s:.0f} s, p95 "
            f"{report.wait_p95_s:.0f} s (from a row's last edit: {report.left_p95_s:.0f} s)",
            f"at most {calls} calls, p95 {wait}",
        )
        table.add_row(
            "  a poller every 15 minutes",
            f"{report.poller_calls} calls: {report.ratio:.0f} times as many",
            "",
        )


def _sheets(table: Table, _full: bool) -> None:
    found = measure_sheets()
    table.add_row(
        f"{found.rows} rows of a sheet read, parsed, compared",
        f"{found.took_s:.1f} s in {found.calls} calls; {found.problems} not understood",
        "at most 5 s in 2 calls",
    )


def _forms(table: Table, _full: bool) -> None:
    found = measure_forms()
    for told, one, asked in (
        ("a form, filled in and kept, 16 people at once", found.filling, ""),
        ("a form, stored and answered, 16 people at once", found.sending, "p95 at most 150 ms"),
        ("a view that stores one row", found.plain, ""),
    ):
        table.add_row(
            told, f"p50 {one.p50_ms:.0f}, p95 {one.p95_ms:.0f} ms; {one.errors} errors", asked
        )
    upserts = str(count_upserts())
    table.add_row(
        f"upserts for {SUBMISSIONS} accepted submissions", upserts, str(SUBMISSIONS // 10)
    )


def _consistency(table: Table, _full: bool) -> None:
    found = measure_consistency()
    table.add_row(
        f"the calendar: {found.items} items, {found.occurrences} occurrences in two years",
        f"{found.whole_s:.2f} s ({found.whole_cpu_s:.2f} s of the processor); {found.findings} "
        "findings",
        "at most 2 s",
    )
    equal = "" if found.is_equal else "; NOT equal to reading anew"
    table.add_row(
        "  one changed item",
        f"{found.change_s * 1000:.1f} ms, {found.change_worst_s * 1000:.1f} ms at most{equal}",
        "at most 50 ms",
    )


def _feeds(table: Table, _full: bool) -> None:
    found = measure_feeds()
    table.add_row(
        f"a feed of {EVENTS} events, written",
        f"{found.ours_s:.1f} s; the bare icalendar library {found.library_s:.1f} s: ours is "
        f"{found.library_s / found.ours_s:.2f} times as fast",
        "at least as fast",
    )
    table.add_row(
        "  served: the first time; after one change",
        f"{found.served_whole_s:.1f} s; {found.served_changed_s:.1f} s",
        "",
    )
    table.add_row(
        "  not changed (304)",
        f"median {found.unchanged_ms:.1f} ms, p95 {found.unchanged_p95_ms:.1f} ms; a view that "
        f"does nothing {found.bare_ms:.1f} and {found.bare_p95_ms:.1f} ms",
        "at most 5 ms",
    )


def _newsletter(table: Table, _full: bool) -> None:
    found = measure_composing()
    table.add_row(
        f"an edition of {found.items} items for 4 audiences, {found.letters} languages",
        f"{found.median_s:.2f} s, {found.worst_s:.2f} s at most ({found.cpu_s:.2f} s of the "
        f"processor); the first time, with its pictures, {found.first_s:.2f} s",
        "at most 1 s",
    )
    table.add_row("  its larger letter", f"{found.largest_bytes / 1000:.0f} kB", "under 102 kB")


def _newsletter_kills(table: Table, _full: bool) -> None:
    found = measure_kills(DISTURBANCES, seed=1)
    once = "each exactly once" if not found.wrong else f"{found.wrong} NOT exactly once"
    table.add_row(
        f"{found.editions} newsletters through {found.kills} kills and {found.faults} faults",
        f"{found.letters} letters, {once}; {found.took_s:.0f} s",
        "each sent exactly once",
    )


def _dates(table: Table, _full: bool) -> None:
    found = measure_dates()
    table.add_row(
        f"date advice over {found.days} days, {found.items} items",
        f"{found.advice_s:.2f} s, {found.worst_s:.2f} s at most; reading the calendar "
        f"{found.load_s:.2f} s",
        "at most 1 s",
    )


def _signups(table: Table, _full: bool) -> None:
    found = measure_signups()
    total = CLIENTS * EACH
    table.add_row(
        f"{total} sign-ups for {PLACES} places from {CLIENTS} clients",
        f"{found.placed} placed, {found.queued} queued, {found.out_of_order} out of order, "
        f"{found.errors} errors; {found.mails} mails, {found.doubles} double; {found.rows} rows",
        f"{PLACES} placed, {total - PLACES} queued in order, no double mail, no error",
    )
    table.add_row(
        "  one sign-up, stored and answered",
        f"p50 {found.p50_ms:.0f}, p95 {found.p95_ms:.0f} ms; all mailed and written after "
        f"{found.all_done_s:.0f} s",
        "",
    )


def _audience(table: Table, _full: bool) -> None:
    figures = measure_audience()
    table.add_row(
        f"{SOME} contacts of which {CHANGED} changed",
        f"{figures.calls_changed} calls to Mailchimp",
        "at most 2",
    )
    table.add_row(
        f"{MANY} contacts, all new",
        f"{figures.calls_all_new} calls; {figures.took_s:.0f} s, "
        f"{figures.ratio:.2f} times the stand-in's own {figures.bare_s:.0f} s",
        f"{-(-MANY // 500)} calls; at most 1.2 times",
    )
    table.add_row("memory meanwhile", f"{figures.peak_mebibytes:.0f} MiB at most", "at most 300 MB")


PARTS: Final[dict[str, Callable[[Table, bool], None]]] = {
    "website": _website,
    "pull": _first_pull,
    "lighthouse": _lighthouse,
    "live": _live,
    "door": _door,
    "month": _month,
    "forms": _forms,
    "sheets": _sheets,
    "signups": _signups,
    "consistency": _consistency,
    "newsletter": _newsletter,
    "newsletter-kills": _newsletter_kills,
    "dates": _dates,
    "feeds": _feeds,
    "audience": _audience,
}


def _add_build(table: Table, name: str, figures: BuildFigures) -> None:
    table.add_row(
        f"{name}: {figures.museums} museums, {figures.activities} activities",
        f"{figures.pages} pages of {figures.mean_page_bytes / 1000:.1f} kB in "
        f"{figures.cold_s:.1f} s ({figures.pages_per_s:.0f} a second), "
        f"{figures.peak_mebibytes:.0f} MiB at most",
        "",
    )
    table.add_row(
        f"{name}: after one changed activity",
        f"{figures.change_s * 1000:.0f} ms, {figures.change_files} files",
        "",
    )


def _add_pelican(table: Table, figures: BuildFigures) -> None:
    with tempfile.TemporaryDirectory() as folder:
        took_s = seconds_of_pelican(Path(folder), figures.pages, figures.mean_page_bytes)
    ratio = figures.pages_per_s / (figures.pages / took_s)
    table.add_row(
        f"Pelican: {figures.pages} pages of the same size",
        f"{took_s:.1f} s ({figures.pages / took_s:.0f} a second): "
        f"ours is {ratio:.1f} times as fast",
        "at least 2",
    )


if __name__ == "__main__":
    main()
