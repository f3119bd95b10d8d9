"""Sentences and words in the reader's language: gettext catalogues, and numbers written as that language writes them.

The English text is the key of its translations (`locale/<language>/LC_MESSAGES/auditkit.mo`); what has no translation
stays English.  `tools/update_messages.py` collects the texts, keeps the catalogues and compiles them.
"""
import gettext as _gettext
import math
from datetime import date, datetime
from functools import lru_cache
from numbers import Integral, Real
from pathlib import Path
from string import Formatter

from auditkit.finding import Message

LANGUAGES = ("kk", "ru", "en")
NOTHING = "—"
SPACE = "\u00a0"
_LOCALE = Path(__file__).parent / "locale"
_GROUP_FROM = 10_000
_DECIMALS = 6
_BAD_TEMPLATE = (KeyError, IndexError, ValueError, AttributeError, TypeError)


def N_(text: str) -> str:
    """`text` itself: marks a text that is translated later, so that `tools/update_messages.py` finds it."""
    return text


def gettext(text: str, lang: str) -> str:
    """A word or a sentence without fields in `lang`; English where it has no translation or `lang` is unknown."""
    return _catalogue(lang).gettext(text) if text else text


def translate(message: Message, lang: str) -> str:
    """The sentence in `lang`, its fields filled: numbers as that language writes them, a Message translated first.

    A template that its params do not fill never stops an audit: the English one is tried next, and in the end the
    fields that fail stand there as written (`{name}`).
    """
    template = gettext(message.template, lang)
    for candidate in dict.fromkeys((template, message.template)):
        try:
            return _Fields(lang).vformat(candidate, (), message.params)
        except _BAD_TEMPLATE:
            continue
    return _fill_what_can_be(message, lang)


def english(message: Message) -> str:
    """The sentence in English, its fields filled."""
    return translate(message, "en")


def number(value: int | float, lang: str, decimals: int | None = None) -> str:
    """A number as people of `lang` write it: 9999, 10 000 (no-break space), 95,3 (in English 95.3).

    `decimals`: how many places to show; without it as many as the number has (at most 6).  Not a number or infinite:
    a dash.
    """
    if not isinstance(value, Integral) and not math.isfinite(value):
        return NOTHING
    if isinstance(value, Integral) and decimals is None:
        return _grouped(str(int(value)))
    text = f"{float(value):.{_DECIMALS if decimals is None else decimals}f}"
    whole, _, part = text.partition(".")
    if decimals is None:
        part = part.rstrip("0")
    if not part and set(whole) <= {"-", "0"}:
        whole = "0"
    return _grouped(whole) + (("." if lang == "en" else ",") + part if part else "")


def written(value: object, lang: str) -> str:
    """Anything that can fill a field, for people: numbers, dates, Messages, lists (joined by commas), None (a dash)."""
    if value is None:
        return NOTHING
    if isinstance(value, Message):
        return translate(value, lang)
    if isinstance(value, Real) and not isinstance(value, bool):
        return number(value, lang)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat() if lang == "en" else f"{value:%d.%m.%Y}"
    if isinstance(value, (list, tuple)):
        return ", ".join(written(item, lang) for item in value)
    return str(value)


@lru_cache(maxsize=None)
def _catalogue(lang: str) -> _gettext.NullTranslations:
    return _gettext.translation("auditkit", _LOCALE, languages=[lang], fallback=True)


def _grouped(digits: str) -> str:
    sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    if int(digits or 0) < _GROUP_FROM:
        return sign + digits
    return sign + f"{int(digits):,}".replace(",", SPACE)


class _Fields(Formatter):
    """str.format, except that a field is written in the reader's manner; `{share:.1}` sets the decimals of a number."""

    def __init__(self, lang: str):
        self.lang = lang

    def format_field(self, value, spec):
        if not spec:
            return written(value, self.lang)
        decimals = spec[1:].rstrip("f") if spec[0] == "." else ""
        if isinstance(value, Real) and not isinstance(value, bool) and decimals.isdigit():
            return number(value, self.lang, int(decimals))
        return super().format_field(value, spec)

    def convert_field(self, value, conversion):
        return super().convert_field(value, conversion) if conversion else value


def _fill_what_can_be(message: Message, lang: str) -> str:
    text = message.template
    for name, value in message.params.items():
        text = text.replace("{%s}" % name, written(value, lang))
    return text
