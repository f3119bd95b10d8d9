"""Word files: blocks in order, lists as numbered, merged and nested tables, notes, tracked changes, hostile files."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from auditkit.errors import UnreadableFile
from auditkit.readers.docx import read
from auditkit.readers.docx_numbering import formatted
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

PATH = Path("a.docx")
NAMESPACES = nsdecls("w", "r") + (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def saved(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def body(*elements: str, template=None) -> bytes:
    """A Word file of the given body elements in WordprocessingML."""
    document = template or docx.Document()
    for element in elements:
        prefix, rest = element.split(">", 1) if not element.split(">", 1)[0].endswith("/") else (element[:-2], None)
        xml = f"{prefix} {NAMESPACES}>{rest}" if rest is not None else f"{prefix} {NAMESPACES}/>"
        document.element.body.insert(len(document.element.body) - 1, parse_xml(xml))
    return saved(document)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str) -> str:
    return f"<w:p>{run(text)}</w:p>"


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if '<w:p' in content else paragraph(content)}</w:tc>"


def texts(data: bytes) -> list[str]:
    return [block.text for block in read(PATH, data)[0]]


def test_headings_paragraphs_and_emphasis():
    document = docx.Document()
    document.add_heading("Қорытынды есеп", 0)
    document.add_heading("Жоба туралы", 2)
    document.add_paragraph("")
    document.add_paragraph("Мәтін\nекінші жол\tсоңы")
    document.add_paragraph().add_run("Қалың").bold = True
    blocks, remarks = read(PATH, saved(document))
    assert [(block.kind, block.level, block.text, block.place.paragraph) for block in blocks] == [
        ("heading", 1, "Қорытынды есеп", 1),
        ("heading", 2, "Жоба туралы", 2),
        ("paragraph", 0, "Мәтін екінші жол соңы", 4),
        ("paragraph", 0, "Қалың", 5),
    ]
    assert [block.emphasis for block in blocks[2:]] == [False, True] and remarks == []


def test_outline_levels_make_headings_and_undo_them():
    outline = '<w:p><w:pPr><w:pStyle w:val="{}"/><w:outlineLvl w:val="{}"/></w:pPr>' + run("а") + "</w:p>"
    blocks, _ = read(PATH, body(outline.format("Normal", 2), outline.format("Heading1", 9)))
    assert [(block.kind, block.level) for block in blocks] == [("heading", 3), ("paragraph", 0)]


def test_characters_of_a_run():
    runs = (
        "<w:r><w:t>саны </w:t><w:t>14</w:t><w:tab/><w:t>4\u00ad6</w:t><w:noBreakHyphen/><w:softHyphen/>"
        '<w:sym w:font="Symbol" w:char="F0B3"/><w:cr/><w:t>х</w:t></w:r>'
    )
    assert texts(body(f"<w:p>{runs}</w:p>")) == ["саны14 46-≥ х"]


def numbered(*levels: tuple[str, str]) -> docx.document.Document:
    """A document with list 1 (its own), and lists 2 and 3 over one definition, list 3 starting anew."""
    document = docx.Document()
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    described = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for index, (style, text) in enumerate(levels)
    )
    for identity in (1, 2):
        root.append(parse_xml(f'<w:abstractNum {NAMESPACES} w:abstractNumId="{identity}">{described}</w:abstractNum>'))
    for identity, abstract, extra in (
        (1, 1, ""),
        (2, 2, ""),
        (3, 2, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>' "</w:lvlOverride>"),
    ):
        root.append(
            parse_xml(f'<w:num {NAMESPACES} w:numId="{identity}"><w:abstractNumId w:val="{abstract}"/>{extra}</w:num>')
        )
    return document


def item(text: str, num_id: int, level: int = 0) -> str:
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr></w:pPr>{run(text)}</w:p>'
    )


def test_list_items_are_numbered_as_word_shows_them():
    document = numbered(("decimal", "%1."), ("russianLower", "%1.%2)"), ("bullet", "\uf0b7"))
    data = body(
        item("а", 1),
        item("б", 1, 1),
        item("в", 1, 1),
        item("г", 1),
        item("д", 1, 1),
        item("е", 2),
        item("ж", 2, 2),
        item("з", 3),
        item("и", 1),
        item("й", 0),
        template=document,
    )
    blocks, _ = read(PATH, data)
    assert [(block.marker, block.level, block.kind) for block in blocks] == [
        ("1.", 1, "item"),
        ("1.а)", 2, "item"),
        ("1.б)", 2, "item"),
        ("2.", 1, "item"),
        ("2.а)", 2, "item"),
        ("1.", 1, "item"),
        ("•", 3, "item"),
        ("5.", 1, "item"),
        ("3.", 1, "item"),
        ("", 0, "paragraph"),
    ]


def test_list_styles_and_numbers_in_cells():
    document = docx.Document()
    document.add_paragraph("бірінші", style="List Number")
    document.add_paragraph("екінші", style="List Number")
    document.add_paragraph("таңба", style="List Bullet")
    blocks, _ = read(PATH, saved(document))
    assert [block.kind for block in blocks] == ["item"] * 3 and [block.marker for block in blocks[:2]] == ["1.", "2."]
    table = "<w:tbl><w:tr>" + cell(item("", 1)) + cell(item("х", 1)) + "</w:tr></w:tbl>"
    blocks, _ = read(PATH, body(table, template=numbered(("decimal", "%1."))))
    assert [found.text for found in blocks[0].table.cells] == ["1.", "2. х"]


@pytest.mark.parametrize(
    "value, style, expected",
    [
        (4, "lowerRoman", "iv"),
        (28, "upperLetter", "BB"),
        (3, "russianUpper", "В"),
        (7, "decimalZero", "07"),
        (5, "none", ""),
        (0, "lowerLetter", "0"),
        (9, "ordinal", "9"),
    ],
)
def test_number_formats(value, style, expected):
    assert formatted(value, style) == expected


def test_merged_cells_stand_once():
    document = docx.Document()
    table = document.add_table(3, 4)
    for row in range(3):
        for column in range(4):
            table.cell(row, column).text = f"{row}{column}"
    for across in ((0, 0, 1, 0), (0, 1, 0, 3), (1, 2, 2, 3)):
        merged = table.cell(*across[:2]).merge(table.cell(*across[2:]))
        merged.text = f"{across[0]}{across[1]}"
    found = read(PATH, saved(document))[0][0].table
    assert [(cell.text, cell.row, cell.column, cell.rowspan, cell.colspan) for cell in found.cells] == [
        ("00", 0, 0, 2, 1),
        ("01", 0, 1, 1, 3),
        ("11", 1, 1, 1, 1),
        ("12", 1, 2, 2, 2),
        ("20", 2, 0, 1, 1),
        ("21", 2, 1, 1, 1),
    ]
    assert (
        (found.height, found.width) == (3, 4) and found.cells[-1].place.row == 3 and found.cells[-1].place.column == 2
    )


def test_shifted_rows_header_rows_and_blank_lines_of_cells():
    table = (
        '<w:tbl><w:tblPr><w:tblCaption w:val="Жыныс"/></w:tblPr><w:tr><w:trPr><w:tblHeader/></w:trPr>'
        + cell("а")
        + cell("б")
        + '</w:tr><w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>'
        + cell(paragraph("A") + "<w:p/><w:p/>" + paragraph("B<w:br/>C").replace("<w:br/>", "</w:t><w:br/><w:t>"))
        + "</w:tr></w:tbl>"
    )
    found = read(PATH, body(table))[0][0].table
    assert (found.header_rows, found.caption) == (1, "Жыныс")
    assert (found.cells[2].column, found.cells[2].text) == (1, "A\n\n\nB\nC")


def test_nested_tables_and_their_numbers():
    inner = "<w:tbl><w:tr>" + cell("ішкі") + "</w:tr></w:tbl>"
    outer = "<w:tbl><w:tr>" + cell(paragraph("сырт") + inner + "<w:p/>") + "</w:tr></w:tbl>"
    blocks, _ = read(PATH, body(outer, "<w:p/>", inner))
    assert [block.table.number for block in blocks] == [1, 3]
    assert blocks[0].table.cells[0].text == "сырт" and blocks[0].table.cells[0].tables[0].number == 2
    assert blocks[0].table.cells[0].tables[0].cells[0].place.table == 2


def test_content_controls_are_looked_through_but_not_their_hints():
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    row = "<w:tbl>" + control.format("", "<w:tr>" + control.format("", cell("х")) + "</w:tr>") + "</w:tbl>"
    data = body(
        control.format("", paragraph("бар")),
        "<w:p>"
        + control.format("<w:showingPlcHdr/>", run("мәтін енгізіңіз"))
        + control.format("", run("ішінде"))
        + "</w:p>",
        row,
    )
    blocks, _ = read(PATH, data)
    assert [block.text for block in blocks[:2]] == ["бар", "ішінде"] and blocks[2].table.cells[0].text == "х"


def test_tracked_changes_are_read_as_accepted():
    deleted_mark = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + run("бірінші ") + "</w:p>"
    rows = (
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr>"
        + cell("жоқ")
        + "</w:tr><w:tr><w:trPr><w:ins/></w:trPr>"
        + cell("бар")
        + "</w:tr></w:tbl>"
    )
    data = body(
        "<w:p>"
        + run("саны ")
        + "<w:del><w:r><w:delText>890</w:delText></w:r></w:del><w:ins>"
        + run("848")
        + "</w:ins></w:p>",
        "<w:p><w:moveFrom>" + run("көшті") + "</w:moveFrom></w:p>",
        "<w:p><w:moveTo>" + run("көшті") + "</w:moveTo></w:p>",
        deleted_mark,
        paragraph("екінші"),
        rows,
    )
    blocks, remarks = read(PATH, data)
    assert [block.text for block in blocks] == ["саны 848", "көшті", "бірінші екінші", ""]
    assert [found.text for found in blocks[-1].table.cells] == ["бар"]
    assert [remark.code for remark in remarks] == ["tracked-changes"]
    assert dict(remarks[0].params) == {"insertions": 3, "deletions": 4}


def test_links_of_all_kinds():
    document = docx.Document()
    identity = document.part.relate_to(
        "https://example.org/a",
        "http://schemas.openxmlformats.org/officeDocument/2006/" "relationships/hyperlink",
        is_external=True,
    )
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText>HYPERLINK "https://example.org/b"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("екінші")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    data = body(
        f'<w:p><w:hyperlink r:id="{identity}">{run("бірінші")}</w:hyperlink>{run(", ")}{field}</w:p>',
        '<w:p><w:fldSimple w:instr=" PAGE "><w:r><w:t>3</w:t></w:r></w:fldSimple></w:p>',
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>код</w:t></w:r></w:p>',
        paragraph("соңы"),
        template=document,
    )
    blocks, _ = read(PATH, data)
    assert [block.text for block in blocks] == ["бірінші, екінші", "3", "соңы"]
    assert [(link.target, link.text, link.place.paragraph) for link in blocks[0].links] == [
        ("https://example.org/a", "бірінші", 1),
        ("https://example.org/b", "екінші", 1),
    ]


def test_text_boxes_once_and_hidden_text_not_at_all():
    box = (
        "<w:txbxContent>" + paragraph("жақтау 5") + "<w:tbl><w:tr>" + cell("кесте") + "</w:tr></w:tbl></w:txbxContent>"
    )
    alternate = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    blocks, remarks = read(
        PATH, body(f"<w:p>{run('мәтін')}{run('жасырын', '<w:vanish/>')}<w:r>{alternate}</w:r></w:p>")
    )
    assert [(block.kind, block.text) for block in blocks] == [
        ("paragraph", "мәтін"),
        ("note", "жақтау 5"),
        ("table", ""),
    ]
    assert blocks[2].table.number == 1 and [remark.code for remark in remarks] == ["hidden-text"]


def rewritten(data: bytes, changes: dict[str, tuple[str, str]], extra: dict[str, str] | None = None) -> bytes:
    """A Word file with pieces of its parts replaced and parts added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name).decode("utf-8") if name.endswith((".xml", ".rels")) else source.read(name)
            if name in changes:
                assert changes[name][0] in content
                content = content.replace(*changes[name])
            target.writestr(name, content)
        for name, content in (extra or {}).items():
            target.writestr(name, content)
    return stream.getvalue()


def test_footnotes_follow_their_paragraph_and_do_not_stick_to_the_number():
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    data = body(
        f"<w:p>{run('890')}{reference}{run(' адам')}</w:p>",
        "<w:tbl><w:tr>" + cell(f"<w:p>{run('5')}{reference}</w:p>") + "</w:tr></w:tbl>",
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    notes = (
        f'<w:footnotes {NAMESPACES}><w:footnote w:id="0" w:type="separator">{paragraph("x")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("тіркеу бойынша")}</w:footnote></w:footnotes>'
    )
    data = rewritten(
        data,
        {
            "word/_rels/document.xml.rels": (
                "</Relationships>",
                f'<Relationship Id="n" Type="{kind}" Target="footnotes.xml"/></Relationships>',
            )
        },
        {"word/footnotes.xml": notes},
    )
    blocks, _ = read(PATH, data)
    assert [(block.kind, block.text) for block in blocks] == [
        ("paragraph", "890 адам"),
        ("note", "тіркеу бойынша"),
        ("table", ""),
        ("note", "тіркеу бойынша"),
    ]
    assert blocks[1].place.paragraph == 1 and blocks[3].place.table == 1


def test_dangling_relationships_and_strict_files_are_read():
    data = body(paragraph("мәтін"))
    dangling = rewritten(
        data,
        {
            "word/_rels/document.xml.rels": (
                "</Relationships>",
                '<Relationship Id="n" Type="x/image" Target="NULL"/></Relationships>',
            )
        },
    )
    assert texts(dangling) == ["мәтін"]
    strict = rewritten(
        data,
        {
            "word/document.xml": (
                "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                "http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
        },
    )
    assert texts(strict) == ["мәтін"]


def test_table_of_contents_is_left_out_and_said():
    contents = '<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>' + run("Кіріспе 3") + "</w:p>"
    document = docx.Document()
    document.styles.add_style("toc 1", 1).element.set(docx.oxml.ns.qn("w:styleId"), "TOC1")
    blocks, remarks = read(PATH, body(contents, paragraph("мәтін"), template=document))
    assert [(block.text, block.place.paragraph) for block in blocks] == [("мәтін", 2)]
    assert [(remark.code, dict(remark.params)) for remark in remarks] == [("contents", {"count": 1})]


def test_hostile_tables_are_refused():
    nested = paragraph("x")
    for _ in range(40):
        nested = "<w:tbl><w:tr>" + cell(nested + "<w:p/>") + "</w:tr></w:tbl>"
    with pytest.raises(UnreadableFile, match="nested too deeply"):
        read(PATH, body(nested))
    wide = "<w:tbl><w:tr>" + cell("x", '<w:gridSpan w:val="99999999"/>') + "</w:tr></w:tbl>"
    with pytest.raises(UnreadableFile, match="more than a report can hold"):
        read(PATH, body(wide))


def test_truncated_files_are_refused():
    data = body(paragraph("мәтін"))
    for end in (30, len(data) // 2, len(data) - 5):
        with pytest.raises(UnreadableFile, match="damaged"):
            read(PATH, data[:end])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.text(alphabet="аәқ15 -", max_size=6), min_size=2, max_size=3), min_size=1, max_size=4))
def test_what_is_written_into_a_table_is_read_from_it(rows):
    width = max(len(row) for row in rows)
    document = docx.Document()
    table = document.add_table(len(rows), width)
    for target, row in zip(table.rows, rows):
        for found, text in zip(target.cells, row):
            found.text = text
    read_back = read(PATH, saved(document))[0][0].table
    expected = [[text.strip() for text in row] + [""] * (width - len(row)) for row in rows]
    assert [[found.text for found in row] for row in read_back.rows()] == expected
