"""What people read of an audit: table, JSON, CSV, Markdown and Excel, from results made by hand."""
import csv
import io
import json
import re
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from auditkit.finding import (Check, Confidence, Coverage, Evidence, Finding, Incomplete, Message, ReportResult, Result,
                              Severity)
from auditkit.model import Block, Document, Passage, Place
from auditkit.renderers import BINARY, FORMATS, render
from auditkit.renderers.csv import harmless
from auditkit.renderers.markdown import escaped
from auditkit.renderers.words import difference_text, numbers_text, opponents, place_text

RULES = (("AGE001", "Age bands make the total"), ("GEN001", "Men and women make the total"),
         ("NAR001", "The text agrees with the tables"))


def evidence(role, value, text, **place):
    return Evidence(role, value, text, Place(**place))


def finding(severity=Severity.ERROR, message="Men and women make {sum}, the total is {total}.", **changes):
    pieces = (evidence("total", 12_500, "12 500", line=11), evidence("part", 6000, "6000", line=12),
              evidence("part", 6400, "6400", line=13), evidence("computed", 12_400, "6000 + 6400", line=11))
    base = Finding("abc123", "GEN001", "table-sum", severity, Confidence.HIGH,
                   Message(message, {"sum": 12_400, "total": 12_500}), pieces, "қатысушылар", "1-жоба", 100)
    return replace(base, **changes)


def check_of(one, outcome="failed"):
    return Check(outcome, one.evidence, one.message, one.subject, one.scope, one.difference, rule=one.rule, kind=one.kind)


def report(findings=(), checks=(), **changes):
    document = Document("docs/есеп.md", "markdown", "ab" * 32, (Block("paragraph", Passage("Барлығы 12 500.")),))
    base = ReportResult(document, ("kk",), "final", ("«Үміт» жобасы",), tuple(findings), tuple(checks), Coverage(10, 6, 3, 1))
    return replace(base, **changes)


def dirty(**changes):
    one = finding(**changes)
    return Result((report([one], [check_of(one), check_of(one, "passed")]),), rules=RULES)


CLEAN = Result((report(checks=[check_of(finding(), "passed")]),), rules=RULES)
NOTHING = Result((report(checks=[check_of(finding(), "not-applicable")]),), rules=RULES)


@pytest.mark.parametrize("place, english, kazakh", [
    (Place(line=180), "line 180", "180-жол"),
    (Place(line=180, end_line=182, table=1, row=2, column=3), "lines 180–182", "180–182-жолдар"),
    (Place(page=3, table=2, row=4, column=5), "page 3, table 2, row 4, column 5", "3-бет, 2-кесте, 4-қатар, 5-баған"),
    (Place(sheet="Есеп", cell="C14", table=1, row=14, column=3), "sheet “Есеп”, cell C14", "«Есеп» парағы, C14 ұяшығы"),
    (Place(paragraph=12), "paragraph 12", "12-абзац"), (Place(page=7, box=(1, 2, 3, 4)), "page 7", "7-бет"),
    (Place(line=12_345), "line 12345", "12345-жол"), (Place(), "—", "—"),
])
def test_places_are_said_as_people_say_them(place, english, kazakh):
    assert place_text(place, "en") == english
    assert place_text(place, "kk") == kazakh


def test_the_numbers_of_a_finding_are_those_that_contradict_each_other():
    one = finding()
    assert [piece.role for piece in opponents(one.evidence)] == ["total", "computed"]
    assert numbers_text(one, "ru") == "12\u00a0500 ↔ 12\u00a0400"
    pair = replace(one, evidence=(evidence("narrative", 97.05, "", line=1), evidence("table", 95.3, "", line=2)), difference=-1.75)
    assert numbers_text(pair, "kk") == "97,05 ↔ 95,3" and difference_text(pair, "kk") == "−1,75"
    same = tuple(evidence("total", value, "", line=value) for value in (1, 1, 2, 3, 4))
    assert numbers_text(replace(one, evidence=same), "en") == "1 ↔ 2 ↔ 3 …"
    assert numbers_text(replace(one, evidence=()), "en") == "" and difference_text(replace(one, difference=None), "en") == ""


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("lang", [None, "kk", "ru", "en"])
def test_every_format_renders_every_result(format, lang):
    nowhere = finding(evidence=(), hint=Message("{unfilled}"), severity=Severity.INFO, difference=None)
    results = [Result(), CLEAN, NOTHING, dirty(), Result((report([nowhere]),), (("x.pdf", "needs OCR"),))]
    for result in results:
        text = render(result, format, lang)
        assert isinstance(text, bytes if format in BINARY else str)
        if format not in BINARY:
            assert render(result, format, lang) == text


def test_an_unknown_format_is_refused():
    with pytest.raises(ValueError, match="telegram"):
        render(CLEAN, "telegram")


def test_the_table_tells_findings_checks_and_coverage():
    text = render(dirty(), "table", "en", width=100)
    for expected in ("есеп.md", "Errors: 1 · Warnings: 0 · Notes: 0", "line 11", "12\u00a0500 ↔ 12\u00a0400", "(+100)", "GEN001",
                     "Men and women make 12\u00a0400, the total is 12\u00a0500.", "Nothing to check for: AGE001, NAR001",
                     "compared: 90%"):
        assert expected in text
    assert re.search(r"GEN001 +Men and women make the total +2 +1 +1 +–", text)
    assert "\x1b" not in text and "\x1b[" in render(dirty(), "table", "en", color=True)


@pytest.mark.parametrize("width", [60, 80, 120, 150])
def test_the_table_fits_the_window(width):
    long = "Ұзақ хабарлама: " + "қатысушылардың саны кестеде басқаша көрсетілген, " * 6
    result = dirty(message=long, hint=Message("Тексеріңіз " * 12))
    for lang in ("kk", "ru", "en"):
        lines = render(result, "table", lang, width=width).splitlines()
        found = [line for line in lines[:lines.index("")] + lines if "қатысушылардың" in line]
        assert found and max(map(len, found)) <= width + 2


def test_nothing_to_check_is_not_all_right():
    clean, nothing = render(CLEAN, "table", "en"), render(NOTHING, "table", "en")
    assert "No contradictions: all checks passed (1)." in clean and "Nothing to check: no rule" not in clean
    assert "Nothing to check: no rule" in nothing.replace("\n", " ") and "No contradictions" not in nothing


def test_a_crashed_rule_is_said_and_not_counted_as_idle():
    result = Result((report(incomplete=(Incomplete("AGE001", "IndexError: list index out of range"),)),), rules=RULES)
    for format in ("table", "markdown", "html"):
        text = render(result, format, "en").replace("\n", " ").replace("\\", "")
        assert "Not checked, because the program has an error: «AGE001»" in text
        assert "Nothing to check for: GEN001, NAR001" in text


def test_json_keeps_values_and_places():
    data = json.loads(render(dirty(hint=Message("Likely {n}", {"n": 5})), "json", "en"))
    assert data["schema"] == "auditkit/1"
    one = data["reports"][0]["findings"][0]
    assert one["evidence"][0] == {"role": "total", "value": 12_500, "text": "12 500", "location": {
        "line": 11, "end_line": None, "page": None, "paragraph": None, "table": None, "row": None, "column": None,
        "sheet": None, "cell": None, "box": None}}
    assert (one["difference"], one["hint"], one["severity"]) == (100, "Likely 5", "error")
    assert "hint" not in json.loads(render(dirty(), "json"))["reports"][0]["findings"][0]


def test_csv_has_a_row_per_finding_and_no_formulas():
    hostile = finding(subject="=HYPERLINK(\"x\")", scope="@sum", message="+1 \"quoted\", text", difference=-100)
    text = render(Result((report([hostile, finding()]),)), "csv", "en")
    assert text.startswith("\ufeff") and "\r\n" in text
    rows = list(csv.DictReader(io.StringIO(text[1:])))
    assert len(rows) == 2
    assert rows[0]["Subject"] == "'=HYPERLINK(\"x\")" and rows[0]["Scope"] == "'@sum"
    assert rows[0]["What is wrong"] == "'+1 \"quoted\", text"
    assert (rows[0]["Difference"], rows[0]["Value"], rows[0]["Other values"]) == ("-100", "12500", "12400")
    assert [harmless(value) for value in ("-1", "\t=1", -1, "a=1", "")] == ["'-1", "'\t=1", -1, "a=1", ""]


def test_markdown_cells_stay_cells():
    text = render(dirty(message="a | b\nc <b>d</b> [x](y) `z`"), "markdown", "en")
    row = next(line for line in text.splitlines() if line.startswith("| 1 |"))
    assert len(re.findall(r"(?<!\\)\|", row)) == 6
    assert r"a \| b c \<b\>d\</b\> \[x\](y) \`z\`" in row
    assert escaped("a\nb|c") == r"a b\|c"


def test_the_workbook_can_be_filtered_and_has_no_formulas():
    hostile = finding(subject="=1+1", scope="bad\x01 character", severity=Severity.WARNING, message="=SUM(A1)")
    passed = check_of(finding(), "passed")
    book = load_workbook(io.BytesIO(render(Result((report([hostile], [check_of(hostile), passed]),), (("x.pdf", "OCR"),)), "xlsx", "en")))
    assert book.sheetnames == ["Findings", "Checks", "Coverage"]
    for sheet in book:
        assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == sheet.dimensions
        assert sheet["A1"].font.bold and all(cell.data_type != "f" for row in sheet for cell in row)
    heads = [cell.value for cell in book["Findings"][1]]
    row = dict(zip(heads, book["Findings"][2]))
    assert row["Subject"].value == "=1+1" and row["What is wrong"].value == "=SUM(A1)" and row["Scope"].value == "bad character"
    assert (row["Value"].value, row["Difference"].value) == (12_500, 100)
    assert row["Severity"].fill.fgColor.rgb.endswith("FFE699") and row["Severity"].alignment.wrap_text
    assert book["Checks"].max_row == 3 and book["Coverage"].max_row == 3
    assert book["Coverage"]["K2"].value == pytest.approx(0.9)


def test_each_report_speaks_its_own_language_unless_one_is_asked_for():
    russian = report([finding()], languages=("ru", "kk"))
    both = Result((report([finding()]), russian))
    text = render(both, "table")
    assert "Қателер: 1" in text and "Ошибки: 1" in text
    assert "Ошибки" not in render(both, "table", "kk")
    assert "Errors: 1" in render(Result((report([finding()], languages=("de",)),)), "table")
