"""The table of plan and fact: which row is which activity, and which planned number is answered by which actual one."""
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from auditkit.lexicon import either
from auditkit.model import Block, Cell, Place, Table
from auditkit.understanding.claims import Claim
from auditkit.understanding.dates import find_dates
from auditkit.understanding.plan_fact_numbers import Figure, Pair, pair_numbers
from auditkit.understanding.plan_fact_one_cell import pairs_of_one_cell
from auditkit.understanding.row_matching import match_activities
from auditkit.understanding.sections import Activity, Outline, Scope
from auditkit.understanding.tables import place_of
from auditkit.wording import fold

#: The columns of the official form by the words of their headings; the first that fits a heading wins.
COLUMNS = [(key, either("columns", key)) for key in (
    "both", "plan", "fact", "result", "activity", "task", "date", "place", "participants", "indicator", "effect", "unit")]
#: «Велопробег, чел.»: the title of a row that says what its numbers count.
UNIT = re.compile(rf"{either('columns', 'people_unit')}\.?")
UNIT_BEHIND = re.compile(rf"[,(]\s?{UNIT.pattern}\)?\s*$")


@dataclass(frozen=True)
class PlanFactRow:
    """One row of the plan/fact table: `activity`: index in the outline, None where the narrative has no such activity.
    `cells`: the cell of each column by its key in COLUMNS; `pairs`: planned and actual numbers, in order."""

    project: int
    activity: int | None
    title: str
    table: Table
    block: int
    cells: dict[str, Cell]
    pairs: tuple[Pair, ...] = ()
    participants: Figure | None = None

    def place(self, column: str) -> Place:
        """The place of a column's cell in this row."""
        return place_of(self.cells[column], self.table)

    @property
    def regions(self) -> int:
        """How many regions (or towns) the fact cell lists by name with a number each; 0 where it lists none."""
        return len(re.findall(r"[^\W\d_][^\d;\n]{1,38}[-–—]\s*\d{1,5}\b", re.sub(r"(?:БАҚ|СМИ)\S*\s*[-–—]\s*\d+", "", self.cells["fact"].text)))


def find_plan_fact(blocks: Sequence[Block], outline: Outline, claims: Sequence[Claim]) -> list[PlanFactRow]:
    """The rows of all plan/fact tables of a report."""
    by_cell: dict[tuple[int, int, int], list[Claim]] = {}
    for claim in claims:
        if claim.cell is not None:
            by_cell.setdefault((claim.block, *claim.cell[1:]), []).append(claim)
    rows = []
    for index, (block, scope) in enumerate(zip(blocks, outline.scopes)):
        if block.table is not None and (columns := plan_fact_columns(block.table)):
            rows += _rows(block.table, index, scope, columns, outline, by_cell)
    return rows


def plan_fact_columns(table: Table) -> dict[str, int] | None:
    """The number of each column of a plan/fact table by its key; None where the table is none (no plan, no fact, or no
    column of activities)."""
    grid = table.grid()
    columns: dict[str, int] = {}
    last = -1
    for row in range(min(4, len(grid))):
        found = {}
        for column in range(table.width):
            cell = grid[row][column]
            key = _column(cell.text) if cell is not None else None
            if key:
                found.setdefault(key, column)
        if found:
            columns.update({key: column for key, column in found.items() if key not in columns or key in ("plan", "fact", "indicator")})
            last = row
        if "both" in columns:
            columns["plan"] = columns["fact"] = columns["both"]
        if {"plan", "fact"} <= columns.keys():
            break
    if not {"plan", "fact", "activity"} <= columns.keys():
        return None
    if "indicator" in columns and columns["indicator"] >= columns["plan"]:
        columns["indicator"] = columns["plan"] - 1
    if columns.get("participants") in (columns["plan"], columns["fact"]):
        del columns["participants"]  # one heading over both: «Количество участников: план | факт»
    columns["_header"] = last + 1
    return columns


def _common_heading(table: Table, columns: dict[str, int]) -> str:
    """What stands above both the plan and the fact column, merged over them: it says what their numbers count."""
    above = [(row[columns["plan"]], row[columns["fact"]]) for row in table.grid()[:columns["_header"]]]
    return next((" ".join(plan.text.split()) for plan, fact in above if plan is not None and plan is fact and plan.colspan < table.width
                 and re.search(either("columns", "participants"), fold(plan.text))), "")


@lru_cache(maxsize=512)
def _column(text: str) -> str | None:
    folded = " ".join(fold(text).split())
    if not folded or len(folded) > 120:
        return None
    for key, pattern in COLUMNS:
        if re.search(pattern, folded):
            return key
    return None


def row_title(cell: Cell | None, when: Cell | None, table: Table) -> str:
    """The title of a row on one line.  In a table recovered from a page it may have taken in the line on which the month and the place
    stood beside it: it ends before the month then, where the date column is blank."""
    title = " ".join(cell.text.split()) if cell is not None else ""
    if table.reconstructed and when is not None and not when.text.strip():
        months = [date for date in find_dates(fold(title)) if date.first[1] and not date.has_day and date.start > 8]
        title = title[:months[0].start].rstrip(" ,") if months else title
    return title


def _rows(table: Table, block: int, scope: Scope, columns, outline: Outline, by_cell) -> list[PlanFactRow]:
    grid = table.grid()
    raw = []
    for row in grid[columns["_header"]:]:
        cells = {key: row[column] for key, column in columns.items() if key != "_header" and row[column] is not None}
        if cells.get("plan") is None or cells.get("fact") is None or cells["plan"] is cells["fact"] and "both" not in cells:
            continue
        if not any(cells[key].text.strip() for key in ("plan", "fact")):
            continue
        raw.append(cells)
    titles = [row_title(cells.get("activity"), cells.get("date"), table) for cells in raw]
    matched = _matched(raw, titles, outline.activities_of(scope.project))
    common = _common_heading(table, columns)
    rows: list[PlanFactRow] = []
    counted: set[int] = set()
    for cells, title, activity in zip(raw, titles, matched):
        claims = {key: by_cell.get((block, cell.row + 1, cell.column + 1), []) for key, cell in cells.items()}
        indicators = cells["indicator"].text if "indicator" in cells else title if UNIT_BEHIND.search(fold(title)) else ""
        if not indicators and "unit" in cells and UNIT.fullmatch(fold(cells["unit"].text).strip()):
            indicators = cells["unit"].text
        indicators = indicators or common
        if "both" in cells:
            pairs = pairs_of_one_cell(cells["both"].passage, claims["both"], indicators)
        else:
            pairs = pair_numbers(cells["plan"].passage, cells["fact"].passage, claims["plan"], claims["fact"], indicators)
        people = [c for c in claims.get("participants", []) if c.role in ("count", "code")]
        participants = None
        if people and id(cells["participants"]) not in counted and (len(people) == 1 or not cells["participants"].text.strip().isdigit()):
            counted.add(id(cells["participants"]))  # a cell merged over the rows of an activity says its number once
            c = people[0]
            group = c.group if c.group and not c.group.startswith("~") else "people"
            participants = Figure(c.quantity, c.measure or "participant", group, False, c.text, place_of(cells["participants"], table).at(line=c.place.line), c)
        rows.append(PlanFactRow(scope.project, activity, title, table, block, cells, pairs, participants))
    return rows


def _matched(raw: Sequence[dict[str, Cell]], titles: Sequence[str], activities: Sequence[Activity]) -> list[int | None]:
    """The activity of each row; rows under one merged cell of an activity (a spreadsheet with one indicator a row) are its, and
    so are rows that leave the activity blank, or repeat it, and name an indicator of their own."""
    goes_on = lambda i: (not titles[i] or i and titles[i] == titles[i - 1]) and "indicator" in raw[i] and raw[i]["indicator"] is not raw[i].get("activity") and raw[i]["indicator"].text.strip()
    first = [i for i, cells in enumerate(raw) if not i or not goes_on(i) and (
        "activity" not in cells or cells["activity"] is not raw[i - 1].get("activity"))]
    found = dict(zip(first, match_activities([titles[i] for i in first], activities)))
    matched: list[int | None] = []
    for index in range(len(raw)):
        matched.append(found[index] if index in found else matched[-1])
    return matched


@dataclass(frozen=True)
class IndicatorRow:
    """One row of the table of social and economic indicators.  `plan`, `fact`: the cells' amounts (auditkit.understanding.
    tables.Amount); `level`: 1 for a numbered indicator, 2 for a sub-row («of which»)."""

    project: int
    table: Table
    block: int
    name: str
    unit: str
    plan: object
    fact: object
    cells: dict[str, Cell] = field(default_factory=dict)

    def place(self, column: str) -> Place:
        """The place of a cell of this row."""
        return place_of(self.cells[column], self.table)
