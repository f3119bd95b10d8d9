"""Where in the text of a document the evidence of findings and checks stands: places made spans of characters."""
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from numbers import Real

from auditkit.finding import Evidence, ReportResult
from auditkit.model import Document, Passage, Place, Table

_LONGEST_QUOTE = 400
_GAP = "[ \u00a0\u202f\n]?"


@dataclass(frozen=True)
class Span:
    """Characters `start` to `end` of a passage: a piece of evidence of a finding (by the indexes of both; piece 0 is
    the primary one), or, without them, of a check that passed."""

    start: int
    end: int
    finding: int | None = None
    position: int = 0


@dataclass(frozen=True)
class Piece:
    """A run of characters of one passage that share a place; `unit`: the running number of the passage."""

    unit: int
    passage: Passage
    start: int
    end: int
    place: Place


@dataclass
class Marks:
    """All spans by passage (its id), and for each finding and each of its pieces of evidence whether it has a span."""

    spans: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    found: set[tuple[int, int]] = field(default_factory=set)

    def of(self, passage: Passage) -> list[Span]:
        """The spans of a passage."""
        return self.spans.get(id(passage), [])


def marks_of(report: ReportResult) -> Marks:
    """The spans of all findings of a report, and those of the checks that passed."""
    index, marks = PlaceIndex(report.document), Marks()
    for number, finding in enumerate(report.findings):
        for position, evidence in enumerate(finding.evidence):
            if position and evidence.role == "computed":
                continue  # stands nowhere in the text: its place is that of the total
            found = index.find(evidence)
            if found:
                passage, start, end = found
                marks.spans[id(passage)].append(Span(start, end, number, position))
                marks.found.add((number, position))
    for check in report.checks:
        for evidence in check.evidence if check.outcome == "passed" else ():
            found = index.find(evidence) if evidence.role != "computed" else None
            if found and (found[1], found[2]) not in {(one.start, one.end) for one in marks.spans[id(found[0])]}:
                marks.spans[id(found[0])].append(Span(found[1], found[2]))
    return marks


class PlaceIndex:
    """The pieces of a document by their coordinates."""

    def __init__(self, document: Document):
        self._pieces: dict[tuple, list[Piece]] = defaultdict(list)
        for unit, passage in enumerate(passages(document)):
            edges = [offset for offset, _ in passage.marks] + [len(passage.text)]
            for (start, place), end in zip(passage.marks, edges[1:]):
                if end > start:
                    for key in _keys(place):
                        self._pieces[key].append(Piece(unit, passage, start, end, place))

    def find(self, evidence: Evidence) -> tuple[Passage, int, int] | None:
        """(passage, start, end) of the characters that the evidence is about, as narrow as can be; None: not found.

        Its number inside its quote; else the number alone in its place; else the quote; else all that stands there,
        where the place is narrower than a page.
        """
        for key in _keys(evidence.place):
            pieces = sorted((piece for piece in self._pieces.get(key, ()) if _agree(piece.place, evidence.place)),
                            key=lambda piece: -_overlap(piece.place.box, evidence.place.box))
            for look in (_quoted_number, _number, _quote):
                for piece in pieces:
                    span = look(piece, evidence)
                    if span:
                        return piece.passage, *span
            if pieces and (key[0] != "page" or evidence.place.box):
                return pieces[0].passage, pieces[0].start, pieces[0].end
        return None


def passages(document: Document) -> Iterator[Passage]:
    """Every passage of a document in reading order: of blocks, and of the cells of tables and nested tables."""
    for block in document.blocks:
        if block.table is None:
            yield block.passage
        else:
            yield from _of_table(block.table)


def cut(text: str, spans: list[Span]) -> Iterator[tuple[str, list[Span]]]:
    """`text` cut wherever a span begins or ends: (the bit, the spans that cover it)."""
    edges = sorted({0, len(text), *(edge for span in spans for edge in (span.start, span.end))})
    for start, end in zip(edges, edges[1:]):
        yield text[start:end], [span for span in spans if span.start <= start and end <= span.end]


def _of_table(table: Table) -> Iterator[Passage]:
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        yield cell.passage
        for nested in cell.tables:
            yield from _of_table(nested)


def _keys(place: Place) -> list[tuple]:
    """The ways to look a place up, the narrowest first."""
    keys = []
    if place.sheet is not None and place.cell is not None:
        keys.append(("cell", place.sheet, place.cell))
    if place.table is not None and place.row is not None and place.column is not None:
        keys.append(("table", place.table, place.row, place.column))
    if place.line is not None:
        keys += [("line", line) for line in range(place.line, max(place.line, place.end_line or 0) + 1)]
    if place.paragraph is not None:
        keys.append(("paragraph", place.paragraph))
    if place.page is not None:
        keys.append(("page", place.page))
    return keys


def _agree(ours: Place, theirs: Place) -> bool:
    """Whether two places can be one: no page, sheet or file that both have differs; their lines meet, their boxes touch."""
    for name in ("page", "sheet", "file"):
        one, other = getattr(ours, name), getattr(theirs, name)
        if None not in (one, other) and one != other:
            return False
    if None not in (ours.line, theirs.line) and not (ours.line <= (theirs.end_line or theirs.line)
                                                     and theirs.line <= (ours.end_line or ours.line)):
        return False
    return not (ours.box and theirs.box) or _overlap(ours.box, theirs.box) > 0


def _overlap(one: tuple | None, other: tuple | None) -> float:
    """The common area of two boxes, a line counting as one point high and wide; 0 where one is missing."""
    if not (one and other):
        return 0.0
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return (width + 1) * (height + 1) if width >= 0 and height >= 0 else 0.0


def _quoted_number(piece: Piece, evidence: Evidence) -> tuple[int, int] | None:
    quote = _quote(piece, evidence)
    return _search(_number_pattern(evidence.value), piece.passage.text, *quote) if quote else None


def _number(piece: Piece, evidence: Evidence) -> tuple[int, int] | None:
    return _search(_number_pattern(evidence.value), piece.passage.text, piece.start, piece.end)


def _quote(piece: Piece, evidence: Evidence) -> tuple[int, int] | None:
    """The quote where it touches the piece; it may begin in the line before and end in the next."""
    text = evidence.text.strip(" …")[:_LONGEST_QUOTE].rstrip()  # the dots are those of a cut
    if not text:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, text.split())))
    for match in pattern.finditer(piece.passage.text, max(0, piece.start - len(text))):
        if match.start() >= piece.end:
            return None
        if match.end() > piece.start:
            return match.span()
    return None


def _search(pattern: re.Pattern | None, text: str, start: int, end: int) -> tuple[int, int] | None:
    match = pattern.search(text, start, end) if pattern else None
    return match.span() if match else None


def _number_pattern(value: object) -> re.Pattern | None:
    """Finds a number as people write it: spaces between thousands (or a wrap in a narrow cell), comma or point."""
    if not isinstance(value, Real) or isinstance(value, bool) or value != value or abs(value) == float("inf"):
        return None
    if value == 0:
        return re.compile(r"(?<![\w.,])(?:0|[-–—−])(?![\w.,])")  # a dash stands for nothing
    whole, _, part = f"{abs(float(value)):.6f}".rstrip("0").rstrip(".").partition(".")
    decimals = rf"[.,]{part}0*" if part else r"(?:[.,]0+)?"
    return re.compile(r"(?<![\d])(?<!\d[.,])" + _GAP.join(whole) + decimals + r"(?![\d])")
