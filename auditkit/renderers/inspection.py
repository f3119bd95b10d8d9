"""What `auditkit inspect`, `rules` and `explain` print: how a report was read, and what the rules are."""
import shutil
import textwrap
from collections.abc import Iterable
from dataclasses import replace
from numbers import Integral, Real
from pathlib import PurePath

from tabulate import tabulate

from auditkit.finding import Evidence, ReportResult
from auditkit.masking import Mask
from auditkit.messages import N_, gettext, number, written
from auditkit.model import Document, Passage, Place, Table
from auditkit.renderers import language_of, terms, words

_FRAMES = (  # frame of a Report, its title, the columns that people need
    ("statistics", N_("Statistics tables"), ("table", "role", "label", "value", "line", "page", "place")),
    ("plan_fact", N_("Plan and fact"),
     ("title", "indicator", "plan", "fact", "unit", "plan_line", "fact_line", "plan_place", "fact_place")),
    ("socioeconomic", N_("Indicators with plan and fact"), ("name", "unit", "plan", "fact", "line", "place")),
    ("claims", N_("Numbers of the text"), ("value", "text", "measure", "hedge", "line", "page", "place")),
)
_COLUMNS = {
    "project": N_("project"), "table": N_("table"), "role": N_("role"), "label": N_("category"), "value": N_("value"),
    "line": N_("line"), "page": N_("page"), "place": N_("Place"), "title": N_("activity"),
    "indicator": N_("indicator"), "plan": N_("plan"), "fact": N_("fact"), "unit": N_("unit"), "name": N_("indicator"),
    "plan_line": N_("line of the plan"), "fact_line": N_("line of the fact"), "plan_place": N_("Place of the plan"),
    "fact_place": N_("Place of the fact"), "text": N_("text"), "measure": N_("measure"), "hedge": N_("precision"),
}
_TABLE_HEADS = (N_("No."), N_("Place"), N_("Rows"), N_("Columns"), N_("Headings"), N_("Remarks"))
_UNTIED_HEADS = (N_("Place"), N_("Number"), N_("Text"))
_RULE_HEADS = (N_("Rule"), N_("Kind"), N_("Severity"), N_("What it checks"))
_EXAMPLES = {"Wrong": N_("Wrong"), "Right": N_("Right")}
_VOCABULARY = {"role": words.ROLES, "measure": terms.MEASURES, "unit": terms.MEASURES, "hedge": terms.HEDGES}
_CELL = 36


def render(report, audited: ReportResult, lang: str | None = None) -> str:
    """How one report was read: `report` as understood (frames may be empty), `audited` what the rules made of it.  A file with two
    versions of one report shows those of both; the IINs of people are masked."""
    lang = language_of(audited, lang)
    document = audited.document
    versions = getattr(report, "versions", (report,))
    heads = [PurePath(document.path).name, f"{gettext('Format', lang)}: {document.format} · SHA-256: {document.sha256}"]
    if audited.languages:
        heads.append(f"{gettext('languages', lang)}: {', '.join(audited.languages)}")
    if audited.form:
        heads.append(f"{gettext('form', lang)}: {audited.form}")
    heads += [f"{gettext('project', lang)}: {words.one_line(name)}" for name in audited.projects]
    sections = ["\n".join(heads), *_remarks(document, lang), _tables(versions, lang)]
    sections += [_frame(_joined(versions, name), wanted, gettext(title, lang), lang)
                 for name, title, wanted in _FRAMES]
    sections += [gettext("Coverage", lang) + "\n" + words.coverage_text(audited, lang), _untied(audited.untied, lang)]
    return Mask.of(document).text("\n\n".join(sections) + "\n")


def _joined(versions, name: str):
    """One frame of all versions; None where they have none."""
    frames = [frame for version in versions if (frame := getattr(version, name, None)) is not None]
    if len(frames) < 2:
        return frames[0] if frames else None
    import pandas
    return pandas.concat(frames, ignore_index=True)


def rule_list(rules: Iterable, lang: str) -> str:
    """The rules (with .id, .kind, .severity, .title) as a table in order of id."""
    width = max(40, shutil.get_terminal_size((100, 24)).columns - 36)
    rows = [[rule.id, words.word(terms.KINDS, rule.kind, lang), words.word(words.SEVERITIES, rule.severity, lang),
             textwrap.fill(gettext(rule.title, lang), width)] for rule in sorted(rules, key=lambda rule: rule.id)]
    return _tabulated(rows, _RULE_HEADS, lang) + "\n"


def explanation(rule, lang: str = "en") -> str:
    """One rule (with .id, .kind, .severity, .title, .description, .examples) in `lang`; examples stand as they are."""
    head = f"{rule.id} · {words.word(terms.KINDS, rule.kind, lang)} · {words.word(words.SEVERITIES, rule.severity, lang)}"
    parts = [head, *(_paragraph(gettext(text, lang)) for text in (rule.title, *rule.description))]
    parts += [f"{gettext(_EXAMPLES[kind], lang)}:\n{textwrap.indent(text, '    ')}" for kind, text in rule.examples]
    return "\n\n".join(parts) + "\n"


def _paragraph(text: str) -> str:
    text = text if text.endswith((".", "!", "?", ":")) else f"{text}."
    return textwrap.fill(text, max(60, min(110, shutil.get_terminal_size((100, 24)).columns)), break_on_hyphens=False)


def _remarks(document: Document, lang: str) -> list[str]:
    texts = words.remark_texts(document, lang)
    return ["\n".join([gettext("Remarks on the file", lang), *(f"- {text}" for text in texts)])] if texts else []


def _tables(versions, lang: str) -> str:
    """The tables as understood: of the file, and those recovered from its lines."""
    title = gettext("Tables", lang)
    tables = [table for report in versions for table in replace(report.document, blocks=tuple(report.blocks)).tables]
    if not tables:
        return f"{title}\n{gettext('None found.', lang)}"
    rows = [[str(table.number or index), words.place_text(table.place, lang), table.height, table.width,
             _shortened(_headings(table)), _table_remarks(table, lang)] for index, table in enumerate(tables, 1)]
    return f"{title} ({len(rows)})\n" + _tabulated(rows, _TABLE_HEADS, lang)


def _headings(table: Table) -> str:
    first = table.rows()[0] if table.height else []
    return table.caption or " | ".join(words.one_line(cell.text) for cell in first)


def _table_remarks(table: Table, lang: str) -> str:
    remarks = [gettext("hidden sheet", lang)] if table.hidden else []
    return ", ".join(remarks + ([gettext("recovered from text", lang)] if table.reconstructed else []))


def _frame(frame, wanted: tuple[str, ...], title: str, lang: str) -> str:
    """A pandas frame under its title: the wanted columns that are there and not empty; projects counted from 1."""
    if frame is None or not len(frame):
        return f"{title}\n{gettext('None found.', lang)}"
    columns = [name for name in wanted if name in frame and any(_cell(value, lang) for value in frame[name])]
    rows = [[words.word(_VOCABULARY[name], value, lang) if name in _VOCABULARY and value in _VOCABULARY[name] else _cell(value, lang)
             for name, value in zip(columns, row)] for row in frame[columns].itertuples(index=False, name=None)]
    if "project" in frame and frame["project"].nunique() > 1:
        columns.insert(0, "project")
        rows = [[_cell(value + 1 if isinstance(value, Integral) else value, lang), *row]
                for value, row in zip(frame["project"], rows)]
    return f"{title} ({len(rows)})\n" + _tabulated(rows, [_COLUMNS[name] for name in columns], lang)


def _cell(value: object, lang: str) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, Place):
        return words.place_text(value, lang)
    if isinstance(value, Real) and not isinstance(value, bool):
        return number(value, lang)
    if isinstance(value, Passage):
        value = value.text
    return _shortened(str(value))


def _untied(untied: tuple[Evidence, ...], lang: str) -> str:
    title = gettext("Numbers that nothing was held against", lang)
    if not untied:
        return f"{title}\n{gettext('None found.', lang)}"
    rows = [[words.place_text(one.place, lang), written(one.value, lang), _shortened(one.text)] for one in untied]
    return f"{title} ({len(rows)})\n" + _tabulated(rows, _UNTIED_HEADS, lang)


def _tabulated(rows: list[list], heads: Iterable[str], lang: str) -> str:
    return tabulate(rows, [gettext(name, lang) for name in heads], tablefmt="simple", disable_numparse=True)


def _shortened(text: str) -> str:
    text = words.one_line(text)
    return text if len(text) <= _CELL else text[:_CELL - 1].rstrip() + "…"
