"""Numbers that are said to be a part of another one, where not all of its parts are told: «120 адам, оның ішінде 45 бала».

Such a part cannot be larger than its whole; whether it is, is for the rules to say.
"""
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditkit.understanding.breakdowns import OF_WHICH
from auditkit.understanding.claims import Claim
from auditkit.wording import fold

#: What may stand between «of which» and the part: words, and no end of a sentence.
NEAR = re.compile(r"[^.;!?\d]{0,70}$")
#: «120 қатысушының 45-і», «из 120 участников 45».
OF_THE = re.compile(r"\s?[^\W\d_]+(?:ның|нің|дың|дің|тың|тің)\s(?:[^\W\d_]+\s){0,2}$")
OF_THESE = re.compile(r"\s?-?\s?(?:сы|сі|ы|і|уі|еуі|ауы)(?:н|ның|нің|на|не|нда|нде)?(?![^\W\d_])")
OUT_OF = re.compile(r"(?:^|[.;:,(–—-]\s?)(?:всего\s)?из\s(?:общего числа\s|всех\s)?$")  # not «жюри из 5 человек»
WORDS = re.compile(r"\s[^\W\d_]+(?:\s[^\W\d_]+){0,3}\s$")
#: Groups that are never the parts of one another in this way, or that other rules hold together.
NOT_COUNTED = ("time", "percent", "points", "times", "stages")


@dataclass(frozen=True)
class Bound:
    """A part and the number that it is a part of.  `sure`: both are said to count the same sort of thing."""

    whole: Claim
    part: Claim
    sure: bool


def find_bounds(claims: Sequence[Claim]) -> Iterator[Bound]:
    """The parts «of which» of a report's text, each with the largest of the numbers that it can be a part of."""
    passages: dict[tuple, list[Claim]] = {}
    for claim in claims:
        if claim.role == "count" and claim.group not in NOT_COUNTED:
            passages.setdefault((claim.block, claim.cell), []).append(claim)
    for told in passages.values():
        text = fold(told[0].passage.text)
        for position, part in enumerate(told[1:], 1):
            if part.has("plan", "planned", "title", "each"):
                continue
            wholes = _out_of(text, told[position - 1], part) or _of_which(text, told[:position], part)
            if wholes:
                yield from _bound(wholes, part)


def _of_which(text: str, before: Sequence[Claim], part: Claim) -> list[Claim]:
    """The numbers before «of which», where that stands right before the part: those of its sentence, or of the one before."""
    start = before[-1].end
    marker = next(iter(OF_WHICH.finditer(text, start, part.start)), None)
    if marker is None or not NEAR.fullmatch(text[marker.end():part.start]):
        return []
    own = [claim for claim in before if claim.sentence == part.sentence]
    if own:
        return own
    return [claim for claim in before if claim.sentence == part.sentence - 1]


def _out_of(text: str, whole: Claim, part: Claim) -> list[Claim]:
    between = text[whole.end:part.start]
    kazakh = OF_THE.fullmatch(between) and OF_THESE.match(text[part.end:part.end + 8])
    russian = OUT_OF.search(text[max(0, whole.start - 22):whole.start]) and WORDS.fullmatch(between)
    return [whole] if (kazakh or russian) and whole.sentence == part.sentence else []


def _bound(wholes: Sequence[Claim], part: Claim) -> Iterator[Bound]:
    wholes = [claim for claim in wholes if not claim.has("plan", "planned", "title", "each")]
    known = part.group and not part.group.startswith("~")
    same = [claim for claim in wholes if claim.group == part.group] if part.group else []
    loose = [claim for claim in wholes if claim.group != "money" and (not known or not claim.group)]
    fitting = same or (loose if part.group != "money" else [])
    if fitting:
        yield Bound(max(fitting, key=lambda claim: claim.quantity.high), part, bool(same))
