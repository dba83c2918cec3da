"""Who should be in the newsletter's list, and what must change there. Pure.

The tables say who consented; Mailchimp says who left. Someone who left is never subscribed by us
again: only a consent given after that makes them `pending`, which asks them to confirm.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from museum.attention import AttentionPoint
from museum.brake import BrakeLimit, Removal, Verdict, judge
from museum.identity import RecordId
from museum.mail_address import AddressError, read_address
from museum.newsletter.places import Regions, RegionsError, parse_regions
from museum.reconcile import Action, Change, plan_identity
from museum.records import Contact, Museum

IN: Final = frozenset({"subscribed", "pending"})
UNSUBSCRIBED: Final = "unsubscribed"
ARCHIVED: Final = "archived"
LEFT: Final = frozenset({UNSUBSCRIBED, ARCHIVED})
CLEANED: Final = "cleaned"
REFUSED: Final = "refused"
"""Our own word: Mailchimp would not have them as they were then."""
FORGOTTEN: Final = "forgotten"
"""Our own word: they were there, and somebody erased them for good in Mailchimp."""
PUBLIC: Final = "public"
"""The audience that is no audience of the tables: readers who signed up by themselves."""
KIND: Final = "members"
MAX_FIELD_CHARS: Final = 80


class AudienceError(ValueError):
    """`config/newsletter.toml` says something that cannot be; in Dutch."""


@dataclass(frozen=True)
class AudienceRules:
    """The names in Mailchimp. `interests` maps an audience to `category/name`.

    `preferences` is the field with a reader's own link to the page of their choices; `regions`
    say where a reader's museum lies, and in which field that goes.
    """

    first_name: str
    last_name: str
    museum: str
    preferences: str
    regions: Regions
    interests: Mapping[str, str]
    tag: str
    limit: BrakeLimit

    @property
    def from_tables(self) -> Mapping[str, str]:
        """The interests that the tables decide on: all but the public's."""
        return {key: name for key, name in self.interests.items() if key != PUBLIC}


@dataclass(frozen=True, slots=True)
class Told:
    """What both the tables and the reader may change; of names only a digest is kept."""

    audiences: tuple[str, ...]
    language: str
    names: str


@dataclass(frozen=True, slots=True)
class Member:
    """A member as wanted. `key` is the MD5 of the address in lower case, as Mailchimp has it."""

    key: str
    email: str
    status: str
    fields: Mapping[str, str]
    audiences: tuple[str, ...]
    language: str
    contacts: tuple[RecordId, ...]
    consent_on: datetime
    fingerprint: str = field(init=False)
    """Of everything we send but the status, which is Mailchimp's once they are in."""

    def __post_init__(self) -> None:
        told = [self.email, dict(self.fields), self.audiences, self.language, self.contacts]
        digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
        object.__setattr__(self, "fingerprint", digest[:16])  # asked for more than once each


@dataclass(frozen=True, slots=True)
class Known:
    """A member as Mailchimp last confirmed. `is_ours`: we put them there.

    `since` is when the status was last seen to change; None when it is not known. `sent` is what
    we last sent of what a reader may change too. `reader` is Mailchimp's own ID of the contact,
    which stays when the address changes; `changed` its own moment of the last change.
    """

    key: str
    fingerprint: str
    status: str
    is_ours: bool
    since: datetime | None = None
    contacts: tuple[str, ...] = ()
    sent: Told | None = None
    reader: str = ""
    changed: str = ""


@dataclass(frozen=True)
class AudiencePlan:
    """What to do. `invited` left before and consented anew; `gone` are keys to archive."""

    new: tuple[Member, ...]
    changed: tuple[Member, ...]
    invited: tuple[Member, ...]
    gone: tuple[str, ...]
    points: tuple[AttentionPoint, ...]
    verdict: Verdict
    id: str

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.new or self.changed or self.invited or self.gone)


def parse_audience_rules(data: Mapping[str, Any]) -> AudienceRules:
    """Read `config/newsletter.toml`; raises `AudienceError`."""
    try:
        fields, brake = data["fields"], data["brake"]
        rules = AudienceRules(
            first_name=str(fields["first_name"]),
            last_name=str(fields["last_name"]),
            museum=str(fields["museum"]),
            preferences=str(fields["preferences"]),
            regions=parse_regions(data),
            interests={str(key): str(name).lower() for key, name in data["interests"].items()},
            tag=str(data["tags"]["from_tables"]),
            limit=BrakeLimit(float(brake["share"]), int(brake["minimum"])),
        )
    except RegionsError as error:
        raise AudienceError(str(error)) from error
    except (KeyError, TypeError, ValueError) as error:
        raise AudienceError(f"er ontbreekt iets, of het is geen getal: {error}") from error
    tags = (rules.first_name, rules.last_name, rules.museum, rules.preferences)
    if any(len(tag) > 10 for tag in tags):
        raise AudienceError("een veld in Mailchimp heeft een naam van hoogstens 10 tekens")
    if any("/" not in name for name in rules.interests.values()):
        raise AudienceError("schrijf een groep als “categorie/naam”")
    if not 0 <= rules.limit.share <= 1:
        raise AudienceError("share ligt tussen 0 en 1")
    return rules


def names_digest(first_name: str, last_name: str) -> str:
    """Return a digest of names: enough to see that they changed, and no name."""
    return hashlib.sha256(f"{first_name}\n{last_name}".encode()).hexdigest()[:16]


def key_of(email: str) -> str:
    """Return the key by which Mailchimp knows an address."""
    return hashlib.md5(email.lower().encode(), usedforsecurity=False).hexdigest()


def wanted_members(
    contacts: Iterable[Contact], museums: Mapping[RecordId, Museum], rules: AudienceRules
) -> tuple[tuple[Member, ...], tuple[AttentionPoint, ...]]:
    """Return who should be in the list, one per address, and what a person must mend.

    People who share an address become one member, greeted together. Whoever belongs to closed
    museums only is not wanted.
    """
    by_address: dict[str, list[Contact]] = {}
    spelled: dict[str, str] = {}
    points: list[AttentionPoint] = []
    for contact in sorted(contacts, key=lambda one: (one.created, one.id)):
        if not _has_consent(contact) or _is_closed(contact, museums):
            continue
        try:
            email = read_address(contact.email).address
        except AddressError as error:
            points.append(_point(contact.id, str(error), "Verbeter het adres in de tabel."))
            continue
        spelled.setdefault(email.lower(), email)
        by_address.setdefault(email.lower(), []).append(contact)
    # Popped, so that of a hundred thousand not all is held twice.
    members = [
        _member(spelled.pop(address), by_address.pop(address), museums, rules)
        for address in tuple(by_address)
    ]
    return tuple(members), tuple(points)


def plan_audience(
    members: Sequence[Member],
    known: Mapping[str, Known],
    points: Sequence[AttentionPoint],
    rules: AudienceRules,
) -> AudiencePlan:
    """Compare who is wanted with what Mailchimp confirmed. The same state gives the same plan."""
    sorted_out: dict[str, list[Member]] = {"new": [], "changed": [], "invited": []}
    told = list(points)
    left = _who_left(known.values())
    for member in members:
        where, point = _place(member, known.get(member.key))
        if where == "new" and _left_elsewhere(member, left):
            where, point = "", _left_point(member)
        if where:
            sorted_out[where].append(member)
        if point:
            told.append(point)
    wanted = {member.key for member in members}
    ours = [one for one in known.values() if one.is_ours and one.status in IN]
    gone = sorted(one.key for one in ours if one.key not in wanted)
    removal = Removal(KIND, "leden van de nieuwsbrief", len(gone), len(ours))
    return AudiencePlan(
        new=tuple(sorted_out["new"]),
        changed=tuple(sorted_out["changed"]),
        invited=tuple(sorted_out["invited"]),
        gone=tuple(gone),
        points=tuple(told),
        verdict=judge([removal], {KIND: rules.limit}),
        id=plan_identity(_changes(sorted_out, gone)),
    )


def _place(member: Member, known: Known | None) -> tuple[str, AttentionPoint | None]:
    """Say what happens to one member: a list of the plan, or nothing with a reason."""
    if known is None:
        return "new", None
    if known.status in IN:
        return ("changed" if known.fingerprint != member.fingerprint else ""), None
    if known.status == REFUSED:
        # Asked again only when something about them changed; what was said then still stands.
        return ("new" if known.fingerprint != member.fingerprint else ""), None
    contact = member.contacts[0]
    if known.status == CLEANED:
        what = "Mail aan dit adres komt niet aan; Mailchimp stuurt er niets meer heen."
        return "", _point(contact, what, "Vraag een ander adres en zet dat in de tabel.")
    if known.status == FORGOTTEN:
        what = "Deze lezer is in Mailchimp voorgoed verwijderd."
        remedy = (
            "Terug kan alleen met het aanmeldformulier van Mailchimp zelf. Zet de tabel op “Nee”."
        )
        return "", _point(contact, what, remedy)
    if known.since is not None and member.consent_on > known.since:
        return "invited", None
    return "", _left_point(member)


def _who_left(known: Iterable[Known]) -> dict[str, datetime]:
    """Return when each contact last unsubscribed, at whatever address: that may be changed."""
    found: dict[str, datetime] = {}
    for one in known:
        if one.status == UNSUBSCRIBED and one.since is not None:
            for contact in one.contacts:
                found[contact] = max(one.since, found.get(contact, one.since))
    return found


def _left_elsewhere(member: Member, left: Mapping[str, datetime]) -> bool:
    """Whether somebody of a new address left at another one, after their consent."""
    return any(one in left and member.consent_on <= left[one] for one in member.contacts)


def _left_point(member: Member) -> AttentionPoint:
    what = "Deze lezer staat in de tabel op “Ja”, maar meldde zich af of ging uit de lijst."
    remedy = "Laat de lezer zich opnieuw aanmelden met het formulier."
    return _point(member.contacts[0], what, remedy)


def _member(
    email: str,
    people: Sequence[Contact],
    museums: Mapping[RecordId, Museum],
    rules: AudienceRules,
) -> Member:
    first = people[0]
    given, _, family = first.name.strip().partition(" ")
    if len(people) > 1:
        given, family = " en ".join(one.name.strip().partition(" ")[0] for one in people), ""
    linked = dict.fromkeys(record_id for one in people for record_id in one.museum)
    theirs = [museums[one] for one in linked if one in museums]
    return Member(
        key=key_of(email),
        email=email,
        status="subscribed" if any(one.newsletter == "subscribed" for one in people) else "pending",
        fields={
            rules.first_name: given[:MAX_FIELD_CHARS],
            rules.last_name: family[:MAX_FIELD_CHARS],
            rules.museum: ", ".join(one.name for one in theirs)[:MAX_FIELD_CHARS],
            **_region(theirs, rules),
        },
        audiences=tuple(sorted({key for one in people for key in one.audiences})),
        language=next((one.language for one in people if one.language), "nl"),
        contacts=tuple(one.id for one in people),
        consent_on=max(one.consent_on for one in people if one.consent_on),
    )


def _region(museums: Sequence[Museum], rules: AudienceRules) -> dict[str, str]:
    tag = rules.regions.field
    return {tag: rules.regions.of_museums(museums)} if tag else {}


def told_of(member: Member, rules: AudienceRules) -> Told:
    """Return what we tell Mailchimp of what a reader may change as well."""
    names = names_digest(member.fields[rules.first_name], member.fields[rules.last_name])
    return Told(member.audiences, member.language, names)


def _has_consent(contact: Contact) -> bool:
    return contact.newsletter in IN and contact.consent_on is not None


def _is_closed(contact: Contact, museums: Mapping[RecordId, Museum]) -> bool:
    linked = [museums[one] for one in contact.museum if one in museums]
    return bool(linked) and all(one.status == "closed" for one in linked)


def _changes(sorted_out: Mapping[str, Sequence[Member]], gone: Sequence[str]) -> Iterator[Change]:
    for key in gone:
        yield Change("gone", KIND, key, "")
    for where, members in sorted_out.items():
        action: Action = "changed" if where == "changed" else "new"
        for one in members:
            yield Change(action, KIND, one.key, where, fingerprint=one.fingerprint)


def _point(record_id: RecordId, what: str, remedy: str) -> AttentionPoint:
    return AttentionPoint(
        key=f"newsletter:{record_id}",
        what=what,
        remedy=remedy,
        table="contacts",
        record_id=record_id,
        field="email",
    )
