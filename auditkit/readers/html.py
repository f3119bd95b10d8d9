"""HTML pages: headings, paragraphs, items and tables as a browser shows them; no script runs, nothing is fetched."""
import re
from dataclasses import dataclass, field
from pathlib import Path

import lxml.html
from lxml import etree

from auditkit.errors import UnreadableFile
from auditkit.model import Block, Cell, Link, Passage, Place, Remark, Table
from auditkit.readers.encoding import decode
from auditkit.readers.guards import check_table

_IGNORED = {"script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "select", "canvas"}
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = {"p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "blockquote", "address",
           "figure", "figcaption", "dl", "dt", "dd", "ul", "ol", "li", "form", "fieldset", "body", "html", "center",
           "details", "summary", "pre", "hr", "caption", *_LEVELS}
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?([\w-]+)""", re.I)
_SPACES = re.compile(r"[ \t\r\n\f]+")  # not the no-break space: a browser keeps that one
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_ROW_GROUPS = ("tr", "thead", "tbody", "tfoot")
_MAX_SPAN = 1000


def read(path: Path, data: bytes) -> tuple[list[Block], list[Remark]]:
    """The blocks of a page; a place has the `line` of the element.  Raises UnreadableFile."""
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True,
                                  huge_tree=False)
    text = _decoded(path, data).replace("\x00", "")
    if not text.strip():
        raise UnreadableFile(path, "there is no text in it")
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except etree.ParserError as error:  # a page of nothing but comments
        raise UnreadableFile(path, "there is no text in it") from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise UnreadableFile(path, "its parts are nested too deeply to be a report")
    reader = _Reader(path)
    reader.walk(root)
    reader.flush()
    remarks = [Remark("hidden-text", (("count", reader.hidden),))] if reader.hidden else []
    return reader.blocks, remarks


def _decoded(path: Path, data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    try:
        if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
            # A page of Windows-1251 with Kazakh letters is KZ-1048, whatever it declares.
            name = declared.group(1).decode("ascii").lower()
            if name not in ("windows-1251", "cp1251", "utf-16"):
                return data.decode(name)
    except (LookupError, UnicodeDecodeError):
        pass  # the page declares what it is not: find out
    try:
        return decode(data)
    except ValueError as error:
        raise UnreadableFile(path, "it is no text, so it cannot be an HTML page") from error


@dataclass
class _Flow:
    """Text that gathers until its block ends: `text` with "\\n" for <br>, `links` of (target, text)."""

    text: str = ""
    line: int | None = None
    plain: bool = False  # some visible text is neither bold nor italic
    links: list[tuple[str, str]] = field(default_factory=list)

    def add(self, text: str, line: int | None, emphasised: bool, keep: bool) -> None:
        """Adds a piece of text; white space runs together unless `keep` says that they do not (<pre>)."""
        text = text.replace("\u00ad", "")
        if not keep:
            text = _SPACES.sub(" ", text)
            text = text.lstrip(" ") if not self.text or self.text[-1] in " \n" else text
        if text.strip() and self.line is None:
            self.line = line
        self.plain = self.plain or bool(text.strip()) and not emphasised
        self.text += text


class _Reader:
    """Walks the tree of a page; the blocks grow in reading order."""

    def __init__(self, path: Path):
        self.path, self.blocks = path, []
        self.tables = self.hidden = 0
        self.line = 1  # of the text that was read last: lxml knows the lines of start tags only
        self.flow, self.kind = _Flow(), ("paragraph", 0, "")
        self.lists: list[list] = []

    def walk(self, node: etree._Element, bold: bool = False, keep: bool = False) -> None:
        """Reads one element and what is in it, not its tail."""
        tag = node.tag if isinstance(node.tag, str) else ""
        if tag in _IGNORED or not tag:
            return
        if node.get("hidden") is not None or _HIDDEN.search(node.get("style", "")):
            self.hidden += bool("".join(node.itertext()).strip())
            return
        if tag == "table":
            self.flush()
            self.tables += 1
            links: list[Link] = []
            table = self._table(node, 1, links)
            if table is not None:
                self.blocks.append(Block("table", table=table, links=tuple(links)))
            return
        before = self.kind
        if tag in _BLOCKS:
            self._begin(tag, node)
        self._inside(node, bold, keep)
        if tag in _BLOCKS:
            self.flush()
            self.kind = before
            if tag in ("ul", "ol") and self.lists:
                self.lists.pop()

    def _begin(self, tag: str, node: etree._Element) -> None:
        self.flush()
        if tag in _LEVELS:
            self.kind = ("heading", _LEVELS[tag], "")
        elif tag in ("ul", "ol"):
            start = node.get("start", "1")
            self.lists.append([tag, int(start) if re.fullmatch(r"-?\d{1,9}", start) else 1])
        elif tag == "li":
            marker = "•"
            if self.lists and self.lists[-1][0] == "ol":
                value = node.get("value", "")
                number = int(value) if re.fullmatch(r"-?\d{1,9}", value) else self.lists[-1][1]
                self.lists[-1][1] = number + 1
                marker = f"{number}."
            self.kind = ("item", max(1, len(self.lists)), marker)

    def _inside(self, node: etree._Element, bold: bool, keep: bool) -> None:
        """The text and the children of an element, in the current flow."""
        tag = node.tag
        bold = bold or tag in ("b", "strong", "i", "em", "th")
        keep = keep or tag == "pre"
        if tag == "br":
            self.flow.text = self.flow.text.rstrip(" ") + "\n"
            return
        start = len(self.flow.text)
        self._text(node.text, bold, keep)
        for child in node:
            self.line = max(self.line, child.sourceline or 1)
            self.walk(child, bold, keep)
            self._text(child.tail, bold, keep)
        target = node.get("href", "") if tag == "a" else ""
        if target and not target.startswith(("#", "javascript:")):
            self.flow.links.append((target, self.flow.text[start:].strip()))

    def _text(self, text: str | None, bold: bool, keep: bool) -> None:
        if text:
            before = len(text) - len(text.lstrip())
            self.flow.add(text, self.line + text.count("\n", 0, before), bold, keep)
            self.line += text.count("\n")

    def flush(self) -> None:
        """Ends the block that is gathering."""
        flow, self.flow = self.flow, _Flow()
        text = " ".join(part.strip(" ") for part in flow.text.split("\n")).strip()
        if text:
            kind, level, marker = self.kind
            place = Place(line=flow.line)
            self.blocks.append(Block(kind, Passage(text, ((0, place),)), level, marker, not flow.plain,
                                     tuple(Link(target, shown, place) for target, shown in flow.links)))
            if kind == "item":  # a second paragraph of the same item has no marker of its own
                self.kind = ("paragraph", 0, "")

    # Tables

    def _table(self, node: etree._Element, depth: int, links: list[Link]) -> Table | None:
        """One table; None where it has no cells."""
        check_table(self.path, 1, 1, depth)
        identity = self.tables
        found, strays = self._rows(node)
        rows = [row for row, _ in found]
        header_rows = next((index for index, (_, head) in enumerate(found) if not head), len(rows))
        for stray in strays:
            # What stands in a table but in no cell is shown before the table.
            if isinstance(stray, str):
                self._text(stray, False, False)
            elif stray is not None:
                self.walk(stray)
        self.flush()
        taken: set[tuple[int, int]] = set()
        cells = []
        for index, row in enumerate(rows):
            column = 0
            for element in row:
                while (index, column) in taken:
                    column += 1
                colspan = _span(element, "colspan")
                rowspan = min(_span(element, "rowspan", zero=len(rows)), len(rows) - index)
                check_table(self.path, len(rows), column + colspan, depth)
                taken |= {(index + down, column + across) for down in range(rowspan) for across in range(colspan)}
                place = Place(line=element.sourceline, table=identity, row=index + 1, column=column + 1)
                cells.append(self._cell(element, place, index, column, rowspan, colspan, depth, links))
                column += colspan
        caption = node.find("caption")
        title = _SPACES.sub(" ", caption.text_content()).strip() if caption is not None else ""
        place = Place(line=node.sourceline, table=identity)
        return Table(tuple(cells), identity, header_rows, title, place=place) if cells else None

    def _rows(self, node: etree._Element, head: bool = False) -> tuple[list[tuple[list, bool]], list]:
        """The rows of a table as (cells, whether it is a row of headings), and what stands between the cells.

        Cells without a row make one; forms and other wrappers around rows or cells are looked through.
        """
        rows, strays, loose = [], [node.text], []
        for child in node:
            tag = child.tag
            if tag in ("td", "th"):
                loose.append(child)
            elif tag not in ("caption", "colgroup", "col", "table", "script", "style") and (
                    tag in _ROW_GROUPS or next(child.iter("tr", "td", "th"), None) is not None):
                rows += _row(loose, head) if loose and node.tag != "tr" else []
                inner, more = self._rows(child, head or tag == "thead")
                if node.tag == "tr":
                    loose += [cell for cells, _ in inner for cell in cells]
                else:
                    rows, loose = rows + inner, []
                strays += more
            elif tag not in ("caption", "colgroup", "col"):
                strays.append(child)
            strays.append(child.tail)
        return (rows + _row(loose, head) if loose else rows), strays

    def _cell(self, element: etree._Element, place: Place, row: int, column: int, rowspan: int, colspan: int,
              depth: int, links: list[Link]) -> Cell:
        self.line = max(self.line, element.sourceline or 1)
        inner = _CellReader(self, depth)
        inner.walk_cell(element)
        self.tables, self.hidden, self.line = inner.tables, inner.hidden, inner.line
        links += [Link(target, shown, place) for target, shown in inner.found_links] + inner.table_links
        text = "\n".join(inner.lines).strip("\n")
        return Cell(Passage(text, ((0, place),)), row, column, rowspan, colspan, tables=tuple(inner.nested))


class _CellReader(_Reader):
    """Reads the content of a cell: its blocks become lines, its tables are nested."""

    def __init__(self, outer: _Reader, depth: int):
        super().__init__(outer.path)
        self.tables, self.hidden, self.line, self.depth = outer.tables, outer.hidden, outer.line, depth
        self.lines: list[str] = []
        self.nested: list[Table] = []
        self.found_links: list[tuple[str, str]] = []
        self.table_links: list[Link] = []

    def walk_cell(self, element: etree._Element) -> None:
        """Reads a td or th."""
        if element.get("hidden") is None and not _HIDDEN.search(element.get("style", "")):
            self._inside(element, False, False)
            self.flush()

    def walk(self, node: etree._Element, bold: bool = False, keep: bool = False) -> None:
        """As outside of tables, but a table in the cell is kept for the cell."""
        if node.tag == "table":
            self.flush()
            self.tables += 1
            table = self._table(node, self.depth + 1, self.table_links)
            self.nested += [table] if table is not None else []
        else:
            super().walk(node, bold, keep)

    def flush(self) -> None:
        """Ends a line of the cell; an item keeps its number before it."""
        flow, self.flow = self.flow, _Flow()
        text = "\n".join(part.strip(" ") for part in flow.text.split("\n"))
        self.found_links += flow.links
        if text.strip():
            kind, _, marker = self.kind
            self.lines.append(f"{marker} {text}" if marker else text)
            if kind == "item":
                self.kind = ("paragraph", 0, "")
        elif "\xa0" in text:
            self.lines.append("")  # Word writes the empty lines of a cell as <p>&nbsp;</p>


def _row(cells: list[etree._Element], head: bool) -> list[tuple[list, bool]]:
    return [(cells, head or all(cell.tag == "th" for cell in cells))]


def _span(element: etree._Element, name: str, zero: int = 1) -> int:
    """A colspan or rowspan within what HTML allows; `zero` for 0, «to the end»."""
    text = element.get(name, "1").strip()
    number = int(text) if re.fullmatch(r"\d{1,9}", text) else 1
    return min(number, _MAX_SPAN) if number else zero
