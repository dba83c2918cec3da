"""What gspread's own integration tests ask of Google, asked of the sandbox."""

import re
from typing import Any

import gspread
import pytest
from gspread import Client
from gspread import Spreadsheet as Book
from gspread import Worksheet as Sheet
from gspread.exceptions import APIError
from gspread.http_client import ParamsType
from gspread.utils import (
    Dimension,
    ExportFormat,
    MergeType,
    PasteOrientation,
    PasteType,
    ValidationConditionType,
    ValueInputOption,
    ValueRenderOption,
)

ROWS = [["A1", "B1", "", "D1"], ["", "b2", "", ""], ["", "", "", ""], ["A4", "B4", "", "D4"]]


def test_files_are_made_found_copied_and_deleted(client: Client) -> None:
    book = client.create("Een bestand", folder_id="map-1")
    assert re.fullmatch(r"[\w-]{44}", book.id)
    assert [one.title for one in book] == ["Sheet1"]
    assert (book.locale, book.timezone) == ("en_US", "Etc/GMT")
    assert (book.sheet1.id, book.sheet1.row_count, book.sheet1.col_count) == (0, 1000, 26)
    listed = client.list_spreadsheet_files("Een bestand")
    assert [set(one) for one in listed] == [{"id", "name", "createdTime", "modifiedTime"}]
    assert [one["id"] for one in client.list_spreadsheet_files(folder_id="map-1")] == [book.id]
    book.sheet1.update([["x"]], "A1")
    copied = client.copy(book.id, copy_permissions=True)
    assert copied.title == "Copy of Een bestand"
    assert copied.fetch_sheet_metadata()["sheets"] == book.fetch_sheet_metadata()["sheets"]
    assert copied.sheet1.acell("A1").value == "x"
    assert client.open("Copy of Een bestand").id == copied.id
    assert {one.id for one in client.openall()} >= {book.id, copied.id}
    client.del_spreadsheet(copied.id)
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open_by_key(copied.id)
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open("Dit is er niet")
    with pytest.raises(PermissionError):
        client.open_by_key("1jIKzPs8LsiZZdLdeMEP-5ZIHw6RkjiOmj1LrJN706Yc")


def test_csv_comes_in_and_goes_out(client: Client, book: Book) -> None:
    client.import_csv(book.id, 'a,b c\n1,"x, y"')
    again = client.open_by_key(book.id)
    assert again.sheet1.get_all_values() == [["a", "b c"], ["1", "x, y"]]
    assert client.export(book.id, ExportFormat.CSV) == b'a,b c\r\n1,"x, y"'


def test_a_spreadsheet_is_shared_and_shared_no_longer(book: Book) -> None:
    book.share("lezer@museum.example", "user", "reader", notify=False)
    book.share("", "anyone", "reader", with_link=True)
    found = {one["type"]: one["role"] for one in book.list_permissions()[1:]}
    assert found == {"user": "reader", "anyone": "reader"}
    assert len(book.remove_permissions("lezer@museum.example")) == 1
    assert [one["role"] for one in book.list_permissions()] == ["owner", "reader"]


def test_properties_of_a_spreadsheet(book: Book) -> None:
    book.update_title("🎊 Ander #1")
    book.update_timezone("Europe/Paris")
    book.update_locale("fr_FR")
    found = book.fetch_sheet_metadata()["properties"]
    assert (found["title"], found["timeZone"], found["locale"]) == (
        "🎊 Ander #1", "Europe/Paris", "fr_FR",
    )  # fmt: skip
    assert book.creationTime <= book.get_lastUpdateTime()


def test_sheets_come_go_and_change_places(book: Book) -> None:
    made = [book.add_worksheet(title, 2, 3) for title in ("een", "twee")]
    assert [one.title for one in book.worksheets()] == ["Sheet1", "een", "twee"]
    assert (made[0].row_count, made[0].col_count) == (2, 3)
    first = book.add_worksheet("vooraan", 1, 1, index=0)
    assert book.worksheets()[0].id == first.id
    turned = list(reversed(book.worksheets()))
    book.reorder_worksheets(turned)
    assert [one.id for one in book.worksheets()] == [one.id for one in turned]
    book.worksheet("vooraan").update_index(1)
    assert [one.title for one in book.worksheets()] == ["twee", "vooraan", "een", "Sheet1"]
    made[1].hide()
    assert "twee" not in [one.title for one in book.worksheets(exclude_hidden=True)]
    made[1].show()
    copied = book.duplicate_sheet(0, insert_sheet_index=4, new_sheet_name="kopie")
    assert (copied.title, copied.index) == ("kopie", 4)
    for one in (*made, first, copied):
        book.del_worksheet(one)
    with pytest.raises(APIError, match="can't hide all the sheets"):
        book.sheet1.hide()
    with pytest.raises(APIError, match="can't remove all the sheets"):
        book.del_worksheet(book.sheet1)
    with pytest.raises(APIError, match='A sheet with the name "Sheet1" already exists'):
        book.add_worksheet("Sheet1", 1, 1)


def test_a_sheet_goes_to_another_spreadsheet(client: Client, sheet: Sheet) -> None:
    other = client.create("Doel")
    sheet.update([["mee"]], "A1")
    made = sheet.copy_to(other.id)
    assert (made["title"], made["index"]) == ("Copy of Sheet1", 1)
    assert other.worksheet("Copy of Sheet1").acell("A1").value == "mee"


def test_cells_one_by_one(sheet: Sheet) -> None:
    for entered, shown in (
        ("test 1", "test 1"), (42, "42"), ("0042", "42"), (42.01, "42.01"), ("Артур", "Артур"),
        ("twee\nregels", "twee\nregels"), ("Iñtërnâtiônàlizætiøn",) * 2,
    ):  # fmt: skip
        sheet.update_cell(1, 2, entered)
        assert sheet.cell(1, 2).value == shown
    sheet.update_acell("A1", "= 1 / 1024")
    assert sheet.acell("A1").numeric_value == 1 / 1024
    sheet.update_acell("A1", "2,000,000.01")
    assert sheet.acell("A1").value == "2,000,000.01"
    assert sheet.acell("A1").numeric_value == 2000000.01
    assert sheet.acell("Z99").value is None


def test_ranges(sheet: Sheet) -> None:
    sheet.resize(4, 4)
    sheet.update(ROWS, "A1:D4")
    everything = [(one.row, one.col, one.value) for one in sheet.range()]
    for same in (
        sheet.range("A1:D4"), sheet.range("D4:A1"), sheet.range(1, 1, 4, 4), sheet.range("A1:D"),
        sheet.range("1:4"),
    ):  # fmt: skip
        assert [(one.row, one.col, one.value) for one in same] == everything
    assert sheet.get("A1:D4") == [["A1", "B1", "", "D1"], ["", "b2"], [], ["A4", "B4", "", "D4"]]
    assert sheet.get_all_values() == ROWS
    found = sheet.batch_get(["A1:B1", "B4:D4"])
    assert found == [[["A1", "B1"]], [["B4", "", "D4"]]]
    assert [one.range for one in found] == ["Sheet1!A1:B1", "Sheet1!B4:D4"]
    assert sheet.row_values(2) == ["", "b2"]
    assert sheet.col_values(2) == ["B1", "b2", "", "B4"]
    assert sheet.get("A1:B2", major_dimension=Dimension.cols) == [["A1"], ["B1", "b2"]]
    sheet.update_title("D3")
    assert sheet.get_all_values() == ROWS
    sheet.update_title("Het 'derde' blad")
    assert sheet.batch_get(["B2"])[0].range == "'Het ''derde'' blad'!B2"
    sheet.batch_clear(["A1:B1", "D4"])
    assert sheet.get_all_values()[0] == ["", "", "", "D1"]
    sheet.clear()
    assert sheet.get_all_values() == [[]]


def test_find(sheet: Sheet) -> None:
    sheet.update([["x", "camelcase"], ["o_O 2", "CamelCase"], ["x", ""]], "B2")
    found = sheet.find("CamelCase", case_sensitive=False)
    assert found is not None
    assert found.address == "C2"
    assert sheet.find(re.compile("[a-z]_[A-Z] 2")) == gspread.Cell(3, 2, "o_O 2")
    assert sheet.find("is er niet") is None
    assert [one.address for one in sheet.findall("x")] == ["B2", "B4"]


def test_records_by_how_they_are_asked_for(sheet: Sheet) -> None:
    rows = [["=4/2", "2020-01-01", "string", 53], ["=3/2", 0.12, "1999-01-02", ""]]
    sheet.resize(2, 4)
    sheet.update(rows, value_input_option=ValueInputOption.user_entered)
    shown = {"2": 1.5, "2020-01-01": 0.12, "string": "1999-01-02", "53": ""}
    assert sheet.get_all_records() == [shown]
    unformatted = sheet.get_all_records(value_render_option=ValueRenderOption.unformatted)
    assert unformatted == [{2: 1.5, 43831: 0.12, "string": 36162, 53: ""}]
    formula = sheet.get_all_records(value_render_option=ValueRenderOption.formula)
    assert formula == [{"=4/2": "=3/2", 43831: 0.12, "string": 36162, 53: ""}]
    sheet.update([["a", "a"]], "A1")
    with pytest.raises(gspread.exceptions.GSpreadException):
        sheet.get_all_records()


def test_rows_are_added_below_the_table(sheet: Sheet) -> None:
    values = ["een", "", "drie"]
    sheet.append_row(values)
    # A gap makes two tables; the last of them is added to.
    added = sheet.append_row(values)
    assert added["tableRange"] == "Sheet1!C1"
    assert added["updates"]["updatedRange"] == "Sheet1!C2:E2"
    assert sheet.row_values(2) == ["", "", *values]
    sheet.batch_clear(["2:2"])
    added = sheet.append_row(values, table_range="A1", include_values_in_response=True)
    assert added["updates"]["updatedData"]["values"] == [values]
    assert sheet.row_values(2) == values
    sheet.resize(rows=2)
    sheet.append_rows([["een"], ["twee"]], table_range="A1")
    assert book_size(sheet) == (4, 26)


def book_size(sheet: Sheet) -> tuple[int, int]:
    found = sheet.spreadsheet.get_worksheet_by_id(sheet.id)
    return found.row_count, found.col_count


def test_where_appending_begins_follows_googles_guide(sheet: Sheet) -> None:
    """The example of the guide: tables A1:C2 and B4:D6."""
    for given, starts in (
        ("", "B7"), ("B4", "B7"), ("C5:D5", "B7"), ("B2:D4", "B7"), ("A3:G10", "B7"),
        ("A1", "A3"), ("E4", "E4"), ("A4", "A4"),
    ):  # fmt: skip
        sheet.clear()
        sheet.update([["x", "y", "z"], ["1", "2", "3"]], "A1")
        sheet.update([["x", "y", "z"], ["1", "2", "3"], ["4", "5", "6"]], "B4")
        added = sheet.append_row(["nieuw"], table_range=given or None)
        assert added["updates"]["updatedRange"] == f"Sheet1!{starts}", given


def test_rows_and_columns_are_put_in_between_and_taken_out(sheet: Sheet) -> None:
    sheet.update([[f"{row}{column}" for column in "abcd"] for row in range(1, 7)], "A1:D6")
    sheet.insert_row(["n1", "n2", "n3", "n4", "n5"], 2)
    assert sheet.row_values(2) == ["n1", "n2", "n3", "n4", "n5"]
    assert sheet.row_values(3) == ["2a", "2b", "2c", "2d"]
    sheet.update_acell("B2", "=1+1")
    sheet.update_acell("F2", "=B2*10")
    sheet.insert_row(["boven"], 1)
    formula = sheet.acell("F3", value_render_option=ValueRenderOption.formula)
    assert (formula.value, sheet.acell("F3").value) == ("=B3*10", "20")
    sheet.insert_cols([["k1", "k2"]], 2)
    assert sheet.col_values(2)[:2] == ["k1", "k2"]
    assert sheet.acell("G3", value_render_option=ValueRenderOption.formula).value == "=C3*10"
    sheet.delete_columns(2)
    sheet.delete_rows(1, 2)
    assert sheet.row_values(1)[:2] == ["n1", "2"]
    sheet.add_rows(10)
    sheet.add_cols(2)
    size = book_size(sheet)
    assert (sheet.row_count, sheet.col_count) == size
    sheet.spreadsheet.batch_update(
        {
            "requests": [
                {
                    "moveDimension": {
                        "source": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0,
                                   "endIndex": 1},
                        "destinationIndex": 3,
                    }
                }
            ]
        }
    )  # fmt: skip
    assert sheet.row_values(2) == ["2b", "2c", "2a", "2d"]


def test_sort(sheet: Sheet) -> None:
    rows = [["Apple", "2012", "4"], ["Banana", "2013", "3"], ["Canada", "2007", "1"],
            ["Dinosaur", "2013", "6"], ["Elephant", "2019", "2"], ["Fox", "2077", "5"]]  # fmt: skip
    sheet.resize(6, 3)
    sheet.update(rows, "A1:C6")
    sheet.sort((3, "asc"), range="A1:C6")
    assert sheet.get_all_values() == sorted(rows, key=lambda one: one[2])
    sheet.sort((1, "des"), range="A1:C6")
    assert sheet.get_all_values() == rows[::-1]
    sheet.sort((2, "asc"), (3, "asc"))
    assert sheet.get_all_values() == sorted(rows, key=lambda one: (one[1], one[2]))
    sheet.freeze(rows=1)
    sheet.sort((3, "des"))
    assert sheet.col_values(3) == ["1", "6", "5", "4", "3", "2"]


def properties_of(sheet: Sheet) -> dict[str, Any]:
    found = sheet.spreadsheet.fetch_sheet_metadata()["sheets"]
    return next(dict(one) for one in found if one["properties"]["sheetId"] == sheet.id)


def test_looks_of_a_sheet(sheet: Sheet) -> None:
    sheet.freeze(2, 1)
    grid = {"rowCount": 1000, "columnCount": 26}
    frozen = {"frozenRowCount": 2, "frozenColumnCount": 1}
    assert properties_of(sheet)["properties"]["gridProperties"] == grid | frozen
    sheet.freeze(0, 0)
    sheet.hide_gridlines()
    assert properties_of(sheet)["properties"]["gridProperties"] == {**grid, "hideGridlines": True}
    sheet.show_gridlines()
    # Google keeps a byte of each part, and leaves out what is 0.
    sheet.update_tab_color("#ff0080")
    assert properties_of(sheet)["properties"]["tabColorStyle"] == {
        "rgbColor": {"red": 1, "blue": 0.5019608}
    }
    request = {"sheetId": 0, "tabColorStyle": {"rgbColor": {"red": 1, "green": 0, "blue": 0.5}}}
    body = {"updateSheetProperties": {"properties": request, "fields": "tabColorStyle"}}
    sheet.spreadsheet.batch_update({"requests": [body]})
    assert properties_of(sheet)["properties"]["tabColor"] == {"red": 1, "blue": 0.49803922}
    sheet.clear_tab_color()
    assert [one.tab_color for one in sheet.spreadsheet] == [None]
    assert properties_of(sheet)["properties"]["gridProperties"] == grid


def test_formats_notes_and_rules_of_cells(sheet: Sheet) -> None:
    looks = {
        "backgroundColor": {"green": 1, "blue": 1},
        "horizontalAlignment": "CENTER",
        "textFormat": {"foregroundColor": {"red": 1, "green": 1}, "fontSize": 12, "bold": True},
    }
    sheet.format("A2:B2", looks)
    mask: ParamsType = {
        "ranges": ["Sheet1!A2"],
        "fields": "sheets.data.rowData.values.userEnteredFormat",
    }
    found = sheet.client.spreadsheets_get(sheet.spreadsheet_id, {**mask, "includeGridData": False})
    shown = found["sheets"][0]["data"][0]["rowData"][0]["values"][0]["userEnteredFormat"]
    assert shown.pop("backgroundColorStyle") == {"rgbColor": {"green": 1, "blue": 1}}
    assert shown["textFormat"].pop("foregroundColorStyle") == {"rgbColor": {"red": 1, "green": 1}}
    assert shown == looks
    sheet.update_notes({"A1": "let op", "B2": "en hier"})
    assert (sheet.get_note("A1"), sheet.get_note("B2")) == ("let op", "en hier")
    assert sheet.get_notes() == [["let op"], ["", "en hier"]]
    sheet.clear_notes(["A1", "B2"])
    assert sheet.get_note("A1") == ""
    sheet.add_validation("C1", ValidationConditionType.one_of_list, ["ja", "nee"], strict=True)
    mask = {"ranges": ["Sheet1!C1"], "fields": "sheets.data.rowData.values.dataValidation"}
    found = sheet.client.spreadsheets_get(sheet.spreadsheet_id, mask)
    rule = found["sheets"][0]["data"][0]["rowData"][0]["values"][0]["dataValidation"]
    assert rule["condition"]["values"] == [{"userEnteredValue": "ja"}, {"userEnteredValue": "nee"}]


def test_merged_cells(sheet: Sheet) -> None:
    sheet.update([[42, 43], [43, 44]], "A1:B2")
    sheet.merge_cells(1, 1, 2, 2, merge_type="MERGE_ROWS")
    assert len(properties_of(sheet)["merges"]) == 2
    sheet.merge_cells("A1:B2")
    assert properties_of(sheet)["merges"] == [
        {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0,
         "endColumnIndex": 2}
    ]  # fmt: skip
    sheet.update([["x"], ["y"]], "C1:C2")
    whole = sheet.get("A1:C2", combine_merged_cells=True)
    assert whole == [["42", "42", "x"], ["42", "42", "y"]]
    with pytest.raises(APIError, match="select all cells in a merged range"):
        sheet.unmerge_cells("A1")
    sheet.unmerge_cells("A1:B2")
    assert "merges" not in properties_of(sheet)
    sheet.batch_merge([{"range": "A1:A2", "mergeType": MergeType.merge_all}, {"range": "C1:D1"}])
    assert len(properties_of(sheet)["merges"]) == 2


def test_names_protection_filters_and_groups(sheet: Sheet) -> None:
    made = sheet.define_named_range("A1:B2", "MijnBereik")
    named = made["replies"][0]["addNamedRange"]["namedRange"]
    assert sheet.spreadsheet.list_named_ranges() == [named]
    sheet.update([["1", "2"], ["3", "4"]], "A1")
    assert [one.value for one in sheet.range("MijnBereik")] == ["1", "2", "3", "4"]
    sheet.insert_row([], 1)
    assert sheet.spreadsheet.list_named_ranges()[0]["range"]["startRowIndex"] == 1
    sheet.delete_named_range(named["namedRangeId"])
    assert sheet.spreadsheet.fetch_sheet_metadata({"fields": "namedRanges"}) == {}
    sheet.add_protected_range("A1:B1", ["beheer@museum.example"], description="kop")
    protected = sheet.spreadsheet.list_protected_ranges(0)
    assert protected[0]["editors"]["users"][0] == "beheer@museum.example"
    sheet.delete_protected_range(protected[0]["protectedRangeId"])
    assert sheet.spreadsheet.list_protected_ranges(0) == []
    sheet.resize(20, 20)
    sheet.set_basic_filter()
    whole = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 20, "startColumnIndex": 0}
    assert properties_of(sheet)["basicFilter"] == {"range": {**whole, "endColumnIndex": 20}}
    sheet.set_basic_filter("B1:C2")
    sheet.clear_basic_filter()
    assert "basicFilter" not in properties_of(sheet)
    sheet.add_dimension_group_columns(0, 2)
    span = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 2}
    assert sheet.list_dimension_group_columns() == [{"range": span, "depth": 1}]
    sheet.delete_dimension_group_columns(0, 2)
    assert sheet.list_dimension_group_columns() == []
    sheet.hide_rows(0, 2)
    sheet.unhide_rows(0, 2)
    sheet.update_acell("A1", "A" * 1024)
    mask: ParamsType = {"fields": "sheets.data.columnMetadata"}
    before = sheet.spreadsheet.fetch_sheet_metadata(mask)
    sheet.columns_auto_resize(0, 1)
    after = sheet.spreadsheet.fetch_sheet_metadata(mask)
    found = [one["sheets"][0]["data"][0]["columnMetadata"][0] for one in (before, after)]
    assert found[0]["pixelSize"] == 100 < found[1]["pixelSize"]


def test_blocks_are_copied_and_moved(sheet: Sheet) -> None:
    sheet.update([["A1"], ["A2"]], "A1:A2")
    sheet.copy_range("A1:A2", "B1:B2")
    sheet.copy_range("A1:A2", "D1:E1", PasteType.values, PasteOrientation.transpose)
    sheet.cut_range("A1:A2", "C1")
    assert sheet.get("A1:E2") == [["", "A1", "A1", "A1", "A2"], ["", "A2", "A2"]]


def test_batches_of_values(sheet: Sheet) -> None:
    done = sheet.batch_update(
        [
            {"range": "A1:D1", "values": [["A1", "B1", "", None]]},
            {"range": "A4:D4", "values": [["A4", "B4", "", "D4"]]},
        ],
        include_values_in_response=True,
    )
    assert done["totalUpdatedCells"] == 7
    assert done["totalUpdatedRows"] == 2
    assert done["responses"][0]["updatedData"]["values"] == [["A1", "B1"]]
    assert sheet.get("A1:D4") == [["A1", "B1"], [], [], ["A4", "B4", "", "D4"]]
