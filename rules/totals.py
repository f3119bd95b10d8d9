"""Footing and cross-footing: totals of any table, and the same total in several tables."""
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from auditkit.lexicon import pattern
from auditkit.rule import (Check, Confidence, Evidence, Message, Report, Severity, compare_sum, equalities, failed, number, of_amount, of_cell,
                           of_entry, of_figure, passed, rule)
from auditkit.understanding.plan_fact import plan_fact_columns
from auditkit.understanding.tables import amount, column_titles, header_rows, is_part, is_total, sub_rows
from auditkit.wording import fold

DIRECT = pattern("contexts", "direct")
NOT_ADDED = pattern("columns", "number", "percent", "rate", "identity", "a_year", "note", "per", "rank")


@rule("TOT001", kind="cross-table", severity="error")
def statistics_tables_have_one_total(report: Report) -> Iterator[Check]:
    """The statistics tables of one project and its direct beneficiaries have the same total.

    Gender, social status and age are three views of the same participants.

    Wrong:
        | Барлық қатысушылар саны | Ерлер | Әйелдер |
        |---|---|---|
        | 120 | 50 | 70 |

        | Барлық қатысушылар саны | 13-16 жас | 17-22 жас | 23-27 жас |
        |---|---|---|---|
        | 125 | 25 | 60 | 40 |
    Right:
        | Барлық қатысушылар саны | Ерлер | Әйелдер |
        |---|---|---|
        | 120 | 50 | 70 |

        | Барлық қатысушылар саны | 13-16 жас | 17-22 жас | 23-27 жас |
        |---|---|---|---|
        | 120 | 20 | 60 | 40 |
    """
    for project in report.outline.projects:
        terms = [of_entry(row.total, "total") for row in report.statistics_rows
                 if row.project == project.number and not row.partial and row.total is not None and row.total.amount.number is not None]
        tables = {row.table.number for row in report.statistics_rows if row.project == project.number and not row.partial}
        terms += [of_cell(row.cells["fact"], row.table, row.fact.number, "total", row.name) for row in report.indicator_rows
                  if row.project == project.number and row.fact.number is not None
                  and DIRECT.search(fold(row.name))]
        if len(terms) < 2 or not tables:
            continue
        values = sorted({term.value for term in terms})
        fields = {"values": " / ".join(number(value) for value in values)}
        evidence = [term.evidence() for term in terms]
        more = {"subject": terms[0].text.split(":")[0], "scope": report.scope_label(project.number), "relations": equalities(terms)}
        if len(values) == 1:
            yield passed(evidence, Message("The total is the same in all tables: {values}", fields), **more)
        else:
            yield failed(evidence, Message("The total of participants differs between the tables of one project: {values}", fields),
                         difference=values[-1] - values[0], **more)


@rule("TOT002", kind="table-sum", severity="error")
def total_rows_foot(report: Report) -> Iterator[Check]:
    """A row of totals equals the sum of the rows above it, column by column (footing).

    Wrong:
        | Қала | Іс-шаралар | Қатысушылар |
        |---|---|---|
        | Көкшетау | 4 | 120 |
        | Щучинск | 3 | 95 |
        | Барлығы | 7 | 225 |
    Right:
        | Қала | Іс-шаралар | Қатысушылар |
        |---|---|---|
        | Көкшетау | 4 | 120 |
        | Щучинск | 3 | 95 |
        | Барлығы | 7 | 215 |
    """
    carried: tuple[list[str], list, list] = ([], [], [])
    owners: dict[int, object] = {}
    for table, project in _other_tables(report):
        first = header_rows(table)
        titles = column_titles(table, first)
        grid = table.grid()
        above, subtotals = carried[1:] if titles == carried[0] and any(titles) else ([], [])
        owners.update({id(cell): table for cell in table.cells})
        start = first
        for index in range(first, len(grid)):
            label = next((cell for cell in grid[index] if cell is not None and cell.text.strip() and amount(cell).state == "words"), None)
            if label is None and index == len(grid) - 1 and index - start >= 3:
                yield from _last_row_of_numbers(report, owners, project, titles, grid[start:])
            if label is None or not is_total(label.text):
                continue
            if index - start < 2 and not above:
                if index == start and len(subtotals) >= 2:
                    yield from _grand_total(report, owners, project, titles, subtotals, grid[index])
                    subtotals, start = [], index + 1
                elif not index == start:
                    subtotals, start = [*subtotals, grid[index]], index + 1  # of one row, or of none but dashes
                continue
            readings = [rows for rows in (grid[start:index], above + grid[start:index]) if len(rows) > 1]
            yield from _best_footed(report, owners, project, titles, readings, grid[index])
            subtotals = [*subtotals, grid[index]]
            start, above = index + 1, []
        carried = titles, above + grid[start:], subtotals
    yield from _totals_of_one_cell(report)


def _totals_of_one_cell(report: Report) -> Iterator[Check]:
    """Totals of a table that tells plan and fact in one cell («Қатысушы: жоспар – 320, факт – 332»): of the people of the rows above, and
    under several of them, of those.  A row that tells of people twice, or of none, leaves nothing to be added up."""
    open_rows: list = []
    subtotals: list = []
    titles: list[str] = []
    for row in report.plan_fact_rows:
        if "both" not in row.cells:
            continue
        if (own := column_titles(row.table, header_rows(row.table))) != titles:
            open_rows, subtotals, titles = [], [], own
        people = [pair for pair in row.pairs if pair.group == "people"]
        if not is_total(row.title):
            open_rows.append(people)
        elif len(row.pairs) == 1:
            (total,) = row.pairs
            rows = open_rows or [[pair] for pair in subtotals]
            if len(rows) > 1 and all(len(found) == 1 for found in rows):
                yield from _of_pairs(report, row, total, [pair for (pair,) in rows])
            open_rows, subtotals = [], [*subtotals, total] if open_rows else []


def _of_pairs(report, row, total, pairs) -> Iterator[Check]:
    for key in ("plan", "fact"):
        yield compare_sum(of_figure(getattr(total, key), "total"), [of_figure(getattr(pair, key), "part") for pair in pairs],
                          "The rows above add up to {sum} ({sum_text}), but the total says {stated}: a difference of {difference}",
                          "The rows add up to the total: {sum_text} = {stated}", subject=row.title[:160], scope=report.scope_label(row.project))


def _best_footed(report, owners, project, titles, readings, total) -> list[Check]:
    """The checks of a row of totals by the rows above it: with those of the table before, where this one goes on with it under the same
    headings, if more columns add up so."""
    checks = [[check for column in range(len(total)) if (check := _foot_rows(report, owners, project, rows, total, titles, column)) is not None]
              for rows in readings]
    return max(checks, key=lambda found: sum(not check.failed for check in found) - sum(check.failed for check in found), default=[])


def _last_row_of_numbers(report, owners, project, titles, grid) -> Iterator[Check]:
    """The last row of a table that holds nothing but numbers under columns of numbers, no less than any of them: a total without its label."""
    rows, last = grid[:-1], grid[-1]
    blank = lambda cell: cell is None or not cell.text.strip()
    labels = [column for column in range(len(last)) if all(row[column] is not None and amount(row[column]).state == "words" for row in rows)]
    if not labels or not blank(last[labels[0]]) or not blank(last[0]):
        return
    for column in range(len(last)):
        if blank(last[column]) or any(blank(row[column]) or amount(row[column]).state != "number" for row in rows):
            continue
        check = _foot_rows(report, owners, project, rows, last, titles, column)
        if check is not None and amount(last[column]).value >= max(amount(row[column]).value for row in rows):
            yield replace(check, severity=Severity.WARNING, confidence=Confidence.MEDIUM) if check.failed else check


def _is_of_which(row) -> bool:
    """Whether a row is a part of the row above it, which has counted it already."""
    label = next((cell for cell in row if cell is not None and amount(cell).state == "words"), None)
    return label is not None and is_part(label.text)


def _grand_total(report, owners, project, titles, subtotals, total) -> Iterator[Check]:
    """A total row right under subtotals is their sum: known by one column at least in which it is."""
    checks = [check for column in range(len(titles)) if (check := _foot_rows(report, owners, project, subtotals, total, titles, column)) is not None]
    if any(not check.failed for check in checks):
        yield from checks


def _other_tables(report: Report):
    """Tables that are neither statistics of participants nor plan and fact of many indicators, with their project."""
    lines = Counter((id(row.table), row.kind) for row in report.statistics_rows)  # with a line for each town or event it is footed too
    many = {table for (table, _), count in lines.items() if count >= 3}
    known = {table for table, _ in lines} - many | {id(row.table) for row in report.indicator_rows}
    for block, scope in zip(report.blocks, report.outline.scopes):
        if block.table is not None and id(block.table) not in known and "indicator" not in (plan_fact_columns(block.table) or ()):
            yield block.table, scope.project


def _foot_rows(report, owners, project, rows, total, titles, column) -> Check | None:
    """Whether a cell of a row of totals is the sum of the cells above it in some rows; None where they are not numbers."""
    stated = total[column]
    if stated is None or amount(stated).state != "number" or NOT_ADDED.search(fold(titles[column])):
        return None
    counted = {part for whole, parts in sub_rows(rows).items() if amount(rows[whole][column]).state == "number" for part in parts}
    cells = {id(row[column]): row[column] for index, row in enumerate(rows)
             if row[column] is not None and row[column].colspan < len(total) and index not in counted and not _is_of_which(row)}.values()
    parts = [(cell, amount(cell)) for cell in cells]
    if any(part.state == "words" for _, part in parts) or sum(part.state == "number" for _, part in parts) < 2:
        return None
    values = [part.value for _, part in parts if part.state == "number"]
    if any(value % 1 for value in (*values, amount(stated).value)) and min(values) <= amount(stated).value <= max(values):
        return None  # a mean, not a sum
    terms = [of_amount(cell, owners[id(cell)], part, "part") for cell, part in parts if part.state == "number"]
    return compare_sum(of_amount(stated, owners[id(stated)], amount(stated), "total", titles[column]), terms,
                       "The rows above add up to {sum} ({sum_text}), but the total says {stated}: a difference of {difference}",
                       "The rows add up to the total: {sum_text} = {stated}", subject=titles[column], scope=report.scope_label(project))


@rule("TOT003", kind="table-sum", severity="error")
def total_columns_cross_foot(report: Report) -> Iterator[Check]:
    """A column of totals equals the sum of the other columns, row by row (cross-footing).

    A column counts as one of totals when its heading says so and most of its rows, three at least, do add up.

    Wrong:
        | Аудан | Семинар | Дәріс | Барлығы |
        |---|---|---|---|
        | Бірінші | 4 | 2 | 6 |
        | Екінші | 3 | 5 | 8 |
        | Үшінші | 7 | 1 | 8 |
        | Төртінші | 2 | 2 | 5 |
    Right:
        | Аудан | Семинар | Дәріс | Барлығы |
        |---|---|---|---|
        | Бірінші | 4 | 2 | 6 |
        | Екінші | 3 | 5 | 8 |
        | Үшінші | 7 | 1 | 8 |
        | Төртінші | 2 | 2 | 4 |
    """
    for table, project in _other_tables(report):
        first = header_rows(table)
        titles = column_titles(table, first)
        total = next((c for c, title in enumerate(titles) if is_total(title.split(" / ")[-1])), None)
        if total is None:
            continue
        checks = [check for row in table.grid()[first:] if (check := _across(report, table, project, row, titles, total)) is not None]
        if sum(not check.failed for check in checks) >= max(2, 0.6 * len(checks)):
            yield from checks


def _across(report, table, project, row, titles, total) -> Check | None:
    stated = row[total]
    if stated is None or amount(stated).state != "number":
        return None
    parts = []
    for column, cell in enumerate(row):
        if column == total or cell is None or cell is stated or NOT_ADDED.search(fold(titles[column])):
            continue
        part = amount(cell)
        if part.state == "number" and not part.unit:
            parts.append(of_cell(cell, table, part.value, "part", titles[column]))
    if len(parts) < 2:
        return None
    return compare_sum(of_cell(stated, table, amount(stated).value, "total", titles[total]), parts,
                       "The columns add up to {sum} ({sum_text}), but the total says {stated}: a difference of {difference}",
                       "The columns add up to the total: {sum_text} = {stated}", subject=titles[total], scope=report.scope_label(project))


@rule("TOT004", kind="format", severity="info")
def numbers_are_not_broken(report: Report) -> Iterator[Check]:
    """A number of a table is not broken by a space or a line.

    «14 46» is read as 1446; people and programs that read it otherwise get two numbers.

    Wrong:
        | Барлық қатысушылар саны | Ерлер | Әйелдер |
        |---|---|---|
        | 1709 | 14 46 | 263 |
    Right:
        | Барлық қатысушылар саны | Ерлер | Әйелдер |
        |---|---|---|
        | 1709 | 1446 | 263 |
    """
    for project in report.outline.projects:
        cells = [claim for claim in report.claim_list if claim.cell is not None and claim.role == "count" and claim.scope.project == project.number]
        broken = [claim for claim in cells if claim.broken]
        more = {"scope": report.scope_label(project.number)}
        for claim in broken:
            written_as = claim.passage.text[claim.start:claim.end]
            evidence = Evidence("table", written_as, claim.text, claim.place)
            read = Evidence("computed", claim.value, number(claim.value), claim.place)
            yield failed([evidence, read], Message("The number «{text}» is broken by a space; it is read as {value}",
                                                   {"text": written_as, "value": number(claim.value)}), subject=claim.text, **more)
        if cells and not broken:
            yield passed([], Message("No number of a table is broken: {count} looked at", {"count": len(cells)}), **more)
