"""Numbers in a text, what they count, and how they are meant."""
import pytest
from hypothesis import given, settings, strategies as st
from num2words import num2words

from auditkit.model import Block, Passage, Place
from auditkit.understanding.claims import read_claims, sentences
from auditkit.understanding.nouns import all_nouns, noun_after, noun_before
from auditkit.understanding.numbers import find_numbers, read_number_words
from auditkit.understanding.sections import outline
from auditkit.wording import fold


def quantities(text):
    """(value, hedge) of the counts and shares of a text."""
    return [(number.quantity.value, number.quantity.hedge) for number in find_numbers(text) if number.role in ("count", "share")]


def claims(text, kind="paragraph"):
    blocks = [Block(kind, Passage(line, ((0, Place(line=number)),))) for number, line in enumerate(text.split("\n"), 1)]
    return read_claims(blocks, outline(blocks))


def claim(text, value):
    (found,) = [found for found in claims(text) if found.value == value]
    return found


@pytest.mark.parametrize("text, value, hedge", [
    ("Сабаққа 240 адам келді", 240, "exact"), ("240-тан астам адам", 240, "above"), ("240 астам адам", 240, "above"), ("200-ге жуық адам", 200, "about"),
    ("шамамен 200 адам", 200, "about"), ("кемінде 50 адам", 50, "at-least"), ("кем дегенде 50 адам", 50, "at-least"),
    ("50-ден кем емес адам", 50, "at-least"), ("100-ден аспайтын адам", 100, "at-most"), ("100-ге дейін адам", 100, "at-most"),
    ("более 240 человек", 240, "above"), ("свыше 1 240 человек", 1240, "above"), ("более чем в 10 школах", 10, "above"), ("около 200 человек", 200, "about"),
    ("порядка 200 человек", 200, "about"), ("почти 200 человек", 200, "about"), ("не менее 50 человек", 50, "at-least"),
    ("не менее, чем 50 человек", 50, "at-least"), ("минимум 50 человек", 50, "at-least"), ("не более 30 человек", 30, "at-most"),
    ("максимум 30 человек", 30, "at-most"), ("до 200 человек", 200, "at-most"), ("менее 15 человек", 15, "below")])
def test_hedges(text, value, hedge):
    assert quantities(text) == [(value, hedge)]


@pytest.mark.parametrize("text, values", [
    ("1 310 адам", [1310]), ("12 400 000 теңге", [12400000]), ("1\u00a0310 адам", [1310]), ("жиынға 15 мен 20 адам", [15, 20]),
    ("92,7 % қанағаттанған", [92.7]), ("92.7% қанағаттанған", [92.7]), ("12 млн теңге", [12e6]), ("2,5 мың адам", [2500]), ("3 тыс. человек", [3000]),
    ("екі жүз қырық адам", [240]), ("двадцать пять человек", [25])])
def test_how_numbers_are_written(text, values):
    assert [value for value, _ in quantities(text)] == values


@pytest.mark.parametrize("text", ["Олардың 80–100 %-ы келді", "Из них 80-100% пришли"])
def test_a_range(text):
    (number,) = [number for number in find_numbers(text) if number.role == "share"]
    assert (number.quantity.low, number.quantity.high) == (80, 100)


@pytest.mark.parametrize("text", ["15-тен 62-ге дейін артты", "выросло с 15 до 62"])
def test_growth_is_no_limit(text):
    assert quantities(text) == [(15, "exact"), (62, "exact")]


@pytest.mark.parametrize("text, role", [
    ("2025 жылғы 15 мамырда", "date"), ("15 мая 2025 года", "date"), ("15.05.2025", "date"), ("сағат 15:00-де", "time"), ("18 жасқа толған", "age"),
    ("13-16 жас аралығы", "age"), ("подростки 13-16 лет", "age"), ("№7 мектеп", "reference"), ("3-ші кездесу", "ordinal"), ("5-я встреча", "ordinal"),
    ("байқауда 2 орын алды", "ordinal"), ("+7 700 000 00 11 нөмірі", "phone"), ("https://example.com/2025/10", "link"), ("«100 кітап» жобасы", "name"),
    ("9-сынып оқушылары", "reference"), ("Абай көшесі, 15 үй", "address")])
def test_what_is_no_quantity(text, role):
    found = find_numbers(text)
    assert found and {number.role for number in found} == {role}


def test_a_bare_year_is_a_date_and_not_a_count():
    assert [found.role for found in claims("Жоба кейін де жалғасты (2024, 2025).")] == ["date", "date"]


@settings(max_examples=120)
@given(st.integers(1, 9_999_999), st.sampled_from(["адам қатысты", "человек пришли", "оқушы келді", "участников было"]), st.booleans())
def test_a_written_number_is_read_back(value, rest, grouped):
    text = f"Барлығы {value:,} {rest}".replace(",", " ") if grouped else f"Барлығы {value} {rest}"
    assert quantities(text) == [(value, "exact")]


@settings(max_examples=80)
@given(st.integers(2, 999_999), st.sampled_from(["kz", "ru"]))
def test_numbers_in_words_are_read_back(value, lang):
    words = fold(num2words(value, lang=lang)).replace("-", " ").split()
    assert read_number_words(words) == value


def test_words_that_are_no_number():
    assert read_number_words(["жүз", "қойылым"]) is None and quantities("Бір адам бір көшет екті") == []


@settings(max_examples=100)
@given(st.text(alphabet="абвқәі 0123456789.,-–%№«»()+:/\n", max_size=120))
def test_numbers_come_in_order_do_not_overlap_and_lie_in_the_text(text):
    found = find_numbers(text)
    assert all(0 <= number.start <= number.digits[0] < number.digits[1] <= number.end <= len(text) for number in found)
    assert all(one.digits[1] <= other.digits[0] for one, other in zip(found, found[1:]))
    assert all(number.quantity.low <= number.quantity.high for number in found)


@pytest.mark.parametrize("text, measure", [
    ("48 фотосы", "photo"), ("48 фотографий спектаклей", "photo"), ("7 қойылымның 48 фотосы", "performance"), ("120 адам", "person"), ("120 человек", "person"),
    ("35 оқушы", "pupil"), ("35 школьников", "pupil"), ("12 ауланың белсенді тұрғындары", "~аула"), ("4 семинар", "seminar"), ("310 қатысушы", "participant"), ("310 участников", "participant")])
def test_the_noun_after_a_number(text, measure):
    folded = fold(text)
    digits = len(folded) - len(folded.lstrip("0123456789"))
    assert noun_after(folded, digits).measure == measure


@pytest.mark.parametrize("text, measure", [("қатысушылар саны - ", "participant"), ("Семинарлар - ", "seminar"), ("количество участников: ", "participant")])
def test_the_noun_before_a_number(text, measure):
    folded = fold(text)
    assert noun_before(folded, len(folded)).measure == measure


@pytest.mark.parametrize("text", ["аудандық", "планшет", "постер", "жұмыссыз", "турист"])
def test_other_words_that_begin_alike_are_no_nouns(text):
    assert all(noun.start != 0 for noun in all_nouns(fold(text)))


def test_crowds_are_people_who_merely_take_part():
    assert claim("Кешке 120 адам қатысты.", 120).crowd
    assert not claim("Сабақты 3 жаттықтырушы жүргізді.", 3).crowd


@pytest.mark.parametrize("text, value, mark", [
    ("Екі кешке барлығы 310 адам қатысты.", 310, "total"), ("Всего пришли 310 человек.", 310, "total"),
    ("Кешке 310 адам қатысты, оның ішінде 12 бала.", 12, "including"), ("Пришли 310 человек, в том числе 12 детей.", 12, "including"),
    ("Кешке 250 адам жоспарланып, 310 адам қатысты.", 250, "plan"), ("Пришли 310 человек (план – 250).", 250, "plan"),
    ("373 қатысушы (жоспар – 300) келді.", 300, "plan"), ("Байқауға 60 адам күтілген еді.", 60, "plan"), ("Запланировано 250 человек.", 250, "plan"),
    ("Әр мектепте 20 оқушы болды.", 20, "each"), ("В каждой школе по 20 учеников.", 20, "each"),
    ("Қанағаттану деңгейі 93,4 % болды.", 93.4, "satisfaction"), ("Удовлетворены 93,4 % участников.", 93.4, "satisfaction"),
    ("Кешке 310 адам қатысты.", 310, "attendance"), ("Приняли участие 310 человек.", 310, "attendance")])
def test_how_a_number_is_meant(text, value, mark):
    assert claim(text, value).has(mark)


@pytest.mark.parametrize("text, value, marks", [
    ("Кешке 250 адам жоспарланып, 310 адам қатысты.", 310, ("plan",)), ("Пришли 310 человек (план – 250).", 310, ("plan", "total")),
    ("Кешке 310 адам қатысты, оның ішінде 12 бала.", 310, ("including", "plan")), ("Жалпы білім беретін 5 мектепте өтті.", 5, ("total",))])
def test_how_a_number_is_not_meant(text, value, marks):
    assert not claim(text, value).has(*marks)


def test_the_plan_in_brackets_counts_what_stands_before_it():
    plan = claim("Тренингке 373 қатысушы (жоспар – 300) келді.", 300)
    assert (plan.measure, plan.crowd) == ("participant", True)


def test_numbers_of_a_series_count_the_same():
    text = "Акцияға 472 адам қатысты: Көкшетауда – 96 адам, Зерендіде – 84, Ақкөлде – 105 адам."
    assert {found.group for found in claims(text) if found.value in (96, 84, 105)} == {"people"}


def test_claims_keep_their_place_and_their_words():
    found = claim("Бірінші жол.\nКешке 310 адам қатысты.", 310)
    assert found.place.line == 2 and found.block == 1 and "310 адам" in found.text
    assert found.passage.text[found.start:found.end] == "310"


@pytest.mark.parametrize("text, count", [
    ("Бірінші сөйлем. Екінші сөйлем.", 2), ("А.Б. Сейтқазы келді. Ол сөйледі.", 2), ("Ақмола обл. Көкшетау қ. кешінде 5 адам болды.", 1),
    ("Сумма 5 млн. Тенге нет.", 1), ("Бірінші жол\nЕкінші жол", 2), ("", 0)])
def test_sentences(text, count):
    spans = sentences(text)
    assert len(spans) == count and all(text[start:end].strip() for start, end in spans)


@settings(max_examples=60)
@given(st.text(alphabet="Абвқ 0123.,!?«»()\n", max_size=150))
def test_sentences_cover_all_words(text):
    spans = sentences(text)
    inside = "".join(text[start:end] for start, end in spans)
    assert [char for char in inside if char.isalnum()] == [char for char in text if char.isalnum()]


@pytest.mark.parametrize("text, satisfied", [
    ("Қатысушылардың қанағаттану деңгейі 92 % болды.", True), ("«Қанағаттанарлық» – 7,5 %", False),
    ("Удовлетворённость участников – 92 %.", True), ("Удовлетворительно – 7,5 %", False)])
def test_satisfactory_is_a_mark_and_no_satisfaction(text, satisfied):
    share = next(claim for claim in claims(text) if claim.role == "share")
    assert share.has("satisfaction") == satisfied


@pytest.mark.parametrize("text, counted", [
    ("8\nКөкшетау-2;\nБурабай-6.", [8, 2, 6]), ("5 Бейнеролик", [5]), ("12 Адам", [12]), ("8 Көкшетау-2; Бурабай-6", [8, 2, 6]),
    ("3 Көшет сатып алу 900 000", [900000])])
def test_the_number_of_a_row_is_no_count(text, counted):
    assert [claim.value for claim in claims(text) if claim.role == "count"] == counted
