"""A bad record: the rest is published, it keeps its last good version, and one point says so."""

from typing import Any

import pytest

from tests.channels.website.conftest import Place

MALEN = "activiteiten/malen-met-de-molenaar/index.html"

BROKEN = [
    (
        "activities",
        "recMalen",
        {"title": None},
        {"record:activities:recMalen:title": "“Titel” is leeg."},
        MALEN,
    ),
    (
        "activities",
        "recMalen",
        {"ends": "2027-03-06T11:00:00.000Z"},
        {"dates:activities:recMalen:ends": "Het einde ligt niet na het begin."},
        MALEN,
    ),
    (
        "activities",
        "recMalen",
        {"kind": "Braderie"},
        {"record:activities:recMalen:kind": "De keuze “Braderie” bij “Soort” is niet bekend."},
        MALEN,
    ),
    (
        "museums",
        "recMolen",
        {"name": None},
        {"record:museums:recMolen:name": "“Naam” is leeg."},
        "musea/molen-de-hoop/index.html",
    ),
    (
        "news",
        "recNieuws",
        {"published_on": "gisteren"},
        {"record:news:recNieuws:published_on": "De waarde in “Datum” is niet te lezen."},
        "nieuws/het-seizoen-begint/index.html",
    ),
]


@pytest.mark.parametrize(("table", "one", "values", "points", "path"), BROKEN)
def test_a_broken_record_keeps_its_last_good_version(
    place: Place, table: str, one: str, values: dict[str, Any], points: dict[str, str], path: str
) -> None:
    good = (place.public / path).read_bytes()
    place.base.put(table, one, **values)
    place.base.put("vacancies", "recGids", title="Gids gezocht")
    place.publish()
    assert (place.public / path).read_bytes() == good
    assert (place.public / "vacatures/gids-gezocht/index.html").exists()
    assert place.points() == points


def test_a_record_that_was_never_good_is_left_out_until_it_is_mended(place: Place) -> None:
    place.base.put(
        "activities",
        "recNieuw",
        title="Nieuw",
        kind="Activiteit",
        workflow_status="Goedgekeurd",
        museum=["recMolen"],
    )
    place.publish()
    assert not (place.public / "activiteiten/nieuw").exists()
    assert list(place.points()) == ["dates:activities:recNieuw:starts"]
    place.base.put("activities", "recNieuw", first_day="2027-03-12")
    place.publish()
    assert (place.public / "activiteiten/nieuw/index.html").exists()
    assert place.points() == {}


def test_a_draft_may_be_unfinished(place: Place) -> None:
    place.base.put("activities", "recNieuw", title="Nieuw", workflow_status="Concept", kind=None)
    place.base.put(
        "vacancies",
        "recLeeg",
        title="Iets",
        workflow_status="Concept",
        museum=["recVeen"],
        closes_on="straks",
    )
    place.publish()
    assert not (place.public / "activiteiten/nieuw").exists()
    assert "record:vacancies:recLeeg:closes_on" not in place.points()


def test_a_link_to_a_deleted_record_is_named(place: Place) -> None:
    place.base.put(
        "activities",
        "recLos",
        title="Los",
        kind="Activiteit",
        first_day="2027-03-12",
        workflow_status="Goedgekeurd",
        museum=["recWeg"],
        images=["recGeenBeeld"],
    )
    place.base.put("news", "recNieuws", museums=["recMolen", "recWeg"])
    place.publish()
    assert not (place.public / "activiteiten/los").exists()
    assert (place.public / "nieuws/het-seizoen-begint/index.html").exists()
    lost = " verwijst naar een rij die er niet meer is."
    assert place.points() == {
        "record:activities:recLos:museum:lost": f"“Museum”{lost}",
        "record:activities:recLos:images:lost": f"“Beelden”{lost}",
        "record:news:recNieuws:museums:lost": f"“Musea”{lost}",
    }


def test_a_link_mends_itself_when_the_record_comes_back(place: Place) -> None:
    place.base.put("news", "recNieuws", museums=["recKomt"])
    place.publish()
    assert list(place.points()) == ["record:news:recNieuws:museums:lost"]
    place.base.put("museums", "recKomt", name="Museum Komt", on_website=True, place="Roden")
    place.publish()
    assert place.points() == {}
    assert "Museum Komt" in place.page("nieuws/het-seizoen-begint")


def test_hours_that_are_not_understood_stay_as_typed(place: Place) -> None:
    place.base.put("museums", "recMolen", hours_text="Als de wieken draaien")
    place.publish()
    assert "Als de wieken draaien" in place.page("musea/molen-de-hoop")
    assert list(place.points()) == ["record:museums:recMolen:hours_text"]


def test_a_lost_field_leaves_its_whole_table_as_it_was(place: Place) -> None:
    before = place.tree()
    place.base.lose_field("activities", "title")
    place.base.put("activities", "recMalen", price_text="€ 3")
    place.base.delete("activities", "recTurf")
    place.base.put("vacancies", "recGids", title="Gids gezocht")
    place.publish()
    after = place.tree()
    assert after[MALEN] == before[MALEN]
    assert "activiteiten/turf/index.html" in after
    assert "vacatures/gids-gezocht/index.html" in after


def test_a_found_field_lets_its_table_follow_again(place: Place) -> None:
    place.base.lose_field("activities", "title")
    place.base.delete("activities", "recTurf")
    place.publish()
    place.base.restore_fields()
    place.publish()
    assert not (place.public / "activiteiten/turf").exists()
