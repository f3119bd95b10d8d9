"""How a wrong number comes about: slips of the pen, copies of another number, parts left out; and how rare a number is.

A contradiction that one slip explains is likelier to be one than a contradiction that none does.
"""
from collections.abc import Iterable
from functools import lru_cache
from math import log10

#: The slips of the pen, as `pen_slip` names them, in the order in which they are tried.
PEN = ("swapped", "doubled", "lost", "changed")


@lru_cache(maxsize=1 << 16)
def pen_slip(written: float, meant: float) -> str:
    """The slip of the pen that makes the one number of the other: "swapped", "changed", "lost", "doubled" (one digit each); "" for none.

    Both numbers are compared as digits, with as many decimals as the more exact of them has.
    """
    one, other = _digits(written, meant)
    if one == other or not one or not other or written < 0 or meant < 0:
        return ""
    if len(one) == len(other):
        wrong = [i for i, (a, b) in enumerate(zip(one, other)) if a != b]
        if len(wrong) == 1:
            return "changed"
        if len(wrong) == 2 and wrong[1] == wrong[0] + 1 and one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]]:
            return "swapped"
        return ""
    longer, shorter, name = (one, other, "doubled") if len(one) == len(other) + 1 else (other, one, "lost") if len(other) == len(one) + 1 else ("", "", "")
    if name and any(longer[:i] + longer[i + 1:] == shorter for i in range(len(longer))):
        return name
    return ""


def _digits(written: float, meant: float) -> tuple[str, str]:
    decimals = max(_decimals(written), _decimals(meant))
    scale = 10 ** decimals
    one, other = round(written * scale), round(meant * scale)
    while one and other and decimals == 0 and one % 10 == 0 and other % 10 == 0 and max(one, other) >= 10_000:
        one, other = one // 10, other // 10
    return str(one), str(other)


def _decimals(value: float) -> int:
    for decimals in range(4):
        if abs(value * 10 ** decimals - round(value * 10 ** decimals)) < 1e-6:
            return decimals
    return 4


@lru_cache(maxsize=1 << 14)
def rarity(value: float) -> float:
    """How much an equality of two such numbers says, in powers of ten: 0.3 for 2, 2.6 for 437; round numbers say less."""
    value = abs(value)
    if value < 1:
        return 0.0
    digits = str(round(value)) if float(value).is_integer() else str(value).replace(".", "")
    zeros = len(digits) - len(digits.rstrip("0"))
    telling = digits.rstrip("0") or "1"
    telling_digits = len(telling) - (0.5 if telling in ("1", "2", "5", "15", "25", "12") else 0)
    return min(log10(value + 1), telling_digits + .3 * zeros)


def explains(difference: float, values: Iterable[float]) -> bool:
    """Whether a difference is one of some numbers: a part left out, or counted twice."""
    return any(abs(abs(difference) - value) < 1e-6 for value in values)
