"""Blocks of a tagged PDF, in the order of its structure tree: headings, paragraphs, list items, tables with cells.

A table that goes on over a page break is one table here, since the tree has it whole.
"""
from auditkit.readers.pdf_columns import settle
from auditkit.readers.pdf_lines import Line, lines_of
from auditkit.readers.pdf_parts import Raw, RawCell, RawTable, marker_of
from auditkit.readers.pdf_tree import Marked, Node

MAX_COLUMNS = 500
_SECTIONS = {"THead", "TBody", "TFoot"}
_NOTES = {"Note", "FENote"}
_HEADINGS = {"H": 1, "H1": 1, "H2": 2, "H3": 3, "H4": 4, "H5": 5, "H6": 6, "Title": 1}
_TEXTS = {*_HEADINGS, *_NOTES, "P", "Caption", "LBody", "TD", "TH", "NonStruct"}


class TreeReader:
    """Walks a structure tree and collects raw blocks."""

    def __init__(self, marked: Marked):
        """`marked`: the document's glyphs by marked content."""
        self.marked = marked
        self.blocks: list[Raw] = []

    def read(self, tree: Node) -> list[Raw]:
        """The blocks of the tree in reading order."""
        self._walk(tree, 0)
        return self.blocks

    def lines(self, marks: list[tuple[int, int]]) -> list[Line]:
        """The lines of this marked content, in reading order."""
        return [line for page, glyphs in self.marked.segments(marks) for line in lines_of(glyphs, page)]

    def _walk(self, node: Node, depth: int) -> None:
        role = node.role
        if role in ("Artifact", "Private"):
            return
        if role == "Table":
            self.blocks.append(Raw("table", table=self._table(node)))
        elif role == "L":
            self._list(node, depth + 1)
        elif role in _HEADINGS or node.style == "Title":
            self._text(node, "heading", _HEADINGS.get(role, 1), depth)
        else:
            self._text(node, "note" if role in _NOTES else "paragraph", 0, depth)

    def _text(self, node: Node, kind: str, level: int, depth: int) -> None:
        """A block of the marks and inline elements of `node`; block elements in between stand as their own blocks."""
        run: list[tuple[int, int]] = []
        for kid in node.kids:
            if isinstance(kid, Node) and not _flows(kid, node):
                self._flush(run, kind, level)
                run = []
                self._walk(kid, depth)
            else:
                run += kid.marks() if isinstance(kid, Node) else [kid]
        self._flush(run, kind, level)

    def _flush(self, run: list[tuple[int, int]], kind: str, level: int) -> None:
        lines = self.lines(run)
        if not lines:
            return
        if kind == "paragraph" and marker_of(lines[0].text) and len(lines[0].text) > 3:
            kind, level = "item", 1  # a list typed by hand
        self.blocks.append(Raw(kind, lines, level, whole=True))

    def _list(self, node: Node, level: int) -> None:
        for item in node.nodes():
            if item.role == "L":
                self._list(item, level + 1)
                continue
            label = next((kid for kid in item.nodes() if kid.role == "Lbl"), None)
            marker = " ".join(line.text for line in self.lines(list(label.marks()))) if label else ""
            start = len(self.blocks)
            for kid in item.kids:
                if kid is not label:
                    self._item_part(kid, level)
            for block in self.blocks[start:start + 1]:
                if block.kind in ("paragraph", "item"):
                    block.kind, block.level, block.marker = "item", max(level, block.level), block.marker or marker

    def _item_part(self, kid: object, level: int) -> None:
        if not isinstance(kid, Node):
            self._flush([kid], "item", level)
        elif kid.role == "L":
            self._list(kid, level + 1)
        elif any(inner.role in ("L", "Table") for inner in kid.nodes()):
            for inner in kid.kids:
                self._item_part(inner, level)
        else:
            self._walk(kid, level)

    def _table(self, node: Node) -> RawTable:
        rows, header_rows, caption = _table_rows(node)
        table = RawTable([], header_rows, whole=True)
        taken: set[tuple[int, int]] = set()
        for row, kids in enumerate(rows):
            column = 0
            for kid in kids:
                while (row, column) in taken:
                    column += 1
                if column >= MAX_COLUMNS:
                    break
                high = min(_span(kid, "RowSpan"), len(rows) - row)
                wide = min(_span(kid, "ColSpan"), MAX_COLUMNS - column)
                taken |= {(row + down, column + over) for down in range(high) for over in range(wide)}
                cell = RawCell(row, column, high, wide)
                self._fill(cell, kid)
                table.cells.append(cell)
        _heads_once(table)
        for cell in table.cells:
            _set_place(cell)
        settle(table.cells)
        if caption is not None:
            table.caption = " ".join(line.text for line in self.lines(list(caption.marks())))
        placed = [cell for cell in table.cells if cell.page]
        table.page = min((cell.page for cell in placed), default=None)
        boxes = [line.box for cell in placed for line in cell.lines if line.page == table.page]
        table.box = _hull(boxes)
        return table

    def _fill(self, cell: RawCell, node: Node) -> None:
        """The paragraphs of a cell: an empty paragraph is kept as the empty line that a reader sees."""
        inner = TreeReader(self.marked)
        run: list[tuple[int, int]] = []
        for kid in node.kids:
            if isinstance(kid, Node) and not _flows(kid, node):
                inner._flush(run, "paragraph", 0)
                run = []
                before = len(inner.blocks)
                inner._walk(kid, 0)
                if len(inner.blocks) == before and kid.role in ("P", "NonStruct"):
                    inner.blocks.append(Raw("paragraph"))
            else:
                run += kid.marks() if isinstance(kid, Node) else [kid]
        inner._flush(run, "paragraph", 0)
        for block in inner.blocks:
            if block.table is not None:
                cell.tables.append(block.table)
                continue
            if block.marker:
                cell.markers[len(cell.parts)] = block.marker
            cell.parts.append(block.lines)


def _flows(kid: Node, parent: Node) -> bool:
    """Whether an element is a part of its parent's text rather than a block: programs wrap bare text in NonStruct."""
    bare = kid.style == "NonStruct" and parent.role in _TEXTS
    return (kid.inline or bare) and not _has_blocks(kid)


def _has_blocks(node: Node) -> bool:
    return any(kid.role in ("P", "Table", "L", "TR") or _has_blocks(kid) for kid in node.nodes())


def _table_rows(node: Node) -> tuple[list[list[Node]], int, Node | None]:
    """The cells of a table row by row, the number of header rows, and the caption."""
    rows, heads, caption = [], 0, None
    for kid in node.nodes():
        if kid.role == "Caption":
            caption = kid
        for row in kid.nodes() if kid.role in _SECTIONS else [kid]:
            cells = [cell for cell in row.nodes() if cell.role in ("TD", "TH")]
            if row.role != "TR" or not cells:
                continue
            head = kid.role == "THead" or all(cell.role == "TH" for cell in cells)
            heads += head and heads == len(rows)
            rows.append(cells)
    return rows, heads, caption


def _span(node: Node, name: str) -> int:
    value = node.attributes.get(name)
    return max(1, value) if isinstance(value, int) and not isinstance(value, bool) else 1


def _heads_once(table: RawTable) -> None:
    """Headers that are drawn again on each page are one header: their text on the first page is kept.  Browsers do not tag them as
    headers, but only they are drawn twice in all their cells."""
    rows: dict[int, list[RawCell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    leading = True
    for row in sorted(rows):
        again = [cell for cell in rows[row] if _drawn_again(cell)]
        leading = leading and bool(again) and len(again) == sum(bool(cell.lines) for cell in rows[row])
        for cell in again if leading or row < table.header_rows else ():
            first = min(line.page for line in cell.lines)
            cell.parts = [[line for line in part if line.page == first] for part in cell.parts]


def _drawn_again(cell: RawCell) -> bool:
    pages: dict[int, list[str]] = {}
    for line in cell.lines:
        pages.setdefault(line.page, []).append(line.text)
    return len(pages) > 1 and len({tuple(found) for found in pages.values()}) == 1


def _set_place(cell: RawCell) -> None:
    lines = cell.lines
    if lines:
        cell.page = lines[0].page
        cell.box = _hull([line.box for line in lines if line.page == cell.page])


def _hull(boxes):
    if not boxes:
        return None
    return (min(box[0] for box in boxes), min(box[1] for box in boxes), max(box[2] for box in boxes),
            max(box[3] for box in boxes))
