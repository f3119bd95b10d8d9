"""Whether a report gives the reason why less was done than planned."""
from collections.abc import Iterable, Sequence

from auditkit.lexicon import load
from auditkit.understanding.claims import Claim, sentence_of
from auditkit.wording import fold


def reason_given(claims: Sequence[Claim], values: Iterable[float]) -> bool:
    """Whether one sentence names all these numbers and gives a reason: «148 вместо 150 в связи с болезнью участников»."""
    words = load("words")["reason"]
    said: dict[int, list[Claim]] = {}
    for claim in claims:
        said.setdefault(claim.sentence, []).append(claim)
    for told in said.values():
        if set(values) <= {claim.value for claim in told}:
            start, end = sentence_of(told[0])
            if any(word in fold(told[0].passage.text[start:end]) for word in words["kk"] + words["ru"]):
                return True
    return False
