"""A quantity with its words and its place: what checks and candidates are made of."""
from dataclasses import dataclass

from auditkit.finding import Evidence
from auditkit.model import Place
from auditkit.quantity import Quantity


@dataclass(frozen=True)
class Term:
    """A quantity with its evidence: what sums and comparisons are made of."""

    quantity: Quantity
    role: str
    text: str
    place: Place

    @property
    def value(self) -> float | int:
        """The number written, whole ones as int."""
        return whole(self.quantity.value)

    def evidence(self, role: str | None = None) -> Evidence:
        """The term as a piece of evidence."""
        return Evidence(role or self.role, self.value, self.text, self.place)


def whole(value: float | int) -> float | int:
    """A whole number as int; anything else rounded to six decimals (what floating point adds is not the report's)."""
    return int(round(value)) if abs(value - round(value)) < 1e-9 else round(value, 6)


def show(quantity: Quantity) -> str:
    """A quantity in signs that need no language: «240», «> 240», «≈ 200», «≥ 50», «80–100», «92,7»."""
    signs = {"above": "> ", "about": "≈ ", "at-least": "≥ ", "at-most": "≤ ", "below": "< "}
    if quantity.hedge == "range" and quantity.low != quantity.high and quantity.low > float("-inf") and quantity.high < float("inf"):
        return f"{number(quantity.low)}–{number(quantity.high)}"
    if quantity.hedge == "range":
        return f"≥ {number(quantity.low)}" if quantity.high == float("inf") else f"≤ {number(quantity.high)}"
    return signs.get(quantity.hedge, "") + number(quantity.value)


def number(value: float) -> str:
    """A number with a comma for the decimal sign and spaces between thousands from 10 000 up."""
    value = whole(value)
    text = f"{value:,}".replace(",", "\u00a0") if abs(value) >= 10_000 else f"{value}"
    return text.replace(".", ",")
