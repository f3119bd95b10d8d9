"""What became of appeals and of people received: the outcomes of a sentence against how many there were."""
import re
from collections.abc import Iterator

from auditkit.lexicon import pattern
from auditkit.rule import Check, Confidence, Report, compare_sum, is_slip, of_claim, rule, sum_of
from auditkit.wording import fold

#: How an appeal ends: decided for, explained, refused, answered, still looked into.
OUTCOME = pattern("contexts", "outcome")
COUNTED = ("application", "citizen", "person", "question", "complaint")


@rule("SUM006", kind="text-sum", severity="warning")
def outcomes_make_the_appeals(report: Report) -> Iterator[Check]:
    """The outcomes that a sentence gives of appeals, or of people received, are as many as there were.

    No word need say that they are parts of the whole.  Outcomes that fall short accuse only where one slip of a digit explains it: the others may
    not be told of.

    Wrong:
        Басшылықтың жеке қабылдауында 34 азамат болып, 9 өтініш бойынша оң шешім қабылданды, 35 өтінішке түсініктеме берілді.
    Right:
        Басшылықтың жеке қабылдауында 34 азамат болып, 9 өтініш бойынша оң шешім қабылданды, 25 өтінішке түсініктеме берілді.
    """
    sentences: dict[tuple, list] = {}
    for claim in report.claim_list:
        if claim.cell is None and claim.role == "count" and claim.measure in COUNTED and not claim.has("plan") and not _in_brackets(claim):
            sentences.setdefault((claim.block, claim.sentence), []).append(claim)
    for claims in sentences.values():
        total, *parts = claims
        if len(parts) < 2 or len({part.measure for part in parts}) > 1 or total.has("including") or _ends(total) or _begins(total) or not all(map(_ends, parts)):
            continue
        stated, terms = of_claim(total, "total"), [of_claim(part, "part") for part in parts]
        computed = sum_of(term.quantity for term in terms)
        if stated.quantity.low > computed.high and not _slip(stated, terms, computed):
            continue
        yield compare_sum(stated, terms, "{stated} in all, but the outcomes make {sum} ({sum_text}): a difference of {difference}",
                          "The outcomes make the whole: {sum_text} = {stated}", subject=total.text, confidence=Confidence.MEDIUM,
                          scope=report.scope_label(total.scope.project))


def _in_brackets(claim) -> bool:
    before = claim.passage.text[max(0, claim.start - 200):claim.start]
    return before.rfind("(") > before.rfind(")")


def _ends(claim) -> bool:
    """Whether an outcome is told of a number, before the next number."""
    return bool(OUTCOME.search(re.split(r"\d|\.\s", fold(claim.passage.text[claim.end:claim.end + 70]))[0]))


def _begins(claim) -> bool:
    """Whether an outcome is told right before a number: «Удовлетворено 608 обращений»."""
    return bool(OUTCOME.search(re.split(r"\d|[.,;]\s", fold(claim.passage.text[max(0, claim.start - 40):claim.start]))[-1]))


def _slip(stated, terms, computed) -> bool:
    """Whether one digit, in the total or in one outcome, is all that is missing."""
    if not stated.quantity.is_exact or not computed.is_exact:
        return False
    missing = stated.value - int(computed.value)
    return is_slip(stated.value, int(computed.value)) or any(is_slip(term.value, term.value + missing) for term in terms)
