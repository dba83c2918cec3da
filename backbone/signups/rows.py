"""Sign-ups as rows of the database, and back."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from backbone.moments import moment, moment_text
from museum.signups import Facts, Person, SignUp, SignUpRequest, known_language


def reader_mark(reader: str) -> str:
    """Return an address as it is compared: capitals make no difference."""
    return hashlib.sha256(reader.casefold().encode()).hexdigest()


def signup_of(row: Any) -> SignUp:
    """Return a sign-up from its row."""
    return SignUp(
        key=row.key,
        item_id=row.item_id,
        reader=row.reader,
        link_id=row.link_id,
        museum_id=row.museum_id,
        audience=row.audience,
        size=row.size,
        state=row.state,
        arrival=row.arrival,
        offer_until=moment(row.offer_until) if row.offer_until else None,
        rounds=row.rounds,
        told=facts_of(row.told),
        price_cents=row.price_cents,
        is_evaluated=bool(row.is_evaluated),
        version=row.version,
        made=moment(row.made),
        changed=moment(row.changed),
        language=known_language(row.language),
    )


def values_of(found: SignUp) -> dict[str, Any]:
    """Return the values of a sign-up's row."""
    return {
        **vars(found),
        "reader_mark": reader_mark(found.reader),
        "offer_until": moment_text(found.offer_until) if found.offer_until else "",
        "told": facts_text(found.told),
        "made": moment_text(found.made),
        "changed": moment_text(found.changed),
    }


def facts_text(facts: Facts) -> str:
    """Write facts as the database keeps them."""
    return json.dumps(asdict(facts), ensure_ascii=False)


def facts_of(text: str) -> Facts:
    """Read what `facts_text` wrote."""
    return Facts(**json.loads(text))


def people_text(people: Sequence[Person]) -> str:
    """Write people as a request keeps them."""
    return json.dumps([[one.name, one.needs] for one in people], ensure_ascii=False)


def request_of(row: Any) -> SignUpRequest:
    """Return a request from its row; its address was confirmed by mail when it is taken up."""
    return SignUpRequest(
        key=row.key,
        item_id=row.item_id,
        reader=row.reader,
        people=tuple(Person(name, needs) for name, needs in json.loads(row.people)),
        museum_id=row.museum_id,
        audience=row.audience,
        language=known_language(row.language),
    )
