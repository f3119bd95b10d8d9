"""Plain text: a block per line that is not blank, with its number, its text and its links."""
import pytest
from hypothesis import given, settings, strategies as st

from auditkit.errors import UnreadableFile
from auditkit.model import Place
from auditkit.readers import read
from auditkit.readers.text import find_links


def blocks(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "есеп.txt"
    path.write_bytes(text.encode(encoding))
    return read(path).blocks


def test_every_line_is_a_block_with_its_number(tmp_path):
    found = blocks(tmp_path, "Бірінші жол\n\n  Үшінші жол \n")
    assert [(block.kind, block.place.line, block.text) for block in found] == [("line", 1, "Бірінші жол"), ("line", 3, "  Үшінші жол ")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "kz1048"])
def test_encodings_are_found_out(tmp_path, encoding):
    text = "Жоба аясында өңірлерде 240-тан астам адам қатысқан іс-шаралар ұйымдастырылып, нәтижелері ғылыми тұрғыда қорытылды.\n" * 3
    assert blocks(tmp_path, text, encoding)[0].text == text.splitlines()[0]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system(tmp_path, ending):
    assert [block.place.line for block in blocks(tmp_path, ending.join(["а", "б", "", "в"]))] == [1, 2, 4]


def test_links_are_found_without_the_full_stop(tmp_path):
    (block,) = blocks(tmp_path, "Жазба: https://example.com/a?b=1. Және www.example.org/c, тағы.")
    assert [link.target for link in block.links] == ["https://example.com/a?b=1", "www.example.org/c"]
    assert {link.place.line for link in block.links} == {1}


def test_no_link_no_links():
    assert find_links("example сайты", Place(line=1)) == ()


@pytest.mark.parametrize("data, words", [(b"", "empty"), (b"  \n\n", "empty"), (bytes(range(256)) * 40, "")])
def test_what_is_no_text_is_said_in_a_sentence(tmp_path, data, words):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    assert words in caught.value.reason and str(path) in str(caught.value)


@settings(max_examples=60)
@given(text=st.text(alphabet="абвқәі ABC 0123\t.,-\n", min_size=1, max_size=300).filter(str.strip))
def test_lines_are_what_was_written(tmp_path_factory, text):
    found = blocks(tmp_path_factory.mktemp("text"), text)
    rows = text.splitlines()
    assert [(block.place.line, block.text) for block in found] == [(number, row) for number, row in enumerate(rows, 1) if row.strip()]
