"""Where the part of each project begins and ends in a report on several."""
from pathlib import Path

from auditkit.readers import read
from auditkit.report import understand

REPORT = """\
4. Сведения о проектах

ПАСПОРТ ПРОЕКТА № 1
Название: «Тёплые руки»
Сумма гранта: 4 000 000 тенге
Грантополучатель: Общественный фонд «Жарык»
Руководитель: Сейтова Дана

На занятия пришли 120 человек. Общий охват проекта – 120 человек.

ПАСПОРТ ПРОЕКТА № 2
Название: «Новый двор»
Сумма гранта: 5 000 000 тенге
Грантополучатель: Общественный фонд «Аула»
Руководитель: Ким Олег

На субботник вышли 90 человек. Общий охват проекта – 90 человек.

5. Обобщённая статистика двух проектов

Участниками проектов стали 210 человек.

6. Выводы

Оператор провёл 4 проверки.
"""


def _understood(tmp_path: Path, text: str):
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    return understand(read(path))


def _project_of(report, words: str) -> int:
    return next(scope.project for block, scope in zip(report.blocks, report.outline.scopes) if words in block.text)


def test_the_lines_of_a_passport_above_the_grantee_are_of_its_project(tmp_path):
    report = _understood(tmp_path, REPORT)
    assert [project.grantee for project in report.outline.projects[1:]] == ["Общественный фонд «Жарык»", "Общественный фонд «Аула»"]
    assert [_project_of(report, words) for words in ("4 000 000", "120 человек", "5 000 000", "90 человек")] == [1, 1, 2, 2]


def test_what_is_told_of_all_projects_is_of_none(tmp_path):
    report = _understood(tmp_path, REPORT)
    assert [_project_of(report, words) for words in ("210 человек", "4 проверки")] == [0, 0]


def test_a_numbered_heading_that_goes_on_with_those_before_the_projects_ends_the_last_one(tmp_path):
    report = _understood(tmp_path, REPORT.replace("5. Обобщённая статистика двух проектов", "5. Информационное сопровождение"))
    assert _project_of(report, "210 человек") == 0


def test_headings_that_every_project_has_end_none(tmp_path):
    text = REPORT.replace("На занятия", "5. Результаты\n\nНа занятия").replace("На субботник", "5. Результаты\n\nНа субботник")
    assert _project_of(_understood(tmp_path, text), "90 человек") == 2
