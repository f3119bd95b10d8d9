"""Excel workbooks (.xlsx, .xlsm): every sheet as tables and lines of text, merged cells once, results of formulas."""
import datetime
import io
import re
import warnings
from pathlib import Path

import openpyxl
from lxml import etree
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter, range_boundaries

from auditkit.errors import UnreadableFile
from auditkit.model import Block, Cell, Link, Passage, Place, Remark
from auditkit.readers.guards import Package, check_table
from auditkit.readers.sections import as_table, sections
from auditkit.readers.xlsx_values import shown

MAX_CELLS = 400_000
_MAX_RANGE = 200_000
_NAMED = 5  # how many cells a remark names
_ITEM = re.compile(r"^\s*([-*+•·▪–—]|\d{1,3}[.)])\s+(?=\S)")
_DEFAULT_NAME = re.compile(r"(sheet|лист|парақ|бет)\s*\d*$", re.I)
# A number a person typed as text.  Not: dotted activity numbers (2.1), and long digit runs (telephone, BIN, account).
_NUMBER = re.compile(r"[+-]?\d{1,9}([.,]\d+)?\s*%?|[+-]?\d{1,3}([ \u00a0]\d{3})+([.,]\d+)?\s*%?")
_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}|0\d+")


def read(path: Path, data: bytes) -> tuple[list[Block], list[Remark]]:
    """The blocks of a workbook, sheet by sheet in its order, and what is odd about it.

    A place has `sheet` and `cell`; in tables also `table`, `row` and `column` from the table's upper left corner.  A
    cell has the stored result of its formula; nothing is computed.  Raises UnreadableFile.
    """
    has_formulas = _examine(path, data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells the terminal which ornaments of a workbook it will not keep
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(data)) if has_formulas else None
    blocks, remarks, tables = [], [], 0
    for sheet in book.worksheets:
        reader = _Sheet(path, sheet, formulas[sheet.title] if formulas else None, tables)
        blocks += reader.blocks()
        remarks += reader.remarks
        tables = reader.tables
    return blocks, remarks


def _examine(path: Path, data: bytes) -> bool:
    """Looks through the sheets' XML before openpyxl does, which would expand any range; whether there are formulas.

    Raises UnreadableFile for more cells or larger merged and linked ranges than a report has, and for XML with a DTD.
    """
    package, cells, area, formulas = Package(path, data), 0, 0, False
    for name in sorted(package.names):
        if not name.endswith((".xml", ".rels")):
            continue
        root = package.xml(name)
        if name.startswith("xl/workbook") and "purl.oclc.org" in etree.QName(root).namespace:
            raise UnreadableFile(path, "it is saved as «Strict Open XML»; save it as an ordinary workbook (.xlsx)")
        if not name.startswith("xl/worksheets/"):
            continue
        cells += sum(1 for _ in root.iter("{*}c"))
        formulas = formulas or next(root.iter("{*}f"), None) is not None
        for element in root.iter("{*}mergeCell", "{*}hyperlink"):
            left, top, right, bottom = range_boundaries(element.get("ref", "A1"))
            area += ((right or 16384) - (left or 1) + 1) * ((bottom or 1048576) - (top or 1) + 1)
    if cells > MAX_CELLS or area > _MAX_RANGE:
        raise UnreadableFile(path, f"its sheets have more than {MAX_CELLS if cells > MAX_CELLS else _MAX_RANGE} "
                             "filled or merged cells, more than a report can hold; keep only the sheets of the report")
    return formulas


class _Sheet:
    """One sheet while it is read."""

    def __init__(self, path: Path, sheet, formulas, tables: int):
        """`sheet`: with stored results; `formulas`: the same with formulas, or None; `tables`: how many come before."""
        self.path, self.sheet, self.tables = path, sheet, tables
        # The cells that the file has, in place of iter_rows(): one far cell would make that walk over 17 billion.
        self._formulas = formulas._cells if formulas is not None else {}
        self.place = Place(sheet=sheet.title)
        self.hidden = sheet.sheet_state != "visible"
        self.odd: dict[str, list[str]] = {}
        self.remarks: list[Remark] = []

    def blocks(self) -> list[Block]:
        """The sheet's blocks in reading order; comments come after the sheet's cells, as notes."""
        merged = {(area.min_row, area.min_col): area for area in self.sheet.merged_cells.ranges}
        sources = {position: cell for position, cell in sorted(self.sheet._cells.items())
                   if not isinstance(cell, MergedCell)}
        cells = [cell for cell in (self._cell(source, merged.get(position)) for position, source in sources.items())
                 if cell is not None]
        frozen = self._frozen_rows()
        found = []
        for group in sections(cells):
            if len(group) == 1 and group[0].formula is None and group[0].value is None:
                found.append(self._line(group[0]))
            else:
                found.append(self._table(group, frozen))
        for source in sources.values():
            if source.comment is not None and (source.comment.text or "").strip():
                found.append(Block("note", Passage(source.comment.text.strip(), ((0, self._at(source)),))))
        self._remark(bool(cells))
        return found

    def _at(self, source) -> Place:
        return self.place.at(cell=source.coordinate)

    def _cell(self, source, merged) -> Cell | None:
        """The Cell at one position of the sheet, None where there is nothing in it."""
        formula = self._formula(source)
        value, text = self._value(source)
        if formula is None and not text.strip():
            return None
        if formula is not None and source.value is None:
            self._odd("no-cached-value", source)
        return Cell(Passage(text, ((0, self._at(source)),)), source.row - 1, source.column - 1,
                    merged.max_row - merged.min_row + 1 if merged else 1,
                    merged.max_col - merged.min_col + 1 if merged else 1, value, formula)

    def _formula(self, source) -> str | None:
        cell = self._formulas.get((source.row, source.column))
        if cell is None or cell.data_type != "f":
            return None
        return str(getattr(cell.value, "text", None) or cell.value)

    def _value(self, source) -> tuple[object, str]:
        """The typed value (None for text) and the text that Excel would show."""
        value = source.value
        if value is None:
            return None, ""
        if source.data_type == "e":
            self._odd("error-value", source)
            return None, str(value)
        if isinstance(value, str):
            text = value.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()
            if _NUMBER.fullmatch(text) and not _DOTTED.fullmatch(text):
                self._odd("number-as-text", source)
            return None, text
        if isinstance(value, datetime.datetime) and value.time() == datetime.time():
            value = value.date()
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            value = int(value)
        return value, shown(value, source.number_format)

    def _line(self, cell: Cell) -> Block:
        """A cell that stands alone: a heading where it is bold and short, an item where it begins with a dash or a number, else a
        paragraph."""
        source = self.sheet.cell(cell.row + 1, cell.column + 1)
        bold = bool(source.font and source.font.b)
        text = " ".join(cell.text.split("\n"))
        passage = Passage(text, cell.passage.marks)
        if bold and len(text) <= 200:
            return Block("heading", passage, level=1, emphasis=True, links=self._links([cell]))
        item = _ITEM.match(text)
        if item:
            return Block("item", passage.part(item.end(), len(text)), level=1, marker=item.group(1), emphasis=bold, links=self._links([cell]))
        return Block("paragraph", passage, emphasis=bold, links=self._links([cell]))

    def _table(self, group: list[Cell], frozen: int) -> Block:
        self.tables += 1
        top = min(cell.row for cell in group)
        def place_of(row: int, column: int) -> Place:
            return self.place.at(cell=f"{get_column_letter(column + 1)}{row + 1}")
        table = as_table(group, self.tables, self.place, place_of, hidden=self.hidden,
                         caption="" if _DEFAULT_NAME.match(self.sheet.title) else self.sheet.title,
                         header_rows=max(0, frozen - top))
        check_table(self.path, table.height, table.width)
        return Block("table", table=table, links=self._links(group))

    def _frozen_rows(self) -> int:
        """How many rows at the top stay in sight: they are headings."""
        pane = self.sheet.sheet_view.pane if self.sheet.sheet_view is not None else None
        frozen = pane is not None and pane.state in ("frozen", "frozenSplit")
        return int(pane.ySplit or 0) if frozen and (pane.ySplit or 0) <= 10 else 0

    def _links(self, cells: list[Cell]) -> tuple[Link, ...]:
        found = []
        for cell in cells:
            link = self.sheet.cell(cell.row + 1, cell.column + 1).hyperlink
            if link is not None and link.target:
                found.append(Link(link.target, cell.text, cell.place))
        return tuple(found)

    def _odd(self, code: str, source) -> None:
        self.odd.setdefault(code, []).append(source.coordinate)

    def _remark(self, has_cells: bool) -> None:
        """Collects what a reader of this sheet has to know."""
        name = ("sheet", self.sheet.title)
        if self.hidden and has_cells:
            self.remarks.append(Remark("hidden-sheet", (name,), self.place))
        if not has_cells:
            return
        filled = {position[0] for position, cell in self.sheet._cells.items() if cell.value is not None}
        rows = [index for index, row in sorted(self.sheet.row_dimensions.items()) if row.hidden and index in filled]
        if rows:
            self.remarks.append(Remark("hidden-rows", (name, ("rows", _some([str(row) for row in rows]))), self.place))
        used = {position[1] for position, cell in self.sheet._cells.items() if cell.value is not None}
        hidden = [column for column in self.sheet.column_dimensions.values() if column.hidden]
        columns = [index for index in sorted(used) if any(
            (item.min or 0) <= index <= (item.max or 0) for item in hidden)]
        if columns:
            letters = _some([get_column_letter(index) for index in columns])
            self.remarks.append(Remark("hidden-columns", (name, ("columns", letters)), self.place))
        for code, addresses in self.odd.items():
            self.remarks.append(Remark(code, (name, ("count", len(addresses)), ("cells", _some(addresses))),
                                       self.place.at(cell=addresses[0])))


def _some(names: list[str]) -> str:
    """The first few names, and that there are more."""
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
