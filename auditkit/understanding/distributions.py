"""Shares that belong together: the answers to one question in a list, the shares of one whole in a sentence.

A Distribution is only found here; whether it makes 100 % and agrees with what is said under it is for the rules to say.
"""
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditkit.lexicon import either, pattern
from auditkit.model import Block
from auditkit.understanding.claims import Claim
from auditkit.understanding.growth import POINTS
from auditkit.understanding.items import is_item
from auditkit.wording import fold

#: Words of measurements that stand each for itself: five levels in a row are no distribution.
INDICATOR, SEVERAL, CHANGED = pattern("survey", "indicator"), pattern("survey", "several"), pattern("survey", "changed")
YES_NO = re.compile(rf"^\W*{either('survey', 'yes_no')}\b")
GENDER = pattern("survey", "women"), pattern("survey", "men")
LABELLED = re.compile(r"[-–—:=]\s*$")
LEADING = re.compile(r"^\s*(?:[-–—·•▪*]|\d{1,2}[.)])?\s*$")
SHORT_TAIL = re.compile(rf"^[^\w]*(?:\([^()]{{1,40}}\))?[^\w]*{either('survey', 'answers')}?[\s.;,!]*$")
PARTITIVE = re.compile(r"оның ішінде|соның ішінде|олардың ішінде|в том числе|из них|из которых")


@dataclass(frozen=True)
class Option:
    """One share with what it is the share of, as written."""

    label: str
    claim: Claim


@dataclass(frozen=True)
class Distribution:
    """Shares that stand together.

    `pattern`: "list" (one share an item) or "sentence"; `title`: the line above the list; `commentary`: the shares in the
    paragraph under a list; `survey`: what tells surveys apart; `several`: several answers were allowed, by the report's words.
    """

    options: tuple[Option, ...]
    pattern: str
    title: str
    survey: tuple
    commentary: tuple[Claim, ...] = ()
    several: bool = False

    @property
    def sum(self) -> float:
        """The shares added up."""
        return round(sum(option.claim.quantity.value for option in self.options), 4)

    @property
    def tolerance(self) -> float:
        """How far from 100 rounding alone may bring the sum: half of the last decimal for each share."""
        return sum(half_unit(option.claim) for option in self.options)

    @property
    def adds_up(self) -> bool:
        """Whether the shares make 100 % within their rounding."""
        return abs(self.sum - 100) <= self.tolerance + 1e-6

    @property
    def is_binary(self) -> bool:
        """Two answers that leave no third: yes and no, women and men."""
        labels = [fold(option.label) for option in self.options]
        return len(labels) == 2 and (all(YES_NO.search(label) for label in labels)
                                     or any(GENDER[0].search(labels[i]) and GENDER[1].search(labels[1 - i]) for i in (0, 1)))

    @property
    def of_indicators(self) -> bool:
        """Whether the shares are measurements of different things."""
        return any(INDICATOR.search(fold(option.label)) for option in self.options)


def half_unit(claim: Claim) -> float:
    """Half of the last decimal that a share is written with."""
    return 0.5 * 10.0 ** -claim.quantity.decimals


def find_distributions(blocks: Sequence[Block], claims: Sequence[Claim]) -> list[Distribution]:
    """The distributions of a report's prose, in order."""
    shares: dict[int, list[Claim]] = {}
    for claim in claims:
        if claim.cell is None and claim.role == "share" and not claim.has("plan", "planned") and not POINTS.match(fold(claim.passage.text[claim.end:claim.end + 30])):
            shares.setdefault(claim.block, []).append(claim)
    lists = list(_lists(blocks, shares))
    told = {claim.number for found in lists for claim in (*found.commentary, *(option.claim for option in found.options))}
    return sorted([*lists, *_sentences(blocks, shares, told)], key=lambda found: found.options[0].claim.number)


def _survey(claim: Claim) -> tuple:
    scope = claim.scope
    return scope.project, scope.section, scope.activity


def _lists(blocks: Sequence[Block], shares) -> Iterator[Distribution]:
    index = 0
    while index < len(blocks):
        run: list[Option] = []
        start = index
        listed = is_item(blocks[start])
        while index < len(blocks) and is_item(blocks[index]) == listed and (option := _option(blocks[index], shares.get(index, []))) is not None:
            run.append(option)
            index += 1
        if len(run) >= 2:
            title = blocks[start - 1].text if start else ""
            follows = blocks[index] if index < len(blocks) else None
            commentary = shares.get(index, []) if follows is not None and follows.kind == "paragraph" and not is_item(follows) else []
            around = " ".join(fold(block.text) for block in blocks[max(0, start - 2):start])
            yield Distribution(tuple(run), "list", title, _survey(run[0].claim), tuple(commentary), bool(SEVERAL.search(around)))
        index = max(index, start + 1)


def _option(block: Block, shares: Sequence[Claim]) -> Option | None:
    """A block that is one answer and its share: «Иә – 29,1%», «72,2% – “Жақсы”», «Сирек – 40 адам (28,5%)»."""
    text = block.text
    if len(shares) != 1 or block.table is not None or block.kind == "heading" or len(text) > 160 or not shares[0].quantity.is_firm:
        return None
    share = shares[0]
    before, after = text[:share.start], text[share.end:]
    if LEADING.match(before):
        found = re.match(r"\s*(?:-?[ыіi]\w{0,3})?\s*[-–—:]\s*(?P<label>\S.*)", after)
        return Option(found.group("label"), share) if found else None
    bracket = before.rstrip().endswith("(") and after.lstrip().startswith(")")
    if not bracket and not LABELLED.search(before) or not SHORT_TAIL.match(after.lstrip(")")):
        return None
    label = re.sub(r"[\s–—:(=-]+$", "", before)
    return Option(re.sub(r"^[\s·•▪*–—-]+", "", label), share) if re.search(r"\w", label) else None


def _sentences(blocks: Sequence[Block], shares, told: set[int]) -> Iterator[Distribution]:
    """Sentences with several shares, each set off by a comma, a dash or brackets from the next."""
    for index, found in shares.items():
        groups: dict[int, list[Claim]] = {}
        for claim in found:
            groups.setdefault(claim.sentence, []).append(claim)
        for group in groups.values():
            if len(group) < 2 or any(claim.number in told or not claim.quantity.is_firm for claim in group):
                continue
            text = blocks[index].text
            if PARTITIVE.search(fold(text[group[0].end:group[-1].start])):
                continue
            options = [Option(_clause(text, group, position), claim) for position, claim in enumerate(group)]
            yield Distribution(tuple(options), "sentence", "", _survey(group[0]), several=bool(SEVERAL.search(fold(text))))


def _clause(text: str, group: Sequence[Claim], position: int) -> str:
    """The words that go with one share of a sentence: up to the next one where the share comes first, else those before."""
    share = group[position]
    end = group[position + 1].start if position + 1 < len(group) else min(len(text), share.end + 60)
    after = text[share.end:end]
    begin = group[position - 1].end if position else max(0, share.start - 60)
    before = text[begin:share.start]
    if re.match(r"\s*-?\s?[ыіi]?\w{0,3}\s*[-–—]\s", after) or re.match(r"\s*[-–—]\s", after) or re.match(r"\s*-?\s?(?:[ыіi]\w{0,3}\s+)?[^\W\d_]{3,}", after):
        return re.split(r"[,;.]", after, maxsplit=1)[0].strip(" –—-:()")
    return re.split(r"[,;.]", before)[-1].strip(" –—-:()")


def parallel(distribution: Distribution, limit: int = 75) -> bool:
    """Whether the shares of a sentence follow each other as parts of one whole do: close together, nothing else counted in
    percent of its own between them."""
    claims = [option.claim for option in distribution.options]
    text = claims[0].passage.text
    return all(len(text[a.end:b.start]) <= limit for a, b in zip(claims, claims[1:])) and \
        not CHANGED.search(fold(text[claims[0].start:claims[-1].end + 40]))
