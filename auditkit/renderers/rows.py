"""The findings and checks as flat rows, the same for every output that is a list: CSV and Excel."""
from numbers import Real

from auditkit.finding import Check, Finding, ReportResult
from auditkit.messages import N_, gettext, translate, written
from auditkit.renderers import words

FINDING_COLUMNS = (
    N_("No."), N_("File"), N_("Severity"), N_("Confidence"), N_("Rule"), N_("Kind"), N_("Place"), N_("Value"),
    N_("Other places"), N_("Other values"), N_("Difference"), N_("What is wrong"), N_("Likely"), N_("Subject"),
    N_("Scope"), N_("Quotes"), N_("Identifier"),
)
CHECK_COLUMNS = (
    N_("File"), N_("Rule"), N_("Kind"), N_("Outcome"), N_("Place"), N_("Values"), N_("What was checked"), N_("Subject"),
    N_("Scope"),
)


def finding_row(report: ReportResult, finding: Finding, index: int, lang: str) -> dict[str, object]:
    """One finding by the names of FINDING_COLUMNS: texts in `lang`, numbers as numbers, an empty text for nothing."""
    first, *others = words.opponents(finding.evidence) or [None]
    values = (
        index, report.document.path, words.word(words.SEVERITIES, finding.severity, lang),
        words.word(words.CONFIDENCES, finding.confidence, lang), finding.rule, finding.kind,
        words.place_text(finding.place, lang), plain_value(first.value) if first else "",
        "; ".join(words.place_text(piece.place, lang) for piece in others),
        plain_value(others[0].value) if len(others) == 1 else "; ".join(written(one.value, lang) for one in others),
        plain_value(finding.difference), words.one_line(translate(finding.message, lang)),
        words.one_line(translate(finding.hint, lang)) if finding.hint else "",
        words.one_line(finding.subject), words.one_line(finding.scope),
        " | ".join(f"{words.word(words.ROLES, one.role, lang)}: {words.one_line(one.text)}"
                   for one in finding.evidence),
        finding.id,
    )
    return dict(zip(FINDING_COLUMNS, values, strict=True))


def check_row(report: ReportResult, check: Check, lang: str) -> dict[str, object]:
    """One check by the names of CHECK_COLUMNS."""
    place = words.place_text(check.evidence[0].place, lang) if check.evidence else ""
    values = (
        report.document.path, check.rule, check.kind, words.word(words.OUTCOMES, check.outcome, lang), place,
        "; ".join(written(piece.value, lang) for piece in check.evidence),
        words.one_line(translate(check.message, lang)), words.one_line(check.subject), words.one_line(check.scope),
    )
    return dict(zip(CHECK_COLUMNS, values, strict=True))


def headings(columns: tuple[str, ...], lang: str) -> list[str]:
    """The names of columns in `lang`."""
    return [gettext(name, lang) for name in columns]


def plain_value(value: object) -> object:
    """A number as a Python int or float, nothing as an empty text, anything else as its text."""
    if value is None:
        return ""
    if isinstance(value, Real) and not isinstance(value, bool):
        return int(value) if float(value).is_integer() else float(value)
    return str(value)
