"""Plan and fact in one cell, told apart by their words: «Қатысушы:⏎жоспар – 320⏎факт – 332», «план 40, факт 46»."""
import re
from collections.abc import Sequence
from dataclasses import dataclass

from auditkit.lexicon import either
from auditkit.model import Passage
from auditkit.understanding.claims import Claim
from auditkit.understanding.plan_fact_numbers import Figure, Pair, indicator_noun
from auditkit.wording import fold

LABEL = re.compile(rf"\b(?:по\s+)?(?:(?P<plan>{either('columns', 'plan_word')})|(?P<fact>{either('columns', 'fact_word')}))\b")
#: What may stand between such a word and its number.
TO_NUMBER = re.compile(r"[\s:–—-]*(?:бойынша|саны|составил\w*|барлығы)?[\s:–—-]*")


@dataclass(frozen=True)
class _Told:
    """A number behind one of the two words: `at`: where the word begins; `before`: where the number before it ends."""

    kind: str
    at: int
    before: int
    claim: Claim


def pairs_of_one_cell(passage: Passage, claims: Sequence[Claim], indicators: str) -> tuple[Pair, ...]:
    """The planned numbers of a cell and the actual ones told behind them.  `indicators`: what they count where the cell does not say it
    before them."""
    told = list(_told(fold(passage.text), [claim for claim in claims if claim.is_quantity]))
    pairs = []
    for plan, fact in zip(told, told[1:]):
        if (plan.kind, fact.kind) != ("plan", "fact"):
            continue
        words = passage.text[plan.before:plan.at]
        name = " ".join(words.strip(" \t\n:;,.–—-|").split()) if re.search(r"[^\W\d_]{3}", words) else ""
        name = name or indicators
        pairs.append(Pair(name, _figure(passage, plan, name), _figure(passage, fact, name)))
    return tuple(pairs)


def _told(folded: str, claims: Sequence[Claim]):
    """The numbers that stand right behind «plan» and «fact», in order."""
    before = 0
    for label in LABEL.finditer(folded):
        start = TO_NUMBER.match(folded, label.end()).end()
        claim = next((claim for claim in claims if claim.start == start or claim.start < start < claim.end), None)
        if claim is not None:
            yield _Told(label.lastgroup, label.start(), before, claim)
            before = claim.end


def _figure(passage: Passage, told: _Told, name: str) -> Figure:
    """A number of such a cell: what it counts is said by the name, else by the words behind it on its line."""
    claim = told.claim
    beside = claim.noun is not None and "\n" not in passage.text[claim.end:claim.noun[0]] and claim.noun[0] >= claim.end - 1
    measure, group = indicator_noun(name) or ((claim.measure, claim.group) if beside and not name else ("", ""))
    text = " ".join(passage.text[told.at:claim.end].split())
    return Figure(claim.quantity, measure, group, claim.role == "share", text, claim.place, claim)
