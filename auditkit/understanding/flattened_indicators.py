"""The table of socio-economic indicators (indicator, unit, planned level, actual level), flattened into lines."""
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from math import inf, log

from auditkit.understanding.flattened_lexicon import lexicon
from auditkit.understanding.flattened_lines import Draft, Fragment, Lines, append

_HEADER_LINES = 14
_MOST_LINES = 6  # of one indicator's name
_LONGEST_LINE = 130
_NUMBERED = re.compile(r"\s*\d{1,2}\s*[.)]\s*(?!\d)")
_VALUE = r"(?:\d+(?:[.,]\d+)?%?|[-–—])"
_VALUES = re.compile(rf"\s*{_VALUE}(?:\s+{_VALUE})*\s*$")
_WITHOUT_UNIT = re.compile(rf"(?P<name>\s*\d{{1,2}}[.)].*?[^\W\d_]\S*)(?P<values>(?:\s+{_VALUE}){{2,}})\s*$")
_GROUP = re.compile(r"\d+(?:[.,]\d+)?%?|[-–—]")


@dataclass(slots=True)
class _Row:
    """An indicator: its cells as (index of the line, start, end) pieces."""

    name: list[Fragment] = field(default_factory=list)
    unit: list[Fragment] = field(default_factory=list)
    plan: list[Fragment] = field(default_factory=list)
    fact: list[Fragment] = field(default_factory=list)
    end: int = 0


@cache
def _heading() -> re.Pattern:
    words = lexicon()["indicators"]
    parts = ["|".join(sorted(words[key], key=len, reverse=True)) for key in ("heading", "plan", "fact")]
    return re.compile(r"({})\D{{0,12}}?(?:{})\D{{0,12}}?(?:{})".format(*parts))


@cache
def _unit() -> re.Pattern:
    units = sorted(lexicon()["indicators"]["units"], key=len, reverse=True)
    joined = "|".join(re.escape(unit) for unit in units)
    return re.compile(rf"^(?P<name>.*?)(?<![\w/])(?P<unit>{joined})(?P<values>(?:\s+{_VALUE})*)\s*$", re.IGNORECASE)


def find_indicators(lines: Lines) -> Iterator[Draft]:
    """The flattened indicator tables of a text, in order."""
    stream = lines.stream
    for found in _heading().finditer(stream.text):
        start, _ = stream.locate(found.start())
        last, offset = stream.locate(found.end() - 1)
        rest = lines[last].text[offset + 1:]
        if last - start > _HEADER_LINES or re.search(r"[^\W\d_]{3}", rest):
            continue
        rows = list(_rows(lines, last + 1))
        if len(rows) < 2:
            continue
        language = "kk" if re.search("[әғқңөұүһі]", found[0]) else "ru"
        top = [[Fragment(start, 0, 0)] for _ in range(4)]
        body = [[row.name, row.unit, row.plan, row.fact] for row in rows]
        yield Draft(start, rows[-1].end, last + 1, [top, *body], list(lexicon()["indicators"]["titles"][language]))


def _rows(lines: Lines, index: int) -> Iterator[_Row]:
    while index < len(lines):
        row = _row(lines, index)
        if row is None:
            return
        yield row
        index = row.end


def _row(lines: Lines, first: int) -> _Row | None:
    """The indicator that begins in line `first`; None where none does."""
    row = _Row()
    for index in range(first, min(first + _MOST_LINES, len(lines))):
        text = lines[index].text
        if len(text) > _LONGEST_LINE or (index > first and _NUMBERED.match(text)):
            return None
        found = _unit().match(text)
        if not found or not (found["values"] or _followed(lines, index)):
            if bare := _WITHOUT_UNIT.match(text):
                append(lines, row.name, index, *bare.span("name"))
                _values(lines, row, [(index, *bare.span("values"))])
                row.end = index + 1
                return row
            append(lines, row.name, index, 0, len(text))
            continue
        append(lines, row.name, index, *found.span("name"))
        append(lines, row.unit, index, *found.span("unit"))
        spans = [(index, *found.span("values"))]
        row.end = index + 1
        while row.end < len(lines) and _VALUES.match(lines[row.end].text) and row.end - index < 4 and len(spans) < 3:
            spans.append((row.end, 0, len(lines[row.end].text)))
            row.end += 1
        _values(lines, row, spans)
        return row if row.name else None
    return None


def _followed(lines: Lines, index: int) -> bool:
    """Whether a unit at the end of line `index` has its values in the next line, or no values at all."""
    following = lines[index + 1].text if index + 1 < len(lines) else ""
    return bool(_VALUES.match(following) or _NUMBERED.match(following))


def _values(lines: Lines, row: _Row, spans: list[tuple[int, int, int]]) -> None:
    """Deal the numbers behind a unit out to plan and fact."""
    groups = [Fragment(index, start + found.start(), start + found.end()) for index, start, end in spans
              for found in _GROUP.finditer(lines[index].text[start:end])]
    if not groups:
        return
    texts = [lines[group.line].text[group.start:group.end] for group in groups]
    whole = _number(texts) is not None
    best, cut = (_lonely(lines, groups), None) if whole else (None, None)
    distance = inf
    for place in range(1, len(groups)):
        plan, fact = _number(texts[:place]), _number(texts[place:])
        if plan is None or fact is None:
            continue
        # Plan and fact are of one size; a bigger space or a new line between them settles it.
        apart = abs(log((plan + 1) / (fact + 1))) - (100 if _apart(lines, groups[place - 1], groups[place]) else 0)
        if apart < distance:
            distance, cut = apart, place
    if cut is None:
        (row.plan if best == "plan" else row.fact).extend(_merged(groups))
    else:
        row.plan, row.fact = _merged(groups[:cut]), _merged(groups[cut:])


def _number(groups: list[str]) -> float | None:
    """The number that groups of digits make, thousands apart; a dash is none (0); None where they make no number."""
    if len(groups) == 1:
        digits = groups[0].rstrip("%").replace(",", ".")
        return 0.0 if not digits[0].isdigit() else float(digits) if not re.match(r"0\d", digits) else None
    if not all(group.isdigit() for group in groups) or len(groups[0]) > 3 or groups[0].startswith("0"):
        return None
    return float("".join(groups)) if all(len(group) == 3 for group in groups[1:]) else None


def _apart(lines: Lines, left: Fragment, right: Fragment) -> bool:
    return left.line != right.line or right.start - left.end > 1


def _lonely(lines: Lines, groups: list[Fragment]) -> str:
    """Whether a single number is the plan or the fact: an empty cell before it leaves a second space."""
    before = lines[groups[0].line].text[:groups[0].start]
    return "fact" if len(before) - len(before.rstrip()) > 1 else "plan"


def _merged(groups: list[Fragment]) -> list[Fragment]:
    """Groups of digits on one line as one piece, the space of the thousands kept."""
    merged: list[Fragment] = []
    for group in groups:
        if merged and merged[-1].line == group.line:
            merged[-1] = Fragment(group.line, merged[-1].start, group.end, merged[-1].before)
        else:
            merged.append(group)
    return merged
