"""The arithmetic inside one cell of a plan/fact table: a number and what the cell breaks it down into, and products."""
import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditkit.lexicon import either
from auditkit.rule import Check, Evidence, Message, Report, compare_sum, failed, number, of_claim, passed, rule
from auditkit.wording import fold, stem

ITEM = re.compile(r"(?P<name>[^\d;:=\n()]{2,40}?)\s*[-–—:]\s*(?P<n>\d{1,5})(?=\s*(?:[^\W\d_][\w-]*(?:\s[^\W\d_][\w-]*)?\s*)?(?:[;.,\n]|$))")
PRODUCT = re.compile(r"(?P<a>\d{1,6})\s*[*xх×]\s*(?P<b>\d{1,6})\s*=\s*(?P<c>\d[\d ]*)")

_EACH, _OF, _THING = either("contexts", "each_before"), either("contexts", "each_of_link"), r"(?P<thing>[^\W\d_]{4,})"
_NOUN = r"(?:[^\W\d_]+\.?\s?)?"
#: «5 дана әр өңірден = 25», «по 5 фото с каждого региона (25 фото)»: so many of each, then the total.
EACH_THEN_TOTAL = re.compile(rf"(?<![\d.,*×])(?P<each>\d{{1,4}})\s?[-–—]?\s?{_NOUN}[-–—]?\s?{_OF}?{_EACH}\s{_THING}\s?(?:[=:–—-]|\()\s?"
                             rf"(?P<total>\d{{1,5}})(?!\s?[*×]|[.,]?\d)(?:[^()\n;]{{0,20}}\))?")
#: «5 (әр өңір бойынша – 1)», «25 фото (по 5 в каждом районе)»: the total, then so many of each.
TOTAL_THEN_EACH = re.compile(rf"(?<![\d.,*×])(?P<total>\d{{1,5}})\s?{_NOUN}\(\s?(?:{_EACH}\s{_THING}(?:\s[^\W\d_]+)?\s?[-–—:]\s?(?P<each>\d{{1,4}})(?!\d)"
                             rf"|по\s(?P<each_ru>\d{{1,4}})\s{_NOUN}{_OF}?{_EACH}\s(?P<thing_ru>[^\W\d_]{{4,}}))\s?\)?")


@rule("PLN006", kind="table-sum", severity="error")
def breakdown_in_a_cell_adds_up(report: Report) -> Iterator[Check]:
    """A number of a plan or fact cell equals what the cell breaks it down into.

    Wrong:
        | Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |
        |---|---|---|---|---|
        | Экология | «Таза өзен» сенбілігі | Аумақ | 4 ауыл: Бірінші аудан - 4; Екінші аудан - 4; Үшінші аудан - 4. | 4 ауыл: Бірінші аудан - 4; Екінші аудан - 4; Үшінші аудан - 4. |
    Right:
        | Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |
        |---|---|---|---|---|
        | Экология | «Таза өзен» сенбілігі | Аумақ | 12 ауыл: Бірінші аудан - 4; Екінші аудан - 4; Үшінші аудан - 4. | 12 ауыл: Бірінші аудан - 4; Екінші аудан - 4; Үшінші аудан - 4. |
    """
    by_cell = claims_by_cell(report)
    for row in report.plan_fact_rows:
        checks = []
        for column in ("plan", "fact"):
            cell = row.cells[column]
            claims = by_cell.get((row.block, cell.row + 1, cell.column + 1), [])
            checks += _breakdowns(cell.passage.text, claims, {"subject": row.title[:160], "scope": report.scope_label(row.project, row.activity)})
            yield from _products(cell.passage.text, claims, {"subject": row.title[:160], "scope": report.scope_label(row.project, row.activity)})
        yield from _merged(checks)


def claims_by_cell(report: Report) -> dict:
    """The counts in the cells of a report's tables, by (block, row, column)."""
    by_cell: dict = {}
    for claim in report.claim_list:
        if claim.cell is not None and claim.role == "count":
            by_cell.setdefault((claim.block, *claim.cell[1:]), []).append(claim)
    return by_cell


def _breakdowns(text: str, claims, more) -> list[Check]:
    """Checks of «25 ауыл: A - 5; B - 5 …»: the number before a run of named parts against their sum."""
    items = [(found, claim) for found in ITEM.finditer(text) for claim in claims if claim.start <= found.start("n") < claim.end]
    runs: list[list] = []
    for found, claim in items:
        between = text[runs[-1][-1][0].end():found.start()] if runs else ""
        if runs and not re.search(r"\d", between) and len(re.sub(r"\W", "", between)) <= 24:
            runs[-1].append((found, claim))
        else:
            runs.append([(found, claim)])
    checks = []
    for run in runs:
        before = [claim for claim in claims if claim.end <= run[0][0].start() + 1 and claim.start >= run[0][0].start() - 60]
        if len(run) < 2 or not before:
            continue
        head = before[-1]
        if len(run) == 2 and not re.fullmatch(r"(?:\s*[^\W\d_]+){0,2}\s*:\s*", text[head.end:run[0][0].start("name")]):
            continue  # two named numbers are parts of a number where a colon says so: «420: ит – 265; мысық – 155»
        stated, parts = of_claim(head, "total"), [of_claim(claim, "part") for _, claim in run]
        checks.append(compare_sum(stated, parts, "The cell says {stated}, but its parts make {sum} ({sum_text})",
                                  "The parts of the cell make its total: {sum_text} = {stated}", **more))
    return checks


def _merged(checks: list[Check]) -> Iterator[Check]:
    """The same slip in the plan and in the fact cell is one finding with both places."""
    failures = [check for check in checks if check.failed]
    yield from (check for check in checks if not check.failed)
    while failures:
        first = failures.pop(0)
        same = [check for check in failures if check.message.params == first.message.params]
        failures = [check for check in failures if check not in same]
        evidence = first.evidence + tuple(piece for check in same for piece in check.evidence)
        yield Check("failed", evidence, first.message, first.subject, first.scope, first.difference)


def _products(text: str, claims, more) -> Iterator[Check]:
    for found in PRODUCT.finditer(text):
        inside = [claim for claim in claims if found.start() <= claim.start < found.end()]
        a, b, c = int(found.group("a")), int(found.group("b")), int(re.sub(r"\D", "", found.group("c")))
        if len(inside) < 2:
            continue
        fields = {"text": " ".join(found.group().split()), "product": number(a * b)}
        evidence = [Evidence("part", claim.value, claim.text, claim.place) for claim in inside]
        if a * b == c:
            yield passed(evidence, Message("The product is right: {text}", fields), **more)
        else:
            yield failed(evidence + [Evidence("computed", a * b, fields["text"], inside[-1].place)],
                         Message("The product is wrong: {text}, it should be {product}", fields), difference=c - a * b, **more)


@dataclass(frozen=True)
class Each:
    """«5 дана әр өңірден = 25»: `each` of every `thing` (a stem) make `total`; `claims`: both numbers, in the order of the text."""

    each: int
    total: int
    thing: str
    text: str
    claims: tuple

    @property
    def things(self) -> float:
        """How many things there must be."""
        return self.total / self.each


@rule("PLN011", kind="table-sum", severity="warning")
def totals_of_each_fit_together(report: Report) -> Iterator[Check]:
    """So many «of each region» make a total; all such totals of one row of the plan/fact table speak of as many regions.

    Where five of each make 25, there are five regions, and one of each cannot make 25 as well.

    Wrong:
        | Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |
        |---|---|---|---|---|
        | Экология | «Таза өзен» сенбілігі | Фото есеп, бейнежазба | 4 дана әр ауылдан = 12; 1 әр ауылдан = 12 | 4 дана әр ауылдан = 12; 1 әр ауылдан = 12 |
    Right:
        | Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |
        |---|---|---|---|---|
        | Экология | «Таза өзен» сенбілігі | Фото есеп, бейнежазба | 4 дана әр ауылдан = 12; 1 әр ауылдан = 3 | 4 дана әр ауылдан = 12; 1 әр ауылдан = 3 |
    """
    by_cell = claims_by_cell(report)
    for row in report.plan_fact_rows:
        checks, more = [], {"subject": row.title[:160], "scope": report.scope_label(row.project, row.activity)}
        for column in ("plan", "fact"):
            cell = row.cells[column]
            told = _told_of_each(cell.passage.text, by_cell.get((row.block, cell.row + 1, cell.column + 1), []))
            for thing in dict.fromkeys(one.thing for one in told):
                same = [one for one in told if one.thing == thing]
                if len(same) > 1:
                    checks.append(_of_one_thing(same, more))
        yield from _merged(checks)


def _told_of_each(text: str, claims) -> list[Each]:
    found = []
    for pattern in (EACH_THEN_TOTAL, TOTAL_THEN_EACH):
        for match in pattern.finditer(fold(text)):
            groups = match.groupdict()
            name = "each" if groups["each"] else "each_ru"
            inside = [next((claim for claim in claims if claim.start <= match.start(group) < claim.end), None) for group in (name, "total")]
            if all(inside) and int(groups[name]):
                found.append(Each(int(groups[name]), int(groups["total"]), stem(groups["thing"] or groups["thing_ru"]), " ".join(text[match.start():match.end()].split()),
                                  tuple(inside)))
    return found


def _of_one_thing(told: list[Each], more: dict) -> Check:
    evidence = [Evidence(role, claim.value, one.text, claim.place) for one in told for role, claim in zip(("each", "total"), one.claims)]
    fields = {"texts": "; ".join(dict.fromkeys(f"{number(one.things)} («{one.text}»)" for one in told))}
    if len({one.things for one in told}) > 1:
        return failed(evidence, Message("So many «of each» and their totals do not fit together; there would have to be: {texts}", fields), **more)
    return passed(evidence, Message("So many «of each» and their totals speak of as many of them: {texts}", fields), **more)
