"""The statistics of participants: by gender, by social category, by age, each as a total and its parts."""
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

from auditkit.lexicon import pattern
from auditkit.model import Block, Cell, Place, Table
from auditkit.understanding.flattened_statistics import category_of
from auditkit.understanding.sections import Outline, Scope, project_names
from auditkit.understanding.socioeconomic import indicator_columns
from auditkit.understanding.tables import Amount, amount, column_titles, header_rows, is_total, is_unsure, place_of
from auditkit.wording import fold, squeeze

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
    """One row of statistics: a total and its parts.  `kind`: "gender", "social" or "age"; `partial`: the table has a line for each
    town, month or project, and this one is not known to be all participants of its project."""

    kind: str
    project: int
    scope: Scope
    block: int
    table: Table
    total: Entry | None
    parts: tuple[Entry, ...]
    partial: bool = False

    @property
    def is_unsure(self) -> bool:
        """Whether a letter stands among the digits of one of its cells: nothing can be worked out with it."""
        return any(is_unsure(entry.text or "") for entry in (*self.parts, *([self.total] if self.total is not None else [])))

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
    several = len([project for project in outline.projects if project.number]) > 1
    named = project_names(blocks, outline) if several else {}
    for index, (block, scope) in enumerate(zip(blocks, outline.scopes)):
        if block.table is not None and indicator_columns(block.table) is None:
            for columns in (_by_columns(block.table), _by_rows(block.table)):
                lines = Counter(kind for kind, *_ in columns)
                found = []
                for kind, total, parts in columns:
                    label = _line_label(block.table, total or parts[0]) if lines[kind] > 1 else ""
                    own = named.get(squeeze(label))
                    partial = lines[kind] > 1 and own is None and (several or bool(label) and not is_total(label))
                    found.append(StatisticsRow(kind, scope.project if own is None else own, scope, index, block.table, total, parts, partial))
                if found:
                    rows += found
                    break
    return _by_sheet(rows, outline)


def _line_label(table: Table, entry: Entry) -> str:
    """The words that the line of an entry begins with; "" where it has none."""
    line = table.grid()[entry.cell.row]
    return next((cell.text for cell in line if cell is not None and amount(cell).state == "words"), "")


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
            if cell is not None and cell.text.strip() and cell.colspan < table.width and (found := _category(cell.text)):
                if not SHARE_TITLE.search(fold(cell.text)):
                    heads[column] = (*found, " ".join(cell.text.split()))
                break
    kinds = _kinds(heads)
    titles = column_titles(table, count)
    rows = []
    for row in grid[count:]:
        for kind in kinds:
            own = {column: head for column, head in heads.items() if head[1] in (kind, "any")}
            entries = _entries(table, row, {column: (category, label) for column, (category, _, label) in own.items()})
            others = _unknown(table, row, titles, heads, own) if kind == "social" else []
            rows += _row(kind, _with_unknown(entries, others))
    return rows


def _entries(table: Table, row: Sequence[Cell | None], heads: dict[int, tuple[str, str]]) -> list[Entry]:
    """The numbers of a line, with what their columns are called."""
    entries, seen = [], set()
    for column, (category, label) in heads.items():
        cell = row[column]
        if cell is not None and id(cell) not in seen:
            seen.add(id(cell))
            entries.append(Entry(category, label, cell, place_of(cell, table), amount(cell)))
    return entries


def _unknown(table: Table, row: Sequence[Cell | None], titles: Sequence[str], heads: dict, own: dict) -> list[Entry]:
    """The numbers of the columns among or behind the social categories whose headings nobody knows: «Взрослые»."""
    first = min(column for column, (category, *_) in own.items() if category != "total")
    columns = {column: ("~" + title, title) for column, title in enumerate(titles)
               if column > first and column not in heads and re.search(r"[^\W\d_]{3}", title) and not SHARE_TITLE.search(fold(title))}
    return [entry for entry in _entries(table, row, columns) if entry.amount.state == "number"]


def _with_unknown(entries: list[Entry], others: list[Entry]) -> list[Entry]:
    """The numbers of a line, with those of unknown columns where the known ones fall short of the total: everybody is somewhere."""
    total = next((entry.amount.number for entry in entries if entry.category == "total"), None)
    known = sum(entry.amount.number or 0 for entry in entries if entry.category != "total")
    return sorted([*entries, *others], key=lambda entry: entry.cell.column) if others and total is not None and known < total else entries


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
    return [found for kind in _kinds(heads)[:1] for found in _row(kind, entries)]


def _kinds(heads: dict[int, tuple[str, str, str]]) -> list[str]:
    """Which statistics these headings make: both genders, at least three social categories or age bands; one table may hold several."""
    kinds = [kind for _, kind, _ in heads.values()]
    ids = {category for category, _, _ in heads.values()}
    found = [kind for kind in ("social", "age") if kinds.count(kind) >= 3]
    return ["gender", *found] if {"men", "women"} <= ids and (found or len(heads) <= 5) else found[:1]


def _row(kind: str, entries: list[Entry]) -> list[tuple[str, Entry | None, tuple[Entry, ...]]]:
    total = next((entry for entry in entries if entry.category == "total"), None)
    parts = tuple(entry for entry in entries if entry.category != "total")
    if sum(entry.amount.state in ("number", "dash") for entry in entries) < 2 or not parts:
        return []
    if not _counted(entries):
        return []
    return [(kind, total, parts)]


def _counted(entries: Sequence[Entry]) -> bool:
    """Whether a line may count people: no line of shares or means below the line of numbers, which holds nothing but percentages or fractions."""
    numbers = [entry.amount for entry in entries if entry.amount.state == "number"]
    fractions = [one for one in numbers if one.number is not None and one.number % 1]
    return not (all(one.unit.startswith("%") for one in numbers) or len(numbers) > 1 and len(fractions) == len(numbers))


def records(rows: Sequence[StatisticsRow]) -> Iterator[dict]:
    """The rows as flat records for a frame: one per number."""
    for number, row in enumerate(rows, 1):
        for role, entries in (("total", (row.total,) if row.total else ()), ("part", row.parts)):
            for entry in entries:
                yield {"project": row.project, "row": number, "kind": row.kind, "table": row.table.number, "role": role,
                       "category": entry.category, "label": entry.label, "value": entry.amount.number,
                       "state": entry.amount.state, "text": entry.text, "line": entry.place.line, "page": entry.place.page}
