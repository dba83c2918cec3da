"""Whether a picture may be shown: described, by a known maker, with a licence and consent. Pure."""

from datetime import date

from channels.pictures.outcomes import PictureProblem
from museum.attention import AttentionPoint
from museum.records import Image


def publishable(image: Image, today: date) -> list[AttentionPoint]:
    """Return why a picture is not published; empty when it may be.

    Recognisable people: only a stated consent (or nobody recognisable) will do.
    """
    points: list[AttentionPoint] = []
    if not image.file:
        points.append(_point(image, "file", "Er is geen bestand.", "Zet het beeld in “Bestand”."))
    if not image.alt:
        points.append(
            _point(
                image,
                "alt",
                "De beschrijving ontbreekt, voor wie het beeld niet kan zien.",
                "Schrijf in “Wat is er te zien?” in één zin wat er op het beeld staat.",
            )
        )
    if not image.maker:
        points.append(
            _point(image, "maker", "De maker ontbreekt.", "Vul bij “Maker” in wie het maakte.")
        )
    if not image.licence:
        points.append(
            _point(
                image,
                "licence",
                "De licentie ontbreekt.",
                "Kies bij “Licentie” waaronder wij het beeld mogen tonen.",
            )
        )
    points.extend(_people(image))
    if image.rights_until is not None and image.rights_until < today:
        points.append(
            _point(
                image,
                "rights_until",
                f"De rechten liepen tot en met {image.rights_until:%d-%m-%Y}.",
                "Vraag de maker om verlenging en pas “Rechten tot en met” aan, "
                "of kies een ander beeld.",
            )
        )
    return points


def _people(image: Image) -> list[AttentionPoint]:
    if image.people == "no_consent":
        what = "Er staan herkenbare mensen op, zonder toestemming."
        remedy = "Vraag hun toestemming en pas “Herkenbare mensen” aan, of kies een ander beeld."
    elif not image.people:
        what = "Er is niet ingevuld of er herkenbare mensen op staan."
        remedy = "Kies een antwoord bij “Herkenbare mensen”."
    else:
        return []
    return [_point(image, "people", what, remedy)]


def picture_point(image: Image, problem: PictureProblem) -> AttentionPoint:
    """Return a picture's problem as the attention point that staff see."""
    severity = "error" if problem.kind == "refused" else "warning"
    return _point(image, "file", problem.what, problem.remedy, severity)


def _point(
    image: Image, field: str, what: str, remedy: str, severity: str = "error"
) -> AttentionPoint:
    return AttentionPoint(
        key=f"picture:images:{image.id}:{field}",
        what=f"Het beeld staat niet op de website. {what}",
        remedy=remedy,
        table="images",
        record_id=image.id,
        field=field,
        subject=image.title or "(zonder naam)",
        severity=severity,
    )
