"""Social categories against the total."""
from collections.abc import Iterator

from auditkit.rule import Check, Report, compare_sum, of_entry, rule


@rule("SOC001", kind="table-sum", severity="error")
def social_categories_make_the_total(report: Report) -> Iterator[Check]:
    """The social categories add up to the total of the table of social status.

    The official form asks for every participant in one category; where people were counted in several, the report has to
    say so.

    Wrong:
        | Барлық қатысушылар саны | Балалар | Жастар | Мемлекеттік қызметшілер | Жұмыссыздар | Басқа санаттар |
        |---|---|---|---|---|---|
        | 300 | 20 | 180 | 40 | 30 | 90 |
    Right:
        | Барлық қатысушылар саны | Балалар | Жастар | Мемлекеттік қызметшілер | Жұмыссыздар | Басқа санаттар |
        |---|---|---|---|---|---|
        | 300 | 20 | 180 | 40 | 30 | 30 |
    """
    for row in report.statistics_rows:
        if row.kind == "social" and row.total is not None and row.total.amount.number is not None:
            yield compare_sum(of_entry(row.total, "total"), [of_entry(part) for part in row.parts],
                              "The social categories add up to {sum} ({sum_text}), but the total is {stated}: a difference of {difference}. "
                              "If people were counted in several categories, the report has to say so",
                              "The social categories add up to the total: {sum_text} = {stated}",
                              subject=row.total.label, scope=report.scope_label(row.project))
