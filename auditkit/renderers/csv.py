"""The findings as CSV, one row each: for a spreadsheet, which therefore gets a byte order mark and no live formulas."""
import csv
import io

from auditkit.finding import Result
from auditkit.renderers import language_of, language_of_all
from auditkit.renderers.rows import FINDING_COLUMNS, finding_row, headings

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def render(result: Result, lang: str | None = None, **options) -> str:
    """The findings of all reports as CSV text: a byte order mark, a row of headings, lines that end in CR LF."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(headings(FINDING_COLUMNS, language_of_all(result, lang)))
    for report in result.reports:
        for index, finding in enumerate(report.findings, 1):
            row = finding_row(report, finding, index, language_of(report, lang))
            writer.writerow([harmless(value) for value in row.values()])
    return "\ufeff" + buffer.getvalue()


def harmless(value: object) -> object:
    """`value`, a text that a spreadsheet would run as a formula being led by an apostrophe; numbers stay numbers."""
    return "'" + value if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
