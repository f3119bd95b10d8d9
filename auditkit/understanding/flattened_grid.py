"""Tables of any kind that a converter has written cell by cell, one line each: known by their rows, which repeat.

A row is its name, in the same number of lines everywhere, and so many numbers, each on a line of its own; it may begin with its
running number.  What says what the numbers are are the lines above the first row.
"""
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from auditkit.lexicon import either
from auditkit.understanding.flattened_lines import Draft, Fragment, Lines, append
from auditkit.understanding.tables import is_total

VALUE = re.compile(r"[-–—+]?\s?(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)(?:[.,]\d+)?\s?%?|[-–—]")
NUMBER_SIGN = re.compile(rf"{either('columns', 'running')}\.?", re.IGNORECASE)
#: The end of a sentence, or of what announces a list: no cell.
SENTENCE = re.compile(r"[;:]$|[.!?]\s+[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][^\W\d_]{2}|\w{5,}\.$")
#: No cell of such a table is longer than this; no name has more lines; no heading has more.
LONGEST, NAME_LINES, HEADING_LINES = 70, 4, 16
#: So many rows alike make a table, the row of totals among them.
ROWS = 3


@dataclass(frozen=True, slots=True)
class _Row:
    """`ordinal`: the line of its running number, -1 where it has none; `name`, `values`: its lines."""

    ordinal: int
    name: range
    values: range


def find_grids(lines: Lines) -> Iterator[Draft]:
    """The tables written cell by cell, in order."""
    kinds = [_kind(line.text) for line in lines]
    index = 0
    while index < len(lines):
        draft = None
        if kinds[index] == "value" and index and kinds[index - 1] == "words":
            draft = _numbered(lines, kinds, index) or _plain(lines, kinds, index)
        if draft is not None:
            yield draft
        index = draft.end if draft is not None else index + 1


def _kind(text: str) -> str:
    """"value", "words" or "" (what no cell holds)."""
    text = text.strip()
    if VALUE.fullmatch(text):
        return "value"
    return "words" if len(text) <= LONGEST and re.search(r"[^\W\d_]|%|№", text) and not SENTENCE.search(text) else ""


def _run(kinds: list[str], start: int, kind: str) -> int:
    """Where the lines of one kind that begin at `start` end."""
    end = start
    while end < len(kinds) and kinds[end] == kind:
        end += 1
    return end


def _numbered(lines: Lines, kinds: list[str], first: int) -> Draft | None:
    """The table whose rows begin with 1, 2, 3 …, the first of them at `first`."""
    if lines[first].text.strip() != "1":
        return None
    rows: list[_Row] = []
    at, width = first, 0
    while at < len(lines) and lines[at].text.strip() == str(len(rows) + 1):
        name = range(at + 1, _run(kinds, at + 1, "words"))
        end = _run(kinds, name.stop, "value")
        following = end < len(kinds) and kinds[end] == "words" and lines[end - 1].text.strip() == str(len(rows) + 2)
        count = end - name.stop - following
        if not name or len(name) > NAME_LINES or count < 1 or width and count != width:
            break
        width = count
        rows.append(_Row(at, name, range(name.stop, name.stop + count)))
        at = name.stop + count
    return _draft(lines, kinds, rows, at, _top(lines, kinds, first), first) if len(rows) >= 2 else None


def _plain(lines: Lines, kinds: list[str], first: int) -> Draft | None:
    """The table whose rows have no running number; the numbers of the first of them begin at `first`."""
    width = _run(kinds, first, "value") - first
    rows: list[_Row] = []
    at = first + width
    while at < len(lines) and width >= 2:
        name = range(at, _run(kinds, at, "words"))
        end = _run(kinds, name.stop, "value")
        if not name or len(name) > NAME_LINES or end - name.stop != width or _begins_total(lines, name):
            break
        rows.append(_Row(-1, name, range(name.stop, end)))
        at = end
    if not rows:
        return None
    size = Counter(len(row.name) for row in rows).most_common(1)[0][0]
    if any(len(row.name) != size for row in rows):
        return None
    opening = range(first - size, first)
    rows.insert(0, _Row(-1, opening, range(first, first + width)))
    return _draft(lines, kinds, rows, at, _top(lines, kinds, opening.start), opening.start)


def _begins_total(lines: Lines, name: range) -> bool:
    return is_total(lines[name.start].text)


def _top(lines: Lines, kinds: list[str], first: int) -> int:
    """The first line of the headings above line `first`."""
    top = first
    while top > 0 and first - top < HEADING_LINES and kinds[top - 1] == "words" and (top == first or lines[top].gap <= lines[first].gap):
        top -= 1
        if NUMBER_SIGN.fullmatch(lines[top].text.strip()):
            break
    return top


def _draft(lines: Lines, kinds: list[str], rows: list[_Row], end: int, top: int, first: int) -> Draft | None:
    """The table of some rows, with the row of totals behind them; None where they are too few, or nothing says what their numbers are."""
    width, size = len(rows[0].values), len(rows[0].name)
    alike = all(len(row.name) == size for row in rows)
    total = _total(lines, kinds, end, width)
    if len(rows) + (total is not None) < ROWS:
        return None
    headings = _headings(lines, range(top, first))
    numbered = rows[0].ordinal >= 0
    signed = bool(headings) and bool(NUMBER_SIGN.fullmatch(lines[headings[0][0]].text.strip()))
    names = len(headings) - width - signed
    if names < 1 or numbered and not signed and names > 4:
        return None
    columns = size if alike and names >= size else 1
    titles = headings[signed:][-(columns + width):] if columns == size and (names == size or not signed) else _gathered(headings[signed:], width)
    columns = len(titles) - width
    table = [[*([headings[0] if signed else []] if numbered else []), *titles]]
    for row in [*rows, *([total] if total is not None else [])]:
        label = [[index] for index in row.name]
        label = [*label[:columns], *[[] for _ in range(columns - len(label))]] if columns == size or row is total else [list(row.name)]
        table.append([*([[row.ordinal] if row.ordinal >= 0 else []] if numbered else []), *label, *([index] for index in row.values)])
    start = (headings[0] if signed else titles[0])[0]
    return Draft(start, (total or rows[-1]).values.stop, first, [[_cell(lines, cell) for cell in row] for row in table])


def _gathered(headings: list[list[int]], width: int) -> list[list[int]]:
    """The headings with all those of the name in one."""
    return [[index for heading in headings[:-width] for index in heading], *headings[-width:]]


def _total(lines: Lines, kinds: list[str], at: int, width: int) -> _Row | None:
    """The row of totals that begins at line `at`."""
    name = range(at, _run(kinds, at, "words"))
    if len(name) != 1 or not is_total(lines[at].text) or _run(kinds, at + 1, "value") - at - 1 != width:
        return None
    return _Row(-1, name, range(at + 1, at + 1 + width))


def _headings(lines: Lines, span: range) -> list[list[int]]:
    """The lines of each heading: one that begins with a small letter or a bracket goes on with the one above it."""
    found: list[list[int]] = []
    for index in span:
        text = lines[index].text.strip()
        if found and (text[:1].islower() or text[:1] == "("):
            found[-1].append(index)
        else:
            found.append([index])
    return found


def _cell(lines: Lines, indices: list[int]) -> list[Fragment]:
    fragments: list[Fragment] = []
    for index in indices:
        append(lines, fragments, index, 0, len(lines[index].text))
    return fragments
