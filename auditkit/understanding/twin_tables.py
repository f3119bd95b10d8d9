"""Tables that hold a text in Kazakh and beside it the same in Russian, row by row: two columns whose cells answer each other."""
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import permutations

from auditkit.model import Block, Cell
from auditkit.understanding.claims import Claim
from auditkit.understanding.twin_split import language_of
from auditkit.understanding.twins import SIDES, Opposed, Spot
from auditkit.wording import words

#: Rows with words in both columns that a table must have at least, and how many of them must be in the two languages.
ROWS, PURE = 3, 0.9
#: A cell with fewer words tells no language.
WORDS = 3
#: Of the rows with numbers or dates, this share must have one in common.
SAME = 0.6


class BilingualTables:
    """The two columns of such tables as spots to compare: what `auditkit.understanding.twins.Alignment` is for whole texts, except
    that the table itself says which places answer each other."""

    is_orderly = True

    def __init__(self, blocks: Sequence[Block], claims: Sequence[Claim]):
        """The blocks and the claims of a report."""
        self.blocks = (blocks, blocks)
        tables = {index for index, block in enumerate(blocks) if block.table is not None and block.table.height >= ROWS}
        own: dict[tuple, list[Claim]] = {}
        for claim in claims:
            if claim.block in tables and claim.cell is not None:
                own.setdefault((claim.block, claim.cell[1:]), []).append(claim)
        self.opposed = [pair for index in sorted(tables) for pair in _answering(_pairs(blocks[index], index, own))]

    def left(self, side: int) -> list[int]:
        """The blocks that were compared with nothing: none are looked for."""
        return []

    def alone(self, side: int) -> Iterator[Claim]:
        """The numbers that stand where nothing was compared: none are looked for."""
        return iter(())

    def is_near(self, side: int, block: int, claim: Claim) -> bool:
        """Whether another cell of that language has the number."""
        return any(other.value == claim.value for pair in self.opposed for other in (pair.other if side else pair.one).claims)

    def pair_at(self, side: int, block: int) -> int:
        """The running number of the pair that stands at a block."""
        return next((pair.at for pair in self.opposed if pair.one.key[0] >= block), len(self.opposed))


def _pairs(block: Block, index: int, claims: dict[tuple, list[Claim]]) -> list[Opposed]:
    """The rows of the two columns of a table that are in the two languages; none where there are no such columns."""
    cells = {(cell.row, cell.column): cell for cell in block.table.cells}
    languages = {key: language_of(cell.text) if len(words(cell.text)) >= WORDS else "" for key, cell in cells.items()}
    for kk, ru in permutations(range(min(block.table.width, 6)), 2):
        rows = [row for row in range(block.table.height) if languages.get((row, kk)) and languages.get((row, ru))]
        right = [row for row in rows if (languages[row, kk], languages[row, ru]) == SIDES]
        if abs(kk - ru) == 1 and len(right) >= ROWS and len(right) >= PURE * len(rows):
            return [Opposed(row, 0, *(_spot(side, cells[row, column], block, index, claims) for side, column in zip(SIDES, (kk, ru))))
                    for row in right]
    return []


def _spot(side: str, cell: Cell, block: Block, index: int, claims: dict[tuple, list[Claim]]) -> Spot:
    key = cell.row + 1, cell.column + 1
    return Spot(side, cell.passage, cell.place.at(table=block.table.number, row=key[0], column=key[1]), (index, key),
                tuple(claims.get((index, key), ())))


def _answering(pairs: list[Opposed]) -> list[Opposed]:
    """The pairs, where most of them with numbers or dates have one in common; else the second column tells something else."""
    outcome = Counter(bool(pair.found.same or pair.dates[0]) for pair in pairs
                      if (pair.one.claims or pair.one.points) and (pair.other.claims or pair.other.points))
    return pairs if outcome[True] >= ROWS and outcome[True] >= SAME * outcome.total() else []
