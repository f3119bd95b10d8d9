"""Social categories against the total."""
from collections.abc import Iterator
from dataclasses import replace

from auditkit.lexicon import pattern
from auditkit.rule import Check, Report, Severity, compare_sum, of_entry, rule
from auditkit.wording import fold

#: A category of all who are in no other one.
REST = pattern("form", "rest")
#: The report says that one person may be counted in several categories.
SEVERAL = pattern("contexts", "in_several")
#: How many blocks above and below a table may say so.
NEAR = 2


@rule("SOC001", kind="table-sum", severity="error")
def social_categories_make_the_total(report: Report) -> Iterator[Check]:
    """The social categories add up to the total of the table of social status.

    The official form asks for every participant in one category; where people were counted in several, the report has to
    say so.  Without that form, categories are known to be all of the people, each once, where one of them takes in the rest or where another
    line of their table adds up; elsewhere a difference is no more than a note.

    Wrong:
        | Барлық қатысушылар саны | Балалар | Жастар | Мемлекеттік қызметшілер | Жұмыссыздар | Басқа санаттар |
        |---|---|---|---|---|---|
        | 300 | 20 | 180 | 40 | 30 | 90 |
    Right:
        | Барлық қатысушылар саны | Балалар | Жастар | Мемлекеттік қызметшілер | Жұмыссыздар | Басқа санаттар |
        |---|---|---|---|---|---|
        | 300 | 20 | 180 | 40 | 30 | 30 |
    """
    rows = [row for row in report.statistics_rows if row.kind == "social" and row.total is not None and row.total.amount.number is not None]
    checks = [compare_sum(of_entry(row.total, "total"), [of_entry(part) for part in row.parts],
                          "The social categories add up to {sum} ({sum_text}), but the total is {stated}: a difference of {difference}. "
                          "If people were counted in several categories, the report has to say so",
                          "The social categories add up to the total: {sum_text} = {stated}",
                          subject=row.total.label, scope=report.scope_label(row.project)) for row in rows]
    kept = {row.block for row, check in zip(rows, checks) if check.outcome == "passed"}
    for row, check in zip(rows, checks):
        if check.outcome == "passed" or report.form or row.block in kept or any(part.category == "other" or REST.search(fold(part.label)) for part in row.parts):
            yield check
        elif not _in_several(report, row.block):
            yield replace(check, severity=Severity.INFO)


def _in_several(report: Report, block: int) -> bool:
    """Whether a sentence beside a table says that its people may be in several categories."""
    return any(near.table is None and SEVERAL.search(fold(near.text)) for near in report.blocks[max(0, block - NEAR):block + NEAR + 1])
