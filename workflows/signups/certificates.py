"""Makes the certificate of somebody who was there, when the item gives one."""

from datetime import date

from babel.dates import format_date

from backbone.config_files import load_config
from channels.print.certificate import Certificate, certificate_pdf
from museum.date_plan import ZONE
from museum.records import ProgrammeItem
from workflows.context import Context
from workflows.signups.items import facts_of, find_item


def gives_certificate(context: Context, item: ProgrammeItem) -> bool:
    """Tell whether there is a certificate for who was at this item."""
    return item.kind in context.sign_up_rules.certificate_kinds


def certificate_of(context: Context, person_key: str) -> bytes | None:
    """Return the certificate of one person; None when there is none for them."""
    person = context.attendees.find(person_key)
    item = find_item(context, person.signup.item_id) if person else None
    if person is None or item is None or not gives_certificate(context, item):
        return None
    facts = facts_of(context, item)
    is_there = person.is_present and not person.is_gone and person.signup.state == "placed"
    today = context.now().astimezone(ZONE).date().isoformat()
    if not is_there or not facts.first_day or today < facts.first_day:
        return None
    return certificate_pdf(
        Certificate(
            name=person.name,
            item=item.title,
            when=facts.when,
            where=facts.where,
            speakers=f"Met {item.speakers}" if item.speakers else "",
            issued=format_date(date.fromisoformat(facts.last_day), "d MMMM y", locale="nl_NL"),
            author=str(load_config("site")["name"]),
            note="Voorbeeldgegevens" if context.settings.is_sample else "",
        )
    )
