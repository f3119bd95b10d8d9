"""The way of a flattened table's lines through its columns: the cheapest of all that there are, whatever is left out on the way."""
from itertools import product
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.model import Block, Passage, Place
from auditkit.understanding.flattened_lines import Lines
from auditkit.understanding.flattened_paths import Paths
from auditkit.understanding.flattened_tandem import Piece
from auditkit.understanding.flattened_tasks import Narrative, TaskLines

NAMES = ["task", "activity", "indicator"]
costs = st.integers(0, 40).map(lambda number: number / 4)


@st.composite
def odds(draw):
    """Odds of some pieces in three columns, as `Odds` would reckon them."""
    size = draw(st.sampled_from([4, 3, 2, 1]))
    rows = st.lists(st.lists(costs, min_size=3, max_size=3), min_size=size, max_size=size)
    numbers = st.lists(costs, min_size=size, max_size=size)
    return SimpleNamespace(
        names=NAMES, own=draw(rows), wraps=draw(rows), entry=draw(rows), change=draw(numbers), goes_on=draw(numbers), again=draw(numbers),
        behind_cut=draw(numbers), skipped=draw(st.lists(costs, min_size=3, max_size=3)), leaving=[0.0, 0.0, 6.0],
        pieces=[SimpleNamespace(apart=apart) for apart in draw(st.lists(st.sampled_from([False, False, True]), min_size=size, max_size=size))],
        dates=set(draw(st.lists(st.integers(0, size - 1)))))


def cost_of(odds, way, full, may_continue, room, before_plan):
    """The cost of one way, [(column, whether the row before goes on, whether a page begins), …], or None where there is no such way."""
    last_page = max((index for index, piece in enumerate(odds.pieces) if piece.apart), default=0)
    column, old, _ = way[0]
    missing = [1.5 if old and other in full and NAMES[other] != "indicator" else 0.0 for other in range(3)]
    cost = odds.own[0][column] + odds.entry[0][column] + sum(missing[:column])
    cost += 3.0 if may_continue and full is None and column > 1 else 0.0
    cost += 4.0 if old and column not in full else 0.0
    used = 1
    for index, (here, still, page) in enumerate(way[1:], 1):
        if still != (old and not page) or not page and here < column:
            return None
        if index == last_page:
            used = 0
        crowded = room and index > last_page and used == room and not old
        if page:
            again = odds.behind_cut[index] if old and index < max(odds.dates, default=-1) else odds.again[index]
            cost += odds.leaving[column] + again + odds.entry[index][here]
            used = 1
        elif here == column:
            cost += odds.wraps[index][here] + (4.0 if crowded else 0.0)
            used = min(used + 1, room) if room else 0
        else:
            cost += 1.0 if crowded else odds.change[index]
            cost += sum(odds.skipped[other] + (missing[other] if old else 0.0) for other in range(column + 1, here))
            cost += 0.0 if still and here in full else odds.goes_on[index]
            used = 1
        column, old = here, still
        cost += odds.own[index][here] + (4.0 if old and here not in full else 0.0)
    return cost + (8.0 if before_plan and column != 2 else 0.0)


@settings(max_examples=60, deadline=None)
@given(odds(), st.none() | st.sets(st.integers(0, 2)), st.booleans(), st.integers(0, 3), st.booleans())
def test_no_way_is_cheaper(odds, full, may_continue, room, before_plan):
    size = len(odds.pieces)
    begins = [[(column, full is not None, True) for column in range(3)]]
    following = list(product(range(3), (False, True), (False, True)))
    ways = product(*begins, *[following] * (size - 1))
    every = [cost for way in ways if (cost := cost_of(odds, way, full, may_continue, room, before_plan)) is not None]
    cost, columns = Paths(odds, 0, size, full, may_continue).cheapest(room, before_plan)
    assert abs(cost - min(every)) < 1e-9
    found, old = [], full is not None
    for index in range(size):
        column, page = columns[index]
        old = old and (index == 0 or not page)
        found.append((column, old, page))
    assert abs(cost_of(odds, found, full, may_continue, room, before_plan) - cost) < 1e-9


def lines_of(*texts):
    return Lines(Block("line", Passage(text, ((0, Place(line=number)),))) for number, text in enumerate(texts, 1))


def test_narrative_above_a_line():
    narrative = Narrative(lines_of("Задача 1. Провести встречи с жителями", "сёл и аулов", "Мероприятие 1. Встреча", "Задача 2: Обучить",
                                   "волонтёров и кураторов", "Задача 1. Провести встречи с жителями", "сёл и аулов"))
    assert narrative.tasks(2) == ["провестивстречисжителямисёлиаулов"]
    assert narrative.tasks(7) == ["провестивстречисжителямисёлиаулов", "обучитьволонтёровикураторов"]
    assert narrative.tasks(5)[-1] == "обучитьволонтёровикураторов" and narrative.tasks(4) == ["провестивстречисжителямисёлиаулов"]
    assert narrative.says("аулов" + "мероприятие", 3) and not narrative.says("аулов" + "мероприятие", 2)


def test_the_longer_of_two_tasks_is_followed():
    texts = ["Обучить волон-", "тёров работе", "с картой", "Семинар"]
    pieces = [Piece(index, 0, len(text), text, index == 0, True) for index, text in enumerate(texts)]
    letters = ["обучитьволон", "тёровработе", "скартой", "семинар"]
    known = TaskLines(pieces, letters, [(0, 4)], ["обучитьволонтёров", "обучитьволонтёровработескартой", "семинары"], 20)
    assert (known.tasks, known.starts, known.after, known.activities) == ({0, 1, 2}, {0}, {3}, {3})
