"""Hard-wrapped lines joined into paragraphs and items, the place of every character kept."""
import pytest
from hypothesis import given, settings, strategies as st

from auditkit.model import Block, Passage, Place
from auditkit.understanding.paragraphs import join_lines

LONG = "Жоба аясында ауыл мектептерінде өткен сабақтарға оқушылар мен олардың ата-аналары белсенді"


def lines(text, gap=1):
    """Blocks of kind "line" out of a text; an empty line leaves a gap in the line numbers."""
    return [Block("line", Passage(line, ((0, Place(line=number * gap)),))) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def texts(text, gap=1):
    return [(block.kind, block.text) for block in join_lines(lines(text, gap))]


def test_a_paragraph_goes_on_over_lines():
    assert texts(f"{LONG} \nқатысып, 120 адам пікір қалдырды.") == [("paragraph", f"{LONG} қатысып, 120 адам пікір қалдырды.")]


def test_a_word_cut_by_a_hyphen_is_made_whole_where_the_text_knows_it():
    joined = texts(f"Қатысушылар келді.\n\n{LONG} түрде қаты-\nсушылар болып, сабаққа келді.")
    assert "қатысушылар болып" in joined[-1][1]


def test_a_compound_keeps_its_hyphen():
    assert "ата-аналар жиналды" in texts(f"{LONG} бірге ата-\nаналар жиналды.")[0][1]


@pytest.mark.parametrize("marker", ["-", "–", "•", "1.", "2)"])
def test_an_item_begins_a_block_of_its_own(marker):
    joined = join_lines(lines(f"Тізім мынадай болды:\n{marker} бірінші мектеп;\n{marker} екінші мектеп."))
    assert [(block.kind, block.marker, block.text) for block in joined[1:]] == [("item", marker, "бірінші мектеп;"), ("item", marker, "екінші мектеп.")]


def test_a_line_that_ends_short_ends_its_paragraph():
    assert len(texts(f"{LONG}\nқатысты.\n{LONG}\nқатысты.")) == 2


def test_an_activity_begins_a_paragraph():
    joined = texts(f"{LONG} қатысты.\n2 іс-шара. «Дала үні» ән кештерін өткізу.")
    assert joined[-1] == ("paragraph", "2 іс-шара. «Дала үні» ән кештерін өткізу.")


def test_the_number_of_a_page_is_dropped():
    page = f"{LONG}\nқатысты.\n\n\n\n12\n\n\n\n{LONG}\nкелді."
    assert all("12" not in text for _, text in texts(page))


def test_a_number_in_its_own_row_without_more_room_is_kept():
    assert any("12" in text for _, text in texts(f"{LONG}\n12\n{LONG}"))


def test_places_lead_back_to_the_lines():
    (block,) = join_lines(lines(f"{LONG} \nқатысып, 120 адам пікір қалдырды."))
    start = block.text.index("120")
    assert block.passage.place_at(start).line == 2 and block.passage.place_at(0).line == 1
    assert block.passage.place_of(0, start).end_line == 2


def test_other_blocks_stand_where_they_stood():
    heading = Block("heading", Passage("Нәтиже", ((0, Place(line=2)),)))
    first, last = lines("Бірінші жол.")[0], Block("line", Passage("Соңғы жол.", ((0, Place(line=3)),)))
    assert [block.kind for block in join_lines([first, heading, last])] == ["paragraph", "heading", "paragraph"]


def test_blocks_without_lines_are_untouched():
    blocks = [Block("paragraph", Passage("а")), Block("item", Passage("б"), level=1, marker="-")]
    assert join_lines(blocks) == blocks and join_lines([]) == []


@settings(max_examples=60)
@given(st.lists(st.text(alphabet="абвгқә 0123456789.,-–:«»", min_size=1, max_size=100).filter(str.strip), min_size=1, max_size=12),
       st.integers(1, 3))
def test_no_word_is_lost_and_every_character_keeps_its_line(rows, gap):
    blocks = [Block("line", Passage(row, ((0, Place(line=number * gap)),))) for number, row in enumerate(rows, 1)]
    joined = join_lines(blocks)
    letters = lambda text: [char for char in text if char.isalpha()]
    assert [char for block in joined for char in letters(block.text)] == [char for row in rows for char in letters(row)]
    for block in joined:
        for offset, char in enumerate(block.text):
            if char.isalpha():
                assert char in rows[block.passage.place_at(offset).line // gap - 1]


def test_a_heading_numbered_in_two_parts_begins_a_paragraph_and_a_decimal_does_not():
    rows = ("Баспана іздеген адамдардың көбі дағдарыс орталықтарына орналастырылды, қалғаны туыстарына барды.", "1.2 Психологтың кеңесі",
            "Мамандар жыл бойы жеке кеңес беріп, қатысушылардың көңіл күйін бағалады, сонда орташа бағасы", "4.5 балл болды.")
    blocks = [Block("line", Passage(row, ((0, Place(line=number)),))) for number, row in enumerate(rows, 1)]
    assert [block.text for block in join_lines(blocks)] == [rows[0], rows[1], f"{rows[2]} {rows[3]}"]
