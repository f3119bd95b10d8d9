"""Sums of money as reports write them: digits with thousands apart, «500 мың тг», sums in words, price times number, prizes."""
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from rapidfuzz import fuzz, process

from auditkit.lexicon import load, pattern
from auditkit.understanding.numbers import number_words, read_number_words
from auditkit.wording import fold

SPACE = r"[ \n]?"
DIGITS = r"(?<![\d.,])(?:\d{1,3}(?:[ \n]\d{3})+(?:[.,]\d{2}(?!\d))?|\d{1,3}(?:[.,]\d{3}){2,}|\d{1,3}[.,]000|\d+(?:[.,]\d{1,2})?)(?![\d])"
BIG = load("words")["big"]
UNIT = r"(?:(?P<big{k}>мың|тысяч[аи]?|тыс\.?|млн\.?|миллион(?:а|ов)?|млрд\.?|миллиард(?:а|ов)?)\s*)?"


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money in a text: `value` in tenge, `rounded`: it is written in thousands or millions; offsets."""

    value: float | int
    start: int
    end: int
    rounded: bool = False


@dataclass(frozen=True, slots=True)
class Worded:
    """A sum in digits and in words beside it.  `value`: of the digits; `words`: as folded; `said`: the value of the words; `start`, `end`: of both together; `at`: offset of the words."""

    value: float | int
    words: str
    said: int
    start: int
    end: int
    at: int


@dataclass(frozen=True, slots=True)
class Product:
    """«300 000 тг * 2 = 600 000 тг»: `price`, `count`, `total` and the offsets of all; `money`: a currency is written."""

    price: float | int
    count: float | int
    total: float | int
    start: int
    end: int
    money: bool


def read_digits(text: str) -> float | int:
    """The value of a sum's digits: spaces, and dots or commas before three digits, part thousands."""
    flat = re.sub(r"\s", "", text)
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3}){2,}|\d{1,3}[.,]000", flat):
        flat = re.sub(r"[.,]", "", flat)
    value = float(flat.replace(",", "."))
    return int(value) if value.is_integer() else value


def _scaled(digits: str, big: str | None) -> float | int:
    value = read_digits(digits) * BIG.get((big or "").rstrip("."), 1)
    return int(round(value)) if abs(value - round(value)) < 1e-6 else value


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern]:
    currency = load("money")["currency"]["pattern"]
    number = lambda k: rf"(?P<n{k}>{DIGITS})\s*{UNIT.format(k=k)}"
    return {
        "amount": re.compile(rf"{number('')}{currency}"),
        "product": re.compile(rf"{number('1')}(?:{currency})?\.?\s*(?:[^\W\d_]{{3,14}}\.?\s+)?[*×xх·]\s*{number('2')}(?:[^\W\d_]+\.?\s*)?=\s*{number('3')}(?:{currency})?"),
        "worded": re.compile(rf"{number('')}(?:{currency}\s*)?\((?P<words>[^()\d][^()]{{3,160}})\)"),
        "reversed": re.compile(rf"(?P<words>(?:[^\W\d_]+\s+){{2,12}})\(\s*{number('')}(?:{currency})?\s*\)"),
    }


def find_amounts(folded: str) -> list[Amount]:
    """The sums of money of a folded text, those with a currency only."""
    return [Amount(_scaled(found.group("n"), found.group("big")), found.start(), found.end(), bool(found.group("big")))
            for found in _patterns()["amount"].finditer(folded)]


def find_products(folded: str) -> list[Product]:
    """Prices times numbers with their results, as written."""
    return [Product(_scaled(found.group("n1"), found.group("big1")), _scaled(found.group("n2"), found.group("big2")),
                    _scaled(found.group("n3"), found.group("big3")), found.start(), found.end(),
                    bool(re.search(load("money")["currency"]["pattern"], found.group()))) for found in _patterns()["product"].finditer(folded)
            if not re.search(r"[*×xх]\s*$", folded[max(0, found.start() - 4):found.start()])]  # not the end of «3 × 220 000 × 6 = …»


def find_worded(folded: str) -> list[Worded]:
    """Sums that stand in digits and, in brackets, in words (or the other way round)."""
    found = []
    for key in ("worded", "reversed"):
        for match in _patterns()[key].finditer(folded):
            if key == "reversed" and any(item.start <= match.start("n") < item.end for item in found):
                continue
            words = _number_tail(match.group("words")) if key == "reversed" else match.group("words")
            said, known = read_words(words)
            if said is not None and known:
                found.append(Worded(_scaled(match.group("n"), match.group("big")), " ".join(_tokens(words)), said, match.start(), match.end(), match.start("words")))
    return found


def _number_tail(words: str) -> str:
    """The number words at the end of a run of words."""
    tail: list[str] = []
    for token in reversed(words.split()):
        if value_of(token) is None and token not in load("money")["fraction"]["words"]:
            break
        tail.insert(0, token)
    return " ".join(tail)


def _tokens(words: str) -> list[str]:
    tokens = []
    for token in re.findall(r"[^\W\d_]+", words):
        if token in load("money")["fraction"]["words"]:
            break
        tokens.append(token)
    return tokens


def value_of(word: str) -> int | None:
    """The value of one folded number word, in any case ending; None where it is none."""
    table, oblique = number_words(), load("money")["oblique"]
    if word in table or word in oblique:
        return table.get(word, oblique.get(word))
    if word.endswith("и") and word[:-1] + "ь" in table:
        return table[word[:-1] + "ь"]
    big = re.fullmatch(r"(миллион|миллиард|мың)(?:ға|ге|нан|нен|ды|ды|ның|нын|дық|а|ов|ам|ами)?", word)
    return table[big.group(1)] if big else None


SLIP = 80.0


def read_words(words: str) -> tuple[int | None, int]:
    """(value, how many of the words are number words) of a sum in words.  A misspelt word counts as the number word it is most
    like; the value is None where a word is like none."""
    read, known = [], 0
    table = number_words()
    by_value: dict[int, str] = {}
    for word, value in table.items():
        by_value.setdefault(value, word)
    for token in _tokens(words):
        value = value_of(token)
        if value is not None:
            known += 1
            read.append(token if token in table else by_value[value])
            continue
        close = process.extractOne(token, list(table), scorer=fuzz.ratio, score_cutoff=SLIP)
        read.append(close[0] if close else "")
    if not read or "" in read:
        return None, known
    return read_number_words(read), known


def differing_words(value: int, words: str) -> tuple[str, str] | None:
    """(what is written, what it should be) where the words of a sum differ from those of `value`; None where they do not or where
    more than three differ."""
    from num2words import num2words
    said = _tokens(words)
    best = None
    for lang in ("kz", "ru"):
        right = fold(num2words(value, lang=lang)).split()
        opcodes = [code for code in SequenceMatcher(None, said, right, autojunk=False).get_opcodes() if code[0] != "equal"]
        changed = sum(max(i2 - i1, j2 - j1) for _, i1, i2, j1, j2 in opcodes)
        pair = (" ".join(w for _, i1, i2, _, _ in opcodes for w in said[i1:i2]), " ".join(w for _, _, _, j1, j2 in opcodes for w in right[j1:j2]))
        if not opcodes:
            return None
        if best is None or changed < best[0]:
            best = (changed, pair)
    return best[1] if best and best[0] <= 3 else None


@dataclass(frozen=True, slots=True)
class Prize:
    """A prize told of: `rank`: a key of the lexicon's "prize_places"; `amount`: its sum, None where none is told; `count`: how many
    are given, None where it is not told; `each`: the sum is said to be that of each; `start`, `end`: offsets of rank and number."""

    rank: str
    amount: float | int | None
    count: int | None
    each: bool
    start: int
    end: int


COUNT = re.compile(r"^[^\d.;]{0,12}?[-:]\s*(\d{1,2})(?!\d|\s?\d{3}|\s*(?:мың|тыс|млн|теңге|тенге|тг|[*×xх=]))|^\s*\((екеу|үшеу|төртеу|бесеу|\d{1,2})\)")
EACH = pattern("contexts", "each_prize")
COLLECTIVE = {"екеу": 2, "үшеу": 3, "төртеу": 4, "бесеу": 5}


_WALL = re.compile(r"\n\s*\n|(?<=\d)\)\s(?=\d)")


def find_prizes(folded: str) -> list[Prize]:
    """The prizes of a folded text in order: every rank with the sum and the number that follow it."""
    marks = []
    for rank, regexes in load("money")["prize_places"].items():
        for regex in regexes:
            marks += [(found.start(), found.end(), rank) for found in re.finditer(regex, folded)]
    marks.sort()
    amounts, products = find_amounts(folded), find_products(folded)
    prizes = []
    for index, (start, end, rank) in enumerate(marks):
        limit = marks[index + 1][0] if index + 1 < len(marks) else min(len(folded), end + 160)
        limit = end + len(_WALL.split(folded[end:limit])[0])  # another cell, or behind the brackets that the rank stands in
        between = folded[end:limit]
        product = next((item for item in products if end <= item.start < limit), None)
        amount = next((item for item in amounts if end <= item.start < limit), None)
        counted = COUNT.match(between)
        count = (COLLECTIVE.get(counted.group(2)) or int(counted.group(1) or counted.group(2))) if counted else None
        near = folded[start - 14 if start > 14 else 0:(amount.end + 6) if amount else limit]
        each = bool(EACH.search(near))
        if product is not None:
            prizes.append(Prize(rank, product.price, int(product.count), True, start, product.end))
        elif amount is not None or count is not None:
            prizes.append(Prize(rank, amount.value if amount else None, count, each, start, amount.end if amount else end + counted.end()))
    return prizes
