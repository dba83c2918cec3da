"""Plans as `plan_of` can make them, drawn by Hypothesis: every hour, both clock-change days too."""

from datetime import date, time, timedelta
from typing import Final

from hypothesis import strategies as st

from museum.date_plan import DatePlan, Repeats, Rule

REPEATS: Final = ["daily", "weekly", "fortnightly", "monthly_weekday", "monthly_date", "yearly"]
CLOCK_CHANGES: Final = [
    *(date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)),
]
_ANY_DAY: Final = st.dates(date(2026, 2, 1), date(2028, 3, 31))
_AROUND: Final = st.builds(
    lambda day, before: day - timedelta(days=before),
    st.sampled_from(CLOCK_CHANGES),
    st.sampled_from([0, 1, 7, 14, 28]),
)


@st.composite
def plans(draw: st.DrawFn) -> DatePlan:
    """Draw a plan."""
    first = draw(_ANY_DAY | _AROUND)
    repeats: Repeats | None = draw(st.sampled_from([None, *REPEATS]))
    rule = None
    if repeats:
        ends_after = draw(st.integers(0, 500))
        rule = Rule(repeats, draw(st.sampled_from([None, first + timedelta(days=ends_after)])))
    near = st.lists(st.integers(0, 120), max_size=4, unique=True)
    extras = tuple(first + timedelta(days=days) for days in sorted(draw(near)))
    exceptions = tuple(first + timedelta(days=days) for days in sorted(draw(near)))
    if draw(st.booleans()):
        span = 0 if rule or extras else draw(st.integers(0, 200))
        return DatePlan(first, first + timedelta(days=span), None, None, rule, exceptions, extras)
    night = st.sampled_from([time(1, 59), time(2), time(2, 30), time(2, 59), time(3)])
    opens = draw(st.times(time(0), time(22)) | night).replace(second=0, microsecond=0, fold=0)
    if rule is None and not extras:
        opens = opens.replace(fold=draw(st.sampled_from([0, 1])))
    overnight = opens >= time(4) and draw(st.booleans())
    closes = draw(st.sampled_from([time(1, 30), time(4)])) if overnight else time(23)
    last = first + timedelta(days=1 if overnight else 0)
    return DatePlan(first, last, opens, closes, rule, exceptions, extras)
