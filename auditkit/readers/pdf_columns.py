"""In which columns the cells of a tagged table stand, where the tags leave cells out.

Browsers tag no cell that is empty, so that what stands behind it would move to the left: a total would stand under the heading of the
column before it.  Where a row has fewer cells than the others, each goes to the column under whose cells it is drawn.
"""
from collections.abc import Sequence
from math import inf

from auditkit.readers.pdf_parts import RawCell

#: How many points the text of a cell may stick out of what the others of its column take up.
SLACK = 2.0


def settle(cells: Sequence[RawCell]) -> None:
    """Moves the cells of incomplete rows to where they are drawn; rows that have all their cells are left as they are."""
    width = max((cell.column + cell.colspan for cell in cells), default=0)
    rows: dict[int, list[RawCell]] = {}
    filled: dict[int, int] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
        for row in range(cell.row, cell.row + cell.rowspan):
            filled[row] = filled.get(row, 0) + cell.colspan
    incomplete = [row for row in rows if filled[row] < width]
    bands = _bands([cell for row, own in rows.items() if row not in incomplete for cell in own], width)
    if not incomplete or any(band is None for band in bands):
        return
    for row in incomplete:
        taken = {column for cell in cells if cell.row < row < cell.row + cell.rowspan for column in range(cell.column, cell.column + cell.colspan)}
        found = _best(rows[row], bands, taken, width)
        for cell, column in zip(rows[row], found):
            cell.column = column


def _bands(cells: Sequence[RawCell], width: int) -> list[tuple[float, float] | None]:
    """From where to where the text of each column goes, as the cells of one column show it."""
    bands: list[tuple[float, float] | None] = [None] * width
    for cell in cells:
        if cell.colspan == 1 and cell.box is not None:
            left, right = bands[cell.column] or (inf, -inf)
            bands[cell.column] = min(left, cell.box[0]), max(right, cell.box[2])
    return bands


def _best(cells: Sequence[RawCell], bands: Sequence[tuple[float, float]], taken: set[int], width: int) -> list[int]:
    """The columns of the cells of one row, from left to right, that are nearest to where they are drawn."""
    # ways[column]: the cheapest way to set the cells so far, the next one at this column at the earliest
    ways: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for cell in cells:
        after: dict[int, tuple[float, list[int]]] = {}
        for earliest, (cost, columns) in ways.items():
            for column in range(earliest, width - cell.colspan + 1):
                if any(at in taken for at in range(column, column + cell.colspan)):
                    continue
                way = cost + _apart(cell, bands[column][0], bands[column + cell.colspan - 1][1]), [*columns, column]
                end = column + cell.colspan
                if end not in after or way[0] < after[end][0]:
                    after[end] = way
        ways = after
    return min(ways.values(), key=lambda way: way[0])[1] if ways else [cell.column for cell in cells]


def _apart(cell: RawCell, left: float, right: float) -> float:
    """How far the middle of a cell's text is outside of a column, or how far it sticks out of it; of two that hold it, the one at whose
    left edge it begins is nearer."""
    if cell.box is None:
        return 0.0
    middle = (cell.box[0] + cell.box[2]) / 2
    return max(left - middle, middle - right, 0.0) * 2 + max(left - cell.box[0] - SLACK, 0.0) + max(cell.box[2] - right - SLACK, 0.0) \
        + abs(cell.box[0] - left) / 100
