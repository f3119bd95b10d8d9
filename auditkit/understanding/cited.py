"""Papers that a text cites by kind, number and date: «2 ақпандағы №101 қаулы», «приказ от 5 мая 2025 года № 17»."""
import re
from dataclasses import dataclass

from auditkit.lexicon import load
from auditkit.understanding.events import Dated
from auditkit.wording import fold

NUMBER = re.compile(r"(?:№|\bn[°o]\.?)\s?(?P<n>\d[\w/-]*)")
NEAR = 90


@dataclass(frozen=True)
class Citation:
    """A paper cited: `kind` and `issuer` are keys of the lexicon "papers" ("" where no issuer is named)."""

    kind: str
    number: str
    issuer: str
    event: Dated


def read_citations(dates: list[Dated]) -> list[Citation]:
    """The papers that dates of kind "document" belong to, those with a number only."""
    found = []
    for event in dates:
        if event.kind != "document" or not event.has_day or event.first is None:
            continue
        text = fold(event.passage.text)
        after, before = text[event.mention.end:event.mention.end + NEAR], text[max(0, event.mention.start - 40):event.mention.start]
        number = NUMBER.search(after[:40]) or NUMBER.search(before)
        if number is None:
            continue
        behind = after[:_until(after, number.end() if number.string == after[:40] else 0)]
        kind = _word("kinds", behind) or _word("kinds", before)
        if kind:
            found.append(Citation(kind, number.group("n").strip("-/"), _word("issuers", before + " " + behind), event))
    return found


def _until(after: str, number_end: int) -> int:
    """Where the words about a paper end: at the first stop behind its number (which may have four digits itself), or at the next date."""
    stop = re.compile(r"[;)]|\.\s|\d{4}").search(after, number_end)
    return stop.start() if stop else len(after)


def _word(table: str, text: str) -> str:
    for key, words in load("papers")[table].items():
        if any(re.search(rf"\b{word}", text) for word in words):
            return key
    return ""
