"""Events told one by one, with dates, against the number of events of their kind."""
from collections.abc import Iterator

from auditkit.rule import Check, Confidence, Evidence, Message, Quantity, Report, Term, failed, number, of_claim, passed, rule, show, sum_of
from auditkit.statements import statements_of
from auditkit.understanding.nouns import all_nouns
from auditkit.wording import excerpt, fold

#: Words for events of any kind tell no kind.
GENERIC = ("event", "meeting", "survey", "dialogue", "project")


@rule("SUM010", kind="text-sum", severity="warning")
def events_told_one_by_one_make_their_number(report: Report) -> Iterator[Check]:
    """The shows, trainings, lectures … told with dates under an activity make the number that the report gives for them.

    A dated event that names the kind without a number counts as one.  Too few prove nothing, since a report need not tell every event.

    Wrong:
        # 1 міндет. Өнер
        ## 1 іс-шара. «Ертегілер елінде» апталығын өткізу
        2024 жылғы 4 сәуірде Аршалы ауылында (№2 мектеп пен лицейде 5 қойылым) апталық ашылды.

        2024 жылғы 12 сәуірде Шортанды ауылында (екі мектепте 2 қойылым) апталық жалғасты.

        2024 жылғы 20 сәуірде Астраханка ауылында «Мақта қыз» қойылымы көрсетілді.

        Барлығы 5 қойылым көрсетілді.
    Right:
        # 1 міндет. Өнер
        ## 1 іс-шара. «Ертегілер елінде» апталығын өткізу
        2024 жылғы 4 сәуірде Аршалы ауылында (№2 мектеп пен лицейде 2 қойылым) апталық ашылды.

        2024 жылғы 12 сәуірде Шортанды ауылында (екі мектепте 2 қойылым) апталық жалғасты.

        2024 жылғы 20 сәуірде Астраханка ауылында «Мақта қыз» қойылымы көрсетілді.

        Барлығы 5 қойылым көрсетілді.
    """
    statements = statements_of(report)
    for activity in report.activities:
        events = _events(report, activity)
        if len(events) < 2:
            continue
        section = [claim for claim in statements.sections.get(activity.index, ()) if claim.group == "events" and _counts(claim)]
        last = max(events[-1])
        more = {"subject": activity.title[:160], "scope": report.scope_label(activity.project, activity.index)}
        for measure in {claim.measure for claim in section} - set(GENERIC):
            told = [claim for claim in section if claim.measure == measure]
            totals = [claim for claim in told if claim.block > last or claim.has("total")] or \
                [claim for claim in statements.results.get(activity.index, ()) if claim.measure == measure and _counts(claim)]
            parts = [_part(report, blocks, measure, [claim for claim in told if claim not in totals]) for blocks in events]
            if totals and len({claim.value for claim in totals}) == 1 and None not in parts:
                yield from _compare(of_claim(totals[0], "total"), parts, more)


def _counts(claim) -> bool:
    return claim.role == "count" and claim.quantity.is_exact and not claim.has("plan", "planned", "title", "each")


def _events(report: Report, activity) -> list[list[int]]:
    """The blocks of each dated event of an activity, in order; what follows the last one in a block of its own is no part of it."""
    found: dict[int, list[int]] = {}
    for index in range(activity.start + 1, activity.end):
        if (event := report.outline.scopes[index].event) and report.blocks[index].table is None:
            found.setdefault(event, []).append(index)
    blocks = list(found.values())
    return [*blocks[:-1], blocks[-1][:1]] if blocks else []


def _part(report: Report, blocks: list[int], measure: str, told: list) -> Term | None:
    """How many of a kind an event had: the number told, or one where only the word stands; None where that is not known."""
    inside = [claim for claim in told if claim.block in blocks]
    if len(inside) == 1:
        return of_claim(inside[0], "part")
    for index in blocks if not inside else ():
        text = report.blocks[index].text
        for noun in all_nouns(fold(text)):
            if noun.measure == measure:
                return Term(Quantity.exact(1), "event", excerpt(text, noun.start, noun.end, 50), report.blocks[index].passage.place_of(noun.start, noun.end))
    return None


def _compare(total: Term, parts: list[Term], more: dict) -> Iterator[Check]:
    numbered = [part for part in parts if part.role == "part"]
    if not numbered:
        return
    computed, known = sum_of(part.quantity for part in parts), sum_of(part.quantity for part in numbered)
    fields = {"stated": show(total.quantity), "sum": number(computed.value), "sum_text": " + ".join(number(part.value) for part in parts)}
    evidence = [total.evidence(), *(part.evidence() for part in parts)]
    if total.quantity.meets(computed):
        yield passed(evidence, Message("The events told with dates make their number: {sum_text} = {stated}", fields), **more)
    elif known.low > total.quantity.high:
        evidence.append(Evidence("computed", computed.value, fields["sum_text"], total.place))
        yield failed(evidence, Message("{stated} in all, but the events told with dates are more: {sum_text} = {sum}", fields),
                     difference=total.value - computed.value, confidence=Confidence.MEDIUM, **more)
