"""Footing and cross-footing: what most lines of a table keep, all must."""
from collections.abc import Iterator
from itertools import pairwise

from auditkit.quantity import Quantity
from auditkit.rule import Candidate, Report, rule
from auditkit.rule_terms import Term
from auditkit.slips import rarity
from auditkit.understanding.tables import closes, is_total, place_of
from auditkit.understanding.votes import Numbers, Relation


ROWS = ("The rows add up to {sum} ({sum_text}), but the total says {stated}: a difference of {difference}", "The rows add up to the total: {sum_text} = {stated}")


@rule("TOT010", kind="table-sum", proposes=True)
def rows_add_up(report: Report) -> Iterator[Candidate]:
    """The rows of a table add up to the row of their total, in every column.

    Which row is a total of which others is what most columns keep; a heading such as «Итого» is only one more piece of evidence.

    Wrong:
        | Аудан | Семинар | Тренинг |
        |---|---|---|
        | Жарма | 120 | 45 |
        | Аягөз | 210 | 62 |
        | Үржар | 85 | 38 |
        | Барлығы | 451 | 145 |

    Right:
        | Аудан | Семинар | Тренинг |
        |---|---|---|
        | Жарма | 120 | 45 |
        | Аягөз | 210 | 62 |
        | Үржар | 85 | 38 |
        | Барлығы | 415 | 145 |
    """
    for block, numbers, relation in _relations(report):
        if not relation.across and relation.operation == "sum":
            for column in (*relation.held, *relation.broken):
                yield _candidate(report, block, relation, column, [(numbers, row, column) for row in (relation.total, *relation.parts)], *ROWS)
    for block, relation, column, cells in _continued(report):
        yield _candidate(report, block, relation, column, cells, *ROWS)


@rule("TOT011", kind="table-sum", proposes=True)
def columns_add_up(report: Report) -> Iterator[Candidate]:
    """The columns of a table add up to the column of their total, in every row.

    Wrong:
        | Ай | Ерлер | Әйелдер | Барлығы |
        |---|---|---|---|
        | Мамыр | 41 | 58 | 99 |
        | Маусым | 37 | 64 | 110 |
        | Шілде | 52 | 49 | 101 |

    Right:
        | Ай | Ерлер | Әйелдер | Барлығы |
        |---|---|---|---|
        | Мамыр | 41 | 58 | 99 |
        | Маусым | 37 | 64 | 101 |
        | Шілде | 52 | 49 | 101 |
    """
    for block, numbers, relation in _relations(report):
        if relation.across and relation.operation == "sum":
            for row in (*relation.held, *relation.broken):
                cells = [(numbers, row, column) for column in (relation.total, *relation.parts)]
                yield _candidate(report, block, relation, row, cells, "The columns add up to {sum} ({sum_text}), but the total says {stated}: a difference of {difference}",
                                 "The columns add up to the total: {sum_text} = {stated}")


@rule("TOT012", kind="table-sum", proposes=True)
def columns_are_made_of_others(report: Report) -> Iterator[Candidate]:
    """A column that is the product, the share or the mean of two others in most rows is so in every row.

    Wrong:
        | Шығын | Саны | Бағасы | Сома |
        |---|---|---|---|
        | Буклет | 300 | 180 | 54000 |
        | Қалам | 120 | 250 | 30000 |
        | Дәптер | 150 | 420 | 36000 |
        | Сөмке | 75 | 1900 | 142500 |

    Right:
        | Шығын | Саны | Бағасы | Сома |
        |---|---|---|---|
        | Буклет | 300 | 180 | 54000 |
        | Қалам | 120 | 250 | 30000 |
        | Дәптер | 150 | 420 | 63000 |
        | Сөмке | 75 | 1900 | 142500 |
    """
    for block, numbers, relation in _relations(report):
        if relation.operation == "sum":
            continue
        for row in (*relation.held, *relation.broken):
            second = (relation.parts[1], relation.parts[0]) if relation.operation == "column-share" else (row, relation.parts[1])
            cells = [(numbers, row, relation.total), (numbers, row, relation.parts[0]), (numbers, *second)]
            yield _candidate(report, block, relation, row, cells, "By the other rows it should be {sum} ({sum_text}), but the table says {stated}",
                             "It is what the other rows keep: {sum_text} = {stated}")


def _relations(report: Report) -> Iterator[tuple[int, Numbers, Relation]]:
    for block, numbers in report.tables:
        kept = numbers.kept
        for relation in kept:
            yield block, numbers, relation


def _continued(report: Report) -> Iterator[tuple[int, Relation, int, list[tuple[Numbers, int, int]]]]:
    """(block, relation, column, cells) of the total that closes a table which goes on with the one before under the same headings."""
    for (_, before), (block, numbers) in pairwise(report.tables):
        last = len(numbers.grid) - 1
        if last < 1 or before.titles != numbers.titles or not any(before.titles) or not closes(numbers.labels[last]) or any(map(is_total, (*before.labels, *numbers.labels[:-1]))) \
                or any(relation.total == last and relation.held for relation in numbers.kept if not relation.across):
            continue
        own = [(before, row) for row in range(len(before.grid))] + [(numbers, row) for row in range(last)]
        columns = [column for column in range(len(numbers.titles)) if column not in numbers.skip | before.skip | numbers.rates and numbers.values[last, column] == numbers.values[last, column]]
        sums = {column: sum(part.values[row, column] for part, row in own if part.values[row, column] == part.values[row, column]) for column in columns if all(part.known[row, column] for part, row in own)}
        held = tuple(column for column, found in sums.items() if abs(found - numbers.values[last, column]) < 1e-6)
        form = dict.fromkeys(("label", "closes", "adjacent", "above", "whole", "last", "n3-5" if len(own) < 6 else "n6+"), 1.0)
        relation = Relation("sum", False, last, tuple(range(len(own))), held, tuple(column for column in sums if column not in held), 0.0, form)
        for column in sums:
            yield block, relation, column, [(numbers, last, column), *((part, row, column) for part, row in own)]


def _candidate(report: Report, block: int, relation: Relation, line: int, cells: list[tuple[Numbers, int, int]], wrong: str, right: str) -> Candidate:
    terms, mentions = [], []
    for position, (numbers, row, column) in enumerate(cells):
        cell = numbers.grid[row][column]
        value = numbers.values[row, column]
        label = " · ".join(part for part in (numbers.labels[row][:60], numbers.titles[column][:60]) if part)
        if cell is None or value != value:
            if cell is None or numbers.amounts[row][column].state == "blank":
                continue
            value = 0.0
        terms.append(Term(_quantity(value, position, relation), "total" if not position else "part", f"{label}: {' '.join(cell.text.split())}" if label else " ".join(cell.text.split()), place_of(cell, numbers.table)))
        mentions.append(report.mention_of_cell.get((numbers.table.number, cell.row + 1, cell.column + 1)))
    held, broken = (len([other for other in lines if other != line]) for lines in (relation.held, relation.broken))
    weight = relation.weight - (rarity(terms[0].quantity.value) if line in relation.held else 0.0)
    form = dict(relation.form) | {name: 1.0 for name, value in {
        "peers 0": not held, "peers 1": held == 1, "peers 2": held == 2, "peers 3+": held >= 3, "peers 6+": held >= 6, "mostly broken": broken > held,
        "broken 2+": broken > 1 and broken * 3 > held, relation.operation: True, "weighty": weight > 6}.items() if value}
    scope = report.scope_label(report.outline.scopes[block].project)
    numbers, row, column = cells[0]
    subject = numbers.labels[row][:80] or numbers.titles[column][:80]
    return Candidate("table", tuple(terms), tuple(mentions), form, wrong, right, relation.operation, subject=subject, scope=scope)


def _quantity(value: float, position: int, relation: Relation) -> Quantity:
    """A cell's number; one with decimals is rounded to them, so that sums of shares and of thousands meet."""
    text = f"{value:.6f}".rstrip("0")
    decimals = len(text.partition(".")[2])
    return Quantity.written(value, decimals) if decimals and relation.operation == "sum" else Quantity.exact(int(value) if float(value).is_integer() else value)
