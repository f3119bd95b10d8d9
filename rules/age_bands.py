"""Age bands against the total."""
from collections.abc import Iterator

from auditkit.rule import Check, Report, compare_sum, of_entry, rule


@rule("AGE001", kind="table-sum", severity="error")
def age_bands_make_the_total(report: Report) -> Iterator[Check]:
    """The age bands add up to the total of the age table.

    Everybody is of one age: the bands are a partition of the total (official form of the final report, statistics by age).

    Wrong:
        | Барлық қатысушылар саны | 13-16 жас | 17-22 жас | 23-27 жас | 59 жас және одан жоғары |
        |---|---|---|---|---|
        | 200 | 20 | 90 | 60 | 20 |
    Right:
        | Барлық қатысушылар саны | 13-16 жас | 17-22 жас | 23-27 жас | 59 жас және одан жоғары |
        |---|---|---|---|---|
        | 200 | 30 | 90 | 60 | 20 |
    """
    for row in report.statistics_rows:
        if row.kind == "age" and row.total is not None and row.total.amount.number is not None:
            yield compare_sum(of_entry(row.total, "total"), [of_entry(part) for part in row.parts],
                              "The age bands add up to {sum} ({sum_text}), but the total is {stated}: a difference of {difference}",
                              "The age bands add up to the total: {sum_text} = {stated}",
                              subject=row.total.label, scope=report.scope_label(row.project))
