"""`make bench`: the figures that the issues ask for, as a table.

These machines are noisy: read the ratios of one run, not the seconds. `python -m bench --full`
lets Pelican render as many pages as the large website has, which takes it many minutes; without,
it renders as many as the sample has, twice.
"""

import argparse
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.build import BuildFigures, measure_build
from bench.first_pull import measure_first_pull
from bench.lighthouse import measure_lighthouse
from bench.pelican_site import seconds_of_pelican

LARGE = (700, 20_000)


def main() -> None:
    """Measure everything and print one table."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--full", action="store_true", help="Pelican at full size too")
    full = parser.parse_args().full
    table = Table("figure", "measured", "asked")
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
    pull = measure_first_pull()
    table.add_row(
        f"first pull of {pull.records} records",
        f"{pull.took_s:.1f} s, {pull.took_s / pull.limit_s:.3f} times the limit's own time",
        "at most 1.1",
    )
    table.add_row("calls of a full pull", str(pull.calls), f"at most {pull.calls_allowed}")
    for path, scores in measure_lighthouse().items():
        told = ", ".join(f"{name} {score}" for name, score in scores.items())
        table.add_row(f"Lighthouse {path}", told, "at least 95")
    Console(width=110).print(table)


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
