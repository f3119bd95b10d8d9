"""Which column of a flattened table each line came from, by how the lines are wrapped.

Within one page of one row the lines run through the columns from left to right.  The lines of a column are about as
long as the column is wide, and one ends where the next word would not have fitted.  The widths are not known: they are
guessed from the headings, the lines are dealt out in the most likely way, and the widths are measured again.
"""
import re
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import takewhile

from auditkit.understanding.flattened_tandem import Piece
from auditkit.understanding.flattened_tasks import OPENING

_PASSES = 3
_FAR = 1e9
_SKIPPED_RESULT = 1.2
_LATE = 6.0
_WIDEST = 1.6  # times the first guess is the most that a column may turn out to have
_SKIPPED = 0.2  # for each column that is left empty
_NO_ROOM = 4.0  # for a line that is too much for its page
_NOT_CUT = 4.0  # for a line in a column that was complete on the page before
_MISSING = 1.5  # for a column that was cut by the end of the page before and does not go on
_NOT_NEW = 1.0  # for a row that goes on where a new one may begin
_NO_ACTIVITY = 3.0  # for a page that may begin with a row if it began behind the activity
_NO_DATE = 4.0  # for a new row without a date where the others have one
_TOLERANCE = 8  # a column fills a page if it is less than this part of it short
_BEHIND_CUT = 3.5  # for a row that begins behind what a page has cut off
_GOES_ON = re.compile(r"\s*[a-zа-яёәғқңөұүһі]")
_WORD_ENDS = re.compile(r"[^\W\d_]{3}[»\")]?\.$|%\.$")
_PEOPLE = re.compile(r"\d\s*(?:адам|человек|чел)")
_TOLD = re.compile(r"(?<![№\d-])\b\d+\s+[^\W\d_]{3}|[^\W\d_]{4}\.(?:\s|$)")
_SENTENCE = re.compile(r"[.!?]\s+[«\"]?[^\W\d_a-zа-яёәғқңөұүһі]|[.;]$")

_State = tuple[int, int, bool]


@dataclass(slots=True)
class Stretch:
    """Pieces `start` to `end` that stand between two facts; `before_plan`: a plan follows, so an indicator ends it.

    `continues`: it begins with what the end of a page has cut off from the row before; None where that is to be found out.
    `rooms`: how many lines each column may have on the page before, where its end cuts the row: what is likely, 0 for any
    number; `height`: of plan and fact behind it.
    """

    start: int
    end: int
    before_plan: bool = True
    continues: bool | None = False
    rooms: Sequence[int] = (0,)
    height: int = 0


@dataclass(slots=True)
class Evidence:
    """What is known of single pieces besides how long they are.

    `dates`, `participants`: pieces that look like a cell of these columns; `tasks`: pieces with a known task's text,
    `task_starts`: those that it begins with, `after_tasks`: pieces right behind it; `activities`: pieces that begin an
    activity behind a task, or go on with that of the page before as the narrative words it, `after_activities`: those where it words
    it otherwise; `labels`: pieces that name as
    many indicators as the plan behind them has numbers, `before_labels`: those right before.
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


@dataclass(slots=True)
class _Solution:
    """The column of each piece of a stretch, and whether a page begins with it, and the cost of it all.

    `full`: the columns that it takes to go on from the page before; None where it begins with a new row.
    """

    stretch: Stretch
    full: Collection[int] | None
    cost: float
    columns: dict[int, tuple[int, bool]]

    def first_page(self) -> Iterator[int]:
        """The pieces up to where the next page or row begins."""
        start = self.stretch.start
        return takewhile(lambda index: index == start or not self.columns[index][1], range(start, self.stretch.end))


class Columns:
    """The most likely column of every piece of some stretches.

    `continuing`: the stretches, by their first piece, that begin with the rest of the row before.
    """

    def __init__(self, pieces: Sequence[Piece], stretches: Sequence[Stretch], names: Sequence[str],
                 widths: Sequence[int], evidence: Evidence, levels: Sequence[float]):
        """`names`: the columns from left to right; `widths`: a first guess at how many characters their lines have.

        `levels`: the height at which each piece stands, in lines.
        """
        self.levels, self.continuing = levels, set()
        self.known: dict[int, tuple[list[float], list[float]]] = {}
        self.pieces, self.stretches, self.names, self.evidence = pieces, stretches, list(names), evidence
        self.guess = [max(3.0, float(width)) for width in widths]
        self.widths = list(self.guess)
        # A page that comes to its indicators has their plan and fact too: none begins right behind an indicator.
        self.leaving = [_LATE if name == "indicator" else 0.0 for name in self.names]
        # Whether rows have a date, as a rule: it may stand in one cell for several.
        self.dated = 2 * sum(self._has_date(range(stretch.start, stretch.end)) for stretch in stretches) > len(stretches)
        self.sizes = [len(piece.text.strip()) for piece in pieces]
        self.first_words = [len(piece.text.split()[0]) if piece.text.split() else 0 for piece in pieces]

    def assign(self) -> dict[int, tuple[int, bool]]:
        """For each piece (column, whether a new page or row begins with it)."""
        result: dict[int, tuple[int, bool]] = {}
        for step in range(_PASSES):
            result, last = {}, None
            self.continuing.clear()
            self.known.clear()
            for stretch in self.stretches:
                found = self._solve(stretch)
                if last is not None and stretch.continues is not False:
                    cut, rest = self._continued(last, stretch)
                    dateless = _NO_DATE if self.dated and not self._has_date(found.first_page()) else 0.0
                    if stretch.continues or cut.cost + rest.cost + _NOT_NEW < last.cost + found.cost + dateless:
                        result.update(cut.columns)
                        self.continuing.add(stretch.start)
                        found = rest
                result.update(found.columns)
                last = found
            if step < _PASSES - 1:
                self._measure(result)
        return result

    def _continued(self, last: _Solution, stretch: Stretch) -> tuple[_Solution, _Solution]:
        """The page before and the stretch that goes on with its row, under the likeliest room that the page had."""
        found = []
        for room in stretch.rooms:
            cut = self._solve(last.stretch, last.full, room) if room else last
            found.append((cut, self._solve(stretch, self._full(cut, room))))
        return min(found, key=lambda both: both[0].cost + both[1].cost)

    def _has_date(self, indices: Iterable[int]) -> bool:
        return any(index in self.evidence.dates for index in indices)

    def _full(self, page: _Solution, room: int) -> set[int]:
        """The columns that may go on behind the end of a page: those that fill it.  `room`: its height, 0 if not known.

        Indicators may: blank lines between them are not seen.
        """
        filled: dict[int, list[int]] = {}
        for index in range(page.stretch.start, page.stretch.end):
            column, again = page.columns[index]
            if again:
                filled.clear()
            filled.setdefault(column, []).append(index)
        heights = {column: round(self.levels[indices[-1]] - self.levels[indices[0]]) + 1 for column, indices in filled.items()}
        most = room or max(page.stretch.height, *heights.values())
        return {column for column, name in enumerate(self.names)
                if heights.get(column, 0) >= most - most // _TOLERANCE or name == "indicator"}

    def _measure(self, result: dict[int, tuple[int, bool]]) -> None:
        """Take the width of each column from the lines that were dealt to it."""
        for column in range(len(self.names)):
            sizes = sorted(self.sizes[index] for index, (other, _) in result.items() if other == column)
            if len(sizes) >= 5:
                width = sizes[min(len(sizes) - 1, int(len(sizes) * 0.9))]
                self.widths[column] = min(max(2.0, width), _WIDEST * self.guess[column])

    def _solve(self, stretch: Stretch, full: Collection[int] | None = None, room: int = 0) -> _Solution:
        """The cheapest way through the columns (Viterbi).

        A state is (column, lines so far in it, whether the row of the page before goes on).  `full`: the columns that go on
        from the page before; None where a new row begins.  `room`: the lines that a column may have on the page that the
        stretch ends with, in the row that it ends with; 0: any number, and they are not counted.
        """
        first, old = stretch.start, full is not None
        activity = self.names.index("activity") if "activity" in self.names else len(self.names)
        last_date = max(self.evidence.dates & set(range(first, stretch.end)), default=-1)
        last_page = max((index for index in range(first, stretch.end) if self.pieces[index].apart), default=first)
        costs: dict[_State, float] = {
            (column, min(1, room) if last_page == first and not old else 0, old):
            self._cost(first, column) + self._entry(first, column)
            + sum(self._missing(other, full or ()) for other in range(column))
            + (_NO_ACTIVITY if stretch.continues is None and not old and column > activity else 0.0)
            for column in range(len(self.names))}
        back: list[dict[_State, tuple[_State, bool]]] = []
        for index in range(first, stretch.end):
            if index > first:
                costs, steps = self._step(costs, index, room if index >= last_page else 0, index < last_date, full or ())
                back.append(steps)
            if full is not None:
                costs = {state: cost + (_NOT_CUT if state[2] and state[0] not in full else 0.0)
                         for state, cost in costs.items()}
        if stretch.before_plan and "indicator" in self.names:
            costs = {state: cost + (0 if self.names[state[0]] == "indicator" else 8.0) for state, cost in costs.items()}
        state = min(costs, key=costs.__getitem__)
        cost = costs[state]
        result: dict[int, tuple[int, bool]] = {}
        for index in range(stretch.end - 1, first, -1):
            before, again = back[index - first - 1][state]
            result[index] = (state[0], again)
            state = before
        result[first] = (state[0], True)
        return _Solution(stretch, full, cost, result)

    def _step(self, costs: dict[_State, float], index: int, room: int, dated: bool,
              full: Collection[int]) -> tuple[dict[_State, float], dict[_State, tuple[_State, bool]]]:
        """The cost of each state at piece `index`, and from which state before it comes (and whether a page begins).

        `dated`: a date follows in the stretch, as it does in every row.
        """
        before, piece = self.pieces[index - 1], self.pieces[index]
        goes_on = 1.5 if _GOES_ON.match(piece.text) else 0.0
        change = 1.0 + (-0.5 if _SENTENCE.search(before.text.strip()) else 0.3) + (0.0 if before.ends else 4.0)
        again = 1.0 if index in self.evidence.task_starts else 4.0 if piece.apart else 9.0
        again += 0.0 if before.ends else 3.0
        behind_cut = min(again, _BEHIND_CUT) if dated and before.ends and OPENING.match(piece.text) else again
        leap, leaping = None, _FAR
        for state, cost in costs.items():
            # Behind what a page has cut off, a row begins that nothing else parts from it.
            late = self.leaving[state[0]] + (behind_cut if state[2] else again)
            if cost + late < leaping:
                leap, leaping = state, cost + late
        new: dict[_State, float] = {}
        steps: dict[_State, tuple[_State, bool]] = {}

        def offer(state: _State, cost: float, origin: _State, page: bool) -> None:
            if cost < new.get(state, _FAR):
                new[state], steps[state] = cost, (origin, page)

        own, wraps = self._odds(index)
        for old in {state[2] for state in costs}:
            left, best_left = None, _FAR
            most = 0 if old else room
            for column in range(len(self.names)):
                fits = wraps[column]
                if left is not None:
                    # What goes on from the page before begins in the middle of a sentence.
                    small = 0.0 if old and column in full else goes_on
                    offer((column, min(1, most), old), best_left + small, left, False)
                best_left += _SKIPPED_RESULT if self.names[column] == "result" else _SKIPPED
                best_left += self._missing(column, full) if old else 0.0
                for used in range(most + 1):
                    state = (column, used, old)
                    if (cost := costs.get(state)) is None:
                        continue
                    crowded = bool(most) and used == most
                    offer((column, min(used + 1, most), old), cost + fits + (_NO_ROOM if crowded else 0.0), state, False)
                    # At the end of a page a column may be left in the middle of a word or sentence.
                    leaving = cost + (1.0 if crowded else change)
                    if leaving < best_left:
                        left, best_left = state, leaving
        if leap is not None:
            for column in range(len(self.names)):
                offer((column, min(1, room), False), leaping + self._entry(index, column), leap, True)
        return {state: cost + own[state[0]] for state, cost in new.items()}, steps

    def _odds(self, index: int) -> tuple[list[float], list[float]]:
        """How odd a piece is in each column, and behind the piece before: reckoned once for the widths of a pass."""
        if index not in self.known:
            columns = range(len(self.names))
            self.known[index] = ([self._cost(index, column) for column in columns], [self._wrap(index, column) for column in columns])
        return self.known[index]

    def _missing(self, column: int, full: Collection[int]) -> float:
        """How odd it is that nothing of a column goes on from the page before."""
        return _MISSING if column in full and self.names[column] != "indicator" else 0.0

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
        if self.names[column] == "activity" and _WORD_ENDS.search(before.text.rstrip()):
            return 1.5  # the name of an activity is one sentence at most
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
        if name in ("activity", "place"):  # where and what, but not how many came
            text = self.pieces[index].text
            cost += 3.0 if _PEOPLE.search(text) else 1.5 if name == "place" and _TOLD.search(text) else 0.0
        if index in self.evidence.activities and name != "activity":
            cost += 5.0
        if index in self.evidence.after_activities and name == "activity":
            cost += 2.0
        if index in (self.evidence.before_labels if name == "indicator" else self.evidence.labels):
            cost += 4.0
        if index in self.evidence.tasks:
            cost += 0.0 if name == "task" else 6.0
        elif name == "task" and self.evidence.tasks:
            cost += 6.0 if index in self.evidence.after_tasks else 0.0
        return cost
