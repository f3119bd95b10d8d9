"""Other readings of a number and what looks like its parts, under which nothing contradicts: before a sum is called wrong they are tried.

«96 орталық …. Оның 20-сы үш облыста: 7, 8, 5. Қалған 76 …»: 20 and 76 make the whole, 7, 8 and 5 are the parts of a part.
"""
import re
from collections.abc import Sequence

from auditkit.lexicon import either, load, pattern
from auditkit.understanding.bounds import OF_THE
from auditkit.understanding.breakdowns import OF_WHICH, Breakdown
from auditkit.understanding.claims import Claim
from auditkit.wording import fold

#: Numerals that stand for people or things: «екеуі», «төртеуі», «двое»; with what they are worth.
COLLECTIVE = load("hedges")["collective"]
_COLLECTIVE = re.compile(rf"\b(?P<n>{'|'.join(COLLECTIVE)})\b")
#: Where so many places or things are announced that the parts are as many as they are, and not what they make.
PLACES = ("regions", "cities", "districts", "settlements", "locations", "schools", "colleges", "universities", "organisations", "institutions", "kindergartens",
          "events", "teams", "stages")
BESIDES = re.compile(rf"(?:,|;|\s{either('contexts', 'and')})\s+(?:[^\W\d_]+\s?){{1,6}}$")
#: Of those who came several times each counted once.
UNIQUE, THAT_IS = pattern("contexts", "unique"), pattern("contexts", "that_is", "total_of_each")
#: From so many times the total on, parts of different things are no parts of it.
FAR = 3


def fits_otherwise(found: Breakdown, around: Sequence[Claim], others: Sequence[Breakdown], slip: bool) -> bool:
    """Whether a breakdown that does not add up has another reading that does.  `around`: the counts of its passage in their order;
    `others`: the other breakdowns of the report; `slip`: one wrong digit in one part is all that keeps it from adding up."""
    parts = [part.quantity.value for part in found.parts]
    total, made = found.total.quantity.value, sum(parts)
    text = fold(found.total.passage.text)
    if found.pattern != "brackets" and _of_another_total(found, around, made):
        return True
    if _nested(found, text, total) or _continued(found, around, total) or _of_a_part(found, around, text, total):
        return True
    if _has_subtotal(found, text) or _of_different_people(found, text):
        return True
    if made > total and (_counts_the_parts(found, around) or made > FAR * total and not slip and len({part.measure for part in found.parts}) > 1):
        return True
    return made < total and (not slip and _split_already(found, others, total) or _by_words(found, text, total - made) or _unnumbered(found, text, total - made))


def _of_another_total(found: Breakdown, around: Sequence[Claim], made: float) -> bool:
    """Another number before the parts, of the same things, that they make."""
    return any(claim.value == made and claim.end <= found.parts[0].start and claim.number != found.total.number and claim.quantity.is_exact
               and (not claim.group or claim.group in (found.total.group, found.parts[0].group)) for claim in around)


def _nested(found: Breakdown, text: str, total: float) -> bool:
    """Parts of a part among the parts: without a run of them behind «of which», a colon or a bracket, or in words, the rest make the total."""
    for start in range(1, len(found.parts)):
        for stop in range(start + 1, len(found.parts) + 1):
            kept, left_out = found.parts[:start] + found.parts[stop:], found.parts[start:stop]
            gap = text[found.parts[start - 1].end:left_out[-1].start]
            if sum(part.quantity.value for part in kept) == total and len(kept) > 1 and (
                    all(part.worded for part in left_out) or OF_WHICH.search(gap) or ":" in gap or "(" in gap):
                return True
    return False


def _continued(found: Breakdown, around: Sequence[Claim], total: float) -> bool:
    """A number right before the parts, or the next ones behind them in their sentence, that was not taken for a part and is the rest."""
    made = sum(part.quantity.value for part in found.parts)
    first, last = found.parts[0], found.parts[-1]
    for claim in around:
        if claim.number > last.number and claim.sentence == last.sentence and claim.quantity.is_exact:
            made += claim.quantity.value
            if made == total:
                return True
    missing = total - sum(part.quantity.value for part in found.parts)
    return found.pattern == "before" and any(claim.value == missing and claim.number < first.number and claim.measure == first.measure for claim in around)


def _of_a_part(found: Breakdown, around: Sequence[Claim], text: str, total: float) -> bool:
    """«121 адамның 46-сы … 58 бала … барлығы 104»: not the part, but what it says of some of it."""
    made = sum(part.quantity.value for part in found.parts)
    numbers = {claim.number: position for position, claim in enumerate(around)}
    for part in found.parts:
        position = numbers.get(part.number)
        after = around[position + 1] if position is not None and position + 1 < len(around) else None
        if after is not None and OF_THE.fullmatch(text[part.end:after.start]) and made - part.quantity.value + after.quantity.value == total:
            return True
    return False


def _counts_the_parts(found: Breakdown, around: Sequence[Claim]) -> bool:
    """«Үш облыста: … – 7, … – 11, … – 8»: as many places as parts, perhaps of two sorts («екі қалада және үш ауданда»)."""
    if found.total.group not in PLACES or sum(part.quantity.value for part in found.parts) < 2 * found.total.quantity.value:
        return False
    before = [claim for claim in around if claim.number < found.total.number and claim.sentence == found.total.sentence and claim.group in PLACES]
    if all(part.group == found.total.group and part.noun is not None and part.noun[1] <= part.start for part in found.parts):
        return True  # «… облысында – 7, … облысында – 11»: how many in each of them
    return len(found.parts) in (found.total.quantity.value, found.total.quantity.value + sum(claim.quantity.value for claim in before[-1:]))


def _split_already(found: Breakdown, others: Sequence[Breakdown], total: float) -> bool:
    """Another split of the total that adds up, or one that the total is itself a part of: what follows are some of them."""
    if found.pattern not in ("of-them", "of-which", "out-of") or found.labelled:
        return False
    for other in others:
        ends = [sum(part.quantity.value for part in other.parts[:count]) for count in range(2, len(other.parts) + 1)]
        if other is not found and other.total.quantity.value in ends and (
                other.total.number == found.total.number or any(part.number == found.total.number for part in other.parts)):
            return True
    return False


def _by_words(found: Breakdown, text: str, missing: float) -> bool:
    """A collective numeral between the total and the parts («оның үшеуі … 2 күміс»), or one behind them that is the rest («қалған төртеуі»)."""
    behind = text[found.parts[-1].end:found.parts[-1].end + 60]
    return bool(_COLLECTIVE.search(text[found.total.end:found.parts[0].start])) or any(COLLECTIVE[match.group("n")] == missing for match in _COLLECTIVE.finditer(behind))


def _unnumbered(found: Breakdown, text: str, missing: float) -> bool:
    """«(2 дәрігер, 1 психолог және қордың өкілі)», «6 адам: жетекші, есепші, 2 үйлестіруші»: items without a number are one each."""
    close = text.find(")", found.parts[-1].end)
    if found.pattern in ("brackets", "of-which") and missing == 1 and close >= 0 and BESIDES.search(text[found.parts[-1].end:close]):
        return True
    listed = re.search(r"[:(](?P<items>[^:()\d]+)$", text[found.total.end:found.parts[0].start])
    return listed is not None and listed.group("items").count(",") == missing


def _has_subtotal(found: Breakdown, text: str) -> bool:
    """«34, 22, яғни екеуінде 56», «47: 28 және 19»: one of the numbers is said to be what those before it, or behind it, make."""
    values = [part.quantity.value for part in found.parts]
    gaps = [text[one.end:other.start] for one, other in zip(found.parts, found.parts[1:])]
    return any(values[index] == sum(values[:index]) and THAT_IS.search(gaps[index - 1]) for index in range(2, len(values))) \
        or any(values[index] == sum(values[index + 1:]) and ":" in gaps[index] for index in range(len(values) - 2))


def _of_different_people(found: Breakdown, text: str) -> bool:
    """«242 участника …; разных людей было 180»: how many came is no part of how often they came."""
    return any(UNIQUE.search(text[max(0, part.start - 40):part.start]) for part in found.parts)
