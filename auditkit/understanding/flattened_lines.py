"""Lines of a flattened text, and the tables that are built from pieces of them.

Converters write each table cell as a run of lines.  Some keep a space at the end of a line that was wrapped between two
words and none where a word was cut; whether a document does so is probed once, and every joining of lines rests on it.
"""
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, compress

from auditkit.model import Block, Cell, Passage, Table

# A text whose lines end in a space more often than this has kept the spaces of its wraps.
_KEPT_SPACES = 0.2
_WORD = re.compile(r"[^\W\d_]+")
_LAST = re.compile(r"[^\W_]+$")
_FIRST = re.compile(r"^[^\W_]+")


def letters_of(text: str) -> str:
    """The letters of a text in lower case and nothing else."""
    return "".join(filter(str.isalpha, text)).lower()


def letter_offsets(text: str) -> list[int]:
    """Where the letters of a text stand in it."""
    return list(compress(range(len(text)), map(str.isalpha, text)))


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `text` without the space at its end, `number` from 1 in the file, `gap` blank lines above it.

    `spaced`: the file has a space at its end.  `block`: where it came from.
    """

    block: Block
    text: str
    number: int
    gap: int
    spaced: bool


class Lines(Sequence):
    """The lines of one document, and what can be learnt from all of them about how lines are to be joined."""

    def __init__(self, blocks: Iterable[Block]):
        """`blocks`: blocks of kind "line" in reading order."""
        self._lines: list[Line] = []
        before = None
        for block in blocks:
            number = block.place.line or (before or 0) + 1
            text = block.text.rstrip()
            gap = 0 if before is None else max(0, number - before - 1)
            self._lines.append(Line(block, text, number, gap, len(text) < len(block.text)))
            before = number

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, index):
        return self._lines[index]

    @cached_property
    def keeps_spaces(self) -> bool:
        """Whether a line without a space at its end was cut inside a word."""
        return sum(line.spaced for line in self._lines) > _KEPT_SPACES * len(self._lines)

    @cached_property
    def letters(self) -> list[str]:
        """The letters of each line, in lower case."""
        return [letters_of(line.text) for line in self._lines]

    @cached_property
    def stream(self) -> "Stream":
        """The letters of all lines."""
        return Stream.of_letters(self)

    @cached_property
    def words(self) -> dict[str, int]:
        """How often each word, in lower case, stands whole in a line: neither first nor last in it."""
        counts: dict[str, int] = {}
        for line in self._lines:
            for word in _WORD.findall(line.text.casefold())[1:-1]:
                counts[word] = counts.get(word, 0) + 1
        return counts

    @cached_property
    def numbers(self) -> set[str]:
        """All runs of digits that stand in the lines."""
        return {number for line in self._lines for number in re.findall(r"\d+", line.text)}

    def between(self, left: str, right: str, spaced: bool) -> str:
        """What stands between two pieces of a cell: "" inside a word that was cut, else a space.

        `left`, `right`: texts of the pieces; `spaced`: the line of the left piece has a space at its end.
        """
        if not left or not right:
            return ""
        if self.keeps_spaces:
            return " " if spaced else ""
        if re.search(r"\w-$", left):
            return ""
        last, first = _LAST.search(left), _FIRST.search(right)
        if not last or not first or not first[0][0].isalpha() or not last[0][-1].isalpha() or first[0][0].isupper():
            return " "
        head, tail = last[0].casefold(), first[0].casefold()
        whole = self.words.get(head + tail, 0)
        return "" if whole > min(self.words.get(head, 0), self.words.get(tail, 0)) else " "


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a cell: characters `start` to `end` of line `line` (an index).

    `before`: what stands between it and the piece before.
    """

    line: int
    start: int
    end: int
    before: str = " "


@dataclass(slots=True)
class Draft:
    """A table before it has its number: cells as lists of fragments.

    `start`, `end`: indices of the lines that it takes the place of (`end` excluded); `anchor`: index of its first data
    line; `rows`: rows of cells, each a list of fragments, the headings first.  `titles`: heading texts to be used
    instead of the fragments' own, where the lines do not hold them in order.
    """

    start: int
    end: int
    anchor: int
    rows: list[list[list[Fragment]]]
    titles: list[str] = field(default_factory=list)
    caption: str = ""
    header_rows: int = 1

    def table(self, lines: Lines, number: int) -> Table:
        """The table with running number `number`; empty cells stand too, each with a place."""
        cells = []
        for row, columns in enumerate(self.rows):
            for column, fragments in enumerate(columns):
                passage = _passage(lines, fragments, self.anchor, number, row, column)
                if row == 0 and column < len(self.titles):
                    passage = Passage(self.titles[column], ((0, passage.place),))
                cells.append(Cell(passage, row, column))
        place = lines[self.anchor].block.place.at(end_line=lines[self.end - 1].number, table=number)
        return Table(tuple(cells), number, self.header_rows, self.caption, reconstructed=True, place=place)


def _passage(lines: Lines, fragments: list[Fragment], anchor: int, number: int, row: int, column: int) -> Passage:
    text, marks = "", []
    where = {"table": number, "row": row + 1, "column": column + 1}
    for fragment in fragments:
        if text:
            text += fragment.before
        marks.append((len(text), lines[fragment.line].block.place.at(**where)))
        text += lines[fragment.line].text[fragment.start:fragment.end]
    return Passage(text, tuple(marks) or ((0, lines[anchor].block.place.at(**where)),))


def append(lines: Lines, fragments: list[Fragment], index: int, start: int, end: int) -> None:
    """Add characters `start` to `end` of line `index` to a cell; spaces at their edges are left out."""
    text = lines[index].text[start:end]
    start, end = start + len(text) - len(text.lstrip()), start + len(text.rstrip())
    if start >= end:
        return
    before = " "
    if fragments and fragments[-1].line != index:
        last = fragments[-1]
        left = lines[last.line]
        before = lines.between(left.text[last.start:last.end], lines[index].text[start:end],
                               left.spaced or last.end < len(left.text))
    fragments.append(Fragment(index, start, end, before))


@dataclass(slots=True)
class Stream:
    """The characters of some lines one after another, some left out, each remembering where it stood."""

    text: str
    starts: list[int]
    offsets: list[list[int]]
    first: int

    @classmethod
    def of_letters(cls, lines: Lines, first: int = 0, end: int | None = None) -> "Stream":
        """Only the letters, in lower case, ё as е."""
        texts = [line.text for line in lines[first:end]]
        offsets = list(map(letter_offsets, texts))
        parts = [letters_of(text).replace("ё", "е") for text in texts]
        return cls("".join(parts), [0, *accumulate(map(len, offsets))][:-1], offsets, first)

    def locate(self, offset: int) -> tuple[int, int]:
        """(index of the line, offset in its text) of the character at `offset` of the stream."""
        row = bisect_right(self.starts, offset) - 1
        return self.first + row, self.offsets[row][offset - self.starts[row]]
