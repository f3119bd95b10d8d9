"""Words as they are meant: look-alike letters, kinds of space and dash, Kazakh and Russian stems.

`fold` keeps the length of a text, so that offsets in the folded text are offsets in the original.
"""
import re
from functools import lru_cache

#: Latin letters that people type inside Cyrillic words, and the Cyrillic letter that is meant.
LOOKALIKE = {"a": "а", "c": "с", "e": "е", "o": "о", "p": "р", "x": "х", "y": "у", "k": "к", "h": "һ", "i": "і",
             "A": "А", "B": "В", "C": "С", "E": "Е", "H": "Н", "K": "К", "M": "М", "O": "О", "P": "Р", "T": "Т",
             "X": "Х", "Y": "У", "I": "І", "ə": "ә", "Ə": "Ә"}
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"), " ")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad"), "-")
_QUOTES = {ord("“"): "«", ord("”"): "»", ord("„"): "«", ord("‟"): "»"}
_PLAIN = {**_SPACES, **_DASHES, **_QUOTES}
_MIXED = re.compile(r"[A-Za-zəƏ\u0400-\u04ff]*(?:[A-Za-zəƏ][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-zəƏ])[A-Za-zəƏ\u0400-\u04ff]*")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


#: Texts that one long report asks for again and again.
@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """The text in small letters, with one kind of space, dash and quotation mark, and with Latin look-alikes inside
    Cyrillic words replaced.  Same length as `text`."""
    text = text.translate(_PLAIN)
    if not text.isascii():
        text = _MIXED.sub(lambda word: "".join(LOOKALIKE.get(letter, letter) for letter in word.group()), text)
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@lru_cache(maxsize=1 << 16)
def squeeze(text: str) -> str:
    """The folded letters and digits of a text and nothing else: for comparing names across wraps and punctuation."""
    return re.sub(r"[\W_]+", "", fold(text))


def words(text: str) -> list[str]:
    """The folded words of a text, numbers left out."""
    return WORD.findall(fold(text))


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A rough stem of a folded Kazakh or Russian word: enough to see that two forms are of one word.

    Endings are stripped longest first as long as four letters remain (three for case endings of short words); not a
    lemma.  Kazakh plural, possessive, case and Russian case endings; see the lists.
    """
    for _ in range(3):
        for ending in ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 4:
                word = word[: -len(ending)]
                break
        else:
            break
    return word


ENDINGS = sorted("""
лардың лердің дардың дердің тардың тердің лары лері дары дері тары тері лар лер дар дер тар тер
ның нің дың дің тың тің нда нде нан нен дан ден тан тен ға ге қа ке на не да де та те ды ді ны ні ты ті мен бен пен
сының сінің сында сінде сына сіне сы сі ымен імен ын ін ы і дағы дегі тағы тегі ндағы ндегі
иями ями ами иях ях ах ого его ому ему ыми ими ых их ой ей ом ем ами ую юю ая яя ое ее ые ие ий ый ов ев а я о е у ю и ь
""".split(), key=len, reverse=True)


def stems(text: str) -> list[str]:
    """The rough stems of a text's words."""
    return [stem(word) for word in words(text)]


QUOTED = re.compile(r"[«“\"„]([^«»“”\"„]{3,160})[»”\"]")


def quoted_names(text: str) -> list[str]:
    """The names that stand in quotation marks, squeezed; of nested quotes the inner one and the outer one's rest."""
    return [name for name in (squeeze(found.group(1)) for found in QUOTED.finditer(text)) if len(name) >= 5]


def shorten(text: str, size: int = 170) -> str:
    """A text on one line, cut at a word behind at most `size` characters: what a finding quotes."""
    text = " ".join(text.split())
    return text if len(text) <= size else text[:size - 2].rsplit(" ", 1)[0] + " …"


def excerpt(text: str, start: int, end: int, before: int = 40, after: int = 30) -> str:
    """A stretch of a text with the whole words around it, at most `before` and `after` characters of them, on one line.

    Dots stand where a sentence is cut, since a reader takes a quote that begins or ends without them for a whole one.
    """
    left, right = max(0, start - before), min(len(text), end + after)
    if left > 0 and not text[left - 1].isspace():  # in the middle of a word
        gap = re.search(r"\s", text[left:start])
        left = left + gap.end() if gap else re.search(r"\S*$", text[:start]).start()
    if right < len(text) and not text[right].isspace():
        gap = list(re.finditer(r"\s", text[end:right]))
        right = end + gap[-1].start() if gap else right + re.match(r"\S*", text[right:]).end()
    quote = " ".join(text[left:right].split())
    opens = "" if not text[:left].strip() or re.search(r"[.!?;:|\n]\s*$", text[:left]) else "… "
    closes = "" if not text[right:].strip() or re.search(r"[.!?;:]$", quote) else " …"
    return opens + quote + closes
