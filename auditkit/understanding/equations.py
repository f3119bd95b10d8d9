"""Sums written out with their result: «9 000 - (3 200 + 1 400) = 4 400»."""
import re
from collections.abc import Iterator
from dataclasses import dataclass

NUMBER = r"\d{1,3}(?:[ \u00a0]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?"
#: What is worked out, with a bracket or a sign of its own between spaces, and what it is said to make.
EQUATION = re.compile(rf"(?<![\w.,+*/×-])(?P<left>(?:\(\s?)*(?:{NUMBER})(?:\s?\))*(?:\s?[-+*×/]\s?(?:\(\s?)*(?:{NUMBER})(?:\s?\))*)+)\s?=\s?(?P<right>-?(?:{NUMBER}))(?!\s?[-+*×/=]|\d)")
TOKEN = re.compile(rf"\s*(?P<number>{NUMBER})|\s*(?P<sign>[-+*×/()])")


@dataclass(frozen=True, slots=True)
class Equation:
    """A sum written out: `numbers` on its left in order, the `result` told, and what the left side `makes`; offsets."""

    numbers: tuple[float, ...]
    result: float
    makes: float
    start: int
    end: int


def find_equations(folded: str) -> Iterator[Equation]:
    """The equations of a folded text with a difference or brackets in them."""
    for found in EQUATION.finditer(folded):
        left = found.group("left")
        if "(" not in left and not re.search(r"\s-\s", left):
            continue
        tokens = [(token.group("number"), token.group("sign")) for token in TOKEN.finditer(left)]
        value, rest = _sum(tokens)
        if value is not None and not rest:
            yield Equation(tuple(_value(text) for text, _ in tokens if text), _value(found.group("right")), value, found.start(), found.end())


def _value(text: str) -> float:
    return float(re.sub(r"\s", "", text).replace(",", "."))


def _sum(tokens: list) -> tuple[float | None, list]:
    """(value, tokens left over) of terms that are added and taken away; None where they make no sense."""
    value, rest = _product(tokens)
    while value is not None and rest and rest[0][1] in ("+", "-"):
        other, after = _product(rest[1:])
        if other is None:
            return None, rest
        value, rest = (value + other if rest[0][1] == "+" else value - other), after
    return value, rest


def _product(tokens: list) -> tuple[float | None, list]:
    value, rest = _one(tokens)
    while value is not None and rest and rest[0][1] in ("*", "×", "/"):
        other, after = _one(rest[1:])
        if other is None or rest[0][1] == "/" and not other:
            return None, rest
        value, rest = (value / other if rest[0][1] == "/" else value * other), after
    return value, rest


def _one(tokens: list) -> tuple[float | None, list]:
    if tokens and tokens[0][0]:
        return _value(tokens[0][0]), tokens[1:]
    if tokens and tokens[0][1] == "(":
        value, rest = _sum(tokens[1:])
        return (value, rest[1:]) if rest and rest[0][1] == ")" else (None, rest)
    return None, tokens
