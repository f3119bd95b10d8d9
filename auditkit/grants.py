"""The sums of a report's grants as rules use them: every place where the sum of a project's grant is stated.

Gathered once per report: the form's field, the tables of grants, sentences of the project's own text.
"""
import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from auditkit.finding import Evidence
from auditkit.lexicon import either, load, pattern
from auditkit.model import Block, Cell, Passage, Table
from auditkit.report import Report, once_per_report
from auditkit.timeline import timeline_of
from auditkit.understanding.amounts import find_amounts, find_worded, read_digits
from auditkit.understanding.grant_fields import match_name
from auditkit.understanding.tables import amount, column_titles, header_rows, place_of
from auditkit.wording import excerpt, fold, squeeze

NUMBER = re.compile(r"\d{1,3}(?:[ \n]\d{3})+|\d{1,3}(?:[.,]\d{3}){2,}|\d{4,}")
TOTAL_ROW = re.compile(r"^\s*(?:барлығы|жиыны|жалпы|қорытынды|всего|итого)")
PRIORITY = pattern("columns", "any_priority")
GRANT, THOUSANDS = pattern("columns", "grant"), pattern("columns", "thousands")
#: What stands right before and behind the sum of a grant.
SUM_TOLD = re.compile(rf"{either('fields', 'sum_told')}\s*[-:]?\s*(?:составил\w*|составляет)?\s*$")
SUM_OF = re.compile(rf"\s*{either('fields', 'sum_of')}?\s*{either('columns', 'grant')}(?!\w*\s+{either('fields', 'paid_from')})")
#: «Орташа шағын грант мөлшері», «2023 жылы … алған гранттың сомасы»: another sum than that of the project's grant.
ANOTHER_GRANT = pattern("fields", "another_grant")


@dataclass(frozen=True)
class Sum:
    """One statement of the sum of a grant: `value` in tenge; `project`: None where it could not be matched; `source`: "field", "table" or
    "narrative"; `rounded`: written in thousands or millions."""

    value: float | int
    project: int | None
    source: str
    evidence: Evidence
    rounded: bool = False


@dataclass(frozen=True)
class GrantTable:
    """A table with a column of grants' sums: its rows' sums, and the sum of its total row (None where it has none)."""

    rows: tuple[Sum, ...]
    total: Sum | None
    block: int


class Grants:
    """All grants of one report."""

    def __init__(self, report: Report):
        self.report = report
        self.identities = self._identities()
        self.tables = [table for index, block in enumerate(report.blocks) if block.table is not None and (table := self._table(index, block))]
        self.sums = [*self._fields(), *(item for table in self.tables for item in table.rows), *self._told()]

    def of(self, project: int) -> list[Sum]:
        """The statements of one project's grant."""
        return [item for item in self.sums if item.project == project]

    def value(self, project: int) -> float | int | None:
        """The sum of a project's grant; None where it is not stated, or stated differently."""
        values = {item.value for item in self.of(project) if not item.rounded}
        return values.pop() if len(values) == 1 else None

    def _fields(self) -> Iterator[Sum]:
        for field in timeline_of(self.report).fields:
            if field.key == "sum" and field.project is not None:
                folded = fold(field.value.text)
                worded, found = find_worded(folded), find_amounts(folded)
                number = NUMBER.search(folded)
                if worded or found or number:
                    first = worded[0] if worded else found[0] if found else None
                    value, start, end = (first.value, first.start, first.end) if first else (read_digits(number.group()), number.start(), number.end())
                    yield Sum(value, field.project, "field", quote(field.value, start, end, "grant", value), bool(found and found[0].rounded and not worded))

    def _identities(self) -> dict[int, str]:
        """What each project is known by, squeezed: its grantee, its priority, its name, and the other cells of table rows that name it."""
        known: dict[int, list[str]] = {project.number: [project.grantee] for project in self.report.outline.projects}
        grantees = {project.number: project.grantee for project in self.report.outline.projects if project.number}
        for project in self.report.outline.projects:
            if project.number:
                known[project.number] += [block.text for block in self.report.blocks[project.head:min(project.head + 4, project.end)] if PRIORITY.search(fold(block.text[:60]))]
        for block in self.report.blocks:
            if block.table is not None and grantees:
                for row in block.table.rows():
                    owner = next((found for cell in row if (found := match_name(cell.text, grantees)) is not None), None)
                    if owner is not None and len(row) <= 8:
                        known[owner] += [cell.text for cell in row if len(squeeze(cell.text)) >= 10]
        return {number: squeeze(" ".join(texts)) for number, texts in known.items()}

    def _owner(self, texts: list[str]) -> int | None:
        """The project that a row of a table names: by its grantee, its name or its priority."""
        if len(self.report.outline.projects) == 1:
            return 0
        grantees = {project.number: project.grantee for project in self.report.outline.projects if project.number}
        for text in texts:
            if (owner := match_name(text, grantees)) is not None:
                return owner
        scores = {number: max((fuzz.partial_ratio(flat, known) for text in texts if 8 <= len(flat := squeeze(text)) <= len(known)), default=0)
                  for number, known in self.identities.items() if number}
        best = sorted(scores.items(), key=lambda item: -item[1])
        if best and best[0][1] >= 92 and (len(best) == 1 or best[0][1] - best[1][1] >= 6):
            return best[0][0]
        return None

    def _table(self, index: int, block: Block) -> GrantTable | None:
        table = block.table
        rows = max(header_rows(table), 1)
        titles = [fold(title) for title in column_titles(table, rows)]
        column = next((i for i, title in enumerate(titles) if len(title) < 80 and any(re.search(p, title) for p in load("money")["grant_sum"]["patterns"])), None)
        if column is None or not GRANT.search(" ".join(titles)):
            return None
        unit = 1000 if THOUSANDS.search(titles[column]) else 1
        sums, total = [], None
        for row in table.grid()[rows:]:
            cell = row[column]
            value = amount(cell).value if cell is not None else None
            if value is None or value < 1000 and unit == 1:
                continue
            texts = list(dict.fromkeys(" ".join(other.text.split()) for other in row if other is not None and other is not cell and other.text.strip()))
            name = max((text for text in texts if re.search(r"[^\W\d_]{3}", text)), key=len, default="")
            evidence = Evidence("table", value * unit, f"{name[:70]}: {' '.join(cell.text.split())}" if name else " ".join(cell.text.split()), place_of(cell, table))
            if any(TOTAL_ROW.match(fold(text)) for text in texts):
                total = Sum(value * unit, None, "table", evidence, unit > 1)
            else:
                sums.append(Sum(value * unit, self._owner(texts) if len(self.report.outline.projects) > 1 else None, "table", evidence, unit > 1))
        return GrantTable(tuple(sums), total, index) if sums else None

    def _told(self) -> Iterator[Sum]:
        """Sentences of a project's own text that state the sum of its grant."""
        single = len(self.report.outline.projects) == 1
        values = [field.value.text for field in timeline_of(self.report).fields if field.key == "sum"]
        for index, (block, scope) in enumerate(zip(self.report.blocks, self.report.outline.scopes)):
            if block.table is not None or not (scope.project or single):
                continue
            folded = fold(block.text)
            if not GRANT.search(folded) or any(value in block.text for value in values):
                continue
            for found in find_amounts(folded):
                before = folded[max(0, found.start - 60):found.start]
                after = folded[found.end:found.end + 30]
                if (SUM_TOLD.search(before) or SUM_OF.match(after)) and not ANOTHER_GRANT.search(re.split(r"[.;!?]\s", before)[-1]):
                    yield Sum(found.value, scope.project, "narrative", quote(block.passage, found.start, found.end, "narrative", found.value), found.rounded)


def quote(passage: Passage, start: int, end: int, role: str, value: object, place=None) -> Evidence:
    """A stretch of a passage as evidence, with up to thirty characters around it."""
    return Evidence(role, value, excerpt(passage.text, start, end, 30), place or passage.place_of(start, end))


def passages(report: Report) -> Iterator[tuple[int, Passage, tuple[Table, Cell] | None]]:
    """Every passage of a report with the index of its block, and the table and cell it stands in."""
    for index, block in enumerate(report.blocks):
        if block.table is None:
            if block.text:
                yield index, block.passage, None
        else:
            for cell in block.table.cells:
                if cell.text:
                    yield index, cell.passage, (block.table, cell)


@once_per_report
def grants_of(report: Report) -> Grants:
    """The grants of a report; several rules ask for them, they are gathered once."""
    return Grants(report)
