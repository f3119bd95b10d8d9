"""Activities that the narrative tells without a heading: a paragraph that holds the title of a row of the plan/fact table.

«Еңбек ұжымдарында түсіндіру жұмыстарын жүргізу. 12 дәріс өтті …» is the heading of that activity and what is told of it.
"""
import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from auditkit.model import Block, Passage
from auditkit.understanding.plan_fact import plan_fact_columns, row_title
from auditkit.understanding.row_matching import match_activities
from auditkit.understanding.sections import Activity, Outline
from auditkit.wording import fold, squeeze, stems

#: A title shorter than this many letters is too common to be recognised in running text; how alike title and words must be.
LETTERS, ALIKE = 40, 92
#: A sentence of a few words without a number, at the beginning of a text that goes on; how many words it may add to a title.
FIRST = re.compile(r"[\s*_]*(?P<title>[^\d.:!?]{8,120})[.:](?=\s+\S)")
OWN_WORDS = 2
WORD_END = re.compile(r"\w*\s*[.:]?")


def part_told_rows(blocks: Sequence[Block], outline: Outline, known: frozenset[int] = frozenset()) -> tuple[list[Block], frozenset[int]]:
    """The blocks, those that hold the title of a row without an activity cut before and behind that title, and the indices
    of the headings so made with those of the headings `known` before; the same blocks and `known` where there are none."""
    heads: dict[int, tuple[int, int]] = {}
    for project, title in _untold_titles(blocks, outline):
        begun = [(index, span) for index, (block, scope) in enumerate(zip(blocks, outline.scopes))
                 if scope.project == project and scope.section == "activities" and block.table is None and block.kind != "heading"
                 and (span := _title_in(block.passage, title) if len(squeeze(title)) >= LETTERS else _headed_by(block.passage, title))]
        if len(begun) == 1:
            heads.update(begun)
    if not heads:
        return list(blocks), known
    parted: list[Block] = []
    made = set()
    for index, block in enumerate(blocks):
        if index in known:
            made.add(len(parted))
        if index not in heads:
            parted.append(block)
            continue
        start, end = heads[index]
        for a, b in ((0, start), (start, end), (end, len(block.text))):
            if a == start:
                made.add(len(parted))
            if block.text[a:b].strip():
                parted.append(replace(block, passage=block.passage.part(a, b), links=block.links if b == len(block.text) else ()))
    return parted, frozenset(made)


def _untold_titles(blocks: Sequence[Block], outline: Outline) -> list[tuple[int, str]]:
    """(project, title) of the rows of plan/fact tables that are like no activity of the narrative."""
    untold = []
    for block, scope in zip(blocks, outline.scopes):
        columns = plan_fact_columns(block.table) if block.table is not None else None
        activities = outline.activities_of(scope.project) if columns else []
        if not activities:
            continue
        titles = list(dict.fromkeys(row_title(row[columns["activity"]], row[columns["date"]] if "date" in columns else None, block.table)
                                    for row in block.table.grid()[columns["_header"]:] if row[columns["activity"]] is not None))
        matched = match_activities(titles, activities)
        untold += [(scope.project, title) for title, activity in zip(titles, matched)
                   if activity is None and (len(squeeze(title)) >= LETTERS or len(_telling(title)) > 1) and not _heads(title, activities)]
    return untold


def _heads(title: str, activities: Sequence[Activity]) -> bool:
    """Whether an activity has this very title, in whatever order the rows stand."""
    return any(fuzz.ratio(squeeze(title), squeeze(activity.title)) >= ALIKE for activity in activities)


def _title_in(passage: Passage, title: str) -> tuple[int, int] | None:
    """Where a title stands in a text: from the beginning of a sentence or a line to the full stop behind its last word."""
    wanted, whole = squeeze(title), squeeze(passage.text)
    if len(whole) < 0.9 * len(wanted) or (found := fuzz.partial_ratio_alignment(wanted, whole, score_cutoff=ALIKE)) is None:
        return None
    start, end = _offset_of(passage.text, found.dest_start + 1), _offset_of(passage.text, found.dest_end) + 1
    end = WORD_END.match(passage.text, end).end()
    while start and passage.text[start - 1].isalnum():
        start -= 1
    before = passage.text[:start].rstrip(" *_«")
    begins = not before or before[-1] in ".!?:;" or start in {offset for offset, _ in passage.marks}
    return (start, end) if begins else None


def _telling(text: str) -> frozenset[str]:
    return frozenset(word for word in stems(text) if len(word) > 3)


def _headed_by(passage: Passage, title: str) -> tuple[int, int] | None:
    """The first sentence of a text where it is nothing but a short title, with a word or two of its own at most: «Әлеуметтік жобаның
    қорытынды таныстырылымы. 2025 жылғы …»."""
    first = FIRST.match(passage.text)
    if first is None or len(_telling(first.group())) > len(_telling(title)) + OWN_WORDS or not _telling(title) <= _telling(first.group()):
        return None
    return first.start("title"), first.end()


def _offset_of(text: str, letters: int) -> int:
    """At which offset of a text the letter or digit of this number (1 is the first) stands."""
    count = 0
    for offset, char in enumerate(fold(text)):
        count += char.isalnum()
        if count >= letters:
            return offset
    return len(text)
