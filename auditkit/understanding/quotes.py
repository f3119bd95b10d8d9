"""The few words of a report around a number that tell a reader what it is a number of."""
import re

from auditkit.understanding.claims import Claim
from auditkit.wording import shorten

#: How many letters before and behind a number are looked at, and how long a quote may get.
BEFORE, BEHIND, LONGEST = 60, 40, 100
#: Where the clause of a number begins: behind a sentence, a colon or a line.
OPENS = re.compile(r"[.!?;:]\s+|\n|\|")


def short_quote(claim: Claim) -> str:
    """The clause up to a number and the noun behind it: «Всего в проекте участвовали 722 человека»; whole words, one line."""
    text = claim.passage.text
    start = max(0, claim.start - BEFORE)
    before = text[start:claim.start]
    marks = list(OPENS.finditer(before))
    if marks:
        before = before[marks[-1].end():]
    elif start:
        before = re.sub(r"^\S*\s(?:[\d%.,;()»\]–—-]+\s)*", "", before)  # a word and a number that were cut
    behind = text[claim.end:claim.end + BEHIND]
    stop = re.search(r"[:;(,|\n]|[.!?](?:\s|$)", behind)
    noun = claim.noun[1] - claim.end if claim.noun is not None and claim.noun[0] >= claim.end - 1 else 0
    behind = behind[:stop.start()] if stop else behind[:max(noun, behind.rfind(" "))]
    return shorten(_inner((before + text[claim.start:claim.end] + behind).strip(" *_-–—")), LONGEST)


def _inner(text: str) -> str:
    """A text whose quotation marks are those inside others: a finding sets it in «…»."""
    return re.sub(r"[«»]", lambda mark: "“" if mark.group() == "«" else "”", text)
