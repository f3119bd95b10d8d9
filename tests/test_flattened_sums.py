"""Joining pieces of numbers so that a row adds up, held against trying every way."""
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.understanding.flattened_sums import join_to_sum


def every_way(pieces, joins, cells, total):
    """The least cost of all ways to join that add up; None where there is none."""
    best = None
    for chosen in combinations(range(len(joins)), len(pieces) - cells):
        if any(joins[index] is None for index in chosen):
            continue
        row = [pieces[0]]
        for index, piece in enumerate(pieces[1:]):
            if index in chosen:
                row[-1] += piece
            else:
                row.append(piece)
        numbers = [int(number or 0) for number in row]
        cost = sum(joins[index] for index in chosen)
        if numbers[total] and 2 * numbers[total] == sum(numbers) and (best is None or cost < best):
            best = cost
    return best


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_it_is_the_cheapest_of_all_ways(data):
    pieces = data.draw(st.lists(st.sampled_from(["", "1", "2", "3", "10", "12", "100", "0"]), min_size=3, max_size=9))
    joins = data.draw(st.lists(st.sampled_from([None, 0, 1, 2, 9]), min_size=len(pieces) - 1, max_size=len(pieces) - 1))
    cells = data.draw(st.integers(2, len(pieces)))
    total = data.draw(st.integers(0, cells - 1))
    found = join_to_sum(pieces, joins, [(len(pieces), cells)], total)
    wanted = every_way(pieces, joins, cells, total)
    assert (found is None) == (wanted is None)
    if found:
        assert [index for cell in found for index in cell] == list(range(len(pieces))) and len(found) == cells
        assert sum(joins[index] for cell in found for index in cell[:-1]) == wanted


def test_no_number_reaches_from_one_group_into_the_next():
    pieces, joins = ["1", "100", "600", "500"], [0, 0, 0]
    assert join_to_sum(pieces, joins, [(4, 3)], 0) == [[0, 1], [2], [3]]
    assert join_to_sum(pieces, joins, [(2, 1), (2, 2)], 0) == [[0, 1], [2], [3]]
    assert join_to_sum(pieces, joins, [(1, 1), (3, 2)], 0) is None


@pytest.mark.parametrize("count", [30, 60])
def test_many_pieces_take_no_time(count):
    pieces = [str(total := 1100 * count), *["1", "100"] * count]
    assert join_to_sum(pieces, [0] * (2 * count), [(2 * count + 1, count + 1)], 0) == [
        [0], *([2 * index + 1, 2 * index + 2] for index in range(count))], total
