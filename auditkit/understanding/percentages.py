"""What a percentage is a share of, and what a commentary under a list of shares retells."""
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import floor

from auditkit.model import Block
from auditkit.understanding.breakdowns import OF_THEM, OF_WHICH
from auditkit.understanding.claims import Claim
from auditkit.understanding.distributions import Distribution, Option
from auditkit.wording import fold, stems

CONTENT = re.compile(r"қанағаттан|удовлетвор|оң баға|положительн|риза")
GOOD = re.compile(r"жақсы|жоғары|керемет|тамаша|қанағаттан|хорош|отличн|высок|удовлетвор|положительн|\bтолық|\bполностью|скорее да")
BAD = re.compile(r"нашар|төмен|қанағаттанба|қанағаттанған жоқ|плох|низк|не удовлетвор|неудовлетвор|\bжоқ\b|\bнет\b")
MAJORITY = re.compile(r"(?<!салыстырмалы )(?:көпшілігі|басым бөлігі|большинств|бо́льшая часть)")
PENSIONER = re.compile(r"зейнеткер|пенсионер")
OPEN_BAND = re.compile(r"(?P<from>\d{2})\s*(?:жас\w*|лет|год\w*)?\s*(?:және|и|\+|-)?\s*(?:одан\s+)?(?:жоғары|асқан|үлкен|старше|выше|\+)")
#: The band must begin before people retire, or pensioners may be younger than it.
PENSION_AGE = 58


def rounds_to(told: float, exact: float, decimals: int) -> bool:
    """Whether `told`, written with `decimals` digits after the sign, is `exact` rounded."""
    return abs(told - exact) <= 0.5 * 10.0 ** -decimals + 1e-6


def sum_of_options(options: Sequence[Option]) -> float:
    """The shares of some options added up."""
    return round(sum(option.claim.quantity.value for option in options), 4)


@dataclass(frozen=True)
class Retelling:
    """What a share of a commentary tells: `kind`: "right", "cut" (decimals of a sum cut off) or "unknown"."""

    kind: str
    options: tuple[Option, ...] = ()


def explain_share(claim: Claim, distribution: Distribution) -> Retelling:
    """Which answers of a list a share in its commentary retells: one, else a sum of two or three, else all but one."""
    told, decimals = claim.quantity.value, claim.quantity.decimals
    options = distribution.options
    near = [option for option in options if rounds_to(told, option.claim.quantity.value, decimals)]
    if near:
        return Retelling("right", (min(near, key=lambda option: abs(option.claim.quantity.value - told)),))
    cut = [option for option in options if floor(option.claim.quantity.value * 10 ** decimals + 1e-9) == round(told * 10 ** decimals)]
    if cut:
        return Retelling("right", (cut[0],))
    groups = [group for size in (2, 3) for group in combinations(options, size) if size < len(options)]
    for group in groups:
        if rounds_to(told, sum_of_options(group), decimals):
            return Retelling("right", group)
    for group in groups:
        exact = sum_of_options(group)
        if floor(exact * 10 ** decimals + 1e-9) == round(told * 10 ** decimals) and (len(group) == 2 or _all_named(group, claim)):
            return Retelling("cut", group)
    return Retelling("unknown")


def _all_named(group: Sequence[Option], claim: Claim) -> bool:
    words = set(stems(claim.passage.text))
    return all(set(stems(option.label)) & words for option in group)


def label_in_clause(claim: Claim, distribution: Distribution) -> Option | None:
    """The one answer whose words stand in the clause of a share; None where none or several do."""
    text = claim.passage.text
    start = max(text.rfind(mark, 0, claim.start) for mark in (",", ";", ".", ":", "(", ")")) + 1
    if text[claim.start - 1:claim.start] == "(":
        start = max(text.rfind(mark, 0, claim.start - 1) for mark in (",", ";", ".", ":", ")")) + 1
        end = claim.end
    else:
        end = min((found for mark in (",", ";", ". ", ":", "(") if (found := text.find(mark, claim.end)) >= 0), default=len(text))
    words = set(stems(text[start:end]))
    common = {word for option in distribution.options for word in stems(option.label)
              if sum(word in stems(other.label) for other in distribution.options) > 1}
    named = [option for option in distribution.options if (own := set(stems(option.label)) - common) and own <= words]
    return named[0] if len(named) == 1 else None


def joint_share(distribution: Distribution) -> Claim | None:
    """The share of those content in the paragraph under a list that has only good marks; None where there is no such thing."""
    if distribution.pattern != "list" or len(distribution.options) > 3 or distribution.sum > 100.5 and len(distribution.options) > 2:
        return None
    labels = [fold(option.label) for option in distribution.options]
    if not all(GOOD.search(label) for label in labels) or any(BAD.search(label) for label in labels):
        return None
    shares = [claim for claim in distribution.commentary if claim.quantity.is_firm and CONTENT.search(fold(claim.passage.text))]
    return shares[0] if len(shares) == 1 else None


def majority_below_half(distribution: Distribution) -> tuple[Claim, bool] | None:
    """The share that a commentary calls the majority, and whether it is below one half; None where it calls none so."""
    for claim in distribution.commentary:
        text = fold(claim.passage.text)
        start = max(text.rfind(". ", 0, claim.start), 0)
        found = None
        for found in MAJORITY.finditer(text, start, claim.start):
            pass
        first = next((c for c in distribution.commentary if found is not None and c.start > found.end()), None)
        if found is None or first is not claim or claim.start - found.end() > 120:
            continue
        told = any(abs(option.claim.quantity.value - claim.quantity.value) < 1 for option in distribution.options)
        if told:
            return claim, claim.quantity.value < 50 and claim.quantity.high < 55
    return None


def oldest_band(distribution: Distribution) -> Option | None:
    """The last age group of a list of ages, where it is open at its end and begins before the pension."""
    last = distribution.options[-1]
    found = OPEN_BAND.search(fold(last.label))
    ages = sum(bool(re.match(r"\W*\d{1,2}\s?[-–]\s?\d{1,2}", option.label)) for option in distribution.options)
    return last if found and 40 <= int(found.group("from")) <= PENSION_AGE and ages >= 1 else None


def pensioners(distribution: Distribution) -> Option | None:
    """The answer that counts pensioners only."""
    return next((option for option in distribution.options if PENSIONER.match(fold(option.label)) and len(option.label.split()) == 1), None)


def bracketed_counts(blocks: Sequence[Block], claims: Sequence[Claim]) -> Iterator[tuple[Claim, Claim, Claim, bool]]:
    """(whole, count, share, certain) for every share that stands in brackets after its count or the other way round.

    `certain`: the sentence says that the count is a part of that whole; otherwise the whole is only the one that fits.
    """
    by_sentence: dict[int, list[Claim]] = {}
    for claim in claims:
        if claim.cell is None and claim.role in ("count", "share"):
            by_sentence.setdefault(claim.sentence, []).append(claim)
    for group in by_sentence.values():
        counts = [claim for claim in group if claim.role == "count" and claim.quantity.is_exact and not claim.has("plan")]
        text = fold(group[0].passage.text)
        for share in group:
            if share.role != "share" or not share.quantity.is_firm or not counts:
                continue
            count = _beside(share, group, text)
            if count is None:
                continue
            wholes = [whole for whole in counts if whole.number < count.number and whole.quantity.value > count.quantity.value]
            fitting = [whole for whole in wholes
                       if rounds_to(share.quantity.value, 100 * count.quantity.value / whole.quantity.value, share.quantity.decimals)]
            if fitting:
                yield fitting[0], count, share, True
            elif wholes and (link := _linked(wholes, count, text)) is not None:
                yield link, count, share, True


def _beside(share: Claim, group: Sequence[Claim], text: str) -> Claim | None:
    """The exact count that a share in brackets follows, or that stands in brackets after the share."""
    before = [claim for claim in group if claim.end <= share.start]
    after = [claim for claim in group if claim.start >= share.end]
    if before and before[-1].role == "count" and before[-1].quantity.is_exact:
        between = text[before[-1].end:share.start]
        if re.fullmatch(r"[^()%.;:]{0,60}\((?:\s*(?:яғни|то есть|или|немесе)\s*)?", between):
            return before[-1]
    if after and after[0].role == "count" and after[0].quantity.is_exact:
        between = text[share.end:after[0].start]
        if re.fullmatch(r"-?\w{0,3}\s*\(\s*", between):
            return after[0]
    return None


def _linked(wholes: Sequence[Claim], count: Claim, text: str) -> Claim | None:
    """The whole that the sentence names for a count: the last one before «of which»."""
    for whole in reversed(wholes):
        between = text[whole.end:count.start]
        if (OF_WHICH.search(between) or OF_THEM.search(between)) and whole.sentence == count.sentence:
            return whole
    genitive = [whole for whole in wholes if whole.noun and re.search(r"(?:ның|нің|дың|дің|тың|тің)$", text[whole.noun[0]:whole.noun[1]])]
    return genitive[-1] if len(genitive) == 1 and genitive[0] is wholes[-1] else None
