"""PDFs without tags, written here with reportlab: lines, wraps, ruled and aligned tables, page breaks, bad files."""
import io
from pathlib import Path

import pytest
from auditkit.errors import UnreadableFile
from auditkit.readers.pdf import read
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

DATA = Path(__file__).parent / "data"
PATH = Path("a.pdf")
FONT, BOLD = "AuditkitTest", "AuditkitTest-Bold"
GRID = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), FONT, 10),
        ("VALIGN", (0, 0), (-1, -1), "TOP")]
TEXT = ParagraphStyle("text", fontName=FONT, fontSize=11, leading=14)
SET_IN = ParagraphStyle("set in", parent=TEXT, firstLineIndent=28, alignment=4)
TITLE = ParagraphStyle("title", parent=TEXT, fontName=BOLD, fontSize=16, leading=20, spaceAfter=8)
PROSE = ("Шеберханаға үш ауданның жастары келіп, ағаш ою мен киіз басуды үйренді, ал ұстаздар әр сабақтың соңында "
         "шағын көрме жасап, ата-аналарды шақырды.")


@pytest.fixture(scope="module", autouse=True)
def fonts():
    pdfmetrics.registerFont(TTFont(FONT, DATA / "AuditkitTest-Regular.ttf"))
    pdfmetrics.registerFont(TTFont(BOLD, DATA / "AuditkitTest-Bold.ttf"))


def story(*flowables, footer=None) -> bytes:
    """A PDF of these reportlab flowables; `footer(canvas, document)` draws on each page."""
    stream = io.BytesIO()
    draw = footer or (lambda canvas, document: None)
    SimpleDocTemplate(stream, pagesize=A4).build(list(flowables), onFirstPage=draw, onLaterPages=draw)
    return stream.getvalue()


def drawn(draw, **options) -> bytes:
    """A PDF of one page that `draw(canvas)` draws, in a font of 11 points."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, **options)
    canvas.setFont(FONT, 11)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def tables(data: bytes):
    return [block.table for block in read(PATH, data)[0] if block.table is not None]


def texts(table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows()]


def test_paragraphs_are_joined_from_their_lines():
    data = story(Paragraph("Жоба туралы есеп", TITLE), Paragraph(PROSE, SET_IN), Paragraph(PROSE, SET_IN))
    blocks, remarks = read(PATH, data)
    assert [(block.kind, block.text) for block in blocks] == [
        ("heading", "Жоба туралы есеп"), ("paragraph", PROSE), ("paragraph", PROSE)]
    assert blocks[0].level == 1 and not remarks
    assert blocks[1].place.page == 1
    left, top, right, bottom = blocks[1].place.box
    assert 70 < left < right < 540 and 60 < top < bottom < 200


def test_a_paragraph_goes_on_over_a_page_break_and_page_numbers_go():
    def footer(canvas, document):
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(300, 30, str(canvas.getPageNumber()))
    filler = Spacer(1, 655)
    blocks, _ = read(PATH, story(filler, Paragraph(PROSE, SET_IN), footer=footer))
    assert [block.text for block in blocks] == [PROSE]
    assert {place.page for _, place in blocks[0].passage.marks} == {1, 2}


def test_list_items_keep_their_marker():
    blocks, _ = read(PATH, story(Paragraph("1. бірінші сабақ өтті;", TEXT), Paragraph("2. екінші сабақ өтті;", TEXT),
                                 Paragraph("- қорытынды көрме.", TEXT)))
    assert [(block.kind, block.marker, block.text) for block in blocks] == [
        ("item", "1.", "бірінші сабақ өтті;"), ("item", "2.", "екінші сабақ өтті;"), ("item", "-", "қорытынды көрме.")]


def test_letters_in_runs_of_their_own_are_sorted_by_position():
    def draw(canvas):
        word, missing = "Қатысушылар саны өңірде", set("Ққңөғүұіәһ")
        for wanted in (False, True):  # first the letters that the font has, then those from another font
            x = 80
            for char in word:
                if (char in missing) == wanted and char != " ":
                    canvas.drawString(x, 700, char)
                x += canvas.stringWidth(char, FONT, 11)
    blocks, _ = read(PATH, drawn(draw))
    assert [block.text for block in blocks] == ["Қатысушылар саны өңірде"]


def test_ruled_table_with_merged_cells_and_two_header_rows():
    rows = [["1", "Ағаш ою", "40", "43"], ["2", "Көрме", "", "2"]]
    data = [["№", "Іс-шара", "Көрсеткіш", ""], ["", "", "жоспар", "факт"], *rows]
    spans = [("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (1, 1)), ("SPAN", (2, 0), (3, 0))]
    table, = tables(story(Table(data, style=GRID + spans, colWidths=[30, 150, 90, 90])))
    assert texts(table) == [["№", "Іс-шара", "Көрсеткіш"], ["жоспар", "факт"], *rows]
    number, _, shared = table.rows()[0]
    assert (number.rowspan, number.colspan, shared.rowspan, shared.colspan) == (2, 1, 1, 2)
    place = table.rows()[3][2].place
    assert (place.page, place.table, place.row, place.column) == (1, 1, 4, 3)
    assert place.box[0] < place.box[2]


def test_table_over_a_page_break_is_one_table():
    rows = [["№", "Атауы", "Саны"]] + [[str(n), f"{n}-сабақ", str(n * 11)] for n in range(1, 80)]
    table, = tables(story(Paragraph(PROSE, TEXT), Table(rows, style=GRID, colWidths=[40, 200, 100], repeatRows=1)))
    assert texts(table) == rows
    assert {cell.place.page for cell in table.cells} == {1, 2, 3}


def test_a_row_cut_by_the_page_break_is_closed_again():
    words = " ".join(f"сөз{n}" for n in range(40))
    cut = words.index("сөз20")
    def draw(canvas):
        _boxes(canvas, 730, 60, [("1", 40), (words[:cut], 250), ("890", 60)])
        canvas.showPage()
        canvas.setFont(FONT, 9)
        _boxes(canvas, 780, 60, [("", 40), (words[cut:], 250), ("", 60)])
        _boxes(canvas, 720, 60, [("2", 40), ("Жаңа жол", 250), ("770", 60)])
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.setFont(FONT, 9)
    _boxes(canvas, 760, 30, [("№", 40), ("Атауы", 250), ("Саны", 60)])
    draw(canvas)
    canvas.save()
    table, = tables(stream.getvalue())
    assert [[" ".join(text.split()) for text in row] for row in texts(table)] == [
        ["№", "Атауы", "Саны"], ["1", words, "890"], ["2", "Жаңа жол", "770"]]


def _boxes(canvas, top, height, cells):
    """A row of framed cells, texts wrapped by hand at spaces."""
    x = 60
    for text, width in cells:
        canvas.rect(x, top - height, width, height)
        y, line = top - 10, ""
        for word in text.split():
            if line and canvas.stringWidth(f"{line} {word}", FONT, 9) > width - 8:
                canvas.drawString(x + 4, y, line)
                y, line = y - 11, word
            else:
                line = f"{line} {word}".strip()
        canvas.drawString(x + 4, y, line)
        x += width


@pytest.mark.parametrize("lines, expected", [
    (["89", "46"], "8946"),  # too narrow for both: one number
    (["14 ", "46"], "14 46"),  # a space at the line's end: two
    (["Жобаға", "келді"], "Жобаға\nкелді"),
    (["Шеберхан", "ашылды"], "Шеберхан ашылды")])
def test_wraps_in_narrow_cells(lines, expected):
    width = max(pdfmetrics.stringWidth(line.strip(), FONT, 11) for line in lines) + 7
    width += 40 if "\n" in expected else 0
    def draw(canvas):
        canvas.drawString(60, 780, "Сабаққа келген балалар ашылды деп жазды, ашылды.")
        for x, cell in ((60, lines), (60 + width, ["-"])):
            canvas.rect(x, 600, width, 60)
            for index, line in enumerate(cell):
                canvas.drawString(x + 3, 645 - 13 * index, line)
    table, = tables(drawn(draw))
    assert table.cells[0].text == expected


def test_a_gap_between_lines_of_a_cell_is_an_empty_line():
    cell = Paragraph("5 сабақ<br/>2 көрме<br/><br/>848 адам", TEXT)
    table, = tables(story(Table([[cell, "1"]], style=GRID, colWidths=[200, 40])))
    assert table.cells[0].text == "5 сабақ\n2 көрме\n\n848 адам"


def test_hyphen_at_a_line_end_by_the_words_of_the_document():
    def draw(canvas):
        canvas.drawString(60, 780, "Бұл іс-шара ауылда өтті, онда шеберхана да болды деп еді.")
        for index, line in enumerate(["Жиналған жұрт осы іс-", "шара мен осы шебер-", "хана туралы айтты."]):
            canvas.drawString(60, 700 - 13 * index, line)
            canvas.rect(55, 660, 150, 60)
            canvas.rect(205, 660, 60, 60)
    table, = tables(drawn(draw))
    assert table.cells[0].text == "Жиналған жұрт осы іс-шара мен осы шеберхана туралы айтты."


def test_columns_without_ruling_lines_are_a_table():
    rows = [("Аудан", "Сабақ", "Адам"), ("Ақкөл", "12", "340"), ("Бурабай", "7", "95"), ("Есіл", "21", "1 204")]
    def draw(canvas):
        canvas.drawString(60, 760, "Аудандар бойынша сабақтар мен адамдар саны төменде келтірілді:")
        for index, row in enumerate(rows):
            for x, text in zip((60, 220, 330), row):
                canvas.drawString(x, 730 - 18 * index, text)
    table, = tables(drawn(draw))
    assert texts(table) == [list(row) for row in rows]
    assert table.reconstructed


def test_justified_prose_is_no_table():
    justified = ParagraphStyle("justified", parent=TEXT, alignment=4)
    assert tables(story(*[Paragraph(PROSE, justified) for _ in range(12)])) == []


def test_links_carry_target_text_and_place():
    link = '<a href="https://example.org/esep">есеп осында</a>'
    blocks, _ = read(PATH, story(Paragraph(f"Толық {link} тұр.", TEXT)))
    found, = blocks[0].links
    assert (found.target, found.text, found.place.page) == ("https://example.org/esep", "есеп осында", 1)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_reads_as_it_is_seen(turn):
    def draw(canvas):
        canvas.setPageRotation(turn)
        width, height = A4 if turn == 180 else reversed(A4)  # reportlab gives the sheet before it is turned
        canvas.translate(*{90: (width, 0), 180: (width, height), 270: (0, height)}[turn])
        canvas.rotate(turn)
        canvas.drawString(60, 400, "Бірінші жол осы болады")
        canvas.drawString(60, 380, "Екінші жол")
    blocks, _ = read(PATH, drawn(draw))
    assert " ".join(block.text for block in blocks) == "Бірінші жол осы болады Екінші жол"
    assert blocks[0].place.box[0] == pytest.approx(60, abs=2)


def test_vertical_text_in_a_header_cell():
    def draw(canvas):
        for x in (60, 90, 120):
            canvas.rect(x, 500, 30, 150)
        canvas.drawString(64, 560, "№")
        canvas.saveState()
        canvas.rotate(90)
        canvas.drawString(505, -105, "Қатысушылар саны")
        canvas.restoreState()
        canvas.drawString(124, 560, "310")
    table, = tables(drawn(draw))
    assert texts(table) == [["№", "Қатысушылар саны", "310"]]


CELL = st.text("абвгдежзиклмнопрстуәғқңөұүһі0123456789", min_size=1, max_size=8)


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=2, max_size=6)))
@example([["жоспар", "факт"], ["12", "13"]])
def test_any_ruled_table_comes_back_cell_by_cell(rows):
    table, = tables(story(Table(rows, style=GRID, colWidths=[90] * len(rows[0]))))
    assert texts(table) == rows


@pytest.mark.parametrize("data, words", [
    (b"%PDF-1.7\nbroken", "is broken"),
    (b"not a pdf at all", "no PDF"),
    (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
     b"trailer<</Root 1 0 R>>", "no pages")])
def test_unreadable_files_get_one_sentence(data, words):
    with pytest.raises(UnreadableFile, match=words) as caught:
        read(PATH, data)
    assert "\n" not in str(caught.value)


def test_password_is_asked_for():
    from reportlab.lib.pdfencrypt import StandardEncryption
    data = drawn(lambda canvas: canvas.drawString(60, 700, "Құпия"), encrypt=StandardEncryption("ашар", canPrint=0))
    with pytest.raises(UnreadableFile, match="password"):
        read(PATH, data)


def test_a_scan_asks_for_text_recognition():
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    picture = ImageReader(Image.new("RGB", (40, 40), "grey"))
    with pytest.raises(UnreadableFile, match="OCR"):
        read(PATH, drawn(lambda canvas: canvas.drawImage(picture, 0, 0, 500, 700)))


def test_an_empty_page_is_said_to_be_empty():
    with pytest.raises(UnreadableFile, match="no text"):
        read(PATH, drawn(lambda canvas: None))


def test_a_picture_page_among_others_is_remarked():
    from PIL import Image as Picture
    from reportlab.platypus import Image
    stream = io.BytesIO()
    Picture.new("RGB", (40, 40), "grey").save(stream, "PNG")
    _, remarks = read(PATH, story(Paragraph(PROSE, TEXT), PageBreak(), Image(stream, 300, 300)))
    assert [(remark.code, dict(remark.params)) for remark in remarks] == [("page-without-text", {"page": 2})]


def test_too_many_pages(monkeypatch):
    monkeypatch.setattr("auditkit.readers.pdf.MAX_PAGES", 1)
    with pytest.raises(UnreadableFile, match="2 pages"):
        read(PATH, story(Paragraph(PROSE, TEXT), PageBreak(), Paragraph(PROSE, TEXT)))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_files_never_end_in_a_traceback(data):
    whole = (DATA / "zhas-qanat.tagged.pdf").read_bytes()
    broken = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 30))):
        broken[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(PATH, bytes(broken[:data.draw(st.integers(len(whole) // 2, len(whole)))]))
    except UnreadableFile as error:
        assert "\n" not in str(error)
