"""What people write is read exactly or refused with a reason; never silently wrong."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from museum.answers import Refusal
from workflows.commands.parse import KINDS, read_answer, written

TODAY = date(2026, 11, 23)
CORPUS: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("corpus.toml").read_text("utf-8")
)


def said(kind: str, text: str) -> str:
    """Return what is read, written as the corpus does."""
    found = read_answer(kind, text, TODAY)
    if isinstance(found, Refusal):
        assert found.reason.endswith((".", "?"))
        return "-"
    if isinstance(found, Decimal):
        return f"{found:f}"
    value = written(found)
    return value if isinstance(value, str) else str(value).lower()


@pytest.mark.parametrize("kind", KINDS)
def test_every_wording_is_read_rightly_or_refused(kind: str) -> None:
    wrong = {
        text: f"{found} instead of {right}"
        for text, right in CORPUS[kind].items()
        if (found := said(kind, text)) != right
    }
    assert wrong == {}


def test_the_corpus_is_as_large_as_the_figure_asks() -> None:
    assert sum(len(wordings) for wordings in CORPUS.values()) >= 450
