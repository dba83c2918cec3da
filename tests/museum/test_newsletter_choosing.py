"""Whatever the tables hold: each reader gets what concerns them, once, and nothing that is empty.

A reader is simulated by the conditions of the letter itself, as the stand-in follows them.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backbone.config_files import load_composing_rules, load_config, load_edition_plans
from channels.newsletter.merge_tags import Block, Conditions
from channels.newsletter.reader_view import ReaderSeen, as_reader_sees
from museum.errors import FixConfiguration
from museum.identity import RecordId
from museum.newsletter.by_hand import ByHand
from museum.newsletter.candidate import Candidate
from museum.newsletter.choosing import Choice, choose
from museum.newsletter.condition import Condition
from museum.newsletter.editions import due_editions, parse_edition_plans
from museum.newsletter.rules import ComposingError, parse_composing_rules
from museum.records import Grant, NewsItem, ProgrammeItem, Vacancy

RULES = load_composing_rules()
AUDIENCES = ("board", "professional", "volunteer", "public")
CREATED = datetime(2027, 1, 1, tzinfo=UTC)
RECORDS: dict[Any, Any] = {
    "news": NewsItem, "programme": ProgrammeItem, "vacancies": Vacancy, "grants": Grant,
}  # fmt: skip


def made(number: int, source: Any, audiences: Sequence[str], region: str, days: int) -> Candidate:
    return Candidate(
        id=f"rec{number}",
        source=source,
        record=RECORDS[source](id=RecordId(f"rec{number}"), created=CREATED, title=f"T{number}"),
        audiences=tuple(audiences) if source in ("programme", "grants") else (),
        region=region if source == "vacancies" else "",
        starts_in=days,
        closes_in=days,
        age=days,
    )


candidates = st.lists(
    st.tuples(
        st.sampled_from(sorted(RECORDS)),
        st.lists(st.sampled_from(AUDIENCES[:3]), min_size=1, unique=True),
        st.sampled_from(["", *RULES.regions.names]),
        st.integers(0, 130),
    ),
    max_size=25,
).map(lambda rows: [made(number, *row) for number, row in enumerate(rows)])


@settings(max_examples=60, deadline=None)
@given(
    found=candidates,
    audiences=st.lists(st.sampled_from(AUDIENCES), min_size=1, unique=True),
    reader=st.sets(st.sampled_from(AUDIENCES), min_size=1),
    region=st.sampled_from(["", *RULES.regions.names]),
    added=st.sets(st.integers(0, 24).map("rec{}".format), max_size=3),
)
def test_each_reader_gets_their_own_once_and_nothing_empty(
    found: list[Candidate],
    audiences: list[str],
    reader: set[str],
    region: str,
    added: set[str],
) -> None:
    by_hand = ByHand(added=frozenset(added))
    choice = choose(audiences, found, by_hand, RULES)
    kept = {item.id for item in choice.items}
    assert choose(audiences, found, by_hand, RULES, only=kept) == choice, "approved, it stays"
    seen = read(choice, reader, region)
    if not reader & set(choice.audiences):
        return  # this reader gets no letter
    items = [one for _, ones in seen for one in ones]
    assert items, "nobody gets a letter without items"
    assert len(set(items)) == len(items), "no item twice"
    assert all(ones for _, ones in seen), "no heading without items"
    theirs = {
        item.id
        for item in choice.items
        if reader & set(item.audiences)
        and (not item.regions or (region in item.regions if region else item.is_for_unknown))
    }
    assert set(items) == theirs
    for item in choice.items:
        assert not item.candidate.audiences or set(item.audiences) <= set(item.candidate.audiences)
    assert set(choice.audiences) == {one for item in choice.items for one in item.audiences}


def read(choice: Choice, reader: set[str], region: str) -> list[tuple[str, list[str]]]:
    """Return the sections with items that a reader sees, by the letter's own conditions."""
    conditions = Conditions(RULES.groups, choice.audiences, RULES.regions)
    written = ""
    for section in choice.sections:
        block = conditions.block(section.audiences, section.regions)
        written += _within(block, f"# {section.section.key}\n")
        for item in section.items:
            written += _within(conditions.of(item), f"{item.id}\n")
    eyes = ReaderSeen([RULES.groups[one][1] for one in reader], {RULES.regions.field: region})
    parts = re.split(r"^# ", as_reader_sees(written, eyes), flags=re.MULTILINE)
    assert parts[0] == "", "no item before the first heading"
    return [(lines[0], lines[1:]) for lines in (part.split() for part in parts[1:])]


def _within(block: Block, text: str) -> str:
    return f"{block.begin}{text}{block.end}"


def test_each_audience_gets_its_most_and_what_was_approved_stays() -> None:
    news = [made(number, "news", (), "", number) for number in range(9)]
    first = choose(AUDIENCES, news, ByHand(), RULES)
    assert [item.id for item in first.items] == ["rec0", "rec1", "rec2", "rec3"]
    newer = [*news, made(-1, "news", (), "", 0)]
    kept = choose(AUDIENCES, newer, ByHand(), RULES, only={item.id for item in first.items})
    assert kept == first
    asked = choose(
        AUDIENCES, news, ByHand(order=("rec7", "rec2"), left_out=frozenset(["rec0"])), RULES
    )
    assert [item.id for item in asked.items] == ["rec7", "rec2", "rec1", "rec3"]


def test_whose_region_is_not_known_gets_no_long_list_of_what_is_near_others() -> None:
    """Readers who sign up by form have no region: for them the first few of all regions."""
    regions = ("", "noord", "zuidoost")
    found = [made(n, "vacancies", (), regions[n % 3], 3 + n) for n in range(15)]
    found.append(made(15, "news", (), "", 0))
    choice = choose(("volunteer",), found, ByHand(order=("rec13",)), RULES)

    def ids(region: str) -> list[str]:
        return dict(read(choice, {"volunteer"}, region))["vacatures"]

    assert ids("") == ["rec13", "rec0", "rec3", "rec6", "rec9"]
    assert ids("noord") == ["rec13", "rec0", "rec1", "rec3", "rec4", "rec6", "rec7", "rec9"]
    assert ids("zuidwest") == ["rec0", "rec3", "rec6", "rec9"]
    near = [one for one in found if one.source == "news" or one.region]
    choice = choose(("volunteer",), near, ByHand(), RULES)
    assert ids("") == ["rec1", "rec2", "rec4", "rec5"]


def test_a_condition_that_cannot_be_is_named() -> None:
    with pytest.raises(FixConfiguration, match="bij rubriek “x” klopt “ages > 3” niet"):
        Condition("ages > 3", "rubriek “x”").holds({"age": 3})
    data = load_config("newsletter")
    sections = data["composing"]["sections"]
    for wrong, told in (
        ({"when": "age <"}, "niet te lezen"),
        ({"look": "groot"}, "groot"),
        ({"heading": {"nl": "x"}}, "ontbreekt de tekst in: de, en"),
    ):
        changed = {**data["composing"], "sections": [{**sections[0], **wrong}]}
        with pytest.raises(ComposingError, match=told):
            parse_composing_rules({**data, "composing": changed})
    with pytest.raises(ComposingError, match="zonder leestekens"):
        parse_composing_rules({**data, "interests": {"board": "Groep/Bestuur, raad"}})


def test_editions_come_round() -> None:
    plans = load_edition_plans()
    year = [
        one.planned_for.date()
        for month in range(1, 13)
        for one in due_editions(plans, datetime.combine(date(2027, month, 1), time(), tzinfo=UTC))
        if one.key.startswith("musea") and one.planned_for.month == month
    ]
    assert [day.day for day in year] == [5, 2, 2, 6, 4, 1, 6, 3, 7, 5, 2, 7]
    assert due_editions(plans, datetime(2027, 12, 30, tzinfo=UTC))[0].key == "musea-2028-01"
    last = parse_edition_plans(
        {"editions": [{"key": "x", "title": "{{ month }}", "audiences": ["public"], "week": 5,
                       "weekday": "vrijdag", "at": "07:00", "days_ahead": 40, "months": [2]}]}
    )  # fmt: skip
    found = due_editions(last, datetime(2027, 1, 25, tzinfo=UTC))
    assert [(one.key, one.title, one.planned_for.day) for one in found] == [
        ("x-2027-02", "februari", 26)
    ]
    with pytest.raises(ComposingError, match="klopt iets niet"):
        parse_edition_plans({"editions": [{"key": "x"}]})
