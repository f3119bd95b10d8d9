"""Puts the physical lines of a text file together into paragraphs, list items and headings.

Converters hard-wrap lines, and leave a blank line between any two of them; what tells paragraphs apart is indentation,
the distance between lines, a last line that is short, and how the next line begins.
"""
import re
from collections import Counter
from collections.abc import Sequence

from auditkit.model import Block, Passage

ITEM = re.compile(r"^\s*([-–—•·▪*]|\d{1,3}[.)])\s+(?=\S)")
OPENER = re.compile(r"^\s*(?:[•·▪]\s*\S|\d{1,2}[.)](?:\s+\S|[^\W\d_])|[IVXІ]{1,4}[.)]\s)|^\s*\d{1,2}\s*[-–]?\s*(?:міндет|іс-шара|задача|мероприятие)|^\s*(?:міндет|іс-шара|задача|мероприятие)\s*№?\s*\d",
                    re.IGNORECASE)
#: A line of a passport: «Сумма гранта: 9 000 000 тенге».
FIELD = re.compile(r"\s*[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][^:.!?;,]{2,45}:\s+\S")
#: «1.2 Психологтың кеңесі»: the heading of an activity, numbered in two parts; «3.5 балл» is not.
TWO_PARTS = re.compile(r"^\s*\d{1,2}\.\d{1,2}\.?\s+[«\"“]?[^\W\d_a-zа-яёәғқңөұүһі]")
DASHED = re.compile(r"^\s*[-–—]\s+\S")
SENTENCE_END = re.compile(r"[.!?:;…»)]\s*$")
PAGE_NUMBER = re.compile(r"^\s*[-–]?\s*\d{1,3}\s*[-–]?\s*$")
SHORT = 0.72  # a line shorter than this share of the text's width ends a paragraph


def join_lines(blocks: Sequence[Block]) -> list[Block]:
    """The same blocks with every run of kind "line" joined into paragraphs and list items; other kinds are kept.

    Lines that hold nothing but a page number between two page-wide distances are dropped.
    """
    lines = [block for block in blocks if block.kind == "line"]
    if not lines:
        return list(blocks)
    layout = _Layout(lines)
    joined: list[Block] = []
    run: list[Block] = []
    for block in blocks:
        if block.kind != "line":
            joined += _flush(run, layout)
            run = []
            joined.append(block)
        elif layout.is_page_number(block):
            continue
        else:
            if run and layout.breaks(run[-1], block):
                joined += _flush(run, layout)
                run = []
            run.append(block)
    return joined + _flush(run, layout)


class _Layout:
    """How this text is set: the usual distance between two lines, the width of a full line, the words it uses."""

    def __init__(self, lines: list[Block]):
        numbers = [line.place.line or 0 for line in lines]
        gaps = [b - a for a, b in zip(numbers, numbers[1:])]
        self.gap = Counter(gaps).most_common(1)[0][0] if gaps else 1
        lengths = sorted(len(line.text.strip()) for line in lines)
        long = [length for length in lengths if length >= 45] or lengths
        self.width = long[int(len(long) * 0.9)] if long else 80
        self.words = Counter(re.findall(r"\w[\w-]*\w", " ".join(line.text for line in lines).lower()))
        self.gap_after = dict(zip(numbers, gaps))
        self.gap_before = dict(zip(numbers[1:], gaps))

    def is_page_number(self, line: Block) -> bool:
        """A lone small number with more room around it than lines usually have."""
        at = line.place.line or 0
        return bool(PAGE_NUMBER.match(line.text)) and self.gap_after.get(at, 99) > self.gap \
            and self.gap_before.get(at, 99) > self.gap

    def breaks(self, above: Block, below: Block) -> bool:
        """Whether a paragraph ends between two consecutive lines."""
        first, second = above.text.rstrip(), below.text
        gap = (below.place.line or 0) - (above.place.line or 0)
        ended, goes_on = bool(SENTENCE_END.search(first)), second.lstrip()[:1].islower()
        if first.endswith("-") and not first.endswith(" -") or re.search(r"[^\W\d_]\s[-–—]$", first) and len(first) > 45 and second.lstrip()[:1].isdigit():
            return False  # «… TikTok желісінде –» goes on with its number
        if (goes_on or second.startswith("(")) and not ended:
            return False
        if gap < self.gap and not ended and second[:1].isdigit() and not OPENER.match(second):
            return False
        if gap < self.gap or OPENER.match(second) or DASHED.match(second) and (ended or len(first) < self.width * SHORT):
            return True
        if second.startswith((" ", "\t")) or FIELD.match(first) and FIELD.match(second) \
                or TWO_PARTS.match(second) and (ended or len(first.strip()) < self.width * SHORT):
            return True
        capital = not second[:1].islower()
        length = len(first.strip())
        if gap > self.gap and self.gap == 1:
            return True
        room = self.width - length > len(second.split()[0]) + 1 if second.split() else True
        if length < self.width * SHORT:
            return ended or capital or length < self.width * 0.45
        return bool(ended and capital and room and re.search(r"[.!?…]\s*$", first) and length < self.width * 0.88)

    def glue(self, above: str, below: str) -> tuple[str, str]:
        """The upper text, and what to put between it and the lower one."""
        cut = re.search(r"([^\W\d_]+)-$", above)
        if cut is None:
            return above, "" if re.search(r"\d-$", above) and below[:1].isdigit() else " "
        rest = re.match(r"[^\W\d_]+", below)
        if rest is None:
            return above, ""
        whole = (cut.group(1) + rest.group()).lower()
        compound = f"{cut.group(1)}-{rest.group()}".lower()
        if self.words[whole] > self.words[compound]:
            return above[:-1], ""
        return above, ""


def _flush(run: list[Block], layout: _Layout) -> list[Block]:
    if not run:
        return []
    text, marks, links = "", [], []
    for line in run:
        piece = line.text.strip()
        if text:
            text, between = layout.glue(text, piece)
            text += between
        marks.append((len(text), line.place))
        text += piece
        links += line.links
    item = ITEM.match(text)
    if item is None:
        return [Block("paragraph", Passage(text, tuple(marks)), links=tuple(links))]
    passage = Passage(text, tuple(marks)).part(item.end(), len(text))
    return [Block("item", passage, level=1, marker=item.group(1), links=tuple(links))]
