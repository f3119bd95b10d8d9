"""What a reader makes of a file: a Document of blocks, tables and cells, each with its place in the file.

Nothing here knows what a report is about.  All classes are frozen: understanding a document never changes it.
"""
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the file given.  Every number counts from 1; None where the format has no such thing.

    `line`, `end_line`: lines of a text format.  `page`: page of a PDF; `box`: (left, top, right, bottom) in points on
    that page, from its upper left corner.  `paragraph`: running number of a paragraph of a Word file (body order,
    those in tables not counted).  `table`, `row`, `column`: running number of the table in the document, and the
    position in it, header rows included.  `sheet`: the sheet's name; `cell`: an address such as C14.
    `file`: the name of the file, where two are compared; None where there is only one.
    """

    line: int | None = None
    end_line: int | None = None
    page: int | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    box: tuple[float, float, float, float] | None = None
    file: str | None = None

    def at(self, **changes) -> "Place":
        """The same place with some of its coordinates replaced."""
        return replace(self, **changes)

    @property
    def order(self) -> tuple:
        """A key that sorts places of one document as they are read."""
        return (self.line or 0, self.page or 0, self.paragraph or 0, self.table or 0, self.row or 0, self.column or 0)


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text that remembers where each of its characters came from.

    `text`: the text as the file has it, line breaks inside it replaced by what they mean (a space, or nothing in a
    word that was cut; "\\n" between the paragraphs of a cell).  `marks`: (offset, Place) pairs in rising order of
    offset; the place of a character is that of the last mark at or before it.  A passage has at least one mark.
    """

    text: str = ""
    marks: tuple[tuple[int, Place], ...] = ((0, NOWHERE),)

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text.strip())

    @property
    def place(self) -> Place:
        """The place of the first character."""
        return self.marks[0][1]

    @property
    def end_place(self) -> Place:
        """The place of the last character."""
        return self.marks[-1][1]

    def place_at(self, offset: int) -> Place:
        """The place of the character at `offset`."""
        return self.marks[max(0, bisect_right(self.marks, offset, key=lambda mark: mark[0]) - 1)][1]

    def place_of(self, start: int, end: int) -> Place:
        """The place of the characters from `start` to `end`: `end_line` is set where they run over several lines."""
        first, last = self.place_at(start), self.place_at(max(start, end - 1))
        if last.line is not None and last.line != first.line:
            return first.at(end_line=last.line)
        return first

    def part(self, start: int, end: int) -> "Passage":
        """The passage from offset `start` to offset `end`, places kept."""
        inside = [(max(0, offset - start), place) for offset, place in self.marks if start < offset < end]
        return Passage(self.text[start:end], ((0, self.place_at(start)), *inside))

    def pieces(self) -> Iterator["Passage"]:
        """The passage cut at its marks: the bits of text that stood apart in the file (lines, paragraphs of a cell)."""
        edges = [offset for offset, _ in self.marks] + [len(self.text)]
        for start, end in zip(edges, edges[1:]):
            if end > start:
                yield self.part(start, end)

    @staticmethod
    def join(parts: "list[Passage] | tuple[Passage, ...]", between: str = " ") -> "Passage":
        """One passage out of several, `between` standing between them."""
        text, marks = "", []
        for index, part in enumerate(parts):
            if index:
                text += between
            marks += [(len(text) + offset, place) for offset, place in part.marks]
            text += part.text
        return Passage(text, tuple(marks) or ((0, NOWHERE),))


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its target as written in the file, the text shown for it, and its place.  It is never opened."""

    target: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; a merged cell is one Cell with spans, never repeated.

    `row`, `column`: of its upper left corner, from 0.  `rowspan`, `colspan`: how many rows and columns it covers.
    `value`: the typed value where the format has one (int, float, datetime.date, bool of a spreadsheet), else None.
    `formula`: the formula of a spreadsheet cell as written, else None.  `tables`: tables nested in the cell.
    """

    passage: Passage
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    value: object = None
    formula: str | None = None
    tables: tuple["Table", ...] = ()

    @property
    def text(self) -> str:
        """The cell's text, its paragraphs apart by "\\n"."""
        return self.passage.text

    @property
    def place(self) -> Place:
        """Where the cell stands."""
        return self.passage.place


@dataclass(frozen=True, slots=True)
class Table:
    """A table: cells by row and column from 0, merged cells once.

    `number`: running number in the document, from 1.  `header_rows`: how many of the first rows are headings, where
    the file says so (0: it does not say).  `caption`: the title that the format itself gives.  `hidden`: a hidden
    sheet.  `reconstructed`: the file has only text here, the table was recovered from it.
    """

    cells: tuple[Cell, ...]
    number: int = 0
    header_rows: int = 0
    caption: str = ""
    hidden: bool = False
    reconstructed: bool = False
    place: Place = NOWHERE

    @property
    def height(self) -> int:
        """Number of rows."""
        return max((cell.row + cell.rowspan for cell in self.cells), default=0)

    @property
    def width(self) -> int:
        """Number of columns."""
        return max((cell.column + cell.colspan for cell in self.cells), default=0)

    def rows(self) -> list[list[Cell]]:
        """The cells row by row, each at its upper left corner only, in order of column."""
        rows: list[list[Cell]] = [[] for _ in range(self.height)]
        for cell in sorted(self.cells, key=lambda cell: (cell.row, cell.column)):
            rows[cell.row].append(cell)
        return rows

    def grid(self) -> list[list[Cell | None]]:
        """A matrix height x width; a merged cell stands at every position that it covers, None where there is none."""
        width = self.width
        grid: list[list[Cell | None]] = [[None] * width for _ in range(self.height)]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rowspan):
                for column in range(cell.column, cell.column + cell.colspan):
                    grid[row][column] = cell
        return grid


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a document in reading order.

    `kind`: "heading", "paragraph", "item" (of a list), "table", "note" (footnote, text box, comment), or "line" (one
    physical line of a format that does not say where paragraphs end; understanding joins them).  `level`: of a
    heading, from 1, or the depth of a list item, from 1.  `marker`: what stands before a list item ("1.", "-"), as
    written or as the numbering of the format would show it.  `emphasis`: the whole block is bold or italic.
    """

    kind: str
    passage: Passage = field(default_factory=Passage)
    level: int = 0
    marker: str = ""
    emphasis: bool = False
    links: tuple[Link, ...] = ()
    table: Table | None = None

    @property
    def text(self) -> str:
        """The block's text; empty for a table."""
        return self.passage.text

    @property
    def place(self) -> Place:
        """Where the block begins."""
        return self.table.place if self.table is not None else self.passage.place


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the file itself that a reader has to know, for a person: a hidden sheet, a deleted revision.

    `code`: one of the keys of `auditkit.readers.REMARKS`; `params`: what fills its text.
    """

    code: str
    params: tuple[tuple[str, object], ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: its blocks in reading order.

    `path`: as given; `format`: "text", "markdown", "docx", "xlsx", "pdf", "csv" or "html"; `sha256`: of the file's
    bytes, in hexadecimal; `remarks`: what the reader found odd.
    """

    path: str
    format: str
    sha256: str
    blocks: tuple[Block, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def tables(self) -> list[Table]:
        """All tables in reading order, nested ones after the one that holds them."""
        found = []
        for block in self.blocks:
            if block.table is not None:
                found += _with_nested(block.table)
        return found


def _with_nested(table: Table) -> list[Table]:
    found = [table]
    for cell in table.cells:
        for nested in cell.tables:
            found += _with_nested(nested)
    return found
