"""HTML pages: blocks, tables with spans, links; scripts and hidden parts are passed over."""

from pathlib import Path

import pytest
from auditkit.errors import UnreadableFile
from auditkit.readers.html import read
from hypothesis import given, settings
from hypothesis import strategies as st

PATH = Path("a.html")
PAGE = """<!doctype html><html><head><title>тақырып</title><script>alert("5")</script></head><body>
<h2>Қорытынды <b>есеп</b></h2>
<p>Барлығы&nbsp;120<br>адам
   <a href="https://example.org/a">сурет</a> <a href="#x">төмен</a></p>
<ol start=3><li>бірінші<ul><li>ішкі</li></ul></li><li>екінші</li></ol>
Бос мәтін
<table><caption>Жыныс</caption><thead><tr><th rowspan=2>Барлығы<th colspan=2>Оның ішінде</tr><tr><th>ер<th>әйел</thead>
<tr><td>120<td><p>50</p><p>&nbsp;</p><p>адам</p><td>70<table><tr><td>а<td><a href="http://b.org/">б</a></table></table>
<div style="display: none">жасырын 5</div><script>document.write("<p>7</p>")</script>
<p><strong>Қалың</strong></p></body></html>"""


def test_blocks_in_reading_order():
    blocks, remarks = read(PATH, PAGE.encode())
    assert [(block.kind, block.level, block.marker, block.text) for block in blocks] == [
        ("heading", 2, "", "Қорытынды есеп"),
        ("paragraph", 0, "", "Барлығы\u00a0120 адам сурет төмен"),
        ("item", 1, "3.", "бірінші"),
        ("item", 2, "•", "ішкі"),
        ("item", 1, "4.", "екінші"),
        ("paragraph", 0, "", "Бос мәтін"),
        ("table", 0, "", ""),
        ("paragraph", 0, "", "Қалың"),
    ]
    assert [block.place.line for block in blocks] == [2, 3, 5, 5, 5, 6, 7, 10]
    assert [link.target for link in blocks[1].links] == ["https://example.org/a"] and blocks[1].links[0].text == "сурет"
    assert blocks[-1].emphasis and not blocks[1].emphasis
    assert [(remark.code, dict(remark.params)) for remark in remarks] == [("hidden-text", {"count": 1})]


def test_a_table_with_spans_and_a_nested_one():
    block = read(PATH, PAGE.encode())[0][6]
    table = block.table
    assert (table.height, table.width, table.header_rows, table.caption) == (3, 3, 2, "Жыныс")
    assert table.grid()[1][0].text == "Барлығы" and table.grid()[0][2].text == "Оның ішінде"
    assert [cell.text for cell in table.rows()[2]] == ["120", "50\n\nадам", "70"]
    assert table.rows()[2][1].place.at(line=None).column == 2 and table.rows()[2][1].place.line == 8
    nested = table.rows()[2][2].tables[0]
    assert nested.number == 2 and [cell.text for cell in nested.cells] == ["а", "б"]
    assert [link.target for link in block.links] == ["http://b.org/"]


@pytest.mark.parametrize(
    "declared, encoding", [("windows-1251", "kz1048"), ("utf-8", "utf-8"), ("koi8-r", "utf-8"), ("nonsense", "utf-8")]
)
def test_encodings(declared, encoding):
    page = f'<html><meta charset="{declared}"><p>Әлеуметтік жоба: қалада 120 адам көмек алды</p>'
    blocks, _ = read(PATH, page.encode(encoding))
    assert blocks[0].text == "Әлеуметтік жоба: қалада 120 адам көмек алды" or declared == "koi8-r"


@pytest.mark.parametrize(
    "page, said",
    [
        ("<div>" * 9000 + "x", "nested too deeply"),
        ("<table><tr><td>" * 60 + "x", "nested too deeply"),
        ("<table>" + "<tr>" + "<td colspan=1000>x" * 2001 + "</table>", "more than a report can hold"),
        ("<!-- -->  ", "no text"),
    ],
)
def test_hostile_pages_are_refused(tmp_path, page, said):
    from auditkit.readers import read as read_file

    path = tmp_path / "a.html"
    path.write_text(page)
    with pytest.raises(UnreadableFile, match=said):
        read_file(path)


def test_absurd_spans_are_cut():
    blocks, _ = read(PATH, b"<table><tr><td rowspan=60000 colspan=99999>1<tr><td rowspan=0>2<tr><td>3</table>")
    assert (blocks[0].table.height, blocks[0].table.width) == (3, 1002)  # 1000, and a column for each row beside it


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<table>",
                "<tr>",
                "<td>",
                "<td rowspan=2>",
                "<th colspan=2>",
                "</table>",
                "<p>",
                "<li>",
                "<ol>",
                "</ol>",
                "<br>",
                "<b>",
                "7",
                "ә",
                "</td>",
                "<a href=x>",
                "<thead>",
                "&nbsp;",
            ]
        ),
        max_size=40,
    )
)
def test_no_text_is_lost_or_doubled_in_any_tag_soup(tags):
    page = "".join(tags)
    blocks, _ = read(PATH, ("<body>" + page + "ү").encode())

    def words(table):
        return "".join(cell.text + "".join(words(nested) for nested in cell.tables) for cell in table.cells)

    text = "".join(block.text if block.table is None else words(block.table) for block in blocks)
    assert text.count("ә") == tags.count("ә") and text.count("ү") == 1
