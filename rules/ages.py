"""Ages: the bands of an age table follow one another, and a span of ages that the whole report gives is given alike."""
import re
from collections import Counter
from collections.abc import Iterator
from math import inf

from auditkit.rule import Check, Confidence, Evidence, Message, Report, failed, is_slip, passed, rule
from auditkit.understanding.statistics import Entry, StatisticsRow
from auditkit.understanding.tables import place_of
from auditkit.wording import excerpt, fold, squeeze


@rule("AGE002", kind="table-sum", severity="warning")
def age_bands_follow_one_another(report: Report) -> Iterator[Check]:
    """Each age band begins where the one before it ends, so that nobody is counted twice or left out.

    A band accuses only where one slip of a digit in its heading heals it; bands that share an edge (14-18, 18-25) are a habit and left alone.

    Wrong:
        | Барлық қатысушылар саны | 13-16 жас | 17-22 жас | 23-27 жас | 28-22 жас | 33-45 жас | 46 жас және одан жоғары |
        |---|---|---|---|---|---|---|
        | 200 | 30 | 70 | 40 | 20 | 20 | 20 |
    Right:
        | Барлық қатысушылар саны | 13-16 жас | 17-22 жас | 23-27 жас | 28-32 жас | 33-45 жас | 46 жас және одан жоғары |
        |---|---|---|---|---|---|---|
        | 200 | 30 | 70 | 40 | 20 | 20 | 20 |
    """
    for row in report.statistics_rows:
        bands = [part for part in row.parts if part.band is not None]
        if row.kind != "age" or len(bands) < 4:
            continue
        more = {"subject": "; ".join(part.label for part in bands)[:160], "scope": report.scope_label(row.project)}
        broken = [(left, right) for left, right in zip(bands, bands[1:]) if right.band[0] - left.band[1] not in (0, 1)]
        if not broken:
            yield passed([_heading(row, part, part.band[0]) for part in bands], Message("The age bands follow one another without a gap"), **more)
        elif len(broken) == 1 and (wrong := _slipped(*broken[0], bands)):
            left, right = broken[0]
            entry, end, healed = wrong
            fields = {"left": _ages(left), "right": _ages(right), "wrong": int(end), "healed": int(healed)}
            yield failed([_heading(row, entry, end), _heading(row, right if entry is left else left, right.band[0] if entry is left else left.band[1])],
                         Message("The age bands {left} and {right} do not follow one another: {wrong} may be a slip for {healed}", fields),
                         confidence=Confidence.MEDIUM, **more)


def _ages(part: Entry) -> str:
    low, high = part.band
    return f"{int(low)}+" if high == inf else f"{int(low)}–{int(high)}"


def _heading(row: StatisticsRow, part: Entry, age: float) -> Evidence:
    """The heading of a band; where its cell is not found again, the place of its number."""
    own = next((cell for cell in row.table.cells if squeeze(cell.text) == squeeze(part.label)), None)
    return Evidence("table", int(age), part.label, place_of(own, row.table) if own is not None else part.place)


def _slipped(left: Entry, right: Entry, bands: list[Entry]) -> tuple[Entry, float, float] | None:
    """The band, its wrong end and the right one, where one slip explains why two neighbours do not join."""
    before, after = right.band[0] - 1, left.band[1] + 1
    index = bands.index(right)
    following = bands[index + 1].band[0] if index + 1 < len(bands) else inf
    if left.band[0] < before and is_slip(int(left.band[1]), int(before)):
        return left, left.band[1], before
    if right.band[1] > after and after < following and is_slip(int(right.band[0]), int(after)):
        return right, right.band[0], after
    return None


#: «16-40 жас», «16–40 лет», «от 16 до 40 лет».
SPAN = re.compile(r"(?<![\d-])(?P<low>\d{1,2})\s?(?:-|жастан|лет до|до)\s?(?P<high>\d{1,2})(?=\s*-?(?:жас|лет\b|года\b|ға дейінгі жас|қа дейінгі жас))")
#: From so many places on a span of ages is that of the whole report.
USUAL = 5


@rule("AGE003", kind="text-text", severity="info")
def the_span_of_ages_is_told_alike(report: Report) -> Iterator[Check]:
    """The span of ages of the participants that the report gives again and again is nowhere given with a slip of a digit.

    Wrong:
        Лицейден 16-40 жас аралығындағы 20 адам, колледжден 16-40 жас аралығындағы 30 адам, клубтан 16-46 жас аралығындағы 25 адам келді.

        Кітапханаға 16-40 жас аралығындағы 12 адам, саябаққа 16-40 жас аралығындағы 18 адам, театрға 16-40 жас аралығындағы 40 адам барды.
    Right:
        Лицейден 16-40 жас аралығындағы 20 адам, колледжден 16-40 жас аралығындағы 30 адам, клубтан 16-40 жас аралығындағы 25 адам келді.

        Кітапханаға 16-40 жас аралығындағы 12 адам, саябаққа 16-40 жас аралығындағы 18 адам, театрға 16-40 жас аралығындағы 40 адам барды.
    """
    spans = []
    for scope, block in zip(report.outline.scopes, report.blocks):
        if block.table is None:
            spans += [((scope.project, match["low"], match["high"]), match, block.passage) for match in SPAN.finditer(fold(block.text))]
    counted = Counter(span for span, *_ in spans)
    for (project, low, high), times in sorted(counted.items()):
        if times < USUAL:
            continue
        odd = [(span, match, passage) for span, match, passage in spans if span[0] == project and counted[span] == 1 and _one_end(span[1:], (low, high))]
        same = [(match, passage) for span, match, passage in spans if span == (project, low, high)]
        fields = {"span": f"{low}–{high}", "times": times}
        more = {"subject": f"{low}–{high}", "scope": report.scope_label(project)}
        if not odd:
            yield passed([_quote(int(high), *one) for one in same], Message("The ages {span} are told alike {times} times", fields), **more)
        for span, match, passage in odd:
            wrong, right = (span[2], high) if span[1] == low else (span[1], low)
            yield failed([_quote(int(wrong), match, passage), *(_quote(int(right), *one) for one in same[:3])],
                         Message("The ages {odd} are given once, {span} {times} times: perhaps a slip of the pen", {**fields, "odd": f"{span[1]}–{span[2]}"}),
                         confidence=Confidence.LOW, **more)


def _one_end(odd: tuple[str, str], usual: tuple[str, str]) -> bool:
    """Whether just one end of a span differs, by one slip of a digit, from the usual span."""
    differing = [(int(a), int(b)) for a, b in zip(odd, usual) if a != b]
    return len(differing) == 1 and is_slip(*differing[0])


def _quote(age: int, match: re.Match, passage) -> Evidence:
    return Evidence("narrative", age, excerpt(passage.text, *match.span()), passage.place_of(match.start(), match.end()))
