"""Every number of a report with the words that say which quantity it is: what candidates of relations are made of.

A mention is a claim that counts or measures something, and its context as weighted stems: near (its own clause, or the labels of its
row and column), wide (its sentence, the row's other words, the table's title) and above (headings and titles).  Two mentions tell the
same thing to the degree that their contexts do; which words matter is decided by how rare they are in the report, not by a list.
"""
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from auditkit.model import Block, Table
from auditkit.quantity import Quantity
from auditkit.understanding.claims import Claim, sentences
from auditkit.understanding.sections import Outline
from auditkit.understanding.tables import column_titles, header_rows, is_total
from auditkit.wording import fold, stem

WORD = re.compile(r"[^\W\d_]{3,}")
CAPITAL = re.compile(r"(?<![.!?:;|\n«(\-–—] )(?<!^)\b[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w-]{2,}")
#: How far a word still says what a number is, in characters on either side.
NEAR_BEFORE, NEAR_AFTER = 90, 70
#: Stems are cut to so many letters: the endings of both languages come behind them.
CUT = 5


@dataclass(frozen=True, slots=True)
class Mention:
    """One number and what is known of it.

    `index`: position in the list; `claim`: the number as read; `near`, `wide`, `above`: stems and their weights; `names`: stems of
    capitalised words and of words in quotation marks around it; `row`, `column`: position of its cell in its table, None in prose;
    `total_line`: its row or column is labelled a total; `before`, `after`: the form of the text on either side of the digits
    ("dash", "comma", "open", "colon", "word", "edge" …); `depth`: how many brackets it stands in; `label`: the labels of its row and
    column as written, `row_words`, `column_words`: their stems; `rate`: its column holds percentages.
    """

    index: int
    claim: Claim
    near: dict
    wide: dict
    above: dict
    names: frozenset
    row: int | None = None
    column: int | None = None
    total_line: bool = False
    before: str = "edge"
    after: str = "edge"
    depth: int = 0
    label: str = ""
    rate: bool = False
    row_words: tuple = ()
    column_words: tuple = ()

    @property
    def quantity(self) -> Quantity:
        """The number's interval."""
        return self.claim.quantity

    @property
    def value(self) -> float:
        """The number as written."""
        return self.claim.quantity.value

    @property
    def in_table(self) -> bool:
        """Whether it stands in a cell."""
        return self.row is not None

    @property
    def is_share(self) -> bool:
        """Whether it is a percentage."""
        return self.claim.role == "share" or self.rate


def read_mentions(blocks: Sequence[Block], outline: Outline, claims: Sequence[Claim]) -> list[Mention]:
    """The mentions of a report in reading order: all claims that count or measure."""
    reader = _Reader(blocks, outline)
    mentions: list[Mention] = []
    for claim in claims:
        if claim.is_quantity:
            mentions.append(reader.mention(len(mentions), claim))
    return mentions


class _Reader:
    """Gives each claim its context; what belongs to a block or a table is worked out once."""

    def __init__(self, blocks: Sequence[Block], outline: Outline):
        self.blocks, self.outline = blocks, outline
        self._tables: dict[int, _TableWords] = {}
        self._above: dict[int, dict] = {}
        self._heads = _headings(blocks)

    def mention(self, index: int, claim: Claim) -> Mention:
        if claim.cell is not None:
            return self._of_cell(index, claim)
        text = claim.passage.text
        span = next(((a, b) for a, b in sentences(text) if a <= claim.start < b), (0, len(text)))
        near = _near(text, span, claim)
        wide = {word: .5 for word in _stems(text[span[0]:span[1]])}
        before, after = _shape(text, claim)
        return Mention(index, claim, near, wide, self.above(claim.block), _names(text, max(span[0], claim.start - 110), min(span[1], claim.end + 90)),
                       before=before, after=after, depth=_depth(text, claim.start))

    def _of_cell(self, index: int, claim: Claim) -> Mention:
        table = self._table(claim)
        row, column = claim.cell[1] - 1, claim.cell[2] - 1
        near, wide, names, total = table.words_of(row, column)
        own = _near(claim.passage.text, (0, len(claim.passage.text)), claim) if _is_wordy(claim) else {}
        before, after = _shape(claim.passage.text, claim)
        return Mention(index, claim, _merged(own, near, .7 if own else 1.0), wide, self.above(claim.block), names | _names(claim.passage.text, 0, len(claim.passage.text)),
                       row, column, total, before, after, _depth(claim.passage.text, claim.start), table.label(row, column), column in table.rates,
                       tuple(table._row(row)[1]), tuple(table.title_stems[column]) if column < len(table.title_stems) and row >= table.heads else ())

    def _table(self, claim: Claim) -> "_TableWords":
        number = claim.cell[0]
        if number not in self._tables:
            block = self.blocks[claim.block]
            self._tables[number] = _TableWords(next(table for table in all_tables(block.table) if table.number == number))
        return self._tables[number]

    def above(self, block: int) -> dict:
        """The words of the headings over a block, of the activity it belongs to, and of the line before a table."""
        if block not in self._above:
            words: dict = {}
            scope = self.outline.scopes[block]
            for level, head in enumerate(self._heads[block]):
                words |= {word: max(words.get(word, 0), .8 ** level) for word in _stems(self.blocks[head].text)}
            if scope.activity is not None:
                words |= dict.fromkeys(_stems(self.outline.activities[scope.activity].title), 1.0)
            if self.blocks[block].table is not None and block and self.blocks[block - 1].table is None:
                words |= dict.fromkeys(_stems(self.blocks[block - 1].text[-200:]), 1.0)
            self._above[block] = words
        return self._above[block]


def all_tables(table: Table) -> Iterator[Table]:
    """A table and those nested in its cells."""
    yield table
    for cell in table.cells:
        for nested in cell.tables:
            yield from all_tables(nested)


def _headings(blocks: Sequence[Block]) -> list[tuple[int, ...]]:
    """For every block the headings above it, the nearest first."""
    stack: list[int] = []
    found = []
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            stack = [head for head in stack if blocks[head].level < block.level] + [index]
        found.append(tuple(reversed(stack)))
    return found


class _TableWords:
    """The words of a table's labels, for each of its cells."""

    def __init__(self, table: Table):
        self.grid = table.grid()
        self.heads = header_rows(table)
        self.titles = column_titles(table, self.heads)
        self.title_stems = [_stems(title) for title in self.titles]
        self.caption = _stems(table.caption)
        self.rates = frozenset(column for column, title in enumerate(self.titles) if "%" in title or "пайыз" in fold(title) or "процент" in fold(title))
        self._rows: dict[int, tuple] = {}

    def _row(self, row: int) -> tuple:
        if row not in self._rows:
            labels: dict[int, str] = {}
            for column, cell in enumerate(self.grid[row]):
                if cell is not None and WORD.search(cell.text) and id(cell) not in labels:
                    labels[id(cell)] = cell.text
            texts = list(labels.values())
            first = texts[0] if texts else ""
            names = frozenset(word for text in texts for word in _stems(text[:120]))
            self._rows[row] = (first, Counter(dict.fromkeys(_stems(first[:160]), 1.0)),
                               dict.fromkeys((word for text in texts[1:] for word in _stems(text[:160])), .6), names, any(is_total(text) for text in texts[:2]))
        return self._rows[row]

    def label(self, row: int, column: int) -> str:
        """The row's label and the column's title."""
        title = self.titles[column] if column < len(self.titles) and row >= self.heads else ""
        return " · ".join(part for part in (" ".join(self._row(row)[0].split())[:60], " ".join(title.split())[:60]) if part)

    def words_of(self, row: int, column: int) -> tuple[dict, dict, frozenset, bool]:
        first, near, wide, names, total = self._row(row)
        title = self.title_stems[column] if column < len(self.title_stems) and row >= self.heads else []
        near = dict(near) | {word: 1.0 for word in title}
        title_total = column < len(self.titles) and is_total(self.titles[column])
        return near, wide | dict.fromkeys(self.caption, .4), names, total or title_total


def _stems(text: str) -> list[str]:
    return [_cut(word) for word in WORD.findall(fold(text))]


def _cut(word: str) -> str:
    return stem(word)[:CUT]


def _near(text: str, span: tuple[int, int], claim: Claim) -> dict:
    """The stems around a number, the nearer the heavier; words beyond another number weigh a third."""
    folded = fold(text)
    found: dict = {}
    start, end = max(span[0], claim.start - NEAR_BEFORE), min(span[1], claim.end + NEAR_AFTER)
    for words, sign in ((reversed(list(WORD.finditer(folded, start, claim.start))), -1), (WORD.finditer(folded, claim.end, end), 1)):
        last, weight = (claim.start if sign < 0 else claim.end), 1.0
        for position, word in enumerate(words):
            gap = folded[word.end():last] if sign < 0 else folded[last:word.start()]
            if any(char.isdigit() for char in gap):
                weight *= .35
            if any(char in ".;" for char in gap):
                weight *= .6
            key = _cut(word.group())
            found[key] = max(found.get(key, 0), weight / (1 + position * .18))
            last = word.start() if sign < 0 else word.end()
    return found


def _merged(own: dict, other: dict, factor: float) -> dict:
    return {word: max(own.get(word, 0), other.get(word, 0) * factor) for word in {*own, *other}}


def _is_wordy(claim: Claim) -> bool:
    return bool(WORD.search(claim.passage.text))


def _names(text: str, start: int, end: int) -> frozenset:
    """The stems of the capitalised words in a stretch of a text."""
    return frozenset(_cut(fold(found.group())) for found in CAPITAL.finditer(text[start:end]))


SHAPES_BEFORE = ((re.compile(r"[-–—]\s*$"), "dash"), (re.compile(r":\s*$"), "colon"), (re.compile(r"\(\s*$"), "open"), (re.compile(r"[,;]\s*$"), "comma"),
                 (re.compile(r"(?:\bи|\bжәне|\bмен|\bпен|\bбен|\band)\s+$"), "and"), (re.compile(r"[=+]\s*$"), "sign"), (re.compile(r"\w\s*$"), "word"))
SHAPES_AFTER = ((re.compile(r"\s*[)]"), "close"), (re.compile(r"\s*\("), "open"), (re.compile(r"\s*[,;]"), "comma"), (re.compile(r"\s*[.!?]?\s*$"), "end"), (re.compile(r"\s?[-–—]\s?\w{1,3}\b"), "suffix"),
                (re.compile(r"\s*[-–—]\s"), "dash"), (re.compile(r"\s*[=+]"), "sign"), (re.compile(r"\s*\w"), "word"))


def _shape(text: str, claim: Claim) -> tuple[str, str]:
    """What stands right before and right behind a number, as kinds of form."""
    before, after = text[max(0, claim.start - 6):claim.start], text[claim.end:claim.end + 6]
    return (next((name for pattern, name in SHAPES_BEFORE if pattern.search(before)), "edge" if not before.strip() else "other"),
            next((name for pattern, name in SHAPES_AFTER if pattern.match(after)), "other"))


def _depth(text: str, position: int) -> int:
    return max(0, text.count("(", 0, position) - text.count(")", 0, position))


@dataclass
class Contexts:
    """How much the contexts of mentions share, all pairs at once: cosines of stems weighted by how rare they are in the report.

    `near`, `wide`, `above`: matrices n × n of float32, from 0 to 1.  `rows`, `columns`: how much of a cell's row label and column title (the first
    index) stands around another number, from 0 to 1.
    """

    near: np.ndarray
    wide: np.ndarray
    above: np.ndarray
    rows: np.ndarray
    columns: np.ndarray
    rarity: dict = field(default_factory=dict)


def contexts(mentions: Sequence[Mention]) -> Contexts:
    """The context matrices of some mentions."""
    counts = Counter(word for mention in mentions for word in {*mention.near, *mention.wide, *mention.above})
    vocabulary = {word: index for index, word in enumerate(counts)}
    rarity = {word: float(np.log((len(mentions) + 2) / (count + .5))) for word, count in counts.items()}
    near = _matrix([mention.near for mention in mentions], vocabulary, rarity)
    wide = _matrix([_merged(mention.near, mention.wide, 1.0) for mention in mentions], vocabulary, rarity)
    above = _matrix([_merged(_merged(mention.near, mention.wide, .6), mention.above, .7) for mention in mentions], vocabulary, rarity)
    around = np.zeros_like(above)
    for index, mention in enumerate(mentions):
        for words, weight in ((mention.above, .5), (mention.wide, .8), (mention.near, 1.0)):
            for word in words:
                around[index, vocabulary[word]] = weight
    return Contexts(near @ near.T, wide @ wide.T, above @ above.T, _cover([m.row_words for m in mentions], around, vocabulary, rarity),
                    _cover([m.column_words for m in mentions], around, vocabulary, rarity), rarity)


def _cover(labels: Sequence[tuple], around: np.ndarray, vocabulary: dict, rarity: dict) -> np.ndarray:
    """How much of each label, by rarity, stands in each context."""
    matrix = np.zeros_like(around)
    for index, words in enumerate(labels):
        whole = sum(rarity[word] for word in words)
        for word in words if whole else ():
            matrix[index, vocabulary[word]] = rarity[word] / whole
    return matrix @ around.T


def _matrix(rows: Sequence[dict], vocabulary: dict, rarity: dict) -> np.ndarray:
    matrix = np.zeros((len(rows), max(1, len(vocabulary))), dtype=np.float32)
    for index, row in enumerate(rows):
        for word, weight in row.items():
            matrix[index, vocabulary[word]] = weight * rarity[word]
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    norms[norms == 0] = 1
    return matrix / norms
