"""Which lines of an indicator cell name which numbers of the plan and the fact beside it."""
import re
from collections.abc import Sequence

from auditkit.understanding.flattened_tandem import Piece, masks_of
from auditkit.understanding.nouns import noun_after
from auditkit.wording import fold

_LABEL = re.compile(r"[^\W\d_a-zа-яёәғқңөұүһі][a-zа-яёәғқңөұүһі]")
_CAPITAL = re.compile(r"[«\"]?[^\W\d_a-zа-яёәғқңөұүһі]")  # an abbreviation may be a label, or the rest of one
_NO_END = re.compile(r"[-–,:«(]$")
_SENTENCE = re.compile(r"[.;:!?]$")
# A part of the number above it: «Көкшетау-2;».
_PART = re.compile(r"[^\d;]{2,40}[-–—]\s*\d{1,5}[^\d;]{0,24}[;.]?")
_CUT = re.compile(r"\w-$")
# What follows such a line belongs to its number («Көкшетау –», «8 топ:», «12 (республикалық»), and so does a line that begins like this.
_AWAITS = re.compile(r"[-–—:×*=+]$|\([^)]*$")
_LEANS = re.compile(r"[-–—×*=]\s*\d|\(")
# «40 үй, әр ауылда» and below it «10»: the words behind the comma wait for their number.
_AWAITS_NUMBER = re.compile(r"\d[^,;]*,(?:\s[^\W\d_]+)+$")
_BARE = re.compile(r"\d{1,3}(?:[ \u00a0]?\d{3})*$")

_COUNT = re.compile(r"\d{1,3}(?:[ \u00a0]\d{3})+|\d{1,5}")
_PEOPLE = ("people", "families")  # groups of the lexicon


def counts_people(text: str) -> bool:
    """Whether a text is a number of people and nothing else: «386 жас», «1 126 оқушы», «24 семьи»."""
    folded = fold(text.strip())
    count = _COUNT.match(folded)
    noun = noun_after(folded, count.end()) if count else None
    return noun is not None and noun.group in _PEOPLE and not folded[count.end():noun.start].strip() and noun.end == len(folded)


def value_starts(pieces: Sequence[Piece], indices: Sequence[int]) -> list[int]:
    """The pieces of a plan or fact cell that begin a line with a number of its own."""
    masks = masks_of([pieces[index] for index in indices])
    found: list[int] = []
    start, text = 0, ""
    for position, index in enumerate(indices):
        piece = pieces[index]
        text += piece.text.strip() + (" " if piece.ends else "")
        following = masks[position + 1] if position + 1 < len(masks) else None
        if following is not None and (not piece.ends or _CUT.search(piece.text.strip()) or following == ""
                                      or _belong(text.strip(), pieces[indices[position + 1]].text.strip())):
            continue
        if any("#" in mask for mask in masks[start:position + 1]) and not _PART.fullmatch(text.strip()):
            found.append(indices[start])
        start, text = position + 1, ""
    return found


def _belong(text: str, following: str) -> bool:
    """Whether a line goes on with the number that the lines before it, `text`, have begun."""
    return bool(_AWAITS.search(text) and re.search(r"\w", text) or _LEANS.match(following)
                or _AWAITS_NUMBER.search(text) and _BARE.match(following))


def label_starts(pieces: Sequence[Piece], indices: Sequence[int], capital: re.Pattern = _LABEL) -> list[int]:
    """The pieces that begin a label, by their capital letters; the first always does."""
    return [index for before, index in zip([None, *indices], indices) if before is None or (
        pieces[before].ends and capital.match(pieces[index].text.strip()) and not _NO_END.search(pieces[before].text.strip()))]


def labels_of(pieces: Sequence[Piece], indices: Sequence[int], wanted: int) -> list[int] | None:
    """The pieces that begin the labels of an indicator cell, if there are as many as numbers wanted."""
    return next((found for capital in (_LABEL, _CAPITAL) if len(found := label_starts(pieces, indices, capital)) == wanted), None)


def labels_before(pieces: Sequence[Piece], start: int, plan: int, wanted: int) -> range | None:
    """The pieces between `start` and `plan` that are the indicator cell, if the last of them name as many as wanted.

    Labels begin with capital letters and have neither numbers nor the end of a sentence.
    """
    first = plan
    while first > start and not re.search(r"\d", pieces[first - 1].text) and not _SENTENCE.search(pieces[first - 1].text.strip()):
        first -= 1
    if wanted == 1 and not (start < first < plan):
        return None  # one label is told by nothing but the end of the sentence before it
    begins = [index for index in range(first, plan) if _CAPITAL.match(pieces[index].text.strip())
              and (index == start or pieces[index - 1].ends)]
    if wanted == 1 or first > start and _SENTENCE.search(pieces[first - 1].text.strip()):  # the labels begin behind the sentence
        begins = begins[:1] if begins[:1] == [first] else []
    for capital in (_LABEL, _CAPITAL):
        for begin in begins:
            if len(label_starts(pieces, range(begin, plan), capital)) == wanted:
                return range(begin, plan)
    return None
