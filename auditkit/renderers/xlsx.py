"""The result as an Excel workbook: findings, checks and coverage, to filter and to work through."""
import io

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from auditkit.finding import Result, Severity
from auditkit.messages import N_, gettext
from auditkit.renderers import language_of, language_of_all, words
from auditkit.renderers.rows import CHECK_COLUMNS, FINDING_COLUMNS, check_row, finding_row, headings

_FILLS = {Severity.ERROR: "F8CBAD", Severity.WARNING: "FFE699", Severity.INFO: "DDEBF7"}
_HEAD_FILL = "D9D9D9"
_COVERAGE_COLUMNS = (
    N_("File"), N_("Format"), "SHA-256", N_("Errors"), N_("Warnings"), N_("Notes"), N_("Numbers"),
    N_("Checked and right"), N_("In findings"), N_("Not compared"), N_("Share compared"), N_("Verdict"),
)
_FINDING_WIDTHS = (6, 26, 11, 11, 10, 13, 24, 12, 24, 16, 12, 60, 34, 24, 28, 44, 18)
_CHECK_WIDTHS = (26, 10, 13, 20, 24, 24, 60, 24, 28)
_COVERAGE_WIDTHS = (34, 11, 24, 10, 12, 10, 10, 14, 14, 16, 14, 80)
_LONGEST = 32_000  # a cell of Excel holds 32 767 characters


def render(result: Result, lang: str | None = None, **options) -> bytes:
    """The bytes of a workbook with the sheets Findings, Checks and Coverage, in the reader's language."""
    words_lang = language_of_all(result, lang)
    book = Workbook()
    book.properties.creator = "auditkit"
    _fill_findings(book.active, result, lang, words_lang)
    _fill_checks(book.create_sheet(), result, lang, words_lang)
    _fill_coverage(book.create_sheet(), result, lang, words_lang)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _fill_findings(sheet: Worksheet, result: Result, lang: str | None, words_lang: str) -> None:
    sheet.title = gettext("Findings", words_lang)
    _head(sheet, headings(FINDING_COLUMNS, words_lang), _FINDING_WIDTHS)
    for report in result.reports:
        for index, finding in enumerate(report.findings, 1):
            _write(sheet, list(finding_row(report, finding, index, language_of(report, lang)).values()))
            sheet.cell(sheet.max_row, 3).fill = PatternFill("solid", fgColor=_FILLS[finding.severity])
    _finish(sheet)


def _fill_checks(sheet: Worksheet, result: Result, lang: str | None, words_lang: str) -> None:
    sheet.title = gettext("Checks", words_lang)
    _head(sheet, headings(CHECK_COLUMNS, words_lang), _CHECK_WIDTHS)
    for report in result.reports:
        for check in report.checks:
            _write(sheet, list(check_row(report, check, language_of(report, lang)).values()))
            if check.failed:
                sheet.cell(sheet.max_row, 4).fill = PatternFill("solid", fgColor=_FILLS[Severity.ERROR])
    _finish(sheet)


def _fill_coverage(sheet: Worksheet, result: Result, lang: str | None, words_lang: str) -> None:
    sheet.title = gettext("Coverage", words_lang)
    _head(sheet, headings(_COVERAGE_COLUMNS, words_lang), _COVERAGE_WIDTHS)
    for report in result.reports:
        document, coverage, own = report.document, report.coverage, language_of(report, lang)
        verdict = " ".join([words.verdict(report, own), *words.incomplete_texts(report, own)])
        _write(sheet, [document.path, document.format, document.sha256, *map(report.count, Severity), coverage.numbers,
                       coverage.checked, coverage.in_findings, coverage.untied, coverage.share, verdict])
        sheet.cell(sheet.max_row, 11).number_format = "0%"
    for path, reason in result.unreadable:
        _write(sheet, [path, *[""] * 10, f"{gettext('Could not be read', words_lang)}: {reason}"])
    _finish(sheet)


def _head(sheet: Worksheet, names: list[str], widths: tuple[int, ...]) -> None:
    _write(sheet, names)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=_HEAD_FILL)
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def _write(sheet: Worksheet, values: list[object]) -> None:
    """Append a row; a text is always written as text, never as a formula, whatever it begins with."""
    row = sheet.max_row + 1 if sheet.cell(1, 1).value is not None else 1
    for column, value in enumerate(values, 1):
        if isinstance(value, str):
            value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST]
        cell = sheet.cell(row, column, value if value != "" else None)
        if isinstance(value, str) and value:
            cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _finish(sheet: Worksheet) -> None:
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
