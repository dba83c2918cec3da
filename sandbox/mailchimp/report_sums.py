"""What readers did with a campaign, added up."""

from collections.abc import Sequence

from sandbox.mailchimp.items import Item


def summary_of(letters: Sequence[Item]) -> Item:
    """Return the summary that stands with a sent campaign."""
    opened, clicked = with_action(letters, "open"), with_action(letters, "click")
    count = max(1, len(letters))
    return {
        "opens": sum(len(times) for _, times in opened),
        "unique_opens": len(opened),
        "open_rate": len(opened) / count,
        "clicks": sum(len(times) for _, times in clicked),
        "subscriber_clicks": len(clicked),
        "click_rate": len(clicked) / count,
        "ecommerce": {"total_orders": 0, "total_spent": 0, "total_revenue": 0},
    }


def timeseries_of(letters: Sequence[Item]) -> list[Item]:
    """Return what happened per hour, from the sending on."""
    hours: dict[str, Item] = {}
    for letter in letters:
        _hour(hours, letter["sent_at"])["emails_sent"] += 1
        for name, action in (("unique_opens", "open"), ("recipients_clicks", "click")):
            first = next((x for x in letter["activity"] if x["action"] == action), None)
            if first:
                _hour(hours, first["timestamp"])[name] += 1
    for hour in hours.values():
        hour["proxy_excluded_unique_opens"] = hour["unique_opens"]
    return [hours[one] for one in sorted(hours)]


def _hour(hours: dict[str, Item], moment: str) -> Item:
    start = f"{moment[:13]}:00:00+00:00"
    blank = {"timestamp": start, "emails_sent": 0, "unique_opens": 0, "recipients_clicks": 0}
    return hours.setdefault(start, blank)


def with_action(letters: Sequence[Item], action: str) -> list[tuple[Item, Sequence[Item]]]:
    """Return the letters with an action, and each time it happened."""
    found = [
        (one, [done for done in one["activity"] if done["action"] == action]) for one in letters
    ]
    return [(one, times) for one, times in found if times]
