"""What must hold of every row of the report's tables, whatever they are about: the frames against their schemas."""
from collections.abc import Iterator

from auditkit.rule import Check, Evidence, Message, Report, failed, of_entry, of_figure, passed, rule
from auditkit.schemas import broken_rows

#: A frame of the report and the places of its rows, in the order of the frame: (key of the row of the table, what is
#: written there, evidence).  The frame has one row per number (statistics) or per pair (plan and fact, indicators).
Rows = list[tuple[object, str, list[Evidence]]]


@rule("TAB001", kind="format", severity="warning")
def rows_of_tables_hold_possible_numbers(report: Report) -> Iterator[Check]:
    """The numbers of the report's tables are possible: nobody is counted in fractions, and nothing is below zero.

    A row of a table with several such numbers is reported once.

    Wrong:
        | Барлық қатысушылар саны | Ерлер | Әйелдер |
        |---|---|---|
        | 120 | 50,5 | 69,5 |
    Right:
        | Барлық қатысушылар саны | Ерлер | Әйелдер |
        |---|---|---|
        | 120 | 50 | 70 |
    """
    for project in report.outline.projects:
        for name, frame, rows in (("statistics", report.statistics, _statistics(report)), ("plan_fact", report.plan_fact, _plan_fact(report)),
                                  ("socioeconomic", report.socioeconomic, _indicators(report))):
            own = [position for position, number in enumerate(frame["project"]) if number == project.number]
            if own:
                yield from _of_frame(name, frame.iloc[own], [rows[position] for position in own], report.scope_label(project.number))


def _of_frame(name: str, frame, rows: Rows, scope: str) -> Iterator[Check]:
    """One failed check per row of a table that breaks the schema, or one passed check for the whole frame."""
    wrong: dict[object, list[int]] = {}
    for position in sorted(broken_rows(frame, name)):
        wrong.setdefault(rows[position][0], []).append(position)
    for positions in wrong.values():
        texts = "; ".join(dict.fromkeys(rows[position][1] for position in positions))
        evidence = list(dict.fromkeys(piece for position in positions for piece in rows[position][2]))
        yield failed(evidence, Message("A row of a table holds what cannot be counted, a fraction or a number below zero: {texts}", {"texts": texts}),
                     subject=texts[:160], scope=scope)
    if not wrong:
        first = rows[0][2][0]
        yield passed([Evidence("table", None, first.text, first.place)],
                     Message("All rows of the tables hold possible numbers: {count} looked at", {"count": len(rows)}), scope=scope)


def _statistics(report: Report) -> Rows:
    found: Rows = []
    for number, row in enumerate(report.statistics_rows):
        for role, entries in (("total", (row.total,) if row.total else ()), ("part", row.parts)):
            found += [(number, f"{entry.label}: {entry.text}", [of_entry(entry, role).evidence()]) for entry in entries]
    return found


def _plan_fact(report: Report) -> Rows:
    found: Rows = []
    for number, row in enumerate(report.plan_fact_rows):
        for pair in row.pairs:
            evidence = [of_figure(figure, role).evidence() for figure, role in ((pair.plan, "plan"), (pair.fact, "fact")) if figure is not None]
            found.append((number, " → ".join(piece.text for piece in evidence), evidence))
    return found


def _indicators(report: Report) -> Rows:
    found: Rows = []
    for number, row in enumerate(report.indicator_rows):
        evidence = [Evidence(key, amount.value, f"{row.name}: {' '.join(row.cells[key].text.split()) or '—'}", row.place(key))
                    for key, amount in (("plan", row.plan), ("fact", row.fact))]
        found.append((number, " → ".join(piece.text for piece in evidence), evidence))
    return found
