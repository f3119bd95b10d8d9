"""What a table means by its numbers: the relations that most of its rows or columns keep.

No word decides.  For every row (and, the table turned, every column) it is tried whether it is the sum of a run of others; for every
column whether it is the sum, the product or the share of two others.  What many lines keep is believed, and the line that breaks what
its peers keep is the suspect.  A label such as «total» only adds a proposal where no line keeps anything.
"""
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from auditkit.model import Cell, Table
from auditkit.slips import rarity
from auditkit.understanding.tables import Amount, amount, column_titles, header_rows, is_part, is_total
from auditkit.wording import fold

#: Larger tables are searched only for runs that touch their total.
WIDE_SEARCH = 48
#: A relation of unlabelled lines needs this much rarity among the lines that keep it.
BELIEVED = 2.2
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Relation:
    """What one line of cells should be: `total` the index of its line, `parts` those of the others; `operation`: "sum", "product"
    (total = a · b), "share" (total = 100 · a / b); `across`: the sum runs over columns (one relation a row) or over rows.
    `held`, `broken`: the lines that keep it and that do not; `weight`: rarity of what is kept; `form`: named evidence."""

    operation: str
    across: bool
    total: int
    parts: tuple[int, ...]
    held: tuple[int, ...]
    broken: tuple[int, ...]
    weight: float
    form: dict = field(default_factory=dict)


class Numbers:
    """A table as a matrix of numbers.

    `cells`: the grid below the headings, `values`: float with nan where a cell holds no number (blank and dash count as 0 in sums),
    `known`: False where a cell holds words; `rates`: columns of percentages, growth, means; `labels`, `titles`: of rows and columns.
    """

    def __init__(self, table: Table):
        self.table = table
        grid = table.grid()
        self.heads = header_rows(table)
        self.titles = column_titles(table, self.heads)
        self.grid: list[list[Cell | None]] = grid[self.heads:]
        self.labels = [self._label(row) for row in self.grid]
        self.amounts: list[list[Amount]] = [[self._amount(cell, i, j) for j, cell in enumerate(row)] for i, row in enumerate(self.grid)]
        shape = (len(self.grid), table.width)
        self.values = np.full(shape, np.nan)
        self.known = np.zeros(shape, dtype=bool)
        for i, row in enumerate(self.amounts):
            for j, found in enumerate(row):
                self.known[i, j] = found.state != "words"
                if found.state == "number" and found.value is not None and abs(found.value) < 1e15:
                    self.values[i, j] = found.value
        self.decimals = np.array([[_decimals(value) for value in row] for row in self.values]).reshape(shape)
        self.skip = {j for j in range(shape[1]) if self._is_index(j) or self._is_text(j) or self._are_years(j)}
        self.rates = {j for j in range(shape[1]) if "%" in self.titles[j] or any(a.unit.startswith("%") for a in (row[j] for row in self.amounts if j < len(row)))
                      or any(word in fold(self.titles[j]) for word in ("пайыз", "үлес", "процент", "доля", "удельн", "темп", "средн", "орташа", "average", "share", "rate"))}
        self.rate_rows = {i for i, row in enumerate(self.amounts) if any(a.unit.startswith("%") for a in row) or "%" in self.labels[i]}

    def _amount(self, cell: Cell | None, row: int, column: int) -> Amount:
        if cell is None or cell.row - self.heads != row or cell.column != column:
            return Amount(None, "blank")  # what a merged cell covers beside its first place
        return amount(cell)

    def _label(self, row: Sequence[Cell | None]) -> str:
        seen: dict[int, str] = {}
        for cell in row:
            if cell is not None and any(char.isalpha() for char in cell.text) and amount(cell).state == "words":
                seen.setdefault(id(cell), " ".join(cell.text.split()))
        return next(iter(seen.values()), "")

    def _is_index(self, j: int) -> bool:
        column = [value for value in self.values[:, j] if not np.isnan(value)]
        title = fold(self.titles[j]).strip(" .")
        return title in ("№", "n", "no", "№ п/п", "р/с", "р/с №", "№ р/с", "п/п") or j == 0 and len(column) > 1 and (
            column == list(range(1, len(column) + 1)) or all(float(v).is_integer() and v < 100 for v in column) and len(set(column)) == len(column) and column == sorted(column) and not title)

    def _is_text(self, j: int) -> bool:
        return not (~np.isnan(self.values[:, j])).any()

    def _are_years(self, j: int) -> bool:
        column = [value for value in self.values[:, j] if not np.isnan(value)]
        return bool(column) and all(1900 <= value <= 2100 and float(value).is_integer() for value in column) and (len(column) > 1 or j == 0)

    @cached_property
    def kept(self) -> list[Relation]:
        """`relations`, worked out once."""
        return self.relations()

    def relations(self) -> list[Relation]:
        """The relations that the table keeps or should keep, the best believed first."""
        columns = [j for j in range(self.values.shape[1]) if j not in self.skip]
        if not columns or not len(self.grid):
            return []
        found = list(self._sums(self.values[:, columns], self.known[:, columns], columns, False))
        if len(columns) > 2:
            found += self._sums(self.values[:, columns].T, self.known[:, columns].T, columns, True)
            found += self._of_pairs(columns)
        found += self._vertical_shares(columns, found)
        return sorted(found, key=lambda relation: -relation.weight)

    # -- sums of runs ---------------------------------------------------------------------------------------------------------------

    def _sums(self, values: np.ndarray, known: np.ndarray, columns: Sequence[int], across: bool) -> Iterator[Relation]:
        """Sums along the first axis of `values`: of rows, or (the matrix turned) of columns."""
        labelled = {i for i in range(len(values)) if is_total(self.titles[columns[i]] if across else self.labels[i])}
        lines = list(range(len(values)))
        first = list(self._search(values, known, lines, labelled, across, columns))
        yield from first
        own = {columns[i]: i for i in lines} if across else {i: i for i in lines}
        believed = [r for r in first if r.held and (r.weight >= BELIEVED or own[r.total] in labelled)]
        totals = {own[r.total] for r in believed} | (labelled if first else set())
        inner = {own[part] for r in believed for part in r.parts}
        seen = {(r.total, r.parts) for r in first}
        for kept in ([i for i in lines if i not in totals], [i for i in lines if i not in inner]):
            for extra in sorted(totals):
                order = sorted({*kept, extra})
                if 2 < len(order) < len(lines):
                    for r in self._search(values, known, order, labelled & {extra}, across, columns, only=extra):
                        if (r.total, r.parts) not in seen:
                            seen.add((r.total, r.parts))
                            yield r

    def _search(self, values, known, order, labelled, across, columns, only=None) -> Iterator[Relation]:
        filled = np.nan_to_num(values[order])
        unknown = (~known[order]).astype(int)
        prefix = np.vstack([np.zeros((1, filled.shape[1])), np.cumsum(filled, axis=0)])
        words = np.vstack([np.zeros((1, filled.shape[1]), dtype=int), np.cumsum(unknown, axis=0)])
        nonzero = np.vstack([np.zeros((1, filled.shape[1]), dtype=int), np.cumsum(filled != 0, axis=0)])
        size = len(order)
        candidates: dict[tuple[int, int, int], list[float]] = {}
        for position in range(size) if only is None else [order.index(only)]:
            own = values[order[position]]
            if not np.isfinite(own).any():
                continue
            for start, stop in self._segments(position, size):
                sums = prefix[stop] - prefix[start]
                clean = (words[stop] == words[start]) & np.isfinite(own) & (own != 0) & (nonzero[stop] - nonzero[start] >= 2)
                tolerance = self._tolerance(values, own)
                held = clean & (np.abs(sums - own) <= tolerance)
                edge = position in (0, size - 1) and stop - start == size - 1
                if held.any() or order[position] in labelled or edge and clean.any():
                    candidates[position, start, stop] = [held, clean & ~held]
        yield from self._best(candidates, order, values, labelled, across, columns, only)

    def _tolerance(self, values, own):
        return TOLERANCE + np.where(np.abs(own - np.round(own)) > 1e-9, .051, 0.0)

    def _segments(self, position: int, size: int) -> Iterator[tuple[int, int]]:
        """Runs of at least two neighbouring lines beside a total; in small tables also those apart from it."""
        for start in range(position - 2, -1, -1):
            yield start, position
        for stop in range(position + 3, size + 1):
            yield position + 1, stop
        if size <= WIDE_SEARCH // 2:
            for start in range(size - 1):
                for stop in range(start + 2, size + 1):
                    if not start <= position < stop and start != position + 1 and stop != position:
                        yield start, stop

    def _best(self, candidates, order, values, labelled, across, columns, only) -> Iterator[Relation]:
        by_total: dict[int, list[tuple[float, tuple]]] = {}
        for (position, start, stop), (held, broken) in candidates.items():
            own = values[order[position]]
            weight = float(sum(min(rarity(own[c]), 3.0) for c in np.flatnonzero(held)))
            adjacent = start == position + 1 or stop == position
            natural = adjacent and (start == 0 or stop == len(order) or order[position] in labelled)
            by_total.setdefault(position, []).append((weight - .9 * float(broken.sum()) + .6 * adjacent + .5 * natural, (start, stop, held, broken, weight, adjacent)))
        for position, found in by_total.items():
            found.sort(key=lambda pair: -pair[0])
            taken: list[tuple[int, int]] = []
            for score, (start, stop, held, broken, weight, adjacent) in found:
                if any(start < b and a < stop for a, b in taken):
                    continue  # another reading of the same lines is better kept
                label = order[position] in labelled
                edge = position in (0, len(order) - 1) and stop - start == len(order) - 1 and only is None
                if not (edge and not held.any() and broken.sum() <= 2 or weight >= BELIEVED * (1 if adjacent else 1.4) and held.sum() >= broken.sum() or label and adjacent and self._is_whole(start, stop, position, order, labelled)):
                    continue
                taken.append((start, stop))
                lines = [columns[c] if not across else c for c in range(values.shape[1])]
                yield self._relation(across, columns, order, position, start, stop, held, broken, weight, lines, label, adjacent)

    def _is_whole(self, start, stop, position, order, labelled) -> bool:
        """Whether a run reaches from a labelled total to the edge of the table or to the total before."""
        if stop == position:
            return start == 0 or order[start - 1] in labelled
        return stop == len(order) or order[stop] in labelled

    def _relation(self, across, columns, order, position, start, stop, held, broken, weight, lines, label, adjacent) -> Relation:
        index = (lambda i: columns[order[i]]) if across else (lambda i: order[i])
        parts = tuple(index(i) for i in range(start, stop))
        rates = (set(parts) | {index(position)}) & (self.rates if across else self.rate_rows)
        form = {
            "label": label, "adjacent": adjacent, "above": stop == position, "below": start == position + 1, "whole": start == 0 and stop == position or stop == len(order) and start == position + 1,
            "part labelled": any(is_total(self.titles[p] if across else self.labels[p]) for p in parts), "of which": not across and any(is_part(self.labels[p]) for p in parts),
            "rates": bool(rates), "n2": len(parts) == 2, "n3-5": 3 <= len(parts) <= 5, "n6+": len(parts) > 5, "across": across, "last": position == len(order) - 1, "first": position == 0, "gaps": len(order) < (len(columns) if across else len(self.grid)),
        }
        return Relation("sum", across, index(position), parts, tuple(int(lines[c]) for c in np.flatnonzero(held)), tuple(int(lines[c]) for c in np.flatnonzero(broken)), weight,
                        {name: 1.0 for name, value in form.items() if value})

    # -- columns made of two others -----------------------------------------------------------------------------------------------------

    def _of_pairs(self, columns: Sequence[int]) -> Iterator[Relation]:
        """Columns that are the sum, product or share of two others in every row, or nearly."""
        if len(columns) > 16:
            return
        for total in columns:
            own = self.values[:, total]
            for a in columns:
                for b in columns:
                    if len({a, b, total}) < 3:
                        continue
                    for operation, expected, symmetric in self._operations(self.values[:, a], self.values[:, b]):
                        if symmetric and a > b or operation == "sum" and abs(a - b) == 1 and (total in (min(a, b) - 1, max(a, b) + 1)):
                            continue  # neighbours are found as runs
                        yield from self._kept(operation, total, (a, b), own, expected)

    @staticmethod
    def _operations(a: np.ndarray, b: np.ndarray):
        with np.errstate(divide="ignore", invalid="ignore"):
            yield "sum", a + b, True
            yield "product", a * b, True
            yield "share", np.where(b != 0, 100 * a / b, np.nan), False
            yield "growth", np.where(b != 0, 100 * a / b - 100, np.nan), False
            yield "mean", np.where(b != 0, a / b, np.nan), False

    def _kept(self, operation, total, parts, own, expected) -> Iterator[Relation]:
        known = np.isfinite(own) & np.isfinite(expected) & (own != 0)
        if known.sum() < 2:
            return
        decimals = self.decimals[:, total]
        slack = .5 * 10.0 ** -decimals + 1e-6 if operation in ("share", "growth", "mean") else np.where(decimals > 0, .051, TOLERANCE)
        held = known & (np.abs(np.where(known, expected, 0) - np.where(known, own, 0)) <= slack)
        trivial = held & (np.abs(own) < 3)
        if operation == "product":
            trivial |= held & ((self.values[:, parts[0]] == 1) | (self.values[:, parts[1]] == 1))
        if operation in ("share", "growth", "mean"):
            trivial |= held & np.isin(own, (100, 0, 50))
        weight = float(sum(min(rarity(v), 3.0) for v in own[held & ~trivial]))
        if (held & ~trivial).sum() < 2 or held.sum() < 2 * (known & ~held).sum() or weight < BELIEVED * 1.6:
            return
        yield Relation(operation, True, total, tuple(parts), tuple(map(int, np.flatnonzero(held))), tuple(map(int, np.flatnonzero(known & ~held))), weight, {operation: 1.0, "across": 1.0})

    def _vertical_shares(self, columns: Sequence[int], sums: Sequence[Relation]) -> Iterator[Relation]:
        """Columns of the shares that another column's numbers have in that column's total."""
        totals = {r.total for r in sums if not r.across and r.held and r.operation == "sum"} | {i for i, label in enumerate(self.labels) if is_total(label)}
        for total in sorted(totals):
            for a in columns:
                base = self.values[total, a]
                if not np.isfinite(base) or base <= 0:
                    continue
                for share in columns:
                    if share != a:
                        own, expected = self.values[:, share].copy(), 100 * self.values[:, a] / base
                        own[total] = np.nan
                        for relation in self._kept("share", share, (a, share), own, expected):
                            yield Relation("column-share", False, share, (a, total), relation.held, relation.broken, relation.weight, {"column-share": 1.0})


def _decimals(value: float) -> int:
    if not np.isfinite(value):
        return 0
    for decimals in range(4):
        if abs(value * 10 ** decimals - round(value * 10 ** decimals)) < 1e-6:
            return decimals
    return 4
