"""What is said of an activity in one place and said again, with the same words, in another."""
from collections.abc import Iterator
from itertools import combinations

from auditkit.rule import Check, Confidence, Message, Report, Term, failed, is_slip, of_claim, of_figure, passed, rule, show
from auditkit.statements import by_block, is_asked, is_satisfaction, statements_of, whole_attendance, words_of
from auditkit.understanding.retellings import Retelling, Words, beginnings_shared, clusters, retellings, retold_within, same_thing

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
    told: set[int] = set()
    for activity in report.activities:
        places = [statements.sections.get(activity.index, []), statements.results.get(activity.index, []),
                  *by_block(statements.retold.get(activity.index, []))]
        more = {"subject": activity.title[:160], "scope": report.scope_label(activity.project, activity.index)}
        pairs = [pair for first, second in combinations([_counted(claims) for claims in places], 2) for pair in retellings(words, first, second, ALIKE)
                 if pair.agrees or is_slip(int(pair.one.value), int(pair.other.value))]
        for cluster in clusters(pairs):
            yield _one_number(cluster, activity.label, more)
        held = {claim.number for pair in pairs for claim in (pair.one, pair.other)}
        told |= held
        yield from _named_alike(words, [_countable(claims) for claims in places], told, activity.label, more)
        yield from _in_its_row(words, _countable(places[0]), statements.rows.get(activity.index, ()), activity.label, more)
    for project in report.outline.projects:
        if report.outline.activities_of(project.number):  # letters of several offices use one wording for many things
            for cluster in clusters(_in_summaries(report, words, project.number)):
                yield _one_number(cluster, "", {"subject": cluster[0].one.text, "scope": report.scope_label(project.number)})
            yield from _swapped(report, words, project.number, told)


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


def _named_alike(words: Words, places: list[list], held: set[int], label: str, more: dict) -> Iterator[Check]:
    """What stands under an activity and is told of it elsewhere with the same noun: a slip of a digit, where no other number is meant."""
    section, *elsewhere = places
    for claims in elsewhere:
        for one in section:
            near = [other for other in claims if same_thing(words, one, other) and is_slip(int(one.value), int(other.value))]
            if len(near) != 1 or one.number in held or near[0].number in held or any(claim.value == near[0].value for claim in section) \
                    or any(claim.value == one.value for claim in claims) \
                    or sum(claim.measure == one.measure for claim in section) > 1 \
                    and not (_is_swap(int(one.value), int(near[0].value)) and beginnings_shared(words, one, near[0]) > 1) \
                    or sum(same_thing(words, claim, near[0]) and is_slip(int(claim.value), int(near[0].value)) for claim in section) != 1:
                continue
            held.add(near[0].number)
            yield _differ([of_claim(one), of_claim(near[0], "narrative" if near[0].cell is None else "result")], label, more)


def _in_its_row(words: Words, section: list, rows, label: str, more: dict) -> Iterator[Check]:
    """A number told under an activity with the words of an indicator of its row («19 жұмыс беруші»), against the row's fact."""
    for row in rows:
        for pair in row.pairs:
            name = words.of(pair.indicator) - words.of("саны количество число")
            if pair.fact is None or pair.fact.share or not name or pair.fact.value < 10 or not pair.fact.quantity.is_exact or pair.fact.each:
                continue
            told = [claim for claim in section if claim.noun is not None and claim.noun[0] >= claim.end and not is_asked(claim)
                    and name & words.of(claim.passage.text[slice(*claim.noun)]) and name <= words.of(claim.passage.text[claim.end:claim.noun[1] + 16])]
            if len(told) != 1 or any(claim.value == pair.fact.value for claim in section):
                continue
            if is_slip(int(told[0].value), int(pair.fact.value)) and len(str(told[0].value)) == len(str(pair.fact.value)):
                yield _differ([of_claim(told[0]), of_figure(pair.fact, "fact")], label, {**more, "kind": "text-table"})


def _swapped(report: Report, words: Words, project: int, told: set[int]) -> Iterator[Check]:
    """A number of a summary that is one of an activity's numbers but for two digits that have changed places, the noun the same:
    352 volunteers and 325 volunteers.  Totals of several activities and round numbers prove nothing."""
    prose = [claim for claim in report.prose(project) if claim.role == "count" and claim.quantity.is_exact and claim.value >= 100 and claim.noun is not None
             and claim.group not in OTHERS and not claim.has("plan", "planned", "title", "each")]
    sections = [claim for claim in prose if claim.scope.activity is not None and report.activity_of(claim) == claim.scope.activity]
    values = {claim.value for claim in report.claim_list if claim.scope.activity is not None or claim.cell is not None}
    for again in prose:
        if again.scope.activity is not None or again.has("total") or again.value in values or again.value % 10 == 0:
            continue
        first = [claim for claim in sections if claim.measure == again.measure and _is_swap(int(claim.value), int(again.value))]
        activity = report.activity_of(again)
        if len({claim.value for claim in first}) != 1 or activity not in (None, first[0].scope.activity) or again.number in told:
            continue
        same = [claim for claim in sections if claim.measure == again.measure and claim.scope.activity == first[0].scope.activity]
        if len(same) > 1 and beginnings_shared(words, first[0], again) < 2:
            continue
        if activity is not None and again.number in {found.claim.number for found in statements_of(report).participants(activity) if found.claim}:
            continue  # the participants of an activity are held against each other by a rule of their own
        yield _differ([of_claim(first[0]), of_claim(again)], report.activities[first[0].scope.activity].label,
                      {"subject": again.text, "scope": report.scope_label(project, first[0].scope.activity)})


def _is_swap(one: int, other: int) -> bool:
    """Whether two numbers are one but for two neighbouring digits that have changed places."""
    return sorted(str(one)) == sorted(str(other)) and is_slip(one, other)


def _differ(terms: list[Term], label: str, more: dict) -> Check:
    fields = {"values": " ↔ ".join(show(term.quantity) for term in terms), "activity": label}
    kind = {} if terms[1].role == "narrative" else {"kind": "text-table"}
    return failed([term.evidence() for term in terms], Message("The same is told of «{activity}» with different numbers: {values}", fields),
                  difference=abs(terms[0].value - terms[1].value), confidence=Confidence.MEDIUM, **{**more, **kind})


def _countable(claims: list) -> list:
    """The exact whole numbers of things and of money, people who came left out."""
    came = {claim.number for claim in whole_attendance(claims)}
    return [claim for claim in claims if claim.role == "count" and claim.quantity.is_exact and claim.value == int(claim.value) and claim.value >= 10
            and claim.group not in ("time", "percent-points") and claim.number not in came and not claim.has("plan", "planned", "title", "each")]


def _counted(claims: list) -> list:
    """The claims that count something, those left out that other rules hold against each other: people who came, satisfaction."""
    came = {claim.number for claim in whole_attendance(claims)}
    return [claim for claim in claims if claim.role in ("count", "share") and claim.group not in OTHERS and claim.value > 1 and claim.number not in came
            and not is_satisfaction(claim) and not claim.has("plan", "planned", "title", "each")]
