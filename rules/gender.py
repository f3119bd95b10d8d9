"""Men and women against the total."""
from collections.abc import Iterator

from auditkit.rule import Check, Report, compare_sum, of_entry, rule


@rule("GEN001", kind="table-sum", severity="error")
def men_and_women_make_the_total(report: Report) -> Iterator[Check]:
    """Men and women add up to the total of the gender table.

    Every participant is a man or a woman: the two numbers are a partition of the total (official form of the final
    report, statistics by gender).

    Wrong:
        | Барлық қатысушылар саны | Ерлер | Әйелдер |
        |---|---|---|
        | 120 | 50 | 60 |
    Right:
        | Барлық қатысушылар саны | Ерлер | Әйелдер |
        |---|---|---|
        | 120 | 50 | 70 |
    """
    for row in report.statistics_rows:
        if row.kind == "gender" and row.total is not None and row.total.amount.number is not None:
            yield compare_sum(of_entry(row.total, "total"), [of_entry(part) for part in row.parts],
                              "Men and women add up to {sum} ({sum_text}), but the total is {stated}: a difference of {difference}",
                              "Men and women add up to the total: {sum_text} = {stated}",
                              subject=row.total.label, scope=report.scope_label(row.project))
