"""Growth told in percent or in times, and the two numbers that it is told of: «2022 жылы 120, 2023 жылы 150 … 25 %-ға артты»."""
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditkit.lexicon import either, pattern
from auditkit.understanding.breakdowns import OF_WHICH
from auditkit.understanding.claims import Claim, sentences
from auditkit.understanding.nouns import all_nouns
from auditkit.wording import fold, stems

UP, DOWN = pattern("growth", "up"), pattern("growth", "down")
POINTS = re.compile(rf"^\w*\s*-?(?:\w+\s)?{either('growth', 'points')}")
TIMES = re.compile(rf"^\s*-?\s?{either('growth', 'times')}")
MONEY = pattern("growth", "money")
#: Words of a clause of growth that do not say what grew.
GENERIC = re.compile(rf"\d{{4}}|%|\b{either('growth', 'up', 'down', 'generic')}\w*")
EARLIER = re.compile(rf"[^.;,()\d]{{0,24}}\b{either('growth', 'earlier')}")
EARLIER_BEFORE = re.compile(rf"{either('growth', 'earlier_before')}[\s-]*$")
THAT_IS = re.compile(rf"\s*{either('growth', 'that_is')}\s(?:на\s)?")
LEVEL = re.compile(rf"\s?-?\s?\w{{0,3}}\s?{either('growth', 'level')}")
GROWTH_OF = re.compile(rf"{either('growth', 'noun')}\b[^.;]{{0,40}}$")
GREW_BY = re.compile(rf"\s?-?\s?(?:ға|ге|қа|ке)\s(?:\w+\s)?{either('growth', 'by')}")
#: «до тренинга …, после – …», «тренингке дейін …, кейін …», «по итогам входного …, выходного …».
BEFORE = re.compile(r"(?:\bдо\s(?:начала\s|реализации\s|старта\s)[^\d,;.]{3,90}|\bдо\s[^\d,;.]{3,40}|[^\d,;.]{3,40}\s(?:дейін|бұрын)\b[^\d,;.]{0,30}"
                    rf"|\b{either('growth', 'at_first')}\b[^\d,;.]{{0,40}})$")
AFTER = re.compile(rf"\b{either('growth', 'at_last')}\b[^\d,;.]{{0,40}}$")
#: «40 клубқа артты», «40-қа көп», «40 клубқа көбейді»: by so many.
BY_SO_MANY = re.compile(r"(?:\s?-\s?|\s?[^\W\d_]*)(?:ға|ге|қа|ке|на|не)\s+(?:\([^()]{1,16}\)\s)?(?:[^\W\d_]+\s)?" + either("growth", "by_so_many"))
#: «124 адамға немесе 40 %-ға көбейді», «на 8 250 000 тенге, или на 25 %»: how much it grew by, told in two ways.
BOTH_WAYS = re.compile(rf"[^\d.;()]{{0,24}},?\s{either('growth', 'that_is')}\s(?:на\s)?\d[\d ,.]*%")
#: … the first of the two, before the share.
IN_NUMBERS = re.compile(rf"\d[\d ,.]*(?:\s[^\W\d_]+){{0,2}}\s{either('growth', 'that_is')}\s(?:на\s)?$")
#: «прирост составил 1,3 балла», «рост – 17 п.п.».
GAIN = re.compile(rf"{either('growth', 'gain')}\w*\s*(?:[-:]|{either('growth', 'is')})?\s*$")
OVER_YEARS = pattern("growth", "over_years")
CLAUSE = re.compile(r"[,;:()]\s|\s-\s|[.!?]\s")


@dataclass(frozen=True)
class Growth:
    """`told`: the claim with the share or the factor; `times`: it is a factor; `down`: it is told as a decrease; `before`, `after`:
    the two numbers; `fits`: they give what is told; `exact`: what they give."""

    told: Claim
    times: bool
    down: bool
    before: Claim
    after: Claim
    fits: bool
    exact: float


def find_growths(claims: Sequence[Claim]) -> Iterator[Growth]:
    """The growths of a report's prose with the numbers they are told of.  Where any two numbers nearby give what is told, these are
    the ones; where none do, only two numbers whose years or words («from … to») say what they are."""
    by_block: dict[int, list[Claim]] = {}
    for claim in claims:
        if claim.cell is None:
            by_block.setdefault(claim.block, []).append(claim)
    for group in by_block.values():
        for told in group:
            if (direction := _direction(told)) is not None:
                yield from _of_one(told, direction, group)


def _direction(told: Claim) -> tuple[bool, bool] | None:
    """(whether it is a factor, whether it is a decrease) of a claim that tells a growth; None where it tells none."""
    text = fold(told.passage.text)
    times = told.role == "count" and bool(TIMES.match(text[told.end:told.end + 8])) and told.quantity.decimals > 0
    if not times and told.role != "share" or not told.quantity.is_firm or told.quantity.value <= 0 or told.has("plan", "title"):
        return None
    if POINTS.match(text[told.end:told.end + 30]):
        return None
    before = CLAUSE.split(text[max(0, told.start - 60):told.start])[-1]
    if before.strip() == "" or THAT_IS.fullmatch(before):
        before = text[max(0, told.start - 60):told.start]
    after = re.split(r"[,;:(]|[.!?]\s|\d", text[told.end:told.end + 26])[0]
    near = before[-60:] + " | " + after
    plus = text[max(0, told.start - 2):told.start].strip().endswith("+")
    if not (plus or UP.search(near) or DOWN.search(near)):
        return None
    if not plus and not times and not _says_by(text, told, before):
        return None
    return times, not plus and bool(DOWN.search(near)) and not UP.search(after)


def _says_by(text: str, told: Claim, before: str) -> bool:
    """Whether a share is how much something grew, not how much it grew to: «на 20 %», «рост составил 20 %», «өсім – 20 %»,
    «20 %-ға артты», but not «до 20 %», «20 %-ға дейін»."""
    if re.search(r"\bдо\s*$|%\s?-?\s?(?:дан|ден|тан|тен)\s*$", text[max(0, told.start - 8):told.start]) or LEVEL.match(text[told.end:told.end + 14]):
        return False
    return bool(re.search(r"(?:^|\s)на\s*$", text[max(0, told.start - 5):told.start])
                or GROWTH_OF.search(text[max(0, told.start - 60):told.start])
                or GREW_BY.match(text[told.end:told.end + 34])
                or re.match(r"\s?-?\s?(?:ды|ді)\sқұра", text[told.end:told.end + 12]))


def _of_one(told: Claim, direction: tuple[bool, bool], group: Sequence[Claim]) -> Iterator[Growth]:
    times, down = direction
    numbers = [claim for claim in group if claim.role == "count" and (claim.quantity.is_firm or claim.quantity.hedge == "at-most") and claim.quantity.value > 0
               and claim is not told and 0 <= told.sentence - claim.sentence <= 2 and claim.number < told.number + 4 and not claim.has("plan", "each")
               and claim.group not in ("time", "times", "points")]
    numbers = [claim for claim in numbers if (claim.sentence == told.sentence or not _is_part(claim, numbers)) and not tells_gain(claim)]
    pairs = [(one, other) for one in numbers for other in numbers if one is not other and _comparable(one, other)
             and (other.quantity.value < one.quantity.value) == down and one.quantity.value != other.quantity.value]
    fitting = [pair for pair in pairs if _fits(told, times, *pair)]
    here = [claim for claim in numbers if claim.sentence == told.sentence]
    chosen = from_to(here) or by_year(told, numbers, group) or before_and_after(here)
    if chosen is not None and of_another_thing(told, chosen):
        chosen = None
    if fitting:
        pair = chosen if chosen in fitting else fitting[0]
        yield Growth(told, times, down, *pair, True, _exact(times, *pair))
    elif chosen is not None and chosen in pairs and not _of_two_things(told, chosen):
        yield Growth(told, times, down, *chosen, False, _exact(times, *chosen))


def _of_two_things(told: Claim, pair: tuple[Claim, Claim]) -> bool:
    """Whether a semicolon parts the two numbers, or the growth is over several years («екі жылда 1,5 есе»), whose ends may stand elsewhere."""
    text = fold(told.passage.text)
    first, last = sorted(claim.start for claim in pair)
    return ";" in text[first:last] or bool(OVER_YEARS.search(text[max(0, told.start - 30):told.start]))


def _is_part(claim: Claim, numbers: Sequence[Claim]) -> bool:
    """Whether a number stands behind «of which» in its sentence."""
    first = next(other for other in numbers if other.sentence == claim.sentence)
    return bool(OF_WHICH.search(fold(claim.passage.text[first.end:claim.start])))


def of_another_thing(told: Claim, pair: tuple[Claim, Claim]) -> bool:
    """Whether the clause of a growth names something that is not told of with its numbers: «Охват вырос на 5 %» after two numbers of clubs."""
    if all(claim.group.startswith("~") for claim in pair) and pair[0].group != pair[1].group:
        return True
    text = fold(told.passage.text)
    if min(claim.start for claim in pair) > told.end:  # «мусора стало больше на 25 %, добровольцев – с 354 до 531»
        begin = max([end for _, end in sentences(told.passage.text) if end <= told.start], default=0)
        said = set(stems(text[begin:told.start]))
        between = text[told.end:min(claim.start for claim in pair)]
        return bool(re.search(r"[.!?]\s", between)) or any(word not in said for word in stems(GENERIC.sub(" ", between)) if len(word) > 3)
    start = max([match.end() for match in CLAUSE.finditer(text, 0, told.start)], default=0)
    if any(start <= claim.start < told.start for claim in pair):
        return False  # the numbers stand in the clause itself
    stop = CLAUSE.search(text, told.end)
    clause = IN_NUMBERS.sub("", text[start:told.start]) + " " + text[told.end:stop.start() if stop else len(text)]
    if pair[0].group == "money" and MONEY.search(clause):
        return False
    about = set(stems(text[max(0, min(claim.start for claim in pair) - 90):start]))
    return any(word not in about for word in stems(GENERIC.sub(" ", clause)) if len(word) > 3)


def _comparable(one: Claim, other: Claim) -> bool:
    known = [claim.group for claim in (one, other) if claim.group and not claim.group.startswith("~")]
    return len(known) < 2 and "money" not in known or len(set(known)) == 1


def _exact(times: bool, before: Claim, after: Claim) -> float:
    ratio = after.quantity.value / before.quantity.value
    return ratio if times else 100 * abs(ratio - 1)


def _fits(told: Claim, times: bool, before: Claim, after: Claim) -> bool:
    """Whether two numbers, with their rounding, give the growth told, rounded or cut to its last digit."""
    unit = 10.0 ** -told.quantity.decimals
    ends = [(c.quantity.value, c.quantity.value) if not c.quantity.is_firm else (c.quantity.low, c.quantity.high) for c in (before, after)]
    ratios = sorted((ends[1][0] / ends[0][1], ends[1][1] / max(ends[0][0], 1e-9)))
    low, high = ratios if times else sorted(100 * abs(ratio - 1) for ratio in ratios)
    return low - unit <= told.quantity.value <= high + unit


def tells_gain(claim: Claim) -> bool:
    """Whether a number says by how many something grew or fell, and not how many there were."""
    text = fold(claim.passage.text)
    if BY_SO_MANY.match(text, claim.end, min(len(text), claim.end + 50)) or GAIN.search(text[max(0, claim.start - 40):claim.start]):
        return True
    if BOTH_WAYS.match(text, claim.end, min(len(text), claim.end + 50)):
        return bool(UP.search(text, claim.end, claim.end + 70) or re.search(r"\bна\s$", text[max(0, claim.start - 4):claim.start]))
    clause = CLAUSE.split(text[max(0, claim.start - 60):claim.start])[-1]
    return bool(re.search(r"(?:^|\s)на\s$", clause) and (UP.search(clause) or DOWN.search(clause)))


def before_and_after(numbers: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """Two numbers of which a sentence says that one was before something and the other after it; marks have the same digits behind the sign."""
    if len(numbers) > 2:
        decimals = max(claim.quantity.decimals for claim in numbers)
        numbers = [claim for claim in numbers if decimals and claim.quantity.decimals == decimals]
    if len(numbers) != 2:
        return None
    first, second = numbers
    text = fold(first.passage.text)
    told = BEFORE.search(text[max(0, first.start - 120):first.start]) and AFTER.search(text[max(first.end, second.start - 60):second.start])
    return (first, second) if told else None


def from_to(numbers: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """The two numbers of a sentence that are said to be where a growth began and ended."""
    found = []
    for before, after in zip(numbers, numbers[1:]):
        text = fold(before.passage.text)
        russian = re.search(r"(?:^|[\s(])(?:со?|от)\s$", text[max(0, before.start - 4):before.start]) and \
            re.search(r"(?:^|\s)до\s$", text[before.end:after.start])
        kazakh = re.match(r"\s?-?\s?(?:дан|ден|тан|тен|нан|нен)\b", text[before.end:before.end + 8]) and \
            re.match(r"[\d ,.]*\d\s?%?\s?-?\s?(?:ға|ге|қа|ке)\b", text[after.start:after.end + 6])
        russian = russian or re.search(r"(?:^|[\s(])(?:со?|от)\s$", text[max(0, before.start - 4):before.start]) and text[after.start:after.start + 3] == "до "
        if (russian or kazakh) and before.sentence == after.sentence and len(text[before.end:after.start]) < 40:
            found.append((before, after))
    return found[0] if len(found) == 1 else None


def by_year(told: Claim, numbers: Sequence[Claim], group: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """The numbers of the last year and of the year compared with, out of those of the one thing that the growth is told of."""
    text = fold(told.passage.text)
    alike = _of_its_thing(told, numbers, text)
    years = {claim.number: _year(claim, group, text) for claim in alike}
    known = sorted({year for year in years.values() if year})
    if len(alike) < 2 or not known:
        return None
    unknown = [claim for claim in alike if not years[claim.number]]
    if len(alike) == 2 and len(known) + len(unknown) == 2 and len(unknown) <= 1:
        before = next(claim for claim in alike if years[claim.number] == known[0])
        after = next(claim for claim in alike if claim is not before)
        return before, after
    if len(alike) == len(known) and not unknown:
        base = next((claim.value for claim in group if claim.role == "date" and claim.sentence == told.sentence and claim.value in known[:-1]), None)
        pick = {years[claim.number]: claim for claim in alike}
        return (pick[base], pick[known[-1]]) if base and told.sentence != pick[known[-1]].sentence else None
    return None


def _of_its_thing(told: Claim, numbers: Sequence[Claim], text: str) -> list[Claim]:
    """The numbers of the thing that the clause of a growth names; all of them where they are all of one thing."""
    same = [claim for claim in numbers if claim.sentence == told.sentence]
    if len(same) == 2 and _comparable(*same):
        return same
    groups = list(dict.fromkeys(claim.group for claim in numbers if claim.group and not claim.group.startswith("~")))
    if len(groups) <= 1:
        return list(numbers)
    start = max((match.end() for match in CLAUSE.finditer(text, 0, told.start) if match.group()[0] in ",;.!?"), default=0)
    clause = IN_NUMBERS.sub("", text[start:told.start])
    if THAT_IS.fullmatch(clause):  # «вырос на 8 250 000 тенге, или на 25 %»
        start = max((match.end() for match in CLAUSE.finditer(text, 0, start - 1) if match.group()[0] in ",;.!?"), default=0)
        clause = text[start:told.start]
    named = {noun.group for noun in all_nouns(clause)} | ({"money"} if MONEY.search(clause) else set())
    own = [group for group in groups if group in named]
    return [claim for claim in numbers if claim.group == own[0]] if len(own) == 1 else []


def _year(claim: Claim, group: Sequence[Claim], text: str) -> int:
    """The year that stands before a number in its clause with no other number between, or right behind it; 0 where none does."""
    if EARLIER.match(text[claim.end:claim.end + 40]) or EARLIER_BEFORE.search(text[max(0, claim.start - 30):claim.start]):
        return 1  # before any year
    others = [other for other in group if other is not claim and other.role == "count" and (other.group == claim.group or not other.group)]
    years = [other for other in group if other.role == "date" and other.quantity.is_exact and 1990 <= other.quantity.value <= 2040]
    for year in reversed(years):
        if year.end <= claim.start and claim.start - year.end <= 60 and not any(year.end <= other.start < claim.start for other in others) \
                and not re.search(r"[;.!?]\s", text[year.end:claim.start]):
            return int(year.quantity.value)
    return next((int(year.quantity.value) for year in years if 0 <= year.start - claim.end <= 24 and re.fullmatch(r"[^\d.;,()]*", text[claim.end:year.start])
                 and re.search(r"\b(?:в|за)\s*$", text[claim.end:year.start])), 0)
