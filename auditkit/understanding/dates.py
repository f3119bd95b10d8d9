"""Dates as reports write them, in Kazakh and Russian: a day, a month, a year, or a span of them.

No library reads «2025 жылғы 22 мамыр» or «30 шілде мен 30 тамыз аралығы»; the month names are data (lexicon/dates).
"""
import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from auditkit.lexicon import load


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date or a span of dates in a text, from offset `start` to `end`.

    `first`, `last`: (year, month, day), any of them None where the text does not say; a single date has both the same.
    `problem`: True where there is no such day (31 April, month 13).
    """

    start: int
    end: int
    first: tuple[int | None, int | None, int | None]
    last: tuple[int | None, int | None, int | None]
    problem: bool = False

    def with_year(self, year: int | None) -> "DateMention":
        """The same mention, `year` filled in where it has none."""
        fill = lambda ymd: (ymd[0] or year, *ymd[1:])
        return replace(self, first=fill(self.first), last=fill(self.last))

    @property
    def earliest(self) -> date | None:
        """The first day it may mean; None without a year."""
        year, month, day = self.first
        return _day(year, month or 1, day or 1) if year else None

    @property
    def latest(self) -> date | None:
        """The last day it may mean; None without a year."""
        year, month, day = self.last
        if not year:
            return None
        return _day(year, month or 12, day or monthrange(year, month or 12)[1])

    @property
    def has_day(self) -> bool:
        """Whether it says a day."""
        return self.first[2] is not None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


#: What may stand behind the stem of a month's name: inflection and nothing else («майтөбе» and «маусымдық» are no months).
ENDING = (r"(?:[кг]?а?(?:с?[ыі]н?)?(?:н?[ыідт][ңн][ыі]?ң?|ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|на|не|а|е|н?ы|н?і|ды|ді|ты|ті|н?да|н?де|та|те|"
          r"н?ан|н?ен|дан|ден|тан|тен|мен|бен|пен)?(?:ғы|гі)?(?:ға|ге|дан|ден)?|ь?(?:я|е|ю|ем|ём|а|у|ом|и|ей)?|ь(?:де|дің|ден|дегі|мен|ге))(?!\w)")
YEAR = r"(?:19|20)\d\d"
YEAR_WORD = r"\s*(?:-?\s*(?:жыл\w*|год\w*)|ж\.|г\.|ж\b|г\b)"
DAY = r"[«\"]?\s?(?:3[01]|[0-2]?\d)\s?[»\"]?"
DASH = r"\s?-\s?"
JOIN = r"\s*(?:-|мен|пен|бен|және|и|по|до)\s*"


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern]:
    month = "(?:" + "|".join(sorted(load("dates")["months"], key=len, reverse=True)) + ")"
    named = rf"\b{month}{ENDING}"
    tail = rf"(?(h)|(?:,?\s*(?:{YEAR})(?!\d)(?:{YEAR_WORD})?)?)"  # a year on one side only: the other belongs to the next date
    head = rf"(?P<h>(?<!\d)(?:{YEAR})(?:{YEAR_WORD})?,?\s*)?"
    suffix = r"(?:\s?-\s?(?:ы|і|сы|сі|не|на|ге|ға|нан|ден|інші|ншы|го|е))?"
    return {
        "month": re.compile(named),
        "iso": re.compile(r"(?<![\d.])(\d{1,2})[./](\d{1,2})[./]((?:19|20)\d\d)(?!\d)|(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)"),
        # «24.03-04.04.2025», «12-26.06.2025»: the year, or the month and the year, said once for both ends
        "digits": re.compile(r"(?<![\d.,/№-])(\d{1,2})(?:[./](\d{1,2}))?\s?-\s?(\d{1,2})[./](\d{1,2})[./]((?:19|20)\d\d)(?!\d)"),
        "day": re.compile(rf"{head}(?<!\d)(?P<d1>{DAY}){suffix}(?:{JOIN}(?P<d2>{DAY}){suffix})?\s*(?P<m>{named}){tail}"),
        "month_day": re.compile(rf"{head}(?P<m>{named})(?:\s+айының\s+|(?<=ның)\s+|(?<=нің)\s+|(?<=дың)\s+|(?<=дің)\s+|(?<=тың)\s+)(?P<d1>{DAY}){suffix}(?:{JOIN}(?P<d2>{DAY}){suffix})?"),
        "months": re.compile(rf"{head}(?P<m>{named})(?:{JOIN}(?P<m2>{named}))?{tail}"),
        "year": re.compile(rf"(?<![\d№])({YEAR})(?:{DASH}({YEAR}))?{YEAR_WORD}"),
    }


def find_dates(folded: str) -> list[DateMention]:
    """All dates of a folded text (`auditkit.wording.fold`), in order; spans such as «30 шілде мен 30 тамыз» are one."""
    patterns, found, taken = _patterns(), [], []

    def free(match: re.Match) -> bool:
        return all(match.end() <= start or match.start() >= end for start, end in taken)

    for kind in ("digits", "iso", "day", "month_day", "months", "year"):
        if kind in ("day", "month_day", "months") and not patterns["month"].search(folded):
            continue
        for match in patterns[kind].finditer(folded):
            if free(match) and (mention := _mention(kind, match)) is not None:
                found.append(mention)
                taken.append((mention.start, mention.end))
    found.sort(key=lambda mention: mention.start)
    return _spans(found, folded)


def _mention(kind: str, match: re.Match) -> DateMention | None:
    if kind == "iso":
        d, m, y, y2, m2, d2 = match.groups()
        ymd = (int(y or y2), int(m or m2), int(d or d2))
        return DateMention(match.start(), match.end(), ymd, ymd, _day(*ymd) is None)
    if kind == "digits":
        return _digits(match)
    if kind == "year":
        first, last = int(match.group(1)), int(match.group(2) or match.group(1))
        return DateMention(match.start(), match.end(), (first, None, None), (last, None, None))
    text = match.group()
    years = [int(year) for year in re.findall(rf"(?<!\d){YEAR}(?!\d)", text)]
    year = years[0] if years else None
    month = _month(match.group("m"))
    if month is None:
        return None
    if kind == "months":
        last = _month(match.group("m2")) if match.group("m2") else month
        return DateMention(match.start(), match.end(), (year, month, None), (year, last, None))
    day = int(re.sub(r"\D", "", match.group("d1")))
    last_day = int(re.sub(r"\D", "", match.group("d2"))) if match.group("d2") else day
    start = match.end() - len(text.lstrip())
    problem = not 1 <= max(day, last_day) <= monthrange(year or 2024, month)[1] or min(day, last_day) == 0
    return DateMention(start, match.end(), (year, month, day), (year, month, last_day), problem)


def _digits(match: re.Match) -> DateMention | None:
    """A span in digits whose first end borrows the year, or the month and the year, of its last; None where what stands before the
    dash is no earlier day: another number before a date."""
    d, m, d2, m2, year = (int(group) if group else None for group in match.groups())
    first, last = (year, m or m2, d), (year, m2, d2)
    if m is None and re.search(r"\s-|-\s", match.group()) or _day(*first) is None or _day(*last) is None or first >= last:
        return None
    return DateMention(match.start(), match.end(), first, last)


def _month(word: str) -> int | None:
    return next((month for stem, month in _months() if word.startswith(stem)), None)


@lru_cache(maxsize=1)
def _months() -> list[tuple[str, int]]:
    """The stems of the names of months with their numbers, the longest first."""
    return sorted(load("dates")["months"].items(), key=lambda entry: len(entry[0]), reverse=True)


def _spans(found: list[DateMention], folded: str) -> list[DateMention]:
    """Two mentions with nothing but a joining word between them become one span."""
    joined: list[DateMention] = []
    for mention in found:
        above = joined[-1] if joined else None
        if above is not None and above.first == above.last and mention.first == mention.last \
                and _joins(folded, above, mention) and above.first[1] and mention.first[1] and above.has_day == mention.has_day:
            year = above.first[0] or mention.first[0]
            joined[-1] = DateMention(above.start, mention.end, (year, *above.first[1:]), (mention.first[0] or year, *mention.first[1:]),
                                     above.problem or mention.problem)
        else:
            joined.append(mention)
    return joined


FROM_TO = re.compile(r"(?:н[ае]н|д[ае]н|т[ае]н)$")


def _joins(folded: str, above: DateMention, below: DateMention) -> bool:
    """Whether two dates are the ends of one span: a dash or «мен» between them, or «10 наурыздан 7 сәуірге дейін»."""
    between = folded[above.end:below.start]
    if not between.strip():
        return bool(between) and bool(FROM_TO.search(folded[above.start:above.end])) and folded[below.end:].lstrip().startswith("дейін")
    return bool(re.fullmatch(JOIN, between)) and between.strip() not in ("және", "и")
