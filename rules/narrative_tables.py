"""The narrative against the tables: participants, satisfaction, totals of the project."""
import re
from collections.abc import Iterator
from math import inf

from auditkit.lexicon import pattern
from auditkit.rule import (Check, Confidence, Evidence, Message, Report, Severity, Term, equalities, failed, number, of_claim,
                           of_entry, passed, rule, show)
from auditkit.statements import Statement, attendance, statements_of
from auditkit.understanding.claims import sentence_of
from auditkit.understanding.crowd_roles import of_whole_project
from auditkit.wording import fold, shorten

INDIRECT = pattern("contexts", "indirect")
NOT_IN_TABLES, INDIRECT_PEOPLE = pattern("contexts", "not_in_tables"), pattern("contexts", "indirect_people")
SATISFACTION, PROJECT = pattern("contexts", "satisfaction"), pattern("contexts", "project")
ROLES = {"section": "narrative", "retold": "narrative", "result": "result", "fact": "fact", "participants": "table"}


def _terms(statements: list[Statement]) -> list[Term]:
    return [Term(statement.quantity, ROLES[statement.source], statement.text, statement.place) for statement in statements]


def _conflict(statements: list[Statement]) -> bool:
    return any(not a.quantity.meets(b.quantity) for i, a in enumerate(statements) for b in statements[i + 1:])


def _kind(statements: list[Statement]) -> str:
    """Between which kinds of places the contradiction lies."""
    facts = [s for s in statements if s.in_table]
    told = [s for s in statements if s.source == "section"]
    others = [s for s in statements if s.source in ("retold", "result")]
    disagree = lambda left, right: any(not a.quantity.meets(b.quantity) for a in left for b in right)
    if any(s.repeats_plan for s in facts) and disagree([s for s in facts if s.repeats_plan], told + others):
        return "plan-fact"
    if disagree(facts, told) or not told and disagree(facts, others) or disagree(facts, facts):
        return "text-table"
    if disagree(told, [s for s in statements if s.source == "result"]):
        return "text-table"
    if disagree(facts, others) and not disagree(told, [s for s in others if s.source == "retold"]):
        return "text-table"
    return "text-text"


def _compare(report: Report, activity: int, statements: list[Statement], wrong: str, repeats: str, right: str, unit: str = "") -> Iterator[Check]:
    if len(statements) < 2 or len({(s.place, s.value) for s in statements}) < 2:
        return
    statements = sorted(statements, key=lambda s: (s.in_table, s.source != "section"))
    values = list(dict.fromkeys(show(s.quantity) + unit for s in statements))
    terms = _terms(statements)
    more = {"subject": report.activities[activity].title[:160], "relations": equalities(terms),
            "scope": report.scope_label(report.activities[activity].project, activity)}
    evidence = [term.evidence() for term in terms]
    fields = {"values": " ↔ ".join(values), "activity": report.activities[activity].label}
    if not _conflict(statements):
        yield passed(evidence, Message(right, fields), **more)
        return
    kind = _kind(statements)
    if not any(a.quantity.distance(b.quantity) > 0 for a in statements for b in statements):
        yield failed(evidence, Message("Once the number is exact, once «more than» the same number, for «{activity}»: {values}", fields), kind=kind,
                     severity=Severity.INFO, **more)
        return
    difference = max(round(abs(a.value - b.value), 6) for a in statements for b in statements if not a.quantity.meets(b.quantity))
    fields["difference"] = number(difference)
    yield failed(evidence, Message(repeats if kind == "plan-fact" else wrong, fields), difference=difference, kind=kind, **more)


@rule("NAR001", kind="text-table", severity="error")
def participants_agree_everywhere(report: Report) -> Iterator[Check]:
    """The participants of an activity are the same in the narrative, in the plan/fact table and in the results.

    Wrong:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кештерін өткізу
        Көктемде барлығы 3 кеш өтіп, 310 адам қатысты.

        | Міндеті | Міндет аясындағы шаралар | Қатысушылар саны | Индикаторы | жоспар | факт |
        |---|---|---|---|---|---|
        | Жастарды қолдау | «Дала үні» ән кештерін өткізу | 290 | Қамту | 250 адам | 290 адам |
    Right:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кештерін өткізу
        Көктемде барлығы 3 кеш өтіп, 310 адам қатысты.

        | Міндеті | Міндет аясындағы шаралар | Қатысушылар саны | Индикаторы | жоспар | факт |
        |---|---|---|---|---|---|
        | Жастарды қолдау | «Дала үні» ән кештерін өткізу | 310 | Қамту | 250 адам | 310 адам |
    """
    statements = statements_of(report)
    for activity in report.activities:
        yield from _compare(report, activity.index, statements.participants(activity.index),
                            "The participants of «{activity}» are stated differently: {values} (difference {difference})",
                            "The fact cell repeats the plan, but the report gives other numbers of participants of «{activity}»: {values}",
                            "The participants of «{activity}» are the same everywhere: {values}")


@rule("NAR002", kind="text-table", severity="error")
def satisfaction_agrees_everywhere(report: Report) -> Iterator[Check]:
    """The satisfaction with an activity is the same in the narrative, in the plan/fact table and in the results.

    Wrong:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кештерін өткізу
        Сауалнама бойынша қанағаттану деңгейі 96,2 % көрсетті.

        | Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |
        |---|---|---|---|---|
        | Жастарды қолдау | «Дала үні» ән кештерін өткізу | Қанағаттану деңгейі | 80% | 93,1% |
    Right:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кештерін өткізу
        Сауалнама бойынша қанағаттану деңгейі 96,2 % көрсетті.

        | Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |
        |---|---|---|---|---|
        | Жастарды қолдау | «Дала үні» ән кештерін өткізу | Қанағаттану деңгейі | 80% | 96,2% |
    """
    statements = statements_of(report)
    for activity in report.activities:
        if SATISFACTION.search(fold(activity.title)):
            continue  # the survey of the whole project: REP003
        yield from _compare(report, activity.index, statements.satisfaction(activity.index),
                            "The satisfaction with «{activity}» is stated differently: {values} (difference {difference})",
                            "The fact cell repeats the planned satisfaction, but the report says that it was another one, «{activity}»: {values}",
                            "The satisfaction with «{activity}» is the same everywhere: {values}", unit="\u00a0%")


def _is_apart(claim) -> bool:
    """Whether a sentence, or the one behind it, says that a number of people is not counted in the tables: visitors, an indirect reach."""
    text = fold(claim.passage.text)
    start, end = sentence_of(claim)
    behind = re.split(r"[.!?](?:\s|$)", text[end:].lstrip(" .!?"))[0]
    return bool(NOT_IN_TABLES.search(text[start:end]) or INDIRECT_PEOPLE.search(behind) and not re.search(r"\d", behind))


@rule("NAR003", kind="text-table", severity="error")
def narrative_fits_the_total_of_participants(report: Report) -> Iterator[Check]:
    """What the narrative says of the project's participants fits the total of the statistics tables.

    A group of participants cannot be larger than all of them; «more than» and «about» are read as limits.

    Wrong:
        # 2. Мақсатқа жету
        Жоба аясында өткен курстар 900-ден астам қатысушыны қамтыды.

        | Барлық қатысушылар саны | Ерлер | Әйелдер |
        |---|---|---|
        | 620 | 300 | 320 |
    Right:
        # 2. Мақсатқа жету
        Жоба аясында өткен курстар 600-ден астам қатысушыны қамтыды.

        | Барлық қатысушылар саны | Ерлер | Әйелдер |
        |---|---|---|
        | 620 | 300 | 320 |
    """
    for project in report.outline.projects:
        rows = [row for row in report.statistics_rows if row.project == project.number and not row.partial
                and row.total is not None and row.total.amount.number]
        totals = {row.total.amount.number for row in rows}
        if len(totals) != 1:
            continue
        stated = of_entry(rows[0].total, "table")
        totals_evidence = list({row.total.place: of_entry(row.total, "table").evidence() for row in rows}.values())
        apart = {claim.value for claim in report.prose(project.number) if claim.group == "people" and _is_apart(claim)}
        for claim in attendance(report.prose(project.number)):
            start, end = sentence_of(claim)
            sentence = fold(claim.passage.text[start:end])
            if INDIRECT.search(sentence) or claim.role != "count" or claim.value in apart:
                continue
            term = of_claim(claim)
            more = {"subject": claim.text, "scope": report.scope_label(project.number)}
            fields = {"told": show(claim.quantity), "total": number(stated.value), "sentence": shorten(claim.passage.text[start:end])}
            whole = claim.scope.activity is None and report.activity_of(claim) is None and _whole_project(claim, sentence)
            if (claim.quantity.low > stated.quantity.high or claim.quantity.low == stated.quantity.high and claim.quantity.low_open) \
                    and (claim.has("attendance") or claim.measure == "participant"):
                yield failed([term.evidence(), *totals_evidence],
                             Message("The narrative speaks of {told} participants, but the whole project had {total}: {sentence}", fields),
                             difference=claim.value - stated.value, **more)
            elif whole and claim.quantity.meets(stated.quantity):
                yield passed([term.evidence(), *totals_evidence],
                             Message("The narrative ({told}) fits the total of the statistics tables ({total})", fields), **more)
            elif whole and of_whole_project(claim) and claim.quantity.high < stated.quantity.low and claim.quantity.is_exact:
                yield failed([term.evidence(), *totals_evidence],
                             Message("The statistics tables have {total} participants of the project; the narrative, as it reads, {told}: {sentence}", fields),
                             difference=claim.value - stated.value, severity=Severity.WARNING, confidence=Confidence.MEDIUM, **more)


#: «Қатысқандардың 40-ы студент», «среди участников 40 студентов»: some of the participants.
SOME_OF_THEM = pattern("contexts", "some_of_them")


def _whole_project(claim, sentence: str) -> bool:
    """Whether a sentence speaks of the participants of the whole project, and not of some of them."""
    if SOME_OF_THEM.search(sentence):
        return False
    return bool(PROJECT.search(sentence)) and (claim.has("total", "has-parts", "attendance")) \
        or claim.scope.section == "impact" and claim.has("attendance")


AGES = re.compile(r"(?P<low>\d{1,2})\s?[-–—]\s?(?P<high>\d{1,2})\s*(?:жас|лет)|(?P<from>\d{1,2})\s*(?:жас\w*|лет)\s*(?:және\s+)?(?:одан\s+)?(?:жоғары|асқан|и старше|и выше)")


@rule("NAR004", kind="text-table", severity="error")
def people_of_an_age_agree_with_the_age_bands(report: Report) -> Iterator[Check]:
    """People of an age that the narrative counts are as many as the age bands that make up that age.

    Wrong:
        # 2. Мақсатқа жету
        Жобаға қатысқандар:
        - 150 жас азамат (17–27 жас аралығы)

        | Барлық қатысушылар саны | 13-16 жас | 17-22 жас | 23-27 жас | 28-32 жас |
        |---|---|---|---|---|
        | 330 | 30 | 140 | 60 | 100 |
    Right:
        # 2. Мақсатқа жету
        Жобаға қатысқандар:
        - 200 жас азамат (17–27 жас аралығы)

        | Барлық қатысушылар саны | 13-16 жас | 17-22 жас | 23-27 жас | 28-32 жас |
        |---|---|---|---|---|
        | 330 | 30 | 140 | 60 | 100 |
    """
    for row in report.statistics_rows:
        if row.kind != "age" or row.partial:
            continue
        for claim in report.prose(row.project):
            if claim.scope.activity is not None or claim.group != "people" or claim.role != "count" or claim.has("plan", "each"):
                continue
            found = AGES.search(claim.passage.text, claim.end, claim.end + 70)
            if found is None or re.search(r"\d", re.sub(r"\d{1,2}\s?[-–—]\s?\d{1,2}", "", claim.passage.text[claim.end:found.start()])):
                continue
            low = float(found.group("low") or found.group("from"))
            high = float(found.group("high")) if found.group("high") else inf
            bands = [part for part in row.parts if part.band and part.band[0] >= low and part.band[1] <= high and part.amount.number is not None]
            if not bands or min(part.band[0] for part in bands) != low or max(part.band[1] for part in bands) != high:
                continue
            count = sum(part.amount.number for part in bands)
            evidence = [of_claim(claim).evidence(), *(of_entry(part).evidence("table") for part in bands)]
            fields = {"told": show(claim.quantity), "ages": found.group().strip(), "sum": number(count),
                      "sum_text": " + ".join(number(part.amount.number) for part in bands)}
            more = {"subject": claim.text, "scope": report.scope_label(row.project)}
            if claim.quantity.low <= count <= claim.quantity.high:
                yield passed(evidence, Message("{told} people of {ages} agree with the age bands: {sum_text}", fields), **more)
            else:
                if len(bands) > 1:
                    evidence.append(Evidence("computed", count, fields["sum_text"], bands[0].place))
                yield failed(evidence, Message("The narrative counts {told} people of {ages}, the age bands {sum} ({sum_text})", fields),
                             difference=claim.value - count, **more)
