"""A workbook: the narrative as lines of one sheet, the tables on sheets of their own."""
import re
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from .content import Block, Heading, Items, Table

GROUPED = re.compile(r"\d{1,3}( \d{3})+|\d+")  # 1500, 12 400 000; not a number broken elsewhere
THIN = Side(style="thin")


def write(blocks: Sequence[Block], path: Path, sheet: str) -> None:
    """Write the blocks to `path` as XLSX; `sheet` is the name of the narrative's sheet, a table names its own."""
    book = Workbook()
    text = book.active
    text.title = sheet
    text.column_dimensions["A"].width = 120
    for block in blocks:
        if isinstance(block, Table):
            page = book[block.title] if block.title in book.sheetnames else book.create_sheet(block.title)
            _table(page, block)
        elif isinstance(block, Items):
            for number, item in enumerate(block.items, 1):
                _line(text, (f"{number}. " if block.numbered else "- ") + item.text, bold=False)
        else:
            _line(text, block.body.text, bold=isinstance(block, Heading) or block.bold)
    book.save(path)


def _line(sheet: Worksheet, text: str, bold: bool) -> None:
    sheet.append([text])
    cell = sheet.cell(sheet.max_row, 1)
    cell.alignment, cell.font = Alignment(wrap_text=True, vertical="top"), Font(bold=bold)


def _table(sheet: Worksheet, table: Table) -> None:
    """A table below what the sheet holds already; a row of many-paragraph cells becomes as many rows."""
    top = sheet.max_row + 2 if sheet.max_row > 1 else 1
    if table.caption:
        sheet.cell(top, 1, table.caption).font = Font(bold=True)
        top += 1
    grid = table.grid()
    heights = [max(cell.body.text.count("\n") + 1 for cell in row if cell) for row in grid]
    starts = [top + sum(heights[:row]) for row in range(len(grid) + 1)]
    for row, cells in enumerate(grid):
        for column, cell in enumerate(cells):
            if cell is None:
                continue
            lines = cell.body.text.split("\n")
            for number, line in enumerate(lines):
                _value(sheet, starts[row] + number, column + 1, line, bold=row < table.header)
            end = starts[row + cell.rows] - 1
            if len(lines) == 1 and (end > starts[row] or cell.columns > 1):
                sheet.merge_cells(start_row=starts[row], start_column=column + 1, end_row=end,
                                  end_column=column + cell.columns)
    for column, width in enumerate(table.widths, 1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = max(sheet.column_dimensions[letter].width, width * 6)


def _value(sheet: Worksheet, row: int, column: int, text: str, bold: bool) -> None:
    """One cell: a number as a number, anything else as text, nothing as nothing."""
    cell = sheet.cell(row, column)
    if GROUPED.fullmatch(text):
        cell.value = int(text.replace(" ", ""))
        cell.number_format = "# ##0" if " " in text else "0"
    elif text:
        cell.value = text
        cell.data_type = "s"
    cell.font, cell.alignment = Font(bold=bold), Alignment(wrap_text=True, vertical="top")
    cell.border = Border(THIN, THIN, THIN, THIN)
