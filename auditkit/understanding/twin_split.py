"""Where a file that holds one report in two languages changes from one to the other: the whole in one, then the whole in the other."""
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from auditkit.lexicon import load
from auditkit.model import Block, Cell
from auditkit.wording import QUOTED, words

KAZAKH = re.compile("[әғқңөұүһі]")
CYRILLIC = re.compile("[а-яё]")
#: The share of each part that must be in its own language; how long the shorter part is at least, the longer being 1.
PURE, BALANCE = 0.85, 0.5
#: A Kazakh letter in any case; the share of each kind of block in a file that is looked at closer.
SEEN, FAIR = re.compile("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]"), 0.15
#: Words that each part must have in its own language before anybody speaks of a version.
LEAST = 25


@lru_cache(maxsize=1)
def _small_words() -> tuple[frozenset[str], frozenset[str]]:
    lexicon = load("languages")
    return frozenset(lexicon["kk"]["words"]), frozenset(lexicon["ru"]["words"])


def language_of(text: str) -> str:
    """ "kk" or "ru", by the letters and the small words of a text; "" where they do not tell.  Names in quotation marks may be in the
    other language, and count only where there is hardly anything else."""
    small_kk, small_ru = _small_words()
    own = _own_words(QUOTED.sub(" ", text))
    if len(own) < 3:
        own = _own_words(text)
    kazakh = sum(word in small_kk or bool(KAZAKH.search(word)) for word in own)
    russian = sum(word in small_ru for word in own)
    if kazakh > russian and kazakh >= 0.2 * len(own):
        return "kk"
    return "ru" if russian > kazakh or not kazakh and len(own) >= 4 else ""


def _own_words(text: str) -> list[str]:
    return [word for word in words(text) if CYRILLIC.search(word) or KAZAKH.search(word)]


def two_parts(blocks: Sequence[Block]) -> dict[str, range] | None:
    """The blocks of the Kazakh and of the Russian part of a file, by "kk" and "ru", where it is first wholly in one language and
    then wholly in the other; None elsewhere.  This says nothing yet of whether the two parts tell the same."""
    if not _may_be_two(blocks):
        return None
    told = [_told(block) for block in blocks]
    kazakh, russian = ([0, *accumulate(size if language == side else 0 for size, language, _ in told)] for side in ("kk", "ru"))
    if not LEAST < min(kazakh[-1], russian[-1]) or min(kazakh[-1], russian[-1]) < BALANCE * max(kazakh[-1], russian[-1]):
        return None
    # the words in the right language for every place where Kazakh may end and Russian begin, and the other way round
    forth = [kk + russian[-1] - ru for kk, ru in zip(kazakh, russian)]
    back = [kazakh[-1] + russian[-1] - kept for kept in forth]
    kazakh_first = max(forth) >= max(back)
    kept = forth if kazakh_first else back
    cuts = [at for at, count in enumerate(kept) if count == max(kept)]
    cut = _best_cut(blocks, cuts, [leaning for _, _, leaning in told], "kk" if kazakh_first else "ru")
    first, second = range(cut), range(cut, len(blocks))
    parts = {"kk": first, "ru": second} if kazakh_first else {"kk": second, "ru": first}
    for language, part in parts.items():
        own = sum(size for size, spoken, _ in (told[at] for at in part) if spoken == language)
        other = sum(size for size, spoken, _ in (told[at] for at in part) if spoken not in (language, ""))
        if own < LEAST or own < PURE * (own + other):
            return None
    return parts


def _may_be_two(blocks: Sequence[Block]) -> bool:
    """Whether a fair part of the letters stands in blocks with a Kazakh letter, and a fair part in blocks without: most files are
    of one language, and are not looked at any closer."""
    sizes = {True: 0, False: 0}
    for block in blocks:
        text = _text(block)
        sizes[bool(SEEN.search(text))] += len(text)
    return min(sizes.values()) > FAIR * sum(sizes.values())


def _best_cut(blocks: Sequence[Block], cuts: list[int], leaning: list[str], before: str) -> int:
    """Of the places that are equally good, the one that parts the short blocks between them best; a heading begins the second part."""
    def parted(cut: int) -> int:
        return sum((leaning[at] == before) == (at < cut) for at in range(cuts[0], cuts[-1]) if leaning[at])

    cuts = [cut for cut in cuts if parted(cut) == max(map(parted, cuts))]
    return next((at for at in cuts[:-1] if blocks[at].kind == "heading"), cuts[-1])


def _told(block: Block) -> tuple[int, str, str]:
    """How many words a block has, in which language they are, and in which they may be where they do not tell: words without a
    Kazakh letter are rather Russian."""
    text = _text(block)
    own = _own_words(text)
    language = language_of(text)
    return len(own), language, language or ("kk" if any(KAZAKH.search(word) for word in own) else "ru" if own else "")


def _text(block: Block) -> str:
    return block.text if block.table is None else "\n".join(_texts(block.table.cells))


def _texts(cells: Sequence[Cell]) -> list[str]:
    return [text for cell in cells for text in (cell.text, *(inner for table in cell.tables for inner in _texts(table.cells)))]
