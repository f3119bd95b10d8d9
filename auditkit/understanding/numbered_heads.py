"""Activities that are headed by a number of two parts alone: «1.2. Проведение семинаров», without a word for an activity.

Forms and letters number their own parts so too.  So a heading is taken for an activity's where it stands in the part that describes
the activities, where a row of a plan/fact table has a like title, or where most headings of its run name events (семинар, тренинг …).
"""
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from auditkit.model import Block
from auditkit.understanding.nouns import all_nouns
from auditkit.understanding.plan_fact import plan_fact_columns
from auditkit.understanding.row_matching import match_activities
from auditkit.understanding.sections import BARE, Activity, Outline, section_of
from auditkit.wording import fold, quoted_names, squeeze, stems

#: The parts of a report in which activities may be told.
TOLD_IN = ("", "activities", "contract_task")
#: The longest title of an activity, in characters.
LONGEST = 220


def numbered_heads(blocks: Sequence[Block], structure: Outline) -> frozenset[int]:
    """The indices of the blocks that head an activity by its number alone and that the outline does not know yet."""
    found: set[int] = set()
    known = {activity.start for activity in structure.activities}
    for project, run in _runs(blocks, structure):
        heads = [index for index, _ in run]
        titled = _titles_of_rows(blocks, structure, project, heads)
        named = [index for index, title in run if index in titled or index in known or _names_events(title)]
        if any(structure.scopes[index].section == "activities" for index in heads) or 2 * len(named) >= len(heads):
            found.update(index for index in heads if index not in known)
    return frozenset(found)


def _runs(blocks: Sequence[Block], structure: Outline) -> Iterator[tuple[int, list[tuple[int, str]]]]:
    """(project, [(block, title)]) of headings 1.1, 1.2, 1.3 … that follow each other in one look; the first need not be 1."""
    heads = []
    for index, (block, scope) in enumerate(zip(blocks, structure.scopes)):
        if block.table is not None or scope.section not in TOLD_IN or not (block.kind == "heading" or block.emphasis):
            continue
        folded = fold(block.text).strip(" *_")
        match = BARE.match(f"{block.marker} {folded}".strip())
        if match is not None and len(folded) <= LONGEST and section_of(block) is None:
            look = (block.kind, block.level if block.kind == "heading" else 0)
            heads.append((scope.project, look, int(match.group("task")), int(match.group("n")), index, match.string[match.end():]))
    for (project, _, _), group in groupby(heads, key=lambda head: head[:3]):
        run = list(group)
        if all(below[3] == above[3] + 1 for above, below in zip(run, run[1:])):
            yield project, [(index, title) for *_, index, title in run]


def _names_events(title: str) -> bool:
    """Whether a title names a kind of event: a seminar, a course, a concert, not just «іс-шаралар»."""
    return any(noun.group == "events" and noun.measure != "event" for noun in all_nouns(title))


def _titles_of_rows(blocks: Sequence[Block], structure: Outline, project: int, heads: Sequence[int]) -> set[int]:
    """Which of the headings are like the title of a row of the project's plan/fact tables."""
    titled: set[int] = set()
    for block, scope in zip(blocks, structure.scopes):
        columns = plan_fact_columns(block.table) if block.table is not None and scope.project == project else None
        if columns:
            rows = list(dict.fromkeys(" ".join(row[columns["activity"]].text.split()) for row in block.table.grid()[columns["_header"]:]
                                      if row[columns["activity"]] is not None))
            asked = [_as_activity(blocks[index], number, project, index) for number, index in enumerate(heads)]
            titled.update(heads[number] for number in match_activities(rows, asked) if number is not None)
    return titled


def _as_activity(block: Block, number: int, project: int, index: int) -> Activity:
    title = re.sub(r"^\W*\d{1,2}\.\d{1,2}\b[.:)\s]*", "", block.text).strip(" *_.")
    return Activity(number, project, None, None, title, block.passage, index, index + 1, frozenset(quoted_names(title)),
                    frozenset(word for word in stems(title) if len(word) > 3 and squeeze(word)))
