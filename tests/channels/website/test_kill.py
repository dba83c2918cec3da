"""Killed (SIGKILL) after each step of a publication and started again: the same website."""

import os
import signal
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import pytest

from tests.channels.website.conftest import Place, copy_place, fill, open_place
from workflows import website

STEPS = [
    "staged a batch",
    "staged",
    "swapped a file",
    "swapped",
    "removed a file",
    "removed",
    "confirmed a batch",
    "settled a batch",
    "settled",
]


def change(place: Place) -> None:
    """Edit so that pages appear, change, move and vanish."""
    place.base.put("activities", "recMalen", title="Malen met wind")
    place.base.put("museums", "recVeen", tagline="Turf en trein")
    place.base.delete("vacancies", "recGids")
    place.base.put(
        "news", "recTwee", title="Twee", published_on="2027-03-01", workflow_status="Goedgekeurd"
    )


@pytest.fixture(scope="module")
def expected(
    published: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, bytes]]:
    """The websites of a first and a second publication that nobody killed."""
    place = copy_place(published, tmp_path_factory.mktemp("whole") / "data")
    first = place.tree()
    change(place)
    place.publish()
    return {"first": first, "second": place.tree()}


def test_a_first_publication_killed_at_one_step_after_the_other(
    tmp_path: Path, expected: dict[str, dict[str, bytes]]
) -> None:
    """Each process goes on with what the one before it left."""
    place = open_place(tmp_path)
    fill(place.base)
    for step in STEPS:
        if step != "removed a file":  # there is none yet
            killed_at(tmp_path, step)
    place.publish()
    assert place.tree() == expected["first"]


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_in_a_second_publication(
    place: Place, step: str, expected: dict[str, dict[str, bytes]]
) -> None:
    change(place)
    killed_at(place.context.settings.data, step)
    place.publish()
    assert place.tree() == expected["second"]


def test_an_edit_taken_back_after_a_kill_is_taken_back_on_the_website(
    place: Place, expected: dict[str, dict[str, bytes]]
) -> None:
    place.base.put("activities", "recMalen", price_text="€ 3")
    place.base.put(
        "news",
        "recTwee",
        title="Twee",
        published_on="2027-03-01",
        workflow_status="Goedgekeurd",
    )
    killed_at(place.context.settings.data, "swapped")
    place.base.put("activities", "recMalen", price_text=None)
    place.base.delete("news", "recTwee")
    place.publish()
    pages = {path: body for path, body in place.tree().items() if path.endswith("html")}
    assert pages == {p: b for p, b in expected["first"].items() if p.endswith("html")}


def killed_at(folder: Path, step: str) -> None:
    """Publish in a process of its own that is killed the second time it comes to a step."""
    process = get_context("fork").Process(target=_publish_until, args=(folder, step))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL


def _publish_until(folder: Path, step: str) -> None:
    place = open_place(folder)
    place.context.checkpoint = _killer(step)
    website.publish(place.context)


def _killer(step: str) -> Callable[[str], None]:
    seen: list[str] = []

    def checkpoint(name: str) -> None:
        seen.append(name)
        if name == step and (seen.count(step) == 2 or "a file" not in step):
            os.kill(os.getpid(), signal.SIGKILL)

    return checkpoint
