"""How values go in and come out: Dutch numbers and dates, refusals in Google's words."""

from typing import Any

import gspread
import pytest
from gspread import Worksheet as Sheet
from gspread.exceptions import APIError
from gspread.http_client import ParamsType
from gspread.utils import DateTimeOption, ValueInputOption, ValueRenderOption

from tests.sandbox.sheets.conftest import Google

FORMATTED, UNFORMATTED = ValueRenderOption.formatted, ValueRenderOption.unformatted
# What is typed in a Dutch sheet, what it comes to, how it is shown.
DUTCH: list[tuple[Any, Any, str]] = [
    ("1,5", 1.5, "1,5"),
    ("1.234,56", 1234.56, "1.234,56"),
    ("0612345678", 612345678, "612345678"),
    ("3-5-2027", 46510, "3-5-2027"),
    ("03-05-2027", 46510, "03-05-2027"),
    ("3 mei 2027", 46510, "3 mei 2027"),
    ("2027-05-03", 46510, "2027-05-03"),
    ("14:30", 0.6041666666666666, "14:30"),
    ("03-05-2027 14:30:00", 46510.604166666664, "03-05-2027 14:30:00"),
    ("€ 12,50", 12.5, "€ 12,50"),
    ("12,5%", 0.125, "12,50%"),
    ("waar", True, "WAAR"),
    ("'0612345678", "0612345678", "0612345678"),
    ("14.30 uur", "14.30 uur", "14.30 uur"),
    ("half drie", "half drie", "half drie"),
    ("=1/4", 0.25, "0,25"),
    ("=SUM(1,5;2)", 3.5, "3,5"),
    ("=1/0", "#DIV/0!", "#DIV/0!"),
    ("-abc", "#NAME?", "#NAME?"),
    ("+31 6 12", "#ERROR!", "#ERROR!"),
    (1234.5, 1234.5, "1234,5"),
    (False, False, "ONWAAR"),
]


@pytest.mark.parametrize("locale", ["nl_NL", "nl"])
def test_a_dutch_sheet_reads_as_people_type(dutch: Sheet, locale: str) -> None:
    dutch.spreadsheet.update_locale(locale)
    column = [[one[0]] for one in DUTCH]
    dutch.update(column, "A1", value_input_option=ValueInputOption.user_entered)
    plain = dutch.get("A1:A", value_render_option=UNFORMATTED)
    assert [one[0] for one in plain] == [one[1] for one in DUTCH]
    assert [one[0] for one in dutch.get("A1:A")] == [one[2] for one in DUTCH]


def test_raw_text_stays_text(dutch: Sheet) -> None:
    texts = ["=1+1", "+31612345678", "-5", "@naam", "3-5-2027", "1,5", "'x", "waar"]
    dutch.update([[one] for one in texts], "A1")
    for option in (FORMATTED, UNFORMATTED, ValueRenderOption.formula):
        assert [one[0] for one in dutch.get("A1:A", value_render_option=option)] == texts
    dutch.update([["1,5", None, ""]], "A1")
    dutch.update([["b", "c"]], "B1")
    dutch.update([[None, "", None]], "A1")
    assert dutch.get("A1:C1") == [["1,5", "", "c"]]


def test_dates_come_as_serials_or_as_shown(dutch: Sheet) -> None:
    dutch.update([["3-5-2027 9:05", 46510]], "A1", raw=False)
    dutch.format("B1", {"numberFormat": {"type": "DATE"}})
    serials = dutch.get("A1:B1", value_render_option=UNFORMATTED)
    assert serials == [[46510.37847222222, 46510]]
    shown = dutch.get(
        "A1:B1",
        value_render_option=UNFORMATTED,
        date_time_render_option=DateTimeOption.formatted_string,
    )
    assert shown == [["3-5-2027 9:05", "03-05-2027"]]
    dutch.format("B1", {"numberFormat": {"type": "DATE", "pattern": "dddd d mmmm yyyy"}})
    assert dutch.acell("B1").value == "maandag 3 mei 2027"


@pytest.mark.parametrize(
    ("pattern", "kind", "value", "shown"),
    [
        ("#,##0.00", "NUMBER", 1234.5, "1.234,50"),
        ("0.0#", "NUMBER", 2, "2,0"),
        ("000", "NUMBER", 7, "007"),
        ("#,##0;(#,##0);-", "NUMBER", -1234, "(1.234)"),
        ("#,##0;(#,##0);-", "NUMBER", 0, "-"),
        ('0 "stuks"', "NUMBER", 3, "3 stuks"),
        ("", "PERCENT", 0.1234, "12,34%"),
        ("", "CURRENCY", 12.5, "€ 12,50"),
        ("0.00E+00", "SCIENTIFIC", 12345, "1,23E+04"),
        ("H:mm:ss", "TIME", 0.75, "18:00:00"),
        ("h:mm am/pm", "TIME", 0.75, "6:00 PM"),
        ("[h]:mm", "TIME", 1.5, "36:00"),
        ("d mmm yy", "DATE", 46510, "3 mei 27"),
        ("", "DATE_TIME", 46510.5, "03-05-2027 12:00:00"),
        ("@", "TEXT", 42, "42"),
    ],
)
def test_patterns(dutch: Sheet, pattern: str, kind: str, value: float, shown: str) -> None:
    dutch.update([[value]], "A1")
    looks = {"type": kind, "pattern": pattern} if pattern else {"type": kind}
    dutch.format("A1", {"numberFormat": looks})
    assert dutch.acell("A1").value == shown


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=SUM(A1:A3)*2", "12"),
        ('=IF(A1>=1,"ja","nee")', "ja"),
        ('=IFERROR(1/0,"leeg")', "leeg"),
        ('="a"&A2&TRUE', "a2TRUE"),
        ("=AVERAGE(A1:A3)+COUNTA(A1:A9)-COUNT(A:A)", "2"),
        ("=ROUND(2.345,2)", "2.35"),
        ("=-2^2", "4"),
        ("=50%", "0.5"),
        ("='Sheet1'!A3", "3"),
        ("=B1", "#REF!"),
        ("=NOPE(1)", "#NAME?"),
        ("=nope", "#NAME?"),
        ("=A1:A3*1", "1"),
        ("=1+", "#ERROR!"),
        ("=YEAR(DATE(2027,5,3))", "2027"),
        ('=HYPERLINK("https://museum.example","Museum")', "Museum"),
    ],
)
def test_formulas(sheet: Sheet, formula: str, value: str) -> None:
    sheet.update([[1], [2], [3]], "A1")
    sheet.update_acell("B1", formula)
    assert sheet.acell("B1").value == value


def test_values_must_fit_their_range(sheet: Sheet) -> None:
    with pytest.raises(APIError, match=r"within range \[.*A1:B1\], but tried writing to row \[2\]"):
        sheet.update([["a"], ["b"]], "A1:B1")
    with pytest.raises(APIError, match=r"but tried writing to column \[C\]"):
        sheet.update([["a", "b", "c"]], "A1:B1")
    limits = "exceeds grid limits. Max rows: 1000, max columns: 26"
    for label in ("AA1", "A1001", "A1:A2000"):
        with pytest.raises(APIError, match=limits):
            sheet.update([["a"]], label)
    with pytest.raises(APIError, match=limits):
        sheet.get("A1001:B1002")
    assert sheet.batch_get(["A1:Z2000"])[0].range == "Sheet1!A1:Z1000"
    with pytest.raises(APIError, match="Unable to parse range: 'Sheet1'!nergens"):
        sheet.get("nergens")
    with pytest.raises(APIError, match="more than the maximum of 50000 characters"):
        sheet.update([["x" * 50_001]], "A1")
    with pytest.raises(APIError, match="above the limit of 10000000 cells"):
        sheet.resize(1_000_000, 11)


REFUSALS: list[tuple[str, str, Any, str]] = [
    ("POST", ":batchUpdate", {}, "Must specify at least one request."),
    ("POST", ":batchUpdate", {"requests": [{}]}, "Invalid requests[0]: No request set."),
    (
        "POST",
        ":batchUpdate",
        {"requests": [{"addShet": {}}]},
        "Invalid JSON payload received. Unknown name \"addShet\" at 'requests[0]':"
        " Cannot find field.",
    ),
    (
        "POST",
        ":batchUpdate",
        {"requests": [{"deleteSheet": {"sheetId": "x"}}]},
        "Invalid value at 'requests[0].delete_sheet.sheet_id' (TYPE_INT32), \"x\"",
    ),
    (
        "POST",
        ":batchUpdate",
        {"requests": [{"deleteSheet": {"sheetId": 99}}]},
        "Invalid requests[0].deleteSheet: No sheet with id: 99",
    ),
    (
        "POST",
        ":batchUpdate",
        {"requests": [{"updateSheetProperties": {"properties": {"title": "x"}}}]},
        "Invalid requests[0].updateSheetProperties: At least one field must be listed in 'fields'."
        " (Use '*' to indicate all fields.)",
    ),
    ("PUT", "/values/A1", {"values": [["x"]]}, "'valueInputOption' is required but not specified"),
    (
        "PUT",
        "/values/A1?valueInputOption=ROUW",
        {"values": [["x"]]},
        "Invalid value at 'value_input_option'"
        ' (type.googleapis.com/google.apps.sheets.v4.ValueInputOption), "ROUW"',
    ),
    (
        "PUT",
        "/values/A1?valueInputOption=RAW",
        {"values": ["x"]},
        "Invalid value at 'data.values[0]' (type.googleapis.com/google.protobuf.ListValue), \"x\"",
    ),
    (
        "PUT",
        "/values/A1?valueInputOption=RAW",
        {"values": [[{"a": 1}]]},
        "Invalid values[0][0]: struct_value {\n}\n",
    ),
    (
        "POST",
        "/values:batchUpdate",
        {"valueInputOption": "RAW", "data": [{"range": "nergens!A1", "values": [[1]]}]},
        "Invalid data[0]: Unable to parse range: nergens!A1",
    ),
    (
        "GET",
        "/values/A1?majorDimensoin=ROWS",
        None,
        'Invalid JSON payload received. Unknown name "majorDimensoin": Cannot bind query parameter.'
        " Field 'majorDimensoin' could not be found in request message.",
    ),
    ("GET", "?fields=blad", None, "Request contains an invalid argument."),
]


@pytest.mark.parametrize(("method", "path", "body", "message"), REFUSALS)
def test_a_wrong_shape_gets_googles_own_refusal(
    book: gspread.Spreadsheet, google: Google, method: str, path: str, body: Any, message: str
) -> None:
    found = google.call(method, f"/v4/spreadsheets/{book.id}{path}", json=body)
    error = found.json()["error"]
    assert (found.status_code, error["status"]) == (400, "INVALID_ARGUMENT")
    assert error["message"] == message


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999", "1" + "0" * 400])
def test_numbers_that_are_none_are_refused(
    book: gspread.Spreadsheet, google: Google, number: str
) -> None:
    path = f"/v4/spreadsheets/{book.id}/values/A1?valueInputOption=RAW"
    found = google.call("PUT", path, data=f'{{"values": [[{number}]]}}')
    assert (found.status_code, found.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")


def test_a_batch_is_done_whole_or_not_at_all(sheet: Sheet) -> None:
    requests = [
        {"updateSheetProperties": {"properties": {"title": "anders"}, "fields": "title"}},
        {"deleteSheet": {"sheetId": 5}},
    ]
    with pytest.raises(APIError, match=r"Invalid requests\[1\].deleteSheet"):
        sheet.spreadsheet.batch_update({"requests": requests})
    assert [one.title for one in sheet.spreadsheet] == ["Sheet1"]


def test_what_the_sandbox_does_not_have_it_says(sheet: Sheet) -> None:
    with pytest.raises(APIError, match="The sandbox does not know the request addChart"):
        sheet.spreadsheet.batch_update({"requests": [{"addChart": {}}]})
    with pytest.raises(APIError, match="The sandbox does not know the function QUERY"):
        sheet.update_acell("A1", '=QUERY(A1:B2,"select A")')


def test_masks_pick_from_an_answer(sheet: Sheet) -> None:
    sheet.update([["x"]], "A1")
    book = sheet.spreadsheet
    assert book.fetch_sheet_metadata({"fields": "sheets(properties(title,index))"}) == {
        "sheets": [{"properties": {"title": "Sheet1", "index": 0}}]
    }
    mask: ParamsType = {"fields": "sheets.data.rowData.values(formattedValue,effectiveValue)"}
    assert book.fetch_sheet_metadata(mask) == {
        "sheets": [{"data": [{"rowData": [{"values": [
            {"effectiveValue": {"stringValue": "x"}, "formattedValue": "x"}
        ]}]}]}]
    }  # fmt: skip


def test_a_new_spreadsheet_by_sheets_itself(google: Google) -> None:
    body = {
        "properties": {"title": "Nieuw", "locale": "nl_NL", "timeZone": "Europe/Amsterdam"},
        "sheets": [{"properties": {"title": "Blad1", "gridProperties": {"rowCount": 5}}}],
    }
    found = google.call("POST", "/v4/spreadsheets", json=body).json()
    assert found["properties"]["locale"] == "nl_NL"
    assert found["sheets"][0]["properties"] == {
        "sheetId": 0, "title": "Blad1", "index": 0, "sheetType": "GRID",
        "gridProperties": {"rowCount": 5, "columnCount": 26},
    }  # fmt: skip
