"""Which column of a flattened table each line came from, by how the lines are wrapped.

Within one page of one row the lines run through the columns from left to right.  The lines of a column are about as
long as the column is wide, and one ends where the next word would not have fitted.  The widths are not known: they are
guessed from the headings, the lines are dealt out in the most likely way, and the widths are measured again.
"""
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from auditkit.understanding.flattened_odds import Evidence, Odds
from auditkit.understanding.flattened_paths import Paths
from auditkit.understanding.flattened_tandem import Piece

_PASSES = 3
_WIDEST = 1.6  # times the first guess is the most that a column may turn out to have
_NOT_NEW = 1.0  # for a row that goes on where a new one may begin
_NO_DATE = 4.0  # for a new row without a date where the others have one
_TOLERANCE = 8  # a column fills a page if it is less than this part of it short


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

    `continuing`: the stretches, by their first piece, that begin with the rest of the row before; `widths`: of the columns.
    """

    def __init__(self, pieces: Sequence[Piece], stretches: Sequence[Stretch], names: Sequence[str],
                 widths: Sequence[float], levels: Sequence[float]):
        """`names`: the columns from left to right; `widths`: a first guess at how many characters their lines have.

        `levels`: the height at which each piece stands, in lines.
        """
        self.levels, self.stretches, self.names = levels, stretches, list(names)
        self.odds = Odds(pieces, names)
        self.guess = [max(3.0, float(width)) for width in widths]
        self.widths, self.continuing = list(self.guess), set()
        # What was found for a stretch holds for the next pass too if nothing else is known then of it and of the widths.
        self._paths: dict[tuple, Paths] = {}
        self._solutions: dict[tuple, _Solution] = {}
        self._known: dict[int, tuple] = {}

    def assign(self, evidence: Evidence) -> dict[int, tuple[int, bool]]:
        """For each piece (column, whether a new page or row begins with it)."""
        self.odds.learn(evidence, (index for stretch in self.stretches for index in range(stretch.start, stretch.end)))
        self._known = {stretch.start: self.odds.known(stretch.start, stretch.end) for stretch in self.stretches}
        self.widths, result = list(self.guess), {}
        for step in range(_PASSES):
            self.odds.measure(self.widths)
            result, before = self._pass(), list(self.widths)
            if step < _PASSES - 1:
                self._measure(result)
                if self.widths == before:
                    break
        return result

    def _pass(self) -> dict[int, tuple[int, bool]]:
        """As `assign`, for the widths as they are now believed to be."""
        # Whether rows have a date, as a rule: it may stand in one cell for several.
        dated = 2 * sum(self._has_date(range(stretch.start, stretch.end)) for stretch in self.stretches) > len(self.stretches)
        result: dict[int, tuple[int, bool]] = {}
        last = None
        self.continuing.clear()
        for stretch in self.stretches:
            found = None
            if last is not None and stretch.continues is not False:
                cut, rest = self._continued(last, stretch)
                if not stretch.continues:
                    found = self._solve(stretch)
                    dateless = _NO_DATE if dated and not self._has_date(found.first_page()) else 0.0
                if found is None or cut.cost + rest.cost + _NOT_NEW < last.cost + found.cost + dateless:
                    result.update(cut.columns)
                    self.continuing.add(stretch.start)
                    found = rest
            last = found or self._solve(stretch)
            result.update(last.columns)
        return result

    def _continued(self, last: _Solution, stretch: Stretch) -> tuple[_Solution, _Solution]:
        """The page before and the stretch that goes on with its row, under the likeliest room that the page had."""
        found = []
        for room in stretch.rooms:
            cut = self._solve(last.stretch, last.full, room) if room else last
            found.append((cut, self._solve(stretch, self._full(cut, room))))
        return min(found, key=lambda both: both[0].cost + both[1].cost)

    def _has_date(self, indices: Iterable[int]) -> bool:
        return any(index in self.odds.dates for index in indices)

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
            sizes = sorted(self.odds.sizes[index] for index, (other, _) in result.items() if other == column)
            if len(sizes) >= 5:
                width = sizes[min(len(sizes) - 1, int(len(sizes) * 0.9))]
                self.widths[column] = min(max(2.0, width), _WIDEST * self.guess[column])

    def _solve(self, stretch: Stretch, full: Collection[int] | None = None, room: int = 0) -> _Solution:
        """The cheapest way through the columns.

        `full`: the columns that go on from the page before; None where a new row begins.  `room`: the lines that a column may have on
        the page that the stretch ends with, in the row that it ends with; 0: any number, and they are not counted.
        """
        known = (stretch.start, None if full is None else frozenset(full), stretch.continues is None, tuple(self.widths),
                 self._known[stretch.start])
        if known not in self._paths:
            self._paths[known] = Paths(self.odds, stretch.start, stretch.end, full, stretch.continues is None)
        if (*known, room) not in self._solutions:
            cost, columns = self._paths[known].cheapest(room, stretch.before_plan)
            self._solutions[*known, room] = _Solution(stretch, full, cost, columns)
        return self._solutions[*known, room]
