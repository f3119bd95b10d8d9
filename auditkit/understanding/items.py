"""Items of lists, as the format marks them or as people type them: «1. …», «- …», «• …»."""
import re

from auditkit.model import Block

TYPED = re.compile(r"^\s*(?P<marker>\d{1,3}[.)]|[-–—•·▪*])\s+(?=\S)")


def is_item(block: Block) -> bool:
    """Whether a block is an item of a list."""
    return block.kind == "item" or block.kind == "paragraph" and bool(TYPED.match(block.text))


def marker_of(block: Block) -> str:
    """What stands before an item, "" for a block that is none."""
    typed = TYPED.match(block.text)
    return block.marker or (typed.group("marker") if typed else "")


def text_offset(block: Block) -> int:
    """Where the words of an item begin in its text."""
    typed = TYPED.match(block.text) if block.kind == "paragraph" else None
    return typed.end() if typed else 0
