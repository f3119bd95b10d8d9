"""Dates that must follow each other or agree: papers, contracts, the call for applications, launch, months of work."""
from collections.abc import Iterator

from auditkit.rule import Check, Confidence, Message, Report, Severity, failed, passed, rule
from auditkit.timeline import Contract, Timeline, timeline_of
from auditkit.understanding.cited import read_citations
from auditkit.understanding.events import Dated, says
from auditkit.wording import fold, stems

MANY = 12
#: How many days a contract may be signed after the day that its project's field gives for the start.
LATE = 45


def _more(report: Report, project: int, subject: str, activity: int | None = None) -> dict:
    return {"subject": subject[:120], "scope": report.scope_label(project, activity)}


@rule("DAT006", kind="date", severity="error")
def a_paper_has_one_date(report: Report) -> Iterator[Check]:
    """A law, resolution, order or contract cited twice by its number has the same date both times.

    Papers of one year, kind and number are the same unless different bodies are named.

    Wrong:
        Жоспар Үкіметтің 2024 жылғы 3 наурыздағы №77 қаулысымен бекітілді.

        Үкіметтің 2024 жылғы 13 наурыздағы №77 қаулысы орындалды.
    Right:
        Жоспар Үкіметтің 2024 жылғы 3 наурыздағы №77 қаулысымен бекітілді.

        Үкіметтің 03.03.2024 жылғы №77 қаулысы орындалды.
    """
    timeline = timeline_of(report)
    groups: dict[tuple, list] = {}
    for cited in read_citations([event for event in timeline.dates if event.first]):
        groups.setdefault((cited.kind, cited.number, cited.event.first.year), []).append(cited)
    for (_, number, _), cited in groups.items():
        issuers = {item.issuer for item in cited if item.issuer}
        if len(cited) < 2 or len(issuers) > 1:
            continue
        events = list({item.event.first: item.event for item in reversed(cited)}.values())[::-1]
        more = _more(report, cited[0].event.project, f"№ {number}: {cited[0].event.text}")
        if len(events) == 1:
            yield passed([timeline.evidence(item.event) for item in cited], Message("The paper № {number} has the same date everywhere: {dates}",
                         {"number": number, "dates": events[0].written}), **more)
        else:
            yield failed([timeline.evidence(item.event) for item in cited], Message("The same paper № {number} is dated differently: {dates}",
                         {"number": number, "dates": " ↔ ".join(event.written for event in events)}), **more)


@rule("DAT007", kind="date", severity="warning")
def contracts_come_before_the_work(report: Report) -> Iterator[Check]:
    """A grant contract is dated after the call for applications, in the year of its project, and no later than the first event.

    A contract that is signed more than some weeks after the start that the project's field gives is asked about as well.

    Wrong:
        «20» мамыр 2025 жыл №12

        Грант беру туралы шарттың қосымшасы

        5. Жобаны іске асыру кезеңі: 2025 жылғы мамыр – 2025 жылғы қазан

        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кешін өткізу
        2025 жылғы 3 мамырда ән кеші өтті.
    Right:
        «20» мамыр 2025 жыл №12

        Грант беру туралы шарттың қосымшасы

        5. Жобаны іске асыру кезеңі: 2025 жылғы мамыр – 2025 жылғы қазан

        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кешін өткізу
        2025 жылғы 23 мамырда ән кеші өтті.
    """
    timeline = timeline_of(report)
    call = timeline.competition()
    for contract in timeline.contracts:
        if contract.day is not None:
            yield from _contract(report, timeline, contract, call)
    days = [contract.day for contract in timeline.contracts if contract.day]
    if len(call) > 1 and days and max(event.last for event in call) <= min(days):
        yield passed([*(timeline.evidence(event) for event in call), *(contract.evidence for contract in timeline.contracts)],
                     Message("The contracts follow the call for applications: {dates}", {"dates": ", ".join(event.written for event in call)}),
                     **_more(report, 0, call[0].text))


def _contract(report: Report, timeline: Timeline, contract: Contract, call: list[Dated]) -> Iterator[Check]:
    project = contract.project
    period = timeline.periods.get(project) if project is not None else None
    fields = {"contract": contract.evidence.value, "period": period.written if period else ""}
    more = _more(report, project or 0, contract.evidence.text)
    early = [event for event in call if event.first > contract.day]
    stale = period is not None and contract.year_written and contract.day.year < period.first.year and (period.first - contract.day).days > 120
    ends = [] if period is None else [period.start]
    if contract.year_written and (early or stale):
        evidence = [contract.evidence, *(timeline.evidence(event) for event in early[:2]), *ends]
        year = period.first.year if period else early[0].first.year
        hint = Message("The year {year} was probably meant", {"year": str(year)}) if year != contract.day.year else None
        yield failed(evidence, Message("The contract is dated {contract}, before the call for applications or long before its project", fields), hint=hint,
                     severity=Severity.ERROR, **more)
        return
    told = timeline.inside(timeline.events(project, "section", "result")) if project is not None else []
    events = [event for event in told if event.has_day and event.first < contract.day]
    if events:
        fields["dates"] = ", ".join(dict.fromkeys(event.written for event in events[:MANY]))
        yield failed([contract.evidence, *(timeline.evidence(event) for event in sorted(events, key=lambda e: e.first)[:MANY])],
                     Message("Events are dated before the contract ({contract}): {dates}", fields),
                     confidence=Confidence.HIGH if contract.year_written else Confidence.LOW, **more)
    elif period is not None:
        if contract.day > period.last:
            yield failed([contract.evidence, period.end], Message("The contract ({contract}) is dated after the end of the project ({period})", fields),
                         severity=Severity.ERROR if contract.year_written else Severity.WARNING, **more)
        elif contract.year_written and period.year_written and (contract.day - period.first).days > LATE:
            yield failed([contract.evidence, period.start], Message("The contract ({contract}) is dated long after the start of the project ({period})", fields), **more)
        else:
            yield passed([contract.evidence, period.start], Message("The contract ({contract}) agrees with the period of the project ({period})", fields), **more)


@rule("DAT008", kind="date", severity="warning")
def the_launch_comes_before_the_first_event(report: Report) -> Iterator[Check]:
    """The start of a project is announced before its first events.

    Wrong:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кешін өткізу
        2025 жылғы 3 мамырда ән кеші өтті.

        ### Жобаның басталуын жариялау
        Жобаның ресми іске қосылуы 2025 жылғы 20 мамыр күні жарияланды.
    Right:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кешін өткізу
        2025 жылғы 23 мамырда ән кеші өтті.

        ### Жобаның басталуын жариялау
        Жобаның ресми іске қосылуы 2025 жылғы 20 мамыр күні жарияланды.
    """
    timeline = timeline_of(report)
    for project in report.outline.projects:
        for launch in timeline.of(project.number, "section", "retold"):
            if not launch.has_day or launch.kind not in ("preparation", "event", "other") or not says("launch", launch.sentence):
                continue
            events = [event for event in timeline.inside(timeline.events(project.number, "section")) if event is not launch]
            if not events:
                continue
            earlier = sorted((event for event in events if event.first < launch.first), key=lambda event: event.first)
            first = min(events, key=lambda event: event.first)
            fields = {"launch": launch.written, "dates": ", ".join(dict.fromkeys(event.written for event in earlier[:MANY]))}
            more = _more(report, project.number, launch.text)
            if earlier:
                yield failed([timeline.evidence(launch), *(timeline.evidence(event) for event in earlier[:MANY])],
                             Message("The start of the project was announced on {launch}, after its first events: {dates}", fields), **more)
            else:
                yield passed([timeline.evidence(launch), timeline.evidence(first)],
                             Message("The start of the project was announced on {launch}, before its first event", fields), **more)


def _words(event: Dated) -> frozenset[str]:
    start, end = event.mention.start, event.mention.end
    near = event.passage.text[max(0, start - 60):start] + " " + event.passage.text[end:end + 60]
    return frozenset(stem[:6] for stem in stems(near) if len(stem) > 3)


@rule("DAT009", kind="date", severity="warning")
def what_works_for_a_time_is_told_with_one_period(report: Report) -> Iterator[Check]:
    """A centre, a school or an office works in the same months wherever it is told, and not before it was opened.

    Wrong:
        Жоба аясында «Болашақ» кеңес беру бөлмесі ашылып, мамыр–қазан айлары аралығында тұрақты жұмыс істеді.

        # Мақсатқа жету
        «Болашақ» кеңес беру бөлмесі ашылып, сәуір–қазан айлары аралығында тұрақты жұмыс істеді.
    Right:
        Жоба аясында «Болашақ» кеңес беру бөлмесі ашылып, мамыр–қазан айлары аралығында тұрақты жұмыс істеді.

        # Мақсатқа жету
        «Болашақ» кеңес беру бөлмесі ашылып, мамыр–қазан айлары аралығында тұрақты жұмыс істеді.
    """
    timeline = timeline_of(report)
    for project in report.outline.projects:
        told = timeline.of(project.number, "section", "retold")
        works = [event for event in told if not event.has_day and event.months[0] != event.months[1] and says("working", event.passage.text[event.mention.end:event.mention.end + 90].lower())]
        opened = [event for event in told if event.has_day and says("opening", fold(event.passage.text[event.mention.end:event.mention.end + 160]))]
        if len(opened) > 1:
            yield from _openings(report, timeline, project.number, opened)
        done: set[int] = set()
        for index, event in enumerate(works):
            group = [other for other in works[index:] if other is event or len(_words(other) & _words(event)) >= 4]
            if index in done or len(group) == 1 and not opened:
                continue
            done.update(works.index(other) for other in group)
            yield from _working(report, timeline, project.number, group, opened)


def _working(report: Report, timeline: Timeline, project: int, group: list[Dated], opened: list[Dated]) -> Iterator[Check]:
    names = frozenset.intersection(*(_words(event) for event in group))
    first = [event for event in opened if len(_words(event) & names) >= 2]
    first += [event for event in opened if event not in first and any(event.first == other.first and event.mention != other.mention for other in first)]
    spans = {event.months for event in group}
    early = [event for event in group if first and event.last and event.months[0] < min(other.months[0] for other in first)]
    if len(group) == 1 and not first:
        return
    fields = {"dates": " ↔ ".join(dict.fromkeys(event.written for event in [*early, *group])), "opened": ", ".join(event.written for event in first)}
    more = _more(report, project, group[0].text, group[0].activity)
    evidence = [timeline.evidence(event) for event in dict.fromkeys([*early, *group, *first])]
    if len(spans) > 1 or early:
        template = "The months in which it worked are told differently: {dates}, opened on {opened}" if first and len(spans) > 1 else \
            "It worked from before it was opened: {dates}, opened on {opened}" if early else "The months in which it worked are told differently: {dates}"
        yield failed(evidence, Message(template, fields), **more)
    else:
        yield passed(evidence, Message("The months in which it worked agree: {dates}", fields), **more)


def _openings(report: Report, timeline: Timeline, project: int, opened: list[Dated]) -> Iterator[Check]:
    groups: dict = {}
    for event in opened:
        groups.setdefault(event.first, []).append(event)
    for events in groups.values():
        if len(events) > 1 and _words(events[0]) & _words(events[1]):
            yield passed([timeline.evidence(event) for event in events], Message("The day of the opening agrees: {dates}", {"dates": events[0].written}),
                         **_more(report, project, events[0].text, events[0].activity))
