"""The Kazakh and the Russian version of one report laid side by side: which blocks, cells and numbers answer each other.

Only what surely answers each other becomes a pair of spots; the rest is left, and known to be left.
"""
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from auditkit.model import Block, Passage, Place, Table
from auditkit.understanding.claims import Claim
from auditkit.understanding.pairing import Outline, Pair, align, align_rows, outline_of, shared
from auditkit.understanding.twin_values import Point, Settled, match_numbers, match_points, points_of, spare_values

SIDES = ("kk", "ru")
#: The share of blocks with numbers that must be surely aligned: where a person says that two files are versions, and unaided.
ENOUGH, ALMOST_ALL = 0.4, 0.6
#: Where the blocks are as good as all aligned, a table that one version has lost may take more of the numbers away.
ORDERLY_SAME = 0.55
#: The share from which on a number that only one version has is spoken of.
ORDERLY = 0.75
#: Unaided, this share of all numbers and dates must be the same, and so many that are no small numbers.
SAME, TELLING = 0.65, 6
#: Numbers below this are in every report.
SMALL = 10


@dataclass(frozen=True)
class Spot:
    """One place of one version: a block of text or a cell of a table, with what stands there.  `side`: "kk" or "ru"; `key`: its block,
    and (row, column) of its cell from 1."""

    side: str
    passage: Passage
    place: Place
    key: tuple[int, tuple[int, int] | None]
    claims: tuple[Claim, ...]

    @cached_property
    def points(self) -> list[Point]:
        """The dates."""
        return points_of(self.passage.text)


@dataclass(frozen=True)
class Opposed:
    """Two spots that answer each other.  `at`: running number of their blocks' pair; `table`: its number, 0 for text."""

    at: int
    table: int
    one: Spot
    other: Spot

    @cached_property
    def found(self) -> Settled:
        """Their numbers."""
        return match_numbers(self.one.claims, self.other.claims, spare_values(self.one.passage.text, self.one.claims),
                             spare_values(self.other.passage.text, self.other.claims))

    @cached_property
    def dates(self) -> tuple[list[tuple[Point, Point]], tuple[list[Point], list[Point]]]:
        """(the dates that agree, what each side has alone)."""
        return match_points(self.one.points, self.other.points)


class Alignment:
    """Two versions aligned: `pairs` are the blocks that answer each other, `opposed` the spots to compare."""

    def __init__(self, blocks: tuple[Sequence[Block], Sequence[Block]], claims: tuple[Sequence[Claim], Sequence[Claim]]):
        """The blocks and the claims of the Kazakh and of the Russian version."""
        self.blocks = blocks
        self.by_block: list[dict[tuple, list[Claim]]] = [{}, {}]
        for side in (0, 1):
            for claim in claims[side]:
                self.by_block[side].setdefault((claim.block, claim.cell and claim.cell[1:]), []).append(claim)
        self.kept = [[index for index, block in enumerate(blocks[side]) if block.text.strip() or block.table is not None] for side in (0, 1)]
        self.outlines = [[self._outline(side, index) for index in self.kept[side]] for side in (0, 1)]
        self.pairs: list[Pair] = align(*self.outlines)
        self.starts = [[self.kept[side][pair.second if side else pair.first] for pair in self.pairs] for side in (0, 1)]

    def _outline(self, side: int, index: int) -> Outline:
        block = self.blocks[side][index]
        texts = [block.text] if block.table is None else [cell.text for cell in block.table.cells]
        anchors: Counter = Counter(link.target for link in block.links)
        for text in texts:
            anchors.update(("date", point.month, point.day) for point in points_of(text) if point.day)
        anchors.update(claim.value for (at, _), claims in self._of(side, index) for claim in claims if claim.role not in ("date", "ordinal", "link"))
        return outline_of(block, anchors)

    def _of(self, side: int, index: int) -> Iterator[tuple[tuple, list[Claim]]]:
        block = self.blocks[side][index]
        cells = [None] if block.table is None else [(cell.row + 1, cell.column + 1) for cell in block.table.cells]
        for cell in cells:
            if (index, cell) in self.by_block[side]:
                yield (index, cell), self.by_block[side][index, cell]

    @cached_property
    def _strong(self) -> int:
        """How many pairs of blocks share at least half of their numbers and dates."""
        return sum((shared(self.outlines[0][pair.first].anchors, self.outlines[1][pair.second].anchors) or 0) >= 0.5 for pair in self.pairs)

    @property
    def are_twins(self) -> bool:
        """Whether enough of the blocks that have numbers or dates answer each other, for two that are said to be versions of one report."""
        bearing = min(sum(bool(outline.anchors) for outline in side) for side in self.outlines)
        return not bearing or self._strong >= ENOUGH * bearing

    @property
    def are_mirrored(self) -> bool:
        """Whether two texts of which nobody has said so are versions of one report: nearly all blocks with numbers answer each other
        in order, with nearly all of their numbers, and so do the tables."""
        bearing = max(sum(bool(outline.anchors) for outline in side) for side in self.outlines)
        tables = [sum(outline.kind == "table" for outline in side) for side in self.outlines]
        both: Counter = Counter()
        for pair in self.pairs:
            both += self.outlines[0][pair.first].anchors & self.outlines[1][pair.second].anchors
        whole = max(sum((outline.anchors for outline in side), Counter()).total() for side in self.outlines)
        telling = sum(not isinstance(anchor, str) and (isinstance(anchor, tuple) or anchor >= SMALL or anchor != int(anchor)) for anchor in both)
        alike = sum(self.outlines[0][pair.first].kind == "table" and self.outlines[0][pair.first].shape[1] == self.outlines[1][pair.second].shape[1]
                    for pair in self.pairs)
        return bearing > 0 and self._strong >= ALMOST_ALL * bearing and both.total() >= (ORDERLY_SAME if self.is_orderly else SAME) * whole \
            and telling >= TELLING and alike >= ALMOST_ALL * max(tables)

    @cached_property
    def is_orderly(self) -> bool:
        """Whether the two texts run side by side: in a text that was rearranged nobody can say what is missing where."""
        bearing = max(sum(bool(outline.anchors) for outline in side) for side in self.outlines)
        return self._strong >= ORDERLY * bearing

    def left(self, side: int) -> list[int]:
        """The blocks of a side (0: Kazakh, 1: Russian) that were compared with nothing."""
        taken = {block for block, _ in self.compared[side]}
        return [index for index in self.kept[side] if index not in taken]

    def alone(self, side: int) -> Iterator[Claim]:
        """The numbers of a side that stand where nothing was compared."""
        for key, claims in self.by_block[side].items():
            if key not in self.compared[side]:
                yield from (claim for claim in claims if claim.is_quantity and not claim.worded)

    @cached_property
    def compared(self) -> tuple[set, set]:
        """What was compared of each side: (block, (row, column) of the cell from 1 or None)."""
        return {pair.one.key for pair in self.opposed}, {pair.other.key for pair in self.opposed}

    @cached_property
    def opposed(self) -> list[Opposed]:
        """All that is compared, in order."""
        return list(self._opposed())

    def _opposed(self) -> Iterator[Opposed]:
        for at, pair in enumerate(self.pairs):
            if not pair.sure:
                continue
            indexes = self.kept[0][pair.first], self.kept[1][pair.second]
            blocks = [own[index] for own, index in zip(self.blocks, indexes)]
            if blocks[0].table is None:
                yield Opposed(at, 0, *(Spot(SIDES[side], blocks[side].passage, blocks[side].place, (indexes[side], None),
                                            tuple(self.by_block[side].get((indexes[side], None), ()))) for side in (0, 1)))
            elif blocks[0].table.width == blocks[1].table.width:
                yield from (Opposed(at, blocks[0].table.number, one, other) for one, other in self._cells(indexes, [block.table for block in blocks]))

    def _cells(self, indexes: tuple[int, int], tables: list[Table]) -> Iterator[tuple[Spot, Spot]]:
        cells = [{(cell.row, cell.column): cell for cell in table.cells} for table in tables]
        keys = tuple([tuple(sorted(claim.value for (_, cell), claims in self._of(side, indexes[side]) if cell and cell[0] == row + 1
                                   for claim in claims)) for row in range(tables[side].height)] for side in (0, 1))
        for a, b in align_rows(*tables, keys):
            for column in range(tables[0].width):
                pair = cells[0].get((a, column)), cells[1].get((b, column))
                if None not in pair:
                    yield tuple(Spot(SIDES[side], pair[side].passage, pair[side].place.at(table=tables[side].number, row=row + 1, column=column + 1),
                                     (indexes[side], (row + 1, column + 1)),
                                     tuple(self.by_block[side].get((indexes[side], (row + 1, column + 1)), ())))
                                for side, row in ((0, a), (1, b)))

    def is_near(self, side: int, block: int, claim: Claim) -> bool:
        """Whether a version has a number within three blocks of one: a sentence may have gone to the next paragraph."""
        return any(other.value == claim.value for (index, _), claims in self.by_block[side].items() if abs(index - block) <= 3 for other in claims)

    def pair_at(self, side: int, block: int) -> int:
        """The running number of the pair that stands at a block or is the next after it."""
        return bisect_left(self.starts[side], block)
