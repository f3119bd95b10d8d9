"""The numbers of a report as one system of equations: what all checks, passed and failed, say of the numbers they share.

An unknown is one number of the report: a cell, a number of a sentence, or several of these that tell one quantity with one value.
An equation is a sum and its parts, or two different tellings of one quantity.
"""
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from auditkit.finding import Check, Evidence, Relation
from auditkit.wording import squeeze

#: What floating point adds is no difference.
EPSILON = 1e-6


@dataclass
class Equation:
    """Σ coefficient · number = 0.  `terms`: the coefficient of each unknown (1 for the total, -1 for a part); `order`: the unknowns as
    the check names them, the total first; `residual`: what the numbers as written make; `checks`: those that rest on it."""

    terms: dict[tuple, int]
    order: tuple[tuple, ...]
    residual: float = 0.0
    checks: list[int] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether the numbers as written fulfil it."""
        return abs(self.residual) < EPSILON


class System:
    """All equations of some checks.

    `evidence`: a piece of evidence for each unknown; `places`: how many places tell it; `of`: the equations with it.
    """

    def __init__(self, checks: Sequence[Check]):
        self._same: dict[tuple, tuple] = {}
        for check in checks:
            self._join_tellings(check)
        self.evidence: dict[tuple, Evidence] = {}
        self.equations: list[Equation] = []
        self.of: dict[tuple, list[Equation]] = {}
        known: dict[frozenset, Equation] = {}
        for number, check in enumerate(checks):
            for relation in check.relations:
                equation = self._equation(check, relation)
                if equation.terms:
                    same = known.setdefault(frozenset(equation.terms.items()), equation)
                    if same is equation:
                        self.equations.append(equation)
                    same.checks.append(number)
        for equation in self.equations:
            for unknown in equation.terms:
                self.of.setdefault(unknown, []).append(equation)
        keys: dict[tuple, set[tuple]] = {}
        for key in self._same:
            keys.setdefault(self._top(key), set()).add(key)
        self.places = {unknown: len(keys.get(unknown, ())) or 1 for unknown in self.of}

    def _top(self, key: tuple) -> tuple:
        while self._same.get(key, key) != key:
            key = self._same[key]
        return key

    def _join_tellings(self, check: Check) -> None:
        """Makes one unknown of the places that tell the quantity of a check with the same number."""
        first: dict[float, tuple] = {}
        for relation in check.relations:
            for index in (relation.total, *relation.parts) if len(relation.parts) == 1 else ():
                key = key_of(check.evidence[index])
                self._same.setdefault(key, key)
                self._same[self._top(key)] = self._top(first.setdefault(float(check.evidence[index].value), key))

    def _equation(self, check: Check, relation: Relation) -> Equation:
        terms: dict[tuple, int] = {}
        order = []
        for index, coefficient in ((relation.total, 1), *((part, -1) for part in relation.parts)):
            evidence = check.evidence[index]
            unknown = self.unknown_of(evidence)
            while len(relation.parts) > 1 and unknown in order:  # the same number twice in one place, or told of two things
                unknown = (*unknown, "again")
            order.append(unknown)
            terms[unknown] = terms.get(unknown, 0) + coefficient
            self.evidence.setdefault(unknown, evidence)
        terms = {unknown: coefficient for unknown, coefficient in terms.items() if coefficient}
        return Equation(terms, tuple(order), sum(coefficient * self.value(unknown) for unknown, coefficient in terms.items()))

    def unknown_of(self, evidence: Evidence) -> tuple:
        """The unknown that a piece of evidence is a telling of."""
        return self._top(key_of(evidence))

    def value(self, unknown: tuple) -> int | float:
        """The number as written."""
        return self.evidence[unknown].value

    def is_confirmed(self, unknown: tuple) -> bool:
        """Whether a sum that holds testifies to the number."""
        return any(equation.holds for equation in self.of[unknown])

    def groups(self) -> Iterator[list[Equation]]:
        """The equations that do not hold, together with those that share a number which no sum confirms."""
        groups: list[list[Equation]] = []
        owner: dict[tuple, list[Equation]] = {}
        for equation in self.equations:
            if equation.holds:
                continue
            free = [unknown for unknown in equation.terms if not self.is_confirmed(unknown)]
            joined = {id(owner[unknown]): owner[unknown] for unknown in free if unknown in owner}
            group = [*(other for part in joined.values() for other in part), equation]
            groups = [part for part in groups if id(part) not in joined] + [group]
            for other in group:
                for unknown in other.terms:
                    if not self.is_confirmed(unknown):
                        owner[unknown] = group
        yield from groups


def key_of(evidence: Evidence) -> tuple:
    """What tells one number of the report from all others: its cell, or the words around it and their place; and whether it is planned
    (a cell may say that 50 were planned and 50 came)."""
    place, value, planned = evidence.place, float(evidence.value), evidence.role == "plan"
    if place.row is not None:
        return (place.file, place.sheet, place.table, place.row, place.column, planned, value)
    return (place.file, place.line, place.page, place.paragraph, squeeze(evidence.text), planned, value)


def unknowns(equations: Iterable[Equation]) -> list[tuple]:
    """The unknowns of some equations, each once, in order."""
    return list(dict.fromkeys(unknown for equation in equations for unknown in equation.terms))
