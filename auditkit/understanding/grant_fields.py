"""What a report's form says of each grant: the period of the project and the sum of the grant, with the project they belong to.

An operator's report lists the fields of all grantees before the sections of their projects; the grantee's name ties them.
"""
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from auditkit.lexicon import pattern
from auditkit.model import Block, Passage
from auditkit.understanding.dates import find_dates
from auditkit.understanding.sections import Outline
from auditkit.wording import fold, squeeze

#: The headings of the fields, folded; what must not stand in them.
HEADS = {key: pattern("fields", key) for key in ("organisation", "period", "sum")}
NOT_HEADS = pattern("fields", "no_field")
NEAR = 260
#: From which likeness on (0–100) two names are of one organisation.
SAME = 86.0


@dataclass(frozen=True)
class GrantField:
    """One filled field.  `key`: a key of HEADS; `value`: what stands there; `project`: number of the project in the outline, None where
    the grantee could not be matched; `block`: index of the block of its heading."""

    key: str
    value: Passage
    project: int | None
    block: int


def read_grant_fields(blocks: Sequence[Block], outline: Outline) -> list[GrantField]:
    """All fields in reading order, tied to their projects."""
    found: list[GrantField] = []
    grantee = ""
    for index, key, value in _raw(blocks):
        if key == "organisation":
            grantee = value.text
        else:
            found.append(GrantField(key, value, owner(outline, outline.scopes[index].project, grantee), index))
    return found


def owner(outline: Outline, project: int, grantee: str) -> int | None:
    """The project that something said of a grantee belongs to: the one of that grantee, or the one it stands in."""
    if len(outline.projects) == 1:
        return project
    named = match_name(grantee, {item.number: item.grantee for item in outline.projects if item.number})
    return named if named is not None else project or None


def match_name(name: str, known: dict[int, str]) -> int | None:
    """The key of the known name that a name is written like; None where none is like it, or two are."""
    wanted = squeeze(name)
    if len(wanted) < 4:
        return None
    scores = {}
    for key, other in known.items():
        flat = squeeze(other)
        if flat:
            whole = fuzz.ratio(wanted, flat)
            part = fuzz.partial_ratio(wanted, flat) if min(len(wanted), len(flat)) >= 8 else 0
            scores[key] = max(whole, 0.97 * part)
    best = sorted(scores.items(), key=lambda item: -item[1])
    if not best or best[0][1] < SAME or len(best) > 1 and best[0][1] - best[1][1] < 4:
        return None
    return best[0][0]


def _raw(blocks: Sequence[Block]) -> Iterator[tuple[int, str, Passage]]:
    for index, block in enumerate(blocks):
        if block.table is not None:
            yield from _of_table(index, block)
            continue
        folded = fold(block.text[:NEAR * 2])
        for key, heading in HEADS.items():
            head = heading.search(folded[:NEAR])
            if head is None or NOT_HEADS.search(folded[:head.end()]) or re.search(r"[.!?;]\s+\w{3}", re.sub(r"^\W*\d+[.)]\s*", "", folded[:head.start()])):
                continue
            value = _behind(block.passage, folded, head.end(), key)
            if value is None and (":" in folded[head.end():] or len(folded) - head.end() < 50):
                value = _below(blocks, index)
            if value is not None:
                yield index, key, value
            break


def _behind(passage: Passage, folded: str, start: int, key: str) -> Passage | None:
    """The value behind the colon of a heading; without a colon, a span of dates or a sum that follows at once."""
    depth = 0
    for offset in range(start, len(folded)):
        depth += (folded[offset] == "(") - (folded[offset] == ")")
        if folded[offset] == ":" and depth <= 0:
            value = passage.part(offset + 1, len(passage.text))
            return value if re.search(r"\w", value.text) else None
    near = folded[start:start + 60]
    if key == "period" and (dates := find_dates(near)) and dates[0].start <= 12 and len(folded) < 220:
        return passage.part(start, len(passage.text))
    return None


def _below(blocks: Sequence[Block], index: int) -> Passage | None:
    for block in blocks[index + 1:index + 3]:
        if block.table is not None or block.kind == "heading":
            return None
        if block.text.strip():
            return None if any(pattern.search(fold(block.text[:NEAR])) for pattern in HEADS.values()) else block.passage
    return None


def _of_table(index: int, block: Block) -> Iterator[tuple[int, str, Passage]]:
    """Fields that stand in a table of two or three columns: heading, value."""
    for row in block.table.rows():
        if not 2 <= len(row) <= 3:
            continue
        label, value = row[-2], row[-1]
        folded = fold(label.text)
        for key, heading in HEADS.items():
            if len(folded) < NEAR and (head := heading.search(folded)) and not NOT_HEADS.search(folded[:head.end()]) and re.search(r"\w", value.text) \
                    and label is not value and (key == "organisation" or re.search(r"\d", value.text)):
                yield index, key, value.passage
                break
