"""Which block of one text answers which block of its translation: an alignment that needs no dictionary.

What a translation keeps is what is compared: kinds of blocks, shapes of tables, numbers, dates and links, and roughly the length.
"""
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from auditkit.model import Block, Table

#: What leaving a block without a counterpart costs; how far from the diagonal a counterpart is looked for.
GAP, BAND = -0.45, 80
NEVER = float("-inf")


@dataclass(frozen=True)
class Outline:
    """What a translation keeps of a block.  `kind`: "table", "heading", "item" or "text"; `level`: of a heading; `shape`: (rows,
    columns) of a table; `anchors`: its numbers, dates and links, counted; `length`: of its text."""

    kind: str
    level: int
    shape: tuple[int, int]
    anchors: Counter
    length: int


@dataclass(frozen=True)
class Pair:
    """Two blocks that answer each other, by index.  `sure`: they share at least half of what they could share, or stand
    between such pairs without a gap."""

    first: int
    second: int
    sure: bool


def outline_of(block: Block, anchors: Counter) -> Outline:
    """A block as alignment sees it."""
    if block.table is not None:
        return Outline("table", 0, (block.table.height, block.table.width), anchors, sum(len(cell.text) for cell in block.table.cells))
    kind = block.kind if block.kind in ("heading", "item") else "text"
    return Outline(kind, block.level if kind == "heading" else 0, (0, 0), anchors, len(block.text))


def shared(one: Counter, other: Counter) -> float | None:
    """The share of anchors that both have, from 0 to 1; None where neither has any."""
    whole = (one | other).total()
    return (one & other).total() / whole if whole else None


def similarity(one: Outline, other: Outline) -> float:
    """How well two blocks answer each other: above 0 rather yes; a table never answers a text."""
    if (one.kind == "table") != (other.kind == "table"):
        return NEVER
    common = shared(one.anchors, other.anchors)
    score = 0.0 if common is None else 3 * common - 0.3
    if one.kind == "table":
        return score + (0.8 if one.shape[1] == other.shape[1] else -0.6) + (0.4 if one.shape[0] == other.shape[0] else 0)
    score += (0.4 if one.kind == other.kind else -0.3) + (0.2 if one.level == other.level else -0.4)
    ratio = min(one.length, other.length) / max(one.length, other.length, 1)
    return score + (0.4 * ratio if ratio > 0.4 else -0.6)


def align(first: Sequence[Outline], second: Sequence[Outline]) -> list[Pair]:
    """The best alignment in order (Needleman–Wunsch), every block in at most one pair."""
    rows, columns = len(first), len(second)
    band = max(BAND, abs(rows - columns) + BAND)
    best: list[dict[int, tuple[float, str]]] = [{0: (0.0, "")}]
    for column in range(1, min(columns, band) + 1):
        best[0][column] = (column * GAP, "left")
    for row in range(1, rows + 1):
        line: dict[int, tuple[float, str]] = {}
        middle = row * columns // max(rows, 1)
        for column in range(max(0, middle - band), min(columns, middle + band) + 1):
            choices = []
            if column and column - 1 in best[row - 1]:
                choices.append((best[row - 1][column - 1][0] + similarity(first[row - 1], second[column - 1]), "pair"))
            if column in best[row - 1]:
                choices.append((best[row - 1][column][0] + GAP, "up"))
            if column - 1 in line:
                choices.append((line[column - 1][0] + GAP, "left"))
            line[column] = max(choices, key=lambda choice: choice[0])
        best.append(line)
    return _with_sureness(_walk_back(best, rows, columns), first, second)


def _walk_back(best: list[dict[int, tuple[float, str]]], row: int, column: int) -> list[tuple[int, int]]:
    pairs = []
    while row or column:
        step = best[row][column][1]
        row, column = row - (step != "left"), column - (step != "up")
        if step == "pair":
            pairs.append((row, column))
    return pairs[::-1]


def _with_sureness(pairs: list[tuple[int, int]], first: Sequence[Outline], second: Sequence[Outline]) -> list[Pair]:
    """Pairs that share half of their anchors are sure; so are those between two such with nothing left out in between, as
    long as both are of one kind and of a like length."""
    strong = [(shared(first[a].anchors, second[b].anchors) or 0) >= 0.5 for a, b in pairs]
    before = [_run(pairs, strong, index, -1) for index in range(len(pairs))]
    after = [_run(pairs, strong, index, 1) for index in range(len(pairs))]
    return [Pair(a, b, strong[index] or before[index] and after[index] and _alike(first[a], second[b]))
            for index, (a, b) in enumerate(pairs)]


def _run(pairs: list[tuple[int, int]], strong: list[bool], index: int, step: int) -> bool:
    """Whether a strong pair, or an end of both texts, is reached within eight steps without a gap."""
    for _ in range(8):
        following = index + step
        if not 0 <= following < len(pairs):
            return True
        if pairs[following] != (pairs[index][0] + step, pairs[index][1] + step):
            return False
        if strong[following]:
            return True
        index = following
    return False


def _alike(one: Outline, other: Outline) -> bool:
    if one.kind == "table":
        return one.shape == other.shape
    return one.kind == other.kind and min(one.length, other.length) > 0.45 * max(one.length, other.length)


def align_rows(first: Table, second: Table, keys: tuple[list, list]) -> list[tuple[int, int]]:
    """The rows of two tables that answer each other: by position where the tables have one height, else those with the same
    numbers and those between them where as many stand there.  `keys`: what stands in the rows, to compare."""
    if first.height == second.height:
        return [(row, row) for row in range(first.height)]
    found = []
    for tag, a, a_end, b, b_end in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if tag == "equal" or tag == "replace" and a_end - a == b_end - b:
            found += list(zip(range(a, a_end), range(b, b_end)))
    return found
