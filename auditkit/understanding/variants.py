"""Names that are spelt in two ways: quoted names with a slip of the pen, institutions and bodies with a word more or less."""
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditkit.lexicon import load
from auditkit.model import Block, Passage, Place
from auditkit.understanding.names_of import CAPITAL, is_slip, mixed_letters, one_alphabet, same_word
from auditkit.wording import QUOTED, WORD, excerpt, fold, stem

MINISTRY = re.compile(r"министрлі[гк]\w*")
BEFORE = re.compile(r"(?:[^\W\d_]+,?\s+){1,8}$")
SMALL = {"және", "мен", "пен", "бен", "и", "по", "в", "на"}


@dataclass(frozen=True)
class Name:
    """A name as written: its text, its folded words, and where it stands."""

    text: str
    words: tuple[str, ...]
    place: Place
    around: str


def passages(blocks: Sequence[Block]) -> Iterator[Passage]:
    """All text of a report, cell by cell in tables."""
    for block in blocks:
        if block.table is None:
            yield block.passage
        else:
            yield from (cell.passage for cell in block.table.cells if cell.text.strip())


def _name(passage: Passage, start: int, end: int) -> Name:
    text = " ".join(passage.text[start:end].split())
    around = excerpt(passage.text, start, end, 30)
    return Name(text, tuple(WORD.findall(fold(text))), passage.place_of(start, end), around)


def quoted(blocks: Sequence[Block]) -> list[Name]:
    """The names in quotation marks of at least two words, numbers apart."""
    names = []
    for passage in passages(blocks):
        for match in QUOTED.finditer(passage.text):
            name = _name(passage, *match.span(1))
            if 2 <= len(name.words) <= 10:
                names.append(name)
    return names


def slips(names: Sequence[Name]) -> list[tuple[list[Name], list[Name]]]:
    """Pairs of spellings of one name that differ by a slip in one word (or by that and a word more): (the rarer, the commoner)."""
    spelt: dict[tuple[str, ...], list[Name]] = defaultdict(list)
    for name in names:
        spelt[name.words].append(name)
    by_word: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for words in spelt:
        for word in set(words[:3]):
            by_word[stem(word)].append(words)
    pairs: dict[frozenset, tuple[list[Name], list[Name]]] = {}
    for sharing in by_word.values():
        for at, one in enumerate(sharing[:60]):
            for other in sharing[:at]:
                if _differ_by_a_slip(one, other):
                    rarer, commoner = sorted((spelt[one], spelt[other]), key=len)
                    pairs[frozenset((one, other))] = (rarer, commoner)
    return list(pairs.values())


def _differ_by_a_slip(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1 or len(short) < 2:
        return False
    differing = [(a, b) for a, b in zip(short, long) if not same_word(a, b)]
    if len(differing) == 1 and is_slip(*differing[0]):
        return True
    return len(long) == len(short) + 1 and len(short) >= 3 and all(map(same_word, short[:-1], long)) and is_slip(short[-1], long[-1])


def institutions(blocks: Sequence[Block]) -> list[list[Name]]:
    """Universities, colleges and the like that are named after one person or by one quoted name, but with a word more or less."""
    nouns = "|".join(load("names")["venues"]["words"])
    named = re.compile(rf"(?:(?P<who>[{CAPITAL}][^\W\d_]{{2,}})\s+атындағы|«(?P<quoted>[^«»]{{3,40}})»)\s+"
                       rf"(?P<rest>(?:[^\W\d_]+(?:-[^\W\d_]+)*\s+){{0,5}}?)(?P<noun>{nouns})\w*",
                       re.IGNORECASE)
    found: dict[tuple[str, str], list[tuple[frozenset, Name]]] = defaultdict(list)
    for passage in passages(blocks):
        for match in named.finditer(passage.text):
            rest = frozenset(stem(word) for word in WORD.findall(fold(match.group("rest"))))
            key = (fold(match.group("who") or match.group("quoted")), match.group("noun").lower())
            found[key].append((rest, _name(passage, *match.span())))
    groups = []
    for mentions in found.values():
        kinds = {rest for rest, _ in mentions if rest}
        if any(a < b for a in kinds for b in kinds):
            groups.append([name for rest, name in mentions if any(rest < other or other < rest for other in kinds) and rest])
    return groups


def ministries(blocks: Sequence[Block]) -> list[list[Name]]:
    """Ministries that are named once with a word and once without it."""
    found: dict[frozenset, list[Name]] = defaultdict(list)
    for passage in passages(blocks):
        for match in MINISTRY.finditer(passage.text):
            before = BEFORE.search(passage.text, max(0, match.start() - 130), match.start())
            words = before.group().split() if before else []
            start = next((at for at in range(len(words) - 1, -1, -1) if words[at][0].isupper()), None)
            if start is None or words[start] in ("ҚР", "РК") or words[start].startswith("Республика"):
                continue
            key = frozenset(stem(word) for word in WORD.findall(fold(" ".join(words[start:]))) if word not in SMALL)
            offset = before.start() + before.group().rindex(words[start])
            found[key].append(_name(passage, offset, match.end()))
    return [found[short] + found[long] for short in found for long in found if short < long and len(long) - len(short) == 1 and len(short) >= 3]


def confusable(blocks: Sequence[Block]) -> list[tuple[Name, Name | None]]:
    """Words of names that mix Latin and Cyrillic letters, each with a clean spelling of it from elsewhere, if there is one."""
    mixed: list[Name] = []
    clean: dict[str, Name] = {}
    for passage in passages(blocks):
        for match in re.finditer(r"[^\W\d_]{3,}", passage.text):
            word = match.group()
            if mixed_letters(word):
                if word[0].isupper() and not _slips_of_kazakh(word) and "http" not in passage.text[max(0, match.start() - 60):match.start()]:
                    mixed.append(_name(passage, *match.span()))
            elif word[0].isupper() and one_alphabet(word) not in clean:
                clean[one_alphabet(word)] = _name(passage, *match.span())
    return [(name, clean.get(one_alphabet(name.text))) for name in mixed]


def _slips_of_kazakh(word: str) -> bool:
    """Whether the only Latin letters are those that keyboards without Kazakh letters lack: і and ә."""
    return not re.search(r"[A-Za-z]", word.replace("i", "").replace("I", "").replace("ə", "").replace("Ə", ""))
