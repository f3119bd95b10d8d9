"""The date cells of a flattened table: runs of lines that hold nothing but months, years and numbers."""
import re
from collections.abc import Sequence
from functools import cache

from auditkit.understanding.flattened_lexicon import lexicon
from auditkit.understanding.flattened_tandem import Piece

_DATE_BEGINS = re.compile(r"[^\W\d_]|(?:19|20)\d\d")
_CUT_DATE = re.compile(r"[-–—]$")  # «май-», the rest of it on the next page


@cache
def _date_words() -> re.Pattern:
    date = lexicon()["date"]
    months, fillers = (sorted(date[key], key=len, reverse=True) for key in ("months", "fillers"))
    return re.compile(rf"(?:{'|'.join(fillers)})*(?:{'|'.join(months)})(?:{'|'.join(months + fillers)})*")


@cache
def _beginnings_of_dates() -> frozenset[str]:
    words = lexicon()["date"]["months"] + lexicon()["date"]["fillers"]
    return frozenset(word[:size] for word in words for size in range(1, len(word) + 1))


@cache
def _fillers() -> tuple[str, ...]:
    return tuple(word for word in lexicon()["date"]["fillers"] if len(word) > 1)


def find_dates(pieces: Sequence[Piece], width: int) -> set[int]:
    """The pieces of date cells: runs of pieces that hold nothing but months, years and numbers.

    `width`: the longest line that the column may have.
    """
    found: set[int] = set()
    for start, piece in enumerate(pieces):
        if start in found or not _DATE_BEGINS.search(piece.text):
            continue
        if start and not pieces[start - 1].ends and not _is_date(piece.text):
            continue  # the end of a page cuts the column before in the middle of a word: only whole words tell
        end = _date_end(pieces, start, width)
        if end:
            found.update(range(start, end))
    return found


def _is_date(text: str) -> bool:
    return bool(_date_words().fullmatch("".join(filter(str.isalpha, text)).lower()))


def _date_end(pieces: Sequence[Piece], start: int, width: int) -> int | None:
    letters, best = "", None
    for index in range(start, min(start + 16, len(pieces))):
        text = pieces[index].text.strip()
        if len(text) > width or re.search(r"[^\w\s.,;:()–—-]|%", text) or (index > start and pieces[index].apart):
            break
        letters += "".join(filter(str.isalpha, text)).lower()
        if len(letters) > 90 or not _may_be_date(letters):
            break
        if letters and _date_words().fullmatch(letters) and (pieces[index].ends or _CUT_DATE.search(text)):
            best = index + 1
    return best


def is_in_month(left: str, right: str) -> bool:
    """Whether the end of one line and the beginning of the next are the two parts of a month's name."""
    before, after = re.search(r"[^\W\d_]+$", left.strip().lower()), re.match(r"[^\W\d_]+", right.strip().lower())
    if not before or not after:
        return False
    return any(month.startswith(before[0] + after[0]) for month in lexicon()["date"]["months"])


def _may_be_date(letters: str) -> bool:
    """Whether letters are the beginning of a date, or begin with a word of one."""
    return bool(not letters or _date_words().match(letters) or letters[:9] in _beginnings_of_dates() or letters.startswith(_fillers()))
