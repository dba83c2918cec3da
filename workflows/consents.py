"""Gathers every consent: of contacts from Airtable, of readers who signed up from our database."""

from collections.abc import Iterator

from backbone.readers import Consents
from museum.audiences import key_of
from museum.newsletter.consent_file import FROM_FORM, FROM_TABLE, Proof
from workflows.context import Context
from workflows.reader_rows import read_contacts


def proofs_of(context: Context, address: str = "") -> Iterator[Proof]:
    """Yield every consent, or those of one address; contacts who never gave one are left out."""
    wanted = key_of(address.strip()) if address else ""
    for one in read_contacts(context):
        if one.consent_on is None or (wanted and key_of(one.email.strip()) != wanted):
            continue
        yield Proof(
            name=one.name,
            email=one.email,
            language=one.language,
            audiences=one.audiences,
            state=one.newsletter,
            given=one.consent_on,
            source=one.consent_source,
            words=one.consent_words,
            origin=FROM_TABLE,
        )
    for consent in Consents(context.database).all():
        if wanted and consent.key != wanted:
            continue
        yield Proof(
            name=consent.name,
            email=consent.email,
            language=consent.language,
            audiences=consent.audiences,
            state=consent.state,
            given=consent.given,
            source=consent.source,
            words=consent.words,
            origin=FROM_FORM,
        )
