"""People's names in running text, and lists that are split into their parts."""
import pytest
from hypothesis import given, settings, strategies as st

from auditkit.understanding.lists import split_list
from auditkit.understanding.people import distinct, find_people


@pytest.mark.parametrize("text, names", [
    ("Дәрісті Асанова Дина Маратқызы оқыды.", ["Асанова Дина Маратқызы"]),
    ("Тренингті психолог Оспанов Ерланның өзі жүргізді.", ["Оспанов Ерланның"]),
    ("профессор Ш. Тұрарова мен С.Жұманов сөз сөйледі", ["Ш. Тұрарова", "С.Жұманов"]),
    ("Лектор Ли Марина дәріс оқыды.", ["Ли Марина"]),
    ("Лекцию прочитала Белова Ирина Олеговна.", ["Белова Ирина Олеговна"]),
    ("Тренинг провел юрист Цой О.П. в библиотеке.", ["Цой О.П."]),
    ("Шара Ыбырай Оспанов атындағы мектепте өтті.", []),
    ("Встреча прошла в школе имени Ивана Петрова.", []),
    ("Қостанай облысы, Рудный қаласында кездесу өтті.", []),
    ("«Асанова Дина» қоры көмектесті.", []),
])
def test_find_people(text, names):
    assert [person.name for person in find_people(text)] == names


@pytest.mark.parametrize("text, count", [
    ("Белова Ирина Олеговна, психолог И. Белова, Белова Ирина", 1),
    ("Ш.Бақытов кейін Шынар Бақытова", 1),
    ("Асанова Дина Маратқызы, Асанова Гүлнар Маратқызы", 2),
    ("И. Белова, О. Белова", 2),
])
def test_one_person_told_in_several_ways(text, count):
    assert len(distinct(find_people(text, free=True))) == count


@pytest.mark.parametrize("text, least, most", [
    ("Ақжар, Тасты мен Майлы", 3, 3),
    ("«Ән, жыр», «Би» және «Сөз»", 3, 3),
    ("Тарих пен мәдениет музейі, орталық кітапхана", 2, 3),
    ("школа №4, лицей (бывшая школа №5, №6) и гимназия", 3, 3),
])
def test_split_list(text, least, most):
    firm, joined = split_list(text)
    assert (len(firm), len(joined)) == (least, most)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["Ақжар", "Тасты", "«Көктал, жаңа»", "Майлы (ауыл, село)"]), min_size=1, max_size=7))
def test_split_list_finds_what_was_joined(parts):
    firm, joined = split_list(", ".join(parts))
    assert len(firm) == len(joined) == len(parts)
