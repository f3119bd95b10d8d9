"""A Word file: real tables with merged header and task cells, numbered lists, narrow columns."""
from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from .content import Block, Heading, Items, Table


def write(blocks: Sequence[Block], path: Path, language: str, title: str) -> None:
    """Write the blocks to `path` as DOCX; `language` is a tag such as kk-KZ."""
    document = Document()
    document.core_properties.title, document.core_properties.language = title, language
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(1.6), Cm(1.2)
    section.top_margin = section.bottom_margin = Cm(2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(12)
    normal.paragraph_format.space_after = Pt(4)
    for block in blocks:
        if isinstance(block, Table):
            _table(document, block)
        elif isinstance(block, Items):
            _items(document, block)
        else:
            style = f"Heading {block.level}" if isinstance(block, Heading) else None
            paragraph = document.add_paragraph(style=style)
            for text, bold in zip((block.body.text, "") if style else block.parts(), (True, None)):
                if text:
                    run = paragraph.add_run(text)
                    run.bold, run.font.name = bold, "Times New Roman"
    document.save(path)


def _items(document, block: Items) -> None:
    """A numbered list has its numbers typed, as most authors do; a dashed one is a real list of Word."""
    for number, item in enumerate(block.items, 1):
        if block.numbered:
            document.add_paragraph(f"{number}. {item.text}")
        else:
            document.add_paragraph(item.text, style="List Bullet")


def _table(document, block: Table) -> None:
    """A table with fixed column widths, spans as real merges, and header rows that repeat on every page."""
    grid = block.grid()
    table = document.add_table(len(grid), len(block.widths), style="Table Grid")
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, block.widths):
        column.width = Cm(width)
    style = _cell_style(document, 8 if len(block.widths) > 7 else 10)
    for row, cells in enumerate(grid):
        for column, cell in enumerate(cells):
            table.cell(row, column).width = Cm(block.widths[column])
            if cell is None:
                continue
            place = table.cell(row, column)
            if cell.rows > 1 or cell.columns > 1:
                place = place.merge(table.cell(row + cell.rows - 1, column + cell.columns - 1))
            _fill(place, cell.body.text, style, bold=row < block.header)
        if row < block.header:
            mark = OxmlElement("w:tblHeader")
            mark.set(qn("w:val"), "true")
            table.rows[row]._tr.get_or_add_trPr().append(mark)
    document.add_paragraph()


def _cell_style(document, points: int):
    """The paragraph style of small print; a style, so that empty paragraphs are as low as the others."""
    name = f"Cell {points}"
    if name not in [style.name for style in document.styles]:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size = document.styles["Normal"], Pt(points)
        style.paragraph_format.space_after = Pt(0)
    return document.styles[name]


def _fill(place, text: str, style, bold: bool) -> None:
    """The paragraphs of a cell."""
    for number, line in enumerate(text.split("\n")):
        paragraph = place.paragraphs[0] if number == 0 else place.add_paragraph()
        paragraph.style = style
        if line:
            paragraph.add_run(line).bold = bold or None
