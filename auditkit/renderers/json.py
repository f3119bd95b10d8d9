"""The result as JSON (schema "auditkit/1", published as auditkit/audit.schema.json): for other programs.

Keys may be added, never renamed.  The same input gives the same bytes.
"""
import json
import math
from datetime import date
from numbers import Integral, Real

from auditkit.finding import Check, Evidence, Finding, ReportResult, Result
from auditkit.messages import gettext, translate
from auditkit.model import Place
from auditkit.renderers import language_of, language_of_all, words

SCHEMA = "auditkit/1"


def render(result: Result, lang: str | None = None, **options) -> str:
    """The result as indented JSON text ending in a line break; letters of every language stand as they are."""
    return json.dumps(as_data(result, lang), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def as_data(result: Result, lang: str | None = None) -> dict:
    """The result as plain dicts, lists, texts and numbers, in the order of the published schema."""
    titles_lang = language_of_all(result, lang)
    return {
        "schema": SCHEMA,
        "reports": [_report(report, language_of(report, lang)) for report in result.reports],
        "unreadable": [{"path": path, "reason": reason} for path, reason in result.unreadable],
        "rules": [{"id": id, "title": gettext(title, titles_lang)} for id, title in result.rules],
    }


def _report(report: ReportResult, lang: str) -> dict:
    document, coverage = report.document, report.coverage
    return {
        "report": {
            "path": document.path, "sha256": document.sha256, "format": document.format,
            "languages": list(report.languages), "form": report.form, "projects": list(report.projects),
        },
        "lang": lang,
        "findings": [_finding(finding, lang) for finding in report.findings],
        "checks": [_check(check, lang) for check in report.checks],
        "coverage": {"numbers": coverage.numbers, "checked": coverage.checked,
                     "in_findings": coverage.in_findings, "untied": coverage.untied},
        "remarks": words.remark_texts(document, lang),
        "incomplete": [{"rule": part.rule, "reason": part.reason} for part in report.incomplete],
    }


def _finding(finding: Finding, lang: str) -> dict:
    data = {
        "id": finding.id, "rule": finding.rule, "kind": finding.kind,
        "severity": str(finding.severity), "confidence": str(finding.confidence),
        "message": translate(finding.message, lang), "subject": finding.subject, "scope": finding.scope,
        "difference": _value(finding.difference),
        "evidence": [_evidence(evidence) for evidence in finding.evidence],
    }
    if finding.hint is not None:
        data["hint"] = translate(finding.hint, lang)
    if finding.culprits:
        data["culprits"] = [{"evidence": _evidence(culprit.evidence), "heal": _value(culprit.heal),
                             "slip": translate(culprit.slip, lang) if culprit.slip else None, "findings": culprit.findings}
                            for culprit in finding.culprits]
    return data


def _check(check: Check, lang: str) -> dict:
    return {
        "rule": check.rule, "kind": check.kind, "outcome": check.outcome, "message": translate(check.message, lang),
        "subject": check.subject, "scope": check.scope, "difference": _value(check.difference),
        "evidence": [_evidence(evidence) for evidence in check.evidence],
    }


def _evidence(evidence: Evidence) -> dict:
    return {"role": evidence.role, "value": _value(evidence.value), "text": evidence.text,
            "location": _location(evidence.place)}


def _location(place: Place) -> dict:
    file = {"file": place.file} if place.file is not None else {}
    return file | {
        "line": place.line, "end_line": place.end_line, "page": place.page, "paragraph": place.paragraph,
        "table": place.table, "row": place.row, "column": place.column, "sheet": place.sheet, "cell": place.cell,
        "box": [round(side, 2) for side in place.box] if place.box else None,
    }


def _value(value: object) -> int | float | str | bool | None:
    """A value that JSON can hold: whole floats become ints (890.0 is 890), dates ISO texts, anything else its text."""
    if value is None or isinstance(value, (str, bool)):
        return None if value is None else value if isinstance(value, bool) else str(value)
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        value = float(value)
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() else round(value, 9)
    return value.isoformat() if isinstance(value, date) else str(value)
