"""`/beheer/kalenders`: the secret addresses of staff's own calendars."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask import render_template as render
from werkzeug.wrappers import Response

from backbone.calendar_addresses import CalendarAddresses
from channels.feeds.subscribing import subscribe_links
from webhooks.calendars.blueprint import own_feed
from webhooks.calendars.feeds import ALARMS
from webhooks.staff import moment_in_words
from workflows.calendar_entries import PROGRAMME
from workflows.context import Context


def show_calendar_addresses(blueprint: Blueprint, context: Context) -> None:
    """Add the page with secret addresses to the staff pages."""
    people = context.definitions.table(PROGRAMME).field("staff").options
    addresses = CalendarAddresses(context.database)

    @blueprint.get("/kalenders")
    def calendars() -> str:
        return render(
            "staff/calendars.html",
            people=people,
            standing=[
                {
                    "id": one.id,
                    "person": people.get(one.person, one.person),
                    "alarm": one.alarm,
                    "made": moment_in_words(one.made),
                    "used_on": one.used_on,
                    "links": subscribe_links(wanted.name, wanted.url),
                }
                for one in addresses.standing()
                for wanted in [own_feed(context, one.id, one.person, one.alarm)]
            ],
        )

    @blueprint.post("/kalenders")
    def make_calendar_address() -> Response:
        person, alarm = request.form.get("person", ""), request.form.get("herinnering", "")
        if person not in people or (alarm and alarm not in ALARMS):
            abort(400)
        addresses.make(person, alarm, context.now())
        flash("Het adres is gemaakt. Geef het aan niemand door: wie het heeft, ziet de agenda.")
        return redirect(url_for("staff.calendars"))

    @blueprint.post("/kalenders/<address_id>/intrekken")
    def revoke_calendar_address(address_id: str) -> Response:
        addresses.revoke(address_id)
        flash("Het adres werkt niet meer.")
        return redirect(url_for("staff.calendars"))
