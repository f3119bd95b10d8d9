"""Which planned number of a plan/fact row is answered by which actual one: the two cells side by side."""
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from auditkit.lexicon import pattern
from auditkit.model import Passage, Place
from auditkit.quantity import Quantity
from auditkit.understanding.claims import Claim
from auditkit.understanding.nouns import all_nouns
from auditkit.wording import fold, squeeze

EACH = pattern("contexts", "each")
COVERAGE, NOT_PEOPLE, SATISFACTION = pattern("columns", "coverage"), pattern("columns", "not_people"), pattern("contexts", "satisfaction")


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
            if claim is main and (not measure or measure.startswith("~") or measure == "copy") and name and (noun := indicator_noun(name)):
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


MEDIA = pattern("contexts", "in_the_media")


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


def indicator_noun(name: str) -> tuple[str, str] | None:
    """(measure, group) of what an indicator counts, by its name; None where the name does not say it."""
    folded = fold(name)
    if COVERAGE.search(folded) and not NOT_PEOPLE.search(folded):
        return "participant", "people"
    if SATISFACTION.search(folded):
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
