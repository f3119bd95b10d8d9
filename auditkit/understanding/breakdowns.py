"""Finds, in prose, a number and the parts that it is said to be made of.

«1305 материал (республикалық - 142 және өңірлік - 1163)», «274 өтініш … Олардың 248-не …, 26-ы …», a total that ends in a colon
and a list, parts first and the total last.  Whether the parts add up is for the rules to say.
"""
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from auditkit.lexicon import either, pattern
from auditkit.model import Block
from auditkit.quantity import total as sum_of
from auditkit.understanding.breakdown_parts import alike, before_and_after, chain, closing, depth, divide, explained, is_each, is_near, labelled, opens_each, over_years
from auditkit.understanding.claims import Claim, sentences
from auditkit.wording import fold

OF_WHICH = pattern("contexts", "of_which")
#: The end of a sentence, and not that of a unit written short.
FULL_STOP = re.compile(r"(?<!\bчел)(?<!\bэкз)(?<!\bшт)(?<!\bтг)(?<!\bтыс)(?<!\bмлн)[.;!?]\s")
OF_THEM = re.compile(rf"(?:^|[.;,]\s|\s){either('contexts', 'of_them')}\s(?!ішін)")
COLON = re.compile(r":\s")
REMAINDER, OPEN_END = pattern("contexts", "remainder"), pattern("contexts", "and_others")
INSTEAD = re.compile(rf"[=*×]|{either('contexts', 'compared')}")
#: What a list item may say besides its own count: how many read or follow it, how long it took.
BESIDE = ("audience", "views", "time", "points", "percent")

#: What «материал», «публикация» may stand for in a total.
MEDIA = ("posts", "articles", "news", "stories", "video", "materials", "media", "infographics")
@dataclass(frozen=True)
class Breakdown:
    """A stated number and its parts, in reading order.

    `pattern`: how the report links them: "of-which", "brackets", "list", "of-them", "before" (parts before the total), "out-of" («из 48 проектов 36 …, 12 …»: the
    parts may overlap), "remainder" (the same, with «the others»), "sexes" (people, then their men and women and nothing else), "nearby" (parts
    and total in two sentences: `sums_nearby`).
    `open_end`: the list says that it is not complete; `labelled`: every part has a name of its own, set off by a dash.
    """

    total: Claim
    parts: tuple[Claim, ...]
    pattern: str
    open_end: bool = False
    labelled: bool = False


def find_breakdowns(blocks: Sequence[Block], claims: Sequence[Claim]) -> Iterator[Breakdown]:
    """All breakdowns of a report's prose, that in the cells of its tables included."""
    by_block: dict[int, list[Claim]] = {}
    in_cells: dict[tuple, list[Claim]] = {}
    for claim in claims:
        if claim.role == "count" and not claim.has("title"):
            (by_block if claim.cell is None else in_cells).setdefault(claim.block if claim.cell is None else (claim.block, claim.cell), []).append(claim)
    for found in in_cells.values():
        if len(found) > 2:
            folded = fold(found[0].passage.text)
            yield from (one for one in _of_paragraph(folded, found) if one.total.group and not before_and_after(folded, one.total, one.parts))
    for index, found in by_block.items():
        folded = fold(blocks[index].text)
        for breakdown in _of_paragraph(folded, found):
            if not before_and_after(folded, breakdown.total, breakdown.parts):
                yield breakdown
        if (listed := _listed(blocks, index, folded, found, by_block)) is not None:
            yield listed


def _of_paragraph(folded: str, claims: list[Claim]) -> Iterator[Breakdown]:
    for position in range(len(claims)):
        yield from _inside(folded, claims, position)
    yield from _before(folded, claims)
    yield from _sexes(folded, claims)


def mark_parts(blocks: Sequence[Block], claims: Sequence[Claim]) -> list[Claim]:
    """The claims, with the mark "including" on every number of people that is a part of a number of people before it."""
    parts = {part.number for found in find_breakdowns(blocks, claims) if found.total.group == "people" and found.pattern in ("of-which", "brackets", "of-them", "sexes")
             and sum(part.quantity.value for part in found.parts) <= 1.5 * found.total.quantity.value
             for part in found.parts if part.group == "people" and part.sentence - found.total.sentence <= 1 and part.quantity.high <= found.total.quantity.high}
    return [replace(claim, marks=claim.marks | {"including"}) if claim.number in parts else claim for claim in claims]


def _inside(folded: str, claims: list[Claim], position: int) -> Iterator[Breakdown]:
    """Breakdowns of one claim by what follows it in its paragraph."""
    total, rest = claims[position], _without_plan(folded, claims[position], claims[position + 1:])
    if position and rest and rest[0].group == "money" != total.group and claims[position - 1].group == "money" \
            and claims[position - 1].sentence == total.sentence:
        yield from _inside(folded, [claims[position - 1], *rest], 0)  # «84 млн теңгеге 5 жоба, оның ішінде «Бесік» – 22 млн теңге»
        return
    while rest and rest[0].has("plan") and rest[0].sentence == total.sentence and not total.has("plan"):
        rest = rest[1:]  # «260 человек при плане 240, из них …»
    if not rest or total.has("plan") and not (total.group == "money" and total.has("has-parts")) or total.group in ("time", "percent") or total.quantity.value < 2:
        return
    between = folded[total.end:rest[0].start]
    opening = between.find("(")
    if opening >= 0 and ")" not in between[opening:] and not FULL_STOP.search(between[:opening]):
        yield from _bracketed(folded, total, rest, total.end + opening)
        return
    marker = OF_WHICH.search(between) or OF_THEM.search(between)
    if marker is not None:
        yield from _marked(folded, total, rest, marker)
    elif rest[0].group == "money" != total.group and total.group and len(rest) > 4 and OF_WHICH.search(folded[rest[0].end:rest[1].start]):
        parts = [claim for claim in rest[1:] if claim.sentence == total.sentence == rest[0].sentence and claim.group == total.group]
        if len(parts) >= 2 and rest[1] is parts[0]:  # «45 жоба 120 млн теңгеге, оның ішінде 20 жоба 50 млн теңгеге, 25 жоба 70 млн теңгеге»
            yield Breakdown(total, tuple(parts), "of-which", bool(OPEN_END.search(folded[parts[0].start:parts[-1].end + 24])))
    else:
        yield from _unmarked(folded, total, rest)


def _without_plan(folded: str, total: Claim, rest: list[Claim]) -> list[Claim]:
    """What follows a number, the plan left out that stands in brackets behind it: «332 оқушы (жоспар – 320) қатысты, оның …»."""
    if not rest or not rest[0].has("plan") or not re.fullmatch(r"[^.;:()]{0,40}\([^()\d]*", folded[total.end:rest[0].start]):
        return rest
    close = closing(folded, folded.index("(", total.end))
    inside = [claim for claim in rest if claim.start < close]
    return rest[len(inside):] if all(claim.has("plan") for claim in inside) else rest


def _bracketed(folded: str, total: Claim, rest: list[Claim], opening: int) -> Iterator[Breakdown]:
    """The parts in a bracket behind a number, and what is said of it behind that bracket.  `opening`: where the bracket stands."""
    close = closing(folded, opening)
    if close == len(folded):
        return  # the bracket is never closed: nobody knows where the list ends
    inner = folded[opening:close]
    if INSTEAD.search(inner):
        return  # «91 чел. (931 вместо 840)»: the difference of the two; «(5*5=25)»: a product
    parts = [claim for claim in rest if claim.end <= close and depth(folded, opening, claim.start) == 1]
    parts = parts if over_years(folded, total, parts) else alike(total, parts)
    if len(parts) >= 2:
        yield Breakdown(total, tuple(parts), "of-which" if OF_WHICH.search(inner) else "brackets", bool(OPEN_END.search(inner)),
                        labelled(folded, parts))
    if OF_WHICH.match(folded[close + 1:].lstrip(" ,;")) and not total.has("title"):  # «202 человека (139 женщин и 63 мужчины), в том числе в Абае – 80, …»
        parts = alike(total, [claim for claim in rest if claim.start > close and claim.sentence == total.sentence
                              and depth(folded, close + 1, claim.start) == 0])
        if len(parts) >= 2 and labelled(folded, parts):
            yield Breakdown(total, tuple(parts), "of-which", bool(OPEN_END.search(folded[close:parts[-1].end + 20])), True)
    after = [claim for claim in rest if claim.start > close]
    if len(parts) < 2 and after and after[0].sentence == total.sentence + 1 and OF_WHICH.search(folded, close, after[0].start):
        parts = alike(total, [claim for claim in after if claim.sentence == after[0].sentence and depth(folded, close + 1, claim.start) == 0])
        if len(parts) >= 2:  # «45 200 адам (былтыр 36 160). Олардың ішінде …»
            yield Breakdown(total, tuple(parts), "of-which", bool(OPEN_END.search(folded[parts[0].start:parts[-1].end + 24])), labelled(folded, parts))


def _unmarked(folded: str, total: Claim, rest: list[Claim]) -> Iterator[Breakdown]:
    """Parts that follow a number in its sentence without «of which»: of «из 48 …», behind a dash, behind a colon."""
    between = folded[total.end:rest[0].start]
    own = [claim for claim in rest if claim.sentence == total.sentence]
    parts = alike(total, [claim for claim in own if depth(folded, total.end, claim.start) == 0])
    if _out_of(folded, total):
        if len(parts) >= 3 and COLON.search(folded[parts[0].end:parts[1].start]):
            return  # «30 әйелдің 19-ы … ашты: 8-і …»: what follows the colon are the parts of that part
        if len(parts) >= 2 and all(part.group == total.group or not total.group or total.group.startswith("~") or not part.group or part.group.startswith("~")
                                   for part in parts):
            closed = bool(REMAINDER.search(folded[total.end:parts[-1].start]))
            yield Breakdown(total, tuple(parts), "remainder" if closed else "out-of", bool(OPEN_END.search(folded[total.end:parts[-1].end + 20])))
        return
    if re.fullmatch(r"[^.;:()\d]{0,40}\s-\s", between) and len(own) == 2 and all(part.group == total.group == "people" for part in own) \
            and re.fullmatch(r"\s[^\W\d_]+\s(?:и|және|мен|пен)\s", folded[own[0].end:own[1].start]) and divide(folded, own) and is_near(total, own):
        yield Breakdown(total, tuple(own), "brackets", False, True)  # «всего 40 человек – 20 взрослых и 20 детей»
        return
    colon = COLON.search(between)
    if colon is None or FULL_STOP.search(between[:colon.start()]) or re.search(r"\b(?:әр|әрбір)\s|\bкажд", between[colon.start():]):
        return  # «әр номинацияда бірінші орын – 200 000 тг, …»: the parts of one of several
    if len(parts) >= 2 and (labelled(folded, parts) or _in_row(folded, total, parts, colon.end() + total.end)
                            or opens_each(folded, total, parts) or chain(folded, parts)):
        yield Breakdown(total, tuple(parts), "brackets", bool(OPEN_END.search(folded[total.end:parts[-1].end + 20])), True)


#: Between two numbers of a row: «Шортандыдан», «Есіл ауданынан», «в школах».
ROW_LABEL = r"[^.;:()\d,]{3,44}\s"


def _in_row(folded: str, total: Claim, parts: list[Claim], start: int) -> bool:
    """Whether bare numbers stand in a row behind a colon, each behind its place, the last of them perhaps with the unit of the total:
    «73 өтінім түсті: Аршалыдан 14, Шортандыдан 17, Есілден 42», «24 ящика: в школах 10, в магазинах 8, в больницах 6»."""
    if len(parts) < 3 or any(part.group for part in parts[:-1]) or parts[-1].group not in ("", total.group) or not is_near(total, parts) \
            or total.group in ("money", "percent", "time"):
        return False
    ends = [start, *(part.end for part in parts)]
    gaps = [folded[end:part.start] for end, part in zip(ends, parts)]
    return bool(re.fullmatch(rf"\s?{ROW_LABEL}", gaps[0])) and all(re.fullmatch(rf"(?:,|\s(?:және|мен|пен|и))\s{ROW_LABEL}", gap) for gap in gaps[1:])


def _marked(folded: str, total: Claim, rest: list[Claim], marker: re.Match) -> Iterator[Breakdown]:
    """The parts behind «of which» or «of them», which stand between a number and the next one."""
    between = folded[total.end:rest[0].start]
    if len(re.findall(r"[.!?]\s+(?=\S)", between[:marker.start()])) > 1:
        return
    if any(total.end + marker.end() <= end < rest[0].start and folded[end - 1:end] in ".!?…" for _, end in sentences(total.passage.text)):
        return  # «9 акция өтті, олардың үшеуі – жазда. Акцияларда 130 ерікті …»: what is told of them ends before the next number
    parts, kind = [], "of-which" if OF_WHICH.search(between) else "of-them"
    end = max(claim.end for claim in rest if claim.sentence == rest[0].sentence)
    if kind == "of-them" and len(between) - marker.end() > 60:
        return
    for claim in rest:
        if claim.sentence != rest[0].sentence:
            break
        gap = folded[(parts[-1].end if parts else total.end):claim.start]
        if parts and OF_WHICH.search(gap):  # a second breakdown of the same total begins
            parts = alike(total, parts)
            if len(parts) >= 2:
                yield Breakdown(total, tuple(parts), kind, bool(OPEN_END.search(folded[total.end:end + 24])), labelled(folded, parts))
            parts = []
        if len(parts) == 1 and kind == "of-them" and COLON.search(gap):
            return  # «30 әйелдің 19-ы … ашты: 8-і …»: what follows the colon are the parts of that part
        if depth(folded, total.end, claim.start) == 0:
            parts.append(claim)
    first, parts = parts[:1], alike(total, parts)
    if kind == "of-them" and parts and parts[0].number != first[0].number:
        return  # «оның 17 бұйымы 204 000 теңгеге сатылды»: of something else
    if len(parts) >= 2:
        yield Breakdown(total, tuple(parts), kind, bool(OPEN_END.search(folded[total.end:end + 24])), labelled(folded, parts))


def _out_of(folded: str, total: Claim) -> bool:
    """Whether a sentence opens with «of so many»: «Из 48 проектов завершены 36, продолжаются 12», «46 ескертудің 40-ы …, 6-уы …»."""
    opening = re.search(r"(?:^|[.;!?]\s+)из\s(?:[^\W\d_]+(?:ых|их)\s)?$", folded[max(0, total.start - 40):total.start])
    noun = folded[total.noun[0]:total.noun[1]] if total.noun is not None and total.noun[0] >= total.end - 1 else ""
    genitive = re.search(r"(?:ның|нің|дың|дің|тың|тің)$", noun) and re.match(r"\s*\d", folded[total.noun[1]:total.noun[1] + 3])
    return bool(opening or genitive)


def _listed(blocks: Sequence[Block], index: int, folded: str, claims: list[Claim], by_block) -> Breakdown | None:
    """A total whose sentence ends in a colon, and the first numbers of the list items that follow."""
    head, start = index, index + 1
    if not folded.rstrip().endswith(":"):
        return None
    if OF_WHICH.fullmatch(folded.strip(" :")):
        return None
    total = next((claim for claim in reversed(claims) if claim.role == "count" and not claim.has("plan")), None)
    following = start
    if following < len(blocks) and OF_WHICH.fullmatch(fold(blocks[following].text).strip(" :*_")):
        following += 1
    return _items(blocks, total, following, by_block) if total is not None and head < len(blocks) else None


def _items(blocks: Sequence[Block], total: Claim, start: int, by_block) -> Breakdown | None:
    parts, index = [], start
    while index < len(blocks) and blocks[index].kind == "item":
        own = [claim for claim in by_block.get(index, ()) if claim.group not in BESIDE]
        first = next(iter(own), None)
        lone = len(own) == 1 and len(by_block[index]) > 1
        if first is None or not lone and len(own) > 1 and first.start > 4 and not re.search(r"[-–—:]\s*$", blocks[index].text[:first.start]):
            return None
        parts.append(first)
        index += 1
    parts = alike(total, parts)
    if total.quantity.value == len(parts) or KINDS.match(fold(total.passage.text), total.end):
        return None  # «3 вида мероприятий: лекции (6); …»: how many items there are
    return Breakdown(total, tuple(parts), "list") if len(parts) >= 2 else None


#: «3 вида», «4 бағыт»: the items of a list are counted, not what is in them.
KINDS = re.compile(rf"\s+(?:[^\W\d_]+\s)?{either('contexts', 'kinds')}\b")


def find_listed_after_of_which(blocks: Sequence[Block], claims: Sequence[Claim]) -> Iterator[Breakdown]:
    """A total in one paragraph, «оның ішінде:» in the next one, the parts in a list after it."""
    by_block: dict[int, list[Claim]] = {}
    for claim in claims:
        if claim.cell is None and claim.role == "count":
            by_block.setdefault(claim.block, []).append(claim)
    for index, block in enumerate(blocks[:-1]):
        marker = OF_WHICH.fullmatch(fold(block.text).strip(" :*_")) if block.text else None
        if marker is None or index == 0:
            continue
        total = next((claim for claim in reversed(by_block.get(index - 1, [])) if not claim.has("plan")), None)
        if total is not None and (found := _items(blocks, total, index + 1, by_block)) is not None:
            yield found


def _before(folded: str, claims: list[Claim]) -> Iterator[Breakdown]:
    """Parts first, the total last in one sentence: «ҮЕҰ өкілдері - 30, мемлекеттік сектор өкілдері - 33, жалпы 63 адам»."""
    for position, total in enumerate(claims):
        if not total.has("total") or position < 2 or total.has("has-parts"):
            continue
        own = [claim for claim in claims[:position] if claim.sentence == total.sentence and not claim.has("plan", "total")]
        own = [claim for claim in own if not explained(folded, own, claim)]
        if any(is_each(claim) and (claim.group == total.group or not claim.group) for claim in own):
            continue  # «футболки (40 шт. по 3 500 тенге)», «в двух – по 30»: products
        own = [claim for claim in own if not is_each(claim)]
        if (row := _row_before(folded, own, total)) is not None:
            yield row
            continue
        parts = [claim for claim in own if (claim.group == total.group or total.measure == "material" and claim.group in MEDIA or (not claim.group or claim.group.startswith("~")) and labelled(folded, [claim]))]
        parts = _with_labels(folded, own, parts, total)
        if _holds_others(total, own, parts):
            continue
        if len(parts) >= 2 and not re.search(r"[.;!?]\s", folded[parts[-1].end:total.start]):
            yield Breakdown(total, tuple(parts), "before", labelled=labelled(folded, parts))


def _holds_others(total: Claim, own: list[Claim], parts: list[Claim]) -> bool:
    """Whether families or groups stand among parts that are people, which may be in the total as people too: «560 оқушы, 342 тұрғын, 66
    отбасының өкілі – барлығы 968 адам»; what the people alone do not make proves nothing then."""
    among = [claim for claim in own if parts and claim not in parts and claim.start > parts[0].start
             and claim.group in ("families", "teams", "organisations")]
    return total.group == "people" and bool(among) and not total.quantity.meets(sum_of(part.quantity for part in parts))


def _with_labels(folded: str, own: list[Claim], parts: list[Claim], total: Claim) -> list[Claim]:
    """The parts, with the numbers of their row whose label is a noun of its own: «Бас жүлде - 1, бірінші орын - 2, …, барлығы 10 жеңімпаз»."""
    row = [claim for claim in own if claim in parts or claim.noun is not None and claim.noun[1] <= claim.start and claim.group not in ("money", "percent", "time")]
    if len(row) == len(parts) or not labelled(folded, row) or any(part.group == total.group for part in parts) or total.group == "money":
        return parts
    off = lambda some: abs(sum(claim.quantity.value for claim in some) - total.quantity.value)
    return row if off(row) <= off(parts) else parts


def _row_before(folded: str, own: list[Claim], total: Claim) -> Breakdown | None:
    """Bare or unlike numbers in a row of commas, then what they are together: «мектептерде 318, колледждерде 226, барлығы 544 оқушы»,
    «закуплено: 60 мячей, 36 скакалок, 24 сетки, итого 120 единиц»."""
    kinds = {claim.group for claim in own}
    bare = all(claim.group in ("", total.group) for claim in own)
    unlike = len(own) >= 3 and all(group.startswith("~") for group in kinds) and COLON.search(folded[max(0, own[0].start - 30):own[0].start] if own else "")
    if len(own) < 2 or kinds == {total.group} or not (bare or unlike) or not is_near(total, own) or total.group in ("money", "time", "percent"):
        return None
    rows = zip(own, [*own[1:], total])
    if not all(re.fullmatch(r"[^.;:()\d]{0,60}(?:[,;]|\s(?:және|и|мен|пен))\s[^.;:()\d]{0,60}", folded[one.end:other.start]) for one, other in rows):
        return None
    return Breakdown(total, tuple(own), "before")


def _sexes(folded: str, claims: list[Claim]) -> Iterator[Breakdown]:
    """People in all, and right behind them, in the same or the next sentence, their men and women: «В лагере отдохнули 348 детей. Мальчиков
    231, девочек 117.»  Only where no other number of people stands in between or before in the sentence."""
    for total, *pair in zip(claims, claims[1:], claims[2:]):
        if total.group != "people" or total.measure in ("man", "woman") or {part.measure for part in pair} != {"man", "woman"} or total.has("plan", "each", "including") \
                or pair[0].sentence != pair[1].sentence or pair[0].sentence - total.sentence > 1 or any(part.has("plan", "each") for part in pair):
            continue
        if OF_WHICH.search(between := folded[total.end:pair[0].start]) or "(" in between or depth(folded, 0, total.start):
            continue  # read as a breakdown already
        near = [claim for claim in claims if claim.group == "people" and claim not in (total, *pair) and total.sentence <= claim.sentence <= pair[0].sentence]
        if not near and is_near(total, pair):
            yield Breakdown(total, tuple(pair), "sexes")
