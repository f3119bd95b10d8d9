"""Tables without ruling lines: columns told from gaps that stand under each other in three rows or more.

Prose has such gaps nowhere: a row counts only if each of its pieces stands in a column of its own, and a gap between
two columns has to be as wide as a letter and a half in every row.
"""
from collections.abc import Iterator
from dataclasses import dataclass

from auditkit.readers.pdf_lines import Line, lines_of
from auditkit.readers.pdf_parts import RawCell, RawTable

MIN_ROWS = 3
GAP = 1.5  # of the size: narrower gaps are spaces
_LEADERS = ("....", "____", "…")


@dataclass(slots=True)
class _Row:
    """A line cut at its wide gaps."""

    line: Line
    pieces: list[Line]


def aligned_tables(lines: list[Line]) -> Iterator[list[Line] | RawTable]:
    """The lines of a part of a page, those that make a table without ruling lines as one table; the order is kept."""
    rows = [_Row(line, _pieces(line)) for line in lines]
    start = plain = 0
    while start < len(rows):
        end, columns = _table_at(rows, start)
        if end == start:
            start += 1
            continue
        if plain < start:
            yield lines[plain:start]
        yield _table(rows[start:end], columns)
        start = plain = end
    if plain < len(lines):
        yield lines[plain:]


def _pieces(line: Line) -> list[Line]:
    """The parts of a line between gaps wider than any space."""
    if line.turn or any(leader in line.text for leader in _LEADERS):
        return [line]
    parts, edge = [[]], None
    for glyph in line.glyphs:
        if edge is not None and glyph.left - edge > GAP * line.size:
            parts.append([])
        parts[-1].append(glyph)
        edge = glyph.right
    return [line] if len(parts) == 1 else [made for part in parts for made in lines_of(part, line.page)]


def _table_at(rows: list[_Row], start: int) -> tuple[int, list[tuple[float, float]]]:
    """Where the table that begins at `start` ends (`start`: none does), and its columns as (left, right)."""
    if len(rows[start].pieces) < 2:
        return start, []
    columns: list[tuple[float, float]] = []
    end, full = start, 0
    for index in range(start, len(rows)):
        row = rows[index]
        if index > start and not _near(rows[index - 1].line, row.line):
            break
        several = len(row.pieces) > 1
        if not several and not (_tight(rows[index - 1].line, row.line)
                                and _continues(row.pieces[0], columns, row.line.size)):
            break
        merged = _with(columns, row.pieces)
        if not _apart(merged, row.line.size) or len(merged) < max(2, len(columns)):
            break
        columns = merged
        full += several
        end = index + 1
    if full < MIN_ROWS or not _tabular(rows[start:end], columns):
        return start, []
    return end, columns


def _near(before: Line, line: Line) -> bool:
    return before.page == line.page and line.top - before.bottom < 1.6 * line.size


def _tight(before: Line, line: Line) -> bool:
    return line.top - before.top < 1.4 * line.size


def _continues(piece: Line, columns: list[tuple[float, float]], size: float) -> bool:
    """Whether a line of one piece is the wrapped text of one cell: it stands within one column."""
    return sum(left - size < piece.left and piece.right < right + size for left, right in columns) == 1 and any(
        abs(piece.left - left) < size for left, _ in columns)


def _with(columns: list[tuple[float, float]], pieces: list[Line]) -> list[tuple[float, float]]:
    """The columns widened by the pieces of one more row; pieces that touch no column are new ones."""
    spans = sorted([*columns, *((piece.left, piece.right) for piece in pieces)])
    merged = [spans[0]]
    for left, right in spans[1:]:
        if left <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(right, merged[-1][1])
        else:
            merged.append((left, right))
    return merged


def _apart(columns: list[tuple[float, float]], size: float) -> bool:
    return all(after[0] - before[1] >= size for before, after in zip(columns, columns[1:]))


def _tabular(rows: list[_Row], columns: list[tuple[float, float]]) -> bool:
    """Whether this is a table rather than two texts side by side: a column of numbers, or three columns well filled."""
    several = [row for row in rows if len(row.pieces) > 1]
    if any(len(row.pieces) > len(columns) for row in rows):
        return False
    filled = sum(len(row.pieces) for row in several) / (len(several) * len(columns))
    numeric = 0
    for left, right in columns:
        inside = [piece.text for row in several for piece in row.pieces
                  if left - 1 <= piece.left and piece.right <= right + 1]
        numbers = sum(text[:1].isdigit() or text in ("-", "–", "—") for text in inside)
        numeric += len(inside) >= MIN_ROWS and numbers >= len(inside) - 1
    return filled >= 0.6 and (numeric >= 1 or len(columns) >= 3 and filled >= 0.8)


def _table(rows: list[_Row], columns: list[tuple[float, float]]) -> RawTable:
    table = RawTable([], page=rows[0].line.page, reconstructed=True)
    number = -1  # a row of one piece is the wrapped text of the row above
    cells: dict[tuple[int, int], RawCell] = {}
    for index, row in enumerate(rows):
        number += index == 0 or len(row.pieces) > 1
        for piece in row.pieces:
            column = next(at for at, (left, right) in enumerate(columns) if left - 1 <= piece.left <= right + 1)
            new = RawCell(number, column, parts=[[]], page=piece.page, box=piece.box)
            cell = cells.setdefault((number, column), new)
            cell.parts[0].append(piece)
            cell.width = columns[column][1] - columns[column][0]
    for row in range(number + 1):
        for column in range(len(columns)):
            cells.setdefault((row, column), RawCell(row, column, page=table.page))
    table.cells = [cells[key] for key in sorted(cells)]
    lines = [row.line for row in rows]
    table.box = (min(line.box[0] for line in lines), lines[0].box[1], max(line.box[2] for line in lines),
                 lines[-1].box[3])
    return table
