"""The year calendar on paper, read back: whole, on the right paper, and fit for screen readers."""

import io
from datetime import date
from typing import Any

from pypdf import PdfReader

from channels.print.year_calendar import CalendarSheet, year_calendar_pdf
from museum.records import ProgrammeItem
from tests.museum.calendar_check.made import item

SHEET = CalendarSheet(
    2027,
    "Drentse Musea",
    "drentsemusea.example/kalenders/",
    {"board": "Bestuur", "volunteer": "Vrijwilliger"},
)
ITEMS = [
    item("a", "2027-03-16 09:30", "2027-03-16 16:30", title="Cursus: textiel", place="Emmen"),
    item("b", "2027-06-18 16:30", title="Zomerborrel #panic() *b*", date_status="provisional"),
    item("c", "2027-04-08 10:00", "2027-04-08 11:00", title="Vervallen", date_status="cancelled"),
    item("d", title="Jaarvergadering", audiences=("board",)),
    item("e", title="Twee dagen Ünger", date_status="fixed", first_day=date(2027, 9, 30),
         last_day=date(2027, 10, 1)),
    item("f", "2028-01-05 10:00", title="Volgend jaar"),
    item("g", "2027-11-02 19:30", "2027-11-02 21:30", title="Drie avonden", repeats="weekly",
         repeats_until=date(2027, 11, 16)),
]  # fmt: skip


def read(items: list[ProgrammeItem], paper: Any) -> tuple[PdfReader, str]:
    reader = PdfReader(io.BytesIO(year_calendar_pdf(items, SHEET, paper)))
    text = "\n".join(page.extract_text() for page in reader.pages)
    return reader, " ".join(text.split())


def test_a_wall_of_one_sheet_says_all_of_the_year_and_nothing_else() -> None:
    reader, text = read(ITEMS, "a3")
    (page,) = reader.pages
    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [420, 297]
    assert "Jaarprogramma voor de musea 2027" in text
    assert "di 16 Cursus: textiel 09.30–16.30 uur · Emmen · vrijwilliger" in text
    assert "vr 18 Voorlopig: Zomerborrel #panic() *b*" in text, "a title is never markup"
    assert "do 8 Gaat niet door: Vervallen" in text
    assert "do 30 t/m vr 1 okt Twee dagen Ünger" in text
    assert [day for day in ("di 2", "di 9", "di 16") if f"{day} Drie avonden" in text] == [
        *("di 2", "di 9", "di 16"),
    ]
    assert "27 Koningsdag" in text
    assert text.index("De datum volgt") < text.index("Jaarvergadering")
    assert "Volgend jaar" not in text


def test_it_reads_aloud_well_and_is_the_same_every_time() -> None:
    reader, _text = read(ITEMS, "a4")
    root: Any = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("nl", True)
    assert root["/StructTreeRoot"]["/K"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Jaarprogramma voor de musea 2027"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert len(reader.pages) > 1, "larger type takes more pages"
    one, other = (year_calendar_pdf(ITEMS, SHEET, "a4") for _ in range(2))
    assert one == other


def test_a_full_year_loses_nothing() -> None:
    many = [
        item(f"m{number}", f"2027-{number % 12 + 1:02}-{number % 28 + 1:02} 10:00",
             title=f"Onderdeel nummer {number} met een titel die wat langer is", place="Assen")
        for number in range(90)
    ]  # fmt: skip
    _reader, text = read(many, "a3")
    assert [one for one in range(90) if f"nummer {one} met" not in text] == []
