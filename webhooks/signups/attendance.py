"""`/beheer/aanwezig/<item>`: marking who is there, on a phone, by several people at once."""

from flask import Blueprint, abort, redirect, request, url_for
from flask import render_template as render
from werkzeug.wrappers import Response

from webhooks.signups.views import facts_or_404
from workflows.context import Context
from workflows.mirrored import name_of_museum


def show_attendance(blueprint: Blueprint, context: Context) -> None:
    """Add the page to the staff pages."""

    @blueprint.get("/aanwezig/<item_id>")
    def attendance(item_id: str) -> str:
        facts = facts_or_404(context, item_id)
        people = [
            {
                "key": one.key,
                "name": one.name,
                "museum": name_of_museum(context, one.signup.museum_id),
                "needs": one.needs,
                "is_present": one.is_present,
            }
            for one in context.attendees.of_item(item_id, ["placed"])
        ]
        people.sort(key=lambda one: str(one["name"]).casefold())
        return render(
            "staff/attendance_marks.html",
            item_id=item_id,
            facts=facts,
            people=people,
            present=sum(bool(one["is_present"]) for one in people),
        )

    @blueprint.post("/aanwezig/<item_id>")
    def mark(item_id: str) -> Response:
        person = context.attendees.find(request.form.get("person", ""))
        wanted = request.form.get("aanwezig")
        if person is None or person.signup.item_id != item_id or wanted not in ("ja", "nee"):
            abort(400)
        # What is wanted is said, not "the other one": of two who press, neither undoes the other.
        context.attendees.mark(person.key, wanted == "ja", context.now())
        return redirect(url_for("staff.attendance", item_id=item_id) + f"#p-{person.key}")
