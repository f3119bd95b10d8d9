"""What a report tells of a whole project, or of an activity, again in other words: whom it covered, how content people were."""
import re
from collections.abc import Iterator

from auditkit.lexicon import either, pattern
from auditkit.rule import Check, Message, Report, failed, is_slip, number, of_claim, passed, rule, show
from auditkit.statements import statements_of
from auditkit.understanding.claims import sentence_of
from auditkit.wording import fold

#: What a project covers besides people: told of the whole project, each is one quantity.
COVERED = ("organisations", "schools", "colleges", "universities", "settlements", "districts", "institutions", "kindergartens", "families")
OF_PROJECT = pattern("contexts", "of_project")
#: A clause that says of which event the number is.
OF_EVENT = pattern("contexts", "event")
#: Words before a kind of organisation that make it another one.
OTHER_ROLE = re.compile(rf"{either('contexts', 'other_role')}\w*\s(?:[^\W\d_]+\s)?$")
#: What is told of some of them: won, answered, signed.
SOME = pattern("contexts", "some")


def _told_of_project(report: Report, claim) -> bool:
    """Whether a number says what a project as a whole covered."""
    if claim.role != "count" or claim.group not in COVERED or not claim.has("attendance") or claim.has("plan", "planned", "title", "each", "including") \
            or claim.quantity.hedge == "range" or claim.noun is None:
        return False
    text = fold(claim.passage.text)
    start = max(sentence_of(claim)[0], text.rfind(": ", 0, claim.start) + 1)
    before = text[start:claim.start]
    own = re.split(r"[,;]\s", before)[-1]
    behind = re.split(r"[,;]\s|\.\s|\d", text[claim.end:claim.end + 90])[0]
    return bool(OF_PROJECT.search(before)) and not re.search(r"\d{1,3}\s+[^\W\d_]+[^.]*$", before[-30:]) \
        and not OF_EVENT.search(re.sub(r"«[^»]*»|“[^”]*”", "", before)) and not OF_EVENT.search(behind) \
        and not OTHER_ROLE.search(before[-40:] + (text[claim.end:claim.noun[0]] if claim.noun[0] > claim.end else "")) and not SOME.search(own + " " + behind)


@rule("REP009", kind="text-text", severity="warning")
def what_the_project_covered_is_told_once(report: Report) -> Iterator[Check]:
    """How many organisations, schools, villages … a project covered in all is told with the same number everywhere.

    Only sentences that speak of the project itself are held together, not those of one event.

    Wrong:
        # 1. Орындалған жұмыс
        Жоба аясында барлығы 48 ұйым қамтылды.

        # 2) Мақсатқа қол жеткізу
        Жоба шеңберінде 43 ұйым қатысып, тәжірибе алмасты.
    Right:
        # 1. Орындалған жұмыс
        Жоба аясында барлығы 48 ұйым қамтылды.

        # 2) Мақсатқа қол жеткізу
        Жоба шеңберінде 48 ұйым қатысып, тәжірибе алмасты.
    """
    for project in report.outline.projects:
        told: dict[str, list] = {}
        for claim in report.prose(project.number):
            if _told_of_project(report, claim):
                told.setdefault(claim.measure, []).append(claim)
        for claims in told.values():
            if len({claim.block for claim in claims}) < 2 or len({claim.quantity.value for claim in claims}) > 3:
                continue
            terms = [of_claim(claim) for claim in claims]
            fields = {"values": " ↔ ".join(dict.fromkeys(show(term.quantity) for term in terms))}
            more = {"subject": claims[0].text, "scope": report.scope_label(project.number)}
            evidence = [term.evidence() for term in terms]
            if any(a.quantity.distance(b.quantity) > 0 for i, a in enumerate(terms) for b in terms[i + 1:]):
                difference = max(term.value for term in terms) - min(term.value for term in terms)
                yield failed(evidence, Message("What the whole project covered is told with different numbers: {values}", fields), difference=difference, **more)
            else:
                yield passed(evidence, Message("What the whole project covered is told with the same number: {values}", fields), **more)


#: How people say that they were content without the word: useful, liked, impressed.
CONTENT = pattern("contexts", "content")


@rule("REP010", kind="text-text", severity="warning")
def satisfaction_told_in_other_words_is_the_same(report: Report) -> Iterator[Check]:
    """A satisfaction with an activity that is told again in other words keeps its digits.

    It accuses only where the share is one slip of the pen away from a satisfaction with decimals, or of 100 %, that is told of the same activity
    twice.

    Wrong:
        # 1 міндет. Құқықтық сауат
        ## 1 іс-шара. «Заң және біз» дәрістері
        Қатысушылардың қанағаттану деңгейі 93,6% құрады.

        # 2) Мақсатқа қол жеткізу
        «Заң және біз» дәрістеріне қатысушылардың 96,3%-ы шарадан жаңа білім алғанын атап өтті.

        # 3. Жобаның нәтижелері:
        «Заң және біз» дәрістері бойынша қанағаттану деңгейі – 93,6%.
    Right:
        # 1 міндет. Құқықтық сауат
        ## 1 іс-шара. «Заң және біз» дәрістері
        Қатысушылардың қанағаттану деңгейі 93,6% құрады.

        # 2) Мақсатқа қол жеткізу
        «Заң және біз» дәрістеріне қатысушылардың 93,6%-ы шарадан жаңа білім алғанын атап өтті.

        # 3. Жобаның нәтижелері:
        «Заң және біз» дәрістері бойынша қанағаттану деңгейі – 93,6%.
    """
    statements = statements_of(report)
    for activity in report.activities:
        told = [found for found in statements.satisfaction(activity.index) if found.quantity.is_firm and (found.quantity.decimals or found.value == 100)]
        if len(told) < 2 or len({found.value for found in told}) != 1:
            continue
        value, decimals = told[0].value, told[0].quantity.decimals
        places = {found.place for found in told}
        for claim in statements.retold.get(activity.index, ()):
            if claim.role != "share" or claim.place in places or claim.quantity.decimals != decimals or not claim.quantity.is_firm \
                    or claim.has("plan", "planned", "title") or not _says_content(claim):
                continue
            evidence = [of_claim(claim).evidence("narrative"), *(of_claim(found.claim).evidence("stated") for found in told if found.claim is not None)]
            fields = {"again": number(claim.value), "first": number(value)}
            more = {"subject": claim.text, "scope": report.scope_label(claim.scope.project, activity.index)}
            digits = lambda share: int(round(share * 10 ** decimals))
            if claim.value == value:
                yield passed(evidence, Message("The satisfaction is told again in other words: {again} %", fields), **more)
            elif is_slip(digits(claim.value), digits(value)):
                yield failed(evidence, Message("The satisfaction is {first} % everywhere, but {again} % where it is told in other words", fields),
                             difference=round(claim.value - value, 4), **more)


def _says_content(claim) -> bool:
    """Whether the clause behind a share says that people were content."""
    text = fold(claim.passage.text)
    return bool(CONTENT.search(re.split(r"\.\s|\d", text[claim.end:claim.end + 110])[0]))
