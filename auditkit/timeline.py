"""The dates of a report as rules use them: the period of every project, what is dated inside it, and the contracts.

Gathered once per report; several rules of dates ask for it.
"""
import re
from dataclasses import dataclass, replace
from datetime import date

from auditkit.finding import Evidence
from auditkit.lexicon import pattern
from auditkit.model import Passage
from auditkit.report import Report, once_per_report
from auditkit.understanding.dates import DateMention, find_dates
from auditkit.understanding.events import Dated, any_year, read_events, says, usual_year
from auditkit.understanding.grant_fields import GrantField, owner, read_grant_fields
from auditkit.understanding.tables import column_titles, header_rows, place_of
from auditkit.wording import fold


#: The year of a report that says none at all: a leap year, so that its dates can be put in order.
NOMINAL_YEAR = 2024
#: The columns of a table of contracts.
CONTRACT_DATE, RECIPIENT = pattern("columns", "contract_date"), pattern("columns", "recipient")


@dataclass(frozen=True)
class Period:
    """The period of a project as its field says it.  `first`, `last`: its ends; `year_written`: whether the field says a year;
    `start`, `end`: the evidence of both ends; `exact`: both ends say a day; `reversed`: it ends before it begins."""

    project: int
    first: date
    last: date
    year_written: bool
    exact: bool
    start: Evidence
    end: Evidence
    reversed: bool = False

    @property
    def written(self) -> str:
        """The period for a message: «08.05.2025 – 31.10.2025»."""
        return f"{self.first:%d.%m.%Y} – {self.last:%d.%m.%Y}"


@dataclass(frozen=True)
class Contract:
    """A grant contract's date.  `project`: None where its grantee could not be matched; `mention` with the year filled in."""

    mention: DateMention
    year_written: bool
    number: str
    project: int | None
    evidence: Evidence

    @property
    def day(self) -> date | None:
        """The date."""
        return self.mention.earliest


class Timeline:
    """All dates of one report."""

    def __init__(self, report: Report):
        self.report = report
        self.fields = read_grant_fields(report.blocks, report.outline)
        every = read_events(report.blocks, report.outline, report.plan_fact_rows, report.anchors)
        values = [field.value.text for field in self.fields if field.key == "period"]
        raw = [event for event in every if not (event.source in ("retold", "cell") and any(value in event.passage.text for value in values))]
        self.year = usual_year(raw) or any_year(every) or NOMINAL_YEAR
        self.years = {project.number: usual_year(raw, project.number) or self.year for project in report.outline.projects}
        self.periods = self._periods()
        self.dates = self._with_years(raw)
        self.contracts = self._contracts()

    def _periods(self) -> dict[int, Period]:
        periods: dict[int, Period] = {}
        for field in self.fields:
            if field.key == "period" and field.project is not None and field.project not in periods:
                period = read_period(field, self.years.get(field.project) or self.year)
                if period is not None:
                    periods[field.project] = period
        return periods

    def _with_years(self, raw: list[Dated]) -> list[Dated]:
        """The dates with their years filled in: from a date before them in the same passage, else so that they lie in the
        project's period, else the project's usual year."""
        filled, last = [], None
        for event in raw:
            if event.year_written:
                last = event
                filled.append(event)
                continue
            near = last is not None and last.passage is event.passage and event.source != "column"
            year = last.mention.last[0] if near and last.mention.last[0] else self._likely_year(event)
            filled.append(replace(event, mention=event.mention.with_year(year)))
        return filled

    def _likely_year(self, event: Dated) -> int | None:
        period = self.periods.get(event.project)
        usual = self.years.get(event.project) or self.year
        if period is not None and period.first.year != period.last.year:
            for year in [usual, *range(period.first.year, period.last.year + 1)]:
                mention = event.mention.with_year(year)
                if year and mention.earliest and mention.latest and period.first <= mention.latest and mention.earliest <= period.last:
                    return year
        return usual or (period.first.year if period else None)

    def of(self, project: int, *sources: str) -> list[Dated]:
        """The dates of a project that have an exact meaning, from the sources named (all where none is)."""
        return [event for event in self.dates if event.project == project and event.first and event.last and not event.mention.problem
                and (not sources or event.source in sources)]

    def events(self, project: int, *sources: str) -> list[Dated]:
        """What took place in a project: dates of events with a month at least, titles and other cells left out."""
        return [event for event in self.of(project, *(sources or ("section", "retold", "result"))) if event.kind == "event"]

    def inside(self, events: list[Dated]) -> list[Dated]:
        """Those of the events that do not lie outside of their project's period: one wrong date is to be told of once."""
        return [event for event in events if (period := self.periods.get(event.project)) is None
                or event.first <= period.last and event.last >= period.first]

    def _contracts(self) -> list[Contract]:
        found = []
        for index, block in enumerate(self.report.blocks):
            if block.table is not None:
                found += self._of_table(index, block)
            elif self.report.outline.scopes[index].activity is None and re.search(r"№\s?\d", block.text):
                near = " ".join(fold(b.text) for b in self.report.blocks[index:index + 3])
                if index < 6 and len(block.text) < 60 and says("contract", near):
                    found += self._of_text(block.passage, self.report.outline.scopes[index].project)
        return found

    def _of_text(self, passage: Passage, project: int) -> list[Contract]:
        """«15» наурыз жыл №5: the head of an annex to the contract."""
        found = []
        owner_project = project if len(self.report.outline.projects) == 1 else None
        for mention in find_dates(fold(passage.text)):
            number = re.search(r"№\s?([\w/-]+)", passage.text)
            if mention.has_day and number and owner_project is not None:
                filled = mention.with_year(self.years.get(owner_project) or self.year)
                evidence = Evidence("contract", " ".join(passage.text[mention.start:mention.end].split()), " ".join(passage.text.split()),
                                    passage.place_of(mention.start, mention.end))
                found.append(Contract(filled, mention.first[0] is not None, number.group(1), owner_project, evidence))
        return found[:1]

    def _of_table(self, index: int, block) -> list[Contract]:
        """A table with a column of contracts: number and date of each."""
        table = block.table
        rows = header_rows(table)
        titles = [fold(title) for title in column_titles(table, max(rows, 1))]
        column = next((i for i, title in enumerate(titles) if says("contract", title) and CONTRACT_DATE.search(title)), None)
        if column is None:
            return []
        named = [i for i, title in enumerate(titles) if RECIPIENT.search(title) and i != column]
        found = []
        for row in table.grid()[max(rows, 1):]:
            cell = row[column]
            if cell is None or not (mentions := [m for m in find_dates(fold(cell.text)) if m.has_day]):
                continue
            name = row[named[0]].text if named and row[named[0]] is not None else ""
            number = re.search(r"№\s?([\w/-]+)", cell.text)
            place = place_of(cell, table)
            text = " ".join(cell.text.split())
            project = owner(self.report.outline, self.report.outline.scopes[index].project, name)
            found.append(Contract(mentions[0].with_year(self.year), mentions[0].first[0] is not None, number.group(1) if number else "", project,
                                  Evidence("contract", text[:60], f"{' '.join(name.split())[:60]}: {text}" if name else text, place)))
        return found

    def competition(self) -> list[Dated]:
        """The dates of the call for applications in an operator's own part."""
        return [event for event in self.of(0, "retold") if len(self.report.outline.projects) > 1 and event.has_day
                and event.kind in ("event", "preparation", "other", "limit") and says("competition", event.sentence)]

    def evidence(self, event: Dated, role: str = "") -> Evidence:
        """A date as evidence: its words, its neighbours, its place."""
        return Evidence(role or {"section": "narrative", "retold": "narrative", "column": "table"}.get(event.source, event.source), event.written, event.text,
                        event.place)


def read_period(field: GrantField, year: int | None) -> Period | None:
    """The period that a field says; None where it does not say both ends.  `year`: what is meant where it says none."""
    text, folded = field.value.text, fold(field.value.text)
    mentions = [mention for mention in find_dates(folded) if not mention.problem]
    mentions = [mention for mention in mentions if mention.first[1] is not None] or mentions
    if not mentions:
        return None
    head, tail = mentions[0], mentions[1] if len(mentions) > 1 and mentions[0].first == mentions[0].last else mentions[0]
    if head is tail and head.first == head.last and head.first[1] is not None:
        return None
    years = [value for value in (head.first[0], tail.last[0]) if value]
    written = bool(years)
    head = head.with_year(years[0] if years else year)
    tail = tail.with_year(years[-1] if years else year)
    first, last = head.earliest, tail.latest
    if first is None or last is None:
        return None
    whole = " ".join(text.split())[:160]
    start = Evidence("period", _words(field.value, head), whole, field.value.place_at(head.start))
    end = Evidence("period", _words(field.value, tail), whole, field.value.place_at(tail.end - 1))
    exact = head.first[2] is not None and tail.last[2] is not None
    return Period(field.project, first, last, written, exact, start, end, first > last)


def _words(passage: Passage, mention: DateMention) -> str:
    return " ".join(passage.text[mention.start:mention.end].split())


@once_per_report
def timeline_of(report: Report) -> Timeline:
    """The timeline of a report; several rules ask for it, it is gathered once."""
    return Timeline(report)
