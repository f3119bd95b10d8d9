"""Rows of the plan/fact table that the end of a page cuts, wherever it does, and the labels that name their numbers."""
import pytest

from auditkit.model import Block, Passage, Place
from auditkit.understanding.flattened import recover_tables
from auditkit.understanding.flattened_groups import labels_before, labels_of, value_starts
from auditkit.understanding.flattened_tandem import Piece, cut_where_repeated, find_tandems

HEADER = ["Задача ", "Мероприяти", "я в рамках ", "задачи ", "Дата ", "проведе", "ния ", "Место ", "проведени", "я ", "Ко", "ли", "че", "ст",
          "во ", "уч", "ас", "тн", "ик", "ов ", "Достигнутые ", "краткосрочны", "е результаты ", "(по ", "мероприятиям", ") ", "Количественн",
          "ые и ", "качественные ", "показатели ", "план факт "]
# A row: lines of its nine columns, without a blank at the end where a word or number is cut.
ROWS = [
    [["Обучить ", "молодых ", "садоводов ", "области "],
     ["Семинары ", "«Первый сад» "],
     ["март "],
     ["город ", "Кокшетау "],
     ["84 "],
     ["На 4 семинара ", "приглашали 80 ", "человек, пришли ", "84 человека. "],
     ["Семинары ", "Охват ", "Фотоотчет "],
     ["4 ", "80 чел. ", "20 штук "],
     ["4 ", "84 чел. ", "26 штук "]],
    [[],
     ["Выставки ", "«Осенний ", "урожай» "],
     ["июнь-", "июль "],
     ["Щучинск, ", "Макинск, ", "Атбасар, ", "Степняк, ", "Зеренда "],
     ["31", "7 "],
     ["На 5 выставок ", "планировали ", "привлечь 250 ", "человек, пришли ", "317 человек. ", "Показано 140 ", "сортов. Сделаны ", "62 фото. "],
     ["Выставки ", "Охват ", "Сорта ", "Фотоотчет "],
     ["5 ", "250 чел. ", "120 штук ", "40 штук "],
     ["5 ", "317 чел. ", "140 штук ", "62 штук "]],
    [["Поддержать ", "школьные ", "теплицы "],
     ["Конкурс ", "теплиц "],
     ["ноябрь "],
     ["область "],
     ["29 "],
     ["На конкурс ", "ждали 25 ", "человек, пришли ", "29 школьников. "],
     ["Конкурс ", "Охват "],
     ["1 ", "25 чел. "],
     ["1 ", "29 чел. "]],
]
NARRATIVE = ["Задача 1. Обучить молодых садоводов области ", "Мероприятие 1. Семинары «Первый сад». ",
             "Мероприятие 2. Выставки «Осенний урожай». ", "Задача 2. Поддержать школьные теплицы ", "Мероприятие 1. Конкурс теплиц. ",
             "Результаты, достигнутые в ходе реализации проекта за все время его работы в области: "]


def flattened(cut, height):
    """The table's text, the row `cut` broken by the end of a page behind `height` lines."""
    lines = [*NARRATIVE, *HEADER]
    for number, row in enumerate(ROWS):
        parts = [slice(0, height), slice(height, None)] if number == cut else [slice(None)]
        for part in parts:
            if part.start:
                lines += [None, None]
            lines += [line for column in row for line in column[part]]
            lines += ["+ "] if not part.start else []
    return "\n".join("" if line is None else line + "\n" for line in lines)


def cells(text):
    blocks = [Block("line", Passage(line, ((0, Place(line=number)),))) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    (table,) = [block.table for block in recover_tables(blocks) if block.table]
    return [[cell.text.split("\n\n") for cell in row] for row in table.rows()[1:]]


CUTS = [(cut, height) for cut, row in enumerate(ROWS) for height in range(1, max(map(len, row)))]


def squeezed(column):
    return "".join(column).replace(" ", "")


@pytest.mark.parametrize("cut, height", CUTS)
def test_the_numbers_of_a_row_that_a_page_cuts_come_back(cut, height):
    found = [columns for columns in cells(flattened(cut, height)) if columns[7] != [""]]
    assert len(found) == len(ROWS)
    for row, columns in zip(ROWS, found):
        assert [squeezed(columns[index]) for index in (4, 7, 8)] == [squeezed(row[index]) for index in (4, 7, 8)]


def test_nearly_all_cells_of_rows_that_a_page_cuts_come_back():
    """Where so few lines tell how wide the columns are, a line may still be dealt to the column beside its own."""
    right = [squeezed(columns[index]) == squeezed(row[index]) for cut, height in CUTS
             for row, columns in zip(ROWS, cells(flattened(cut, height))) for index in range(1, 9)]
    assert sum(right) >= 0.93 * len(right), sum(right) / len(right)


def test_each_label_stands_with_its_number():
    for row, columns in zip(ROWS, cells(flattened(None, 0))):
        assert columns[6:9] == [[line.strip() for line in column] for column in row[6:9]]


def pieces(*lines):
    return [Piece(index, 0, len(line), line.rstrip(), False, line.endswith(" ")) for index, line in enumerate(lines)]


def test_parts_of_a_number_are_no_numbers_of_their_own():
    found = pieces("4 ", "Алматы-2; ", "Степногорск-", "2. ", "80 чел. ", "1 ", "000 ", "- ")
    assert value_starts(found, range(len(found))) == [0, 4, 5, 7]


def test_labels_end_where_a_sentence_or_a_number_stands():
    found = pieces("Показано 140 ", "сортов. ", "Статьи в ", "СМИ ", "Удовлетворен", "ы ", "Охват ")
    assert labels_before(found, 0, len(found), 3) == range(2, 7)
    assert labels_before(found, 0, len(found), 5) is None
    assert labels_of(found, range(2, 7), 3) == [2, 4, 6]
    assert labels_of(pieces("БАҚ-тағы ", "мақала ", "БАҚ-тағы ", "сұхбат "), range(4), 2) == [0, 2]


def test_a_misplaced_space_does_not_make_two_numbers():
    found = cut_where_repeated(pieces("Брошюры ", "1500 штук ", "5 ", "15 000 ", "15 00 штук ", "5 ", "18 600 ", "+ "))
    assert [piece.text for piece in found[1:7]] == ["1500 штук", "5", "15 000", "15 00 штук", "5", "18 600"]
    (tandem,) = find_tandems(found, sure=True)
    assert (tandem.plan, tandem.fact, tandem.end) == (1, 4, 7)
