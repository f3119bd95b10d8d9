"""Sums whose parts and total stand in two sentences of one paragraph: «Барлығы 15 дәріс өтті. Аудандар бойынша: Абай – 6, Қаратау – 9.»,
«Первый ролик набрал 12 400 просмотров, второй – 8 900. Всего 21 300 просмотров.»  Whether they add up is for the rules to say."""
import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import OSA

from auditkit.lexicon import either, pattern
from auditkit.model import Block
from auditkit.quantity import total as sum_of
from auditkit.understanding.breakdown_parts import PLACES_AND_EVENTS, divide, is_each, is_near, overlapping
from auditkit.understanding.breakdowns import BESIDE, OF_THEM, OF_WHICH, OPEN_END, REMAINDER, Breakdown
from auditkit.understanding.claims import Claim
from auditkit.understanding.tables import is_total
from auditkit.wording import fold, stem

#: Words that announce a split of what was told before: by district, by place, by kind.
SPLIT = re.compile(r"(?:[^\W\d_]+\s){0,2}[^\W\d_]{3,}(?:лар|лер|дар|дер|тар|тер|ы|і)\s+бойынша(?:\s(?:саны|бөлінісі|бөлінуі))?\s?:"
                   rf"|{either('contexts', 'kinds_of')}\s?:|{either('contexts', 'by_kinds')}\s*[:,-]?")
#: «85-і – ауыл әйелдері, 20-сы – мемлекеттік орган өкілдері»: each number is a part of those named before.
POSSESSED = re.compile(r"\s?-\s?(?:і|ы|сі|сы|уы|уі|еуі|ауы)\s+(?:-|[^\W\d_])")
ASIDE = re.compile(r"\([^()\d]*\)")  # «Арқа ауданында (Тоғай, Тасты ауылдары) – 88»: no number of its own
LABEL = re.compile(r"№\s?\d{1,3}\s?-\s?$|[^\W\d_»”\")]\s?-\s?$|[»”\")]\s?-\s?$")
NOT_SPLIT = pattern("contexts", "besides")


def find_sums_nearby(blocks: Sequence[Block], claims: Sequence[Claim]) -> Iterator[Breakdown]:
    """The breakdowns of a report's prose that reach over the end of a sentence, or over the items of a list, without saying «of which»."""
    by_block: dict[int, list[Claim]] = {}
    for claim in claims:
        if claim.cell is None and claim.role == "count" and not claim.has("title"):
            by_block.setdefault(claim.block, []).append(claim)
    for index, found in by_block.items():
        folded = fold(blocks[index].text)
        yield from _remainders(folded, found)
        if (summed := _listed_total(blocks, index, by_block) or _total_under_list(blocks, index, by_block)) is not None:
            yield summed
        sentences: dict[int, list[Claim]] = {}
        for claim in found:
            sentences.setdefault(claim.sentence, []).append(claim)
        for number, own in sentences.items():
            before = [sentences[at] for at in (number - 1, number - 2) if at in sentences]
            split = list(_split_after(folded, before, own))
            yield from split or _announced(folded, before or _last_sentences(by_block.get(index - 1, ())), own)
            yield from _of_the_named(folded, before, own)
            if number - 1 in sentences:
                yield from _row_after(folded, sentences[number - 1], own)
                yield from _total_after(folded, sentences[number - 1], own)


def _sentence_text(folded: str, own: Sequence[Claim]) -> str:
    start = max(folded.rfind(mark, 0, own[0].start) for mark in (". ", "! ", "? ", "\n")) + 1
    return folded[start:own[-1].end + 40]


def _by_sort(own: Sequence[Claim]) -> dict[str, list[Claim]]:
    """The numbers of a sentence by what they count: all of them where only the last or the first says it."""
    known = list(dict.fromkeys(claim.group for claim in own if claim.group and not claim.group.startswith("~")))
    unknown = {claim.group for claim in own}
    if not known and len(unknown) == 1 and "" not in unknown:
        return {unknown.pop(): list(own)}  # «Тоғайда – 22 үй, Арқада – 19 үй»
    if len(known) == 1 and all(claim.group in ("", known[0]) or claim.group.startswith("~") for claim in own):
        return {known[0]: list(own)}
    return {group: [claim for claim in own if claim.group == group] for group in known}


def _split_after(folded: str, before: Sequence[Sequence[Claim]], own: Sequence[Claim]) -> Iterator[Breakdown]:
    """A number, and in the next sentence (or the one after) its parts, each with a label, or as «85-і – …, 20-сы – …»."""
    text = _sentence_text(folded, own)
    if len(own) < 2 or not before or OF_WHICH.search(text) or OF_THEM.search(text[:40]) or OPEN_END.search(text) or NOT_SPLIT.search(text):
        return
    announced = bool(SPLIT.match(text.strip()[:60]))
    sole = [claim for claim in before[0] if claim.group not in ("time", "percent")]
    sorts = _by_sort(own) or ({sole[0].group: list(own)} if announced and len(sole) == 1 and not any(claim.group for claim in own) else {})
    for group, parts in sorts.items():
        if len(parts) < 2 or group in ("time", "percent", "points", "times", "money") or any(part.has("each", "plan", "total", "including") for part in parts):
            continue
        labelled = all(LABEL.search(folded[max(0, part.start - 8):part.start]) for part in parts)
        bracketed = announced and all(re.search(r"\(\s*$", folded[max(0, part.start - 2):part.start]) for part in parts)
        possessed = all(POSSESSED.match(folded, part.end) or LABEL.search(folded[max(0, part.start - 8):part.start]) for part in parts) and len(parts) >= 2
        if not (labelled or bracketed or possessed) or possessed and not labelled and len(parts) == 2 and not divide(folded, parts):
            continue
        for sentence in before:
            totals = [claim for claim in sentence if claim.group == group and not claim.has("plan", "each", "including")]
            totals = len(totals) > 1 and [claim for claim in totals if claim.has("total")] or totals
            if len(totals) == 1 and totals[0].quantity.is_exact and is_near(totals[0], parts) and (announced or is_slip_away(totals[0], parts)):
                yield Breakdown(totals[0], tuple(parts), "nearby", False, True)
                break
            if totals:
                break


def _last_sentences(claims: Sequence[Claim]) -> list[list[Claim]]:
    """The numbers of the last two sentences of a paragraph that have any, the last one first."""
    numbers = sorted({claim.sentence for claim in claims}, reverse=True)[:2]
    return [[claim for claim in claims if claim.sentence == number] for number in numbers]


def _announced(folded: str, before: Sequence[Sequence[Claim]], own: Sequence[Claim]) -> Iterator[Breakdown]:
    """A row of labels with a number each, announced as a split, whatever the labels are made of, and the only number told right before
    that it makes but for a slip of the pen: «Желіге 1 946 қоңырау түсті. Мазмұны бойынша: психолог – 874, заңгер – 521, …»."""
    text = _sentence_text(folded, own)
    if len(own) < 3 or not SPLIT.match(text.strip()[:80]) or OPEN_END.search(text) or NOT_SPLIT.search(text) \
            or not all(LABEL.search(folded[max(0, part.start - 8):part.start]) for part in own) \
            or any(part.has("each", "plan", "total") or part.group in ("time", "percent", "money") for part in own):
        return
    for sentence in before:
        totals = [claim for claim in sentence if not claim.has("plan", "each", "including") and claim.group not in ("time", "percent", "money")
                  and claim.quantity.is_exact and is_near(claim, own) and is_slip_away(claim, own)]
        if len({claim.value for claim in totals}) == 1:
            yield Breakdown(totals[0], tuple(own), "nearby", False, True)
            return


def is_slip_away(total: Claim, parts: Sequence[Claim]) -> bool:
    """Whether parts make a total, or would if one number had one digit else: what is told without «by district» may be of some of them only."""
    if not all(part.quantity.is_exact for part in parts):
        return total.quantity.meets(sum_of(part.quantity for part in parts))
    summed = int(sum(part.quantity.value for part in parts))
    missing = int(total.quantity.value) - summed
    pairs = [(int(total.quantity.value), summed), *((int(part.value), int(part.value) + missing) for part in parts if part.value >= 10)]
    return not missing or any(after > 0 and OSA.distance(str(before), str(after)) == 1 for before, after in pairs)


def _total_after(folded: str, before: Sequence[Claim], own: Sequence[Claim]) -> Iterator[Breakdown]:
    """Parts in a row, and their total in the next sentence: «… – 120 участников, … – 85 участников. Всего 205 участников.»"""
    total = next((claim for claim in own if claim.has("total") and claim.group not in PLACES_AND_EVENTS), own[0])
    if not total.has("total") or total.has("plan", "has-parts", "each") or not total.group or total.group.startswith("~") or total.quantity.value < 2 \
            or NOT_SPLIT.search(_sentence_text(folded, own)):
        return
    parts = [claim for claim in _by_sort(before).get(total.group, []) if not claim.has("plan", "each", "including", "total")]
    rows = [re.fullmatch(r"[^.;:()\d]{0,80}(?:[,;]|\s(?:и|және|мен|пен))\s[^.;:()]{0,80}", ASIDE.sub(" ", folded[one.end:other.start])) is not None
            for one, other in zip(parts, parts[1:])]
    labelled = all(LABEL.search(folded[max(0, part.start - 8):part.start]) for part in parts)
    bracketed = len(parts) >= 3 and all(re.search(r"\(\s*$", folded[max(0, part.start - 2):part.start]) for part in parts)
    plain = len(parts) >= 3 and all(rows) and len({part.measure for part in parts} - {""}) == 1
    if len(parts) >= 2 and all(rows) and labelled and is_near(total, parts) or (bracketed or plain) and is_slip_away(total, parts):
        yield Breakdown(total, tuple(parts), "nearby", False, True)


#: «Өтініштердің 196-сына жауап берілді», «Тыңдаушылардың 102-сі А1», «қаражаттың 864 500 теңгесі»: so many of those told before.
GENITIVE = re.compile(r"^\W*(?:[^\W\d_]+\s){0,2}?(?P<noun>[^\W\d_]{3,})(?:ның|нің|дың|дің|тың|тің)\s$")
ITS = re.compile(r"\s?-?\s?(?:[^\W\d_]+)?(?:і|ы|сі|сы|уы|уі)(?:н|не|на|нің|ның|нде|нда|нен|нан|мен)?\s")


def _of_the_named(folded: str, before: Sequence[Sequence[Claim]], own: Sequence[Claim]) -> Iterator[Breakdown]:
    """A number, and a sentence behind it that opens with its noun in the genitive and gives some of it, and some: «214 өтініш түсті.
    Өтініштердің 186-сына жауап берілді, 28-і қаралуда.»  Only what one slip of the pen may part from its total, or what excludes one
    another, is taken for all of it."""
    start = max(folded.rfind(mark, 0, own[0].start) for mark in (". ", "! ", "? ", "\n")) + 1
    opening = GENITIVE.match(folded[start:own[0].start])
    parts = [claim for claim in own if ITS.match(folded, claim.end) and not is_each(claim) and not claim.has("plan")
             and (claim.group == own[0].group or "" in (claim.group, own[0].group) or claim.group.startswith("~") or own[0].group.startswith("~"))]
    if opening is None or len(parts) < 2 or parts[0] is not own[0] or OPEN_END.search(_sentence_text(folded, own)) or not before:
        return
    noun = stem(opening.group("noun"))
    for sentence in before:
        named = [claim for claim in sentence if claim.noun is not None and claim.noun[0] >= claim.end - 1 and stem(folded[claim.noun[0]:claim.noun[1]])[:5] == noun[:5]]
        named = named or [claim for claim in sentence if claim.group == parts[0].group != "" and len(sentence) == 1]
        if named:
            total = named[0]
            apart = divide(folded, parts) or total.group == "money" or len(parts) >= 3 and not overlapping(parts) and (
                total.has("total") or total.quantity.meets(sum_of(part.quantity for part in parts)))
            if len(named) == 1 and not total.has("plan", "each") and apart and is_slip_away(total, parts):
                yield Breakdown(total, tuple(parts), "nearby", False, True)
            return


def _row_after(folded: str, before: Sequence[Claim], own: Sequence[Claim]) -> Iterator[Breakdown]:
    """A total, and in the next sentence a row of numbers, each behind its label or each of the same thing: «Барлығы 512 бала қатысты.
    Футболдан 216, волейболдан 118, …», «412 студент оқиды. Грант 296 студентке берілді, 116 студент ақылы оқиды.»  Only where one slip
    of the pen parts them from the total."""
    text = _sentence_text(folded, own)
    if len(own) < 2 or OF_WHICH.search(text) or OF_THEM.search(text[:40]) or OPEN_END.search(text) or NOT_SPLIT.search(text) \
            or any(part.has("plan", "total", "including") or is_each(part) for part in own):
        return
    totals = [claim for claim in before if claim.group and claim.group == own[-1].group and not claim.has("plan", "each", "including")]
    if len(totals) != 1 or totals[0].group in ("time", "percent", "money", "points", "times", "views") or totals[0].quantity.value < 20:
        return
    (total,) = totals
    rows = all(re.fullmatch(r"(?:\s[^\W\d_]+)?(?:,|\s(?:и|және|мен|пен))\s(?:[^\W\d_]+\s){1,3}", folded[one.end:other.start]) for one, other in zip(own, own[1:]))
    bare = len(own) >= 3 and rows and total.has("total") and all(part.group in ("", total.group) for part in own)
    same = len(own) <= 3 and all(part.measure == total.measure for part in own) and is_near(total, own) and divide(folded, own)
    if (bare or same) and is_slip_away(total, own):
        yield Breakdown(total, tuple(own), "nearby", False, True)


def _total_under_list(blocks: Sequence[Block], index: int, by_block) -> Breakdown | None:
    """A list with one number of people in each item, and how many there were in the paragraph under it."""
    if blocks[index].kind != "item" or index + 1 >= len(blocks) or blocks[index + 1].kind == "item" or blocks[index + 1].table is not None:
        return None
    run = index
    while run > 0 and blocks[run - 1].kind == "item" and blocks[run - 1].level == blocks[index].level:
        run -= 1
    total = next((claim for claim in by_block.get(index + 1, ()) if claim.group == "people"), None)
    if index - run < 1 or total is None or total.has("plan", "each", "including") or total.number != by_block[index + 1][0].number \
            or NOT_SPLIT.search(fold(blocks[index + 1].text)[:total.end + 40]):
        return None
    people = [[claim for claim in by_block.get(at, ()) if claim.group == "people"] for at in range(run, index + 1)]
    if any(len(own) != 1 for own in people) or len({own[0].measure for own in people}) > 1 or any(own[0].has("plan", "each", "total") for own in people):
        return None
    parts = [own[0] for own in people]
    return Breakdown(total, tuple(parts), "nearby", False, True) if is_slip_away(total, parts) or total.has("total") and is_near(total, parts) else None


def _remainders(folded: str, claims: list[Claim]) -> Iterator[Breakdown]:
    """A number in one sentence, and in the next one some of it and «the others»: «200 адам қатысты. 71 адам өтті, қалған 129 адам …»."""
    for rest in claims:
        word = None
        for word in REMAINDER.finditer(folded, max(0, rest.start - 24), rest.start):
            pass
        if word is None or re.search(r"[\d.;:]", folded[word.end():rest.start]):
            continue
        parts = [claim for claim in claims if claim.sentence == rest.sentence and claim.number <= rest.number]
        before = [claim for claim in claims if claim.sentence == rest.sentence - 1 and claim.group not in ("time", "percent")]
        if not parts or len(before) != 1 or before[0].group not in (parts[0].group, rest.group):
            before = _same_told_before(parts[0], claims) if parts else []
        of_a_kind = before and all(part.group in (before[0].group, "") or part.group.startswith("~") for part in parts) and not any(part.has("each", "plan", "total") for part in parts)
        if len(parts) < 2 or len(before) != 1 or not of_a_kind or (gap := folded[before[0].end:parts[0].start]) and (OF_THEM.search(gap) or OF_WHICH.search(gap)):
            continue
        total = before[0]
        if total.group and total.group in (parts[0].group, rest.group) and not total.has("plan", "each") and is_near(total, parts):
            yield Breakdown(total, tuple(parts), "remainder")


def _same_told_before(part: Claim, claims: Sequence[Claim]) -> list[Claim]:
    """The one number of the same thing in the two or three sentences before: «187 консультаций … 58 консультаций – онлайн, остальные …»."""
    known = part.measure and not part.measure.startswith("~")
    return [claim for claim in claims if known and claim.measure == part.measure and 1 <= part.sentence - claim.sentence <= 3 and not claim.has("plan", "including")]




def _listed_total(blocks: Sequence[Block], index: int, by_block) -> Breakdown | None:
    """A list whose last item is the total of the others: «- Абай ауданы – 40; … - Барлығы – 120»."""
    if blocks[index].kind != "item" or not is_total(blocks[index].text) or index + 1 < len(blocks) and blocks[index + 1].kind == "item":
        return None
    run = index
    while run > 0 and blocks[run - 1].kind == "item" and blocks[run - 1].level == blocks[index].level:
        run -= 1
    numbers = [[claim for claim in by_block.get(at, ()) if claim.group not in BESIDE] for at in range(run, index + 1)]
    if index - run < 2 or any(len(own) != 1 for own in numbers):
        return None
    *parts, total = (own[0] for own in numbers)
    alike = {claim.group for claim in (*parts, total) if claim.group and not claim.group.startswith("~")}
    return Breakdown(total, tuple(parts), "list") if len(alike) <= 1 and not any(part.has("each", "plan") for part in parts) else None
