"""Every number of a report as a claim: what it counts, how exactly, in which role, and where it stands."""
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from auditkit.lexicon import either, load
from auditkit.model import Block, Passage, Place
from auditkit.quantity import Quantity
from auditkit.understanding.dates import find_dates
from auditkit.understanding.nouns import Noun, noun_after, noun_before
from auditkit.understanding.numbers import Number, find_numbers
from auditkit.understanding.sections import Outline, Scope
from auditkit.wording import excerpt, fold


@dataclass(frozen=True)
class Claim:
    """One number written in the report, with its meaning.

    `quantity`: its interval.  `role`: "count", "share", or what it is instead of a quantity ("date", "age", "phone",
    "ordinal", "reference", "time", "code", "link").  `measure`, `group`, `crowd`: as of `nouns.Noun`, "" where nothing is
    known of what it counts.  `marks`: how it is meant: "total", "including", "plan", "each", "attendance", "satisfaction",
    "title".  `text`: its words with their neighbours, as written.  `block`: index of its block; `cell`: (table number, row,
    column) from 1 inside a table; `broken`: its digits stand apart by a space; `start`, `end`: offsets in the passage of the block or cell; `sentence`: running number
    of its sentence in the report.
    """

    number: int
    quantity: Quantity
    role: str
    measure: str
    group: str
    crowd: bool
    marks: frozenset[str]
    text: str
    place: Place
    block: int
    scope: Scope
    start: int
    end: int
    sentence: int
    cell: tuple[int, int, int] | None = None
    noun: tuple[int, int] | None = None
    worded: bool = False
    broken: bool = False
    passage: Passage = field(default=Passage(), repr=False, compare=False)

    @property
    def value(self) -> float | int:
        """The number written; a whole number as an int."""
        value = self.quantity.value
        return int(value) if float(value).is_integer() else value

    @property
    def is_quantity(self) -> bool:
        """Whether it counts or measures something, and may so be compared."""
        return self.role in ("count", "share")

    def has(self, *marks: str) -> bool:
        """Whether it carries one of the marks."""
        return bool(self.marks.intersection(marks))


SENTENCE = re.compile(r"(?<=[.!?…;])[\s\u00a0]+(?=[«\"“(]?[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ\d*-])|\n+")
ABBREVIATION = re.compile(r"(?:^|[\s(.«])(?:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]|обл|қ|ауд|тг|т\.?б|ж|а\.ж|млн|млрд|тыс|г|гг|ул|көш|ат|т\.?\s?д|т\.?\s?п|т\.ғ|ст|см|и\.о|м\.а|м\.?х|др|пр|каб|стр|рис|№|т\.е|т\.к|с|п|зт)\.$", re.IGNORECASE)
#: «… және т.б.», «и др.» before a capital letter or a year end a sentence.
AND_OTHERS = re.compile(r"(?:т\.\s?б|т\.\s?[дп]|\sи др)\.$", re.IGNORECASE)
#: More letters than the longest of them has, with the sign before it: no more of a sentence needs to be looked at.
LONGEST_ABBREVIATION = 16
#: «2 000 экз. (1 200 – на казахском)»: no sentence begins with a bracket and a number.
IN_BRACKETS = re.compile(r"\(\d")
OPENS = re.compile(r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]|(?:19|20)\d\d\s+(?:жыл|год)")
CONTEXT = 46


@lru_cache(maxsize=1 << 12)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The (start, end) offsets of a text's sentences; the dots of initials and abbreviations end none."""
    spans, start = [], 0
    for gap in SENTENCE.finditer(text):
        tail = text[max(start, gap.start() - LONGEST_ABBREVIATION):gap.start()]
        if tail.endswith(".") and ABBREVIATION.search(tail) and "\n" not in gap.group() \
                and not (AND_OTHERS.search(tail) and OPENS.match(text, gap.end())):
            continue
        if IN_BRACKETS.match(text, gap.end()) and "\n" not in gap.group():
            continue
        spans.append((start, gap.start()))
        start = gap.end()
    spans.append((start, len(text)))
    return tuple((a, b) for a, b in spans if text[a:b].strip())


def sentence_of(claim: Claim) -> tuple[int, int]:
    """The (start, end) offsets of a number's sentence in its passage."""
    return next(((start, end) for start, end in sentences(claim.passage.text) if start <= claim.start < end), (claim.start, claim.end))


def read_claims(blocks: Sequence[Block], outline: Outline) -> list[Claim]:
    """All claims of a report in reading order: prose, headings, list items and the cells of tables."""
    claims: list[Claim] = []
    counter = _Counter()
    for index, (block, scope) in enumerate(zip(blocks, outline.scopes)):
        if block.table is None:
            title = bool(block.text) and scope.activity is not None and outline.activities[scope.activity].start == index or block.kind == "heading"
            claims += _of_passage(block.passage, index, scope, None, counter, title)
        else:
            for cell in block.table.cells:
                place = (block.table.number, cell.row + 1, cell.column + 1)
                claims += _of_passage(cell.passage, index, scope, place, counter, False)
    return claims


class _Counter:
    """Running numbers of claims and sentences."""

    def __init__(self):
        self.claims = self.sentences = 0

    def claim(self) -> int:
        self.claims += 1
        return self.claims


def _of_passage(passage: Passage, block: int, scope: Scope, cell, counter: _Counter, title: bool) -> list[Claim]:
    return _with_siblings(list(_read_passage(passage, block, scope, cell, counter, title)))


def _unglued(passage: Passage) -> str:
    """A cell's text with a line break for the space after a line that holds nothing but a number: «5» over «472 адам» are two
    numbers and not 5472.  Same length as the text."""
    text = list(passage.text)
    for (start, _), (end, _) in zip(passage.marks, passage.marks[1:]):
        if 0 < end <= len(text) and text[end - 1] == " " and re.fullmatch(r"\s*\d+(?:[.,]\d+)?\s*%?\s*", passage.text[start:end]) \
                and not passage.text[end:end + 3] == "000":
            text[end - 1] = "\n"
    return "".join(text)


SERIES = re.compile(r"([^\W_]+)\s*[-–—:]\s*$|(?:^|\s)(пришли|пришел|участвовали|собрались|келді|қатысты|жиналды|қатысып)\s*$")


def _with_siblings(claims: list[Claim]) -> list[Claim]:
    """«… жас арасында - 21 адам, … жас арасында - 22, …»: a number without a noun counts what its neighbours in the series
    count, where the same word and a dash stand before both."""
    result = []
    for claim in claims:
        by_place = claim.noun is not None and claim.noun[1] <= claim.start and claim.group != "people"  # «в колледже – 27»: where, not what
        if claim.role == "count" and (not claim.measure or claim.measure.startswith("~") or by_place) and not claim.worded:
            before = _series_word(claim)
            closed = re.match(r"\s*(?:[,;.(]|$|және|мен\b|пен\b|и\b)", claim.passage.text[claim.end:claim.end + 12])
            siblings = [other for other in claims if other.measure and not other.measure.startswith("~") and other.role == "count"
                        and before and closed and _series_word(other)
                        and (other.sentence == claim.sentence
                             or not by_place and abs(other.sentence - claim.sentence) <= 1 and _series_word(other) == before)
                        and other.noun is not None and other.noun[0] >= other.end - 1]
            if siblings:
                claim = replace(claim, measure=siblings[0].measure, group=siblings[0].group, crowd=siblings[0].crowd)
        elif claim.group == "events" and (people := _people_of(claim, claims)) is not None:
            claim = replace(claim, measure=people.measure, group=people.group, crowd=people.crowd)
        result.append(claim)
    return _with_following_parts([_as_part(claim, result) for claim in result])


AFTER_DASH = re.compile(r"\s?[-–—]\s")


def _people_of(claim: Claim, claims: Sequence[Claim]) -> Claim | None:
    """The people that a series goes on to count, its word left out: «429 – участники уроков, 148 – экспедиций»."""
    if claim.noun is None or claim.noun[0] < claim.end or not AFTER_DASH.match(claim.passage.text, claim.end):
        return None
    return next((other for other in claims if other.sentence == claim.sentence and other.end < claim.start and other.group == "people"
                 and other.noun is not None and other.noun[0] >= other.end and AFTER_DASH.match(other.passage.text, other.end)), None)


def _with_following_parts(claims: list[Claim]) -> list[Claim]:
    """«из них 26 женщин, 12 студентов»: what a comma or an «and» ties to a part of people is a part too."""
    result: list[Claim] = []
    for claim in claims:
        last = result[-1] if result else None
        if last is not None and last.has("including") and not claim.has("including", "total") and last.sentence == claim.sentence \
                and last.group == claim.group == "people" \
                and re.fullmatch(r"(?:\s?[^\W\d_][^\W\d_]*-?\s?){0,4}\s?(?:,|и|және|мен|пен|,\s?а также)\s", fold(claim.passage.text[last.end:claim.start])):
            claim = replace(claim, marks=claim.marks | {"including"})
        result.append(claim)
    return result


#: «…: клуб - 45», «…, курс – 45»: a label and a dash before the number.
LABELLED = re.compile(r"[^\W_]\s?-\s?$")


def _as_part(claim: Claim, claims: Sequence[Claim]) -> Claim:
    """«945 адам қатысты: клуб - 45, курс - 45»: people after a label in a list that a number of people opens are a part of it."""
    by_label = claim.noun is not None and claim.noun[1] <= claim.start and claim.role == "count"  # «617 адам: дәрістер – 322, тренинг – 48»
    if claim.group != "people" and not by_label or not LABELLED.search(fold(claim.passage.text[max(0, claim.start - 6):claim.start])):
        return claim
    heads = [other for other in claims if other.sentence == claim.sentence and other.end < claim.start and other.group == "people"
             and re.match(r"[^\d:;.]{0,60}:\s", claim.passage.text[other.end:claim.start])]
    if not heads:
        return claim
    people = {} if claim.group == "people" else {"measure": heads[-1].measure, "group": heads[-1].group, "crowd": heads[-1].crowd}
    return replace(claim, marks=claim.marks | {"including"}, **people)


def _series_word(claim: Claim) -> str:
    """The word before a dash before the number: «Зерендіде – 84» gives «зерендіде»; "" where there is no such thing."""
    found = SERIES.search(fold(claim.passage.text[max(0, claim.start - 40):claim.start]))
    return (found.group(1) or found.group(2)) if found else ""


def _read_passage(passage: Passage, block: int, scope: Scope, cell, counter: _Counter, title: bool) -> Iterator[Claim]:
    text = passage.text
    if not text or not any(char.isdigit() for char in text) and cell is not None:
        return
    if cell is not None:
        text = _unglued(passage)
    folded = fold(text)
    numbers = find_numbers(text, folded, find_dates(folded))
    spans = sentences(text)
    last: Claim | None = None
    for begin, end in spans:
        counter.sentences += 1
        inside = [number for number in numbers if begin <= number.start < end]
        for position, number in enumerate(inside):
            claim = _claim(passage, folded, number, inside, position, (begin, end), block, scope, cell, counter, title)
            if claim is None:
                continue
            if claim.has("plan") and claim.measure in ("plan", "") and last is not None and last.sentence == claim.sentence \
                    and last.role == claim.role:  # «373 қатысушы (жоспар – 300)»: the plan of what stands before it
                claim = replace(claim, measure=last.measure, group=last.group, crowd=last.crowd)
            last = claim if claim.is_quantity else last
            yield claim


def _claim(passage, folded, number: Number, inside, position, sentence, block, scope, cell, counter, title) -> Claim | None:
    noun = None
    if number.role in ("count", "share"):
        noun = _noun(folded, number, inside, position)
        if number.worded and (noun is None or noun.measure.startswith("~")):
            return None  # «бір», «екі жақты»: a word, not a count
    role = number.role
    if role == "count" and noun is None and number.quantity.is_exact and 1990 <= number.quantity.value <= 2040 and number.quantity.value % 100 \
            and number.digits[1] - number.digits[0] == 4 and not (cell is not None and passage.text.strip().isdigit()):
        role = "date"  # a bare year
    marks = frozenset(_marks(folded, number, noun, sentence, inside, position, title))
    text = excerpt(passage.text[sentence[0]:sentence[1]], number.start - sentence[0], number.end - sentence[0], CONTEXT, CONTEXT)
    return Claim(counter.claim(), number.quantity, role, noun.measure if noun else "", noun.group if noun else "",
                 bool(noun and noun.crowd), marks, text, passage.place_of(*number.digits), block, scope,
                 number.start, number.end, counter.sentences, cell, (noun.start, noun.end) if noun else None, number.worded, number.broken, passage)


#: «872-сі курсты аяқтады»: 872 of those named before; the course is what they finished.
OF_THEM = re.compile(r"\s?-?\s?(?:ауы|еуі|уы|уі|сы|сі|ы|і)(?![^\W\d_])")
OBLIQUE = re.compile(r"(?:[тдн][ыі]|[дт][ае]|[гқк][ае]|ға|[нтд][ае]н)$")


def _noun(folded: str, number: Number, inside: list[Number], position: int) -> Noun | None:
    if number.role == "share":
        return Noun("percent", "percent", False, number.digits[1], number.end)
    after = noun_after(folded, number.end)
    if after is not None and after.group != "people" and OF_THEM.match(folded[number.digits[1]:number.digits[1] + 7]) \
            and OBLIQUE.search(folded[after.start:after.end]):
        after = None
    before = noun_before(folded, number.start)
    if before is not None and position and inside[position - 1].role == "age" and before.group == "time" and before.start >= inside[position - 1].end:
        before = None  # «17-22 года – 200»: the years are those of an age
    if before is not None and (after is None or after.measure.startswith("~") or after.measure == "person"):
        return before if after is None or after.measure != "person" or before.group == "people" else after
    return after


@lru_cache(maxsize=1)
def _mark_patterns() -> dict[str, re.Pattern]:
    words = load("words")
    bounded = lambda stems: "|".join(rf"\b{re.escape(word)}" for word in stems)
    joined = {key: bounded(words[key]["kk"] + words[key]["ru"]) for key in ("total", "including", "each", "attendance", "satisfaction")}
    compiled = {key: re.compile(words_of) for key, words_of in joined.items()}
    compiled["total"] = re.compile(r"(?!\bжалпы (?:білім|орта|ұлттық|алғанда))(?!\bжалпыұлт)(?!\bобщи[йе] образ)(?!\bитогов)(?<!\bбольше )(?<!\bчаще )(?<!\bпрежде )(?<!\bлучше )(?<!\bскорее )(?:" + joined["total"] + ")")
    compiled["satisfaction"] = re.compile(rf"(?!\b{either('contexts', 'satisfactory')})(?:{joined['satisfaction']})")
    return compiled


PLAN_BEFORE = re.compile(r"(?:(?:больше|выше|меньше|ниже|сверх|от|к)\sплан[ау]\s?\(|запланированн\w+\s(?:[^\W\d_]+\s)?\(|план\sпо\s[^\W\d_]+\s?[-(]|планов\w+\sпоказател\w+|жоспар(?:дан|лы көрсеткіш\w*)\s?\(?|\(\s*(?:жоспар|план)\w*|жоспар бойынша|жоспарға сәйкес|по плану|при плане|жоспар\s?-|план\s?-|жоспарланған көрсеткіш\w*|запланирован\w*|планировал\w*)\s*[-:]?\s*(?:кемінде|кем дегенде|не менее|барлығы|всего|было|на)?\s*(?:[^\W\d_]+(?:ть|ти|чь)\s+){0,2}$|(?:ожидал|предполагал|намечал|предусмотрен)\w*\s+(?:[^\W\d_]+(?:ть|ти|чь)\s+){0,2}$")
PLAN_AFTER = re.compile(r"^[^.;!?()]{0,60}?\b(?:жоспарлан(?:ып|ған еді|ды|ған болатын)|жоспарланса|жоспарланып|күтілген|күтіліп|күтілді|көзделген|шақырылып|белгіленіп|запланирован|планировал|ожидал|предполага|предусмотрен|намечал|орнына|вместо заплан)")
PLAN_PARTICIPLE = re.compile(r"жоспарланған\s*$|запланированн\w+\s*$|(?:рассчитан|рассчитывал)\w*\s+на\s+$")
#: «форум 150 адамға есептелген»: for how many it was meant, not how many came.
MEANT_FOR = re.compile(r"\s(?:[^\W\d_]+\s)?[^\W\d_]+(?:ға|ге|қа|ке)\s(?:арнап\s)?есептелген")


def _marks(folded, number: Number, noun, sentence, inside, position, title) -> Iterator[str]:
    patterns = _mark_patterns()
    before_start = inside[position - 1].end if position else sentence[0]
    before = folded[max(sentence[0], number.start - 110):number.start]
    near = folded[max(before_start, number.start - 70):number.start]
    noun_end = noun.end if noun is not None and noun.start >= number.start else number.end
    next_start = inside[position + 1].start if position + 1 < len(inside) else sentence[1]
    after = folded[noun_end:min(next_start, noun_end + 70)]
    if patterns["total"].search(near) or _total_before_places(folded, number, noun, sentence, inside, position, patterns["total"]):
        yield "total"
    if patterns["including"].search(near) or OF_WHICH_ALL.search(folded, sentence[0], number.start):
        yield "including"
    if patterns["including"].search(after[:60]):
        yield "has-parts"
    if patterns["each"].search(folded[max(before_start, number.start - 24):number.start].rpartition("),")[2]) or re.search(r"(?:әр|әрбір)\s+\w+$", near) \
            or re.match(r"\s*(?:\w+\s)?(?:әр\b|әрбір|кажд|-тен|-дан\b)", after[:24]) or not position and EACH_OPENS.match(folded[sentence[0]:number.start]):
        yield "each"
    if noun is not None and number.quantity.is_firm and DISTRIBUTIVE.search(folded[noun.start:noun.end]) and noun.start >= number.end:
        yield "each"
    if title:
        yield "title"
    if PLAN_BEFORE.search(before):
        yield "plan"
    elif _planned_after(folded, number, sentence):
        yield "plan"
    elif PLAN_PARTICIPLE.search(near) or MEANT_FOR.match(folded[number.end:sentence[1]]):
        yield "planned"
    whole = folded[sentence[0]:sentence[1]]
    if patterns["attendance"].search(after + " " + near):
        yield "attendance"
    if patterns["satisfaction"].search(whole):
        yield "satisfaction"


#: «Среди обратившихся: 61 пенсионер, 18 родителей …»: all that follows the colon are parts.
OF_WHICH_ALL = re.compile(rf"{either('contexts', 'of_which')}\s?:")
#: «Әр команда құрамында 5 қатысушы болды», «В каждой команде было 5 участников».
EACH_OPENS = re.compile(rf"\W*(?:(?:в|на|у|с|из|для)\s)?{either('contexts', 'each_before')}\s[^.;:]{{0,60}}$")
#: «әр облыстан 10 адамнан»: ten people from each.
DISTRIBUTIVE = re.compile(r"^(?:адам|кісі|дана|теңге)(?:нан|нен|дан|ден|тан|тен)$")
#: What a total may be counted over before the people are: «барлығы 6 мектепте 190 оқушы», «всего на 5 встречах 120 человек».
OVER = ("events", "schools", "colleges", "universities", "institutions", "settlements", "districts", "regions", "cities", "locations", "kindergartens",
        "organisations")


def _total_before_places(folded, number, noun, sentence, inside, position, pattern) -> bool:
    if not position or noun is None or noun.group != "people":
        return False
    first = inside[position - 1]
    over = noun_after(folded, first.end)
    start = inside[position - 2].end if position > 1 else sentence[0]
    return over is not None and over.group in OVER and bool(pattern.search(folded[max(start, first.start - 40):first.start]))


def _planned_after(folded: str, number: Number, sentence) -> bool:
    """«600 оқушы жоспарланып, 650 оқушы қатысты»: the number stands before the word «planned» with no verb between."""
    found = PLAN_AFTER.match(folded[number.end:sentence[1]])
    if found is None:
        return False
    between = found.group()
    return not re.search(r"\b(?:больше|меньше|выше|ниже|чем|сверх)\b|(?:қатысты|өтті|құрады|қатысып|өтіп|приня|состави|провед\w+\b)", between)
