"""One quantity told in several places: events, institutions, publications, respondents, the project as a whole."""
import re
from collections.abc import Iterator

from auditkit.rule import (Check, Confidence, Evidence, Message, Report, Severity, Term, equalities, failed, is_slip, number,
                           of_claim, passed, rule, show)
from auditkit.lexicon import load, pattern
from auditkit.statements import attendance, words_of
from auditkit.understanding.breakdowns import find_breakdowns
from auditkit.understanding.claims import sentence_of
from auditkit.understanding.crowd_roles import names_one_event
from auditkit.understanding.quotes import short_quote
from auditkit.wording import fold, shorten, stems

#: Sections that tell again what the activities were.
SUMMARIES = ("results", "goal", "conformity", "changes", "impact", "contract_task")
#: Groups and measures that are too general to be one quantity wherever they stand.
GENERAL_GROUPS = ("money", "time", "percent", "points", "times", "stages", "topics", "plans", "works", "copies", "materials", "projects", "grants",
                  "certificates", "prizes", "families_", "regions", "cities", "districts")
GENERAL = ("event", "member", "staff", "specialist", "expert", "woman", "man", "person", "meeting", "work", "survey", "organisation", "presentation",
           "video", "photo", "post", "news", "dialogue")
WHOLE = re.compile(r"жоба(?:\s|ға|ның)|проект")


def _comparable(claim) -> bool:
    if claim.role != "count" or claim.has("plan", "title", "each", "including", "planned") or not claim.measure or claim.measure.startswith("~"):
        return False
    if claim.measure in GENERAL or claim.group in GENERAL_GROUPS or claim.group == "people" and claim.crowd:
        return False
    return claim.quantity.hedge != "range" and claim.scope.section != "proposals" and not _of_a_stage(claim) \
        and not OF_THOSE.match(fold(claim.passage.text[claim.end:claim.end + 8]))


#: «26-сы – көпбалалы отбасы»: some of those told before, never all of them.
OF_THOSE = re.compile(r"\s?-\s?(?:і|ы|сі|сы|еуі|ауы|уы)\b")


STAGE = pattern("contexts", "stage")
ELSEWHERE, OF_EVENTS, SATISFACTION = pattern("contexts", "elsewhere"), pattern("contexts", "of_events"), pattern("contexts", "satisfaction")


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


YEARLY = re.compile(r"(?P<year>(?:19|20)\d\d)\s*(?:жылы|жыл|ж\.|год\w*|г\.)?\s*[-–—:]?\s*(?P<n>\d{1,3}(?:[\u00a0 ]\d{3})+|(?!(?:19|20)\d\d\b)\d{1,6})"
                    rf"(?=\s*(?:(?!(?:{'|'.join(load('dates')['months'])}))[^\W\d_]|[,;)]))")


@rule("REP005", kind="text-text", severity="error")
def a_year_has_one_number(report: Report) -> Iterator[Check]:
    """In a series of years with a number each, no year stands twice with different numbers.

    Wrong:
        Былтыр 150 өтініш түсті (2022 жылы 120 өтініш, 2022 жылы 95 өтініш).
    Right:
        Былтыр 150 өтініш түсті (2022 жылы 120 өтініш, 2021 жылы 95 өтініш).
    """
    for index, block in enumerate(report.blocks):
        if block.table is not None or "(" not in block.text:
            continue
        for bracket in re.finditer(r"\(([^()]{12,240})\)", block.text):
            series = [(found, found.group("year")) for found in YEARLY.finditer(block.text, bracket.start(), bracket.end())]
            if len(series) < 2:
                continue
            evidence = [Evidence("narrative", int(re.sub(r"\D", "", found.group("n"))), found.group(), block.passage.place_of(found.start("n"), found.end()))
                        for found, _ in series]
            doubled = [year for year in {year for _, year in series} if len({e.value for e, (_, y) in zip(evidence, series) if y == year}) > 1]
            more = {"subject": bracket.group(1)[:80], "scope": report.scope_label(report.outline.scopes[index].project)}
            if doubled:
                values = [e.value for e, (_, year) in zip(evidence, series) if year == doubled[0]]
                yield failed(evidence, Message("The year {year} stands twice in one series, with {values}",
                                               {"year": doubled[0], "values": " / ".join(number(value) for value in values)}), **more)
            else:
                yield passed(evidence, Message("Every year of the series has one number"), **more)


@rule("REP006", kind="text-text", severity="warning")
def parts_told_again_keep_their_numbers(report: Report) -> Iterator[Check]:
    """The parts of a total that the following paragraphs take up one by one keep their numbers.

    Wrong:
        Жыл басынан 60 материал жарық көрді (баспа басылымдарында 25 материал, телеарналарда 35 материал).

        Баспа басылымдарында 28 материал жарық көрді.

        Телеарналарда 35 материал көрсетілді.
    Right:
        Жыл басынан 60 материал жарық көрді (баспа басылымдарында 25 материал, телеарналарда 35 материал).

        Баспа басылымдарында 25 материал жарық көрді.
    """
    prose = [claim for claim in report.claim_list if claim.cell is None and claim.role == "count"]
    for found in find_breakdowns(report.blocks, report.claim_list):
        if report.outline.scopes[found.total.block].activity is not None or len({part.value for part in found.parts}) < 2:
            continue
        labels = [_label(part, found) for part in found.parts]
        again = [claim for claim in prose if found.total.block < claim.block <= found.total.block + NEXT_BLOCKS and claim.measure == found.total.measure
                 and not claim.has("plan", "each", "has-parts")]
        checks = [check for claim in again if (check := _told_again(report, found, labels, claim)) is not None]
        yield from checks if any(not check.failed for check in checks) else ()


def _told_again(report: Report, found, labels: list[set[str]], claim) -> Check | None:
    """A number of a later paragraph against the part whose name stands beside it; None where no name, or more than one, does,
    or where the number is too different to be meant for the same."""
    words = set(stems(claim.passage.text[max(0, claim.start - 70):claim.end + 24]))
    shared = [len(label & words) for label in labels]
    best = max(shared)
    if best == 0 or shared.count(best) != 1:
        return None
    part = found.parts[shared.index(best)]
    terms = [of_claim(part), of_claim(claim)]
    evidence = [term.evidence() for term in terms]
    fields = {"first": show(part.quantity), "again": show(claim.quantity)}
    more = {"subject": part.text, "scope": report.scope_label(part.scope.project), "confidence": Confidence.MEDIUM, "relations": equalities(terms)}
    if part.quantity.meets(claim.quantity):
        return passed(evidence, Message("A part of a total is told again with the same number: {first}", fields), **more)
    if is_slip(int(part.value), int(claim.value)):
        return failed(evidence, Message("A part of a total is told as {first} and then as {again}", fields), **more)
    return None


#: How many paragraphs after a total its parts may be taken up one by one.
NEXT_BLOCKS = 8
DULL = 4  # letters: shorter stems tell no part apart


def _label(part, found) -> set[str]:
    """The words that name a part: those around its number which stand around no other part's."""
    around = lambda claim: set(stem for stem in stems(claim.passage.text[max(0, claim.start - 44):claim.end + 34]) if len(stem) >= DULL)
    own = _between(part, found)
    others = set().union(*(_between(other, found) for other in found.parts if other is not part))
    return {word for word in own if word not in others} & around(part)


def _between(part, found) -> set[str]:
    """The stems from the end of the part before to the comma after a part."""
    text = part.passage.text
    before = max([other.end for other in (found.total, *found.parts) if other.end <= part.start], default=0)
    end = next((offset for offset in range(part.end, min(len(text), part.end + 40)) if text[offset] in ",;)."), part.end)
    return {stem for stem in stems(text[before:end]) if len(stem) >= DULL}
