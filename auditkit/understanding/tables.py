"""What the cells of a table hold: numbers, dashes, blanks or words, and which rows are headings."""
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from auditkit.lexicon import either, load, pattern
from auditkit.model import Cell, Place, Table
from auditkit.wording import fold

NUMBER = re.compile(r"^[«\"']?\s*(?P<n>[-+]? ?\d{1,3}(?: \d{3})+(?:[.,]\d+)?|[-+]? ?\d+(?:[.,]\d+)?)\s*(?P<unit>%|[^\W\d_][^\d]{0,24})?\s*[»\"'.;]?\s*$")
DASH = re.compile(r"^[\s\-–—_/.*]+$")
BROKEN = re.compile(r"^\s*\d{1,6}(?:[ \n]\d{1,6})+\s*$")
#: «(1 200)» is below zero, as accountants write it.
BRACKETS = re.compile(r"^\(\s*(?P<n>\d{1,3}(?: \d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)\s*\)$")
#: «4О», «l20»: a letter that scanners take a digit for stands among the digits; what the cell says is not known.
UNSURE = re.compile(r"(?=\D*\d)[\d ]*(?:\d[оoзlіi|]|[оoзlіi|]\d)[\dоoзlіi| ]*(?:[.,][\dоoзlіi|]+)?")
#: «Қорытынды форум», «жалпы дене шынықтыру»: the word begins a name.
NAMED = re.compile(r"(?:қорытынды|жалпы|барлық|итог)\s+(?!сан|сома|барлы|бойынша|жиын|көлем|қатысуш|адам|өңір|аудан|облыс|қала|іс-шара|жоба|қамт|көрсеткіш|есеп|нәтиже|по\b|за\b)[^\W\d_]")
AGE = pattern("columns", "age")
#: Words that stand for nothing in a number's cell.
NOTHING = ("жоқ", "нет", "болған жоқ", "н/д", "қажет емес", "не требуется", "нөл", "ноль")


@lru_cache(maxsize=2)
def _labels(kind: str) -> re.Pattern:
    words = load("words")[kind]
    alternatives = "|".join(r"\s+".join(map(re.escape, word.split())) for word in sorted(words["kk"] + words["ru"], key=len, reverse=True))
    return re.compile(rf"(?:{alternatives})\b")


def is_total(text: str) -> bool:
    """Whether a text is the label of a total («Барлығы», «Итого по району», «Аудан бойынша барлығы») and no name that begins like one
    («Қорытынды форум»)."""
    label = fold(text).strip(" -–—*_:.,;«»()[]#\n")
    if _labels("total_label").match(label):
        return not NAMED.match(label)
    return len(label) < 80 and any(found.end() == len(label) for found in _labels("total_label_end").finditer(label))


def closes(text: str) -> bool:
    """Whether the label of a total says that the rows above are added up: no total of what it names itself («Расходы – всего», «в группе (всего)»)."""
    label = fold(text).strip(" *_:.,;«»[]#\n")
    if _labels("total_label").match(label):
        return is_total(text)
    return any(found.end() == len(label) and not re.search(r"[-(]\s*$", label[:found.start()]) for found in _labels("total_label_end").finditer(label))


def are_years(row: Sequence[Cell | None]) -> bool:
    """Whether all the numbers of a row are years that run on («2021», «2022 г.»): a row of headings."""
    amounts = [amount(cell) for cell in dict.fromkeys(cell for cell in row[1:] if cell is not None)]
    years = list(dict.fromkeys(found.value for found in amounts if found.state == "number"))
    return bool(years) and all(1950 <= year <= 2060 and year % 1 == 0 for year in years) and all(abs(b - a) == 1 for a, b in zip(years, years[1:]))


def is_part(text: str) -> bool:
    """Whether a text is the label of a part of the row above it: «оның ішінде балалар», «в том числе»."""
    return bool(_labels("part_label").match(_bare(text)))


def names_nothing(text: str) -> bool:
    """Whether the label of a part says nothing but that it is one: «в том числе:»."""
    found = _labels("part_label").match(_bare(text))
    return bool(found) and not re.search(r"[^\W_]", _bare(text)[found.end():])


def _bare(text: str) -> str:
    """A folded label without the number or the dash that it may begin with."""
    return re.sub(r"^[\W\d_]+", "", fold(text))


@dataclass(frozen=True, slots=True)
class Amount:
    """What a cell says as a number.

    `value`: the number, None where it says none.  `state`: "number", "dash" (a sign for nothing, counted as 0), "blank",
    "words".  `unit`: what follows the number.  `broken`: its digits stand apart without being groups of three.
    """

    value: float | int | None
    state: str
    unit: str = ""
    broken: bool = False

    @property
    def number(self) -> float | int | None:
        """The number it stands for in a sum: a dash counts as nothing, a blank and words as unknown."""
        return 0 if self.state == "dash" else self.value


#: «301 (5)», «301, оның ішінде 5»: a number and a part of it, under a heading that asks for both.
WITH_PART = re.compile(rf"(?P<n>\d[\d ]*?)\s?(?:\(\s?(?:{either('contexts', 'of_which')}\s*)?(?P<part>\d+)\s?\)"
                       rf"|(?:[,;(]\s?|\s){either('contexts', 'of_which')}\s*[-–—:]?\s*(?P<other>\d+)\)?)")


def amount(cell: Cell | None) -> Amount:
    """The number of a cell: from its typed value where the format has one, else from its text."""
    if cell is None:
        return Amount(None, "blank")
    if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
        return Amount(_whole(cell.value), "number")
    return amount_of(cell.text)


def amount_of(text: str) -> Amount:
    """The number that a cell's text says.  «1 446» is 1446; «14 46» is 1446 too, but broken."""
    folded = fold(text).strip()
    if not folded:
        return Amount(None, "blank")
    if DASH.match(folded) or folded in NOTHING:
        return Amount(None, "dash")
    if UNSURE.fullmatch(folded):
        return Amount(None, "words")
    if found := BRACKETS.match(folded):
        return Amount(-_read(found.group("n")), "number")
    found = NUMBER.match(folded)
    if found and not AGE.match(found.group("unit") or ""):
        return Amount(_read(found.group("n")), "number", (found.group("unit") or "").strip())
    if (found := WITH_PART.fullmatch(folded)) and int(found.group("part") or found.group("other")) <= _read(found.group("n")):
        return Amount(_read(found.group("n")), "number")
    if BROKEN.match(folded):
        return Amount(int(re.sub(r"\D", "", folded)), "number", "", True)
    return Amount(None, "words")


def is_unsure(text: str) -> bool:
    """Whether a cell's text is a number but for a letter among its digits: «4О»."""
    return bool(UNSURE.fullmatch(fold(text).strip()))


def _read(text: str) -> float | int:
    value = float(re.sub(r"[ \n]", "", text).replace(",", "."))
    return _whole(value)


def _whole(value: float | int) -> float | int:
    return int(value) if float(value).is_integer() else value


def header_rows(table: Table) -> int:
    """How many rows at the top are headings: as the file says, else all before the first row that holds a number outside
    its first column (at most four)."""
    if table.header_rows:
        return table.header_rows
    grid = table.grid()
    for index, row in enumerate(grid[:5]):
        cells = {id(cell): cell for cell in row if cell is not None}.values()
        if index and len(cells) == 1 < table.width and len({id(cell) for cell in grid[index - 1]}) > 1:
            return index  # one cell over the whole width, under headings: the title of what follows
        amounts = [amount(cell) for cell in cells]
        if are_years(row) and (not index or len({amount(cell).value for cell in row[1:] if amount(cell).state == "number"}) > 1):
            continue  # «2021 | 2022» heads its columns
        if any(a.state == "number" for a in amounts[1:]) or amounts and amounts[0].state == "number" and not all(
                a.state == "number" or a.state == "blank" for a in amounts):
            if index and index + 1 < len(grid) and all(a.state == "number" and a.value == position + 1 for position, a in enumerate(amounts)):
                return index + 1  # a row that numbers the columns
            return index
    return min(1, len(grid))


def column_titles(table: Table, rows: int) -> list[str]:
    """The heading of every column: the texts of its header cells from top to bottom, each once."""
    grid = table.grid()
    titles = []
    for column in range(table.width):
        texts: list[str] = []
        for row in range(min(rows, len(grid))):
            cell = grid[row][column]
            text = " ".join(cell.text.split()) if cell is not None else ""
            if text and text not in texts:
                texts.append(text)
        titles.append(" / ".join(texts))
    return titles


#: «3», «3.», «3.10»: what the rows of an estimate are numbered with.
CODE = re.compile(r"\s*(\d{1,2}(?:\.\d{1,2})*)[.)]?\s*")


def sub_rows(rows: Sequence[Sequence[Cell | None]]) -> dict[int, list[int]]:
    """The rows that are the parts of a row by their numbers, «3.1» and «3.2» of «3»: index of the row → indexes of its parts.

    Only a row that stands above its parts counts, and only parts that run on without a gap: 3.1, 3.2, 3.3.
    """
    codes = [CODE.fullmatch(row[0].text) if row and row[0] is not None else None for row in rows]
    above: dict[str, int] = {}
    found: dict[int, list[int]] = {}
    for index, code in enumerate(codes):
        if code is None:
            continue
        whole, _, last = code.group(1).rpartition(".")
        parent = above.get(whole)
        if parent is not None and int(last) == len(found.get(parent, ())) + 1:
            found.setdefault(parent, []).append(index)
        above[code.group(1)] = index
    return {parent: parts for parent, parts in found.items() if len(parts) >= 2}


def place_of(cell: Cell, table: Table) -> Place:
    """The place of a cell with its table, row and column in it, whatever the reader has filled."""
    return cell.place.at(table=table.number or cell.place.table, row=cell.row + 1, column=cell.column + 1)
