"""Totals told in prose against the tables that stand beside them."""
from collections.abc import Iterator

from auditkit.lexicon import pattern
from auditkit.rule import Check, Confidence, Evidence, Message, Report, Term, failed, is_slip, number, of_cell, of_claim, once_per_report, passed, rule, show, whole
from auditkit.understanding.claims import sentence_of
from auditkit.understanding.nouns import all_nouns
from auditkit.understanding.plan_fact import plan_fact_columns
from auditkit.understanding.tables import amount, column_titles, header_rows, is_part, is_total
from auditkit.wording import WORD, fold, stem, stems

#: Columns that are added up to nothing, or that do not count what the report did.
NOT_A_COUNT = pattern("columns", "not_told")
#: A sentence that speaks of another time, or of some of them.
OTHER_SCOPE = pattern("contexts", "other_time", "other_scope")
OTHER_TIME = pattern("contexts", "other_time")
COUNT = pattern("columns", "count")
#: How many blocks a total may stand from the table that it is the total of.
BESIDE = 3
#: How far a total may be from the table's and still be meant for it.
NEAR = 0.15


@rule("NAR005", kind="text-table", severity="warning")
def total_in_prose_is_that_of_the_table_beside_it(report: Report) -> Iterator[Check]:
    """A total told right before or after a table is the total of the table's column that counts the same thing.

    It accuses only where the two are near each other: a total that is far off counts something else.  So is a number that is told of one
    row by its name, where two of its digits have changed places.

    Wrong:
        Облыста барлығы 130 семинар өтті.

        | Аудан | Семинарлар саны |
        |---|---|
        | Абай | 40 |
        | Қаратау | 50 |
        | Шалқар | 30 |
        | Барлығы | 120 |
    Right:
        Облыста барлығы 120 семинар өтті.

        | Аудан | Семинарлар саны |
        |---|---|
        | Абай | 40 |
        | Қаратау | 50 |
        | Шалқар | 30 |
        | Барлығы | 120 |
    """
    known = {id(row.table) for row in (*report.statistics_rows, *report.indicator_rows)}
    totals: dict[int, list] = {}
    for claim in report.prose():
        if claim.role == "count" and claim.has("total") and claim.measure and not claim.measure.startswith("~") and claim.quantity.hedge != "range" \
                and not claim.has("plan", "planned", "title", "each", "including"):
            totals.setdefault(claim.block, []).append(claim)
    for index, block in enumerate(report.blocks):
        if block.table is None or id(block.table) in known or plan_fact_columns(block.table) is not None:
            continue
        near = [claim for at in _around(report, index) for claim in totals.get(at, ())]
        if near:
            yield from _of_table(report, block.table, near)
        yield from _of_rows(report, index)


#: How many blocks before and behind a table may tell its rows one by one, and how many letters the name of a row has at least.
TOLD_WITHIN, NAMED = 12, 5


def _of_rows(report: Report, index: int) -> Iterator[Check]:
    """Numbers told of a row by its name («Костанайская область: 189 статей») that are one of the row's but for two swapped digits.

    Another number told of the same row must agree, or the noun must be that of the column."""
    table = report.blocks[index].table
    first = header_rows(table)
    titles = [set(stems(title)) for title in column_titles(table, first)]
    grid = table.grid()[first:]
    labels = {tuple(stems(row[0].text)): row for row in grid if row and row[0] is not None and len(row[0].text.strip()) >= NAMED
              and amount(row[0]).state == "words" and not is_total(row[0].text)}
    values = {amount(cell).value for row in grid for cell in row if cell is not None}
    if len(labels) < 2:
        return
    for at in range(max(0, index - TOLD_WITHIN), min(len(report.blocks), index + TOLD_WITHIN + 1)):
        claims = _exact_counts(report).get(at, [])
        if not claims:
            continue
        names = _names(claims[0].passage.text, labels)
        told = [(claim, labels[name]) for claim in claims if (name := next((name for end, name in reversed(names) if end <= claim.start), None))]
        for claim, row in told:
            if claim.value in values:
                continue
            swapped = [(column, cell) for column, cell in enumerate(row) if cell is not None and amount(cell).state == "number"
                       and sorted(str(amount(cell).value)) == sorted(str(claim.value)) and is_slip(int(amount(cell).value), claim.value)]
            agree = any(amount(cell).value == other.value for other, own in told if own is row and other is not claim for cell in row if cell is not None)
            nouns = set(stems(claim.passage.text[slice(*claim.noun)])) if claim.noun is not None else set()
            swapped = [one for one in swapped if titles[one[0]] & nouns] or swapped
            if len({amount(cell).value for _, cell in swapped}) == 1 and (agree or titles[swapped[0][0]] & nouns):
                yield _swapped(report, claim, of_cell(swapped[0][1], table, amount(swapped[0][1]).value, "table", row[0].text))


@once_per_report
def _exact_counts(report: Report) -> dict[int, list]:
    """The whole numbers of at least two digits that the text counts things with, by block."""
    found: dict[int, list] = {}
    for claim in report.prose():
        if claim.role == "count" and claim.quantity.is_exact and claim.value >= 10 and isinstance(claim.value, int) \
                and not claim.has("plan", "planned", "title", "each") and not OTHER_TIME.search(_sentence(claim)):
            found.setdefault(claim.block, []).append(claim)
    return found


def _names(text: str, labels: dict[tuple, list]) -> list[tuple[int, tuple]]:
    """(end, name) of the rows that a text names, in order."""
    words = [(found.end(), stem(found.group())) for found in WORD.finditer(fold(text))]
    told = [one for _, one in words]
    return sorted((words[start + len(name) - 1][0], name) for name in labels if name for start in range(len(told) - len(name) + 1)
                  if tuple(told[start:start + len(name)]) == name)


def _swapped(report: Report, claim, cell: Term) -> Check:
    fields = {"stated": show(claim.quantity), "table": number(cell.value), "row": cell.text}
    return failed([of_claim(claim).evidence(), cell.evidence()], Message("The text says {stated}, the table has «{row}»", fields),
                  difference=whole(claim.value - cell.value), subject=claim.text, confidence=Confidence.MEDIUM,
                  scope=report.scope_label(claim.scope.project, report.activity_of(claim)))


def _around(report: Report, index: int) -> list[int]:
    """The blocks beside a table, up to the next table or heading on either side."""
    found = []
    for step in (-1, 1):
        for at in range(index + step, index + step * (BESIDE + 1), step):
            if not 0 <= at < len(report.blocks) or report.blocks[at].table is not None or step > 0 and report.blocks[at].kind == "heading":
                break
            found.append(at)
            if report.blocks[at].kind == "heading":
                break
    return found


def _of_table(report: Report, table, claims) -> Iterator[Check]:
    first = header_rows(table)
    titles = [fold(title) for title in column_titles(table, first)]
    columns: dict[str, list[int]] = {}
    for column, title in enumerate(titles):
        nouns = all_nouns(title)
        if column and nouns and not NOT_A_COUNT.search(title):
            columns.setdefault(_sort(nouns[-1] if COUNT.search(title) else nouns[0]), []).append(column)
    for claim in claims:
        own = columns.get(_sort(claim), [])
        if len(own) > 1:  # «Оқушылар саны: барлығы | ұл | қыз»
            own = [column for column in own if is_total(titles[column].rpartition(" / ")[2])]
        alike = [other for other in claims if _sort(other) == _sort(claim) and other.value != claim.value]
        if len(own) != 1 or alike or OTHER_SCOPE.search(_sentence(claim)):
            continue
        total, computed = _total(table, first, own[0], titles[own[0]])
        if total is None:
            continue
        yield from _compare(report, claim, total, computed)


def _sort(noun) -> str:
    """What a noun or a claim counts; people who merely take part are one sort."""
    return "people" if noun.group == "people" and noun.measure in ("participant", "person") else noun.measure


def _sentence(claim) -> str:
    return fold(claim.passage.text[slice(*sentence_of(claim))])


def _total(table, first: int, column: int, title: str) -> tuple[Term | None, bool]:
    """The total of a column (its row of totals, else the sum of its rows), and whether it was computed."""
    grid = table.grid()
    values = []
    for row in grid[first:]:
        cell = row[column]
        label = next((fold(other.text) for other in row if other is not None and amount(other).state == "words"), "")
        if cell is None or amount(cell).state == "words":
            return None, False
        if is_total(label) and amount(cell).state == "number":
            return of_cell(cell, table, amount(cell).value, "total", title), False
        if amount(cell).state == "number" and not is_part(label):
            values.append(of_cell(cell, table, amount(cell).value, "part", title))
    if len(values) < 3 or any(not isinstance(value.value, int) for value in values):
        return None, False
    last = values[-1]
    return Term(type(last.quantity).exact(sum(value.value for value in values)), "computed", " + ".join(number(value.value) for value in values), last.place), True


def _compare(report: Report, claim, total: Term, computed: bool) -> Iterator[Check]:
    stated = of_claim(claim, "narrative")
    more = {"subject": claim.text, "scope": report.scope_label(claim.scope.project, report.activity_of(claim)), "confidence": Confidence.MEDIUM}
    fields = {"stated": show(stated.quantity), "table": number(total.value)}
    evidence = [stated.evidence(), Evidence("computed" if computed else "table", total.value, total.text, total.place)]
    if stated.quantity.meets(total.quantity):
        yield passed(evidence, Message("The text and the table beside it have the same total: {table}", fields), **more)
        return
    off = stated.quantity.distance(total.quantity)
    slip = stated.quantity.is_exact and isinstance(stated.value, int) and is_slip(stated.value, total.value)
    if slip or not computed and off <= NEAR * total.quantity.value:
        yield failed(evidence, Message("The text says {stated} in all, the table beside it {table}", fields), difference=whole(stated.value - total.value), **more)
