"""Parts that a text gives of a whole without telling all of them: no part is larger than its whole."""
from collections.abc import Iterator

from auditkit.rule import Check, Confidence, Message, Report, Severity, failed, number, of_claim, passed, rule, show
from auditkit.understanding.bounds import Bound, find_bounds
from auditkit.understanding.breakdowns import find_breakdowns
from auditkit.understanding.quotes import short_quote


@rule("SUM011", kind="text-sum", severity="error")
def a_part_is_no_larger_than_its_whole(report: Report) -> Iterator[Check]:
    """What is told as a part of a number («of which …») is not larger than that number.

    Where all the parts are told, they are added up; a single part only has to stay within its whole.

    Wrong:
        Байқауға барлығы 120 адам қатысты, оның ішінде 140 оқушы бар.
    Right:
        Байқауға барлығы 140 адам қатысты, оның ішінде 120 оқушы бар.
    """
    summed = {(found.total.number, part.number) for found in find_breakdowns(report.blocks, report.claim_list) for part in found.parts if len(found.parts) > 1}
    for found in find_bounds(report.claim_list):
        if (found.whole.number, found.part.number) not in summed:
            yield _check(report, found)


def _check(report: Report, found: Bound) -> Check:
    whole, part = of_claim(found.whole, "total"), of_claim(found.part, "part")
    fields = {"whole": show(whole.quantity), "part": show(part.quantity)}
    more = {"subject": found.whole.text, "scope": report.scope_label(found.whole.scope.project, found.whole.scope.activity)}
    evidence = [whole.evidence(), part.evidence()]
    if part.quantity.low <= whole.quantity.high:
        return passed(evidence, Message("The part ({part}) stays within its whole ({whole})", fields), **more)
    fields |= {"difference": number(part.value - whole.value), "quote": short_quote(found.part)}
    sure = {} if found.sure else {"severity": Severity.WARNING, "confidence": Confidence.MEDIUM}
    return failed(evidence, Message("{part} are told as a part of {whole}, {difference} too many: «{quote}»", fields),
                  difference=part.value - whole.value, **sure, **more)
