"""Telephones, registration numbers, links and names as they are read from a text."""
import pytest
from hypothesis import given, settings, strategies as st

from auditkit.model import Passage, Place
from auditkit.understanding.contacts import check_digit, find_emails, find_phones, find_registered, mask_people, masked
from auditkit.understanding.links import read_link
from auditkit.understanding.names_of import alike, is_slip, people, same_word


def link(target):
    return read_link(target, 0, 0, Place())


@pytest.mark.parametrize("digits, valid", [("971240001315", True), ("250740000603", True), ("971240001316", False), ("12345", False), ("25074000060x", False)])
def test_check_digits_in_both_rounds(digits, valid):
    assert check_digit(digits) is valid


def test_a_persons_number_is_masked():
    (number,) = find_registered(Passage("ЖСН 900101300125"))
    assert number.kind == "iin" and "900101" not in number.shown and number.shown == masked("900101300125")
    assert mask_people("Басшы, ЖСН 900101300125, БСН 971240001315") == "Басшы, ЖСН ••••••••••25, БСН 971240001315"
    (number,) = find_registered(Passage("ЖСН/БСН 971240001315"))
    assert number.kind == "bin" and number.shown == "971240001315"


@pytest.mark.parametrize("text, found", [
    ("8 (700) 000-00-11", [("87000000011", "")]), ("+7 700 000 00 12", [("77000000012", "")]), ("тел. 8 700 000 00 1", [("8700000001", "digits")]),
    ("Тел.750037", [("750037", "local")]), ("2025 жылы 1500 дана, 12 400 000 теңге", []), ("№8700000001 хат", []), ("БСН 971240001315", [])])
def test_telephones(text, found):
    assert [(phone.digits, phone.fault) for phone in find_phones(Passage(text))] == found


@settings(max_examples=60)
@given(st.integers(700_000_0000, 778_999_9999), st.sampled_from(["8 {} {} {} {}", "+7 ({}) {}-{}-{}", "8{}{}{}{}", "8-{}-{}-{}-{}"]))
def test_every_way_to_write_a_number_is_one_number(number, shape):
    digits = str(number)
    written = shape.format(digits[:3], digits[3:6], digits[6:8], digits[8:])
    (phone,) = find_phones(Passage(f"Байланыс: {written}."))
    assert phone.digits[-10:] == digits and phone.fault in ("", "code")


def test_mail():
    assert [(address, well) for address, well, _ in find_emails(Passage("a_b@mail.kz, x@ mail.kz, https://www.tiktok.com/@a.b, @parak"))] == [
        ("a_b@mail.kz", True), ("x@ mail.kz", False)]


@pytest.mark.parametrize("one, other", [
    ("https://www.instagram.com/p/Daris000001/", "https://instagram.com/reel/Daris000001?igsh=MWRl&img_index=2"),
    ("https://www.youtube.com/watch?v=Akcija00001&t=3", "https://youtu.be/Akcija00001"),
    ("https://vesti.example/a/b/", "http://www.vesti.example/a/b?utm_source=x&fbclid=1"),
    ("https://www.facebook.com/rodnik/videos/123456789012/", "https://m.facebook.com/reel/123456789012?rdid=x&mibextid=y")])
def test_one_post_however_it_is_linked(one, other):
    assert link(one).key == link(other).key


@pytest.mark.parametrize("target, kind, fault", [
    ("https://www.instagram.com/p/Daris0001/", "post", "short code"), ("https://www.instagram.com/p/DarisA- /", "post", "space"),
    ("https://www.tiktok.com/@a", "account", ""), ("https://www.tiktok.com/@a/video/7000000000000000001", "post", ""),
    ("https://vm.tiktok.com/ZMabc/", "short", ""), ("https://drive.google.com/drive/folders/1x", "storage", ""), ("https://vesti.example/a?id=2", "page", "")])
def test_kinds_and_faults_of_links(target, kind, fault):
    found = link(target)
    assert (found.kind, found.fault) == (kind, fault)


def test_what_is_no_web_address():
    assert link("mailto:a@b.kz") is None and link("http://[bad") is None


@pytest.mark.parametrize("one, other, relation", [
    ("«Таңғы нұр» жастар қоғамдық бірлестігі", "Таңғы нұр ЖҚБ", "same"), ("ОФ «Родник»", "Общественный фонд «Родник»", "same"),
    ("«Родник»", "Городской клуб «Родник»", "short"), ("«Светлый берег»", "«Светлый берог»", "typo"), ("«Родник»", "«Пламя сердец»", "different")])
def test_names_of_organisations(one, other, relation):
    assert alike(one, other) == relation


@pytest.mark.parametrize("one, other, same", [("Динара", "Динараның", True), ("Марина", "Мариной", True), ("Мария", "Марина", False),
                                              ("Марат", "Мұрат", False), ("САҒАДИН", "Сағадин", True), ("Асан", "Aсан", True)])
def test_words_of_names(one, other, same):
    assert same_word(one, other) is same


def test_slips_and_people():
    assert is_slip("тірдерді", "тілдерді") and not is_slip("орталығы", "орталығын") and not is_slip("гор", "мор")
    assert [person.words for person in people(Passage("Кездесуді Ш.Бақыт пен Орлова Нина Петровна ашты."))] == [
        ("Ш", "Бақыт"), ("Орлова", "Нина", "Петровна")]
