"""Any file given to `read`: the right format is found, and what cannot be read is said in one sentence."""

import io
import os
import re
import zipfile
from pathlib import Path

import auditkit.readers
import pytest
from auditkit.errors import UnreadableFile
from auditkit.readers import REMARKS, SUFFIXES, read
from auditkit.readers.detect import detect, looks_like_markdown
from auditkit.readers.encoding import decode
from hypothesis import given, settings
from hypothesis import strategies as st

KAZAKH = (
    "Жоба аясында қалада әлеуметтік көмек көрсетіліп, 120 ер адам мен 95 әйел қатысты: үлкен шаңырақ, өңірлік ұйым."
)
RUSSIAN = "Проект охватил 120 человек, объём средств составил 3 500 000 тенге; съезд, цель, эффект."
TABLE = "барлығы;ерлер;әйелдер\n120;50;70\n"


def archive(**members) -> bytes:
    """A zip archive of members, `__` in a name standing for a slash."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name.replace("__", "/").replace("Content_Types", "[Content_Types].xml"), content)
    return stream.getvalue()


MAIN = "<Types><Override ContentType='application/vnd.openxmlformats-officedocument.{}.main+xml'/></Types>"
WORD, EXCEL = MAIN.format("wordprocessingml.document"), MAIN.format("spreadsheetml.sheet")
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize("text", [KAZAKH, RUSSIAN, TABLE, "ҮКІМЕТТІК ЕМЕС ҰЙЫМ", "ИТОГО;МУЖЧИНЫ;ЖЕНЩИНЫ", "Қатысушылар"])
@pytest.mark.parametrize(
    "name", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "kz1048", "cp1251", "cp866", "koi8-r"]
)
def test_encodings_are_told_apart(text, name):
    try:
        data = text.encode(name)
    except UnicodeEncodeError:
        pytest.skip("the code page has no Kazakh letters")
    assert decode(data) == text


def test_a_few_broken_bytes_do_not_lose_the_text():
    data = (KAZAKH * 3).encode()
    assert decode(data[:-1]).startswith(KAZAKH)
    assert decode(data[:200] + b"\xff" + data[200:]).count("\ufffd") <= 3


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 4, b"\x00\x01\x02" * 50, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00"]
)
def test_binary_is_no_text(data):
    with pytest.raises(ValueError, match="binary"):
        decode(data)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300))
def test_decode_gives_text_or_says_binary(data):
    try:
        assert isinstance(decode(data), str)
    except ValueError as error:
        assert str(error) == "binary"


@pytest.mark.parametrize(
    "name, data, expected",
    [
        ("a.txt", KAZAKH.encode(), "text"),
        ("a", RUSSIAN.encode("cp1251"), "text"),
        ("a.md", b"<table><tr><td>1</td></tr></table>", "markdown"),
        ("a.csv", TABLE.encode(), "csv"),
        ("a.tsv", b"a\tb", "csv"),
        ("a.htm", b"<p>1</p>", "html"),
        ("a.doc", b"<html><body>1</body></html>", "html"),
        ("a.txt", b"  <!DOCTYPE html><p>1", "html"),
        ("a.txt", b"%PDF-1.7 ...", "pdf"),
        ("a.txt", archive(Content_Types=WORD), "docx"),
        ("a.docx", archive(Content_Types=EXCEL), "xlsx"),
        ("a.txt", "| а | б |\n|---|---|\n| 1 | 2 |\n".encode(), "markdown"),
    ],
)
def test_the_content_decides_on_the_format(name, data, expected):
    assert detect(Path(name), data) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("## **1. Жоба**\n\nмәтін **қалың** [а](https://example.org/a)\n\n### **Екі**\n**б**\n## Үш\n", True),
        ("# 5\nБіздің топ # 5\n***\nтекст\n-----\n", False),
        ("№ 1\n| қол |\n2 ** 3\n", False),
        ("# а\n# б\n# в\n# г\n", False),
        (KAZAKH, False),
    ],
)
def test_markdown_is_told_from_plain_text(text, expected):
    assert looks_like_markdown(text) is expected


@pytest.mark.parametrize(
    "name, data, said",
    [
        ("a.txt", b"", "empty"),
        ("a.docx", b" \r\n\x00", "empty"),
        ("a.docx", b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG picture; turn it into text by OCR"),
        ("a.pdf", b"\xff\xd8\xff\xe0" + bytes(50), "JPEG"),
        ("a.txt", bytes(range(256)), "no text, Word"),
        ("a.zip", archive(a="x"), "ZIP archive"),
        ("a.docx", archive(mimetype="application/vnd.oasis.opendocument.text"), "OpenDocument text; save it as .docx"),
        ("a.xlsb", archive(xl__workbook_bin="").replace(b"workbook_bin", b"workbook.bin"), ".xlsb"),
        ("a.doc", OLE2 + "WordDocument".encode("utf-16-le"), "save it as .docx"),
        ("a.xls", OLE2 + "Workbook".encode("utf-16-le"), "save it as .xlsx"),
        ("a.docx", OLE2 + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("a.rtf", b"{\\rtf1 abc}", "RTF"),
        ("a.docx", b"just words", "no .docx file inside"),
        ("a.xml", b"<?xml version='1.0'?><a/>", "XML file"),
        ("a.docx", archive(Content_Types=WORD), "missing"),
        ("a.xlsx", archive(Content_Types=EXCEL), "could not be read as xlsx"),
        ("a.docx", archive(Content_Types=WORD)[:40], "damaged"),
        ("a.docx", b"PK\x03\x04" + bytes(100), "damaged"),
        ("a.txt", "   \n\u00a0\n".encode(), "no text"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",  # the bytes of a ZIP tell the second it was made
)
def test_bad_input_is_said_in_one_sentence(tmp_path, name, data, said):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableFile) as raised:
        read(path)
    assert said in raised.value.reason and "\n" not in raised.value.reason
    assert str(path) in str(raised.value)


def test_what_is_no_file_is_refused(tmp_path):
    for path, said in (
        (tmp_path, "folder"),
        (tmp_path / "none.docx", "no such file"),
        ("a\0b", "cannot be opened"),
        ("x" * 5000, "cannot be opened"),
    ):
        with pytest.raises(UnreadableFile, match=said):
            read(path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableFile, match="regular"):
        read(tmp_path / "pipe")


def test_a_huge_file_is_refused_unread(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(2 * 1024**3)  # sparse: takes no room on the disk
    with pytest.raises(UnreadableFile, match="larger than 100 MB"):
        read(path)


def test_zip_bombs_are_refused(tmp_path):
    path = tmp_path / "bomb.docx"
    path.write_bytes(archive(Content_Types=WORD, word__document=b"0" * 30_000_000))
    with pytest.raises(UnreadableFile, match="unpacks"):
        read(path)
    lying = archive(Content_Types=WORD, **{"_rels__.rels": "<a/>", "word__document.xml": b"<a>" + b"0" * 9_000_000})
    size = (9_000_003).to_bytes(4, "little")
    path.write_bytes(lying.replace(size, (1000).to_bytes(4, "little")))  # the directory declares less than comes out
    with pytest.raises(UnreadableFile):
        read(path)


@pytest.mark.parametrize(
    "document, said",
    [
        ("<!DOCTYPE a [<!ENTITY b 'ccc'><!ENTITY d '&b;&b;&b;&b;'>]><a>&d;</a>", "entities"),
        ("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><a>&b;</a>", "entities"),
        ("<a>" * 5000 + "</a>" * 5000, "nested too deeply"),
        ("<a><b></a>", "damaged"),
        ("", "damaged"),
    ],
)
@pytest.mark.parametrize("types, name", [(WORD, "word__document.xml"), (EXCEL, "xl__workbook.xml")])
def test_hostile_xml_is_refused(tmp_path, document, said, types, name):
    path = tmp_path / "hostile.docx"
    path.write_bytes(archive(Content_Types=types, **{name: document}))
    with pytest.raises(UnreadableFile, match=said):
        read(path)


def test_a_crashing_parser_becomes_a_sentence_but_no_memory_is_left_to_the_caller(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text(TABLE)
    for raised, expected in (
        (KeyError("x"), UnreadableFile),
        (RecursionError(), UnreadableFile),
        (MemoryError(), MemoryError),
    ):

        def crash(*_, error=raised):
            raise error

        monkeypatch.setattr("auditkit.readers.csv.read", crash)
        with pytest.raises(expected):
            read(path)


def test_every_remark_that_a_reader_makes_has_its_sentence():
    folder = Path(auditkit.readers.__file__).parent
    source = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    codes = set(re.findall(r'Remark\(\s*"([^"]+)"', source))
    assert codes and codes <= REMARKS.keys()


def test_the_document_says_where_it_comes_from(tmp_path):
    path = tmp_path / "есеп.csv"
    path.write_text(TABLE, encoding="utf-8")
    document = read(str(path))
    assert (document.path, document.format) == (str(path), "csv") and len(document.sha256) == 64
    assert path.suffix in SUFFIXES
