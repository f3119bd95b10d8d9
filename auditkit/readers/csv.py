"""CSV and TSV files: the delimiter found out, empty lines part tables, lone lines are text."""
import csv
import io
from collections import Counter
from pathlib import Path

from auditkit.errors import UnreadableFile
from auditkit.model import Block, Cell, Passage, Place, Remark
from auditkit.readers.encoding import decode
from auditkit.readers.guards import check_table
from auditkit.readers.sections import as_table, sections

_DELIMITERS = ";\t|,"  # the comma last: it is the decimal sign in Kazakhstan
_MAX_FIELD_LINES = 300
_MAX_CELLS = 400_000


def read(path: Path, data: bytes) -> tuple[list[Block], list[Remark]]:
    """The blocks of a CSV file; a place has the `line` that the row begins on.  Raises UnreadableFile."""
    try:
        text = decode(data)
    except ValueError as error:
        raise UnreadableFile(path, "it is no text, so it cannot be a CSV file") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines, cells = _cells(path, text)
    blocks, tables = [], 0
    for group in sections(cells):
        if len(group) == 1:
            passage = group[0].passage
            blocks.append(Block("paragraph", Passage(" ".join(passage.text.split("\n")), passage.marks)))
        else:
            tables += 1
            table = as_table(group, tables, Place(), lambda row, column: Place(line=lines[row]))
            check_table(path, table.height, table.width)
            blocks.append(Block("table", table=table))
    return blocks, []


def delimiter_of(text: str) -> str:
    """The character that parts the fields: the one by which most lines fall into equally many."""
    def score(delimiter: str) -> tuple[float, int]:
        widths = Counter(len(row) for _, row in _rows(text[:100_000], delimiter) if len(row) > 1)
        if not widths:
            return 0.0, 0
        width, lines = widths.most_common(1)[0]
        return lines * lines / sum(widths.values()), width
    if text.startswith("sep=") and len(text.partition("\n")[0]) == 5:
        return text[4]
    return max(_DELIMITERS, key=score)


def _rows(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """The rows with the line, from 1, that each begins on; a quote that is never closed is taken as a character."""
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
        rows, begin = [], 1
        try:
            for row in reader:
                if reader.line_num - begin > _MAX_FIELD_LINES:
                    break
                rows.append((begin, row))
                begin = reader.line_num + 1
            else:
                return rows
        except csv.Error:
            continue  # a field beyond the limit of the csv module: the quotes cannot be trusted
    raise csv.Error("a line is too long")


def _cells(path: Path, text: str) -> tuple[list[int], list[Cell]]:
    """The line that each row begins on, and the filled cells; an empty line is an empty row."""
    delimiter = delimiter_of(text)
    try:
        rows = _rows(text, delimiter)
    except csv.Error as error:
        raise UnreadableFile(path, "it has a line too long for a CSV file") from error
    cells = []
    for index, (line, row) in enumerate(rows):
        if index == 0 and text.startswith("sep="):
            continue
        for column, field in enumerate(row):
            if field.strip():
                cells.append(Cell(Passage(field.strip(), ((0, Place(line=line)),)), index, column))
        if len(cells) > _MAX_CELLS:
            raise UnreadableFile(path, f"it has more than {_MAX_CELLS} filled cells, more than a report can hold")
    return [line for line, _ in rows], cells
