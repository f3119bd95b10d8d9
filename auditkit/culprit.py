"""Which number of a contradiction is the likeliest wrong one, and what it should be.

The idea is Fellegi and Holt's (1976, as R's errorlocate applies it): change as few numbers as possible so that every equation
holds, those that hold today included.  All equations of a report that share a number are solved together, so that one wrong
number is named alike in each finding it makes.  Where several numbers would do, one whose change is a slip of the pen is named.
Nothing is named where the evidence does not single one out.
"""
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from auditkit.finding import Check, Culprit, Evidence, Message
from auditkit.relations import EPSILON, Equation, System, unknowns
from auditkit.report import Report
from auditkit.rule import is_slip, number, whole

#: No pairs of numbers are tried where more than so many have a part in one contradiction.
MOST = 60
#: How many equations that do not hold one change must mend, or two, to be named without a slip of the pen.
MENDED = {1: 2, 2: 3}

#: The changes that make everything hold: the new value of each unknown that changes.
Solution = dict[tuple, int | float]


def with_hints(checks: Sequence[Check], report: Report) -> list[Check]:
    """The checks of a report, the failed ones with their culprits and a hint where the evidence supports one."""
    system = System(checks)
    pasted = _pasted(checks, system)
    found: dict[int, list[Culprit]] = {}
    for group in system.groups():
        for unknown, heal in (likeliest(system, group, pasted) or {}).items():
            wrong = [equation for equation in system.of[unknown] if not equation.holds]
            concerned = sorted({check for equation in wrong for check in equation.checks if checks[check].failed})
            many = min(len(wrong), len(concerned))  # two rules that fail on one equation make one finding
            culprit = Culprit(system.evidence[unknown], heal, _slip(system, unknown, heal, pasted), many)
            for check in concerned:
                found.setdefault(check, []).append(culprit)
    return [_hinted(check, tuple(found.get(index, ()))) if check.failed else check for index, check in enumerate(checks)]


def likeliest(system: System, group: Sequence[Equation], pasted: frozenset = frozenset()) -> Solution | None:
    """The changes that most likely make the equations of a group hold; None where the evidence singles none out.

    The fewest numbers, of these the ones told in the fewest places, or those that a slip of the pen explains.  `pasted`: the unknowns
    that repeat a planned number.
    """
    solutions = single_changes(system, group) or double_changes(system, group)
    least = min((_places(system, solution) for solution in solutions), default=0)
    rarest = [solution for solution in solutions if _places(system, solution) == least]
    slips = [(solution, [_slip(system, unknown, heal, pasted) for unknown, heal in solution.items()]) for solution in solutions]
    explained = [solution for solution, found in slips if all(found)]
    telling = [solution for solution, found in slips if all(slip and slip.template in TELLING for slip in found)]
    if len(telling) == 1 and (telling[0] in rarest or any(unknown in pasted for unknown in telling[0])):
        return telling[0]
    if any(unknown in pasted for equation in group for unknown in equation.terms):
        return None  # a fact that repeats its plan testifies to nothing
    if len(rarest) == 1 and (len(group) >= MENDED[len(rarest[0])] or _is_supported(system, group, rarest[0])):
        return rarest[0]
    return explained[0] if len(explained) == 1 and explained[0] in rarest else None


def _places(system: System, solution: Solution) -> int:
    return sum(system.places[unknown] for unknown in solution)


def _is_supported(system: System, group: Sequence[Equation], solution: Solution) -> bool:
    """Whether every other number of the group is confirmed by a sum, or told in more places."""
    most = max(system.places[unknown] for unknown in solution)
    return all(unknown in solution or system.is_confirmed(unknown) or system.places[unknown] > most for unknown in unknowns(group))


def single_changes(system: System, group: Sequence[Equation]) -> list[Solution]:
    """Every number that, changed alone, makes all equations of the group hold and breaks none."""
    found = []
    for unknown in group[0].terms:
        if all(unknown in equation.terms for equation in group) and not system.is_confirmed(unknown):
            heals = {round(system.value(unknown) - equation.residual / equation.terms[unknown], 6) for equation in group}
            if len(heals) == 1 and _is_possible(system, unknown, heal := heals.pop()):
                found.append({unknown: whole(heal)})
    return found


def double_changes(system: System, group: Sequence[Equation]) -> list[Solution]:
    """Every pair of numbers that, changed together, makes all equations of the group hold and breaks none."""
    candidates = unknowns(group)
    candidates = unknowns([*group, *(equation for unknown in candidates for equation in system.of[unknown] if equation.holds)])
    if len(candidates) > MOST:
        return []
    found = []
    for one, other in combinations(candidates, 2):
        if all(one in equation.terms or other in equation.terms for equation in group):
            solution = _solved(system, one, other)
            if solution and all(_is_possible(system, unknown, heal) for unknown, heal in solution.items()):
                found.append(solution)
    return found


def _solved(system: System, one: tuple, other: tuple) -> Solution | None:
    """The only new values of two numbers that fulfil all equations of either; None where there are none, or many."""
    rows = [(equation.terms.get(one, 0), equation.terms.get(other, 0), -equation.residual)
            for equation in {id(equation): equation for equation in (*system.of[one], *system.of[other])}.values()]
    for (a, b, c), (d, e, f) in combinations(rows, 2):
        if determinant := a * e - b * d:
            x, y = (c * e - b * f) / determinant, (a * f - c * d) / determinant
            if abs(x) < EPSILON or abs(y) < EPSILON or any(abs(p * x + q * y - r) > EPSILON for p, q, r in rows):
                return None
            return {one: whole(system.value(one) + x), other: whole(system.value(other) + y)}
    return None


def _is_possible(system: System, unknown: tuple, heal: float) -> bool:
    """Whether a number can have been meant: above nothing, and whole where a whole one is written."""
    return heal > 0 and (isinstance(whole(heal), int) or not isinstance(whole(system.value(unknown)), int))


def _pasted(checks: Sequence[Check], system: System) -> frozenset:
    """The actual numbers that are equal to the planned number of their own indicator."""
    found = set()
    for check in checks:
        plans = {evidence.value for evidence in check.evidence if evidence.role == "plan"}
        facts = [evidence for evidence in check.evidence if evidence.role == "fact" and isinstance(evidence.value, (int, float))]
        if len(plans) == len(facts) == 1 and facts[0].value in plans:
            found.add(system.unknown_of(facts[0]))
    return frozenset(found)


#: Slips that explain a number by others of the report, and not by its digits alone.
TELLING = ("the planned number is repeated", "the last one is not counted in")


def _slip(system: System, unknown: tuple, heal: int | float, pasted: frozenset) -> Message | None:
    """The slip of the pen that made a number out of its healing value; None where there is none."""
    written = system.value(unknown)
    if unknown in pasted:
        return Message("the planned number is repeated")
    if _without_the_last(system, unknown, heal):
        return Message("the last one is not counted in")
    if not isinstance(whole(written), int) or not isinstance(heal, int):
        return None
    return slip_of(int(written), heal)


def _without_the_last(system: System, unknown: tuple, heal: int | float) -> bool:
    """Whether a number is its healing value less the last part of a sum of three or more: a total from before the last event."""
    sums = [equation for other in unknowns(system.of[unknown]) for equation in system.of[other]
            if len(equation.order) > 3 and (other == unknown or equation.holds) and equation.terms.get(equation.order[0]) == 1]
    return any(system.value(equation.order[-1]) < system.value(unknown) and abs(heal - system.value(unknown) - system.value(equation.order[-1])) < EPSILON
               and abs(sum(system.value(part) for part in equation.order[1:]) - heal) < EPSILON for equation in sums)


def slip_of(written: int, meant: int) -> Message | None:
    """The slip of the pen that turns `meant` into `written`; None where it is more than one, or where a digit more or less may be
    chance (numbers of one digit)."""
    a, b = str(written), str(meant)
    if written == meant or min(written, meant) <= 0:
        return None
    if written * 10 == meant or written * 100 == meant or written * 1000 == meant:
        return Message("a zero is lost")
    if meant * 10 == written or meant * 100 == written:
        return Message("a zero too many")
    if sorted(a) == sorted(b) and is_slip(written, meant):
        return Message("two digits are swapped")
    if min(written, meant) >= 10 and is_slip(written, meant):
        if len(a) < len(b):
            return Message("a digit is missing")
        return Message("a digit too many") if len(a) > len(b) else Message("one digit differs")
    return None


def _hinted(check: Check, culprits: tuple[Culprit, ...]) -> Check:
    hint = check.hint
    if hint is None and culprits:
        said = [_said(check, culprit) for culprit in culprits]
        hint = said[0] if len(said) == 1 else Message("{first}; {second}", {"first": said[0], "second": said[1]})
    elif hint is None and check.kind in ("text-text", "text-table", "plan-fact"):
        hint = _odd_one_out(check)
    return replace(check, hint=hint, culprits=culprits)


def _said(check: Check, culprit: Culprit) -> Message:
    """A culprit in words."""
    if culprit.findings == 1 and culprit.slip is None and (hint := _odd_one_out(check)) is not None:
        return hint
    fields = {"value": number(culprit.evidence.value), "heal": number(culprit.heal)}
    said = Message("{value} is wrong, it should be {heal}", fields) if culprit.slip is None else \
        Message("{value} is wrong, it should be {heal} ({slip})", {**fields, "slip": culprit.slip})
    return said if culprit.findings == 1 else Message("{said}; this one change heals {count} findings", {"said": said, "count": culprit.findings})


def _odd_one_out(check: Check) -> Message | None:
    """One quantity told several times: where all places but one agree, the odd one out."""
    if any(evidence.role == "computed" for evidence in check.evidence):
        return None
    values = Counter(float(evidence.value) for evidence in check.evidence if _is_told(evidence))
    if len(values) != 2:
        return None
    (common, often), (odd, seldom) = values.most_common()
    if seldom != 1 or often < 2:
        return None
    return Message("{count} places say {common}, one says {odd}",
                   {"count": often, "common": number(whole(common)), "odd": number(whole(odd))})


def _is_told(evidence: Evidence) -> bool:
    return isinstance(evidence.value, (int, float)) and evidence.role not in ("computed", "plan")
