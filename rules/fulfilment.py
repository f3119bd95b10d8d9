"""The column «fulfilment, %» of a plan/fact table against its plan and its fact."""
import re
from collections.abc import Iterator

from auditkit.rule import Check, Evidence, Message, Report, failed, number, of_figure, passed, rule, show
from auditkit.understanding.tables import column_titles, header_rows, place_of
from auditkit.wording import fold

#: The heading of a column that says how far the plan was fulfilled.
FULFILLED = re.compile(r"исполнени|выполнени|орындалу|достижени|% (?:исп|вып)|^%$")
#: How far a rate may be off for being cut instead of rounded.
CUT = 1.0


@rule("PLN009", kind="percent", severity="warning")
def rate_of_fulfilment_is_fact_by_plan(report: Report) -> Iterator[Check]:
    """The rate in the column «fulfilment» of a plan/fact table is the actual number divided by the planned one.

    Wrong:
        | Іс-шара | Жоспар | Факт | Орындалуы, % |
        |---|---|---|---|
        | «Таза өзен» сенбілігі | 200 | 240 | 140 |
        | «Жасыл бақ» акциясы | 50 | 60 | 120 |
    Right:
        | Іс-шара | Жоспар | Факт | Орындалуы, % |
        |---|---|---|---|
        | «Таза өзен» сенбілігі | 200 | 240 | 120 |
        | «Жасыл бақ» акциясы | 50 | 60 | 120 |
    """
    for row in report.plan_fact_rows:
        pairs = [pair for pair in row.pairs if pair.plan is not None and pair.fact is not None and not pair.plan.share]
        rate = _rate(row)
        if len(row.pairs) != 1 or len(pairs) != 1 or rate is None or not pairs[0].plan.quantity.is_exact or not pairs[0].fact.quantity.is_exact \
                or not pairs[0].plan.quantity.value:
            continue
        cell, told, decimals = rate
        plan, fact = of_figure(pairs[0].plan, "plan"), of_figure(pairs[0].fact, "fact")
        actual = 100 * fact.quantity.value / plan.quantity.value
        more = {"subject": row.title[:160], "scope": report.scope_label(row.project, row.activity)}
        evidence = [Evidence("rate", told, cell.text, place_of(cell, row.table)), plan.evidence(), fact.evidence()]
        fields = {"told": number(told), "actual": number(round(actual, max(1, decimals))), "plan": show(plan.quantity), "fact": show(fact.quantity)}
        if abs(actual - told) < max(10.0 ** -decimals, CUT if not decimals else 0):
            yield passed(evidence, Message("{told} % is {fact} of {plan}", fields), **more)
        else:
            yield failed(evidence, Message("The table says {told} % of the plan, but {fact} of {plan} is {actual} %", fields),
                         difference=round(told - actual, 6), **more)


def _rate(row) -> tuple | None:
    """(cell, percentage, digits behind its decimal sign) of the column that tells the fulfilment in a row; None where none does."""
    grid = row.table.grid()
    titles = column_titles(row.table, max(1, header_rows(row.table)))
    line = grid[row.cells["plan"].row]
    for column, title in enumerate(titles):
        cell = line[column]
        last = fold(title.split(" / ")[-1]).strip()
        if cell is None or cell is row.cells["plan"] or cell is row.cells["fact"] or not FULFILLED.search(last):
            continue
        found = re.fullmatch(r"\s*(\d{1,4})(?:[.,](\d{1,2}))?\s*%?\s*", cell.text)
        if found and ("%" in title + cell.text or "пайыз" in last or "процент" in last):
            return cell, float(f"{found.group(1)}.{found.group(2) or 0}"), len(found.group(2) or "")
    return None
