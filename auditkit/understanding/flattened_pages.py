"""Rows of a flattened table that the end of a page has cut in two: which they are, and how many lines each column had left.

Every column of such a row is cut at the same height, in the middle of a word if need be, and goes on on the next page.
"""
import re
from collections.abc import Collection, Mapping, Sequence

from auditkit.understanding.flattened_columns import Stretch
from auditkit.understanding.flattened_lines import Lines
from auditkit.understanding.flattened_tandem import Piece, Tandem
from auditkit.understanding.flattened_tasks import OPENING

_HYPHEN = re.compile(r"[-–—]$")


def mark_cuts(pieces: Sequence[Piece], lines: Lines, usual: int, stretches: Sequence[Stretch], tandems: Sequence[Tandem],
              tasks: Mapping[int, range], dates: Collection[int]) -> None:
    """Set `continues`, `rooms` and `height` of the stretches.

    `usual`: blank lines between two lines of a cell; `tandems`: that behind each stretch but the last; `tasks`: for pieces that
    go on with a task those that it has on the page before; `dates`: pieces of date cells.
    """
    for stretch, tandem in zip(stretches, tandems):
        stretch.height = max(_height(pieces, lines, usual, tandem.plan, tandem.fact),
                             _height(pieces, lines, usual, tandem.fact, tandem.end))
    for before, stretch in zip([None, *stretches], stretches):
        stretch.continues, stretch.rooms = False, (0,)
        if before is None or stretch.start >= stretch.end or before.start >= before.end:
            continue
        first, run = pieces[stretch.start], tasks.get(stretch.start)
        if run is not None and before.start <= run.start:
            stretch.continues, stretch.rooms = True, (len(run),)
        elif first.apart:
            cut_date = [index for index in range(before.start, before.end) if index in dates][-1:]
            unfinished = any(_HYPHEN.search(pieces[index].text.strip()) for index in cut_date)
            stretch.continues = True if unfinished or not OPENING.match(first.text) else None
            # If no other row begins before the next plan, that is the rest of this one, which filled the page.
            dated = any(index in dates for index in range(stretch.start, stretch.end))
            stretch.rooms = (0,) if not stretch.before_plan else (0, before.height) if dated else (before.height,)


def _height(pieces: Sequence[Piece], lines: Lines, usual: int, start: int, end: int) -> int:
    """How many lines high some pieces are, blank lines of their cell among them."""
    first, last = lines[pieces[start].line].number, lines[pieces[end - 1].line].number
    return round((last - first) / (usual + 1)) + 1
