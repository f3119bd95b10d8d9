"""Tables that stand in a text file as columns of words with runs of spaces between them."""
from pathlib import Path

from auditkit.readers import read
from auditkit.report import understand

PLAN_FACT = """\
Задача 1. Спорт во дворах

Мероприятие 1. Лекции «Дыши глубже»

На лекциях побывали всего 250 человек.

Достигнутые результаты:

Мероприятие                Показатель        План      Факт
Лекции «Дыши глубже»       лекции            10        10
                           участников        1 200     1 250
Велопробег                 участников        150       164

Проект завершён в срок, все мероприятия прошли при поддержке акимата и
партнёров из четырёх городов области.
"""


def _understood(tmp_path: Path, text: str):
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    return understand(read(path))


def test_columns_become_a_table_of_plan_and_fact(tmp_path):
    report = _understood(tmp_path, PLAN_FACT)
    tables = [block.table for block in report.blocks if block.table is not None]
    assert [(table.height, table.width) for table in tables] == [(4, 4)]
    assert [cell.text for cell in tables[0].rows()[2]] == ["", "участников", "1 200", "1 250"]
    assert tables[0].rows()[2][3].place.line == 11
    assert [(pair.plan.value, pair.fact.value) for row in report.plan_fact_rows for pair in row.pairs] == [(10, 10), (1200, 1250), (150, 164)]


def test_rows_that_leave_the_activity_blank_are_of_the_one_above(tmp_path):
    assert [row.activity for row in _understood(tmp_path, PLAN_FACT).plan_fact_rows][:2] == [0, 0]


def test_prose_with_two_spaces_is_no_table(tmp_path):
    prose = "В мае прошли  три встречи с жителями.\nПришли  сорок два человека из сёл района.\nОстальные  писали письма и звонили.\n"
    report = _understood(tmp_path, prose)
    assert all(block.table is None for block in report.blocks)
