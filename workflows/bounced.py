"""Contacts from whom mail came back: one attention point each, with the museum's name.

Both the report of a newsletter and the list of readers find them, each in its own way; staff are
told once. Reads the list “geen mail meer” (`backbone.no_mail`), which holds no address.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from backbone.no_mail import NoMail, digest_of
from museum.attention import AttentionPoint
from museum.records import Contact, Museum
from workflows.context import Context
from workflows.mirrored import records_of

BOUNCED: Final = "nieuwsbrief-niet-aangekomen"


def tell_bounced(context: Context, contacts: Iterable[Contact]) -> frozenset[str]:
    """Make a point for each of these contacts whose mail came back; returns their record IDs.

    `contacts` are all there are: the point of who has another address by now is closed.
    """
    points = _points(context, [one for one in contacts if one.email])
    context.attention.replace(BOUNCED, points, context.now())
    return frozenset(one.record_id for one in points)


def _points(context: Context, contacts: Sequence[Contact]) -> list[AttentionPoint]:
    museums = {one.id: one for one in records_of(context, "museums") if isinstance(one, Museum)}
    no_mail = NoMail(context.database)
    bounced = no_mail.bounced(one.email for one in contacts)
    found = []
    for contact in contacts:
        if contact.email in bounced:
            linked = [museums[one] for one in contact.museum if one in museums]
            if linked:
                no_mail.note_museum(digest_of(contact.email), linked[0].id)
            found.append(_point(contact, [one.name for one in linked]))
    return found


def _point(contact: Contact, museums: Sequence[str]) -> AttentionPoint:
    who = ", ".join(museums)
    return AttentionPoint(
        key=f"{BOUNCED}:{contact.id}",
        what="Mail kwam niet aan: dit mailadres bestaat niet (meer)."
        + (f" Het is van een contactpersoon van {who}." if who else ""),
        remedy="Vraag het museum om een ander adres en zet dat in de tabel. Klopt het adres toch? "
        "Haal het dan van de lijst “Geen mail meer”.",
        table="contacts",
        record_id=contact.id,
        field="email",
        subject=who,
    )
