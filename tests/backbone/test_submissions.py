"""What museums sent is never lost, never doubled, and two people do not undo each other."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from backbone.drafts import Draft, Drafts
from backbone.form_links import FormLinks
from backbone.form_tokens import FormTokens
from backbone.submission_letters import LetterDue, SubmissionLetters
from backbone.submissions import ChangedMeanwhile, Edit, State, Submission, Submissions

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def submission(key: str, state: State = "waiting") -> Submission:
    return Submission(
        key=key,
        kind="activiteit",
        door="form",
        museum_id="recA",
        record_id="",
        wanted={"title": "Lezing"},
        before={},
        typed={"title": "Lezing"},
        sender_name="Jo",
        sender_email="jo@museum.example",
        link_id="",
        state=state,
        received=NOW,
        changed=NOW,
    )


def letter(key: str) -> LetterDue:
    return LetterDue(f"inzending:{key}", "received", key, "Jo@museum.example")


def test_sent_twice_at_once_it_is_one(database: sa.Engine) -> None:
    store, letters = Submissions(database), SubmissionLetters(database)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: store.store(submission("a"), "f", [letter("a")]), range(8)))
    assert sum(is_new for _, is_new in found) == 1
    assert store.count("waiting") == 1
    assert [one.key for one in letters.due()] == ["inzending:a"]
    assert [one.by for one in store.history("a")] == ["f"]


def test_the_second_of_two_who_decide_is_told(database: sa.Engine) -> None:
    store = Submissions(database)
    store.store(submission("a"), "form")
    approved = store.change("a", 1, Edit(state="accepted"), "een", NOW)
    with pytest.raises(ChangedMeanwhile):
        store.change("a", 1, Edit(state="refused", letters=[letter("a")]), "twee", NOW)
    assert store.find("a") == approved
    assert SubmissionLetters(database).due() == []
    written = store.change("a", 2, Edit(state="written", record_id="recB"), "museumflow", NOW)
    assert (written.record_id, written.version) == ("recB", 3)
    with pytest.raises(ChangedMeanwhile):
        store.change("a", 3, Edit(state="withdrawn"), "afzender", NOW)
    states = [(one.state, one.by) for one in store.history("a")]
    assert states == [("waiting", "form"), ("accepted", "een"), ("written", "museumflow")]


def test_what_is_never_confirmed_goes(database: sa.Engine) -> None:
    store = Submissions(database)
    store.store(submission("old", "unconfirmed"), "form")
    fresh = replace(submission("new", "unconfirmed"), changed=NOW + timedelta(days=5))
    store.store(fresh, "form")
    assert store.withdraw_unconfirmed(NOW + timedelta(days=8), timedelta(days=7)) == 1
    assert [one.key for one in store.in_states(["unconfirmed"])] == ["new"]


def test_letters_forget_their_reader_and_are_still_counted(database: sa.Engine) -> None:
    letters = SubmissionLetters(database)
    letters.put([letter("a"), letter("a"), letter("b")], NOW)
    letters.settle("inzending:a")
    letters.settle("inzending:b", "Geweigerd.")
    assert letters.due() == []
    assert letters.problems("b") == ["Geweigerd."]
    assert letters.count_to("jo@museum.example", NOW - timedelta(days=1)) == 2
    assert letters.count_to("jo@museum.example", NOW + timedelta(days=1)) == 0


def test_a_draft_keeps_what_was_seen_when_it_was_opened(database: sa.Engine) -> None:
    drafts = Drafts(database)
    drafts.keep(Draft("a", "museum", "recA", "recA", {"place": "Assen"}, {}), NOW)
    drafts.keep(Draft("a", "museum", "recA", "recA", {}, {"place": "Emmen"}), NOW)
    found = drafts.find("a")
    assert found is not None
    assert (found.before, found.typed) == ({"place": "Assen"}, {"place": "Emmen"})
    drafts.drop_old(NOW + timedelta(days=61), timedelta(days=60))
    assert drafts.find("a") is None


def test_a_link_ends_by_time_by_hand_and_by_a_newer_one(database: sa.Engine) -> None:
    links = FormLinks(database)
    lasts = timedelta(days=10)
    first = links.make("recA", "Jo", "jo@museum.example", False, NOW, lasts)
    assert first.is_valid(NOW)
    assert not first.is_valid(NOW + lasts)
    second = links.make("recA", "Jo", "jo@museum.example", False, NOW, lasts)
    other = links.make("recB", "Jo", "jo@museum.example", False, NOW, lasts)
    assert [one.id for one in links.standing()] == [second.id, other.id]
    links.revoke(second.id)
    links.note_used(other.id, NOW)
    assert [(one.id, one.used) for one in links.of_reader("jo@museum.example")] == [(other.id, NOW)]


def test_a_token_is_worth_nothing_for_another_purpose(database: sa.Engine) -> None:
    tokens = FormTokens(database)
    token = tokens.sign("link", "abc")
    assert FormTokens(database).read("link", token) == "abc"
    assert tokens.read("submission", token) is None
    assert tokens.read("link", token[:-1] + ("A" if token[-1] != "A" else "B")) is None
