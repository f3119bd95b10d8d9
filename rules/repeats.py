"""One quantity told in several places: events, institutions, publications, respondents."""
import re
from collections.abc import Iterator

from auditkit.lexicon import pattern
from auditkit.rule import Check, Message, Report, Severity, equalities, failed, number, of_claim, passed, rule, show
from auditkit.statements import given_out, words_of
from auditkit.understanding.claims import sentence_of
from auditkit.understanding.quotes import short_quote
from auditkit.wording import fold, shorten, stems

#: Sections that tell again what the activities were.
SUMMARIES = ("results", "goal", "conformity", "changes", "impact", "contract_task")
#: Groups and measures that are too general to be one quantity wherever they stand.
GENERAL_GROUPS = ("money", "time", "percent", "points", "times", "stages", "topics", "plans", "works", "copies", "materials", "projects", "grants",
                  "certificates", "prizes", "families_", "regions", "cities", "districts")
GENERAL = ("event", "member", "staff", "specialist", "expert", "woman", "man", "person", "meeting", "work", "survey", "organisation", "presentation",
           "video", "photo", "post", "news", "dialogue")


def _comparable(claim) -> bool:
    if claim.role != "count" or claim.has("plan", "title", "each", "including", "planned") or not claim.measure or claim.measure.startswith("~"):
        return False
    if claim.measure in GENERAL or claim.group in GENERAL_GROUPS or claim.group == "people" and claim.crowd:
        return False
    return claim.quantity.hedge != "range" and claim.scope.section != "proposals" and not _of_a_stage(claim) \
        and not OF_THOSE.match(fold(claim.passage.text[claim.end:claim.end + 8])) and not _in_list_of_people(claim) \
        and not (claim.worded and COLLECTIVE.match(fold(claim.passage.text[claim.start:claim.end])))


def _in_list_of_people(claim) -> bool:
    """«732 посещения: тренинги – 84, уроки – 648»: how many came to what, and not how many there were."""
    if claim.noun is None or claim.noun[0] >= claim.start:
        return False
    before = fold(claim.passage.text[sentence_of(claim)[0]:claim.noun[0]])
    return ":" in before and bool(VISITS.search(before[max(0, before.index(":") - 30):before.index(":")]))


#: «26-сы – көпбалалы отбасы»: some of those told before, never all of them.
OF_THOSE = re.compile(r"\s?-\s?(?:і|ы|сі|сы|еуі|ауы|уы)\b")


STAGE, VISITS = pattern("contexts", "stage"), pattern("contexts", "visits")
COLLECTIVE = pattern("contexts", "collective")


def _of_a_stage(claim) -> bool:
    """«В финал вышли 12 семей»: how many were left at one stage of a competition."""
    text = fold(claim.passage.text)
    start = max(text.rfind(mark, 0, claim.start) for mark in (". ", ", ", "; ", "\n")) + 1
    return claim.group not in ("stages", "events") and bool(STAGE.search(text[start:claim.start] + re.split(r"[.,;\n]", text[claim.end:claim.end + 60])[0]))


def _in_summary(report: Report, claim) -> bool:
    if claim.cell is not None:
        return True
    return claim.scope.section in SUMMARIES or claim.scope.task == -1 or claim.scope.activity is None and claim.scope.section != "activities"


@rule("REP001", kind="text-text", severity="error")
def counts_told_again_are_the_same(report: Report) -> Iterator[Check]:
    """What an activity counted (seminars, universities, respondents, articles …) is told with the same number everywhere.

    Numbers are held against each other when they count the same thing of the same activity, or of the project where only
    one activity has to do with that thing.

    Wrong:
        # 1 міндет. Құқықтық сауат
        ## 1 іс-шара. «Заң және біз» дәрістері
        Дәрістер 4 колледжде өтті.

        # 2) Мақсатқа қол жеткізу
        «Заң және біз» дәрістері 5 колледжде өткізілді.
    Right:
        # 1 міндет. Құқықтық сауат
        ## 1 іс-шара. «Заң және біз» дәрістері
        Дәрістер 4 колледжде өтті.

        # 2) Мақсатқа қол жеткізу
        «Заң және біз» дәрістері 4 колледжде өткізілді.
    """
    for project in report.outline.projects:
        if not report.outline.activities_of(project.number):
            continue  # a letter or a survey of regions: the same word counts other things in every paragraph
        told: dict[str, list] = {}
        results = {(row.block, row.cells["result"].row + 1, row.cells["result"].column + 1) for row in report.plan_fact_rows if "result" in row.cells}
        for claim in report.claim_list:
            if claim.scope.project == project.number and claim.scope.section != "story" and _comparable(claim) \
                    and (claim.cell is None or (claim.block, *claim.cell[1:]) in results):
                told.setdefault(claim.measure, []).append(claim)
        for measure, claims in told.items():
            yield from _of_measure(report, project.number, claims)


def _of_measure(report: Report, project: int, claims: list) -> Iterator[Check]:
    owners: dict[int | None, list] = {}
    for claim in claims:
        summary = _in_summary(report, claim)
        owner = report.activity_of(claim) if not summary or claim.scope.task != -1 or report.activity_of(claim) != claim.scope.activity else None
        owners.setdefault(owner, []).append((summary, claim))
    sections = [owner for owner, found in owners.items() if owner is not None and any(not summary for summary, _ in found)]
    loose = [claim for summary, claim in owners.pop(None, []) if summary]
    if len(sections) == 1 and loose:  # only one activity has to do with such things
        owners[sections[0]] += [(True, claim) for claim in loose if _speaks_of(report, claim, owners[sections[0]], sections[0])]
        loose = []
    for owner, found in owners.items():
        own = [claim for summary, claim in found if not summary]
        totals = [claim for claim in own if claim.has("total")] or _whole_of(own)
        if len({claim.value for claim in totals}) > 1:
            continue
        yield from _held_together(report, project, owner, [*totals, *(claim for summary, claim in found if summary)])
    if not sections:
        yield from _held_together(report, project, None, loose)


def _whole_of(own: list) -> list:
    """The first of several numbers of a section where the others are its parts, but for a slip: «9 лекция: Тоғайда 5 лекция, Арқада 4»."""
    if len(own) < 3:
        return own
    first, *others = own
    parts = sum(claim.value for claim in others)
    whole = first.value > max(claim.value for claim in others) and abs(parts - first.value) <= max(1, first.value / 8) \
        and len({(claim.block, claim.sentence) for claim in own}) == 1
    return [first] if whole else own


def _speaks_of(report: Report, claim, own: list, activity: int) -> bool:
    """Whether a number of a summary shares a word with an activity besides the noun: «құрылған 12 топ» need not be the groups of a course."""
    words = words_of(report)
    known = words.of(report.activities[activity].title).union(*(words.around(told) for _, told in own))
    nouns = frozenset(word for one in (claim, *(told for _, told in own)) if one.noun for word in stems(one.passage.text[slice(*one.noun)]))
    return bool((words.around(claim) & known) - nouns)


def _held_together(report: Report, project: int, activity: int | None, claims: list) -> Iterator[Check]:
    claims = _of_one_thing(claims)
    if len({(claim.block, claim.cell) for claim in claims}) < 2:
        return
    terms = [of_claim(claim) for claim in claims]
    subject = claims[0].passage.text[claims[0].noun[0]:claims[0].noun[1]] if claims[0].noun else claims[0].measure
    more = {"subject": subject, "scope": report.scope_label(project, activity), "relations": equalities(terms)}
    fields = {"subject": subject, "values": " ↔ ".join(dict.fromkeys(show(term.quantity) for term in terms))}
    evidence = [term.evidence() for term in terms]
    clashes = [(a, b) for i, a in enumerate(terms) for b in terms[i + 1:] if not a.quantity.meets(b.quantity)]
    if not clashes:
        yield passed(evidence, Message("«{subject}» is told with the same number everywhere: {values}", fields), **more)
    elif all(a.quantity.distance(b.quantity) == 0 for a, b in clashes):
        yield failed(evidence, Message("«{subject}»: once the number is exact, once «more than» the same number: {values}", fields),
                     severity=Severity.INFO, **more)
    elif len({given_out(claim) for claim in claims}) > 1:
        for given in (False, True):  # what was printed, and how much of it was given out
            yield from _held_together(report, project, activity, [claim for claim in claims if given_out(claim) == given])
    else:
        difference = max(term.value for term in terms) - min(term.value for term in terms)
        kind = "text-table" if any(claim.cell is not None for claim in claims) and any(claim.cell is None for claim in claims) else "text-text"
        fields["quotes"] = " ↔ ".join(dict.fromkeys(map(_worded, claims)))
        title = next((known.title for known in report.activities if known.index == activity), "")
        template = "One thing is told with different numbers: {quotes}"
        if title:
            template, fields["activity"] = "One thing of «{activity}» is told with different numbers: {quotes}", shorten(title.strip(" .*#"), 70)
        yield failed(evidence, Message(template, fields), difference=difference, kind=kind, **more)


def _of_one_thing(claims: list) -> list:
    """The numbers without those of paragraphs that tell of several such things, «144 отбасы өтінім беріп, 96 отбасы аяқтады, 9 отбасы
    жеңді», and without all that are told there: who knows of which of them another paragraph speaks."""
    paragraphs: dict[tuple, list] = {}
    for claim in claims:
        paragraphs.setdefault((claim.block, claim.cell), []).append(claim)
    mixed = [own for own in paragraphs.values() if any(not a.quantity.meets(b.quantity) for a in own for b in own)]
    return [claim for claim in claims if not any(claim in own or any(claim.quantity.meets(told.quantity) for told in own) for own in mixed)]


def _worded(claim) -> str:
    """A number with its noun, as the report writes them: «10 семей»."""
    text, noun = claim.passage.text, claim.noun
    if noun is None:
        return f"«{short_quote(claim)}»"
    words = text[min(noun[0], claim.start):max(noun[1], claim.end)]
    return f"«{' '.join(words.split())}»" if len(words) <= 60 and not re.search(r"[|\n«»]", words) else f"«{number(claim.value)} {text[noun[0]:noun[1]]}»"


#: «Іс-шаралар жоспары (бұдан әрі – Жоспар)»: a name given to a thing.
TERM = re.compile(r"\((?:бұдан әрі|далее)\s*[-–—:]\s*([^()]{3,60})\)", re.IGNORECASE)


@rule("REP004", kind="text-text", severity="error")
def what_a_defined_term_counts_is_the_same(report: Report) -> Iterator[Check]:
    """What is said of a thing that the text gives a short name («бұдан әрі – Жоспар») is told with the same number everywhere.

    Wrong:
        Іс-шаралар жоспары (бұдан әрі – Жоспар) бекітілді. Жоспар 40 іс-шарадан тұрады.

        Өңірлерде жұмыс жүріп жатыр.

        Жоспар бойынша барлығы 38 іс-шара өтеді.
    Right:
        Іс-шаралар жоспары (бұдан әрі – Жоспар) бекітілді. Жоспар 40 іс-шарадан тұрады.

        Өңірлерде жұмыс жүріп жатыр.

        Жоспар бойынша барлығы 40 іс-шара өтеді.
    """
    terms = {found.group(1).strip(" «»\"") for block in report.blocks for found in TERM.finditer(block.text)}
    for term in sorted(terms):
        said: dict[str, list] = {}
        for claim in report.prose():
            if claim.role == "count" and claim.measure and not claim.measure.startswith("~") and not claim.has("including") \
                    and claim.group not in ("time", "money") and _is_subject(term, claim):
                said.setdefault(claim.measure, []).append(claim)
        for claims in said.values():
            yield from _held_together(report, claims[0].scope.project, None, claims)


def _is_subject(term: str, claim) -> bool:
    """Whether a sentence begins with the defined term and gives the number right after it, no other number between."""
    between = claim.passage.text[sentence_of(claim)[0]:claim.start].strip()
    return bool(re.match(rf"{re.escape(term)}(?:\s|$)", between)) and len(between) < 90 and not re.search(r"\d", between)
