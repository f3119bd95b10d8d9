"""What is told again by year, or part by part, keeps its number."""
import re
from collections.abc import Iterator

from auditkit.lexicon import load
from auditkit.rule import Check, Confidence, Evidence, Message, Report, equalities, failed, is_slip, number, of_claim, passed, rule, show
from auditkit.understanding.breakdowns import find_breakdowns
from auditkit.wording import stems

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
        if report.outline.scopes[found.total.block].activity is not None or len({part.value for part in found.parts}) < 2 \
                or sum(part.value for part in found.parts) > 2 * found.total.value:
            continue  # far more than the whole: «үш облыста: … – 7, … – 11», the parts are of something else
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
