"""Tables that a converter has written cell by cell, one line each."""
from pathlib import Path

from auditkit.readers import read
from auditkit.report import understand

BUDGET = """\
Расходы проекта «Тёплые руки» (тенге)
Статья расходов
План
Факт
Остаток
Оплата труда
2 400 000
2 400 000
0
Аренда зала
600 000
590 000
10 000
Печать буклетов
150 000
150 000
0
Всего
3 150 000
3 140 000
10 000

Остаток возвращён оператору в декабре, акт подписан обеими сторонами.
"""
PARTNERS = """\
р/с
Ұйым атауы
Өңірі
Жоба саны
Қаржысы, мың теңге
1
«Жарқын жол» қоры
Қостанай облысы
3
12 400
2
«Бірге» бірлестігі
Алматы облысы
5
21 750
Барлығы
8
34 150
"""
STATISTICS = """\
Проект
Всего
Мужчины
Женщины
Дети
Молодёжь
Взрослые
Пожилые
Тёплые руки
642
301
341
0
598
44
0
Новый двор
415
108
307
0
0
36
379
Всего
1 057
409
648
0
598
80
379
"""


def _understood(tmp_path: Path, text: str):
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    return understand(read(path))


def _rows(report) -> list[list[str]]:
    (table,) = [block.table for block in report.blocks if block.table is not None]
    return [[cell.text for cell in row] for row in table.rows()]


def test_rows_of_a_name_and_so_many_numbers_become_a_table(tmp_path):
    rows = _rows(_understood(tmp_path, BUDGET))
    assert rows[0] == ["Статья расходов", "План", "Факт", "Остаток"]
    assert rows[2] == ["Аренда зала", "600 000", "590 000", "10 000"]
    assert rows[-1] == ["Всего", "3 150 000", "3 140 000", "10 000"]


def test_rows_with_running_numbers_become_a_table(tmp_path):
    rows = _rows(_understood(tmp_path, PARTNERS))
    assert rows[0] == ["р/с", "Ұйым атауы", "Өңірі", "Жоба саны", "Қаржысы, мың теңге"]
    assert rows[1] == ["1", "«Жарқын жол» қоры", "Қостанай облысы", "3", "12 400"]
    assert rows[-1] == ["", "Барлығы", "", "8", "34 150"]


def test_statistics_with_a_row_for_each_project_are_not_those_of_one_project(tmp_path):
    report = _understood(tmp_path, STATISTICS)
    assert _rows(report)[1] == ["Тёплые руки", "642", "301", "341", "0", "598", "44", "0"]
    assert [(row.kind, row.total.amount.number, row.partial) for row in report.statistics_rows] == [
        ("gender", 642, True), ("social", 642, True), ("gender", 415, True), ("social", 415, True), ("gender", 1057, False), ("social", 1057, False)]


def test_two_rows_or_uneven_ones_are_no_table(tmp_path):
    report = _understood(tmp_path, "Клубы\nЛето\n12\n15\nЗима\n9\nОсень\n3\n4\n5\n")
    assert not [block for block in report.blocks if block.table is not None]


def test_lines_of_prose_are_no_headings(tmp_path):
    report = _understood(tmp_path, "В отчётном году работали три клуба.\nСевер\n12\n15\nЮг\n9\n11\nЦентр\n3\n4\n")
    assert not [block for block in report.blocks if block.table is not None]
