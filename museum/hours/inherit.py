"""Times that a statement leaves out ("feestdagen geopend"): taken over only when certain."""

from dataclasses import replace

from museum.hours import seasons
from museum.hours.problems import unclear
from museum.hours.rules import Rule, Selector, Span, Stretch
from museum.hours.vocabulary import NAMED_WINDOW

_ADVICE = "Zet er de tijden bij, bijvoorbeeld 13-17 u."


def spans_for(selector: Selector, rules: list[Rule], text: str) -> list[Rule]:
    """Return the rules for days that are said to be open without times.

    Holidays and named days take the times of the season that they fall in, when that season has
    one set of times; others take the times of the statement before. Raises `NotUnderstoodError`.
    """
    usual = [
        rule
        for rule in rules
        if rule.state == "open" and not (rule.selector.named or rule.selector.dates)
    ]
    if not usual:
        raise unclear(text, _ADVICE)
    if selector.named:
        return _for_named(selector, usual, text)
    if selector.holidays:
        return _for_holidays(selector, usual, text)
    if selector.dates:
        near = [one for one in usual if seasons.overlap(one.selector.season, selector.dates)]
        return [Rule(selector, "open", _one(near, text))]
    last = usual[-1]
    same_season = [one for one in usual if one.selector.season == last.selector.season]
    return [Rule(selector, "open", _one(same_season, text))]


def _for_named(selector: Selector, usual: list[Rule], text: str) -> list[Rule]:
    found = []
    for name in selector.named:
        window = Stretch(*NAMED_WINDOW[name])
        near = [one for one in usual if seasons.overlap(one.selector.season, (window,))]
        found.append(Rule(replace(selector, named=(name,)), "open", _one(near, text)))
    return found


def _for_holidays(selector: Selector, usual: list[Rule], text: str) -> list[Rule]:
    wanted = [selector.season] if selector.season else []
    for rule in usual:
        if not selector.season and rule.selector.season not in wanted:
            wanted.append(rule.selector.season)
    return [
        Rule(
            selector.within(season),
            "open",
            _one([one for one in usual if one.selector.season == season], text),
        )
        for season in wanted
    ]


def _one(rules: list[Rule], text: str) -> tuple[Span, ...]:
    found = {rule.spans for rule in rules}
    if len(found) != 1:
        raise unclear(text, _ADVICE)
    return found.pop()
