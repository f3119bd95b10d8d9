"""The same total in several tables, totals of plan and fact in one cell, and numbers that are no numbers."""
from collections.abc import Iterator

import numpy as np

from auditkit.lexicon import pattern
from auditkit.rule import Check, Evidence, Message, Report, compare_sum, equalities, failed, number, of_cell, of_entry, of_figure, passed, rule
from auditkit.understanding.tables import column_titles, header_rows, is_total, is_unsure, place_of
from auditkit.understanding.votes import Numbers
from auditkit.wording import fold

DIRECT = pattern("contexts", "direct")


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
    parts = {id(numbers.table): _subtotals(numbers) for _, numbers in report.tables}
    for project in report.outline.projects:
        terms = [of_entry(row.total, "total") for row in report.statistics_rows
                 if row.project == project.number and not row.partial and row.total is not None and row.total.amount.number is not None and row.total.cell.row not in parts.get(id(row.table), ())]
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


def _subtotals(numbers: Numbers) -> set[int]:
    """The rows of a table whose number, or all of whose parts, another row holds in its sum."""
    sums = [relation for relation in numbers.kept if relation.operation == "sum" and not relation.across and relation.held]
    inner = {part for whole in sums for part in whole.parts} | {part.total for part in sums for whole in sums if set(part.parts) < set(whole.parts)}
    return {row + numbers.heads for row in inner}


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
    yield from _with_letters(report)


def _with_letters(report: Report) -> Iterator[Check]:
    """Cells among numbers that would be one themselves but for a letter: nothing is worked out with them."""
    for block, numbers in report.tables:
        scope = report.scope_label(report.outline.scopes[block].project)
        for row, column in zip(*np.nonzero(~numbers.known)):
            cell = numbers.grid[row][column]
            if column not in numbers.skip and is_unsure(cell.text):
                written_as = " ".join(cell.text.split())
                yield failed([Evidence("table", written_as, f"{numbers.labels[row]} · {numbers.titles[column]}: {written_as}", place_of(cell, numbers.table))],
                             Message("«{text}» is not a number: a letter stands among its digits; nothing is worked out with it", {"text": written_as}), subject=written_as, scope=scope)


@rule("TOT006", kind="table-sum", severity="error")
def totals_of_plan_and_fact_in_one_cell_foot(report: Report) -> Iterator[Check]:
    """The totals of a table that tells plan and fact in one cell are those of the people of the rows above, and under several totals, of those.

    A row that tells of people twice, or of none, leaves nothing to be added up.

    Wrong:
        | № | Іс-шараның атауы | Жоспар / факт |
        |---|---|---|
        | 1.1 | Дәрістер | Қатысушы: жоспар – 320 факт – 332 |
        | 1.2 | Байқау | Қатысушы: жоспар – 160 факт – 184 |
        | | 1-міндет бойынша барлығы | жоспар – 480 факт – 526 |
    Right:
        | № | Іс-шараның атауы | Жоспар / факт |
        |---|---|---|
        | 1.1 | Дәрістер | Қатысушы: жоспар – 320 факт – 332 |
        | 1.2 | Байқау | Қатысушы: жоспар – 160 факт – 184 |
        | | 1-міндет бойынша барлығы | жоспар – 480 факт – 516 |
    """
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
