"""What two versions of one sentence or cell have in common, and what differs: numbers as intervals, dates, names across two alphabets."""
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from auditkit.quantity import EPSILON, Quantity
from auditkit.understanding.claims import Claim
from auditkit.understanding.dates import find_dates
from auditkit.understanding.people import PATRONYMIC, Person, find_people
from auditkit.wording import fold

OPEN_ABOVE, OPEN_BELOW = ("above", "at-least"), ("below", "at-most")
DIGITS = re.compile(r"\d+(?: \d{3})*(?:[.,]\d+)?")


@dataclass
class Settled:
    """The numbers of two places: pairs that say the same, pairs that differ, and what only one side has (0: Kazakh)."""

    same: list[tuple[Claim, Claim]] = field(default_factory=list)
    different: list[tuple[Claim, Claim]] = field(default_factory=list)
    only: tuple[list[Claim], list[Claim]] = field(default_factory=lambda: ([], []))


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers say the same in two languages: one value, or intervals that meet.  Two that are hedged alike («above
    1200», «above 1300») must have one value: their intervals always meet."""
    if abs(one.value - other.value) <= EPSILON * max(1.0, abs(one.value)) and one.hedge != "range":
        return True
    for alike in (OPEN_ABOVE, OPEN_BELOW, ("about",)):
        if one.hedge in alike and other.hedge in alike:
            return False
    if one.hedge == other.hedge == "range":
        return abs(one.low - other.low) <= EPSILON and abs(one.high - other.high) <= EPSILON or one.low == other.low and one.high == other.high
    return one.meets(other)


def spare_values(text: str, claims: Sequence[Claim]) -> list[float]:
    """The values that a place has besides its quantities: ages, ordinals, years, digits that were not read as numbers."""
    taken = [claim.value for claim in claims if claim.is_quantity]
    spare = [float(claim.value) for claim in claims if not claim.is_quantity]
    for match in DIGITS.finditer(fold(text)):
        value = float(match.group().replace(" ", "").replace(",", "."))
        if value not in taken and value not in spare:
            spare.append(value)
    return spare


def match_numbers(first: Sequence[Claim], second: Sequence[Claim], first_spare: list[float], second_spare: list[float]) -> Settled:
    """The numbers of two places that answer each other, settled.  Numbers written as words and numbers that the other side has
    in another role (an age, an ordinal) are matched where they can be, and never left over."""
    left, right = ([claim for claim in claims if claim.is_quantity] for claims in (first, second))
    found = Settled()
    for fits in (lambda a, b: abs(a.value - b.value) <= EPSILON and a.measure == b.measure and agree(a.quantity, b.quantity),
                 lambda a, b: abs(a.value - b.value) <= EPSILON and agree(a.quantity, b.quantity),
                 lambda a, b: a.role == b.role and agree(a.quantity, b.quantity)):
        for a in list(left):
            b = next((b for b in right if fits(a, b)), None)
            if b is not None:
                found.same.append((a, b))
                left.remove(a)
                right.remove(b)
    left = [claim for claim in left if not claim.worded and not _take(second_spare, claim)]
    right = [claim for claim in right if not claim.worded and not _take(first_spare, claim)]
    if len(left) == len(right) and all(_comparable(a, b) for a, b in zip(left, right)):
        found.different += list(zip(left, right))
        return found
    for a in list(left):
        fitting = [b for b in right if _comparable(a, b)]
        if fitting:
            b = min(fitting, key=lambda b: abs(a.value - b.value) / max(abs(a.value), abs(b.value), 1))
            found.different.append((a, b))
            left.remove(a)
            right.remove(b)
    found.only[0].extend(left)
    found.only[1].extend(right)
    return found


def _take(spare: list[float], claim: Claim) -> bool:
    """Whether the other side has the value in another role; it is used up."""
    for value in spare:
        if abs(value - claim.value) <= EPSILON:
            spare.remove(value)
            return True
    return False


def _comparable(one: Claim, other: Claim) -> bool:
    """Whether two numbers may be meant to be one: shares with shares, people with people, money with money."""
    return one.role == other.role and (one.group == other.group or not (one.group and other.group) or "~" in (one.measure + other.measure))


@dataclass(frozen=True)
class Point:
    """One end of a date or a span in a text: what is not said is None.  `text`: the date in digits."""

    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int

    @property
    def precision(self) -> tuple[bool, bool]:
        """Whether a month and a day are said."""
        return self.month is not None, self.day is not None

    @property
    def text(self) -> str:
        """«22.05.2025», «22.05», «05.2025»."""
        return ".".join(f"{part:02d}" for part in (self.day, self.month, self.year) if part is not None)

    def agrees(self, other: "Point") -> bool:
        """The same day or month; a year that only one says is no difference."""
        return (self.month, self.day) == (other.month, other.day) and (None in (self.year, other.year) or self.year == other.year)


def points_of(text: str) -> list[Point]:
    """The ends of all dates of a text that say a month or a year, each once."""
    points: list[Point] = []
    for mention in find_dates(fold(text)):
        for year, month, day in dict.fromkeys((mention.first, mention.last)):
            point = Point(year, month, day, mention.start, mention.end)
            if not any((known.year, known.month, known.day) == (year, month, day) for known in points):
                points.append(point)
    return points


def match_points(first: list[Point], second: list[Point]) -> tuple[list[tuple[Point, Point]], tuple[list[Point], list[Point]]]:
    """(pairs that agree, what is left of each side).  A bare year is only left over where the other side's dates name other
    years and not it."""
    left, right, same = list(first), list(second), []
    for a in first:
        b = next((b for b in right if a.agrees(b)), None)
        if b is not None:
            same.append((a, b))
            left.remove(a)
            right.remove(b)
    years = [{point.year for point in points} for points in (first, second)]
    left = [a for a in left if a.month or a.year not in years[1] and not any(a.agrees(b) for _, b in same)]
    right = [b for b in right if b.month or b.year not in years[0]]
    left = [a for a in left if not any(a.agrees(b) for b in second)]
    right = [b for b in right if not any(b.agrees(a) for a in first)]
    return same, (left, right)


#: Kazakh letters as Russian spelling renders them, and letters that spellings of one name swap.
RUSSIAN = str.maketrans({"қ": "к", "ғ": "г", "ә": "а", "ө": "о", "ұ": "у", "ү": "у", "і": "и", "ң": "н", "һ": "х", "й": "и", "ы": "и", "ё": "е",
                         "э": "е", "ь": None, "ъ": None})
#: From here on two spellings may be of one name.
NEAR = 74


@dataclass(frozen=True)
class NamePair:
    """Two people who are named at the same place; `same`: the spellings may be of one name."""

    first: Person
    second: Person
    same: bool


def russian(word: str) -> str:
    """A name folded to what Kazakh and Russian spelling have in common."""
    return re.sub(r"(.)\1", r"\1", fold(word).translate(RUSSIAN))


def match_names(first: str, second: str) -> list[NamePair]:
    """The people with initials or patronymics of two texts, paired; nothing where their numbers differ, or where more than one
    of them is left without a like name."""
    left, right = ([person for person in find_people(text) if person.initials or PATRONYMIC.search(fold(person.name))
                    or any(PATRONYMIC.search(word) for word in fold(person.name).split())] for text in (first, second))
    if len(left) != len(right):
        return []
    pairs = []
    for a in list(left):
        b = max(right, key=lambda b: likeness(a, b))
        if likeness(a, b) >= NEAR:
            pairs.append(NamePair(a, b, True))
            left.remove(a)
            right.remove(b)
    return pairs + [NamePair(a, b, False) for a, b in zip(left, right)] if len(left) <= 1 else pairs


def likeness(one: Person, other: Person) -> float:
    """From 0 to 100: how alike the least alike of the names are that both have; initials that differ count half."""
    a, b = sorted(([russian(stem) for stem in person.stems] for person in (one, other)), key=len)
    if not a:
        return 0.0
    letters = [russian(person.initials[:1]).replace("о", "у") for person in (one, other)]  # «Ө.» is «О.» or «У.»
    apart = all(letters) and letters[0] != letters[1]
    return min(max(fuzz.ratio(x, y) for y in b) for x in a) / (2 if apart else 1)
