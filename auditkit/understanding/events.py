"""Every date of a report as a dated statement: what it is the date of, of which activity, and with the year that is meant."""
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from auditkit.lexicon import either, load, pattern
from auditkit.model import Block, Passage, Place
from auditkit.understanding.claims import sentences
from auditkit.understanding.dates import DateMention, find_dates
from auditkit.understanding.plan_fact import PlanFactRow
from auditkit.understanding.sections import Outline
from auditkit.understanding.tables import column_titles, header_rows
from auditkit.wording import fold

QUOTE = re.compile(r"[«“„\"][^«»“”„\"]{6,200}[»”\"]")
AROUND = 60
#: «с 1 сентября по 18 сентября»: the word that opens a span.
FROM = re.compile(r"\bс[о]?\s+$")


@dataclass(frozen=True)
class Dated:
    """One date or span of dates written in the report.

    `mention`: with the year that is meant; `year_written`: whether the report itself says the year.  `source`: "section" (the
    text under an activity, and a heading that tells of it), "title" (its heading), "retold" (other prose), "result", "column" (the
    plan/fact table: result cell, date column), "schedule" (the dates of a table of events), "cell" (any other cell).  `kind`: "event", "document", "history", "background", "preparation", "holiday",
    "report", "future", "limit" («30 қарашаға дейін»), "name", "year" (nothing but a year) or "other".  `written`: the date's words;
    `text`: with their neighbours; `sentence`: the whole folded sentence.
    """

    mention: DateMention
    year_written: bool
    source: str
    kind: str
    project: int
    activity: int | None
    written: str
    text: str
    sentence: str
    place: Place
    block: int
    passage: Passage
    row: int | None = None

    @property
    def first(self) -> date | None:
        """The first day it may mean."""
        return self.mention.earliest

    @property
    def last(self) -> date | None:
        """The last day it may mean."""
        return self.mention.latest

    @property
    def months(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Its first and last (year, month)."""
        return (self.first.year, self.first.month), (self.last.year, self.last.month)

    @property
    def has_day(self) -> bool:
        """Whether it says a day."""
        return self.mention.has_day


@lru_cache(maxsize=1)
def patterns() -> dict[str, re.Pattern]:
    """The word lists of the lexicon "chronology", compiled."""
    return {key: re.compile("|".join(f"(?:{pattern})" for pattern in entry["patterns"])) for key, entry in load("chronology").items()}


def says(key: str, folded: str) -> bool:
    """Whether a folded text has one of the words of a list of the lexicon "chronology"."""
    return bool(patterns()[key].search(folded))


def read_events(blocks: Sequence[Block], outline: Outline, rows: Sequence[PlanFactRow], anchors: dict) -> list[Dated]:
    """All dates of a report in reading order, years not yet filled in."""
    found: list[Dated] = []
    schedules = {index: columns for index, block in enumerate(blocks) if block.table is not None and (columns := _schedule(block)) is not None}
    cells = {(row.block, cell.row, cell.column): (key, number, row) for number, row in enumerate(rows) for key, cell in row.cells.items()}
    titles = {activity.start for activity in outline.activities}
    for index, (block, scope) in enumerate(zip(blocks, outline.scopes)):
        if block.table is None:
            source = "title" if index in titles and not says("held", fold(block.text)) else "section" if scope.activity is not None else "retold"
            for start, mention, sentence in _mentions(block.passage):
                activity = scope.activity if scope.activity is not None else next((a for s, e, a in anchors.get(index, ()) if s <= start < e), None)
                found.append(_dated(block.passage, mention, sentence, source, scope.project, activity, index))
            continue
        for cell in block.table.cells:
            key, number, row = cells.get((index, cell.row, cell.column), ("", None, None))
            source = {"date": "column", "result": "result"}.get(key, "cell")
            if number is None and cell.column == schedules.get(index):
                source = "schedule"
            taken = len(row.title) if key == "activity" and block.table.reconstructed and row.title != " ".join(cell.text.split()) else None
            for start, mention, sentence in _mentions(cell.passage):
                if taken is not None:  # the title has taken in the month that stood beside it
                    source = "column" if mention.start >= taken and not mention.has_day else "cell"
                found.append(_dated(cell.passage, mention, sentence, source, scope.project, row.activity if row else None, index,
                                    (block.table.number, cell.row + 1, cell.column + 1), number))
    return found


#: The headings of a table of events: when each took place, and how many came.
WHEN = re.compile(rf"^{either('contexts', 'when')}\s*$")
CAME = pattern("contexts", "came")


def _schedule(block: Block) -> int | None:
    """The column of the dates in a table of events: one that says when, beside one that says how many came."""
    titles = [fold(title) for title in column_titles(block.table, header_rows(block.table) or 1)]
    when = [column for column, title in enumerate(titles) if WHEN.search(title)]
    return when[0] if len(when) == 1 and any(CAME.search(title) for title in titles) else None


def _mentions(passage: Passage):
    if not passage.text:
        return
    folded = fold(passage.text)
    dates = find_dates(folded)
    if not dates:
        return
    spans = sentences(passage.text)
    for mention in dates:
        begin, end = next(((a, b) for a, b in spans if a <= mention.start < b), (0, len(folded)))
        yield mention.start, mention, (begin, end, folded)


def _dated(passage: Passage, mention: DateMention, sentence, source: str, project: int, activity, block: int, cell=None, row=None) -> Dated:
    begin, end, folded = sentence
    kind = _kind(passage.text, folded, mention, begin, end, source, activity)
    left = max(begin, mention.start - AROUND // 2)
    while left > begin and not passage.text[left - 1].isspace():
        left -= 1
    right = min(end, mention.end + AROUND)
    while right < end and not passage.text[right - 1].isspace():
        right += 1
    place = passage.place_of(mention.start, mention.end)
    if cell is not None:
        place = place.at(table=cell[0] or place.table, row=cell[1], column=cell[2])
    opened = FROM.search(folded, max(begin, mention.start - 4), mention.start) if mention.first != mention.last else None
    written = passage.text[opened.start() if opened else mention.start:mention.end]
    return Dated(mention, mention.first[0] is not None, source, kind, project, activity, " ".join(written.split()),
                 " ".join(passage.text[left:right].split()), folded[begin:end], place, block, passage, row)


def _kind(text: str, folded: str, mention: DateMention, begin: int, end: int, source: str, activity) -> str:
    """What a date is the date of, by the words around it."""
    if mention.first[1] is None:
        return "year"
    if source == "column" or source == "schedule" and mention.has_day:
        return "event"
    after, before = folded[mention.end:min(end, mention.end + 60)], folded[max(begin, mention.start - 40):mention.start]
    sentence = folded[begin:end]
    if any(found.start() < mention.start and mention.end < found.end() for found in QUOTE.finditer(text)):
        return "name"
    first = text[mention.start]
    if not mention.has_day and mention.first[0] is None and first.isupper() and re.search(r"[\w,)-]\s*$", before):
        return "name"
    if re.search(r"[№#]\s?\w{0,3}\d", after[:30]) or re.search(r"(?:№|\bот|номер)\s*[\w/-]*\s*(?:от)?\s*$", before[-18:]) and says("document", before + after) \
            or re.search(r"(?:ғы|гі)\s*$", folded[mention.start:mention.end]) and says("document", after) or re.match(r"\s*(?:жылғы|г\.|года)?\s*№", after):
        return "document"
    if says("report", sentence):
        return "report"
    if says("signing", sentence) or says("letter", sentence):
        return "document"
    if says("history", sentence):
        return "history"
    if re.match(r"\s*(?:күні|жылы|года?|г\.)?\s*(?:\S+\s+){0,1}(?:" + patterns()["background"].pattern + ")", after) and not _attended(sentence):
        return "background"
    if re.match(rf"\s*(?:күні|жылы|года?|г\.)?\s*(?:{patterns()['as_of'].pattern})", after) or re.search(rf"(?:{patterns()['by_state_of'].pattern})\s*$", before):
        return "background"
    if re.search(r"(?:^|[.;!?]\s)на\s$", before) and says("state", after) and not _attended(sentence):
        return "background"  # «На 1 марта у страницы было 3 150 подписчиков»
    if mention.first[0] is None and says("holiday", after):
        return "holiday"
    if mention.first == mention.last and (re.match(r"\s*(?:\S+\s){0,2}(?:дейін|шейін|бастап)", after) or re.search(r"\b(?:до|к|с|от|начиная с)\s*$", before)):
        return "limit"
    if says("future", sentence):
        return "future"
    if says("preparation", sentence):
        return "preparation"
    return "event" if activity is not None or says("event", sentence) else "other"


def _attended(sentence: str) -> bool:
    """«… өткен таныстырылымға 33 адам келді»: people came to what is told of, so it is the project's own."""
    return bool(re.search(r"\d+\s+(?:\S+\s+){0,3}(?:қатысты|келді|жиналды|қатысып|участвовал|приняли|пришл)|(?:участвовал|приняли участие|пришл)\w*\s+(?:\S+\s+){0,2}\d", sentence))


def usual_year(events: Sequence[Dated], project: int | None = None) -> int | None:
    """The year that most dates with a day say, of one project or of all; None where none says one."""
    years = Counter(event.mention.first[0] for event in events if event.has_day and event.year_written and event.kind in ("event", "preparation")
                    and (project is None or event.project == project))
    return years.most_common(1)[0][0] if years else None


def any_year(events: Sequence[Dated]) -> int | None:
    """The year said most often, days or not, outside of papers and of what was before; None where none is said."""
    years = Counter(event.mention.first[0] for event in events if event.year_written and event.kind not in ("document", "history", "background"))
    return years.most_common(1)[0][0] if years else None
