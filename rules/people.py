"""People of the report: one position and one employer each."""
import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditkit.lexicon import load
from auditkit.rule import Check, Confidence, Evidence, Message, Report, Severity, failed, passed, rule
from auditkit.understanding.grids import CONTACT, HEAD, ORGANISATION, columns, entries
from auditkit.understanding.names_of import CAPITAL, Person, bare, people, same_person
from auditkit.wording import QUOTED, excerpt, fold, squeeze

#: Positions of one organisation of which a person has one; what the others (psychologist, lawyer) are beside them is no contradiction.
STAFF = ("head", "methodologist", "teacher", "specialist", "director")
EMPLOYER = re.compile(rf"(?P<place>[{CAPITAL}][^\W\d_]+)\s+(?:обл\.?|облыс\w*|қалас\w*|қ\.|аудан\w*)\s+әкімд\w*|"
                      rf"акимата\s+(?:города|г\.)\s*(?P<city>[{CAPITAL}][^\W\d_]+)")
NEAR = 170


@dataclass(frozen=True)
class Mention:
    """A person with a position: its key, its words, the organisation quoted before it, the place of the employer, and the quote."""

    person: Person
    position: str
    words: str
    organisation: str
    employer: str
    text: str


def _mentions(report: Report) -> list[Mention]:
    found = []
    phrases = sorted(((phrase, key) for key, phrases in load("names")["positions"].items() for phrase in phrases), key=lambda pair: -len(pair[0]))
    for block in report.blocks:
        passages = [block.passage] if block.table is None else [cell.passage for cell in block.table.cells]
        for passage in passages:
            folded = fold(passage.text)
            if not any(phrase in folded for phrase, _ in phrases):
                continue
            for person in people(passage):
                before = folded[max(0, person.start - 40):person.start].rstrip(" -–:")
                phrase, key = next(((phrase, key) for phrase, key in phrases if re.search(rf"(?<!\w){re.escape(phrase)}$", before)), ("", ""))
                if key:
                    near = passage.text[max(0, person.start - NEAR):person.start]
                    near = re.split(r"(?<=[^\W\d_]{5})[.!?]\s", near)[-1]
                    quoted = [match.group(1) for match in QUOTED.finditer(near)]
                    employers = [match.group("place") or match.group("city") for match in EMPLOYER.finditer(near)]
                    found.append(Mention(person, key, phrase, quoted[-1] if quoted else "", employers[-1] if employers else "",
                                         excerpt(passage.text, person.start, person.end, 60, 0)))
    return found


def _by_person(mentions: list[Mention]) -> list[list[Mention]]:
    groups: list[list[Mention]] = []
    for mention in mentions:
        group = next((group for group in groups if same_person(group[0].person, mention.person)), None)
        if group is None:
            groups.append([mention])
        else:
            group.append(mention)
    return groups


def _told(mention: Mention, value: str) -> Evidence:
    return Evidence("mention", value, mention.text, mention.person.place)


@rule("IDN010", kind="identity", severity="warning")
def a_person_has_one_position(report: Report) -> Iterator[Check]:
    """A person of one organisation is called by one position; who heads a partner in its table is not a specialist of it in the text.

    Wrong:
        Дәрісті «Тіл» орталығының бөлім басшысы Сапарова Жанна Маратқызы оқыды.

        Екінші дәрісті «Тіл» орталығының бөлім әдіскері Сапарова Жанна Маратқызы оқыды.
    Right:
        Дәрісті «Тіл» орталығының бөлім басшысы Сапарова Жанна Маратқызы оқыды.

        Екінші дәрісті «Тіл» орталығының бөлім басшысы Сапарова Ж. оқыды.
    """
    mentions = _mentions(report)
    for group in _by_person(mentions):
        staff = {mention.position: mention for mention in reversed(group) if mention.position in STAFF}
        if len(staff) > 1:
            shown = sorted((mention for mention in group if mention.position in STAFF), key=lambda mention: mention.person.place.order)
            names = {squeeze(mention.organisation)[:8] for mention in shown}
            yield failed([_told(mention, mention.words) for mention in shown],
                         Message("{name} has different positions: {positions}", {"name": shown[0].person.text, "positions": ", ".join(
                             dict.fromkeys(mention.words for mention in shown))}), subject=shown[0].person.text,
                         severity=Severity.WARNING if len(names) == 1 and "" not in names else Severity.INFO, confidence=Confidence.MEDIUM)
        elif len(group) > 1 and len({mention.position for mention in group}) == 1:
            yield passed([_told(mention, mention.words) for mention in group],
                         Message("{name} has one position: {position}", {"name": group[0].person.text, "position": group[0].words}))
    yield from _heads(report, mentions)


def _heads(report: Report, mentions: list[Mention]) -> Iterator[Check]:
    """Those whom a table of partners gives as heads against their positions in the text."""
    for block in report.blocks:
        if block.table is None:
            continue
        found = columns(block.table, {"head": HEAD, "name": ORGANISATION, "contact": CONTACT})
        if len(found) < 3:
            continue
        for row in entries(block.table, found, "contact"):
            head = next(iter(people(row["head"].passage)), None)
            name = next((match.group(1) for match in QUOTED.finditer(row["name"].text)), "")
            if head is None or not name:
                continue
            other = [mention for mention in mentions if mention.position not in ("head", "director") and same_person(mention.person, head)
                     and bare(mention.organisation)
                     and (bare(mention.organisation) in bare(row["name"].text) or bare(name)[:-2] in bare(mention.organisation))]
            if other:
                told = Evidence("table", row["head"].text, row["head"].text, row["head"].place)
                yield failed([told, *(_told(mention, mention.words) for mention in other[:6])],
                             Message("{name} is the head of «{organisation}» in the table and {position} of it in the text",
                                     {"name": row["head"].text, "organisation": name, "position": other[0].words}),
                             subject=row["head"].text, confidence=Confidence.MEDIUM)


@rule("IDN011", kind="identity", severity="warning")
def a_person_has_one_employer(report: Report) -> Iterator[Check]:
    """A person with one position belongs to the administration of one place.

    Wrong:
        Семинарды Ақтөбе облысы әкімдігінің «Тіл» орталығының бөлім басшысы Сапарова Жанна жүргізді.

        Кездесуді Қостанай қаласы әкімдігінің «Тіл» орталығының бөлім басшысы Сапарова Жанна жүргізді.
    Right:
        Семинарды Ақтөбе облысы әкімдігінің «Тіл» орталығының бөлім басшысы Сапарова Жанна жүргізді.

        Кездесуді Ақтөбе обл. әкімдігінің «Тіл» орталығының бөлім басшысы Сапарова Жанна жүргізді.
    """
    for group in _by_person([mention for mention in _mentions(report) if mention.employer]):
        places = {fold(mention.employer)[:5] for mention in group}
        evidence = [_told(mention, mention.employer) for mention in group]
        fields = {"name": group[0].person.text, "places": ", ".join(dict.fromkeys(mention.employer for mention in group))}
        if len(places) > 1:
            yield failed(evidence, Message("{name} belongs to the administration of different places: {places}", fields), subject=fields["name"])
        elif len(group) > 1:
            yield passed(evidence, Message("{name} belongs to one administration: {places}", fields), subject=fields["name"])
