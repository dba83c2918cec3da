"""Opening hours on a museum's page: evenings past midnight, and holidays by their names."""

import re

from tests.channels.website.conftest import Place

MOLEN = "musea/molen-de-hoop"


def shown_days(page: str) -> dict[str, str]:
    """Return what the page says of each day, without the marks."""
    rows = re.findall(r'<time datetime="([\d-]+)">.*?</th><td>(.*?)</td>', page)
    return {day: re.sub(r"<[^>]+>", "", cell) for day, cell in rows}


def test_an_evening_past_midnight_says_so(place: Place) -> None:
    place.base.put("museums", "recMolen", hours_text="vr 20-02 u, za 13-24 u")
    place.publish()
    page = place.page(MOLEN)
    days = shown_days(page)
    assert days["2027-03-05"] == "20.00–2.00 (de volgende dag)"
    assert days["2027-03-06"] == "13.00–24.00"
    assert days["2027-03-07"] == "gesloten"
    assert '"opens":"20:00","closes":"02:00"' in page.replace(": ", ":").replace(", ", ",")
    assert '"opens":"13:00","closes":"23:59"' in page.replace(": ", ":").replace(", ", ",")


def test_good_friday_is_a_holiday_and_has_its_name(place: Place) -> None:
    place.base.put("museums", "recMolen", hours_text="dagelijks 10-17 u, feestdagen gesloten")
    place.publish()
    page = place.page(MOLEN)
    assert shown_days(page)["2027-03-26"] == "gesloten"
    assert '<span class="holiday">Goede Vrijdag</span>' in page
