"""People's names in running text, and when two mentions are of one person.

Kazakh and Russian names: with a patronymic («… Серікқызы», «… Петровна»), with initials («С. Қалиева»), or two capitalised
words where a role stands before them or one of them has the ending of a surname.  Names that institutions bear («… атындағы»,
«имени …») are not people.
"""
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from auditkit.lexicon import load
from auditkit.wording import fold

UPPER = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ"
#: Surnames of two letters; other short words that begin with a capital begin a sentence.
SHORT = "Ли|Ан|Ни|Юн|Ян|Хе|Те|Ем"
CAPITAL = re.compile(
    rf"(?:(?P<initials>(?:[{UPPER}][.]\s?){{1,2}})(?P<surname>[{UPPER}][\w-]{{2,}}))|(?P<word>(?:[{UPPER}][\w-]{{2,}}|(?:{SHORT})\b)(?:\s[{UPPER}]\.(?:\s?[{UPPER}]\.)?)?)")
PATRONYMIC = re.compile(r"(?:ұлы|улы|қызы|кызы|вич|вна|ична|ович|овна|евна)(?:ның|нің|мен|ға|ге|на|не|ны|ні|ның|ымен|а|у|ом|ы|ой|е)?$")
SURNAME = re.compile(r"(?:ов|ев|ёв|ин|ын|ский|цкий|ская|цкая|ко|чук|ян|ова|ева|ёва|ина|ына)(?:ның|нің|мен|ға|ге|на|не|ны|ні|а|у|ым|ой|ом)?$")
CASE = re.compile(r"(?:ымен|імен|мен|пен|бен|ның|нің|дың|дің|тың|тің|нан|нен|дан|ден|тан|тен|ға|ге|қа|ке|на|не|ны|ні|ды|ді|ты|ті|ой|ом|ым|у|а|ы|е)$")
#: What stands between a name's words: a space (or a line break, which is one by now) and nothing else.
GAP = re.compile(r"^\s+$")


@dataclass(frozen=True)
class Person:
    """A person named from offset `start` to `end` of a text.  `name`: as written; `stems`: of the words that are no patronymic;
    `initials`: letters before or after the surname, "" where the names are written out."""

    name: str
    stems: frozenset[str]
    initials: str
    start: int
    end: int

    def same(self, other: "Person") -> bool:
        """Whether both are one person, by all that is written: a common name, and initials that fit."""
        common = self.stems & other.stems
        if not common:
            return False
        if self.initials and other.initials:
            return self.initials[0] == other.initials[0]
        if self.initials or other.initials:
            short, full = (self, other) if self.initials else (other, self)
            rest = full.stems - common
            return not rest or any(word.startswith(short.initials[0]) for word in rest)
        return len(common) >= min(len(self.stems), len(other.stems)) or len(common) >= 2


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern]:
    words = load("people")
    made = {}
    for key in ("speakers", "speaking", "others", "namesakes", "institutions", "other_heads"):
        made[key] = re.compile("|".join(rf"\b{re.escape(word)}" for word in words[key]["kk"] + words[key]["ru"]))
    for key in ("open_list",):
        made[key] = re.compile("|".join(re.escape(word) for word in words[key]["words"]))
    return made


def pattern(key: str) -> re.Pattern:
    """The words of one table of the lexicon "people" as a pattern for folded text."""
    return _patterns()[key]


def name_stem(word: str) -> str:
    """A name without its case ending, and a patronymic ending that serves as a surname."""
    folded = fold(word)
    folded = CASE.sub("", folded) if len(folded) > 5 and PATRONYMIC.search(folded) is None else folded
    cut = re.sub(r"(?:ұлы|улы|қызы|кызы)\w{0,4}$", "", folded)
    if len(cut) >= 4:
        folded = cut
    folded = re.sub(r"(ов|ев|ин|ын)(?:а|у|ой|ым|ом)?$", r"\1", folded)
    return re.sub(r"[аеыіяй]$", "", folded) if len(folded) > 4 else folded


def find_people(text: str, *, free: bool = False) -> list[Person]:
    """The people named in a text.  `free`: two capitalised words are enough (a list of names); else they need a role before them
    or the ending of a surname."""
    folded = fold(text)
    quoted = [(m.start(), m.end()) for m in re.finditer(r"[«“\"„][^«»“”\"„]*[»”\"]", text)]
    people, run = [], []
    for match in [*CAPITAL.finditer(text), None]:
        inside = match is not None and any(start < match.start() < end for start, end in quoted)
        if match is not None and inside:
            continue
        if len(run) == 3 and match is not None and GAP.match(text[run[-1].end():match.start()]) and match.group("word") \
                and PATRONYMIC.search(fold(match.group())) and not PATRONYMIC.search(fold(run[-1].group())):
            run.pop(0)  # «Дәрісті Асанова Дина Маратқызы»: the first word only begins the sentence
        if run and (match is None or not GAP.match(text[run[-1].end():match.start()]) or len(run) == 3 or match.group("initials") or run[-1].group("initials")
                    or CASE_CLOSED.search(fold(run[-1].group())) and len(run) >= 2 and PATRONYMIC.search(fold(run[-1].group()))):
            people += _people(text, folded, run, free)
            run = []
        if match is not None:
            run.append(match)
    return people


CASE_CLOSED = re.compile(r"(?:ұлы|қызы|вич|вна)\w*$")


def _people(text: str, folded: str, run: list[re.Match], free: bool) -> list[Person]:
    role_first = len(run) > 2 and run[0].group("word") and pattern("speakers").match(fold(run[0].group())) is not None
    run = run[1:] if role_first else run  # «Лектор Ли Марина»
    start, end = run[0].start(), run[-1].end()
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    if pattern("institutions").search(folded[start:end]) or _is_namesake(folded, start, end):
        return []
    first = run[0]
    if first.group("initials"):
        initials = re.sub(r"[^\w]", "", fold(first.group("initials")))
        return [Person(text[first.start():first.end()], frozenset({name_stem(first.group("surname"))}), initials, first.start(), first.end())]
    words = [match.group("word") for match in run]
    trailing = re.search(rf"\s([{UPPER}])\.", words[-1])
    if trailing and len(words) == 1:
        surname = words[0][:trailing.start()]
        return [Person(words[0], frozenset({name_stem(surname)}), fold(trailing.group(1)), start, end)]
    plain = [word for word in words if not PATRONYMIC.search(fold(word))]
    if len(words) == 3 and len(plain) == 2 or len(words) == 2 and len(plain) == 1:
        kept = words if len(words) == 2 else plain
        return [Person(" ".join(words), frozenset(map(name_stem, kept)), "", start, end)]
    if len(words) != 2 or any(word.isupper() and len(word) > 3 and not free for word in words):
        return []
    role = re.search(r"([^\W\d_-]+)[\s,–-]*$", folded[max(0, start - 30):start])
    has_role = role is not None and pattern("speakers").match(role.group(1)) is not None
    if free or has_role or role_first or any(SURNAME.search(fold(word)) for word in words):
        return [Person(" ".join(words), frozenset(map(name_stem, words)), "", start, end)]
    return []


def _is_namesake(folded: str, start: int, end: int) -> bool:
    after = folded[end:end + 14].lstrip()
    before = folded[max(0, start - 10):start].rstrip()
    return bool(pattern("namesakes").match(after)) or bool(re.search(r"(?:имени|им\.|атындағы|ул\.|улица|улице)$", before))


def distinct(people: Iterable[Person]) -> list[Person]:
    """One mention of each person, the fullest."""
    found: list[Person] = []
    for person in people:
        for index, known in enumerate(found):
            if person.same(known):
                if (len(person.stems), len(person.name)) > (len(known.stems), len(known.name)):
                    found[index] = person
                break
        else:
            found.append(person)
    return found


def starts_with_name(text: str) -> bool:
    """Whether a list item begins with a person's name."""
    people = find_people(re.split(r"\s[-–—]\s|[,;(:]", text, maxsplit=1)[0], free=True)
    return bool(people) and people[0].start <= 2
