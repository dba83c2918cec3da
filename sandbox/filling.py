"""Fills an empty data folder at the first start: from a file, or with the sample."""

from datetime import date
from typing import Any

from sandbox.airtable.limits import PLANS, smallest_plan
from sandbox.airtable.loading import BaseLoader, read_base_file
from sandbox.errors import SandboxError
from sandbox.options import SandboxOptions
from sandbox.services import Services
from sandbox.sheets.accounts import ACCOUNT


def fill(services: Services) -> None:
    """Load what the options name into an empty folder; a folder with bases keeps them."""
    options, airtable = services.options, services.airtable
    if options.plan is not None and options.plan not in PLANS:
        raise SandboxError(f"--plan is een van: {', '.join(PLANS)}.")
    if not airtable.bases():
        data = _wanted(services)
        if data is not None:
            loader = BaseLoader(airtable.users, airtable.attachments, services.clock.now())
            base = airtable.add_base(loader.load(data))
            airtable.quota.choose(smallest_plan(base.record_count()))
    if options.plan is not None:
        airtable.quota.choose(options.plan)
    if _wants_sample(options) and not services.sheets.books():
        from sandbox.sheets.sample import add_sample

        add_sample(services.sheets, _today(services), ACCOUNT)


def _wanted(services: Services) -> dict[str, Any] | None:
    options = services.options
    if options.base_file is not None:
        return read_base_file(options.base_file)
    if not _wants_sample(options):
        return None
    from sandbox.sample import sample_base

    return sample_base(
        museums=options.museums,
        activities=options.activities,
        seed=options.seed,
        today=_today(services),
        pictures=options.data / "voorbeeldbeelden" if options.pictures else None,
    )


def _wants_sample(options: SandboxOptions) -> bool:
    return bool(options.sample or options.museums or options.activities)


def _today(services: Services) -> date:
    return services.options.today or services.clock.now().date()
