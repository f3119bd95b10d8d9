"""Statistics tables recovered from text: invented numbers in every shape that converters leave them in."""
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditkit.model import Block, Passage, Place
from auditkit.understanding.flattened import recover_tables
from auditkit.understanding.flattened_statistics import category_of

SOCIAL_KK = ["Бүкіл жобаға қатысушылар саны", "Балалар (оның ішінде мүгедек балалар)", "Жастар",
             "Мемлекеттік қызметшілер",
             "Бюджеттік ұйым жұмысшылары", "Мүгедектер",
             "Жасы үлкен адамдар (50 жастан және одан жоғары), оның ішінде:",
             "Жұмыссыздар", "Қоғамдық ұйымдардың өкілдері", "Бизнес-сектор өкілдері", "Басқа санаттар"]
SOCIAL_RU = ["Общее количество участников проекта", "Дети (в том числе дети-инвалиды)", "Молодежь",
             "Государственные служащие",
             "Работники бюджетных организаций", "Лица с инвалидностью", "Пожилые люди (50 лет и старше), в том числе:",
             "Безработные", "Представители общественных организаций", "Представители бизнес-сектора",
             "Другие категории"]
AGE_KK = ["Бүкіл жобаға қатысушылар саны", "13-16 жас", "17-22 жас", "23-27 жас", "28-32 жас", "33-45 жас", "46-58 жас",
          "59 жас және жоғары"]
AGE_RU = ["Всего участников", "до 16 лет", "17-22 лет", "23-28 лет", "29-45 лет", "46-58 лет", "59 лет и старше"]


def blocks_of(text: str) -> list[Block]:
    """The text as blocks of kind "line", spaces at the ends of lines stripped."""
    return [Block("line", Passage(line.rstrip(), ((0, Place(line=number)),)))
            for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def rows_of(text: str) -> list[list[list[str]]]:
    """The cells' texts of every table that is found."""
    found = recover_tables(blocks_of(text))
    return [[[cell.text for cell in row] for row in block.table.rows()] for block in found if block.table]


def narrow(heading: str, width: int) -> list[str]:
    """A heading in a column of `width` characters, words that do not fit cut."""
    lines, line = [], ""
    for word in heading.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = ""
        while len(word) > width:
            lines.append(word[:width])
            word = word[width:]
        line = f"{line} {word}" if line else word
    return [*lines, line] if line else lines


@pytest.mark.parametrize(("text", "wanted"), [
    ("Барлық қатысушылар саны Ерлер Әйелдер\n\n120 50 70\n", ["120", "50", "70"]),
    ("Барлық қатысушылар саны Ерлер Әйелдер 120 50 70\n", ["120", "50", "70"]),
    ("Всего участников\nМужчины\nЖенщины\n 120\n\n50 70\n", ["120", "50", "70"]),
    ("Барлығы\n120\nЕр адамдар\n50\nӘйел адамдар\n70\n", ["120", "50", "70"]),
    ("Барлығы – 120 адам\nұлдар – 50 адам\nқыздар – 70 адам\n", ["120", "50", "70"]),
    ("Всего участников: 1 120\nМужчин: 500\nЖенщин: 620\n", ["1 120", "500", "620"]),
    ("Всего участников Мужчины Женщины\n1 446 700 746\n", ["1 446", "700", "746"]),
    ("Всего участников Мужчины Женщины\n2 446 1 300 1 146\n", ["2 446", "1 300", "1 146"]),
    ("Барлық қатысушылар саны Ерлер Әйелдер\n120 - 120\n1. Келесі бөлім\n", ["120", "-", "120"]),
    ("Гендерный показатель: Всего участников Мужчины Женщины\n120 50 70\n", ["120", "50", "70"]),
])
def test_gender_tables(text, wanted):
    (table,) = rows_of(text)
    assert table[1:] == [wanted]
    assert [category_of(heading).id for heading in table[0]] == ["total", "men", "women"]


@pytest.mark.parametrize("headings", [SOCIAL_KK, SOCIAL_RU])
@pytest.mark.parametrize("width", [9, 12, 30])
def test_social_categories_with_headings_cut_in_narrow_columns(headings, width):
    lines = [line for heading in headings for line in narrow(heading, width)]
    text = "\n\n".join([*lines, "      910", "- 245 21 71 3 - 150 300 60 60"])
    (table,) = rows_of(text)
    assert table[1] == ["910", "-", "245", "21", "71", "3", "-", "150", "300", "60", "60"]
    squeezed = ["".join(heading.split()) for heading in headings]
    assert ["".join(cell.split()) for cell in table[0]] == [heading.rstrip(":") for heading in squeezed]


def test_the_reading_that_adds_up_is_chosen():
    text = "\n".join(SOCIAL_RU) + "\n1 709\n0\n14\n46 10 25 3 69 21 125 10\n0\n"
    (table,) = rows_of(text)
    assert table[1] == ["1 709", "0", "1446", "10", "25", "3", "69", "21", "125", "10", "0"]


def test_two_numbers_on_a_line_are_one_only_if_that_adds_up():
    heading = "Барлық қатысушылар саны Ерлер Әйелдер\n"
    assert rows_of(heading + "2900 14 46 1454\n")[0][1] == ["2900", "14 46", "1454"]
    assert rows_of(heading + "2900 14 46 1455\n") == []


def test_a_sum_that_is_wrong_is_kept_as_it_is():
    assert rows_of("Барлық қатысушылар саны Ерлер Әйелдер\n125 50 70\n")[0][1] == ["125", "50", "70"]


@pytest.mark.parametrize("headings", [AGE_KK, AGE_RU])
@pytest.mark.parametrize("separator", [" ", "\n", "\n\n"])
def test_age_bands(headings, separator):
    numbers = [str(30 + 7 * index) for index in range(len(headings) - 1)]
    total = str(sum(map(int, numbers)))
    (table,) = rows_of(separator.join(headings) + "\n" + " ".join([total, *numbers]) + "\n")
    assert table == [headings, [total, *numbers]]
    assert {category_of(heading).id for heading in table[0][1:]} == {"age"}


def test_several_rows():
    (table,) = rows_of("Всего участников Мужчины Женщины\n12 5 7\n13 6 7\n25 11 14\n")
    assert table[1:] == [["12", "5", "7"], ["13", "6", "7"], ["25", "11", "14"]]


def test_three_tables_one_after_another():
    text = "Гендерлік көрсеткіш:\n\nБарлық қатысушылар саны Ерлер Әйелдер\n40 18 22\n\n" \
        "Жас көрсеткіші:\n" + " ".join(AGE_KK) + \
        "\n40 10 10 5 5 5 5 -\n5. Жоба нәтижесі:\n"
    result = recover_tables(blocks_of(text))
    assert [block.kind for block in result] == ["line", "table", "line", "table", "line"]
    assert [block.table.number for block in result if block.table] == [1, 2]
    assert result[1].table.cells[0].place == Place(line=3, table=1, row=1, column=1)
    assert result[1].place.line == 4


@pytest.mark.parametrize("text", [
    "Барлығы 445 адам қатысты, оның ішінде ерлер 200, әйелдер 245.\n",
    "Мужчины и женщины 15 20 участвовали\n",
    "Жастар 12 оқушы 7 мұғалім\n",
    "Ерлер мен әйелдер\nтеңдігі туралы 5 іс-шара\n",
    "Балалар\nЖастар\n",
    "Барлығы\tЕрлер\tӘйелдер\n120\t50\t70\n",
    "| Барлығы | Ерлер | Әйелдер |\n|---|---|---|\n| 120 | 50 | 70 |\n",
    "Барлығы\n5\n",
    "Жастар\nБалалар\nҚарттар\n1. Бірінші бөлім\n2. Екінші бөлім\n",
])
def test_sentences_and_lists_are_no_statistics(text):
    blocks = blocks_of(text)
    assert recover_tables(blocks) == blocks


@pytest.mark.parametrize(("heading", "wanted"), [
    ("Бюджеттік ұйым жұмысшыла ры", "public_sector"), ("Пенсионеры", "pensioners"),
    ("Многодетные семьи", "large_families"),
    ("Мүгедекте р", "disabled"), ("59 жас және жоғары", "age"), ("Итого", "total"), ("Ескерту", None),
])
def test_category_of(heading, wanted):
    found = category_of(heading)
    assert (found.id if found else None) == wanted


@settings(max_examples=60, deadline=None)
@given(numbers=st.lists(st.integers(0, 2500), min_size=10, max_size=10), width=st.integers(8, 25),
       per_line=st.integers(1, 12), thousands=st.booleans())
@example(numbers=[1, 100, 2, 100, 1000, 1100, 1100, 1100, 1100, 1000], width=8, per_line=3, thousands=True)
def test_any_row_that_adds_up_comes_back(numbers, width, per_line, thousands):
    numbers[0] += 1
    values = [sum(numbers), *numbers]
    written = [f"{value:,}".replace(",", " ") if thousands else str(value) for value in values]
    lines = [line for heading in SOCIAL_KK for line in narrow(heading, width)]
    lines += [" ".join(written[index:index + per_line]) for index in range(0, 11, per_line)]
    (table,) = rows_of("\n".join(lines))
    found = [int(cell.replace(" ", "")) for cell in table[1]]
    assert len(found) == 11 and 2 * found[0] == sum(found)
    if not thousands:
        assert found == values
