"""The table of plan and fact: which row is which activity, and which planned number is answered by which actual one."""
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from rapidfuzz import fuzz

from auditkit.model import Block, Cell, Passage, Place, Table
from auditkit.quantity import Quantity
from auditkit.understanding.claims import Claim
from auditkit.understanding.nouns import all_nouns
from auditkit.understanding.sections import Activity, Outline, Scope
from auditkit.understanding.tables import place_of
from auditkit.wording import fold, quoted_names, squeeze, stems

#: The columns of the official form by the words of their headings; the first that fits a heading wins.
COLUMNS = [
    ("plan", r"^(?:жоспар\w*|план\w*)(?:\s*[,(].*)?$|жоспар\w*\s*/?\s*план|^жоспарлан|^заплан"),
    ("fact", r"^(?:факт\w*|нақты\w*)(?:\s*[,(].*)?$|^фактич|^(?:нақты\s+)?орындал(?:ған|ды)|^(?:исполнено|выполнено|достигнуто)\b"),
    ("result", r"нәтиже|результат"),
    ("activity", r"шаралар|іс-шара|мероприят"),
    ("task", r"міндет|задач"),
    ("date", r"күні|мерзім|дата|срок|период проведения"),
    ("place", r"орны|место"),
    ("participants", r"қатысушы\w* саны|(?:количество|число|кол-во) участник"),
    ("indicator", r"индикатор|көрсеткіш|показател"),
    ("effect", r"тиімділі|эффективн"),
    ("unit", r"^ед(?:иница|\.)?\s*изм|^өлшем бірлі"),
]
#: «Велопробег, чел.»: the title of a row that says what its numbers count.
UNIT_BEHIND = re.compile(r"[,(]\s?(?:чел|адам|человек)\.?\)?\s*$")
UNIT = re.compile(r"(?:чел|адам|человек)\.?")
EACH = re.compile(r"\bәр\b|әрбір|\bкажд|с каждо|по каждо")


@dataclass(frozen=True)
class Figure:
    """One number of a plan or fact cell that states a quantity of its own.

    `quantity`, `value`; `measure`, `group`: what it counts, from the words beside it or from the indicator; `text`: its
    group of lines; `place`; `each`: it is per region, per event …; `derived`: it is what a group says in all («5 дана әр өңірден = 25»: 25).
    """

    quantity: Quantity
    measure: str
    group: str
    share: bool
    text: str
    place: Place
    claim: Claim | None = None
    derived: bool = False
    each: bool = False

    @property
    def value(self) -> float | int:
        """The number, whole ones as int."""
        value = self.quantity.value
        return int(value) if float(value).is_integer() else value


@dataclass(frozen=True)
class Pair:
    """A planned number and the actual one that answers it.  `indicator`: its name; `plan` or `fact` may be missing."""

    indicator: str
    plan: Figure | None
    fact: Figure | None

    @property
    def measure(self) -> str:
        """What both count."""
        known = [figure.measure for figure in (self.fact, self.plan) if figure is not None and figure.measure]
        return known[0] if known else ""

    @property
    def group(self) -> str:
        """The group of the measure."""
        known = [figure.group for figure in (self.fact, self.plan) if figure is not None and figure.group]
        return known[0] if known else ""

    @property
    def repeats_plan(self) -> bool:
        """Whether the fact merely repeats the plan, word for word but for wraps."""
        return self.plan is not None and self.fact is not None and self.plan.value == self.fact.value \
            and squeeze(self.plan.text) == squeeze(self.fact.text)


@dataclass(frozen=True)
class PlanFactRow:
    """One row of the plan/fact table: `activity`: index in the outline, None where the narrative has no such activity.
    `cells`: the cell of each column by its key in COLUMNS; `pairs`: planned and actual numbers, in order."""

    project: int
    activity: int | None
    title: str
    table: Table
    block: int
    cells: dict[str, Cell]
    pairs: tuple[Pair, ...] = ()
    participants: Figure | None = None

    def place(self, column: str) -> Place:
        """The place of a column's cell in this row."""
        return place_of(self.cells[column], self.table)

    @property
    def regions(self) -> int:
        """How many regions (or towns) the fact cell lists by name with a number each; 0 where it lists none."""
        return len(re.findall(r"[^\W\d_][^\d;\n]{1,38}[-–—]\s*\d{1,5}\b", re.sub(r"(?:БАҚ|СМИ)\S*\s*[-–—]\s*\d+", "", self.cells["fact"].text)))


def find_plan_fact(blocks: Sequence[Block], outline: Outline, claims: Sequence[Claim]) -> list[PlanFactRow]:
    """The rows of all plan/fact tables of a report."""
    by_cell: dict[tuple[int, int, int], list[Claim]] = {}
    for claim in claims:
        if claim.cell is not None:
            by_cell.setdefault((claim.block, *claim.cell[1:]), []).append(claim)
    rows = []
    for index, (block, scope) in enumerate(zip(blocks, outline.scopes)):
        if block.table is not None and (columns := plan_fact_columns(block.table)):
            rows += _rows(block.table, index, scope, columns, outline, by_cell)
    return rows


def plan_fact_columns(table: Table) -> dict[str, int] | None:
    """The number of each column of a plan/fact table by its key; None where the table is none (no plan, no fact, or no
    column of activities)."""
    grid = table.grid()
    columns: dict[str, int] = {}
    last = -1
    for row in range(min(4, len(grid))):
        found = {}
        for column in range(table.width):
            cell = grid[row][column]
            key = _column(cell.text) if cell is not None else None
            if key:
                found.setdefault(key, column)
        if found:
            columns.update({key: column for key, column in found.items() if key not in columns or key in ("plan", "fact", "indicator")})
            last = row
        if {"plan", "fact"} <= columns.keys():
            break
    if not {"plan", "fact", "activity"} <= columns.keys():
        return None
    if "indicator" in columns and columns["indicator"] >= columns["plan"]:
        columns["indicator"] = columns["plan"] - 1
    columns["_header"] = last + 1
    return columns


@lru_cache(maxsize=512)
def _column(text: str) -> str | None:
    folded = " ".join(fold(text).split())
    if not folded or len(folded) > 120:
        return None
    for key, pattern in COLUMNS:
        if re.search(pattern, folded):
            return key
    return None


def _rows(table: Table, block: int, scope: Scope, columns, outline: Outline, by_cell) -> list[PlanFactRow]:
    grid = table.grid()
    raw = []
    for row in grid[columns["_header"]:]:
        cells = {key: row[column] for key, column in columns.items() if key != "_header" and row[column] is not None}
        if cells.get("plan") is None or cells.get("fact") is None or cells["plan"] is cells["fact"]:
            continue
        if not any(cells[key].text.strip() for key in ("plan", "fact")):
            continue
        raw.append(cells)
    titles = [" ".join(cells["activity"].text.split()) if "activity" in cells else "" for cells in raw]
    matched = _matched(raw, titles, outline.activities_of(scope.project))
    rows: list[PlanFactRow] = []
    counted: set[int] = set()
    for cells, title, activity in zip(raw, titles, matched):
        claims = {key: by_cell.get((block, cell.row + 1, cell.column + 1), []) for key, cell in cells.items()}
        indicators = cells["indicator"].text if "indicator" in cells else title if UNIT_BEHIND.search(fold(title)) else ""
        if not indicators and "unit" in cells and UNIT.fullmatch(fold(cells["unit"].text).strip()):
            indicators = cells["unit"].text
        pairs = pair_numbers(cells["plan"].passage, cells["fact"].passage, claims["plan"], claims["fact"], indicators)
        people = [c for c in claims.get("participants", []) if c.role in ("count", "code")]
        participants = None
        if people and id(cells["participants"]) not in counted and (len(people) == 1 or not cells["participants"].text.strip().isdigit()):
            counted.add(id(cells["participants"]))  # a cell merged over the rows of an activity says its number once
            c = people[0]
            group = c.group if c.group and not c.group.startswith("~") else "people"
            participants = Figure(c.quantity, c.measure or "participant", group, False, c.text, place_of(cells["participants"], table).at(line=c.place.line), c)
        rows.append(PlanFactRow(scope.project, activity, title, table, block, cells, pairs, participants))
    return rows


def _matched(raw: Sequence[dict[str, Cell]], titles: Sequence[str], activities: Sequence[Activity]) -> list[int | None]:
    """The activity of each row; rows under one merged cell of an activity (a spreadsheet with one indicator a row) are its, and
    so are rows that leave the activity blank, or repeat it, and name an indicator of their own."""
    goes_on = lambda i: (not titles[i] or i and titles[i] == titles[i - 1]) and "indicator" in raw[i] and raw[i]["indicator"] is not raw[i].get("activity") and raw[i]["indicator"].text.strip()
    first = [i for i, cells in enumerate(raw) if not i or not goes_on(i) and (
        "activity" not in cells or cells["activity"] is not raw[i - 1].get("activity"))]
    found = dict(zip(first, match_activities([titles[i] for i in first], activities)))
    matched: list[int | None] = []
    for index in range(len(raw)):
        matched.append(found[index] if index in found else matched[-1])
    return matched


def match_activities(titles: Sequence[str], activities: Sequence[Activity]) -> list[int | None]:
    """Which activity each row of the table is, in the order of both: the assignment of rows to activities that keeps the
    order and has the greatest likeness in all (Needleman–Wunsch); None for a row that is like none."""
    scores = [[_likeness(title, activity) for activity in activities] for title in titles]
    rows, columns = len(titles), len(activities)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + scores[i][j])
    result: list[int | None] = [None] * rows
    i = j = 0
    while i < rows and j < columns:
        if scores[i][j] > 0 and best[i][j] == best[i + 1][j + 1] + scores[i][j]:
            result[i] = activities[j].index
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return result


LIKE = 55.0


def _likeness(title: str, activity: Activity) -> float:
    """0 where a title is surely another's, up to 2 where both quote the same name."""
    a, b = squeeze(title), squeeze(activity.title)
    if not a or not b:
        return 0.0
    score = fuzz.ratio(a, b)
    if min(len(a), len(b)) >= 20:
        score = max(score, 0.9 * fuzz.partial_ratio(a, b))
    names = set(quoted_names(title)) & activity.names
    if names:
        return 1.0 + score / 100
    told = {word for word in stems(title) if len(word) > 4}
    if score < LIKE and told and told <= activity.stems:
        return LIKE / 100  # «Форум» for «Форум «…»»: the row says the title in short
    return score / 100 if score >= LIKE else 0.0


def pair_numbers(plan: Passage, fact: Passage, plan_claims: Sequence[Claim], fact_claims: Sequence[Claim],
                 indicators: str = "") -> tuple[Pair, ...]:
    """Planned numbers and the actual ones that answer them.

    The numbers of both cells are aligned by the words around them with the digits left out: a fact cell repeats the words
    of the plan cell.  `indicators`: the text of the indicator cell, whose lines name the numbers (see `named_groups`).
    """
    left, right = _figures(plan, plan_claims, indicators), _figures(fact, fact_claims, indicators)
    keys = [[figure_key for _, figure_key, _ in side] for side in (left, right)]
    pairs: list[Pair] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes():
        if tag == "equal" or i2 - i1 == j2 - j1:
            pairs += [Pair(left[i][2] or right[j][2], left[i][0], right[j][0]) for i, j in zip(range(i1, i2), range(j1, j2))]
        else:
            pairs += [Pair(left[i][2], left[i][0], None) for i in range(i1, i2)]
            pairs += [Pair(right[j][2], None, right[j][0]) for j in range(j1, j2)]
    return tuple(pairs)


def _figures(passage: Passage, claims: Sequence[Claim], indicators: str) -> list[tuple[Figure, str, str]]:
    """(figure, key for the alignment, indicator) for every quantity of a cell, in order."""
    figures = []
    for start, end, name in named_groups(passage.text, indicators):
        inside = [claim for claim in claims if start <= claim.start < end and claim.is_quantity]
        text = " ".join(passage.text[start:end].split())
        main = _main(inside, passage.text[start:end], start)
        for claim in inside:
            measure, group = claim.measure, claim.group
            if claim is main and (not measure or measure.startswith("~") or measure == "copy") and name and (noun := _indicator_noun(name)):
                measure, group = noun
            elif claim is main and name and claim.role == "count" and not measure:
                measure, group = "", ""
            if MEDIA.search(fold(passage.text[max(passage.text.rfind("\n", 0, claim.start) + 1, claim.start - 14):claim.start])):
                measure, group = "outlet", "outlets"  # «Республикалық БАҚ-та – 1»: pieces in the press, whatever the indicator is
            key = _key(passage.text, claim)
            figures.append((Figure(claim.quantity, measure, group, claim.role == "share", text, claim.place, claim,
                                   claim is main and len(inside) > 1, _is_each(passage.text, claim)), key, name))
    return figures


def named_groups(text: str, indicators: str) -> list[tuple[int, int, str]]:
    """(start, end, indicator) for each group of lines of a plan or fact cell.

    People set the lines of the three cells side by side: by blank lines between the groups, by as many lines in each cell,
    or with every indicator on the line where its number stands.  Where none of these fits, the groups have no name.
    """
    names = _spans(indicators, r"\n[ \t\u00a0]*\n\s*")
    groups = _spans(text, r"\n[ \t\u00a0]*\n\s*")
    if len(names) == len(groups) and len(names) > 1:
        return [(start, end, _squash(indicators[a:b])) for (start, end), (a, b) in zip(groups, names)]
    name_lines, lines = _spans(indicators, r"\n", keep_blank=True), _spans(text, r"\n", keep_blank=True)
    starts = [index for index, (a, b) in enumerate(name_lines) if indicators[a:b].strip()]
    if len(starts) > 1 and len(lines) > starts[-1] and _side_by_side([text[a:b].strip() for a, b in lines], starts):
        ends = [*starts[1:], len(lines)]
        return [(lines[i][0], lines[j - 1][1], _squash(indicators[slice(*name_lines[i])])) for i, j in zip(starts, ends)]
    values = [(a, b) for a, b in lines if text[a:b].strip() and not PART.match(text[a:b].strip())]
    if len(values) == len(starts) and len(starts) > 1:
        ends = [a for a, _ in values[1:]] + [len(text)]
        return [(a, end, _squash(indicators[slice(*name_lines[i])])) for (a, _), end, i in zip(values, ends, starts)]
    if len(names) == 1 and len(groups) == 1:
        single = len(starts) == 1 and len(re.findall(r"\d[\d ]*", text)) <= 2
        return [(*groups[0], _squash(indicators) if single else "")]
    return [(start, end, "") for start, end in groups]


def _side_by_side(lines: list[str], starts: list[int]) -> bool:
    """Whether a number of its own stands on every line where an indicator stands, and on no other."""
    own = [index for index, line in enumerate(lines) if re.search(r"\d", line) and not PART.match(line)]
    return own == starts


#: A line that is a part of the number above it: «Көкшетау-2;», «Алматы обл. – 5 елді-мекен;».
PART = re.compile(r"^[^\d;]{2,40}[-–—]\s*\d{1,5}[^\d;]{0,24}[;.]?$")


def _spans(text: str, separator: str, keep_blank: bool = False) -> list[tuple[int, int]]:
    spans, start = [], 0
    for gap in re.finditer(separator, text):
        spans.append((start, gap.start()))
        start = gap.end()
    spans.append((start, len(text)))
    return [(a, b) for a, b in spans if keep_blank or text[a:b].strip()]


def _squash(text: str) -> str:
    return " ".join(text.split())


MEDIA = re.compile(r"бақ|сми")


def _is_each(text: str, claim: Claim) -> bool:
    """Whether a number is per one of something, and the cell does not go on to say what that makes in all."""
    after = fold(text[claim.end:claim.end + 44])
    before = fold(text[max(0, claim.start - 14):claim.start])
    per = re.match(r"[^\d=(;]{0,18}?(?:\bәр\b|әрбір|\bкажд|\bс кажд)", after) or re.search(r"(?:\bәр\s\w+\s?|кажд\w+\s)[-–]?\s?$", before)
    return bool(per) and not re.match(r"[^\d;]{0,34}(?:=|\()", after)


def _main(claims: list[Claim], text: str, offset: int) -> Claim | None:
    """The number that a group states: after «=», or in brackets behind a number «for each», else the first."""
    if not claims:
        return None
    equals = text.rfind("=")
    if equals >= 0:
        after = [claim for claim in claims if claim.start - offset > equals]
        if after:
            return after[0]
    if EACH.search(fold(text)) and len(claims) > 1:
        bracketed = [claim for claim in claims if text[:claim.start - offset].rstrip().endswith("(")]
        if bracketed:
            return bracketed[0]
    return claims[0]


def _indicator_noun(name: str) -> tuple[str, str] | None:
    folded = fold(name)
    if re.search(r"қамт|охват", folded) and not re.search(r"аумақ|террит|ақпарат|информ", folded):
        return "participant", "people"
    if re.search(r"қанағаттан|удовлетвор", folded):
        return "percent", "percent"
    nouns = [noun for noun in all_nouns(folded) if noun.group not in ("organisations", "money", "time", "percent", "projects")]
    for noun in nouns:
        if noun.group in ("photo", "video", "posts", "journals", "views", "materials", "articles", "media", "banners", "digests", "notes",
                          "print", "people", "prizes"):
            return noun.measure, noun.group
    return (nouns[0].measure, nouns[0].group) if nouns else None


def _key(text: str, claim: Claim) -> str:
    """The words around a number, its digits left out, for the alignment of plan and fact."""
    line_start = max(text.rfind("\n", 0, claim.start), claim.start - 24)
    before = squeeze(re.sub(r"\d", "", text[max(0, line_start):claim.start]))[-8:]
    after = squeeze(re.sub(r"\d[\d ,.]*", "", text[claim.end:claim.end + 30]))[:8]
    hedgeless = re.sub(r"^(?:кемінде|кемдегенде|неменее)|(?:данкемемес|денкемемес)", "", after)
    return f"{before}#{hedgeless}" if claim.role != "share" else "%"


@dataclass(frozen=True)
class IndicatorRow:
    """One row of the table of social and economic indicators.  `plan`, `fact`: the cells' amounts (auditkit.understanding.
    tables.Amount); `level`: 1 for a numbered indicator, 2 for a sub-row («of which»)."""

    project: int
    table: Table
    block: int
    name: str
    unit: str
    plan: object
    fact: object
    cells: dict[str, Cell] = field(default_factory=dict)

    def place(self, column: str) -> Place:
        """The place of a cell of this row."""
        return place_of(self.cells[column], self.table)
