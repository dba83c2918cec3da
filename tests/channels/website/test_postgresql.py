"""The website is the same, byte for byte, whichever kind of database it is made from."""

from pathlib import Path

from tests.channels.website.conftest import Place, fill, open_place


def test_a_publication_and_a_change_are_the_same_on_postgresql(
    tmp_path: Path, place: Place, postgres_url: str
) -> None:
    other = open_place(tmp_path / "other", postgres_url)
    fill(other.base)
    other.publish()
    assert other.tree() == place.tree()
    for one in (place, other):
        one.base.put("museums", "recVeen", name="Veenpark de Æble-ó", place="’t Haantje")
        one.a_day_later()
    assert other.changed_by_publishing() == place.changed_by_publishing()
    assert other.tree() == place.tree()
    assert other.points() == place.points()
    assert not other.changed_by_publishing()
    other.context.engine.dispose()
