"""The result as one HTML page that works offline: findings beside the text of the report, evidence highlighted.

Nothing of a report is trusted as markup: jinja2 escapes every text, and the page's policy lets only its own style and
script run (by their hash) and loads nothing.
"""
import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePath

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from auditkit.finding import Check, Evidence, Finding, ReportResult, Result, Severity
from auditkit.messages import N_, gettext, translate, written
from auditkit.model import Block, Passage, Place
from auditkit.renderers import language_of, language_of_all, words
from auditkit.renderers.html_marks import Marks, cut, marks_of

_HERE = Path(__file__).parent
WORDS = {
    "title": N_("Audit of reports"), "report": N_("Report"), "text": N_("Text of the report"),
    "checked": N_("What was checked"), "search": N_("Search"), "all_rules": N_("All rules"),
    "shown": N_("Shown"), "of": N_("of"), "none_shown": N_("No finding fits this choice."),
    "only_here": N_("Findings at this place"), "show_all": N_("Show all"), "shortcuts": N_("j / k: next / previous"),
    "primary": N_("the place of the finding"), "related": N_("what it is held against"),
    "right": N_("checked and right"), "likely": N_("Likely"), "confidence": N_("confidence"), "rule": N_("Rule"),
    "subject": N_("Subject"), "scope": N_("Scope"), "not_found": N_("not found in the text"),
    "coverage": N_("Coverage"), "head_checked": N_("Checked"), "head_right": N_("Right"),
    "head_wrong": N_("Wrong"), "head_na": N_("Not comparable"), "idle": N_("Nothing to check for"),
    "unreadable": N_("Could not be read"), "file": N_("File"),
    "no_text": N_("The file has no text."), "remarks": N_("Remarks on the file"), "filter": N_("Filter"),
}


def render(result: Result, lang: str | None = None, **options) -> str:
    """The page as text; it needs no other file and no network."""
    environment = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined,
                              trim_blocks=True, lstrip_blocks=True)
    style, script = ((_HERE / name).read_text(encoding="utf-8") for name in ("html.css", "html.js"))
    page_lang = language_of_all(result, lang)
    return environment.get_template("html.j2").render(
        lang=page_lang, w={key: gettext(text, page_lang) for key, text in WORDS.items()},
        style=Markup(style), script=Markup(script), style_hash=_hash(style), script_hash=_hash(script),
        reports=[_report(report, result, language_of(report, lang)) for report in result.reports],
        unreadable=result.unreadable, nothing=bool(not result.reports and not result.unreadable))


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _report(report: ReportResult, result: Result, lang: str) -> dict:
    marks, document, coverage = marks_of(report), report.document, report.coverage
    worst = min((finding.severity for finding in report.findings), key=lambda one: one.rank, default="none")
    return {
        "name": PurePath(document.path).name, "path": document.path, "sha256": document.sha256, "lang": lang,
        "text_lang": report.languages[0] if report.languages else "",
        "facts": words.facts_text(report, lang), "worst": str(worst), "verdict": words.verdict(report, lang),
        "severities": [(str(one), gettext(words.SEVERITY_GROUPS[one], lang), report.count(one)) for one in Severity],
        "rules": sorted({(one.rule, gettext(dict(result.rules).get(one.rule, ""), lang)) for one in report.findings}),
        "findings": [_finding(index, one, marks, lang) for index, one in enumerate(report.findings)],
        "blocks": list(_shown_blocks(report, marks, lang)),
        "checks": _checks(report, result, lang),
        "idle": ", ".join(one.rule for one in words.rule_counts(report, result, lang) if not one.used),
        "coverage": coverage, "coverage_text": words.coverage_text(report, lang),
        "remarks": words.remark_texts(document, lang), "incomplete": words.incomplete_texts(report, lang),
    }


def _finding(index: int, finding: Finding, marks: Marks, lang: str) -> dict:
    return {
        "index": index, "rule": finding.rule, "severity": str(finding.severity), "id": finding.id,
        "severity_word": words.word(words.SEVERITIES, finding.severity, lang),
        "confidence": words.word(words.CONFIDENCES, str(finding.confidence), lang),
        "numbers": words.numbers_text(finding, lang), "difference": words.difference_text(finding, lang),
        "message": translate(finding.message, lang), "place": words.place_text(finding.place, lang),
        "hint": translate(finding.hint, lang) if finding.hint else "", "subject": finding.subject,
        "scope": finding.scope,
        "evidence": [{
            "role": words.word(words.ROLES, piece.role, lang),
            "value": "" if piece.value in (None, "") else written(piece.value, lang),
            "text": _quote(piece, lang), "place": words.place_text(piece.place, lang),
            "found": (index, position) in marks.found, "computed": position > 0 and piece.role == "computed",
            "primary": position == 0,
        } for position, piece in enumerate(finding.evidence)],
    }


def _quote(piece: Evidence, lang: str) -> str:
    """The words around a value; nothing where they are the value alone."""
    text = words.one_line(piece.text)
    return "" if text in (str(piece.value), written(piece.value, lang)) else text


def _checks(report: ReportResult, result: Result, lang: str) -> list[dict]:
    """Per rule that looked at anything: its counts, and its checks that passed or had nothing to compare with."""
    by_rule: dict[str, list[Check]] = {}
    for check in report.checks:
        if check.outcome != "failed":
            by_rule.setdefault(check.rule, []).append(check)
    return [{"count": count, "passed": [_check(check, lang) for check in by_rule.get(count.rule, ())]}
            for count in words.rule_counts(report, result, lang) if count.used]


def _check(check: Check, lang: str) -> dict:
    return {"outcome": check.outcome, "word": words.word(words.OUTCOMES, check.outcome, lang),
            "message": translate(check.message, lang),
            "place": words.place_text(check.evidence[0].place, lang) if check.evidence else ""}


@dataclass(frozen=True)
class ShownBlock:
    """A block of the text pane: `gutter` says where it stands; `divider`: the page or sheet that begins with it."""

    block: Block
    html: Markup
    gutter: str
    divider: str


def _shown_blocks(report: ReportResult, marks: Marks, lang: str):
    shown_at = None
    for block in report.document.blocks:
        at = (block.place.page, block.place.sheet)
        divider = ""
        if at != shown_at and at != (None, None):
            divider = words.place_text(Place(page=at[0], sheet=at[1]), lang)
            shown_at = at
        if block.table is None:
            html = _text(block.passage, marks, report)
        else:
            html = Markup('<div class="scroll">{}</div>').format(_table(block.table, marks, report))
        yield ShownBlock(block, html, str(block.place.line or ""), divider)


def _text(passage: Passage, marks: Marks, report: ReportResult) -> Markup:
    """The escaped text of a passage, evidence in <mark>: `data-f` names its findings, `data-p` those whose primary
    place it is, `data-e` finding and piece of evidence ("3-0")."""
    parts = []
    for text, spans in cut(passage.text, marks.of(passage)):
        hers = sorted({(span.finding, span.position) for span in spans if span.finding is not None})
        if hers:
            worst = min((report.findings[finding].severity for finding, _ in hers), key=lambda one: one.rank)
            parts.append(Markup('<mark class="{}" data-f="{}" data-p="{}" data-e="{}" tabindex="0">{}</mark>').format(
                str(worst), _names(finding for finding, _ in hers), _names(one for one, at in hers if at == 0),
                " ".join(f"{finding}-{position}" for finding, position in hers), text))
        else:
            parts.append(Markup('<span class="ok">{}</span>').format(text) if spans else escape(text))
    return Markup("").join(parts)


def _names(indexes) -> str:
    return " ".join(map(str, dict.fromkeys(indexes)))


def _table(table, marks: Marks, report: ReportResult) -> Markup:
    rows = []
    for number, row in enumerate(table.grid()):
        cells = []
        for column, cell in enumerate(row):
            if cell is None:
                cells.append(Markup("<td></td>"))
            elif (cell.row, cell.column) == (number, column):
                nested = Markup("").join(_table(one, marks, report) for one in cell.tables)
                tag = "th" if number < table.header_rows else "td"
                cells.append(Markup('<{0} rowspan="{1}" colspan="{2}">{3}{4}</{0}>').format(
                    Markup(tag), cell.rowspan, cell.colspan, _text(cell.passage, marks, report), nested))
        rows.append(Markup("<tr>{}</tr>").format(Markup("").join(cells)))
    caption = Markup("<caption>{}</caption>").format(table.caption) if table.caption else Markup("")
    return Markup("<table>{}{}</table>").format(caption, Markup("\n").join(rows))
