"""The result for a terminal: findings by severity, then what was checked, as wide as the window."""
import shutil
import textwrap
from pathlib import PurePath

import click
from tabulate import tabulate

from auditkit.finding import Finding, Message, ReportResult, Result, Severity
from auditkit.messages import N_, gettext, translate
from auditkit.renderers import language_of, language_of_all, words

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_FINDING_HEADS = (N_("Place"), N_("Numbers"), N_("What is wrong"), N_("Rule"))
_CHECK_HEADS = (N_("Rule"), N_("What was checked"), N_("Checked"), N_("Right"), N_("Wrong"), N_("Not comparable"))
_WIDEST, _NARROWEST = 150, 60
_GAPS = 10
_MOST_PLACES = 3


def render(result: Result, lang: str | None = None, *, color: bool = False, width: int | None = None, **options) -> str:
    """The result as text.  `color`: with terminal colours.  `width`: columns to use; the window's without it."""
    width = max(_NARROWEST, min(_WIDEST, width or shutil.get_terminal_size((100, 24)).columns))
    style = click.style if color else _plain
    parts = [_report(report, result, language_of(report, lang), width, style) for report in result.reports]
    if result.unreadable:
        title = gettext("Could not be read", language_of_all(result, lang))
        lines = [f"{path}: {reason}" for path, reason in result.unreadable]
        parts.append("\n".join([style(title, bold=True), *(_wrap(line, width) for line in lines)]))
    return "\n\n".join(parts) + "\n"


def _plain(text: str, **style) -> str:
    return text


def _report(report: ReportResult, result: Result, lang: str, width: int, style) -> str:
    sections = [_head(report, lang, width, style)]
    for severity in Severity:
        findings = [finding for finding in report.findings if finding.severity == severity]
        if findings:
            title = f"{gettext(words.SEVERITY_GROUPS[severity], lang)} ({len(findings)})"
            sections.append(style(title, bold=True, fg=_COLORS[severity]) + "\n" + _findings(findings, lang, width))
    sections += [_checked(report, result, lang, width, style), _wrap(words.coverage_text(report, lang), width)]
    remarks = words.remark_texts(report.document, lang)
    if remarks:
        sections.append("\n".join([style(gettext("Remarks on the file", lang), bold=True),
                                   *(_wrap(f"- {text}", width) for text in remarks)]))
    sections += [style(_wrap(text, width), bold=True) for text in words.incomplete_texts(report, lang)]
    return "\n\n".join(sections)


def _head(report: ReportResult, lang: str, width: int, style) -> str:
    facts = words.facts_text(report, lang)
    name = PurePath(report.document.path).name
    lines = [style(name, bold=True), *([_wrap(facts, width)] if facts else [])]
    worst = min((finding.severity for finding in report.findings), key=lambda one: one.rank, default=None)
    verdict = _wrap(words.verdict(report, lang), width)
    return "\n".join([style("─" * width, dim=True), *lines, style(verdict, bold=True, fg=_COLORS.get(worst))])


def _findings(findings: list[Finding], lang: str, width: int) -> str:
    numbers = [_numbers(finding, lang) for finding in findings]
    places = [_wrap(_places(finding, lang), 18 if width < 100 else 26) for finding in findings]
    place_width = _widest(places)
    rule_width = max(len(finding.rule) for finding in findings)
    number_width = min(22, _widest(numbers))
    text_width = max(24, width - place_width - number_width - rule_width - _GAPS)
    rows = [[place, _wrap(text, number_width), _wrap(_sentence(finding, lang), text_width), finding.rule]
            for finding, place, text in zip(findings, places, numbers)]
    heads = [gettext(name, lang) for name in _FINDING_HEADS]
    return tabulate(rows, heads, tablefmt="simple", disable_numparse=True)


def _numbers(finding: Finding, lang: str) -> str:
    difference = words.difference_text(finding, lang)
    return words.numbers_text(finding, lang) + (f"\n({difference})" if difference else "")


def _places(finding: Finding, lang: str) -> str:
    places = list(dict.fromkeys(words.place_text(piece.place, lang) for piece in words.opponents(finding.evidence)))
    shown = places if len(places) <= _MOST_PLACES + 1 else places[:_MOST_PLACES]
    if len(shown) < len(places):
        shown.append(translate(Message("and {count} more", {"count": len(places) - len(shown)}), lang))
    return "\n".join(shown)


def _sentence(finding: Finding, lang: str) -> str:
    return "\n".join(words.one_line(text) for text in words.sentences(finding, lang))


def _checked(report: ReportResult, result: Result, lang: str, width: int, style) -> str:
    counts = words.rule_counts(report, result, lang)
    used = [count for count in counts if count.used]
    idle = [count.rule for count in counts if not count.used]
    heads = [gettext(name, lang) for name in _CHECK_HEADS]
    taken = sum(len(head) + 2 for head in heads[2:]) + 9
    rows = [[count.rule, _wrap(count.title, max(24, width - taken)), count.looked or "–", count.passed or "–",
             count.failed or "–", count.not_applicable or "–"] for count in used]
    lines = [style(gettext("What was checked", lang), bold=True)]
    if rows:
        lines.append(tabulate(rows, heads, tablefmt="simple", disable_numparse=True,
                              colalign=("left", "left", "right", "right", "right", "right")))
    if idle:
        lines.append(_wrap(f"{gettext('Nothing to check for', lang)}: {', '.join(idle)}", width))
    return "\n".join(lines)


def _widest(texts: list[str]) -> int:
    """The longest line of all, eight at least: the room that a heading needs."""
    return max(8, *(len(line) for text in texts for line in text.split("\n")))


def _wrap(text: str, width: int) -> str:
    return "\n".join(textwrap.fill(line, width, break_on_hyphens=False) for line in text.split("\n"))
