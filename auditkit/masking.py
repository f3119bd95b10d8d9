"""No output shows the IIN of a person: every text of a result masked, in the same length, before anything is rendered.

The digits are gathered once from the whole document, so that a quote that has lost the word «ИИН», or has been cut, is masked too.
"""
import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from numbers import Real

from auditkit.finding import ReportResult, Result
from auditkit.model import Block, Cell, Document, Passage, Place, Table
from auditkit.understanding.contacts import is_bin, mask_people, masked, people_numbers

#: Fields of findings, checks and messages that are the project's own words.
OWN = {"id", "rule", "kind", "outcome", "role", "template", "code"}
HEAD = re.compile(r"\b(?:ЖСН|ИИН)\b", re.IGNORECASE)
LONG = re.compile(r"\d(?:[ \u00a0\u202f-]?\d){8,14}")
#: A piece of a known number from this many digits on is hidden: a quote may have been cut in the middle of one.
PIECE = 7
RUN = re.compile(rf"(?<!\d)\d(?:[ \u00a0\u202f\n-]?\d){{{PIECE - 1},}}(?!\d)")


class Mask:
    """What hides the IINs of one document."""

    def __init__(self, known: Iterable[str] = ()):
        """`known`: the digits of the IINs."""
        self.known = frozenset(known)

    @staticmethod
    def of(document: Document) -> "Mask":
        """The mask for a document: its IINs by their word, by their build, and by the heading of their column."""
        texts = map(_unwrapped, _texts(document.blocks))
        found = [re.sub(r"\D", "", text[start:end]) for text in texts for start, end in people_numbers(text)]
        found += [digits for table in document.tables for digits in _of_columns(table)]
        return Mask(found)

    def text(self, text: str) -> str:
        """A text with every IIN masked."""
        if not text or not any(char.isdigit() for char in text):
            return text
        return RUN.sub(self._hide, mask_people(text)) if self.known else mask_people(text)

    def _hide(self, match: re.Match) -> str:
        written = match.group()
        digits = re.sub(r"\D", "", written)
        if any(digits in number for number in self.known):
            return masked(written)
        for number in self.known:  # beside other digits: «3 850101300123»
            if number in digits:
                apart = re.compile(r"[ \u00a0\u202f\n-]?".join(number))
                written = apart.sub(lambda found: masked(found.group()), written)
        return written

    def value(self, value: object) -> object:
        """Anything that a result is made of, its texts masked, whatever it is nested in: evidence, messages, findings, checks.  A
        number that is an IIN becomes its masked text; places, ids and words of the project's own stay."""
        if isinstance(value, (Enum, Place)) or value is None:
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, (list, tuple)):
            return type(value)(map(self.value, value))
        if isinstance(value, dict):
            return {name: self.value(one) for name, one in value.items()}
        if is_dataclass(value):
            return replace(value, **{field.name: self.value(getattr(value, field.name)) for field in fields(value) if field.name not in OWN})
        if isinstance(value, Real) and not isinstance(value, bool) and value == value and f"{value:.0f}".zfill(12) in self.known:
            return masked(f"{value:.0f}".zfill(12))
        return value

    def document(self, document: Document) -> Document:
        """A document, every text of it masked; places and lengths stay."""
        return replace(document, blocks=tuple(map(self._block, document.blocks)), remarks=self.value(document.remarks))

    def _passage(self, passage: Passage) -> Passage:
        text = self.text(passage.text)
        return passage if text == passage.text else Passage(text, passage.marks)

    def _block(self, block: Block) -> Block:
        links = tuple(replace(link, text=self.text(link.text)) for link in block.links)
        return replace(block, passage=self._passage(block.passage), links=links, table=self._table(block.table) if block.table is not None else None)

    def _table(self, table: Table) -> Table:
        return replace(table, caption=self.text(table.caption), cells=tuple(map(self._cell, table.cells)))

    def _cell(self, cell: Cell) -> Cell:
        return replace(cell, passage=self._passage(cell.passage), value=self.value(cell.value), tables=tuple(map(self._table, cell.tables)))


def masked_result(result: Result) -> Result:
    """A result that may be shown: what `auditkit.renderers.render` hands to every output.  Paths and check sums stay."""
    return replace(result, reports=tuple(map(masked_report, result.reports)))


def masked_report(report: ReportResult) -> ReportResult:
    """One report that may be shown."""
    mask = Mask.of(report.document)
    if not mask.known:
        return report
    said = {name: mask.value(getattr(report, name)) for name in ("projects", "findings", "checks", "untied", "incomplete")}
    return replace(report, document=mask.document(report.document), **said)


def _unwrapped(text: str) -> str:
    """A text without the line breaks inside its numbers: a narrow cell wraps them."""
    return re.sub(r"(?<=\d)\n(?=\d)", "", text)


def _texts(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        yield block.text
        if block.table is not None:
            yield from _of_table(block.table)


def _of_table(table: Table) -> Iterable[str]:
    yield table.caption
    for cell in table.cells:
        yield cell.text
        for nested in cell.tables:
            yield from _of_table(nested)


def _of_columns(table: Table) -> Iterable[str]:
    """The long numbers under a heading that says «ИИН», or beside one."""
    heads = [cell for cell in table.cells if HEAD.search(cell.text) and not LONG.search(cell.text)]
    for head in heads:
        for cell in table.cells:
            under = cell.row > head.row and head.column <= cell.column < head.column + head.colspan
            beside = cell.row == head.row and cell.column == head.column + head.colspan
            if under or beside:
                digits = [re.sub(r"\D", "", found.group()) for found in LONG.finditer(_unwrapped(cell.text))]
                yield from (number for number in digits if len(number) >= 9 and not is_bin(number))
