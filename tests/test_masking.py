"""No output shows a person's IIN: not the table, JSON, CSV, Markdown, Excel or HTML with the report's own text, nor `inspect`.

The numbers are invented; their check digits fit.
"""
import html
import io
import re
import zipfile

import docx
import pytest
from click.testing import CliRunner
from openpyxl import Workbook

import auditkit
from auditkit.cli import main
from auditkit.finding import Check, Confidence, Culprit, Evidence, Finding, Message, ReportResult, Result, Severity
from auditkit.masking import Mask, masked_report
from auditkit.model import Block, Cell, Document, Passage, Place, Table
from auditkit.renderers import BINARY, FORMATS, render
from auditkit.understanding.contacts import check_digit, is_bin, is_iin, mask_people, people_numbers


def numbered(birth, rest="3001"):
    """An IIN: the date of birth, century and sex, a running number, and the check digit that fits."""
    for running in range(10):
        for last in "0123456789":
            digits = f"{birth}{rest}{running}{last}"
            if len(digits) == 12 and check_digit(digits):
                return digits
    raise AssertionError(birth)


WOMAN, MAN, YOUNG = numbered("850101", "4002"), numbered("910723", "3001"), numbered("050214", "6000")
BIN = "971240001315"
REPORT = f"""# Жоба туралы есеп

Ұйым: «Жарық» қоғамдық қоры, БСН {BIN}

Жетекші: Ермұратова Динара, ЖСН {WOMAN}

Келісімшарт {MAN[:6]} {MAN[6:]} тұлғасымен жасалды, қатысушылардың саны 120 адам.

| Барлық қатысушылар саны | Ерлер | Әйелдер |
|---|---|---|
| 120 | 50 | 60 |

| Аты-жөні | ЖСН | Сомасы |
|---|---|---|
| Ержанова Мәншүк | {YOUNG} | 12000 |
| Касымов Алихан | 900101300129 | 15000 |
"""
SECRET = (WOMAN, MAN, YOUNG, "900101300129")


def shown(output):
    """What can be read of an output: a workbook unpacked; the digits alone, so that no way to group them hides a number."""
    if isinstance(output, bytes):
        archive = zipfile.ZipFile(io.BytesIO(output))
        output = html.unescape("\n".join(archive.read(name).decode("utf-8") for name in archive.namelist()))
    return output


def leaks(output):
    text = re.sub(r"(?<=\d)[ \u00a0\u202f-](?=\d)", "", shown(output))
    return [number for number in SECRET if number in text or number[:8] in text]


@pytest.fixture(params=["md", "docx", "xlsx", "csv"])
def path(request, tmp_path):
    """The report in a format."""
    path = tmp_path / f"report.{request.param}"
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in REPORT.splitlines() if line and not line.startswith("|---")]
    if request.param == "docx":
        document = docx.Document()
        for row in rows:
            if len(row) == 1:
                document.add_paragraph(row[0])
            elif row[0] in ("Барлық қатысушылар саны", "Аты-жөні"):
                table = document.add_table(0, 3)
            if len(row) == 3:
                for cell, text in zip(table.add_row().cells, row):
                    cell.text = text
        document.save(path)
    elif request.param == "xlsx":
        book = Workbook()
        for row in rows:
            book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
        book.save(path)
    else:
        path.write_text(REPORT if request.param == "md" else "\n".join(";".join(row) for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("format", FORMATS)
def test_no_output_shows_an_iin(path, format):
    result = auditkit.audit([path])
    output = render(result, format, "kk")
    assert leaks(output) == []
    assert isinstance(output, bytes) == (format in BINARY)


def test_inspect_shows_no_iin(path):
    done = CliRunner().invoke(main, ["inspect", str(path)], catch_exceptions=False)
    assert done.exit_code == 0 and "120" in done.stdout
    assert leaks(done.stdout) == []


def test_html_keeps_the_text_beside_the_findings(tmp_path):
    path = tmp_path / "report.md"
    path.write_text(REPORT, encoding="utf-8")
    page = render(auditkit.audit([path]), "html", "kk")
    assert "Ермұратова Динара" in page and BIN in page and "••••••••••" + WOMAN[-2:] in page
    assert f"•••••• ••••{MAN[-2:]}" in page
    assert re.search(r"<mark[^>]*>120</mark>", page), "the finding is still marked in the text"


def everywhere(number):
    """A result that has a number wherever a result can have one."""
    piece = Evidence("part", int(number), f"ЖСН {number}, 12 адам", Place(line=1))
    message = Message("{a} and {b} and {c}", {"a": number, "b": int(number), "c": Message("{d}", {"d": [number]})})
    finding = Finding("abc", "NAR001", "text-text", Severity.ERROR, Confidence.HIGH, message, (piece, piece), f"s {number}", f"t {number}",
                      hint=Message("{n}", {"n": number}), culprits=(Culprit(piece, int(number), Message("{n}", {"n": number})),))
    check = Check("passed", (piece,), message, f"s {number}", f"t {number}", rule="NAR001", kind="text-text")
    document = Document("report.md", "markdown", "ab" * 32, (Block("paragraph", Passage(f"Жетекші: ЖСН {number}", ((0, Place(line=1)),))),))
    return Result((ReportResult(document, ("kk",), None, (f"Жоба {number}",), (finding,), (check,), untied=(piece,)),), rules=(("NAR001", "x"),))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("number", [WOMAN, YOUNG])
def test_wherever_a_result_can_have_it(format, number):
    output = shown(render(everywhere(number), format, "en"))
    bare = re.sub(r"(?<=\d)[ \u00a0-](?=\d)", "", output)
    assert number not in bare and number.lstrip("0") not in bare
    assert "••••" in output


def test_a_number_that_a_narrow_cell_wraps():
    cells = [Cell(Passage(text), row, 0) for row, text in enumerate(["ЖСН", f"{WOMAN[:8]}\n{WOMAN[8:]}", f"{MAN[:6]}\n{MAN[6:]}"])]
    document = Document("r.md", "markdown", "ab" * 32, (Block("table", table=Table(tuple(cells), 1)),))
    assert Mask.of(document).known == {WOMAN, MAN}
    (block,) = masked_report(ReportResult(document)).document.blocks
    assert [cell.text for cell in block.table.cells] == ["ЖСН", f"••••••••\n••{WOMAN[-2:]}", f"••••••\n••••{MAN[-2:]}"]


def test_a_report_without_an_iin_is_handed_on_as_it_is():
    document = Document("r.md", "markdown", "ab" * 32, (Block("paragraph", Passage(f"БСН {BIN}, 12 400 000 теңге")),))
    report = ReportResult(document)
    assert masked_report(report) is report


@pytest.mark.parametrize("text, hidden", [
    (f"ЖСН {WOMAN}", [WOMAN]), (f"ИИН: {MAN[:6]} {MAN[6:]}", [MAN]), (f"({MAN})", [MAN]), (f"ЖСН (бар болса): {YOUNG}", [YOUNG]),
    (f"БИН/ИИН {MAN}", [MAN]), ("ИИН 900101300129", ["900101300129"]), ("ЖСН 9001013001", ["9001013001"]), (f"БСН {WOMAN}", [WOMAN]),
    (f"БСН {BIN}", []), (f"БИН/ИИН {BIN}", []), (BIN, []), ("900101300129", []), (f"https://example.org/p/{MAN}", []),
    ("123456789012", []), (f"{MAN[:3]} {MAN[3:6]} {MAN[6:9]} {MAN[9:]} теңге", []), ("8 701 000 00 01", []), (f"№{MAN}", [MAN])])
def test_which_numbers_are_a_persons(text, hidden):
    assert [re.sub(r"\D", "", text[start:end]) for start, end in people_numbers(text)] == hidden
    assert len(mask_people(text)) == len(text)


@pytest.mark.parametrize("digits, person", [(WOMAN, True), (YOUNG, True), (BIN, False), ("851301400123", False), ("850230400123", False), ("8501", False)])
def test_how_an_iin_is_built(digits, person):
    assert is_iin(digits) is person
    assert not (is_iin(digits) and is_bin(digits))


@pytest.mark.parametrize("text, shown", [
    (f"тұлға {WOMAN[:9]} …", "тұлға •••••••" + WOMAN[7:9] + " …"), ("120 адам", "120 адам"), (f"3 {WOMAN}", "3 ••••••••••" + WOMAN[-2:]),
    (f"{WOMAN[:3]}\u00a0{WOMAN[3:6]}\u00a0{WOMAN[6:9]}\u00a0{WOMAN[9:]}", f"•••\u00a0•••\u00a0•••\u00a0•{WOMAN[-2:]}"), ("850101", "850101")])
def test_a_known_number_is_hidden_in_pieces_and_groups(text, shown):
    assert Mask([WOMAN]).text(text) == shown
