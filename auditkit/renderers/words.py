"""What all outputs say alike, in the reader's words: places, numbers of a finding, counts of checks, the verdict."""
import re
from dataclasses import dataclass
from numbers import Real

from auditkit.finding import Check, Evidence, Finding, Message, ReportResult, Result, Severity
from auditkit.messages import N_, gettext, number, translate, written
from auditkit.model import NOWHERE, Document, Place

AGAINST = " ↔ "
SEVERITIES = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning"), Severity.INFO: N_("note")}
SEVERITY_GROUPS = {Severity.ERROR: N_("Errors"), Severity.WARNING: N_("Warnings"), Severity.INFO: N_("Notes")}
CONFIDENCES = {"high": N_("high"), "medium": N_("medium"), "low": N_("low")}
OUTCOMES = {"passed": N_("right"), "failed": N_("wrong"), "not-applicable": N_("nothing to compare with")}
ROLES = {
    "total": N_("total"), "part": N_("part"), "plan": N_("plan"), "fact": N_("fact"), "narrative": N_("text"),
    "table": N_("table"), "result": N_("result"), "computed": N_("computed"), "stated": N_("stated"),
    "item": N_("item"), "count": N_("count"), "limit": N_("limit"), "value": N_("value"),
    "kk": N_("Kazakh version"), "ru": N_("Russian version"),
}
_SHOWN_VALUES = 3


def word(words: dict, key: object, lang: str) -> str:
    """The word for `key` out of one of the dicts above in `lang`; a key without one stands for itself."""
    return gettext(words.get(key, str(key)), lang)


def place_text(place: Place, lang: str) -> str:
    """Where something stands, for people: «line 180», «page 3, table 2, row 4, column 5», «sheet Totals, C14».

    Where two files are compared, its name comes first.  A text file's line says enough; other formats name the table cell or the paragraph.  A dash where nothing is known.
    """
    parts = [place.file] if place.file is not None else []
    if place.line is not None and place.end_line not in (None, place.line):
        parts.append(Message("lines {line}–{end}", {"line": str(place.line), "end": str(place.end_line)}))
    elif place.line is not None:
        parts.append(Message("line {line}", {"line": str(place.line)}))
    elif place.sheet is not None:
        parts.append(Message("sheet “{sheet}”", {"sheet": place.sheet}))
        if place.cell is not None:
            parts.append(Message("cell {cell}", {"cell": place.cell}))
    else:
        parts += _in_document(place)
    return ", ".join(part if isinstance(part, str) else translate(part, lang) for part in parts) or written(None, lang)


def _in_document(place: Place) -> list[Message]:
    templates = [(place.page, Message("page {n}", {"n": str(place.page)}))]
    if place.table is not None:
        templates += [(place.table, Message("table {n}", {"n": str(place.table)})),
                      (place.row, Message("row {n}", {"n": str(place.row)})),
                      (place.column, Message("column {n}", {"n": str(place.column)}))]
    else:
        templates.append((place.paragraph, Message("paragraph {n}", {"n": str(place.paragraph)})))
    return [message for value, message in templates if value is not None]


def opponents(evidence: tuple[Evidence, ...]) -> list[Evidence]:
    """The pieces of evidence that contradict each other: the primary one, and what was computed, or the others.

    Parts of a sum are left out where the sum itself stands there.  Equal values are named once.
    """
    if not evidence:
        return []
    others = [piece for piece in evidence[1:] if piece.role == "computed"] or list(evidence[1:])
    chosen, seen = [evidence[0]], {_key(evidence[0].value)}
    for piece in others:
        if _key(piece.value) not in seen:
            seen.add(_key(piece.value))
            chosen.append(piece)
    return chosen


def numbers_text(finding: Finding | Check, lang: str) -> str:
    """The values that contradict each other: «890 ↔ 848»; an ellipsis where there are more than three."""
    values = [written(piece.value, lang) for piece in opponents(finding.evidence) if piece.value not in (None, "")]
    return AGAINST.join(values[:_SHOWN_VALUES]) + (" …" if len(values) > _SHOWN_VALUES else "")


def difference_text(finding: Finding | Check, lang: str) -> str:
    """The difference with its sign: «+42», «−6»; empty where there is no one number."""
    difference = finding.difference
    if difference is None or not isinstance(difference, Real) or difference == 0:
        return ""
    return ("+" if difference > 0 else "−") + number(abs(difference), lang)


def sentences(finding: Finding, lang: str) -> list[str]:
    """What people read of a finding: the message, and the likeliest cure where there is one."""
    texts = [translate(finding.message, lang)]
    if finding.hint is not None:
        texts.append(f"{gettext('Likely', lang)}: {translate(finding.hint, lang)}")
    return texts


def one_line(text: str) -> str:
    """`text` with its line breaks and runs of spaces made one space (no-break spaces stay)."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


@dataclass(frozen=True)
class RuleCount:
    """What one rule did in one report, counted; `title` in the reader's language."""

    rule: str
    title: str
    passed: int
    failed: int
    not_applicable: int

    @property
    def looked(self) -> int:
        """How many things were held against each other."""
        return self.passed + self.failed

    @property
    def used(self) -> bool:
        """Whether the report had anything for the rule at all."""
        return bool(self.looked or self.not_applicable)


def rule_counts(report: ReportResult, result: Result, lang: str) -> list[RuleCount]:
    """One count per rule, in order of id: of every rule that ran to its end, also of those that checked nothing."""
    titles = dict(result.rules)
    crashed = {part.rule for part in report.incomplete}
    counts = {rule: {"passed": 0, "failed": 0, "not-applicable": 0} for rule in titles if rule not in crashed}
    for check in report.checks:
        outcomes = counts.setdefault(check.rule, {"passed": 0, "failed": 0, "not-applicable": 0})
        outcomes[check.outcome] = outcomes.get(check.outcome, 0) + 1
    return [RuleCount(rule, gettext(titles.get(rule, ""), lang), one["passed"], one["failed"], one["not-applicable"])
            for rule, one in sorted(counts.items())]


def verdict(report: ReportResult, lang: str) -> str:
    """One sentence on the whole report: what was found, or that all is right, or that there was nothing to check."""
    looked = sum(check.outcome in ("passed", "failed") for check in report.checks)
    if report.findings:
        return " · ".join(f"{gettext(name, lang)}: {report.count(severity)}"
                          for severity, name in SEVERITY_GROUPS.items())
    if not looked:
        return gettext("Nothing to check: no rule found two statements in this report that could be held against each "
                       "other. This does not mean that the report is right.", lang)
    return translate(Message("No contradictions: all checks passed ({count}).", {"count": looked}), lang)


def facts_text(report: ReportResult, lang: str) -> str:
    """The form and the project of a report, or how many projects it has; empty where neither is known."""
    facts = [f"{gettext('form', lang)}: {report.form}"] if report.form else []
    if len(report.projects) == 1:
        facts.append(f"{gettext('project', lang)}: {one_line(report.projects[0])}")
    elif report.projects:
        facts.append(f"{gettext('projects', lang)}: {len(report.projects)}")
    return " · ".join(facts)


def coverage_text(report: ReportResult, lang: str) -> str:
    """One sentence on what became of the numbers of the report."""
    coverage = report.coverage
    if not coverage.numbers:
        return gettext("The report has no numbers.", lang)
    return translate(Message(
        "Numbers in the report: {numbers}; checked and right: {checked}; in findings: {in_findings}; not compared with "
        "anything: {untied} (compared: {share:.0}%).",
        {"numbers": coverage.numbers, "checked": coverage.checked, "in_findings": coverage.in_findings,
         "untied": coverage.untied, "share": coverage.share * 100}), lang)


def remark_texts(document: Document, lang: str) -> list[str]:
    """One sentence for each oddity of the file that its reader noted, with its place where there is one."""
    if not document.remarks:
        return []
    from auditkit.readers import REMARKS
    texts = []
    for remark in document.remarks:
        text = translate(Message(REMARKS.get(remark.code, remark.code), dict(remark.params)), lang)
        texts.append(text if remark.place == NOWHERE else f"{text} ({place_text(remark.place, lang)})")
    return texts


def incomplete_texts(report: ReportResult, lang: str) -> list[str]:
    """One sentence for each part of the audit that did not run."""
    return [translate(Message("Not checked, because the program has an error: «{title}» (rule {rule}; tell its makers: {reason})",
                              {"title": gettext(part.title, lang) if part.title else part.rule, "rule": part.rule, "reason": part.reason}) if part.rule != "ALL000"
                      else Message("The report could not be understood, and no rule ran: {reason}", {"reason": part.reason}), lang)
            for part in report.incomplete]


def _key(value: object) -> object:
    return float(value) if isinstance(value, Real) else value
