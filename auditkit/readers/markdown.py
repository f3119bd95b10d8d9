"""Markdown as document converters write it: headings, paragraphs, lists, pipe tables and tab-separated tables.

CommonMark parsers drop what matters here (the line of every cell, tab tables, rows split over lines), so lines are
sorted by their own marks.  Emphasis marks, tags and escapes are taken out of the text; places are kept.
"""
import html
import re
from collections.abc import Iterator
from pathlib import Path

from auditkit.model import Block, Cell, Link, Passage, Place, Remark, Table
from auditkit.readers.encoding import lines_of

HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
ITEM = re.compile(r"^(\s*)([-*+•·–—]|\d{1,3}[.)])\s+(?=\S)")
_RULE = r"(?::-+:?|-+:|-{2,})"  # a lone dash without a colon is a cell that says «nothing»
#: The label of a row of totals, which needs no number of its own: «Барлығы», «1-міндет бойынша барлығы», «Итого по задаче 2».
TOTAL = re.compile(r"\W*(?:(?:барлығы|жиыны|жиынтығы|итого|всего)\b.{0,60}|.{0,60}\b(?:барлығы|жиыны|жиынтығы|итого|всего)\W*)", re.I | re.S)
RULE_ROW = re.compile(rf"^\s*\|?\s*{_RULE}\s*(\|\s*{_RULE}\s*)*\|?\s*$")
FENCE = re.compile(r"^\s*(```|~~~)")
TAG = re.compile(r"</?(?:b|i|u|em|strong|span|sup|sub|p|div|font)\b[^<>]*>|<br\s*/?>", re.IGNORECASE)
LINK = re.compile(r"\[((?:[^\[\]]|\\[\[\]])*)\]\(\s*<?([^()<>]*(?:\([^()]*\)[^()<>]*)*)>?\s*\)|<(https?://[^<>]+|[\w.+-]+@[\w.-]+)>")
BARE = re.compile(r"(?:https?://|www\.)[^\s<>«»\"]+", re.IGNORECASE)
#: Marks of emphasis; a star between two digits is a sign of multiplication («20*15=300»).
MARKS = re.compile(r"(?<![\d*\\])\*{1,3}(?=\S)|(?<![*\\])\*{1,3}(?=[^\s\d])|(?<=[^\s\\])\*{1,3}(?![\d*])|(?<=[^\s\d\\])\*{1,3}|"
                   r"(?<![\w\\])_{1,3}(?=[^\s_])|(?<=[^\s_\\])_{1,3}(?!\w)|`")
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")


def read(path: Path, data: bytes) -> tuple[list[Block], list[Remark]]:
    """The blocks of a Markdown file in order.  Raises ValueError("binary") where the bytes are no text."""
    lines = [line.replace("\f", " ") for line in lines_of(data)]
    return list(_blocks(lines)), []


def _blocks(lines: list[str]) -> Iterator[Block]:
    tables, index = 0, 0
    while index < len(lines):
        line = lines[index]
        if not line.strip() or FENCE.match(line) or set(line.strip()) <= set("-*_ ") and len(line.strip()) >= 3 \
                and "_" not in line:
            index += 1
        elif end := _table_end(lines, index):
            tables += 1
            yield Block("table", table=_table(lines, index, end, tables))
            index = end
        elif heading := HEADING.match(line):
            passage, links = clean(heading.group(2), heading.start(2), Place(line=index + 1))
            if passage:
                yield Block("heading", passage, level=len(heading.group(1)), links=links)
            index += 1
        else:
            end = _paragraph_end(lines, index)
            yield _paragraph(lines, index, end)
            index = end


def _paragraph_end(lines: list[str], start: int) -> int:
    end = start + 1
    while end < len(lines) and lines[end].strip() and not HEADING.match(lines[end]) and not FENCE.match(lines[end]) and not ITEM.match(lines[end]) \
            and not _table_end(lines, end) and not lines[end - 1].endswith("  "):
        end += 1
    return end


def _paragraph(lines: list[str], start: int, end: int) -> Block:
    item = ITEM.match(lines[start])
    parts, links = [], []
    for number in range(start, end):
        offset = item.end() if item and number == start else len(lines[number]) - len(lines[number].lstrip())
        passage, found = clean(lines[number][offset:].rstrip(), offset, Place(line=number + 1))
        parts.append(passage)
        links += found
    raw = " ".join(line.strip() for line in lines[start:end])
    emphasis = bool(re.fullmatch(r"(?:[-*+]\s+)?(\*{1,3}|_{1,3})[^*]+\1[.:;]?", raw))
    return Block("item" if item else "paragraph", Passage.join(parts), level=1 + len(item.group(1)) // 2 if item else 0,
                 marker=item.group(2) if item else "", emphasis=emphasis, links=tuple(links))


def clean(text: str, column: int, place: Place, line_break: str = " ") -> tuple[Passage, tuple[Link, ...]]:
    """The text of one line without Markdown's own marks, and its links.

    `text`: from offset `column` of the line at `place`.  A link [text](target) becomes its text, `<br>` the `line_break`.
    """
    links = []

    def link(found: re.Match) -> str:
        shown = found.group(1) if found.group(1) is not None else found.group(3)
        target = found.group(2) if found.group(2) is not None else found.group(3)
        links.append(Link(_plain(target), _plain(shown), place))
        return shown

    text = LINK.sub(link, text)
    seen = {found.text for found in links} | {found.target for found in links}
    for bare in BARE.finditer(_plain(text)):
        target = bare.group().rstrip(".,;:)")
        if not any(target in shown for shown in seen):
            links.append(Link(target, bare.group(), place))
    text = TAG.sub(lambda tag: line_break if tag.group().lower().startswith("<br") else "", text)
    if not links:
        text = MARKS.sub("", text)
    else:
        text = re.sub(r"(?<!\d)\*{1,3}|\*{1,3}(?!\d)", "", text)
    return Passage(_plain(text).strip(" \t"), ((0, place),)), tuple(links)


def _plain(text: str) -> str:
    for _ in range(2):  # converters escape twice: \\_
        text = ESCAPE.sub(r"\1", text)
    return html.unescape(text)


def _table_end(lines: list[str], start: int) -> int:
    """The line after the table that begins at `start`, 0 where none does."""
    if lines[start].lstrip().startswith("|") and lines[start].count("|") >= 2:
        end = start
        while end < len(lines) and lines[end].lstrip().startswith("|"):
            end += 1
        return end if end - start >= 2 or lines[start].count("|") >= 3 else 0
    if "\t" in lines[start].strip("\n"):
        end = start
        while end < len(lines) and "\t" in lines[end] or _goes_on(lines, end):
            end += 1
        return end
    return 0


def _goes_on(lines: list[str], blank: int) -> bool:
    """Whether a tab table goes on after the blank line `blank`: a page ended inside a row, the next line has an empty
    first cell."""
    return blank + 1 < len(lines) and not lines[blank].strip() and lines[blank + 1].startswith("\t")


def _table(lines: list[str], start: int, end: int, number: int) -> Table:
    """A table from lines `start` to `end`; a row whose number cell is empty continues the row above (converters split
    a row where the page ended): its texts are appended there."""
    piped = lines[start].lstrip().startswith("|")
    header_rows = 0
    rows: list[list[Passage]] = []
    for index in range(start, end):
        line = lines[index]
        if not line.strip():
            continue
        if piped and RULE_ROW.match(line):
            header_rows = header_rows or len(rows)
            continue
        texts = _split_pipes(line) if piped else line.split("\t")
        row = []
        for text in texts:
            passage, _ = clean(text.strip(), 0, Place(line=index + 1, table=number), "\n")
            row.append(passage)
        if rows and len(rows) > max(header_rows, 1) and _continues(row, rows[-1]):
            rows[-1] = [_append(above, below) for above, below in zip(rows[-1], row + [Passage()] * len(rows[-1]))]
        else:
            rows.append(row)
    cells = []
    for r, row in enumerate(rows):
        for c, passage in enumerate(row):
            marks = tuple((offset, place.at(table=number, row=r + 1, column=c + 1)) for offset, place in passage.marks)
            cells.append(Cell(Passage(passage.text, marks), r, c))
    return Table(tuple(cells), number=number, header_rows=header_rows or (0 if piped else 1),
                 place=Place(line=start + 1, end_line=end, table=number))


def _split_pipes(line: str) -> list[str]:
    cells = re.split(r"(?<!\\)\|", line.strip())
    return cells[1:-1] if cells[-1].strip() == "" else cells[1:]


def _continues(row: list[Passage], above: list[Passage]) -> bool:
    """Whether `row` is the rest of the row above: its first cell is empty, it has text only under text, and one of the
    texts above is cut short: a quote is open there, or most of the texts under them go on in small letters."""
    filled = [i for i, passage in enumerate(row) if passage]
    if not filled or row[0] or len(row) > len(above) or not all(above[i] for i in filled):
        return False
    if any(row[i].text.isdigit() or TOTAL.fullmatch(row[i].text) for i in filled):
        return False
    small = sum(row[i].text[0].islower() for i in filled)
    capital = sum(row[i].text[0].isupper() for i in filled)  # mostly capitals: a row of its own under a merged first cell
    goes_on = small > capital or small == capital > 0 and row[filled[0]].text[0].islower()
    return goes_on or any(above[i].text.count("«") > above[i].text.count("»") for i in filled)


def _append(above: Passage, below: Passage) -> Passage:
    return Passage.join([above, below]) if below else above
