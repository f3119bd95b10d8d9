"""Who spoke at the events of an activity: people named in a sentence that tells of speaking, or after a speaker's role."""
import re
from dataclasses import dataclass

from auditkit.model import Place
from auditkit.understanding.claims import sentences
from auditkit.understanding.people import Person, find_people, pattern, starts_with_name
from auditkit.wording import excerpt, fold


@dataclass(frozen=True)
class Mention:
    """A speaker named: the person, the words around the name, and where it stands."""

    person: Person
    text: str
    place: Place


def speakers_of(report, activity) -> list[Mention]:
    """The speakers named under an activity, each as often as named.

    A list of names counts as speakers where its head speaks of them; winners, juries, guests and honoured people do not.
    """
    found: list[Mention] = []
    listed = False
    for block in report.blocks[activity.start + 1:activity.end]:
        if block.table is not None:
            continue
        if block.kind == "item":
            if listed and starts_with_name(block.text):
                name = re.split(r"\s[-–—]\s|[,;(:]", block.text, maxsplit=1)[0]
                found += [Mention(person, block.text[:90], block.passage.place_of(person.start, person.end)) for person in find_people(name, free=True)[:1]]
            continue
        folded = fold(block.text)
        spans = sentences(block.text)
        last = folded[slice(*spans[-1])] if spans else ""
        listed = bool(pattern("speakers").search(last) or pattern("speaking").search(last)) and not pattern("others").search(last)
        speaking = [(start, end) for start, end in spans if _is_of_speaking(folded[start:end])]
        for person in find_people(block.text) if speaking else ():
            if any(start <= person.start < end for start, end in speaking):
                found.append(Mention(person, excerpt(block.text, person.start, person.end),
                                     block.passage.place_of(person.start, person.end)))
    return found


def _is_of_speaking(sentence: str) -> bool:
    """Whether a folded sentence tells of speaking, or of a speaker, and not of winners, juries or guests."""
    return not pattern("others").search(sentence) and bool(pattern("speaking").search(sentence) or pattern("speakers").search(sentence))
