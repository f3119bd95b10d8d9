"""Money: words against digits, price times number, prizes, the sums of grants and their total, the budget against the grant."""
import re
from collections.abc import Iterator

from auditkit.grants import Sum, grants_of, passages, quote
from auditkit.lexicon import either, load, pattern
from auditkit.rule import Check, Confidence, Evidence, Message, Report, Severity, failed, number, passed, rule, whole
from auditkit.understanding.amounts import Amount, Prize, differing_words, find_amounts, find_prizes, find_products, find_worded
from auditkit.understanding.claims import sentences
from auditkit.understanding.plan_fact import plan_fact_columns
from auditkit.understanding.prices import priced, priced_apart
from auditkit.understanding.tables import place_of
from auditkit.wording import fold


def _place(passage, where, start: int, end: int):
    """The place of a stretch of a passage, with its cell where it stands in a table."""
    place = passage.place_of(start, end)
    if where is None:
        return place
    inside = place_of(where[1], where[0])
    return place.at(table=inside.table, row=inside.row, column=inside.column)


def _scope(report: Report, block: int) -> str:
    scope = report.outline.scopes[block]
    return report.scope_label(scope.project, scope.activity)


@rule("MON001", kind="money", severity="error")
def words_and_digits_say_the_same_sum(report: Report) -> Iterator[Check]:
    """A sum in words is the sum in digits beside it.

    Wrong:
        Бөлінген қаражат: 12 400 000 (он екі миллион екі жүз мың) теңге.
    Right:
        Бөлінген қаражат: 12 400 000 (он екі миллион төрт жүз мың) теңге.
    """
    grants = grants_of(report)
    for block, passage, where in passages(report):
        if "(" not in passage.text or not any(char.isdigit() for char in passage.text):
            continue
        for item in find_worded(fold(passage.text)):
            place = _place(passage, where, item.start, item.end)
            words = " ".join(passage.text[item.at:item.end].split()).strip("() ")
            evidence = [quote(passage, item.start, item.end, "digits", item.value, place), Evidence("words", item.said, words, _place(passage, where, item.at, item.end))]
            others = [other.evidence for own in grants.sums if own.evidence.place == place for other in grants.of(own.project) if other is not own] if grants.sums else []
            fields = {"digits": number(item.value), "words": words, "said": number(item.said)}
            more = {"subject": evidence[0].text, "scope": _scope(report, block)}
            if item.said == item.value:
                yield passed(evidence, Message("{digits} and its words «{words}» agree", fields), **more)
                continue
            pair = differing_words(int(item.value), item.words) if float(item.value).is_integer() else None
            hint = Message("«{wrong}» should be «{right}»", {"wrong": pair[0], "right": pair[1]}) if pair and all(pair) else None
            yield failed([*evidence, *others], Message("The sum is {digits} in digits, but {said} in words («{words}»)", fields),
                         difference=whole(item.value - item.said), hint=hint, **more)


@rule("MON002", kind="money", severity="error")
def price_times_number_is_the_sum(report: Report) -> Iterator[Check]:
    """The price of one times how many makes the sum, in «300 000 тг * 2 = 600 000 тг» and in sentences.

    Wrong:
        Бір кітапшаның бағасы 420 теңге, 1500 дана үшін 650 000 теңге төленді.
    Right:
        Бір кітапшаның бағасы 420 теңге, 1500 дана үшін 630 000 теңге төленді.
    """
    for block, passage, where in passages(report):
        if not any(char.isdigit() for char in passage.text):
            continue
        folded = fold(passage.text)
        for item in find_products(folded):
            place = _place(passage, where, item.start, item.end)
            text = " ".join(passage.text[item.start:item.end].split())
            ends = [_place(passage, where, item.end - 1, item.end)]
            evidence = [Evidence("total", item.total, text, place), Evidence("price", item.price, text, place), Evidence("count", item.count, text, ends[0])]
            yield from _product(report, block, item.price, item.count, item.total, evidence, place, "money" if item.money else "text-sum")
        if where is None:
            spans = sentences(passage.text)
            apart = [priced_apart(folded, one, other) for one, other in zip(spans, spans[1:])
                     if priced(folded, *one) is None and priced(folded, *other) is None]
            for found in (*(priced(folded, *span) for span in spans), *apart):
                if found is not None:
                    price, (count, at, until), total = found
                    evidence = [quote(passage, total.start, total.end, "total", total.value), quote(passage, price.start, price.end, "price", price.value),
                                quote(passage, at, until, "count", count)]
                    yield from _product(report, block, price.value, count, total.value, evidence, evidence[0].place)


def _third_factor(product: float, total: float) -> bool:
    """Whether a sum is a price times a number times a third one, days or groups, in words or somewhere else; ten times is a zero too many."""
    times = total / product if product else 0
    return 2 <= times <= 366 and times == int(times) and int(times) not in (10, 100)


def _product(report: Report, block: int, price, count, total, evidence: list[Evidence], place, kind: str = "money") -> Iterator[Check]:
    value = whole(price * count)
    fields = {"price": number(price), "count": number(count), "total": number(total), "product": number(value)}
    more = {"subject": evidence[0].text, "scope": _scope(report, block), "kind": kind}
    if abs(value - total) < 0.5:
        yield passed(evidence, Message("{price} × {count} = {total}", fields), **more)
    elif not _third_factor(value, total):
        computed = Evidence("computed", value, f"{fields['price']} × {fields['count']}", place)
        yield failed([*evidence, computed], Message("{price} × {count} is {product}, but {total} is stated", fields), difference=whole(total - value), **more)


RANK = pattern("contexts", "rank")
IN_ALL, NOT_GRANTS = pattern("contexts", "in_all"), pattern("contexts", "not_grants")
GRANTS_COUNTED = re.compile(rf"(?<!\d)(\d{{1,3}})\s+(?:\w+\s+){{0,2}}?{either('contexts', 'grants_counted')}")
TENGE, THOUSANDS, MILLIONS = pattern("columns", "money"), pattern("columns", "thousands"), pattern("columns", "millions")
RANKS = ("grand", "first", "second", "third", "consolation")


@rule("MON003", kind="money", severity="error")
def prizes_add_up_to_the_prize_fund(report: Report) -> Iterator[Check]:
    """The prizes, each times its number, make the prize fund that is told; a prize is the same wherever it is told.

    Wrong:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән байқауын өткізу
        Бірінші орынға 80 000 теңге, екінші орынға 60 000 теңге, үшінші орынға 40 000 теңге берілді, барлығы 190 000 теңге.
    Right:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән байқауын өткізу
        Бірінші орынға 80 000 теңге, екінші орынға 60 000 теңге, үшінші орынға 40 000 теңге берілді, барлығы 180 000 теңге.
    """
    found: dict[object, list] = {}
    rows = {(row.block, cell.row): row.activity for row in report.plan_fact_rows for cell in row.cells.values()}
    for block, passage, where in passages(report):
        folded = fold(passage.text)
        if not RANK.search(folded):
            continue
        if where is not None and plan_fact_columns(where[0]) is None:
            continue
        prizes = find_prizes(folded)
        if prizes:
            activity = rows.get((block, where[1].row)) if where is not None else report.outline.scopes[block].activity
            key = activity if activity is not None else ("block", block, where[1].row if where else 0)
            found.setdefault(key, []).append((block, passage, where, folded, prizes))
    for told in found.values():
        yield from _same_prizes(report, told)
        for block, passage, where, folded, prizes in told:
            yield from _fund(report, block, passage, where, folded, prizes, told)


def _evidence(passage, where, prize: Prize, role: str) -> Evidence:
    text = " ".join(passage.text[prize.start:prize.end].split())
    return Evidence(role, prize.amount if prize.amount is not None else prize.count, text[:120], _place(passage, where, prize.start, prize.end))


def _same_prizes(report: Report, told: list) -> Iterator[Check]:
    for rank in RANKS:
        places = [(prize, passage, where, block) for block, passage, where, _, prizes in told for prize in prizes if prize.rank == rank and prize.amount is not None]
        if len({place[1].place for place in places}) < 2:
            continue
        values = list(dict.fromkeys(prize.amount for prize, *_ in places))
        evidence = [_evidence(passage, where, prize, "prize") for prize, passage, where, _ in places]
        more = {"subject": evidence[0].text, "scope": _scope(report, places[0][3])}
        fields = {"values": " ↔ ".join(number(value) for value in values)}
        if len(values) == 1:
            yield passed(evidence, Message("The same prize has the same sum everywhere: {values}", fields), **more)
        else:
            yield failed(evidence, Message("The same prize is told with different sums: {values}", fields), severity=Severity.WARNING,
                         difference=whole(max(values) - min(values)), **more)


def _fund(report: Report, block: int, passage, where, folded: str, prizes: list[Prize], told: list) -> Iterator[Check]:
    """The fund told in the passage of the prizes, or in the next sentence, against the prizes times their numbers."""
    priced = [prize for prize in prizes if prize.amount is not None]
    if len(priced) < 2 or len({prize.rank for prize in priced}) != len(priced):
        return
    last = max(prize.end for prize in priced)
    fund = next((item for item in find_amounts(folded) if item.start >= last
                 and any(re.search(p, folded[max(last - 1, item.start - 40):item.start]) for p in load("money")["fund"]["patterns"])), None)
    if fund is None:
        return
    counts = {prize.rank: (prize.count, other) for *other, _, others in told for prize in others if prize.count is not None}
    numbers, evidence = [], []
    for prize in priced:
        count = prize.count or counts.get(prize.rank, (None,))[0]
        if count is None and prize.each:
            return
        numbers.append((prize.amount, count or 1))
        evidence.append(_evidence(passage, where, prize, "part"))
    for other_block, other, spot, _, others in told:
        if other is not passage:
            evidence += [_evidence(other, spot, prize, "count") for prize in others if prize.count is not None and prize.rank in {p.rank for p in priced}]
    total = whole(sum(amount * count for amount, count in numbers))
    text = " + ".join(f"{number(amount)} × {count}" if count != 1 else number(amount) for amount, count in numbers)
    stated = quote(passage, fund.start, fund.end, "total", fund.value, _place(passage, where, fund.start, fund.end))
    more = {"subject": stated.text, "scope": _scope(report, block)}
    fields = {"sum_text": text, "sum": number(total), "fund": number(fund.value)}
    if total == fund.value:
        yield passed([stated, *evidence], Message("The prizes make the prize fund: {sum_text} = {fund}", fields), **more)
    else:
        yield failed([stated, *evidence, Evidence("computed", total, text, stated.place)],
                     Message("The prizes make {sum} ({sum_text}), but the prize fund is told as {fund}", fields), difference=whole(fund.value - total), **more)


@rule("MON004", kind="money", severity="error")
def the_sum_of_a_grant_is_the_same_everywhere(report: Report) -> Iterator[Check]:
    """The sum of a grant is the same in the tables of grants, in the form's field and in the text.

    Wrong:
        | № | Грант алушы | Грант сомасы |
        |---|---|---|
        | 1 | «Жаңа дәуір» қоғамдық қоры | 6 000 000 |

        1. Үкіметтік емес ұйымның толық атауы: «Жаңа дәуір» қоғамдық қоры

        Бөлінген қаражаттың жалпы сомасы: 5 980 500 теңге

        **Грант алушы:** «Жаңа дәуір» қоғамдық қоры
    Right:
        | № | Грант алушы | Грант сомасы |
        |---|---|---|
        | 1 | «Жаңа дәуір» қоғамдық қоры | 6 000 000 |

        1. Үкіметтік емес ұйымның толық атауы: «Жаңа дәуір» қоғамдық қоры

        Бөлінген қаражаттың жалпы сомасы: 6 000 000 теңге

        **Грант алушы:** «Жаңа дәуір» қоғамдық қоры
    """
    grants = grants_of(report)
    for project in report.outline.projects:
        sums = grants.of(project.number)
        if len(sums) < 2:
            continue
        values = list(dict.fromkeys(item.value for item in sums))
        evidence = [item.evidence for item in sums]
        more = {"subject": evidence[0].text, "scope": report.scope_label(project.number)}
        fields = {"values": " ↔ ".join(number(value) for value in values)}
        if all(_same(a, b) for a in sums for b in sums):
            yield passed(evidence, Message("The sum of the grant is the same everywhere: {values}", fields), **more)
        else:
            yield failed(evidence, Message("The sum of the same grant is stated differently: {values}", fields), difference=whole(max(values) - min(values)), **more)


def _same(one: Sum, other: Sum) -> bool:
    """Whether two sums may be one: equal, or nearly so where one is written in thousands or millions."""
    return one.value == other.value or (one.rounded or other.rounded) and abs(one.value - other.value) <= 0.005 * max(one.value, other.value)


@rule("MON005", kind="money", severity="error")
def the_grants_make_the_total_that_is_told(report: Report) -> Iterator[Check]:
    """The sums of all grants make the total that a sentence tells, and there are as many of them as it says.

    Wrong:
        | № | Басым бағыт | Грант сомасы |
        |---|---|---|
        | 1 | Жастар саясаты | 6 000 000 |
        | 2 | Отбасы құндылықтары | 4 500 000 |

        Есепті кезеңде барлығы 11 500 000 теңгені құрайтын 2 гранттық жоба ұсынылды.
    Right:
        | № | Басым бағыт | Грант сомасы |
        |---|---|---|
        | 1 | Жастар саясаты | 6 000 000 |
        | 2 | Отбасы құндылықтары | 4 500 000 |

        Есепті кезеңде барлығы 10 500 000 теңгені құрайтын 2 гранттық жоба ұсынылды.
    """
    grants = grants_of(report)
    tables = [table for table in grants.tables if len(table.rows) >= 2]
    if not tables:
        return
    for index, (block, scope) in enumerate(zip(report.blocks, report.outline.scopes)):
        if block.table is not None or scope.project and len(report.outline.projects) > 1:
            continue
        folded = fold(block.text)
        for start, end in sentences(block.text):
            amounts = find_amounts(folded[start:end])
            if len(amounts) == 1 and re.search("|".join(load("money")["grant_told"]["patterns"]), folded[start:end]):
                yield from _told_total(report, index, block.passage, folded, start, end, amounts[0], tables)


def _told_total(report: Report, index: int, passage, folded: str, start: int, end: int, told: Amount, tables) -> Iterator[Check]:
    largest = max(item.value for table in tables for item in table.rows)
    counted = GRANTS_COUNTED.search(folded[start:end])
    whole_sum = IN_ALL.search(folded[start:end])
    if told.value <= largest or not (counted or whole_sum) or NOT_GRANTS.search(folded[start:end]):
        return
    near = min(tables, key=lambda table: (abs(sum(item.value for item in table.rows) - told.value) > 0.5, abs(table.block - index)))
    total = whole(sum(item.value for item in near.rows))
    stated = quote(passage, start + told.start, start + told.end, "total", told.value)
    evidence = [stated, *(Evidence("part", item.value, item.evidence.text, item.evidence.place) for item in near.rows)]
    fields = {"sum_text": " + ".join(number(item.value) for item in near.rows), "sum": number(total), "told": number(told.value),
              "count": int(counted.group(1)) if counted else 0, "rows": len(near.rows)}
    more = {"subject": stated.text, "scope": report.scope_label(0)}
    if not _same(Sum(told.value, None, "narrative", stated, told.rounded), Sum(total, None, "table", stated)):
        if counted and int(counted.group(1)) != len(near.rows):
            return  # a total of other grants than those of the table
        yield failed([*evidence, Evidence("computed", total, fields["sum_text"], stated.place)],
                     Message("The grants make {sum} ({sum_text}), but {told} is told", fields), difference=whole(told.value - total), **more)
        return
    yield passed(evidence, Message("The grants make the total that is told: {sum_text} = {told}", fields), **more)
    if counted and int(counted.group(1)) != len(near.rows):
        yield failed([quote(passage, start + counted.start(1), start + counted.end(1), "stated", int(counted.group(1))), *evidence[1:]],
                     Message("{count} grants are told, but the table has {rows}", fields), difference=int(counted.group(1)) - len(near.rows), **more)


@rule("MON006", kind="money", severity="error")
def no_part_of_the_budget_exceeds_the_grant(report: Report) -> Iterator[Check]:
    """Payroll, taxes and purchases stay within the sum of the grant.

    That they make less than the grant is no finding.

    Wrong:
        Бөлінген қаражаттың жалпы сомасы: 5 000 000 теңге

        | Индикатор | Өлшем бірлігі | Жоспарланып отырған деңгей | Нақты деңгей |
        |---|---|---|---|
        | Гранттың жалпы сомасынан еңбекақы төлеу қоры | теңге | 5 600 000 | 5 600 000 |
        | Салықтар | теңге | 100 000 | 100 000 |
    Right:
        Бөлінген қаражаттың жалпы сомасы: 5 000 000 теңге

        | Индикатор | Өлшем бірлігі | Жоспарланып отырған деңгей | Нақты деңгей |
        |---|---|---|---|
        | Гранттың жалпы сомасынан еңбекақы төлеу қоры | теңге | 1 600 000 | 1 600 000 |
        | Салықтар | теңге | 100 000 | 100 000 |
    """
    grants = grants_of(report)
    for project in report.outline.projects:
        sums = grants.of(project.number)
        grant = grants.value(project.number)
        if grant is None:
            continue
        for column in ("fact", "plan"):
            lines = list(_budget(report, project.number, column))
            if lines:
                yield from _within(report, project.number, grant, sums[0].evidence, lines, column)


def _budget(report: Report, project: int, column: str) -> Iterator[tuple[str, float | int, Evidence]]:
    """The lines of money of the table of indicators: key, sum in tenge, evidence."""
    for row in report.indicator_rows:
        if row.project != project or not TENGE.search(fold(row.unit) + fold(row.name)):
            continue
        amount = getattr(row, column)
        key = next((key for key, words in load("money")["budget_lines"].items() if any(re.search(word, fold(row.name)) for word in words)), None)
        if key and amount.number:
            unit = 1000 if THOUSANDS.search(fold(row.unit)) else 10**6 if MILLIONS.search(fold(row.unit)) else 1
            yield key, amount.number * unit, Evidence("part", whole(amount.number * unit), f"{row.name[:80]}: {number(amount.number)}", row.place(column))


def _within(report: Report, project: int, grant, stated: Evidence, lines, column: str) -> Iterator[Check]:
    more = {"subject": stated.text, "scope": report.scope_label(project)}
    above = [line for line in lines if line[1] > grant]
    spent = {key: max(value for other, value, _ in lines if other == key) for key, _, _ in lines}
    total = whole(sum(spent.values()))
    fields = {"grant": number(grant), "sum": number(total), "values": ", ".join(number(value) for _, value, _ in (above or lines))}
    evidence = [stated, *(line[2] for line in (above or lines))]
    if above:
        yield failed(evidence, Message("A part of the budget ({values}) exceeds the grant of {grant}", fields), difference=whole(max(v for _, v, _ in above) - grant), **more)
    elif total > grant:
        sure = total - spent.get("taxes", 0) > grant  # taxes may be within the payroll
        yield failed([*evidence, Evidence("computed", total, " + ".join(number(value) for value in spent.values()), stated.place)],
                     Message("Payroll, taxes and purchases make {sum}, more than the grant of {grant}", fields), difference=whole(total - grant),
                     severity=Severity.ERROR if sure else Severity.WARNING, confidence=Confidence.HIGH if sure else Confidence.MEDIUM, **more)
    elif column == "fact":
        yield passed(evidence, Message("Payroll, taxes and purchases ({sum}) stay within the grant of {grant}", fields), **more)
