"""Numbers of a flattened row joined from the pieces that converters leave, so that the row adds up to its total."""
from collections.abc import Sequence

_MOST_DIGITS = 9  # of one number of people
_MOST_SUMS = 50_000  # kept of one cell: numbers so wild are no table's


def join_to_sum(pieces: Sequence[str], joins: Sequence[int | None], groups: Sequence[tuple[int, int]],
                total: int) -> list[list[int]] | None:
    """The cheapest way to join neighbouring pieces into as many numbers as there are cells, so that one is the sum of the rest.

    `pieces`: digits ("" counts as nothing); `joins`: the cost of joining each piece with the next, None where that may not be;
    `groups`: (number of pieces, number of cells) of each run of pieces, in order, no number reaches from one into the next;
    `total`: the index of the cell that is the sum.  The indices of the pieces of each cell, or None where no joining adds up.
    """
    deal = _Deal(pieces, joins, groups)
    best: tuple[int, list[int]] | None = None
    for start in range(len(pieces)):
        for end, wanted, cost in deal.numbers[start]:
            if wanted and (best is None or cost < best[0]):
                found = deal.fill(total, start, (end, 0, cost), wanted)
                best = found if found and (best is None or found[0] < best[0]) else best
    if best is None:
        return None
    ends = best[1]
    return [list(range(start, end)) for start, end in zip([0, *ends], ends)]


class _Deal:
    """The numbers that may begin at each piece, and which of them lead to the right number of cells."""

    def __init__(self, pieces: Sequence[str], joins: Sequence[int | None], groups: Sequence[tuple[int, int]]):
        self.size, self.cells = len(pieces), sum(cells for _, cells in groups)
        self.borders: dict[int, int] = {}  # how many cells must be full where a group ends
        position = full = 0
        for count, cells in groups:
            position, full = position + count, full + cells
            self.borders[position] = full
        self.numbers = [self._begun(pieces, joins, start) for start in range(self.size)]

    def _begun(self, pieces: Sequence[str], joins: Sequence[int | None], start: int) -> list[tuple[int, int, int]]:
        """The numbers that begin at a piece, as (piece behind it, value, cost)."""
        found, digits, cost = [], pieces[start], 0
        for end in range(start + 1, self.size + 1):
            found.append((end, int(digits or 0), cost))
            join = joins[end - 1] if end < self.size and end not in self.borders else None
            if join is None or len(digits) + len(pieces[end]) > _MOST_DIGITS:
                break
            digits, cost = digits + pieces[end], cost + join
        return found

    def fill(self, total: int, start: int, sum_: tuple[int, int, int], wanted: int) -> tuple[int, list[int]] | None:
        """(cost, piece behind each cell) of the cheapest row whose other cells make `wanted`; the total begins at `start`.

        `sum_`: the total's number, of value 0 for it is no part of the sum.
        """
        def choices(position: int, cell: int) -> list[tuple[int, int, int]]:
            return ([sum_] if position == start else []) if cell == total else self.numbers[position]

        bounds = self._bounds(choices)
        layer: dict[tuple[int, int], tuple[int, tuple | None]] = {(0, 0): (0, None)}
        for cell in range(self.cells):
            following: dict[tuple[int, int], tuple[int, tuple | None]] = {}
            for (position, summed), (cost, path) in layer.items():
                if position == self.size:
                    continue
                for end, value, more in choices(position, cell):
                    low, high = bounds[cell + 1].get(end, (1, 0))
                    key = (end, summed + value)
                    if low <= wanted - key[1] <= high and (key not in following or cost + more < following[key][0]):
                        following[key] = (cost + more, (end, path))
            if len(following) > _MOST_SUMS:
                return None
            layer = following
        if (self.size, wanted) not in layer:
            return None
        cost, path = layer[self.size, wanted]
        ends: list[int] = []
        while path:
            ends.append(path[0])
            path = path[1]
        return cost, ends[::-1]

    def _bounds(self, choices) -> list[dict[int, tuple[int, int]]]:
        """For each number of full cells: by position the least and the greatest sum that the cells left can make."""
        bounds: list[dict[int, tuple[int, int]]] = [{} for _ in range(self.cells)] + [{self.size: (0, 0)}]
        for cell in range(self.cells - 1, -1, -1):
            for position in range(self.size):
                if self.borders.get(position, cell) != cell:
                    continue
                rests = [(value, *bounds[cell + 1][end]) for end, value, _ in choices(position, cell) if end in bounds[cell + 1]]
                if rests:
                    bounds[cell][position] = (min(value + low for value, low, _ in rests),
                                              max(value + high for value, _, high in rests))
        return bounds
