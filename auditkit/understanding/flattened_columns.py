"""Which column of a flattened table each line came from, by how the lines are wrapped.

Within one page of one row the lines run through the columns from left to right.  The lines of a column are about as
long as the column is wide, and one ends where the next word would not have fitted.  The widths are not known: they are
guessed from the headings, the lines are dealt out in the most likely way, and the widths are measured again.
"""
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from auditkit.understanding.flattened_lexicon import lexicon
from auditkit.understanding.flattened_tandem import Piece

_PASSES = 3
_FAR = 1e9
_SKIPPED_RESULT = 1.2
_LATE = 6.0
_WIDEST = 1.6  # times the first guess is the most that a column may turn out to have
_SKIPPED = 0.2  # for each column that is left empty
_GOES_ON = re.compile(r"\s*[a-zа-яёәғқңөұүһі]")
_DATE_BEGINS = re.compile(r"[^\W\d_]|(?:19|20)\d\d")
_SENTENCE = re.compile(r"[.!?]\s+[«\"]?[^\W\d_a-zа-яёәғқңөұүһі]|[.;]$")


@dataclass(slots=True)
class Stretch:
    """Pieces `start` to `end` that stand between two facts; `before_plan`: a plan follows, so an indicator ends it."""

    start: int
    end: int
    before_plan: bool = True


@dataclass(slots=True)
class Evidence:
    """What is known of single pieces besides how long they are.

    `dates`, `participants`: pieces that look like a cell of these columns; `tasks`: pieces with a known task's text,
    `task_starts`: those that it begins with, `after_tasks`: pieces right behind it; `activities`: pieces that begin an
    activity behind a task, or go on with that of the page before as the narrative words it.
    """

    dates: Collection[int] = ()
    participants: Collection[int] = ()
    tasks: Collection[int] = ()
    task_starts: Collection[int] = ()
    after_tasks: Collection[int] = ()
    activities: Collection[int] = ()


@cache
def _date_words() -> re.Pattern:
    date = lexicon()["date"]
    months, fillers = (sorted(date[key], key=len, reverse=True) for key in ("months", "fillers"))
    return re.compile(rf"(?:{'|'.join(fillers)})*(?:{'|'.join(months)})(?:{'|'.join(months + fillers)})*")


@cache
def _beginnings_of_dates() -> frozenset[str]:
    words = lexicon()["date"]["months"] + lexicon()["date"]["fillers"]
    return frozenset(word[:size] for word in words for size in range(1, len(word) + 1))


def find_dates(pieces: Sequence[Piece], width: int) -> set[int]:
    """The pieces of date cells: runs of pieces that hold nothing but months, years and numbers.

    `width`: the longest line that the column may have.
    """
    found: set[int] = set()
    for start, piece in enumerate(pieces):
        if start in found or (start and not pieces[start - 1].ends) or not _DATE_BEGINS.search(piece.text):
            continue
        end = _date_end(pieces, start, width)
        if end:
            found.update(range(start, end))
    return found


def _date_end(pieces: Sequence[Piece], start: int, width: int) -> int | None:
    letters, best = "", None
    for index in range(start, min(start + 16, len(pieces))):
        text = pieces[index].text.strip()
        if len(text) > width or re.search(r"[^\w\s.,;:()–—-]|%", text) or (index > start and pieces[index].apart):
            break
        letters += "".join(filter(str.isalpha, text)).lower()
        if len(letters) > 90 or not _may_be_date(letters):
            break
        if letters and _date_words().fullmatch(letters) and pieces[index].ends:
            best = index + 1
    return best


def is_in_month(left: str, right: str) -> bool:
    """Whether the end of one line and the beginning of the next are the two parts of a month's name."""
    before, after = re.search(r"[^\W\d_]+$", left.strip().lower()), re.match(r"[^\W\d_]+", right.strip().lower())
    if not before or not after:
        return False
    return any(month.startswith(before[0] + after[0]) for month in lexicon()["date"]["months"])


def _may_be_date(letters: str) -> bool:
    """Whether letters are the beginning of a date, or begin with a word of one."""
    fillers = [word for word in lexicon()["date"]["fillers"] if len(word) > 1]
    return bool(not letters or _date_words().match(letters) or letters[:9] in _beginnings_of_dates()
                or any(letters.startswith(word) for word in fillers))


class Columns:
    """The most likely column of every piece of some stretches."""

    def __init__(self, pieces: Sequence[Piece], stretches: Sequence[Stretch], names: Sequence[str],
                 widths: Sequence[int], evidence: Evidence):
        """`names`: the columns from left to right; `widths`: a first guess at how many characters their lines have."""
        self.pieces, self.stretches, self.names, self.evidence = pieces, stretches, list(names), evidence
        self.guess = [max(3.0, float(width)) for width in widths]
        self.widths = list(self.guess)
        # A page that comes to its indicators has their plan and fact too: none begins right behind an indicator.
        self.leaving = [_LATE if name == "indicator" else 0.0 for name in self.names]
        self.sizes = [len(piece.text.strip()) for piece in pieces]
        self.first_words = [len(piece.text.split()[0]) if piece.text.split() else 0 for piece in pieces]

    def assign(self) -> dict[int, tuple[int, bool]]:
        """For each piece (column, whether a new page or row begins with it)."""
        result: dict[int, tuple[int, bool]] = {}
        for step in range(_PASSES):
            result = {}
            for stretch in self.stretches:
                result.update(self._path(stretch))
            if step < _PASSES - 1:
                self._measure(result)
        return result

    def _measure(self, result: dict[int, tuple[int, bool]]) -> None:
        """Take the width of each column from the lines that were dealt to it."""
        for column in range(len(self.names)):
            sizes = sorted(self.sizes[index] for index, (other, _) in result.items() if other == column)
            if len(sizes) >= 5:
                width = sizes[min(len(sizes) - 1, int(len(sizes) * 0.9))]
                self.widths[column] = min(max(2.0, width), _WIDEST * self.guess[column])

    def _path(self, stretch: Stretch) -> dict[int, tuple[int, bool]]:
        """The cheapest way through the columns (Viterbi)."""
        count = len(self.names)
        costs = [self._cost(stretch.start, column) + self._entry(stretch.start, column) for column in range(count)]
        back: list[list[tuple[int, bool]]] = []
        for index in range(stretch.start + 1, stretch.end):
            before, piece = self.pieces[index - 1], self.pieces[index]
            change = (1.0 if before.ends else 5.0) + (1.5 if _GOES_ON.match(piece.text) else 0.0)
            change += -0.5 if _SENTENCE.search(before.text.strip()) else 0.3
            again = 1.0 if index in self.evidence.task_starts else 4.0 if piece.apart else 9.0
            again += 0.0 if before.ends else 3.0
            leaving = [cost + late for cost, late in zip(costs, self.leaving)]
            leap = min(range(count), key=leaving.__getitem__)
            new, steps = [], []
            best_left, left = _FAR, 0
            for column in range(count):
                stay = costs[column] + self._wrap(index, column)
                choice, where = stay, (column, False)
                if best_left + change < choice:
                    choice, where = best_left + change, (left, False)
                if (leaping := leaving[leap] + again + self._entry(index, column)) < choice:
                    choice, where = leaping, (leap, True)
                best_left += _SKIPPED_RESULT if self.names[column] == "result" else _SKIPPED
                if costs[column] < best_left:
                    best_left, left = costs[column], column
                new.append(choice + self._cost(index, column))
                steps.append(where)
            back.append(steps)
            costs = new
        if stretch.before_plan and "indicator" in self.names:
            costs = [cost + (0 if name == "indicator" else 8.0) for cost, name in zip(costs, self.names)]
        column = min(range(count), key=costs.__getitem__)
        result: dict[int, tuple[int, bool]] = {}
        for index in range(stretch.end - 1, stretch.start, -1):
            before, again = back[index - stretch.start - 1][column]
            result[index] = (column, again)
            column = before
        if stretch.end > stretch.start:
            result[stretch.start] = (column, True)
        return result

    def _entry(self, index: int, column: int) -> float:
        """How odd it is that a page begins with piece `index` in `column`."""
        unknown = self.names[column] == "task" and self.evidence.tasks and index not in self.evidence.tasks
        return _SKIPPED * column + (0.8 if unknown else 0.0)

    def _wrap(self, index: int, column: int) -> float:
        """How odd it is that the line before ended there, if both are in one cell of `column`."""
        before, piece = self.pieces[index - 1], self.pieces[index]
        if piece.apart:
            return 0.3 if self.names[column] == "indicator" else 1.5
        if before.text.rstrip().endswith(".") and _GOES_ON.match(piece.text):
            return 1.0
        room = self.widths[column] - self.sizes[index - 1] - 1 - self.first_words[index]
        if room < 0 or not before.ends:
            return 0.0
        return min(2.5, 0.5 + room * 0.35) if not _SENTENCE.search(before.text.strip()) else 0.4

    def _cost(self, index: int, column: int) -> float:
        """How odd piece `index` is in `column`."""
        name, size = self.names[column], self.sizes[index]
        over = size - self.widths[column] - 1
        cost = min(12.0, 1.2 * over) if over > 0 else min(1.5, 0.06 * -over)
        if (index in self.evidence.dates) != (name == "date"):
            cost += 8.0
        if (index in self.evidence.participants) != (name == "participants"):
            cost += 2.0 if index in self.evidence.participants else 9.0
        if index in self.evidence.activities and name != "activity":
            cost += 5.0
        if index in self.evidence.tasks:
            cost += 0.0 if name == "task" else 6.0
        elif name == "task" and self.evidence.tasks:
            cost += 6.0 if index in self.evidence.after_tasks else 0.0
        return cost
