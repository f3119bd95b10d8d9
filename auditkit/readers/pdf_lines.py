"""Lines out of glyphs, and text out of lines: where a wrap is a space, nothing, a new line or an empty line.

A PDF keeps no words and no paragraphs.  Glyphs are sorted by position (letters that a font lacks come as runs of their
own), and what a line's end means is told from the room that was left on it, from the space that some programs keep
there, and from the words that the document writes elsewhere.
"""
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from auditkit.model import Passage, Place
from auditkit.readers.pdf_page import Glyph

_WORD = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)*")
_HYPHEN_END = re.compile(r"[^\W\d_][-‐‑]$")
_GLUED_END = re.compile(r"(?:[^\s][-‐‑–—/\\&=?_]|://\S*|www\.\S*)$")
_VOWEL = re.compile(r"[аәеёиоөуұүыіэюяaeiouy]")
_DIGITS = re.compile(r"\d+$")
_SENTENCE_END = re.compile(r"[.!?…:;][»\"”)]?$")
_STEM = 5  # letters that tell a word however it is inflected
WORD_GAP = 0.2  # of the size: a wider gap between two glyphs is a space nobody wrote


@dataclass(slots=True)
class Line:
    """One physical line: `text` without spaces at its ends, its box in points, and what it tells about the wrap.

    `spaced`: a space stands at its end; `first`: width of its first word; `bold`, `italic`: all of it; `turn`: quarter
    turns of vertical text (the box is then still the one seen).
    """

    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool
    italic: bool
    spaced: bool
    first: float
    turn: int
    glyphs: list[Glyph]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """(left, top, right, bottom), rounded to a tenth of a point."""
        return round(self.left, 1), round(self.top, 1), round(self.right, 1), round(self.bottom, 1)

    @property
    def width(self) -> float:
        """Width along the line, in points."""
        return self.bottom - self.top if self.turn % 2 else self.right - self.left

    @property
    def middle(self) -> float:
        """Height of the line's middle on the page."""
        return (self.top + self.bottom) / 2


def lines_of(glyphs: list[Glyph], page: int) -> list[Line]:
    """The lines that these glyphs of one page make, from top to bottom; vertical text after the rest."""
    if all(glyph.style.turn == 0 for glyph in glyphs):
        return [line for row in _rows(glyphs) if (line := _line(row, page, 0))]
    lines = []
    for turn in range(4):
        turned = [_unturn(glyph, turn) for glyph in glyphs if glyph.style.turn == turn]
        for row in _rows(turned):
            line = _line(row, page, turn)
            if line:
                line.left, line.top, line.right, line.bottom = _turn_back((line.left, line.top, line.right,
                                                                           line.bottom), turn)
                lines.append(line)
    return lines


def _unturn(glyph: Glyph, turn: int) -> Glyph:
    """The glyph as if its line ran from left to right (a quarter turn counts against the clock)."""
    char, left, top, right, bottom, style = glyph
    boxes = ((left, top, right, bottom), (-bottom, left, -top, right), (-right, -bottom, -left, -top),
             (top, -right, bottom, -left))
    bases = (style.y, style.x, -style.y, -style.x)
    return Glyph(char, *boxes[turn], style._replace(y=bases[turn]))


def _turn_back(box, turn: int):
    left, top, right, bottom = box
    return ((left, top, right, bottom), (top, -right, bottom, -left), (-right, -bottom, -left, -top),
            (-bottom, left, -top, right))[turn]


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs grouped by their base lines: small and raised characters join the line beside them."""
    levels: dict[tuple[float, float], list[Glyph]] = {}
    for glyph in glyphs:
        levels.setdefault((round(glyph.style.y, 1), glyph.style.size), []).append(glyph)
    rows: list[list[Glyph]] = []
    anchor = anchor_count = tall = 0.0
    for base, size in sorted(levels):
        run = levels[base, size]
        if rows and base - anchor <= 0.45 * max(tall, size):
            rows[-1] += run
            if len(run) > anchor_count:
                anchor, anchor_count, tall = base, len(run), size
        else:
            rows.append(list(run))
            anchor, anchor_count, tall = base, len(run), size
    return rows


def _line(row: list[Glyph], page: int, turn: int) -> Line | None:
    row.sort(key=lambda glyph: glyph.left)
    chars: list[str] = []
    kept: list[Glyph] = []
    edge, space, first = None, False, 0.0
    for glyph in row:
        if glyph.char == " ":
            space = True
            continue
        if kept:
            last = kept[-1]
            if glyph.char == last.char and glyph.left - last.left < 0.1 * (last.right - last.left):
                continue  # drawn twice: a program's way to make it bold
            if space or glyph.left - edge > WORD_GAP * glyph.style.size:
                chars.append(" ")
                first = first or edge - kept[0].left
        chars.append(glyph.char)
        kept.append(glyph)
        edge = glyph.right if edge is None else max(edge, glyph.right)
        space = False
    if not kept:
        return None
    sizes = Counter(glyph.style.size for glyph in kept)
    return Line("".join(chars), page, kept[0].left, min(glyph.top for glyph in kept), edge,
                max(glyph.bottom for glyph in kept), sizes.most_common(1)[0][0],
                all(glyph.style.bold for glyph in kept), all(glyph.style.italic for glyph in kept), space,
                first or edge - kept[0].left, turn, kept)


class Wraps:
    """What the line ends of one document mean: the words it writes, and whether it keeps spaces at its line ends."""

    def __init__(self, lines: list[Line]):
        """`lines`: all lines of the document, in any order."""
        self.words: Counter[str] = Counter()
        for line in lines:  # the first may be the rest of a word cut on the line before, the last may be cut itself
            words = _WORD.findall(line.text.lower())
            start = 0 if line.text[:1].isupper() and len(words) > 1 else 1
            self.words.update(words[start:-1] if _HYPHEN_END.search(line.text) else words[start:])
        self.stems = {word[:_STEM] for word in self.words if len(word) >= _STEM}
        self.endings = Counter(word[cut:] for word in self.words for cut in range(3, len(word)) if len(word) - cut < 9)
        several = [line for line in lines if " " in line.text]
        share = sum(line.spaced for line in several) / len(several) if several else 0.0
        self.tells = 0.2 <= share < 0.95  # a space at a line's end is then the mark of a wrap between words
        self.hyphenates = self._hyphenates(lines)

    def _hyphenates(self, lines: list[Line]) -> bool:
        """Whether the document cuts words by hyphens: more ends of lines are proved to be cuts than compounds."""
        cut = kept = 0
        for line, after in zip(lines, lines[1:]):
            if _HYPHEN_END.search(line.text):
                joined, compound = self._halves(line.text, after.text)
                cut += joined > compound
                kept += compound > joined
        return cut > kept

    def _halves(self, before: str, after: str) -> tuple[int, int]:
        """How often the document writes the word cut at this line's end in one piece, and with its hyphen."""
        head, tail = _WORD.findall(before.lower()), _WORD.findall(after.lower())
        if not head or not tail:
            return 0, 0
        return self.words[head[-1] + tail[0]], self.words[head[-1] + "-" + tail[0]]

    def between(self, line: Line, after: Line, room: float, whole: bool = False, centred: bool = False,
                head: str = "", ahead: Sequence[Line] = (), narrow: bool = True) -> str:
        """What stands between two lines of one text: " ", "", "\\n", or "-": nothing, and the hyphen goes, too.

        `room`: points left free at the end of `line`; `whole`: the two are known to be of one paragraph; `centred`:
        the text is, and programs leave the spaces at the ends of centred lines out; `head`: the last word so far,
        pieces on earlier lines included; `ahead`: the lines after `after`; `narrow`: lines may be
        shorter than a word, as in the cells of a table.
        """
        slack = 0.12 * line.size
        gap = 0.25 * line.size
        if after.first + gap <= room - slack and not self._cut_word(line, after, room):
            return "\n"
        if _HYPHEN_END.search(line.text) and not line.spaced and after.text[:1].isalpha():
            return self._after_hyphen(line, after)
        if line.spaced:
            return " "
        if self.tells and whole:
            return "\n" if narrow and self._forced(line, after) else ""
        if self.tells and not centred and room > gap + slack and not _GLUED_END.search(line.text):
            # a space would have had room and was not written: a piece of a word too long for the line, or the end
            return "" if self._piece(line, after, room) else "\n"
        if not narrow:
            return "" if _GLUED_END.search(line.text) else " "
        return self._untold(line, after, room, head, ahead)

    def _cut_word(self, line: Line, after: Line, room: float) -> bool:
        """Whether a word was cut here although a part of it would have fitted: only at a hyphen of its own."""
        return bool(_HYPHEN_END.search(line.text)) and after.text[:1].islower() and not line.spaced

    def _after_hyphen(self, line: Line, after: Line) -> str:
        """"" keeps the compound's hyphen, "-" says that the hyphen goes, too."""
        joined, compound = self._halves(line.text, after.text)
        if joined == compound:
            return "-" if self.hyphenates and after.text[:1].islower() else ""
        return "-" if joined > compound else ""

    @staticmethod
    def _forced(line: Line, after: Line) -> bool:
        """Whether a line that keeps no space at its end was broken by hand: it is no piece of a word, of an address, of a compound."""
        last, first = line.text.rsplit(" ", 1)[-1], after.text[:1]
        if _GLUED_END.search(line.text) or "/" in last or "@" in last or not first.isalnum() and first not in "«(+":
            return False
        return " " in line.text or not last[-1].isalnum()

    def _piece(self, line: Line, after: Line, room: float) -> bool:
        """Whether the line may be a piece of a word too long for it: one word, and no room for one letter more."""
        return (" " not in line.text and room <= _first_glyph(after) + 0.12 * line.size
                and line.text[-1].isalnum() and after.text[0].isalnum())

    def _untold(self, line: Line, after: Line, room: float, head: str, ahead: Sequence[Line]) -> str:
        """The wrap of a line that shows no space: within a word only where the line is one piece and full."""
        if _GLUED_END.search(line.text):
            return ""
        if not self._piece(line, after, room):
            return " "
        last, tail = line.text, after.text.split(" ")[0]
        if _DIGITS.match(last):
            return "" if _DIGITS.match(tail) else " "
        if tail[:1].isupper() and not last.isupper():
            return " "
        head, tail = re.split("[-‐‑]", _WORD.findall((head or last).lower())[-1])[-1], _WORD.findall(tail.lower())[0]
        if not _VOWEL.search(last.lower()) or not _VOWEL.search(tail) or self._joins(head, [after, *ahead]):
            return ""
        ending = self.endings[tail] > 8 * self.words[tail] and len(tail) < _STEM
        if self.words[head] and self._knows(tail) and not ending:
            return " "
        if self.endings[tail] >= 2 or len(tail) == 1 or self._begins(head, tail):
            return ""
        return " " if self._knows(tail) or self.words[head] else ""

    def _begins(self, head: str, tail: str) -> bool:
        """Whether a word of the document goes on after `head` as `tail` does, if with another ending."""
        start = head + tail[:2]
        return any(word.startswith(start) for word in self.words)

    def _joins(self, head: str, ahead: Sequence[Line]) -> bool:
        """Whether `head` with the next pieces is a word that the document writes elsewhere."""
        for line in ahead[:4]:
            piece = _WORD.match(line.text.lower())
            if piece is None:
                return False
            head += piece.group()
            if self.words[head]:
                return True
            if piece.end() < len(line.text):
                return False
        return False

    def _knows(self, word: str) -> bool:
        """Whether the document writes this word elsewhere, in this or another of its forms."""
        return bool(self.words[word]) or (len(word) >= _STEM and word[:_STEM] in self.stems)

    def passage(self, lines: list[Line], width: float, place: Place, whole: bool = False) -> Passage:
        """The text of these lines, each line with its own place (`place` with page and box of the line).

        `width`: points that a line of this text may take.  An empty line of the page is kept as an empty line.
        """
        if not lines:
            return Passage("", ((0, place),))
        pitch, centred = _pitch(lines), _centred(lines)
        text, marks = "", []
        for index, line in enumerate(lines):
            if index:
                before = lines[index - 1]
                head = text[max(text.rfind(" "), text.rfind("\n")) + 1:]
                ahead = lines[index + 1:index + 4]
                joint = self.between(before, line, width - before.width, whole, centred, head, ahead)
                if _gap(before, line, pitch) and not (joint != "\n" and _runs_on(before, line)):
                    joint = "\n\n"
                if joint == "-":
                    text, joint = text[:-1], ""
                text += joint
            marks.append((len(text), place.at(page=line.page, box=line.box)))
            text += line.text
        return Passage(text, tuple(marks))


def _first_glyph(line: Line) -> float:
    """The width of the line's first character: a word is cut only where not even this had room."""
    return line.glyphs[0].right - line.glyphs[0].left


def _gap(before: Line, line: Line, pitch: float) -> bool:
    """Whether the lines stand further apart than lines of one text do."""
    return line.page == before.page and line.top - before.top > 1.6 * pitch and not line.turn


def _runs_on(before: Line, line: Line) -> bool:
    """Whether a sentence goes on from line to line, in a text set with wide spaces between its lines."""
    near = line.top - before.top < 2.6 * (line.bottom - line.top)
    return near and line.text[:1].islower() and not _SENTENCE_END.search(before.text)


def _pitch(lines: list[Line]) -> float:
    """The usual distance from line to line, in points."""
    steps = [after.top - line.top for line, after in zip(lines, lines[1:])
             if line.page == after.page and after.top > line.top]
    tall = median(line.bottom - line.top for line in lines)
    steps = [step for step in steps if step < 2 * tall]
    return min(steps) if steps else 1.15 * tall


def _centred(lines: list[Line]) -> bool:
    """Whether the lines stand under each other by their middles, not by their beginnings."""
    lefts = [line.left for line in lines]
    middles = [line.left + line.right for line in lines]
    return max(lefts) - min(lefts) > 1.5 and max(middles) - min(middles) < 3.0

