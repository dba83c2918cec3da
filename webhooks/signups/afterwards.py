"""What comes afterwards: three questions about how it was, and the certificate."""

from typing import Final

from flask import Blueprint, Response, abort, request
from flask import render_template as render

from backbone.signups.afterwards import Afterwards, Evaluation
from museum.signups import SignUp
from webhooks.signups.views import own_view
from workflows.context import Context
from workflows.signups.certificates import certificate_of

GRADES: Final = range(1, 11)
_LONGEST: Final = 2000


def add_afterwards(blueprint: Blueprint, context: Context) -> None:
    """Add the pages to the blueprint of the sign-ups."""

    @blueprint.get("/evaluatie/<token>")
    def evaluation(token: str) -> str:
        return _page(context, _signup(context, token))

    @blueprint.post("/evaluatie/<token>")
    def evaluate(token: str) -> str | tuple[str, int]:
        found = _signup(context, token)
        grade = request.form.get("grade", 0, int)
        if grade not in GRADES:
            return _page(context, found, "Kies een cijfer."), 422
        said = Evaluation(grade, _text("good"), _text("better"))
        Afterwards(context.database).evaluate(found.key, found.item_id, said)
        return render("signups/evaluated.html", own=own_view(context, found))

    @blueprint.get("/bewijs/<token>.pdf")
    def certificate(token: str) -> Response:
        key = context.tokens.read("certificate", token)
        made = certificate_of(context, key) if key else None
        if made is None:
            abort(404)
        return Response(made, mimetype="application/pdf", headers=PDF_HEADERS)


PDF_HEADERS: Final = {"Content-Disposition": 'inline; filename="bewijs-van-deelname.pdf"'}


def _page(context: Context, found: SignUp, error: str = "") -> str:
    if found.is_evaluated:
        return render("signups/evaluated.html", own=own_view(context, found))
    typed = {name: _text(name) for name in ("grade", "good", "better")}
    return render(
        "signups/evaluation.html",
        own=own_view(context, found),
        grades=GRADES,
        typed=typed,
        error=error,
    )


def _text(name: str) -> str:
    return request.form.get(name, "").replace("\r\n", "\n").strip()[:_LONGEST]


def _signup(context: Context, token: str) -> SignUp:
    key = context.tokens.read("signup", token)
    found = context.signups.find(key) if key else None
    if found is None or found.state != "placed":
        abort(404)
    return found
