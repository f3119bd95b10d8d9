"""Tables drawn with ruling lines: lines merged, grids found, cells with their spans, glyphs put into cells.

A cell is what lines enclose: where the line between two fields of the grid is missing, they are one merged cell.
"""
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from auditkit.readers.pdf_lines import lines_of
from auditkit.readers.pdf_page import Glyph, Page, Rule
from auditkit.readers.pdf_parts import RawCell, RawTable

NEAR = 2.5  # points: lines closer than this are one line, gaps shorter than this are none
MAX_LINES = 4000  # of one page; beyond it the drawing is no table
MAX_FIELDS = 20_000


@dataclass(slots=True)
class Grid:
    """A ruled grid on one page: edges of its columns and rows in points, its cells (row, column, rowspan, colspan)."""

    page: int
    xs: list[float]
    ys: list[float]
    cells: list[tuple[int, int, int, int]]
    glyphs: list[list[Glyph]] = field(default_factory=list)
    owner: dict[tuple[int, int], int] = field(default_factory=dict)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """(left, top, right, bottom) in points."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell_box(self, index: int) -> tuple[float, float, float, float]:
        """The box of a cell, rounded to a tenth of a point."""
        row, column, high, wide = self.cells[index]
        return (round(self.xs[column], 1), round(self.ys[row], 1), round(self.xs[column + wide], 1),
                round(self.ys[row + high], 1))

    def at(self, x: float, y: float) -> int | None:
        """The cell that holds this point."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        return self.owner.get((row, column))


def merged(rules: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical ruling lines, collinear ones that touch made one."""
    return _merge([rule for rule in rules if rule.horizontal]), _merge([rule for rule in rules if not rule.horizontal])


def _merge(rules: list[Rule]) -> list[Rule]:
    found: list[Rule] = []
    cluster: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if cluster and rule.at - cluster[0].at > NEAR:
            found += _merge_collinear(cluster)
            cluster = []
        cluster.append(rule)
    return found + _merge_collinear(cluster)


def _merge_collinear(cluster: list[Rule]) -> list[Rule]:
    found: list[Rule] = []
    for rule in sorted(cluster, key=lambda rule: rule.start):
        if found and rule.start <= found[-1].end + NEAR:
            last = found[-1]
            found[-1] = last._replace(end=max(last.end, rule.end))
        else:
            found.append(rule)
    return found


def grids_of(page: Page) -> list[Grid]:
    """The ruled grids of a page, from top to bottom, with the page's glyphs in their cells."""
    horizontal, vertical = merged(page.rules)
    vertical.sort(key=lambda rule: rule.at)
    if not horizontal or not vertical or len(horizontal) + len(vertical) > MAX_LINES:
        return []
    grids = []
    for across, down in _components(horizontal, vertical):
        grid = _grid(page.number, across, down)
        if grid is not None:
            grids.append(grid)
    _place_glyphs(page, grids)
    grids = [grid for grid in grids if any(any(glyph.char != " " for glyph in glyphs) for glyphs in grid.glyphs)]
    return sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _components(horizontal: list[Rule], vertical: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that cross or touch each other belong together."""
    lines = horizontal + vertical
    parent = list(range(len(lines)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    places = [down.at for down in vertical]  # in rising order
    for i, across in enumerate(horizontal):
        first, last = bisect_left(places, across.start - 2 * NEAR), bisect_right(places, across.end + 2 * NEAR)
        for j, down in enumerate(vertical[first:last], len(horizontal) + first):
            if (across.start - NEAR <= down.at <= across.end + NEAR
                    and down.start - NEAR <= across.at <= down.end + NEAR):
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, line in enumerate(lines):
        groups.setdefault(root(index), ([], []))[0 if line.horizontal else 1].append(line)
    return [group for group in groups.values() if group[0] and group[1]]


def _levels(values: list[float]) -> list[float]:
    """Values that lie close together made one, in rising order."""
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > NEAR:
            levels.append(value)
    return levels


def _grid(page: int, across: list[Rule], down: list[Rule]) -> Grid | None:
    """The grid of a group of lines; an open side ends where the lines that run into it end."""
    xs = _levels([rule.at for rule in down] + [edge for rule in across for edge in (rule.start, rule.end)])
    ys = _levels([rule.at for rule in across] + [edge for rule in down for edge in (rule.start, rule.end)])
    if len(xs) < 2 or len(ys) < 2 or not 2 <= (len(xs) - 1) * (len(ys) - 1) <= MAX_FIELDS:
        return None
    grid = Grid(page, xs, ys, [])
    downs = [[rule for rule in down if abs(rule.at - x) <= NEAR] for x in xs]
    acrosses = [[rule for rule in across if abs(rule.at - y) <= NEAR] for y in ys]
    right = [[_covers(downs[column + 1], _middle(ys, row)) for column in range(len(xs) - 1)]
             for row in range(len(ys) - 1)]
    below = [[_covers(acrosses[row + 1], _middle(xs, column)) for column in range(len(xs) - 1)]
             for row in range(len(ys) - 1)]
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) not in grid.owner:
                _take_cell(grid, row, column, right, below)
    if len(grid.cells) < 2:
        return None
    _drop_empty_edges(grid)
    grid.glyphs = [[] for _ in grid.cells]
    return grid


def _middle(edges: list[float], index: int) -> float:
    return (edges[index] + edges[index + 1]) / 2


def _covers(rules: list[Rule], where: float) -> bool:
    return any(rule.start - NEAR <= where <= rule.end + NEAR for rule in rules)


def _take_cell(grid: Grid, row: int, column: int, right, below) -> None:
    """Enters the cell whose upper left field this is: to the next line on the right, then down to the next below."""
    wide = 1
    while (column + wide < len(grid.xs) - 1 and not right[row][column + wide - 1]
           and (row, column + wide) not in grid.owner):
        wide += 1
    high = 1
    columns = range(column, column + wide)
    while (row + high < len(grid.ys) - 1 and not any(below[row + high - 1][each] for each in columns)
           and not any((row + high, each) in grid.owner for each in columns)
           and not any(right[row + high][each] for each in columns[:-1])):
        high += 1
    index = len(grid.cells)
    grid.cells.append((row, column, high, wide))
    for down in range(high):
        for over in range(wide):
            grid.owner[row + down, column + over] = index


def _drop_empty_edges(grid: Grid) -> None:
    """Joins columns and rows that no cell begins in: edges that only the ends of lines made."""
    columns = sorted({cell[1] for cell in grid.cells})
    rows = sorted({cell[0] for cell in grid.cells})
    if len(columns) == len(grid.xs) - 1 and len(rows) == len(grid.ys) - 1:
        return
    column_of = {old: sum(start <= old for start in columns) - 1 for old in range(len(grid.xs))}
    row_of = {old: sum(start <= old for start in rows) - 1 for old in range(len(grid.ys))}
    cells = []
    for row, column, high, wide in grid.cells:
        new_row, new_column = row_of[row], column_of[column]
        last_row, last_column = row_of[row + high - 1], column_of[column + wide - 1]
        cells.append((new_row, new_column, last_row - new_row + 1, last_column - new_column + 1))
    grid.xs = [grid.xs[column] for column in columns] + [grid.xs[-1]]
    grid.ys = [grid.ys[row] for row in rows] + [grid.ys[-1]]
    grid.cells = cells
    grid.owner = {(row + down, column + over): index for index, (row, column, high, wide) in enumerate(cells)
                  for down in range(high) for over in range(wide)}


def _place_glyphs(page: Page, grids: list[Grid]) -> None:
    """Moves each glyph that lies in a grid from the page into its cell: the smallest grid takes it."""
    if not grids:
        return
    order = sorted(grids, key=lambda grid: (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0]))
    left = []
    for glyph in page.glyphs:
        # a space at a line's end may hang over the border: it belongs to what stands before it
        x = glyph.left - 1 if glyph.char == " " else (glyph.left + glyph.right) / 2
        y = (glyph.top + glyph.bottom) / 2
        for grid in order:
            index = grid.at(x, y)
            if index is not None:
                grid.glyphs[index].append(glyph)
                break
        else:
            left.append(glyph)
    page.glyphs = left


def table_of(grid: Grid) -> RawTable:
    """The grid as a table; how wide a line of a cell may be is told from the narrowest margin in the whole grid."""
    cells = []
    for index, (row, column, high, wide) in enumerate(grid.cells):
        lines = lines_of(grid.glyphs[index], grid.page)
        box = grid.cell_box(index)
        cells.append(RawCell(row, column, high, wide, [lines] if lines else [], box, grid.page))
    margins = [margin for cell in cells for line in cell.lines if not line.turn
               for margin in (line.left - cell.box[0], cell.box[2] - line.right)]
    margin = min(max(min(margins, default=0.0), 0.0), 8.0)
    for cell in cells:
        turned = any(line.turn % 2 for line in cell.lines)
        extent = cell.box[3] - cell.box[1] if turned else cell.box[2] - cell.box[0]
        cell.width = extent - 2 * margin
    box = tuple(round(edge, 1) for edge in grid.box)
    return RawTable(cells, page=grid.page, box=box)
