"""How odd it is that a line of a flattened table stands in a column, begins it, or goes on there from the line before."""
import re
from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass

from auditkit.understanding.flattened_tandem import Piece
from auditkit.understanding.flattened_tasks import OPENING

_SKIPPED = 0.2  # for each column that is left empty
_SKIPPED_RESULT = 1.2
_LATE = 6.0
_BEHIND_CUT = 3.5  # for a row that begins behind what a page has cut off
_GOES_ON = re.compile(r"\s*[a-zа-яёәғқңөұүһі]")
_WORD_ENDS = re.compile(r"[^\W\d_]{3}[»\")]?\.$|%\.$")
_PEOPLE = re.compile(r"\d\s*(?:адам|человек|чел)")
_TOLD = re.compile(r"(?<![№\d-])\b\d+\s+[^\W\d_]{3}|[^\W\d_]{4}\.(?:\s|$)")
_SENTENCE = re.compile(r"[.!?]\s+[«\"]?[^\W\d_a-zа-яёәғқңөұүһі]|[.;]$")


@dataclass(slots=True)
class Evidence:
    """What is known of single pieces besides how long they are.

    `dates`, `participants`: pieces that look like a cell of these columns; `tasks`: pieces with a known task's text,
    `task_starts`: those that it begins with, `after_tasks`: pieces right behind it; `activities`: pieces that begin an activity
    behind a task, or go on with that of the page before as the narrative words it, `after_activities`: those where it words it
    otherwise; `labels`: pieces that name as many indicators as the plan behind them has numbers, `before_labels`: those right before.
    """

    dates: Set[int] = frozenset()
    participants: Collection[int] = ()
    tasks: Collection[int] = ()
    task_starts: Collection[int] = ()
    after_tasks: Collection[int] = ()
    activities: Collection[int] = ()
    after_activities: Collection[int] = ()
    labels: Collection[int] = ()
    before_labels: Collection[int] = ()

    def kind(self, index: int) -> int:
        """In which of the sets a piece is, one bit for each."""
        found, bit = 0, 1
        for indices in (self.dates, self.participants, self.tasks, self.task_starts, self.after_tasks, self.activities,
                        self.after_activities, self.labels, self.before_labels):
            found |= bit if index in indices else 0
            bit *= 2
        return found


class Odds:
    """How odd the pieces of a table are in its columns: by their words, by what is known of them, and by their length.

    By piece, `change`: leaving the column before it; `goes_on`: what a small letter at its beginning costs in a column of its own;
    `again`: that a page or row begins with it, `behind_cut`: the same behind what a page has cut off; by piece and column, `entry`:
    where a page or row begins with it; `own`: that it stands there; `wraps`: that the line before it ended there, both in one cell.
    By column, `skipped`: that it is left empty; `leaving`: that a page or row begins behind it.
    """

    def __init__(self, pieces: Sequence[Piece], names: Sequence[str]):
        """`names`: the columns from left to right.  What rests on the words alone is reckoned here, once for a table."""
        self.pieces, self.names, self.dates = pieces, list(names), frozenset()
        self.skipped = [_SKIPPED_RESULT if name == "result" else _SKIPPED for name in names]
        # A page that comes to its indicators has their plan and fact too: none begins right behind an indicator.
        self.leaving = [_LATE if name == "indicator" else 0.0 for name in names]
        texts = [piece.text.strip() for piece in pieces]
        self.sizes = [len(text) for text in texts]
        self._first_words = [len(text.split(maxsplit=1)[0]) if text else 0 for text in texts]
        self.goes_on = [1.5 if _GOES_ON.match(text) else 0.0 for text in texts]
        self._people = [bool(_PEOPLE.search(text)) for text in texts]
        self._told = [bool(_TOLD.search(text)) for text in texts]
        self._sentence = [bool(_SENTENCE.search(text)) for text in texts]
        self._word_ends = [bool(_WORD_ENDS.search(text)) for text in texts]
        self._opens = [bool(OPENING.match(text)) for text in texts]
        self.change = [1.0 + (-0.5 if self._sentence[index] else 0.3) + (0.0 if pieces[index].ends else 4.0)
                       for index in range(-1, len(pieces) - 1)]
        self.again: dict[int, float] = {}
        self.behind_cut: dict[int, float] = {}
        self.entry: dict[int, list[float]] = {}
        self.own: dict[int, list[float]] = {}
        self.wraps: dict[int, list[float]] = {}
        self._extras: dict[int, list[float]] = {}
        self._kinds: dict[int, int] = {}
        self._tasked = False

    def learn(self, evidence: Evidence, indices: Iterable[int]) -> None:
        """Take in what is known of single pieces.  `indices`: the pieces whose odds will be asked for."""
        self.dates, self._tasked = evidence.dates, bool(evidence.tasks)
        known = [_SKIPPED * column for column in range(len(self.names))]
        unknown = [odds + (0.8 if name == "task" and self._tasked else 0.0) for odds, name in zip(known, self.names)]
        rows: dict[tuple, list[float]] = {}
        self._kinds.clear()
        for index in indices:
            ends = self.pieces[index - 1].ends
            again = 1.0 if index in evidence.task_starts else 4.0 if self.pieces[index].apart else 9.0
            self.again[index] = again = again + (0.0 if ends else 3.0)
            self.behind_cut[index] = min(again, _BEHIND_CUT) if ends and self._opens[index] else again
            self.entry[index] = known if index in evidence.tasks else unknown
            self._kinds[index] = evidence.kind(index)
            kind = (self._kinds[index], self._people[index], self._told[index])
            if kind not in rows:
                rows[kind] = [self._extra(index, name, evidence) for name in self.names]
            self._extras[index] = rows[kind]

    def known(self, start: int, end: int) -> tuple[bool, tuple[int, ...]]:
        """What is known of pieces `start` to `end`: where it is the same as it was, and the widths are, the odds are too."""
        return self._tasked, tuple([self._kinds[index] for index in range(start, end)])

    def _extra(self, index: int, name: str, evidence: Evidence) -> float:
        """How odd a piece is in a column for other reasons than its length."""
        cost = 8.0 if (index in evidence.dates) != (name == "date") else 0.0
        if (index in evidence.participants) != (name == "participants"):
            cost += 2.0 if index in evidence.participants else 9.0
        if name in ("activity", "place"):  # where and what, but not how many came
            cost += 3.0 if self._people[index] else 1.5 if name == "place" and self._told[index] else 0.0
        if index in evidence.activities and name != "activity":
            cost += 5.0
        if index in evidence.after_activities and name == "activity":
            cost += 2.0
        if index in (evidence.before_labels if name == "indicator" else evidence.labels):
            cost += 4.0
        if index in evidence.tasks:
            cost += 0.0 if name == "task" else 6.0
        elif name == "task" and evidence.tasks:
            cost += 6.0 if index in evidence.after_tasks else 0.0
        return cost

    def measure(self, widths: Sequence[float]) -> None:
        """Reckon `own` and `wraps` for columns that are so many characters wide."""
        misfits: dict[int, list[float]] = {}
        wraps: dict[int, list[float]] = {}
        for index, extras in self._extras.items():
            size = self.sizes[index]
            if size not in misfits:
                misfits[size] = [_misfit(size - width - 1) for width in widths]
            self.own[index] = [misfit + extra for misfit, extra in zip(misfits[size], extras)]
            line = self.sizes[index - 1] + 1 + self._first_words[index]  # what would have stood there without the wrap
            if line not in wraps:
                wraps[line] = [_wrap(width - line) for width in widths]
            self.wraps[index] = self._wrapped(index, wraps[line])

    def _wrapped(self, index: int, wraps: list[float]) -> list[float]:
        """How odd it is, by column, that the line before ended there.  `wraps`: for how long it is."""
        before = self.pieces[index - 1]
        if self.pieces[index].apart:
            return [0.3 if name == "indicator" else 1.5 for name in self.names]
        if self.goes_on[index] and before.text.rstrip().endswith("."):
            return [1.0] * len(self.names)
        if not before.ends:
            wraps = [0.0] * len(self.names)
        elif self._sentence[index - 1]:
            wraps = [min(wrap, 0.4) for wrap in wraps]
        if self._word_ends[index - 1]:  # the name of an activity is one sentence at most
            return [1.5 if name == "activity" else wrap for name, wrap in zip(self.names, wraps)]
        return wraps


def _misfit(over: float) -> float:
    """How odd a line is that has so many characters more than its column takes."""
    return min(12.0, 1.2 * over) if over > 0 else min(1.5, 0.06 * -over)


def _wrap(room: float) -> float:
    """How odd a wrap is that left room for so many characters beyond the next word."""
    return min(2.5, 0.5 + room * 0.35) if room >= 0 else 0.0
