"""Page numbers and running headers in a text that a converter has written page after page.

They stand in the middle of whatever the end of the page has cut: of a sentence, of the row of a table.  A number counts as that of a
page only where the next pages have the following ones.
"""
import re
from collections import Counter
from collections.abc import Sequence

#: «3 / 28», «стр. 3 из 28», «Page 3 of 28».
OF_ALL = re.compile(r"\W*(?:бет|стр\.?|страница|page)?\W*(\d{1,3})\s*(?:/|из|of)\s*(\d{1,3})\W*", re.I)
#: «- 3 -», «3», only at the end of a page.
ALONE = re.compile(r"[-–—\s]*(\d{1,3})[-–—\s]*")
#: A header is what stands on so many pages, and on this share of them.
PAGES, SHARE = 2, 0.6


def page_furniture(lines: Sequence[str]) -> set[int]:
    """The indexes of the lines that are page numbers, or headers and footers beside them or beside a page break."""
    text = [index for index, line in enumerate(lines) if line.strip()]
    breaks = [at for at, index in enumerate(text) if at and _breaks(lines, text[at - 1], index)]
    numbers = _numbered(lines, [(at, OF_ALL.fullmatch(lines[index])) for at, index in enumerate(text)]) \
        or _numbered(lines, [(at - 1, ALONE.fullmatch(lines[text[at - 1]])) for at in [*breaks, len(text)] if at])
    below = {at + 1 for at in numbers if at + 1 < len(text)} | {at for at in breaks if at not in numbers}
    above = {at - 1 for at in numbers if at} | {at - 1 for at in breaks if at - 1 not in numbers}
    found = {text[at] for at in numbers}
    for beside in (below, above):
        told = Counter(_squeezed(lines[text[at]]) for at in beside - numbers)
        found |= {text[at] for at in beside - numbers if told[_squeezed(lines[text[at]])] >= max(PAGES, SHARE * len(beside))}
    return found | _first_header(lines, text, found)


def _breaks(lines: Sequence[str], before: int, index: int) -> bool:
    """Whether a page ends between two lines with text: the form feed stands on a line between them, or opens the second one."""
    return any("\f" in line for line in lines[before + 1:index]) or lines[index].startswith("\f")


def _numbered(lines: Sequence[str], found: Sequence[tuple[int, re.Match | None]]) -> set[int]:
    """The lines whose numbers go up by one from page to page, and say the same of how many pages there are; nothing else counts."""
    pages = [(at, match) for at, match in found if match is not None]
    last = {match.group(2) for _, match in pages} if pages and pages[0][1].re is OF_ALL else {None}
    numbers = [int(match.group(1)) for _, match in pages]
    if len(pages) < PAGES or len(last) != 1 or any(after != before + 1 for before, after in zip(numbers, numbers[1:])):
        return set()
    return {at for at, _ in pages}


def _squeezed(line: str) -> str:
    return " ".join(line.split())


def _first_header(lines: Sequence[str], text: Sequence[int], found: set[int]) -> set[int]:
    """The first line of the text, where it is the header of the pages behind it."""
    return {text[0]} if text and _squeezed(lines[text[0]]) in {_squeezed(lines[index]) for index in found} else set()
