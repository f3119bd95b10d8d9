"""What an audit says: checks, findings with their evidence, and the result of one or many reports."""
from dataclasses import dataclass, field
from enum import StrEnum

from auditkit.model import NOWHERE, Document, Place


class Severity(StrEnum):
    """How grave a finding is.

    ERROR: exact numbers that cannot both be true.  WARNING: a probable contradiction, a reader would ask.
    INFO: a formality.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


class Confidence(StrEnum):
    """How sure the reading of the evidence is: a separate axis from severity."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True)
class Message:
    """A sentence for people, before it is put into their language.

    `template`: the English text with {fields}, which is the key of its translations; `params`: what fills the fields.
    A param that is itself a Message is translated first; floats and ints are written in the reader's manner.
    """

    template: str
    params: dict = field(default_factory=dict)

    def __str__(self) -> str:
        from auditkit.messages import english
        return english(self)


@dataclass(frozen=True)
class Evidence:
    """One number, date or name that a check rests on, with its quote and its place.

    `role`: what it is in the check: "total", "part", "plan", "fact", "narrative", "table", "result", "computed",
    "stated", "item", "count" …  `value`: the number (int or float), or a text where it is no number.
    `text`: the words of the report around it, as written.
    """

    role: str
    value: object
    text: str
    place: Place = NOWHERE


@dataclass(frozen=True)
class Relation:
    """An equation that a check rests on: the number of `evidence[total]` is the sum of those of `evidence[part]` for each of
    `parts`; one part makes it an equality.  Only numbers that are exact take part."""

    total: int
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Culprit:
    """The number of a contradiction that is likeliest wrong.

    `evidence`: that number, with its place; `heal`: what it should be; `slip`: the slip of the pen behind it, where there is one;
    `findings`: how many findings go with this one change.
    """

    evidence: Evidence
    heal: int | float
    slip: Message | None = None
    findings: int = 1


@dataclass(frozen=True)
class Check:
    """One thing that a rule looked at.  A rule only yields checks; the engine makes findings of the failed ones.

    `outcome`: "passed", "failed" or "not-applicable" (the report has the statement but nothing to hold it against).
    `evidence[0]` is the primary place.  `difference`: stated minus computed, where there is one number to say.
    `severity`, `confidence`: of the finding, where they differ from the rule's own.  `subject`: what is counted;
    `scope`: project, task and activity, in the report's words.  `hint`: the likeliest wrong number and what heals it, in words;
    `culprits`: the same as data, where the equations of all checks single it out.  `relations`: the equations between the numbers
    of the evidence, held or not.
    """

    outcome: str
    evidence: tuple[Evidence, ...]
    message: Message
    subject: str = ""
    scope: str = ""
    difference: float | int | None = None
    severity: Severity | None = None
    confidence: Confidence | None = None
    hint: Message | None = None
    rule: str = ""
    kind: str = ""
    relations: tuple[Relation, ...] = ()
    culprits: tuple[Culprit, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether the check found a contradiction."""
        return self.outcome == "failed"


@dataclass(frozen=True)
class Finding:
    """A failed check as people see it.  `id`: a fingerprint that stays the same while the contradiction does."""

    id: str
    rule: str
    kind: str
    severity: Severity
    confidence: Confidence
    message: Message
    evidence: tuple[Evidence, ...]
    subject: str = ""
    scope: str = ""
    difference: float | int | None = None
    hint: Message | None = None
    culprits: tuple[Culprit, ...] = ()

    @property
    def place(self) -> Place:
        """The primary place."""
        return self.evidence[0].place if self.evidence else NOWHERE


@dataclass(frozen=True)
class Coverage:
    """What became of the numbers of a report, counted: `numbers` = `checked` + `in_findings` + `untied`."""

    numbers: int = 0
    checked: int = 0
    in_findings: int = 0
    untied: int = 0

    @property
    def share(self) -> float:
        """The part of the numbers that a check used, from 0 to 1 (0 where there are none)."""
        return (self.numbers - self.untied) / self.numbers if self.numbers else 0.0


@dataclass(frozen=True)
class Incomplete:
    """A part of the audit that did not run: a rule that crashed, with what it said; `title`: what it checks, in English."""

    rule: str
    reason: str
    title: str = ""


@dataclass(frozen=True)
class ReportResult:
    """The audit of one report: `findings` gravest first, then by place; `checks` in order of rule.

    `untied`: the numbers that no check used, in reading order, each with its quote and its place.
    """

    document: Document
    languages: tuple[str, ...] = ()
    form: str | None = None
    projects: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    checks: tuple[Check, ...] = ()
    coverage: Coverage = Coverage()
    incomplete: tuple[Incomplete, ...] = ()
    untied: tuple[Evidence, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many findings are of this severity."""
        return sum(finding.severity == severity for finding in self.findings)


@dataclass(frozen=True)
class Result:
    """What `audit` returns: one ReportResult a file, and the files that could not be read (path, sentence).

    `rules`: (id, English title) of every rule that was asked to look, in order of id; one that made no check in a
    report found nothing to check there, which is not the same as finding everything right.
    """

    reports: tuple[ReportResult, ...] = ()
    unreadable: tuple[tuple[str, str], ...] = ()
    rules: tuple[tuple[str, str], ...] = ()
