"""Columns of percentages of any table against the columns of numbers that they are worked out from."""
import re
from collections.abc import Iterator

from auditkit.lexicon import pattern
from auditkit.rule import Check, Evidence, Message, Report, failed, number, of_cell, passed, rule, whole
from auditkit.understanding.plan_fact import plan_fact_columns
from auditkit.understanding.tables import amount, column_titles, header_rows, is_total
from auditkit.wording import fold

PERCENT = pattern("columns", "share")
#: Of the rows of a column, so many must fit before the others are doubted: three, and three fifths.
LEAST, MOST = 3, 0.6
#: Where shares are written with decimals, and are neither nothing nor all, chance does not make even two of them fit.
LEAST_FINE = 2


@rule("PCT012", kind="percent", severity="warning")
def columns_of_shares_fit_their_numbers(report: Report) -> Iterator[Check]:
    """A column of percentages is what its numbers give: their shares of the total row, their growth from one column to the next, or the share of one
    column in another.

    Which column it belongs to is known by most of its rows that do fit: three at least, two where they are written with decimals.

    Wrong:
        | Өңір | Гранттар | Үлесі, % |
        |---|---|---|
        | Бірінші | 20 | 25,0 |
        | Екінші | 16 | 20,0 |
        | Үшінші | 14 | 18,5 |
        | Төртінші | 30 | 37,5 |
        | Барлығы | 80 | 100 |
    Right:
        | Өңір | Гранттар | Үлесі, % |
        |---|---|---|
        | Бірінші | 20 | 25,0 |
        | Екінші | 16 | 20,0 |
        | Үшінші | 14 | 17,5 |
        | Төртінші | 30 | 37,5 |
        | Барлығы | 80 | 100 |
    """
    known = {id(row.table) for row in (*report.statistics_rows, *report.indicator_rows)}
    for block, scope in zip(report.blocks, report.outline.scopes):
        if block.table is None or id(block.table) in known or plan_fact_columns(block.table) is not None:
            continue
        table = block.table
        first = header_rows(table)
        titles = column_titles(table, first)
        for column, title in enumerate(titles):
            if PERCENT.search(fold(title)):
                yield from _best(table, titles, table.grid()[first:], column, report.scope_label(scope.project))


def _best(table, titles, rows, column, scope) -> Iterator[Check]:
    """The checks of a column of percentages by the reading that fits most of its rows."""
    numeric = [c for c, title in enumerate(titles) if c != column and not PERCENT.search(fold(title))]
    readings = [*_shares(rows, numeric, column), *_growths(rows, numeric, column), *_ratios(rows, numeric, column)]
    scored = [(sum(_fits(row[column], exact) for row, _, exact in reading), reading) for reading in readings if len(reading) >= LEAST]
    if not scored:
        return
    right, reading = max(reversed(scored), key=lambda pair: pair[0])  # of equals the column nearest to it
    fine = sum(_fits(row[column], exact) and bool(re.search(r"\d[.,]\d", row[column].text)) and 0 < exact < 100 for row, _, exact in reading)
    if right < LEAST and fine < LEAST_FINE or right < MOST * len(reading):
        return
    for row, cells, exact in reading:
        stated = amount(row[column]).value
        evidence = [of_cell(row[column], table, stated, "stated", titles[column]).evidence()]
        evidence += [of_cell(cell, table, amount(cell).value, "part").evidence() for cell in cells]
        fields = {"stated": number(stated), "exact": number(round(exact, 1)), "numbers": "; ".join(number(amount(cell).value) for cell in cells)}
        if _fits(row[column], exact):
            yield passed(evidence, Message("The column of percentages fits its numbers: {numbers} give {stated} %", fields), subject=titles[column], scope=scope)
        else:
            evidence.append(Evidence("computed", whole(round(exact, 2)), fields["numbers"], evidence[0].place))
            yield failed(evidence, Message("The table says {stated} %, but its numbers give {exact} %: {numbers}", fields), subject=titles[column],
                         difference=round(stated - exact, 4), scope=scope)


def _value(cell) -> float | None:
    found = amount(cell)
    return found.value if found.state == "number" else None


def _shares(rows, numeric, column):
    """For every column of numbers: its rows with their shares of the last total row."""
    total = next((row for row in reversed(rows) if any(cell is not None and is_total(cell.text) for cell in row[:2])), None)
    for c in numeric if total is not None else ():
        base = _value(total[c])
        if base:
            yield [(row, (row[c], total[c]), 100 * _value(row[c]) / base) for row in rows
                   if row is not total and _value(row[c]) is not None and _value(row[column]) is not None]


def _growths(rows, numeric, column):
    """For every two columns of numbers: their rows with the growth from the one to the other."""
    for before, after in zip(numeric, numeric[1:]):
        yield [(row, (row[before], row[after]), 100 * (_value(row[after]) / _value(row[before]) - 1)) for row in rows
               if _value(row[before]) and _value(row[after]) is not None and _value(row[column]) is not None]


def _ratios(rows, numeric, column):
    """For every column of numbers and each of the two before it: their rows with the share of the one in the other."""
    for at, part in enumerate(numeric):
        for base in numeric[max(0, at - 2):at]:
            yield [(row, (row[part], row[base]), 100 * _value(row[part]) / _value(row[base])) for row in rows
                   if _value(row[base]) and _value(row[part]) is not None and _value(row[column]) is not None]


def _fits(cell, exact: float) -> bool:
    """Whether a cell is a percentage rounded or cut to its last digit."""
    text = re.search(r"\d+(?:[.,](\d+))?", cell.text)
    decimals = len(text.group(1)) if text and text.group(1) else 0
    return abs(amount(cell).value - exact) < 10.0 ** -decimals + 1e-6
