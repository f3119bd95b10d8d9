"""One contradiction, one finding: where two rules fail on the same numbers, the one that shows more of them speaks."""
from collections.abc import Sequence
from dataclasses import replace

from auditkit.finding import Check, Severity


def one_each(checks: Sequence[Check]) -> list[Check]:
    """The failed checks, those left out that another rule's check of one scope holds whole: the same numbers in the same places and the same
    difference, and perhaps more evidence.  The one that stays is as grave as the gravest of them and names the culprit that any of
    them names.  Order is kept."""
    failed = [check for check in checks if check.failed]
    numbers = [_numbers(check) for check in failed]
    at: dict[tuple, list[int]] = {}
    for index, keys in enumerate(numbers):
        for key in keys:
            at.setdefault(key, []).append(index)
    held: dict[int, int] = {}
    for index, (check, keys) in enumerate(zip(failed, numbers)):
        if len(keys) < 2 or not check.difference:
            continue
        for other in sorted(set.intersection(*(set(at[key]) for key in keys)) - {index}):
            same = failed[other].difference and abs(failed[other].difference) == abs(check.difference) and failed[other].rule != check.rule
            more = len(numbers[other]) > len(keys) or len(numbers[other]) == len(keys) and other < index
            if same and more and failed[other].scope == check.scope:
                held[index] = other
                break
    kept = {index: check for index, check in enumerate(failed) if index not in held}
    for index, other in held.items():
        while other in held:
            other = held[other]
        left, speaks = failed[index], kept[other]
        kept[other] = replace(speaks, severity=min(left, speaks, key=_rank).severity, hint=speaks.hint or left.hint, culprits=speaks.culprits or left.culprits)
    return list(kept.values())


def _rank(check: Check) -> int:
    return (check.severity or Severity.WARNING).rank


def _numbers(check: Check) -> frozenset[tuple]:
    """The numbers that a check rests on, with their places, those left out that it only computed."""
    return frozenset((piece.place.order, float(piece.value)) for piece in check.evidence
                     if piece.role != "computed" and isinstance(piece.value, (int, float)))
