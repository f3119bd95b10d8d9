"""How far a sentence says that a plan was fulfilled: in percent («план выполнен на 124,8 %») or in number («на 18 человек больше плана»)."""
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditkit.lexicon import either, pattern
from auditkit.understanding.claims import Claim
from auditkit.wording import fold

#: A share right behind these words, or right before those, is one of the plan.
RATE_BEFORE = re.compile(rf"{either('contexts', 'was_fulfilled')}[^.;:()\d]{{0,40}}$")
RATE_AFTER = re.compile(r"\s?(?:от|к)\s(?:[^\W\d_]+\s)?(?:план|заплан)|\s?-?(?:ға|ге|қа|ке)\s(?:асыра\s)?орындал")
#: «перевыполнен на 19 %», «19 %-ға асыра орындалды»: over and above the plan.
OVER = pattern("contexts", "more_than_planned")
#: «на 18 человек больше плана», «план перевыполнен на 69 чел.», «недобор 2 чел.», «жоспардан 18 адамға артық».
MORE_BEFORE = re.compile(r"(?:перевыполн|превыш)[^.;:()\d]{0,24}\sна\s$|" + either("contexts", "deviation") + r"[^\W\d_]{0,3}\s?(?:плана\s?)?(?:-|составил\w*|на|в)?\s?$")
MORE_AFTER = re.compile(r"\s(?:[^\W\d_]+\.?\s){0,2}" + either("contexts", "than") + r"\s(?:чем\s)?(?:[^\W\d_]+\s)?(?:план|заплан)")
KAZAKH_MORE = re.compile(r"жоспар\w*(?:дан|ден|нан|нен)\s[^.;:()\d]{0,20}$")
KAZAKH_MORE_AFTER = re.compile(r"\s?-?\s?[^\W\d_]*(?:ға|ге|қа|ке)\s" + either("contexts", "kk_than"))


@dataclass(frozen=True)
class Fulfilment:
    """`told`: the claim of the rate or the difference; `plan`; `fact`: the number that fits it best; `over`: a rate counts from 100 % on;
    `exact`: what plan and fact give; `fits`; `sure`: no other number of the paragraph may be meant."""

    told: Claim
    plan: Claim
    fact: Claim
    over: bool
    exact: float
    fits: bool
    sure: bool


def find_rates(claims: Sequence[Claim]) -> Iterator[Fulfilment]:
    """The rates of fulfilment in percent that sentences tell, each with its plan and its fact."""
    for told, group in _candidates(claims):
        text = fold(told.passage.text)
        if told.role == "share" and (RATE_BEFORE.search(text[max(0, told.start - 70):told.start]) or RATE_AFTER.match(text, told.end)):
            over = is_over(told)
            yield from _held(told, group, over, lambda plan, fact: 100 * fact / plan - (100 if over else 0), _rounding(told))


def find_differences(claims: Sequence[Claim]) -> Iterator[Fulfilment]:
    """The numbers by which sentences say that a fact is above or below its plan."""
    for told, group in _candidates(claims):
        if is_difference(told):
            yield from _held(told, group, False, lambda plan, fact: abs(fact - plan), 1e-6)


def is_over(share: Claim) -> bool:
    """Whether a rate says by how much a plan was exceeded."""
    text = fold(share.passage.text)
    return bool(OVER.search(re.split(r"[.;,:]\s", text[max(0, share.start - 40):share.start])[-1]) or OVER.search(text[share.end:share.end + 14]))


def is_difference(claim: Claim) -> bool:
    """Whether a number says by how many a fact is above or below its plan."""
    text = fold(claim.passage.text)
    before = re.sub(r"\([^()]*\)\s?", "", text[max(0, claim.start - 60):claim.start])
    return claim.role == "count" and claim.quantity.is_exact and bool(
        MORE_BEFORE.search(before) or before.endswith("на ") and MORE_AFTER.match(text, claim.end)
        or KAZAKH_MORE.search(before) and KAZAKH_MORE_AFTER.match(text, claim.end))


def _candidates(claims: Sequence[Claim]) -> Iterator[tuple[Claim, list[Claim]]]:
    """Each firm number of prose with those of its sentence and of the sentence before it, itself left out."""
    by_block: dict[int, list[Claim]] = {}
    for claim in claims:
        if claim.cell is None and claim.is_quantity:
            by_block.setdefault(claim.block, []).append(claim)
    for group in by_block.values():
        for told in group:
            if told.quantity.is_firm and not told.has("title"):
                yield told, [claim for claim in group if claim is not told and 0 <= told.sentence - claim.sentence <= 1]


def _held(told: Claim, group: list[Claim], over: bool, measure, rounding: float) -> Iterator[Fulfilment]:
    counts = [claim for claim in group if claim.role == "count" and claim.quantity.is_exact and claim.group not in ("time", "times")]
    plans = [claim for claim in counts if claim.has("plan") and claim.value > 0]
    plans = [claim for claim in plans if claim.sentence == told.sentence] or plans
    if len(plans) != 1:
        return
    plan = plans[0]
    facts = [claim for claim in counts if claim.group == plan.group and not claim.has("plan", "planned", "each", "including") and not is_difference(claim)]
    if told.role == "count" and told.group not in ("", plan.group) or not facts:
        return
    off = lambda fact: abs(measure(plan.value, fact.value) - told.quantity.value)
    fact = min(facts, key=off)
    exact = measure(plan.value, fact.value)
    yield Fulfilment(told, plan, fact, over, exact, off(fact) < rounding, len({claim.value for claim in facts}) == 1)


def _rounding(told: Claim) -> float:
    """How far a rate may be off: for being cut instead of rounded."""
    return 10.0 ** -told.quantity.decimals
