"""From text to moments: DATETIME_PARSE, and dates that are written as text in a formula.

What carries no offset is taken as UTC. Only whole, unmistakable spellings are understood; the
rest is `None`, where Airtable shows `#ERROR!`.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Final

from sandbox.airtable.formula.date_formats import TOKEN
from sandbox.airtable.formula.date_words import Words, words_of
from sandbox.airtable.formula.errors import UnsuitableError
from sandbox.airtable.formula.values import Value, is_blank, midnight, unwrap

_ISO: Final = re.compile(
    r"(?P<Y>\d{4})-(?P<M>\d\d?)(?:-(?P<D>\d\d?))?"
    r"(?:[T ](?P<H>\d\d?):(?P<m>\d\d)(?::(?P<s>\d\d)(?:[.,](?P<S>\d{1,9}))?)?"
    r"\s*(?P<Z>Z|[+-]\d\d:?\d\d)?)?"
)
_USUAL: Final = (
    *("M/D/YYYY", "M/D/YYYY H:mm", "M/D/YYYY h:mm a", "M/D/YYYY h:mma", "YYYY/M/D", "YYYYMMDD"),
    *("YYYY/M/D H:mm", "D MMM YYYY", "D MMMM YYYY", "MMM D YYYY", "MMMM D YYYY", "MMM Do YYYY"),
    *("MMMM Do YYYY", "D MMM YYYY H:mm", "D MMMM YYYY H:mm", "MMM D YYYY h:mm a"),
    *("MMMM D YYYY h:mm a", "ddd MMM D YYYY", "dddd MMMM D YYYY"),
)


def as_moment(value: Value) -> datetime:
    """The value as a moment; a date begins at 00:00 UTC. Raises `UnsuitableError` else."""
    value = unwrap(value)
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return midnight(value)
    moment = read_moment(value) if isinstance(value, str) else None
    if moment is None:
        raise UnsuitableError("not a date")
    return moment


def as_moment_or_blank(value: Value) -> datetime | None:
    """As `as_moment`, but `None` for a blank."""
    return None if is_blank(unwrap(value)) else as_moment(value)


def read_moment(text: str) -> datetime | None:
    """A moment from ISO 8601, or from one of the usual English spellings."""
    text = text.strip()
    iso = _ISO.fullmatch(text)
    if iso:
        return _moment(iso.groupdict(), None)
    for pattern in _USUAL:
        moment = read_with_format(text, pattern, "en")
        if moment:
            return moment
    return None


def read_with_format(
    text: str, pattern: str, locale: str, today: date | None = None
) -> datetime | None:
    """A moment from text in a moment.js pattern.

    With `today` as moment.js reads: what follows is passed over, and a missing year, or all of
    the date, is today's. Without, the whole text has to be a whole date.
    """
    words = words_of(locale)
    reader = _reader(pattern, words)
    found = reader.fullmatch(text) if today is None else reader.match(text)
    return _moment(_spelled_out(found.groupdict(), words), today) if found else None


@lru_cache(maxsize=256)
def _reader(pattern: str, words: Words) -> re.Pattern[str]:
    # Possessive quantifiers throughout: no format, however odd, makes the reader go back.
    return re.compile(r"\W*+" + "".join(_readers(pattern, words)) + r"\W*+", re.IGNORECASE)


_SIMPLE: Final = {
    **{"YYYY": r"(?P<Y>\d{4})", "Y": r"(?P<Y>\d{1,4}+)", "YY": r"(?P<YY>\d{2})"},
    **{
        "M": r"(?P<M>\d\d?+)",
        "MM": r"(?P<M>\d\d?+)",
        "D": r"(?P<D>\d\d?+)",
        "DD": r"(?P<D>\d\d?+)",
    },
    **{"DDD": r"(?P<DDD>\d{1,3}+)", "DDDD": r"(?P<DDD>\d{3})", "Do": r"(?P<D>\d\d?+)[^\W\d]*+\.?+"},
    **{
        "H": r"(?P<H>\d\d?+)",
        "HH": r"(?P<H>\d\d?+)",
        "h": r"(?P<H>\d\d?+)",
        "hh": r"(?P<H>\d\d?+)",
    },
    **{
        "k": r"(?P<H>\d\d?+)",
        "kk": r"(?P<H>\d\d?+)",
        "m": r"(?P<m>\d\d?+)",
        "mm": r"(?P<m>\d\d?+)",
    },
    **{"s": r"(?P<s>\d\d?+)", "ss": r"(?P<s>\d\d?+)", "a": r"(?P<a>[ap])\.?+m?+\.?+"},
    **{"A": r"(?P<a>[ap])\.?+m?+\.?+", "X": r"(?P<X>\d++(?:\.\d++)?+)", "x": r"(?P<x>\d++)"},
    **{"Z": r"(?P<Z>Z|[+-]\d\d:?\d\d)", "ZZ": r"(?P<Z>Z|[+-]\d\d:?\d\d)"},
}


def _readers(pattern: str, words: Words) -> Iterable[str]:
    """For each token the regular expression that reads it; signs between them may differ."""
    read: set[str] = set()
    for token in TOKEN.findall(pattern):
        if token in {"L", "LL", "LLL", "LLLL", "LT", "LTS"}:
            yield from _readers(words.long_format(token), words)
            continue
        reader = _SIMPLE.get(token) or _word_reader(token, words)
        name = re.search(r"\?P<(\w+)>", reader)
        if name and name[1] in read:  # the same thing twice: the first counts
            reader = reader.replace(name[0], "?:")
        read.update({name[1]} if name else ())
        yield reader


def _word_reader(token: str, words: Words) -> str:
    if token in {"MMM", "MMMM"}:
        return f"(?P<MMM>(?>{_choices((*words.months, *words.short_months))}))"
    if token in {"dd", "ddd", "dddd"}:
        return f"(?>{_choices((*words.days, *words.short_days, *words.least_days))})"
    if token.startswith("S"):
        return rf"(?P<S>\d{{1,{len(token)}}}+)"
    if token.startswith("[") and token.endswith("]"):
        return re.escape(token[1:-1])
    return re.escape(token) if token.isalnum() else r"\W*+"


def _choices(names: Iterable[str]) -> str:
    longest_first = sorted({name.rstrip(".") for name in names}, key=len, reverse=True)
    return "|".join(re.escape(name) + r"\.?+" for name in longest_first)


def _spelled_out(parts: dict[str, str | None], words: Words) -> dict[str, str | None]:
    month = (parts.pop("MMM", None) or "").lower().rstrip(".")
    for names in (words.months, words.short_months):
        for number, name in enumerate(names, start=1):
            if month and month == name.lower().rstrip("."):
                parts["M"] = str(number)
    if short_year := parts.get("YY"):
        parts["Y"] = ("19" if int(short_year) > 68 else "20") + short_year  # as moment.js
    if half := parts.get("a"):
        hour = int(parts.get("H") or 0) % 12
        parts["H"] = str(hour + 12 if half.lower() == "p" else hour)
    return parts


def _moment(parts: dict[str, str | None], today: date | None) -> datetime | None:
    if parts.get("X") or parts.get("x"):
        seconds = float(parts.get("X") or 0) or int(parts.get("x") or 0) / 1000
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    day = _day(parts, today)
    if day is None:
        return None
    hour, minute, second = (int(parts.get(name) or 0) for name in "Hms")
    microsecond = int((parts.get("S") or "0").ljust(6, "0")[:6])
    if hour > 24:
        return None
    try:
        clock = time(hour % 24, minute, second, microsecond, _zone(parts.get("Z") or "Z"))
    except ValueError:
        return None
    return datetime.combine(day, clock).astimezone(UTC) + timedelta(days=hour // 24)


def _day(parts: dict[str, str | None], today: date | None) -> date | None:
    if today is None and not parts.get("Y"):
        return None
    default = today if today and not any(map(parts.get, ("Y", "M", "D", "DDD"))) else None
    year = int(parts.get("Y") or (today.year if today else 0))
    month = int(parts.get("M") or (default.month if default else 1))
    day = int(parts.get("D") or (default.day if default else 1))
    try:
        read = date(year, month, day)
    except ValueError:
        return None
    day_of_year = parts.get("DDD")
    return read + timedelta(days=int(day_of_year) - 1) if day_of_year else read


def _zone(offset: str) -> timezone:
    if offset.upper() == "Z":
        return UTC
    sign = -1 if offset[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:])))
