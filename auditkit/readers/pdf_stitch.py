"""Tables that go on over a page break, made one again where the file draws them page by page."""
from auditkit.readers.pdf_parts import RawCell, RawTable

SAME_EDGE = 3.0  # points
_STOPS = tuple(".!?…;:»\"”)")


def continues(table: RawTable, after: RawTable) -> bool:
    """Whether `after`, the first thing on the next page, has the columns of `table`, the last thing before it."""
    old, new = column_edges(table), column_edges(after)
    if len(old) < 3 or not _same(old[0], new[0]) or not _same(old[-1], new[-1]):
        return False
    missing = [edge for edge in new if not any(_same(edge, other) for other in old)]
    return not missing and len(new) >= 2


def column_edges(table: RawTable) -> list[float]:
    """The x positions where columns of a ruled table begin and end."""
    edges: list[float] = []
    for x in sorted({edge for cell in table.cells if cell.box for edge in (cell.box[0], cell.box[2])}):
        if not edges or not _same(x, edges[-1]):
            edges.append(x)
    return edges or [0.0]


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= SAME_EDGE


def stitch(table: RawTable, after: RawTable) -> None:
    """Appends the rows of `after` to `table`: a repeated header goes, a row cut by the page break is closed again."""
    _align(table, after)
    skip = _repeated_header(table, after)
    table.header_rows = max(table.header_rows, skip)
    height = max(cell.row + cell.rowspan for cell in table.cells)
    cells = [cell for cell in after.cells if cell.row >= skip]
    if not cells:
        return
    above = {column: cell for cell in table.cells if cell.row + cell.rowspan == height
             for column in range(cell.column, cell.column + cell.colspan)}
    cut = _row_continues(table, above, cells, skip, height)
    shift = height - skip - (1 if cut else 0)
    last = min((cell.row + cell.rowspan for cell in cells if cell.row == skip), default=skip + 1)
    for cell in cells:
        old = above.get(cell.column)
        first = cell.row == skip
        fits = old is not None and old.column == cell.column and old.colspan == cell.colspan
        if first and fits and (cut or (not cell.parts and cell.row + cell.rowspan > last)):
            _extend(old, cell, shift)
        else:
            cell.row += shift
            table.cells.append(cell)


def _extend(old: RawCell, cell: RawCell, shift: int) -> None:
    """Goes on with `old` in `cell`, which lies below it on the next page."""
    old.rowspan = max(old.rowspan, cell.row + shift + cell.rowspan - old.row)
    if cell.parts and old.parts:
        if _empty_line_between(old, cell):
            old.parts += [[], *cell.parts]
        else:
            old.parts[-1] = old.parts[-1] + cell.parts[0]
            old.parts += cell.parts[1:]
    else:
        old.parts += cell.parts
    old.bottom = cell.box[3]
    old.tables += cell.tables


def _empty_line_between(old: RawCell, cell: RawCell) -> bool:
    """Whether an empty line stood at the page break: room for two lines was left above it, or for one below it."""
    before, after = old.lines[-1], cell.lines[0]
    if after.text[:1].islower() and not before.text.endswith(_STOPS):
        return False
    line = 1.2 * after.size
    return (old.bottom or old.box[3]) - before.bottom > 1.7 * line or after.top - cell.box[1] > 0.9 * line


def _align(table: RawTable, after: RawTable) -> None:
    """Counts the columns of `after` as `table` does: a page may lack an edge that another page has."""
    edges = column_edges(table)
    for cell in after.cells:
        start = min(range(len(edges)), key=lambda index: abs(edges[index] - cell.box[0]))
        end = min(range(len(edges)), key=lambda index: abs(edges[index] - cell.box[2]))
        cell.column, cell.colspan = start, max(1, end - start)


def _repeated_header(table: RawTable, after: RawTable) -> int:
    """How many of the first rows of `after` say what the first rows of `table` say."""
    count = 0
    for row in range(max(cell.row for cell in after.cells)):
        old = _row_text(table, row)
        if not "".join(old.values()) or old != _row_text(after, row):
            break
        count += 1
    return count


def _row_text(table: RawTable, row: int) -> dict[int, str]:
    return {cell.column: " ".join(line.text for line in cell.lines) for cell in table.cells if cell.row == row}


def _row_continues(table: RawTable, above: dict[int, RawCell], cells: list[RawCell], top: int, height: int) -> bool:
    """Whether the first row on the new page is the rest of the last row before it.

    It is where a column that every row fills is empty now although it was filled before the break, and where the texts
    go on in the middle of a sentence.
    """
    first = [cell for cell in cells if cell.row == top]
    low = min(cell.rowspan for cell in first)
    first = [cell for cell in first if cell.rowspan == low]  # a cell merged over more rows is no witness
    pairs = [(above[cell.column], cell) for cell in first if cell.column in above]
    if not pairs or len(pairs) < len(first):
        return False
    if any(old.column != cell.column or old.colspan != cell.colspan for old, cell in pairs):
        return False
    for_cut = against = 0
    for old, cell in pairs:
        if cell.lines and old.lines:
            before, after = old.lines[-1].text, cell.lines[0].text
            if before.endswith(_STOPS) or not after[:1].islower():
                against += after[:1].isupper() or after[:1].isdigit()
            else:
                for_cut += 2
        elif old.lines and _share_filled(table, old.column, height) >= 0.8:
            for_cut += 2 if old.rowspan == 1 else 0
        elif cell.lines and not old.lines:
            against += 1
    return for_cut > against


def _share_filled(table: RawTable, column: int, height: int) -> float:
    """The share of a column's cells below the header that hold text."""
    cells = [cell for cell in table.cells if cell.column == column and cell.row > 0]
    return sum(bool(cell.lines) for cell in cells) / len(cells) if cells else 1.0
