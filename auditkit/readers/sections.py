"""Cuts a sheet of cells (Excel, CSV) into tables and the lines of text that stand between them."""
from collections.abc import Callable, Iterator
from dataclasses import replace

from auditkit.model import Cell, Passage, Place, Table

_GAP = 3  # this many empty columns part two tables that stand side by side; fewer are only spacing
# Empty cells are added to a table of at most this area, or at most this many times as many positions as filled cells:
# a sheet with a few far cells must not become millions of empty ones.
_FILLED_AREA, _FILLED_RATIO = 5_000, 8


def sections(cells: list[Cell]) -> Iterator[list[Cell]]:
    """The cells in groups of reading order: a group of one cell is a line of text, any other is a table.

    `cells`: those with content, `row` and `column` from 0 on the sheet, merged ones once.  Empty rows part the groups;
    a row of one text cell at the head or foot of a group is a title or a note and stands alone.
    """
    for group in _parted(sorted(cells, key=lambda cell: (cell.row, cell.column)), by_row=True, gap=1):
        for side in _parted(sorted(group, key=lambda cell: (cell.column, cell.row)), by_row=False, gap=_GAP):
            yield from _trimmed(side)


def as_table(cells: list[Cell], number: int, place: Place, place_of: Callable[[int, int], Place], **more) -> Table:
    """The table of one group: rows and columns counted anew from its upper left corner; `more`: fields of Table.

    `place`: of the sheet; `place_of(row, column)`: of a position of the sheet, from 0: an empty cell inside the table
    is a Cell too, so that a missing number has a place.  Cells get `table`, `row` and `column` in theirs.
    """
    top, left = min(cell.row for cell in cells), min(cell.column for cell in cells)
    height = max(cell.row + cell.rowspan for cell in cells) - top
    width = max(cell.column + cell.colspan for cell in cells) - left
    everything = list(cells)
    if height * width <= max(_FILLED_AREA, _FILLED_RATIO * len(cells)):
        covered = {(row, column) for cell in cells for row in range(cell.row, cell.row + cell.rowspan)
                   for column in range(cell.column, cell.column + cell.colspan)}
        everything += [Cell(Passage("", ((0, place_of(row, column)),)), row, column) for row in range(top, top + height)
                       for column in range(left, left + width) if (row, column) not in covered]
    moved = []
    for cell in sorted(everything, key=lambda cell: (cell.row, cell.column)):
        row, column = cell.row - top, cell.column - left
        marks = tuple((offset, mark.at(table=number, row=row + 1, column=column + 1))
                      for offset, mark in cell.passage.marks)
        moved.append(replace(cell, passage=replace(cell.passage, marks=marks), row=row, column=column))
    first = moved[0].place
    return Table(tuple(moved), number, place=place.at(table=number, cell=first.cell, line=first.line), **more)


def _parted(cells: list[Cell], by_row: bool, gap: int) -> Iterator[list[Cell]]:
    """Cells, sorted by where they begin, cut wherever at least `gap` rows (or columns) are covered by none."""
    group, end = [], 0
    for cell in cells:
        start, span = (cell.row, cell.rowspan) if by_row else (cell.column, cell.colspan)
        if group and start >= end + gap:
            yield group
            group = []
        group.append(cell)
        end = max(end, start + span) if len(group) > 1 else start + span
    if group:
        yield group


def _trimmed(cells: list[Cell]) -> Iterator[list[Cell]]:
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        rows.setdefault(cell.row, []).append(cell)
    wide = [index for index, row in rows.items() if len(row) > 1]
    if not wide:
        for row in rows.values():
            yield row
        return
    body = [cell for cell in cells if wide[0] <= cell.row <= wide[-1]]
    left, right = min(cell.column for cell in body), max(cell.column + cell.colspan for cell in body)

    def is_line(cell: Cell) -> bool:
        """A text at the left edge (or over the full width) belongs to no column, so it is no heading of one."""
        merged_part = cell.rowspan > 1 or (cell.colspan > 1 and cell.column + cell.colspan < right)
        return cell.value is None and cell.formula is None and cell.column <= left and not merged_part
    order = sorted(rows)
    first, last = 0, len(order) - 1
    while order[first] < wide[0] and is_line(rows[order[first]][0]):
        first += 1
    while order[last] > wide[-1] and is_line(rows[order[last]][0]):
        last -= 1
    for index in order[:first]:
        yield rows[index]
    yield [cell for index in order[first:last + 1] for cell in rows[index]]
    for index in order[last + 1:]:
        yield rows[index]
