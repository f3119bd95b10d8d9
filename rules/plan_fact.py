"""Plan against fact: in the plan/fact table, in the indicator table, and against what the narrative says was done."""
import re
from collections.abc import Iterator

from auditkit.lexicon import either, load, pattern
from auditkit.rule import (Check, Evidence, Message, Report, Term, equalities, failed, is_slip, number, of_cell, of_claim, of_figure,
                           passed, reached, rule, show)
from auditkit.statements import MANY_EVENTS, given_out, is_attendance, statements_of
from auditkit.wording import excerpt, fold

#: What is counted both in prose and in fact cells, and may be compared: groups of the lexicon "measures".
COUNTED = ("photo", "video", "posts", "journals", "notes", "articles", "media", "banners", "digests", "print")

#: What is safe to compare besides where all that is told stands in the result cell of the same row.
OF_ONE_ROW = ("materials", "views")


def _about(report: Report, row) -> dict:
    return {"subject": row.title[:160], "scope": report.scope_label(row.project, row.activity)}


@rule("PLN001", kind="plan-fact", severity="warning")
def fact_reaches_the_plan(report: Report) -> Iterator[Check]:
    """The actual number of an indicator is not below the planned one.

    Falling short of the plan is no contradiction, but the report has to give a reason.  To spend less than planned is a saving.

    Wrong:
        | Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |
        |---|---|---|---|---|
        | Экология | «Таза өзен» сенбілігі | Қамту | 200 адам | 160 адам |
    Right:
        | Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |
        |---|---|---|---|---|
        | Экология | «Таза өзен» сенбілігі | Қамту | 200 адам | 240 адам |
    """
    for row in report.plan_fact_rows:
        for pair in row.pairs:
            if pair.plan is None or pair.fact is None or pair.plan.share != pair.fact.share or _is_spent(pair.indicator or row.title):
                continue
            yield reached(report, of_figure(pair.plan, "plan"), of_figure(pair.fact, "fact"), pair.indicator or pair.fact.text[:60], _about(report, row))
    for row in report.indicator_rows:
        if row.plan.number is not None and row.fact.number is not None and row.plan.state == "number" and not _is_spent(row.name):
            plan = of_cell(row.cells["plan"], row.table, row.plan.number, "plan", row.name)
            fact = of_cell(row.cells["fact"], row.table, row.fact.number, "fact", row.name)
            yield reached(report, plan, fact, row.name, {"subject": row.name, "scope": report.scope_label(row.project)})


#: «Расходы, тыс. тенге», «жұмсалған қаражат»: less of it is better.
SPENT = re.compile(rf"\b{either('contexts', 'spent')}")
PARTLY, ADMITTED = pattern("contexts", "considerable", "other_deviations"), pattern("contexts", "exceeded")


def _is_spent(name: str) -> bool:
    return bool(SPENT.search(fold(name)))


@rule("PLN002", kind="plan-fact", severity="warning")
def indicators_have_a_plan(report: Report) -> Iterator[Check]:
    """Every indicator that has an actual level has a planned one.

    Wrong:
        | Индикатор | Өлшем бірлігі | Жоспарланып отырған деңгей | Нақты деңгей |
        |---|---|---|---|
        | 1. Тікелей бенефициарлар саны | адам | | 640 |
        | 2. Штаттық қызметкерлер саны | адам | 3 | 3 |
    Right:
        | Индикатор | Өлшем бірлігі | Жоспарланып отырған деңгей | Нақты деңгей |
        |---|---|---|---|
        | 1. Тікелей бенефициарлар саны | адам | 600 | 640 |
        | 2. Штаттық қызметкерлер саны | адам | 3 | 3 |
    """
    for row in report.indicator_rows:
        others = [other for other in report.indicator_rows if other.table is row.table and other.plan.state == "number"]
        if row.fact.state != "number" or not others:
            continue
        more = {"subject": row.name, "scope": report.scope_label(row.project)}
        fact = of_cell(row.cells["fact"], row.table, row.fact.number, "fact", row.name)
        fields = {"indicator": row.name, "fact": show(fact.quantity)}
        if row.plan.state in ("blank", "dash"):
            empty = Evidence("plan", None, "—", row.place("plan"))
            yield failed([fact.evidence(), empty], Message("«{indicator}» has an actual level ({fact}) but no planned one", fields), **more)
        elif row.plan.state == "number":
            plan = of_cell(row.cells["plan"], row.table, row.plan.number, "plan", row.name)
            yield passed([plan.evidence(), fact.evidence()], Message("«{indicator}» has a plan and a fact", fields), **more)


@rule("PLN003", kind="plan-fact", severity="warning")
def fact_is_not_the_plan_pasted(report: Report) -> Iterator[Check]:
    """What the narrative counts (photos, videos, posts, journals …) agrees with the fact cell, and is not hidden behind a repeated plan.

    Wrong:
        # 1 міндет. Экология
        ## 1 іс-шара. «Таза өзен» сенбілігі
        Іс-шараның 40 фотосы әлеуметтік желіде жарияланды.

        | Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |
        |---|---|---|---|---|
        | Экология | «Таза өзен» сенбілігі | Фото есеп | 15 | 15 |
    Right:
        # 1 міндет. Экология
        ## 1 іс-шара. «Таза өзен» сенбілігі
        Іс-шараның 40 фотосы әлеуметтік желіде жарияланды.

        | Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |
        |---|---|---|---|---|
        | Экология | «Таза өзен» сенбілігі | Фото есеп | 15 | 40 |
    """
    statements = statements_of(report)
    for key, rows in sorted(statements.rows.items()):
        everything = [pair.fact for row in rows for pair in row.pairs if pair.fact is not None]
        pairs = [(statements.counted(key, group), statements.facts(key, group)) for group in COUNTED]
        for group in OF_ONE_ROW:
            told = [s for s in statements.counted(key, group) if key < 0 or s.source == "result"]
            pairs.append((told, statements.facts(key, group)))
        pairs += [_of_measure(statements, key, measure) for measure in ("volunteer", *sorted(MANY_EVENTS - {"event"}))]
        for told, facts in [*pairs, statements.in_the_press(key)]:
            most = max((fact.value for fact in facts), default=0)
            told = [s for s in told if s.quantity.hedge != "range" and not (s.claim is not None and s.value < most and given_out(s.claim))]
            if told and facts:
                yield from _told_against_facts(told, facts, everything, rows[0].regions, _about(report, rows[0]))


def _of_measure(statements, key: int, measure: str) -> tuple[list, list]:
    """What the narrative tells of one sort of people or events that an indicator counts: of events only totals, and what the result cell says."""
    group = "people" if measure == "volunteer" else "events"
    told = [s for s in statements.counted(key, group) if s.claim.measure == measure
            and (group == "people" and s.source != "retold" or s.source == "result" or s.claim.has("total") and s.source == "section")]
    facts = [fact for fact in statements.facts(key, group) if fact.pair.fact.measure == measure and fact.pair.fact.quantity.is_exact]
    return (told, facts) if len(facts) == 1 and len({s.value for s in told}) == 1 else ([], [])


#: Below this a digit more or less is no slip that could be told from another number: 1 video beside 14 clips.
SLIPS_FROM = 10


def _told_against_facts(told, facts, everything, regions: int, more: dict) -> Iterator[Check]:
    """Holds the numbers of one group told of an activity against its fact cells.  A fact «for each region» counts as many
    times as the cell lists regions; where it lists none, nothing is said."""
    worth = {id(fact): fact.quantity.times(regions) if fact.pair.fact.each else fact.quantity for fact in facts
             if not fact.pair.fact.each or regions > 1}
    facts = [fact for fact in facts if id(fact) in worth]
    tied = [fact for fact in facts if any(worth[id(fact)].meets(s.quantity) for s in told)]
    for fact in tied:
        same = [s for s in told if worth[id(fact)].meets(s.quantity)]
        terms = _tellings(same, fact)
        evidence = [term.evidence() for term in terms]
        yield passed(evidence, Message("«{indicator}»: the narrative and the fact cell agree on {fact}",
                                       {"indicator": fact.pair.indicator or fact.text, "fact": show(worth[id(fact)])}),
                     relations=() if fact.pair.fact.each else equalities(terms), **more)
    loose = [s for s in told if not any(s.quantity.meets(quantity) for quantity in worth.values())
             and not any(s.quantity.meets(figure.quantity.times(regions) if figure.each else figure.quantity)
                         for figure in everything if (figure.each and regions > 1) or (not figure.each and figure.value >= 20 and figure.quantity.is_firm))]
    open_facts = [fact for fact in facts if fact not in tied]
    if loose and not open_facts and len(tied) == 1 and len({s.value for s in loose}) == 1 and is_slip(loose[0].value, tied[0].value) \
            and min(loose[0].value, tied[0].value) >= SLIPS_FROM:
        yield _told_once_wrong(told, loose, tied[0], more)
        return
    if not loose and len(facts) == 1 and not facts[0].quantity.is_firm:
        yield from _told_apart([s for s in told if s.quantity.is_firm], facts[0], more)
    if not loose or not open_facts or len({s.value for s in loose}) > 1:
        return
    fact = _nearest(open_facts, loose[0])
    stands_for = worth[id(fact)]
    fields = {"indicator": fact.pair.indicator or fact.text, "told": show(loose[0].quantity), "fact": show(stands_for)}
    terms = _tellings(loose, fact)
    evidence = [term.evidence() for term in terms]
    more = {**more, "relations": () if fact.pair.fact.each else equalities(terms)}
    if fact.pair.plan is not None:
        evidence.append(of_figure(fact.pair.plan, "plan").evidence())
    if fact.pair.fact.each:
        evidence.append(Evidence("computed", int(stands_for.value), f"{fact.value} × {regions}", fact.place))
    difference = int(stands_for.value) - loose[0].value
    if fact.repeats_plan:
        yield failed(evidence, Message("«{indicator}»: the fact cell repeats the planned {fact}, but the narrative says {told}", fields),
                     difference=difference, **more)
    else:
        yield failed(evidence, Message("«{indicator}»: the fact cell says {fact}, the narrative {told}", fields), difference=difference,
                     kind="text-table", **more)


def _told_apart(told, fact, more) -> Iterator[Check]:
    """Numbers that all fit a fact of «at least», but that a slip of a digit tells apart: 24 in the text, 84 in the result cell."""
    values = sorted({s.value for s in told})
    if len(values) == 2 and is_slip(int(values[0]), int(values[1])):
        fields = {"indicator": fact.pair.indicator or fact.text, "values": " ↔ ".join(number(value) for value in values)}
        yield failed([*(Evidence("narrative", s.value, s.text, s.place) for s in told), Evidence("fact", fact.value, fact.text, fact.place)],
                     Message("«{indicator}» is told with different numbers: {values}", fields), difference=values[1] - values[0], kind="text-text", **more)


def _told_once_wrong(told, loose, fact, more) -> Check:
    """The narrative tells the fact's number in one place, and a slip of it in another."""
    fields = {"indicator": fact.pair.indicator or fact.text, "told": show(loose[0].quantity), "fact": number(fact.value)}
    terms = _tellings((*loose, *(s for s in told if s not in loose)), fact)
    return failed([term.evidence() for term in terms], Message("«{indicator}»: the fact cell says {fact}, the narrative {told}", fields),
                  difference=fact.value - loose[0].value, kind="text-table", relations=equalities(terms), **more)


def _tellings(told, fact) -> list[Term]:
    """What the narrative tells of a number, and the fact cell behind it."""
    return [*(Term(s.quantity, "narrative", s.text, s.place) for s in told), Term(fact.quantity, "fact", fact.text, fact.place)]


def _nearest(facts, told):
    """The fact whose indicator shares most words with the sentence that tells the other number."""
    words = set(fold(told.text).split())
    return max(facts, key=lambda fact: len(words & set(fold(f"{fact.pair.indicator} {fact.text}").split())))


@rule("PLN004", kind="plan-fact", severity="error")
def no_deviation_means_no_deviation(report: Report) -> Iterator[Check]:
    """A report that says that nothing deviated from the plan has no actual number that differs from the planned one.

    Wrong:
        | Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |
        |---|---|---|---|---|
        | Экология | «Таза өзен» сенбілігі | Қамту | 200 адам | 240 адам |

        # Жоба бойынша жоспардан ауытқу негіздемелерін сипаттаңыз: ешқандай ауытқу болған жоқ
    Right:
        | Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |
        |---|---|---|---|---|
        | Экология | «Таза өзен» сенбілігі | Қамту | 200 адам | 200 адам |

        # Жоба бойынша жоспардан ауытқу негіздемелерін сипаттаңыз: ешқандай ауытқу болған жоқ
    """
    words = load("words")["none"]
    denial = re.compile("|".join(re.escape(word) for word in words["kk"] + words["ru"]))
    for block, scope in zip(report.blocks, report.outline.scopes):
        found = denial.search(fold(block.text)) if block.table is None else None
        if found is None or PARTLY.search(fold(block.text)[max(0, found.start() - 40):found.end()]) \
                or ADMITTED.search(fold(block.text)[:found.start()]):
            continue
        pairs = [(row.pairs, row) for row in report.plan_fact_rows if row.project == scope.project]
        differing = [(of_figure(pair.plan, "plan"), of_figure(pair.fact, "fact")) for pairs_, _ in pairs for pair in pairs_
                     if pair.plan and pair.fact and not pair.plan.quantity.meets(pair.fact.quantity)]
        differing += [(of_cell(row.cells["plan"], row.table, row.plan.number, "plan", row.name),
                       of_cell(row.cells["fact"], row.table, row.fact.number, "fact", row.name)) for row in report.indicator_rows
                      if row.project == scope.project and row.plan.state == row.fact.state == "number" and row.plan.number != row.fact.number]
        if not pairs and not differing:
            continue
        quote = Evidence("stated", None, excerpt(block.text, *found.span(), 30),
                         block.passage.place_of(found.start(), found.end()))
        evidence = [quote] + [term.evidence() for couple in differing for term in couple]
        more = {"subject": quote.text, "scope": report.scope_label(scope.project)}
        if differing:
            fields = {"count": len(differing), "examples": ", ".join(f"{show(plan.quantity)} → {show(fact.quantity)}" for plan, fact in differing[:8])}
            yield failed(evidence, Message("The report says that nothing deviated from the plan, yet {count} actual numbers differ from the planned "
                                           "ones: {examples}", fields), **more)
        else:
            yield passed([quote], Message("Nothing deviates from the plan, as the report says"), **more)


@rule("PLN005", kind="text-table", severity="error")
def planned_number_is_the_same(report: Report) -> Iterator[Check]:
    """The number that the text calls planned is the one in the plan cell.

    Wrong:
        # 1 міндет. Экология
        ## 1 іс-шара. «Таза өзен» сенбілігі
        Іс-шараға 150 адам жоспарланып, 240 адам қатысты.

        | Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |
        |---|---|---|---|---|
        | Экология | «Таза өзен» сенбілігі | Қамту | 200 адам | 240 адам |
    Right:
        # 1 міндет. Экология
        ## 1 іс-шара. «Таза өзен» сенбілігі
        Іс-шараға 200 адам жоспарланып, 240 адам қатысты.

        | Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |
        |---|---|---|---|---|
        | Экология | «Таза өзен» сенбілігі | Қамту | 200 адам | 240 адам |
    """
    statements = statements_of(report)
    for activity in report.activities:
        plans = [pair.plan for row in statements.rows.get(activity.index, ()) for pair in row.pairs
                 if pair.plan is not None and pair.fact is not None and is_attendance(pair.fact, pair.indicator)]
        told = [claim for source in (statements.sections, statements.results, statements.retold) for claim in source.get(activity.index, ())
                if claim.has("plan") and claim.group == "people" and claim.crowd and claim.role == "count"]
        more = {"subject": activity.title[:160], "scope": report.scope_label(activity.project, activity.index)}
        if len(plans) != 1:
            continue
        plan = of_figure(plans[0], "plan")
        for claim in told:
            fields = {"told": show(claim.quantity), "plan": show(plan.quantity)}
            evidence, relations = [of_claim(claim, "plan").evidence(), plan.evidence()], equalities([of_claim(claim, "plan"), plan])
            if claim.quantity.meets(plan.quantity):
                yield passed(evidence, Message("The planned number is the same in the text and in the plan cell: {plan}", fields),
                             relations=relations, **more)
            else:
                yield failed(evidence, Message("The text says that {told} were planned, the plan cell says {plan}", fields),
                             difference=claim.value - plan.value, relations=relations, **more)
