"""The table of plan and fact: its columns, its rows, and which number answers which."""
import openpyxl
import pytest
from hypothesis import given, settings, strategies as st

from auditkit.readers import read
from auditkit.report import understand
from auditkit.understanding.plan_fact import plan_fact_columns
from auditkit.understanding.plan_fact_numbers import named_groups

HEAD = "| Міндеті | Міндет аясындағы шаралар | Қатысушылар саны | Нәтижелер | Индикаторы | жоспар | факт |\n|---|---|---|---|---|---|---|\n"
OUTLINE = ("# 1 міндет. Жастарды қолдау\n## 1 іс-шара. «Дала үні» ән кештерін өткізу\nКешке 240 адам қатысты.\n"
           "## 2 іс-шара. «Ашық алаң» пікірталасын өткізу\nПікірталасқа 80 адам қатысты.\n\n")


@pytest.fixture
def report(tmp_path):
    def of(text):
        path = tmp_path / "есеп.md"
        path.write_text(text, encoding="utf-8")
        return understand(read(path))
    return of


def pairs(report):
    return [(pair.indicator, pair.plan and pair.plan.value, pair.fact and pair.fact.value) for row in report.plan_fact_rows for pair in row.pairs]


def row(plan, fact, indicator="Қамту", activity="«Дала үні» ән кештері", people="240", result=""):
    return f"| Жастар | {activity} | {people} | {result} | {indicator} | {plan} | {fact} |\n"


def test_columns_are_known_by_their_headings(report):
    (table,) = [block.table for block in report(HEAD + row("200 адам", "240 адам")).blocks if block.table is not None]
    columns = plan_fact_columns(table)
    assert {key: columns[key] for key in ("task", "activity", "participants", "result", "indicator", "plan", "fact", "_header")} == {
        "task": 0, "activity": 1, "participants": 2, "result": 3, "indicator": 4, "plan": 5, "fact": 6, "_header": 1}


def test_two_rows_of_headings(report):
    text = ("| Міндеті | Міндет аясындағы шаралар | Көрсеткіштер | Индикаторы |  |\n|---|---|---|---|---|\n|  |  |  | жоспар | факт |\n"
            "| Жастар | «Дала үні» ән кештері | Қамту | 200 адам | 240 адам |\n")
    assert [(plan, fact) for _, plan, fact in pairs(report(text))] == [(200, 240)]


@pytest.mark.parametrize("head", [
    "| Индикатор | Өлшем бірлігі | Жоспар | Факт |", "| Міндеті | Іс-шара | Күні | Орны |", "| Аты | Жоспар | Ескерту | Баға |"])
def test_other_tables_are_none(report, head):
    (table,) = [block.table for block in report(f"{head}\n|---|---|---|---|\n| а | 1 | 2 | 3 |\n").blocks if block.table is not None]
    assert plan_fact_columns(table) is None


@pytest.mark.parametrize("plan, fact, indicator, wanted", [
    ("200 адам", "240 адам", "Қамту", [("Қамту", 200, 240)]),
    ("1 200 адам", "1 240 адам", "Қамту", [("Қамту", 1200, 1240)]),
    ("8<br>200 адам<br>80%", "8<br>240 адам<br>93,4%", "Кеш саны<br>Қамту<br>Қанағаттану", [("Кеш саны", 8, 8), ("Қамту", 200, 240), ("Қанағаттану", 80, 93.4)]),
    ("200 адам", "-", "Қамту", [("Қамту", 200, None)]), ("", "240 адам", "Қамту", [("Қамту", None, 240)])])
def test_planned_and_actual_numbers(report, plan, fact, indicator, wanted):
    assert pairs(report(HEAD + row(plan, fact, indicator))) == wanted


def test_places_of_a_cell_keep_their_line_and_column(report):
    (found,) = report(HEAD + row("200 адам", "240 адам")).plan_fact_rows
    pair = found.pairs[0]
    assert (pair.plan.place.line, pair.plan.place.column, pair.fact.place.column) == (3, 6, 7)
    assert found.place("fact").column == 7 and found.participants.value == 240


def test_a_fact_that_repeats_the_plan(report):
    (same, other) = [found.pairs[0] for found in report(HEAD + row("200 адам", "200 адам") + row("200 адам", "200 оқушы", activity="«Ашық алаң»")).plan_fact_rows]
    assert same.repeats_plan and not other.repeats_plan


def test_rows_belong_to_activities(report):
    found = report(OUTLINE + HEAD + row("200 адам", "240 адам") + row("70 адам", "80 адам", activity="«Ашық алаң» пікірталасы", people="80"))
    assert [line.activity for line in found.plan_fact_rows] == [0, 1]
    facts = {claim.value: found.activity_of(claim) for claim in found.claim_list if claim.cell is not None and claim.value in (200, 70)}
    assert facts == {200: 0, 70: 1}


def test_numbers_are_told_apart_by_what_they_count(report):
    (found,) = report(HEAD + row("30 дана<br>200 адам<br>80%", "60 дана<br>240 адам<br>93,4%", "Фото есеп<br>Қамту<br>Қанағаттану")).plan_fact_rows
    assert [(pair.group, pair.fact.share) for pair in found.pairs] == [("photo", False), ("people", False), ("percent", True)]


def test_a_number_for_each_of_several(report):
    (found,) = report(HEAD + row("әр өңірден 5 дана", "әр өңірден 5 дана", "Фото есеп")).plan_fact_rows
    assert found.pairs[0].fact.each


def test_an_activity_merged_over_the_rows_of_a_sheet(tmp_path):
    """A spreadsheet has one indicator a row, the activity and the participants stand in merged cells."""
    book = openpyxl.Workbook()
    told, sheet = book.active, book.create_sheet("Жоспар-факт")
    for line in OUTLINE.replace("#", "").splitlines():
        if line.strip():
            told.append([line.strip()])
    sheet.append(["Міндеті", "Міндет аясындағы шаралар", "Қатысушылар саны", "Индикаторы", "жоспар", "факт"])
    for activity, people, lines in (("«Дала үні» ән кештері", 240, [("Қамту", "200 адам", "240 адам"), ("Фото есеп", "30 дана", "60 дана")]),
                                    ("«Ашық алаң» пікірталасы", 80, [("Қамту", "70 адам", "80 адам"), ("Қанағаттану", "80%", "91%")])):
        first = sheet.max_row + 1
        for name, plan, fact in lines:
            sheet.append(["Жастар", activity if sheet.max_row + 1 == first else None, people if sheet.max_row + 1 == first else None, name, plan, fact])
        for column in "BC":
            sheet.merge_cells(f"{column}{first}:{column}{sheet.max_row}")
    book.save(tmp_path / "есеп.xlsx")
    found = understand(read(tmp_path / "есеп.xlsx"))
    assert [line.activity for line in found.plan_fact_rows] == [0, 0, 1, 1]
    assert [line.participants.value if line.participants else None for line in found.plan_fact_rows] == [240, None, 80, None]


@pytest.mark.parametrize("text, indicators, names", [
    ("8\n200 адам", "Кеш саны\nҚамту", ["Кеш саны", "Қамту"]), ("8\n\n200 адам", "Кеш\nсаны\n\nҚамту", ["Кеш саны", "Қамту"]),
    ("8\nКөкшетау-2;\nЩучинск-6.\n200 адам", "Кеш саны\nҚамту", ["Кеш саны", "Қамту"]), ("200 адам", "Қамту", ["Қамту"]), ("200 адам", "", [""])])
def test_lines_of_the_indicators_name_the_numbers(text, indicators, names):
    assert [name for _, _, name in named_groups(text, indicators)] == names


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["адам", "дана", "пост", "сабақ"]), st.integers(1, 5000), st.integers(1, 5000)), min_size=1, max_size=6))
def test_as_many_lines_in_both_cells_are_answered_line_by_line(tmp_path_factory, lines):
    plan, fact, names = ("<br>".join(part) for part in zip(*((f"{a} {unit}", f"{b} {unit}", f"Көрсеткіш {chr(1072 + i)}") for i, (unit, a, b) in enumerate(lines))))
    path = tmp_path_factory.mktemp("plan") / "a.md"
    path.write_text(HEAD + row(plan, fact, names), encoding="utf-8")
    (found,) = understand(read(path)).plan_fact_rows
    assert [(pair.plan.value, pair.fact.value) for pair in found.pairs] == [(a, b) for _, a, b in lines]
