"""The text of the task column of a flattened plan/fact table, known from the narrative or because rows repeat it.

Where the text is known, the lines that hold it are known to be the task column, whatever their length.
"""
import re
import sys
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate, takewhile

from auditkit.understanding.flattened_lines import Lines, letters_of
from auditkit.understanding.flattened_tandem import Piece

_TASK = re.compile(r"^\W*(?:\d+\s*[-–.)]?\s*(?:міндет|задача)|(?:міндет|задача)\w*\s*№?\s*\d+)(?!\w)\W*", re.IGNORECASE)
_ACTIVITY = re.compile(r"^\W*(?:\d+\s*[-–.)]?\s*(?:іс-?\s?шара|мероприяти)|(?:іс-?\s?шара|мероприяти)\w*\s*№?\s*\d+"
                       r"|\d+\.\d+\.?\)?\s+[«\"“]?[^\W\d_])",
                       re.IGNORECASE)
# A cell begins with a capital letter, a number, a quotation mark or a bracket.
OPENING = re.compile(r"\s*[«\"(–-]?\s*(?:\d|[^\W\d_a-zа-яёәғқңөұүһі])")
_BEHIND_LETTERS = chr(sys.maxunicode)  # what begins with some letters is sorted between them and them with this
_MOST_LINES = 8
_FEWEST_LETTERS = 10


class Narrative:
    """What the lines above a plan/fact table say; made once for all the tables of a text."""

    def __init__(self, lines: Lines):
        """`lines`: of the whole text."""
        self._lines = lines
        self._texts: dict[tuple[int, int], str] = {}

    @cached_property
    def _headings(self) -> list[int]:
        """The lines that begin with the heading of a task."""
        return [index for index, line in enumerate(self._lines) if _TASK.match(line.text)]

    @cached_property
    def _letters(self) -> tuple[str, list[int]]:
        """All letters, and where those of each line begin among them."""
        return "".join(self._lines.letters), [0, *accumulate(map(len, self._lines.letters))]

    def says(self, letters: str, end: int) -> bool:
        """Whether some letters stand above line `end`, one after the other."""
        text, starts = self._letters
        return text.find(letters, 0, starts[end]) >= 0

    def tasks(self, end: int) -> list[str]:
        """The letters of the tasks that are headings («2 міндет. …», «Задача 2: …») above line `end`, each once.

        A text may run on into what follows its heading: only its beginning is to be trusted.
        """
        above = self._headings[:bisect_left(self._headings, end)]
        texts = [self._task(index, min(end, index + _MOST_LINES)) for index in above]
        return list(dict.fromkeys(text for text in texts if len(text) >= _FEWEST_LETTERS))

    def _task(self, index: int, end: int) -> str:
        """The letters of the task whose heading begins in line `index`, as far as line `end`."""
        if (index, end) not in self._texts:
            following = takewhile(lambda line: not (_TASK.match(line.text) or _ACTIVITY.match(line.text)), self._lines[index + 1:end])
            first = self._lines[index].text
            self._texts[index, end] = "".join(map(letters_of, [first[_TASK.match(first).end():], *(line.text for line in following)]))
        return self._texts[index, end]


def repeated_tasks(beginnings: Sequence[Sequence[str]], narrated: Sequence[str]) -> list[str]:
    """The letters of the tasks that several rows begin with, those left out that the narrative has.

    `beginnings`: for each row whose task ends on its first page its lines from the first on, up to the date.
    """
    common: dict[str, None] = {}
    known = tuple(narrated)
    for here, there in zip(beginnings, beginnings[1:]):
        size = 0
        while size < min(len(here), len(there)) and here[size] == there[size]:
            size += 1
        # Rows may agree beyond the task, or on a part of it: the activity behind it begins with a capital letter.
        while size > 0 and not all(size < len(lines) and OPENING.match(lines[size]) for lines in (here, there)):
            size -= 1
        text = letters_of("".join(here[:size]))
        if len(text) >= _FEWEST_LETTERS and not text.startswith(known):
            common[text] = None
    return [text for text in common if not any(other != text and text.startswith(other) for other in common)]


class TaskLines:
    """Which pieces hold a known task.

    `tasks`: indices of the pieces; `starts`: those that begin a task's text; `after`: the first piece behind a run;
    `activities`: those of them behind a run that begins the task, so that the row's activity begins there; `cut`: for each
    piece that goes on with a task from the page before the pieces that the task has there.
    """

    def __init__(self, pieces: Sequence[Piece], letters: Sequence[str], spans: Iterable[tuple[int, int]], texts: Sequence[str],
                 width: float):
        """`letters`: of each piece; `spans`: the pieces to look at, as (start, end); `texts`: letters of the tasks, none of them
        twice; `width`: of the column.
        """
        self.tasks: set[int] = set()
        self.starts: set[int] = set()
        self.after: set[int] = set()
        self.activities: set[int] = set()
        self.cut: dict[int, range] = {}
        self._pieces, self._letters, self._width = pieces, letters, width
        self._ranks = {text: rank for rank, text in enumerate(texts)}
        self._sorted = sorted(texts)
        self._reached: dict[str, int] = {}
        self._last = range(0)
        spans = list(spans)
        for (start, end), following in zip(spans, [*spans[1:], (len(pieces), len(pieces))]):
            index = start
            self._following = following
            while index < end:
                index = self._run(index, end, index == start or pieces[index].apart)

    def _begun(self, index: int, page: bool) -> list[tuple[str, int]]:
        """(text, offset) of the tasks that piece `index` may hold from an offset on, in the order of the texts."""
        letters = self._letters[index]
        first, last = bisect_left(self._sorted, letters), bisect_left(self._sorted, letters + _BEHIND_LETTERS)
        found = [(text, 0) for text in self._sorted[first:last]] if letters else []
        if page:
            found += self._reached.items()
        return sorted(found, key=lambda begun: (self._ranks[begun[0]], begun[1])) if len(found) > 1 else found

    def _run(self, index: int, end: int, page: bool) -> int:
        """Follow a task from piece `index` on; the index behind it, or `index` + 1 where none begins."""
        best, size, used = index, 0, ""
        for text, offset in self._begun(index, page):
            last, length = self._follow(index, end, text, offset)
            whole = length == len(text)
            enough = whole or (page and (length - offset >= _FEWEST_LETTERS or (offset and last > index)
                                         or (last > index and self._goes_on(text, length))))
            if enough and length - offset > size:
                best, size, used = last, length - offset, text
                begins, reached = offset == 0, length
        if best == index:
            return index + 1
        self.tasks.update(range(index, best))
        if not begins:
            self.cut[index] = self._last
        self._last = range(index, best)
        self._reached = {used: reached}
        if begins:
            self.starts.add(index)
        if best < end:
            self.after.add(best)
            if begins:
                self.activities.add(best)
        return best

    def _goes_on(self, text: str, reached: int) -> bool:
        """Whether the next span begins with what a page has cut off from a task, of which it says enough."""
        start, end = self._following
        if start >= end or not self._pieces[start].apart:
            return False
        length = self._follow(start, end, text, reached)[1]
        return length == len(text) or length - reached >= _FEWEST_LETTERS

    def _follow(self, index: int, end: int, text: str, offset: int) -> tuple[int, int]:
        while index < end and len(self._pieces[index].text.strip()) <= self._width + 2:
            letters = self._letters[index]
            if not letters or not text.startswith(letters, offset):
                break
            offset += len(letters)
            index += 1
        return index, offset
