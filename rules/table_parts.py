"""Rows «of which» in tables: no part of a row is more than the row, and parts that are all there make it."""
import re
from collections.abc import Iterator

from auditkit.lexicon import pattern
from auditkit.rule import Check, Confidence, Message, Report, compare_sum, failed, number, of_cell, passed, rule
from auditkit.understanding.nouns import all_nouns
from auditkit.understanding.tables import amount, is_part, names_nothing, sub_rows
from auditkit.understanding.votes import Numbers
from auditkit.wording import fold

#: A sub-row under «of which:»: it begins with a dash or a small letter.
SUB_ROW = re.compile(r"^\s*(?:[-–—•·*]\s*\S|[a-zа-яёәғқңөұүһі])")
#: Columns in which a part may well be more than its whole.
NO_PARTS = pattern("columns", "number", "share", "rate", "identity", "term", "year")


@rule("TOT005", kind="table-sum", severity="error")
def parts_of_a_row_stay_within_it(report: Report) -> Iterator[Check]:
    """No row «of which» of a table is more than the row that it is a part of; parts that make their row in most columns make it in all.

    Wrong:
        | Санат | Саны |
        |---|---|
        | Волонтерлер | 120 |
        | оның ішінде студенттер | 150 |
        | Спикерлер | 8 |
    Right:
        | Санат | Саны |
        |---|---|
        | Волонтерлер | 120 |
        | оның ішінде студенттер | 50 |
        | Спикерлер | 8 |
    """
    for block, numbers in report.tables:
        yield from _of_table(numbers, {"scope": report.scope_label(report.outline.scopes[block].project)})


def _of_table(numbers: Numbers, more: dict) -> Iterator[Check]:
    table = numbers.table
    titles = [f"{title} %" if column in numbers.rates else title for column, title in enumerate(numbers.titles)]  # a rate is bounded by nothing
    rows = [row for index, row in enumerate(numbers.grid) if index not in numbers.rate_rows or index in numbers.opens]
    yield from _numbered(table, titles, rows, more)
    parent, bare, parts = None, False, []
    for row in [*rows, None]:
        label = _label(row)
        belongs = row is not None and parent is not None and (is_part(label) or bare and bool(SUB_ROW.match(label)) and not (parts and _outgrows(titles, parent, row)))
        if not belongs:
            if len(parts) >= 2:
                yield from _whole(table, titles, parent, parts, more)
            parent, bare, parts = row, False, []
        elif names_nothing(label) and not _numbers(row):
            bare = True
        else:
            parts.append(row)
            yield from _bounded(table, titles, parent, row, more)


def _outgrows(titles: list[str], parent, row) -> bool:
    """Whether a row is more than another in every column: the reach of a bare «of which:» has ended before it."""
    columns = list(_comparable(titles, parent, row))
    return bool(columns) and all(amount(row[column]).value > amount(parent[column]).value for column in columns)


def _label(row) -> str:
    """The first words of a row, folded only in its spaces: a capital letter tells a row of its own."""
    cell = next((cell for cell in row or () if cell is not None and amount(cell).state == "words"), None)
    text = " ".join(cell.text.split()) if cell is not None else ""
    return fold(text) if is_part(text) else text


def _numbers(row) -> list[int]:
    return [column for column, cell in enumerate(row) if cell is not None and amount(cell).state == "number"]


def _comparable(titles: list[str], parent, row) -> Iterator[int]:
    """The columns in which a row and the row above it both have a number that counts."""
    both = [column for column in _numbers(row) if column in _numbers(parent) and not NO_PARTS.search(fold(titles[column]))]
    yield from (column for column in both if column > 0 or not (amount(parent[0]).value or 0) < 100)


def _of_one_sort(parent, row) -> bool:
    """Whether a part and its row may count the same: «12 семинаров, из них участников 300» do not."""
    groups = [{noun.group == "people" for noun in all_nouns(fold(_label(line)))} for line in (parent, row)]
    return not (len(groups[0]) == len(groups[1]) == 1 and groups[0] != groups[1])


def _bounded(table, titles, parent, row, more: dict) -> Iterator[Check]:
    if not _of_one_sort(parent, row):
        return
    for column in _comparable(titles, parent, row):
        if "%" in amount(row[column]).unit + amount(parent[column]).unit or amount(row[column]).unit != amount(parent[column]).unit:
            continue
        part, total = amount(row[column]).value, amount(parent[column]).value
        evidence = [of_cell(parent[column], table, total, "total", _label(parent)).evidence(), of_cell(row[column], table, part, "part", _label(row)).evidence()]
        fields = {"part": number(part), "total": number(total), "label": _label(row)[:100]}
        if part > total:
            yield failed(evidence, Message("«{label}» are {part}, but the row that they are a part of has only {total}", fields),
                         difference=part - total, subject=_label(row)[:160], **more)
        else:
            yield passed(evidence, Message("«{label}» are {part} of {total}", fields), subject=_label(row)[:160], **more)


def _numbered(table, titles, rows, more: dict) -> Iterator[Check]:
    """Rows numbered 3.1, 3.2, … under a row 3: they make it where most such rows of the table are made so."""
    checks = [check for whole, parts in sub_rows(rows).items() for check in _sums(table, titles, rows[whole], [rows[part] for part in parts], more)]
    right = [check for check in checks if not check.failed]
    yield from checks if len(right) >= 2 and len(right) * 3 >= len(checks) * 2 else ()


def _whole(table, titles, parent, parts, more: dict) -> Iterator[Check]:
    """Parts that make their row in two columns at least, and in most of them, are all its parts."""
    checks = _sums(table, titles, parent, parts, more)
    right = [check for check in checks if not check.failed]
    yield from checks if len(right) >= 2 and len(right) * 3 >= len(checks) * 2 else right


def _sums(table, titles, parent, parts, more: dict) -> list[Check]:
    """Whether parts make their row, column by column where all of them have a number."""
    checks = []
    for column in _comparable(titles, parent, parts[0]):
        cells = [row[column] for row in parts]
        if all(cell is not None and amount(cell).number is not None for cell in cells):
            total = of_cell(parent[column], table, amount(parent[column]).value, "total", titles[column])
            terms = [of_cell(cell, table, amount(cell).number, "part", _label(row)) for cell, row in zip(cells, parts)]
            checks.append(compare_sum(total, terms, "The rows «of which» add up to {sum} ({sum_text}), but their row says {stated}: a difference of {difference}",
                                      "The rows «of which» make their row: {sum_text} = {stated}", subject=titles[column], confidence=Confidence.MEDIUM, **more))
    return checks
