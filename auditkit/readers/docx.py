"""Word files (.docx, .docm): the body in reading order, each merged cell once, tracked changes as if accepted."""
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from auditkit.model import Block, Cell, Link, Passage, Place, Remark, Table
from auditkit.readers.docx_numbering import Numbering
from auditkit.readers.docx_parts import MC, Parts, Styles, W, flag, number
from auditkit.readers.docx_text import Inline, InlineReader, chosen
from auditkit.readers.guards import check_table

_WRAPPERS = {W + "sdtContent", W + "customXml", W + "ins", W + "moveTo", W + "smartTag"}
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"


def read(path: Path, data: bytes) -> tuple[list[Block], list[Remark]]:
    """The blocks of a Word file and what is odd about it.

    A place has `paragraph` (the running number of the w:p outside of tables and text boxes, empty ones counted) or
    `table`, `row` and `column` (rows that a tracked change deletes are not counted).  Raises UnreadableFile.
    """
    return _Reader(path, data).read()


def flattened(container: etree._Element) -> Iterator[etree._Element]:
    """The children of a container, content controls and other wrappers looked through, deleted content left out."""
    for child in container:
        if child.tag in _WRAPPERS:
            yield from flattened(child)
        elif child.tag == W + "sdt":
            if not flag(child.find(W + "sdtPr"), "showingPlcHdr"):
                yield from flattened(child)
        elif child.tag == MC + "AlternateContent":
            yield from flattened(chosen(child))
        else:
            yield child


class _Reader:
    """The state of reading one file: running numbers of paragraphs, tables and list items, and what was noticed."""

    def __init__(self, path: Path, data: bytes):
        self.path = path
        self.parts = Parts(path, data)
        self.styles = Styles(self.parts.related("styles"))
        self.numbering = Numbering(self.parts.related("numbering"))
        self.inline = InlineReader(self.parts, self.styles)
        self.notes = {kind: self.parts.notes(kind) for kind in ("footnote", "endnote")}
        self.blocks: list[Block] = []
        self.paragraphs = self.tables = self.hidden = self.contents = self.embedded = 0

    def read(self) -> tuple[list[Block], list[Remark]]:
        body = self.parts.body()
        carried = None
        for element in flattened(body):
            if element.tag == W + "p":
                self.paragraphs += 1
                carried = self._paragraph(element, carried)
            elif element.tag == W + "tbl":
                self._table_block(element)
            elif element.tag == W + "altChunk":
                self.embedded += 1
        if carried is not None:
            self._emit(carried, None, Place(paragraph=self.paragraphs))
        return self.blocks, self._remarks(body)

    # Paragraphs of the body

    def _paragraph(self, element: etree._Element, carried: Inline | None) -> Inline | None:
        """Adds the blocks of one paragraph; returns its content instead where its paragraph mark was deleted."""
        inline = self._inline(element)
        if carried is not None:
            inline.take(carried)
        if _mark_deleted(element):
            return inline
        if self.styles.is_contents(self.styles.id_of(element.find(W + "pPr"))):
            self.contents += bool(inline.text.strip())
            return None
        self._emit(inline, element, Place(paragraph=self.paragraphs))
        return None

    def _emit(self, inline: Inline, element: etree._Element | None, place: Place) -> None:
        marker, depth = self._marker(element)
        text = " ".join(part.strip() for part in inline.text.split("\n")).strip()
        if text:
            level = self._heading_level(element)
            kind = "heading" if level else "item" if marker else "paragraph"
            self.blocks.append(Block(kind, Passage(text, ((0, place),)), level or (depth + 1 if marker else 0), marker,
                                     inline.emphasis, _links(inline, place)))
        self._attached(inline, place, 1)

    def _inline(self, element: etree._Element) -> Inline:
        inline = self.inline.read(element)
        self.hidden += inline.hidden
        return inline

    def _heading_level(self, element: etree._Element | None) -> int:
        if element is None:
            return 0
        properties = element.find(W + "pPr")
        outline = properties.find(W + "outlineLvl") if properties is not None else None
        if outline is not None:
            own = number(outline, 9)
            return own + 1 if 0 <= own < 9 else 0
        return self.styles.level(self.styles.id_of(properties))

    def _marker(self, element: etree._Element | None) -> tuple[str, int]:
        """The number or bullet that Word shows before the paragraph, "" for none, and its level from 0."""
        properties = element.find(W + "pPr") if element is not None else None
        styled = self.styles.numbering(self.styles.id_of(properties))
        own = properties.find(W + "numPr") if properties is not None else None
        num_id = own.find(W + "numId") if own is not None else None
        level = own.find(W + "ilvl") if own is not None else None
        if num_id is not None:
            found, depth = num_id.get(W + "val", ""), number(level)
        elif styled is not None:
            found, depth, style = styled
            if level is not None:
                depth = number(level)
            elif depth is None:
                depth = self.numbering.level_of_style(found, style)
        else:
            return "", 0
        return self.numbering.marker(found, depth), depth

    # Footnotes and text boxes

    def _attached(self, inline: Inline, place: Place, depth: int) -> list[Table]:
        """Adds what hangs on a paragraph as notes; returns the tables of its text boxes (at depth 1: adds them too)."""
        for kind, identity in inline.notes:
            note = self.notes[kind].get(identity)
            if note is not None:
                self._note([note], place, depth)
        return self._note(inline.boxes, place, depth) if inline.boxes else []

    def _note(self, containers: list[etree._Element], place: Place, depth: int) -> list[Table]:
        check_table(self.path, 1, 1, depth)
        found = []
        for container in containers:
            self.inline.forget_fields()
            lines, links, tables, inner = self._lines(container, place, depth)
            text = "\n".join(lines).strip()
            if text:
                self.blocks.append(Block("note", Passage(text, ((0, place),)), links=links))
            for inline in inner:
                tables += self._attached(inline, place, depth + 1)
            found += tables
        if depth == 1:
            self.blocks += [Block("table", table=table) for table in found]
            return []
        return found

    # Tables

    def _table_block(self, element: etree._Element) -> None:
        index, links = len(self.blocks), []
        table = self._table(element, 1, links)
        if table is None:
            return
        # Notes of the cells were added while the table was read; they come after it.
        self.blocks.insert(index, Block("table", links=tuple(links), table=table))

    def _table(self, element: etree._Element, depth: int, links: list[Link]) -> Table | None:
        """One table with everything in it; None where tracked changes delete all of it."""
        rows = [row for row in flattened(element) if row.tag == W + "tr" and not _row_deleted(row)]
        if not rows:
            return None
        check_table(self.path, len(rows), 1, depth)
        self.tables += 1
        identity, built, open_cells, header_rows = self.tables, [], {}, 0
        for index, row in enumerate(rows):
            properties = row.find(W + "trPr")
            if flag(properties, "tblHeader") and header_rows == index:
                header_rows += 1
            open_cells = self._row(row, index, identity, depth, built, open_cells, links)
        width = max((cell["column"] + cell["colspan"] for cell in built), default=0)
        check_table(self.path, len(rows), width, depth)
        caption = element.find(f"{W}tblPr/{W}tblCaption")
        return Table(tuple(Cell(**cell) for cell in built), identity, header_rows,
                     caption.get(W + "val", "") if caption is not None else "", place=Place(table=identity))

    def _row(self, row: etree._Element, index: int, identity: int, depth: int, built: list[dict],
             above: dict[int, dict], links: list[Link]) -> dict[int, dict]:
        """Adds the cells of one row; `above` and what is returned: cells by column that a row below may go on."""
        column = number(row.find(f"{W}trPr/{W}gridBefore"))
        going, last = {}, None
        for element in flattened(row):
            if element.tag != W + "tc":
                continue
            properties = element.find(W + "tcPr")
            span = max(1, number(_child(properties, "gridSpan"), 1))
            check_table(self.path, 1, column + span, depth)
            down, across = _child(properties, "vMerge"), _child(properties, "hMerge")
            if across is not None and across.get(W + "val") != "restart" and last is not None:
                last["colspan"] += span
            elif down is not None and down.get(W + "val") != "restart" and column in above:
                last = going[column] = above[column]
                if last["row"] + last["rowspan"] == index:
                    last["rowspan"] += 1
            else:
                place = Place(table=identity, row=index + 1, column=column + 1)
                last = self._cell(element, place, depth, links)
                last |= {"row": index, "column": column, "colspan": span, "rowspan": 1}
                built.append(last)
                if down is not None:
                    going[column] = last
            column += span
        return going

    def _cell(self, element: etree._Element, place: Place, depth: int, links: list[Link]) -> dict:
        """The content of one w:tc: its passage and the tables in it; its notes are added as blocks."""
        if _child(element.find(W + "tcPr"), "cellDel") is not None:
            return {"passage": Passage("", ((0, place),))}
        self.inline.forget_fields()
        lines, found, tables, inner = self._lines(element, place, depth)
        self.inline.forget_fields()
        links += found
        for inline in inner:
            tables += self._attached(inline, place, depth + 1)
        return {"passage": Passage("\n".join(lines), ((0, place),)), "tables": tuple(tables)}

    def _lines(self, container: etree._Element, place: Place, depth: int
               ) -> tuple[list[str], tuple[Link, ...], list[Table], list[Inline]]:
        """The paragraphs of a cell, footnote or text box as lines, their links, the tables between them, and the
        paragraphs that have notes or text boxes of their own."""
        lines, links, tables, inner = [], [], [], []
        carried, after_table = None, False
        elements = [item for item in flattened(container) if item.tag in (W + "p", W + "tbl")]
        for index, element in enumerate(elements):
            if element.tag == W + "tbl":
                table = self._table(element, depth + 1, links)
                tables += [table] if table is not None else []
                after_table = True
                continue
            inline = self._inline(element)
            if carried is not None:
                inline.take(carried)
            carried = inline if _mark_deleted(element) and index + 1 < len(elements) else None
            if carried is not None:
                continue
            marker, _ = self._marker(element)
            text = "\n".join(part.strip() for part in inline.text.split("\n"))
            links += _links(inline, place)
            inner += [inline] if inline.notes or inline.boxes else []
            # Word wants a paragraph after a nested table; where it is empty it is no line of the text.
            if text or marker or not (after_table and index + 1 == len(elements)):
                lines.append(f"{marker} {text}".strip() if marker else text)
            after_table = False
        return lines, tuple(links), tables, inner

    # Remarks

    def _remarks(self, body: etree._Element) -> list[Remark]:
        def count(*names: str) -> int:
            return sum(1 for _ in body.iter(*names))
        insertions, deletions = count(W + "ins", W + "moveTo"), count(W + "del", W + "moveFrom")
        remarks = []
        if insertions or deletions:
            remarks.append(Remark("tracked-changes", (("insertions", insertions), ("deletions", deletions))))
        for code, found in (("hidden-text", self.hidden), ("comments", count(W + "commentReference")),
                            ("contents", self.contents), ("embedded", self.embedded),
                            ("pictures", count(_BLIP) or count(_IMAGE))):
            if found:
                remarks.append(Remark(code, (("count", found),)))
        return remarks


def _child(properties: etree._Element | None, name: str) -> etree._Element | None:
    return properties.find(W + name) if properties is not None else None


def _mark_deleted(paragraph: etree._Element) -> bool:
    """Whether a tracked change deletes the paragraph mark, so that the next paragraph goes on in this one."""
    properties = paragraph.find(f"{W}pPr/{W}rPr")
    return any(_child(properties, name) is not None for name in ("del", "moveFrom"))


def _row_deleted(row: etree._Element) -> bool:
    return _child(row.find(W + "trPr"), "del") is not None


def _links(inline: Inline, place: Place) -> tuple[Link, ...]:
    return tuple(Link(target, text, place) for target, text in inline.links)
