"""Markdown as converters write it: pipe tables with <br> in cells, or tab stops; and the line of each text."""
from collections.abc import Sequence

from .content import Block, Cell, Heading, Items, Para, Table


def render(blocks: Sequence[Block], tabs: bool = False) -> tuple[str, dict[str, int]]:
    """The Markdown text, and the line (from 1) on which the text of each key begins.

    `tabs`: tables have tab stops instead of pipes.
    """
    lines: list[str] = []
    places: dict[str, int] = {}
    for block in blocks:
        if isinstance(block, Items):
            for number, item in enumerate(block.items, 1):
                places[item.key] = len(lines) + 1
                lines.append((f"{number}. " if block.numbered else "- ") + _escaped(item.text))
        elif isinstance(block, Table):
            for row, cells in enumerate(block.grid()):
                places.update({cell.body.key: len(lines) + 1 for cell in cells if cell})
                if tabs and block.torn and block.torn[0] == row:
                    lines += _torn(cells, block.torn[1])
                else:
                    lines.append(_row(cells, tabs, bold=tabs and block.kind == "gender" and row == 0))
                if row == 0 and not tabs:
                    lines.append("|" + " --- |" * len(cells))
        else:
            places[block.body.key] = len(lines) + 1
            lines.append(_paragraph(block))
        lines.append("")
    return "\n".join(lines), places


def _paragraph(block: Heading | Para) -> str:
    if isinstance(block, Heading):
        return "#" * block.level + f" **{_escaped(block.body.text)}**"
    bold, rest = map(_escaped, block.parts())
    return (f"**{bold}**" if bold else "") + rest


def _row(cells: Sequence[Cell | None], tabs: bool, bold: bool) -> str:
    texts = [_escaped(cell.body.text).replace("\n", " " if tabs else "<br>") if cell else "" for cell in cells]
    if bold:
        texts = [f"<b>{text}</b>" if text else "" for text in texts]
    return _tabbed(texts) if tabs else "| " + " | ".join(texts) + " |"


def _torn(cells: Sequence[Cell | None], column: int) -> list[str]:
    """A row whose cell goes on after a page break: the row, a blank line, the rest of that cell alone."""
    texts = [_escaped(cell.body.text) if cell else "" for cell in cells]
    texts[column], _, rest = texts[column].rpartition(" ")
    return [_tabbed(texts), "", _tabbed([""] * column + [rest] + [""] * (len(texts) - column - 1), strip=False)]


def _tabbed(texts: Sequence[str], strip: bool = True) -> str:
    line = "\t".join(texts)
    return line.rstrip("\t") if strip else line


def _escaped(text: str) -> str:
    """Underscores escaped; links in angle brackets, those with underscores written out twice, as converters do."""
    words = []
    for word in text.split(" "):
        plain = word.replace("_", "\\_")
        link = f"<{word}>" if plain == word else f"[{plain}]({word})"
        words.append(link if word.startswith("https://") else plain)
    return " ".join(words)
