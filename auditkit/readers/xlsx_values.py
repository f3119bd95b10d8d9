"""Values of a spreadsheet as a person sees them: number formats, dates, percentages, as a Russian Excel shows them."""
import datetime
import re
from decimal import ROUND_HALF_UP, Decimal, localcontext

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|_.|\*.|\[[^\]]*\]')
_SPACE = "\u00a0"


def shown(value: object, number_format: str) -> str:
    """The text of a typed cell value: 0.953 with "0.0%" is "95,3%", 4500000 with "#,##0" is "4 500 000".

    Dates are dd.mm.yyyy; thousands stand apart by a no-break space, decimals by a comma.  A format that is not
    understood (fractions, powers of ten) shows the plain number.
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        return value.strftime("%d.%m.%Y %H:%M")
    if isinstance(value, datetime.date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    if isinstance(value, (int, float)):
        return _number(value, number_format or "General")
    return str(value)


def _number(value: int | float, number_format: str) -> str:
    sections = _sections(number_format)
    index = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
    pattern = sections[index]
    bare = _QUOTED.sub("", pattern)
    if "[" in re.sub(r"\[\$[^\]]*\]", "", pattern) and len(sections) > 1:
        bare = pattern = "General"  # conditions: which section applies is not worked out
    if not re.search(r"[0#?]", bare):
        if index and "General" not in bare and bare.strip() != "@":
            return _literals(pattern).strip()  # a zero or a negative number that the format shows as words or a dash
        return _plain(value)
    if "/" in bare or "E" in bare.upper() or not abs(value) < 1e15:  # "not": NaN is not smaller either
        return _plain(value)
    digits = re.search(r"[0#?][0#?,. ]*", bare).group()
    start, end = _span(pattern)
    number = Decimal(repr(value) if isinstance(value, float) else value)
    if "%" in bare:
        number *= 100
    number = number.scaleb(-3 * min(5, len(digits.rstrip()) - len(digits.rstrip().rstrip(","))))
    text = _digits(abs(number), digits)
    sign = "-" if value < 0 and index == 0 and re.search("[1-9]", text) else ""
    return (sign + _literals(pattern[:start]) + text + _literals(pattern[end:])).strip()


def _sections(number_format: str) -> list[str]:
    """The parts of a format for positive, negative and zero, cut at semicolons outside quotes."""
    parts, current, quoted = [], "", False
    for character in number_format:
        quoted ^= character == '"'
        if character == ";" and not quoted:
            parts.append(current)
            current = ""
        else:
            current += character
    return [*parts, current]


def _span(pattern: str) -> tuple[int, int]:
    """Where the digits of a section begin and end; quoted and bracketed text is passed over."""
    masked = _QUOTED.sub(lambda found: "\x00" * len(found.group()), pattern)
    found = re.search(r"[0#?][0#?,. \x00]*[0#?,]|[0#?]", masked)
    return found.span() if found else (0, 0)


def _literals(pattern: str) -> str:
    """What a piece of a format says literally: quoted words, currency signs, the percent sign."""
    def literal(found: re.Match) -> str:
        if found.group().startswith("_"):
            return " "
        return next((group for group in found.groups() if group is not None), "")
    return _QUOTED.sub(literal, pattern)


def _digits(number: Decimal, pattern: str) -> str:
    """A number without sign in the digits of a pattern such as "#,##0.00"."""
    whole, _, decimals = pattern.strip().rstrip(",").partition(".")
    places = min(20, len(re.sub(r"[^0#?]", "", decimals)))
    with localcontext() as context:
        context.prec = 60
        rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    before, _, after = f"{rounded:f}".partition(".")
    optional = len(decimals) - len(decimals.rstrip("#")) if decimals else 0
    for _ in range(optional):
        after = after[:-1] if after.endswith("0") else after
    if not rounded and "0" not in whole + decimals:
        return ""  # only # and ?: a zero is left out, whatever stands beside it ("-"??) remains
    before = before.zfill(min(30, whole.count("0")))
    if "," in whole or re.search(r"[0#] [0#]", whole):
        before = f"{before[:len(before) % 3]}{_SPACE}" * bool(len(before) % 3) + _SPACE.join(
            before[index:index + 3] for index in range(len(before) % 3, len(before), 3))
        before = before.strip(_SPACE)
    return before + ("," + after if after else "")


def _plain(value: int | float) -> str:
    """A number without a format: whole ones with all their digits, others with at most ten decimals."""
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):
        return str(int(value))
    text = f"{value:.10f}".rstrip("0").rstrip(".") if 1e-6 < abs(value) < 1e15 else repr(value)
    return text.replace(".", ",")
