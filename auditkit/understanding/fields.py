"""What a report fills into its form: the fields with their answers, the sections with their text.

Rests on the form's data (`auditkit.forms`); a heading is met letter by letter, whatever its case, spaces and punctuation.
"""
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from auditkit.forms import FieldSpec, Form, SectionSpec
from auditkit.model import Block, Passage, Place
from auditkit.wording import fold, squeeze

#: How many characters of a block may hold a heading.
HEAD = 420
#: A number, a dash or a star before a heading.
BEFORE = re.compile(r"^[\s*_#]*(?:(?:\d{1,2}|[ivxіIVX]{1,4})\s*[.)]+)?[\s*_«\"]*")
#: The heading of a section that has fewer letters must end where a word ends: «Грант алушылар туралы» is not «Грант алушы».
SHORT_HEAD = 20
BLANK = re.compile(r"[_\\]{3,}|…{2,}|\.{5,}")

#: «Жобаның атауы «Тал түбі»»: the cells of a table side by side on one line, the answer begins like one.
BESIDE = re.compile(r"\s+(?=[«“\"\dA-ZА-ЯЁӘҒҚҢӨҰҮҺІ])(?=.{3,300}\Z)", re.S)


@dataclass(frozen=True)
class Answer:
    """A field as the report fills it.  `head`: the block of its heading; `block`: the block of the answer; `card`: running number of the
    group of fields it belongs to, from 0 (one for every grantee); `passage`: what stands there, may be empty; `place`: of the
    answer, or of the heading."""

    spec: FieldSpec
    card: int
    head: int
    block: int
    passage: Passage
    place: Place

    @property
    def text(self) -> str:
        """The answer on one line, without the marks around it."""
        return " ".join(self.passage.text.split()).strip(" .;*_")


@dataclass(frozen=True)
class Section:
    """A section as the report fills it: its heading's block, and the pieces of its text (block index, passage)."""

    spec: SectionSpec
    head: int
    project: int
    pieces: tuple[tuple[int, Passage], ...]


@lru_cache(maxsize=5000)
def _opening(text: str) -> tuple[str, tuple[int, ...]]:
    """The letters and digits that a text begins with behind its number, run together, and the offset of each."""
    start = BEFORE.match(text).end()
    letters = [(offset, char) for offset, char in enumerate(fold(text[start:start + HEAD]), start) if char.isalnum()]
    return "".join(char for _, char in letters), tuple(offset for offset, _ in letters)


@lru_cache(maxsize=500)
def _flat(heads: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(squeeze(head) for head in heads)


def head_end(text: str, heads: tuple[str, ...]) -> int | None:
    """The offset behind the longest of the headings that a text begins with; None where it begins with none."""
    run, offsets = _opening(text)
    flats = _flat(heads)
    if not flats or not run.startswith(flats):
        return None
    return offsets[max(len(flat) for flat in flats if run.startswith(flat)) - 1] + 1


def behind(passage: Passage, offset: int) -> Passage:
    """The answer in the block of its heading: behind the colon that ends the heading, or behind its words."""
    text, depth = passage.text, 0
    for index in range(offset, min(len(text), offset + 300)):
        depth += (text[index] == "(") - (text[index] == ")")
        if text[index] == ":" and depth <= 0:
            return passage.part(index + 1, len(text))
    rest = re.compile(r"[^:]*").match(text, offset).end()
    return passage.part(rest, len(text))


#: From how many characters behind a heading's first words on they are not the rest of the heading alone.
LONG_HEADING = 220


def _behind_or_joined(passage: Passage, offset: int) -> Passage:
    """The text in the block of a section's heading: behind its colon; without one, what follows at once where lines of a page were joined
    to one paragraph.  A heading has no numbers and no two sentences."""
    answer, rest = behind(passage, offset), passage.text[offset:]
    if answer.text.strip():
        return answer
    joined = ":" not in rest and (re.search(r"\d", rest) or len(re.findall(r"[.!?](?:\s|$)", rest)) > 1 or len(rest) > LONG_HEADING)
    return passage.part(offset, len(passage.text)) if joined else answer


def read_answers(blocks: Sequence[Block], form: Form) -> list[Answer]:
    """The fields of the form in reading order; a field's answer may stand behind its colon or in the blocks below it."""
    heads = all_heads(form)
    found: list[Answer] = []
    seen: set[str] = set()
    card = 0
    for index, block in enumerate(blocks):
        if block.table is not None:
            continue
        for spec in form.fields:
            end = head_end(block.text, spec.heads)
            if end is None or ":" not in block.text[end:end + 300] and not _bare(blocks, index, end) and not BESIDE.match(block.text, end):
                continue
            if spec.id in seen:
                if spec.id != form.fields[0].id:
                    break
                card, seen = card + 1, set()
            seen.add(spec.id)
            answer, below = behind(block.passage, end), index
            if not answer.text.strip(" .;*_") and ":" not in block.text[end:] and BESIDE.match(block.text, end):
                answer = block.passage.part(end, len(block.text))
            if not answer.text.strip(" .;*_"):
                below, answer = _below(blocks, index, heads)
            found.append(Answer(spec, card, index, below, answer, (answer if answer else block.passage).place))
            break
    return found


def _bare(blocks: Sequence[Block], index: int, end: int) -> bool:
    """Whether a heading without a colon stands alone in its block, its answer below it."""
    return len(blocks[index].text) - end < 40 and index + 1 < len(blocks)


def _below(blocks: Sequence[Block], index: int, heads: tuple[str, ...]) -> tuple[int, Passage]:
    for below in range(index + 1, min(len(blocks), index + 3)):
        block = blocks[below]
        if block.table is not None or block.kind == "heading" or head_end(block.text, heads) is not None:
            break
        if block.text.strip():
            return below, block.passage
    return index, Passage("", ((0, blocks[index].place),))


def all_heads(form: Form) -> tuple[str, ...]:
    """The headings of all fields and sections of a form, as written."""
    return tuple(head for spec in (*form.fields, *form.sections) for head in spec.heads)


def read_sections(blocks: Sequence[Block], form: Form, projects: Sequence[int]) -> list[Section]:
    """The sections of the form with the text up to the next heading of the form.  `projects`: the project of every block."""
    found: list[tuple[SectionSpec, int, int]] = []
    edges: list[int] = []
    for index, block in enumerate(blocks):
        if block.table is not None:
            continue
        if any(head_end(block.text, spec.heads) is not None for spec in form.fields):
            edges.append(index)
        for spec in form.sections:
            end = head_end(block.text, spec.heads)
            if end is not None and _heads_section(block, end, spec):
                found.append((spec, index, end))
                edges.append(index)
                break
    edges.append(len(blocks))
    sections = []
    for spec, index, end in found:
        last = next(edge for edge in edges if edge > index)
        pieces = [(index, _behind_or_joined(blocks[index].passage, end))]
        if not pieces[0][1].text.strip():
            pieces = []
        for below in range(index + 1, last):
            block = blocks[below]
            if block.table is not None:
                pieces += [(below, cell.passage) for cell in block.table.cells if cell.text.strip()]
            elif block.text.strip():
                pieces.append((below, block.passage))
        sections.append(Section(spec, index, projects[index], tuple(pieces)))
    return sections


def _heads_section(block: Block, end: int, spec: SectionSpec) -> bool:
    """A heading of a section, not a sentence that begins with the same words."""
    rest = block.text[end:end + 300]
    if rest[:1].isalpha() and sum(map(str.isalpha, block.text[:end])) < SHORT_HEAD:
        return False
    return block.kind == "heading" or block.emphasis or bool(block.marker) or ":" in rest or len(rest) < 60 \
        or told(rest, spec.instructions) or bool(re.match(r"\s*\d{1,2}[.)]", block.text))


def told(text: str, phrases: tuple[str, ...]) -> bool:
    """Whether a text holds one of the phrases, letters and digits only."""
    flat = squeeze(text)
    return any(phrase in flat for phrase in _flat(phrases))


def is_blank(text: str) -> bool:
    """Whether a text is nothing but underscores, dots, dashes and the like."""
    return not any(char.isalnum() for char in text)


def own_words(section: Section) -> list[tuple[int, Passage]]:
    """The pieces of a section that are no instruction of the form and no blank: what the writer has added."""
    pieces = []
    for index, passage in section.pieces:
        segments = re.split(r"(?<=[.!?;:])\s|\n", passage.text)
        kept = [segment for segment in segments if any(char.isalnum() for char in segment)
                and not told(segment, section.spec.instructions)]
        if any(len(re.findall(r"\w", segment)) >= 2 for segment in kept):
            pieces.append((index, passage))
    return pieces
