"""What a publication touches: only what it must."""

import json
from typing import Any

from tests.channels.website.conftest import Place
from workflows import website


def in_languages(nl: str, de: str, en: str) -> set[str]:
    """Return the pages of three paths, given without the language."""
    return {f"{nl}/index.html", f"de/{de}/index.html", f"en/{en}/index.html"}


SEARCH = in_languages("zoeken", "suche", "search")
MOLEN = in_languages("musea/molen-de-hoop", "museen/molen-de-hoop", "museums/molen-de-hoop")
MALEN = in_languages(
    "activiteiten/malen-met-de-molenaar",
    "veranstaltungen/malen-met-de-molenaar",
    "events/malen-met-de-molenaar",
)
HOME = {"index.html", "de/index.html", "en/index.html"}
AGENDA = in_languages("agenda", "agenda", "agenda")
DAY = in_languages("agenda/2027-03-06", "agenda/2027-03-06", "agenda/2027-03-06")
KIND = in_languages(
    "agenda/soort/activiteiten", "agenda/art/activiteiten", "agenda/kind/activiteiten"
)
NORG = in_languages("agenda/plaats/norg", "agenda/ort/norg", "agenda/place/norg")
FAMILIES = in_languages("agenda/voor/gezinnen", "agenda/fuer/gezinnen", "agenda/for/gezinnen")


def test_second_run_changes_nothing(place: Place) -> None:
    website.build_search_index(place.context)
    before = {path: path.stat().st_mtime_ns for path in place.public.rglob("*")}
    outcome = place.publish()
    assert outcome.ending == "unchanged"
    assert outcome.lines == ("Er verandert niets op de website.",)
    assert not website.build_search_index(place.context)
    assert {path: path.stat().st_mtime_ns for path in place.public.rglob("*")} == before


def test_a_price_touches_the_page_of_the_activity_alone(place: Place) -> None:
    website.build_search_index(place.context)
    place.base.put("activities", "recMalen", price_text="€ 3")
    assert place.changed_by_publishing() == {*MALEN, *SEARCH, "agenda.json"}


def test_a_title_touches_all_that_shows_it_and_moves_the_page(place: Place) -> None:
    website.build_search_index(place.context)
    place.base.put("activities", "recMalen", title="Malen")
    moved = in_languages("activiteiten/malen", "veranstaltungen/malen", "events/malen")
    shown = HOME | AGENDA | DAY | KIND | NORG | FAMILIES | MOLEN
    assert place.changed_by_publishing() == {
        *(MALEN | moved | shown | SEARCH | CALENDARS),
        "activiteiten/malen/malen.ics",
        "agenda.json",
        "_redirects.json",
        "sitemap-activity-11.xml",
    }


CALENDARS = {
    "agenda.ics",
    "musea/molen-de-hoop/agenda.ics",
    "agenda/soort/activiteiten/agenda.ics",
    "activiteiten/malen-met-de-molenaar/malen-met-de-molenaar.ics",
}


def test_a_note_for_staff_touches_nothing(place: Place) -> None:
    place.base.put("activities", "recMalen", notes="Bellen!")
    assert place.publish().ending == "unchanged"


def test_a_museum_that_closes_takes_everything_of_it_along(place: Place) -> None:
    place.base.put("museums", "recMolen", status="Voorgoed gesloten")
    place.publish()
    tree = place.tree()
    left = [path for path in tree if "molen-de-hoop" in path or "malen-met" in path]
    assert left == []
    assert not any(b"Molen De Hoop" in body for path, body in tree.items() if ".ics" not in path)
    assert b"STATUS:CANCELLED" in tree["agenda.ics"]


def test_a_vacancy_goes_by_its_date_and_news_comes_by_its(place: Place) -> None:
    place.base.put("vacancies", "recGids", closes_on="2027-03-01")
    place.base.put(
        "news",
        "recMorgen",
        title="Morgen",
        workflow_status="Goedgekeurd",
        published_on="2027-03-02",
    )
    place.publish()
    assert (place.public / "vacatures/gids/index.html").exists()
    assert not (place.public / "nieuws/morgen/index.html").exists()
    place.a_day_later()
    plan = website.plan(place.context)
    assert [(each.action, each.subject, each.is_expected) for each in plan.changes] == [
        ("new", "Morgen", False),
        ("gone", "Gids", True),
    ]
    place.publish()
    assert not (place.public / "vacatures/gids/index.html").exists()
    assert (place.public / "nieuws/morgen/index.html").exists()


def test_a_past_activity_stays_and_says_so(place: Place) -> None:
    before = place.page("activiteiten/malen-met-de-molenaar")
    for _ in range(6):
        place.a_day_later()
    place.publish()
    assert place.page("activiteiten/malen-met-de-molenaar") != before
    assert "Malen met de molenaar" not in place.page("agenda")


def test_renames_redirect_and_never_chain(place: Place) -> None:
    for name in ("Molen Een", "Molen Twee"):
        place.base.put("museums", "recMolen", name=name)
        place.publish()
    redirects = json.loads((place.public / "_redirects.json").read_text())
    assert redirects["/musea/molen-de-hoop/"] == "/musea/molen-twee/"
    assert redirects["/de/museen/molen-een/"] == "/de/museen/molen-twee/"
    assert "/musea/molen-twee/" in place.page("musea/molen-de-hoop")


def test_a_redirected_address_is_never_given_to_another(place: Place) -> None:
    place.base.put("museums", "recMolen", name="Molen Een")
    place.publish()
    place.base.put("museums", "recNieuw", name="Molen De Hoop", on_website=True, place="Norg")
    place.publish()
    assert "/musea/molen-een/" in place.page("musea/molen-de-hoop")
    others = [path.name for path in (place.public / "musea").glob("molen-de-hoop-*")]
    assert len(others) == 1


def test_renamed_back_takes_its_own_address_again(place: Place) -> None:
    before = place.tree()
    for name in ("Molen Een", "Molen De Hoop"):
        place.base.put("museums", "recMolen", name=name)
        place.publish()
    after = place.tree()
    assert "/musea/molen-een/" in json.loads(after["_redirects.json"])
    assert set(after) - set(before) == in_languages(
        "musea/molen-een", "museen/molen-een", "museums/molen-een"
    )


def test_calendar_numbers_grow_when_the_date_moves_and_only_then(place: Place) -> None:
    path = place.public / "activiteiten/malen-met-de-molenaar/malen-met-de-molenaar.ics"
    place.base.put("activities", "recMalen", price_text="€ 3")
    place.publish()
    assert b"SEQUENCE:0" in path.read_bytes()
    place.base.put(
        "activities",
        "recMalen",
        starts="2027-03-07T13:00:00.000Z",
        ends="2027-03-07T15:00:00.000Z",
    )
    place.publish()
    assert b"SEQUENCE:1" in path.read_bytes()
    assert b"UID:recMalen@drentsemusea.nl" in path.read_bytes()


def test_script_in_a_text_is_harmless(place: Place) -> None:
    evil = "<script>alert(1)</script>"
    place.base.put("activities", "recMalen", title=f"Malen {evil}", description=evil)
    place.base.put(
        "museums", "recMolen", name=f"Molen {evil}", description=f"[x](javascript:x) {evil}"
    )
    place.publish()
    for path, body in place.tree().items():
        if path.endswith(".html"):
            assert b"<script>alert(1)" not in body, path
            assert b'href="javascript:' not in body, path


EDITS: list[tuple[str, str, dict[str, Any]]] = [
    ("activities", "recMalen", {"title": "Malen met wind", "summary": "Kom!"}),
    ("museums", "recMolen", {"name": "Molen De Wind", "place": "Zuidlaren"}),
    ("activities", "recMalen", {"repeats": "Elke week", "repeats_until": "2027-05-01"}),
    ("activities", "recTurf", {"last_day": "2027-04-10"}),
    ("vacancies", "recGids", {"from_home": True, "title": "Gids of gastvrouw"}),
    ("museums", "recVeen", {"facilities": ["Winkel"], "hours_text": "di t/m zo 11-17 u"}),
    ("activities", "recLes", {"kind": "Kortingsactie", "event_status": "Afgelast"}),
    ("museums", "recMolen", {"on_website": None}),
    ("news", "recNieuws", {"title": "Het seizoen loopt", "museums": ["recVeen"]}),
    ("museums", "recMolen", {"on_website": True, "latitude": None}),
    ("activities", "recMalen", {"visitors": ["Kinderen"], "location_place": "Assen"}),
]


def test_following_changes_ends_as_building_all_anew(place: Place) -> None:
    """A page that forgot to say what it read would stay behind here."""
    for number, (table, one, values) in enumerate(EDITS):
        place.base.put(table, one, **values)
        if number % 3 == 2:
            place.a_day_later()
        place.publish()
    followed = place.tree()
    build_all_anew(place)
    anew = place.tree()
    assert {path for path in followed | anew if followed.get(path) != anew.get(path)} == set()


def build_all_anew(place: Place) -> None:
    """Publish as if the look of the website had changed."""
    with place.context.engine.begin() as connection:
        place.context.store.set_state(connection, {"look": "another"})
    assert place.publish().ending == "changed"
