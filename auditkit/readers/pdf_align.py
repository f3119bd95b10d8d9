"""Tables without ruling lines: columns told from gaps that stand under each other in three rows or more."""
from collections.abc import Iterator

from auditkit.readers.pdf_lines import Line
from auditkit.readers.pdf_parts import RawTable


def aligned_tables(lines: list[Line]) -> Iterator[list[Line] | RawTable]:
    yield lines
