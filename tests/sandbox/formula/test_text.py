"""Text functions, patterns among them."""

import pytest

from sandbox.airtable.formula import Value
from tests.sandbox.formula.rows import ERROR, same, value_of

TABLE: list[tuple[str, Value]] = [
    ('CONCATENATE("a", 1, {Empty}, {Tags})', "a1heidekinderen"),
    ('LOWER("Hünebed")', "hünebed"),
    ("UPPER({Name})", "HUNEBEDCENTRUM"),
    ('TRIM("  veen\n")', "veen"),
    ("LEN({Name})", 14),
    ("LEN({Empty})", 0),
    ("LEN(12.50)", 4),
    ("LEFT({Name}, 4)", "Hune"),
    ("LEFT({Name}, 0)", ""),
    ("LEFT({Name}, -1)", ""),
    ("RIGHT({Name}, 7)", "centrum"),
    ("RIGHT({Name}, 99)", "Hunebedcentrum"),
    ("RIGHT({Name}, 0)", ""),
    ("MID({Name}, 5, 3)", "bed"),
    ("MID({Name}, 13, 9)", "um"),
    ('REPLACE("database", 2, 5, "o")', "dose"),
    ('SUBSTITUTE("a-b-c", "-", "+")', "a+b+c"),
    ('SUBSTITUTE("a-b-c", "-", "+", 2)', "a-b+c"),
    ('SUBSTITUTE("a-b-c", "-", "+", 9)', "a-b-c"),
    ('SUBSTITUTE("abc", "", "+")', "abc"),
    ('REPT("ha", 3)', "hahaha"),
    ('REPT("ha", 1000000)', ERROR),
    ('T("a")', "a"),
    ("T(1)", None),
    ("T({Day})", None),
    ('FIND("bed", {Name})', 5),
    ('FIND("BED", {Name})', 0),
    ('FIND("e", {Name}, 4)', 6),
    ('FIND("x", {Empty})', 0),
    ('FIND("kind", {Tags})', 8),
    ('SEARCH("bed", {Name})', 5),
    ('SEARCH("zee", {Name})', None),
    ('SEARCH("e", {Name}, 99)', None),
    ('ENCODE_URL_COMPONENT("chicken & waffles/ä-_.~")', "chicken%20%26%20waffles%2F%C3%A4-_.~"),
    ('REGEX_MATCH({Name}, "bed")', True),
    ('REGEX_MATCH({Name}, "^bed")', False),
    ('REGEX_MATCH({Name}, "(?i)^hune\\w+$")', True),
    ('REGEX_MATCH({Empty}, "^$")', True),
    ('REGEX_MATCH({Name}, "(")', ERROR),
    ('REGEX_MATCH({Name}, "(?=H)")', ERROR),
    ('REGEX_EXTRACT("Tel. 0591 123456", "[0-9]{4} [0-9]+")', "0591 123456"),
    ('REGEX_EXTRACT("geen", "[0-9]+")', ERROR),
    ('REGEX_REPLACE("2026-03-01", "-", "")', "20260301"),
    ('REGEX_REPLACE("2026-03-01", "(\\d+)-(\\d+)-(\\d+)", "$3/$2 $$ $9")', "01/03 $ $9"),
    ('REGEX_REPLACE("é1é", "é", "e")', "e1e"),
    ("UPPER({Broken})", ERROR),
]


@pytest.mark.parametrize(("source", "value"), TABLE)
def test_text(source: str, value: Value) -> None:
    assert same(value_of(source), value)


@pytest.mark.timeout(5)
def test_a_pattern_that_would_stall_another_engine_is_answered_at_once() -> None:
    assert value_of('REGEX_MATCH(REPT("a", 5000) & "!", "^(a+)+$")') is False
