"""How long an edition takes: from the tables to letters of 60 items, in two languages.

On the sample's tables and pictures. The first time makes the pictures; staff and the job every
quarter of an hour meet the later ones.
"""

import gc
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Final

import requests

from backbone.config_files import load_composing_rules
from backbone.settings import Settings
from museum.newsletter.rules import ComposingRules
from museum.records import Newsletter
from tests.servers import start_sandbox
from workflows.context import Context, open_context
from workflows.fetch import fetch
from workflows.mirrored import records_of
from workflows.newsletter_composing import compose
from workflows.website import refresh_catalogue
from workflows.website_job import website_context

ITEMS: Final = 60
AUDIENCES: Final = ("board", "professional", "volunteer", "public")
TIMES: Final = 9


@dataclass(frozen=True)
class ComposingFigures:
    """Seconds, and the larger letter in bytes; `cpu_s` is what the processor itself took."""

    items: int
    letters: int
    first_s: float
    median_s: float
    worst_s: float
    cpu_s: float
    largest_bytes: int


def measure_composing() -> ComposingFigures:
    """Compose one edition of the sample, again and again."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        context = _tables(folder)
        try:
            return _measure(context)
        finally:
            context.database.dispose()


def _tables(folder: Path) -> Context:
    """Read the sample and make the website's catalogue; the sandbox is gone after that."""
    with start_sandbox(folder / "sandbox", sample=True) as url:
        head = {"Authorization": "Bearer bench"}
        bases = requests.get(f"{url}/v0/meta/bases", headers=head, timeout=30).json()["bases"]
        data = folder / "data"
        data.mkdir()
        given = {
            "data": data,
            "airtable_url": url,
            "airtable_token": "bench",
            "airtable_base": bases[0]["id"],
            "site_url": "https://musea.example",
        }
        context = open_context(Settings(**given))
        fetch(context)
        refresh_catalogue(website_context(context))
        return context


def _measure(context: Context) -> ComposingFigures:
    rules, edition = _wide_rules(), _edition(context)
    begin = perf_counter()
    found = compose(context, edition, rules)
    first_s = perf_counter() - begin
    too_many = [item.candidate.title for item in found.choice.items[ITEMS:]]
    edition = replace(edition, order="\n".join(f"- {title}" for title in too_many))
    took_s, cpu_s = [], []
    for _ in range(TIMES):
        gc.collect()
        begin, cpu_begin = perf_counter(), process_time()
        found = compose(context, edition, rules)
        took_s.append(perf_counter() - begin)
        cpu_s.append(process_time() - cpu_begin)
    return ComposingFigures(
        items=len(found.choice.items),
        letters=len(found.letters),
        first_s=first_s,
        median_s=median(took_s),
        worst_s=max(took_s),
        cpu_s=median(cpu_s),
        largest_bytes=max(len(one.html.encode()) for one in found.letters),
    )


def _wide_rules() -> ComposingRules:
    """Return the rules as configured, in two languages and with more of everything."""
    rules = load_composing_rules()
    sections = tuple(replace(one, most=one.most * 3 // 2) for one in rules.sections)
    return replace(rules, languages=("nl", "de"), sections=sections)


def _edition(context: Context) -> Newsletter:
    found = records_of(context, "newsletters")
    draft = next(
        one for one in found if isinstance(one, Newsletter) and one.workflow_status == "draft"
    )
    return replace(draft, audiences=AUDIENCES)
