"""What percentages, marks and growths are measured on: the people asked, the scale, the two numbers of a growth."""
import re
from collections.abc import Iterator, Sequence

from auditkit.lexicon import either, pattern
from auditkit.understanding.claims import Claim
from auditkit.understanding.growth import POINTS
from auditkit.wording import fold

SURVEY, ASKED, ANSWERED = pattern("survey", "survey"), pattern("survey", "asked"), pattern("survey", "answered")
#: «Табысының 5 %-ын жинайды», «откладывают 5 % дохода»: a share of money, not of people.
OF_MONEY = re.compile(r"(?:табыс|кіріс|жалақы|ақша|айлығ|бюджет|қаражат)\w*(?:ның|нің|дың|дің|тың|тің)\s+$")
OF_MONEY_RU = re.compile(r"\s*(?:от\s)?(?:[^\W\d_]+\s)?(?:доход|зарплат|заработк|бюджет|средств|сумм)")
MARK_WORD = re.compile(rf"^\s*{either('survey', 'mark')}")
LINK = re.compile(rf"{either('survey', 'agrees')}|\(\s*$")
BRACKET = re.compile(rf"\s*(?:{either('survey', 'mark')}\w*)?\s*\(\s*")
SCALE = re.compile(rf"(\d{{1,3}})\s?-?\s?{either('survey', 'scale')}|из\s+(\d{{1,3}})\b")
TIMES = re.compile(rf"^\s*(?:-\s?)?{either('growth', 'times')}")
GROWN = pattern("growth", "grown")
GROWTH_PAIR = re.compile(r"(?:дан|ден|тан|тен|нан|нен)\s|\b(?:со?|от)\s+\d")


def survey_bases(report) -> Iterator[tuple[Claim, list[Claim], bool]]:
    """(people, shares, told) for every group of shares under one activity or heading that has one number of people.

    `told`: the sentence says that they answered the survey; otherwise they are those who took part in the event.
    """
    groups: dict[tuple, list[Claim]] = {}
    for claim in report.claim_list:
        if claim.cell is None and claim.is_quantity:
            scope = claim.scope
            groups.setdefault((scope.project, scope.activity, scope.event if scope.activity is not None else scope.heading), []).append(claim)
    for group in groups.values():
        shares = [claim for claim in group if claim.role == "share" and claim.quantity.is_firm and not claim.has("plan", "planned", "title")
                  and not POINTS.match(fold(claim.passage.text[claim.end:claim.end + 30])) and not OF_MONEY.search(fold(claim.passage.text[max(0, claim.start - 30):claim.start]))
                  and not OF_MONEY_RU.match(fold(claim.passage.text[claim.end:claim.end + 40]))]
        people = [claim for claim in group if claim.group == "people" and claim.role == "count" and claim.quantity.is_exact
                  and not claim.has("plan", "title", "each", "planned", "including") and claim.quantity.value >= 8]
        if not shares or not people or not any(SURVEY.search(fold(claim.passage.text)) for claim in (*shares, *people)):
            continue
        asked = [claim for claim in people if claim.measure == "respondent" or _told_of_survey(claim, report)]
        base = asked or people
        if len({claim.value for claim in base}) == 1:
            own = [share for share in shares if not asked or share.number > asked[0].number]
            if own:
                yield base[0], own, bool(asked)


def _told_of_survey(claim: Claim, report) -> bool:
    """Whether the sentence of a number of people, or the one before it, speaks of a survey that they took part in."""
    text = fold(claim.passage.text)
    start = text.rfind(". ", 0, claim.start)
    before = text.rfind(". ", 0, max(start, 0))
    stretch = text[max(before, 0):claim.end + 60]
    return bool(ASKED.search(stretch)) and bool(ANSWERED.search(text[claim.start:claim.end + 60] + text[max(0, claim.start - 40):claim.start]))


def scale_marks(claims: Sequence[Claim]) -> Iterator[tuple[Claim, Claim, int]]:
    """(mean mark, percentage, highest mark) where a report says that the one is the other."""
    for mark, share in zip(claims, claims[1:]):
        if mark.role != "count" or share.role != "share" or mark.block != share.block or mark.cell != share.cell:
            continue
        text = fold(mark.passage.text)
        if mark.measure != "points" and not MARK_WORD.match(text[mark.end:mark.end + 12]):
            continue
        between = text[mark.end:share.start]
        bracket = BRACKET.fullmatch(between)
        if share.sentence - mark.sentence > 1 or not bracket and not LINK.search(between + text[share.end:share.end + 60]):
            continue
        scale = _scale(mark, text)
        if scale is not None and share.quantity.is_firm and mark.quantity.is_firm and mark.quantity.value > 0:
            yield mark, share, scale


def _scale(mark: Claim, text: str) -> int | None:
    told = SCALE.search(text)
    if told:
        return int(told.group(1) or told.group(2))
    value = mark.quantity.value
    return 5 if value <= 5 and (mark.quantity.decimals or value > 3) else 10 if 5 < value <= 10 else None


def growths(report) -> Iterator[tuple[Claim, Claim, Claim, bool]]:
    """(times, before, after, certain) for «grew three times».  `certain`: both numbers stand in the same sentence as «from … to …»."""
    claims = report.claim_list
    for index, times in enumerate(claims):
        if times.role != "count" or times.quantity.value < 2 or not (times.measure == "times" or TIMES.match(fold(times.passage.text[times.end:times.end + 8]))):
            continue
        text = fold(times.passage.text)
        if not TIMES.match(text[times.end:times.end + 8]) or \
                not GROWN.search(text[times.end:times.end + 40] + " " + text[max(0, times.start - 60):times.start]):
            continue
        nearby = [claim for claim in claims[max(0, index - 14):index + 4] if claim.role == "count" and claim.number != times.number
                  and claim.measure not in ("times", "year", "month") and claim.quantity.is_exact and claim.quantity.value > 0
                  and 0 <= times.block - claim.block <= 2 and claim.cell == times.cell and claim.scope.project == times.scope.project]
        same = [claim for claim in nearby if claim.sentence == times.sentence]
        if len(same) == 2 and GROWTH_PAIR.search(text[max(0, same[0].start - 6):same[1].start]) and same[1].quantity.value > same[0].quantity.value:
            yield times, same[0], same[1], True
            continue
        pair = _same_thing([claim for claim in nearby if claim.block == times.block], text) or _same_thing(nearby, text)
        if pair is not None:
            yield times, *pair, False


def _same_thing(nearby: Sequence[Claim], text: str) -> tuple[Claim, Claim] | None:
    """The first number and the smallest of one measure that the sentence of a growth names too: what grew to what."""
    for measure in dict.fromkeys(claim.measure for claim in nearby if claim.measure):
        alike = [claim for claim in nearby if claim.measure == measure]
        noun = next((fold(c.passage.text[c.noun[0]:c.noun[1]])[:5] for c in alike if c.noun is not None), "")
        low, high = min(alike, key=lambda c: c.quantity.value), max(alike, key=lambda c: c.quantity.value)
        if len(alike) >= 2 and noun and noun in text and low.quantity.value < high.quantity.value:
            return low, high
    return None
