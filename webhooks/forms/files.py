"""The picture that goes with a form: taken in from the browser, and shown again."""

from flask import Blueprint, Response, abort, request

from channels.pictures.opening import UnusablePictureError
from channels.pictures.taking_in import MOST_BYTES, take_picture
from museum.submissions import KindForm
from workflows.context import Context

ROOM_FOR_THE_REST = 256 * 1024


def make_room_for_pictures(context: Context) -> None:
    """Let the forms that take a picture be larger than others; runs before anything is read."""
    parts = request.path.strip("/").split("/")
    kinds = {one.key for one in context.forms.kinds if one.picture}
    if request.method == "POST" and parts[0] == "formulieren" and parts[-1] in kinds:
        # A little over the limit is still read, so that it is refused with a sentence.
        request.max_content_length = 2 * MOST_BYTES + ROOM_FOR_THE_REST


def take_file(context: Context, kind: KindForm, key: str) -> dict[str, str]:
    """Keep the picture that was sent with a form; return what is wrong with it."""
    sent = request.files.get("file") if kind.picture else None
    if sent is None or not sent.filename:
        return {}
    try:
        taken = take_picture(sent.stream.read(MOST_BYTES + 1))
    except UnusablePictureError as error:
        return {"file": f"{error.problem.what} {error.problem.remedy}".strip()}
    context.pictures.keep(key, taken.content, context.now())
    return {}


def add_pictures(blueprint: Blueprint, context: Context) -> None:
    """Add the page of a picture to the blueprint of the forms."""

    @blueprint.get("/<kind>/<key>/foto.jpg")
    def picture(kind: str, key: str) -> Response:
        found = context.pictures.find(key)
        if found is None or kind not in {one.key for one in context.forms.kinds if one.picture}:
            abort(404)
        return Response(found, mimetype="image/jpeg")
