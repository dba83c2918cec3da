"""News feeds, open data and the sitemap: golden, and read back by a parser."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from xml.etree import ElementTree

import pytest

from channels.feeds.open_data import OpenActivity, activities_json, activity_fragment
from channels.feeds.sitemap import (
    MOST_URLS,
    SitemapPart,
    SitemapUrl,
    robots_text,
    sitemap_index,
    sitemap_part,
)
from channels.feeds.syndication import FeedEntry, FeedHead, atom_feed, json_feed
from museum.identity import RecordId
from museum.occurrences import DatePlan, Rule

Golden = Callable[[str, bytes], None]
SITE = "https://musea.example"
UPDATED = datetime(2027, 2, 1, 8, tzinfo=UTC)
HEAD = FeedHead(
    title="Nieuws & agenda",
    identity="musea.example",
    home_url=f"{SITE}/nieuws/",
    feed_url=f"{SITE}/nieuws.xml",
    author="Drentse Musea",
    language="nl",
    updated=UPDATED,
    description="Wat er nieuw is",
)
ENTRIES = [
    FeedEntry(
        record_id=RecordId("recN2"),
        title="Turf <wint> & blijft\x0b",
        url=f"{SITE}/nieuws/turf/?a=1&b=2",
        published=datetime(2027, 1, 31, 23, tzinfo=UTC),
        updated=UPDATED,
        summary="Kort",
        html="<p>Lang &amp; breed</p>",
        image_url=f"{SITE}/media/a-960.jpg",
        tags=("Nieuws",),
    ),
    FeedEntry(RecordId("recN1"), "Één", f"{SITE}/nieuws/een/", UPDATED, UPDATED, "Alleen kort"),
]
ACTIVITY = OpenActivity(
    record_id=RecordId("recA"),
    url=f"{SITE}/agenda/turf/",
    kind="activity",
    status="",
    titles={"nl": "Turf steken", "en": "Cutting peat"},
    summaries={},
    museum="Veenpark",
    museum_url=f"{SITE}/musea/veenpark/",
    place="Barger-Compascuum",
    plan=DatePlan(
        date(2027, 4, 3),
        date(2027, 4, 3),
        time(14),
        None,
        Rule("weekly", date(2027, 5, 1)),
        extras=(date(2027, 5, 2),),
    ),
    updated=UPDATED,
)


def test_atom(equals_golden: Golden) -> None:
    feed = atom_feed(HEAD, ENTRIES)
    equals_golden("news.xml", feed)
    names = {"a": "http://www.w3.org/2005/Atom"}
    read = ElementTree.fromstring(feed)
    assert [each.text for each in read.findall("a:entry/a:title", names)] == [
        "Turf <wint> & blijft",
        "Één",
    ]
    assert [each.text for each in read.findall("a:entry/a:content", names)] == [
        "<p>Lang &amp; breed</p>"
    ]
    assert [each.text for each in read.findall("a:entry/a:id", names)] == [
        "tag:musea.example,2026:recN2",
        "tag:musea.example,2026:recN1",
    ]


def test_json_feed(equals_golden: Golden) -> None:
    equals_golden("news.json", json_feed(HEAD, ENTRIES))


def test_open_data_reads_back() -> None:
    fragment = activity_fragment(ACTIVITY, "musea.example").encode()
    data = json.loads(activities_json(HEAD, "https://licence.example", [fragment, fragment]))
    assert (data["updated"], len(data["activities"])) == ("2027-02-01T08:00:00Z", 2)
    assert data["activities"][0] == {
        "id": "tag:musea.example,2026:recA",
        "url": f"{SITE}/agenda/turf/",
        "kind": "activity",
        "status": "scheduled",
        "title": {"nl": "Turf steken", "en": "Cutting peat"},
        "museum": {"name": "Veenpark", "url": f"{SITE}/musea/veenpark/"},
        "place": "Barger-Compascuum",
        "dates": {
            "type": "recurring",
            "first_day": "2027-04-03",
            "last_day": "2027-04-03",
            "opens": "14:00",
            "repeats": "weekly",
            "repeats_until": "2027-05-01",
            "also_on": ["2027-05-02"],
        },
        "updated": "2027-02-01T08:00:00Z",
    }
    assert json.loads(activities_json(HEAD, "https://licence.example", []))["activities"] == []


def test_sitemap(equals_golden: Golden) -> None:
    languages = {"nl": f"{SITE}/a/", "en": f"{SITE}/en/a/"}
    equals_golden(
        "sitemap-part.xml",
        sitemap_part(
            [
                SitemapUrl(f"{SITE}/a/", date(2027, 2, 1), languages),
                SitemapUrl(f"{SITE}/b/?c=1&d=2"),
            ]
        ),
    )
    equals_golden(
        "sitemap.xml",
        sitemap_index([SitemapPart(f"{SITE}/sitemap-a.xml", date(2027, 2, 1))]),
    )


def test_a_part_of_the_sitemap_stays_small() -> None:
    with pytest.raises(ValueError, match="at most 5000"):
        sitemap_part([SitemapUrl(f"{SITE}/")] * (MOST_URLS + 1))


def test_robots() -> None:
    assert robots_text(f"{SITE}/sitemap.xml", ["/beheer/"]) == (
        b"User-agent: *\nDisallow: /beheer/\n\nSitemap: https://musea.example/sitemap.xml\n"
    )
    assert robots_text(f"{SITE}/sitemap.xml") == (
        b"User-agent: *\nDisallow:\n\nSitemap: https://musea.example/sitemap.xml\n"
    )
