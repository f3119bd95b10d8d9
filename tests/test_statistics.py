"""Statistics of participants: which tables they are, and what their cells say."""
from math import inf

import pytest
from hypothesis import given, settings, strategies as st

from auditkit.model import Cell, Passage, Table
from auditkit.readers import read
from auditkit.report import understand
from auditkit.schemas import broken_rows
from auditkit.understanding.statistics import age_band
from auditkit.understanding.tables import amount, amount_of, column_titles, header_rows


@pytest.fixture
def report(tmp_path):
    def of(text):
        path = tmp_path / "есеп.md"
        path.write_text(text, encoding="utf-8")
        return understand(read(path))
    return of


def table(rows, header=0):
    return Table(tuple(Cell(Passage(text), r, c) for r, row in enumerate(rows) for c, text in enumerate(row)), header_rows=header)


@pytest.mark.parametrize("text, value, state", [
    ("310", 310, "number"), ("1 310", 1310, "number"), ("1\u00a0310", 1310, "number"), ("12,5", 12.5, "number"), ("-5", -5, "number"), ("92.7%", 92.7, "number"),
    ("120 адам", 120, "number"), ("«120»", 120, "number"), ("-", None, "dash"), ("–", None, "dash"), ("жоқ", None, "dash"), ("нет", None, "dash"),
    ("", None, "blank"), ("  ", None, "blank"), ("екі топ", None, "words"), ("8 Көкшетау-2", None, "words")])
def test_what_a_cell_says(text, value, state):
    found = amount_of(text)
    assert (found.value, found.state) == (value, state)
    assert found.number == (0 if state == "dash" else value)


@pytest.mark.parametrize("text, value", [("14 46", 1446), ("14\n46", 1446), ("1 2", 12)])
def test_a_number_broken_by_a_space(text, value):
    assert (amount_of(text).value, amount_of(text).broken) == (value, True)


def test_the_typed_value_of_a_spreadsheet_counts_first():
    assert amount(Cell(Passage("1 310,00"), 0, 0, value=1310.0)).value == 1310
    assert amount(Cell(Passage("120"), 0, 0, value=True)).value == 120
    assert amount(None).state == "blank"


@settings(max_examples=80)
@given(st.integers(0, 10**9), st.sampled_from(["", " адам", " чел.", "%"]))
def test_amounts_are_read_back(value, unit):
    assert amount_of(f"{value}{unit}").value == value
    assert amount_of(f"{value:,}".replace(",", " ") + unit).value == value and not amount_of(f"{value:,}".replace(",", " ")).broken


@pytest.mark.parametrize("label, band", [
    ("13-16 жас", (13, 16)), ("13–16 лет", (13, 16)), ("59 жас және одан жоғары", (59, inf)), ("59 лет и старше", (59, inf)), ("18 жасқа дейін", (0, 18)),
    ("до 18 лет", (0, 18)), ("жастар", None), ("Барлығы", None)])
def test_age_bands(label, band):
    assert age_band(label) == band


SHEETS = {
    "gender": "| Барлық қатысушылар саны | Ерлер | Әйелдер |\n|---|---|---|\n| 310 | 140 | 170 |\n",
    "social": "| Всего участников | Дети | Молодежь | Безработные | Другие категории |\n|---|---|---|---|---|\n| 100 | 20 | 50 | - | 30 |\n",
    "age": "| Барлық қатысушылар саны | 13-16 жас | 17-22 жас | 59 жас және одан жоғары |\n|---|---|---|---|\n| 60 | 10 | 20 | 30 |\n"}


@pytest.mark.parametrize("kind", SHEETS)
def test_kinds_of_statistics(report, kind):
    (row,) = report(SHEETS[kind]).statistics_rows
    assert row.kind == kind and row.total.amount.value == sum(part.amount.number for part in row.parts)


def test_categories_have_names_of_their_own(report):
    (row,) = report(SHEETS["social"]).statistics_rows
    assert [part.category for part in row.parts] == ["children", "youth", "unemployed", "other"]
    assert row.part("youth").amount.value == 50 and row.part("elderly_50") is None
    assert (row.part("youth").place.line, row.part("youth").place.column) == (3, 3)


def test_statistics_that_go_down_in_two_columns(report):
    (row,) = report("| Показатель | Число |\n|---|---|\n| Всего участников | 415 |\n| Мужчины | 215 |\n| Женщины | 200 |\n").statistics_rows
    assert (row.kind, row.total.amount.value, [part.category for part in row.parts]) == ("gender", 415, ["men", "women"])


@pytest.mark.parametrize("text", [
    "| Аудан | Кездесулер | Қатысушылар |\n|---|---|---|\n| Ақсу | 4 | 120 |\n", "| № | Ұйым атауы | Байланыс |\n|---|---|---|\n| 1 | «Қор» | 8 700 |\n",
    "| Индикатор | Өлшем бірлігі | Жоспар | Факт |\n|---|---|---|---|\n| Жастар | адам | 5 | 6 |\n| Балалар | адам | 7 | 8 |\n| Жұмыссыздар | адам | 1 | 2 |\n"])
def test_other_tables_are_no_statistics(report, text):
    assert report(text).statistics_rows == ()


def test_the_frame_has_one_row_per_number(report):
    frame = report(SHEETS["gender"] + "\n" + SHEETS["age"]).statistics
    assert list(frame["value"]) == [310, 140, 170, 60, 10, 20, 30]
    assert list(frame["role"]) == ["total", "part", "part", "total", "part", "part", "part"]
    assert set(frame["project"]) == {0} and broken_rows(frame, "statistics") == {}


def test_the_schema_names_every_wrong_row_once(report):
    frame = report("| Барлық қатысушылар саны | Ерлер | Әйелдер |\n|---|---|---|\n| 120 | -50 | 12,5 |\n").statistics
    assert broken_rows(frame, "statistics").keys() == {1, 2}
    frame.loc[1, "kind"] = "мысық"
    assert broken_rows(frame, "statistics").keys() == {1, 2} and len(broken_rows(frame, "statistics")[1]) == 2
    assert broken_rows(frame.iloc[:0], "statistics") == {}


def test_the_schema_of_plan_and_fact_wants_whole_people(report):
    text = "| Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |\n|---|---|---|---|---|\n"
    frame = report(text + "| Су | «Таза өзен» | Қамту | 200 адам | 24,5 адам |\n| Су | «Таза су» | Қанағаттану | 80% | 92,7% |\n").plan_fact
    assert broken_rows(frame, "plan_fact") == {0: ["people-are-whole"]}


def test_the_frames_of_an_empty_report_are_whole(report):
    empty = report("Сандары жоқ мәтін.\n")
    for name in ("statistics", "plan_fact", "socioeconomic", "claims"):
        assert getattr(empty, name).empty and broken_rows(getattr(empty, name), name) == {}


@pytest.mark.parametrize("rows, count", [
    ([["А", "Б"], ["1", "2"]], 1), ([["А", "Б"], ["в", "г"], ["1", "2"]], 2), ([["А", "Б", "В"], ["1", "2", "3"], ["а", "5", "6"]], 2), ([["А", "Б"]], 1),
    ([["№", "Аты"], ["1", "Қор"]], 1)])
def test_how_many_rows_are_headings(rows, count):
    assert header_rows(table(rows)) == count and header_rows(table(rows, header=1)) == 1


def test_titles_of_columns_go_from_top_to_bottom():
    assert column_titles(table([["Индикатор", "Индикатор"], ["жоспар", "факт"], ["5", "6"]]), 2) == ["Индикатор / жоспар", "Индикатор / факт"]
