"""Line breaks that an author has set by hand in a cell of a tagged PDF."""
from types import SimpleNamespace

import pytest

from auditkit.readers.pdf_lines import Wraps


def line(text, spaced=False):
    return SimpleNamespace(text=text, spaced=spaced, size=10.0, first=5.0)


@pytest.mark.parametrize("before, after, joint", [
    ("Мектеп саны:", "жоспар – 8", "\n"), ("жоспар – 320", "факт – 332", "\n"), ("Алматы обл. – 5;", "Жамбыл обл. – 5;", "\n"),
    ("сауаттыл", "ықты", ""), ("12 іс-", "шара", ""), ("сілтеме https://a.kz/very/long", "address", ""), ("Оқушылар", "сарайы", "")])
def test_a_line_without_a_space_at_its_end(before, after, joint):
    wraps = Wraps([line("бір екі ", True), line("үш төрт", False)])
    assert wraps.tells
    assert wraps.between(line(before), line(after), 0.0, whole=True) == joint
