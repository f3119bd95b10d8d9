"""Sums told under an activity against the sums in its row of the plan/fact table."""
from collections.abc import Iterator

from auditkit.rule import Check, Confidence, Message, Report, failed, is_slip, of_claim, passed, rule, show
from auditkit.statements import statements_of
from auditkit.understanding.amounts import find_prizes
from auditkit.wording import fold

#: From so many sums that both places share it is plain that they tell of the same prizes.
SHARED = 2


@rule("MON007", kind="text-table", severity="warning")
def sums_told_are_those_of_the_row(report: Report) -> Iterator[Check]:
    """The sums (prizes, fees) told under an activity are those that its row of the plan/fact table gives.

    A sum accuses only where the others are the same in both places and this one is a slip of a digit away from a sum of the row that
    the text does not tell.

    Wrong:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Көктем үні» байқауын өткізу
        Жүргізушіге 150 мың тг, қазыларға 120 мың тг, дыбыс операторына 80 мың тг төленді.

        | Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |
        |---|---|---|---|---|
        | Жастарды қолдау | «Көктем үні» байқауын өткізу | Қаламақы | 3 | жүргізуші – 150 000 тг. қазылар – 100 000 тг. дыбыс операторы – 80 000 тг. |
    Right:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Көктем үні» байқауын өткізу
        Жүргізушіге 150 мың тг, қазыларға 100 мың тг, дыбыс операторына 80 мың тг төленді.

        | Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |
        |---|---|---|---|---|
        | Жастарды қолдау | «Көктем үні» байқауын өткізу | Қаламақы | 3 | жүргізуші – 150 000 тг. қазылар – 100 000 тг. дыбыс операторы – 80 000 тг. |
    """
    statements = statements_of(report)
    cells = _money_in_cells(report)
    for activity in report.activities:
        told = [claim for claim in statements.sections.get(activity.index, ()) if claim.group == "money" and not claim.has("plan", "planned")]
        given = [claim for row in statements.rows.get(activity.index, ()) for key in ("fact", "result") if key in row.cells
                 for claim in cells.get((row.block, row.cells[key].row + 1, row.cells[key].column + 1), ())]
        values, row_values = {claim.value for claim in told}, {claim.value for claim in given}
        if len(values & row_values) < SHARED:
            continue
        more = {"subject": activity.title[:160], "scope": report.scope_label(activity.project, activity.index)}
        loose, untold = values - row_values, row_values - values
        same = [*_first(told, values & row_values), *_first(given, values & row_values)]
        yield passed([of_claim(claim).evidence("narrative" if claim.cell is None else "fact") for claim in same],
                     Message("{count} sums told of «{activity}» are those of its row", {"count": len(values & row_values), "activity": activity.label}), **more)
        meant = [value for value in untold if len(loose) == 1 and is_slip(int(next(iter(loose))), int(value))]
        wrong, right = _first(told, loose)[:1], _first(given, set(meant))[:1]
        if len(meant) == 1 and not (_has_a_rank(wrong[0]) and _has_a_rank(right[0])):  # «ІІ орын» here and there: MON003
            (wrong,), (right,) = wrong, right
            yield failed([of_claim(wrong).evidence(), of_claim(right).evidence("fact")],
                         Message("The text tells of {told}, the row of «{activity}» of {given}; all the other sums are the same",
                                 {"told": show(wrong.quantity), "given": show(right.quantity), "activity": activity.label}),
                         difference=wrong.value - right.value, confidence=Confidence.MEDIUM, **more)


def _has_a_rank(claim) -> bool:
    return any(prize.amount is not None and prize.start <= claim.start < prize.end for prize in find_prizes(fold(claim.passage.text)))


def _money_in_cells(report: Report) -> dict[tuple[int, int, int], list]:
    found: dict[tuple[int, int, int], list] = {}
    for claim in report.claim_list:
        if claim.cell is not None and claim.group == "money":
            found.setdefault((claim.block, *claim.cell[1:]), []).append(claim)
    return found


def _first(claims: list, values: set) -> list:
    """The first claim of each value, in reading order."""
    seen: dict = {}
    for claim in claims:
        if claim.value in values:
            seen.setdefault(claim.value, claim)
    return list(seen.values())
