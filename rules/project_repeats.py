"""The participants of a whole project, and the satisfaction with it, told in several places."""
import re
from collections.abc import Iterator

from auditkit.lexicon import pattern
from auditkit.rule import Check, Evidence, Message, Report, Term, equalities, failed, of_claim, passed, rule, show
from auditkit.statements import attendance
from auditkit.understanding.claims import sentence_of
from auditkit.understanding.crowd_roles import names_one_event
from auditkit.wording import fold

#: Sections that tell again what the activities were.
SUMMARIES = ("results", "goal", "conformity", "changes", "impact", "contract_task")
ELSEWHERE, OF_EVENTS, SATISFACTION = pattern("contexts", "elsewhere"), pattern("contexts", "of_events"), pattern("contexts", "satisfaction")


@rule("REP002", kind="text-text", severity="error")
def participants_of_the_project_are_told_once(report: Report) -> Iterator[Check]:
    """The number of people who took part in the project as a whole is the same, or compatible, wherever it is told.

    Wrong:
        # 2) Мақсатқа қол жеткізу
        Жобаға барлығы 480 адам қатысты.

        # 3. Жобаның нәтижелері:
        Жоба аясында 600-ден астам адам қамтылды.
    Right:
        # 2) Мақсатқа қол жеткізу
        Жобаға барлығы 640 адам қатысты.

        # 3. Жобаның нәтижелері:
        Жоба аясында 600-ден астам адам қамтылды.
    """
    for project in report.outline.projects:
        claims = [claim for claim in attendance(report.prose(project.number)) if _of_whole_project(report, claim)]
        sure = [claim for claim in claims if not names_one_event(claim)]  # of the others only those that agree
        claims = [claim for claim in claims if claim in sure or any(claim.quantity.meets(other.quantity) for other in sure)]
        terms = [of_claim(claim) for claim in claims]
        if len({claim.block for claim in claims}) < 2:
            continue
        more = {"subject": claims[0].text, "scope": report.scope_label(project.number), "relations": equalities(terms)}
        fields = {"values": " ↔ ".join(dict.fromkeys(show(term.quantity) for term in terms))}
        clash = any(not a.quantity.meets(b.quantity) for i, a in enumerate(terms) for b in terms[i + 1:])
        evidence = [term.evidence() for term in terms]
        if clash:
            difference = max(term.value for term in terms) - min(term.value for term in terms)
            yield failed(evidence, Message("The participants of the whole project are told differently: {values}", fields), difference=difference, **more)
        else:
            yield passed(evidence, Message("The participants of the whole project are told in one way: {values}", fields), **more)


def _of_whole_project(report: Report, claim) -> bool:
    """Whether a number of people is said of the project as a whole and of all its events."""
    sentence = fold(claim.passage.text[slice(*sentence_of(claim))])
    if not re.search(r"жоба(?:сы)? (?:аясында|бойынша|шеңберінде|барысында)|жобаға|жоба іс-шараларына|в рамках проекта|в проекте|проект\w* (?:охват|всего)|по проекту", sentence):
        return False
    if ELSEWHERE.search(sentence):
        return False
    if claim.scope.activity is None:
        return report.activity_of(claim) is None and claim.has("attendance", "total", "has-parts")
    return claim.has("total") and bool(OF_EVENTS.search(sentence))


@rule("REP003", kind="text-text", severity="warning")
def satisfaction_with_the_project_is_told_once(report: Report) -> Iterator[Check]:
    """The satisfaction with the project as a whole is the same, or compatible, wherever it is told.

    Wrong:
        # 2) Мақсатқа қол жеткізу
        Барлық іс-шаралар бойынша қатысушылардың қанағаттану деңгейі 95%-дан асты.

        # 3. Жобаның нәтижелері:
        Қатысушылардың 92%-ы іс-шараларға қанағаттанғанын айтты.
    Right:
        # 2) Мақсатқа қол жеткізу
        Барлық іс-шаралар бойынша қатысушылардың қанағаттану деңгейі 91%-дан асты.

        # 3. Жобаның нәтижелері:
        Қатысушылардың 92%-ы іс-шараларға қанағаттанғанын айтты.
    """
    for project in report.outline.projects:
        claims = [claim for claim in report.prose(project.number) if claim.role == "share" and claim.has("satisfaction")
                  and not claim.has("plan", "title", "planned") and claim.quantity.hedge not in ("at-least", "at-most")
                  and _about_everything(report, claim)]
        ranges = [claim for claim in claims if claim.quantity.hedge == "range"]
        claims = ranges if len(ranges) > len(claims) / 2 else [claim for claim in claims if claim not in ranges]
        if len({claim.block for claim in claims}) < 2:
            continue
        terms = [of_claim(claim) for claim in claims]
        more = {"subject": claims[0].text, "scope": report.scope_label(project.number)}
        fields = {"values": " ↔ ".join(dict.fromkeys(show(term.quantity) for term in terms))}
        clash = any(not a.quantity.meets(b.quantity) for i, a in enumerate(terms) for b in terms[i + 1:]) \
            or len({(claim.quantity.low, claim.quantity.high) for claim in ranges}) > 1 and claims == ranges
        evidence = [piece for term, claim in zip(terms, claims) for piece in _ends(term, claim)]
        if clash:
            yield failed(evidence, Message("The satisfaction with the whole project is told differently: {values} %", fields), **more)
        else:
            yield passed(evidence, Message("The satisfaction with the whole project is told in one way: {values} %", fields), **more)


def _ends(term: Term, claim) -> list[Evidence]:
    """A range is shown by both its ends."""
    if claim.quantity.hedge != "range":
        return [term.evidence()]
    return [Evidence("narrative", int(end), term.text, term.place) for end in (claim.quantity.low, claim.quantity.high)]


def _about_everything(report: Report, claim) -> bool:
    """Whether a satisfaction is that with all events: told outside the activities, or under an activity that is the survey
    itself."""
    activity = report.activity_of(claim)
    if activity is None:
        return claim.scope.activity is None and claim.scope.section in SUMMARIES
    return bool(SATISFACTION.search(fold(report.activities[activity].title)))
