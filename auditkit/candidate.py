"""What a rule proposes: a relation between numbers that the writer may have meant, with its evidence of form.  It decides nothing."""
from collections.abc import Iterator
from dataclasses import dataclass, field

from auditkit.finding import Severity
from auditkit.quantity import Quantity
from auditkit.rule_terms import Term


@dataclass(frozen=True, slots=True)
class Candidate:
    """A relation that may be meant.

    `relation`: whose weights judge it ("sum", "shares", "table", "same", "share" …).  `terms`: its numbers with their places, the stated
    one first; `mentions`: the index of each among the report's mentions, None where there is none.  `operation`: how the others make the
    first: "sum", "same", "product", "share" (100 · first / second), "column-share", "growth", "mean", "whole" (shares of 100 %).
    `form`: named evidence, numbers from 0 to 1, blind to the arithmetic.  `wrong`, `right`: templates of the messages, with the fields
    {stated}, {sum}, {sum_text}, {difference}.  `peers`: names of what it has in common with others («the same column of the same table», «the same
    opening words»), the closest first: where others of a name hold, this one should.  `rule`, `kind`, `severity` are stamped by the rule that proposes it.
    """

    relation: str
    terms: tuple[Term, ...]
    mentions: tuple[int | None, ...]
    form: dict
    wrong: str
    right: str
    operation: str = "sum"
    kind: str = ""
    subject: str = ""
    scope: str = ""
    severity: Severity | None = None
    confidence: object = None
    rule: str = ""
    peers: tuple = ()
    extra: dict = field(default_factory=dict)

    @property
    def expected(self) -> Quantity:
        """What the others say that the first number should be."""
        return compute(self.operation, self.terms)

    @property
    def holds(self) -> bool:
        """Whether the numbers as written keep the relation."""
        return self.terms[0].quantity.meets(self.expected)

    def heals(self) -> Iterator[tuple[int, float]]:
        """(index of a term, the value that would make the relation hold were all others right), for each term that can heal it."""
        stated, others = self.terms[0].quantity.value, [term.quantity.value for term in self.terms[1:]]
        yield 0, self.expected.value
        if self.operation == "same":
            yield 1, stated
        elif self.operation in ("sum", "whole"):
            missing = stated - sum(others)
            for index, value in enumerate(others, 1):
                if value + missing > 0:
                    yield index, value + missing
        elif self.operation == "product":
            a, b = others
            for index, value in ((1, stated / b if b else 0), (2, stated / a if a else 0)):
                if value > 0 and abs(value - round(value)) < 1e-6:
                    yield index, value
        elif self.operation in ("share", "column-share"):
            a, b = others
            yield 1, round(stated * b / 100)
            if stated:
                yield 2, round(100 * a / stated)


def compute(operation: str, terms: tuple[Term, ...]) -> Quantity:
    """What an operation makes of the terms behind the first, as an interval."""
    first, others = terms[0].quantity, [term.quantity for term in terms[1:]]
    if operation == "same":
        return others[0]
    if operation in ("sum", "whole"):
        if all(other.is_exact for other in others):
            return Quantity.exact(sum(other.value for other in others))
        result = Quantity.exact(0)
        for other in others:
            result = result + other
        return result
    a, b = others
    value = {"product": lambda: a.value * b.value, "share": lambda: 100 * a.value / b.value if b.value else 0.0,
             "column-share": lambda: 100 * a.value / b.value if b.value else 0.0, "growth": lambda: 100 * a.value / b.value - 100 if b.value else 0.0,
             "mean": lambda: a.value / b.value if b.value else 0.0}[operation]()
    if operation == "growth":
        value = abs(value)
    slack = .5 * 10.0 ** -_decimals(first) + 1e-6 if operation not in ("product",) else 1e-6 * max(1.0, abs(value))
    if not (a.is_exact and b.is_exact):
        slack += .06 * abs(value)
    return Quantity(value, value - slack, value + slack, hedge="rounded")


def _decimals(quantity: Quantity) -> int:
    if quantity.decimals:
        return quantity.decimals
    text = f"{quantity.value:.6f}".rstrip("0")
    return len(text.partition(".")[2])
