"""Sums told in prose: a number against the parts it is said to consist of."""
from collections.abc import Iterator
from dataclasses import replace
from math import inf

from auditkit.rule import Check, Confidence, Quantity, Report, Severity, Term, compare_sum, is_slip, of_claim, one_part_is_a_slip, rule, sum_of
from auditkit.understanding.breakdown_parts import divide, overlapping
from auditkit.understanding.breakdowns import Breakdown, find_breakdowns, find_listed_after_of_which
from auditkit.understanding.claims import sentence_of
from auditkit.understanding.other_readings import fits_otherwise
from auditkit.understanding.quotes import short_quote
from auditkit.understanding.sums_nearby import find_sums_nearby
from auditkit.wording import fold

WRONG = "{stated} in all, but the parts make {sum} ({sum_text}), a difference of {difference}: «{quote}»"
RIGHT = "The parts make the whole: {sum_text} = {stated}"
#: «More than 150» in a sum is read as up to half as much again: a writer who meant more would name a larger round number.
MORE_THAN = 1.5
#: Below this share of the total, parts after «of which» are examples and not a full list.
FULL, FULL_OF_PEOPLE = 0.5, 0.85


def _bounded(term: Term) -> Term:
    quantity = term.quantity
    if quantity.hedge in ("above", "at-least") and quantity.high == inf:
        quantity = replace(quantity, high=quantity.value * MORE_THAN)
    return replace(term, quantity=quantity)


@rule("SUM001", kind="text-sum", severity="error")
def parts_make_the_whole(report: Report) -> Iterator[Check]:
    """The parts that a sentence or a list names add up to its total.

    A list after «of which» that covers only a small part of the total is taken for examples; it must not exceed the total.

    Wrong:
        # Ақпараттық жұмыс
        Баспасөзде 130 материал (республикалық - 42 және өңірлік - 78) жарияланды.
    Right:
        # Ақпараттық жұмыс
        Баспасөзде 120 материал (республикалық - 42 және өңірлік - 78) жарияланды.
    """
    seen = set()
    blocks, claims = report.blocks, report.claim_list
    all_of_them = [*find_breakdowns(blocks, claims), *find_listed_after_of_which(blocks, claims), *find_sums_nearby(blocks, claims)]
    passages: dict[tuple, list] = {}
    for claim in claims:
        if claim.role == "count":
            passages.setdefault((claim.block, claim.cell), []).append(claim)
    for found in all_of_them:
        key = (found.total.number, found.parts[0].number)
        if key not in seen:
            seen.add(key)
            check = _check(report, found)
            around = passages.get((found.total.block, found.total.cell), [])
            if check is not None and not (check.failed and fits_otherwise(found, around, all_of_them, _slips(found, check.difference))):
                yield check


def _check(report: Report, found: Breakdown) -> Check | None:
    """The check of one breakdown, its message with a quote that says of what; None where nothing can be said."""
    meant = _meant(report, found)
    check = _summed(report, found, of_claim(meant, "total"))
    if check is None or not check.failed:
        return check
    return replace(check, message=replace(check.message, params={**check.message.params, "quote": short_quote(meant)}))


#: So many times a total of «more than …» its parts are no longer the parts of what it counts.
FAR_ABOVE = 2


def _summed(report: Report, found: Breakdown, stated: Term) -> Check | None:
    parts = [of_claim(part, "part") for part in found.parts]
    more = {"subject": found.total.text, "scope": report.scope_label(found.total.scope.project, found.total.scope.activity)}
    if {term.quantity.hedge for term in (stated, *parts)} == {"above"}:  # «more than» everywhere: the numbers as written
        exact = lambda term: replace(term, quantity=Quantity.exact(term.quantity.value))
        check = compare_sum(exact(stated), [exact(part) for part in parts], WRONG, RIGHT, **more)
        return replace(check, severity=Severity.WARNING, confidence=Confidence.MEDIUM) if check.failed else check
    bounded = [_bounded(part) for part in parts] if stated.quantity.is_exact else parts
    for reading in _readings(report, found, stated, bounded):
        return compare_sum(stated, reading, WRONG, RIGHT, **more)
    if overlapping(found.parts) or found.pattern == "out-of" and _is_far(stated, bounded):
        return None
    bounded = _with_following(report, found, stated, bounded)
    computed = sum_of(part.quantity for part in bounded)
    if stated.quantity.high < computed.low and _overlaps(found) and all(part.quantity.low <= stated.quantity.high for part in bounded):
        return None
    if stated.quantity.high < computed.low and _of_unlike(found):
        return None
    share = computed.value / stated.quantity.value if stated.quantity.value else 0
    if stated.quantity.low > computed.high and not _is_full(found, share) and not (_is_miswritten(stated, computed) and _tells_slips(found, stated, share)) \
            and not one_part_is_a_slip(stated, bounded) and not _is_torn(found, stated, computed):
        return None
    if not stated.quantity.is_firm and computed.low > FAR_ABOVE * stated.value:
        return None  # «more than 200 (… 5000 articles)»: the parts count something else as well
    check = compare_sum(stated, bounded, WRONG, RIGHT, **more)
    hedged = any(not part.quantity.is_exact for part in parts)
    sure = not hedged and (found.labelled or found.pattern in ("list", "before") or share > 0.8)
    return check if sure or not check.failed else replace(check, confidence=Confidence.MEDIUM)


def _slips(found: Breakdown, missing: float | None) -> bool:
    """Whether one wrong digit in one part of three digits or more is all that keeps the parts from making the total."""
    if missing is None or missing % 1:
        return False
    return any(isinstance(value, int) and max(value, value + missing) >= 100 and value + missing > 0 and is_slip(value, int(value + missing))
               for value in (part.value for part in found.parts))


def _tells_slips(found: Breakdown, stated: Term, share: float) -> bool:
    """Whether one wrong digit in a total is more than chance: of two digits almost any two numbers are one digit apart."""
    alike = all(part.measure == found.total.measure for part in found.parts)
    return found.pattern not in ("of-which", "of-them", "out-of") or stated.value >= 100 or share >= 0.6 or alike


def _meant(report: Report, found: Breakdown):
    """The total that the parts belong to: mostly the number before them; where they exceed it, an earlier one of the same
    sentence that they do make («7430 сұрақ, соның ішінде 5184 … және 2246 …, оның ішінде шешілгені - 6910, 520 …»)."""
    computed = sum_of(part.quantity for part in found.parts)
    if found.total.quantity.meets(computed):
        return found.total
    earlier = [claim for claim in report.claim_list if claim.block == found.total.block and claim.cell == found.total.cell
               and claim.sentence == found.total.sentence and claim.number < found.total.number and claim.role == "count"]
    fitting = next((claim for claim in earlier if claim.quantity.is_exact and claim.quantity.meets(computed)), None)
    if fitting is None and earlier and found.pattern in ("of-them", "of-which") and computed.value > found.total.quantity.value:
        larger = [claim for claim in earlier if claim.quantity.is_exact and claim.quantity.value > found.total.quantity.value]
        fitting = next((claim for claim in larger if claim.group == found.total.group or found.total.group in ("", *_unknown(found.total))), None)
    return fitting or found.total


def _is_torn(found: Breakdown, stated: Term, computed: Quantity) -> bool:
    """Whether a part that is torn by a space lost just the digit that is missing: 7430 = «5 18» + 2246."""
    missing = stated.value - int(computed.value) if stated.quantity.is_exact and computed.is_exact else 0
    return bool(missing) and any(part.broken and is_slip(int(part.value), int(part.value) + missing) for part in found.parts)


def _is_far(stated: Term, parts: list[Term]) -> bool:
    """Whether parts miss a total by more than a slip would: groups that overlap, or a few out of many."""
    return abs(sum(part.quantity.value for part in parts) - stated.quantity.value) > 0.1 * stated.quantity.value


def _unknown(claim) -> tuple[str, ...]:
    return (claim.group,) if claim.group.startswith("~") else ()


def _readings(report: Report, found: Breakdown, stated: Term, parts: list[Term]):
    """Another reading that adds up: with the first number of the next sentence, or without what follows the list."""
    if stated.quantity.meets(sum_of(part.quantity for part in parts)):
        yield parts
        return
    for count in range(len(parts) - 1, 1, -1) if found.pattern in ("of-which", "of-them") else ():
        if stated.quantity.is_exact and stated.quantity.meets(sum_of(part.quantity for part in parts[:count])) and \
                found.parts[count].measure != found.parts[count - 1].measure:
            yield parts[:count]
            return
    following = _following(report, found)
    if following is not None:
        extended = [*parts, of_claim(following, "part")]
        if stated.quantity.is_exact and stated.quantity.meets(sum_of(part.quantity for part in extended)):
            yield extended


def _with_following(report: Report, found: Breakdown, stated: Term, parts: list[Term]) -> list[Term]:
    """The parts, and the first number of the next sentence where it brings a sum that falls short nearer to the total."""
    following = _following(report, found)
    short = stated.quantity.value - sum(part.quantity.value for part in parts)
    if following is None or short <= 0 or _is_aside(following) or following.group != found.parts[-1].group and following.measure not in ("post", "material", "article"):
        return parts
    extended = [*parts, of_claim(following, "part")]
    if _is_miswritten(stated, sum_of(part.quantity for part in extended)):
        return extended
    return extended if abs(short - following.quantity.value) < short * 0.5 else parts


def _is_miswritten(stated: Term, computed: Quantity) -> bool:
    """Whether a total is its sum but for one slip of the pen, or for the order of its digits: 751 for 175."""
    if not stated.quantity.is_exact or not computed.is_exact:
        return False
    told, made = str(stated.value), str(int(computed.value))
    return is_slip(stated.value, int(computed.value)) or told != made and len(told) >= 3 and sorted(told) == sorted(made)


def _is_aside(claim) -> bool:
    """Whether a number stands in brackets or after a share: it explains another number and is no further part."""
    before = claim.passage.text[sentence_of(claim)[0]:claim.start]
    return before.count("(") > before.count(")") or "%" in before


def _following(report: Report, found: Breakdown):
    following = next((claim for claim in report.claim_list if claim.number > found.parts[-1].number and claim.role == "count"
                      and claim.block == found.total.block and claim.cell is None), None)
    return following if following is not None and following.sentence == found.parts[-1].sentence + 1 else None


def _overlaps(found: Breakdown) -> bool:
    """Whether one person may be in several of the parts: «30 женщин, 12 студентов» are one gender and something else."""
    measures = {part.measure for part in found.parts}
    known = {measure for measure in measures if measure and not measure.startswith("~")}
    return not found.labelled and len(measures & {"man", "woman"}) == 1 and len(known) > 1


def _of_unlike(found: Breakdown) -> bool:
    """Whether two parts after «of them» are told of different things, which may both hold for some: «из них 154 в селах, 98 модельных»."""
    return len(found.parts) == 2 and found.pattern in ("of-them", "of-which", "out-of") and not found.labelled \
        and not divide(fold(found.parts[0].passage.text), found.parts)


def _is_full(found: Breakdown, share: float) -> bool:
    """Whether a list of parts that falls short of its total means to be complete."""
    if found.open_end or _overlaps(found):
        return False
    if found.pattern in ("before", "list", "sexes", "remainder", "nearby") or found.pattern == "brackets" and found.labelled:
        return True
    of_people = found.total.group == "people" and len({part.measure for part in found.parts}) > 1
    return share >= (FULL_OF_PEOPLE if of_people else FULL)
