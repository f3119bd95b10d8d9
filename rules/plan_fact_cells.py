"""The arithmetic inside one cell of a plan/fact table: a number and what the cell breaks it down into, and products."""
import re
from collections.abc import Iterator

from auditkit.rule import Check, Evidence, Message, Report, compare_sum, failed, number, of_claim, passed, rule

ITEM = re.compile(r"(?P<name>[^\d;:=\n()]{2,40}?)\s*[-–—:]\s*(?P<n>\d{1,5})(?=\s*(?:[^\W\d_][\w-]*(?:\s[^\W\d_][\w-]*)?\s*)?(?:[;.,\n]|$))")
PRODUCT = re.compile(r"(?P<a>\d{1,6})\s*[*xх×]\s*(?P<b>\d{1,6})\s*=\s*(?P<c>\d[\d ]*)")


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
    by_cell: dict = {}
    for claim in report.claim_list:
        if claim.cell is not None and claim.role == "count":
            by_cell.setdefault((claim.block, *claim.cell[1:]), []).append(claim)
    for row in report.plan_fact_rows:
        checks = []
        for column in ("plan", "fact"):
            cell = row.cells[column]
            claims = by_cell.get((row.block, cell.row + 1, cell.column + 1), [])
            checks += _breakdowns(cell.passage.text, claims, {"subject": row.title[:160], "scope": report.scope_label(row.project, row.activity)})
            yield from _products(cell.passage.text, claims, {"subject": row.title[:160], "scope": report.scope_label(row.project, row.activity)})
        yield from _merged(checks)


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
        if len(run) < 3 or not before:
            continue
        head = before[-1]
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
