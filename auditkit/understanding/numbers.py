"""Finds every number of a text and says what sort of number it is, before anything is known of what it counts.

A number is a `Number` with its Quantity: hedges, ranges, percent signs, words such as «мың» and numbers written in words
are read here.  Dates, times, phone numbers, ages, ordinals, references (№, article of a law) and codes are told apart.
"""
import re
from dataclasses import dataclass
from functools import lru_cache

from auditkit.lexicon import load
from auditkit.quantity import Quantity
from auditkit.understanding.dates import DateMention, find_dates
from auditkit.understanding.nouns import all_nouns
from auditkit.wording import fold


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text, from offset `start` to `end` (hedge, range and percent sign included).

    `digits`: (start, end) of the digits alone.  `role`: "count", "share" (percent), "date", "time", "age", "phone",
    "ordinal", "reference", "code", "link", "name" (inside quotation marks), "address", "label".  `worded`: it is written in words.  `broken`: its digits were apart by a space
    or a line where there is no group of three.
    """

    start: int
    end: int
    quantity: Quantity
    role: str = "count"
    worded: bool = False
    digits: tuple[int, int] = (0, 0)
    broken: bool = False


GROUPED = r"\d{1,3}(?: \d{3})+(?![\d])"
PLAIN = r"\d+"
NUMERAL = re.compile(rf"(?<![\d,.])(?:{GROUPED}|{PLAIN})(?:[.,]\d+)?")
ZONES = [
    ("link", re.compile(r"(?:https?://|www\.)\S+|\b[\w.-]+\.(?:kz|ru|com|org|net)(?:/\S*)?|[\w.+-]+@[\w-]+\.[\w.]+|[#@]\w+|(?<!\w)&?\s?[^\W\d]\w{0,11}=[\w%&.=+-]+")),
    ("name", re.compile(r"«[^«»\n]{1,90}»")),
    ("phone", re.compile(r"(?<![\d/])(?:\+\s?7|8|7)[\s(-]*7\d{2}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}(?!\d)|тел[.:]?\s*\+?[\d\s()-]{6,}|(?<!\d)\d{10,12}(?!\d)")),
    ("time", re.compile(r"(?<!\d)(?:[01]?\d|2[0-4])[:.][0-5]\d(?:\s?-\s?(?:[01]?\d|2[0-4])[:.][0-5]\d)?(?=\s?-?\s?(?:де|да|ден|дан|ге|ға|та|те)?\b)(?!\s?%)(?<=:\d\d)")),
    ("age", re.compile(r"(?<!\d)\d{1,2}\s?-\s?\d{1,2}(?:,\s?\d{1,2}\s?-\s?\d{1,2})*\s?(?:жас|лет\b|год)|(?<!\d)\d{1,2}\s+(?:жас(?:та|тағы|қа|тан|ына|ынан|ар|)(?=\s+(?:аралығ|арасы|және|мен|пен|жоғары|одан|асқан|мөлшер|толған))|жас(?:та|тағы|қа|тан|ына|ынан|ар)\b|лет\b)|\bот \d{1,2} до \d{1,2} лет")),
    ("reference", re.compile(r"(?:№{1,2}|n[°o]\.?)\s?\d+(?:[-/]\d+)*(?:(?:\s?,\s?|\s(?:и|және|мен|пен|бен)\s)\d{1,3}(?=\s?(?:[,);]|$)|\s(?:и|және|мен|пен|бен|мектеп|школ|лице|гимназ)))*|(?<!\d)\d{1,2}\s?-\s?\d{1,2}\s?-?\s?(?:сынып|класс|курс)\w*|(?<!\d)\d{1,3}\s?-\s?(?:тарма|бап|баб|қосымша|абзац|параграф)\w*|\b(?:стать\w+|пункт\w*|ст\.|п\.|приложени\w+)\s?\d+(?:\.\d+)*|(?<!\d)\d{1,2}\s?-\s?сынып\w*|\d{1,2}-\d{1,2}-сынып\w*")),
    ("ordinal", re.compile(r"(?<!\d)\d{1,3}\s?-\s?(?:ші|шы|нші|ншы|інші|ыншы|й|я|е|го|ая|ый|ой|ом|му|м|ым|им)\b|(?<!\d)\d{1,2}\s?-\s?(?:міндет|іс-шара|ис-шара|задач|мероприят|кезең|жартыжыл|орын|этап|тоқсан|квартал|бағыт|номинаци|сабақ|модул|апта|ағым|раунд|топ(?:та|тың|қа|тан)?\b)\w*|(?<!\d)\d{1,2}\s+(?:орын|орынд|место|мест)\w*")),
    ("address", re.compile(r"\b(?:көшесі|көш\.|даңғылы|м/а|шағын ауданы|(?<!\d\s)үй\b|ул\.|улица|проспект|пр-т|мкр\.?|микрорайон|каб\.|офис|пәтер|кв\.)(?:[^\d;.:,()\n-]{0,18}|[^\d;.:,()\n-]{0,14},\s)№?\s?\d+[а-яё]?(?:/\d+)?\b(?![.,]?\d*\s?%)(?!\s*(?:адам|чел|қатыс|участ))|(?<!\d)\d{1,3}\s?-\s?(?:үй|пәтер|кабинет|бөлме)\w*")),
    ("ordinal", re.compile(r"^\s*\d{1,2}(?:\.\d{1,2})*\s?[.)](?=\s|[^\W\d_]|$)|^\s*\d{1,2}\s+(?:іс|ис)[-\s]шара\w{0,3}\b(?!\w)(?=\s*[.:]|\s+[^\d]{20})|^\s*\d{1,2}\s+міндет\b|^\s*\d{1,3}\s+(?:[^\W\d_]+\s){0,2}(?:семинар|дәріс|лекция|тренинг|курс|сабақ|кездесу|занятие|урок|встреча)\s?[.:](?!\s*[^\W\d_][^\d;:\n]{1,30}[-–—]\s?\d{1,4}\s?[;,\n])|^\s*(?:задача|мероприятие)\s*№?\s*\d{1,2}")),
    ("label", re.compile(r"^\s*(?!\d{2,3}-\d{2,3}\s?(?:%|пайыз|процент))\d{1,3}(?:\s?-\s?\d{1,3})?(?=(?:\s+[^\W\d_]+){0,4}\s?[-:]\s?\d+(?:[.,]\d+)?\s?%)")),
    ("code", re.compile(r"(?<![\d,.])\d{1,3}(?: \d{3}){4,}(?!\d)")),  # the columns of a row side by side: no report counts trillions
    ("reference", re.compile(r"\bзадач[аеуи]\s№?\s?\d{1,2}(?:\.\d{1,2})?(?![\d,.]*\d)")),
    ("code", re.compile(r"(?<![\d,.:]\s)(?<![\d,.:])0\d{1,2}(?![\d,.:])|[^\W\d_]\d[\w-]*|(?<![\d -])\d+[^\W\d_]{1,3}\d\w*|(?<!\d)\d+/\d+(?!\d)")),
]
#: «3 Көшет сатып алу 900 000»: the number of a row, of a footnote; what is counted is written with a small letter.
ROW_NUMBER = re.compile(r"\s*(\d{1,2})[^\S\n]+[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі]{2,}(?![^\W\d_]|[^\S\n]?[-–—:][^\S\n]?\d)")
#: … and the rest of a row whose cells stand on one line: words, then its last number.
OF_ONE_ROW = re.compile(r"[^,;:.\n\d]*\s\d[\d ]*$")
ABLATIVE = r"(?:\s?-?\s?(?:дан|ден|тан|тен|нан|нен))"
BEHIND_WORDS, BEFORE_WORDS = load("hedges")["behind"], load("hedges")["before"]
AFTER = re.compile(rf"(?P<case>{ABLATIVE}|\s?-?\s?(?:ға|ге|қа|ке|на|не))?\s*(?P<word>{'|'.join(BEHIND_WORDS)})")
BEFORE = re.compile(rf"(?P<word>{'|'.join(BEFORE_WORDS)})(?:,? чем(?: (?:в|во|на|за|с|со|у|к|по|для|из))?)?\s*$")
PERCENT = re.compile(r"[.,]?\s?(?:%|пайыз|процент)")
RANGE = re.compile(r"\s?-\s?(?=\d)")


def find_numbers(text: str, folded: str | None = None, dates: list[DateMention] | None = None) -> list[Number]:
    """The numbers of `text` in order, those in dates, links and references among them (by their role)."""
    folded = fold(text) if folded is None else folded
    dates = find_dates(folded) if dates is None else dates
    zones = _zones(folded, dates)
    if (row := ROW_NUMBER.match(text)) is not None and not any(start < row.end() for start, _, _ in zones) \
            and (OF_ONE_ROW.match(text, row.end()) or not all_nouns(folded, row.end(1), row.end())):
        zones.append((row.start(1), row.end(1), "ordinal"))
    numbers = [_broken(match) for match in BROKEN.finditer(folded) if match.group("n") or _is_torn(folded, match, zones)]
    position = 0
    while (match := NUMERAL.search(folded, position)) is not None:
        inside = next((number for number in numbers if number.broken and number.start <= match.start() < number.end), None)
        if inside is not None:
            position = inside.end
            continue
        zone = next((zone for zone in zones if zone[0] <= match.start() < zone[1]), None)
        if zone is not None:
            end = min(match.end(), zone[1])
            numbers.append(Number(match.start(), end, Quantity.exact(_value(folded[match.start():end])[0]), zone[2],
                                  digits=(match.start(), end)))
            position = end
            continue
        number = _number(folded, match)
        numbers.append(number)
        position = max(number.end, match.end())
    numbers += [number for number in _worded(folded) if all(number.end <= n.start or number.start >= n.end for n in numbers)]
    return sorted(numbers, key=lambda number: number.start)


#: A number torn by a space: the only one of its line, perhaps with a unit («14 46», «15 00 дана»), or between words of a sentence
#: («келген 5 18 сұрақ»).
BROKEN = re.compile(r"^[^\S\n]*(?P<n>\d{1,3} \d{1,2})(?=[^\S\n]*(?:[^\W\d_]+\.?)?[^\S\n]*$)|"
                    r"(?<=[^\W\d_]{2} )(?P<within>[1-9]\d{0,2} \d{2})(?= (?!жас|лет\b|год|жыл|мин|сағ|час|шақ)[^\W\d_]{2})", re.MULTILINE)
THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3} \d{3}(?![\d])")
#: Words before two numbers that belong apart: «№ 5 12 оқушы», «с 9 10 …», a name of a month.
APART = re.compile(r"(?:№|мектеп|школ|лице|гимназ|корпус|бөлім|отдел|пункт|тармақ|бап|глав|класс|сынып|курс|группа|топ|блок)\w* $")


def _broken(match: re.Match) -> Number:
    start, end = match.span(match.lastgroup)
    return Number(start, end, Quantity.exact(int(match.group(match.lastgroup).replace(" ", ""))), digits=(start, end), broken=True)


def _is_torn(folded: str, match: re.Match, zones) -> bool:
    """Whether two numbers between words are one that lost a digit: nowhere near a date or a name, in a text that groups thousands by spaces."""
    start, end = match.span("within")
    return not any(a < end and start < b for a, b, _ in zones) and not APART.search(folded, max(0, start - 24), start) and bool(THOUSANDS.search(folded))


def _zones(folded: str, dates: list[DateMention]) -> list[tuple[int, int, str]]:
    zones = [(mention.start, mention.end, "date") for mention in dates]
    for role, pattern in ZONES:
        for match in pattern.finditer(folded):
            if match.end() > match.start() and all(match.end() <= start or match.start() >= end for start, end, _ in zones):
                zones.append((match.start(), match.end(), role))
    return zones


def _value(text: str) -> tuple[float, int]:
    """The value of a numeral and how many decimals it is written with.  A comma or point before three digits after one
    to three digits is still a decimal sign here: reports group thousands by spaces."""
    whole = text.replace(" ", "")
    decimals = len(re.split("[.,]", whole)[1]) if re.search("[.,]", whole) else 0
    value = float(whole.replace(",", "."))
    return (int(value) if not decimals else value), decimals


def _number(folded: str, match: re.Match) -> Number:
    value, decimals = _value(match.group())
    end = match.end()
    unit, end = _unit(folded, end)
    quantity = Quantity.written(value, decimals, unit)
    rest = re.compile(r"\.?\s(?=\d)").match(folded, end) if unit > 1000 else None
    below = NUMERAL.match(folded, rest.end()) if rest else None
    if below and not decimals:
        small, lower = _value(below.group())[0], _unit(folded, below.end())
        if 1000 <= small < unit and " " in below.group():  # «67 млн. 119 800»
            quantity, end, unit = Quantity.exact(int(value * unit) + small), below.end(), 0
        elif 1 < lower[0] < unit and small * lower[0] < unit:  # «1 млрд 260 млн», «36 млн 100 тыс.»
            quantity, end, unit = Quantity.written(value * unit / lower[0] + small, 0, lower[0]), lower[1], 0
    role = "count"
    upper = RANGE.match(folded, end)
    if upper and unit:
        second = NUMERAL.match(folded, upper.end())
        if second and ((other := _value(second.group())[0]) > value or _falls(folded, match, upper, second)) and not re.match(r"\s?-?\s?(?:жыл|ж\.)", folded[second.end():]):
            unit2, end = _unit(folded, second.end())
            low, high = sorted((value * (unit if unit > 1 else unit2), other * unit2))
            quantity = Quantity.between(low, high)
    percent = PERCENT.match(folded, end)
    if percent:
        role, end = "share", percent.end()
    hedge, start, end = _hedge(folded, match.start(), end)
    if hedge and not (hedge == "at-most" and _is_growth(folded, start, end)):
        quantity = quantity.hedged(hedge)
    return Number(start, end, quantity, role, digits=match.span())


def _falls(folded: str, first: re.Match, dash: re.Match, second: re.Match) -> bool:
    """Whether «100-80 %» is a range told from its upper end, and no label or year with its share."""
    return dash.group() == "-" and bool(PERCENT.match(folded, second.end())) and not (len(first.group()) == 4 and first.group().startswith(("19", "20"))) \
        and not re.search(r"[^\W\d_]-?$|№\s?$", folded[max(0, first.start() - 2):first.start()])


def _unit(folded: str, end: int) -> tuple[int, int]:
    """The power of a thousand that follows a numeral, and the new end."""
    word = re.match(r"\s?([^\W\d_]+)\.?", folded[end:])
    if word is None:
        return 1, end
    big = load("words")["big"]
    for stem in sorted(big, key=len, reverse=True):
        if word.group(1) == stem or word.group(1).startswith(stem) and stem in ("мың", "миллион", "миллиард", "триллион"):
            dotted = re.match(r"\.(?=\s[^\W\d_])", folded[end + word.end(1):]) if stem in ("тыс", "млн", "млрд", "трлн") else None
            return big[stem], end + word.start(1) + len(stem) + (1 if dotted else 0)
    return 1, end


def _hedge(folded: str, start: int, end: int) -> tuple[str | None, int, int]:
    """The hedge around a number, and the span with the hedge in it."""
    after = AFTER.match(folded, end)
    if after:
        word = after.group("word")
        hedge = next(meaning for pattern, meaning in BEHIND_WORDS.items() if re.fullmatch(pattern, word))
        ablative = bool(after.group("case")) and after.group("case").strip(" -") in ("дан", "ден", "тан", "тен", "нан", "нен")
        dative = bool(after.group("case")) and not ablative
        spaced = word in ("астам", "жуық")
        if hedge == "about" and word.startswith("жуық") and (dative or spaced) or hedge in ("above", "below", "at-least") and (ablative or word == "астам") \
                or hedge == "at-most" and (dative or ablative) or word == "шамасында":
            return hedge, start, after.end()
    before = BEFORE.search(folded, max(0, start - 24), start)
    if before and (before.start() == 0 or not folded[before.start() - 1].isalnum()):
        word = before.group("word")
        if word in ("до", "от") and not re.match(r"\s*(?:%|\w)", folded[end:end + 2] or " "):
            return None, start, end
        return BEFORE_WORDS[word], before.start(), end
    return None, start, end


def _is_growth(folded: str, start: int, end: int) -> bool:
    """«15-тен 62-ге дейін артты», «с 15 до 62»: growth from one number to another, not a limit."""
    return bool(re.search(rf"\d\s?%?{ABLATIVE}\s*$", folded[max(0, start - 16):start])
                or re.search(r"(?:с|от)\s+\d[\d ]*\s*%?\s*$", folded[max(0, start - 16):start]))


@lru_cache(maxsize=1)
def number_words() -> dict[str, int]:
    """Folded number words of both languages to their values, from num2words (which writes both rightly)."""
    from num2words import num2words
    table: dict[str, int] = {}
    for value in [*range(1, 21), *range(30, 100, 10), *range(100, 1000, 100)]:
        for lang in ("kz", "ru"):
            for word in [num2words(value, lang=lang)]:
                if " " not in word:
                    table.setdefault(fold(word), value)
    table.update(load("hedges")["words"])
    return table


_WORD = re.compile(r"[^\W\d_]+")


def _worded(folded: str) -> list[Number]:
    """Numbers written in words.  «Бір» and «один» are left out where they stand alone: they mostly mean «a»."""
    table = number_words()
    numbers: list[Number] = []
    run: list[re.Match] = []
    for word in [*_WORD.finditer(folded), None]:
        if word is not None and word.group() in table and (not run or folded[run[-1].end():word.start()].strip() == ""):
            run.append(word)
            continue
        if run:
            value = read_number_words([match.group() for match in run])
            alone = len(run) == 1 and value in (1, 100, 1000, 10**6)
            glued = folded[run[0].start() - 1:run[0].start()] == "-" or folded[run[-1].end():run[-1].end() + 1] == "-"
            after_digit = re.search(r"\d\s?$", folded[:run[0].start()])
            if value is not None and not alone and not glued and not after_digit:
                numbers.append(Number(run[0].start(), run[-1].end(), Quantity.exact(value), worded=True,
                                      digits=(run[0].start(), run[-1].end())))
        run = [word] if word is not None and word.group() in table else []
    return numbers


def read_number_words(words: list[str]) -> int | None:
    """The value of a whole number written in Kazakh or Russian words (folded); None where the words make none."""
    table, total, below = number_words(), 0, 0
    for word in words:
        value = table.get(word)
        if value is None:
            return None
        if value >= 1000:
            total += (below or 1) * value
            below = 0
        elif value == 100 and word == "жүз":
            below = (below or 1) * 100
        else:
            below += value
    return total + below
