"""Plans and facts of a flattened table that are worded too differently to be known by their likeness, told apart by counting.

«80 үй, әр ауданда 20» is planned and «84 үй: Арқа – 22; …» done: where the indicators before them are named one by one, as many numbers
follow for the plan and then as many for the fact, each of the same unit.
"""
import re
from collections.abc import Sequence

from auditkit.understanding.flattened_groups import labels_before, value_starts
from auditkit.understanding.flattened_tandem import SHORT, Piece, Tandem, masked

_MOST_PIECES = 60  # of plan and fact together
_FEWEST = 3  # numbers of a plan: fewer may meet by chance


def add_counted(pieces: Sequence[Piece], tandems: Sequence[Tandem]) -> list[Tandem]:
    """The tandems, with those that only counting finds before a mark of effectiveness in place of those that leave a number before them."""
    result, begin = list(tandems), 0
    for index, piece in enumerate(pieces):
        if piece.apart:
            begin = index
        if not piece.is_effect:
            continue
        here = [tandem for tandem in result if begin <= tandem.plan and tandem.end <= index]
        if not any(tandem.weight >= SHORT or tandem.end == index and not _has_digit(pieces[tandem.plan - 1]) for tandem in here):
            found = _counted(pieces, max(begin, index - _MOST_PIECES), index)
            if found and found.end - found.plan > sum(tandem.end - tandem.plan for tandem in here):
                result = [tandem for tandem in result if tandem not in here] + [found]
        begin = index + 1
    return sorted(result, key=lambda tandem: tandem.plan)


def _counted(pieces: Sequence[Piece], begin: int, end: int) -> Tandem | None:
    """The longest plan and fact that end before piece `end`."""
    for plan in range(begin + 1, end - 2 * _FEWEST + 1):
        if not _has_digit(pieces[plan]) or _has_digit(pieces[plan - 1]) or not pieces[plan - 1].ends:
            continue
        for fact in range(plan + _FEWEST, end - _FEWEST + 1):
            planned, done = value_starts(pieces, range(plan, fact)), value_starts(pieces, range(fact, end))
            if (_FEWEST <= len(planned) == len(done) and planned[0] == plan and done[0] == fact
                    and all(_alike(pieces[one].text, other.text) for one, other in zip(planned, map(pieces.__getitem__, done)))
                    and labels_before(pieces, begin, plan, len(planned))):
                return Tandem(plan, fact, end, float(len(planned)))
    return None


def _has_digit(piece: Piece) -> bool:
    return bool(re.search(r"\d", piece.text))


def _alike(planned: str, done: str) -> bool:
    """Whether two lines begin with a number of the same unit, or of none."""
    one, other = masked(planned), masked(done)
    return one.startswith(other) or other.startswith(one)
