"""What a percentage is a share of, and what a commentary under a list of shares retells."""
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import floor

from auditkit.lexicon import either, pattern
from auditkit.model import Block
from auditkit.understanding.breakdowns import OF_THEM, OF_WHICH
from auditkit.understanding.claims import Claim
from auditkit.understanding.distributions import Distribution, Option
from auditkit.wording import fold, stems

CONTENT = pattern("survey", "content")
GOOD, BAD, PENSIONER = (pattern("survey", key) for key in ("good", "bad", "pensioner"))
MAJORITY = re.compile(rf"(?<!{either('survey', 'relative')}){either('survey', 'majority')}")
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
    by_block: dict[int, list[Claim]] = {}
    for claim in claims:
        if claim.cell is None and claim.role in ("count", "share"):
            by_block.setdefault(claim.block, []).append(claim)
    for group in by_block.values():
        yield from _of_paragraph(group, fold(group[0].passage.text))


def _of_paragraph(group: Sequence[Claim], text: str) -> Iterator[tuple[Claim, Claim, Claim, bool]]:
    pairs = []
    for share in group:
        if share.role == "share" and share.quantity.is_firm:
            own = [claim for claim in group if claim.sentence == share.sentence]
            if (count := beside(share, own, text)) is not None:
                pairs.append((share, count))
    parts = {count.number for _, count in pairs} | _in_rows(group, text)
    agreed: dict[int, Claim] = {}  # the whole that other shares of the sentence are of
    for share in group:
        if share.role == "share" and share.quantity.is_firm and (told := _of_bracketed(share, group, text)) is not None:
            yield told[0], told[1], share, True
    for share, count in pairs:
        wholes = [whole for whole in group if whole.role == "count" and whole.quantity.is_firm and not whole.has("plan")
                  and whole.number < count.number and 0 <= count.sentence - whole.sentence <= 2
                  and whole.quantity.value > count.quantity.value and (whole.group == "money") == (count.group == "money")]
        same = [whole for whole in wholes if whole.sentence == count.sentence]
        out_of = _out_of(share, count, group, text)
        bases = [base for base in agreed.values() if base.quantity.value > count.quantity.value]  # those that answered, told some sentences before
        fitting = [whole for whole in ([out_of] if out_of else [*same, *wholes, *bases]) if is_share(share, count, whole)]
        if fitting:
            agreed.setdefault(share.sentence, fitting[0])
            yield fitting[0], count, share, True
        elif out_of is not None:
            yield out_of, count, share, True
        elif same and (link := _linked(same, count, text, parts)) is not None:
            yield link, count, share, True
        elif (link := _partitive(wholes, count, text, parts)) is not None:
            yield link, count, share, True
        elif (base := _asked_before(wholes, group, count, share, text)) is not None:
            yield base, count, share, True
        elif (base := _same_before(wholes, count, share, text)) is not None:
            yield base, count, share, True
        elif (base := _sole_before(same, count, share, text, parts)) is not None:
            yield base, count, share, True
        elif share.sentence in agreed and agreed[share.sentence].quantity.value > count.quantity.value:
            yield agreed[share.sentence], count, share, True


def _in_rows(group: Sequence[Claim], text: str) -> set[int]:
    """The numbers of rows of labels with a number each («психолог – 874, заңгер – 521, алимент – 268»): parts, no whole."""
    rows: dict[int, list[int]] = {}
    for claim in group:
        if claim.role == "count" and re.search(r"[^\W\d_]\s?-\s?$", text[max(0, claim.start - 6):claim.start]):
            rows.setdefault(claim.sentence, []).append(claim.number)
    return {number for row in rows.values() if len(row) > 2 for number in row}


def is_share(share: Claim, count: Claim, whole: Claim) -> bool:
    """Whether a share is that of a count in a whole, within the rounding of all three."""
    half = 0.5 * 10.0 ** -share.quantity.decimals + 1e-6
    low, high = 100 * count.quantity.low / whole.quantity.high, 100 * count.quantity.high / max(whole.quantity.low, 1e-9)
    return low - half <= share.quantity.value <= high + half


def _out_of(share: Claim, count: Claim, group: Sequence[Claim], text: str) -> Claim | None:
    """The whole of «132 из 147 участников (90 %)», which stands between a count and its share."""
    behind = [claim for claim in group if count.end <= claim.start and claim.end <= share.start]
    return behind[0] if len(behind) == 1 and behind[0].role == "count" and behind[0].quantity.is_firm and OUT_OF.fullmatch(text[count.end:behind[0].start]) \
        else None


SHARE_OF = re.compile(r",?\s*(?:что|это|яғни)?\s*(?:составля\w+|составил\w*|или|[-=])\s*$")


def _of_bracketed(share: Claim, group: Sequence[Claim], text: str) -> tuple[Claim, Claim] | None:
    """The whole and the count of «6,3 млн человек, что составляет 31,5 % от населения (20 млн человек)»."""
    behind = [claim for claim in group if claim.start >= share.end and claim.sentence == share.sentence]
    before = [claim for claim in group if claim.end <= share.start and claim.sentence == share.sentence]
    if not behind or not before or behind[0].role != "count" or before[-1].role != "count" or not all(c.quantity.is_firm for c in (behind[0], before[-1])):
        return None
    count = before[-1]
    gap = text[max(count.end, count.noun[1] if count.noun is not None and count.noun[0] >= count.end - 1 else 0):share.start]
    links = re.fullmatch(r"\s(?:от|из)\s(?:[^()\d.;%]{3,60}\(\s*|(?:общего числа|всех|общей суммы)\s)?", text[share.end:behind[0].start]) and SHARE_OF.fullmatch(gap)
    return (behind[0], count) if links and count.quantity.value < behind[0].quantity.value else None


#: «128-і (20 %) іріктеуден өтті»: the ending makes the number a part of what was named before.
POSSESSED = re.compile(r"\s?-\s?(?:і|ы|сі|сы|уы|еуі|ын|ін|сын|сін|ына|іне|сына|сіне|не)\b")
OUT_OF = re.compile(r"(?:\s[^\W\d_]+){0,2}\sиз\s")


def _partitive(wholes: Sequence[Claim], count: Claim, text: str, parts: set[int]) -> Claim | None:
    """The whole of a number that is said to be a part of something named before: by its ending, by «из них» at the beginning of its
    sentence, by «из 48 проектов»; None where several numbers may be meant."""
    own = [whole for whole in wholes if whole.number not in parts and (count.group == whole.group or not count.group or count.group.startswith("~"))
           or whole.number not in parts and count.group == whole.group == "people"]
    for sentence in (count.sentence, count.sentence - 1):
        here = [whole for whole in own if whole.sentence == sentence]
        if not here:
            continue
        opened = [whole for whole in here if re.search(r"(?:^|[.;]\s+)из\s$", text[max(0, whole.start - 6):whole.start])]
        if sentence == count.sentence and opened:
            return opened[0]
        gap = text[here[-1].end:count.start]
        possessed = POSSESSED.match(text, count.end)
        if len(here) == 1 and here[0].quantity.is_exact and (possessed or sentence < count.sentence and re.search(r"[.;]\s+(?:из них|оның|олардың)\b", gap)):
            return here[0]
        return None
    return None


#: How far a share may be from that of its count for both to be of the number of people told right before.
NEAR_SHARE = 15


def _asked_before(wholes: Sequence[Claim], group: Sequence[Claim], count: Claim, share: Claim, text: str) -> Claim | None:
    """The people of whom the sentence before tells («Опрошено 200 человек. 188 участников (94 %) довольны»), where it tells of no others, the
    count opens its sentence, and its share is near enough to be theirs."""
    if count.group != "people" or any(whole.sentence == count.sentence for whole in wholes):
        return None
    before = [whole for whole in wholes if whole.sentence == count.sentence - 1 and whole.group == "people"]
    others = [claim for claim in group if claim.sentence == count.sentence - 1 and claim.role == "count" and claim.group != "time" and claim not in before]
    opens = not others and re.search(r"(?:^|[.!?]\s+)(?:[^\W\d_]+\s){0,2}$", text[max(0, count.start - 40):count.start])
    if len(before) != 1 or not before[0].quantity.is_exact or not before[0].crowd and before[0].measure != "respondent" or not opens:
        return None
    exact = 100 * count.quantity.value / before[0].quantity.value
    return before[0] if abs(exact - share.quantity.value) <= NEAR_SHARE else None


#: «288 саженцев, или 90 %», «288 көшет, яғни 90 %».
OR_SO_MUCH = re.compile(r"[^()%.;:,\d]{0,80}(?:,\s(?:или|яғни|то есть|т\.\s?е\.|бұл|это)|,?\sнемесе|,\s(?:что|это)\s(?:составля\w+|составил\w*|равно))\s(?:около\s)?")
#: «что составляет 115 % от плана»: how far a plan was fulfilled, and no part of a whole.
OF_THE_PLAN = re.compile(r"\s?(?:(?:от|к)\s(?:[^\W\d_]+\s)?(?:план|заплан)|(?:\S+\s)?жоспар)")
#: «124 адамға немесе 40%-ға көбейді»: a growth and not a share.
GROWN = re.compile(rf"\s?-?\s?\w{{0,3}}\s(?:\w+\s)?{either('growth', 'by')}|\s?{either('growth', 'more_or_less')}")
#: What ends a bracket with nothing in it but a share, and what stands between numbers of several years or before «of which».
CLOSED, YEARS = re.compile(r"\s?-?\s?\w{0,3}\s*\)"), re.compile(rf"\b(?:19|20)\d\d\b|{either('contexts', 'other_year')}")


def _sole_before(same: Sequence[Claim], count: Claim, share: Claim, text: str, parts: set[int]) -> Claim | None:
    """The one larger number of the same thing that the sentence tells before a count with its share in brackets: «2 016 мектепті тізімге
    алып, 1 512 мектепті (75%) жабдықтады».  Numbers of two years are no parts of one another."""
    own = [whole for whole in same if whole.measure == count.measure and whole.measure and whole.number not in parts]
    if len(own) != 1 or not count.quantity.is_firm or count.has("plan") or share.quantity.value > 100 or not CLOSED.match(text, share.end) \
            or text[share.start - 1:share.start] != "(" or YEARS.search(text[own[0].end:count.start]):
        return None
    exact = 100 * count.quantity.value / own[0].quantity.value
    return own[0] if abs(exact - share.quantity.value) <= NEAR_SHARE else None



def _same_before(wholes: Sequence[Claim], count: Claim, share: Claim, text: str) -> Claim | None:
    """The one number of the same thing in the sentence before: «Высажено 320 саженцев. Прижилось 288 саженцев, или 90 %.»"""
    if not count.measure or not OR_SO_MUCH.fullmatch(text[count.end:share.start]):
        return None
    same = [whole for whole in wholes if whole.measure == count.measure and whole is not count and 0 <= count.sentence - whole.sentence <= 1]
    if len(same) != 1 or same[0].sentence == count.sentence or not same[0].quantity.value > count.quantity.value:
        return None
    return same[0] if abs(100 * count.quantity.value / same[0].quantity.value - share.quantity.value) <= NEAR_SHARE else None


def beside(share: Claim, group: Sequence[Claim], text: str) -> Claim | None:
    """The exact count that a share in brackets follows, or that stands in brackets after the share."""
    before = [claim for claim in group if claim.end <= share.start]
    after = [claim for claim in group if claim.start >= share.end]
    if OF_THE_PLAN.match(text, share.end):
        return None
    if len(before) > 1 and before[-2].role == "count" and before[-2].quantity.is_firm and OUT_OF.fullmatch(text[before[-2].end:before[-1].start]) \
            and (re.fullmatch(r"[^()%.;:]{0,60}\(\s*", text[before[-1].end:share.start]) or OR_SO_MUCH.fullmatch(text[before[-1].end:share.start])):
        return before[-2]
    if before and before[-1].role == "count" and before[-1].quantity.is_firm:
        between = text[before[-1].end:share.start]
        if re.fullmatch(r"[^()%.;:]{0,60}\((?:\s*(?:яғни|то есть|или|немесе)\s*)?", between) or OR_SO_MUCH.fullmatch(between) and not GROWN.match(text, share.end):
            return before[-1]
    if after and after[0].role == "count" and after[0].quantity.is_firm:
        between = text[share.end:after[0].start]
        if re.fullmatch(r"-?\w{0,3}\s*(?:[^\W\d_]+\s){0,2}\(\s*", between):
            return after[0]
    return None


def _linked(wholes: Sequence[Claim], count: Claim, text: str, parts: set[int]) -> Claim | None:
    """The whole that the sentence names for a count: the last one before «of which»."""
    for whole in reversed(wholes):
        between = text[whole.end:count.start]
        if (OF_WHICH.search(between) or OF_THEM.search(between)) and whole.sentence == count.sentence:
            return whole
    own = [whole for whole in wholes if whole.number not in parts]
    if len(own) == 1 and re.match(r"[^\d.;:()]{0,60}:\s", text[own[0].end:count.start]):
        return own[0]  # «250 человек: 60 % женщин (150 чел.) и 40 % мужчин (100 чел.)»
    if len(own) == 1 and own[0].measure == "respondent" and re.fullmatch(r"\s[^\W\d_]+,\s", text[own[0].end:count.start]):
        return own[0]  # «по данным опроса 520 респондентов, 442 человека (85 %)»
    genitive = [whole for whole in wholes if whole.noun and re.search(r"(?:ның|нің|дың|дің|тың|тің)$", text[whole.noun[0]:whole.noun[1]])]
    return genitive[-1] if len(genitive) == 1 and genitive[0] is wholes[-1] else None
