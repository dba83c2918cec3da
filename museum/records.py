"""The records of the base, one class per table.

Generated from `config/tables.toml` by `make records`; change it there, not here. Texts are
stripped and `""` when empty; a choice is the code's name for it; moments are aware and in UTC.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from museum.cells import Attachment
from museum.identity import RecordId


@dataclass(frozen=True)
class Museum:
    """A row of Musea.

    Eén rij per museum. Wat hier staat, staat op de website.
    """

    id: RecordId
    created: datetime
    name: str = ""
    status: str = ""
    closed_on: date | None = None
    on_website: bool = False
    tagline: str = ""
    tagline_de: str = ""
    tagline_en: str = ""
    description: str = ""
    description_de: str = ""
    description_en: str = ""
    hours_text: str = ""
    prices_text: str = ""
    street: str = ""
    postcode: str = ""
    place: str = ""
    municipality: str = ""
    latitude: float | None = None
    longitude: float | None = None
    website: str = ""
    email: str = ""
    phone: str = ""
    facilities: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    images: tuple[RecordId, ...] = ()
    registered: bool = False
    checked_on: date | None = None
    joined_on: date | None = None
    drenthe_id: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Contact:
    """A row of Contactpersonen.

    Mensen bij de musea. Niets hiervan komt op de website.
    """

    id: RecordId
    created: datetime
    name: str = ""
    museum: tuple[RecordId, ...] = ()
    role: str = ""
    audiences: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    language: str = ""
    newsletter: str = ""
    consent_on: datetime | None = None
    consent_words: str = ""
    consent_source: str = ""
    may_publish: bool = False


@dataclass(frozen=True)
class Activity:
    """A row of Activiteiten.

    Activiteiten, tentoonstellingen, kortingsacties en educatie van de musea.
    """

    id: RecordId
    created: datetime
    title: str = ""
    title_de: str = ""
    title_en: str = ""
    kind: str = ""
    workflow_status: str = ""
    event_status: str = ""
    museum: RecordId | None = None
    summary: str = ""
    summary_de: str = ""
    summary_en: str = ""
    description: str = ""
    description_de: str = ""
    description_en: str = ""
    starts: datetime | None = None
    ends: datetime | None = None
    first_day: date | None = None
    last_day: date | None = None
    repeats: str = ""
    repeats_until: date | None = None
    except_dates: str = ""
    extra_dates: str = ""
    location_name: str = ""
    location_address: str = ""
    location_place: str = ""
    price_text: str = ""
    offer_terms: str = ""
    visitors: tuple[str, ...] = ()
    age_groups: tuple[str, ...] = ()
    duration_min: int | None = None
    learning_goals: str = ""
    website: str = ""
    booking_url: str = ""
    images: tuple[RecordId, ...] = ()
    external_id: str = ""
    sent_by: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Vacancy:
    """A row of Vacatures.

    Vrijwilligersvacatures van de musea.
    """

    id: RecordId
    created: datetime
    title: str = ""
    museum: RecordId | None = None
    workflow_status: str = ""
    summary: str = ""
    tasks: str = ""
    qualities: str = ""
    offers: str = ""
    hours_text: str = ""
    is_bounded: bool = False
    from_home: bool = False
    published_on: date | None = None
    closes_on: date | None = None
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    images: tuple[RecordId, ...] = ()
    external_id: str = ""
    sent_by: str = ""
    notes: str = ""


@dataclass(frozen=True)
class NewsItem:
    """A row of Nieuwsberichten.

    Nieuws voor de website.
    """

    id: RecordId
    created: datetime
    title: str = ""
    title_de: str = ""
    title_en: str = ""
    published_on: date | None = None
    workflow_status: str = ""
    summary: str = ""
    summary_de: str = ""
    summary_en: str = ""
    body: str = ""
    body_de: str = ""
    body_en: str = ""
    museums: tuple[RecordId, ...] = ()
    images: tuple[RecordId, ...] = ()


@dataclass(frozen=True)
class ProgrammeItem:
    """A row of Jaarprogramma.

    Wat het platform zelf organiseert voor de musea.
    """

    id: RecordId
    created: datetime
    title: str = ""
    kind: str = ""
    audiences: tuple[str, ...] = ()
    date_status: str = ""
    starts: datetime | None = None
    ends: datetime | None = None
    first_day: date | None = None
    last_day: date | None = None
    repeats: str = ""
    repeats_until: date | None = None
    except_dates: str = ""
    extra_dates: str = ""
    place: str = ""
    room: str = ""
    description: str = ""
    speakers: str = ""
    capacity: int | None = None
    price_text: str = ""
    sign_up: bool = False
    register_before: date | None = None
    price: float | None = None
    partner: str = ""
    hours_before: float | None = None
    hours_on_the_day: float | None = None
    hours_after: float | None = None
    staff: tuple[str, ...] = ()
    template: RecordId | None = None
    done_tasks: tuple[RecordId, ...] = ()
    external_id: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Image:
    """A row of Beelden.

    De Beeldbank. Zonder maker, licentie en beschrijving komt een beeld niet op de website.
    """

    id: RecordId
    created: datetime
    title: str = ""
    file: tuple[Attachment, ...] = ()
    alt: str = ""
    alt_de: str = ""
    alt_en: str = ""
    maker: str = ""
    licence: str = ""
    people: str = ""
    rights_until: date | None = None
    museum: RecordId | None = None
    external_id: str = ""


@dataclass(frozen=True)
class Newsletter:
    """A row of Nieuwsbrieven.

    Elke rij is één editie.
    """

    id: RecordId
    created: datetime
    title: str = ""
    audiences: tuple[str, ...] = ()
    planned_for: datetime | None = None
    title_de: str = ""
    title_en: str = ""
    preview_text: str = ""
    opening_words: str = ""
    opening_words_de: str = ""
    opening_words_en: str = ""
    add_activities: tuple[RecordId, ...] = ()
    add_programme: tuple[RecordId, ...] = ()
    add_vacancies: tuple[RecordId, ...] = ()
    add_news: tuple[RecordId, ...] = ()
    add_grants: tuple[RecordId, ...] = ()
    order: str = ""
    workflow_status: str = ""
    sending_note: str = ""
    sent_on: datetime | None = None
    readers: int | None = None
    opened: int | None = None
    clicked: int | None = None
    unsubscribed: int | None = None
    bounced: int | None = None
    item_clicks: str = ""
    edition_key: str = ""


@dataclass(frozen=True)
class Grant:
    """A row of Regelingen.

    Subsidies en fondsen voor musea. Wat bijna sluit, komt vanzelf in de nieuwsbrief.
    """

    id: RecordId
    created: datetime
    title: str = ""
    funder: str = ""
    summary: str = ""
    audiences: tuple[str, ...] = ()
    opens_on: date | None = None
    closes_on: date | None = None
    amount_text: str = ""
    website: str = ""
    workflow_status: str = ""
    checked_on: date | None = None
    notes: str = ""


@dataclass(frozen=True)
class Registration:
    """A row of Inschrijvingen.

    Aanmeldingen voor het jaarprogramma. Niets hiervan komt op de website.
    """

    id: RecordId
    created: datetime
    name: str = ""
    programme_item: RecordId | None = None
    museum: RecordId | None = None
    audience: str = ""
    email: str = ""
    registration_status: str = ""
    needs: str = ""
    registered_on: datetime | None = None
    price: float | None = None
    external_id: str = ""


@dataclass(frozen=True)
class AdviceRequest:
    """A row of Adviesvragen.

    Vragen aan het Adviespunt. Niets hiervan komt op de website.
    """

    id: RecordId
    created: datetime
    subject: str = ""
    question: str = ""
    theme: str = ""
    museum: RecordId | None = None
    name: str = ""
    email: str = ""
    phone: str = ""
    received_on: date | None = None
    request_status: str = ""
    external_id: str = ""
    notes: str = ""


@dataclass(frozen=True)
class ContactMoment:
    """A row of Contactmomenten.

    Het dossier per museum: wat is besproken, wat is beloofd, en wanneer.
    """

    id: RecordId
    created: datetime
    subject: str = ""
    museum: tuple[RecordId, ...] = ()
    happened_on: date | None = None
    kind: str = ""
    summary: str = ""
    promised: str = ""
    due_on: date | None = None
    is_done: bool = False


@dataclass(frozen=True)
class Document:
    """A row of Documenten.

    Documenten, brieven, overeenkomsten en agenda's.
    """

    id: RecordId
    created: datetime
    title: str = ""
    museum: tuple[RecordId, ...] = ()
    topic: str = ""
    file: tuple[Attachment, ...] = ()
    dated: date | None = None
    review_on: date | None = None


@dataclass(frozen=True)
class PartnerDate:
    """A row of Data van anderen.

    Data van partners en de sector, om rekening mee te houden. Vul ze elk jaar aan.
    """

    id: RecordId
    created: datetime
    title: str = ""
    kind: str = ""
    first_day: date | None = None
    last_day: date | None = None
    source: str = ""
    checked_on: date | None = None
    external_id: str = ""


@dataclass(frozen=True)
class Leave:
    """A row of Verlof.

    Wanneer de coördinator of de assistent er niet is.
    """

    id: RecordId
    created: datetime
    title: str = ""
    person: str = ""
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class EventTemplate:
    """A row of Draaiboeken.

    Zo organiseren wij iets: hoeveel uren het kost, en welke taken wanneer af moeten zijn.
    """

    id: RecordId
    created: datetime
    title: str = ""
    kind: str = ""
    hours_before: float | None = None
    hours_on_the_day: float | None = None
    hours_after: float | None = None
    weeks_before: int | None = None
    notes: str = ""


@dataclass(frozen=True)
class TemplateTask:
    """A row of Draaiboektaken.

    De taken van een draaiboek, elk met een aantal weken ervoor.
    """

    id: RecordId
    created: datetime
    title: str = ""
    template: RecordId | None = None
    weeks_before: int | None = None
    person: str = ""
    notes: str = ""


Record = (
    Museum
    | Contact
    | Activity
    | Vacancy
    | NewsItem
    | ProgrammeItem
    | Image
    | Newsletter
    | Grant
    | Registration
    | AdviceRequest
    | ContactMoment
    | Document
    | PartnerDate
    | Leave
    | EventTemplate
    | TemplateTask
)

RECORD_CLASSES: Final[dict[str, type[Record]]] = {
    "museums": Museum,
    "contacts": Contact,
    "activities": Activity,
    "vacancies": Vacancy,
    "news": NewsItem,
    "programme": ProgrammeItem,
    "images": Image,
    "newsletters": Newsletter,
    "grants": Grant,
    "registrations": Registration,
    "advice": AdviceRequest,
    "contact_log": ContactMoment,
    "documents": Document,
    "partner_dates": PartnerDate,
    "leave": Leave,
    "event_templates": EventTemplate,
    "template_tasks": TemplateTask,
}
