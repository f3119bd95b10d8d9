"""Plan and fact told in prose: a fact beside its plan, a plan told in several places."""
import re
from collections.abc import Iterator

from auditkit.lexicon import either
from auditkit.rule import Check, Message, Report, equalities, failed, number, of_claim, passed, reached, rule, show
from auditkit.understanding.fulfilled import find_differences, is_difference
from auditkit.wording import fold

#: «1 430 грант (жылдық жоспар – 2 600)»: the plan of a longer time than that of the fact.
OF_THE_YEAR = re.compile(rf"\(\s*{either('contexts', 'of_the_year')}[^()]*$")


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
        if fact is not None and not OF_THE_YEAR.search(fold(plan.passage.text[max(0, plan.start - 40):plan.start])):
            name = fact.passage.text[fact.noun[0]:fact.noun[1]] if fact.noun else fact.text[:60]
            yield reached(report, of_claim(plan, "plan"), of_claim(fact, "fact"), name,
                           {"subject": fact.text, "scope": report.scope_label(plan.scope.project, report.activity_of(plan))})


def _fact_of(plan, claims):
    """The actual number that a planned one stands beside in brackets: the last count of the same measure before it."""
    if not plan.has("plan") or plan.has("title") or plan.role not in ("count", "share") or not _in_brackets(plan):
        return None
    before = [claim for claim in claims if claim.block == plan.block and claim.number < plan.number and claim.sentence == plan.sentence
              and claim.role == plan.role and claim.measure == plan.measure and not claim.has("plan") and not is_difference(claim)]
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
    facts: dict[int, float] = {}
    for plan in claims:
        fact = _fact_of(plan, claims)
        activity = report.activity_of(plan)
        if fact is not None and activity is not None:
            group = "people" if plan.crowd else plan.measure
            told.setdefault((activity, group, plan.role), []).append(plan)
            facts[plan.number] = fact.value
    for (activity, _, _), plans in told.items():
        if len({plan.block for plan in plans}) < 2:
            continue
        if all(report.blocks[plan.block].kind == "item" for plan in plans) and len({facts[plan.number] for plan in plans}) == len(plans):
            continue  # the items of one list, each with a fact of its own: of several things
        terms = [of_claim(plan, "plan") for plan in plans]
        more = {"subject": report.activities[activity].title[:160], "relations": equalities(terms),
                "scope": report.scope_label(plans[0].scope.project, activity)}
        fields = {"values": " ↔ ".join(dict.fromkeys(show(term.quantity) for term in terms)), "activity": report.activities[activity].label}
        evidence = [term.evidence() for term in terms]
        if all(a.quantity.meets(b.quantity) for i, a in enumerate(terms) for b in terms[i + 1:]):
            yield passed(evidence, Message("The plan of «{activity}» is the same everywhere: {values}", fields), **more)
        else:
            yield failed(evidence, Message("The plan of «{activity}» is told with different numbers: {values}", fields), **more)


@rule("PLN012", kind="plan-fact", severity="warning")
def difference_from_the_plan_is_right(report: Report) -> Iterator[Check]:
    """A number by which a sentence says that the fact is above or below the plan is the difference of the two.

    Wrong:
        Семинарларға 318 адам қатысты, бұл жоспардан (300 адам) 28 адамға артық.
    Right:
        Семинарларға 318 адам қатысты, бұл жоспардан (300 адам) 18 адамға артық.
    """
    for found in find_differences(report.prose()):
        told = found.told
        evidence = [of_claim(told).evidence("stated"), of_claim(found.plan).evidence("plan"), of_claim(found.fact).evidence("fact")]
        fields = {"before": number(found.plan.value), "after": number(found.fact.value), "told": number(told.value), "exact": number(found.exact)}
        more = {"subject": told.text, "scope": report.scope_label(told.scope.project, report.activity_of(told))}
        if found.fits:
            yield passed(evidence, Message("From {before} to {after} is a difference of {told}", fields), **more)
        elif found.sure:
            yield failed(evidence, Message("From {before} to {after} is a difference of {exact} and not of {told}", fields),
                         difference=told.value - found.exact, **more)
