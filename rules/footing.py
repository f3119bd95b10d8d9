"""Footing and cross-footing: what most lines of a table keep, all must."""
from collections.abc import Iterator

from auditkit.quantity import Quantity
from auditkit.rule import Candidate, Report, rule
from auditkit.rule_terms import Term
from auditkit.understanding.tables import place_of
from auditkit.understanding.votes import Numbers, Relation


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
                cells = [(relation.total, column), *((part, column) for part in relation.parts)]
                yield _candidate(report, block, numbers, relation, cells, "The rows add up to {sum} ({sum_text}), but the total says {stated}: a difference of {difference}",
                                 "The rows add up to the total: {sum_text} = {stated}")


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
                cells = [(row, relation.total), *((row, part) for part in relation.parts)]
                yield _candidate(report, block, numbers, relation, cells, "The columns add up to {sum} ({sum_text}), but the total says {stated}: a difference of {difference}",
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
            cells = [(row, relation.total), (row, relation.parts[0]), second]
            yield _candidate(report, block, numbers, relation, cells, "By the other rows it should be {sum} ({sum_text}), but the table says {stated}",
                             "It is what the other rows keep: {sum_text} = {stated}")


def _relations(report: Report) -> Iterator[tuple[int, Numbers, Relation]]:
    for block, numbers in report.tables:
        kept = numbers.kept
        for relation in kept:
            yield block, numbers, relation


def _candidate(report: Report, block: int, numbers: Numbers, relation: Relation, cells: list[tuple[int, int]], wrong: str, right: str) -> Candidate:
    terms, mentions = [], []
    for position, (row, column) in enumerate(cells):
        cell = numbers.grid[row][column]
        value = numbers.values[row, column]
        label = " · ".join(part for part in (numbers.labels[row][:60], numbers.titles[column][:60]) if part)
        if cell is None or value != value:
            if cell is None or numbers.amounts[row][column].state == "blank":
                continue
            value = 0.0
        terms.append(Term(_quantity(value, position, relation), "total" if not position else "part", f"{label}: {' '.join(cell.text.split())}" if label else " ".join(cell.text.split()), place_of(cell, numbers.table)))
        mentions.append(report.mention_of_cell.get((numbers.table.number, cell.row + 1, cell.column + 1)))
    broken, held = len(relation.broken), len(relation.held)
    peers = held - (cells[0][1 if not relation.across else 0] in relation.held)
    form = dict(relation.form) | {name: 1.0 for name, value in {
        "peers 0": peers <= 0, "peers 1": peers == 1, "peers 2": peers == 2, "peers 3+": peers >= 3, "peers 6+": peers >= 6, "mostly broken": broken >= held, "one broken": broken == 1,
        "broken 2+": broken > 1, relation.operation: True, "weighty": relation.weight > 6}.items() if value}
    scope = report.scope_label(report.outline.scopes[block].project)
    subject = numbers.labels[cells[0][0]][:80] or numbers.titles[cells[0][1]][:80]
    return Candidate("table", tuple(terms), tuple(mentions), form, wrong, right, relation.operation, subject=subject, scope=scope)


def _quantity(value: float, position: int, relation: Relation) -> Quantity:
    """A cell's number; one with decimals is rounded to them, so that sums of shares and of thousands meet."""
    text = f"{value:.6f}".rstrip("0")
    decimals = len(text.partition(".")[2])
    return Quantity.written(value, decimals) if decimals and relation.operation == "sum" else Quantity.exact(int(value) if float(value).is_integer() else value)
