"""Text that stands in a report twice: runs of the same words in two different parts of it.

The words of headings, titles of activities and of the form itself do not count: they are repeated by right.
"""
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditkit.model import Block, Place
from auditkit.understanding.sections import Outline
from auditkit.wording import fold

#: A copy is a run of this many words; a list of figures is one from three whole items with a number each.
RUN, SEED, ITEMS, ITEM_WORDS = 25, 10, 3, 15
#: So many words of a title in a row are the title.
TITLE = 7
TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
LISTED = re.compile(r"(?:\s*(?:\d{1,2}[.)]|[-–•])\s+)?")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


@dataclass(frozen=True)
class Piece:
    """One side of a copy: its first and last block, their words, and where it begins and ends."""

    first: int
    last: int
    text: str
    place: Place


@dataclass(frozen=True)
class Copy:
    """The same words in two places: how many they are, how many of them are numbers, and the two sides in reading order."""

    words: int
    numbers: int
    blocks: int
    one: Piece
    other: Piece


@dataclass(frozen=True)
class _Token:
    word: str
    block: int
    start: int
    end: int


def find_copies(blocks: Sequence[Block], outline: Outline, titles: Iterable[str]) -> list[Copy]:
    """All copies in reading order, the longest for each place.  `titles`: texts that are repeated by right.

    Both sides are in different parts: another project, section, activity or event.  Linear in the length of the report.
    """
    tokens, parts = _stream(blocks, outline, titles)
    seeds: dict[tuple, list[int]] = {}
    copies: list[Copy] = []
    at = 0
    while at <= len(tokens) - SEED:
        window = tokens[at:at + SEED]
        if any(token is None for token in window):
            at += 1
            continue
        key = tuple(token.word for token in window)
        best = max(((_length(tokens, start, at), start) for start in seeds.get(key, ()) if parts[tokens[start].block] != parts[window[0].block]),
                   default=(0, 0))
        copy = _copy(tokens, best[1], at, best[0], blocks) if best[0] >= SEED else None
        if copy is not None:
            copies.append(copy)
            for skipped in range(at, at + best[0]):
                _seed(tokens, skipped, seeds)
            at += best[0]
        else:
            _seed(tokens, at, seeds)
            at += 1
    return copies


def _seed(tokens: list, at: int, seeds: dict[tuple, list[int]]) -> None:
    window = tokens[at:at + SEED]
    if len(window) == SEED and None not in window:
        starts = seeds.setdefault(tuple(token.word for token in window), [])
        if len(starts) < 6:
            starts.append(at)


def _stream(blocks: Sequence[Block], outline: Outline, titles: Iterable[str]) -> tuple[list[_Token | None], list[tuple]]:
    """The words of the prose, None wherever a run must not go on: at the edges of parts, at headings and at titles."""
    known = {gram for title in titles for gram in _grams([match.group() for match in TOKEN.finditer(fold(title))])}
    tokens: list[_Token | None] = []
    parts: list[tuple] = []
    part = None
    for index, block in enumerate(blocks):
        scope = outline.scopes[index]
        parts.append((scope.project, scope.section, scope.task, scope.activity, scope.event, scope.heading if scope.activity is None else None))
        if block.table is not None or block.kind == "heading" or ADDRESS.match(block.text) or _is_caption(block.text):
            tokens.append(None)
            continue
        if parts[-1] != part:
            tokens.append(None)
            part = parts[-1]
        begin = LISTED.match(block.text).end()
        words = [_Token(match.group(), index, match.start(), match.end())
                 for match in TOKEN.finditer(ADDRESS.sub(_blank, fold(block.text)), begin)]
        tokens += _without_titles(words, known)
    return tokens, parts


def _is_caption(text: str) -> bool:
    """A short line that only announces what follows it."""
    return len(text) < 70 and text.rstrip(" *_").endswith(":")


def _blank(match: re.Match) -> str:
    return " " * len(match.group())


def _grams(words: list[str]) -> set[tuple]:
    return {tuple(words[at:at + TITLE]) for at in range(len(words) - TITLE + 1)}


def _without_titles(words: list[_Token], known: set[tuple]) -> list[_Token | None]:
    hidden = set()
    for at in range(len(words) - TITLE + 1):
        if tuple(token.word for token in words[at:at + TITLE]) in known:
            hidden.update(range(at, at + TITLE))
    return [None if at in hidden else token for at, token in enumerate(words)]


def _length(tokens: list, one: int, other: int) -> int:
    length = 0
    while other + length < len(tokens) and one + length < other:
        a, b = tokens[one + length], tokens[other + length]
        if a is None or b is None or a.word != b.word:
            break
        length += 1
    return length


def _trimmed(tokens: list, at: int, length: int, blocks: Sequence[Block]) -> int:
    """How many words to leave out at the beginning of a run: the end of a sentence that began before it."""
    first = tokens[at]
    before = blocks[first.block].text[:first.start]
    if not before.strip(" *_") or LISTED.fullmatch(before):
        return 0
    for skipped in range(1, min(6, length)):
        above, token = tokens[at + skipped - 1], tokens[at + skipped]
        if token.block != above.block or re.search(r"[.!?:;]", blocks[token.block].text[above.end:token.start]):
            return skipped
    return 0


def _copy(tokens: list, one: int, other: int, length: int, blocks: Sequence[Block]) -> Copy | None:
    skipped = _trimmed(tokens, other, length, blocks)
    one, other, length = one + skipped, other + skipped, length - skipped
    run, source = tokens[other:other + length], tokens[one:one + length]
    numbers = sum(token.word[0].isdigit() for token in run)
    whole = _whole_items(run, blocks)
    if length < RUN and not (whole >= ITEMS and length >= ITEM_WORDS and numbers >= ITEMS):
        return None
    before, after = _beyond(source, run, blocks)
    return Copy(before + length + after, numbers, len({token.block for token in run}), _piece(source, blocks), _piece(run, blocks))


def _beyond(one: list[_Token], other: list[_Token], blocks: Sequence[Block]) -> tuple[int, int]:
    """How many more words are equal before and after a run inside its blocks, once titles are counted too."""
    def around(token: _Token, back: bool) -> list[str]:
        text = fold(blocks[token.block].text)
        return TOKEN.findall(text[:token.start])[::-1] if back else TOKEN.findall(text[token.end:])

    def common(a: list[str], b: list[str]) -> int:
        return next((index for index, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))

    return common(around(one[0], True), around(other[0], True)), common(around(one[-1], False), around(other[-1], False))


def _whole_items(run: list[_Token], blocks: Sequence[Block]) -> int:
    """How many short blocks with a number the run holds whole."""
    inside: dict[int, list[_Token]] = {}
    for token in run:
        inside.setdefault(token.block, []).append(token)
    return sum(any(token.word[0].isdigit() for token in words) and len(words) >= len(TOKEN.findall(blocks[index].text)) - 2
               for index, words in inside.items())


def _piece(run: list[_Token], blocks: Sequence[Block]) -> Piece:
    first, last = run[0], run[-1]
    passage = blocks[first.block].passage
    end = last.end if last.block == first.block else len(passage.text)
    return Piece(first.block, last.block, passage.text[first.start:end], passage.place_of(first.start, end))
