"""Sums told in words: a whole and its parts."""
from collections.abc import Iterator
from dataclasses import replace

from auditkit.model import NOWHERE
from auditkit.quantity import Quantity
from auditkit.rule import Candidate, Report, of_claim, rule
from auditkit.rule_terms import Term
from auditkit.slips import pen_slip
from auditkit.understanding.claims import sentence_of
from auditkit.understanding.mentions import Mention
from auditkit.understanding.runs import Run
from auditkit.wording import stems

#: A sum that misses its total by more than this share is proposed only where a slip of the pen explains it.
FAR = 0.35
#: Nor is a run whose parts make so much better a run with others.
MARGIN = 3.0


@rule("SUM020", kind="text-sum", proposes=True)
def parts_make_the_whole(report: Report) -> Iterator[Candidate]:
    """The parts of a whole told in words add up to it.

    Wrong:
        Семинарға барлығы 120 адам қатысты, оның ішінде ауылдан – 57, қаладан – 36 адам.

    Right:
        Семинарға барлығы 120 адам қатысты, оның ішінде ауылдан – 57, қаладан – 63 адам.
    """
    prose = report.running_text
    for run in prose.runs():
        whole = sum(part.value for part in run.parts)
        largest = max(part.value for part in run.parts)
        for total in prose.totals(run):
            if total.value * 12 < largest or total.value > whole * 12:
                continue
            if abs(whole - total.value) < 1e-6 or run.margin < MARGIN and _is_near(total, run, whole):
                yield _candidate(report, run, total)
        for total in prose.told_elsewhere(run):
            yield _candidate(report, run, total)
    for total, run in prose.rests():
        if _is_near(total, run, sum(part.value for part in run.parts)):
            yield _candidate(report, run, total)


@rule("SUM021", kind="percent", severity="warning", proposes=True)
def shares_make_a_hundred(report: Report) -> Iterator[Candidate]:
    """The shares of one whole make 100 %.

    Wrong:
        Сауалнамаға қатысқандардың 47 %-ы «күн сайын», 31 %-ы «сирек», 14 %-ы «ешқашан», 18 %-ы «білмеймін» деп жауап берді.

    Right:
        Сауалнамаға қатысқандардың 47 %-ы «күн сайын», 31 %-ы «сирек», 14 %-ы «ешқашан», 8 %-ы «білмеймін» деп жауап берді.
    """
    prose = report.running_text
    hundred = Term(Quantity.exact(100), "total", "100 %", NOWHERE)
    for run in prose.runs(shares=True):
        if max(part.value for part in run.parts) >= 100:
            continue
        total = sum(part.value for part in run.parts)
        if len(run.parts) > 2 and 60 < total < 160:
            terms = [_share(part) for part in run.parts]
            yield Candidate("shares", (replace(hundred, place=terms[0].place), *terms), (None, *(part.index for part in run.parts)), prose.form(run, None),
                            "The shares make {sum} % and not 100 %: {sum_text}", "The shares make 100 %: {sum_text}", "whole",
                            scope=_scope(report, run.parts[0]))
        for whole in prose.totals(run) if run.margin <= 0 and total < 110 and not run.parts[0].in_table else ():
            if whole.value < 100 and whole.claim.block == run.parts[0].claim.block and _is_near(whole, run, total):
                yield _candidate(report, run, whole)


def _share(mention: Mention) -> Term:
    """A share as the interval of what rounds to it."""
    term = of_claim(mention.claim, "part")
    decimals = term.quantity.decimals
    half = .5 * 10.0 ** -decimals
    value = term.quantity.value
    return replace(term, quantity=Quantity(value, value - half, value + half, hedge="rounded", decimals=decimals)) if term.quantity.is_firm else term


def _is_near(total: Mention, run: Run, whole: float) -> bool:
    if total.quantity.value <= 0:
        return False
    if abs(whole - total.value) <= FAR * max(whole, total.value):
        return True
    missing = total.value - whole
    return bool(pen_slip(total.value, whole)) or any(part.value + missing > 0 and pen_slip(part.value, part.value + missing) for part in run.parts)


def _candidate(report: Report, run: Run, total: Mention) -> Candidate:
    terms = (of_claim(total.claim, "total"), *(of_claim(part.claim, "part") for part in run.parts))
    return Candidate("sum", terms, (total.index, *(part.index for part in run.parts)), report.running_text.form(run, total),
                     "{stated} in all, but the parts make {sum} ({sum_text}), a difference of {difference}", "The parts make the whole: {sum_text} = {stated}",
                     scope=_scope(report, total), peers=(("total", total.index), ("opening", _opening(report, run), len(run.parts) > 2)))


def _opening(report: Report, run: Run) -> tuple:
    """The first two words of the sentence or list item in which a run begins: what recurs where a report tells one thing of each activity."""
    claim = run.parts[0].claim
    begin, _ = sentence_of(claim)
    return tuple(stems(claim.passage.text[begin:claim.start])[:2])


def _scope(report: Report, mention: Mention) -> str:
    return report.scope_label(mention.claim.scope.project, report.activity_of(mention.claim))
