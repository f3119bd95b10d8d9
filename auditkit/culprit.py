"""Which number of a contradiction is the likeliest wrong one, and what it should be.

The idea is Fellegi and Holt's (1976, as R's errorlocate applies it): change as few values as possible so that every relation
holds.  A number that other checks confirm is left alone; of the rest, one whose healing value is stated elsewhere, or differs
from it by one slip of the pen, is named.  Nothing is named where the evidence does not single one out.
"""
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from auditkit.finding import Check, Evidence, Message
from auditkit.report import Report
from auditkit.rule import is_slip, number, whole


def with_hints(checks: Sequence[Check], report: Report) -> list[Check]:
    """The checks, the failed ones with a hint where their evidence supports one."""
    confirmed = Counter(_key(evidence) for check in checks if check.outcome == "passed" and len(check.evidence) > 1
                        for evidence in check.evidence if _is_number(evidence))
    stated = Counter((claim.scope.project, float(claim.quantity.value)) for claim in report.claim_list if claim.is_quantity)
    return [_hinted(check, confirmed, stated) if check.failed and check.hint is None else check for check in checks]


def _is_number(evidence: Evidence) -> bool:
    return isinstance(evidence.value, (int, float)) and evidence.role not in ("computed", "plan")


def _key(evidence: Evidence) -> tuple:
    return (evidence.place, float(evidence.value))


def _hinted(check: Check, confirmed: Counter, stated: Counter) -> Check:
    if check.kind in ("table-sum", "text-sum") and any(evidence.role == "computed" for evidence in check.evidence) and any(evidence.role == "total" for evidence in check.evidence):
        hint = _of_sum(check, confirmed, stated)
    elif check.kind in ("text-text", "text-table", "plan-fact"):
        hint = _of_repeats(check, confirmed)
    else:
        hint = None
    return replace(check, hint=hint) if hint is not None else check


def _of_sum(check: Check, confirmed: Counter, stated: Counter) -> Message | None:
    """A total against its parts: the one number whose change heals the sum and is supported by something."""
    totals = [evidence for evidence in check.evidence if evidence.role == "total"]
    if len(totals) != 1:
        return None
    total = totals[0]
    parts = [evidence for evidence in check.evidence if evidence.role == "part" and _is_number(evidence)]
    if not parts or not isinstance(total.value, int) or any(not isinstance(part.value, int) for part in parts):
        return None
    missing = total.value - sum(part.value for part in parts)
    candidates = [] if confirmed[_key(total)] else [(total, total.value - missing)]
    candidates += [(part, part.value + missing) for part in parts if not confirmed[_key(part)]]
    supported = []
    for evidence, heal in candidates:
        if heal >= 0 and evidence.value > 0 and (slip := slip_of(evidence.value, heal)) is not None:
            supported.append((evidence, heal, slip))
    told = [(evidence, heal, slip) for evidence, heal, slip in supported if any(value == heal for _, value in stated)]
    chosen = told if len(told) == 1 else supported
    if len(chosen) != 1:
        return None
    evidence, heal, slip = chosen[0]
    return Message("{value} is wrong, it should be {heal} ({slip})", {"value": number(evidence.value), "heal": number(heal), "slip": slip})


def slip_of(written: int, meant: int) -> Message | None:
    """The slip of the pen that turns `meant` into `written`; None where it is more than one."""
    a, b = str(written), str(meant)
    if written == meant:
        return None
    if written * 10 == meant or written * 100 == meant or written * 1000 == meant:
        return Message("a zero is lost")
    if meant * 10 == written or meant * 100 == written:
        return Message("a zero too many")
    if sorted(a) == sorted(b) and is_slip(written, meant):
        return Message("two digits are swapped")
    if is_slip(written, meant):
        if len(a) < len(b):
            return Message("a digit is missing")
        return Message("a digit too many") if len(a) > len(b) else Message("one digit differs")
    return None


def _of_repeats(check: Check, confirmed: Counter) -> Message | None:
    """One quantity told several times: where all places but one agree, the odd one out."""
    values = Counter(float(evidence.value) for evidence in check.evidence if _is_number(evidence))
    if len(values) != 2:
        return None
    (common, often), (odd, seldom) = values.most_common()
    if seldom != 1 or often < 2:
        return None
    return Message("{count} places say {common}, one says {odd}", {"count": often, "common": number(whole(common)), "odd": number(whole(odd))})
