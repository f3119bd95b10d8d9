"""Which lines of numbers are the sums of runs of other lines: the search behind the vote of a table.

A run that makes a total begins where the sums from the top lack just the total's number: such places are looked up among the sorted
sums, column by column, so that a table of a thousand rows takes a moment.
"""
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from auditkit.slips import rarity

#: Runs that do not touch their total are tried where no more lines than this are searched.
APART = 24
#: What unlabelled lines keep is believed from this rarity on.
BELIEVED = 2.2
#: So many places at most are looked at for one total in one column.
PLACES = 24
#: A sum of numbers that are rounded is off by so much at most, in units of the last digit and for one part; for more it grows with their root.
ROUNDING = 0.6


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of numbers that are added up one upon the other: the rows of a table, or its columns.

    `values`: nan where there is no number; `known`: False where there are words; `units`: of the last digit of a number, 0 where it is exact;
    `addable`: False for rates, which only a hundred of shares may add up.  Indexes of lines: `labelled` as totals, `closing`: those whose label alone
    proposes a total, `opened`: those right under a heading.
    """

    values: np.ndarray
    known: np.ndarray
    units: np.ndarray
    addable: np.ndarray
    labelled: frozenset[int]
    closing: frozenset[int]
    opened: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Run:
    """A total and its parts, by the indexes of their lines: `held`, `broken`: positions in a line that keep it and that do not; `weight`: rarity of
    what is kept; `position`, `start`, `stop`, `size`: where the total and the run stand among the lines searched."""

    total: int
    parts: tuple[int, ...]
    held: tuple[int, ...]
    broken: tuple[int, ...]
    weight: float
    position: int
    start: int
    stop: int
    size: int

    @property
    def adjacent(self) -> bool:
        """Whether the run touches its total."""
        return self.stop == self.position or self.start == self.position + 1

    @property
    def whole(self) -> bool:
        """Whether the run reaches from its total to the edge of the table."""
        return self.stop == self.position and self.start == 0 or self.start == self.position + 1 and self.stop == self.size


def find_runs(lines: Lines, order: Sequence[int]) -> list[Run]:
    """The runs among some lines: first of all of them, then with the totals found left out, and with their parts left out."""
    rare = np.minimum(_rarities(lines.values), 3.0)
    first = list(_search(lines, rare, order))
    believed = [run for run in first if run.held and (run.weight >= BELIEVED or run.total in lines.labelled)]
    totals = {run.total for run in believed} | (set(lines.labelled) & set(order) if first else set())
    inner = {part for run in believed if run.adjacent for part in run.parts}
    found = {(run.total, run.parts): run for run in first}
    for kept in ([i for i in order if i not in totals], [i for i in order if i not in inner]):
        for extra in sorted(totals):
            among = sorted({*kept, extra})
            if 2 < len(among) < len(order):
                for run in _search(lines, rare, among, extra):
                    found.setdefault((run.total, run.parts), run)
    near = {(run.total, part) for run in found.values() if run.adjacent and run.held for part in run.parts}
    return [run for run in found.values() if run.adjacent or not any((run.total, part) in near for part in run.parts)]


def _rarities(values: np.ndarray) -> np.ndarray:
    return np.array([[rarity(value) if np.isfinite(value) else 0.0 for value in row] for row in values]).reshape(values.shape)


def _search(lines: Lines, rare: np.ndarray, order: Sequence[int], only: int | None = None) -> Iterator[Run]:
    """The runs that are believed or proposed among the lines `order`; `only`: of this total."""
    order = np.asarray(order)
    labelled = [i for i, line in enumerate(order) if line in lines.labelled and only in (None, line)]
    values, filled = lines.values[order], np.nan_to_num(lines.values[order])
    sums, words, nonzero = (np.vstack([np.zeros((1, filled.shape[1])), np.cumsum(what, axis=0)]) for what in (filled, ~lines.known[order], filled != 0))
    slack = ROUNDING * lines.units.max(axis=0, initial=0) + 1e-6 + 1e-13 * np.abs(sums).max(axis=0, initial=0)
    positions = np.arange(len(order)) if only is None else np.flatnonzero(order == only)
    position, start, stop = _places(values, sums, slack, positions, labelled).T
    if not len(position):
        return
    own = values[position]
    count = nonzero[stop] - nonzero[start]
    clean = (words[stop] == words[start]) & np.isfinite(own) & (own != 0) & (count >= 2)
    apart = np.abs(sums[stop] - sums[start] - np.nan_to_num(own))
    right = apart <= slack * np.sqrt(np.maximum(count, 1) + 1)
    held, broken = _counted(clean, right, apart, own, lines.addable[order][position], rare[order][position])
    weight = (held * rare[order][position]).sum(axis=1)
    yield from _best(lines, order, (position, start, stop), held, broken, weight, set(labelled), only)


def _places(values, sums, slack, positions, labelled) -> np.ndarray:
    """(position of a total, start and stop of a run) of all runs worth a look: those that make their total in some column, and those that a label asks for."""
    size = len(values)
    found = [np.array([(p, s, p) for p in labelled for s in _borders(p, labelled, size)[0]] + [(p, p + 1, e) for p in labelled for e in _borders(p, labelled, size)[1]], dtype=int).reshape(-1, 3)]
    if size <= APART:
        starts, stops = np.triu_indices(size + 1, 2)
        every = np.array([(p, s, e) for p in positions for s, e in zip(starts, stops) if not s <= p < e], dtype=int).reshape(-1, 3)
        close = np.abs(sums[every[:, 2]] - sums[every[:, 1]] - values[every[:, 0]]) <= slack * np.sqrt(every[:, 2:] - every[:, 1:2] + 1)
        return np.unique(np.vstack([*found, every[close.any(axis=1)]]), axis=0)
    for column in range(values.shape[1]):
        own = positions[np.isfinite(values[positions, column]) & (values[positions, column] != 0)]
        telling = np.flatnonzero(np.nan_to_num(values[:, column]) != 0)  # a run begins and ends with what counts
        for p, s in _looked_up(sums[own, column] - values[own, column], sums[telling, column], 4 * slack[column]):
            found.append(np.stack([own[p], telling[s], own[p]], axis=1)[telling[s] <= own[p] - 2])
        for p, e in _looked_up(sums[own + 1, column] + values[own, column], sums[telling + 1, column], 4 * slack[column]):
            found.append(np.stack([own[p], own[p] + 1, telling[e] + 1], axis=1)[telling[e] >= own[p] + 2])
    return np.unique(np.vstack(found), axis=0)


def _borders(position: int, labelled: Sequence[int], size: int) -> tuple[list[int], list[int]]:
    """Where a run beside a labelled total may begin above it, and end below it: at the edge, or at the next total."""
    above = max((other + 1 for other in labelled if other < position), default=0)
    below = min((other for other in labelled if other > position), default=size)
    return [s for s in {0, above} if s <= position - 2], [e for e in {size, below} if e >= position + 3]


def _looked_up(wanted: np.ndarray, among: np.ndarray, slack: float) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """(indexes of what is wanted, indexes of what is as large), no more than PLACES for each."""
    ranks = np.argsort(among, kind="stable")
    low, high = (np.searchsorted(among[ranks], wanted + sign * slack, side) for sign, side in ((-1, "left"), (1, "right")))
    for step in range(min(PLACES, int((high - low).max(initial=0)))):
        hits = np.flatnonzero(low + step < high)
        yield hits, ranks[low[hits] + step]


def _counted(clean, right, apart, own, addable, rare) -> tuple[np.ndarray, np.ndarray]:
    """(what keeps each run, what breaks it).  Rates count where they make a hundred, or where nearly all lines keep the run, whatever they are called;
    whole numbers that miss it by one or two in several lines are rounded, and break nothing."""
    held, broken = clean & right, clean & ~right
    sure = (held.sum(axis=1) >= 3) & (held.sum(axis=1) >= 2 * broken.sum(axis=1)) & ((held * rare).sum(axis=1) > 6)
    counts = addable | (np.abs(own - 100) < .5) | sure[:, None]
    held, broken = held & counts, broken & counts
    rounded = broken & (apart <= 2) & (apart < .02 * np.abs(np.nan_to_num(own)))
    return held, broken & ~(rounded & (rounded.sum(axis=1) >= 2)[:, None])


def _best(lines: Lines, order, places, held, broken, weight, labelled: set[int], only) -> Iterator[Run]:
    """For each total its runs that are believed or proposed, the best first; of those that overlap only the best."""
    position, start, stop = places
    size, kept, failed = len(order), held.sum(axis=1), broken.sum(axis=1)
    adjacent = (start == position + 1) | (stop == position)
    label = np.isin(position, list(labelled))
    natural = adjacent & ((start == 0) | (stop == size) | label)
    score = weight - .9 * failed + .6 * adjacent + .5 * natural
    believed = (weight >= BELIEVED * np.where(adjacent, 1, 1.4)) & (kept >= failed)
    taken: dict[int, list[tuple[int, int]]] = {}
    for k in sorted(np.flatnonzero(believed | label & adjacent & (kept + failed > 0)), key=lambda k: -score[k]):
        p, s, e = int(position[k]), int(start[k]), int(stop[k])
        if any(s < b and a < e for a, b in taken.get(p, ())) or not (believed[k] or _is_proposed(lines, order, labelled, p, s, e, int(kept[k]), int(failed[k]))):
            continue
        taken.setdefault(p, []).append((s, e))
        yield Run(int(order[p]), tuple(map(int, order[s:e])), tuple(map(int, np.flatnonzero(held[k]))), tuple(map(int, np.flatnonzero(broken[k]))), float(weight[k]), p, s, e, size)


def _is_proposed(lines: Lines, order, labelled: set[int], position: int, start: int, stop: int, kept: int, failed: int) -> bool:
    """Whether a label proposes a run that too few lines keep: from a total to the edge of the table or to the total before; where no line keeps it,
    only under a label that says nothing else, not right under a heading, and, if the total stands first, of all the table."""
    above = stop == position
    if not (start == 0 or start - 1 in labelled if above else stop == len(order) or stop in labelled):
        return False
    if kept:
        return kept >= failed or kept + 1 >= failed
    return int(order[position]) in lines.closing and failed <= 2 and (int(order[position]) not in lines.opened if above else position == 0 and stop == len(order))
