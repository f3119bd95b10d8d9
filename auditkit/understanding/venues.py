"""Lists of places in one sentence, and the place that such a list names twice."""
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditkit.lexicon import either, pattern
from auditkit.model import Block, Place
from auditkit.understanding.claims import sentences
from auditkit.understanding.lists import QUOTE
from auditkit.wording import fold


@dataclass(frozen=True)
class RepeatedItem:
    """A list of places in a sentence: `items` of them; `twice`: whether `name` stands in it twice, at `places`."""

    block: int
    name: str
    items: int
    places: tuple[Place, ...]
    twice: bool


VENUE = pattern("contexts", "venue")
SETTING = re.compile(rf"{either('contexts', 'setting')}\s*$")
LEAST_WORDS, LEAST_VENUES = 3, 3


def find_repeated_items(blocks: Sequence[Block]) -> Iterator[RepeatedItem]:
    """Lists of at least four places in one sentence, with the place that is named twice, if one is."""
    for index, block in enumerate(blocks):
        if block.table is not None or block.text.count(",") < 3:
            continue
        for start, end in sentences(block.text):
            if block.text.count(",", start, end) >= 3:
                yield from _repeated(block, index, start, end)


def _repeated(block: Block, index: int, start: int, end: int) -> Iterator[RepeatedItem]:
    masked = QUOTE.sub(lambda quote: "x" * len(quote.group()), block.text[start:end])
    edges = [start + match.start() for match in re.finditer(",", masked)]
    spans = list(zip([start, *(edge + 1 for edge in edges)], [*edges, end]))
    venues = [(a, b) for a, b in spans if VENUE.search(fold(block.text[a:b]))]
    if len(venues) < LEAST_VENUES:
        return
    settings = {span for before, span in zip(spans, spans[1:]) if SETTING.search(fold(block.text[before[0]:before[1]]).strip())}
    words = {span: [(match.group(), match.start() + span[0]) for match in re.finditer(r"[\w№]+", fold(block.text[span[0]:span[1]]))] for span in venues}
    for position, first in enumerate(venues):
        for second in venues[position + 1:]:
            if first in settings or second in settings:
                continue
            shared = _shared([word for word, _ in words[first]], [word for word, _ in words[second]])
            if shared:
                at, (begin, last) = words[second][0][1], (words[second][0][1], words[second][shared - 1])
                name = block.text[begin:last[1] + len(last[0])]
                places = (block.passage.place_of(words[first][-shared][1], first[1]), block.passage.place_of(at, second[1]))
                yield RepeatedItem(index, name, spans.index(second) - spans.index(first) + 1, places, True)
                return
    if len(venues) > LEAST_VENUES and all(span in venues for span in spans[spans.index(venues[0]):spans.index(venues[-1]) + 1]):
        places = tuple(block.passage.place_of(*span) for span in (venues[0], venues[-1]))
        yield RepeatedItem(index, block.text[venues[0][0]:venues[0][1]].strip()[-70:].partition(" ")[2], len(venues), places, False)


def _shared(first: list[str], second: list[str]) -> int:
    """How many of the last words of one part of a list are the first words of another, a kind of place the last of them."""
    for size in range(min(len(first), len(second)), LEAST_WORDS - 1, -1):
        if first[-size:] == second[:size] and VENUE.match(first[-1]) and len("".join(first[-size:])) >= 15:
            return size
    return 0
