"""The course of a project: its final event, the date of the report, months told for kinds of events, the year of its start."""
import re
from collections.abc import Iterator
from datetime import timedelta

from auditkit.rule import Check, Confidence, Message, Report, failed, passed, rule
from auditkit.timeline import Timeline, timeline_of
from auditkit.understanding.events import Dated, says
from auditkit.understanding.nouns import all_nouns
from auditkit.wording import fold

MANY = 12


def _more(report: Report, project: int, subject: str, activity: int | None = None) -> dict:
    return {"subject": subject[:120], "scope": report.scope_label(project, activity)}


@rule("DAT010", kind="date", severity="warning")
def the_final_event_is_the_last(report: Report) -> Iterator[Check]:
    """The final presentation of a project is held when its events are over.

    Wrong:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кешін өткізу
        2025 жылғы 23 қазанда ән кеші өтті.
        ## 2 іс-шара. Жобаның қорытынды презентациясы
        2025 жылғы 10 қазанда қорытынды презентация өтті.
    Right:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кешін өткізу
        2025 жылғы 23 қазанда ән кеші өтті.
        ## 2 іс-шара. Жобаның қорытынды презентациясы
        2025 жылғы 30 қазанда қорытынды презентация өтті.
    """
    timeline = timeline_of(report)
    for project in report.outline.projects:
        events = [event for event in timeline.inside(timeline.events(project.number, "section")) if event.has_day]
        final = [event for event in events if says("final", event.sentence) and not says("preparation", event.sentence)]
        if len({event.first for event in final}) != 1 or len(events) == len(final):
            continue
        closing = final[0]
        others = [event for event in events if event.activity != closing.activity]
        later = [event for event in others if event.first > closing.last]
        fields = {"final": closing.written, "dates": ", ".join(dict.fromkeys(event.written for event in later[:MANY]))}
        more = _more(report, project.number, closing.text, closing.activity)
        if later:
            yield failed([timeline.evidence(closing), *(timeline.evidence(event) for event in later[:MANY])],
                         Message("The final event of the project is dated {final}, but others are later: {dates}", fields), **more)
        elif others:
            last = max(others, key=lambda event: event.last)
            yield passed([timeline.evidence(closing), timeline.evidence(last)], Message("The final event ({final}) is the last one", fields), **more)


@rule("DAT011", kind="date", severity="error")
def the_report_is_dated_after_what_it_tells(report: Report) -> Iterator[Check]:
    """A report, or the paper that a letter answers, is dated after what is told of.

    Wrong:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кешін өткізу
        2025 жылғы 23 қазанда ән кеші өтті.

        Есеп тапсырылған күн: 2025 жылғы 20 қазан
    Right:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кешін өткізу
        2025 жылғы 23 қазанда ән кеші өтті.

        Есеп тапсырылған күн: 2025 жылғы 31 қазан
    """
    timeline = timeline_of(report)
    signed = [event for event in timeline.dates if event.kind == "report" and event.has_day and event.year_written and event.first]
    for paper in signed:
        events = [event for project in report.outline.projects for event in timeline.inside(timeline.events(project.number, "section", "result")) if event.has_day]
        later = [event for event in events if event.first > paper.last]
        fields = {"report": paper.written, "dates": ", ".join(dict.fromkeys(event.written for event in later[:MANY]))}
        more = _more(report, paper.project, paper.text)
        if later:
            yield failed([timeline.evidence(paper), *(timeline.evidence(event) for event in later[:MANY])],
                         Message("The report is dated {report}, before events that it tells of: {dates}", fields), **more)
        elif events:
            last = max(events, key=lambda event: event.last)
            yield passed([timeline.evidence(paper), timeline.evidence(last)], Message("The report ({report}) is dated after the last event", fields), **more)
    yield from _answers(report, timeline)
    front = [event for event in timeline.dates if event.kind in ("document", "other") and event.block < 12 and event.has_day and event.year_written
             and re.search("(?:ғы|гі)$|№", event.written + event.text)
             and says("inquiry", " ".join(fold(block.text) for block in report.blocks[event.block:event.block + 2]))]
    for paper in front[:1]:
        data = [event for event in timeline.dates if event.kind in ("event", "other") and event.has_day and event.first and event.last and event.first != event.last
                and timedelta(0) <= paper.first - event.last <= timedelta(days=31) and (event.last - event.first).days > 27]
        for event in data[:MANY]:
            yield passed([timeline.evidence(paper), timeline.evidence(event)],
                         Message("The data ({dates}) end before the paper that is answered ({report})", {"dates": event.written, "report": paper.written}),
                         **_more(report, event.project, event.text))


#: The number and date at the head of a letter, and those of the letter that it answers; how many blocks are its head.
OWN_NUMBER, ASKED_NUMBER, HEAD = re.compile(r"\W*(?:исх\w*\.?\s*|шығыс\s*)?№"), re.compile(r"\W*на\s+(?:ваш\w*\s+)?(?:исх\w*\.?\s*|вх\w*\.?\s*)?№"), 10


def _answers(report: Report, timeline: Timeline) -> Iterator[Check]:
    """A letter is dated no earlier than the one that it answers: «№ 12 от 9 июля …», «На № 7 от 24 июня …»."""
    head = [event for event in timeline.dates if event.block < HEAD and event.has_day and event.year_written and event.first]
    own = [event for event in head if OWN_NUMBER.match(fold(event.passage.text))]
    asked = [event for event in head if ASKED_NUMBER.match(fold(event.passage.text))]
    if len(own) != 1 or len(asked) != 1:
        return
    evidence = [timeline.evidence(own[0]), timeline.evidence(asked[0])]
    fields = {"own": own[0].written, "asked": asked[0].written}
    more = _more(report, own[0].project, own[0].text)
    if own[0].last < asked[0].first:
        yield failed(evidence, Message("The letter is dated {own}, before the one that it answers ({asked})", fields), **more)
    else:
        yield passed(evidence, Message("The letter ({own}) is dated after the one that it answers ({asked})", fields), **more)


@rule("DAT012", kind="date", severity="warning")
def months_told_for_kinds_of_events_hold_them_all(report: Report) -> Iterator[Check]:
    """Where the results say in which months the seminars, lectures … were held, all of them are dated in those months.

    Wrong:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Ақыл» дәрістерін өткізу
        2025 жылғы 3 мамырда бірінші дәріс өтті.

        2025 жылғы 5 тамызда екінші дәріс өтті.

        # Жобаның нәтижелері:
        2025 жылдың мамыр–шілде айларында өткізілген дәрістер жастардың білімін арттырды.
    Right:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Ақыл» дәрістерін өткізу
        2025 жылғы 3 мамырда бірінші дәріс өтті.

        2025 жылғы 5 тамызда екінші дәріс өтті.

        # Жобаның нәтижелері:
        2025 жылдың мамыр–тамыз айларында өткізілген дәрістер жастардың білімін арттырды.
    """
    timeline = timeline_of(report)
    for project in report.outline.projects:
        kinds = {activity.index: {noun.measure for noun in all_nouns(fold(activity.title)) if noun.group == "events"}
                 for activity in report.outline.activities_of(project.number)}
        for told in timeline.of(project.number, "retold", "section"):
            if told.has_day or told.source == "section" and says("event", told.sentence[:200]) and told.activity in kinds and _is_own(told, kinds):
                continue
            after = fold(told.passage.text[told.mention.end:told.mention.end + 110])
            if not re.match(r"\s*(?:айлар\w+|ай\w+)?\s*(?:аралығында\s*)?(?:өткізілген|өткен|ұйымдастырылған|проведенн|прошедш|организованн)", after):
                continue
            measures = {noun.measure for noun in all_nouns(after) if noun.group == "events"} - {"event"}
            dated = [event for event in timeline.inside(timeline.events(project.number, "section")) if event.has_day and event.activity is not None and event is not told
                     and kinds.get(event.activity, set()) & measures]
            if not dated:
                continue
            outside = [event for event in dated if event.first > told.last or event.last < told.first]
            fields = {"months": told.written, "dates": ", ".join(dict.fromkeys(event.written for event in (outside or dated)[:MANY]))}
            more = _more(report, project.number, told.text)
            if outside:
                yield failed([timeline.evidence(told), *(timeline.evidence(event) for event in outside[:MANY])],
                             Message("Told to have been held in {months}, but dated {dates}", fields), **more)
            else:
                yield passed([timeline.evidence(told), *(timeline.evidence(event) for event in dated)], Message("All held in {months}: {dates}", fields), **more)


def _is_own(told: Dated, kinds: dict) -> bool:
    """Whether a span under an activity is told of that activity itself."""
    return bool({noun.measure for noun in all_nouns(told.sentence) if noun.group == "events"} & kinds.get(told.activity, set()))


#: From how many days without any event after its start on a project's start year is doubted.
SILENT_DAYS = 180


@rule("DAT013", kind="date", severity="warning")
def a_project_starts_in_the_year_of_its_events(report: Report) -> Iterator[Check]:
    """A project has events in the year it started.

    A start a year before everything else that is dated is mostly a slip of the year.

    Wrong:
        5. Жобаны іске асыру кезеңі: 2024 жылғы сәуір – 2025 жылғы қазан

        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кештерін өткізу
        2025 жылғы 23 мамырда ән кеші өтті.

        2025 жылғы 3 маусымда ән кеші өтті.

        2025 жылғы 8 қазанда ән кеші өтті.
    Right:
        5. Жобаны іске асыру кезеңі: 2025 жылғы сәуір – 2025 жылғы қазан

        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кештерін өткізу
        2025 жылғы 23 мамырда ән кеші өтті.

        2025 жылғы 3 маусымда ән кеші өтті.

        2025 жылғы 8 қазанда ән кеші өтті.
    """
    timeline = timeline_of(report)
    for project, period in timeline.periods.items():
        told = timeline.inside(timeline.events(project, "section", "result"))
        events = sorted((event for event in told if event.has_day and event.year_written), key=lambda event: event.first)
        if len(events) < 3 or not period.year_written:
            continue
        fields = {"start": f"{period.first:%d.%m.%Y}", "first": events[0].written}
        more = _more(report, project, period.start.text)
        silent = (events[0].first - period.first).days
        if period.first.year < events[0].first.year and silent > SILENT_DAYS:
            yield failed([period.start, timeline.evidence(events[0])],
                         Message("The project is said to start on {start}, but its first dated event is {first}: a slip of the year?", fields),
                         hint=Message("The year {year} was probably meant", {"year": str(events[0].first.year)}), confidence=Confidence.MEDIUM, **more)
        elif silent >= 0:
            yield passed([period.start, timeline.evidence(events[0])], Message("The project starts on {start}, its first dated event is {first}", fields), **more)
