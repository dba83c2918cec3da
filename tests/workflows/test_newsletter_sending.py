"""From draft to report: what a person approved goes once, and nothing else goes."""

from collections.abc import Iterator

import pytest

from museum.errors import StopRun
from tests.bases import record_id
from tests.newsroom import STAFF_ADDRESS, Newsroom, open_newsroom, planned

KEY = record_id("maand")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    folder = tmp_path_factory.mktemp("newsroom")
    with open_newsroom(folder, newsletter_to=STAFF_ADDRESS) as room:
        yield room


@pytest.fixture
def room(opened: Newsroom) -> Newsroom:
    opened.clear()
    opened.languages = ("nl",)
    return opened


def test_from_draft_to_report(room: Newsroom) -> None:
    room.languages = ("de", "nl")
    first = room.run()
    assert first["lines"] == ["Nieuws van de maand: nagekeken, nog niet als proef gemaild."]
    titles = sorted(one["settings"]["title"] for one in room.campaigns())
    prints = room.mailing().prints
    assert titles == [f"museumflow {KEY} {one} {prints[one][:12]}" for one in ("de", "nl")]
    assert [one.details for one in room.mailings.checklist(KEY).checks if not one.is_right] == []
    with pytest.raises(StopRun, match="proefmail"):
        room.approve()
    room.test()
    assert room.mailing().state == "tested"
    assert len(room.mails(address=STAFF_ADDRESS)) == 2
    room.approve("Roos Kamp")
    room.run()
    moment = planned(room.now).replace(minute=15)
    assert {one["status"] for one in room.campaigns()} == {"schedule"}
    assert room.mailing().moment == moment
    assert "Goedgekeurd door Roos Kamp" in room.row("maand").sending_note
    assert room.run()["outcome"] == "unchanged"
    assert room.got() == {"anna": 0, "bram": 0, "clara": 0, "daan": 0}
    room.at(moment)
    room.wait_until(lambda: {one["status"] for one in room.campaigns()} == {"sent"})
    assert room.run()["lines"] == ["Nieuws van de maand: verzonden."]
    assert room.got() == {"anna": 1, "bram": 1, "clara": 1, "daan": 0}
    assert room.mails("clara")[0]["subject"].endswith("(de)")
    assert room.mailing().sent_at == moment
