"""What a sample report consists of, and how slips turn its clean twin into its dirty twin.

A report is a list of blocks; every text in it (a paragraph, a list item, a table cell) has a key of its own.  A text
may hold `{figure}` placeholders that are filled from the report's figures, so that a number that is told in six places
is written down once.  A slip is a set of edits, each on the text of one key.
"""
from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace


class ContentError(ValueError):
    """The content contradicts itself: an edit that fits nothing, a key used twice, a figure that does not exist."""


@dataclass(frozen=True)
class Text:
    """A text with its key.  `text` may hold placeholders; "\\n" parts the paragraphs of a table cell."""

    key: str
    text: str


@dataclass(frozen=True)
class Heading:
    """A heading of the form; `level` counts from 1."""

    body: Text
    level: int = 2


@dataclass(frozen=True)
class Para:
    """A paragraph; `bold` where the whole of it is bold in the form, `label` where it is up to its first colon."""

    body: Text
    bold: bool = False
    label: bool = False

    def parts(self) -> tuple[str, str]:
        """The bold beginning and the rest."""
        if self.label:
            head, colon, rest = self.body.text.partition(": ")
            return head + colon.rstrip(), colon[1:] + rest
        return (self.body.text, "") if self.bold else ("", self.body.text)


@dataclass(frozen=True)
class Items:
    """A list, numbered or dashed."""

    items: tuple[Text, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Cell:
    """A table cell that covers `rows` by `columns` places of the grid."""

    body: Text
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Table:
    """A table.  `rows`: rows of cells as they start (a place covered from above or from the left has no cell).

    `header`: number of header rows.  `widths`: column widths in centimetres.  `kind` tells the renderers of flattened
    text and of workbooks which table of the form it is: plan-fact, indicators, gender, social, age or plain.
    `title`: the sheet of a workbook that it goes to.  `caption`: what is written above it there.
    `torn`: row and column (from 0) of a cell that a converter to tab stops split at a page break: its last word stands
    in a row of its own.
    """

    key: str
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    header: int = 1
    kind: str = "plain"
    title: str = ""
    caption: str = ""
    torn: tuple[int, int] | None = None

    def grid(self) -> list[list[Cell | None]]:
        """The cells by row and column; a place that a cell covers beyond its own corner is None."""
        taken: dict[tuple[int, int], bool] = {}
        lines: list[list[Cell | None]] = [[None] * len(self.widths) for _ in self.rows]
        for number, row in enumerate(self.rows):
            column = 0
            for cell in row:
                while taken.get((number, column)):
                    column += 1
                if column + cell.columns > len(self.widths):
                    raise ContentError(f"table {self.key}: row {number + 1} is too long")
                lines[number][column] = cell
                for down in range(cell.rows):
                    for right in range(cell.columns):
                        taken[number + down, column + right] = True
        if len(taken) != len(self.rows) * len(self.widths):
            raise ContentError(f"table {self.key}: {len(taken)} places filled, not {len(self.rows)}x{len(self.widths)}")
        return lines


Block = Heading | Para | Items | Table


@dataclass(frozen=True)
class Report:
    """A report: its name, language, blocks and figures (placeholder -> text)."""

    name: str
    language: str
    blocks: tuple[Block, ...]
    figures: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """Edit: in the text `key` the placeholder `name` is filled with `to`."""

    key: str
    name: str
    to: object


@dataclass(frozen=True)
class Swap:
    """Edit: in the text `key` the only `old` becomes `new`."""

    key: str
    old: str
    new: str


@dataclass(frozen=True)
class Drop:
    """Edit: the text `key` is left out (a list item, a paragraph; a cell becomes empty)."""

    key: str


@dataclass(frozen=True)
class Copy:
    """Edit: the text `key` becomes what the text `source` says."""

    key: str
    source: str


Edit = Figure | Swap | Drop | Copy


@dataclass(frozen=True)
class Slip:
    """One thing that is wrong in the dirty twin.

    `values`: what the two (or more) places say, as strings of the report.  `edits`: what makes it wrong.  `against`:
    keys of the texts, not edited, that the wrong one contradicts.
    """

    id: str
    kind: str
    severity: str
    values: tuple[str, ...]
    why: str
    edits: tuple[Edit, ...]
    against: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of every text that has to do with the slip, the edited ones first."""
        return tuple(dict.fromkeys([edit.key for edit in self.edits] + list(self.against)))


def texts(blocks: Sequence[Block]) -> Iterator[Text]:
    """Every text of the blocks in reading order."""
    for block in blocks:
        if isinstance(block, Items):
            yield from block.items
        elif isinstance(block, Table):
            yield from (cell.body for row in block.rows for cell in row)
        else:
            yield block.body


def settle(report: Report, slips: Sequence[Slip] = ()) -> tuple[Block, ...]:
    """The blocks with every placeholder filled and every edit of `slips` made.

    Raises ContentError where a key stands twice, an edit fits nothing, or a placeholder has no figure.
    """
    bodies = {}
    for text in texts(report.blocks):
        if text.key in bodies:
            raise ContentError(f"{report.name}: two texts have the key {text.key}")
        bodies[text.key] = text.text
    edits = [edit for slip in slips for edit in slip.edits]
    for key in [edit.key for edit in edits] + [key for slip in slips for key in slip.keys]:
        if key not in bodies:
            raise ContentError(f"{report.name}: an edit names {key}, which no text has")
    settled = {key: _filled(key, text, report.figures, edits) for key, text in bodies.items()}
    for edit in edits:
        if isinstance(edit, Copy):
            settled[edit.key] = settled[edit.source]
    dropped = {edit.key for edit in edits if isinstance(edit, Drop)}
    return tuple(filter(None, (_rebuilt(block, settled, dropped) for block in report.blocks)))


def _filled(key: str, text: str, figures: Mapping[str, object], edits: Sequence[Edit]) -> str:
    """The text of one key with its placeholders filled and its own edits made."""
    mine = [edit for edit in edits if edit.key == key]
    changed = {edit.name: edit.to for edit in mine if isinstance(edit, Figure)}
    for name in changed:
        if text.count("{" + name + "}") != 1:
            raise ContentError(f"{key}: the placeholder {name} does not stand there exactly once")
    try:
        text = text.format_map(ChainMap(changed, figures))
    except KeyError as missing:
        raise ContentError(f"{key}: no figure is called {missing}") from missing
    for edit in mine:
        if isinstance(edit, Swap):
            if text.count(edit.old) != 1:
                raise ContentError(f"{key}: «{edit.old}» stands there {text.count(edit.old)} times, not once")
            text = text.replace(edit.old, edit.new)
    return text


def _rebuilt(block: Block, settled: Mapping[str, str], dropped: set[str]) -> Block | None:
    """The block with its settled texts; None where nothing is left of it."""
    def body(text: Text) -> Text:
        return Text(text.key, settled[text.key])

    if isinstance(block, Items):
        items = tuple(body(item) for item in block.items if item.key not in dropped)
        return replace(block, items=items) if items else None
    if isinstance(block, Table):
        rows = tuple(tuple(replace(cell, body=Text(cell.body.key, "") if cell.body.key in dropped else body(cell.body))
                           for cell in row) for row in block.rows)
        return replace(block, rows=rows)
    return None if block.body.key in dropped else replace(block, body=body(block.body))
