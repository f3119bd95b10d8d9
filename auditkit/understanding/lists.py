"""Lists and the number that announces them: «четыре лектора: …», «5 елді мекенде (…)», «үш кезеңнен тұрды:», titles before a count.

An Enumeration holds how many items a list has, at least and at most: «мен» and «и» may join two items or stand inside one.
"""
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from auditkit.lexicon import either, load
from auditkit.model import Block, Place
from auditkit.understanding.claims import Claim, sentences
from auditkit.understanding.people import distinct, find_people, pattern, starts_with_name
from auditkit.understanding.items import is_item, marker_of, text_offset
from auditkit.understanding.nouns import all_nouns
from auditkit.wording import fold

NOT_LISTED = ("time", "percent", "points", "times", "money", "views", "audience", "print", "photo", "video", "posts", "materials", "age")
PLACES = ("institutions", "universities", "schools", "colleges", "kindergartens", "settlements", "districts", "cities", "regions", "locations",
          "organisations", "partners", "ngos")
LIST_OF, TOPICS = re.compile(either("contexts", "list_of")), re.compile(either("contexts", "topics"))
LINK = re.compile(r"^\W*(?:https?:|www\.|\[http)")
OWN_COUNT = re.compile(r"[-–—:]\s*(?:барлығы |всего )?\d+(?!\s?[-–]?\s?(?:ші|шы|я|й)\b)(?![\d/.]*\d{4})")
TWICE = re.compile(r"\(\s*(\d{1,2})\s*(?:рет|раза?)\s*\)")
ROMAN = rf"(?:[IVXІ]{{1,4}}|\d{{1,2}}\s?-?\s?(?:ші|шы|й|я|е|ый|ая)?|{either('contexts', 'ordinal')})"
JOIN = re.compile(rf"\s{either('contexts', 'and')}\s")
QUOTE = re.compile(r"[«“\"„][^«»“”\"„]*(?:[«“][^«»“”]*[»”][^«»“”\"„]*)?[»”\"]")


@dataclass(frozen=True)
class Item:
    """One item of a list, as written, and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True)
class Enumeration:
    """A list.  `count`: the number that announces it, None where its head only names the thing; `measure`, `group`: what is listed;
    `least`, `most`: how many items it has; `pattern`: "items", "inline", "stages" or "titles"; `proper`: the items are names, so
    that a list which is too short is no mere list of kinds; `visits`: items, those «(2 рет)» as often as it says; `head`: index of
    the block that announces it; `events`: the measure of the events that took place at the items, "" where none is named."""

    count: Claim | None
    items: tuple[Item, ...]
    least: int
    most: int
    pattern: str
    measure: str
    group: str
    proper: bool = True
    visits: int = 0
    head: int = 0
    events: str = ""


def find_enumerations(blocks: Sequence[Block], claims: Sequence[Claim]) -> list[Enumeration]:
    """All lists of a report's prose, in order."""
    by_block: dict[int, list[Claim]] = {}
    for claim in claims:
        if claim.cell is None:
            by_block.setdefault(claim.block, []).append(claim)
    found: list[Enumeration] = []
    for index, block in enumerate(blocks):
        if block.table is not None or not block.text:
            continue
        own = [claim for claim in by_block.get(index, ()) if claim.role == "count"]
        items = _items_after(blocks, index)
        if items:
            found += filter(None, [_counted_items(block, index, own, items) or _headed_items(block, index, items)])
        elif (stages := _stages(blocks, index, own)) is not None:
            found.append(stages)
        for claim in own:
            if (inline := _inline(block, index, claim, by_block[index])) is not None and (claim.value <= MOST or _is_slip_of(claim, inline)):
                found.append(inline)
            elif (other := _titles(block, index, claim) or _days(block, index, claim) or _named_before(block, index, claim)) is not None:
                found.append(other)
    return found


#: More than so many things nobody lists.
MOST = 60


def _is_slip_of(claim: Claim, found: Enumeration) -> bool:
    """Whether a number too large for a list is its length with one digit too many or wrong: 112 for 12."""
    return found.least == found.most and found.least >= 5 and OSA.distance(str(claim.value), str(found.least)) == 1


def _may_count(claim: Claim, most: int = MOST) -> bool:
    return claim.quantity.is_exact and 2 <= claim.quantity.value <= most and claim.group not in NOT_LISTED \
        and not claim.has("plan", "each", "planned") and float(claim.quantity.value).is_integer()


def _items_after(blocks: Sequence[Block], index: int) -> tuple[Item, ...]:
    """The items of the list that a block announces: until another kind of block, or a full stop after semicolons."""
    if is_item(blocks[index]) and not blocks[index].text.rstrip().endswith(":"):
        return ()
    found: list[Block] = []
    for block in blocks[index + 1:]:
        if not is_item(block) or LINK.match(block.text[text_offset(block):]):
            break
        if found and block.level > found[0].level:
            continue
        if found and (block.level < found[0].level or marker_of(block)[:1].isdigit() != marker_of(found[0])[:1].isdigit()):
            break
        if len(found) >= 2 and found[-1].text.rstrip().endswith(".") and found[0].text.rstrip().endswith((";", ",")):
            break
        found.append(block)
    return tuple(Item(block.text[text_offset(block):], block.place) for block in found) if len(found) >= 2 else ()


def _counted_items(block: Block, index: int, own: list[Claim], items: tuple[Item, ...]) -> Enumeration | None:
    """The list under a sentence that counts its items: «Шараға төрт лектор қатысып, келесі тақырыптарда баяндама жасады:»."""
    start, end = sentences(block.text)[-1]
    folded = fold(block.text)
    named = sum(starts_with_name(item.text) for item in items) >= 0.6 * len(items)
    counted = sum(bool(OWN_COUNT.search(item.text)) for item in items) * 2 >= len(items)
    for claim in reversed([claim for claim in own if start <= claim.start < end and _may_count(claim)]):
        after = claim.noun[1] if claim.noun and claim.noun[0] >= claim.start else claim.end
        between = folded[after:end]
        if claim.group == "people":
            fits = named
        else:
            fits = block.text.rstrip(" *_").endswith(":") and not named and not counted and len(between) <= 110 and bool(claim.measure) \
                and not pattern("other_heads").search(between) and not pattern("open_list").search(between) \
                and (LIST_OF.search(folded[start:end]) or not any(noun.group != claim.group for noun in all_nouns(folded, after, end)))
        if fits and not any(pattern("open_list").search(fold(item.text)[-12:]) for item in items):
            return Enumeration(claim, items, len(items), len(items), "items", claim.measure, claim.group, True, len(items), index)
    return None


def _headed_items(block: Block, index: int, items: tuple[Item, ...]) -> Enumeration | None:
    """A list whose head only names what it holds: «Дәрістер келесі білім беру ұйымдарында өткізілді:»."""
    start, end = sentences(block.text)[-1]
    folded = fold(block.text)
    if not block.text.rstrip(" *_").endswith(":") or end - start > 220:
        return None
    nouns = all_nouns(folded, start, end)
    places = [noun for noun in nouns if noun.group in PLACES]
    if not places or any(starts_with_name(item.text) for item in items) or pattern("other_heads").search(folded[places[-1].end:end]) \
            or any(OWN_COUNT.search(item.text) for item in items):
        return None
    head = places[-1]
    if nouns[-1] is not head and nouns[-1].group != head.group or pattern("open_list").search(folded[start:end]):
        return None
    events = next((noun.measure for noun in nouns if noun.group == "events"), "")
    visits = sum(int(found.group(1)) if (found := TWICE.search(item.text)) else 1 for item in items)
    return Enumeration(None, items, len(items), len(items), "items", head.measure, head.group, True, visits, index, events)


def _stages(blocks: Sequence[Block], index: int, own: list[Claim]) -> Enumeration | None:
    """«Фестиваль үш кезеңнен тұрды:» and paragraphs «I кезең – …» under it."""
    claim = next((claim for claim in reversed(own) if _may_count(claim) and claim.measure and not claim.measure.startswith("~")), None)
    if claim is None or not blocks[index].text.rstrip(" *_").endswith(":"):
        return None
    found: list[Item] = []
    for block in blocks[index + 1:index + 1 + 3 * int(claim.quantity.value) + 4]:
        if block.kind in ("heading", "table"):
            break
        opener = re.match(rf"\W*{ROMAN}\s+", block.text) or re.match(rf"\W*{ROMAN}\s+", fold(block.text))
        noun = all_nouns(fold(block.text), opener.end(), opener.end() + 24) if opener else []
        if noun and noun[0].measure == claim.measure and noun[0].start == opener.end():
            found.append(Item(block.text, block.place))
    return Enumeration(claim, tuple(found), len(found), len(found), "stages", claim.measure, claim.group, True, len(found), index) \
        if len(found) >= 2 else None


OPENING = re.compile(r"^(?P<between>[^()\d.;:!?]{0,48}?)\s*(?P<sign>\(|:\s|\s[-–—]\s?(?=[«“\"A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]))")


#: «…, а также 1 сурдопереводчик»: others than those who were counted.
AND_OTHERS = re.compile(r",?\s(?:а также|сондай-ақ)\s\d")


#: «екеуі», «төртеуі», «двое из них»: the number of a list in words.
COLLECTIVE = re.compile(rf"\b{either('contexts', 'collective')}\b")


def _inline(block: Block, index: int, claim: Claim, claims: Sequence[Claim]) -> Enumeration | None:
    """A list in the sentence of its count: in brackets, after a colon or after a dash."""
    text = block.text
    if not _may_count(claim, 999) or not claim.measure:
        return None
    begin = claim.noun[1] if claim.noun and claim.noun[0] >= claim.start else claim.end
    opening = OPENING.match(text[begin:])
    if opening is None:
        return None
    if COLLECTIVE.search(fold(opening.group("between"))):
        return None  # «10 идеяның 8-і іске асты, екеуі (…)»: the list is of those two
    direct = claim.group == "people" or not all_nouns(fold(opening.group("between")))
    start = begin + opening.end()
    end = _list_end(text, start, opening.group("sign") == "(")
    if claim.group == "people" and (others := AND_OTHERS.search(text, start, end)) is not None:
        end = others.start()
    inner = text[start:end]
    if pattern("open_list").search(fold(inner)) or pattern("open_list").search(fold(opening.group("between"))) or len(inner) < 5:
        return None
    unquoted = QUOTE.sub(lambda quote: " " * len(quote.group()), inner)
    if any(start <= other.start < end and other.is_quantity and unquoted[other.start - start:other.start - start + 1].strip() for other in claims) \
            or re.search(r"\d", re.sub(r"№\s?\d+", "", unquoted)):
        return None
    if claim.group == "people":
        return _named(block, index, claim, start, end)
    parts, joined = split_list(inner)
    if len(joined) < 2 or any(not part.strip() for part in parts):
        return None
    capital = sum(bool(re.match(r"\W*[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]", part.strip())) or any(word[:1].isupper() for word in part.split()) for part in parts)
    proper = direct and 3 * capital >= len(parts) and capital >= 2
    if opening.group("sign") != "(" and any(len(part) > 120 for part in parts):
        return None
    items = tuple(Item(part.strip(), block.passage.place_of(start, end)) for part in parts)
    return Enumeration(claim, items, len(parts), len(joined), "inline", claim.measure, claim.group, proper, len(parts), index)


#: A colon and nothing but days behind it, up to the end of the sentence: «: 7 июня, 5 июля и 6 сентября 2025 года», «: 2025 жылғы 7, 14 және 21 маусымда».
MONTH = rf"(?:{'|'.join(load('dates')['months'])})[^\W\d_]{{0,4}}"
YEAR = r"(?:20\d\d\s?(?:жыл[^\W\d_]*|года?|ж\.|г\.)?)"
DAYS = re.compile(rf"^[^.;:()\d]{{0,60}}:\s(?P<days>(?:{YEAR}\s)?\d\d?(?:\s{MONTH})?(?:\s{YEAR})?(?:(?:,\s|\s(?:и|және|мен|пен|бен)\s)(?:{YEAR}\s)?\d\d?(?:\s{MONTH})?(?:\s{YEAR})?){{2,}})"
                  r"(?:\s(?:күн[^\W\d_]*|числа))?\s?(?:[.;]|$)")


def _days(block: Block, index: int, claim: Claim) -> Enumeration | None:
    """«Состоялись 5 выездов: 7 июня, 5 июля, 2 августа и 6 сентября»: events told by their days."""
    if not _may_count(claim) or not claim.measure or claim.group == "people" or claim.noun is None or claim.noun[0] < claim.start:
        return None
    found = DAYS.match(fold(block.text)[claim.noun[1]:])
    if found is None or not re.search(MONTH, found.group("days")):
        return None
    start = claim.noun[1] + found.start("days")
    items = tuple(Item(block.text[start + day.start():start + day.end()], block.passage.place_of(start + day.start(), start + day.end()))
                  for day in re.finditer(rf"(?<!\d)\d\d?(?!\d)(?:\s{MONTH})?", found.group("days")))
    return Enumeration(claim, items, len(items), len(items), "inline", claim.measure, claim.group, True, len(items), index)


def _list_end(text: str, start: int, bracket: bool) -> int:
    """Where a list that begins at `start` ends: at the closing bracket, or at the end of its sentence."""
    depth, quoted = 0, False
    ends = [end for begin, end in sentences(text) if end > start]
    for offset in range(start, len(text)):
        char = text[offset]
        quoted = (quoted or char in "«“") and char not in "»”"
        if quoted:
            continue
        depth += (char == "(") - (char == ")")
        if depth < 0 or not bracket and depth == 0 and (char in ";" or offset + 1 in ends or char == "." and text[offset + 1:offset + 2] in ("", "\n")):
            return offset
    return len(text)


def _named(block: Block, index: int, claim: Claim, start: int, end: int) -> Enumeration | None:
    """A list of people: as many names as it has parts, or nobody knows what it lists."""
    people = distinct(find_people(block.text[start:end], free=True))
    parts, joined = split_list(block.text[start:end])
    if len(people) < 2 or not len(parts) <= len(people) <= len(joined):
        return None
    items = tuple(Item(person.name, block.passage.place_of(start + person.start, start + person.end)) for person in people)
    return Enumeration(claim, items, len(people), len(people), "inline", claim.measure, claim.group, True, len(people), index)


#: «…, то есть 3 лектора»: how many the people are who were named before.
SO_MANY = re.compile(r"(?:то есть|т\.\s?е\.|итого|всего|яғни|барлығы)\s(?:-\s?)?$")
NAMING = re.compile(r"(?:выступил|стал|являл|прочита|вели|провел|провод|преподавал|болды|өткізді|оқыды|жүргізді)\w*")


def _named_before(block: Block, index: int, claim: Claim) -> Enumeration | None:
    """People named one by one, and in the same sentence how many they are: «Лекторами выступили А. …, Б. … и В. …, то есть 3 лектора»."""
    text = block.text
    if not _may_count(claim) or claim.group != "people" or not SO_MANY.search(fold(text[max(0, claim.start - 12):claim.start])):
        return None
    begin = next(start for start, end in sentences(text) if start <= claim.start < end)
    naming = NAMING.search(text, begin, claim.start)
    return _named(block, index, claim, naming.end() if naming else begin, text.rfind(",", begin, claim.start)) if "," in text[begin:claim.start] else None


def split_list(text: str) -> tuple[list[str], list[str]]:
    """The parts of a list, and its parts where every «and» joins two: quotation marks and brackets protect what they hold.
    «Және» and «и» before the last part always join."""
    masked = QUOTE.sub(lambda quote: "x" * len(quote.group()), text)
    masked = re.sub(r"\([^()]*\)", lambda inner: "x" * len(inner.group()), masked)
    masked = re.sub(r"(?<=[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])\.\s(?=[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])", ".x", masked)
    commas = [match.span() for match in re.finditer(r"[,;]", masked)]
    joins = [match.span() for match in JOIN.finditer(masked)]
    last = commas[-1][1] if commas else 0
    final = [span for span in joins if span[0] >= last][-1:]
    firm = _cut(text, sorted(commas + (final if len(commas) > 0 and _joins_parts(text, final) or not commas else [])))
    return firm, _cut(text, sorted(commas + joins))


def _joins_parts(text: str, final: list[tuple[int, int]]) -> bool:
    """Whether the last «and» of a list joins two parts: it is «и» or «және», or what follows it begins like a part."""
    if not final:
        return False
    return bool(re.search(r"\s(?:және|и|а также)\s", text[final[0][0]:final[0][1]])) or bool(re.match(r"[«“\"A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]", text[final[0][1]:]))


def _cut(text: str, spans: list[tuple[int, int]]) -> list[str]:
    parts, start = [], 0
    for begin, end in spans:
        parts.append(text[start:begin])
        start = end
    return [*parts, text[start:]]


def _titles(block: Block, index: int, claim: Claim) -> Enumeration | None:
    """Titles in quotation marks, and how many they are after them: «… «A», «B», «C» тақырыптарында 3 сабақ болды»."""
    if not _may_count(claim) or claim.group not in ("events", "topics"):
        return None
    text = block.text
    quotes = list(QUOTE.finditer(text, 0, claim.start))
    chain: list[re.Match] = []
    for quote in reversed(quotes):
        if chain and not re.fullmatch(r"\s*(?:,|;|және|мен|пен|и|,\s*и)?\s*", text[quote.end():chain[0].start()]):
            break
        chain.insert(0, quote)
    if len(chain) < 3 or not re.fullmatch(r"[^.;:()\d]{0,50}", text[chain[-1].end():claim.start]) \
            or not TOPICS.search(fold(text[chain[-1].end():claim.start])):
        return None
    items = tuple(Item(quote.group(), block.passage.place_of(quote.start(), quote.end())) for quote in chain)
    return Enumeration(claim, items, len(items), len(items), "titles", claim.measure, claim.group, True, len(items), index)
