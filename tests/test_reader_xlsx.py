"""Excel workbooks: tables and lines of a sheet, typed values and their text, what is hidden, hostile sheets."""

import datetime
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from auditkit.errors import UnreadableFile
from auditkit.readers.xlsx import read
from auditkit.readers.xlsx_values import shown
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Font

PATH = Path("a.xlsx")
NBSP = "\u00a0"


def saved(book) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def edited(data: bytes, name: str, old: str, new: str) -> bytes:
    """A workbook with a piece of one of its XML parts replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.namelist():
            content = source.read(member)
            if member == name:
                content = content.replace(b"<v />", b"<v></v>").replace(b"<v/>", b"<v></v>")
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            target.writestr(member, content)
    return stream.getvalue()


def gender_book():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Жыныс"
    for row in (
        ["Жобаға қатысқандар"],
        ["Тіркеу парақтары бойынша."],
        ["Барлығы", "Оның ішінде"],
        [None, "ерлер", "әйелдер"],
        [120, 50, "70"],
        [],
        ["Жас", "Саны"],
        ["13–16", 30],
        ["17–22"],
    ):
        sheet.append(row)
    sheet["A1"].font = Font(bold=True)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A3:A4")
    sheet.merge_cells("B3:C3")
    return book, sheet


def test_lines_tables_and_merged_cells():
    book, _ = gender_book()
    blocks, remarks = read(PATH, saved(book))
    assert [(block.kind, block.text) for block in blocks] == [
        ("heading", "Жобаға қатысқандар"),
        ("paragraph", "Тіркеу парақтары бойынша."),
        ("table", ""),
        ("table", ""),
        ("paragraph", "17–22"),
    ]
    table = blocks[2].table
    assert (table.number, table.caption, table.height, table.width) == (1, "Жыныс", 3, 3)
    assert [[cell.text for cell in row] for row in table.rows()] == [
        ["Барлығы", "Оның ішінде"],
        ["ерлер", "әйелдер"],
        ["120", "50", "70"],
    ]
    assert table.grid()[1][0] is table.grid()[0][0] and table.grid()[0][2].text == "Оның ішінде"
    place = table.rows()[2][2].place
    assert (place.sheet, place.cell, place.table, place.row, place.column) == ("Жыныс", "C5", 1, 3, 3)
    assert [cell.value for cell in table.rows()[2]] == [120, 50, None]
    assert [(remark.code, dict(remark.params)["cells"]) for remark in remarks] == [("number-as-text", "C5")]


def test_an_empty_cell_of_a_table_has_a_place():
    book = openpyxl.Workbook()
    for row in (["Көрсеткіш", "Жоспар", "Факт"], ["Семинар", 5, None], ["Дебат", 3, 3]):
        book.active.append(row)
    cell = read(PATH, saved(book))[0][0].table.grid()[1][2]
    assert cell.text == "" and cell.place.cell == "C2" and cell.place.column == 3


def test_formulas_errors_dates_and_comments():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["a", datetime.datetime(2025, 5, 22), datetime.datetime(2025, 5, 22, 9, 30), 0.953, True])
    sheet.append(["=1+1", "=SUM(B1:C1)", 1, 2, 3])
    sheet["D1"].number_format = "0.0%"
    sheet["C2"].value, sheet["C2"].data_type = "#REF!", "e"
    sheet["A1"].comment = Comment("қайта қарау", "x")
    sheet["A1"].hyperlink = "https://example.org/"
    data = edited(saved(book), "xl/worksheets/sheet1.xml", "<f>1+1</f><v></v>", "<f>1+1</f><v>2</v>")
    blocks, remarks = read(PATH, data)
    first, second = blocks[0].table.rows()
    assert [cell.value for cell in first] == [
        None,
        datetime.date(2025, 5, 22),
        datetime.datetime(2025, 5, 22, 9, 30),
        0.953,
        True,
    ]
    assert [cell.text for cell in first] == ["a", "22.05.2025", "22.05.2025 09:30", "95,3%", "TRUE"]
    assert [(cell.text, cell.value, cell.formula) for cell in second[:3]] == [
        ("2", 2, "=1+1"),
        ("", None, "=SUM(B1:C1)"),
        ("#REF!", None, None),
    ]
    assert (blocks[1].kind, blocks[1].text, blocks[1].place.cell) == ("note", "қайта қарау", "A1")
    assert [link.target for link in blocks[0].links] == ["https://example.org/"]
    assert {remark.code: dict(remark.params)["cells"] for remark in remarks} == {
        "no-cached-value": "B2",
        "error-value": "C2",
    }


def test_hidden_sheets_rows_and_columns_are_read_and_said():
    book, sheet = gender_book()
    sheet.row_dimensions[5].hidden = sheet.row_dimensions[50].hidden = True
    sheet.column_dimensions["B"].hidden = True
    secret = book.create_sheet("Лист2")
    secret.append(["x", 5])
    secret.sheet_state = "hidden"
    blocks, remarks = read(PATH, saved(book))
    assert [block.table.hidden for block in blocks if block.table] == [False, False, True]
    assert blocks[-1].table.number == 3 and blocks[-1].table.caption == ""
    found = {remark.code: dict(remark.params) for remark in remarks}
    assert found["hidden-rows"] == {"sheet": "Жыныс", "rows": "5"}
    assert found["hidden-columns"] == {"sheet": "Жыныс", "columns": "B"}
    assert found["hidden-sheet"] == {"sheet": "Лист2"}


def test_what_is_no_number_stored_as_text():
    book = openpyxl.Workbook()
    for row in (["1.1", "87010000000", "12.05.2025"], ["012", "5 адам", "-"]):
        book.active.append(row)
    assert read(PATH, saved(book))[1] == []


def test_frozen_rows_are_headings_and_side_by_side_tables_part():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["а", "б", None, None, None, "в", "г"], [1, 2, None, None, None, 3, 4]):
        sheet.append(row)
    sheet.freeze_panes = "A2"
    tables = [block.table for block in read(PATH, saved(book))[0]]
    assert [[cell.text for cell in table.cells] for table in tables] == [["а", "б", "1", "2"], ["в", "г", "3", "4"]]
    assert [table.header_rows for table in tables] == [1, 1] and tables[1].cells[0].place.cell == "F1"


@pytest.mark.parametrize(
    "value, number_format, expected",
    [
        (4500000, "#,##0", f"4{NBSP}500{NBSP}000"),
        (0.953, "0.0%", "95,3%"),
        (1234.5, "0.00", "1234,50"),
        (12, "General", "12"),
        (0.1 + 0.2, "General", "0,3"),
        (-1234567, "#,##0", f"-1{NBSP}234{NBSP}567"),
        (0, '#,##0;-#,##0;"-"', "-"),
        (0, '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-', "-"),
        (5, '0" адам"', "5 адам"),
        (971240001315, "General", "971240001315"),
        (7, "000", "007"),
        (1500, "#,##0.00 [$₸-43F]", f"1{NBSP}500,00 ₸"),
        (-0.2, "0", "0"),
        (0.5, "# ?/?", "0,5"),
        (2500000, "0.0,,", "2,5"),
        (3, "@", "3"),
        (-3, "0;[Red]-0", "-3"),
        (2.5, "0.##", "2,5"),
    ],
)
def test_numbers_read_as_excel_shows_them(value, number_format, expected):
    assert shown(value, number_format) == expected


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.integers(-(10**14), 10**14), st.floats(allow_nan=False, allow_infinity=False)),
    st.one_of(st.text(alphabet='0#?,.%;"-_[]E/ @', max_size=12), st.sampled_from(["#,##0.00", "0%", "General"])),
)
def test_any_number_in_any_format_is_shown(value, number_format):
    assert isinstance(shown(value, number_format), str)


@settings(max_examples=60, deadline=None)
@given(st.integers(-(10**14), 10**14))
def test_thousands_keep_the_number(value):
    assert int(shown(value, "#,##0").replace(NBSP, "")) == value


def test_one_far_cell_costs_nothing():
    book, sheet = gender_book()
    sheet["XFD1048576"] = "алыс"
    sheet["XFD5"] = 9
    blocks, _ = read(PATH, saved(book))
    assert blocks[-1].place.cell == "XFD1048576"
    assert all(block.table.width < 10 for block in blocks if block.table)


@pytest.mark.parametrize(
    "element",
    [
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        '<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>',
    ],
)
def test_ranges_as_large_as_the_sheet_are_refused(element):
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    data = edited(saved(book), "xl/worksheets/sheet1.xml", "</sheetData>", "</sheetData>" + element)
    with pytest.raises(UnreadableFile, match="more than a report can hold"):
        read(PATH, data)


def test_entities_and_truncation_are_refused():
    data = saved(gender_book()[0])
    hostile = edited(data, "xl/worksheets/sheet1.xml", "<worksheet", '<!DOCTYPE a [<!ENTITY b "c">]><worksheet')
    with pytest.raises(UnreadableFile, match="entities"):
        read(PATH, hostile)
    for end in (len(data) // 2, len(data) - 10):
        with pytest.raises(UnreadableFile, match="damaged"):
            read(PATH, data[:end])


def test_strict_workbooks_are_named():
    data = edited(
        saved(gender_book()[0]),
        "xl/workbook.xml",
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    with pytest.raises(UnreadableFile, match="Strict"):
        read(PATH, data)
