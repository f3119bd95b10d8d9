"""Evidence and text that stand in a report twice: links of two events, copied paragraphs, repeated indicators."""
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from auditkit.forms import load_form
from auditkit.rule import Check, Confidence, Evidence, Message, Report, Severity, failed, passed, rule
from auditkit.understanding.copies import Copy, find_copies
from auditkit.understanding.fields import all_heads, behind
from auditkit.understanding.links import FoundLink, is_social
from auditkit.wording import fold

#: Parts that collect the links of all events once more.
COLLECTS = re.compile(r"ақпараттық жұмыс|жарияланым|ақпараттандыру|ақпараттық сүйемелде|медиа|бақ-та|информационн\w+ (?:работ|сопровожд|кампан)|публикаци|освещени|сми\b|таныстырылым|презентаци")
#: An activity that shares links with so many others is such a part, whatever it is called.
SHARES = 3
#: Events of one series may be told in the same words up to this many.
SERIES = 35
SHOWN = 12


def _quote(text: str, size: int = 160) -> str:
    text = " ".join(text.split())
    return text if len(text) <= size else text[:size - 2].rsplit(" ", 1)[0] + " …"


def _event(report: Report, link: FoundLink) -> tuple:
    scope = report.outline.scopes[link.block]
    return scope.project, scope.activity, scope.event


def _named(report: Report, event: tuple) -> str:
    """An event in the report's words: how its first block begins, or the title of its activity."""
    project, activity, number = event
    span = report.activities[activity]
    for index in range(span.start, span.end):
        if number and report.outline.scopes[index].event == number:
            return _quote(report.blocks[index].text, 70)
    return _quote(span.label, 70)


def _told(links: Iterable[FoundLink]) -> list[Evidence]:
    return [Evidence("link", link.code, link.target, link.place) for link in links]


def _of_activities(report: Report) -> list[FoundLink]:
    """The links that are offered as evidence of one event: no accounts, no folders, no home pages, none of the parts that
    collect the links of all."""
    usable = [link for link in report.links if link.kind in ("post", "page", "short") and link.key.strip("/").count("/") + (link.kind == "post")
              and report.outline.scopes[link.block].activity is not None]
    owners: dict[str, set[int]] = defaultdict(set)
    for link in usable:
        owners[link.key].add(report.outline.scopes[link.block].activity)
    shared = Counter()
    for activities in owners.values():
        for activity in activities:
            shared[activity] += len(activities) > 1
    partners = {activity: {other for owned in owners.values() if activity in owned for other in owned} for activity in shared}
    collecting = {activity.index for activity in report.activities if COLLECTS.search(fold(activity.title))
                  or shared[activity.index] >= SHARES and len(partners[activity.index]) > 2}
    return [link for link in usable if report.outline.scopes[link.block].activity not in collecting]


@rule("DUP001", kind="duplicate", severity="warning")
def one_link_is_evidence_of_one_event(report: Report) -> Iterator[Check]:
    """A post or a page is offered as the evidence of one event only.

    Addresses are compared by the post they name; what they carry for tracking has no say.  Lists that collect the links of
    all events once more are left alone.

    Wrong:
        ## 1 іс-шара. Дәрістер өткізу
        2025 жылғы 3 мамырда бірінші дәріске 30 адам қатысты.

        <https://www.instagram.com/p/Daris000001/>

        2025 жылғы 9 мамырда екінші дәріске 28 адам қатысты.

        <https://www.instagram.com/p/Daris000001/?igsh=abc>
    Right:
        ## 1 іс-шара. Дәрістер өткізу
        2025 жылғы 3 мамырда бірінші дәріске 30 адам қатысты.

        <https://www.instagram.com/p/Daris000001/>

        2025 жылғы 9 мамырда екінші дәріске 28 адам қатысты.

        <https://www.instagram.com/p/Daris000002/>
    """
    links = _of_activities(report)
    by_key: dict[str, list[FoundLink]] = defaultdict(list)
    for link in links:
        by_key[link.key].append(link)
    shared: dict[tuple, list[FoundLink]] = defaultdict(list)
    for same in by_key.values():
        events = tuple(dict.fromkeys(_event(report, link) for link in same))
        if len(events) > 1:
            shared[events] += same
    for events, same in shared.items():
        names = [_named(report, event) for event in events]
        yield failed(_told(sorted(same, key=lambda link: link.block)),
                     Message("The same link is given for {count} different events ({events}): {links}",
                             {"count": len(events), "events": " / ".join(names), "links": ", ".join(dict.fromkeys(link.code for link in same))}),
                     subject=", ".join(dict.fromkeys(link.code for link in same)), scope=report.scope_label(*events[0][:2]))
    twice = {link.key for same in shared.values() for link in same}
    own: dict[tuple, list[FoundLink]] = defaultdict(list)
    for link in links:
        if link.key not in twice:
            own[_event(report, link)[:2]].append(link)
    for (project, activity), alone in own.items():
        yield passed(_told(alone), Message("The links belong to one event each: {count}", {"count": len(alone)}), scope=report.scope_label(project, activity))


@rule("DUP002", kind="duplicate", severity="info")
def a_link_is_listed_once(report: Report) -> Iterator[Check]:
    """A list of links names each of them once.

    Wrong:
        ## 1 іс-шара. Акция өткізу
        - <https://www.youtube.com/watch?v=Akcija00001>
        - <https://www.youtube.com/watch?v=Akcija00001>
    Right:
        ## 1 іс-шара. Акция өткізу
        - <https://www.youtube.com/watch?v=Akcija00001>
        - <https://www.youtube.com/watch?v=Akcija00002>
    """
    groups: dict[tuple, list[FoundLink]] = defaultdict(list)
    for link in report.links:
        scope = report.outline.scopes[link.block]
        if link.kind != "post" and "/" not in link.key:
            continue  # a site as a whole may be named again
        groups[scope.project, scope.activity, None if scope.activity is not None else scope.heading].append(link)
    for (project, activity, _), links in groups.items():
        lists: dict[tuple, list[FoundLink]] = defaultdict(list)
        for link in links:
            lists[report.outline.scopes[link.block].event, link.key].append(link)
        twice = [link for same in lists.values() if len(same) > 1 for link in same]
        more = {"scope": report.scope_label(project, activity)}
        if twice:
            yield failed(_told(twice), Message("{twice} of {count} links are listed more than once; {different} are different",
                                               {"twice": len({link.key for link in twice}), "count": len(links),
                                                "different": len({link.key for link in links})}),
                         subject=", ".join(dict.fromkeys(link.code for link in twice)), **more)
        elif len(links) > 1:
            yield passed(_told(links), Message("No link is listed twice: {count}", {"count": len(links)}), **more)


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
            Evidence("copy", _quote(copy.other.text, 60), _quote(copy.other.text), copy.other.place),
            Evidence("original", _quote(copy.one.text, 60), _quote(copy.one.text), copy.one.place))]
        evidence += [Evidence("computed", copy.words, str(copy.words), copy.other.place) for copy in copies[:SHOWN // 2]]
        evidence += _figures(report, copies)
        words = sum(copy.words for copy in copies)
        more = {"subject": _quote(copies[0].one.text, 60), "scope": report.scope_label(second, report.outline.scopes[copies[0].other.first].activity)}
        if first != second:
            yield failed(evidence, Message("{words} words are copied from the part of another project", {"words": words}),
                         severity=Severity.WARNING, **more)
        else:
            yield failed(evidence, Message("{words} words stand here and in another part of the report, word for word", {"words": words}), **more)
    if not grouped:
        prose = [block for block in report.blocks if block.table is None and len(block.text) > 60]
        if len(prose) > 1:
            yield passed([Evidence("text", _quote(block.text, 60), _quote(block.text), block.place) for block in (prose[0], prose[-1])],
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
                             Message("No other activity has the same indicators: {head}", {"head": _quote(head, 60)}))
    for pairs in merged.values():
        (first, second, common) = pairs[0]
        evidence = [Evidence("figure", claim.value, claim.text, claim.place) for twin, other, _ in pairs for _, claims in (other, twin)
                    for claim in claims if claim.value in common]
        yield failed(evidence, Message("All indicators of «{second}» are those of «{first}»: {values}",
                                       {"first": _quote(first[0], 60), "second": _quote(second[0], 60),
                                        "values": ", ".join(str(value).replace(".", ",") for value in sorted(common))}),
                     confidence=Confidence.MEDIUM, subject=_quote(second[0], 60))


def _same(values: Counter, others: list) -> bool:
    other = Counter((claim.value, claim.role) for claim in others)
    common = values & other
    return sum(common.values()) >= 3 and sum(common.values()) >= 0.75 * max(sum(values.values()), sum(other.values())) \
        and any(role == "share" or value % 10 for value, role in common)


@rule("DUP005", kind="list-count", severity="info")
def links_make_the_number_claimed(report: Report) -> Iterator[Check]:
    """The articles and publications that a project claims are the links that it gives.

    Fewer links than claims is no contradiction, since not everything needs a link; more links than publications is one.

    Wrong:
        ## 1 іс-шара. Ақпараттық жұмыс
        Жоба туралы 2 мақала жарияланды.

        - <https://tan-aqparat.example/2025/birinshi>
        - <https://tan-aqparat.example/2025/ekinshi>
        - <https://tan-aqparat.example/2025/ushinshi>
    Right:
        ## 1 іс-шара. Ақпараттық жұмыс
        Жоба туралы 3 мақала жарияланды.

        - <https://tan-aqparat.example/2025/birinshi>
        - <https://tan-aqparat.example/2025/ekinshi>
        - <https://tan-aqparat.example/2025/ushinshi>
    """
    for project in report.outline.projects:
        links: dict[str, FoundLink] = {}
        for link in report.links:
            scope = report.outline.scopes[link.block]
            if scope.project == project.number and link.kind in ("post", "page", "short") and link.key.strip("/").count("/") + (link.kind == "post"):
                links.setdefault(link.key, link)
        media: dict[str, list[FoundLink]] = defaultdict(list)
        for link in links.values():
            if not is_social(link):
                media[link.site].append(link)
        if links:
            yield from _claimed(report, project.number, list(links.values()), media)


ARTICLE = re.compile(r"мақала|стат(?:ья|ьи|ей|ью)\b")
PUBLICATION = re.compile(r"жарияланым|публикаци")


def _claimed(report: Report, project: int, links: list[FoundLink], media: dict[str, list[FoundLink]]) -> Iterator[Check]:
    for claim in report.prose(project):
        if claim.role != "count" or not claim.quantity.is_exact or claim.value < 2 or not claim.has("total") and claim.has("plan", "each"):
            continue
        near = fold(claim.passage.text[claim.end:claim.end + 32])
        if ARTICLE.match(near.lstrip(" -–")) or ARTICLE.search(near[:14]):
            pools = [*media.values(), [link for site in media.values() for link in site]]
        elif PUBLICATION.search(near[:28]):
            pools = [links]
        else:
            continue
        stated = Evidence("stated", claim.value, claim.text, claim.place)
        fitting = next((pool for pool in pools if len(pool) == claim.value), None)
        more = {"subject": claim.text, "scope": report.scope_label(project, report.activity_of(claim))}
        if fitting:
            yield passed([stated, *_told(fitting)], Message("{count} are claimed and {count} different links are given", {"count": claim.value}), **more)
        elif pools[-1] and len(pools[-1]) > claim.value and min(map(len, filter(None, pools))) > claim.value:
            counted = Evidence("computed", len(pools[-1]), f"{len(pools[-1])}", claim.place)
            yield failed([stated, *_told(pools[-1][:SHOWN]), counted],
                         Message("{stated} are claimed, but {count} different links are given", {"stated": claim.value, "count": len(pools[-1])}),
                         difference=claim.value - len(pools[-1]), confidence=Confidence.LOW, **more)
