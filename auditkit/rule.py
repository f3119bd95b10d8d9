"""The anatomy of a rule, and what rules share: evidence out of claims and cells, sums, comparisons.

A rule is a generator function with the decorator `rule`; it takes a Report and yields Checks.  Its docstring's first
sentence is its title everywhere, and its examples run as tests.
"""
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from auditkit.candidate import Candidate
from auditkit.errors import RuleError
from auditkit.finding import Check, Confidence, Evidence, Message, Relation, Severity
from auditkit.model import Place
from auditkit.quantity import Quantity, total as sum_of
from auditkit.report import Report, once_per_report
from auditkit.rule_terms import Term, number, show, whole
from auditkit.understanding.claims import Claim
from auditkit.understanding.reasons import reason_given

__all__ = ["Candidate", "Check", "Claim", "Confidence", "Evidence", "Message", "Place", "Quantity", "Report", "Rule", "Severity", "Term", "compare_sum",
           "equalities", "failed", "is_slip", "of_claim", "once_per_report", "one_part_is_a_slip", "passed", "reached", "number", "rule", "show", "sum_of", "whole", "written"]


@dataclass(frozen=True)
class Rule:
    """A rule as the registry knows it.  `id`: three letters and three digits; `kind`: one of the ledger's kinds
    ("table-sum", "text-text" …); `severity`: of its findings unless a check says otherwise; `function`: yields Checks or Candidates;
    `proposes`: it yields Candidates, which explain numbers also where the rule itself is not asked for."""

    id: str
    kind: str
    severity: Severity
    function: Callable[[Report], Iterable[Check | Candidate]]
    proposes: bool = False

    @property
    def doc(self) -> str:
        """The docstring, its indentation taken out."""
        return inspect.getdoc(self.function) or ""

    @property
    def title(self) -> str:
        """The first sentence of the docstring."""
        return described(self.doc)[0]

    @property
    def description(self) -> tuple[str, ...]:
        """The paragraphs of the docstring behind the title, without the examples, each on one line."""
        return described(self.doc)[1:]

    @property
    def examples(self) -> list[tuple[str, str]]:
        """("Wrong" or "Right", Markdown) of the docstring, in order."""
        return [(kind, textwrap.dedent(text).strip("\n")) for kind, text in EXAMPLE.findall(self.doc)]

    @property
    def module(self) -> str:
        """The name of the module that defines it."""
        return self.function.__module__

    def check(self, report: Report) -> Iterator[Check | Candidate]:
        """The rule's checks and candidates of a report, stamped with its id and kind."""
        for check in self.function(report):
            yield replace(check, rule=self.id, kind=check.kind or self.kind, severity=check.severity or self.severity,
                          confidence=check.confidence or Confidence.HIGH)


#: An example in the docstring of a rule.
EXAMPLE = re.compile(r"^(Wrong|Right):\n((?:[ ]{4}.*(?:\n|\Z)|[ \t]*\n)+)", re.MULTILINE)


def described(doc: str) -> tuple[str, ...]:
    """What a rule's docstring says, as texts to translate: its first sentence without the full stop, which is the title, and
    then its paragraphs, each on one line; examples left out."""
    paragraphs = [" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", EXAMPLE.sub("", doc)) if paragraph.strip()]
    title, _, rest = re.sub(r"(?<=[.!?])\s", "\n", paragraphs[0], count=1).partition("\n") if paragraphs else ("", "", "")
    return (title.rstrip("."), *([rest] if rest else []), *paragraphs[1:])


def rule(id: str, kind: str, severity: str = "error", proposes: bool = False) -> Callable[[Callable], Rule]:
    """Makes a rule out of a generator function.  `proposes`: it yields Candidates for the judge.  Raises RuleError where the id is malformed or the docstring is missing."""
    def decorate(function: Callable[[Report], Iterable[Check]]) -> Rule:
        if not re.fullmatch(r"[A-Z]{3}\d{3}", id):
            raise RuleError(f"{id}: a rule's id is three capital letters and three digits")
        if not (function.__doc__ or "").strip():
            raise RuleError(f"{id}: a rule needs a docstring, its first sentence is its title")
        return Rule(id, kind, Severity(severity), function, proposes)
    return decorate


def of_claim(claim: Claim, role: str = "narrative") -> Term:
    """A claim as a term."""
    return Term(claim.quantity, role, claim.text, claim.place)


def written(claims: Sequence[Term]) -> str:
    """The arithmetic of a sum as people write it: «150 + 90 + 35»."""
    return " + ".join(show(term.quantity) for term in claims)


def passed(evidence: Sequence[Evidence], message: Message, **more) -> Check:
    """A check that found its relation to hold."""
    return Check("passed", tuple(evidence), message, **more)


def failed(evidence: Sequence[Evidence], message: Message, **more) -> Check:
    """A check that found a contradiction."""
    return Check("failed", tuple(evidence), message, **more)


def compare_sum(stated: Term, parts: Sequence[Term], wrong: str, right: str, **more) -> Check:
    """Whether parts add up to a stated total, all of them taken as intervals.

    `wrong`, `right`: templates of the message, with the fields {stated}, {sum}, {sum_text}, {difference}.  The evidence is
    the total, the parts, and the computed sum at the place of the total.
    """
    computed = sum_of(term.quantity for term in parts)
    difference = whole(stated.quantity.value - computed.value)
    fields = {"stated": show(stated.quantity), "sum": show(computed) if not computed.is_exact else number(computed.value),
              "sum_text": written(parts), "difference": _apart(stated.quantity, computed)}
    evidence = [stated.evidence("total"), *(part.evidence("part") for part in parts)]
    if stated.quantity.is_exact and computed.is_exact:
        more.setdefault("relations", (Relation(0, tuple(range(1, len(evidence)))),))
    if stated.quantity.meets(computed):
        if all(term.quantity.is_firm for term in (stated, *parts)):
            return passed(evidence, Message(right, fields), **more)
        return passed(evidence, Message("As far as words like «more than» and «about» allow, the parts fit the whole: {sum_text} and {stated}", fields), **more)
    evidence.append(Evidence("computed", whole(computed.value), fields["sum_text"], stated.place))
    return failed(evidence, Message(wrong, fields), difference=difference, **more)


def _apart(one: Quantity, other: Quantity) -> str:
    """How far two quantities are apart, as people write it; two numbers where one of them is an interval: «63–77»."""
    least, most = sorted((abs(one.value - other.low), abs(one.value - other.high)))
    if one.is_exact and not other.is_exact and not one.meets(other) and least != most:
        return number(least) + (f"–{number(most)}" if most < float("inf") else "")
    return number(abs(one.value - other.value))


def equalities(terms: Sequence[Term]) -> tuple[Relation, ...]:
    """The equations of a check whose evidence is these terms, in their order, all of one quantity: each exact one is the first."""
    exact = [index for index, term in enumerate(terms) if term.quantity.is_exact]
    return tuple(Relation(exact[0], (other,)) for other in exact[1:])


def reached(report: Report, plan: Term, fact: Term, name: str, more: dict) -> Check:
    """Whether an actual number reaches its planned one.  `name`: of the indicator; `more`: subject and scope.

    Less is no more than a note where a sentence of the report names both numbers and gives a reason."""
    fields = {"indicator": name, "plan": show(plan.quantity), "fact": show(fact.quantity), "difference": number(plan.value - fact.value)}
    evidence = [plan.evidence(), fact.evidence()]
    if fact.quantity.may_be_at_least(plan.quantity):
        return passed(evidence, Message("«{indicator}»: the fact {fact} reaches the plan {plan}", fields), **more)
    return failed(evidence, Message("«{indicator}»: the fact {fact} is below the plan {plan} by {difference}", fields),
                  difference=fact.value - plan.value, severity=Severity.INFO if reason_given(report.prose(), (plan.value, fact.value)) else None, **more)


def is_slip(one: int, other: int) -> bool:
    """Whether two whole numbers differ by one slip of the pen: two neighbouring digits swapped, one digit wrong, missing or
    doubled (Damerau–Levenshtein distance 1)."""
    from rapidfuzz.distance import OSA
    return one != other and OSA.distance(str(one), str(other), score_cutoff=1) == 1


def one_part_is_a_slip(stated: Term, parts: list[Term]) -> bool:
    """Whether one slip in one part is all that keeps the parts from making the total: 28 for 258 in 324 = 258 + 14 + 52."""
    if not stated.quantity.is_exact or len(parts) < 3 or not all(isinstance(part.value, int) and part.quantity.is_exact for part in parts):
        return False
    missing = stated.value - sum(part.value for part in parts)
    return any(part.value >= 10 and part.value + missing >= 10 and is_slip(part.value, part.value + missing) for part in parts)


def of_entry(entry, role: str = "part") -> Term:
    """A number of a statistics table as a term; a dash counts as nothing."""
    return Term(Quantity.exact(entry.amount.number or 0), role, f"{entry.label}: {entry.text or '—'}", entry.place)


def of_cell(cell, table, value: float | int, role: str = "table", label: str = "") -> Term:
    """A table's cell as a term."""
    from auditkit.understanding.tables import place_of
    text = " ".join(cell.text.split())
    return Term(Quantity.exact(value), role, f"{label}: {text}" if label else text, place_of(cell, table))


def of_amount(cell, table, found, role: str = "table", label: str = "") -> Term:
    """A table's cell as a term, a percentage as rounded to the digits that are written: 71,6 %, 18,1 % and 10,2 % make 100 %."""
    term = of_cell(cell, table, found.value, role, label)
    if not found.unit.startswith("%") or found.value >= 100:
        return term
    decimals = len(str(found.value).partition(".")[2])
    half = 10.0 ** -decimals / 2
    return replace(term, quantity=Quantity(found.value, found.value - half, found.value + half, hedge="rounded", decimals=decimals))


def of_figure(figure, role: str) -> Term:
    """A number of a plan/fact table as a term."""
    return Term(figure.quantity, role, figure.text if len(figure.text) <= 120 else figure.claim.text if figure.claim else figure.text[:120], figure.place)
