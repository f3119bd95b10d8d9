"""Tagged PDFs: what LibreOffice writes, held against the Word file it was written from; structure trees made to hurt.

tests/data/zhas-qanat.docx is the truth; its two PDFs are LibreOffice's exports of it, with UseTaggedPDF true and false.
"""
from pathlib import Path

import docx
import pytest
from auditkit.errors import UnreadableFile
from auditkit.readers.pdf import read

DATA = Path(__file__).parent / "data"
PATH = Path("a.pdf")


def blocks_of(name: str):
    return read(DATA / name, (DATA / name).read_bytes())[0]


def word_tables():
    """The tables of the Word file as {(row, column): text}, merged cells once."""
    found = []
    for table in docx.Document(str(DATA / "zhas-qanat.docx")).tables:
        cells, seen = {}, set()
        for row, line in enumerate(table.rows):
            for column, cell in enumerate(line.cells):
                if cell._tc not in seen:
                    seen.add(cell._tc)
                    cells[row, column] = cell.text
        found.append(cells)
    return found


@pytest.mark.parametrize("name", ["zhas-qanat.tagged.pdf", "zhas-qanat.pdf"])
def test_tables_are_those_of_the_word_file(name):
    tables = [block.table for block in blocks_of(name) if block.table is not None]
    got = [{(cell.row, cell.column): " ".join(cell.text.split()) for cell in table.cells} for table in tables]
    assert got == [{key: " ".join(text.split()) for key, text in cells.items()} for cells in word_tables()]


@pytest.mark.parametrize("name", ["zhas-qanat.tagged.pdf", "zhas-qanat.pdf"])
def test_blocks_are_those_of_the_word_file(name):
    blocks = [block for block in blocks_of(name) if block.table is None]
    expected = [(("heading", int(paragraph.style.name[-1])) if paragraph.style.name.startswith("Heading") else
                 ("item", 1) if paragraph.style.name.startswith("List") else ("paragraph", 0), paragraph.text.strip())
                for paragraph in docx.Document(str(DATA / "zhas-qanat.docx")).paragraphs]
    assert [((block.kind, block.level), block.text) for block in blocks] == expected
    assert {block.marker for block in blocks if block.kind == "item"} == {"•"}


def test_empty_lines_of_a_cell_are_kept():
    table = next(block.table for block in blocks_of("zhas-qanat.tagged.pdf") if block.table is not None)
    plan = table.rows()[3][3].text
    assert plan == "400 түп қайың\nАуыл шетінде – 150;\nМектеп ауласында – 250.\n\n1 сенбілік"


def test_every_cell_with_text_has_page_and_box():
    for name in ("zhas-qanat.tagged.pdf", "zhas-qanat.pdf"):
        table = next(block.table for block in blocks_of(name) if block.table is not None)
        assert {cell.place.page for cell in table.cells if cell.text} == {1, 2}
        for cell in table.cells:
            assert (cell.place.row, cell.place.column) == (cell.row + 1, cell.column + 1)
            assert not cell.text or cell.place.box[0] < cell.place.box[2] and cell.place.box[1] < cell.place.box[3]


def pdf(structure: str, content: str, more: str = "") -> bytes:
    """A PDF of one page: `content` its stream, `structure` the objects 6 and up of its structure tree (root: 6)."""
    objects = {1: "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 6 0 R/MarkInfo<</Marked true>>>>",
               2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
               3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/StructParents 0"
                  "/Resources<</Font<</F 5 0 R>>>>>>",
               4: f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
               5: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"}
    body = "".join(f"{number} 0 obj\n{text}\nendobj\n" for number, text in objects.items())
    return f"%PDF-1.7\n{body}{structure}\n{more}trailer<</Root 1 0 R/Size 99>>\n%%EOF".encode("latin-1")


def marked(*words: str) -> str:
    return "\n".join(f"/P <</MCID {index}>> BDC BT /F 12 Tf 60 {700 - 20 * index} Td ({word}) Tj ET EMC"
                     for index, word in enumerate(words))


CELLS = marked("Total", "Men", "Women", "110", "50", "60")


def test_head_cells_spans_and_role_map():
    kinds = ["TH/A<</O/Table/RowSpan 2>>", "TH", "TH", "TD", "TD/A[<</O/Layout>><</O/Table/ColSpan 2>>]", "Datum"]
    cells = "".join(f"{20 + index} 0 obj<</P 10 0 R/Pg 3 0 R/K {index}/S/{kind}>>endobj\n"
                    for index, kind in enumerate(kinds))
    tree = ("6 0 obj<</Type/StructTreeRoot/K 7 0 R/RoleMap<</Datum/Wert/Wert/TD/Loop/Loop>>>>endobj\n"
            "7 0 obj<</S/Table/P 6 0 R/K[10 0 R 11 0 R 12 0 R]>>endobj\n"
            "10 0 obj<</S/TR/P 7 0 R/K[20 0 R 21 0 R 22 0 R]>>endobj\n"
            "11 0 obj<</S/TR/P 7 0 R/K[23 0 R]>>endobj\n12 0 obj<</S/TR/P 7 0 R/K[24 0 R 25 0 R]>>endobj\n" + cells)
    block, = read(PATH, pdf(tree, CELLS))[0]
    got = {(cell.row, cell.column, cell.rowspan, cell.colspan): cell.text for cell in block.table.cells}
    assert got == {(0, 0, 2, 1): "Total", (0, 1, 1, 1): "Men", (0, 2, 1, 1): "Women", (1, 1, 1, 1): "110",
                   (2, 0, 1, 2): "50", (2, 2, 1, 1): "60"}
    assert block.table.header_rows == 1


DEEP = "6 0 obj<</K 10 0 R>>endobj\n" + "".join(
    f"{10 + n} 0 obj<</S/Div/K[{11 + n} 0 R]>>endobj\n" for n in range(3000))
DEEP += "3010 0 obj<</S/P/Pg 3 0 R/K[0 1 2 3 4 5]>>endobj\n"


@pytest.mark.parametrize("tree", [
    "6 0 obj<</K 6 0 R>>endobj",
    "6 0 obj 6 0 R endobj",
    "6 0 obj<</K[7 0 R]>>endobj 7 0 obj<</S/Table/K[8 0 R]>>endobj 8 0 obj<</S/TR/K[7 0 R 8 0 R 0 1 2 3 4 5]>>endobj",
    "6 0 obj<</K 7 0 R>>endobj 7 0 obj<</S/P/K 8 0 R>>endobj 8 0 obj[9 0 R]endobj 9 0 obj[8 0 R 7 0 R]endobj",
    "6 0 obj<</K 7 0 R/RoleMap<</A/B/B/A>>>>endobj "
    "7 0 obj<</S/A/Pg 3 0 R/K[0 1 2 3 4 5 -7 99999999999 null (x) 1.5]>>endobj",
    "6 0 obj<</K 7 0 R>>endobj 7 0 obj<</S 12/A[1 2 3]/C[4]/Pg 99 0 R/K<</MCID(a)>>>>endobj",
    "6 0 obj<</K 7 0 R>>endobj 7 0 obj<</S/Table/K 8 0 R>>endobj 8 0 obj<</S/TR/K 9 0 R>>endobj "
    "9 0 obj<</S/TD/Pg 3 0 R/A<</RowSpan 999999999/ColSpan 999999999>>/K[0 1 2 3 4 5]>>endobj",
    DEEP, "6 0 obj<</K" + "[" * 3000 + "]" * 3000 + ">>endobj"], ids=range(9))
def test_trees_made_to_hurt_still_give_the_text(tree):
    blocks, _ = read(PATH, pdf(tree, CELLS))
    text = " ".join(cell.text for block in blocks if block.table for cell in block.table.cells)
    text += " ".join(block.text for block in blocks)
    assert all(word in text for word in ("Total", "Men", "Women", "110", "50", "60"))


@pytest.mark.parametrize("tree", ["6 0 obj" + "<</K" * 5000, "6 0 obj" + "[" * 5000], ids=range(2))
def test_trees_never_closed(tree):
    with pytest.raises(UnreadableFile):
        read(PATH, pdf(tree, CELLS))


@pytest.mark.parametrize("pages", ["<</Type/Pages/Kids[2 0 R]/Count 1>>",
                                   "<</Type/Pages/Kids[2 0 R 3 0 R]/Count 99999999>>"])
def test_page_trees_that_bite_their_tail(pages):
    data = pdf("", CELLS).replace(b"<</Type/Pages/Kids[3 0 R]/Count 1>>", pages.encode())
    try:
        read(PATH, data)
    except UnreadableFile as error:
        assert "\n" not in str(error)


def test_bare_text_and_links_inside_a_paragraph_are_one_text():
    tree = ("6 0 obj<</K[7 0 R 8 0 R]>>endobj 7 0 obj<</S/H2/Pg 3 0 R/K<</S/NonStruct/Pg 3 0 R/K 0>>>>endobj "
            "8 0 obj<</S/P/Pg 3 0 R/K[<</S/NonStruct/K 1>><</S/Link/K[2 3]>><</S/Span/K[4 5]>>]>>endobj")
    blocks, _ = read(PATH, pdf(tree, CELLS))
    assert [(block.kind, block.level, " ".join(block.text.split())) for block in blocks] == [
        ("heading", 2, "Total"), ("paragraph", 0, "Men Women 110 50 60")]


def test_lists_with_labels_and_lists_inside():
    tree = ("6 0 obj<</K 7 0 R>>endobj 7 0 obj<</S/L/Pg 3 0 R/K[8 0 R 9 0 R]>>endobj "
            "8 0 obj<</S/LI/Pg 3 0 R/K[<</S/Lbl/K 0>><</S/LBody/K[<</S/P/K 1>>10 0 R]>>]>>endobj "
            "10 0 obj<</S/L/Pg 3 0 R/K<</S/LI/K<</S/LBody/K 2>>>>>>endobj "
            "9 0 obj<</S/LI/Pg 3 0 R/K<</S/LBody/K[3 4 5]>>>>endobj")
    blocks, _ = read(PATH, pdf(tree, CELLS))
    assert [(block.kind, block.level, block.marker, block.text.split()) for block in blocks] == [
        ("item", 1, "Total", ["Men"]), ("item", 2, "", ["Women"]), ("item", 1, "", ["110", "50", "60"])]


def test_a_tree_that_leaves_most_of_the_text_out_is_not_trusted():
    blocks, _ = read(PATH, pdf("6 0 obj<</K 7 0 R>>endobj 7 0 obj<</S/P/Pg 3 0 R/K 0>>endobj", CELLS))
    assert "Women" in " ".join(block.text for block in blocks)
