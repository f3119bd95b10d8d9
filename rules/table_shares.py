"""Columns of percentages of any table against the columns of numbers that they are worked out from."""
import re
from collections.abc import Iterator

import numpy as np

from auditkit.lexicon import pattern
from auditkit.rule import Check, Evidence, Message, Report, failed, number, of_cell, passed, rule, whole
from auditkit.understanding.plan_fact import plan_fact_columns
from auditkit.understanding.tables import amount, column_titles, header_rows, is_total
from auditkit.understanding.votes import Numbers
from auditkit.wording import fold

PERCENT = pattern("columns", "share")
#: Of the rows of a column, so many must fit before the others are doubted: three, and three fifths.
LEAST, MOST = 3, 0.6
#: Where shares are written with decimals, and are neither nothing nor all, chance does not make even two of them fit.
LEAST_FINE = 2
#: Shares of one whole are not more than so many.
MOST_GROUPS = 12


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


@rule("TAB002", kind="format", severity="warning")
def shares_of_a_group_make_a_hundred(report: Report) -> Iterator[Check]:
    """Rows of shares that make 100 % in one column make it in the others.

    Wrong:
        | Көрсеткіш | 2021 | 2022 |
        |---|---|---|
        | Өтініш берушілер | | |
        | Ерлер, % | 41,3 | 58,7 |
        | Әйелдер, % | 58,7 | 58,7 |
    Right:
        | Көрсеткіш | 2021 | 2022 |
        |---|---|---|
        | Өтініш берушілер | | |
        | Ерлер, % | 41,3 | 41,3 |
        | Әйелдер, % | 58,7 | 58,7 |
    """
    for numbers, rows, more in _groups_of_rates(report):
        sums = {column: numbers.values[rows, column].sum() for column in _full(numbers, rows)}
        right = {column for column, found in sums.items() if abs(found - 100) <= .5 * len(rows) * 10.0 ** -numbers.decimals[rows, column].max() + 1e-6}
        for column, found in sums.items() if len(right) * 2 >= len(sums) else ():
            evidence = [_term(numbers, row, column).evidence() for row in rows]
            fields = {"sum": number(round(found, 2)), "sum_text": " + ".join(number(numbers.values[row, column]) for row in rows)}
            if column in right:
                yield passed(evidence, Message("The shares make 100 %: {sum_text}", fields), subject=numbers.titles[column], **more)
            else:
                computed = Evidence("computed", whole(round(found, 2)), fields["sum_text"], evidence[0].place)
                yield failed([*evidence, computed], Message("The shares make {sum} % and not 100 %: {sum_text}", fields), subject=numbers.titles[column], difference=round(found - 100, 4), **more)


@rule("TAB003", kind="format", severity="warning")
def rates_of_all_lie_within_their_groups(report: Report) -> Iterator[Check]:
    """The rate of all lies between those of the groups below it, as it does in other columns.

    Wrong:
        | Көрсеткіш | 2021 | 2022 |
        |---|---|---|
        | Жұмыссыздық деңгейі, % | | |
        | Барлығы | 5,1 | 4,2 |
        | Ерлер | 4,8 | 4,6 |
        | Әйелдер | 5,5 | 5,3 |
    Right:
        | Көрсеткіш | 2021 | 2022 |
        |---|---|---|
        | Жұмыссыздық деңгейі, % | | |
        | Барлығы | 5,1 | 4,9 |
        | Ерлер | 4,8 | 4,6 |
        | Әйелдер | 5,5 | 5,3 |
    """
    for numbers, (first, *rows), more in _groups_of_rates(report):
        if not is_total(numbers.labels[first]) or len(rows) < 2:
            continue
        columns = _full(numbers, [first, *rows])
        low, high = numbers.values[rows].min(axis=0), numbers.values[rows].max(axis=0)
        right = {column for column in columns if low[column] <= numbers.values[first, column] <= high[column]}
        for column in columns if len(right) * 2 >= len(columns) else ():
            evidence = [_term(numbers, row, column).evidence() for row in (first, *rows)]
            fields = {"stated": number(numbers.values[first, column]), "low": number(low[column]), "high": number(high[column])}
            if column in right:
                yield passed(evidence, Message("The rate of all, {stated}, lies within those of its groups: {low} to {high}", fields), subject=numbers.titles[column], **more)
            else:
                yield failed(evidence, Message("The rate of all is {stated}, but those of its groups are {low} to {high}", fields), subject=numbers.titles[column], **more)


def _groups_of_rates(report: Report) -> Iterator[tuple[Numbers, list[int], dict]]:
    """The rows of rates that follow one another in a table, two at least, up to the next row that is a heading or no rate."""
    for block, numbers in report.tables:
        group: list[int] = []
        for row in range(len(numbers.grid) + 1):
            if row in numbers.rate_rows and row not in numbers.opens and not (group and is_total(numbers.labels[row])):
                group.append(row)
                continue
            if 2 <= len(group) <= MOST_GROUPS:
                yield numbers, group, {"scope": report.scope_label(report.outline.scopes[block].project)}
            group = []


def _full(numbers: Numbers, rows: list[int]) -> list[int]:
    """The columns in which each of some rows has a number."""
    return [column for column in range(len(numbers.titles)) if column not in numbers.skip and np.isfinite(numbers.values[rows, column]).all()]


def _term(numbers: Numbers, row: int, column: int):
    return of_cell(numbers.grid[row][column], numbers.table, whole(numbers.values[row, column]), "part", numbers.labels[row])
