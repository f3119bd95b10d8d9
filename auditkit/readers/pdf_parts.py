"""What both ways of reading a PDF share: a block before its text is joined, and how it becomes a Block.

Text is joined last, when the whole document is known: how wide a column is, which words the document writes.
"""
import re
from dataclasses import dataclass, field

from auditkit.model import Block, Cell, Link, Passage, Place, Table
from auditkit.readers.pdf_lines import Line, Wraps, lines_of
from auditkit.readers.pdf_page import Page

_MARKER = re.compile(r"(?:[-–—•●▪◦‣·*✓➢►]|(?:\d{1,3}|[а-яәғқңөұүһіa-z])[.)])(?=\s)"
                     r"|\d{1,3}\)(?=\S)|[•●▪◦‣➢►](?=\S)", re.I)


@dataclass(slots=True)
class RawCell:
    """A cell: `parts` are its paragraphs (lists of lines), an empty one for an empty paragraph; `box` where known."""

    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    parts: list[list[Line]] = field(default_factory=list)
    box: tuple[float, float, float, float] | None = None
    page: int | None = None
    width: float = 0.0
    bottom: float | None = None  # where it ends on its last page
    tables: list["RawTable"] = field(default_factory=list)
    markers: dict[int, str] = field(default_factory=dict)

    @property
    def lines(self) -> list[Line]:
        """All its lines."""
        return [line for part in self.parts for line in part]


@dataclass(slots=True)
class RawTable:
    """A table: its cells, `header_rows`, and the page and box where it begins; `whole`: parts are true paragraphs."""

    cells: list[RawCell]
    header_rows: int = 0
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    whole: bool = False
    reconstructed: bool = False
    caption: str = ""


@dataclass(slots=True)
class Raw:
    """A block before its text is joined."""

    kind: str
    lines: list[Line] = field(default_factory=list)
    level: int = 0
    marker: str = ""
    table: RawTable | None = None
    whole: bool = False


class Finisher:
    """Turns raw blocks into Blocks, tables numbered in reading order."""

    def __init__(self, pages: list[Page], wraps: Wraps):
        self.pages = {page.number: page for page in pages}
        self.wraps = wraps
        self.tables = 0

    def block(self, raw: Raw) -> Block:
        """The finished block, with the links that lie on it."""
        if raw.table is not None:
            lines = [line for cell in raw.table.cells for line in cell.lines]
            return Block("table", Passage("", ((0, self._corner(raw.table)),)), links=self._links(lines),
                         table=self._table(raw.table))
        width = max((line.width for line in raw.lines), default=0.0)
        passage = self._flow(raw, width)
        marker = raw.marker
        if raw.kind == "item" and not marker:
            found = marker_of(passage.text)
            if found:
                marker = found
                rest = len(found) + len(passage.text[len(found):]) - len(passage.text[len(found):].lstrip())
                passage = passage.part(rest, len(passage.text))
        emphasis = bool(raw.lines) and (all(line.bold for line in raw.lines) or all(line.italic for line in raw.lines))
        return Block(raw.kind, passage, level=raw.level, marker=marker, emphasis=emphasis, links=self._links(raw.lines))

    def _flow(self, raw: Raw, width: float) -> Passage:
        """Text that runs down the page: the room on a line ends where the longest of its lines ends."""
        edge = max((line.right for line in raw.lines), default=0.0)
        lines = raw.lines
        text, marks = "", []
        for index, line in enumerate(lines):
            if index:
                before = lines[index - 1]
                room = min(edge - before.right, width - before.width) if before.page == line.page else 0.0
                joint = self.wraps.between(before, line, room, raw.whole, narrow=False)
                if joint == "-":
                    text, joint = text[:-1], ""
                text += joint
            marks.append((len(text), Place(page=line.page, box=line.box)))
            text += line.text
        return Passage(text, tuple(marks)) if marks else Passage()

    def _corner(self, table: RawTable) -> Place:
        return Place(page=table.page, box=table.box, table=self.tables + 1)

    def _table(self, raw: RawTable) -> Table:
        self.tables += 1
        number, place = self.tables, Place(page=raw.page, box=raw.box, table=self.tables)
        widths = _column_widths(raw)
        cells = tuple(self._cell(cell, raw, widths, place) for cell in raw.cells)
        return Table(cells, number=number, header_rows=raw.header_rows, caption=raw.caption,
                     reconstructed=raw.reconstructed, place=place)

    def _cell(self, cell: RawCell, table: RawTable, widths: dict[int, float], place: Place) -> Cell:
        place = place.at(row=cell.row + 1, column=cell.column + 1, page=cell.page or place.page, box=cell.box)
        width = cell.width or sum(widths.get(column, 0.0) for column in range(cell.column, cell.column + cell.colspan))
        parts = []
        for index, lines in enumerate(cell.parts):
            part = self.wraps.passage(lines, width, place, table.whole)
            marker = cell.markers.get(index)
            if marker:
                part = Passage.join([Passage(marker, ((0, part.place),)), part], " ")
            parts.append(part)
        passage = _strip(Passage.join(parts, "\n")) if parts else Passage("", ((0, place),))
        nested = tuple(self._table(inner) for inner in cell.tables)
        return Cell(passage, cell.row, cell.column, cell.rowspan, cell.colspan, tables=nested)

    def _links(self, lines: list[Line]) -> tuple[Link, ...]:
        """The link annotations that lie on these lines; one that runs over several lines is one link."""
        found: list[Link] = []
        for line in lines:
            page = self.pages.get(line.page)
            for target in page.links if page else ():
                left, top, right, bottom = target.box
                if not (top - 1 <= line.middle <= bottom + 1 and line.left < right and line.right > left):
                    continue
                inside = [glyph for glyph in line.glyphs if left <= (glyph.left + glyph.right) / 2 <= right]
                text = " ".join(part.text for part in lines_of(inside, line.page))
                if found and found[-1].target == target.address and found[-1].place.page == line.page:
                    found[-1] = Link(target.address, found[-1].text + text, found[-1].place)
                elif text:
                    box = tuple(round(edge, 1) for edge in target.box)
                    found.append(Link(target.address, text, Place(page=line.page, box=box)))
        return tuple(found)


def marker_of(text: str) -> str:
    """What stands before a list item ("1.", "-", "•", "а)"), or "" where the text begins no item."""
    found = _MARKER.match(text)
    return found.group() if found else ""


def _column_widths(table: RawTable) -> dict[int, float]:
    """The widest line of each column: what its cells can hold, where the table has no ruling lines."""
    widths: dict[int, float] = {}
    for cell in table.cells:
        if cell.colspan == 1:
            wide = max((line.width for line in cell.lines), default=0.0)
            widths[cell.column] = max(widths.get(cell.column, 0.0), wide)
    return widths


def _strip(passage: Passage) -> Passage:
    start = len(passage.text) - len(passage.text.lstrip())
    return passage.part(start, max(start, len(passage.text.rstrip())))
