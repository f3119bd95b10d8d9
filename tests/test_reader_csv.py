"""CSV files: delimiter, several tables, lone lines, places."""
from pathlib import Path

import pytest
from auditkit.errors import UnreadableFile
from auditkit.readers.csv import delimiter_of, read
from hypothesis import given, settings
from hypothesis import strategies as st

PATH = Path("a.csv")


def texts(table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows()]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters(delimiter):
    rows = [["барлығы", "ерлер", "әйелдер"], ["120", "50", "70"]]
    data = "\n".join(delimiter.join(row) for row in rows)
    blocks, _ = read(PATH, data.encode())
    assert texts(blocks[0].table) == rows


def test_decimal_commas_are_no_delimiters():
    assert delimiter_of("а;б\n95,3;97,05\n1,5;2,5\n") == ";"
    assert delimiter_of("sep=|\na|b") == "|"


def test_tables_lone_lines_and_places():
    data = '\nЖыныс\nбарлығы;ерлер;әйелдер\n"1\n200";;700\n\n\nЖас;саны\n13–16;5,5\nЕскерту: толық\n'
    blocks, _ = read(PATH, data.encode("kz1048"))
    assert [block.kind for block in blocks] == ["paragraph", "table", "table", "paragraph"]
    assert [block.place.line for block in blocks] == [2, 3, 8, 10]
    table = blocks[1].table
    assert texts(table) == [["барлығы", "ерлер", "әйелдер"], ["1\n200", "", "700"]]
    empty = table.rows()[1][1].place
    assert (empty.line, empty.table, empty.row, empty.column) == (4, 1, 2, 2)
    assert blocks[2].table.number == 2


def test_an_open_quote_does_not_swallow_the_file():
    data = 'а;"ә\n' + "1;2\n" * 400
    blocks, _ = read(PATH, data.encode())
    assert blocks[0].table.height == 401


def test_far_rows_do_not_become_millions_of_empty_cells():
    data = "a;" * 3000 + "b\n" + "1;2\n" * 600
    blocks, _ = read(PATH, data.encode())
    assert len(blocks[0].table.cells) < 10_000


def test_binary_is_refused():
    with pytest.raises(UnreadableFile, match="no text"):
        read(PATH, bytes(range(256)))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    try:
        blocks, _ = read(PATH, text.encode())
    except UnreadableFile:
        return
    written = "".join(character for block in blocks for character in (
        block.text if block.table is None else "".join(cell.text for cell in block.table.cells)) if character.isalnum())
    if '"' not in text and not text.startswith("sep="):
        assert sorted(written) == sorted(character for character in text if character.isalnum())
