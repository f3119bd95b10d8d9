"""Page numbers and running headers of texts that were pages."""
from pathlib import Path

from auditkit.readers.furniture import page_furniture
from auditkit.readers.text import read

HEADER = "«Тал түбі» қоры, есеп"


def left(text):
    lines = text.split("\n")
    return [line for index, line in enumerate(lines) if index not in page_furniture(lines) and line.strip()]


def test_numbers_of_all_pages_and_the_header_under_them():
    text = f"{HEADER}\nБірінші бет\n1 / 3\n{HEADER}\nЕкінші бет\n\n2 / 3\n{HEADER}\nҮшінші бет\n3 / 3"
    assert left(text) == ["Бірінші бет", "Екінші бет", "Үшінші бет"]


def test_a_bare_number_at_the_end_of_a_page():
    assert left("Бірінші\n 1\n\fЕкінші\n 2\n\fҮшінші\n 3\n\f") == ["Бірінші", "\fЕкінші", "\fҮшінші"]


def test_fractions_and_numbers_of_a_table_stay():
    for text in ("жоспар / факт\n3 / 5\nБасқа\n4 / 7", "Ерлер\n1\n2\n3", "Бір\n5\n\fЕкі\n9\n\fҮш"):
        assert left(text) == text.split("\n")


def test_a_line_is_what_an_editor_calls_one():
    blocks, _ = read(Path("a.txt"), "Бір\n\fЕкі\u2028үш\r\nТөрт".encode())
    assert [(block.place.line, block.text.strip()) for block in blocks] == [(1, "Бір"), (2, "Екі үш"), (3, "Төрт")]
