"""Statements that are told again: numbers of one kind with the same telling words around them in two places of a report.

The words around a number are weighed by how rare they are in the report (inverse document frequency, Spärck Jones 1972); the
likeness of two statements is the weight of the words that both have, from 0 to 1 (a weighted Dice coefficient).
"""
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log

from auditkit.model import Block
from auditkit.understanding.claims import Claim
from auditkit.wording import stems

#: How many words before and behind a number tell what it counts; the fewest telling words that two statements share.
BEFORE, BEHIND, LEAST = 14, 10, 3
#: A word around so many numbers ties nothing.
MANY = 8
#: So many letters of a word are the same in its forms.
BEGINNING = 4
#: From so many digits before its last zeros on a sum of money is no round one.
TO_THE_DIGIT = 3
SENTENCE_END = re.compile(r"[.;!?](?:\s|$)")


@dataclass(frozen=True)
class Retelling:
    """Two statements of one thing.  `likeness`: of the words around them, from 0 to 1; `words`: how many they share."""

    one: Claim
    other: Claim
    likeness: float
    words: int

    @property
    def agrees(self) -> bool:
        """Whether both may mean the same number; «more than 15» and «more than 25», in the same words, do not."""
        one, other = self.one.quantity, self.other.quantity
        return one.meets(other) and (one.is_firm or one.hedge != other.hedge or one.value == other.value)


class Words:
    """The telling words around the claims of one report, and what each word weighs."""

    def __init__(self, blocks: Sequence[Block], claims: Sequence[Claim]):
        texts = [text for block in blocks for text in ([block.text] if block.table is None else [cell.text for cell in block.table.cells]) if text]
        seen = Counter(stem for text in texts for stem in set(stems(text)))
        self.weight = {stem: log(len(texts) / count) + 0.1 for stem, count in seen.items() if len(stem) > 2}
        self.neighbours: dict[int, tuple[int, int]] = {}
        row: list[Claim] = []
        for claim in [*claims, None]:
            if claim is None or row and (claim.block, claim.cell) != (row[-1].block, row[-1].cell):
                for before, this, after in zip([None, *row], row, [*row[1:], None]):
                    self.neighbours[this.number] = (before.end if before else 0, after.start if after else len(this.passage.text))
                row = []
            row.append(claim)
        self._around: dict[int, frozenset[str]] = {}

    def around(self, claim: Claim) -> frozenset[str]:
        """The stems around a number, up to the end of its sentence and to the numbers beside it."""
        if claim.number not in self._around:
            start, end = self.neighbours[claim.number]
            left = SENTENCE_END.split(claim.passage.text[start:claim.start])[-1]
            right = SENTENCE_END.split(claim.passage.text[claim.end:end])[0]
            words = [*stems(left)[-BEFORE:], *stems(right)[:BEHIND]]
            self._around[claim.number] = frozenset(word for word in words if word in self.weight)
        return self._around[claim.number]

    def of(self, text: str) -> frozenset[str]:
        """The telling stems of a text."""
        return frozenset(stem for stem in stems(text) if stem in self.weight)

    def likeness(self, one: Claim, other: Claim) -> tuple[float, int]:
        """(how alike the words around two numbers are, how many they share)."""
        a, b = self.around(one), self.around(other)
        shared = a & b
        whole = sum(self.weight[word] for word in a) + sum(self.weight[word] for word in b)
        return (2 * sum(self.weight[word] for word in shared) / whole if whole else 0.0), len(shared)


def retellings(words: Words, first: Iterable[Claim], second: Sequence[Claim], least: float) -> list[Retelling]:
    """The statements of one place that are told again in another: each the likest of the other, both ways, and no second one
    nearly as like with another number.  `least`: the least likeness."""
    pairs = [(*words.likeness(a, b), a, b) for a in first for b in second if a.role == b.role and a.group == b.group]
    pairs = [pair for pair in pairs if pair[0] >= least and pair[1] >= LEAST]
    found = []
    for likeness, count, a, b in pairs:
        rivals = [other for other in pairs if (other[2] is a) != (other[3] is b) and other[0] > likeness - 0.12]
        if all(rival[2].quantity.meets(a.quantity) and rival[3].quantity.meets(b.quantity) for rival in rivals):
            found.append(Retelling(a, b, likeness, count))
    return found


def same_thing(words: Words, one: Claim, other: Claim) -> bool:
    """Whether two numbers of one activity count the same thing by their nouns alone: large numbers of a noun that tells something,
    sums of money to the last digit, small numbers with another word in common."""
    if one.role != other.role or one.group != other.group or one.measure != other.measure or one.noun is None or other.noun is None:
        return False
    shared = words.around(one) & words.around(other)
    if one.group == "money":
        return min(len(str(int(claim.value)).rstrip("0")) for claim in (one, other)) >= TO_THE_DIGIT
    if one.group == "people" or one.crowd:
        return len(shared) >= LEAST
    return bool(shared) if min(one.value, other.value) >= 100 else len(shared) >= 2


def beginnings_shared(words: Words, one: Claim, other: Claim) -> int:
    """How many words around two numbers begin alike: «принято 642 звонка», «приняла 624 звонка» have two."""
    first, second = ({word[:BEGINNING] for word in words.around(claim)} for claim in (one, other))
    return len(first & second)


def retold_within(words: Words, claims: Sequence[Claim], least: float) -> list[Retelling]:
    """The statements of one stretch of text that are told in it just twice.  Only statements that share one of their rarest words
    are held against each other, so that the time grows with the length of the text."""
    rarest: dict[str, list[Claim]] = {}
    for claim in claims:
        for word in sorted(words.around(claim), key=words.weight.get)[-LEAST:]:
            rarest.setdefault(word, []).append(claim)
    pairs: dict[tuple[int, int], Retelling] = {}
    for group in rarest.values():
        for a, b in combinations(group[:MANY], 2):
            likeness, count = words.likeness(a, b)
            if a.role == b.role and a.group == b.group and likeness >= least and count > LEAST:
                pairs[a.number, b.number] = Retelling(a, b, likeness, count)
    times = Counter(number for pair in pairs for number in pair)
    return [pair for numbers, pair in sorted(pairs.items()) if max(times[number] for number in numbers) == 1]


def clusters(pairs: Iterable[Retelling]) -> list[list[Retelling]]:
    """Pairs that share a statement together: all the places where one thing is told."""
    groups: list[tuple[set[int], list[Retelling]]] = []
    for pair in pairs:
        numbers, members = {pair.one.number, pair.other.number}, [pair]
        for known, others in [group for group in groups if group[0] & numbers]:
            groups.remove((known, others))
            numbers, members = numbers | known, others + members
        groups.append((numbers, members))
    return [members for _, members in groups]
