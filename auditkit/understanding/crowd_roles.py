"""Who the people are that a number counts: those who came, or others (applicants, graduates, onlookers, an audience, visits)."""
import re
from functools import lru_cache

from auditkit.lexicon import load
from auditkit.understanding.claims import Claim, sentence_of
from auditkit.wording import fold

#: What ends a clause; a number does, too.
BREAK = re.compile(r"[.;:!?\n,]\s|[.;:!?\n]$")
BRACKET = re.compile(r"\([^()]*\)")
#: The tables of the lexicon that are about a whole sentence and name no role.
OF_SENTENCES = ("of_visits", "reached_by_them", "whole_project", "one_event")


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern]:
    return {role: re.compile(r"\b(?:" + "|".join(words["kk"] + words["ru"]) + ")") for role, words in load("crowd_roles").items()}


def clause_of(claim: Claim) -> tuple[str, str]:
    """The folded words of a number's clause before and behind it, up to the next number; what stands in brackets is left out."""
    text = fold(claim.passage.text)
    before = re.split(r"\d", BREAK.split(BRACKET.sub(" ", text[max(0, claim.start - 120):claim.start]))[-1])[-1]
    behind = re.split(r"\d", BREAK.split(BRACKET.sub(" ", text[claim.end:claim.end + 120]), maxsplit=1)[0])[0]
    return before, behind


@lru_cache(maxsize=1 << 14)
def _role(clause: str) -> str:
    return next((role for role, pattern in _patterns().items() if role not in OF_SENTENCES and pattern.search(clause)), "")


def role_of(claim: Claim) -> str:
    """Who is counted, a key of the lexicon "crowd_roles"; "" for those who took part."""
    if role := _role(" # ".join(clause_of(claim))):
        return role
    start, end = sentence_of(claim)
    sentence = fold(claim.passage.text[start:end])
    if _patterns()["of_visits"].search(sentence):
        return "visits"
    return "outcomes" if _patterns()["reached_by_them"].search(sentence[:claim.start - start]) else ""


def of_whole_project(claim: Claim) -> bool:
    """Whether a number of people is said, beyond doubt, of the project as a whole: «Жобаға барлығы 480 адам қатысты», and not of its
    closing forum, its followers, its staff."""
    start, _ = sentence_of(claim)
    before = fold(claim.passage.text[start:claim.start])
    # the last mention of the project, nothing of one event between it and the number
    mentions = list(_patterns()["whole_project"].finditer(before))
    if not mentions or re.search(r"[:;]", before[mentions[-1].end():]) and re.search(r"\d", before[mentions[-1].end():]):
        return False
    return not names_one_event(claim)


def names_one_event(claim: Claim) -> bool:
    """Whether the sentence of a number names, before it or in its clause, an event or a thing that is not the whole project."""
    start, _ = sentence_of(claim)
    told = re.sub(r"«[^»]*»|“[^”]*”", " ", fold(claim.passage.text[start:claim.start]))
    return any(_patterns()["one_event"].search(words) for words in (told, clause_of(claim)[1]))
