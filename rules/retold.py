"""What is said of an activity in one place and said again, with the same words, in another."""
from collections.abc import Iterator
from itertools import combinations

from auditkit.rule import Check, Confidence, Message, Report, failed, is_slip, of_claim, passed, rule, show
from auditkit.statements import attendance, by_block, is_satisfaction, statements_of, words_of
from auditkit.understanding.retellings import Retelling, Words, clusters, retellings, retold_within

#: How like the words around two numbers must be.
ALIKE = 0.45
#: How like they must be where nothing but the wording ties two numbers.
SAME = 0.9
#: Held against each other by rules of their own, or no numbers of things.
OTHERS = ("money", "time", "percent-points")


@rule("REP011", kind="text-text", severity="warning")
def what_is_told_again_of_an_activity_keeps_its_number(report: Report) -> Iterator[Check]:
    """A number that is told of an activity in its own section, in its row of the plan/fact table and in the results is the same.

    Places are tied by the rare words around their numbers; a number accuses only where it is a slip of a digit away from the other.

    Wrong:
        # 1 міндет. Экология
        ## 1 іс-шара. Кітапшаларды әзірлеу және тарату
        Су үнемдеу туралы танымдық кітапшалар 1500 дана басылып, ауыл тұрғындарына таратылды.

        # 3. Жобаның нәтижелері:
        Кітапшаларды әзірлеу және тарату: су үнемдеу туралы танымдық кітапшалар 1600 дана басылып, ауыл тұрғындарына таратылды.
    Right:
        # 1 міндет. Экология
        ## 1 іс-шара. Кітапшаларды әзірлеу және тарату
        Су үнемдеу туралы танымдық кітапшалар 1500 дана басылып, ауыл тұрғындарына таратылды.

        # 3. Жобаның нәтижелері:
        Кітапшаларды әзірлеу және тарату: су үнемдеу туралы танымдық кітапшалар 1500 дана басылып, ауыл тұрғындарына таратылды.
    """
    statements, words = statements_of(report), words_of(report)
    for activity in report.activities:
        places = [statements.sections.get(activity.index, []), statements.results.get(activity.index, []),
                  *by_block(statements.retold.get(activity.index, []))]
        more = {"subject": activity.title[:160], "scope": report.scope_label(activity.project, activity.index)}
        pairs = [pair for first, second in combinations([_counted(claims) for claims in places], 2) for pair in retellings(words, first, second, ALIKE)
                 if pair.agrees or is_slip(int(pair.one.value), int(pair.other.value))]
        for cluster in clusters(pairs):
            yield _one_number(cluster, activity.label, more)
    for project in report.outline.projects:
        if report.outline.activities_of(project.number):  # letters of several offices use one wording for many things
            for cluster in clusters(_in_summaries(report, words, project.number)):
                yield _one_number(cluster, "", {"subject": cluster[0].one.text, "scope": report.scope_label(project.number)})


def _in_summaries(report: Report, words: Words, project: int) -> list[Retelling]:
    """What two summaries tell of the project in the same words, each only once."""
    loose = [claim for claim in _counted(report.prose(project)) if claim.scope.activity is None and report.activity_of(claim) is None]
    return [pair for pair in retold_within(words, loose, SAME) if pair.one.block != pair.other.block
            and (pair.agrees or is_slip(int(pair.one.value), int(pair.other.value)))]


def _one_number(cluster: list[Retelling], label: str, more: dict) -> Check:
    claims = sorted({claim.number: claim for pair in cluster for claim in (pair.one, pair.other)}.values(), key=lambda claim: claim.number)
    evidence = [of_claim(claim).evidence("narrative" if claim.cell is None else "result") for claim in claims]
    fields = {"values": " ↔ ".join(dict.fromkeys(show(claim.quantity) for claim in claims)), "activity": label}
    if all(pair.agrees for pair in cluster):
        return passed(evidence, Message("Told again of «{activity}» with the same number: {values}" if label else "Told again with the same number: {values}", fields), **more)
    values = [claim.value for claim in claims]
    kind = "text-text" if all(claim.cell is None for claim in claims) else "text-table"
    return failed(evidence, Message("The same is told of «{activity}» with different numbers: {values}" if label else "The same is told with different numbers: {values}",
                                    fields), difference=max(values) - min(values), kind=kind, confidence=Confidence.MEDIUM, **more)


def _counted(claims: list) -> list:
    """The claims that count something, those left out that other rules hold against each other: people who came, satisfaction."""
    came = {claim.number for claim in attendance(claims)}
    return [claim for claim in claims if claim.role in ("count", "share") and claim.group not in OTHERS and claim.value > 1 and claim.number not in came
            and not is_satisfaction(claim) and not claim.has("plan", "planned", "title", "each")]
