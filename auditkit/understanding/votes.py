"""What a table means by its numbers: the relations that most of its rows or columns keep.

No word decides.  For every row (and, the table turned, every column) it is tried whether it is the sum of a run of others (`run_sums`);
for every column whether it is the sum, the product or the share of two others.  What many lines keep is believed, and the line that breaks
what its peers keep is the suspect.  A label such as «total» only adds a proposal where no line keeps anything.
"""
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from auditkit.lexicon import pattern
from auditkit.model import Cell, Table
from auditkit.slips import rarity
from auditkit.understanding.run_sums import BELIEVED, Lines, Run, find_runs
from auditkit.understanding.tables import Amount, amount, are_years, closes, column_titles, header_rows, is_part, is_total
from auditkit.wording import fold

#: Of more columns than this no two are tried as the factors of a third.
MOST_COLUMNS = 16
#: So many rows tell whether two columns may make a third at all.
SAMPLE = 12
RATE = pattern("columns", "share", "rate", "per")
RUNNING = pattern("columns", "running")


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

    `grid`: the cells below the headings; `values`: float with nan where a cell holds no number (blank and dash count as 0 in sums);
    `known`: False where a cell holds words; `labels`, `titles`: of rows and columns; `opens`: rows without a number that head those below;
    `skip`: columns that count nothing; `rates`, `rate_rows`: columns and rows of percentages, growth, means.
    """

    def __init__(self, table: Table):
        self.table = table
        self.heads = header_rows(table)
        self.titles = column_titles(table, self.heads)
        self.grid: list[list[Cell | None]] = table.grid()[self.heads:]
        self.labels = [self._label(row) for row in self.grid]
        self.amounts: list[list[Amount]] = [[self._amount(cell, i, j) for j, cell in enumerate(row)] for i, row in enumerate(self.grid)]
        shape = (len(self.grid), table.width)
        self.known = np.array([[found.state != "words" for found in row] for row in self.amounts], dtype=bool).reshape(shape)
        self.values = np.array([[_value(found) for found in row] for row in self.amounts], dtype=float).reshape(shape)
        self.decimals = _decimals(self.values)
        filled = np.isfinite(self.values)
        self.skip = {j for j in range(shape[1]) if not filled[:, j].any() or self._is_index(j) or self._are_years(j)}
        counting = [j for j in range(shape[1]) if j not in self.skip]
        self.opens = {i for i, label in enumerate(self.labels) if label and not filled[i, counting].any()}
        self.repeated = {i for i, row in enumerate(self.grid) if len(counting) > 1 and are_years(row)}  # the headings, told again
        self.rates = {j for j, title in enumerate(self.titles) if RATE.search(fold(title)) or self._in_per_cent(row[j] for row in self.amounts)}
        self.rate_rows = self._rate_rows()

    def _amount(self, cell: Cell | None, row: int, column: int) -> Amount:
        if cell is None or cell.row - self.heads != row or cell.column != column:
            return Amount(None, "blank")  # what a merged cell covers beside its first place
        return amount(cell)

    def _label(self, row: Sequence[Cell | None]) -> str:
        for cell in dict.fromkeys(cell for cell in row if cell is not None):
            if any(char.isalpha() for char in cell.text) and amount(cell).state in ("words", "dash"):  # «Нет» may be an answer
                return " ".join(cell.text.split())
        return ""

    def _is_index(self, j: int) -> bool:
        column = self.values[np.isfinite(self.values[:, j]), j].tolist()
        title = fold(self.titles[j]).strip(" .")
        return bool(RUNNING.fullmatch(title)) or j == 0 and len(column) > 1 and (
            column == list(range(1, len(column) + 1)) or all(v.is_integer() and v < 100 for v in column) and len(set(column)) == len(column) and column == sorted(column) and not title)

    def _are_years(self, j: int) -> bool:
        column = self.values[np.isfinite(self.values[:, j]), j]
        return len(column) > (j > 0) and bool(((column >= 1900) & (column <= 2100) & (column % 1 == 0)).all())

    @staticmethod
    def _in_per_cent(amounts) -> bool:
        numbers = [found for found in amounts if found.state == "number"]
        return sum(found.unit.startswith("%") for found in numbers) * 2 > len(numbers)

    def _rate_rows(self) -> set[int]:
        """Rows of rates: their own label says so, or that of the row without numbers above them, or their cells do."""
        found, under = set(), False
        for i, label in enumerate(self.labels):
            rate = bool(RATE.search(fold(label)))
            under = rate if i in self.opens and not is_part(label) else under
            if rate or under or self._in_per_cent(self.amounts[i]):
                found.add(i)
        return found

    def is_rate(self, row: int, column: int) -> bool:
        """Whether the cell of a row and a column below the headings holds a rate: a percentage, a growth, a mean."""
        return row in self.rate_rows or column in self.rates or self.amounts[row][column].unit.startswith("%")

    @cached_property
    def kept(self) -> list[Relation]:
        """`relations`, worked out once."""
        return self.relations()

    def relations(self) -> list[Relation]:
        """The relations that the table keeps or should keep, the best believed first."""
        columns = [j for j in range(self.values.shape[1]) if j not in self.skip]
        if not columns or not len(self.grid):
            return []
        found = list(self._sums(columns, False))
        if len(columns) > 2:
            found += self._sums(columns, True)
            best = {frozenset((r.total, *r.parts)): r for r in sorted(self._of_pairs(columns), key=lambda r: (r.operation in ("share", "growth") and r.total in self.rates, r.weight))}
            found += best.values()  # a product is also two quotients, a share makes a share the other way round
        found += self._vertical_shares(columns, found)
        return sorted(found, key=lambda relation: -relation.weight)

    # -- sums of runs ---------------------------------------------------------------------------------------------------------------

    def _sums(self, columns: Sequence[int], across: bool) -> Iterator[Relation]:
        """Sums of rows, or (the matrix turned) of columns."""
        values = self.values[:, columns]
        units = np.where(np.isfinite(values), 10.0 ** -self.decimals[:, columns], 1.0).min(axis=1 if across else 0, keepdims=True) * np.ones(values.shape)
        rate = np.zeros(values.shape, dtype=bool)
        rate[sorted(self.rate_rows)] = True
        rate[:, [k for k, j in enumerate(columns) if j in self.rates]] = True
        labels = [self.titles[j].split(" / ")[-1] for j in columns] if across else self.labels
        labelled = frozenset(i for i, label in enumerate(labels) if is_total(label))
        closing = frozenset(i for i in labelled if closes(labels[i]) and not is_part("".join(labels[i + 1:i + 2]))) | ({len(labels) - 1} if not across and not labels[-1] else set())
        turned = [part.T if across else part for part in (values, self.known[:, columns], np.where(units < 1, units, 0.0), ~rate)]
        lines = Lines(*turned, labelled | closing, closing, frozenset() if across else frozenset(i + 1 for i in self.opens))
        order = [i for i in range(len(labels)) if np.isfinite(lines.values[i]).any() and (across or i not in self.repeated)]
        without = [i for i in order if across or not is_part(labels[i])]  # «of which» rows are parts of the row above, and no rows of the table's sum
        found = [self._relation(run, columns, across, labelled, closing) for some in ([order, without] if len(without) < len(order) else [order]) if len(some) > 2
                 for run in find_runs(lines, some)]
        kept = {relation.total for relation in found if relation.held}
        yield from (relation for relation in found if relation.held or relation.total not in kept)

    def _relation(self, run: Run, columns: Sequence[int], across: bool, labelled: frozenset[int], closing: frozenset[int]) -> Relation:
        own, beside = ((lambda i: columns[i]), (lambda c: c)) if across else ((lambda i: i), (lambda c: columns[c]))
        parts = tuple(map(own, run.parts))
        form = {
            "label": run.total in labelled, "closes": run.total in closing, "adjacent": run.adjacent, "above": run.stop == run.position, "below": run.start == run.position + 1, "whole": run.whole,
            "part labelled": any(is_total(self.titles[p] if across else self.labels[p]) for p in parts), "of which": not across and any(is_part(self.labels[p]) for p in parts),
            "rates": bool({*parts, own(run.total)} & (self.rates if across else self.rate_rows)), "n2": len(parts) == 2, "n3-5": 3 <= len(parts) <= 5, "n6+": len(parts) > 5,
            "across": across, "last": run.position == run.size - 1, "first": run.position == 0, "gaps": run.size < (len(columns) if across else len(self.grid)),
        }
        return Relation("sum", across, own(run.total), parts, tuple(map(beside, run.held)), tuple(map(beside, run.broken)), run.weight, {name: 1.0 for name, value in form.items() if value})

    # -- columns made of two others -----------------------------------------------------------------------------------------------------

    def _of_pairs(self, columns: Sequence[int]) -> Iterator[Relation]:
        """Columns that are the sum, product or share of two others in every row, or nearly."""
        if len(columns) > MOST_COLUMNS:
            return
        rows = np.flatnonzero(np.isfinite(self.values[:, columns]).sum(axis=1) > 2)
        some = self.values[rows[np.linspace(0, len(rows) - 1, min(SAMPLE, len(rows))).astype(int)]][:, columns] if len(rows) else self.values[:0, columns]
        near = []
        for operation, expected, _ in _operations(some[:, :, None], some[:, None, :]):
            with np.errstate(invalid="ignore"):
                near.append((np.abs(expected[..., None] - some[:, None, None, :]) <= .6).any(axis=0))
        for result, one, other in np.argwhere(np.any(near, axis=0).transpose(2, 0, 1)):
            a, b, total = columns[one], columns[other], columns[result]
            for k, (operation, expected, symmetric) in enumerate(_operations(self.values[:, a], self.values[:, b]) if len({a, b, total}) == 3 else ()):
                if not near[k][one, other, result] or symmetric and a > b or operation == "sum" and abs(a - b) == 1 and total in (min(a, b) - 1, max(a, b) + 1):
                    continue  # neighbours are found as runs
                yield from self._kept(operation, total, (a, b), self.values[:, total], expected)

    def _kept(self, operation, total, parts, own, expected) -> Iterator[Relation]:
        known = np.isfinite(own) & np.isfinite(expected) & (own != 0)
        if known.sum() < 2:
            return
        decimals = self.decimals[:, total]
        slack = .5 * 10.0 ** -decimals + 1e-6 if operation in ("share", "growth", "mean") else np.where(decimals > 0, .051, 1e-6)
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
        shares = [j for j in columns if (np.nan_to_num(np.abs(self.values[:, j])) < 100.5).all()]
        for total in sorted(totals, reverse=True)[:MOST_COLUMNS] if shares else ():
            for a in columns:
                base = self.values[total, a]
                for share in shares if np.isfinite(base) and base > 0 else ():
                    if share != a:
                        own = self.values[:, share].copy()
                        own[total] = np.nan
                        for relation in self._kept("share", share, (a, share), own, 100 * self.values[:, a] / base):
                            yield Relation("column-share", False, share, (a, total), relation.held, relation.broken, relation.weight, {"column-share": 1.0})


def _value(found: Amount) -> float:
    return float(found.value) if found.state == "number" and found.value is not None and abs(found.value) < 1e15 else np.nan


def _operations(a: np.ndarray, b: np.ndarray) -> Iterator[tuple[str, np.ndarray, bool]]:
    """(operation, what it makes of two columns, whether their order is all one)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        yield "sum", a + b, True
        yield "product", a * b, True
        yield "share", np.where(b != 0, 100 * a / b, np.nan), False
        yield "growth", np.where(b != 0, 100 * a / b - 100, np.nan), False
        yield "mean", np.where(b != 0, a / b, np.nan), False


def _decimals(values: np.ndarray) -> np.ndarray:
    """How many digits each number has behind the sign, four at most."""
    filled, found = np.nan_to_num(values), np.zeros(values.shape, dtype=int)
    for decimals in range(4):
        found += (found == decimals) & (np.abs(filled * 10 ** decimals - np.round(filled * 10 ** decimals)) >= 1e-6 * np.maximum(1, np.abs(filled) * 1e-6))
    return found
