"""The statistics of participants: by gender, by social category, by age, each as a total and its parts."""
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

from auditkit.lexicon import pattern
from auditkit.model import Block, Cell, Place, Table
from auditkit.understanding.flattened_statistics import category_of
from auditkit.understanding.sections import Outline, Scope
from auditkit.understanding.socioeconomic import indicator_columns
from auditkit.understanding.tables import Amount, amount, column_titles, header_rows, place_of
from auditkit.wording import fold

KINDS = ("gender", "social", "age")
BAND = re.compile(r"(?P<low>\d{1,2})\s?-\s?(?P<high>\d{1,2})")
OPEN_ABOVE = pattern("columns", "open_above")
ANY_PEOPLE = pattern("columns", "any_people")
OPEN_BELOW = re.compile(r"(\d{1,2})\s*(?:жасқа|жас\w*)?\s*(?:дейін)|до\s+(\d{1,2})")


@dataclass(frozen=True)
class Entry:
    """One number of a statistics table: its category (lexicon "statistics"; of an age band "13-16", "59+"), its heading, the
    cell, and what the cell says."""

    category: str
    label: str
    cell: Cell
    place: Place
    amount: Amount

    @property
    def text(self) -> str:
        """The cell's words."""
        return " ".join(self.cell.text.split())

    @property
    def band(self) -> tuple[float, float] | None:
        """The ages that an age band covers, both ends included; None where it is none."""
        return age_band(self.label)


@dataclass(frozen=True)
class StatisticsRow:
    """One row of statistics: a total and its parts.  `kind`: "gender", "social" or "age"."""

    kind: str
    project: int
    scope: Scope
    block: int
    table: Table
    total: Entry | None
    parts: tuple[Entry, ...]

    def part(self, category: str) -> Entry | None:
        """The part of a category, None where the table has none."""
        return next((entry for entry in self.parts if entry.category == category), None)


#: The heading of a column that gives shares beside the numbers.
SHARE_TITLE = pattern("columns", "share")


def age_band(label: str) -> tuple[float, float] | None:
    """The ages of a band's heading: «13-16 жас» is (13, 16), «59 жас және жоғары» is (59, inf)."""
    folded = fold(label)
    if found := BAND.search(folded):
        return float(found.group("low")), float(found.group("high"))
    if found := OPEN_BELOW.search(folded):
        return 0.0, float(found.group(1) or found.group(2))
    if OPEN_ABOVE.search(folded) and (found := re.search(r"\d{1,2}", folded)):
        return float(found.group()), inf
    return None


def find_statistics(blocks: Sequence[Block], outline: Outline) -> list[StatisticsRow]:
    """All rows of statistics of a report, in order: tables whose headings are categories of participants, laid out in
    columns (a heading above each number) or in rows (a heading before each number)."""
    rows = []
    for index, (block, scope) in enumerate(zip(blocks, outline.scopes)):
        if block.table is not None and indicator_columns(block.table) is None:
            for columns in (_by_columns(block.table), _by_rows(block.table)):
                found = [StatisticsRow(kind, scope.project, scope, index, block.table, total, parts)
                         for kind, total, parts in columns]
                if found:
                    rows += found
                    break
    return _by_sheet(rows, outline)


def _by_sheet(rows: list[StatisticsRow], outline: Outline) -> list[StatisticsRow]:
    """In a workbook whose projects are told on one sheet and whose statistics stand on a sheet of their own for each project,
    the sheets go to the projects in their order."""
    projects = [project.number for project in outline.projects if project.number]
    sheets = list(dict.fromkeys(row.table.place.sheet for row in rows))
    if len(projects) < 2 or len(sheets) != len(projects) or len({row.project for row in rows}) > 1:
        return rows
    owner = dict(zip(sheets, projects))
    return [replace(row, project=owner[row.table.place.sheet]) for row in rows]


def _category(text: str, kind: str | None = None) -> tuple[str, str] | None:
    """(category id, kind) of a heading."""
    text = " ".join(text.split())
    if len(text) > 160 or not re.search(r"[^\W_]", text):
        return None
    band = age_band(text)
    found = category_of(text)
    if band and (found is None or found.kind in ("age", "any") and not ANY_PEOPLE.search(fold(text))):
        return f"{band[0]:.0f}-{band[1]:.0f}" if band[1] < inf else f"{band[0]:.0f}+", "age"
    return (found.id, found.kind) if found else None


def _by_columns(table: Table) -> list[tuple[str, Entry | None, tuple[Entry, ...]]]:
    count = header_rows(table)
    grid = table.grid()
    if not 1 <= count <= 4 or len(grid) <= count:
        return []
    heads: dict[int, tuple[str, str, str]] = {}
    for column in range(table.width):
        for row in range(count - 1, -1, -1):  # the lowest heading is the most specific
            cell = grid[row][column]
            if cell is not None and cell.text.strip() and (found := _category(cell.text)):
                heads[column] = (*found, " ".join(cell.text.split()))
                break
    kind = _kind(heads)
    if kind is None:
        return []
    rows = []
    for row in grid[count:]:
        entries, seen = [], set()
        for column, (category, _, label) in heads.items():
            cell = row[column]
            if cell is not None and id(cell) not in seen:
                seen.add(id(cell))
                entries.append(Entry(category, label, cell, place_of(cell, table), amount(cell)))
        rows += _row(kind, entries)
    return rows


def _by_rows(table: Table) -> list[tuple[str, Entry | None, tuple[Entry, ...]]]:
    """Statistics laid out downwards: a label in the first column, the number in the next."""
    if not 2 <= table.width <= 4:
        return []
    heads, entries = {}, []
    shares = {column for column, title in enumerate(column_titles(table, min(1, header_rows(table)))) if SHARE_TITLE.search(fold(title))}
    for index, line in enumerate(table.grid()):
        row = [cell for column, cell in enumerate(line) if column not in shares]
        label = next((cell for cell in row if cell is not None and re.search(r"[^\W\d_]{2}", cell.text)), None)
        value = next((cell for cell in reversed(row) if cell is not None and cell is not label and amount(cell).state in ("number", "dash")), None)
        if label is not None and value is not None and (found := _category(label.text)):
            text = " ".join(label.text.split())
            heads[index] = (*found, text)
            entries.append(Entry(found[0], text, value, place_of(value, table), amount(value)))
    kind = _kind(heads)
    return _row(kind, entries) if kind is not None else []


def _kind(heads: dict[int, tuple[str, str, str]]) -> str | None:
    """Which statistics these headings make: both genders, or at least three social categories or age bands."""
    kinds = [kind for _, kind, _ in heads.values()]
    ids = {category for category, _, _ in heads.values()}
    if {"men", "women"} <= ids and len(heads) <= 5:
        return "gender"
    for kind, least in (("social", 3), ("age", 3)):
        if kinds.count(kind) >= least:
            return kind
    return None


def _row(kind: str, entries: list[Entry]) -> list[tuple[str, Entry | None, tuple[Entry, ...]]]:
    total = next((entry for entry in entries if entry.category == "total"), None)
    parts = tuple(entry for entry in entries if entry.category != "total")
    if sum(entry.amount.state in ("number", "dash") for entry in entries) < 2 or not parts:
        return []
    return [(kind, total, parts)]


def records(rows: Sequence[StatisticsRow]) -> Iterator[dict]:
    """The rows as flat records for a frame: one per number."""
    for number, row in enumerate(rows, 1):
        for role, entries in (("total", (row.total,) if row.total else ()), ("part", row.parts)):
            for entry in entries:
                yield {"project": row.project, "row": number, "kind": row.kind, "table": row.table.number, "role": role,
                       "category": entry.category, "label": entry.label, "value": entry.amount.number,
                       "state": entry.amount.state, "text": entry.text, "line": entry.place.line, "page": entry.place.page}
