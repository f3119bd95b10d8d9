"""What a report states of one activity, gathered from everywhere: its own section, the plan/fact table, the results.

A Statement is one number with its source.  Rules hold the statements of one measure against each other.
"""
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditkit.lexicon import either, load, pattern
from auditkit.model import Place
from auditkit.quantity import Quantity, total
from auditkit.report import Report, once_per_report
from auditkit.understanding.breakdown_parts import is_near
from auditkit.understanding.claims import Claim, sentence_of
from auditkit.understanding.crowd_roles import of_whole_project, role_of
from auditkit.understanding.plan_fact import PlanFactRow
from auditkit.understanding.plan_fact_numbers import Figure, Pair
from auditkit.understanding.retellings import Words
from auditkit.wording import fold, quoted_names

#: Words near a number of people that make it something else than those who took part.
NOT_ATTENDANCE = pattern("attendance", "others")
#: «на 2 человека ниже плана»: by how many, not how many.
BY_SO_MANY = re.compile(rf"\s[^\W\d_]+\.?\s{either('attendance', 'more_or_fewer')}")
#: What follows is of another clause: «60 слушателей. Тренеры – …» speaks of no trainers.
CLAUSE_END = re.compile(r",|[.;!?](?=\s|$)")
PRIZE = re.compile(rf"{either('attendance', 'prize')}\s*[-:]?\s*$")
ROLE_BEFORE = re.compile(rf"{either('attendance', 'content')}\s?$|{either('attendance', 'made_up_of')}\s+$|{either('attendance', 'body')}\s+{either('attendance', 'body_of')}?\s*$"
                         rf"|{either('attendance', 'winners')}\s+{either('attendance', 'became')}?\s*$")
#: «Сауалнамаға қатысқан 100 адам», «опрошено 150 человек»: those who answered, not those who came.
ASKED_BEFORE = re.compile(rf"{either('attendance', 'survey_of')}(?:\s{either('attendance', 'survey_took')})?\s+$|{either('attendance', 'answered_it')}\s*$")
#: «Помощь получили 240 детей, 36 семей и 110 пожилых»: those to whom something was given.
GIVEN_BEFORE = re.compile(rf"{either('attendance', 'given')}\s+(?:\d+\s+[^\W\d_]+(?:\s[^\W\d_]+)?\s?(?:,|и)\s+)*$")
GIVEN_AFTER = re.compile(rf"^\S*\s+(?:\S+\s){{0,4}}{either('attendance', 'was_given')}")
#: «Онлайн сауалнама жүргізілді. Барлығы 240 адам қатысып», «240 адам …, олардың жауаптары»: those who answered a survey.
SURVEYED = re.compile(rf"{either('attendance', 'survey')}\S*\s+(?:\S+\s)?{either('attendance', 'was_made')}[.,;]\s+(?:{either('attendance', 'in_it')}\s+){{0,3}}$")
ANSWERED = re.compile(rf"^\s?[^\W\d_]*\s-\s[«\"]|^[^.]{{0,30}}{either('attendance', 'their_answers')}|^[^.,;\d]{{0,30}}\s{either('attendance', 'answered')}")
#: «Бірінші кешке 42 қатысушы, ал екінші кешке 37 адам».
ONE_OF_SEVERAL = re.compile(rf"\b(?:{either('contexts', 'ordinal')}|\d+-ші|\d+-шы)\s+[^\W\d_]+\s*(?:{either('contexts', 'total_of_each')}\s)?$")
#: «Баспана іздеген 143 адамның 118-і»: whom the sentence takes some of, and says nothing of their coming.
BASE_OF_PART = re.compile(r"\s?[^\W\d_]+(?:ның|нің|дың|дің|тың|тің)\s\d+\s?-\s?(?:і|ы|сі|сы|еуі|ауы|уы)\b")
GIVEN_OUT = pattern("contexts", "given_out")
CAME, EXTREME = pattern("attendance", "came"), pattern("attendance", "extreme")
#: «Абайдан 41, Шеттен 38, Ұлытаудан 55 адам»: the last of a row of numbers, which alone has their unit.
LAST_OF_ROW = re.compile(r"\d,\s(?:[^.;:,()\d]{2,60}\s(?:-\s)?\d[\d ]*,\s)+(?!" + either("contexts", "total_of_each") + r")[^.;:,()\d]{2,60}\s(?:-\s)?$")
#: «92,6% (162 чел.)»: the number behind a share.
OF_A_SHARE = re.compile(r"%\s?-?[^\W\d_]{0,4}\s?\(\s?$")
#: «22 слушателя (12,6%)», «в среднем 32 школьника»: some of those who were counted before, an average.
A_SHARE_BEHIND = re.compile(r"^(?:\s[^\W\d_]+){0,3}\s\(\d\d?(?:[.,]\d+)?\s?%\)")
AVERAGE_BEFORE = re.compile(rf"{either('attendance', 'average')}\s(?:{either('attendance', 'about')}\s)?$")
#: «85-і», «20-сы»: of those who were named before.
OF_THOSE = re.compile(r"\d\s?-?\s?(?:і|ы|сі|сы|ін|ын|сін|сын)(?![^\W\d_])")
#: «Республикалық және өңірлік БАҚ-та 24 мақала», «в СМИ вышло 24 материала»: pieces in the press, whatever they are called.
IN_THE_PRESS = re.compile(rf"{either('contexts', 'in_the_press')}\b[^.;\d]{{0,30}}$")
#: … an indicator of them.
MEDIA = re.compile(rf"\b{either('contexts', 'in_the_media')}\b")
SATISFACTION = pattern("contexts", "satisfaction")
OF_OTHERS_TITLE, OF_PARTICIPANTS, FROM_EACH = pattern("attendance", "indicator_of_others"), pattern("attendance", "indicator"), pattern("attendance", "from_each")
PRESS = ("articles", "materials", "outlets")
#: Whom a sentence counts (`crowd_roles`): those who never came to an event, and those who are others than the participants.
NEVER_CAME, OF_OTHERS = ("audience", "applicants", "visits", "sent"), ("graduates", "spectators", "outcomes")
MANY_EVENTS = {"event", "training", "lecture", "seminar", "meeting", "course", "lesson", "performance", "screening", "consultation", "trip", "expedition",
               "excursion", "workshop"}


@dataclass(frozen=True)
class Statement:
    """One number stated of an activity.  `source`: "section" (the activity's own text), "result", "participants", "fact"
    (columns of the plan/fact table) or "retold" (anywhere else); `repeats_plan`: a fact cell that only repeats the plan."""

    quantity: Quantity
    source: str
    text: str
    place: Place
    repeats_plan: bool = False
    pair: Pair | None = None
    claim: Claim | None = None

    @property
    def in_table(self) -> bool:
        """Whether it stands in a column of numbers of the plan/fact table."""
        return self.source in ("fact", "participants")

    @property
    def value(self) -> float | int:
        """The number, whole ones as int."""
        value = self.quantity.value
        return int(value) if float(value).is_integer() else value


class Statements:
    """The statements of one report by activity; built once for all rules.

    A row of the plan/fact table whose activity the narrative does not describe stands under a negative number of its own.
    """

    def __init__(self, report: Report):
        self.report = report
        self.sections: dict[int, list[Claim]] = {}
        self.results: dict[int, list[Claim]] = {}
        self.retold: dict[int, list[Claim]] = {}
        self.rows: dict[int, list[PlanFactRow]] = {}
        results = {(row.block, row.cells["result"].row, row.cells["result"].column): row for row in report.plan_fact_rows if "result" in row.cells}
        keys = {id(row): row.activity if row.activity is not None else -1 - number for number, row in enumerate(report.plan_fact_rows)}
        for row in report.plan_fact_rows:
            self.rows.setdefault(keys[id(row)], []).append(row)
        for claim in report.claim_list:
            if not claim.is_quantity:
                continue
            if claim.cell is not None:
                row = results.get((claim.block, claim.cell[1] - 1, claim.cell[2] - 1))
                if row is not None:
                    self.results.setdefault(keys[id(row)], []).append(claim)
                continue
            activity = report.activity_of(claim)
            if claim.scope.activity is not None and activity == claim.scope.activity:
                self.sections.setdefault(claim.scope.activity, []).append(claim)
            elif activity is not None:
                self.retold.setdefault(activity, []).append(claim)

    def participants(self, activity: int) -> list[Statement]:
        """How many people took part in the whole activity, wherever it is said."""
        found = []
        for source, claims in (("section", self.sections), ("result", self.results), ("retold", self.retold)):
            for group in by_block(claims.get(activity, ())) if source == "retold" else [claims.get(activity, [])]:
                found += [of_claim(claim, source) for claim in whole_attendance(group) if source != "retold" or not (of_whole_project(claim) or _names_its_parts(claim))]
        for row in self.rows.get(activity, ()):
            if row.participants is not None and row.participants.group == "people" and not row.participants.share:
                found.append(Statement(row.participants.quantity, "participants", row.participants.text, row.participants.place))
            people = [pair for pair in row.pairs if pair.fact is not None and pair.fact.group == "people" and not pair.fact.share]
            facts = [pair for pair in people if is_attendance(pair.fact, pair.indicator)]
            crowds = [pair for pair in people if pair.fact.claim is not None and pair.fact.claim.crowd]
            if row.participants is not None and row.participants.group == "people" and not facts and len(crowds) == 1 \
                    and _as_many(crowds[0].fact, row.participants):
                facts = crowds  # «Келушілер – 1 050 адам» in the row of 1 050 participants, whatever the indicator calls them
            others = {pair.fact.quantity.value for pair in people if pair.indicator and pair not in facts} - {pair.fact.quantity.value for pair in facts}
            found = [said for said in found if said.in_table or said.claim.measure in ("participant", "person") or said.value not in others]
            nameless = [pair for pair in facts if not pair.indicator]  # the largest of them is the crowd, the others a jury, a staff
            found += [of_pair(pair) for pair in facts if pair.indicator or pair is max(nameless, key=lambda pair: pair.fact.quantity.value)]
        return _of_one_sort(found)

    def satisfaction(self, activity: int) -> list[Statement]:
        """How content the participants of the whole activity were, in percent, wherever it is said."""
        found = []
        for source, claims in (("section", self.sections), ("result", self.results), ("retold", self.retold)):
            shares = [claim for claim in claims.get(activity, ()) if is_satisfaction(claim) and (source == "section" or not _is_one_of_a_list(claim))]
            for group in by_block(shares) if source != "section" else [shares]:
                if group:
                    found.append(of_claim(_final(group), source))
        for row in self.rows.get(activity, ()):
            for pair in row.pairs:
                if pair.fact is not None and pair.fact.share and (SATISFACTION.search(fold(pair.indicator)) or not pair.indicator):
                    found.append(of_pair(pair))
        return found

    def counted(self, activity: int, group: str) -> list[Statement]:
        """What is said of the number of photos, videos, posts … of an activity (a group of the lexicon "measures"), outside the
        table's plan and fact columns."""
        found = []
        for source, claims in (("section", self.sections), ("result", self.results), ("retold", self.retold)):
            found += [of_claim(claim, source) for claim in claims.get(activity, ())
                      if claim.group == group and claim.role == "count" and not claim.has("plan", "title", "each", "planned")]
        return found

    def in_the_press(self, activity: int) -> tuple[list[Statement], list[Statement]]:
        """What is told of pieces in the press under an activity, and the fact cell that counts them; nothing where several do."""
        told = [statement for group in PRESS for statement in self.counted(activity, group)
                if IN_THE_PRESS.search(fold(statement.claim.passage.text[max(0, statement.claim.start - 60):statement.claim.start]))]
        facts = [of_pair(pair) for row in self.rows.get(activity, ()) for pair in row.pairs
                 if pair.fact is not None and pair.group in PRESS and not pair.fact.share and MEDIA.search(fold(pair.indicator))]
        return (told, facts) if len(facts) == 1 else ([], [])

    def facts(self, activity: int, group: str) -> list[Statement]:
        """The fact cells of an activity that count things of a group."""
        return [of_pair(pair) for row in self.rows.get(activity, ()) for pair in row.pairs
                if pair.fact is not None and pair.group == group and not pair.fact.share]


@once_per_report
def statements_of(report: Report) -> Statements:
    """The statements of a report; several rules ask for them, they are gathered once."""
    return Statements(report)


@once_per_report
def words_of(report: Report) -> Words:
    """The telling words around the numbers of a report, weighed once for all rules."""
    return Words(report.blocks, report.claim_list)


def of_claim(claim: Claim, source: str) -> Statement:
    """A claim as a statement."""
    return Statement(claim.quantity, source, claim.text, claim.place, claim=claim)


def of_pair(pair: Pair) -> Statement:
    """The actual number of a pair as a statement."""
    text = pair.fact.text if len(pair.fact.text) <= 90 else pair.fact.claim.text if pair.fact.claim else pair.fact.text[:90]
    return Statement(pair.fact.quantity, "fact", text, pair.fact.place, pair.repeats_plan, pair, pair.fact.claim)


def is_attendance(figure: Figure, indicator: str) -> bool:
    """Whether a number of a fact cell says how many people took part in all."""
    claim = figure.claim
    if figure.share or figure.group != "people" or claim is None or claim.has("each"):
        return False
    folded = fold(indicator)
    if OF_OTHERS_TITLE.search(folded):
        return False
    if indicator and not OF_PARTICIPANTS.search(folded):
        return False
    if FROM_EACH.search(fold(figure.text)):
        return False
    return claim.crowd or bool(indicator)


def _as_many(fact: Figure, participants: Figure) -> bool:
    """Whether a fact is near enough to the number of participants to be that number, and not that of lecturers or of a jury."""
    return not fact.each and participants.quantity.value > 0 and 0.6 <= fact.quantity.value / participants.quantity.value <= 1.6


def is_satisfaction(claim: Claim) -> bool:
    """Whether a percentage says how content people were with an activity."""
    return claim.role == "share" and claim.has("satisfaction") and not claim.has("plan", "title", "planned") \
        and claim.quantity.hedge not in ("at-least", "at-most")


def _is_one_of_a_list(claim: Claim) -> bool:
    """«По тренингам – 94,7 %, по клубу – 95,1 %»: each share is of what its own words name."""
    return len(re.findall(rf"{either('attendance', 'by_activity')}[^,;%]{{2,60}}\s?[-–—]\s?\d", fold(claim.passage.text[slice(*sentence_of(claim))]))) > 1


def given_out(claim: Claim) -> bool:
    """«Роздано 2740 буклетов», «2740 буклет таратылды»: how much of a printed thing was given out or is left, not how much there was."""
    text = fold(claim.passage.text)
    return claim.group in ("print", "copies") and bool(GIVEN_OUT.search(text[max(0, claim.start - 24):claim.start])
                                                       or GIVEN_OUT.search(re.split(r"[,.;]\s|\d", text[claim.end:claim.end + 40])[0]))


def by_block(claims: Iterable[Claim]) -> list[list[Claim]]:
    """Claims apart by the block (or cell) they stand in."""
    groups: dict[tuple, list[Claim]] = {}
    for claim in claims:
        groups.setdefault((claim.block, claim.cell), []).append(claim)
    return list(groups.values())


def attendance(claims: Iterable[Claim]) -> list[Claim]:
    """The claims that count people who took part in something: not planned, not per one of something, not a role."""
    found = []
    for claim in claims:
        if claim.role != "count" or claim.group != "people" or not claim.crowd or claim.has("plan", "title", "each", "planned", "including"):
            continue
        left = fold(claim.passage.text[max(0, claim.start - 44):claim.start])
        if ROLE_BEFORE.search(left) or PRIZE.search(left) or ASKED_BEFORE.search(left) or GIVEN_BEFORE.search(left) and not claim.has("total") \
                or LAST_OF_ROW.search(fold(claim.passage.text[max(0, claim.start - 160):claim.start])) \
                or OF_A_SHARE.search(left) or AVERAGE_BEFORE.search(left) or OF_THOSE.search(fold(claim.passage.text[claim.start:claim.end + 5])):
            continue
        after = fold(claim.passage.text[claim.end:claim.end + 40])
        if EXTREME.search(re.split(r"[.;,]\s", fold(claim.passage.text[max(0, claim.start - 70):claim.start]))[-1]):
            continue
        if BY_SO_MANY.match(after) and left.endswith("на ") or BASE_OF_PART.match(after) and not claim.has("total", "attendance") and not CAME.search(left):
            continue
        if is_asked(claim) or _is_recipient(claim) and GIVEN_AFTER.search(after):
            continue
        if claim.measure not in ("participant", "person") and not claim.has("attendance", "total") and (
                claim.scope.activity is None and claim.cell is None or _is_recipient(claim)):
            continue
        if NOT_ATTENDANCE.search(CLAUSE_END.split(after)[0]) or A_SHARE_BEHIND.match(after) and not claim.has("total") or claim.quantity.value <= 1 or role_of(claim) in NEVER_CAME:
            continue
        if claim.measure == "volunteer" and claim.noun is not None and claim.noun[0] < claim.start and "волонт" in fold(claim.passage.text):
            continue
        if found and _says_exactly(found[-1], claim):
            found.pop()
        found.append(claim)
    return [claim for claim in found if claim.has("total") or role_of(claim) not in OF_OTHERS] or found


def _of_one_sort(statements: list[Statement]) -> list[Statement]:
    """The statements without those of people who finished or looked on, unless all are such, or they were as many as came."""
    others = [found for found in statements if found.claim is None or role_of(found.claim) not in OF_OTHERS]
    return [found for found in statements if not others or found in others or any(found.quantity.meets(other.quantity) for other in others)]


def is_asked(claim: Claim) -> bool:
    """«Онлайн сауалнама жүргізілді. Барлығы 240 адам қатысып, олардың жауаптары …»: those who answered a survey."""
    before, after = fold(claim.passage.text[max(0, claim.start - 60):claim.start]), fold(claim.passage.text[claim.end:claim.end + 50])
    return bool(SURVEYED.search(before) or ANSWERED.search(after))


def _names_its_parts(claim: Claim) -> bool:
    """«Оқушыларға арналған шараларда 516 бала қамтылды, оның ішінде «Сабақ» дәрісінде – 332»: the names are those of its parts."""
    return claim.has("has-parts") and bool(quoted_names(claim.passage.text[claim.end:])) and not quoted_names(claim.passage.text[:claim.start])


def _of_one_event(claim: Claim) -> bool:
    """«Бірінші кешке 42 қатысушы»: the people of one event of several, whatever total is told before it."""
    return bool(ONE_OF_SEVERAL.search(fold(claim.passage.text[max(0, claim.start - 40):claim.start])))


def _says_exactly(rough: Claim, claim: Claim) -> bool:
    """«280-нен астам адам келді (тіркеу бойынша 283 адам)»: the exact number in brackets behind a rough one."""
    return rough.sentence == claim.sentence and not rough.quantity.is_firm and claim.quantity.is_firm and rough.quantity.meets(claim.quantity) \
        and "(" in claim.passage.text[rough.end:claim.start] and ")" not in claim.passage.text[rough.end:claim.start]


def _is_recipient(claim: Claim) -> bool:
    """«102 ҮЕҰ өкіліне 108 консультация», «для 102 представителей»: those to whom something was given, not those who came."""
    if claim.noun is None:
        return False
    word = fold(claim.passage.text[claim.noun[0]:claim.noun[1]])
    return bool(re.search(r"(?:ға|ге|қа|ке|на|не)$", word)) or fold(claim.passage.text[:claim.start]).rstrip().endswith(tuple(load("attendance")["for_them"]["ru"]))


def whole_attendance(claims: Sequence[Claim]) -> list[Claim]:
    """Of what a stretch of text says of participants, the claims about all of them together.

    One number alone is the whole.  Of several, the whole is what is called a total, or the last one that the numbers
    before it add up to.  Where neither is so, nothing is taken for the whole.
    """
    people = attendance(claims)
    if people and all(claim.cell is not None for claim in people):  # a result cell sums up: whatever it says is the whole
        return [claim for claim in people if claim.has("total")] and [claim for claim in people if claim.has("total", "attendance")] or people[-1:]
    if len({claim.quantity.value for claim in people}) <= 1:
        return people
    totals = [claim for claim in people if claim.has("total") and not _of_one_event(claim)]
    if totals:
        top = [claim for claim in totals if claim.quantity.value >= max(other.quantity.value for other in totals)]
        largest = max(claim.quantity.value for claim in people)
        if len(totals) > 1 and totals[-1] is people[-1] and _of_many_events(totals[-1], claims):
            return [totals[-1]]  # said of all events, whatever the totals of single places before it make
        if top[-1].quantity.value >= largest or len(totals) == 1 and top[-1] is people[-1]:
            return top
        if len(totals) > 1 and people[-1] not in totals and is_near(people[-1], totals):
            return [people[-1]]  # the totals of districts, and what they make together
    first, last, before = people[0], people[-1], people[:-1]
    if len(before) >= 2 and first.quantity.meets(total(claim.quantity for claim in people[1:])):
        return [first]  # the whole comes first, a list of its events follows
    if len(before) >= 2 and last.quantity.meets(total(claim.quantity for claim in before)):
        return [last]
    if len(before) >= 2 and _of_many_events(last, claims):
        return [last]
    return []


def _of_many_events(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Whether the sentence says that the number is of several events: «25 тренингтің қамту деңгейі 800 астам адам»."""
    return any(other.sentence == claim.sentence and other.measure in MANY_EVENTS and other.quantity.value >= 2 and other.number < claim.number
               for other in claims)


def _final(claims: Sequence[Claim]) -> Claim:
    """Of several percentages of satisfaction the one about the whole: that told last, after those of single rounds."""
    return claims[-1]
