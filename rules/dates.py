"""Dates against the project's period, against the table's date column, and against what the same thing is dated elsewhere."""
import re
from collections.abc import Iterator, Sequence

from auditkit.rule import Check, Confidence, Evidence, Message, Report, Severity, failed, passed, rule
from auditkit.timeline import Period, Timeline, timeline_of
from auditkit.understanding.events import Dated, says
from auditkit.understanding.sections import find_name
from auditkit.wording import fold, stems

MANY = 14


def _ends(period: Period) -> list[Evidence]:
    return [period.start] if (period.start.place, period.start.value) == (period.end.place, period.end.value) else [period.start, period.end]


def _written(events: Sequence[Dated]) -> str:
    """The dates in words, each once; a month alone is left out beside a day of it."""
    days = {event.months for event in events if event.has_day and event.first and event.last}
    told = [event for event in events if event.has_day or not event.first or not event.last or event.months not in days]
    return ", ".join(dict.fromkeys(event.written for event in told))


def _by_activity(events: Sequence[Dated]) -> dict:
    groups: dict = {}
    for event in events:
        groups.setdefault(event.activity if event.activity is not None else ("row", event.row) if event.row is not None else None, []).append(event)
    return groups


def _more(report: Report, project: int, activity, subject: str) -> dict:
    return {"subject": subject, "scope": report.scope_label(project, activity if isinstance(activity, int) else None)}


@rule("DAT001", kind="date", severity="error")
def events_lie_in_the_period_of_the_project(report: Report) -> Iterator[Check]:
    """Everything a project did is dated inside the period of the project.

    The period is that of the form's field «іске асыру кезеңі», «период реализации».  What others did, births, laws and holidays
    are left alone; a date column that reaches past the end of the period by its months only is a warning.

    Wrong:
        5. Әлеуметтік жобаны іске асыру кезеңі: 2025 жылғы 5 мамыр – 2025 жылғы 31 қазан

        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кешін өткізу
        2025 жылғы 14 қарашада Жаңаарқа кентінде ән кеші өтті.
    Right:
        5. Әлеуметтік жобаны іске асыру кезеңі: 2025 жылғы 5 мамыр – 2025 жылғы 31 қазан

        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кешін өткізу
        2025 жылғы 14 қазанда Жаңаарқа кентінде ән кеші өтті.
    """
    timeline = timeline_of(report)
    for project, period in timeline.periods.items():
        if period.reversed:
            continue
        dated = timeline.events(project, "section", "retold", "result", "column", "schedule")
        for activity, events in _by_activity(dated).items():
            yield from _against_period(report, timeline, period, activity, events)


def _against_period(report: Report, timeline: Timeline, period: Period, activity, events: list[Dated]) -> Iterator[Check]:
    after = [event for event in events if event.first > period.last]
    before = [event for event in events if event.last < period.first and (event.source != "retold" or event.activity is not None) and not _long_ago(event, period)]
    beyond = [event for event in events if event not in after and event not in before and event.source == "column" and _beyond(event, period)]
    more = _more(report, period.project, activity, "")
    for wrong, template in ((after, "Dated after the end of the project ({period}): {dates}"), (before, "Dated before the start of the project ({period}): {dates}")):
        if wrong:
            siblings = [event for event in events if event.source == "column" and event not in wrong and any(event.passage is other.passage for other in wrong)]
            ends = [period.end if wrong is after else period.start]
            signed = [event for event in timeline.of(period.project) if event.kind == "report" and wrong is after and event.last < min(e.first for e in wrong)]
            evidence = [*(timeline.evidence(event) for event in wrong[:MANY]), *ends, *(timeline.evidence(event) for event in siblings + signed[:1])]
            more["subject"] = wrong[0].text[:120]
            yield failed(evidence, Message(template, {"period": period.written, "dates": _written(wrong)}), hint=_year_hint(wrong, period),
                         confidence=Confidence.HIGH if period.year_written else Confidence.MEDIUM, **more)
    if beyond:
        more["subject"] = beyond[0].text[:120]
        yield failed([*(timeline.evidence(event) for event in beyond), *_ends(period)],
                     Message("The date column ({dates}) reaches beyond the period of the project ({period})", {"period": period.written, "dates": _written(beyond)}),
                     severity=Severity.WARNING, **more)
    inside = [event for event in events if event not in after and event.last >= period.first and event not in beyond]
    if inside:
        more["subject"] = inside[0].text[:120]
        yield passed([*(timeline.evidence(event) for event in inside), *_ends(period)],
                     Message("Dated inside the period of the project ({period}): {dates}", {"period": period.written, "dates": _written(inside[:MANY])}), **more)


def _long_ago(event: Dated, period: Period) -> bool:
    """A date years before the project inside a sentence is of something else; one that opens its sentence is the event's own."""
    return event.last.year < period.first.year - 1 and not event.sentence.lstrip(" -*").startswith(fold(event.written)[:12])


def _beyond(event: Dated, period: Period) -> bool:
    """Whether the months of a date column reach past those of the period."""
    start, end = event.months
    return start < (period.first.year, period.first.month) or end > (period.last.year, period.last.month)


def _year_hint(events: Sequence[Dated], period: Period) -> Message | None:
    """The year that would put the dates into the period, where just one other does."""
    fitting = [year for year in range(period.first.year, period.last.year + 1)
               if all(event.year_written and event.first.year != year and _in_year(event, year, period) for event in events)]
    return Message("The year {year} was probably meant", {"year": str(fitting[0])}) if len(fitting) == 1 else None


def _in_year(event: Dated, year: int, period: Period) -> bool:
    shifted = event.mention.with_year(None)
    first, last = (year, *shifted.first[1:]), (year, *shifted.last[1:])
    moved = type(shifted)(shifted.start, shifted.end, first, last)
    return bool(moved.earliest and moved.latest) and moved.latest >= period.first and moved.earliest <= period.last


@rule("DAT002", kind="date", severity="warning")
def events_lie_in_the_months_of_the_date_column(report: Report) -> Iterator[Check]:
    """What is told of an activity is dated in the months of its row's date column.

    Applications and announcements may lie before those months.

    Wrong:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кештерін өткізу
        2025 жылғы 12 наурызда және 14 мамырда ән кештері өтті.

        | Міндеті | Міндет аясындағы шаралар | Өткізу күні | Индикаторы | жоспар | факт |
        |---|---|---|---|---|---|
        | Жастарды қолдау | «Дала үні» ән кештерін өткізу | сәуір-маусым | Кеш | 2 | 2 |
    Right:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кештерін өткізу
        2025 жылғы 12 сәуірде және 14 мамырда ән кештері өтті.

        | Міндеті | Міндет аясындағы шаралар | Өткізу күні | Индикаторы | жоспар | факт |
        |---|---|---|---|---|---|
        | Жастарды қолдау | «Дала үні» ән кештерін өткізу | сәуір-маусым | Кеш | 2 | 2 |
    """
    timeline = timeline_of(report)
    for project in report.outline.projects:
        told = [*timeline.of(project.number, "section", "result", "column"), *_named_in_prose(report, timeline, project.number)]
        columns: dict = {}
        for event in told:
            if event.source == "column":
                columns.setdefault(("activity", event.activity) if event.activity is not None else ("row", event.row), []).append(event)
        for (kind, key), column in columns.items():
            events = timeline.inside([event for event in told if event.source != "column" and event.kind in ("event", "preparation")
                                      and (event.activity == key if kind == "activity" else event.row == key) and not _names_other_row(report, event)
                                      and (event.has_day or _took_place(event))])
            if events:
                yield from _against_column(report, timeline, project.number, key if kind == "activity" else None, column, events)


def _took_place(event: Dated) -> bool:
    """Whether a sentence that tells no more than months tells of what took place in them, and not of what was gathered, sold or seen since
    («За август-октябрь сдали 3 460 кг»)."""
    return says("event", event.sentence) and not says("aftermath", event.sentence)


def _named_in_prose(report: Report, timeline: Timeline, project: int) -> list[Dated]:
    """The days told in sentences that quote the name of an activity which the report tells in its table alone."""
    return [event for event in timeline.of(project, "retold") if event.kind == "event" and event.has_day and event.activity is not None
            and (own := report.activities[event.activity]).start == own.end and find_name(event.sentence, own.names)]


def _names_other_row(report: Report, event: Dated) -> bool:
    """Whether a sentence under an activity names another row of the table with all words of its short title: «қорытынды таныстырылымға 60
    адам қатысты» under the activity before it."""
    said = frozenset(stems(event.sentence))
    own = frozenset(stems(report.activities[event.activity].title)) if event.activity is not None else frozenset()
    named = [words for row in report.plan_fact_rows if row.project == event.project and (row.activity != event.activity or row.activity is None)
             and len(words := frozenset(word for word in stems(row.title) if len(word) > 3)) > 1 and words <= said]
    return any(not words <= own for words in named)


def _against_column(report, timeline: Timeline, project: int, activity, column: list[Dated], events: list[Dated]) -> Iterator[Check]:
    latest = max(cell.last for cell in column)
    outside = [event for event in events if not any(event.first <= cell.last and cell.first <= event.last for cell in column)
               and (event.kind == "event" or event.first > latest)]
    inside = [event for event in events if event not in outside and event.kind == "event"]
    fields = {"column": _written(column), "dates": _written(outside or inside)}
    more = _more(report, project, activity, column[0].text[:120])
    cells = [timeline.evidence(cell) for cell in column]
    if outside:
        exact = not inside and all(event.has_day for event in outside)
        yield failed([*cells, *(timeline.evidence(event) for event in outside[:MANY])],
                     Message("The date column says {column}, but what is told of the activity is dated {dates}", fields),
                     severity=Severity.ERROR if exact else Severity.WARNING, **more)
    elif inside:
        yield passed([*cells, *(timeline.evidence(event) for event in inside)], Message("The dates told of the activity lie in {column}: {dates}", fields), **more)


def _context(event: Dated) -> frozenset[str]:
    """The telling words around a date: long stems, without the date itself."""
    start, end = event.mention.start, event.mention.end
    near = event.passage.text[max(0, start - 70):start] + " " + event.passage.text[end:end + 130]
    return frozenset(stem[:7] for stem in stems(re.sub(r"https?://\S+", " ", near)) if len(stem) > 3)


@rule("DAT003", kind="date", severity="error")
def one_event_has_one_date(report: Report) -> Iterator[Check]:
    """An event that is told twice in the same words has the same date both times.

    The narrative, the result cell of the table and the results section tell the same events; a date that none of the tellings
    in like words shares is a contradiction.

    Wrong:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән курсын өткізу
        2025 жылғы 3 шілде мен 25 шілде аралығында Жаңаарқа кентінің мәдениет үйінде «Дала үні» ән курсы өтті.

        | Міндеті | Міндет аясындағы шаралар | Алынған нәтиже | Индикаторы | жоспар | факт |
        |---|---|---|---|---|---|
        | Жастарды қолдау | «Дала үні» ән курсын өткізу | 2025 жылғы 3 шілде мен 15 шілде аралығында Жаңаарқа кентінің мәдениет үйінде «Дала үні» ән курсы өтті. | Курс | 1 | 1 |
    Right:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән курсын өткізу
        2025 жылғы 3 шілде мен 25 шілде аралығында Жаңаарқа кентінің мәдениет үйінде «Дала үні» ән курсы өтті.

        | Міндеті | Міндет аясындағы шаралар | Алынған нәтиже | Индикаторы | жоспар | факт |
        |---|---|---|---|---|---|
        | Жастарды қолдау | «Дала үні» ән курсын өткізу | 2025 жылғы 3 шілде мен 25 шілде аралығында Жаңаарқа кентінің мәдениет үйінде «Дала үні» ән курсы өтті. | Курс | 1 | 1 |
    """
    timeline = timeline_of(report)
    for project in report.outline.projects:
        events = [event for event in timeline.of(project.number, "section", "result", "retold") if event.has_day and event.kind in ("event", "preparation", "other")]
        own = [(event, _context(event)) for event in events if event.source == "section"]
        again = [(event, _context(event)) for event in events if event.source != "section"]
        wrong: dict[tuple, list[Dated]] = {}
        for event, words in again:
            candidates = [(other, words & known, len(words & known) / max(1, min(len(words), len(known)))) for other, known in own
                          if event.activity is None or event.activity == other.activity]
            same = [other for other, shared, _ in candidates if _span(other) == _span(event) and len(shared) >= 2]
            if same:
                yield passed([timeline.evidence(same[0]), timeline.evidence(event)],
                             Message("The same date in both places: {dates}", {"dates": event.written}), **_more(report, project.number, same[0].activity, event.text[:120]))
                continue
            alike = sorted(((likeness, len(shared), other) for other, shared, likeness in candidates if likeness >= ALIKE and len(shared) >= 5),
                           key=lambda item: item[:2], reverse=True)
            if alike and (len(alike) == 1 or alike[0][0] > alike[1][0] or _half_same(alike[0][2], event)):
                wrong.setdefault((alike[0][2].place, alike[0][2].written), [alike[0][2]]).append(event)
        for places in wrong.values():
            places = places[:1] + [event for event in events if event.source == "retold" and _span(event) == _span(places[0]) and _context(event) & _context(places[0])
                                   and event.activity == places[0].activity][:2] + places[1:]
            yield failed([timeline.evidence(event) for event in places],
                         Message("The same event is dated differently: {dates}", {"dates": " ↔ ".join(dict.fromkeys(event.written for event in places))}),
                         **_more(report, project.number, places[0].activity, places[0].text[:120]))


#: The share of the shorter telling's words from which on two tellings are of one event.
ALIKE = 0.8


def _span(event: Dated) -> tuple:
    return event.first, event.last


def _half_same(one: Dated, other: Dated) -> bool:
    """Whether two spans share one of their ends."""
    return (one.first == other.first) != (one.last == other.last) and (one.first != one.last or other.first != other.last)


@rule("DAT005", kind="date", severity="error")
def dates_exist_and_run_forward(report: Report) -> Iterator[Check]:
    """Every date exists in the calendar, and a span ends no earlier than it begins.

    Wrong:
        Кездесу 2025 жылғы 31 қыркүйекте өтті.
    Right:
        Кездесу 2025 жылғы 1-3 қыркүйек аралығында өтті.
    """
    timeline = timeline_of(report)
    for event in timeline.dates:
        if event.kind in ("name", "year") or event.source == "title":
            continue
        more = _more(report, event.project, event.activity, event.text[:120])
        if event.mention.problem:
            yield failed([timeline.evidence(event)], Message("There is no such day: {dates}", {"dates": event.written}), **more)
        elif event.has_day and event.first and event.last and event.first != event.last:
            if event.first <= event.last:
                yield passed([timeline.evidence(event)], Message("The span runs forward: {dates}", {"dates": event.written}), **more)
            elif event.mention.first[0] == event.mention.last[0] and (event.mention.first[1] == event.mention.last[1] or event.year_written and not _over_new_year(event)):
                yield failed([timeline.evidence(event)], Message("The span ends before it begins: {dates}", {"dates": event.written}), **more)
    for project, period in timeline.periods.items():
        if period.reversed and period.year_written:
            yield failed(_ends(period), Message("The period of the project ends before it begins: {period}", {"period": period.written}),
                         **_more(report, project, None, period.start.text))


def _over_new_year(event: Dated) -> bool:
    """«15 желтоқсан – 10 қаңтар»: a span over the turn of the year with the year said once."""
    return event.mention.first[1] >= 10 and event.mention.last[1] <= 4
