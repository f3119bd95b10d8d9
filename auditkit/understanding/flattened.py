"""Tables that a converter to plain text has flattened into lines, put together again."""
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
            result.append(block)
        elif position[index] == draft.anchor:
            number += 1
            result.append(Block("table", table=draft.table(lines, number)))
    return result


def _without_overlaps(drafts: list[Draft]) -> list[Draft]:
    """The drafts in order of lines; of two that overlap, the one found first."""
    kept: list[Draft] = []
    for draft in drafts:
        if all(draft.end <= other.start or draft.start >= other.end for other in kept):
            kept.append(draft)
    return sorted(kept, key=lambda draft: draft.start)
