"""Where a flattened table repeats itself: the plan column, then the fact column that says the same with other numbers.

Both are turned into streams of letters with every number masked; a plan and its fact are two neighbouring stretches of
that stream that are (nearly) equal and begin and end where lines do.
"""
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

from auditkit.understanding.flattened_lexicon import lexicon

_LONGEST_CELL = 90  # lines
_KEY = 4  # letters of the stream by which two beginnings are compared
SHORT = 6  # a repetition of fewer letters must be confirmed by what stands around it
_LETTERS_PER_NUMBER = 60  # a longer text with fewer numbers is running text that is said twice
# Digits that begin with a zero («15 00») are no number of their own: the space before them is misplaced.
_NUMBER = re.compile(r"\d+(?:[ \u00a0](?:\d{3}|0\d+)(?!\d))*(?:[.,]\d+)?")
_WITH_UNIT = re.compile(r"\s*\d[\d ]*%|\s*\d[\d ]*[^\W\d_]{3}")
_ONLY_DASH = re.compile(r"^\s*[-–—]+\s*$")
_EFFECT = re.compile(r"^\s*[+✓✔]\s*$")
_HYPHEN = re.compile(r"\w-$")  # a line may be broken there, and a page too
_WALL = "|"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line that may be (part of) a cell: characters `start` to `end` of line `line` (an index).

    `apart`: more blank lines above it than between the lines of a cell; `ends`: it may be the end of a
    cell (false where a word was cut); `text`: as written.
    """

    line: int
    start: int
    end: int
    text: str
    apart: bool
    ends: bool

    @property
    def is_effect(self) -> bool:
        """Whether it is the mark of the effectiveness column."""
        return bool(_EFFECT.match(self.text))


@dataclass(frozen=True, slots=True)
class Tandem:
    """A plan and its fact: pieces `plan` to `fact` and `fact` to `end` (indices, `end` excluded)."""

    plan: int
    fact: int
    end: int
    weight: float = 0.0


@cache
def _hedges() -> re.Pattern:
    words = sorted(lexicon()["hedges"]["words"], key=len, reverse=True)
    joined = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"(?:(?<=[\d%])-?(?:[днт][ае]н|[ғгқк][ае])\s+)?(?<!\w)(?:{joined})(?!\w)")


@lru_cache(maxsize=2048)
def masked(text: str) -> str:
    """The letters of a line in lower case, each number as "#", hedges and punctuation left out."""
    if _EFFECT.match(text):
        return _WALL
    if _ONLY_DASH.match(text):
        return "#"
    text = _NUMBER.sub("#", _hedges().sub("", text.lower()))
    return "".join([char for char in text if char.isalpha() or char in "#%"])


def cut_where_repeated(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, those cut in two that hold the end of a plan and the beginning of its fact («80% 92%»)."""
    result: list[Piece] = []
    for index, piece in enumerate(pieces):
        following = masked(pieces[index + 1].text) if index + 1 < len(pieces) else ""
        cut = _repetition(piece.text, following)
        if cut is None:
            result.append(piece)
            continue
        result.append(replace(piece, end=piece.start + cut, text=piece.text[:cut], ends=True))
        result.append(replace(piece, start=piece.start + cut, text=piece.text[cut:], apart=False))
    return result


def _repetition(text: str, following: str) -> int | None:
    """Offset of the space in `text` after which the words before it come again, `following` the next line's mask."""
    if not any(map(str.isdigit, text)):
        return None
    inside = {found.span() for found in _NUMBER.finditer(text)}
    for space in re.finditer(r"(?<=\S)\s+(?=\S)", text):
        if any(start < space.start() < end for start, end in inside) or text[space.end()] == "(":
            continue  # in a number, or before brackets, which tell more of what stands before them
        first, second = masked(text[:space.end()]), masked(text[space.end():])
        if re.search(r"\d", text[:space.end()]) and second and (second + following).startswith(first):
            return None if _NUMBER.fullmatch(text.strip()) else space.end()
    return None


def find_tandems(pieces: Sequence[Piece], walls: Collection[int] = (), sure: bool = False) -> list[Tandem]:
    """The plans and facts among the pieces of one table, in order, the heaviest set of those that do not overlap.

    `walls`: pieces that are known to be neither; `sure`: the pieces' `ends` tells a broken number from two.
    """
    masks = masks_of(pieces)
    for index in walls:
        masks[index] = _WALL
    starts = [0]
    for mask in masks:
        starts.append(starts[-1] + len(mask))
    stream = "".join(masks)
    found = [tandem for tandem in _candidates(pieces, masks, stream, starts)
             if tandem.weight >= SHORT or _confirmed(pieces, tandem, sure)]
    return _heaviest(found, len(pieces))


def masks_of(pieces: Sequence[Piece]) -> list[str]:
    """The masks, thousands that were cut off by a line break taken as part of the number before them; hedges cut by one left out."""
    masks = [masked(piece.text) for piece in pieces]
    for index in range(1, len(pieces)):
        before, text = pieces[index - 1].text, pieces[index].text
        if re.match(r"\s*000(?!\d)", text) and re.search(r"(?<![\d.,])\d{1,3}\s*$", before):
            masks[index] = masks[index][1:]
        elif cut := _cut_hedge(before, text):
            masks[index - 1], masks[index] = masked(before[:cut[0]]), masked(text[cut[1]:])
    return masks


def _cut_hedge(before: str, text: str) -> tuple[int, int] | None:
    """Where in the line `before` a hedge begins that ends in the line `text`, and where it ends there: «80%-дан кем / емес»."""
    before = before.rstrip()
    for found in _hedges().finditer(f"{before} {text.lstrip()}".lower()):
        if found.start() < len(before) < found.end():
            return found.start(), found.end() - len(before) - 1 + len(text) - len(text.lstrip())
    return None


def _candidates(pieces: Sequence[Piece], masks: list[str], stream: str, starts: list[int]) -> list[Tandem]:
    opening: dict[str, list[int]] = defaultdict(list)
    found: list[Tandem] = []
    for fact in range(len(pieces)):
        if not masks[fact] or masks[fact] == _WALL:
            continue
        begin = starts[fact]
        if fact and (pieces[fact - 1].ends or _HYPHEN.search(pieces[fact - 1].text)):
            for plan in _beginnings(opening, stream, starts, fact):
                length = begin - starts[plan]
                size = min(_KEY + 2, length)
                if stream[starts[plan]:starts[plan] + size] != stream[begin:begin + size]:
                    continue
                best = _best_end(pieces, stream, starts, plan, fact)
                if best:
                    found.append(best)
        if not fact or pieces[fact - 1].ends:
            for size in range(1, _KEY + 1):
                opening[stream[begin:begin + size]].append(fact)
    return found


def _beginnings(opening: dict[str, list[int]], stream: str, starts: list[int], fact: int) -> list[int]:
    """Pieces before `fact`, not too far, where the stream begins as it does at `fact`."""
    begin = starts[fact]
    near = opening[stream[begin:begin + _KEY]]
    result = near[bisect_left(near, fact - _LONGEST_CELL):]
    for size in range(1, _KEY):  # plans shorter than a key
        for plan in opening[stream[begin:begin + size]][:-size * 3 - 2:-1]:
            if begin - starts[plan] == size and plan not in result:
                result.append(plan)
    return result


def _best_end(pieces: Sequence[Piece], stream: str, starts: list[int], plan: int, fact: int) -> Tandem | None:
    """The tandem of `plan` and `fact` with the end that makes them most alike; None where they are not."""
    begin, middle = starts[plan], starts[fact]
    length = middle - begin
    if _WALL in (text := stream[begin:middle]) or length > _LETTERS_PER_NUMBER * text.count("#"):
        return None
    slack = length // 8
    low, high = bisect_left(starts, middle + length - slack), bisect_right(starts, middle + length + slack)
    best = None
    for end in range(low, min(high, len(starts))):
        if end <= fact or not _may_end(pieces, end) or end - fact > _LONGEST_CELL:
            continue
        text = stream[middle:starts[end]]
        if _WALL in text:
            break
        if len(text) > _LETTERS_PER_NUMBER * text.count("#"):
            continue
        longest = max(length, len(text))
        distance = Levenshtein.distance(stream[begin:middle], text, score_cutoff=max(0, longest // 6))
        if distance > longest // 6:
            continue
        weight = longest - 2.5 * distance
        if best is None or weight > best.weight:
            best = Tandem(plan, fact, end, weight)
    return best


def _may_end(pieces: Sequence[Piece], end: int) -> bool:
    """Whether a cell may end before piece `end`: at the end of a page in the middle of a word, too."""
    last, following = pieces[end - 1], pieces[end] if end < len(pieces) else None
    return last.ends or bool(_HYPHEN.search(last.text)) or following is None or following.apart or following.is_effect


def _confirmed(pieces: Sequence[Piece], tandem: Tandem, sure: bool) -> bool:
    """Whether a short repetition, such as 5 and 5, is a plan and a fact and not a number broken over lines."""
    inside = pieces[tandem.plan:tandem.end]
    if not all(re.search(r"\d|^\s*[-–—]\s*$", piece.text) for piece in inside):
        return False
    if tandem.plan and not re.search(r"[^\W\d_]", pieces[tandem.plan - 1].text):
        return False
    if all(_WITH_UNIT.match(pieces[index].text) for index in (tandem.plan, tandem.fact)):
        return True
    if tandem.end == len(pieces) or pieces[tandem.end].is_effect or pieces[tandem.end].apart:
        return True
    return sure or tandem.fact - tandem.plan > 1 and any(piece.apart for piece in inside[1:])


def _heaviest(found: list[Tandem], size: int) -> list[Tandem]:
    """The set of tandems that do not overlap and weigh most; each costs a little, so that few long ones win."""
    by_end: dict[int, list[Tandem]] = defaultdict(list)
    for tandem in found:
        by_end[tandem.end].append(tandem)
    best: list[float] = [0.0] * (size + 1)
    chosen: list[Tandem | None] = [None] * (size + 1)
    for end in range(1, size + 1):
        best[end] = best[end - 1]
        for tandem in by_end[end]:
            weight = best[tandem.plan] + tandem.weight - 0.5
            if weight > best[end]:
                best[end], chosen[end] = weight, tandem
    result = []
    end = size
    while end > 0:
        if chosen[end] is None:
            end -= 1
        else:
            result.append(chosen[end])
            end = chosen[end].plan
    return result[::-1]
