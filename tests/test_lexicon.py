"""Tests of the word lists: every word is a regular expression that holds letters of one alphabet, and none stands twice in a table."""
import re
from importlib.resources import files

import pytest

from auditkit.lexicon import either, load, pattern

NAMES = sorted(path.name.removesuffix(".toml") for path in files("auditkit.lexicon").iterdir() if path.name.endswith(".toml"))
TABLES = [(name, key) for name in NAMES for key, table in load(name).items() if isinstance(table, dict) and {"kk", "ru"} <= set(table) and all(
    isinstance(word, str) for word in (*table["kk"], *table["ru"]))]


@pytest.mark.parametrize("name, key", TABLES)
def test_words_of_a_table(name, key):
    words = [*load(name)[key]["kk"], *load(name)[key]["ru"]]
    assert words, "a table without words finds everything"
    for word in words:
        re.compile(word)
        bare = re.sub(r"\\.|\[[^\]]*\]", " ", word)
        mixed = [part for part in re.findall(r"[^\W\d_]+", bare) if re.search("[a-z]", part) and re.search("[\u0400-\u04ff]", part)]
        assert not mixed, f"Latin letters among Cyrillic ones: {mixed}"
    for language in ("kk", "ru"):
        own = load(name)[key][language]
        assert len(own) == len(set(own)), [word for word in own if own.count(word) > 1]


def test_either_joins_tables_and_languages():
    assert re.fullmatch(either("growth", "up", "down"), "вырос") and re.fullmatch(either("growth", "up", "down"), "азай")
    assert pattern("contexts", "satisfaction").search("қанағаттанушылық") and not pattern("contexts", "satisfaction").search("қатысу")
    with pytest.raises(KeyError):
        either("growth", "sideways")
