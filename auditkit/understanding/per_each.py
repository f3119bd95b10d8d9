"""Finds, in prose, so many things with so many in each, and what they make together: «әр топта 30 адамнан 5 топ – 150 адам»."""
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditkit.lexicon import either, pattern
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
LINKED = re.compile(rf"^\s*(?:,\s*)?(?:[-=:]|,?\s*{either('contexts', 'that_is')})\s*{either('contexts', 'total_of_each')}?\s*$")
#: Words that make a product no more than a norm or a wish.
NORM = pattern("contexts", "norm")


#: A product written out: «500 экз. х 900 тенге = 450 000 тенге».
TIMES = re.compile(r"[^\W\d_]{0,12}\.?\s?[хx×*]\s?$")
EQUALS = re.compile(r"\s?[^\W\d_]{0,12}\.?\s?=\s?$")
#: «по цене 7 500 тенге», «25 000 теңгелік», «400 000 теңгеден»: what one of them costs.
PRICED = re.compile(rf"(?:^|\s){either('contexts', 'priced')}\s$")
PRICE = re.compile(r"\s?(?:мың\s|млн\s)?(?:теңге|тг)-?\s?(?:лік|ден)\b")
#: «на сумму 705 000 тенге», «жалпы құны 350 000 теңге».
WORTH = re.compile(rf"{either('contexts', 'worth')}\s?[-:]?\s?(?:[^\W\d_]+\s)?$")
TO_EACH = re.compile(rf"[^\d.;:]{{0,20}}\(\s?{either('contexts', 'to_each')}\s")


@dataclass(frozen=True)
class Multiple:
    """`pairs`: how many in one, and of how many things, as often as the sentence tells it; `total`: what they are said to make."""

    pairs: tuple[tuple[Claim, Claim], ...]
    total: Claim


def find_multiples(claims: Sequence[Claim]) -> Iterator[Multiple]:
    """The multiples of a report's prose, sentence by sentence.  Only sentences with just these counts are read: another one may belong to
    the product."""
    sentences: dict[tuple[int, int], list[Claim]] = {}
    for claim in claims:
        if claim.cell is None and claim.role == "count" and claim.group not in ("percent", "points", "times"):
            sentences.setdefault((claim.block, claim.sentence), []).append(claim)
    for (block, number), told in sentences.items():
        found = [claim for claim in told if claim.group != "time"]
        found = found if len(found) == 3 else told
        if not all(claim.quantity.is_firm for claim in found) or len(found) < 2:
            continue
        text = fold(found[0].passage.text)
        start = text.rfind(". ", 0, found[0].start) + 1
        if NORM.search(text[start:found[-1].end + 40].split(". ")[0]):
            continue
        if (priced := _priced(text, found) or _shared(text, found)) is not None:
            yield priced
        elif len(found) == 3 and all(claim.quantity.is_exact for claim in found):
            yield from _of_sentence(text, start, found)
        elif len(found) == 2:
            yield from _of_things_before(text, start, found, sentences.get((block, number - 1), ()))


def _priced(text: str, found: list[Claim]) -> Multiple | None:
    """So many of a thing at such a price each, once or several times, and what they cost together; or a product written out."""
    *rest, total = found
    if len(rest) < 2 or len(rest) % 2:
        return None
    pairs = tuple(zip(rest[1::2], rest[::2]))
    if len(pairs) == 1 and TIMES.search(text[rest[0].end:rest[1].start]) and EQUALS.search(text[rest[1].end:total.start]) and total.group in (rest[1].group, ""):
        return Multiple(pairs, total)
    each = all((price.group == "money" and PRICED.search(text[max(0, price.start - 16):price.start]) or PRICE.match(text, price.end)) and things.group != "money"
               and not re.search(r"[.;:]\s", text[things.end:price.start]) and things.quantity.is_exact and not things.has("plan") for price, things in pairs)
    worth = total.group == "money" and not total.has("plan", "each") and WORTH.search(text[max(0, total.start - 40):total.start])
    return Multiple(pairs, total) if each and worth else None


def _shared(text: str, found: list[Claim]) -> Multiple | None:
    """Money for so many things, and behind it in brackets what each of them gets: «5 фильмов – 85 млн тенге (по 17 млн тенге на каждый)»."""
    if len(found) != 3 or [claim.group == "money" for claim in found] != [False, True, True]:
        return None
    things, total, each = found
    behind = TO_EACH.fullmatch(text[total.end:each.start])
    near = re.fullmatch(r"[^\d.;:()]{0,60}", text[things.end:total.start])
    told = EACH_OF.search(text[total.end:each.end + 40].partition(")")[0])
    return Multiple(((each, things),), total) if behind and near and told and things.quantity.is_exact and things.value > 1 and not total.has("plan") else None


#: «на каждый», «әрқайсысына»: of every one of them.
EACH_OF = pattern("contexts", "each_of")


def _of_things_before(text: str, start: int, found: list[Claim], before: Sequence[Claim]) -> Iterator[Multiple]:
    """How many in each and in all, the things themselves in the sentence before: «Открыто 12 групп. Каждая группа занималась по 16 часов,
    всего 192 часа.»"""
    each, total = found
    own = _each_thing(text, start, each)
    things = [claim for claim in before if claim.noun is not None and _alike(own, text[claim.noun[0]:claim.noun[1]])] if own else []
    if len(things) == 1 and things[0].quantity.is_exact and not things[0].has("plan", "each") and total.has("total") and total.measure == each.measure \
            and not total.has("plan", "including") and total.quantity.is_exact and each.quantity.is_exact:
        yield Multiple(((each, things[0]),), total)


def _of_sentence(text: str, start: int, found: list[Claim]) -> Iterator[Multiple]:
    for total in found:
        each, things = _pair(text, start, [claim for claim in found if claim is not total])
        if each is not None and things is not None and _is_total(text, total, each, things):
            yield Multiple(((each, things),), total)


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
    if "time" in (total.group, each.group) and total.measure != each.measure:
        return False
    last = max(each.end, things.end, *(claim.noun[1] for claim in (each, things) if claim.noun is not None))
    if total.start >= last:
        return total.has("total") or bool(LINKED.match(text[last:total.start]))
    if things.end <= total.start and total.end <= each.start:  # «24 команда – 96 жас (әр командада 4 адамнан)»
        return bool(re.match(r"[^\d(.;]{0,60}\(|[^\d(.;]{0,60},\s(?:әр|әрбір|по)\s", text[total.end:each.start]))
    if total.end <= things.start and things.end <= each.start and re.fullmatch(r"[^\d.;:()]{0,40}\sиз\s", text[total.end:things.start]):
        return bool(re.fullmatch(r"[^\d.;:()]{0,40},\sпо\s", text[things.end:each.start]))  # «96 волонтеров из 16 отрядов, по 6 от каждого»
    behind = re.match(r"[^\d(:]{0,40}[(:]", text[total.end:min(each.start, things.start)])  # «150 адам (5 топ, әр топта 30 адам)»
    return total.end <= min(each.start, things.start) and behind is not None
