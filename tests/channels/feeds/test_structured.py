"""Structured data: exact values, nothing that is not certain, nothing that ends its script."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from channels.feeds.structured import (
    GivenHours,
    Publisher,
    breadcrumbs_data,
    dump_jsonld,
    museum_data,
    news_data,
    website_data,
)
from channels.feeds.structured_event import EventPage, certain_price, event_data
from channels.feeds.structured_job import job_data
from museum.identity import FieldKey, RecordId
from museum.occurrences import DatePlan, Rule, occurrence_on
from museum.records import Activity, Museum, NewsItem, Vacancy
from museum.tables import FieldDefinition

CREATED = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
SITE = "https://musea.example"
MUSEUM_URL = f"{SITE}/musea/veenpark/"
PUBLISHER = Publisher("Drentse Musea", f"{SITE}/")
MUSEUM = Museum(
    id=RecordId("recM"),
    created=CREATED,
    name="Veenpark",
    street="Berkenrode 4",
    postcode="7884 TR",
    place="Barger-Compascuum",
    latitude=52.75,
    longitude=7.02,
    website="https://veenpark.example",
    phone="0591 000000",
    facilities=("wheelchair", "shop"),
)
ADDRESS = {
    "@type": "PostalAddress",
    "streetAddress": "Berkenrode 4",
    "postalCode": "7884 TR",
    "addressLocality": "Barger-Compascuum",
    "addressRegion": "Drenthe",
    "addressCountry": "NL",
}
GEO = {"@type": "GeoCoordinates", "latitude": 52.75, "longitude": 7.02}
ACTIVITY = Activity(id=RecordId("recA"), created=CREATED, title="Turf", kind="activity")
DAY = date(2027, 3, 27)
WEEKLY = DatePlan(
    DAY,
    DAY,
    time(14),
    time(16, 30),
    Rule("weekly", date(2027, 4, 24)),
    exceptions=(date(2027, 4, 10),),
)
PAGE = EventPage(
    url=f"{SITE}/agenda/turf/",
    language="nl",
    title="Turf steken",
    description="Zelf doen",
    museum_url=MUSEUM_URL,
    images=[f"{SITE}/media/a-960.jpg"],
)


def test_a_museum_that_never_closes_is_not_given_as_closed() -> None:
    """From 00:00 to 00:00 is how a closed day is written."""
    data = museum_data(MUSEUM, MUSEUM_URL, hours=[GivenHours((0,), time(0), time(0))])
    assert [(one["opens"], one["closes"]) for one in data["openingHoursSpecification"]] == [
        ("00:00", "23:59")
    ]


def test_a_museum() -> None:
    hours = [
        GivenHours((1, 2), time(11), time(17), date(2027, 4, 1), date(2027, 10, 31)),
        GivenHours((0,), None, None),
    ]
    options = {"wheelchair": "Rolstoel", "shop": "Winkel"}
    facilities = FieldDefinition(
        FieldKey("facilities"), "Voorzieningen", "multipleSelects", "museum", options=options
    )
    assert museum_data(MUSEUM, MUSEUM_URL, hours=hours, facilities=facilities) == {
        "@context": "https://schema.org",
        "@type": "Museum",
        "@id": f"{MUSEUM_URL}#museum",
        "name": "Veenpark",
        "url": MUSEUM_URL,
        "address": ADDRESS,
        "geo": GEO,
        "telephone": "0591 000000",
        "sameAs": "https://veenpark.example",
        "openingHoursSpecification": [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": ["https://schema.org/Tuesday", "https://schema.org/Wednesday"],
                "opens": "11:00",
                "closes": "17:00",
                "validFrom": "2027-04-01",
                "validThrough": "2027-10-31",
            },
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": ["https://schema.org/Monday"],
                "opens": "00:00",
                "closes": "00:00",
            },
        ],
        "amenityFeature": [
            {"@type": "LocationFeatureSpecification", "name": "Rolstoel", "value": True},
            {"@type": "LocationFeatureSpecification", "name": "Winkel", "value": True},
        ],
    }


def test_a_repeated_event_is_dated_by_its_next_occurrence() -> None:
    activity = replace(ACTIVITY, price_text="€ 7,50", event_status="postponed")
    data = event_data(
        activity, WEEKLY, MUSEUM, PAGE, occurrence=occurrence_on(WEEKLY, date(2027, 4, 3))
    )
    museum = {
        "@type": "Museum",
        "@id": f"{MUSEUM_URL}#museum",
        "name": "Veenpark",
        "url": MUSEUM_URL,
    }
    assert data == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": f"{PAGE.url}#event",
        "name": "Turf steken",
        "description": "Zelf doen",
        "url": PAGE.url,
        "image": [f"{SITE}/media/a-960.jpg"],
        "startDate": "2027-04-03T14:00+02:00",
        "endDate": "2027-04-03T16:30+02:00",
        "eventStatus": "https://schema.org/EventPostponed",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "eventSchedule": {
            "@type": "Schedule",
            "repeatFrequency": "P1W",
            "byDay": "https://schema.org/Saturday",
            "startDate": "2027-03-27",
            "endDate": "2027-04-24",
            "startTime": "14:00",
            "endTime": "16:30",
            "exceptDate": ["2027-04-10"],
            "scheduleTimezone": "Europe/Amsterdam",
        },
        "location": {**museum, "address": ADDRESS, "geo": GEO},
        "organizer": museum,
        "inLanguage": "nl",
        "offers": {
            "@type": "Offer",
            "url": PAGE.url,
            "price": "7.50",
            "priceCurrency": "EUR",
            "availability": "https://schema.org/InStock",
        },
    }
    first = event_data(activity, WEEKLY, MUSEUM, PAGE)
    assert first["startDate"] == "2027-03-27T14:00+01:00"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("exhibition", "ExhibitionEvent"), ("education", "EducationEvent"), ("offer", "SaleEvent")],
)
def test_whole_days_are_dates_and_each_kind_has_its_type(kind: str, expected: str) -> None:
    plan = DatePlan(DAY, date(2027, 10, 31))
    data = event_data(replace(ACTIVITY, kind=kind), plan, MUSEUM, PAGE)
    assert (data["@type"], data["startDate"], data["endDate"]) == (
        expected,
        "2027-03-27",
        "2027-10-31",
    )
    assert "offers" not in data
    open_period = event_data(replace(ACTIVITY, kind=kind), DatePlan(DAY, None), MUSEUM, PAGE)
    assert "endDate" not in open_period


def test_elsewhere_sold_out_and_free() -> None:
    activity = replace(
        ACTIVITY,
        event_status="sold_out",
        price_text="Gratis",
        location_name="De Brink",
        location_place="Rolde",
        booking_url="https://kaarten.example",
    )
    data = event_data(activity, WEEKLY, MUSEUM, PAGE)
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert data["isAccessibleForFree"] is True
    assert data["offers"] == {
        "@type": "Offer",
        "url": "https://kaarten.example",
        "price": "0.00",
        "priceCurrency": "EUR",
        "availability": "https://schema.org/SoldOut",
    }
    assert data["location"] == {
        "@type": "Place",
        "name": "De Brink",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": "Rolde",
            "addressRegion": "Drenthe",
            "addressCountry": "NL",
        },
    }


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("€ 7,50", "7.50"),
        ("€7.50 p.p.", "7.50"),
        ("5 euro", "5.00"),
        ("€ 5,-", "5.00"),
        ("gratis toegang", "0.00"),
        ("5", None),
        ("€ 7,50, kinderen gratis", None),
        ("vanaf € 5", None),
        ("€ 5 - € 7", None),
        ("", None),
    ],
)
def test_only_a_certain_price_is_told(text: str, price: str | None) -> None:
    assert certain_price(text) == price


def test_a_vacancy() -> None:
    vacancy = Vacancy(
        id=RecordId("recV"),
        created=CREATED,
        title="Molenaar",
        hours_text="4 uur per week",
        from_home=True,
        closes_on=date(2027, 7, 1),
    )
    data = job_data(vacancy, MUSEUM, f"{SITE}/v/", MUSEUM_URL, description_html="<p>Malen</p>")
    assert data == {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "@id": f"{SITE}/v/#vacancy",
        "title": "Molenaar",
        "description": "<p>Malen</p>",
        "url": f"{SITE}/v/",
        "identifier": {"@type": "PropertyValue", "name": "Veenpark", "value": "recV"},
        "employmentType": "VOLUNTEER",
        "datePosted": "2027-01-01",
        "validThrough": "2027-07-01T23:59:59+02:00",
        "workHours": "4 uur per week",
        "hiringOrganization": {
            "@type": "Organization",
            "@id": f"{MUSEUM_URL}#museum",
            "name": "Veenpark",
            "sameAs": "https://veenpark.example",
        },
        "jobLocation": {"@type": "Place", "address": ADDRESS},
        "jobLocationType": "TELECOMMUTE",
        "applicantLocationRequirements": {"@type": "Country", "name": "NL"},
        "directApply": False,
    }


def test_news_breadcrumbs_and_the_site() -> None:
    item = NewsItem(id=RecordId("recN"), created=CREATED, published_on=date(2027, 2, 1))
    news = news_data(item, f"{SITE}/n/", PUBLISHER, headline="Nieuw", description="", language="nl")
    organisation = {
        "@type": "Organization",
        "@id": f"{SITE}/#organisation",
        "name": "Drentse Musea",
        "url": f"{SITE}/",
    }
    assert news == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": f"{SITE}/n/#article",
        "headline": "Nieuw",
        "url": f"{SITE}/n/",
        "mainEntityOfPage": f"{SITE}/n/",
        "datePublished": "2027-02-01",
        "inLanguage": "nl",
        "publisher": organisation,
        "author": organisation,
    }
    trail = breadcrumbs_data([("Home", f"{SITE}/"), ("Nieuws", f"{SITE}/n/")])
    assert [(step["position"], step["item"]) for step in trail["itemListElement"]] == [
        (1, f"{SITE}/"),
        (2, f"{SITE}/n/"),
    ]
    site = website_data(PUBLISHER, "nl", f"{SITE}/zoeken/?q={{search_term_string}}")
    assert site["potentialAction"]["target"]["urlTemplate"] == (
        "https://musea.example/zoeken/?q={search_term_string}"
    )


def test_nothing_ends_the_script_and_all_reads_back() -> None:
    data: dict[str, Any] = {"name": "</script><!-- <script> & \u2028\u2029 één"}
    text = dump_jsonld(data)
    assert not set("<>&\u2028\u2029") & set(text)
    assert "één" in text
    assert json.loads(text) == data
