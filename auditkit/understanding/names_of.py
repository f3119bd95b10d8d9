"""Names of organisations and people: when two spellings are one, and when they are not.

Case endings, quotation marks, abbreviations of legal forms and look-alike letters make no difference; a slip of the pen is told from
another name by how many letters differ.
"""
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from auditkit.lexicon import load
from auditkit.model import Passage, Place
from auditkit.wording import LOOKALIKE, fold

CAPITAL = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ"
#: Two or three words with capitals, or initials with a surname.
PERSON = re.compile(rf"(?<![\w«])(?:(?:[{CAPITAL}]\.\s?){{1,2}}[{CAPITAL}][^\W\d_]{{2,}}|[{CAPITAL}][^\W\d_]+(?:[ ]+[{CAPITAL}][^\W\d_]+){{1,2}}"
                    rf"|[{CAPITAL}][^\W\d_]{{2,}}\s(?:[{CAPITAL}]\.\s?){{1,2}}(?<!\s)(?![{CAPITAL}][^\W\d_]))")
#: A word for whoever leads, with a capital at the beginning of a line, is no part of the name behind it.
ROLE = re.compile(r"(?:Руководитель|Директор|Председатель|Президент|Басшы(?:сы)?|Жетекші(?:сі)?|Директоры|Төраға(?:сы)?|Төрайым(?:ы)?|Президенті)\s+(?=[^\W\d_a-zа-яё])")
TYPO, OTHER = 86.0, 72.0
#: How two names relate, from the closest on.
RELATIONS = ("same", "short", "typo", "close", "different")
QUOTE = r"[«“\"](?P<name>[^«»“”\"]{4,120})[»”\"]"


@lru_cache(maxsize=1)
def _forms() -> list[tuple[re.Pattern, str]]:
    pairs = [(words, key) for key, spellings in load("names")["forms"].items() for words in spellings]
    return [(re.compile(rf"(?<!\w){re.escape(words)}(?!\w)"), f" {key} ") for words, key in sorted(pairs, key=lambda pair: -len(pair[0]))]


@lru_cache(maxsize=2000)
def plain(name: str) -> str:
    """A name of an organisation or a project without quotation marks and spaces, its legal form brought to one sign."""
    text = " " + re.sub(r"\s+", " ", fold(name)) + " "
    for pattern, key in _forms():
        text = pattern.sub(key, text)
    return re.sub(r"[\W_]+", "", text)


@lru_cache(maxsize=2000)
def bare(name: str) -> str:
    """The same without its legal form."""
    text = " " + re.sub(r"\s+", " ", fold(name)) + " "
    for pattern, _ in _forms():
        text = pattern.sub(" ", text)
    return re.sub(r"[\W_]+", "", text)


def alike(one: str, other: str) -> str:
    """How two names relate: "same", "short" (one is a part of the other), "typo", "close" or "different"."""
    a, b = plain(one), plain(other)
    if a == b or bare(one) and bare(one) == bare(other):
        return "same"
    a, b = sorted((bare(one) or a, bare(other) or b), key=len)
    if len(a) >= 5 and a in b or len(a) >= 8 and same_word(a, b):
        return "short"
    score = fuzz.ratio(a, b)
    return "typo" if score >= TYPO else "close" if score >= OTHER else "different"


def other_form(one: str, other: str) -> bool:
    """Whether two names of one organisation say different legal forms, outside of the quotation marks: a fund and an association."""
    said = [{key.strip() for pattern, key in _forms() if pattern.search(" " + re.sub(r"\s+", " ", fold(re.sub(QUOTE, " ", name))) + " ")} for name in (one, other)]
    return all(said) and not said[0] & said[1]


def nearest(name: str, others: Iterable[str]) -> tuple[str, int]:
    """(relation, position) of the closest of other names; there must be one."""
    return min(((alike(name, other), at) for at, other in enumerate(others)), key=lambda pair: RELATIONS.index(pair[0]))


def alike_project(name: str, field: str) -> str:
    """How the name of a project relates to a field that names it, with its priority or without."""
    names = [found.group("name") for found in re.finditer(QUOTE, field)] or [field]
    return nearest(name, (*names, field))[0]


#: What a case adds to a name, Kazakh and Russian.
ENDINGS = frozenset("""
ның нің дың дің тың тің ға ге қа ке на не а е ны ні ды ді ты ті н да де та те нда нде нан нен дан ден тан тен мен бен пен ына іне ын ін ы і
сы сі сының сінің сына сіне сын сін ымен імен я у ю ой ей ою ею ом ем ым им ого его ому ему и ых их
""".split())
RUSSIAN = frozenset("а я у ю ой ей ою ею ом ем е ы и ого ому".split())


@lru_cache(maxsize=20000)
def same_word(one: str, other: str) -> bool:
    """Whether two words of a name are one but for their case endings and look-alike letters."""
    a, b = sorted((fold(one), fold(other)), key=len)
    if a == b:
        return True
    common = next((index for index, (x, y) in enumerate(zip(a, b)) if x != y), len(a))
    if common == len(a):
        return common >= 3 and b[common:] in ENDINGS
    return common >= 3 and a[common:] in RUSSIAN and b[common:] in RUSSIAN


@dataclass(frozen=True)
class Person:
    """A person as written: the words of the name (initials without their dot), and where it stands."""

    words: tuple[str, ...]
    text: str
    start: int
    end: int
    place: Place

    @property
    def full(self) -> tuple[str, ...]:
        """The words that are no initials."""
        return tuple(word for word in self.words if len(word) > 1)


def people(passage: Passage) -> list[Person]:
    """The names of people in a passage, as far as capitals tell; names of places look the same."""
    found = []
    start = 0
    while (match := PERSON.search(passage.text, start)) is not None:
        if (role := ROLE.match(passage.text, match.start())) is not None:
            start = role.end()
            continue
        start = match.end()
        words = tuple(re.findall(r"[^\W\d_]+", match.group()))
        found.append(Person(words, " ".join(match.group().split()), match.start(), match.end(), passage.place_of(match.start(), match.end())))
    return found


def same_person(one: Person, other: Person) -> bool:
    """Whether two spellings name one person: all full words of the shorter in common, or a surname with the same initials."""
    common = sum(any(same_word(a, b) for b in other.full) for a in one.full)
    if (least := min(len(one.full), len(other.full))) >= 2:
        return common >= least
    initials = [word for word in (one.words if len(one.full) == 1 else other.words) if len(word) == 1]
    longer = other if len(one.full) == 1 else one
    return common >= 1 and all(any(word[0] == initial for word in longer.words) for initial in initials)


def is_slip(one: str, other: str) -> bool:
    """Whether two words differ by a slip of the pen: one letter, or two of a long word, and not in their endings."""
    a, b = fold(one), fold(other)
    distance = OSA.distance(a, b)
    if not 0 < distance <= (2 if min(len(a), len(b)) >= 8 else 1) or min(len(a), len(b)) < 5:
        return False
    common = next((index for index, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return common < min(len(a), len(b)) - 3


def mixed_letters(word: str) -> bool:
    """Whether a word holds both Latin and Cyrillic letters."""
    return bool(re.search("[A-Za-z]", word)) and bool(re.search("[\u0400-\u04ff]", word))


@lru_cache(maxsize=20000)
def one_alphabet(word: str) -> str:
    """A word with every Latin letter that looks like a Cyrillic one replaced by it: equal for all look-alike spellings."""
    return "".join(LOOKALIKE.get(letter, letter) for letter in word).lower()
