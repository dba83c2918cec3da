"""Structured data of vacancies: schema.org's JobPosting for volunteers. Pure.

Google takes a JobPosting whose description is the page's own text as HTML, and drops it after
`validThrough` (developers.google.com/search/docs/appearance/structured-data/job-posting).
"""

from datetime import datetime, time
from typing import Final

from channels.feeds.json_text import filled
from channels.feeds.structured import CONTEXT, COUNTRY, JsonLd, museum_address, museum_id
from museum.date_plan import ZONE
from museum.records import Museum, Vacancy

_LAST_SECOND: Final = time(23, 59, 59)


def job_data(
    vacancy: Vacancy, museum: Museum, url: str, museum_url: str, *, description_html: str
) -> JsonLd:
    """Return a vacancy as a JobPosting. The day it was posted is the row's own when none is given.

    A vacancy of a museum whose place is unknown and that cannot be done from home has no
    `jobLocation`; search engines then leave it out.
    """
    posted = vacancy.published_on or vacancy.created.astimezone(ZONE).date()
    closes = None
    if vacancy.closes_on is not None:
        closes = datetime.combine(vacancy.closes_on, _LAST_SECOND, tzinfo=ZONE)
    address = museum_address(museum)
    return filled(
        {
            "@context": CONTEXT,
            "@type": "JobPosting",
            "@id": f"{url}#vacancy",
            "title": vacancy.title,
            "description": description_html,
            "url": url,
            "identifier": {
                "@type": "PropertyValue",
                "name": museum.name,
                "value": str(vacancy.id),
            },
            "employmentType": "VOLUNTEER",
            "datePosted": posted.isoformat(),
            "validThrough": closes.isoformat() if closes else "",
            "workHours": vacancy.hours_text,
            "hiringOrganization": filled(
                {
                    "@type": "Organization",
                    "@id": museum_id(museum_url),
                    "name": museum.name,
                    "sameAs": museum.website or museum_url,
                }
            ),
            "jobLocation": {"@type": "Place", "address": address} if address else {},
            "jobLocationType": "TELECOMMUTE" if vacancy.from_home else "",
            "applicantLocationRequirements": (
                {"@type": "Country", "name": COUNTRY} if vacancy.from_home else {}
            ),
            "directApply": False,
        }
    )
