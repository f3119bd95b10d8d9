"""Plain text, as PDF converters write it: every physical line becomes a block of kind "line".

Where paragraphs end and which lines are the remains of a table is a matter of understanding
(`auditkit.understanding.flattened`, `auditkit.understanding.paragraphs`), not of reading.
"""
import re
from pathlib import Path

from auditkit.model import Block, Link, Passage, Place, Remark
from auditkit.readers.encoding import lines_of
from auditkit.readers.furniture import page_furniture

URL = re.compile(r"(?:https?://|www\.)[^\s<>«»\"]+", re.IGNORECASE)


def read(path: Path, data: bytes) -> tuple[list[Block], list[Remark]]:
    """The non-blank lines of a text file, one Block each; blank lines show as gaps in the line numbers, and so do the page numbers and
    running headers that are left out.

    A space at a line's end is kept: converters write one where a line wraps between two words, and none where a
    word or a number was cut.  Raises ValueError("binary") where the bytes are no text.
    """
    blocks = []
    lines = lines_of(data)
    furniture = page_furniture(lines)
    for index, line in enumerate(lines):
        number, line = index + 1, line.replace("\f", " ")
        if line.strip() and index not in furniture:
            place = Place(line=number)
            blocks.append(Block("line", Passage(line, ((0, place),)), links=find_links(line, place)))
    return blocks, []


def find_links(text: str, place: Place) -> tuple[Link, ...]:
    """The bare links written in `text`."""
    return tuple(Link(found.group().rstrip(".,;:)"), found.group(), place) for found in URL.finditer(text))
