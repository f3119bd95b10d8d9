"""A number as people write it: with a hedge, a precision and a unit.  It stands for an interval.

`240` is exactly 240; `240-тан астам`, `более 240` is above 240; `около 240` is about 240; `кемінде 50` is 50 or more;
`80–100%` is a range; `92,7%` is 92.65 to 92.75.  Two statements of one quantity contradict each other when their
intervals do not meet.  The arithmetic is that of intervals; nothing is guessed.
"""
from dataclasses import dataclass, replace
from math import inf

#: How far «about», «шамамен», «-ға жуық» may be from the number itself, as a share of it.  The inspectors' rule of thumb:
#: a tenth; anything further away would not be called «about» by a reader.
ABOUT = 0.10
EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Quantity:
    """The interval that a written number stands for.

    `low`, `high`: its ends; `low_open`, `high_open`: whether an end itself is left out.  `value`: the number written (the
    middle of a range).  `hedge`: "exact", "above", "below", "about", "at-least", "at-most", "range", "rounded".
    `decimals`: digits written after the decimal sign.
    """

    value: float
    low: float
    high: float
    low_open: bool = False
    high_open: bool = False
    hedge: str = "exact"
    decimals: int = 0

    @staticmethod
    def exact(value: float) -> "Quantity":
        """Exactly this number."""
        return Quantity(value, value, value)

    @staticmethod
    def written(value: float, decimals: int = 0, unit: float = 1) -> "Quantity":
        """A number written with `decimals` digits after the sign, times `unit` (1000 for «мың»): rounded to its last
        digit where it has decimals or a unit, exact otherwise.  92,7 and 92,8 do not meet, though both end at 92,75."""
        if not decimals and unit == 1:
            return Quantity.exact(value)
        half = unit * 10.0 ** -decimals / 2
        scaled = value * unit
        return Quantity(scaled, scaled - half, scaled + half, high_open=unit == 1, hedge="rounded", decimals=decimals)

    @staticmethod
    def between(low: float, high: float) -> "Quantity":
        """A range with both its ends."""
        return Quantity((low + high) / 2, low, high, hedge="range")

    def hedged(self, hedge: str) -> "Quantity":
        """The same number under a hedge."""
        if hedge == "above":
            return replace(self, low=self.value, high=inf, low_open=True, high_open=True, hedge=hedge)
        if hedge == "below":
            return replace(self, low=-inf, high=self.value, low_open=True, high_open=True, hedge=hedge)
        if hedge == "at-least":
            return replace(self, low=self.low, high=inf, high_open=True, hedge=hedge)
        if hedge == "at-most":
            return replace(self, low=-inf, high=self.high, low_open=True, hedge=hedge)
        if hedge == "about":
            return replace(self, low=self.low - abs(self.value) * ABOUT, high=self.high + abs(self.value) * ABOUT, hedge=hedge)
        return self

    @property
    def is_exact(self) -> bool:
        """One number and no other."""
        return self.low == self.high

    @property
    def is_firm(self) -> bool:
        """Exact, or exact but for the rounding of its decimals: no hedge word."""
        return self.hedge in ("exact", "rounded")

    def meets(self, other: "Quantity") -> bool:
        """Whether some number belongs to both intervals."""
        return not (self._beyond(other) or other._beyond(self))

    def _beyond(self, other: "Quantity") -> bool:
        """Whether all of this interval lies above the other."""
        if self.low > other.high + EPSILON:
            return True
        return abs(self.low - other.high) <= EPSILON and (self.low_open or other.high_open)

    def distance(self, other: "Quantity") -> float:
        """How far the two intervals are apart: 0 where they meet or touch; the loosest reading that still fails.  Two neighbouring
        decimals, 92,7 and 92,8, touch and are yet two numbers: they are as far apart as they are written."""
        gap = max(self.low - other.high, other.low - self.high, 0.0)
        return abs(self.value - other.value) if gap <= EPSILON and self.is_firm and other.is_firm and not self.meets(other) else gap

    def __add__(self, other: "Quantity") -> "Quantity":
        hedge = "exact" if self.is_exact and other.is_exact else "range"
        return Quantity(self.value + other.value, self.low + other.low, self.high + other.high,
                        self.low_open or other.low_open, self.high_open or other.high_open, hedge)

    def times(self, factor: float) -> "Quantity":
        """The quantity times a positive exact number."""
        return replace(self, value=self.value * factor, low=self.low * factor, high=self.high * factor)

    def may_be_at_least(self, other: "Quantity") -> bool:
        """Whether this quantity can be as large as the other, for some reading of both."""
        return not other._beyond(self)


def total(quantities) -> Quantity:
    """The sum of quantities (exactly 0 for none)."""
    result = Quantity.exact(0)
    for quantity in quantities:
        result = result + quantity
    return result
