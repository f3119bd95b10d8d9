"""The cheapest way of the lines between two facts through the columns of a flattened table (Viterbi).

A state is a column, and whether the row of the page before still goes on.  Behind the last page break of a stretch it may have a
third part: the lines so far in the column, where they have only so much room.
"""
from collections.abc import Collection, Sequence
from math import inf

from auditkit.understanding.flattened_odds import Odds

_NO_ROOM = 4.0  # for a line that is too much for its page
_CROWDED = 1.0  # for leaving a column at the end of its page, be it in the middle of a word
_NOT_CUT = 4.0  # for a line in a column that was complete on the page before
_MISSING = 1.5  # for a column that was cut by the end of the page before and does not go on
_NO_ACTIVITY = 3.0  # for a page that may begin with a row if it began behind the activity
_NO_INDICATOR = 8.0  # for a stretch before a plan that ends elsewhere


#: The states that those of a step come from, by column, of a new row and of the row before; ~state where a page or row begins.
_Origins = tuple[list[int], list[int]]
#: For columns with so much room, by column: whence its first line comes, as (state, lines in it, whether a page or row begins), and
#: whether its last line comes from one that had no room either; then the states that those of the row before come from.
_Counted = tuple[list[tuple[int, int, bool]], list[bool], list[int]]


class Paths:
    """The ways of pieces `start` to `end` up to the last page break among them; `cheapest` goes on from there.

    The number of a state is its column, and in the row of the page before that plus the number of columns.
    """

    def __init__(self, odds: Odds, start: int, end: int, full: Collection[int] | None, may_continue: bool):
        """`full`: the columns that go on from the page before; None where a new row begins.  `may_continue`: that is not known."""
        self.odds, self.start, self.end, self.columns = odds, start, end, len(odds.names)
        cut = [column in (full or ()) for column in range(self.columns)]
        self._missing = [_MISSING if is_cut and name != "indicator" else 0.0 for is_cut, name in zip(cut, odds.names)]
        self._skipped = [skipped + missing for skipped, missing in zip(odds.skipped, self._missing)]
        self._not_cut = [0.0 if is_cut else _NOT_CUT for is_cut in cut]
        # What goes on from the page before begins in the middle of a sentence.
        self._goes_on = {odd: [0.0 if is_cut else odd for is_cut in cut] for odd in {0.0, *odds.goes_on[start:end]}}
        self._last_date = max((index for index in range(start, end) if index in odds.dates), default=-1)
        self._last_page = max((index for index in range(start, end) if odds.pieces[index].apart), default=start)
        costs = self._begin(full is None and may_continue)
        self._new = costs if full is None else [inf] * self.columns
        self._old = [] if full is None else [cost + odd for cost, odd in zip(costs, self._not_cut)]
        self._back: list[_Origins] = []
        for index in range(start + 1, self._last_page + 1):
            self._new, self._old, origins = self._step(index, self._new, self._old)
            self._back.append(origins)

    def _begin(self, may_continue: bool) -> list[float]:
        """The costs of the first piece by column."""
        names, missing, costs = self.odds.names, 0.0, []
        activity = names.index("activity") if may_continue and "activity" in names else self.columns
        for column, (own, entry) in enumerate(zip(self.odds.own[self.start], self.odds.entry[self.start])):
            costs.append(own + entry + missing + (_NO_ACTIVITY if column > activity else 0.0))
            missing += self._missing[column]
        return costs

    def cheapest(self, room: int, before_plan: bool) -> tuple[float, dict[int, tuple[int, bool]]]:
        """(cost, for each piece its column and whether a new page or row begins with it) of the cheapest way.

        `room`: the lines that a column may have behind the last page break, in the row that is the last; 0: any number, and they are
        not counted.  `before_plan`: a plan follows.
        """
        new, old, indices = self._new, self._old, range(self._last_page + 1, self.end)
        stacks = [[cost] for cost in new]
        back: list[_Origins] = []
        counted: list[_Counted] = []
        for index in indices:
            if room:
                stacks, old, origins = self._count(index, stacks, old, room)
                counted.append(origins)
            else:
                new, old, origins = self._step(index, new, old)
                back.append(origins)
        if not room:
            stacks = [[cost] for cost in new]
        ends = [(cost, column, used) for column, stack in enumerate(stacks) for used, cost in enumerate(stack, 1)]
        ends += [(cost, self.columns + column, 1) for column, cost in enumerate(old)]
        if before_plan and "indicator" in self.odds.names:
            indicator = self.odds.names.index("indicator")
            ends = [(cost + (0 if state % self.columns == indicator else _NO_INDICATOR), state, used) for cost, state, used in ends]
        cost, state, used = min(ends, key=lambda end: end[0])
        return cost, self._traced(state, used, self._back + back, counted, room)

    def _traced(self, state: int, used: int, back: Sequence[_Origins], counted: Sequence[_Counted],
                room: int) -> dict[int, tuple[int, bool]]:
        """The way that ends in `state` with `used` lines of its column."""
        result: dict[int, tuple[int, bool]] = {}
        index = self.end - 1
        for origins, crowded, before in reversed(counted):
            column, again = state % self.columns, False
            if state >= self.columns:
                state = self.columns + before[column]
            elif used == 1:
                state, used, again = origins[column]
            elif used < room or not crowded[column]:
                used -= 1
            result[index] = (column, again)
            index -= 1
        for origins, before in reversed(back):
            column, again = state % self.columns, False
            if state >= self.columns:
                state = self.columns + before[column]
            else:
                state = origins[column]
                state, again = (~state, True) if state < 0 else (state, False)
            result[index] = (column, again)
            index -= 1
        result[self.start] = (state % self.columns, True)
        return result

    def _step(self, index: int, new: list[float], old: list[float]) -> tuple[list[float], list[float], _Origins]:
        """The costs of a piece's states, of a new row and of the row before, from those of the piece before it."""
        odds = self.odds
        own, wraps, change, goes_on = odds.own[index], odds.wraps[index], odds.change[index], odds.goes_on[index]
        again, leap, leaping = odds.again[index], 0, inf
        for column, leaving in enumerate(odds.leaving):
            if new[column] + (leaving + again) < leaping:
                leap, leaping = column, new[column] + (leaving + again)
        before: list[int] = []
        if old:
            leap, leaping = self._leap_from_old(index, old, leap, leaping)
            old, before = self._sweep(index, old)
        costs, origins, left, best_left = [], [], 0, inf
        for column, (cost, wrap, odd, entry, skipped) in enumerate(zip(new, wraps, own, odds.entry[index], odds.skipped)):
            origin, stays = column, cost + wrap
            if best_left + goes_on <= stays:
                origin, stays = left, best_left + goes_on
            if leaping + entry < stays:
                origin, stays = ~leap, leaping + entry
            origins.append(origin)
            costs.append(stays + odd)
            best_left += skipped
            if cost + change < best_left:
                left, best_left = column, cost + change
        return costs, old, (origins, before)

    def _leap_from_old(self, index: int, old: list[float], leap: int, leaping: float) -> tuple[int, float]:
        """(state, cost) of the cheapest way to a new page or row: from the row before, or that which is known, `leap`."""
        # Behind what a page has cut off, a row begins that nothing else parts from it: if a date follows, as it does in every row.
        again = self.odds.behind_cut[index] if index < self._last_date else self.odds.again[index]
        for column, (cost, leaving) in enumerate(zip(old, self.odds.leaving)):
            if cost + (leaving + again) < leaping:
                leap, leaping = self.columns + column, cost + (leaving + again)
        return leap, leaping

    def _sweep(self, index: int, old: list[float]) -> tuple[list[float], list[int]]:
        """The costs of a piece's states in the row of the page before, and the columns that they come from."""
        odds = self.odds
        change, costs, origins, left, best_left = odds.change[index], [], [], 0, inf
        small = self._goes_on[odds.goes_on[index]]
        for column, (cost, wrap, odd) in enumerate(zip(old, odds.wraps[index], odds.own[index])):
            origin, stays = column, cost + wrap
            if best_left + small[column] <= stays:
                origin, stays = left, best_left + small[column]
            origins.append(origin)
            costs.append(stays + odd + self._not_cut[column])
            best_left += self._skipped[column]
            if cost + change < best_left:
                left, best_left = column, cost + change
        return costs, origins

    def _count(self, index: int, stacks: list[list[float]], old: list[float],
               room: int) -> tuple[list[list[float]], list[float], _Counted]:
        """As `_step`, for columns with `room` lines.  `stacks`: for each column the costs with one line in it, with two …"""
        odds = self.odds
        change, again, goes_on = odds.change[index], odds.again[index], odds.goes_on[index]
        lows = [min(stack) for stack in stacks]
        leap, leaping = 0, inf
        for column, (low, leaving) in enumerate(zip(lows, odds.leaving)):
            if low + (leaving + again) < leaping:
                leap, leaping = column, low + (leaving + again)
        if old:
            leap, leaping = self._leap_from_old(index, old, leap, leaping)
        leap_used = stacks[leap].index(lows[leap]) + 1 if leap < self.columns else 1
        grown, origins, crowded, left, best_left = [], [], [], (0, 1, False), inf
        for column, (stack, wrap, odd, entry) in enumerate(zip(stacks, odds.wraps[index], odds.own[index], odds.entry[index])):
            origin, first, stays, over = left, best_left + goes_on, [cost + wrap for cost in stack], False
            leavings = [cost + change for cost in stack]
            if len(stack) == room:
                leavings[-1] = stack[-1] + _CROWDED
                last = stays.pop() + _NO_ROOM
                if not stays and last < first:
                    origin, first = (column, 1, False), last
                elif stays and last < stays[-1]:
                    over, stays[-1] = True, last
            if leaping + entry < first:
                origin, first = (leap, leap_used, True), leaping + entry
            origins.append(origin)
            crowded.append(over)
            grown.append([cost + odd for cost in (first, *stays)])
            best_left += odds.skipped[column]
            low = min(leavings)
            if low < best_left:
                left, best_left = (column, leavings.index(low) + 1, False), low
        old, before = self._sweep(index, old) if old else (old, [])
        return grown, old, (origins, crowded, before)
