"""The report as data: what understanding makes of a Document, as typed rows and as pandas frames."""
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps

import pandas as pd

from auditkit.forms import load_form, recognise
from auditkit.model import Block, Document
from auditkit.understanding.anchors import anchor_blocks
from auditkit.understanding.breakdowns import mark_parts
from auditkit.understanding.claims import Claim, read_claims
from auditkit.understanding.fields import Answer, Section, read_answers, read_sections
from auditkit.understanding.flattened import recover_tables
from auditkit.understanding.links import FoundLink, find_links
from auditkit.understanding.mentions import Contexts, Mention, all_tables, contexts, read_mentions
from auditkit.understanding.numbered_heads import numbered_heads
from auditkit.understanding.paragraphs import join_lines
from auditkit.understanding.plan_fact import IndicatorRow, PlanFactRow, find_plan_fact
from auditkit.understanding.runs import Prose
from auditkit.understanding.sections import Activity, Outline, outline, part_headings
from auditkit.understanding.socioeconomic import find_indicators
from auditkit.understanding.statistics import StatisticsRow, find_statistics, records
from auditkit.understanding.table_activities import with_table_activities
from auditkit.understanding.twin_split import two_parts
from auditkit.understanding.twin_tables import BilingualTables
from auditkit.understanding.twins import Alignment
from auditkit.understanding.tellings import Tellings
from auditkit.understanding.thousands import with_thousands
from auditkit.understanding.told_rows import part_told_rows
from auditkit.understanding.votes import Numbers
from auditkit.wording import fold

KAZAKH = set("әғқңөұүһі")


@dataclass(frozen=True)
class Report:
    """One file understood.

    `blocks`: the document's blocks, lines joined into paragraphs and flattened tables recovered; `outline`: projects,
    activities and the scope of every block; `claim_list`: every number; `statistics_rows`, `plan_fact_rows`,
    `indicator_rows`: the report's own tables; `anchors`: for blocks outside the activities, which activity each sentence
    speaks of.  The frames are built when first asked for.  `translation`: the Russian version, where this one is the Kazakh version
    of the same report.
    """

    document: Document
    blocks: tuple[Block, ...]
    outline: Outline
    claim_list: tuple[Claim, ...]
    statistics_rows: tuple[StatisticsRow, ...]
    plan_fact_rows: tuple[PlanFactRow, ...]
    indicator_rows: tuple[IndicatorRow, ...]
    anchors: dict = field(default_factory=dict)
    form: str | None = None
    translation: "Report | None" = field(default=None, repr=False, compare=False)

    @property
    def activities(self) -> tuple[Activity, ...]:
        """All activities, in order."""
        return self.outline.activities

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages the report is written in, the main one first: "kk", "ru"."""
        kazakh = russian = 0
        for block in self.blocks:
            folded = fold(block.text)
            if len(folded) > 25:
                if sum(char in KAZAKH for char in folded) > len(folded) * 0.02:
                    kazakh += len(folded)
                elif any("а" <= char <= "я" for char in folded):
                    russian += len(folded)
        found = sorted(((kazakh, "kk"), (russian, "ru")), reverse=True)
        whole = kazakh + russian
        return tuple(lang for size, lang in found if whole and size > 0.15 * whole) or (self._language_of_scraps,)

    @property
    def _language_of_scraps(self) -> str:
        """The language of a report that has no longer stretch of text, by all its words and cells together."""
        cells = (cell.text for block in self.blocks if block.table is not None for cell in block.table.cells)
        letters = [char for text in (*(block.text for block in self.blocks), *cells) for char in fold(text) if char.isalpha()]
        russian = any("а" <= char <= "я" for char in letters) and sum(char in KAZAKH for char in letters) <= 0.01 * len(letters)
        return "ru" if russian else "kk"

    @cached_property
    def versions(self) -> tuple["Report", ...]:
        """The reports that the file holds: this one; or, where the file holds one report wholly in Kazakh and then wholly in
        Russian (or the other way round), the Kazakh version, whose `translation` is the other, and the Russian one."""
        parts = two_parts(self.document.blocks)
        if parts is None:
            return (self,)
        kk, ru = (understand(replace(self.document, blocks=self.document.blocks[part.start:part.stop]), self.form)
                  for part in (parts["kk"], parts["ru"]))
        kk = replace(kk, translation=ru)
        return (kk, ru) if kk.alignment.are_mirrored else (self,)

    @cached_property
    def alignment(self) -> Alignment | None:
        """This version laid beside its translation; None where there is none."""
        other = self.translation
        return Alignment((self.blocks, other.blocks), (self.claim_list, other.claim_list)) if other is not None else None

    @cached_property
    def bilingual(self) -> list[Alignment | BilingualTables]:
        """What holds Kazakh and Russian side by side: this version and its translation, and tables with a column for each."""
        tables = BilingualTables(self.blocks, self.claim_list)
        return [*([self.alignment] if self.alignment is not None else []), *([tables] if tables.opposed else [])]

    @cached_property
    def mention_list(self) -> list[Mention]:
        """Every number that counts or measures, with its context."""
        return read_mentions(self.blocks, self.outline, self.claim_list)

    @cached_property
    def contexts(self) -> Contexts:
        """How much the contexts of the mentions share."""
        return contexts(self.mention_list)

    @cached_property
    def running_text(self) -> Prose:
        """The numbers of the prose, cut into sections and paragraphs, with the runs that may be parts of sums."""
        return Prose(self.mention_list, self.blocks, self.contexts)

    @cached_property
    def tellings(self) -> Tellings:
        """The pairs of numbers that may tell one quantity."""
        return Tellings(self.mention_list, self.contexts, self.blocks)

    @cached_property
    def tables(self) -> list[tuple[int, Numbers]]:
        """(block, numbers) of every table, those of a cell's own tables among them."""
        found = []
        for index, block in enumerate(self.blocks):
            if block.table is not None:
                found += [(index, Numbers(table)) for table in all_tables(block.table)]
        return found

    @cached_property
    def mention_of_cell(self) -> dict[tuple[int, int, int], int]:
        """The index of the mention in each cell with one number: (table, row, column) from 1 → index."""
        cells: dict[tuple, list[int]] = {}
        for mention in self.mention_list:
            if mention.in_table:
                cells.setdefault(mention.claim.cell, []).append(mention.index)
        return {cell: found[0] for cell, found in cells.items() if len(found) == 1}

    @cached_property
    def answers(self) -> list[Answer]:
        """The fields of the form as they are filled; where no form was recognised, those that a grantee's report would have."""
        return read_answers(self.blocks, load_form(self.form or "grantee-final"))

    @cached_property
    def sections(self) -> list[Section]:
        """The sections of the form with their text; none where no form was recognised."""
        projects = [scope.project for scope in self.outline.scopes]
        return read_sections(self.blocks, load_form(self.form), projects) if self.form else []

    @cached_property
    def links(self) -> list[FoundLink]:
        """All links, in reading order."""
        return find_links(self.blocks)

    @cached_property
    def statistics(self) -> pd.DataFrame:
        """Participants by gender, social category and age: one row per number (schemas.STATISTICS)."""
        return pd.DataFrame(list(records(self.statistics_rows)),
                            columns=["project", "row", "kind", "table", "role", "category", "label", "value", "state", "text", "line", "page"])

    @cached_property
    def plan_fact(self) -> pd.DataFrame:
        """Planned and actual numbers of the plan/fact table: one row per pair (schemas.PLAN_FACT)."""
        found = []
        for row in self.plan_fact_rows:
            for pair in row.pairs:
                plan, fact = pair.plan, pair.fact
                found.append({"project": row.project, "activity": row.activity, "title": row.title, "indicator": pair.indicator,
                              "plan": plan.value if plan else None, "fact": fact.value if fact else None, "unit": pair.measure,
                              "plan_line": plan.place.line if plan else None, "fact_line": fact.place.line if fact else None,
                              "participants": row.participants.value if row.participants else None})
        return pd.DataFrame(found, columns=["project", "activity", "title", "indicator", "plan", "fact", "unit", "plan_line", "fact_line",
                                            "participants"])

    @cached_property
    def socioeconomic(self) -> pd.DataFrame:
        """The table of social and economic indicators: one row per indicator (schemas.SOCIOECONOMIC)."""
        found = [{"project": row.project, "name": row.name, "unit": row.unit, "plan": row.plan.number, "fact": row.fact.number,
                  "plan_state": row.plan.state, "fact_state": row.fact.state, "line": row.place("fact").line} for row in self.indicator_rows]
        return pd.DataFrame(found, columns=["project", "name", "unit", "plan", "fact", "plan_state", "fact_state", "line"])

    @cached_property
    def claims(self) -> pd.DataFrame:
        """Every number written in the report: one row per claim (schemas.CLAIMS)."""
        found = [{"number": c.number, "project": c.scope.project, "section": c.scope.section, "activity": self.activity_of(c), "role": c.role,
                  "value": float(c.quantity.value), "low": c.quantity.low, "high": c.quantity.high, "hedge": c.quantity.hedge,
                  "measure": c.measure, "group": c.group, "marks": " ".join(sorted(c.marks)), "sentence": c.sentence,
                  "in_table": c.cell is not None, "line": c.place.line, "page": c.place.page, "text": c.text} for c in self.claim_list]
        return pd.DataFrame(found, columns=["number", "project", "section", "activity", "role", "value", "low", "high", "hedge", "measure",
                                            "group", "marks", "sentence", "in_table", "line", "page", "text"])

    @cached_property
    def _rows_of_blocks(self) -> dict[tuple[int, int], int | None]:
        return {(row.block, cell.row): row.activity for row in self.plan_fact_rows for cell in (row.cells["plan"],)}

    def activity_of(self, claim: Claim) -> int | None:
        """The activity a claim speaks of: the one it is told under, its row's in the plan/fact table, or the one that its
        sentence names; None for the project as a whole."""
        if claim.cell is not None and (claim.block, claim.cell[1] - 1) in self._rows_of_blocks:
            return self._rows_of_blocks[claim.block, claim.cell[1] - 1]
        for start, end, activity in self.anchors.get(claim.block, ()):
            if start <= claim.start < end:
                return activity
        return claim.scope.activity

    @cached_property
    def told_of(self) -> dict[int | None, list[Claim]]:
        """The claims outside of tables by the activity that they speak of (`activity_of`), in reading order."""
        told: dict[int | None, list[Claim]] = {}
        for claim in self.prose():
            told.setdefault(self.activity_of(claim), []).append(claim)
        return told

    def project_name(self, project: int) -> str:
        """What to call a project in a message: its grantee, or ""."""
        return self.outline.projects[project].grantee if project < len(self.outline.projects) else ""

    def scope_label(self, project: int, activity: int | None = None) -> str:
        """Project and activity in the report's words, for a finding's scope."""
        parts = [self.project_name(project)]
        if activity is not None:
            parts.append(self.activities[activity].label)
        return " · ".join(part for part in parts if part)

    def prose(self, project: int | None = None) -> list[Claim]:
        """The claims outside of tables, of one project or of all."""
        return [claim for claim in self.claim_list if claim.cell is None and (project is None or claim.scope.project == project)]


def understand(document: Document, form: str | None = None) -> Report:
    """What a document says.  `form`: the id of its form, where the caller knows it; it is recognised where he does not.

    Raises RuleError for a form that there is not.
    """
    if form is not None:
        load_form(form)
    blocks: Sequence[Block] = document.blocks
    if any(block.kind == "line" for block in blocks):
        blocks = join_lines(recover_tables(blocks))
    blocks = part_headings(with_thousands(blocks))
    structure = outline(blocks)
    if heads := numbered_heads(blocks, structure):
        structure = outline(blocks, heads)
    blocks, told = part_told_rows(blocks, structure, heads)
    if told != heads:
        structure = outline(blocks, told)
    structure = with_table_activities(blocks, structure)
    claims = mark_parts(blocks, read_claims(blocks, structure))
    return Report(document, tuple(blocks), structure, tuple(claims), tuple(row for row in find_statistics(blocks, structure) if not row.is_unsure),
                  tuple(find_plan_fact(blocks, structure, claims)), tuple(find_indicators(blocks, structure)),
                  anchor_blocks(blocks, structure), form or recognise(blocks))


def once_per_report(gather: Callable) -> Callable:
    """Decorates a function of a report that several rules call: what it gives is kept with the report."""
    @wraps(gather)
    def kept(report: Report):
        gathered = vars(report).setdefault("_gathered", {})
        if gather not in gathered:
            gathered[gather] = gather(report)
        return gathered[gather]
    return kept
