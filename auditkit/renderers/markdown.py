"""The result as Markdown, to paste into a letter, a ticket or a wiki."""
import re
from pathlib import PurePath

from auditkit.finding import Finding, ReportResult, Result, Severity
from auditkit.messages import N_, gettext
from auditkit.renderers import language_of, language_of_all, words

_FINDING_HEADS = (N_("No."), N_("Place"), N_("Numbers"), N_("What is wrong"), N_("Rule"))
_CHECK_HEADS = (N_("Rule"), N_("What was checked"), N_("Checked"), N_("Right"), N_("Wrong"), N_("Not comparable"))
_MARKUP = re.compile(r"([\\`*_\[\]<>|#~])")


def render(result: Result, lang: str | None = None, **options) -> str:
    """The result as Markdown: a heading per report, a table per severity, the checks, the coverage."""
    parts = [_report(report, result, language_of(report, lang)) for report in result.reports]
    if result.unreadable:
        title = gettext("Could not be read", language_of_all(result, lang))
        lines = [f"- {escaped(path)}: {escaped(reason)}" for path, reason in result.unreadable]
        parts.append("\n".join([f"# {title}", "", *lines]))
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """`text` on one line, nothing in it being read as markup or as the border of a table cell."""
    return _MARKUP.sub(r"\\\1", words.one_line(text))


def _report(report: ReportResult, result: Result, lang: str) -> str:
    parts = [f"# {escaped(PurePath(report.document.path).name)}", f"**{escaped(words.verdict(report, lang))}**"]
    facts = [(gettext("File", lang), report.document.path), ("SHA-256", report.document.sha256),
             (gettext("form", lang), report.form or ""), (gettext("projects", lang), "; ".join(report.projects))]
    parts.append("\n".join(f"- {name}: {escaped(value)}" for name, value in facts if value))
    for severity in Severity:
        numbered = [(index, one) for index, one in enumerate(report.findings, 1) if one.severity == severity]
        if numbered:
            parts.append(f"## {gettext(words.SEVERITY_GROUPS[severity], lang)} ({len(numbered)})")
            parts.append(_table(_FINDING_HEADS, [_finding(index, one, lang) for index, one in numbered], lang))
    parts += [f"## {gettext('What was checked', lang)}", *_checked(report, result, lang)]
    parts.append(escaped(words.coverage_text(report, lang)))
    remarks = words.remark_texts(report.document, lang)
    if remarks:
        parts += [f"## {gettext('Remarks on the file', lang)}", "\n".join(f"- {escaped(one)}" for one in remarks)]
    parts += [f"**{escaped(text)}**" for text in words.incomplete_texts(report, lang)]
    return "\n\n".join(parts)


def _finding(index: int, finding: Finding, lang: str) -> list[str]:
    places = dict.fromkeys(words.place_text(piece.place, lang) for piece in words.opponents(finding.evidence))
    difference = words.difference_text(finding, lang)
    numbers = words.numbers_text(finding, lang) + (f" ({difference})" if difference else "")
    return [str(index), "<br>".join(map(escaped, places)), escaped(numbers),
            "<br>".join(map(escaped, words.sentences(finding, lang))), escaped(finding.rule)]


def _checked(report: ReportResult, result: Result, lang: str) -> list[str]:
    counts = words.rule_counts(report, result, lang)
    rows = [[escaped(one.rule), escaped(one.title), *(str(number) for number in (
        one.looked, one.passed, one.failed, one.not_applicable))] for one in counts if one.used]
    idle = ", ".join(escaped(one.rule) for one in counts if not one.used)
    parts = [_table(_CHECK_HEADS, rows, lang)] if rows else []
    return parts + ([f"{gettext('Nothing to check for', lang)}: {idle}"] if idle else [])


def _table(heads: tuple[str, ...], rows: list[list[str]], lang: str) -> str:
    lines = [[escaped(gettext(name, lang)) for name in heads], ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
