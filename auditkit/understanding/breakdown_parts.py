"""Which numbers may be parts of a number, and what parts have in common: the tests that `breakdowns` and `sums_nearby` share."""
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from auditkit.lexicon import either, load, pattern
from auditkit.understanding.claims import Claim
from auditkit.wording import fold

YEAR_BEFORE = re.compile(r"(?:19|20)\d\d\s*(?:жыл\w*|ж\.|г\.|год\w*)?\s*[-:]?\s*$")
#: «… – 30 (тренинг қатысушыларының ішінен)», «… – 30 (из числа участников семинара)»: people whom another part has counted already.
COUNTED_ELSEWHERE = re.compile(rf"[^()\d,;.]{{0,30}}\([^()\d]*{either('contexts', 'counted_elsewhere')}")
#: What people come to: a number of these is never made of people.
PLACES_AND_EVENTS = ("events", "schools", "colleges", "universities", "institutions", "settlements", "districts", "regions", "cities", "locations",
                     "kindergartens", "organisations")


def closing(folded: str, opening: int) -> int:
    """The offset of the bracket that closes the one at `opening`; the length of the text where none does."""
    depth = 0
    for offset in range(opening, len(folded)):
        depth += (folded[offset] == "(") - (folded[offset] == ")")
        if depth == 0:
            return offset
    return len(folded)


def depth(folded: str, start: int, offset: int) -> int:
    """How many brackets are open at `offset`, counted from `start`."""
    stretch = folded[start:offset]
    return stretch.count("(") - stretch.count(")")


def _holds_next(claim: Claim, parts: Sequence[Claim]) -> bool:
    """Whether people are told right behind a number of places or groups, which they are in."""
    following = next((part for part in parts if part.start >= claim.end), None)
    return following is not None and following.group == "people" and not re.search(r"[,;()]", claim.passage.text[claim.end:following.start])


#: A Kazakh noun in the case of where, whence or whither.
WHERE = re.compile(r"(?:ға|ге|қа|ке|на|не|да|де|та|те|дан|ден|тан|тен|нан|нен)$")


def _is_where(claim: Claim, total: Claim, parts: Sequence[Claim]) -> bool:
    """«400 данасы төрт ауданға, 60 данасы колледждерге»: the districts, colleges … that the part right before them went to."""
    if claim.group not in PLACES_AND_EVENTS or total.group in PLACES_AND_EVENTS or claim.noun is None \
            or not WHERE.search(fold(claim.passage.text[claim.noun[0]:claim.noun[1]])):
        return False
    before = [part for part in parts if part.end <= claim.start]
    return bool(before) and before[-1].group == total.group and not re.search(r"[,;()]", claim.passage.text[before[-1].end:claim.start])


#: «по 17 млн тенге», «по 30 учеников», «по 30»: so many in each.
BY = re.compile(r"(?:^|[^\w])(?<!разъяснения )(?<!отказано )(?<!отказ )(?<!решения )(?<!решено )(?<!ответы )по\s$")


def is_each(claim: Claim) -> bool:
    """Whether a number is told of each of several."""
    return claim.has("each") or bool(BY.search(fold(claim.passage.text[max(0, claim.start - 16):claim.start])))


def explained(folded: str, own: Sequence[Claim], claim: Claim) -> bool:
    """Whether a number in brackets explains one right before the bracket: «85 млн тенге (по 17 млн тенге на каждый)», «45 жас (Абай – 20,
    Шет – 25)»."""
    opening = folded.rfind("(", 0, claim.start)
    if opening < 0 or ")" in folded[opening:claim.start]:
        return False
    return any(other.end <= opening and not re.search(r"[,;()]|\s(?:и|және|мен|пен)\s", folded[other.end:opening]) for other in own)


#: «жобаға дейін … жобадан кейін …», «до обучения … после обучения …»: the same people, asked twice.
EARLIER, LATER = pattern("contexts", "at_first"), pattern("contexts", "at_last")


def before_and_after(folded: str, total: Claim, parts: Sequence[Claim]) -> bool:
    """Whether the parts are one thing measured before and after something."""
    start = max(folded.rfind(mark, 0, total.start) for mark in (". ", "! ", "? ", "\n")) + 1
    return bool(EARLIER.search(folded, start, parts[0].start)) and bool(LATER.search(folded, parts[0].end, parts[-1].end + 40)) \
        or bool(EARLIER.search(folded, total.end, parts[-1].start)) and bool(LATER.search(folded, parts[0].end, parts[-1].end))


def alike(total: Claim, parts: list[Claim]) -> list[Claim]:
    """The parts that may belong to the total: no shares, no plans, nothing per one, no time or money beside people, no groups or
    places beside the people in them."""
    kept = []
    peopled = total.group == "people" and any(claim.group == "people" for claim in parts)
    if _named_by_people(total, parts):
        return list(parts)
    if total.group == "teams" and any(claim.group == "people" for claim in parts):
        return []  # «үш топ оқыды: 18, 17 және 20 тыңдаушы»: how many in each
    for claim in parts:
        if peopled and claim.group in (*PLACES_AND_EVENTS, "teams") and _holds_next(claim, parts):
            continue  # «Семейде 4 топта 84 адам»: how many groups the people make
        if _is_where(claim, total, parts):
            continue
        if is_each(claim) and claim.group == total.group == "money":
            times = _how_often(claim)
            if not times or not claim.quantity.is_firm:
                return []  # nobody knows how often that part counts
            value = claim.quantity
            kept.append(replace(claim, quantity=replace(value, value=value.value * times, low=value.low * times, high=value.high * times)))
            continue
        if total.group in PLACES_AND_EVENTS and claim.group == "people" and not (total.noun is not None and total.noun[1] <= total.start):
            continue  # who came to each of three seminars: no parts of the three
        if claim.has("plan") or is_each(claim) or claim.group in ("time", "percent", "points", "times", "views") and claim.group != total.group:
            continue
        if COUNTED_ELSEWHERE.match(fold(claim.passage.text[claim.end:claim.end + 70])):
            continue
        unnamed = total.group == "money" and claim.quantity.value >= 10_000 and (not claim.group or claim.group.startswith("~"))
        if (claim.group == "money") != (total.group == "money") and not unnamed:  # «(бюджет – 171,2 млн, спонсоры – 5,5 млн)» is money too
            continue
        if YEAR_BEFORE.search(fold(claim.passage.text[max(0, claim.start - 16):claim.start])):
            return []  # the same thing in several years, not its parts
        kept.append(claim)
    return kept


def _named_by_people(total: Claim, parts: Sequence[Claim]) -> bool:
    """Whether all parts have labels, some of which name who gave or got what is counted, and together they come near it: «310 кеңес,
    атап айтқанда психологтан – 142, заңгерден – 96, әлеуметтік қызметкерден – 72»."""
    named = [claim for claim in parts if claim.group == "people" and claim.noun is not None and claim.noun[1] <= claim.start]
    return total.group in PLACES_AND_EVENTS and 0 < len(named) < len(parts) and all(claim.group in ("", "people") for claim in parts) \
        and labelled(fold(total.passage.text), parts) and is_near(total, parts)


OVER_YEARS = re.compile(r"(?:\bза|в течение)\s+(?:последни\w+\s)?(?:два|три|четыре|пять|\d|(?:19|20)\d\d\s?-)\W*[^.;()]{0,12}|(?:екі|үш|төрт|бес|\d|(?:19|20)\d\d)\s?(?:жыл)\w*\s(?:ішінде|барысында|бойы)")


def over_years(folded: str, total: Claim, parts: Sequence[Claim]) -> bool:
    """Whether a number is told of several years, and each part of one of them: «за три года 155 проектов (2022 – 40, 2023 – 55, 2024 – 60)»."""
    sentence = folded[folded.rfind(". ", 0, total.start) + 1:total.start]
    years = [found.group()[:4] for part in parts if (found := YEAR_BEFORE.search(folded[max(0, part.start - 16):part.start]))]
    return len(parts) >= 2 and len(set(years)) == len(parts) and bool(OVER_YEARS.search(sentence)) and is_near(total, parts)


#: The ages of a group, right after it: «200 жас азамат (17–27 жас аралығы)».
AGED = re.compile(r"[^\d;.\n]{0,40}\(?\s?\d{1,2}\s?-\s?\d{1,2}\s*(?:жас|лет)")


def chain(folded: str, parts: Sequence[Claim]) -> bool:
    """Whether the parts are written as a sum: «: 204 + 1 340 + 96»."""
    return all(re.fullmatch(r"\s*\+\s*", folded[one.end:other.start]) for one, other in zip(parts, parts[1:]))


def opens_each(folded: str, total: Claim, parts: Sequence[Claim]) -> bool:
    """Whether every part opens an item of a list after a colon: «14 алаң: 6-уы – …, 5-і – …», «14 площадок: 6 в районе …, 5 …»."""
    return all(re.search(r"(?::|[,;]|\sи|\sжәне|\sмен)\s$", folded[max(0, part.start - 6):part.start])
               and (part.group in (total.group, "") or part.noun is not None and part.noun[1] <= part.start and total.group == "people" or part.group.startswith("~") and total.group != "money"
                    or len(parts) >= 3 and (total.group in ("", "locations") or total.group.startswith("~")) and part.group != "money") for part in parts)


def overlapping(parts: Sequence[Claim]) -> bool:
    """Whether groups of people may hold the same people, so that they need not add up: one sex beside anything but the
    other («300 женщин, 120 студентов»), or the young beside students and pupils whose ages are not told apart."""
    measures = {part.measure for part in parts if part.group == "people"}
    if len(measures & {"woman", "man"}) == 1 and len(parts) > 1 and len(measures) > 1:
        return True
    young = [part for part in parts if part.measure in ("youth", "student", "pupil")]
    return "youth" in measures and len({part.measure for part in young}) > 1 \
        and not all(AGED.match(fold(part.passage.text[part.end:part.end + 80])) for part in young)


@lru_cache(maxsize=1)
def _divisions() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for rows in load("opposites").values() for row in rows)


def divide(folded: str, parts: Sequence[Claim]) -> bool:
    """Whether what is said of the parts excludes one another, so that they may not exceed their whole together: «18-і тұрақты, 13-і
    уақытша», «154 в селах, 32 в городах», «15 мың данасы қазақ тілінде, 8 мың данасы орыс тілінде»; not «154 в селах, 98 модельных»."""
    ends = [*(part.start for part in parts[1:]), parts[-1].end + 60]
    said = [re.split(r"[.;!?]\s|[.;!?]$", folded[part.end:end])[0] for part, end in zip(parts, ends)]
    labels = [re.findall(r"[^\W\d_]+", folded[max(0, part.start - 30):part.start])[-1:] for part in parts]
    if labels[0] and len(labels[0][0]) > 3 and all(label == labels[0] for label in labels):
        return True  # «в 1-м квартале 282, во 2-м квартале 330»
    starts = [max(0, parts[0].start - 60), *(part.end for part in parts)]
    named = [re.split(r"[.;:!?,]\s", folded[start:part.start])[-1] for start, part in zip(starts, parts)]  # «из города 121, из сел – 66»
    if any(sum(any(re.search(rf"\b{re.escape(stem)}", words) for stem in row) for words in labels) == len(parts) for row in _divisions()
           for labels in (said, named)):
        return True
    if {part.measure for part in parts} == {"man", "woman"}:
        return True
    measures = {part.measure for part in parts if part.noun is None or part.noun[0] >= part.end - 1}
    return len(measures) == 1 and bool(measures - {"", "person"}) and not next(iter(measures)).startswith("~")


HOW_MANY = {"бір": 1, "екі": 2, "үш": 3, "төрт": 4, "бес": 5, "алты": 6, "один": 1, "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6}


def _how_often(claim: Claim) -> int:
    """How often a sum per one counts: «екі үшінші орын 200 000 теңгеден» is 2; 0 where it is not told."""
    before = re.split(r"[,;:.(]", fold(claim.passage.text[max(0, claim.start - 60):claim.start]))[-1]
    found = re.match(r"\s*(?:(?:и|және)\s+)?(\d{1,2}|[^\W\d_]+)\s", before)
    word = found.group(1) if found else ""
    return int(word) if word.isdigit() else HOW_MANY.get(word, 0)


def labelled(folded: str, parts: Sequence[Claim]) -> bool:
    """Whether every part is set off from its name by a dash: «ұлттық – 256, жергілікті – 575»."""
    return all(re.search(r"(?:[^\W\d_]|[»”\"])\s?-\s?$", folded[max(0, part.start - 6):part.start]) for part in parts)


#: How near men and women, or those told and the rest, must come to a number of people to be all of them.
MOST_OF = 0.8


def is_near(total: Claim, parts: Sequence[Claim]) -> bool:
    """Whether parts may be all of a number: none of them exceeds it, and together they are not far from it, or one slip of the pen away."""
    summed = sum(part.quantity.value for part in parts)
    if total.quantity.is_exact and total.quantity.value >= 100 and OSA.distance(str(int(total.quantity.value)), str(int(summed))) == 1:
        return True
    return MOST_OF * total.quantity.value <= summed <= total.quantity.value / MOST_OF and max(part.quantity.value for part in parts) <= total.quantity.high
