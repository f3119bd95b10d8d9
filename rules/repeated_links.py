"""Links as evidence: one event each, listed once, as many as are claimed."""
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from auditkit.lexicon import pattern
from auditkit.rule import Check, Confidence, Evidence, Message, Report, failed, passed, rule
from auditkit.understanding.links import FoundLink, is_social
from auditkit.wording import fold, shorten

#: Parts that collect the links of all events once more.
COLLECTS = pattern("contexts", "collects")
#: An activity that shares links with so many others is such a part, whatever it is called.
SHARES = 3
SHOWN = 12


def _event(report: Report, link: FoundLink) -> tuple:
    scope = report.outline.scopes[link.block]
    return scope.project, scope.activity, scope.event


def _named(report: Report, event: tuple) -> str:
    """An event in the report's words: how its first block begins, or the title of its activity."""
    project, activity, number = event
    span = report.activities[activity]
    for index in range(span.start, span.end):
        if number and report.outline.scopes[index].event == number:
            return shorten(report.blocks[index].text, 70)
    return shorten(span.label, 70)


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
        2025 жылғы 3 мамырда бірінші дәріске 37 адам қатысты.

        <https://www.instagram.com/p/Daris000001/>

        2025 жылғы 9 мамырда екінші дәріске 26 адам қатысты.

        <https://www.instagram.com/p/Daris000001/?igsh=abc>
    Right:
        ## 1 іс-шара. Дәрістер өткізу
        2025 жылғы 3 мамырда бірінші дәріске 37 адам қатысты.

        <https://www.instagram.com/p/Daris000001/>

        2025 жылғы 9 мамырда екінші дәріске 26 адам қатысты.

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
        yield passed(_told(alone), Message("The links belong to one event each: {count}", {"count": len(alone)}),
                     scope=report.scope_label(project, activity))


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


ARTICLE = pattern("contexts", "article")
PUBLICATION = pattern("contexts", "publication")


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
            yield passed([stated, *_told(fitting)],
                         Message("{count} are claimed and {count} different links are given", {"count": claim.value}), **more)
        elif pools[-1] and len(pools[-1]) > claim.value and min(map(len, filter(None, pools))) > claim.value:
            counted = Evidence("computed", len(pools[-1]), f"{len(pools[-1])}", claim.place)
            yield failed([stated, *_told(pools[-1][:SHOWN]), counted],
                         Message("{stated} are claimed, but {count} different links are given", {"stated": claim.value, "count": len(pools[-1])}),
                         difference=claim.value - len(pools[-1]), confidence=Confidence.LOW, **more)
