"""Says a request back in Dutch: what was understood, and what is supposed for want of words."""

from collections.abc import Collection
from typing import Final

from museum.answers.date_vocabulary import WEEKDAY_NAMES
from museum.calendar_check.words import AUDIENCE_WORDS, listed
from museum.date_advice.request import PARTS, Request, Span
from museum.date_words import DateStyle

KIND_WORDS: Final = {
    "course": "een cursus",
    "training": "een training",
    "workshop": "een workshop",
    "webinar": "een webinar",
    "meeting": "een bijeenkomst",
    "congress": "een museumcongres",
    "drinks": "een netwerkborrel",
}
_STYLE: Final = DateStyle("nl", "long", 0)


def said_back(request: Request, has_period: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what was understood, as short phrases, and what is supposed, as sentences."""
    return tuple(_understood(request, has_period)), tuple(_supposed(request, has_period))


def _understood(request: Request, has_period: bool) -> list[str]:
    found = [KIND_WORDS[request.kind]] if request.kind else []
    if request.audiences:
        found.append(f"voor {listed([AUDIENCE_WORDS[one] for one in request.audiences])}")
    if request.minutes:
        found.append(
            f"{request.minutes} minuten" if request.minutes % 60 else f"{request.minutes // 60} uur"
        )
    if request.days > 1:
        found.append(f"{request.days} dagen achter elkaar")
    elif request.part:
        found.append(PARTS[request.part])
    if request.times > 1:
        found.append(f"{request.times} keer, elke week")
    if has_period:
        found += _period(request)
    found += _days(request)
    if request.people is not None:
        found.append(f"ongeveer {request.people} mensen")
    return found


def _period(request: Request) -> list[str]:
    found = [_span(one) for one in request.spans]
    return found or ["een periode die voorbij is"]


def _days(request: Request) -> list[str]:
    found = []
    if request.weekdays:
        found.append(f"alleen op {_names(request.weekdays)}")
    if request.not_on:
        found.append(f"niet op {_names(request.not_on)}")
    if request.rather_on:
        found.append(f"liefst op {_names(request.rather_on)}")
    found += [f"niet op {_span(one)}" for one in _near(request)]
    if request.not_in_school_holidays:
        found.append("niet in de schoolvakanties")
    if request.not_on_public_holidays:
        found.append("niet op feestdagen")
    return found


def _near(request: Request) -> list[Span]:
    """Return the days that are out and lie in the period; the others make no difference."""
    return [
        out
        for out in request.not_in
        if any(out.first <= one.last and one.first <= out.last for one in request.spans)
    ]


def _names(days: Collection[int]) -> str:
    return listed([WEEKDAY_NAMES[day] for day in sorted(days)])


def _supposed(request: Request, has_period: bool) -> list[str]:
    found = []
    if not request.kind:
        found.append("U noemde geen soort: wij rekenden met een bijeenkomst.")
    if not request.audiences:
        found.append("U noemde geen doelgroep: wij letten op alle drie.")
    if not (request.part or request.minutes or request.days > 1):
        found.append("U zei niet hoe lang het duurt: wij rekenden met een dagdeel.")
    if not has_period and request.spans:
        told = _span(request.spans[0])
        found.append(f"U noemde geen periode: wij keken van {told}.")
    return found


def _span(span: Span) -> str:
    return _STYLE.day(span.first) if span.first == span.last else _STYLE.span(span.first, span.last)
