"""Slips of the pen, rare numbers, and parts left out."""
import pytest
from hypothesis import given, strategies as st

from auditkit.slips import PEN, explains, pen_slip, rarity


@pytest.mark.parametrize("written, meant, slip", [
    (809, 890, "swapped"), (848, 890, ""), (898, 890, "changed"), (89, 890, "lost"), (8890, 890, "doubled"), (66.9, 69.6, "swapped"), (66.9, 96.6, ""), (69.6, 96.6, "swapped"),
    (890, 890, ""), (3_520_000, 3_250_000, "swapped"), (12, 21, "swapped"), (0, 5, "changed"), (-5, 5, "")])
def test_a_slip_of_the_pen_is_named(written, meant, slip):
    assert pen_slip(written, meant) == slip


@given(st.integers(100, 10**7), st.data())
def test_what_the_pen_does_to_one_digit_is_found(meant, data):
    digits = str(meant)
    place = data.draw(st.integers(0, len(digits) - 1))
    wrong = data.draw(st.sampled_from([digits[:place] + digits[place + 1:], digits[:place] + digits[place] + digits[place:],
                                       digits[:place] + data.draw(st.sampled_from("0123456789")) + digits[place + 1:]]))
    written = int(wrong)
    if wrong[0] != "0" and written != meant and str(written).rstrip("0") != digits.rstrip("0"):
        assert pen_slip(written, meant) in PEN


@given(st.floats(0, 1e12, allow_nan=False), st.floats(0, 1e12, allow_nan=False))
def test_no_two_numbers_break_it(one, other):
    assert pen_slip(one, other) in ("", *PEN)
    assert 0 <= rarity(one) < 14


def test_a_rare_number_says_more_than_a_round_or_a_small_one():
    assert rarity(3) < rarity(43) < rarity(437) < rarity(4371)
    assert rarity(500) < rarity(437) and rarity(5_000_000) < rarity(4_371_260)


def test_a_difference_that_is_a_part_is_an_omission():
    assert explains(-36, [57, 36, 63])
    assert not explains(35, [57, 36, 63])
