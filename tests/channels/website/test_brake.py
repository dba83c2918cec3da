"""The brake in a publication: it names the plan, and approval lets exactly that plan pass."""

from channels.website.planning import lines
from tests.channels.website.conftest import Place
from workflows import website

MUSEUMS = [f"recExtra{number}" for number in range(4)]


def crowd(place: Place) -> None:
    """Publish a few more museums."""
    rows = {one: {"name": f"Museum {one}", "on_website": True, "place": "Assen"} for one in MUSEUMS}
    place.base.put_many("museums", rows)
    place.publish()


def empty(place: Place) -> None:
    """Delete every museum."""
    for one in [*MUSEUMS, "recMolen", "recVeen"]:
        place.base.delete("museums", one)


def test_emptying_the_museums_stops_at_the_brake(place: Place) -> None:
    crowd(place)
    before = place.tree()
    empty(place)
    outcome = place.publish()
    assert outcome.ending == "blocked"
    assert place.tree() == before
    assert (
        "De rem: Van de 6 musea zouden er 6 in één keer verdwijnen; zonder goedkeuring mag dat "
        "10% zijn."
    ) in outcome.lines
    assert f"Klopt dit? Keur precies dit plan goed: museumflow approve {outcome.plan_id}" in (
        outcome.lines
    )
    assert place.publish().plan_id == outcome.plan_id


def test_approval_lets_exactly_that_plan_pass(place: Place) -> None:
    crowd(place)
    empty(place)
    place.approved.add(place.publish().plan_id)
    place.base.put("news", "recNieuws", title="Iets anders")
    assert place.publish().ending == "blocked"
    place.base.put("news", "recNieuws", title="Het seizoen begint")
    assert place.publish().ending == "changed"
    assert not (place.public / "musea/molen-de-hoop").exists()
    assert website.plan(place.context).is_empty


def test_what_comes_back_before_approval_changes_nothing(place: Place) -> None:
    crowd(place)
    before = place.tree()
    rows = {one: dict(place.base.rows["museums", one]) for one in [*MUSEUMS, "recMolen", "recVeen"]}
    empty(place)
    place.publish()
    place.base.put_many("museums", rows)
    assert place.publish().ending in ("unchanged", "changed")
    website.build_search_index(place.context)
    now = {path: body for path, body in place.tree().items() if not path.startswith("pagefind/")}
    search = {path for path in now if "zoeken" in path or "suche" in path or "search" in path}
    assert {path for path in before | now if before.get(path) != now.get(path)} <= search


def test_a_plan_reads_as_dutch(place: Place) -> None:
    place.base.put("museums", "recMolen", tagline="Malen op de wind", phone="0592 123456")
    place.base.delete("vacancies", "recGids")
    plan = website.plan(place.context)
    assert lines(plan)[2:] == [
        "Gewijzigd (1):",
        "  museum “Molen De Hoop” (recMolen): In één zin: leeg → “Malen op de wind”; "
        "Telefoon voor bezoekers: leeg → “0592 123456”",
        "Verdwijnt (1):",
        "  vacature “Gids” (recGids): De rij is in Airtable verwijderd.",
    ]
