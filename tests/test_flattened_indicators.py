"""The indicator table recovered from text."""
import pytest

from auditkit.model import Block, Passage, Place
from auditkit.understanding.flattened import recover_tables

HEAD_KK = " Индикатор Өлшем бірлігі Жоспарланып отырған\nдеңгей\nНақты деңгей\n"
HEAD_RU = "Индикатор Единица\nизмерения\nПланируемый уровень Фактический уровень\n"


def rows_of(text: str) -> list[list[str]]:
    """The cells' texts of the only table."""
    blocks = [Block("line", Passage(line.rstrip(), ((0, Place(line=number)),)))
              for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    (table,) = [block.table for block in recover_tables(blocks) if block.table]
    return [[cell.text for cell in row] for row in table.rows()]


def test_rows_with_wrapped_names_and_thousands():
    rows = rows_of(HEAD_KK + "1. Тікелей қатысқандар саны, оның ішінде: адам 300 315\n"
                   " халықтың осал топтарынан адам  7 9\n"
                   "2. Жанама қатысқандар саны (газеттер\nесебінен)\nадам 200 000 1 250 000\n"
                   "3. Еңбекақы қоры теңге 2 100 000 2 100 000\n"
                   "4. Серіктестер саны\nұйым/адам 12 12\nЖоспардан ауытқу болған жоқ\n")
    assert rows[0] == ["Индикатор", "Өлшем бірлігі", "Жоспарланып отырған деңгей", "Нақты деңгей"]
    assert rows[1:] == [
        ["1. Тікелей қатысқандар саны, оның ішінде:", "адам", "300", "315"],
        ["халықтың осал топтарынан", "адам", "7", "9"],
        ["2. Жанама қатысқандар саны (газеттер есебінен)", "адам", "200 000", "1 250 000"],
        ["3. Еңбекақы қоры", "теңге", "2 100 000", "2 100 000"],
        ["4. Серіктестер саны", "ұйым/адам", "12", "12"]]


@pytest.mark.parametrize(("line", "wanted"), [
    ("1. Количество участников человек 300 315", ["300", "315"]),
    ("1. Количество участников человек  315", ["", "315"]),
    ("1. Количество участников человек 300", ["300", ""]),
    ("1. Количество участников человек - 315", ["-", "315"]),
    ("1. Количество участников человек -", ["-", ""]),
    ("1. Количество участников человек 563 200 563 200", ["563 200", "563 200"]),
    ("1. Количество участников человек 80% 92,5%", ["80%", "92,5%"]),
    ("1. Количество участников человек\n300\n315", ["300", "315"]),
    ("1. Количество участников 300 315", ["300", "315"]),
])
def test_plan_and_fact_are_told_apart(line, wanted):
    rows = rows_of(f"{HEAD_RU}{line}\n2. Количество организаций организация 4 5\n")
    assert rows[0] == ["Индикатор", "Единица измерения", "Планируемый уровень", "Фактический уровень"]
    assert rows[1][2:] == wanted and rows[1][0] == "1. Количество участников"
    assert rows[2] == ["2. Количество организаций", "организация", "4", "5"]


def test_no_rows_no_table():
    blocks = [Block("line", Passage(line)) for line in (HEAD_RU + "Таблица не заполнена.\n").split("\n") if line]
    assert recover_tables(blocks) == blocks
