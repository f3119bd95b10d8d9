"""Numbers in words, and sums of money: what num2words writes is read back in both languages; slips are named."""
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from auditkit.understanding.amounts import differing_words, find_amounts, find_prizes, find_products, find_worded, read_words
from auditkit.understanding.numbers import read_number_words
from auditkit.wording import fold

LANGUAGES = st.sampled_from(["kz", "ru"])


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 999_999_999), LANGUAGES)
def test_number_words_are_read_back(value, lang):
    assert read_number_words(fold(num2words(value, lang=lang)).split()) == value


@settings(max_examples=100, deadline=None)
@given(st.integers(1_000, 99_999_999), LANGUAGES)
def test_a_sum_in_digits_and_words(value, lang):
    text = fold(f"Сомасы {value:,} ({num2words(value, lang=lang)}) теңге".replace(",", " "))
    (found,) = find_worded(text)
    assert (found.value, found.said) == (value, value)
    assert differing_words(value, found.words) is None


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 900), st.integers(1, 900), LANGUAGES)
def test_another_sum_in_words_is_seen(digits, words, lang):
    value, said = digits * 100_000, words * 100_000
    (found,) = find_worded(fold(f"{value:,} ({num2words(said, lang=lang)}) теңге".replace(",", " ")))
    assert (found.value == found.said) == (digits == words)


def test_the_differing_word_is_named():
    assert differing_words(12_400_000, "он екі миллион екі жүз мың") == ("екі", "төрт")
    assert differing_words(12_400_000, "двенадцать миллионов двести тысяч") == ("двести", "четыреста")


@pytest.mark.parametrize("words, value", [("двенадцать милионов", 12_000_000), ("пяти миллионов шестисот тысяч", 5_600_000), ("үш миллиондық", 3_000_000),
                                          ("одна тысяча", 1000), ("екі жүз мың теңге 00 тиын", 200_000)])
def test_slips_and_endings(words, value):
    assert read_words(words)[0] == value


@pytest.mark.parametrize("text, value", [("500 мың тг", 500_000), ("4,5 млн. теңге", 4_500_000), ("16 000 000 теңгені", 16_000_000), ("6.000.000 тенге", 6_000_000),
                                         ("300\n000 тг.", 300_000), ("1,2 млрд тенге", 1_200_000_000), ("250 тыс. тенге", 250_000), ("420 теңге", 420)])
def test_amounts(text, value):
    assert [amount.value for amount in find_amounts(fold(text))] == [value]


def test_what_is_no_money():
    assert find_amounts("2000 дана, 35 адам, 2025 жыл") == []


@pytest.mark.parametrize("text", ["300 000 тг. * 2 = 600 000 тг", "300 000 теңге × 2 = 600 000 теңге", "300 000 тенге х 2 чел. = 600 000 тенге"])
def test_products(text):
    (product,) = find_products(fold(text))
    assert (product.price, product.count, product.total, product.money) == (300_000, 2, 600_000, True)


def test_prizes():
    text = fold("І орын – 1 команда, ІІ орын (екеу): 300 000 тг. * 2 = 600 000 тг, үшінші орынның әрқайсысына 50 мың теңгеден, ынталандыру сыйлығы – 4")
    assert [(prize.rank, prize.amount, prize.count) for prize in find_prizes(text)] == [
        ("first", None, 1), ("second", 300_000, 2), ("third", 50_000, None), ("consolation", None, 4)]
