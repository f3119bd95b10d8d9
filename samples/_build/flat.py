"""Text as PDF converters write it: hard-wrapped lines, blank lines between them, tables flattened, page-break debris.

Every column of a table is written from top to bottom before the next one begins; words and numbers that are too long
for their column are cut; a row that crosses a page is cut with all its columns and goes on after the break.
"""
from collections.abc import Sequence

from .content import Block, Cell, Heading, Items, Table

LINE, PAGE = 128, 38  # characters of a line of prose, lines of a page
TABLE_PAGE = 44       # lines of a page of small print
CELL_MARGIN, LETTER = 0.38, 0.165  # centimetres


def render(blocks: Sequence[Block]) -> str:
    """The flattened text."""
    page = _Page()
    for block in blocks:
        if isinstance(block, Table):
            _TABLES[block.kind](page, block)
            page.put(" ")
        elif isinstance(block, Items):
            for number, item in enumerate(block.items, 1):
                page.prose((f"{number}. " if block.numbered else "- ") + item.text)
        else:
            if isinstance(block, Heading):
                page.put(" ")
            page.prose(block.body.text)
    return "\n" + "\n".join(page.lines) + "\n"


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text in a column of `width` characters.

    A line ends with the blank that a converter leaves after a word; where a word was cut, it does not.
    """
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.replace("-", "-\0").replace(" ", " \0").split("\0"):
            if line and len(line + word.rstrip()) > width:
                lines.append(line)
                line = ""
            while len(word.rstrip()) > width:
                lines.append(word[:width])
                word = word[width:]
            line += word
        lines.append(line.rstrip() + " ")
    return lines


class _Page:
    """The lines written so far, a blank one after each, and how full the page is."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.used = 0

    def put(self, line: str) -> None:
        """One printed line of prose."""
        if self.used >= PAGE:
            self.turn()
        self.lines += [line, ""]
        self.used += 1

    def prose(self, text: str) -> None:
        """A paragraph."""
        for line in wrapped(text, LINE):
            self.put(line)

    def turn(self) -> None:
        """A page break: two more blank lines."""
        self.lines += ["", ""]
        self.used = 0

    def columns(self, columns: Sequence[Sequence[str]]) -> None:
        """A table row whose cells are given as wrapped lines; it is cut where the page ends."""
        at, height = 0, max(map(len, columns))
        while at < height:
            if self.used >= TABLE_PAGE:
                self.turn()
            room = min(TABLE_PAGE - self.used, height - at)
            for lines in columns:
                for line in lines[at:at + room]:
                    self.lines += [line, ""]
            at, self.used = at + room, self.used + room


def _width(centimetres: float) -> int:
    return max(2, round((centimetres - CELL_MARGIN) / LETTER))


def _cells(table: Table, row: Sequence[Cell | None]) -> list[list[str]]:
    return [wrapped(cell.body.text, _width(sum(table.widths[column:column + cell.columns])))
            for column, cell in enumerate(row) if cell]


def _columns(page: _Page, table: Table) -> None:
    """Any table: every row with its columns one after the other; short second header rows stand in one line."""
    for number, row in enumerate(table.grid()):
        if 0 < number < table.header:
            page.lines += [" ".join(cell.body.text for cell in row if cell) + "  ", ""]
        else:
            page.columns(_cells(table, row))


def _one_line(page: _Page, table: Table) -> None:
    """A table that is wide enough for one line a row; where the header is too long, its first cell stands above."""
    for row in table.grid():
        texts = [cell.body.text for cell in row]
        if len(" ".join(texts)) > LINE - 20:
            page.prose(texts.pop(0))
        page.put(" ".join(texts) + " ")


def _indicators(page: _Page, table: Table) -> None:
    """The indicator table: unit and numbers follow the last line of the name, or stand below it where it is long."""
    for row in table.grid():
        name, *rest = [cell.body.text for cell in row]
        lines = wrapped(name, 52)
        if len(lines) == 1:
            page.put(lines[0] + " ".join(rest) + " ")
            continue
        for line in (*lines, " ".join(rest) + " "):
            page.put(line)


def _social(page: _Page, table: Table) -> None:
    """The social table: broken headings, the total alone and indented, the other numbers in one line."""
    head, values = table.grid()
    page.columns(_cells(table, head))
    total, *parts = [cell.body.text for cell in values]
    page.put(f"      {total} ")
    page.put(" ")
    page.put(" ".join(parts) + " ")


_TABLES = {"plan-fact": _columns, "indicators": _indicators, "gender": _one_line, "social": _social, "age": _one_line,
           "plain": _columns}
