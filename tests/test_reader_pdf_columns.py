"""Cells of a tagged table that stand where they are drawn, though empty cells before them are not tagged (browsers)."""
from auditkit.readers.pdf_columns import settle
from auditkit.readers.pdf_parts import RawCell

COLUMNS = [(10, 20), (30, 120), (130, 180), (190, 240)]


def cell(row, column, at, wide=1, high=1):
    """A cell tagged in a column and drawn in others."""
    left, right = COLUMNS[at][0], COLUMNS[at + wide - 1][1]
    return RawCell(row, column, high, wide, box=(left + 1, 0, right - 1, 10), page=1)


def full(row):
    return [cell(row, column, column) for column in range(4)]


def test_a_total_row_without_its_number_stays_under_its_columns():
    total = [cell(2, 0, 1), cell(2, 1, 2), cell(2, 2, 3)]
    settle([*full(0), *full(1), *total])
    assert [found.column for found in total] == [1, 2, 3]


def test_a_gap_in_the_middle():
    row = [cell(2, 0, 0), cell(2, 1, 1), cell(2, 2, 3)]
    settle([*full(0), *full(1), *row])
    assert [found.column for found in row] == [0, 1, 3]


def test_a_merged_cell_and_a_gap():
    row = [cell(2, 0, 0, wide=2), cell(2, 2, 3)]
    settle([*full(0), *full(1), *row])
    assert [found.column for found in row] == [0, 3]


def test_cells_merged_from_above_are_no_place_for_others():
    first = [cell(1, 0, 0, high=2), cell(1, 1, 1), cell(1, 2, 2), cell(1, 3, 3)]
    row = [cell(2, 1, 1), cell(2, 2, 3)]
    settle([*full(0), *first, *row])
    assert [found.column for found in row] == [1, 3]


def test_complete_rows_are_left_as_they_are():
    row = [cell(1, column, 3 - column) for column in range(4)]
    settle([*full(0), *row])
    assert [found.column for found in row] == [0, 1, 2, 3]


def test_a_short_label_of_a_wide_cell_begins_at_its_column():
    label = cell(2, 0, 1, wide=2)
    label.box = (COLUMNS[1][0], 0, COLUMNS[1][0] + 30, 10)
    row = [label, cell(2, 2, 3)]
    settle([*full(0), *full(1), *row])
    assert [found.column for found in row] == [1, 3]
