"""Plan against fact: in the plan/fact table, in the indicator table, and against what the narrative says was done."""
import re
from collections.abc import Iterator

from auditkit.lexicon import load
from auditkit.rule import Check, Evidence, Message, Report, Term, compare_sum, failed, is_slip, number, of_cell, of_claim, of_figure, passed, rule, show
from auditkit.statements import is_attendance, statements_of
from auditkit.wording import fold

#: What is counted both in prose and in fact cells, and may be compared: groups of the lexicon "measures".
COUNTED = ("photo", "video", "posts", "journals", "notes", "articles", "media", "banners", "digests", "print")

#: What is safe to compare besides where all that is told stands in the result cell of the same row.
OF_ONE_ROW = ("materials", "views")


def _about(report: Report, row) -> dict:
    return {"subject": row.title[:160], "scope": report.scope_label(row.project, row.activity)}


@rule("PLN001", kind="plan-fact", severity="warning")
def fact_reaches_the_plan(report: Report) -> Iterator[Check]:
    """The actual number of an indicator is not below the planned one.

    Falling short of the plan is no contradiction, but the report has to give a reason.

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
            if pair.plan is None or pair.fact is None or pair.plan.share != pair.fact.share:
                continue
            yield _reached(of_figure(pair.plan, "plan"), of_figure(pair.fact, "fact"), pair.indicator or pair.fact.text[:60], _about(report, row))
    for row in report.indicator_rows:
        if row.plan.number is not None and row.fact.number is not None and row.plan.state == "number":
            plan = of_cell(row.cells["plan"], row.table, row.plan.number, "plan", row.name)
            fact = of_cell(row.cells["fact"], row.table, row.fact.number, "fact", row.name)
            yield _reached(plan, fact, row.name, {"subject": row.name, "scope": report.scope_label(row.project)})


def _reached(plan: Term, fact: Term, name: str, more: dict) -> Check:
    fields = {"indicator": name, "plan": show(plan.quantity), "fact": show(fact.quantity), "difference": number(plan.value - fact.value)}
    evidence = [plan.evidence(), fact.evidence()]
    if fact.quantity.may_be_at_least(plan.quantity):
        return passed(evidence, Message("«{indicator}»: the fact {fact} reaches the plan {plan}", fields), **more)
    return failed(evidence, Message("«{indicator}»: the fact {fact} is below the plan {plan} by {difference}", fields),
                  difference=fact.value - plan.value, **more)


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
        for group in COUNTED if key >= 0 else (*COUNTED, *OF_ONE_ROW):
            told, facts = statements.counted(key, group), statements.facts(key, group)
            told = [s for s in told if s.quantity.hedge != "range"]
            if told and facts:
                yield from _told_against_facts(told, facts, everything, rows[0].regions, _about(report, rows[0]))


def _told_against_facts(told, facts, everything, regions: int, more: dict) -> Iterator[Check]:
    """Holds the numbers of one group told of an activity against its fact cells.  A fact «for each region» counts as many
    times as the cell lists regions; where it lists none, nothing is said."""
    worth = {id(fact): fact.quantity.times(regions) if fact.pair.fact.each else fact.quantity for fact in facts
             if not fact.pair.fact.each or regions > 1}
    facts = [fact for fact in facts if id(fact) in worth]
    tied = [fact for fact in facts if any(worth[id(fact)].meets(s.quantity) for s in told)]
    for fact in tied:
        same = [s for s in told if worth[id(fact)].meets(s.quantity)]
        evidence = [*(Evidence("narrative", s.value, s.text, s.place) for s in same), Evidence("fact", fact.value, fact.text, fact.place)]
        yield passed(evidence, Message("«{indicator}»: the narrative and the fact cell agree on {fact}",
                                       {"indicator": fact.pair.indicator or fact.text, "fact": show(worth[id(fact)])}), **more)
    loose = [s for s in told if not any(s.quantity.meets(quantity) for quantity in worth.values())
             and not any(s.quantity.meets(figure.quantity.times(regions) if figure.each else figure.quantity)
                         for figure in everything if (figure.each and regions > 1) or (not figure.each and figure.value >= 20))]
    open_facts = [fact for fact in facts if fact not in tied]
    if loose and not open_facts and len(tied) == 1 and len({s.value for s in loose}) == 1 and is_slip(loose[0].value, tied[0].value):
        yield _told_once_wrong(told, loose, tied[0], more)
        return
    if not loose or not open_facts or len({s.value for s in loose}) > 1:
        return
    fact = _nearest(open_facts, loose[0])
    stands_for = worth[id(fact)]
    fields = {"indicator": fact.pair.indicator or fact.text, "told": show(loose[0].quantity), "fact": show(stands_for)}
    evidence = [*(Evidence("narrative", s.value, s.text, s.place) for s in loose), Evidence("fact", fact.value, fact.text, fact.place)]
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


def _told_once_wrong(told, loose, fact, more) -> Check:
    """The narrative tells the fact's number in one place, and a slip of it in another."""
    fields = {"indicator": fact.pair.indicator or fact.text, "told": show(loose[0].quantity), "fact": number(fact.value)}
    evidence = [*(Evidence("narrative", s.value, s.text, s.place) for s in (*loose, *(s for s in told if s not in loose))),
                Evidence("fact", fact.value, fact.text, fact.place)]
    return failed(evidence, Message("«{indicator}»: the fact cell says {fact}, the narrative {told}", fields), difference=fact.value - loose[0].value,
                  kind="text-table", **more)


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

        # Жоба бойынша жоспардан ауытқу негіздемелерін сипаттаңыз: жоспардан ауытқу болмады
    Right:
        | Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |
        |---|---|---|---|---|
        | Экология | «Таза өзен» сенбілігі | Қамту | 200 адам | 200 адам |

        # Жоба бойынша жоспардан ауытқу негіздемелерін сипаттаңыз: жоспардан ауытқу болмады
    """
    words = load("words")["none"]
    denial = re.compile("|".join(re.escape(word) for word in words["kk"] + words["ru"]))
    for block, scope in zip(report.blocks, report.outline.scopes):
        found = denial.search(fold(block.text)) if block.table is None else None
        if found is None or re.search(r"айтарлықтай|елеулі|значительн|существенн", fold(block.text)[max(0, found.start() - 40):found.end()]):
            continue
        pairs = [(row.pairs, row) for row in report.plan_fact_rows if row.project == scope.project]
        differing = [(of_figure(pair.plan, "plan"), of_figure(pair.fact, "fact")) for pairs_, _ in pairs for pair in pairs_
                     if pair.plan and pair.fact and not pair.plan.quantity.meets(pair.fact.quantity)]
        differing += [(of_cell(row.cells["plan"], row.table, row.plan.number, "plan", row.name),
                       of_cell(row.cells["fact"], row.table, row.fact.number, "fact", row.name)) for row in report.indicator_rows
                      if row.project == scope.project and row.plan.state == row.fact.state == "number" and row.plan.number != row.fact.number]
        if not pairs and not differing:
            continue
        quote = Evidence("stated", None, " ".join(block.text[max(0, found.start() - 30):found.end() + 30].split()),
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
            evidence = [of_claim(claim).evidence(), plan.evidence()]
            if claim.quantity.meets(plan.quantity):
                yield passed(evidence, Message("The planned number is the same in the text and in the plan cell: {plan}", fields), **more)
            else:
                yield failed(evidence, Message("The text says that {told} were planned, the plan cell says {plan}", fields),
                             difference=claim.value - plan.value, **more)


ITEM = re.compile(r"(?P<name>[^\d;:=\n()]{2,40}?)\s*[-–—:]\s*(?P<n>\d{1,5})(?=\s*(?:[^\W\d_][\w-]*(?:\s[^\W\d_][\w-]*)?\s*)?(?:[;.,\n]|$))")
PRODUCT = re.compile(r"(?P<a>\d{1,6})\s*[*xх×]\s*(?P<b>\d{1,6})\s*=\s*(?P<c>\d[\d ]*)")


@rule("PLN006", kind="table-sum", severity="error")
def breakdown_in_a_cell_adds_up(report: Report) -> Iterator[Check]:
    """A number of a plan or fact cell equals what the cell breaks it down into.

    Wrong:
        | Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |
        |---|---|---|---|---|
        | Экология | «Таза өзен» сенбілігі | Аумақ | 4 ауыл: Бірінші аудан - 4; Екінші аудан - 4; Үшінші аудан - 4. | 4 ауыл: Бірінші аудан - 4; Екінші аудан - 4; Үшінші аудан - 4. |
    Right:
        | Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |
        |---|---|---|---|---|
        | Экология | «Таза өзен» сенбілігі | Аумақ | 12 ауыл: Бірінші аудан - 4; Екінші аудан - 4; Үшінші аудан - 4. | 12 ауыл: Бірінші аудан - 4; Екінші аудан - 4; Үшінші аудан - 4. |
    """
    by_cell: dict = {}
    for claim in report.claim_list:
        if claim.cell is not None and claim.role == "count":
            by_cell.setdefault((claim.block, *claim.cell[1:]), []).append(claim)
    for row in report.plan_fact_rows:
        checks = []
        for column in ("plan", "fact"):
            cell = row.cells[column]
            claims = by_cell.get((row.block, cell.row + 1, cell.column + 1), [])
            checks += _breakdowns(cell.passage.text, claims, _about(report, row))
            yield from _products(cell.passage.text, claims, _about(report, row))
        yield from _merged(checks)


def _breakdowns(text: str, claims, more) -> list[Check]:
    """Checks of «25 ауыл: A - 5; B - 5 …»: the number before a run of named parts against their sum."""
    items = [(found, claim) for found in ITEM.finditer(text) for claim in claims if claim.start <= found.start("n") < claim.end]
    runs: list[list] = []
    for found, claim in items:
        between = text[runs[-1][-1][0].end():found.start()] if runs else ""
        if runs and not re.search(r"\d", between) and len(re.sub(r"\W", "", between)) <= 24:
            runs[-1].append((found, claim))
        else:
            runs.append([(found, claim)])
    checks = []
    for run in runs:
        before = [claim for claim in claims if claim.end <= run[0][0].start() + 1 and claim.start >= run[0][0].start() - 60]
        if len(run) < 3 or not before:
            continue
        head = before[-1]
        stated, parts = of_claim(head, "total"), [of_claim(claim, "part") for _, claim in run]
        checks.append(compare_sum(stated, parts, "The cell says {stated}, but its parts make {sum} ({sum_text})",
                                  "The parts of the cell make its total: {sum_text} = {stated}", **more))
    return checks


def _merged(checks: list[Check]) -> Iterator[Check]:
    """The same slip in the plan and in the fact cell is one finding with both places."""
    failures = [check for check in checks if check.failed]
    yield from (check for check in checks if not check.failed)
    while failures:
        first = failures.pop(0)
        same = [check for check in failures if check.message.params == first.message.params]
        failures = [check for check in failures if check not in same]
        evidence = first.evidence + tuple(piece for check in same for piece in check.evidence)
        yield Check("failed", evidence, first.message, first.subject, first.scope, first.difference)


def _products(text: str, claims, more) -> Iterator[Check]:
    for found in PRODUCT.finditer(text):
        inside = [claim for claim in claims if found.start() <= claim.start < found.end()]
        a, b, c = int(found.group("a")), int(found.group("b")), int(re.sub(r"\D", "", found.group("c")))
        if len(inside) < 2:
            continue
        fields = {"text": " ".join(found.group().split()), "product": number(a * b)}
        evidence = [Evidence("part", claim.value, claim.text, claim.place) for claim in inside]
        if a * b == c:
            yield passed(evidence, Message("The product is right: {text}", fields), **more)
        else:
            yield failed(evidence + [Evidence("computed", a * b, fields["text"], inside[-1].place)],
                         Message("The product is wrong: {text}, it should be {product}", fields), difference=c - a * b, **more)


@rule("PLN007", kind="plan-fact", severity="warning")
def fact_told_in_prose_reaches_its_plan(report: Report) -> Iterator[Check]:
    """A number told together with its plan («352 адам (жоспар – 300)») is not below it.

    Wrong:
        Сайтқа 12 мақала (жоспар – 15) берілді.
    Right:
        Сайтқа 18 мақала (жоспар – 15) берілді.
    """
    claims = report.prose()
    for plan in claims:
        fact = _fact_of(plan, claims)
        if fact is not None:
            name = fact.passage.text[fact.noun[0]:fact.noun[1]] if fact.noun else fact.text[:60]
            yield _reached(of_claim(plan, "plan"), of_claim(fact, "fact"), name,
                           {"subject": fact.text, "scope": report.scope_label(plan.scope.project, report.activity_of(plan))})


def _fact_of(plan, claims):
    """The actual number that a planned one stands beside in brackets: the last count of the same measure before it."""
    if not plan.has("plan") or plan.has("title") or plan.role not in ("count", "share") or not _in_brackets(plan):
        return None
    before = [claim for claim in claims if claim.block == plan.block and claim.number < plan.number and claim.sentence == plan.sentence
              and claim.role == plan.role and claim.measure == plan.measure and not claim.has("plan")]
    return before[-1] if before else None


def _in_brackets(claim) -> bool:
    opening = claim.passage.text.rfind("(", max(0, claim.start - 40), claim.start)
    return opening >= 0 and ")" not in claim.passage.text[opening:claim.start]


@rule("PLN008", kind="text-text", severity="error")
def plan_told_in_prose_is_the_same(report: Report) -> Iterator[Check]:
    """The plan of an activity is told with the same number wherever it is told.

    Wrong:
        # 1 міндет. Шахмат
        ## 1 іс-шара. «Ақ пен қара» сабақтары
        Сабаққа барлығы 190 оқушы (жоспар – 150) қатысты.

        # 3. Жобаның нәтижелері:
        «Ақ пен қара» сабақтарына 190 оқушы (жоспар – 120) қатысты.
    Right:
        # 1 міндет. Шахмат
        ## 1 іс-шара. «Ақ пен қара» сабақтары
        Сабаққа барлығы 190 оқушы (жоспар – 150) қатысты.

        # 3. Жобаның нәтижелері:
        «Ақ пен қара» сабақтарына 190 оқушы (жоспар – 150) қатысты.
    """
    claims = report.prose()
    told: dict = {}
    for plan in claims:
        fact = _fact_of(plan, claims)
        activity = report.activity_of(plan)
        if fact is not None and activity is not None:
            group = "people" if plan.crowd else plan.measure
            told.setdefault((activity, group, plan.role), []).append(plan)
    for (activity, _, _), plans in told.items():
        if len({plan.block for plan in plans}) < 2:
            continue
        terms = [of_claim(plan, "plan") for plan in plans]
        more = {"subject": report.activities[activity].title[:160], "scope": report.scope_label(plans[0].scope.project, activity)}
        fields = {"values": " ↔ ".join(dict.fromkeys(show(term.quantity) for term in terms)), "activity": report.activities[activity].label}
        evidence = [term.evidence() for term in terms]
        if all(a.quantity.meets(b.quantity) for i, a in enumerate(terms) for b in terms[i + 1:]):
            yield passed(evidence, Message("The plan of «{activity}» is the same everywhere: {values}", fields), **more)
        else:
            yield failed(evidence, Message("The plan of «{activity}» is told with different numbers: {values}", fields), **more)
