"""Answers that are told with their number and their share, «Иә – 72,0% (108 адам); жоқ – 28,0% (42 адам)»: all are shares of one whole,
whether the report tells it or not."""
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from auditkit.model import Block
from auditkit.understanding.claims import Claim
from auditkit.understanding.percentages import beside
from auditkit.wording import fold

#: How far the shares of all answers may be from 100 % by their rounding.
ROUNDING = 0.6


@dataclass(frozen=True)
class Answer:
    """One answer: its share, how many gave it, the whole that its siblings are of, and whether it is a share of that too."""

    share: Claim
    count: Claim
    whole: int
    fits: bool


def find_answers(blocks: Sequence[Block], claims: Sequence[Claim]) -> Iterator[Answer]:
    """The answers of every question whose shares make 100 % and that all have their numbers.  Where they are of no one whole, those that
    do not fit: one where the others agree, both where there are but two."""
    for pairs in _questions(blocks, claims):
        together = sum(share.quantity.value for share, _ in pairs)
        if len(pairs) < 2 or abs(together - 100) > ROUNDING or len({count.number for _, count in pairs}) < len(pairs):
            continue
        whole = _whole(pairs)
        if whole:
            yield from (Answer(share, count, whole, True) for share, count in pairs)
        elif len(pairs) == 2:
            whole = int(sum(count.quantity.value for _, count in pairs))
            yield Answer(*pairs[0], whole, False)
        else:
            odd = [(pair, rest) for pair in pairs if (rest := _whole([other for other in pairs if other is not pair]))]
            if len(odd) == 1:
                (share, count), whole = odd[0]
                yield Answer(share, count, whole, False)


def _questions(blocks: Sequence[Block], claims: Sequence[Claim]) -> Iterator[list[tuple[Claim, Claim]]]:
    """The (share, count) pairs of each sentence, and of each list whose items have one pair each."""
    by_sentence: dict[tuple[int, int], list[Claim]] = {}
    for claim in claims:
        if claim.cell is None and claim.role in ("count", "share"):
            by_sentence.setdefault((claim.block, claim.sentence), []).append(claim)
    run: list[tuple[Claim, Claim]] = []
    last = -1
    for (index, _), group in by_sentence.items():
        shares = [claim for claim in group if claim.role == "share"]
        text = fold(group[0].passage.text)
        pairs = [(share, count) for share in shares if share.quantity.is_firm and (count := beside(share, group, text)) is not None
                 and count.quantity.is_exact and not count.has("plan")]
        if blocks[index].kind == "item" and len(shares) == len(pairs) == 1:
            if index != last + 1:
                yield run
                run = []
            run += pairs
            last = index
        elif len(pairs) == len(shares):
            yield pairs
    yield run


def _whole(pairs: Sequence[tuple[Claim, Claim]]) -> int:
    """A whole number that every count has its share in, the sum of the counts where it does; 0 where there is none."""
    summed = int(sum(count.quantity.value for _, count in pairs))
    low, high = 0.0, inf
    for share, count in pairs:
        half = 0.5 * 10.0 ** -share.quantity.decimals
        low = max(low, 100 * count.quantity.value / (share.quantity.value + half))
        high = min(high, 100 * count.quantity.value / (share.quantity.value - half) if share.quantity.value > half else inf)
    if all(_is_of(pair, summed) for pair in pairs):
        return summed
    middle = round((low + high) / 2) if low <= high < inf else 0
    return middle if middle and all(_is_of(pair, middle) for pair in pairs) else 0


def _is_of(pair: tuple[Claim, Claim], whole: int) -> bool:
    share, count = pair
    half = 0.5 * 10.0 ** -share.quantity.decimals + 1e-6
    return abs(100 * count.quantity.value / whole - share.quantity.value) <= half
