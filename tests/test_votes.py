"""What a table means by its numbers: invented tables in three languages, most of them without a word that says what is a total."""
import random
import time

import pytest
from docx import Document as Word
from openpyxl import Workbook

from auditkit.engine import audit
from auditkit.readers import read
from auditkit.report import understand
from auditkit.understanding.tables import amount_of, is_unsure
from auditkit.understanding.votes import Numbers


def markdown(rows):
    """Rows of cells, the first of them headings, as a Markdown table."""
    lines = [f"| {' | '.join(map(str, row))} |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]) + "\n"


def written(path, rows):
    """A file that holds one table, by its ending: Markdown, DOCX or XLSX."""
    if path.suffix == ".docx":
        document = Word()
        table = document.add_table(len(rows), len(rows[0]))
        for line, row in zip(table.rows, rows):
            for cell, text in zip(line.cells, row):
                cell.text = str(text)
        document.save(path)
    elif path.suffix == ".xlsx":
        book = Workbook()
        for row in rows:
            book.active.append([value or None if isinstance(value, str) else value for value in row])
        book.save(path)
    else:
        path.write_text(markdown(rows), encoding="utf-8")
    return path


def numbers_of(path):
    (_, numbers), = understand(read(path)).tables
    return numbers


def sums(numbers, across=False):
    """{(label of the total, labels of its parts)} of the sums found, all of whose lines hold."""
    names = numbers.titles if across else numbers.labels
    return {(names[found.total], *(names[part] for part in found.parts)) for found in numbers.kept if found.operation == "sum" and found.across == across and found.held and not found.broken}


def accused(path):
    """The numbers told first in each error and warning of a file."""
    (report,) = audit([path]).reports
    assert not report.incomplete
    return {evidence.value for finding in report.findings if finding.severity.value != "info" for evidence in finding.evidence[:1]}


LAST = [["Округ", "Кружки", "Занятия", "Посетители"], ["Ольховский", 14, 236, 1873], ["Рябиновый", 9, 187, 1246], ["Тополиный", 17, 318, 2459], ["По всему краю", 40, 741, 5578]]
FIRST = [["District", "Clubs", "Lessons", "Visitors"], ["Whole county", 40, 741, 5578], ["Alderley", 14, 236, 1873], ["Rowanby", 9, 187, 1246], ["Poplar Hill", 17, 318, 2459]]
SUBTOTALS = [["Ауыл", "Үйірме", "Сабақ", "Келуші"], ["Қайыңды", 14, 236, 1873], ["Теректі", 9, 187, 1246], ["Солтүстік", 23, 423, 3119], ["Жиделі", 17, 318, 2459], ["Шиелі", 12, 164, 1085],
             ["Оңтүстік", 29, 482, 3544], ["Екі өңір", 52, 905, 6663]]


@pytest.mark.parametrize("suffix", [".md", ".docx", ".xlsx"])
@pytest.mark.parametrize("rows, wanted", [
    (LAST, {("По всему краю", "Ольховский", "Рябиновый", "Тополиный")}),
    (FIRST, {("Whole county", "Alderley", "Rowanby", "Poplar Hill")}),
    (SUBTOTALS, {("Солтүстік", "Қайыңды", "Теректі"), ("Оңтүстік", "Жиделі", "Шиелі"), ("Екі өңір", "Қайыңды", "Теректі", "Жиделі", "Шиелі")}),
], ids=["last", "first", "subtotals"])
def test_sums_are_found_without_a_word_for_total(tmp_path, suffix, rows, wanted):
    path = written(tmp_path / f"table{suffix}", rows)
    assert wanted <= sums(numbers_of(path))
    assert accused(path) == set()


@pytest.mark.parametrize("suffix", [".md", ".docx", ".xlsx"])
@pytest.mark.parametrize("rows, row", [(LAST, 4), (FIRST, 1), (SUBTOTALS, 6)], ids=["last", "first", "subtotals"])
def test_the_column_that_breaks_what_its_peers_keep_is_accused(tmp_path, suffix, rows, row):
    wrong = [list(line) for line in rows]
    digits = str(wrong[row][3])
    wrong[row][3] = int(digits[0] + digits[2] + digits[1] + digits[3:])
    assert wrong[row][3] != rows[row][3]
    assert wrong[row][3] in accused(written(tmp_path / f"table{suffix}", wrong))


def test_columns_are_added_up_without_a_word(tmp_path):
    rows = [["Month", "Town", "Villages", "Reached"], ["March", 141, 158, 299], ["April", 137, 264, 401], ["May", 152, 149, 301], ["June", 118, 187, 305], ["July", 226, 175, 401]]
    assert sums(numbers_of(written(tmp_path / "right.md", rows)), across=True) == {("Reached", "Town", "Villages")}
    rows[4][3] = 350
    assert accused(written(tmp_path / "wrong.md", rows)) == {350}


@pytest.mark.parametrize("rows", [
    [["Аудан", "Ақпан", "Наурыз", "Сәуір"], ["Бірлік", 417, 362, 528], ["Талап", 286, 347, 319], ["Еңбек", 153, 196, 238], ["Орта есеппен", "285,3", "301,7", "361,7"]],
    [["School", "2022", "2023", "2024"], ["Hill, %", "61.4", "63.0", "66.2"], ["Lake, %", "58.1", "57.7", "60.3"], ["All, %", "59.9", "60.6", "63.5"]],
    [["Показатель", "2022 г.", "2023 г."], ["Прирост, %", "", ""], ["Всего", "104,2", "107,9"], ["Сады", "101,7", "110,4"], ["Школы", "106,6", "105,3"]],
    [["Год", "Кружки", "Посетители"], [2021, 14, 1873], [2022, 17, 1246], [2023, 15, 2459], [2024, 19, 2731]],
    [["Город", "Основан", "Кружки"], ["Лесной", 1938, 14], ["Горный", 1956, 9], ["Речной", 1971, 17], ["Всего", "", 40]],
    [["Тема", "Человек", "Темп роста, %"], ["Право", 154, "112,4"], ["Экология", 139, "97,1"], ["Всего", 293, "104,6"]],
], ids=["means", "percentages", "rates under a heading", "years down", "years beside", "a column of growth"])
@pytest.mark.parametrize("suffix", [".md", ".xlsx"])
def test_means_percentages_and_years_are_not_added(tmp_path, rows, suffix):
    path = written(tmp_path / f"table{suffix}", rows)
    numbers = numbers_of(path)
    assert accused(path) == set()
    for found in numbers.kept:
        cells = [(found.total, line) if not found.across else (line, found.total) for line in (*found.held, *found.broken)]
        assert not any(numbers.is_rate(*cell) or 1900 <= numbers.values[cell] <= 2100 for cell in cells), (found, numbers.labels)


def test_shares_that_make_a_hundred_are_a_sum(tmp_path):
    rows = [["Ответ", "Доля, %"], ["Да", "41,5"], ["Нет", "35,2"], ["Не знаю", "23,3"], ["Всего", "100"]]
    assert ("Всего", "Да", "Нет", "Не знаю") in sums(numbers_of(written(tmp_path / "table.md", rows)))


def test_rows_of_which_are_open(tmp_path):
    rows = [["Бап", "2023", "2024"], ["Волонтер", 1873, 2459], ["оның ішінде студент", 740, 913], ["оның ішінде оқушы", 512, 684], ["Сарапшы", 46, 38]]
    assert accused(written(tmp_path / "table.md", rows)) == set()
    rows[2][2] = 9130
    (report,) = audit([written(tmp_path / "wrong.md", rows)], select=["TOT005"], weighed=False).reports
    assert [[evidence.value for evidence in finding.evidence] for finding in report.findings] == [[2459, 9130]]


def test_a_bare_of_which_ends_where_a_row_outgrows_its_whole(tmp_path):
    rows = [["Показатель", "2023", "2024"], ["на начало года", 1873, 2459], ["из них:", "", ""], ["у школ", 740, 913], ["на конец года", 1951, 2688]]
    assert accused(written(tmp_path / "table.md", rows)) == set()


@pytest.mark.parametrize("blank", ["", "–", "-", "—"])
def test_blank_and_dash_cells_count_as_nothing(tmp_path, blank):
    rows = [["Округ", "Весна", "Осень"], ["Ольховский", 236, 187], ["Рябиновый", blank, 318], ["Тополиный", 164, 145], ["Вместе", 400, 650]]
    assert sums(numbers_of(written(tmp_path / "table.md", rows))) == {("Вместе", "Ольховский", "Рябиновый", "Тополиный")}


def test_brackets_and_the_minus_sign_are_below_zero(tmp_path):
    rows = [["Flow", "Spring", "Autumn", "Year"], ["Received", "5 140", "4 270", "9 410"], ["Returned", "(1 230)", "(845)", "(2 075)"], ["Fees", "−310", "−225", "−535"], ["Left", "3 600", "3 200", "6 800"]]
    numbers = numbers_of(written(tmp_path / "table.md", rows))
    assert ("Left", "Received", "Returned", "Fees") in sums(numbers) and ("Year", "Spring", "Autumn") in sums(numbers, across=True)
    rows[4][2] = "3 900"
    assert 3900 in accused(written(tmp_path / "wrong.md", rows))


@pytest.mark.parametrize("text, value", [("(800)", -800), ("(1 200,5)", -1200.5), ("−800", -800), ("– 45", -45), ("301 (5)", 301)])
def test_numbers_below_zero(text, value):
    assert amount_of(text).value == value


@pytest.mark.parametrize("text", ["4О", "1O0", "l20", "2З5"])
def test_a_letter_among_digits_makes_a_cell_unsure(text):
    assert amount_of(text).value is None and is_unsure(text)


@pytest.mark.parametrize("text", ["12 чел", "5 б", "120", "О", "12-16", "№ 3"])
def test_units_and_words_are_no_letters_among_digits(text):
    assert not is_unsure(text)


def test_an_unsure_cell_takes_part_in_no_accusation(tmp_path):
    rows = [["Округ", "Весна", "Осень"], ["Ольховский", 236, "18О"], ["Рябиновый", 418, 318], ["Тополиный", 164, 145], ["Итого", 818, 643]]
    path = written(tmp_path / "table.md", rows)
    assert accused(path) == set()
    (report,) = audit([path], select=["TOT004"]).reports
    assert [evidence.value for finding in report.findings for evidence in finding.evidence] == ["18О"]


@pytest.mark.parametrize("sign", [".", ","])
def test_signs_that_part_thousands_are_known_by_the_sums(tmp_path, sign):
    rows = [["District", "Spring", "Autumn", "Year"], ["Alderley", "400", "615", f"1{sign}015"], ["Rowanby", f"1{sign}230", "905", f"2{sign}135"], ["Both", f"1{sign}630", f"1{sign}520", f"3{sign}150"]]
    path = written(tmp_path / "table.md", rows)
    assert numbers_of(path).values[2].tolist()[1:] == [1630, 1520, 3150]
    assert accused(path) == set()


def test_decimals_stay_decimals(tmp_path):
    rows = [["Груз", "Январь", "Февраль"], ["Бумага", "1,250", "0,875"], ["Стекло", "2,125", "3,400"], ["Вместе", "3,375", "4,275"]]
    assert numbers_of(written(tmp_path / "table.md", rows)).values[0].tolist()[1:] == [1.25, .875]


def test_rounding_to_thousands_accuses_nobody(tmp_path):
    rows = [["Область, тыс. человек", "2022", "2023", "2024"], ["Северная", 1243, 1251, 1260], ["Южная", 2117, 2120, 2131], ["Западная", 846, 851, 855], ["Вся страна", 4206, 4223, 4245]]
    assert accused(written(tmp_path / "table.md", rows)) == set()


@pytest.mark.parametrize("height, seconds", [(400, 0.5), (1000, 1.5)])
def test_long_tables_take_a_moment(tmp_path, height, seconds):
    rng = random.Random(height)
    rows = [["Row", *(f"c{column}" for column in range(8))]]
    for row in range(height):
        parts = [rng.randrange(10, 900) for _ in range(7)]
        rows.append([f"r{row}a", *parts, sum(parts)])
    rows.append(["all", *(sum(row[column] for row in rows[1:]) for column in range(1, 9))])
    numbers = Numbers(next(block.table for block in read(written(tmp_path / "table.md", rows)).blocks if block.table is not None))
    began = time.process_time()
    found = numbers.relations()
    assert time.process_time() - began < seconds
    assert any(not relation.across and relation.total == height and len(relation.parts) == height and len(relation.held) == 8 for relation in found)
