"""`/beheer/beeldbank`: the pictures that museums shared, with what one may do with each."""

from flask import Blueprint, Response, abort
from flask import render_template as render

from channels.pictures.beeldbank import BankedPicture, Beeldbank
from museum.date_plan import ZONE
from workflows.context import Context
from workflows.intake_job import beeldbank_of


def show_beeldbank(blueprint: Blueprint, context: Context) -> None:
    """Add the Beeldbank to the staff pages."""
    bank: Beeldbank = beeldbank_of(context)

    @blueprint.get("/beeldbank")
    def beeldbank() -> str:
        today = context.now().astimezone(ZONE).date()
        pictures = [(one, one.is_expired(today), _until(one)) for one in bank.all()]
        return render("staff/beeldbank.html", pictures=pictures)

    @blueprint.get("/beeldbank/<record_id>.jpg")
    def banked_picture(record_id: str) -> Response:
        content = bank.content(record_id)
        if content is None:
            abort(404)
        return Response(content, mimetype="image/jpeg")


def _until(picture: BankedPicture) -> str:
    return "-".join(reversed(picture.rights_until.split("-"))) if picture.rights_until else ""
