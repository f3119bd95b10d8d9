"""Bytes of a text file to text: UTF-8, UTF-16, UTF-32, Windows-1251 and its Kazakh sister KZ-1048, DOS and KOI-8."""
import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
         (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SAMPLE_BYTES = 64 * 1024
# The code pages that reports from Kazakhstan come in.  KZ-1048 agrees with Windows-1251 in every Russian letter and has
# the Kazakh ones where that has Serbian and Ukrainian ones, so it reads both; cp1251 itself is never needed.
_CODE_PAGES = ("kz1048", "cp866", "koi8-r")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_WORD = re.compile(r"[^\W\d_]+")
# How often each letter stands in Russian and Kazakh prose taken together, roughly, in percent.
_FREQUENCY = {letter: weight for letters, weight in (
    ("аоеи", 9.0), ("нтсрл", 6.0), ("дыкмі", 4.0), ("вупбзгқ", 2.5), ("ғңжяшйь", 1.5), ("әүұөчх", 1.0),
    ("юцщэф", 0.4), ("ъёһ", 0.1)) for letter in letters}


#: What ends a line in every editor; a form feed or a line separator stands within one.
_LINE_END, _OTHER_BREAK = re.compile(r"\r\n|\n|\r"), re.compile("[\v\x1c-\x1e\x85\u2028\u2029]")


def lines_of(data: bytes) -> list[str]:
    """The lines of a text file as editors count them; other signs that break a line are spaces, but for form feeds."""
    return [_OTHER_BREAK.sub(" ", line) for line in _LINE_END.split(decode(data))]


def decode(data: bytes) -> str:
    """The text of `data`, a byte-order mark dropped; line ends stay as they are.

    Encodings are tried from the certain to the likely: a byte-order mark, UTF-16 by its high bytes, strict UTF-8, UTF-8
    with a few broken bytes, then the Cyrillic code page whose words look most like words.  Bytes that an encoding
    cannot read become U+FFFD.  Raises ValueError("binary") where the bytes are no text at all.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _text(data[len(mark):], name)
    wide = _wide_encoding(data)
    if wide:
        return _text(data, wide)
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass  # not UTF-8: go on with the next encoding
    broken = data.decode("utf-8", errors="replace")
    if _mostly_utf8(data, broken):
        return _checked(broken)
    sample = data[:_SAMPLE_BYTES]
    # Not charset-normalizer: measured on Kazakh text in KZ-1048 it answers Windows-1251, which turns ә into ј and ғ
    # into є, and on short tables other languages; a closed list and a look at words decides rightly from a few on.
    best = max(_CODE_PAGES, key=lambda page: _likeness(sample.decode(page, errors="replace")))
    return _text(data, best)


def _text(data: bytes, name: str) -> str:
    return _checked(data.decode(name, errors="replace"))


def _checked(text: str) -> str:
    """The text, unless control characters or unreadable ones say that it is none."""
    if text.startswith("\ufeff"):
        text = text[1:]
    sample = text[:_SAMPLE_BYTES]
    if len(_CONTROL.findall(sample)) + sample.count("\ufffd") > 0.02 * len(sample) + (len(sample) > 50):
        raise ValueError("binary")
    return text


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: the high byte of Latin letters, digits and spaces is 0, of Cyrillic letters 4."""
    sample = data[:_SAMPLE_BYTES]
    if len(sample) < 4:
        return None
    even, odd = (sum(byte in (0, 4) for byte in half) / len(half) for half in (sample[0::2], sample[1::2]))
    if odd > 0.8 and even < 0.2:
        return "utf-16-le"
    return "utf-16-be" if even > 0.8 and odd < 0.2 else None


def _mostly_utf8(data: bytes, text: str) -> bool:
    """A few bytes broken (a cut at the end, a pasted foreign line) in a text that is UTF-8 otherwise."""
    high = sum(1 for character in text[:_SAMPLE_BYTES] if character > "\x7f" and character != "\ufffd")
    return high > 20 * text.count("\ufffd", 0, _SAMPLE_BYTES)


def _likeness(text: str) -> float:
    """How much a text looks like Russian or Kazakh prose: words of usual letters, capitals only where they belong."""
    score = 0.0
    for word in _WORD.findall(text):
        if not word.isascii():
            score += sum(_FREQUENCY.get(letter, -6.0) for letter in word.lower())
            # A wrong code page makes capitals of small letters: they belong at the head of a word, or everywhere.
            score -= 0 if word.isupper() else 6.0 * sum(letter.isupper() for letter in word[1:])
    return score - 6.0 * sum(1 for character in text if character > "\x7f" and not character.isalpha()
                             and character not in "«»–—№“”…\xa0•")
