"""The certificate, read back: one page within its border, whatever names there are."""

import io
from typing import Any

from pypdf import PdfReader

from channels.print.certificate import Certificate, certificate_pdf

SHORT = Certificate(
    "Jantje Berg", "Workshop *textiel* #panic()", "dinsdag 16 maart 2027, 09.30–16.30 uur",
    "Assen", "Met Harm Pol", "16 maart 2027", "Drentse Musea", "Voorbeeldgegevens",
)  # fmt: skip
LONG = Certificate(
    "Wilhelmina Catharina Adriana van Heemskerck van der Zwaluwenburg-Oldenbarneveld " + "X" * 60,
    "Behouden en beheren van collecties met papier, textiel en foto’s in kleine musea " * 2,
    "dinsdagen van 16 maart t/m 6 april 2027 (niet op 30 maart), ook op 8 april, 18.30–20.30 uur",
    "Zaal De Nieuwe Kolk, Weiersstraat 1, Assen",
    "Met Jo van den Berg, Harm Pol, Anneke Dijkstra en Wim ter Veld",
    "8 april 2027",
    "Drentse Musea",
)


def page_of(certificate: Certificate) -> tuple[Any, list[tuple[float, float]]]:
    """Return the one page, and where on it (in points) each text begins."""
    (page,) = PdfReader(io.BytesIO(certificate_pdf(certificate))).pages
    found: list[tuple[float, float]] = []

    def see(text: str, user: Any, inner: Any, _font: Any, _size: Any) -> None:
        if text.strip():
            x, y = inner[4], inner[5]
            found.append((x * user[0] + y * user[2] + user[4], x * user[1] + y * user[3] + user[5]))

    page.extract_text(visitor_text=see)
    return page, found


def test_it_says_who_was_at_what_and_no_name_is_markup() -> None:
    page, _ = page_of(SHORT)
    text = " ".join(page.extract_text().split())
    assert text == (
        "Voorbeeldgegevens Bewijs van deelname Hiermee verklaren wij dat Jantje Berg heeft "
        "deelgenomen aan Workshop *textiel* #panic() dinsdag 16 maart 2027, 09.30–16.30 uur Assen "
        "Met Harm Pol 16 maart 2027 Drentse Musea"
    )


def test_long_names_are_set_smaller_and_stay_on_the_page() -> None:
    page, begins = page_of(LONG)
    width, height = (float(side) for side in page.mediabox[2:])
    assert min(x for x, _ in begins) > 60
    assert max(x for x, _ in begins) < width - 60
    assert 60 < min(y for _, y in begins) < max(y for _, y in begins) < height - 60
