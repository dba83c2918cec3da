"""The year programme on the website: it follows the table, and what is over goes by itself."""

from datetime import timedelta

from tests.channels.website.conftest import Place

PAGES = {
    *("jaarprogramma/index.html", "de/jahresprogramm/index.html"),
    "en/year-programme/index.html",
}


def test_a_change_rebuilds_its_page_alone(place: Place) -> None:
    place.publish()
    place.base.put("programme", "recCursus", room="De Kolk", place="Assen")
    assert place.changed_by_publishing() == PAGES
    assert "De Kolk, Assen" in place.page("jaarprogramma")
    place.base.put("programme", "recCursus", hours_before=30)  # not for the public
    assert place.changed_by_publishing() == set()


def test_the_last_day_to_sign_up_and_the_day_itself_pass_by_themselves(place: Place) -> None:
    def text() -> str:
        place.publish()
        return place.page("jaarprogramma")

    assert 'href="/inschrijven/recCursus"' in text()
    place.now += timedelta(days=9)  # 10 March: one could sign up until the 9th
    assert "Aanmelden tot" not in text()
    assert "/inschrijven/" not in text()
    place.now += timedelta(days=7)  # the day after
    assert "Cursus: textiel bewaren" not in text()
    assert "Zomerborrel" in text()


def test_what_is_cancelled_is_said_and_a_broken_row_keeps_its_last_good_version(
    place: Place,
) -> None:
    place.base.put("programme", "recBorrel", date_status="Afgelast")
    place.base.put("programme", "recCursus", audiences=None)
    place.publish()
    page = place.page("en/year-programme")
    assert "Cancelled" in page
    assert "Cursus: textiel bewaren" in page
    assert not any("recCursus" in key for key in place.points()), "the calendar's check tells it"
    place.base.put("programme", "recLater", date_status="Afgelast")
    place.publish()
    assert "Jaarvergadering" not in place.page("jaarprogramma")
