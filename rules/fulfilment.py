"""The columns «fulfilment, %» and «deviation» of a plan/fact table against its plan and its fact."""
import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditkit.lexicon import pattern
from auditkit.model import Cell, Table
from auditkit.rule import Check, Evidence, Message, Report, Term, failed, number, of_cell, of_claim, of_figure, passed, rule, show, whole
from auditkit.understanding.fulfilled import Fulfilment, find_rates, is_difference, is_over
from auditkit.understanding.tables import column_titles, header_rows, place_of
from auditkit.wording import fold

#: The heading of a column that says how far the plan was fulfilled.
FULFILLED = pattern("columns", "fulfilled")
#: The heading of a column that says how far the fact is from the plan.
DEVIATION = pattern("columns", "deviation")
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
    for row in _planned_rows(report):
        rate = _rate(row)
        if rate is None or row.shares or not row.plan.quantity.value:
            continue
        cell, told, decimals = rate
        actual = 100 * row.fact.quantity.value / row.plan.quantity.value
        evidence = [Evidence("rate", told, _line(row, cell), place_of(cell, row.table)), row.plan.evidence(), row.fact.evidence()]
        fields = {"told": number(told), "actual": number(round(actual, max(1, decimals))), "plan": show(row.plan.quantity), "fact": show(row.fact.quantity)}
        if abs(actual - told) < max(10.0 ** -decimals, CUT if not decimals else 0):
            yield passed(evidence, Message("{told} % is {fact} of {plan}", fields), **row.more)
        else:
            yield failed(evidence, Message("The table says {told} % of the plan, but {fact} of {plan} is {actual} %", fields),
                         difference=round(told - actual, 6), **row.more)


@dataclass(frozen=True)
class _Planned:
    """A row of a table with one plan and one fact, both exact, or one line of a row whose cells have as many lines as indicators.  `cells`: its cells
    by name; `shares`: both are percentages; `more`: subject and scope of a check; `line`: the number of the line, from 0, None for a whole row."""

    table: Table
    cells: dict
    plan: Term
    fact: Term
    shares: bool
    more: dict
    line: int | None = None


def _planned_rows(report: Report) -> Iterator[_Planned]:
    """The rows of plan/fact tables and of tables of indicators that have one plan and one fact."""
    for row in report.plan_fact_rows:
        for pair in row.pairs:
            line = None if len(row.pairs) == 1 else _line_of(row, pair)
            if pair.plan is not None and pair.fact is not None and (len(row.pairs) == 1 or line is not None) \
                    and pair.plan.quantity.is_exact and pair.fact.quantity.is_exact:
                yield _Planned(row.table, row.cells, of_figure(pair.plan, "plan"), of_figure(pair.fact, "fact"), pair.plan.share,
                               {"subject": (pair.indicator or row.title)[:160], "scope": report.scope_label(row.project, row.activity)}, line)
    for row in report.indicator_rows:
        if row.plan.state == row.fact.state == "number":
            plan, fact = (of_cell(row.cells[key], row.table, amount.value, key, row.name) for key, amount in (("plan", row.plan), ("fact", row.fact)))
            yield _Planned(row.table, row.cells, plan, fact, "%" in row.unit + row.plan.unit, {"subject": row.name[:160], "scope": report.scope_label(row.project)})


def _line_of(row, pair) -> int | None:
    """The line of its cells that a pair stands in, where plan and fact have one line for each indicator; None where they have not."""
    plan, fact = row.cells["plan"].text, row.cells["fact"].text
    if plan.count("\n") != fact.count("\n") or pair.plan is None or pair.fact is None or pair.plan.claim is None or pair.fact.claim is None:
        return None
    lines = {text.count("\n", 0, figure.claim.start) for text, figure in ((plan, pair.plan), (fact, pair.fact))}
    return lines.pop() if len(lines) == 1 else None


def _line(row: _Planned, cell: Cell) -> str:
    """What a cell beside a plan and its fact says of them; "" where it has not as many lines as they."""
    if row.line is None:
        return cell.text
    lines = cell.text.split("\n")
    return lines[row.line] if len(lines) == row.cells["plan"].text.count("\n") + 1 else ""


def _beside(row) -> Iterator[tuple[str, Cell]]:
    """(heading, cell) of the other columns in the row of a plan and its fact."""
    titles = column_titles(row.table, max(1, header_rows(row.table)))
    for title, cell in zip(titles, row.table.grid()[row.cells["plan"].row]):
        if cell is not None and cell is not row.cells["plan"] and cell is not row.cells["fact"]:
            yield title, cell


def _rate(row) -> tuple | None:
    """(cell, percentage, digits behind its decimal sign) of the column that tells the fulfilment in a row; None where none does."""
    for title, cell in _beside(row):
        last = fold(title.split(" / ")[-1]).strip()
        if not FULFILLED.search(last):
            continue
        found = re.fullmatch(r"\s*(\d{1,4})(?:[.,](\d{1,2}))?\s*%?\s*", _line(row, cell))
        if found and ("%" in title + cell.text or "пайыз" in last or "процент" in last):
            return cell, float(f"{found.group(1)}.{found.group(2) or 0}"), len(found.group(2) or "")
    return None


@rule("PLN010", kind="plan-fact", severity="warning")
def deviation_is_fact_minus_plan(report: Report) -> Iterator[Check]:
    """The number in the column «deviation» of a plan/fact table is the actual number minus the planned one, in number or in percent.

    A deviation without a sign is taken either way.

    Wrong:
        | Іс-шара | Жоспар | Факт | Ауытқу |
        |---|---|---|---|
        | «Таза өзен» сенбілігі | 200 | 240 | 30 |
        | «Жасыл бақ» акциясы | 50 | 60 | 10 |
    Right:
        | Іс-шара | Жоспар | Факт | Ауытқу |
        |---|---|---|---|
        | «Таза өзен» сенбілігі | 200 | 240 | 40 |
        | «Жасыл бақ» акциясы | 50 | 60 | 10 |
    """
    rows = list(_planned_rows(report))
    reversed_in = _reversed_tables(rows)
    for row in rows:
        told = _deviation(row)
        if told is None or told[2] and (row.shares or not row.plan.quantity.value):
            continue
        cell, value, percent, signed, decimals = told
        actual = (row.fact.quantity.value - row.plan.quantity.value) * (-1 if id(row.table) in reversed_in else 1)
        actual = 100 * actual / row.plan.quantity.value if percent else actual
        evidence = [Evidence("stated", whole(value), _line(row, cell), place_of(cell, row.table)), row.plan.evidence(), row.fact.evidence()]
        fields = {"told": number(value), "actual": number(round(actual, max(1, decimals))), "plan": show(row.plan.quantity), "fact": show(row.fact.quantity)}
        off = abs(actual - value) if signed and value else min(abs(actual - value), abs(-actual - value))
        if off < (max(10.0 ** -decimals, CUT if not decimals else 0) if percent else 1e-6):
            yield passed(evidence, Message("The deviation {told} is that of {fact} from {plan}", fields), **row.more)
        else:
            yield failed(evidence, Message("The table says a deviation of {told}, but {fact} deviates from {plan} by {actual}", fields),
                         difference=round(value - actual, 6), **row.more)


def _reversed_tables(rows: list[_Planned]) -> set[int]:
    """The tables (by their identity) that give the plan minus the fact: more of their signed rows say so than say otherwise."""
    votes: dict[int, int] = {}
    for row in rows:
        if (told := _deviation(row)) is not None and told[3] and not told[2] and told[1]:
            off = row.fact.quantity.value - row.plan.quantity.value
            votes[id(row.table)] = votes.get(id(row.table), 0) + (abs(off + told[1]) < 1e-6) - (abs(off - told[1]) < 1e-6)
    return {table for table, count in votes.items() if count > 0}


def _deviation(row) -> tuple | None:
    """(cell, number, whether it is percent, whether it has a sign, digits behind its decimal sign) of the column that tells how far a row is from
    its plan; None where none does, or where it says why."""
    for title, cell in _beside(row):
        last = fold(title.split(" / ")[-1]).strip()
        if not DEVIATION.search(fold(title)):
            continue
        found = re.fullmatch(r"\s*([+\-–—−]?)\s?(\d{1,7})(?:[.,](\d{1,2}))?\s*(%?)\s*", _line(row, cell))
        if found:
            value = float(f"{found.group(2)}.{found.group(3) or 0}") * (-1 if found.group(1) and found.group(1) != "+" else 1)
            percent = bool(found.group(4)) or "%" in last or "пайыз" in last or "процент" in last
            return cell, value, percent, bool(found.group(1)), len(found.group(3) or "")
    return None


#: «выполнение плана – 110 %», «жоспар 110 %-ға орындалды».
IN_WORDS = pattern("contexts", "fulfilled")


@rule("PCT014", kind="percent", severity="warning")
def rate_told_in_prose_is_fact_by_plan(report: Report) -> Iterator[Check]:
    """A rate of fulfilment that a sentence tells is its actual number divided by its planned one.

    Read are sentences with one plan, one fact and one percentage, and percentages that are said to be of the plan.

    Wrong:
        Жоспар бойынша 300 адам, нақты 330 адам қатысты, жоспар 115 %-ға орындалды.
    Right:
        Жоспар бойынша 300 адам, нақты 330 адам қатысты, жоспар 110 %-ға орындалды.
    """
    sentences: dict[tuple, list] = {}
    done: set[int] = set()
    for claim in report.prose():
        if claim.is_quantity and claim.group not in ("time", "times"):
            sentences.setdefault((claim.block, claim.sentence), []).append(claim)
    for claims in sentences.values():
        shares = [claim for claim in claims if claim.role == "share" and claim.quantity.is_firm]
        if len(claims) != 3 or len(shares) != 1 or not all(claim.quantity.is_firm for claim in claims):
            continue
        first, second = (claim for claim in claims if claim is not shares[0])
        share = shares[0]
        if is_over(share) or is_difference(second):
            continue
        if not first.has("plan") or second.has("plan", "each", "including") or share.has("plan") or not first.quantity.value \
                or first.group != second.group and first.measure not in ("plan", "") and second.measure:
            continue
        text = fold(share.passage.text)
        bracket = re.fullmatch(r"[^()\d.;%]{0,24}\(\s*", text[second.end:share.start])
        if not bracket and not IN_WORDS.search(text[max(second.end if second.end < share.start else 0, share.start - 40):share.start] + text[share.end:share.end + 30]):
            continue
        actual = 100 * second.quantity.value / first.quantity.value
        evidence = [of_claim(share).evidence("rate"), of_claim(first).evidence("plan"), of_claim(second).evidence("fact")]
        fields = {"told": number(share.value), "actual": number(round(actual, max(1, share.quantity.decimals))), "plan": number(first.value), "fact": number(second.value)}
        more = {"subject": share.text, "scope": report.scope_label(share.scope.project, report.activity_of(share))}
        if abs(actual - share.quantity.value) < max(10.0 ** -share.quantity.decimals, CUT if not share.quantity.decimals else 0):
            yield passed(evidence, Message("{told} % is {fact} of {plan}", fields), **more)
        elif (share.quantity.value >= 50 and actual >= 50 or not bracket) and not _fits_another(report, share, first):
            yield failed(evidence, Message("{told} % of the plan are told, but {fact} of {plan} is {actual} %", fields),
                         difference=round(share.quantity.value - actual, 4), **more)
        done.add(share.number)
    for found in find_rates(report.prose()):
        if found.told.number not in done and (found.fits or found.sure and not _fits_another(report, found.told, found.plan)):
            yield _rate_told(report, found)


def _fits_another(report: Report, share, plan) -> bool:
    """Whether another number before a rate, in its paragraph, is the fact that it is told of: «131-і аяқтады; 14 адам … жоспар 131 %»."""
    return any(claim.block == share.block and claim.number < share.number and claim.role == "count" and claim.number != plan.number
               and abs(100 * claim.quantity.value / plan.quantity.value - share.quantity.value) < max(10.0 ** -share.quantity.decimals, CUT if not share.quantity.decimals else 0)
               for claim in report.prose())


def _rate_told(report: Report, found: Fulfilment) -> Check:
    actual, told = found.exact + (100 if found.over else 0), found.told
    evidence = [of_claim(told).evidence("rate"), of_claim(found.plan).evidence("plan"), of_claim(found.fact).evidence("fact")]
    fields = {"told": number(told.value), "actual": number(round(found.exact, max(1, told.quantity.decimals))), "plan": number(found.plan.value),
              "fact": number(found.fact.value)}
    more = {"subject": told.text, "scope": report.scope_label(told.scope.project, report.activity_of(told))}
    if found.fits:
        return passed(evidence, Message("{told} % is {fact} of {plan}", {**fields, "told": number(round(actual, max(1, told.quantity.decimals)))}), **more)
    return failed(evidence, Message("{told} % of the plan are told, but {fact} of {plan} is {actual} %", fields),
                  difference=round(told.quantity.value - found.exact, 4), **more)
