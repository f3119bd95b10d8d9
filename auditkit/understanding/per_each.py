"""Finds, in prose, so many things with so many in each, and what they make together: «әр топта 30 адамнан 5 топ – 150 адам»."""
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditkit.understanding.claims import Claim
from auditkit.wording import fold, stem

#: What things people (or anything else) may be so many of each.
CONTAINERS = ("teams", "events", "districts", "regions", "cities", "settlements", "locations", "schools", "colleges", "universities", "institutions",
              "organisations", "kindergartens", "stages")
#: «… по 20 человек»: so many of each of what stands right before.
BY = re.compile(r"(?:^|[\s,(–-])по\s$")
#: «8 человек от каждого из 5 районов», «30 адамнан әр 5 топқа».
OF_EACH = re.compile(r"[^.;:()\d]{0,40}\s(?:от|из|с|в|на|для|у)\s+кажд\w+\s+из\s(?:[^\W\d_]+\s){0,2}")
#: «әр топта …», «в каждой группе …», «от каждого района по …»: the thing of which so many are in each.
EACH_THING = re.compile(r"(?:\bәр|\bәрбір|\bкажд\w+)\s(?P<thing>[^\W\d_]+)")
#: «барлығы», «всего», a dash or «=» between the thing and what they make.
LINKED = re.compile(r"^\s*(?:,\s*)?(?:[-=:]|,?\s*(?:яғни|то есть|т\.\s?е\.))\s*(?:барлығы|жалпы|жиыны|всего|итого|в общей сложности)?\s*$")
#: Words that make a product no more than a norm or a wish.
NORM = re.compile(r"кемінде|кем емес|дейін|не менее|не более|\bдо\s|максимум|минимум|шамамен|около|орташа|орта есеппен|в среднем|болады|тиіс|должн|планир|жоспарлан|көзделген|предусмотр")


@dataclass(frozen=True)
class Multiple:
    """`each`: how many in one; `things`: of how many things; `total`: what they are said to make."""

    each: Claim
    things: Claim
    total: Claim


def find_multiples(claims: Sequence[Claim]) -> Iterator[Multiple]:
    """The multiples of a report's prose, sentence by sentence.  Only sentences with just these three counts are read: a fourth one may
    belong to the product."""
    sentences: dict[tuple[int, int], list[Claim]] = {}
    for claim in claims:
        if claim.cell is None and claim.role == "count" and claim.group not in ("time", "percent", "points", "times"):
            sentences.setdefault((claim.block, claim.sentence), []).append(claim)
    for found in sentences.values():
        if len(found) == 3 and all(claim.quantity.is_exact for claim in found):
            text = fold(found[0].passage.text)
            start = text.rfind(". ", 0, found[0].start) + 1
            if not NORM.search(text[start:found[-1].end + 40].split(". ")[0]):
                yield from _of_sentence(text, start, found)


def _of_sentence(text: str, start: int, found: list[Claim]) -> Iterator[Multiple]:
    for total in found:
        each, things = _pair(text, start, [claim for claim in found if claim is not total])
        if each is not None and things is not None and _is_total(text, total, each, things):
            yield Multiple(each, things, total)


def _pair(text: str, start: int, two: list[Claim]) -> tuple[Claim | None, Claim | None]:
    """Which of two numbers is so many in each, and which is of how many; (None, None) where nothing says so."""
    first, second = two
    between = text[first.end:second.start]
    if first.group in CONTAINERS and second.group not in CONTAINERS and BY.search(text[:second.start]) \
            and not re.search(r"[;:()]|\d", between) and len(between) < 60:
        return second, first  # «5 семинаров по 20 человек»
    if second.group not in ("people", "money") and OF_EACH.fullmatch(between):
        return first, second  # «по 8 человек от каждого из 5 районов»
    for each, things in (two, two[::-1]):
        if things.group not in ("people", "money") and things.noun is not None and each.group not in CONTAINERS and (own := _each_thing(text, start, each)) \
                and _alike(own, text[things.noun[0]:things.noun[1]]):
            return each, things  # «әр топта 30 адамнан 5 топ»
    return None, None


def _each_thing(text: str, start: int, claim: Claim) -> str:
    """The thing of which each has so many: named before the number («әр топта 30», «от каждого района по 8») or behind it («8 от каждого
    района»)."""
    before = list(EACH_THING.finditer(text, start, claim.start))
    if before and not re.search(r"\d|[.;]", text[before[-1].end():claim.start]) and claim.start - before[-1].end() < 40:
        return before[-1].group("thing")
    behind = EACH_THING.search(text, claim.end, claim.end + 60)
    return behind.group("thing") if behind and not re.search(r"\d|[.;,]", text[claim.end:behind.start()]) else ""


def _alike(one: str, other: str) -> bool:
    """Whether two words are forms of one."""
    a, b = stem(one), stem(other)
    return a == b or len(a) >= 4 and len(b) >= 4 and a[:4] == b[:4] and abs(len(a) - len(b)) <= 2 or min(len(a), len(b)) >= 3 and (a.startswith(b) or b.startswith(a))


def _is_total(text: str, total: Claim, each: Claim, things: Claim) -> bool:
    """Whether a number is said to be what a product makes: of the same sort as what is in each, called a total or tied by a dash."""
    if not total.group or total.group != each.group and not (total.group == "people" and each.group.startswith("~")) or total.has("plan", "including", "each"):
        return False
    last = max(each.end, things.end, *(claim.noun[1] for claim in (each, things) if claim.noun is not None))
    if total.start >= last:
        return total.has("total") or bool(LINKED.match(text[last:total.start]))
    if things.end <= total.start and total.end <= each.start:  # «24 команда – 96 жас (әр командада 4 адамнан)»
        return bool(re.match(r"[^\d(.;]{0,60}\(", text[total.end:each.start]))
    behind = re.match(r"[^\d(:]{0,40}[(:]", text[total.end:min(each.start, things.start)])  # «150 адам (5 топ, әр топта 30 адам)»
    return total.end <= min(each.start, things.start) and behind is not None
