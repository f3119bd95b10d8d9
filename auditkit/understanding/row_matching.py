"""Which activity of the narrative each row of a plan/fact table is, by the likeness of their titles."""
from collections.abc import Sequence
from heapq import nlargest
from itertools import count

from rapidfuzz import fuzz

from auditkit.understanding.sections import Activity
from auditkit.wording import quoted_names, squeeze, stems

#: From which likeness on (0–100) two titles are of one activity.
LIKE = 55.0
#: What the best stretch of a longer title counts, beside the whole; from how many letters on a stretch tells something.
STRETCH, TELLING = 0.9, 20


def match_activities(titles: Sequence[str], activities: Sequence[Activity]) -> list[int | None]:
    """Which activity each row of the table is, in the order of both: the assignment of rows to activities that keeps the
    order and has the greatest likeness in all (Needleman–Wunsch); None for a row that is like none.

    The likeness of two titles is costly where one may be a stretch of the other.  So each pair begins with a bound that its
    likeness cannot exceed, and only rows of the best assignment are measured, with more activities each time, until the
    best one holds measured pairs alone: no other can be better then.
    """
    rows = [_Title(title) for title in titles]
    columns = [_Title(activity.title, activity) for activity in activities]
    scores = [[_bound(row, column) for column in columns] for row in rows]
    loose = [set(range(len(columns))) for _ in rows]
    for size in count(1):
        pairs = _best_pairs(scores, len(rows), len(columns))
        unsure = [(i, j) for i, j in pairs if j in loose[i]]
        if not unsure:
            break
        for i, j in unsure:
            for column in {j, *nlargest(size, loose[i], key=scores[i].__getitem__)}:
                scores[i][column] = _likeness(rows[i], columns[column])
                loose[i].discard(column)
    found = {i: activities[j].index for i, j in pairs}
    return [found.get(row) for row in range(len(rows))]


def _best_pairs(scores: list[list[float]], rows: int, columns: int) -> list[tuple[int, int]]:
    """The pairs (row, column) that keep the order and have the greatest sum of scores."""
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        above, here, likeness = best[i + 1], best[i], scores[i]
        for j in range(columns - 1, -1, -1):
            here[j] = max(above[j], here[j + 1], above[j + 1] + likeness[j])
    pairs, i, j = [], 0, 0
    while i < rows and j < columns:
        if scores[i][j] > 0 and best[i][j] == best[i + 1][j + 1] + scores[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


class _Title:
    """A title made ready for comparing: its letters, quoted names, and the stems of its words (of a row: of the longer ones)."""

    def __init__(self, text: str, activity: Activity | None = None):
        self.letters = squeeze(text)
        self.names = set(quoted_names(text)) if activity is None else activity.names
        self.stems = {word for word in stems(text) if len(word) > 4} if activity is None else activity.stems


def _bound(row: _Title, activity: _Title) -> float:
    """What the likeness of two titles cannot exceed: their likeness as a whole, or that of the best stretch there might be.

    As a whole they are alike by the letters that they have in common in one order; no stretch has more of these, and none with
    so many is shorter.
    """
    a, b = row.letters, activity.letters
    if not a or not b:
        return 0.0
    score = fuzz.ratio(a, b)
    shorter = min(len(a), len(b))
    if shorter >= TELLING:
        common = score * (len(a) + len(b)) / 200
        score = max(score, STRETCH * 200 * common / (shorter + common) + 1e-6)
    return _valued(score, row, activity)


def _likeness(row: _Title, activity: _Title) -> float:
    """0 where a title is surely another's, up to 2 where both quote the same name."""
    a, b = row.letters, activity.letters
    if not a or not b:
        return 0.0
    score = fuzz.ratio(a, b)
    if min(len(a), len(b)) >= TELLING and score < STRETCH * 100:
        score = max(score, STRETCH * fuzz.partial_ratio(a, b))
    return _valued(score, row, activity)


def _valued(score: float, row: _Title, activity: _Title) -> float:
    """The likeness of two titles out of that of their letters (0–100)."""
    if row.names & activity.names:
        return 1.0 + score / 100
    if score < LIKE and row.stems and row.stems <= activity.stems:
        return LIKE / 100  # «Форум» for «Форум «…»»: the row says the title in short
    return score / 100 if score >= LIKE else 0.0
