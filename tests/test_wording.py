"""Tests of the quotes of findings: whole words, one line, dots where a sentence is cut."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.wording import excerpt

TEXT = "Бірінші кездесу сәуірде өтті. Кездесуге ауылдық кітапханадан келген\n47 оқырман қатысты, олардың он екісі мұғалім еді."


@pytest.mark.parametrize("word, before, after, quote", [
    ("47", 30, 20, "… ауылдық кітапханадан келген 47 оқырман қатысты, …"),
    ("47", 100, 100, "Бірінші кездесу сәуірде өтті. Кездесуге ауылдық кітапханадан келген 47 оқырман қатысты, олардың он екісі мұғалім еді."),
    ("Кездесуге", 2, 3, "Кездесуге …"),
    ("кітапханадан", 0, 0, "… кітапханадан …"),
    ("еді", 10, 10, "… мұғалім еді."),
    ("тапхана", 0, 0, "… кітапханадан …"),
])
def test_excerpt(word, before, after, quote):
    start = TEXT.index(word)
    assert excerpt(TEXT, start, start + len(word), before, after) == quote


@given(st.text("абв1 .\n", min_size=1, max_size=60), st.data())
def test_excerpt_holds_whole_words(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = excerpt(text, start, end, data.draw(st.integers(0, 20)), data.draw(st.integers(0, 20)))
    inner = quote.removeprefix("… ").removesuffix(" …")
    words = inner.split()
    assert " ".join(words) == inner
    assert " ".join(text[start:end].split()) in inner
    assert not words or any(words == text.split()[at:at + len(words)] for at in range(len(text.split())))
