"""Plan and fact under one merged heading, and in one cell."""
from auditkit.readers import read
from auditkit.report import understand

MERGED = """<h1>Задача 1. Спорт</h1><h2>Мероприятие 1.1. Открытые тренировки</h2><p>Всего тренировки посетили 132 ребёнка.</p>
<table><tr><th rowspan=2>№</th><th rowspan=2>Мероприятие</th><th colspan=2>Количество участников</th></tr><tr><th>план</th><th>факт</th></tr>
<tr><td colspan=4>Задача 1. Спорт для детей</td></tr><tr><td>1.1</td><td>Открытые тренировки</td><td>120</td><td>132</td></tr></table>"""
ONE_CELL = """<h1>1 міндет. Экология</h1><h2>1.1 іс-шара. «Тал түбі» дәрістері</h2><p>Дәрістер өтті.</p><table>
<tr><th>№</th><th>Іс-шара</th><th>Жоспар / факт</th></tr><tr><td>1.1</td><td>«Тал түбі» дәрістері</td>
<td>Мектеп саны:<br>жоспар – 8<br>факт – 9<br><br>Қатысушы:<br>жоспар – 1 320<br>факт – 1 332</td></tr></table>"""


def pairs(tmp_path, text):
    path = tmp_path / "a.html"
    path.write_text(f"<meta charset=utf-8>{text}", encoding="utf-8")
    return [(pair.indicator, pair.group, pair.plan.value, pair.fact.value) for row in understand(read(path)).plan_fact_rows for pair in row.pairs]


def test_one_heading_over_plan_and_fact_says_what_they_count(tmp_path):
    assert pairs(tmp_path, MERGED) == [("Количество участников", "people", 120, 132)]


def test_plan_and_fact_in_one_cell(tmp_path):
    found = pairs(tmp_path, ONE_CELL)
    assert [(name, plan, fact) for name, _, plan, fact in found] == [("Мектеп саны", 8, 9), ("Қатысушы", 1320, 1332)]
    assert found[1][1] == "people"
