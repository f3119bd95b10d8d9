"""Dots and commas that part thousands in the numbers of a table: «1.200» is 1200 where the table adds up so, «1,452.4» is never 1.452."""
import re
from collections.abc import Iterable
from dataclasses import replace

from auditkit.model import Block, Cell, Table
from auditkit.understanding.votes import Numbers

#: By the sign that parts the groups: a number in groups of three; one that can be nothing else; one in which the sign stands before decimals.
SIGNS = {sign: (re.compile(rf"[-−–+(]?\s?[1-9]\d{{0,2}}(?:{re.escape(sign)}\d{{3}})+(?:[{other}]\d+)?(?!\d).*", re.DOTALL),
                re.compile(rf"\D{{0,3}}\d{{1,3}}{re.escape(sign)}\d{{3}}[.,]\d.*", re.DOTALL),
                re.compile(rf"\D{{0,3}}(?:\d{{4,}}{re.escape(sign)}\d|\d*{re.escape(sign)}(?:\d{{1,2}}|\d{{4,}})(?!\d)).*", re.DOTALL))
         for sign, other in ((".", ","), (",", "."))}


def with_thousands(blocks: Iterable[Block]) -> list[Block]:
    """The blocks, with spaces for the dots and commas that part thousands in their tables."""
    return [replace(block, table=_read(block.table)) if block.table is not None else block for block in blocks]


def _read(table: Table) -> Table:
    for sign, (grouped, sure, decimal) in SIGNS.items():
        texts = [cell.text.strip() for cell in table.cells if cell.value is None]
        some = [text for text in texts if grouped.fullmatch(text)]
        if not some or any(decimal.fullmatch(text) for text in texts):
            continue
        other = replace(table, cells=tuple(_parted(cell, sign) if cell.value is None and grouped.fullmatch(cell.text.strip()) else cell for cell in table.cells))
        if any(sure.fullmatch(text) for text in some) or len(some) > 1 and _kept(other) > _kept(table):
            return other
    return table


def _parted(cell: Cell, sign: str) -> Cell:
    """A cell with spaces for the signs before three digits: the text stays as long as it is."""
    return replace(cell, passage=replace(cell.passage, text=re.sub(rf"(?<=\d){re.escape(sign)}(?=\d{{3}}(?!\d))", " ", cell.text)))


def _kept(table: Table) -> int:
    """How many sums of a table hold, less those that do not."""
    return sum(len(relation.held) - len(relation.broken) for relation in Numbers(table).kept if relation.operation == "sum")
