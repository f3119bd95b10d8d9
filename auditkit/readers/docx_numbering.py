"""The numbers and bullets that Word shows before list items; a file has only the recipe for them."""
from lxml import etree

from auditkit.readers.docx_parts import W, flag, number

_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
# Bullets are characters of symbol fonts, which mean nothing elsewhere.
_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf02d": "-", "\uf0be": "-",
            "o": "•", "·": "•"}


def formatted(value: int, style: str) -> str:
    """A counter as a numbering format shows it: "decimal", "lowerLetter", "upperRoman", "russianLower" …"""
    if style == "none":
        return ""
    if style == "decimalZero":
        return f"{value:02d}"
    lower = style[:5] == "lower" or style == "russianLower"
    if style.endswith("Letter") or style.startswith("russian"):
        letters = _RUSSIAN if style.startswith("russian") else _LATIN
        text = letters[(value - 1) % len(letters)] * min(1 + (value - 1) // len(letters), 20) if value > 0 else "0"
        return text if lower else text.upper()
    if style.endswith("Roman") and 0 < value < 5000:
        text = ""
        for worth, letters in _ROMAN:
            text += letters * (value // worth)
            value %= worth
        return text if lower else text.upper()
    return str(value)


class Numbering:
    """Counts list items in reading order; ask `marker` once for every paragraph that belongs to a list."""

    def __init__(self, root: etree._Element | None):
        """`root`: the numbering part, or None for a file without lists."""
        self._abstract, self._nums, self._counts, self._started = {}, {}, {}, set()
        if root is not None:
            self._abstract = {item.get(W + "abstractNumId", ""): item for item in root.findall(W + "abstractNum")}
            self._nums = {item.get(W + "numId", ""): item for item in root.findall(W + "num")}

    def level_of_style(self, num_id: str, style_id: str) -> int:
        """The level of a list that is tied to a paragraph style; 0 where none is."""
        for level in self._levels(num_id).values():
            style = level.find(W + "pStyle")
            if style is not None and style.get(W + "val") == style_id:
                return _index(level)
        return 0

    def marker(self, num_id: str, level: int) -> str:
        """What stands before the next item of the list `num_id` on `level` (from 0); "" for no list or no mark."""
        levels = self._levels(num_id)
        if level not in levels:
            return ""
        self._count(num_id, level, levels)
        definition = levels[level]
        text = definition.find(W + "lvlText")
        pattern = text.get(W + "val", "") if text is not None else ""
        if _format(definition) == "bullet":
            pattern = pattern.strip()
            return _BULLETS.get(pattern, "•" if "\ue000" <= pattern[:1] <= "\uf8ff" else pattern)
        legal = flag(definition, "isLgl")
        counts = self._counts[self._abstract_id(num_id)]
        for index, other in levels.items():
            if f"%{index + 1}" in pattern:
                style = "decimal" if legal else _format(other)
                pattern = pattern.replace(f"%{index + 1}", formatted(counts.get(index, _start(other)), style))
        return pattern.strip()

    def _abstract_id(self, num_id: str) -> str:
        num = self._nums.get(num_id)
        link = num.find(W + "abstractNumId") if num is not None else None
        return link.get(W + "val", "") if link is not None else ""

    def _levels(self, num_id: str, through_style: bool = True) -> dict[int, etree._Element]:
        """The definitions of the levels of a list by index, overrides of the list applied."""
        abstract = self._abstract.get(self._abstract_id(num_id))
        if abstract is None:
            return {}
        style = abstract.find(W + "numStyleLink")
        if style is not None and through_style:
            # The list borrows its levels from the list that defines the numbering style of this name.
            for other in self._nums:
                source = self._abstract.get(self._abstract_id(other))
                link = source.find(W + "styleLink") if source is not None else None
                if link is not None and link.get(W + "val") == style.get(W + "val"):
                    return self._levels(other, through_style=False)
        levels = {_index(level): level for level in abstract.findall(W + "lvl")}
        levels |= {_index(level): level for level in self._nums[num_id].findall(f"{W}lvlOverride/{W}lvl")}
        return dict(sorted(levels.items()))

    def _count(self, num_id: str, level: int, levels: dict[int, etree._Element]) -> None:
        """Counts one more item: lists with one abstract definition go on counting together, as in Word."""
        counts = self._counts.setdefault(self._abstract_id(num_id), {})
        if num_id not in self._started:
            self._started.add(num_id)
            for override in self._nums[num_id].findall(W + "lvlOverride"):
                start = override.find(W + "startOverride")
                if start is not None:
                    counts[_index(override)] = number(start, 1) - 1
        counts[level] = counts[level] + 1 if level in counts else _start(levels[level])
        for deeper in [index for index in counts if index > level]:
            if deeper in levels and number(levels[deeper].find(W + "lvlRestart"), -1) != 0:
                del counts[deeper]


def _index(level: etree._Element) -> int:
    try:
        return int(level.get(W + "ilvl", "0"))
    except ValueError:
        return 0


def _start(level: etree._Element) -> int:
    return number(level.find(W + "start"), 1)


def _format(level: etree._Element) -> str:
    found = level.find(W + "numFmt")
    return found.get(W + "val", "decimal") if found is not None else "decimal"
