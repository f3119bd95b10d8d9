"""Roll-ups: the participants of events against the total of their activity, of activities against that of the project."""
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from auditkit.lexicon import load, pattern
from auditkit.rule import Check, Confidence, Report, Term, compare_sum, of_claim, of_entry, one_part_is_a_slip, rule, sum_of
from auditkit.statements import attendance, by_block, is_asked, statements_of, whole_attendance
from auditkit.understanding.anchors import same_name
from auditkit.understanding.breakdowns import find_breakdowns
from auditkit.understanding.claims import sentence_of
from auditkit.understanding.crowd_roles import role_of
from auditkit.wording import fold, quoted_names

PROJECT, OF_EVENTS = pattern("contexts", "project"), pattern("contexts", "of_events")
WRONG = "{stated} in all, but the parts make {sum} ({sum_text}): a difference of {difference}"
RIGHT = "The parts make the whole: {sum_text} = {stated}"


@rule("SUM002", kind="text-sum", severity="error")
def events_make_the_total_of_their_activity(report: Report) -> Iterator[Check]:
    """The participants of the events described under an activity add up to the total stated there, region by region and in all.

    Wrong:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кештерін өткізу
        Көкшетау қаласындағы кешке 120 адам қатысты.

        Щучинск қаласындағы кешке 95 адам қатысты.

        Степногорск қаласындағы кешке 60 адам қатысты.

        Барлығы 285 адам қатысты.
    Right:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кештерін өткізу
        Көкшетау қаласындағы кешке 120 адам қатысты.

        Щучинск қаласындағы кешке 95 адам қатысты.

        Степногорск қаласындағы кешке 60 адам қатысты.

        Барлығы 275 адам қатысты.
    """
    statements = statements_of(report)
    split = {found.total.number for found in find_breakdowns(report.blocks, report.claim_list)
             if len(found.parts) > 2 and found.total.quantity.meets(sum_of(part.quantity for part in found.parts))}
    for activity in report.activities:
        people = attendance(claim for claim in statements.sections.get(activity.index, ()))
        people = [claim for claim in people if claim.number not in split or report.blocks[claim.block].kind != "item"]  # the item names its own parts
        more = {"subject": activity.title[:160], "scope": report.scope_label(activity.project, activity.index)}
        yield from _roll_up(people, statements.sections.get(activity.index, ()), more)


def _roll_up(people: list, claims, more) -> Iterator[Check]:
    """Walks the counts of an activity; every total takes up the counts since the last total, or the totals before it."""
    loose: list = []
    totals: list = []
    for claim in people:
        stated = of_claim(claim, "total")
        groups = [group for group in (loose, totals, totals + loose) if len(group) >= 2]
        suffixes = [loose[start:] for start in range(1, len(loose) - 1)]
        fitting = next((group for group in groups + suffixes if _adds_up(claim, group)), None)
        last = claim is people[-1] and not _more_behind(claim, claims)
        is_total = claim.has("total") or last and _speaks_of_many(claim, claims)
        if fitting is not None and (is_total or len(fitting) > 2):
            yield compare_sum(stated, [of_claim(part, "part") for part in fitting], WRONG, RIGHT, **more)
            totals = [*([] if fitting in (totals, totals + loose) else totals), claim]
            loose = []
        elif is_total and groups and (len(groups[0]) >= 3 or last) and (likely := _likely(claim, groups)):
            chosen = loose if loose in likely and len(loose) >= 3 and not last else _nearest(claim, likely)
            if unclear := _unclear(chosen, claims, claim):
                if _adds_up(claim, chosen + unclear) or all(_is_coordinate(part, chosen) for part in unclear):
                    yield compare_sum(stated, [of_claim(part, "part") for part in sorted(chosen + unclear, key=lambda part: part.number)], WRONG,
                                      RIGHT, **more)
                totals, loose = [*totals, claim], []
                continue
            yield compare_sum(stated, [of_claim(part, "part") for part in chosen], WRONG, RIGHT, **more)
            totals, loose = [*([] if chosen is not loose else totals), claim], []
        elif is_total:
            totals, loose = [*totals, claim], []
        else:
            loose.append(claim)


def _more_behind(claim, claims) -> bool:
    """Whether the sentence goes on with more people: «193 оқушы мен 227 студентке, барлығы 420 жасқа»."""
    return any(other.sentence == claim.sentence and other.number > claim.number and other.group == "people" and not other.has("plan", "including")
               for other in claims)


def _adds_up(claim, group) -> bool:
    return claim.quantity.meets(sum_of(part.quantity for part in group))


def _unclear(parts, claims, total) -> list:
    """Numbers among the parts of which nobody knows what they count: where there are some, a sum that fails proves nothing."""
    return [claim for claim in claims if claim.number < total.number and claim.role == "count" and claim not in parts
            and (not claim.measure or claim.measure.startswith("~")) and not claim.has("plan", "each", "title") and claim.value > 5
            and any(claim.block == part.block for part in parts)]


def _is_coordinate(claim, parts) -> bool:
    """Whether a number stands in a row with parts, as they do: «… мектебі бойынша – 60, … университеті бойынша – 39 адам»."""
    dashed = lambda number: bool(re.search(r"[-–—]\s?$", number.passage.text[max(0, number.start - 3):number.start]))
    return dashed(claim) and bool(re.match(r"\s*[,;]", claim.passage.text[claim.end:claim.end + 2])) and \
        any(part.sentence == claim.sentence and dashed(part) for part in parts)


def _likely(claim, groups):
    """The groups whose total a claim may be: of totals only one that is larger than each of them, lest the total of the last
    region be taken for that of all regions."""
    return [group for group in groups if not any(part.has("total") for part in group)
            or claim.quantity.value > max(part.quantity.value for part in group)]


def _nearest(claim, groups):
    """Of the groups that a wrong total may mean, the one whose sum is nearest."""
    return min(groups, key=lambda group: abs(sum(part.quantity.value for part in group) - claim.quantity.value))


def _speaks_of_many(claim, claims) -> bool:
    before = [other for other in claims if other.sentence == claim.sentence and other.number < claim.number]
    return any(other.group == "events" and other.quantity.value >= 2 for other in before) and not any(other.crowd for other in before)


@rule("SUM003", kind="text-sum", severity="error")
def events_make_the_total_told_elsewhere(report: Report) -> Iterator[Check]:
    """The participants told of an activity in another section are as many as its events had together.

    Where the activity's own section gives only its events, their sum stands for the total.

    Wrong:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кештерін өткізу
        Көкшетау қаласындағы кешке 120 адам қатысты.

        Щучинск қаласындағы кешке 95 адам қатысты.

        # 2. Мақсатқа жету
        «Дала үні» ән кештеріне 250 адам қатысты.
    Right:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кештерін өткізу
        Көкшетау қаласындағы кешке 120 адам қатысты.

        Щучинск қаласындағы кешке 95 адам қатысты.

        # 2. Мақсатқа жету
        «Дала үні» ән кештеріне 215 адам қатысты.
    """
    statements = statements_of(report)
    for activity in report.activities:
        section = statements.sections.get(activity.index, ())
        people = attendance(section)
        if len(people) < 2 or any(claim.quantity.is_exact for claim in whole_attendance(section)) or len({claim.scope.event for claim in people} | {claim.block for claim in people}) < 2:
            continue
        hedged = whole_attendance(section)
        parts = [of_claim(claim, "part") for claim in _once_each([claim for claim in people if claim not in hedged])]
        more = {"subject": activity.title[:160], "scope": report.scope_label(activity.project, activity.index)}
        told = [statements.results.get(activity.index, ())] if hedged else []
        wholes = [claim for group in [*by_block(statements.retold.get(activity.index, ())), *told] for claim in whole_attendance(group)
                  if not _names_group(claim) and not role_of(claim)]
        own = {claim.value for claim in section if claim.group == "people" and claim.role == "count"}
        for quantity in dict.fromkeys(claim.quantity for claim in wholes):
            if quantity.is_exact and quantity.value in own and not quantity.meets(sum_of(part.quantity for part in parts)):
                continue  # the section itself says that number; what else it counts are some of them
            first, *again = [claim for claim in wholes if claim.quantity == quantity]
            check = compare_sum(of_claim(first, "total"), parts,
                                "The result says {stated}, but the numbers in the text make {sum} ({sum_text}): a difference of {difference}",
                                "The participants told of the activity are those of its events: {sum_text} = {stated}", **more)
            yield replace(check, evidence=(*check.evidence, *(of_claim(claim, "narrative").evidence() for claim in again)))


def _once_each(people: list) -> list:
    """The numbers of people without those that a total behind them has summed up: «34, 28 және 31 адам. Аудан бойынша барлығы 93 адам.»"""
    kept: list = []
    for claim in people:
        behind = kept[next((at + 1 for at in range(len(kept) - 1, -1, -1) if kept[at].has("total")), 0):]
        summed = next((behind[at:] for at in range(len(behind) - 1) if _adds_up(claim, behind[at:])), [])
        if claim.has("total") and summed:
            del kept[-len(summed):]
        kept.append(claim)
    return kept


def _names_group(claim) -> bool:
    """Whether the claim is about one event or one group only: «the seminar in …»."""
    return claim.measure in ("pupil", "child", "elderly", "adult")


@rule("SUM004", kind="text-sum", severity="error")
def named_activities_make_their_common_total(report: Report) -> Iterator[Check]:
    """A total told of several activities by name is the sum of what each of them had.

    Wrong:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні кештері» ән кештерін өткізу
        Кешке барлығы 120 адам қатысты.
        ## 2 іс-шара. «Ашық алаң күндері» пікірталастарын өткізу
        Пікірталасқа барлығы 80 адам қатысты.

        # 2. Мақсатқа жету
        «Дала үні кештері» мен «Ашық алаң күндері» шараларына жалпы 300 адам қатысты.
    Right:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні кештері» ән кештерін өткізу
        Кешке барлығы 120 адам қатысты.
        ## 2 іс-шара. «Ашық алаң күндері» пікірталастарын өткізу
        Пікірталасқа барлығы 80 адам қатысты.

        # 2. Мақсатқа жету
        «Дала үні кештері» мен «Ашық алаң күндері» шараларына жалпы 200 адам қатысты.
    """
    statements = statements_of(report)
    for claim in report.claim_list:
        if claim.cell is not None or claim.scope.activity is not None or not claim.has("total") or claim not in attendance([claim]):
            continue
        named = _named_before(report, claim)
        if len(named) < 2:
            continue
        parts = [part for index in named for part in _activity_terms(statements, index)]
        if not all(_activity_terms(statements, index) for index in named):
            continue
        yield compare_sum(of_claim(claim, "total"), parts,
                          "{stated} participants are told of the activities named, but together they had {sum} ({sum_text}): a difference of {difference}",
                          "The activities named had that many participants together: {sum_text} = {stated}",
                          subject=claim.text, scope=report.scope_label(claim.scope.project))


def _named_before(report: Report, claim) -> list[int]:
    """The activities whose names stand in the claim's sentence before it."""
    named = []
    for quoted in quoted_names(claim.passage.text[sentence_of(claim)[0]:claim.start]):
        for activity in report.outline.activities_of(claim.scope.project):
            if activity.index not in named and any(same_name(quoted, name) for name in activity.names):
                named.append(activity.index)
    return named


def _activity_terms(statements, index: int) -> list[Term]:
    """What stands for an activity in a sum: its stated total, or its events."""
    section = statements.sections.get(index, ())
    whole = whole_attendance(section)
    if whole:
        return [] if _of_all_events(whole[-1]) else [of_claim(whole[-1], "part")]
    people = [claim for claim in attendance(section) if not _of_all_events(claim)]
    families = [claim for claim in section if claim.measure == "family" and claim.has("attendance") and claim.cell is None]
    return [of_claim(claim, "part") for claim in people or families[-1:]]


@rule("SUM005", kind="text-sum", severity="warning")
def activities_make_the_total_of_the_project(report: Report) -> Iterator[Check]:
    """The participants of all activities together are those of the project.

    A warning at most: people may have come several times, and then the project counts fewer than its activities together.

    Wrong:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кештерін өткізу
        Кешке барлығы 120 адам қатысты.
        ## 2 іс-шара. «Ашық алаң» пікірталастарын өткізу
        Пікірталасқа барлығы 80 адам қатысты.

        # 3. Жобаның нәтижелері:
        Жоба аясында өткен іс-шараларға барлығы 250 адам қатысты.
    Right:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кештерін өткізу
        Кешке барлығы 120 адам қатысты.
        ## 2 іс-шара. «Ашық алаң» пікірталастарын өткізу
        Пікірталасқа барлығы 80 адам қатысты.

        # 3. Жобаның нәтижелері:
        Жоба аясында өткен іс-шараларға барлығы 200 адам қатысты.
    """
    statements = statements_of(report)
    for project in report.outline.projects:
        parts = [part for activity in report.outline.activities_of(project.number) for part in _activity_terms(statements, activity.index)]
        if len(parts) < 2:
            continue
        stated = [of_claim(claim, "total") for claim in attendance(report.prose(project.number)) if _of_all_events(claim)]
        totals = {row.total.place: of_entry(row.total, "total") for row in report.statistics_rows
                  if row.project == project.number and not row.partial and row.total is not None and row.total.amount.number}
        silent = [activity for activity in report.outline.activities_of(project.number) if not _activity_terms(statements, activity.index)
                  and any(claim.group == "people" and not is_asked(claim) for claim in statements.sections.get(activity.index, ()))]
        more = {"scope": report.scope_label(project.number), "confidence": Confidence.MEDIUM}
        untold = [activity for activity in report.outline.activities_of(project.number) if not _activity_terms(statements, activity.index)]
        for term in [*stated, *list(totals.values())[:1]]:
            if untold and sum_of(part.quantity for part in parts).high < term.quantity.low \
                    and not (all(map(_draws_nobody, untold)) and one_part_is_a_slip(term, parts)):
                continue  # the rest may have come to the activities of which no number of people is told
            yield from _unless_far(term, parts, bool(silent) and term not in stated, compare_sum(term, parts, "{stated} participants are told of the whole project, its activities had {sum} together ({sum_text}): a difference "
                                "of {difference}. If people came several times, the report has to say so",
                                "The activities make the participants of the project: {sum_text} = {stated}", subject=term.text, **more))


#: How far a stated total may be from the sum of the activities and still be a slip of adding: a fifth.  Further away the
#: total counts other people, or an activity's number was not understood.
NEAR = 0.2


def _unless_far(term: Term, parts: list[Term], unclear: bool, check: Check) -> Iterator[Check]:
    """A total contradicts the sum of the activities only where it is near, and where every activity that speaks of people has
    a number of participants; a far one where one digit too many in one number explains it."""
    near = check.failed and abs(check.difference) <= NEAR * term.quantity.value
    if not check.failed:
        if all(part.quantity.is_firm for part in parts):  # «more than 500» fits any total
            yield check
    elif not unclear and (near or one_part_is_a_slip(term, parts)):
        yield check


def _draws_nobody(activity) -> bool:
    """Whether an activity is no event that people come to: a survey, a monitoring, publications, the closing presentation."""
    return bool(_no_crowd().match(fold(activity.title)))


@lru_cache(maxsize=1)
def _no_crowd() -> re.Pattern:
    words = load("crowds")["without"]
    return re.compile(r".{0,120}(?:" + "|".join(map(re.escape, words["kk"] + words["ru"])) + ")", re.DOTALL)


def _of_all_events(claim) -> bool:
    """«Жобаның барлық іс-шараларына 640 адам қатысты»: a total of the events of the whole project."""
    sentence = fold(claim.passage.text[slice(*sentence_of(claim))])
    return claim.has("total") and bool(PROJECT.search(sentence)) and bool(OF_EVENTS.search(sentence))
