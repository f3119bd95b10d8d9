"""Evidence that is announced and does not follow; events without a date, a number of participants or a link."""
import re
from collections import defaultdict
from collections.abc import Iterator

from auditkit.lexicon import either, pattern
from auditkit.rule import Check, Confidence, Evidence, Message, Report, failed, passed, rule
from auditkit.understanding.dates import find_dates
from auditkit.understanding.links import is_social
from auditkit.understanding.sections import Activity
from auditkit.wording import excerpt, fold, shorten

ANNOUNCES = re.compile(rf"{either('contexts', 'recordings')}[^.:]{{0,60}}[:.]?\s*$")
#: A link is looked for in so many blocks below the announcement.
BELOW = 4
PUBLISHED = pattern("contexts", "published")
NETWORK = pattern("contexts", "network")
MEDIA = pattern("contexts", "media")
PRESENTATION = pattern("contexts", "presentation")
CONTEST = pattern("contexts", "contest")
HELD = pattern("contexts", "held")
LINK = pattern("contexts", "link")


@rule("FRM020", kind="format", severity="warning")
def announced_links_follow(report: Report) -> Iterator[Check]:
    """Where a sentence announces a link, a link follows.

    Wrong:
        Мақалалардың топтамасы келесі сілтемеде:

        Сонымен қатар теледидарда сюжет көрсетілді.
    Right:
        Мақалалардың топтамасы келесі сілтемеде:

        <https://tan-aqparat.example/2025/toptama>
    """
    linked = {link.block for link in report.links}
    for index, block in enumerate(report.blocks):
        folded = fold(block.text).strip(" *_")
        ends = folded.endswith((":", "сілтемеде", "сілтемеде.", "по ссылке", "по ссылке."))
        if block.table is not None or not ends or not ANNOUNCES.search(folded):
            continue
        if len(folded) < 12 or not LINK.search(folded[-90:]):
            continue
        evidence = [Evidence("announcement", shorten(block.text, 120), shorten(block.text), block.place)]
        found = next((below for below in range(index, min(len(report.blocks), index + BELOW + 1)) if below in linked), None)
        between = report.blocks[index + 1:found] if found is not None else []
        follows = found is not None and not any(other.kind == "heading" or len(other.text) > 60 for other in between)
        more = {"scope": report.scope_label(report.outline.scopes[index].project, report.outline.scopes[index].activity)}
        if follows:
            block = report.blocks[found]
            evidence.append(Evidence("link", shorten(block.text, 90), shorten(block.text), block.place))
            yield passed(evidence, Message("The announced link follows", {}), **more)
        else:
            if index + 1 < len(report.blocks):
                below = report.blocks[index + 1]
                evidence.append(Evidence("next", shorten(below.text, 60), shorten(below.text), below.place))
            yield failed(evidence, Message("A link is announced and does not follow: {text}", {"text": shorten(block.text, 110)}), **more)


def _events(report: Report, activity: Activity) -> dict[int, list[int]]:
    """The blocks of every dated or numbered event of an activity, by its number."""
    events: dict[int, list[int]] = defaultdict(list)
    for index in range(activity.start + 1, activity.end):
        scope = report.outline.scopes[index]
        if scope.event and (scope.heading == report.outline.scopes[activity.start].heading or scope.activity == activity.index):
            events[scope.event].append(index)
    return dict(events)


def _first(report: Report, blocks: list[int]) -> Evidence:
    block = report.blocks[blocks[0]]
    return Evidence("event", shorten(block.text, 60), shorten(block.text), block.place)


@rule("FRM021", kind="format", severity="info")
def every_event_has_its_evidence(report: Report) -> Iterator[Check]:
    """Where the events of a series have links, each of them has one, and so has a publication that the text claims.

    Wrong:
        ## 1 іс-шара. Дәрістер өткізу
        2025 жылғы 3 мамырда бірінші дәріске 37 адам қатысты.

        <https://www.instagram.com/p/Daris000001/>

        2025 жылғы 9 мамырда екінші дәріске 26 адам қатысты.

        2025 жылғы 12 мамырда үшінші дәріске 29 адам қатысты.

        <https://www.instagram.com/p/Daris000003/>

        2025 жылғы 15 мамырда төртінші дәріске 31 адам қатысты.

        <https://www.instagram.com/p/Daris000004/>
    Right:
        ## 1 іс-шара. Дәрістер өткізу
        2025 жылғы 3 мамырда бірінші дәріске 37 адам қатысты.

        <https://www.instagram.com/p/Daris000001/>

        2025 жылғы 9 мамырда екінші дәріске 26 адам қатысты.

        <https://www.instagram.com/p/Daris000002/>

        2025 жылғы 12 мамырда үшінші дәріске 29 адам қатысты.

        <https://www.instagram.com/p/Daris000003/>

        2025 жылғы 15 мамырда төртінші дәріске 31 адам қатысты.

        <https://www.instagram.com/p/Daris000004/>
    """
    linked = {link.block for link in report.links}
    for activity in report.activities:
        events = _events(report, activity)
        bare = {number: blocks for number, blocks in events.items() if not linked & set(blocks)}
        more = {"scope": report.scope_label(activity.project, activity.index)}
        if len(events) < 4 or len(bare) > len(events) / 4:
            continue
        if not bare:
            yield passed([_first(report, blocks) for blocks in events.values()],
                         Message("Every event has a link: {count}", {"count": len(events)}), **more)
        for blocks in bare.values():
            claim = next((index for index in blocks if PUBLISHED.search(fold(report.blocks[index].text)) and
                          NETWORK.search(fold(report.blocks[index].text))), None)
            first = _first(report, blocks)
            evidence = [first, Evidence("computed", 0, "0", first.place)]
            if claim is not None:
                block = report.blocks[claim]
                evidence.append(Evidence("claim", shorten(block.text, 60), shorten(block.text), block.place))
                yield failed(evidence,
                             Message("A publication is claimed for the event, and no link is given: {event}", {"event": evidence[0].value}), **more)
            else:
                evidence += [_first(report, other) for other in list(events.values())[:1] if other is not blocks]
                yield failed(evidence,
                             Message("The event has no link, the others of the series have one: {event}", {"event": evidence[0].value}), **more)


@rule("FRM022", kind="format", severity="info")
def every_event_has_participants(report: Report) -> Iterator[Check]:
    """Where the events of a series give the number of their participants, each of them does.

    Wrong:
        ## 1 іс-шара. Дәрістер өткізу
        2025 жылғы 3 мамырда бірінші дәріске 37 адам қатысты.

        2025 жылғы 9 мамырда екінші дәріс кітапханада өтті.

        2025 жылғы 12 мамырда үшінші дәріске 29 адам қатысты.

        2025 жылғы 15 мамырда төртінші дәріске 31 адам қатысты.
    Right:
        ## 1 іс-шара. Дәрістер өткізу
        2025 жылғы 3 мамырда бірінші дәріске 37 адам қатысты.

        2025 жылғы 9 мамырда екінші дәріске 26 адам қатысты.

        2025 жылғы 12 мамырда үшінші дәріске 29 адам қатысты.

        2025 жылғы 15 мамырда төртінші дәріске 31 адам қатысты.
    """
    counted = defaultdict(list)
    for claim in report.prose():
        if claim.role == "count" and claim.group == "people" and not claim.has("plan"):
            counted[claim.block].append(claim)
    for activity in report.activities:
        events = {number: blocks for number, blocks in _events(report, activity).items()
                  if HELD.search(fold(report.blocks[blocks[0]].text)) or any(counted[index] for index in blocks)}
        bare = {number: blocks for number, blocks in events.items() if not any(counted[index] for index in blocks)}
        if len(events) < 4 or len(bare) > max(1, len(events) / 5):
            continue
        more = {"scope": report.scope_label(activity.project, activity.index)}
        asked = next((section for section in report.sections if section.spec.id == "activities" and section.project == activity.project), None)
        for blocks in bare.values():
            evidence = [_first(report, blocks)]
            if asked is not None:
                block = report.blocks[asked.head]
                evidence.append(Evidence("form", shorten(block.text, 60), shorten(block.text), block.place))
            yield failed(evidence, Message("The event gives no number of participants, the others of the series do: {event}",
                                           {"event": evidence[0].value}), **more)
        if not bare:
            yield passed([_first(report, blocks) for blocks in events.values()],
                         Message("Every event gives the number of its participants: {count}", {"count": len(events)}), **more)


@rule("FRM023", kind="format", severity="warning")
def the_closing_event_is_dated(report: Report) -> Iterator[Check]:
    """The final presentation and a contest say when they were held.

    Wrong:
        ## 4 іс-шара. Жобаның қорытынды презентациясы
        Жобаның қорытынды презентациясы сәтті өтті.
    Right:
        ## 4 іс-шара. Жобаның қорытынды презентациясы
        2025 жылғы 20 қарашада жобаның қорытынды презентациясы өтті.
    """
    for activity in report.activities:
        title = fold(activity.title[:220])
        what = PRESENTATION.search(title) or CONTEST.search(title)
        blocks = report.blocks[activity.start:activity.end]
        prose = [block for block in blocks if block.table is None and block.text.strip()]
        if not what or not prose or not any(HELD.search(fold(block.text)) for block in prose):
            continue
        dates = [(block, date) for block in prose if block.kind != "item" for date in find_dates(fold(block.text)) if date.first[1] is not None]
        told = [Evidence("event", shorten(block.text, 60), shorten(block.text), block.place) for block in prose[:3]]
        more = {"subject": what.group(), "scope": report.scope_label(activity.project, activity.index)}
        columns = [row for row in report.plan_fact_rows if row.activity == activity.index and "date" in row.cells and find_dates(fold(row.cells["date"].text))]
        if columns and not dates:
            cell = columns[0].cells["date"].text
            yield passed([told[0], Evidence("date", cell, cell, columns[0].place("date"))], Message("The event is dated", {}), **more)
        elif dates:
            block, date = dates[0]
            yield passed([told[0], Evidence("date", block.text[date.start:date.end], excerpt(block.text, date.start, date.end, 20, 40),
                                            block.passage.place_of(date.start, date.end))], Message("The event is dated", {}), **more)
        else:
            yield failed(told, Message("No date is given for «{event}»", {"event": shorten(activity.title, 90)}), **more)


@rule("FRM024", kind="format", severity="info")
def publications_in_the_media_are_shown(report: Report) -> Iterator[Check]:
    """Articles and news in the media that are claimed have a link to a site of the media.

    Wrong:
        ## 1 іс-шара. Ақпараттық жұмыс
        БАҚ-та 5 мақала жарияланды.

        - <https://www.instagram.com/p/Daris000001/>
        - <https://www.instagram.com/p/Daris000002/>
        - <https://www.instagram.com/p/Daris000003/>
    Right:
        ## 1 іс-шара. Ақпараттық жұмыс
        БАҚ-та 5 мақала жарияланды.

        - <https://www.instagram.com/p/Daris000001/>
        - <https://www.instagram.com/p/Daris000002/>
        - <https://tan-aqparat.example/2025/maqala>
    """
    for project in report.outline.projects:
        links = [link for link in report.links if report.outline.scopes[link.block].project == project.number]
        claims = [(index, report.blocks[index]) for index in range(project.start, project.end) if report.blocks[index].table is None
                  and MEDIA.search(fold(report.blocks[index].text)) and PUBLISHED.search(fold(report.blocks[index].text))]
        numbered = [block for index, block in claims if any(claim.block == index and claim.is_quantity for claim in report.claim_list)]
        if len(links) < 3 or not numbered:
            continue
        told = [Evidence("claim", shorten(block.text, 60), shorten(block.text), block.place)
                for block in [*numbered, *(block for _, block in claims if block not in numbered)][:4]]
        media = [link for link in links if not is_social(link) and link.kind != "storage"]
        more = {"scope": report.scope_label(project.number)}
        if media:
            yield passed([told[0], *(Evidence("link", link.code, link.target, link.place) for link in media[:6])],
                         Message("Publications in the media are claimed and shown", {}), **more)
        else:
            figures = [Evidence("figure", claim.value, claim.text, claim.place) for claim in report.prose(project.number)
                       if any(claim.block == index for index, block in claims if block in numbered)][:6]
            yield failed([*told, *figures], Message("Publications in the media are claimed, and no link leads to the media: {text}",
                                                    {"text": told[0].text}), confidence=Confidence.MEDIUM, **more)
