"""Numbers as intervals: what a hedge, a rounding, a range stands for, and when two statements contradict each other."""
from math import inf

import pytest
from hypothesis import given, settings, strategies as st

from auditkit.quantity import ABOUT, Quantity, total

numbers = st.integers(0, 10**7)
hedges = st.sampled_from(["exact", "above", "below", "at-least", "at-most", "about"])
quantities = st.builds(lambda value, hedge: Quantity.exact(value).hedged(hedge), numbers, hedges) \
    | st.builds(lambda value, decimals: Quantity.written(value / 10**decimals, decimals), numbers, st.integers(0, 3)) \
    | st.builds(lambda low, width: Quantity.between(low, low + width), numbers, st.integers(1, 5000))


def exact(value):
    return Quantity.exact(value)


@pytest.mark.parametrize("hedge, below, on, above", [
    ("above", False, False, True), ("at-least", False, True, True), ("below", True, False, False), ("at-most", True, True, False),
    ("exact", False, True, False)])
def test_what_a_hedge_allows(hedge, below, on, above):
    hedged = exact(240).hedged(hedge)
    assert [hedged.meets(exact(value)) for value in (239, 240, 241)] == [below, on, above]
    assert hedged.value == 240 and hedged.hedge == hedge


def test_more_than_500_and_536_are_no_contradiction():
    assert exact(500).hedged("above").meets(exact(536))
    assert not exact(500).hedged("above").meets(exact(500))
    assert exact(500).hedged("at-least").meets(exact(500))


def test_about_is_a_tenth_to_both_sides():
    about = exact(200).hedged("about")
    assert (about.low, about.high) == (200 - 200 * ABOUT, 200 + 200 * ABOUT)
    assert about.meets(exact(180)) and about.meets(exact(220)) and not about.meets(exact(179)) and not about.meets(exact(221))


@pytest.mark.parametrize("value, decimals, unit, low, high", [
    (92.7, 1, 1, 92.65, 92.75), (92, 0, 1, 92, 92), (12, 0, 10**6, 11.5e6, 12.5e6), (2.5, 1, 1000, 2450, 2550)])
def test_a_number_is_rounded_to_its_last_digit(value, decimals, unit, low, high):
    written = Quantity.written(value, decimals, unit)
    assert (written.low, written.high) == pytest.approx((low, high))
    assert written.is_exact == (low == high) and written.is_firm


def test_roundings_of_one_number_agree_and_others_do_not():
    assert Quantity.written(92.7, 1).meets(Quantity.written(92.71, 2))
    assert not Quantity.written(92.7, 1).meets(Quantity.written(92.8, 1)) or Quantity.written(92.7, 1).high >= Quantity.written(92.8, 1).low
    assert not Quantity.written(95.3, 1).meets(Quantity.written(97.05, 2))


def test_a_range_holds_both_ends():
    between = Quantity.between(80, 100)
    assert between.meets(exact(80)) and between.meets(exact(100)) and not between.meets(exact(79)) and not between.is_exact
    assert between.value == 90 and not between.is_firm


def test_open_ends_meet_only_where_both_are_closed():
    above, below = exact(50).hedged("above"), exact(50).hedged("below")
    assert not above.meets(below) and not above.meets(exact(50).hedged("at-most"))
    assert exact(50).hedged("at-least").meets(exact(50).hedged("at-most"))
    assert above.distance(below) == 0


def test_distance_is_the_loosest_reading_that_still_fails():
    assert exact(100).hedged("about").distance(exact(150)) == pytest.approx(40)
    assert exact(848).distance(exact(890)) == 42
    assert exact(500).hedged("above").distance(exact(536)) == 0


def test_sums_are_exact_only_of_exact_numbers():
    assert total([exact(150), exact(90)]) == exact(240)
    some = total([exact(150), exact(90).hedged("above")])
    assert some.low == 240 and some.high == inf and some.low_open and some.hedge == "range"
    assert not some.meets(exact(240)) and some.meets(exact(241))
    assert total([]) == exact(0)


def test_fractions_add_up_without_floating_noise():
    assert total(exact(0.1) for _ in range(10)).meets(exact(1))


def test_times_stretches_the_whole_interval():
    stretched = Quantity.written(2.5, 1).times(4)
    assert (stretched.low, stretched.high, stretched.value) == pytest.approx((9.8, 10.2, 10))


@pytest.mark.parametrize("fact, plan, reached", [
    (exact(240), exact(200), True), (exact(160), exact(200), False), (exact(500).hedged("above"), exact(536), True),
    (exact(80), exact(80).hedged("at-least"), True), (exact(79), exact(80).hedged("at-least"), False),
    (exact(50).hedged("at-most"), exact(60), False)])
def test_whether_a_fact_may_reach_its_plan(fact, plan, reached):
    assert fact.may_be_at_least(plan) == reached


def test_an_unknown_hedge_changes_nothing():
    assert exact(5).hedged("exact") == exact(5)


@settings(max_examples=150)
@given(quantities, quantities)
def test_meeting_is_mutual_and_means_no_distance(one, other):
    assert one.meets(other) == other.meets(one)
    assert one.distance(other) == other.distance(one) >= 0
    if one.meets(other):
        assert one.distance(other) <= 1e-6


@settings(max_examples=150)
@given(quantities)
def test_an_interval_holds_its_number_unless_it_leaves_it_out(quantity):
    assert quantity.low <= quantity.value <= quantity.high
    assert quantity.meets(quantity)
    assert quantity.meets(exact(quantity.value)) == (quantity.hedge not in ("above", "below"))


@settings(max_examples=100)
@given(st.lists(quantities, max_size=6))
def test_a_sum_does_not_depend_on_the_order(parts):
    forward, backward = total(parts), total(reversed(parts))
    assert forward.meets(backward) and forward.value == pytest.approx(backward.value)
    assert (forward.low_open, forward.high_open) == (backward.low_open, backward.high_open)


def test_neighbouring_decimals_do_not_meet():
    assert not Quantity.written(92.7, 1).meets(Quantity.written(92.8, 1))
    assert Quantity.written(92.7, 1).meets(Quantity.written(92.65, 2))
