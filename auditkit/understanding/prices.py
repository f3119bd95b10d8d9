"""The price of one, how many and the whole sum, told in one sentence or in two."""
import re

from auditkit.lexicon import load
from auditkit.understanding.amounts import Amount, find_amounts

COUNT = re.compile(r"(?<![\d.,№])(?P<n>\d{1,3}(?: \d{3})+|\d{1,6})(?![\d.,]\d|\s?(?:%|пайыз|жыл|год|г\.|теңге|тенге|тг|мың|млн|тыс|-?(?:ші|шы|й|е|го|қосымша)\b|\s?(?:орын|мест)))\s+(?=[^\W\d_])")


def priced(folded: str, start: int, end: int):
    """(price, (count, start, end), total) of a sentence that tells a price, how many and the whole sum; None for any other."""
    told = _amounts_of(folded, start, end)
    if told is None:
        return None
    unit, other = told
    counts = _counted(folded, start, end)
    if unit.start > other.start or len({count for count, _, _ in counts}) != 1 or not 2 <= counts[0][0]:
        return None
    return unit, counts[0], other


def priced_apart(folded: str, first: tuple[int, int], second: tuple[int, int]):
    """The same of two sentences, where the price is said to be of one of what the other counts: «Приобретено 18 ноутбуков. Стоимость одного
    ноутбука …, всего …», «10 проектов, на каждый …. Общая сумма …»."""
    told = _amounts_of(folded, first[0], second[1])
    if told is None:
        return None
    unit, other = told
    counts = [*_counted(folded, *first), *_counted(folded, *second)]
    near = folded[max(first[0], unit.start - 60):unit.end + 40]
    one = ONE_OF.search(near)
    if one is None or not WHOLE_SUM.search(folded[max(first[0], other.start - 60):other.start]):
        return None
    same = [item for item in counts if item[0] >= 2 and (one.group("noun") is None and first[0] <= item[1] < unit.start < first[1]
                                                         or one.group("noun") and folded[item[2]:].lstrip()[:3] == one.group("noun")[:3])]
    fitting = [item for item in same if abs(item[0] * unit.value - other.value) < 0.5]
    run = next((item for item in same if re.search(r"\bтираж\w*\s(?:-\s)?$", folded[max(0, item[1] - 20):item[1]])), None)
    same = [run] if run else same
    rest = sum(item[0] for item in same[1:])
    sure = same and (len({item[0] for item in same}) == 1 or rest == same[0][0])  # «1 200 экз., из них 800 … и 400 …»
    count = fitting[0] if fitting else same[0] if sure else None
    return (unit, count, other) if count else None


#: «одного ноутбука», «печати одного экземпляра», «за 1 экземпляр», «каждого».
ONE_OF = re.compile(r"\b(?:одно(?:го|й)|одну|один|1|бір)\s(?P<noun>[^\W\d_]{3,})|\b(?:кажд(?:ого|ой|ому|ый|ую)|әрқайсысы\w*)(?=\s)")

#: What stands before the sum of all of them.
WHOLE_SUM = re.compile(r"(?:всего|итого|общ(?:ая|ую|ей) (?:сумм|стоимост)\w*|на сумму|израсходован\w*|уплачен\w*|потрачен\w*|стоимость (?:тираж|парти)\w*|барлығы|жалпы|құны|сомасы)"
                       r"[^\d.;]{0,40}$")


def _amounts_of(folded: str, start: int, end: int) -> tuple[Amount, Amount] | None:
    """The price of one and the only other sum of a stretch of text; None where there are not these two."""
    text = folded[start:end]
    amounts = find_amounts(text)
    if len(amounts) != 2:
        return None
    patterns = load("money")["unit_price"]["patterns"]
    unit = [item for item in amounts if any(re.search(p, text[max(0, item.start - 60):item.start]) for p in patterns)]
    unit = [item for item in unit if ONE_OF.search(text[max(0, item.start - 60):item.end + 40])] if len(unit) > 1 else unit
    other = [item for item in amounts if item not in unit]
    if len(unit) != 1 or other[0].rounded or unit[0].value <= 0:
        return None
    shift = lambda item: Amount(item.value, item.start + start, item.end + start, item.rounded)
    return shift(unit[0]), shift(other[0])


def _counted(folded: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """(number, start, end) of what a stretch of text counts, its sums of money left out."""
    text = folded[start:end]
    amounts = find_amounts(text)
    return [(int(found.group("n").replace(" ", "")), found.start("n") + start, found.end("n") + start) for found in COUNT.finditer(text)
            if all(not item.start <= found.start() < item.end for item in amounts)]
