"""Tables that a converter to plain text has set in columns, with runs of spaces (or a tab) between the cells of a line."""
import re

from auditkit.understanding.flattened_lines import Draft, Fragment, Lines, append

GAP = re.compile(r"(?:\S)(?: {2,}|[ ]*\t\s*)(?=\S)")
NUMERIC = re.compile(r"[-–—]?\s*[\d \u00a0]*\d(?:[.,]\d+)?\s*(?:%|[^\W\d_]{1,6}\.?)?")
#: The least number of lines with a gap, and of those with a number in a column of its own.
LINES, DATA = 3, 2


def find_aligned(lines: Lines) -> list[Draft]:
    """The tables whose cells stand side by side in a line, column under column.

    Lines follow each other at one distance, of one blank line at most; a line without a gap inside the table goes on with the
    cell above it.  What has fewer than two columns everywhere is no table.
    """
    drafts, start = [], 0
    while start < len(lines):
        end = start
        while end < len(lines) and (_spread(lines, end) or end > start and _goes_on(lines, start, end)) and _near(lines, start, end):
            end += 1
        while end > start and not _spread(lines, end - 1):
            end -= 1
        draft = _draft(lines, start, end) if end - start >= LINES else None
        if draft is not None:
            drafts.append(draft)
        start = max(end, start + 1)
    return drafts


def _near(lines: Lines, start: int, index: int) -> bool:
    """Whether a line stands no further from the one above it than the first two lines of the table from each other."""
    return index == start or lines[index].gap <= min(1, lines[start + 1].gap)


def _spread(lines: Lines, index: int) -> bool:
    return bool(GAP.search(lines[index].text.strip()))


def _goes_on(lines: Lines, start: int, index: int) -> bool:
    """A short line between two of a table: the rest of a cell that was wrapped, set in or beginning small."""
    text = lines[index].text
    return index + 1 < len(lines) and lines[index].gap == 0 and _spread(lines, index + 1) and len(text.strip()) <= 32 \
        and (text[:1] == " " or text.strip()[:1].islower())


def _draft(lines: Lines, start: int, end: int) -> Draft | None:
    spans = {index: _cells(lines[index].text) for index in range(start, end)}
    columns = _columns([span for found in spans.values() for span in found])
    if len(columns) < 2:
        return None
    rows: list[list[list[Fragment]]] = []
    data, first = 0, False
    for index in range(start, end):
        placed: dict[int, tuple[int, int]] = {}
        for span in spans[index]:
            column = next(number for number, (left, right) in enumerate(columns) if span[0] < right and span[1] > left)
            placed[column] = (placed[column][0], span[1]) if column in placed else span
        numeric = sum(bool(NUMERIC.fullmatch(lines[index].text[a:b].strip())) for column, (a, b) in placed.items() if column)
        data += bool(numeric)
        first = first or index == start and numeric >= 2  # a table whose headings the end of a page has cut off
        if not rows or not (len(placed) == 1 and not numeric and len(spans[index]) == 1):
            rows.append([[] for _ in columns])
        for column, (left, right) in placed.items():
            append(lines, rows[-1][column], index, left, right)
    return Draft(start, end, start, rows, header_rows=0 if first else 1) if data >= DATA and len(rows) >= LINES else None


def _cells(text: str) -> list[tuple[int, int]]:
    """The stretches of a line between its gaps."""
    spans, begin = [], len(text) - len(text.lstrip())
    for gap in GAP.finditer(text, begin):
        spans.append((begin, gap.start() + 1))
        begin = gap.end()
    return [*spans, (begin, len(text.rstrip()))]


def _columns(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The columns that the stretches fall into: those that overlap stand in one."""
    columns: list[list[int]] = []
    for left, right in sorted(spans):
        if columns and left < columns[-1][1]:
            columns[-1][1] = max(columns[-1][1], right)
        else:
            columns.append([left, right])
    return [(left, right) for left, right in columns]
