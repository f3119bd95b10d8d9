"""What people and programs read of an audit: one module per output, loaded when it is asked for.

A renderer is a module with one function `render(result, lang, **options) -> str | bytes`.
"""
from importlib import import_module

from auditkit.finding import ReportResult, Result
from auditkit.masking import masked_result
from auditkit.messages import LANGUAGES

FORMATS = ("table", "json", "csv", "markdown", "xlsx", "html")
BINARY = frozenset({"xlsx"})


def render(result: Result, format: str = "table", lang: str | None = None, **options) -> str | bytes:
    """The result in one of FORMATS: text, or bytes for those in BINARY.  The IINs of people are masked in all of them.

    `lang`: "kk", "ru" or "en"; without it each report is described in its own first language.  `options`: `color`
    (table: with terminal colours) and `width` (table: columns to use).  Raises ValueError for an unknown format.
    """
    if format not in FORMATS:
        raise ValueError(f"no such format: {format} (there are {', '.join(FORMATS)})")
    return import_module(f"auditkit.renderers.{format}").render(masked_result(result), lang, **options)


def language_of(report: ReportResult, lang: str | None) -> str:
    """The language to describe a report in: the one asked for, else the report's own first, else English."""
    return lang or next((own for own in report.languages if own in LANGUAGES), "en")


def language_of_all(result: Result, lang: str | None) -> str:
    """The language of what stands over all reports: the one asked for, else that of the first report."""
    return language_of(result.reports[0], lang) if result.reports else lang or "en"
