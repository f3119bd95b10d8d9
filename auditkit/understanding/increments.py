"""Growth told in numbers, and the two numbers that it is the difference of: «2022 жылы 120, 2023 жылы 150 клуб, 30-ға артты», «с 75 % до 92 %,
то есть на 17 процентных пунктов», «до тренинга 3,2 балла, после – 4,5, прирост 1,3 балла»."""
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditkit.lexicon import either, pattern
from auditkit.understanding.claims import Claim
from auditkit.understanding.growth import CLAUSE, DOWN, POINTS, UP, by_year, from_to, of_another_thing
from auditkit.wording import fold

#: «40 клубқа артты», «40-қа көп», «40 клубқа көбейді»: by so many.
BY_SO_MANY = re.compile(r"(?:\s?-\s?|\s?[^\W\d_]*)(?:ға|ге|қа|ке|на|не)\s+(?:\([^()]{1,16}\)\s)?(?:[^\W\d_]+\s)?" + either("growth", "by_so_many"))
SHORT_POINTS = re.compile(r"\s?п\.\s?п\b")
CHANGED = re.compile(UP.pattern + "|" + DOWN.pattern)
LESS = pattern("growth", "down", "less")
#: «прирост составил 1,3 балла», «рост – 17 п.п.».
GAIN = re.compile(rf"{either('growth', 'gain')}\w*\s*(?:[-:]|{either('growth', 'is')})?\s*$")
#: «до тренинга …, после – …», «тренингке дейін …, кейін …».
BEFORE = re.compile(r"(?:\bдо\s(?:начала\s|реализации\s|старта\s)[^\d,;.]{3,90}|\bдо\s[^\d,;.]{3,40}|\b(?:входн|предварительн|первичн|начальн)\w+\s[^\d,;.]{3,30}|\bбастапқы\s[^\d,;.]{3,30}|[^\d,;.]{3,40}\s(?:дейін|бұрын)\b[^\d,;.]{0,30})$")
AFTER = re.compile(r"\b(?:после|кейін|по завершении|по окончании|аяқталғанда|соңында)\b[^\d,;.]{0,40}$|\b(?:итогов\w+|повторн\w+|выходн\w+|қорытынды)\s[^\d,;.]{0,30}$")


@dataclass(frozen=True)
class Increment:
    """`told`: the claim that tells by how much something grew or fell; `before`, `after`: the two numbers; `fits`: they differ by that, within their
    rounding."""

    told: Claim
    before: Claim
    after: Claim
    fits: bool


def find_increments(claims: Sequence[Claim]) -> Iterator[Increment]:
    """The growths told in numbers, in percentage points and in marks, each with the two numbers of its sentence that are known by their years, by
    «from … to …», or by «before» and «after».  Sentences with more numbers of the kind are left alone."""
    by_sentence: dict[tuple[int, int], list[Claim]] = {}
    for claim in claims:
        if claim.cell is None:
            by_sentence.setdefault((claim.block, claim.sentence), []).append(claim)
    for group in by_sentence.values():
        for told in group:
            if not told.quantity.is_firm or told.quantity.value <= 0 or told.has("plan", "title", "total"):
                continue
            points = told.role == "share" or SHORT_POINTS.match(fold(told.passage.text), told.end)
            numbers = _shares(told, group) if points else _counts(told, group) if told.role == "count" else []
            if len(numbers) > 2 and told.role == "count" and (ends := from_to(numbers)) is not None:
                numbers = list(ends)  # «в трех районах – с 27 до 11»
            if len(numbers) != 2 or any(told.start < claim.start for claim in numbers):
                continue
            pair = from_to(numbers) or by_year(told, numbers, group) or _before_and_after(numbers)
            if pair is not None and _fits_direction(told, *pair) and ((fits := _fits(told, *pair)) or points or not of_another_thing(told, pair)):
                yield Increment(told, *pair, fits)


def _counts(told: Claim, group: Sequence[Claim]) -> list[Claim]:
    """The numbers that a growth told in a number may be the difference of: of its own sort, or bare."""
    if told.group == "time" or told.group == "times" or not (told.quantity.is_exact or told.group == "points") or not _says_by(told):
        return []
    own = "" if told.noun is not None and CHANGED.match(fold(told.passage.text[told.noun[0]:told.noun[1]])) else told.group
    numbers = [claim for claim in group if claim.role == "count" and claim is not told and (claim.quantity.is_firm or claim.quantity.hedge == "at-most") and claim.quantity.value > 0
               and not claim.has("plan", "each") and claim.group not in ("time", "times", "percent")]
    if own == "points":  # marks: «3,2», «4,5» with the same digits behind the sign, whatever stands beside them
        return [claim for claim in numbers if claim.quantity.decimals == told.quantity.decimals]
    numbers = [claim for claim in numbers if claim.group in (own, "") or not own or own.startswith("~")]
    ends = from_to(numbers)
    if any(claim.quantity.hedge == "at-most" and (ends is None or claim is not ends[1]) for claim in numbers):
        return []  # «до 690» is where it ended only after «с 742»
    unlike = own and not any(claim.group == own for claim in numbers) and any(claim.group for claim in numbers)
    if unlike and own.startswith("~") and ends is not None and own[1:] in fold(told.passage.text)[max(0, ends[0].start - 60):ends[0].start]:
        unlike = False  # «клубтар саны 11-ден 19-ға жетіп, 8 клубқа көбейді»
    return [] if unlike or not all(claim.quantity.is_exact or claim.quantity.hedge == "at-most" for claim in numbers) else numbers


def _shares(told: Claim, group: Sequence[Claim]) -> list[Claim]:
    """The two shares that a growth told in percentage points may be the difference of."""
    text = fold(told.passage.text)
    if not (POINTS.match(text[told.end:told.end + 30]) if told.role == "share" else SHORT_POINTS.match(text, told.end)):
        return []
    return [claim for claim in group if claim.role == "share" and claim is not told and not claim.has("plan") and claim.quantity.hedge != "range"]


def _says_by(told: Claim) -> bool:
    """Whether a number says by how many something grew or fell, not how many it became."""
    return _direction(told) is not None


def _direction(told: Claim) -> bool | None:
    """Whether a number says by how many something fell (True) or grew (False); None where it says neither."""
    text = fold(told.passage.text)
    before, after = text[max(0, told.start - 90):told.start], re.split(r"[;:(]|[.!?](?:\s|$)|\d", text[told.end:told.end + 50])[0]
    if re.search(r"(?:^|[\s(])на\s$", before) and not re.match(r"\s*(?:%|процент)", after):
        near = (before if re.search(r"(?:то есть|т\.\s?е\.|или|\()\s*на\s$", before) else CLAUSE.split(before)[-1]) + " | " + after.split(",")[0]
    elif kazakh := BY_SO_MANY.match(text, told.end, min(len(text), told.end + 50)):
        near = text[told.end:kazakh.end() + 6]
    elif gain := GAIN.search(before):
        near = gain.group()
    else:
        return None
    if LESS.search(near) and not UP.search(near):
        return True
    return False if UP.search(near) and not LESS.search(near) else None


def _fits_direction(told: Claim, before: Claim, after: Claim) -> bool:
    down = _direction(told)
    return down is None or (after.quantity.value < before.quantity.value) == down


def _before_and_after(numbers: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """The numbers of a test before and after something."""
    first, second = numbers
    text = fold(first.passage.text)
    told = BEFORE.search(text[max(0, first.start - 120):first.start]) and AFTER.search(text[max(first.end, second.start - 60):second.start])
    return (first, second) if told else None


def _fits(told: Claim, before: Claim, after: Claim) -> bool:
    """Whether two numbers differ by what is told, within the rounding of all three."""
    rounding = lambda claim: 0.5 * 10.0 ** -claim.quantity.decimals if claim.quantity.decimals else 0.0
    off = abs(abs(after.quantity.value - before.quantity.value) - told.quantity.value)
    return off <= rounding(told) + rounding(before) + rounding(after) - 1e-9 if any(map(rounding, (told, before, after))) else off < 1e-9
