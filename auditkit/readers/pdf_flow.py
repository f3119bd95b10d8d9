"""Blocks of a PDF without tags: ruled tables, then what is left as lines, paragraphs, list items and headings."""
import re
from collections import Counter, defaultdict

from auditkit.readers.pdf_align import aligned_tables
from auditkit.readers.pdf_lattice import grids_of, table_of
from auditkit.readers.pdf_lines import Line, Wraps, lines_of
from auditkit.readers.pdf_page import Page
from auditkit.readers.pdf_parts import Raw, RawTable, marker_of
from auditkit.readers.pdf_stitch import continues, stitch

_END = re.compile(r"[.!?…:;][»\"”)]?$")
_ADDRESS = re.compile(r"(?:\d{1,2}[.)]\s*)?(?:https?://|www\.)")
_PAGE_NUMBER = re.compile(r"(?:[-–—]\s*)?(?:(?:стр|бет|page|с)\.?\s*)?\d{1,4}(?:\s*(?:/|из|of)\s*\d{1,4})?"
                          r"(?:\s*(?:-?\s*бет|бет|стр)\.?)?(?:\s*[-–—])?", re.I)


def read_flow(pages: list[Page]) -> tuple[list[Raw], list[Line]]:
    """The blocks of these pages in reading order, and all lines of the document (its glyphs are moved into blocks)."""
    tables = {page.number: [table_of(grid) for grid in grids_of(page)] for page in pages}
    lines = {page.number: lines_of(page.glyphs, page.number) for page in pages}
    _drop_margins(pages, lines)
    every = [line for number in lines for line in lines[number]]
    every += [line for found in tables.values() for table in found for cell in table.cells for line in cell.lines]
    wraps = Wraps(every)
    flow = _Flow(wraps, _body_size(every), lines)
    for page in pages:
        flow.page(page, lines[page.number], tables[page.number])
    return flow.blocks, every


def _body_size(lines: list[Line]) -> float:
    """The size in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 12.0


def _drop_margins(pages: list[Page], lines: dict[int, list[Line]]) -> None:
    """Takes out what pages repeat in their upper and lower margins, and page numbers."""
    seen: defaultdict[tuple, set[int]] = defaultdict(set)
    for page in pages:
        for line in _outermost(page, lines[page.number]):
            seen[_margin_key(page, line)].add(page.number)
    least = max(2, min(3, len(pages)))
    kept = {}
    for page in pages:
        drop = [line for line in _outermost(page, lines[page.number])
                if len(pages) > 1 and len(seen[_margin_key(page, line)]) >= least
                or _PAGE_NUMBER.fullmatch(line.text) and _in_margin(page, line, 0.12)]
        kept[page.number] = [line for line in lines[page.number] if not any(line is each for each in drop)]
    if any(kept.values()):  # pages of nothing but margins are no pages
        lines.update(kept)


def _outermost(page: Page, lines: list[Line]) -> list[Line]:
    """The first two and the last two lines that stand in the margins of a page."""
    ends = lines[:2] + lines[2:][-2:]
    return [line for line in ends if _in_margin(page, line, 0.15)]


def _in_margin(page: Page, line: Line, share: float) -> bool:
    return line.bottom < page.height * share or line.top > page.height * (1 - share)


def _margin_key(page: Page, line: Line) -> tuple:
    """What makes a line the same on two pages: its text but for numbers, and its height on the page."""
    edge = line.top if line.top < page.height / 2 else page.height - line.bottom
    return re.sub(r"\d+", "0", line.text), line.top < page.height / 2, round(edge / 4)


class _Flow:
    """Collects the blocks of one document, page by page."""

    def __init__(self, wraps: Wraps, body: float, lines: dict[int, list[Line]]):
        self.wraps = wraps
        self.body = body
        self.blocks: list[Raw] = []
        every = [line for number in lines for line in lines[number] if not line.turn]
        self.left = _common_edge([line.left for line in every], min)
        self.right = _common_edge([line.right for line in every], max)
        sizes = sorted({line.size for line in every if line.size > body * 1.08 and len(line.text) > 2}, reverse=True)
        self.levels = {size: min(level, 6) for level, size in enumerate(sizes, 1)}
        self.pitch = _common_pitch(lines)
        self.set_in = _first_line_indents(lines)

    def page(self, page: Page, lines: list[Line], tables: list[RawTable]) -> None:
        """Adds the blocks of a page: its lines and tables from top to bottom."""
        first = True
        tables = sorted(tables, key=lambda table: table.box[1])
        for table in tables:
            above = [line for line in lines if line.middle < table.box[1]]
            lines = [line for line in lines if line.middle >= table.box[1]]
            first = self._lines(above) and first
            last = self.blocks[-1].table if self.blocks else None
            if first and last is not None and last.page is not None and continues(last, table):
                stitch(last, table)
            else:
                self.blocks.append(Raw("table", table=table))
            first = False
        self._lines(lines)

    def _lines(self, lines: list[Line]) -> bool:
        """Adds lines as paragraphs or aligned tables; True where there was none."""
        for part in aligned_tables(lines):
            if isinstance(part, RawTable):
                self.blocks.append(Raw("table", table=part))
                continue
            for line in part:
                last = self.blocks[-1] if self.blocks else None
                if last is not None and last.table is None and self._same_paragraph(last, line):
                    last.lines.append(line)
                    if last.kind == "heading" and not line.bold and line.size not in self.levels:
                        last.kind, last.level = ("item", 1) if marker_of(last.lines[0].text) else ("paragraph", 0)
                else:
                    self.blocks.append(self._start(line))
        return not lines

    def _start(self, line: Line) -> Raw:
        if line.size in self.levels:
            return Raw("heading", [line], self.levels[line.size])
        if marker_of(line.text) and not line.bold:
            return Raw("item", [line], 1)
        if line.bold and not line.text.endswith((";", ",")):
            return Raw("heading", [line], min(6, len(self.levels) + 1))
        return Raw("paragraph", [line])

    def _same_paragraph(self, raw: Raw, line: Line) -> bool:
        """Whether the line goes on with the block before it."""
        last = raw.lines[-1]
        if abs(last.size - line.size) > 0.6 or line.turn != last.turn or not self._follows(last, line):
            return False
        if raw.kind == "heading" and last.bold and not line.bold and not line.glyphs[0].style.bold:
            return False
        if _ADDRESS.match(line.text) and (_END.search(last.text) or _ADDRESS.match(last.text)):
            return False
        room = self.right - last.right
        full = line.first + 0.25 * last.size > room - 0.12 * last.size
        if raw.kind == "heading" and line.bold == last.bold:
            same = full or line.text[:1].islower() or self._centred(raw) and self._middle(line)
            return same and not _END.search(last.text) and not marker_of(line.text)
        if self._at_right(last) and self._at_right(line):
            return False  # a date, a name: set on the right line by line
        if not full:
            return self._centred(raw) and self._middle(line) and not _END.search(last.text) and line.page == last.page
        return self._goes_on(raw, line, room)

    def _follows(self, last: Line, line: Line) -> bool:
        """Whether the line stands right below the last one, or at the top of the next page."""
        if line.page != last.page:
            return line.page == last.page + 1
        return line.top - last.top <= 1.45 * max(self.pitch.get(line.size, 0.0), 1.1 * line.size)

    def _goes_on(self, raw: Raw, line: Line, room: float) -> bool:
        """Whether a full line is followed by the rest of its paragraph, by its space at the end and the indents."""
        last = raw.lines[-1]
        if self.wraps.tells and last.spaced:
            return True
        several = " " in last.text and not last.text.endswith(("-", "–", "/", "—"))
        if self.wraps.tells and room > 0.4 * last.size and several:
            return False  # a space would have had room and was not written
        return self._indent_agrees(raw, line) and not (marker_of(line.text) and _END.search(last.text))

    def _at_right(self, line: Line) -> bool:
        """Whether the line stands in the right part of the page and ends at its margin."""
        return self.right - line.right < 2 and line.left - self.left > 0.35 * (self.right - self.left)

    def _middle(self, line: Line) -> bool:
        """Whether the line stands in the middle between the margins, and fills them not."""
        before, behind = line.left - self.left, self.right - line.right
        return abs(before - behind) < 6 and before > 2 * line.size

    def _centred(self, raw: Raw) -> bool:
        return all(self._middle(line) for line in raw.lines[-2:])

    def _indent_agrees(self, raw: Raw, line: Line) -> bool:
        """A first line is set in or out; those after it stand under each other."""
        step = line.left - raw.lines[-1].left
        if line.page != raw.lines[-1].page:
            return not _END.search(raw.lines[-1].text)
        if abs(step) < 0.3 * line.size and round(line.left) in self.set_in and not line.text[:1].islower():
            return False
        if len(raw.lines) > 1:
            return abs(step) < 0.7 * line.size
        return -6 * line.size < step < 0.7 * line.size or (raw.kind == "item" and step < 4 * line.size)


def _common_edge(values: list[float], outermost) -> float:
    """The margin: the outermost of the edges that at least one line in fifty shares."""
    if not values:
        return 0.0
    counts = Counter(round(value) for value in values)
    near = {edge: counts[edge - 1] + counts[edge] + counts[edge + 1] for edge in counts}
    least = max(1, len(values) / 50)
    return float(outermost(edge for edge, count in near.items() if count >= least))


def _first_line_indents(lines: dict[int, list[Line]]) -> set[int]:
    """The left edges (whole points) from which the next line of a paragraph mostly goes back to the left."""
    back: defaultdict[int, Counter] = defaultdict(Counter)
    for found in lines.values():
        for line, after in zip(found, found[1:]):
            if after.text[:1].islower() and not _END.search(line.text) and line.size == after.size:
                for edge in (round(line.left) - 1, round(line.left), round(line.left) + 1):
                    back[edge][after.left < line.left - line.size] += 1
    return {edge for edge, counts in back.items() if counts[True] > 3 * counts[False]}


def _common_pitch(lines: dict[int, list[Line]]) -> dict[float, float]:
    """The usual distance between lines, by size of the text."""
    steps: defaultdict[float, Counter] = defaultdict(Counter)
    for found in lines.values():
        for line, after in zip(found, found[1:]):
            if line.size == after.size and 0 < after.top - line.top < 3 * line.size:
                steps[line.size][round(after.top - line.top, 1)] += 1
    return {size: counts.most_common(1)[0][0] for size, counts in steps.items()}
