"""The headings of a flattened plan/fact table, and how far the table reaches below them."""
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from auditkit.understanding.flattened_lexicon import lexicon
from auditkit.understanding.flattened_lines import Lines, Stream

_HEADER_LINES = 90
_HEADER_WIDTH = 70
_FULL_WIDTH = 45  # no narrow column has longer lines


@dataclass(slots=True)
class Header:
    """The headings of a plan/fact table: lines `start` to `end` (indices, `end` excluded).

    `columns`: ids of the columns before the plan, from left to right; `widths`: of the longest line of each;
    `language`: "kk" or "ru"; `effect`: whether there is a column for effectiveness.
    """

    start: int
    end: int
    columns: list[str]
    widths: list[int]
    language: str
    effect: bool


@cache
def _heading_stems() -> tuple[re.Pattern, dict[str, tuple[str, str]]]:
    stems = {stem: (column["id"], language) for column in lexicon()["column"] for language in ("ru", "kk")
             for stem in column[language]["stems"]}
    return re.compile("|".join(sorted(stems, key=len, reverse=True))), stems


def find_headers(lines: Lines) -> list[Header]:
    """All headings «… план факт», each with the lines that it takes."""
    stream = lines.stream
    found = []
    for hit in re.finditer(r"(?:жоспар|план)(?:факт|нақты)(?:тиімділік|эффективность)?", stream.text):
        line, _ = stream.locate(hit.start())
        last, offset = stream.locate(hit.end() - 1)
        if lines[last].text[offset + 1:].strip() or len(lines[line].text) > _HEADER_WIDTH:
            continue
        header = _header(lines, line, last + 1)
        if header:
            found.append(header)
    return found


def _header(lines: Lines, line: int, end: int) -> Header | None:
    """The headings whose plan begins in `line`, or None where too few columns are known."""
    start = line
    while start > 0 and line - start < _HEADER_LINES and len(lines[start - 1].text) <= _HEADER_WIDTH \
            and lines[start].gap <= 8:
        start -= 1
    pattern, stems = _heading_stems()
    stream = Stream.of_letters(lines, start, end)
    spans: dict[str, int] = {}
    languages: Counter[str] = Counter()
    before = ""
    for hit in pattern.finditer(stream.text):
        if _in_brackets(lines, start, *stream.locate(hit.start())):
            continue
        column, language = stems[hit[0]]
        if column not in ("plan", "fact"):
            languages[language] += 1
            if column != before:
                spans[column] = hit.start()
        before = column
    effect = "effect" in spans
    if len(spans) < 3 + effect or not {"task", "activity"} & set(spans):
        return None
    order = sorted(spans, key=spans.__getitem__)
    places = [stream.locate(spans[column]) for column in order] + [(line, 0)]
    widths = {column: _widest(lines, here, after) for column, here, after in zip(order, places, places[1:])}
    order = [column for column in order if column != "effect"]
    language = languages.most_common(1)[0][0]
    return Header(places[0][0], end, order, [widths[column] for column in order], language, effect)


def _widest(lines: Lines, start: tuple[int, int], end: tuple[int, int]) -> int:
    """The longest piece of a line between two places, each (index of the line, offset in it)."""
    sizes = []
    for index in range(start[0], end[0] + 1):
        text = lines[index].text
        text = text[:end[1]] if index == end[0] else text
        sizes.append(len((text[start[1]:] if index == start[0] else text).strip()))
    return max(sizes, default=0)


def _in_brackets(lines: Lines, start: int, index: int, offset: int) -> bool:
    """Whether a heading's word stands in brackets: then it only explains the heading."""
    before = "".join([line.text for line in lines[start:index]]) + lines[index].text[:offset]
    return before.count("(") > before.count(")")


def extent(lines: Lines, header: Header, others: list[Header], limit: int) -> tuple[int, list[Header]]:
    """Where the table ends, and the headings inside it that only say the same again on a new page.

    `others`: headings further down; `limit`: line behind which the table cannot reach.
    """
    sizes = sorted(len(line.text) for line in lines[header.end:header.end + 150] if len(line.text) <= 90)
    widest = max(_FULL_WIDTH, int(1.7 * sizes[int(len(sizes) * 0.9)])) if sizes else _FULL_WIDTH
    repeated = []
    end = header.end
    while end < limit and len(lines[end].text) <= widest:
        other = next((other for other in others if other.start == end), None)
        if other and other.columns != header.columns:
            break
        if other:
            repeated.append(other)
            end = other.end
        else:
            end += 1
    return end, repeated
