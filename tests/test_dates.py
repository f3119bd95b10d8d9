"""Dates in Kazakh and Russian: every way of writing a day is read back, and what only looks like a month is left alone."""
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.understanding.dates import find_dates
from auditkit.wording import fold

KAZAKH = ["қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"]
RUSSIAN = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"]
DAYS = st.dates(date(2000, 1, 1), date(2039, 12, 31))


def read(text: str):
    return find_dates(fold(text))


def ymd(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day


@settings(max_examples=150, deadline=None)
@given(DAYS, st.sampled_from(["{y} жылғы {d} {kk}", "{y} жылдың {d} {kk} күні", "{d:02}.{m:02}.{y} ж.", "{y}-{m:02}-{d:02}", "{d} {ru} {y} года",
                              "«{d}» {ru} {y} г.", "{y} жылы «{d}» {kk}", "{y} жылғы {kk} айының {d}-і күні"]))
def test_a_day_is_read_back(day, form):
    text = "Кездесу " + form.format(y=day.year, m=day.month, d=day.day, kk=KAZAKH[day.month - 1], ru=RUSSIAN[day.month - 1]) + ", залда"
    (mention,) = read(text)
    assert mention.first == mention.last == ymd(day)
    assert not mention.problem and mention.earliest == mention.latest == day


@settings(max_examples=100, deadline=None)
@given(DAYS, DAYS, st.sampled_from(["{y1} жылғы {d1} {kk1} – {y2} жылғы {d2} {kk2}", "{d1} {ru1} {y1} года – {d2} {ru2} {y2} года",
                                    "{d1:02}.{m1:02}.{y1} - {d2:02}.{m2:02}.{y2}"]))
def test_a_span_is_one_mention(first, last, form):
    text = form.format(y1=first.year, m1=first.month, d1=first.day, kk1=KAZAKH[first.month - 1], ru1=RUSSIAN[first.month - 1],
                       y2=last.year, m2=last.month, d2=last.day, kk2=KAZAKH[last.month - 1], ru2=RUSSIAN[last.month - 1])
    if first == last:
        return
    (mention,) = read(text)
    assert (mention.first, mention.last) == (ymd(first), ymd(last))


@pytest.mark.parametrize("text, first, last", [
    ("2025 жылғы 10 наурыздан 7 сәуірге дейін", (2025, 3, 10), (2025, 4, 7)),
    ("с 1 сентября по 18 сентября 2025 года", (2025, 9, 1), (2025, 9, 18)),
    ("30 шілде мен 30 тамыз аралығы", (None, 7, 30), (None, 8, 30)),
    ("7-11 сәуір", (None, 4, 7), (None, 4, 11)),
    ("маусым–қараша айлары", (None, 6, None), (None, 11, None)),
    ("мамырдан қарашаға дейін", (None, 5, None), (None, 11, None)),
    ("апрель-ноябрь", (None, 4, None), (None, 11, None)),
    ("2024 жылы 10 қыркүйегінде", (2024, 9, 10), (2024, 9, 10)),
    ("маусымның 12-сі", (None, 6, 12), (None, 6, 12)),
])
def test_forms(text, first, last):
    (mention,) = read(text)
    assert (mention.first, mention.last) == (first, last)


def test_a_year_belongs_to_one_date():
    assert [m.first for m in read("2024 жылы сәуір, 2025 жылғы мамыр")] == [(2024, 4, None), (2025, 5, None)]


@pytest.mark.parametrize("text", ["Майқайың ауылы", "Шілдебекова Сәуле", "маусымдық жұмыс", "Октябрьский район", "шілдехана", "майонез", "августовский"])
def test_words_that_begin_like_a_month(text):
    assert read(text) == []


@pytest.mark.parametrize("text", ["31 июня 2025 года", "2025 жылғы 30 ақпан", "31.04.2025", "01.13.2025", "29 ақпан 2025 ж."])
def test_days_that_do_not_exist(text):
    assert [mention.problem for mention in read(text)] == [True]
