"""Statistics of participants (by gender, social category, age) whose table was flattened into lines.

The columns are known by what they are called; the numbers that follow are dealt out to them.
"""
import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from auditkit.understanding.flattened_lines import Draft, Fragment, Lines, append, letter_offsets, letters_of
from auditkit.understanding.flattened_sums import join_to_sum

_WINDOW_LINES = 110
_WINDOW_CHARACTERS = 3000
_WIDEST_GAP = 16
_LONGEST_REST = 60  # letters of a heading beyond its stem, those in brackets not counted
_DOUBTFUL = 9  # the cost of a join that only a sum that adds up can justify
_BRACKETS = re.compile(r"\([^()]{0,160}\)")
_PART_OF = re.compile(r"(?:ішінде|в\s+том\s+числе|в\s*т\.\s*ч\.?)\s*:?\s*$")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)?%?(?![\w%])|(?<!\S)[-–—]+(?!\S)")


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of column: `id`, and `kind`: "gender", "social", "age", or "any" for the total."""

    id: str
    kind: str


@dataclass(slots=True)
class _Event:
    """A heading (`category` set) or a value in the text of a window, by offsets."""

    start: int
    end: int
    category: Category | None = None


@cache
def _lexicon() -> dict:
    with files("auditkit.lexicon").joinpath("statistics.toml").open("rb") as stream:
        return tomllib.load(stream)


@cache
def _stems() -> tuple[re.Pattern, dict[str, Category]]:
    categories = {}
    for entry in _lexicon()["category"]:
        for stem in entry["kk"] + entry["ru"]:
            categories.setdefault(stem, Category(entry["id"], entry["kind"]))
    ordered = sorted(categories, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered))), categories


@cache
def _band() -> re.Pattern:
    def anyone(words: Sequence[str]) -> str:
        broken = [r"\n?".join(map(re.escape, word)) for word in sorted(words, key=len, reverse=True)]
        return "(?:" + "|".join(broken) + ")"

    age = _lexicon()["age"]
    unit, linking = anyone(age["unit"]) + r"(?!\w)", anyone(age["linking"]) + r"(?!\w)"
    tail = rf"(?:(?:\s*-?{linking}){{0,5}}\s*{anyone(age['open_above'] + age['open_below'])}(?!\w))?"
    before = rf"(?:(?<!\w)(?i:{anyone(age['below'] + age['open_above'] + ['от', 'с'])})\s+)?"
    return re.compile(rf"{before}(?<![\w.,])\d{{1,2}}(?:\s*[-–—]\s*\d{{1,2}})?\s*-?\s*{unit}{tail}"
                      r"|(?<![\w.,])\d{1,2}[-–—]\d{1,2}(?![\w-])")


@cache
def _people() -> re.Pattern:
    words = sorted(_lexicon()["people"]["unit"], key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)", re.IGNORECASE)


def category_of(heading: str) -> Category | None:
    """What a column or row of statistics is about, by its heading; None where the heading says nothing known.

    An age band has the id "age" and its own text is what tells it apart.
    """
    masked = _blanked(_BRACKETS, heading)
    if _band().search(masked) and not _hits(masked):
        return Category("age", "age")
    found = _hits(masked)
    return found[0].category if found else None


def find_statistics(lines: Lines) -> Iterator[Draft]:
    """The flattened statistics tables of a text, in order; they do not overlap."""
    stream = lines.stream
    pattern, _ = _stems()
    starts = {line for line, offset in map(stream.locate, (found.start() for found in pattern.finditer(stream.text)))
              if _opens(lines[line].text, offset)}
    starts |= {index for index, line in enumerate(lines) if any(_band().match(line.text, offset) for offset in range(3))}
    done = 0
    for index in sorted(starts):
        if index < done:
            continue
        draft = _Window(lines, index).read()
        if draft:
            done = draft.end
            yield draft


def _opens(text: str, offset: int) -> bool:
    """Whether a heading at `offset` begins the line, save for a caption with a colon before it."""
    before = text[:offset].strip(" \t-–—•*«\"")
    return not before or before.endswith(":")


def _blanked(pattern: re.Pattern, text: str) -> str:
    return pattern.sub(lambda found: re.sub(r"\S", " ", found[0]), text)


def _hits(text: str) -> list[_Event]:
    """The categories named in `text`: each stem must begin a word."""
    pattern, categories = _stems()
    kept, letters = letter_offsets(text), letters_of(text).replace("ё", "е")
    events: list[_Event] = []
    for found in pattern.finditer(letters):
        start, end = kept[found.start()], kept[found.end() - 1] + 1
        if start and text[start - 1].isalpha():
            continue
        events.append(_Event(start, end, categories[found[0]]))
    return events


class _Window:
    """The lines from a heading on, read as one text for as long as they look like statistics."""

    def __init__(self, lines: Lines, first: int):
        self.lines, self.first = lines, first
        self.starts, parts, size = [], [], 0
        for index in range(first, min(first + _WINDOW_LINES, len(lines))):
            line = lines[index]
            if size > _WINDOW_CHARACTERS or (parts and line.gap > _WIDEST_GAP) or "\t" in line.text:
                break  # a line with tabs is a row of a table that was not flattened
            self.starts.append(size)
            parts.append(line.text)
            size += len(line.text) + 1
        self.text = "\n".join(parts)
        self.masked = _blanked(_people(), _blanked(_BRACKETS, self.text))

    def read(self) -> Draft | None:
        """The table that begins at the window's first line, or None."""
        groups = self._groups(self._events())
        kinds = [label.category.kind for labels, _ in groups for label in labels if label.category.id != "total"]
        if len(kinds) < (3 if "social" in kinds else 2):
            return None
        rows = self._rows(groups)
        if rows is None:
            return None
        top = [self._fragments(label.start, self._before_dash(label.start, end)) for labels, values in groups
               for label, end in zip(labels, [label.start for label in labels[1:]] + [values[0].start])]
        last = groups[-1][1][-1].end
        caption = self.text[:groups[0][0][0].start].strip(" \n:-–—•*")
        return Draft(self.first, self._line(last - 1) + 1, self._line(groups[0][1][0].start), [top, *rows],
                     caption=caption)

    def _line(self, offset: int) -> int:
        return self.first + bisect_right(self.starts, offset) - 1

    def _fragments(self, start: int, end: int) -> list[Fragment]:
        """The piece of text from `start` to `end` as a cell."""
        fragments: list[Fragment] = []
        for index in range(self._line(start), self._line(end - 1) + 1):
            begin = self.starts[index - self.first]
            append(self.lines, fragments, index, max(0, start - begin), min(len(self.lines[index].text), end - begin))
        return fragments

    def _before_dash(self, start: int, end: int) -> int:
        """The end of a heading, a dash or colon between it and its number left out."""
        return start + len(self.text[start:end].rstrip(" \t\n:–—-"))

    def _events(self) -> list[_Event]:
        """Headings of one kind of table, and values, in order."""
        bands = [_Event(found.start(), found.end(), Category("age", "age")) for found in _band().finditer(self.masked)]
        self.masked = _blanked(_band(), self.masked)
        hits = _hits(self.masked)
        values = [_Event(found.start(), found.end()) for found in _NUMBER.finditer(self.masked)
                  if not self._separates(found)]
        if not values:
            return []
        labels = sorted(bands + hits, key=lambda event: event.start)
        specific = [label for label in labels if label.category.id != "total"]
        head = [label.category.kind for label in specific if label.start < values[0].start]
        kinds = head or [label.category.kind for label in specific[:1]]
        kept = {"age"} if kinds.count("age") * 2 > len(kinds) else set(kinds) - {"age"}
        labels = [label for label in labels if label.category.kind in kept | {"any"}]
        return sorted(labels + values, key=lambda event: event.start)

    def _separates(self, found: re.Match) -> bool:
        """Whether a dash only stands between a heading and its number («Ерлер – 50»)."""
        line = self.starts[self._line(found.start()) - self.first]
        before = self.masked[line:found.start()].rstrip()
        number_follows = re.match(r"[ \t]*\d", self.masked[found.end():found.end() + 20])
        return not found[0][0].isdigit() and before[-1:].isalpha() and bool(number_follows)

    def _letters(self, start: int, end: int) -> int:
        return sum(map(str.isalpha, self.masked[start:end]))

    def _groups(self, events: list[_Event]) -> list[tuple[list[_Event], list[_Event]]]:
        """Runs of headings, each with the values that follow it; empty where the text is no table."""
        groups: list[tuple[list[_Event], list[_Event]]] = []
        totals = 0
        for before, event in zip([None, *events], events):
            rest = self._letters(before.end if before else self.text.find(":") + 1, event.start)
            after_value = before is not None and before.category is None
            if after_value and (rest or (event.category and event.category.id == "total" and totals)):
                break
            if rest > _LONGEST_REST or (not groups and not event.category):
                break
            if event.category:
                totals += event.category.id == "total"
                if not groups or after_value:
                    groups.append(([], []))
                labels = groups[-1][0]
                if labels and event.category.id == "total" == labels[-1].category.id:
                    continue
                event.start = self._word_start(before, event)
                labels.append(event)
            else:
                groups[-1][1].append(event)
        while groups and (not groups[-1][1] or self._runs_on(groups[-1][1][-1])):
            # A list number («5. …») below the table looks like a value until the words behind it are seen.
            _, values = groups[-1]
            sentence = self._line(values[-1].start) if values else None
            values[:] = [value for value in values if self._line(value.start) != sentence]
            if not values:
                groups.pop()
        return groups

    def _word_start(self, before: _Event | None, event: _Event) -> int:
        """Where a heading begins: at the start of its line, when nothing known stands before it there."""
        begin = self.starts[self._line(event.start) - self.first]
        return begin if before is not None and before.end <= begin else event.start

    def _runs_on(self, value: _Event) -> bool:
        """Whether words stand behind the last value on its line: then this was a sentence."""
        end = self.masked.find("\n", value.end)
        return self._letters(value.end, len(self.masked) if end < 0 else end) > 0

    def _rows(self, groups: list[tuple[list[_Event], list[_Event]]]) -> list[list[list[Fragment]]] | None:
        """The data rows, or None where the numbers cannot be dealt out to the headings."""
        labels = [label for group, _ in groups for label in group]
        cheapest = [self._cheapest(group, values) for group, values in groups]
        if any(row is None for row in cheapest):
            return (self._several_rows(*groups[0]) or self._without_parts(*groups[0])) if len(groups) == 1 else None
        total = next((index for index, label in enumerate(labels) if label.category.id == "total"), None)
        surplus = sum(len(values) for _, values in groups) > len(labels)
        several = self._several_rows(*groups[0]) if len(groups) == 1 and surplus else None
        if several and total is not None and all(self._adds_up(row, total) for row in several):
            return several
        if total is not None and (row := self._adding_up(groups, total)):
            return [[self._cell(value) for value in row]]
        if several:
            return several
        row = [value for found in cheapest for value in found]
        return [[self._cell(value) for value in row]] if all(map(self._is_believed, row)) else None

    def _adding_up(self, groups: list[tuple[list[_Event], list[_Event]]], total: int) -> list[list[_Event]] | None:
        """The values joined so that the row adds up to its total."""
        values = [value for _, group in groups for value in group]
        pieces = [re.sub(r"\D", "", self.text[value.start:value.end]) for value in values]
        joins = [self._cost(left, right) for left, right in zip(values, values[1:])]
        row = join_to_sum(pieces, joins, [(len(group), len(labels)) for labels, group in groups], total)
        return [[values[index] for index in cell] for cell in row] if row else None

    def _adds_up(self, row: list[list[Fragment]], total: int) -> bool:
        texts = ["".join(self.lines[piece.line].text[piece.start:piece.end] for piece in cell) for cell in row]
        numbers = [int(re.sub(r"\D", "", text) or 0) for text in texts]
        return 2 * numbers[total] == sum(numbers)

    def _cell(self, value: list[_Event]) -> list[Fragment]:
        """A value's fragments: thousands keep their space, digits broken over lines are joined."""
        fragments: list[Fragment] = []
        for event in value:
            begin = self.starts[(index := self._line(event.start)) - self.first]
            same = fragments and fragments[-1].line == index
            fragments.append(Fragment(index, event.start - begin, event.end - begin, " " if same else ""))
        return fragments

    def _cheapest(self, labels: list[_Event], values: list[_Event]) -> list[list[_Event]] | None:
        """Neighbouring values joined until there are as many as headings, thousands on one line first."""
        joins = [(self._cost(left, right), index) for index, (left, right) in enumerate(zip(values, values[1:]))]
        places = [index for cost, index in sorted(join for join in joins if join[0] is not None)]
        surplus = len(values) - len(labels)
        if not 0 <= surplus <= len(places):
            return None
        chosen = set(places[:surplus])
        row: list[list[_Event]] = []
        for index, value in enumerate(values):
            if index - 1 in chosen:
                row[-1].append(value)
            else:
                row.append([value])
        return row

    def _is_believed(self, value: list[_Event]) -> bool:
        """Whether a number joined from several is to be believed even if the row does not add up."""
        return all(self._cost(left, right) != _DOUBTFUL for left, right in zip(value, value[1:]))

    def _cost(self, left: _Event, right: _Event) -> int | None:
        """How unlikely it is that two neighbouring values are one number; None where they cannot be."""
        first, second = self.text[left.start:left.end], self.text[right.start:right.end]
        if not (first.isdigit() and second.isdigit()) or first.startswith("0"):
            return None
        thousands = len(second) == 3 and len(first) <= 3
        if self._line(left.start) == self._line(right.start):
            space = self.text[left.end:right.start]
            return None if space not in (" ", "\u00a0", "\u202f") else 0 if thousands else _DOUBTFUL
        if self.lines.keeps_spaces:
            return 0 if not self.lines[self._line(left.start)].spaced else 3
        return 1 if thousands else 2

    def _several_rows(self, labels: list[_Event], values: list[_Event]) -> list[list[list[Fragment]]] | None:
        """Rows of numbers one under another, each beginning a line."""
        count = len(labels)
        if not values or len(values) % count or count < 2:
            return None
        begins = [self.starts[self._line(value.start) - self.first] for value in values[::count]]
        if any(self.text[begin:value.start].strip() for begin, value in zip(begins, values[::count])):
            return None
        return [[self._cell([value]) for value in values[index:index + count]]
                for index in range(0, len(values), count)]

    def _without_parts(self, labels: list[_Event], values: list[_Event]) -> list[list[list[Fragment]]] | None:
        """Fewer values than headings: a heading that only explains the one before («оның ішінде …») has no column."""
        kept: list[_Event] = []
        for label in labels:
            before = self.text[max(0, label.start - 30):label.start].lower()
            part = kept and (label.category.id == kept[-1].category.id != "age" or _PART_OF.search(before))
            if not part:
                kept.append(label)
        if len(kept) == len(labels) or len(kept) < 2:
            return None
        labels[:] = kept
        return self._rows([(labels, values)])
