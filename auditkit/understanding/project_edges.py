"""Where the part of a project begins and ends in a report on several: in the lines of its passport, and before what is told of all projects."""
import re
from collections.abc import Sequence
from functools import lru_cache

from auditkit.lexicon import load
from auditkit.model import Block
from auditkit.wording import fold

#: A line of a passport: «Сумма гранта: 9 000 000 тенге».
FIELD = re.compile(r"(?P<label>[^:.!?]{3,60}):\s*\S")
#: No passport has more lines above the grantee's name.
ABOVE = 12
#: «5. Обобщённая статистика»: a number and a heading, which is no sentence.
NUMBERED = re.compile(r"(?P<n>\d{1,2})[.)]\s+(?P<title>[^\W\d_].{4,110})")


def first_blocks(blocks: Sequence[Block], starts: Sequence[int]) -> list[int]:
    """The first block of each project, `starts` being those with the grantees' names: the headings and fields above a name are of its
    passport.  What stands so above the first one, which has no project before it, tells what belongs to a passport."""
    if len(starts) < 2:
        return list(starts)
    edges = [0, *(start + 1 for start in starts)]
    runs = [_labels_above(blocks, start, edge) for start, edge in zip(starts, edges)]
    first, later = set(runs[0]), {label for run in runs[1:] for label in run}
    return [start - max((height for height, label in enumerate(run, 1) if label in first and label in later), default=0)
            for start, run in zip(starts, runs)]


def _labels_above(blocks: Sequence[Block], start: int, edge: int) -> list[str]:
    """The labels of the fields and headings right above a block, from the nearest to the furthest."""
    labels = []
    for index in range(start - 1, max(edge, start - ABOVE) - 1, -1):
        if not (label := _label(blocks[index])):
            break
        labels.append(label)
    return labels


def _label(block: Block) -> str:
    """What a heading or a field of a passport says in every passport alike, its numbers left out; "" for any other block."""
    folded = fold(block.text).strip(" *_#")
    if block.table is not None or block.kind == "item" or len(folded) > 200 or _of_the_work().search(folded):
        return ""
    found = FIELD.match(folded)
    return re.sub(r"[\W\d_]+", " ", found.group("label") if found else folded if len(folded) < 120 and not folded.endswith(".") else "").strip()


def end_of_last(blocks: Sequence[Block], starts: Sequence[int]) -> int:
    """Where the part of the last project ends: before a heading that speaks of all projects («5. Обобщённая статистика пяти проектов»),
    or goes on with the numbers of the headings before the first project; at the end of the report where there is none."""
    if len(starts) < 2:
        return len(blocks)
    before = [number for index in range(starts[0]) if (number := _number(blocks[index])) is not None]
    inside = {number for index in range(starts[0], len(blocks)) if (number := _number(blocks[index])) is not None and index < starts[-1]}
    own: set[int] = set()
    for index in range(starts[-1] + 1, len(blocks)):
        number = _number(blocks[index])
        heads = number is not None or blocks[index].kind == "heading"
        if heads and _of_all().search(fold(blocks[index].text)):
            return index
        if number is not None and before and number == before[-1] + 1 and number not in inside and number - 1 not in own:
            return index
        if number is not None:
            own.add(number)
    return len(blocks)


def _number(block: Block) -> int | None:
    """The number of a heading; None for what is none, or has none."""
    if block.table is not None:
        return None
    text = f"{block.marker} {block.text}".strip(" *_#") if block.marker else block.text.strip(" *_#")
    found = NUMBERED.fullmatch(text)
    return int(found.group("n")) if found and not re.search(r"[.;,]$|[.!?]\s|:\s*\S", found.group("title")) else None


@lru_cache(maxsize=1)
def _of_the_work() -> re.Pattern:
    """The heading of a task or an activity: of what a project did, and never of its passport."""
    return re.compile("|".join(pattern for key in ("task", "activity") for pattern in load("sections")[key]["patterns"]).replace("(?P<n>", "(?:"))


@lru_cache(maxsize=1)
def _of_all() -> re.Pattern:
    words = load("sections")["of_all_projects"]
    return re.compile("|".join(words["patterns"]))
