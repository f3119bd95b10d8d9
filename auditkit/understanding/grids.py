"""Tables of names: columns found by their headings, rows that a converter has split put together again."""
import re
from collections.abc import Iterable
from dataclasses import dataclass

from auditkit.lexicon import either
from auditkit.model import Block, Cell, Passage, Place, Table
from auditkit.understanding.tables import column_titles, header_rows, place_of
from auditkit.wording import fold


#: What the headings of columns of names say.
GRANTEE, ORGANISATION, CONTRACT, PROJECT, PRIORITY, HEAD, CONTACT, ADDRESS = (
    either("columns", key) for key in ("grantee", "organisation", "contract", "project", "priority", "head", "contact", "address"))


def tables(blocks: Iterable[Block]) -> list[Table]:
    """The tables as understood: those of the file, and those recovered from flattened text."""
    return [block.table for block in blocks if block.table is not None]


@dataclass(frozen=True)
class Entry:
    """What a row says in one column: its text on one line, and its place."""

    text: str
    place: Place
    passage: Passage


def columns(table: Table, wanted: dict[str, str]) -> dict[str, int]:
    """Column numbers from 0 by name: the first heading that each of the patterns `wanted` finds (folded)."""
    rows = header_rows(table) or 1
    titles = [fold(title) for title in column_titles(table, rows)]
    found: dict[str, int] = {}
    for name, pattern in wanted.items():
        column = next((index for index, title in enumerate(titles) if re.search(pattern, title) and index not in found.values()), None)
        if column is not None:
            found[name] = column
    return found


def entries(table: Table, found: dict[str, int], key: str) -> list[dict[str, Entry]]:
    """The rows below the headings as entries by column name.

    A row whose `key` column is blank goes on with the row above it; a cell that is merged downwards, or left blank in a row of its own
    because the one above it stands for both, is blank here.
    """
    grid = table.grid()
    rows: list[dict[str, list[Cell]]] = []
    for index in range(header_rows(table) or 1, len(grid)):
        cells = {name: grid[index][column] for name, column in found.items()}
        goes_on = rows and (cells[key] is None or not cells[key].text.strip())
        if not goes_on:
            rows.append({name: [] for name in found})
        for name, cell in cells.items():
            if cell is not None and cell.row == index and cell.text.strip():
                rows[-1][name].append(cell)
    return [{name: _entry(cells, table) for name, cells in row.items()} for row in rows if any(row.values())]


def _entry(cells: Iterable[Cell], table: Table) -> Entry:
    cells = list(cells)
    if not cells:
        return Entry("", table.place, Passage())
    passage = Passage.join([cell.passage for cell in cells])
    return Entry(" ".join(passage.text.split()), place_of(cells[0], table), passage)
