"""Text that stands in a report twice: copied paragraphs and lists, the indicators of one activity told for another."""
from collections import Counter, defaultdict
from collections.abc import Iterator

from auditkit.forms import load_form
from auditkit.rule import Check, Confidence, Evidence, Message, Report, Severity, failed, passed, rule
from auditkit.understanding.copies import Copy, find_copies
from auditkit.understanding.fields import all_heads, behind
from auditkit.wording import shorten

#: Events of one series may be told in the same words up to this many.
SERIES = 35
SHOWN = 12


@rule("DUP003", kind="duplicate", severity="info")
def text_is_not_copied(report: Report) -> Iterator[Check]:
    """A paragraph or a list of figures is not a copy of another part of the report.

    25 words in a row, or three items with their numbers.  Headings, titles and the form's own words are repeated by right;
    so are the names of speakers in a series of events.  A copy from another project is a warning.

    Wrong:
        # Жобаның ұзақ мерзімді ықпалы
        Бұрын көп тұрғын қоқысты қайда апарарын білмейтін, ал қазір аулаларда бөліп жинайтын жәшіктер тұр, мектептер
        сабақтан тыс уақытта үйірме ашты, көршілер бір-біріне кеңес береді, ауыл әкімдері ай сайын тазалық күнін өткізеді.
        # Әлеуметтік-экономикалық әсері
        Бұрын көп тұрғын қоқысты қайда апарарын білмейтін, ал қазір аулаларда бөліп жинайтын жәшіктер тұр, мектептер
        сабақтан тыс уақытта үйірме ашты, көршілер бір-біріне кеңес береді, ауыл әкімдері ай сайын тазалық күнін өткізеді.
    Right:
        # Жобаның ұзақ мерзімді ықпалы
        Бұрын көп тұрғын қоқысты қайда апарарын білмейтін, ал қазір аулаларда бөліп жинайтын жәшіктер тұр, мектептер
        сабақтан тыс уақытта үйірме ашты, көршілер бір-біріне кеңес береді, ауыл әкімдері ай сайын тазалық күнін өткізеді.
        # Әлеуметтік-экономикалық әсері
        Қалдықты шығару шығыны азайып, екі шағын кәсіпорын қайта өңдеуге кірісті.
    """
    grouped: dict[tuple, list[Copy]] = defaultdict(list)
    for copy in find_copies(report.blocks, report.outline, _titles(report)):
        one, other = report.outline.scopes[copy.one.first], report.outline.scopes[copy.other.first]
        same_activity = one.activity is not None and one.activity == other.activity
        if same_activity and not _one_paragraph(report, copy):
            continue
        target = other.activity if same_activity else (one.section, other.section, one.activity is not None, other.activity is not None)
        grouped[one.project, other.project, target].append(copy)
    for (first, second, target), copies in grouped.items():
        if isinstance(target, int) and sum(copy.words for copy in copies) < SERIES:
            continue
        evidence = [piece for copy in copies[:SHOWN // 2] for piece in (
            Evidence("copy", shorten(copy.other.text, 60), shorten(copy.other.text), copy.other.place),
            Evidence("original", shorten(copy.one.text, 60), shorten(copy.one.text), copy.one.place))]
        evidence += [Evidence("computed", copy.words, str(copy.words), copy.other.place) for copy in copies[:SHOWN // 2]]
        evidence += _figures(report, copies)
        words = sum(copy.words for copy in copies)
        more = {"subject": shorten(copies[0].one.text, 60),
                "scope": report.scope_label(second, report.outline.scopes[copies[0].other.first].activity)}
        if first != second:
            yield failed(evidence, Message("{words} words are copied from the part of another project", {"words": words}),
                         severity=Severity.WARNING, **more)
        else:
            yield failed(evidence, Message("{words} words stand here and in another part of the report, word for word", {"words": words}), **more)
    if not grouped:
        prose = [block for block in report.blocks if block.table is None and len(block.text) > 60]
        if len(prose) > 1:
            yield passed([Evidence("text", shorten(block.text, 60), shorten(block.text), block.place) for block in (prose[0], prose[-1])],
                         Message("No part of the text is copied: {count} paragraphs", {"count": len(prose)}))


def _titles(report: Report) -> list[str]:
    form = load_form(report.form or "grantee-final")
    return [*(activity.heading.text for activity in report.activities), *(block.text for block in report.blocks if block.kind == "heading"),
            *(answer.text for answer in report.answers), *all_heads(form), *(phrase for spec in form.sections for phrase in spec.instructions),
            *(_heading(block) for index, block in enumerate(report.blocks) if block.emphasis or report.outline.scopes[index].heading == index)]


def _heading(block) -> str:
    """The heading that a block opens with: everything before its answer."""
    return block.text[:len(block.text) - len(behind(block.passage, 0).text)] or block.text


def _one_paragraph(report: Report, copy: Copy) -> bool:
    """Whether the run lies in one paragraph: what a series of events repeats by design runs over list items."""
    return copy.other.first == copy.other.last and report.blocks[copy.other.first].kind != "item"


def _figures(report: Report, copies: list[Copy]) -> list[Evidence]:
    """The numbers that were copied along, on both sides."""
    blocks = {index for copy in copies for piece in (copy.one, copy.other) for index in range(piece.first, piece.last + 1)}
    claims = [claim for claim in report.claim_list if claim.block in blocks and claim.cell is None and claim.is_quantity]
    twice = {value for value, times in Counter(claim.value for claim in claims).items() if times > 1}
    return [Evidence("figure", claim.value, claim.text, claim.place) for claim in claims if claim.value in twice][:40]


def _groups(report: Report) -> Iterator[tuple[tuple, str, list]]:
    """The indicators told of one activity in a section of results: (section, its heading, its claims)."""
    group: list = []
    head, key = "", None
    claims: dict[int, list] = defaultdict(list)
    for claim in report.claim_list:
        if claim.cell is None and claim.is_quantity:
            claims[claim.block].append(claim)
    for index, block in enumerate(report.blocks):
        scope = report.outline.scopes[index]
        if scope.activity is not None or block.table is not None:
            continue
        if block.kind != "item" or block.marker[:1].isdigit():
            if group:
                yield key, head, group
            group, head, key = [], block.text, (scope.project, scope.section, scope.heading)
        else:
            group += claims[index]
    if group:
        yield key, head, group


@rule("DUP004", kind="duplicate", severity="warning")
def indicators_are_not_repeated(report: Report) -> Iterator[Check]:
    """The indicators of one activity are not all those of another.

    People, plan and satisfaction of two activities that are equal to the last digit are probably a copy.

    Wrong:
        # Жобаның нәтижелері
        1. Фестиваль:
        - Қатысушылар саны – 137 адам (жоспар – 110)
        - Қанағаттану деңгейі – 93,7%
        2. Семинарлар:
        - Қатысушылар саны – 137 адам (жоспар – 110)
        - Қанағаттану деңгейі – 93,7%
    Right:
        # Жобаның нәтижелері
        1. Фестиваль:
        - Қатысушылар саны – 137 адам (жоспар – 110)
        - Қанағаттану деңгейі – 93,7%
        2. Семинарлар:
        - Қатысушылар саны – 164 адам (жоспар – 110)
        - Қанағаттану деңгейі – 95,2%
    """
    told: dict[tuple, list[tuple[str, list]]] = defaultdict(list)
    for key, head, claims in _groups(report):
        telling = [claim for claim in claims if claim.value >= 10]
        if len(telling) >= 3 or len(telling) == 2 and any(claim.value % 1 for claim in telling):
            told[key].append((head, telling))
    merged: dict[tuple, list] = {}
    for groups in told.values():
        for at, (head, claims) in enumerate(groups):
            values = Counter((claim.value, claim.role) for claim in claims)
            twin = next(((other, others) for other, others in groups[:at] if _same(values, others)), None)
            if twin is not None:
                common = {value for value, _ in values} & {claim.value for claim in twin[1]}
                merged.setdefault(tuple(sorted(common)), []).append((twin, (head, claims), common))
            elif len(groups) > 1:
                yield passed([Evidence("figure", claim.value, claim.text, claim.place) for claim in claims],
                             Message("No other activity has the same indicators: {head}", {"head": shorten(head, 60)}))
    for pairs in merged.values():
        (first, second, common) = pairs[0]
        evidence = [Evidence("figure", claim.value, claim.text, claim.place) for twin, other, _ in pairs for _, claims in (other, twin)
                    for claim in claims if claim.value in common]
        yield failed(evidence, Message("All indicators of «{second}» are those of «{first}»: {values}",
                                       {"first": shorten(first[0], 60), "second": shorten(second[0], 60),
                                        "values": ", ".join(str(value).replace(".", ",") for value in sorted(common))}),
                     confidence=Confidence.MEDIUM, subject=shorten(second[0], 60))


def _same(values: Counter, others: list) -> bool:
    other = Counter((claim.value, claim.role) for claim in others)
    common = values & other
    return sum(common.values()) >= 3 and sum(common.values()) >= 0.75 * max(sum(values.values()), sum(other.values())) \
        and any(value % 5 for value, _ in common)
