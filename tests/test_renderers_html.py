"""The HTML page: what is highlighted where, that nothing of a report is run, and that it needs nothing from outside."""
import base64
import hashlib
import re
from dataclasses import replace

import pytest
from lxml import html as lxml_html

from auditkit.finding import Check, Confidence, Coverage, Evidence, Finding, Message, ReportResult, Result, Severity
from auditkit.model import Block, Cell, Document, Passage, Place, Table
from auditkit.renderers import render
from auditkit.renderers.html_marks import PlaceIndex, Span, cut, marks_of

HOSTILE = "</script><script>alert('есеп')</script><img src=x onerror=alert(1)>\u2028\"'&"


def passage(text, **place):
    return Passage(text, ((0, Place(**place)),))


def paragraph(text, **place):
    return Block("paragraph", passage(text, **place))


def table_block(rows, place_of, number=1):
    cells = tuple(Cell(passage(text, **place_of(row, column)), row, column)
                  for row, texts in enumerate(rows) for column, text in enumerate(texts))
    return Block("table", table=Table(cells, number, header_rows=1, place=Place(**place_of(0, 0))))


def document(*blocks, format="markdown"):
    return Document("есеп.md", format, "ab" * 32, blocks)


def evidence(value, text="", role="fact", **place):
    return Evidence(role, value, text, Place(**place))


def finding(*pieces, severity=Severity.ERROR, rule="NAR001", **changes):
    return replace(Finding("id", rule, "text-table", severity, Confidence.HIGH, Message("Not the same."), pieces), **changes)


def page(doc, *findings, checks=(), lang="en", **changes):
    text = render(Result((ReportResult(doc, ("kk",), None, (), findings, checks, Coverage(3, 1, 2, 0), **changes),)), "html", lang)
    return lxml_html.document_fromstring(text)


def marked(tree):
    return [(mark.text_content(), mark.get("data-e")) for mark in tree.iter("mark")]


NUMBERS = [["Іс-шара", "Жоспар", "Факт"], ["Дебат", "775 адам", "848 адам"]]


@pytest.mark.parametrize("doc, where, value, quote, expected", [
    (document(paragraph("Барлығы 890 адам, 12 іс-шара.", line=7)), {"line": 7}, 890, "890 адам", "890"),
    (document(paragraph("12 облыста 12 дебат", line=7)), {"line": 7}, 12, "12 дебат", "12"),
    (document(paragraph("Қаржы 1 005 195 теңге", line=7)), {"line": 7}, 1005195, "", "1 005 195"),
    (document(paragraph("Деңгейі 95,3 %", paragraph=4), format="docx"), {"paragraph": 4}, 95.3, "95,3 %", "95,3"),
    (document(table_block(NUMBERS, lambda row, column: {"table": 1, "row": row + 1, "column": column + 1}), format="docx"),
     {"table": 1, "row": 2, "column": 3}, 848, "848 адам", "848"),
    (document(table_block(NUMBERS, lambda row, column: {"sheet": "Есеп", "cell": "ABC"[column] + str(row + 1)}), format="xlsx"),
     {"sheet": "Есеп", "cell": "B2"}, 775, "", "775"),
    (document(paragraph("14\n46", page=2, box=(10, 10, 50, 40)), format="pdf"), {"page": 2, "box": (12, 12, 40, 30)}, 1446, "", "14\n46"),
    (document(paragraph("5 рет", page=1, box=(0, 0, 9, 9)), paragraph("5 рет", page=1, box=(0, 50, 9, 59)), format="pdf"),
     {"page": 1, "box": (0, 51, 9, 58)}, 5, "5 рет", "5"),
    (document(paragraph("Бюджет 12 млн теңге", line=3)), {"line": 3}, 12_000_000, "12 млн теңге", "12 млн теңге"),
    (document(paragraph("Балалар: -", line=3)), {"line": 3}, 0, "Балалар: -", "-"),
    (document(paragraph("Есеп беру күні көрсетілмеген", line=3)), {"line": 3}, None, "", "Есеп беру күні көрсетілмеген"),
    (document(paragraph("Күні 22.05.2025 болды", line=3)), {"line": 3}, "2025-05-22", "22.05.2025", "22.05.2025"),
])
def test_evidence_is_highlighted_where_it_stands(doc, where, value, quote, expected):
    tree = page(doc, finding(evidence(value, quote, **where)))
    assert marked(tree) == [(expected, "0-0")]


def test_the_right_one_of_equal_numbers_is_found():
    text = "Бірінші жолда 15 адам\nекінші жолда 15 адам"
    lines = Passage(text, ((0, Place(line=4)), (text.index("екінші"), Place(line=5))))
    passage_found, start, end = PlaceIndex(document(Block("paragraph", lines))).find(evidence(15, "15 адам", line=5))
    assert (passage_found.text[start:end], start) == ("15", text.rindex("15"))
    boxes = document(paragraph("5", page=1, box=(0, 0, 9, 9)), paragraph("5", page=1, box=(0, 50, 9, 59)))
    found = PlaceIndex(boxes).find(evidence(5, "5", page=1, box=(1, 51, 8, 58)))
    assert found[0] is boxes.blocks[1].passage


def test_numbers_inside_other_numbers_are_not_highlighted():
    doc = document(paragraph("2025 жылы 12,5 және 125 теңге, 25 адам", line=1))
    found = PlaceIndex(doc).find(evidence(25, "", line=1))
    assert doc.blocks[0].text[:found[1]].endswith("теңге, ")


def test_evidence_that_stands_nowhere_is_said_so():
    tree = page(document(paragraph("Мәтін", page=1)), finding(evidence(5, "5 адам", page=1), evidence(7, "", line=99)))
    assert not marked(tree)
    assert tree.text_content().count("not found in the text") == 2


def test_computed_sums_are_not_highlighted():
    doc = document(paragraph("Барлығы 120", line=1))
    tree = page(doc, finding(evidence(120, "120", role="total", line=1), evidence(110, "50 + 60", role="computed", line=1)))
    assert marked(tree) == [("120", "0-0")]


def test_one_number_shows_all_its_findings_and_the_gravest_colour():
    doc = document(paragraph("848 адам", line=1), paragraph("775 адам", line=2))
    first = finding(evidence(848, "848 адам", line=1), evidence(775, "775 адам", line=2), severity=Severity.WARNING)
    second = finding(evidence(775, "775 адам", line=2), evidence(848, "848 адам", line=1))
    marks = list(page(doc, second, first).iter("mark"))
    assert [(mark.get("class"), mark.get("data-f"), mark.get("data-p")) for mark in marks] == [
        ("error", "0 1", "1"), ("error", "0 1", "0")]


def test_checks_that_passed_are_shown_in_the_text():
    doc = document(paragraph("Барлығы 15", line=1))
    right = Check("passed", (evidence(15, "15", line=1),), Message("Fifteen is fifteen."), rule="GEN001", kind="table-sum")
    tree = page(doc, checks=(right,))
    assert [span.text for span in tree.iter("span") if span.get("class") == "ok"] == ["15", "12"] \
        or [span.text for span in tree.find_class("text")[0].find_class("ok")] == ["15"]
    assert "Fifteen is fifteen." in tree.text_content()


def test_nothing_of_a_report_becomes_markup():
    doc = Document(HOSTILE + ".md", "markdown", "ab" * 32, (
        paragraph(HOSTILE, line=1), Block("heading", passage(HOSTILE + " 5", line=2), level=1),
        Block("item", passage(HOSTILE, line=3), marker=HOSTILE),
        table_block([[HOSTILE, "5"]], lambda row, column: {"line": 4 + row})))
    bad = finding(evidence(5, HOSTILE, role=HOSTILE, line=2), rule=HOSTILE, subject=HOSTILE, scope=HOSTILE,
                  message=Message("{name}", {"name": HOSTILE}), hint=Message("{name}", {"name": HOSTILE}))
    result = Result((ReportResult(doc, ("kk",), HOSTILE, (HOSTILE,), (bad,)),), ((HOSTILE, HOSTILE),), ((HOSTILE, HOSTILE),))
    text = render(result, "html", "kk")
    tree = lxml_html.document_fromstring(text)
    assert len(tree.findall(".//script")) == 1 and not tree.findall(".//img")
    assert text.count("alert(") > 10 and "<script>alert" not in text
    assert not [element for element in tree.iter() if any(name.startswith("on") or name == "style" for name in element.attrib)]


def test_the_page_needs_nothing_from_outside_and_runs_only_its_own_script():
    text = render(Result((ReportResult(document(paragraph("Мәтін https://example.org/ 5", line=1))),)), "html", "ru")
    tree = lxml_html.document_fromstring(text)
    assert not [element for element in tree.iter() if {"src", "href", "action"} & set(element.attrib)]
    assert "url(" not in text and "@import" not in text
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy
    for tag in ("script", "style"):
        content = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.S).group(1)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_tables_keep_their_shape():
    cells = (Cell(passage("Көрсеткіш"), 0, 0, rowspan=2), Cell(passage("2025"), 0, 1, colspan=2), Cell(passage("Жоспар"), 1, 1),
             Cell(passage("Факт"), 1, 2), Cell(passage("Қатысушы"), 2, 0), Cell(passage("7"), 2, 2))
    tree = page(document(Block("table", table=Table(cells, 1, header_rows=2))))
    rows = tree.xpath("//article[@data-pane='text']//tr")
    assert [[cell.tag for cell in row] for row in rows] == [["th", "th"], ["th", "th"], ["td", "td", "td"]]
    assert rows[0][0].get("rowspan") == "2" and rows[0][1].get("colspan") == "2"


def test_the_page_speaks_the_language_and_shows_every_report():
    one = ReportResult(document(paragraph("Бір", line=1)), ("kk",), findings=(finding(evidence(1, "Бір", line=1)),))
    two = ReportResult(document(paragraph("Екі", line=1)), ("kk",))
    text = render(Result((one, two), (("скан.pdf", "нет текста"),)), "html", "ru")
    tree = lxml_html.document_fromstring(text)
    assert tree.get("lang") == "ru" and len(tree.find_class("report")) == 2
    assert len(tree.xpath("//select[@id='file']/option")) == 2
    assert "Проверять нечего" in text and "Не удалось прочитать" in text and "нет текста" in text


def test_overlapping_spans_are_cut():
    spans = [Span(0, 4, 0, 0), Span(2, 6, 1, 0)]
    assert [(text, [span.finding for span in covering]) for text, covering in cut("abcdefgh", spans)] == [
        ("ab", [0]), ("cd", [0, 1]), ("ef", [1]), ("gh", [])]
    assert list(cut("", [])) == []


def test_a_long_report_is_rendered_quickly():
    blocks = [paragraph(f"{number} адам қатысты", line=number) for number in range(1, 3001)]
    findings = tuple(finding(evidence(number, f"{number} адам", line=number)) for number in range(1, 1001))
    marks = marks_of(ReportResult(document(*blocks), findings=findings))
    assert len(marks.found) == 1000
