"""A spreadsheet as Google Forms fills it: thirty invented answers, in all sorts of wordings.

`answers.csv` holds them. A timestamp is a number of days before today and a time; `{14 d mmmm}` is
the day that far ahead, written so; what begins with `~` was typed in the sheet, so that Google
made a number or a date of it. A few cannot be read, as in real life.
"""

import csv
import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from sandbox.sheets.book import Sheet, new_sheet
from sandbox.sheets.cells import EMPTY, Cell
from sandbox.sheets.date_formats import render_date
from sandbox.sheets.entering import enter
from sandbox.sheets.locales import Locale, find_locale
from sandbox.sheets.serials import date_serial, to_serial
from sandbox.sheets.service import SheetsService, permission_for

SAMPLE_ID: Final = "1Voorbeeld-van-antwoorden-op-een-formulier-0"
TITLE: Final = "Activiteit aanmelden (antwoorden, voorbeeldgegevens)"
TAB: Final = "Formulierreacties 1"
OWNER: Final = "medewerker@platform.example"
_FILE: Final = Path(__file__).with_name("answers.csv")
_SPARE_ROWS: Final = 100
_AHEAD: Final = re.compile(r"\{(\d+) ([^}]+)\}")


def add_sample(sheets: SheetsService, today: date, account: str) -> None:
    """Put the sample in, shared with the service account as a platform would do."""
    sheets.add(
        TITLE,
        OWNER,
        id=SAMPLE_ID,
        locale="nl_NL",
        zone="Europe/Amsterdam",
        sheets=[_responses(today)],
        permissions=[permission_for("user", "writer", account)],
    )


def _responses(today: date) -> Sheet:
    locale = find_locale("nl_NL")
    lines = list(csv.reader(_FILE.read_text("utf-8").splitlines(), delimiter=";"))
    size = {"rowCount": len(lines) + _SPARE_ROWS, "columnCount": len(lines[0])}
    sheet = new_sheet(0, TAB, gridProperties={**size, "frozenRowCount": 1})
    sheet.rows.append([Cell(text) for text in lines[0]])
    for stamp, *answers in lines[1:]:
        cells = [_answer(text, today, locale) for text in answers]
        sheet.rows.append([_stamp(stamp, today, locale), *cells])
    return sheet


def _stamp(text: str, today: date, locale: Locale) -> Cell:
    days, _, clock = text.partition(" ")
    moment = datetime.combine(today + timedelta(days=int(days)), time.fromisoformat(clock))
    pattern = f"{locale.date} {locale.time}"
    return Cell(to_serial(moment)).with_number_format("DATE_TIME", pattern)


def _answer(text: str, today: date, locale: Locale) -> Cell:
    def ahead(found: re.Match[str]) -> str:
        day = today + timedelta(days=int(found[1]))
        return render_date(date_serial(day), found[2], locale)

    written = _AHEAD.sub(ahead, text)
    if not written.startswith("~"):
        return Cell(written) if written else EMPTY
    typed = enter(EMPTY, written[1:], locale, today)
    return typed if isinstance(typed, Cell) else Cell(written[1:])
