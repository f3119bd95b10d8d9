"""Tables that a converter to plain text has flattened into lines, put together again."""
import re
from collections.abc import Sequence

from auditkit.model import Block
from auditkit.understanding.flattened_aligned import find_aligned
from auditkit.understanding.flattened_grid import find_grids
from auditkit.understanding.flattened_indicators import find_indicators
from auditkit.understanding.flattened_lines import Draft, Lines
from auditkit.understanding.flattened_plan_fact import find_plan_fact
from auditkit.understanding.flattened_statistics import find_statistics


def recover_tables(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with the lines of every flattened table replaced by one block that holds the table.

    `blocks`: of kind "line", one for each physical line that is not blank, in reading order, each with its line number;
    a space at a line's end may be kept and then tells a wrap between words from one inside a word.  Blocks of other
    kinds pass through.  The table stands where its first data line stood; other lines stay as they are.
    """
    kept = [index for index, block in enumerate(blocks) if block.kind == "line"]
    lines = Lines(blocks[index] for index in kept)
    others = sorted([*find_indicators(lines), *find_statistics(lines)], key=lambda draft: draft.start)
    plans = find_plan_fact(lines, [draft.start for draft in others])
    drafts = _without_overlaps([*find_grids(lines), *plans, *others, *find_aligned(lines)])
    result: list[Block] = []
    taken: dict[int, Draft] = {line: draft for draft in drafts for line in range(draft.start, draft.end)}
    position = {index: line for line, index in enumerate(kept)}
    number = 0
    for index, block in enumerate(blocks):
        draft = taken.get(position.get(index, -1))
        if draft is None:
            result += _apart(lines, position[index], taken) if index in position else [block]
        elif position[index] == draft.anchor:
            number += 1
            result.append(Block("table", table=draft.table(lines, number)))
    return result


#: Two cells of a line side by side, where no table could be made of the lines.
BETWEEN_CELLS = re.compile(r"(?<=\S) {3,}(?=\S)")


def _apart(lines: Lines, number: int, taken: dict[int, Draft]) -> list[Block]:
    """The block of a line; one for each of its cells where it and a line beside it have several, lest «факт – 450     ерікті қатысты» of
    two cells be read as a sentence."""
    block = lines[number].block
    beside = [line for line in (number - 1, number + 1) if 0 <= line < len(lines) and line not in taken]
    if not BETWEEN_CELLS.search(block.text.strip()) or not any(BETWEEN_CELLS.search(lines[line].text.strip()) for line in beside):
        return [block]
    edges = [0, *(gap.end() for gap in BETWEEN_CELLS.finditer(block.text)), len(block.text)]
    return [Block("paragraph", block.passage.part(start, end), links=block.links if not start else ()) for start, end in zip(edges, edges[1:])
            if block.text[start:end].strip()]


def _without_overlaps(drafts: list[Draft]) -> list[Draft]:
    """The drafts in order of lines; of two that overlap, the one found first."""
    kept: list[Draft] = []
    for draft in drafts:
        if all(draft.end <= other.start or draft.start >= other.end for other in kept):
            kept.append(draft)
    return sorted(kept, key=lambda draft: draft.start)
