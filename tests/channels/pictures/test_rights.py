"""No picture without a description, a maker, a licence and consent."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from channels.pictures.outcomes import PictureProblem
from channels.pictures.rights import picture_point, publishable
from museum.attention import AttentionPoint
from museum.cells import Attachment
from museum.identity import RecordId
from museum.records import Image

TODAY = date(2027, 4, 3)
GOOD = Image(
    id=RecordId("recB"),
    created=datetime(2026, 1, 1, tzinfo=UTC),
    title="Heide",
    file=(Attachment("attA", "https://a.example", "heide.jpg"),),
    alt="Paarse heide",
    maker="A. Maker",
    licence="cc_by",
    people="none",
    rights_until=TODAY,
)


def test_a_picture_with_all_its_rights_is_published() -> None:
    assert publishable(GOOD, TODAY) == []
    assert publishable(replace(GOOD, people="consent", rights_until=None), TODAY) == []


@pytest.mark.parametrize(
    ("lacking", "field", "what"),
    [
        ({"file": ()}, "file", "Er is geen bestand."),
        ({"alt": ""}, "alt", "De beschrijving ontbreekt, voor wie het beeld niet kan zien."),
        ({"maker": ""}, "maker", "De maker ontbreekt."),
        ({"licence": ""}, "licence", "De licentie ontbreekt."),
        (
            {"people": "no_consent"},
            "people",
            "Er staan herkenbare mensen op, zonder toestemming.",
        ),
        ({"people": ""}, "people", "Er is niet ingevuld of er herkenbare mensen op staan."),
        (
            {"rights_until": date(2027, 4, 2)},
            "rights_until",
            "De rechten liepen tot en met 02-04-2027.",
        ),
    ],
)
def test_what_is_lacking_is_said(lacking: dict[str, object], field: str, what: str) -> None:
    points = publishable(replace(GOOD, **lacking), TODAY)  # type: ignore[arg-type]  # fields of Image
    assert [(point.field, point.what, point.severity) for point in points] == [
        (field, f"Het beeld staat niet op de website. {what}", "error")
    ]
    assert (points[0].key, points[0].subject) == (f"picture:images:recB:{field}", "Heide")


def test_all_that_is_lacking_is_said_at_once() -> None:
    bare = Image(id=RecordId("recB"), created=GOOD.created)
    assert [point.field for point in publishable(bare, TODAY)] == [
        "file",
        "alt",
        "maker",
        "licence",
        "people",
    ]


def test_a_broken_file_is_an_attention_point_of_its_record() -> None:
    problem = PictureProblem("refused", "Dit is een PDF, geen beeld.", "Sla het op als JPEG.")
    assert picture_point(GOOD, problem) == AttentionPoint(
        key="picture:images:recB:file",
        what="Het beeld staat niet op de website. Dit is een PDF, geen beeld.",
        remedy="Sla het op als JPEG.",
        table="images",
        record_id="recB",
        field="file",
        subject="Heide",
        severity="error",
    )
