"""Markdown as converters write it: headings, lists, pipe and tab tables, emphasis and escapes taken out, lines kept."""
import pytest
from hypothesis import given, settings, strategies as st

from auditkit.model import Place
from auditkit.readers import read
from auditkit.readers.markdown import clean


def blocks(tmp_path, text):
    path = tmp_path / "есеп.md"
    path.write_text(text, encoding="utf-8")
    return read(path).blocks


def table(tmp_path, text):
    (found,) = [block.table for block in blocks(tmp_path, text) if block.table is not None]
    return found


def rows(found):
    return [[cell.text for cell in row] for row in found.rows()]


@pytest.mark.parametrize("raw, plain", [
    ("**Барлығы:** 5", "Барлығы: 5"), ("*курсив* және __қалың__", "курсив және қалың"), ("***екеуі***", "екеуі"), ("файл\\_аты", "файл_аты"),
    ("<b>5</b> адам", "5 адам"), ("a &amp; b", "a & b"), ("20*15=300", "20*15=300"), ("**20*15=300**", "20*15=300"), ("5 * 6", "5 * 6"),
    ("всего **310** человек", "всего 310 человек"), ("snake_case_name", "snake_case_name"), ("2 \\* 3", "2 * 3"), ("`код`", "код"),
    ("1\\.", "1."), ("екі рет \\\\_ қашқан", "екі рет _ қашқан")])
def test_marks_are_taken_out_and_the_text_is_left(raw, plain):
    assert clean(raw, 0, Place())[0].text == plain


@pytest.mark.parametrize("raw, shown, targets", [
    ("[жазба](https://example.com/a)", "жазба", ["https://example.com/a"]), ("<https://example.com/b>", "https://example.com/b", ["https://example.com/b"]),
    ("қараңыз: https://example.com/c.", "қараңыз: https://example.com/c.", ["https://example.com/c"]),
    ("[a](<https://example.com/d>) және [b](https://example.com/e)", "a және b", ["https://example.com/d", "https://example.com/e"]),
    ("**[жазба](https://example.com/x_y_z)**", "жазба", ["https://example.com/x_y_z"]), ("сілтеме жоқ", "сілтеме жоқ", [])])
def test_links_are_kept_apart_from_the_text(raw, shown, targets):
    passage, links = clean(raw, 0, Place(line=4))
    assert passage.text == shown and [link.target for link in links] == targets and all(link.place.line == 4 for link in links)


def test_headings_paragraphs_and_items(tmp_path):
    found = blocks(tmp_path, "# **Есеп**\n\nБірінші жол\nекінші жол.\n\n- бір;\n  - екі;\n1. үш\n\n**Қалың жол**\n")
    assert [(block.kind, block.level, block.marker, block.text) for block in found] == [
        ("heading", 1, "", "Есеп"), ("paragraph", 0, "", "Бірінші жол екінші жол."), ("item", 1, "-", "бір;"), ("item", 2, "-", "екі;"),
        ("item", 1, "1.", "үш"), ("paragraph", 0, "", "Қалың жол")]
    assert [block.place.line for block in found] == [1, 3, 6, 7, 8, 10]
    assert [block.emphasis for block in found][-1] is True and not found[1].emphasis
    assert found[1].passage.place_at(found[1].text.index("екінші")).line == 4


def test_rules_and_fences_are_no_text(tmp_path):
    assert [block.text for block in blocks(tmp_path, "а\n\n---\n\n***\n\n```\nб\n```\n")] == ["а", "б"]


def test_a_line_of_underscores_is_a_blank_to_be_filled_in(tmp_path):
    assert [block.text for block in blocks(tmp_path, "Талдау:\n\n________\n")] == ["Талдау:", "________"]


def test_a_pipe_table(tmp_path):
    found = table(tmp_path, "Кіріспе.\n\n| А | **Б** |\n|---|:-:|\n| 1 | 2<br>3 |\n| a \\| b |  |\n")
    assert rows(found) == [["А", "Б"], ["1", "2\n3"], ["a | b", ""]]
    assert (found.header_rows, found.number, found.place.line, found.place.end_line) == (1, 1, 3, 6)
    cell = found.rows()[1][1]
    assert (cell.place.line, cell.place.table, cell.place.row, cell.place.column) == (5, 1, 2, 2)


def test_a_tab_table(tmp_path):
    found = table(tmp_path, "А\tБ\tВ\n1\t2\t3\n4\t\t6\n\nМәтін.\n")
    assert rows(found) == [["А", "Б", "В"], ["1", "2", "3"], ["4", "", "6"]]


def test_tables_are_numbered_in_order(tmp_path):
    text = "| А | Б |\n|---|---|\n| 1 | 2 |\n\nМәтін.\n\nА\tБ\n3\t4\n"
    assert [block.table.number for block in blocks(tmp_path, text) if block.table is not None] == [1, 2]


HEAD = "| Міндет | Шара | Күні | Жоспар | Факт |\n|---|---|---|---|---|\n"


def test_a_row_that_a_page_cut_is_joined(tmp_path):
    found = table(tmp_path, HEAD + "| Экология | «Таза өзен сенбілігін | мамыр | 200 | 240 |\n|  | өткізу» |  |  |  |\n")
    assert len(found.rows()) == 2
    assert rows(found)[1][1] == "«Таза өзен сенбілігін өткізу»"
    passage = found.rows()[1][1].passage
    assert [passage.place_at(0).line, passage.place_at(passage.text.index("өткізу")).line] == [3, 4]


def test_a_row_under_a_merged_first_cell_is_a_row_of_its_own(tmp_path):
    found = table(tmp_path, HEAD + "| Экология | «Таза өзен» сенбілігі | мамыр | 200 адам | 240 адам |\n|  | Кітапша басу | шілде | 1500 дана | 1500 дана |\n")
    assert [row[1] for row in rows(found)] == ["Шара", "«Таза өзен» сенбілігі", "Кітапша басу"]


def test_a_row_of_numbers_is_never_joined(tmp_path):
    assert len(table(tmp_path, "| А | Б |\n|---|---|\n| а | 5 |\n|  | 6 |\n").rows()) == 3


@settings(max_examples=60)
@given(st.lists(st.lists(st.text(alphabet="абвҚӘ 0123456789,%", max_size=8), min_size=2, max_size=5), min_size=1, max_size=6).filter(
    lambda grid: len({len(row) for row in grid}) == 1))
def test_every_cell_of_a_table_is_found_on_its_line(tmp_path_factory, grid):
    width = len(grid[0])
    text = "| " + " | ".join(f"Б{number}" for number in range(width)) + " |\n|" + "---|" * width + "\n"
    text += "".join("| х | " + " | ".join(cell.strip() for cell in row[1:]) + " |\n" for row in grid)
    found = table(tmp_path_factory.mktemp("md"), text)
    assert rows(found)[1:] == [["х", *(cell.strip() for cell in row[1:])] for row in grid]
    assert [row[0].place.line for row in found.rows()] == [1, *range(3, 3 + len(grid))]


@settings(max_examples=60)
@given(st.text(alphabet="аб *_|#-<>[]()`\\\t\n0123.«»", min_size=1, max_size=200))
def test_any_text_is_read_without_a_crash(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("md") / "a.md"
    path.write_text("Есеп.\n\n" + text, encoding="utf-8")
    for block in read(path).blocks:
        assert block.place.line is not None and 1 <= block.place.line <= len(("Есеп.\n\n" + text).splitlines())
