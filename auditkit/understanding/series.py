"""Events that a report describes one by one under an activity, and how many of them it tells of."""
import re
from dataclasses import dataclass

from auditkit.lexicon import pattern
from auditkit.model import Place
from auditkit.understanding.claims import Claim, sentence_of
from auditkit.understanding.nouns import all_nouns
from auditkit.understanding.sections import DATED
from auditkit.wording import fold

NUMBERED = re.compile(r"^\W*(?P<n>\d{1,3})\s*(?:-\s*)?(?:ші|шы|й|я|ый|ая|е)?\s*(?P<what>(?:[^\W\d_]+\s){0,2}?(?:[^\W\d_]+))\s*[:.–-]")
HELD, OF_ONE_PLACE = pattern("contexts", "took_place"), pattern("contexts", "of_one_place")
INSTEAD = pattern("contexts", "instead")
LEAST_DATED = 3


@dataclass(frozen=True)
class Head:
    """The beginning of one event: its number in the series, its words and its place."""

    value: int
    text: str
    place: Place


@dataclass(frozen=True)
class Series:
    """Events of one kind under an activity.  `heads`: their beginnings; `numbered`: the report numbers them, otherwise each begins
    with its date; `told`: the numbers that the report gives for them."""

    activity: int
    measure: str
    heads: tuple[Head, ...]
    numbered: bool
    told: tuple[Claim, ...]

    @property
    def size(self) -> int:
        """How many events are described."""
        return len(self.heads)


def find_series(report) -> list[Series]:
    """The series of events of a report of which a number is told."""
    found = []
    owners: dict[tuple[int, str], list[int]] = {}
    numbered = {activity.index: numbered_heads(report, activity) for activity in report.activities}
    for index, (measure, heads) in numbered.items():
        if heads:
            owners.setdefault((report.activities[index].project, measure), []).append(index)
    for activity in report.activities:
        measure, heads = numbered[activity.index]
        if heads:
            alone = len(owners[activity.project, measure]) == 1
            told = [claim for claim in report.prose(activity.project) if claim.measure == measure and _tells(claim)
                    and _speaks_of(report, claim, activity.index, alone)]
            if told:
                found.append(Series(activity.index, measure, tuple(heads), True, tuple(told)))
        elif (dated := _dated(report, activity)) is not None:
            found.append(dated)
    return found


def _speaks_of(report, claim: Claim, index: int, alone: bool) -> bool:
    """Whether a number of events told anywhere in a project is about an activity: told under it or of it, or about no other one.
    `alone`: no other activity numbers events of this kind."""
    if report.activity_of(claim) == index:
        return True
    if claim.scope.activity is None:
        return report.activity_of(claim) is None or alone
    kinds = {noun.measure for noun in all_nouns(fold(report.activities[claim.scope.activity].title))}
    return alone and claim.measure not in kinds


def _tells(claim: Claim) -> bool:
    """Whether a number of events tells how many there were in all."""
    if claim.role != "count" or not claim.quantity.is_exact or claim.quantity.value < 2 or claim.has("plan", "planned", "title", "each"):
        return False
    after = re.split(r"\d", fold(claim.passage.text[claim.end:claim.end + 60]))[0]
    before = fold(claim.passage.text[max(0, claim.start - 24):claim.start])
    return not INSTEAD.search(after) and not re.search(r"вместо[^\d]*$|запланир\w+\s*$", before)


def numbered_heads(report, activity) -> tuple[str, list[Head]]:
    """The kind and the beginnings of the numbered events of an activity: they count from one, and no more than one of three or more
    is out of order (a slip in its number)."""
    by_measure: dict[str, list[Head]] = {}
    for block in report.blocks[activity.start + 1:activity.end]:
        found = NUMBERED.match(block.text) if block.table is None else None
        nouns = all_nouns(fold(found.group("what"))) if found else []
        if nouns and nouns[-1].group == "events" and nouns[-1].end >= len(found.group("what")) - 1:
            by_measure.setdefault(nouns[-1].measure, []).append(Head(int(found.group("n")), block.text[:90], block.place))
    for measure, heads in by_measure.items():
        wrong = sum(head.value != expected for expected, head in enumerate(heads, 1))
        if len(heads) >= 2 and (wrong == 0 or len(heads) >= 3 and wrong == 1):
            return measure, heads
    return "", []


def _dated(report, activity) -> Series | None:
    """The events of an activity that each begin a paragraph with their date, and what is told of their number."""
    heads: list[Head] = []
    kinds: list[str] = []
    for block in report.blocks[activity.start + 1:activity.end]:
        if block.table is None and DATED.match(fold(block.text).strip(" *_")) and HELD.search(fold(block.text)):
            kinds.append(_kind(block.text, {noun.measure for noun in all_nouns(fold(activity.title)) if noun.group == "events"}))
            heads.append(Head(len(heads) + 1, block.text[:90], block.place))
    if len(heads) < LEAST_DATED:
        return None
    common = kinds[0] if len(set(kinds)) == 1 else "event"
    told = [claim for claim in report.told_of.get(activity.index, ())
            if claim.scope.project == activity.project and claim.measure == common and _tells(claim)]
    told = [claim for claim in told if not _of_one_place(claim)]
    return Series(activity.index, common, tuple(heads), False, tuple(told)) if told else None


def _of_one_place(claim: Claim) -> bool:
    """«Облыстың 5 ауылында 5 кездесу»: told of a part, where the sentence names a place or a date of its own."""
    text, start = fold(claim.passage.text), sentence_of(claim)[0]
    return bool(DATED.match(text[start:].strip())) or bool(OF_ONE_PLACE.search(text[start:claim.start]))


def _kind(text: str, title: set[str]) -> str:
    """The kind of event that a paragraph begins with: one of the title's where it names one."""
    start = fold(text)[:420]
    kinds = [noun.measure for noun in all_nouns(start) if noun.group == "events" and noun.measure != "event"]
    return next((kind for kind in kinds if kind in title), "event")
