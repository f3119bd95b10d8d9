"""The table of social and economic indicators: name, unit, planned level, actual level."""
from collections.abc import Sequence

from auditkit.lexicon import pattern
from auditkit.model import Block, Table
from auditkit.understanding.plan_fact import IndicatorRow, plan_fact_columns
from auditkit.understanding.sections import Outline
from auditkit.understanding.tables import amount
from auditkit.wording import fold

NAME, UNIT, PLAN, FACT = (pattern("columns", key) for key in ("indicator", "any_unit", "any_plan", "any_fact"))


def find_indicators(blocks: Sequence[Block], outline: Outline) -> list[IndicatorRow]:
    """The rows of all indicator tables of a report (plan and fact by indicator, without a column of activities)."""
    rows = []
    for index, (block, scope) in enumerate(zip(blocks, outline.scopes)):
        if block.table is not None and plan_fact_columns(block.table) is None and (columns := indicator_columns(block.table)):
            rows += _rows(block.table, index, scope.project, columns)
    return rows


def indicator_columns(table: Table) -> dict[str, int] | None:
    """The number of each column ("name", "unit", "plan", "fact") and of header rows ("_header") of an indicator table; None
    where the table is none."""
    grid = table.grid()
    for row in range(min(3, len(grid))):
        found: dict[str, int] = {}
        for column in range(table.width):
            cell = grid[row][column]
            text = fold(cell.text) if cell is not None and len(cell.text) < 120 else ""
            for key, heading in (("unit", UNIT), ("plan", PLAN), ("fact", FACT), ("name", NAME)):
                if key not in found and heading.search(text):
                    found[key] = column
                    break
        if {"plan", "fact"} <= found.keys() and len(found) >= 3 and found["plan"] != found["fact"]:
            found.setdefault("name", 0 if found.get("unit") != 0 else 1)
            found["_header"] = row + 1
            return found
    return None


def _rows(table: Table, block: int, project: int, columns: dict[str, int]) -> list[IndicatorRow]:
    rows = []
    for row in table.grid()[columns["_header"]:]:
        cells = {key: row[column] for key, column in columns.items() if key != "_header" and row[column] is not None}
        if not {"name", "plan", "fact"} <= cells.keys() or not cells["name"].text.strip():
            continue
        unit = " ".join(cells["unit"].text.split()) if "unit" in cells else ""
        rows.append(IndicatorRow(project, table, block, " ".join(cells["name"].text.split()), unit,
                                 amount(cells["plan"]), amount(cells["fact"]), cells))
    return rows
