"""The plan/fact table recovered from text: tables are invented, flattened as a converter does it, and read back."""
import re
from dataclasses import dataclass, field
from itertools import zip_longest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.model import Block, Passage, Place
from auditkit.understanding.flattened import recover_tables
from auditkit.understanding.flattened_counted import add_counted
from auditkit.understanding.flattened_tandem import Piece, find_tandems

HEADINGS = {
    "kk": ["Міндеті", "Міндет аясындағы шаралар", "Өткізу күні", "Өткізу орны", "Қатысушылар саны",
           "Қысқа мерзімде қол жеткізілген нәтижелер (іс-шараларға)", "Сандық және сапалық көрсеткіштер"],
    "ru": ["Задача", "Мероприятия в рамках задачи", "Дата проведения", "Место проведения", "Количество участников",
           "Достигнутые краткосрочные результаты (по мероприятиям)", "Количественные и качественные показатели"],
}
WORDS = {
    "kk": "жобаға қатысушы ауыл мектеп оқушылары үшін дөңгелек үстел дәріс өнер кітап оқу күні ұйымдастыру бағбандық "
          "туралы сауаттылық еріктілер тәжірибе алмасу көкөніс өсіру шеберлік сыныбы кеңес беру ата-аналар "
          "денсаулық".split(),
    "ru": "участники проекта сельские школы круглый стол лекция книга чтение организация садоводство грамотность "
          "волонтеры обмен опытом выращивание овощей мастер-класс консультация родители здоровье подростки "
          "поддержка".split(),
}
MONTHS = {"kk": ["мамыр-қыркүйек", "сәуір-маусым", "тамыз"], "ru": ["май-сентябрь", "апрель-июнь", "август"]}
PLACES = {"kk": ["Көкшетау қаласы", "Павлодар облысы, Ертіс ауданы"],
          "ru": ["город Кокшетау", "Павлодарская область, Иртышский район"]}
LABELS = {"kk": ["Қамту", "Бағдарлама", "Фото есеп", "Қанағаттану деңгейі", "Бейнежазба", "Жарияланымдар саны"],
          "ru": ["Охват", "Программа", "Фотоотчет", "Уровень удовлетворенности", "Видеозапись",
                 "Количество публикаций"]}
UNITS = {"kk": ["{} адам", "{} бағдарлама", "{} дана әр ауылдан", "{}%", "{}", "{} жарияланым"],
         "ru": ["{} человек", "{} программ", "{} штук с каждого села", "{}%", "{}", "{} публикаций"]}
ANSWER = {"kk": "Іс-шараға {} адам қатысты.", "ru": "В мероприятии участвовали {} человек."}


@dataclass
class Row:
    """A row of the table: texts of the columns before the plan, and (label, plan, fact) of its indicators."""

    texts: list[str]
    indicators: list[tuple[str, str, str]]


@dataclass
class Layout:
    """How the converter saw the table: widths of the nine columns, lines of a page, blank lines between lines."""

    widths: list[int] = field(default_factory=lambda: [9, 16, 7, 12, 5, 25, 14, 18, 15])
    height: int = 40
    spacing: int = 1
    keeps_spaces: bool = True


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` characters; a space at the end of each but where a word was cut."""
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line + " ")
            line = ""
        while len(word) > width:
            lines.append(word[:width])
            word = word[width:]
        line = f"{line} {word}" if line else word
    return [*lines, line + " "] if line else lines


def flatten(headings: list[str], rows: list[Row], layout: Layout) -> str:
    """The table as a converter writes it: page by page, row by row, column by column, line by line."""
    out: list[str] = []
    for heading, width in zip(headings, layout.widths):
        out += wrap(heading, width)
    out.append("план факт " if headings[0].isascii() or headings[0] == "Задача" else "жоспар факт ")
    room = layout.height
    for row in rows:
        columns = [wrap(text, width) for text, width in zip(row.texts, layout.widths)] + [[], [], []]
        for triple in row.indicators:
            cells = [wrap(text, width) for text, width in zip(triple, layout.widths[6:])]
            for cell in zip_longest(*cells, fillvalue=""):
                for column, line in zip(columns[6:], cell):
                    column.append(line)
            for column in columns[6:]:
                column += ["", ""]
        position = 0
        while position < max(map(len, columns)):
            for column in columns:
                page = column[position:position + room]
                while page and not page[-1]:
                    page.pop()
                out += page
            position += room
            room = layout.height
        room = max(3, room - max(map(len, columns)) % layout.height)
    text = "\n".join(line + "\n" * layout.spacing for line in out)
    return text if layout.keeps_spaces else re.sub(r" +$", "", text, flags=re.MULTILINE)


def blocks_of(text: str) -> list[Block]:
    """The text as blocks of kind "line"."""
    return [Block("line", Passage(line, ((0, Place(line=number)),)))
            for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def digits(text: str) -> str:
    """The digits of a text and nothing else."""
    return re.sub(r"\D", "", text)


def recovered(text: str) -> list[list[str]]:
    """The rows of the only table found in the text."""
    tables = [block.table for block in recover_tables(blocks_of(text)) if block.table]
    assert len(tables) == 1
    return [[cell.text for cell in row] for row in tables[0].rows()]


SENTENCES = {
    "kk": ["«Жасыл аула» дөңгелек үстелін ұйымдастыру", "Мектеп оқушылары үшін бағбандық шеберлік сыныптарын өткізу",
           "Ата-аналарға арналған «Дені сау отбасы» дәрістерін өткізу",
           "Ауыл жастарымен тәжірибе алмасу күнін ұйымдастыру"],
    "ru": ["Проведение круглого стола «Зеленый двор»", "Организация мастер-классов по садоводству для школьников",
           "Чтение лекций «Здоровая семья» для родителей", "Организация дня обмена опытом с сельской молодежью"],
}
TASKS = {"kk": ["Ауыл жастарының бағбандық сауаттылығын арттыру", "Отбасылардың салауатты өмір салтын қолдау"],
         "ru": ["Повышение грамотности сельской молодежи в садоводстве", "Поддержка здорового образа жизни семей"]}


def sample(language: str) -> list[Row]:
    """Four rows in which every number is told apart."""
    rows = []
    for index, sentence in enumerate(SENTENCES[language]):
        people = 121 + 97 * index
        indicators = [(label, unit.format(plan), unit.format(fact)) for label, unit, plan, fact in zip(
            LABELS[language], UNITS[language], (100 + index, 5, 25, 80), (people, 6, 26, 91 + index))]
        texts = [TASKS[language][index // 2], sentence, MONTHS[language][index % 3], PLACES[language][index % 2],
                 str(people),
                 f"{sentence} аяқталды. {ANSWER[language].format(people)}" if language == "kk"
                 else f"{sentence} завершено. {ANSWER[language].format(people)}"]
        rows.append(Row(texts, indicators))
    return rows


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("keeps_spaces", [True, False])
@pytest.mark.parametrize("spacing", [0, 1])
def test_the_table_comes_back_as_it_was(language, keeps_spaces, spacing):
    rows = sample(language)
    found = recovered(flatten(HEADINGS[language], rows, Layout(keeps_spaces=keeps_spaces, spacing=spacing)))
    assert len(found) == len(rows) + 1
    assert len(found[0]) == 9 and found[0][7:] in (["жоспар", "факт"], ["план", "факт"])
    squeeze = lambda text: re.sub(r"\s", "", text)  # noqa: E731
    for row, cells in zip(rows, found[1:]):
        assert [squeeze(cell) for cell in cells[:6]] == [squeeze(text) for text in row.texts]
        for column in range(3):
            groups = [squeeze(group) for group in cells[6 + column].split("\n\n")]
            assert groups == [squeeze(triple[column]) for triple in row.indicators]


def test_spaces_at_line_ends_tell_words_from_parts_of_words():
    found = recovered(flatten(HEADINGS["kk"], sample("kk"), Layout()))
    assert [row[0] for row in found[1:]] == [row.texts[0] for row in sample("kk")]
    assert [row[5] for row in found[1:]] == [row.texts[5] for row in sample("kk")]


def test_every_piece_knows_its_line():
    text = flatten(HEADINGS["ru"], sample("ru"), Layout())
    lines = text.split("\n")
    table = next(block.table for block in recover_tables(blocks_of(text)) if block.table)
    assert table.reconstructed and table.header_rows == 1 and table.number == 1
    for row in table.rows()[1:]:
        for cell in row:
            for piece in cell.passage.pieces():
                assert piece.text.strip() in lines[piece.place.line - 1]
                assert (piece.place.table, piece.place.row, piece.place.column) == (1, cell.row + 1, cell.column + 1)


def test_lines_around_the_table_stay():
    before, after = "Есептің бірінші бөлімі: жоба туралы жалпы мәлімет беріледі, кесте төменде көрсетілген.", \
        "Жобаның әлеуметтік нәтижелері келесі бөлімде толық сипатталады, кестелер қосымшада берілген."
    text = flatten(HEADINGS["kk"], sample("kk"), Layout())
    result = recover_tables(blocks_of(f"{before}\n\n{text}\n\n{after}\n"))
    assert [block.kind for block in result] == ["line", "table", "line"]
    assert (result[0].text, result[2].text) == (before, after)


def test_a_number_of_people_broken_over_lines_is_joined_where_the_number_is_known():
    rows = sample("kk")
    layout = Layout(widths=[9, 16, 7, 12, 2, 25, 14, 18, 15], keeps_spaces=False)
    assert [row[4] for row in recovered(flatten(HEADINGS["kk"], rows, layout))[1:]] == [row.texts[4] for row in rows]


def test_effectiveness_marks_end_the_fact():
    text = flatten(HEADINGS["kk"], sample("kk"), Layout(height=200))
    marked = re.sub(r"(?<=\S)( ?\n+)(?=(Ауыл\b|Отбасыла))", r"\1+ \n\n", text.split("факт")[1])
    found = recovered(text.split("факт")[0] + "факт \n\n" + marked)
    assert [digits(row[8]) for row in found[1:]] == [digits("".join(triple[2] for triple in row.indicators))
                                                      for row in sample("kk")]


def test_a_plan_and_its_fact_on_one_line_are_parted():
    found = recovered(flatten(HEADINGS["ru"], sample("ru"), Layout()) + "\n\n\n\nВидеозапись \n\n7 видео 9 видео \n\n")
    assert found[-1][7].endswith("7 видео") and found[-1][8].endswith("9 видео")


def test_hedges_and_thousands_do_not_hide_that_fact_repeats_plan():
    rows = sample("kk")
    rows[0].indicators = [("Қамту", "кемінде 500 000 қаралым", "600000 қаралым"),
                          ("Қанағаттану деңгейі", "80%-дан кем емес", "92,5%"),
                          ("Фото есеп", "кем дегенде 10 фото", "14 фото")]
    found = recovered(flatten(HEADINGS["kk"], rows, Layout()))
    assert digits(found[1][7]) == "5000008010" and digits(found[1][8]) == "60000092514"


@pytest.mark.parametrize("text", [
    "Жоспар бойынша 5 іс-шара өтті, факт бойынша 6 іс-шара.\nМіндет орындалды.\n" * 30,
    "1\n2\n3\n4\n5\n" * 40,
    "Міндеті\nшаралар\nнәтижелер\nжоспар факт\nМәтін ғана бар, сан жоқ.\n",
    "",
])
def test_other_texts_are_left_alone(text):
    blocks = blocks_of(text)
    assert recover_tables(blocks) == blocks


def test_blocks_of_other_kinds_pass_through():
    blocks = [Block("paragraph", Passage("Кіріспе")), *blocks_of(flatten(HEADINGS["kk"], sample("kk"), Layout()))]
    result = recover_tables(blocks)
    assert result[0] is blocks[0] and [block.kind for block in result] == ["paragraph", "table"]


@st.composite
def tables(draw) -> tuple[str, list[Row]]:
    """A language and rows that differ in all that a flattened table may differ in, numbers above all."""
    language = draw(st.sampled_from(["kk", "ru"]))
    rows = []
    for index, sentence in enumerate(draw(st.permutations(SENTENCES[language]))[:draw(st.integers(2, 4))]):
        people = draw(st.integers(12, 980))
        kinds = draw(st.permutations(range(6)))[:draw(st.integers(3, 6))]
        indicators = [(LABELS[language][kind], UNITS[language][kind].format(draw(st.integers(1, 2500))),
                       UNITS[language][kind].format(draw(st.integers(1, 2500)))) for kind in kinds]
        rows.append(Row([TASKS[language][index // 2], sentence, draw(st.sampled_from(MONTHS[language])),
                         draw(st.sampled_from(PLACES[language])), str(people),
                         ANSWER[language].format(people)], indicators))
    return language, rows


@settings(max_examples=60, deadline=None)
@given(table=tables(), keeps_spaces=st.booleans(), spacing=st.integers(0, 1), widest=st.integers(0, 4))
def test_plan_and_fact_numbers_survive_flattening(table, keeps_spaces, spacing, widest):
    language, rows = table
    widths = [width + widest for width in Layout().widths]
    found = recovered(flatten(HEADINGS[language], rows, Layout(widths, 90, spacing, keeps_spaces)))
    for column, part in ((7, 1), (8, 2)):
        wanted = [digits("".join(triple[part] for triple in row.indicators)) for row in rows]
        assert [digits(row[column]) for row in found[1:]] == wanted


def test_the_tables_that_follow_are_not_swallowed():
    text = flatten(HEADINGS["kk"], sample("kk"), Layout()) + \
        "\n\n\nГендерлік көрсеткіш:\n\nБарлық қатысушылар саны Ерлер Әйелдер\n\n40 18 22\n\n\n5. Қорытынды\n"
    result = recover_tables(blocks_of(text))
    assert [block.kind for block in result] == ["table", "line", "table", "line"]
    assert [digits(row[0].text) for row in result[2].table.rows()] == ["", "40"]


def test_headings_repeated_on_a_new_page_are_no_row():
    rows = sample("ru")
    first, second = (flatten(HEADINGS["ru"], part, Layout()) for part in (rows[:2], rows[2:]))
    found = recovered(first + "\n\n" + second)
    assert len(found) == 5
    wanted = [digits("".join(triple[2] for triple in row.indicators)) for row in rows]
    assert [digits(row[8]) for row in found[1:]] == wanted


def test_a_number_of_people_with_a_unit_or_thousands_is_no_place():
    rows = sample("kk")
    for row, people in zip(rows, ("1 126", "386 жас", "58 отбасы", "96 тыңдаушы")):
        row.texts[4] = people
    found = recovered(flatten(HEADINGS["kk"], rows, Layout()))
    assert [row[4] for row in found[1:]] == ["1 126", "386 жас", "58 отбасы", "96 тыңдаушы"]


def test_a_fact_that_is_broken_down_otherwise_than_its_plan_is_told_by_counting():
    pieces = [Piece(number, 0, len(text), text, apart=False, ends=True) for number, text in enumerate((
        "Еріктілер үйлерге барды.", "Көмек алған", "үйлер", "Еріктілер", "Сағат", "Фото", "80 үй, әр ауданда", "20", "60", "1 800", "50",
        "84 үй:", "Тоғай – 22;", "Арқа – 19;", "Тасты – 43.", "63", "1 932", "56", "+"))]
    found = add_counted(pieces, find_tandems(pieces, sure=True))
    assert [(tandem.plan, tandem.fact, tandem.end) for tandem in found] == [(6, 11, 18)]


def test_a_hedge_that_a_line_break_cuts_does_not_hide_that_fact_repeats_plan():
    rows = sample("kk")
    rows[2].indicators = [("Ауысым", "3 ауысым, 10 күннен", "3 ауысым, 10 күннен"), ("Қанағаттану деңгейі", "80%-дан кем емес", "94,1%")]
    found = recovered(flatten(HEADINGS["kk"], rows, Layout()))
    assert [digits(found[3][column]) for column in (7, 8)] == ["31080", "310941"]
