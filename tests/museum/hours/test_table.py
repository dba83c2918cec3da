"""A table of wordings (wordings.toml), each held to exact days, or to being refused."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import opening_hours
import pytest

from museum.hours import OpenSpan, days_open, understand, words
from museum.hours.vocabulary import MONTH_WORDS, MONTHS

TABLE = tomllib.loads((Path(__file__).parent / "wordings.toml").read_text("utf-8"))
UNDERSTOOD: dict[str, str] = TABLE["understood"]
REFUSED: list[str] = TABLE["refused"]["wordings"]
EVERY_FIFTH = list(UNDERSTOOD)[::5]
TWO_YEARS = [date(2026, 12, 15) + timedelta(days=number) for number in range(750)]


def shown(spans: tuple[OpenSpan, ...]) -> str:
    """Write spans as the table does: "10-12.30 13.30-17"; "-" is closed."""
    parts = []
    for span in spans:
        closes = f"{span.closes:%H.%M}"
        if not span.closes_next_day:
            closes = "24" if closes == "00.00" else closes.lstrip("0")
        opens = f"{span.opens.hour}.{span.opens:%M}"
        parts.append(f"{opens.removesuffix('.00')}-{closes.removesuffix('.00')}")
    return " ".join(parts) or "-"


@pytest.mark.parametrize("wording", UNDERSTOOD)
def test_the_days_of_a_wording(wording: str) -> None:
    expected = dict(part.split(" ", 1) for part in UNDERSTOOD[wording].split(" | "))
    found = understand(wording)
    assert found.problem == ""
    assert opening_hours.validate(found.osm)
    opened = days_open(found.osm, [date.fromisoformat(f"2027-{day}") for day in expected])
    assert {f"{day:%m-%d}": shown(spans) for day, spans in opened.items()} == expected


@pytest.mark.parametrize("wording", REFUSED)
def test_what_is_not_certain_is_refused(wording: str) -> None:
    found = understand(wording)
    assert (found.understood, found.osm, found.words) == (False, "", "")
    assert found.problem.endswith((".", "?"))


@pytest.mark.parametrize("wording", UNDERSTOOD)
def test_the_words_read_back_mean_the_same_days(wording: str) -> None:
    found = understand(wording)
    again = understand(found.words)
    assert again.problem == ""
    assert days_open(again.osm, TWO_YEARS[::3]) == days_open(found.osm, TWO_YEARS[::3])
    assert words(found, "de")
    assert words(found, "en")


@pytest.mark.parametrize("wording", EVERY_FIFTH)
def test_no_month_and_no_named_day_is_passed_over(wording: str) -> None:
    """Another month, or Koningsdag for a holiday, never gives the same hours."""
    parts = wording.split(" ")
    for at, part in enumerate(parts):
        bare = part.strip(".,;:()").lower()
        if bare in MONTHS:
            other = MONTH_WORDS[(MONTHS[bare] + 1) % 12][0]
        elif bare == "feestdagen":
            other = "Koningsdag"
        else:
            continue
        changed = understand(
            " ".join([*parts[:at], part.lower().replace(bare, other), *parts[at + 1 :]])
        )
        assert not changed.understood or changed.osm != understand(wording).osm
