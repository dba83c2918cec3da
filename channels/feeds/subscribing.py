"""The links with which people subscribe to a feed in the three agendas that nearly all have.

Sources: Google's `render?cid=` takes a webcal address; Outlook's `addfromweb` an https one, at
outlook.live.com for who uses it at home and outlook.office.com at work; Apple opens `webcal:`.
"""

from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class SubscribeLinks:
    """A feed's address, and a link per agenda."""

    name: str
    url: str
    apple: str
    google: str
    outlook: str
    outlook_work: str


def subscribe_links(name: str, url: str) -> SubscribeLinks:
    """Return the links for a feed at `url` (http or https)."""
    webcal = f"webcal://{url.partition('://')[2]}"
    outlook = urlencode({"url": url, "name": name})
    return SubscribeLinks(
        name=name,
        url=url,
        apple=webcal,
        google=f"https://calendar.google.com/calendar/render?{urlencode({'cid': webcal})}",
        outlook=f"https://outlook.live.com/calendar/0/addfromweb?{outlook}",
        outlook_work=f"https://outlook.office.com/calendar/0/addfromweb?{outlook}",
    )
