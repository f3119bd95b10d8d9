"""Money given, spent and left, where one paragraph tells all three."""
import re
from collections.abc import Iterator
from functools import lru_cache

from auditkit.lexicon import load, pattern
from auditkit.rule import Check, Evidence, Message, Report, failed, number, of_claim, passed, rule, whole
from auditkit.wording import fold

UNSPENT = pattern("contexts", "unspent")


@rule("MON008", kind="money", severity="warning")
def given_less_spent_is_what_is_left(report: Report) -> Iterator[Check]:
    """Money given less money spent is the money that is said to be left.

    Only paragraphs that tell one sum of each are read; rounded sums are compared within their rounding.

    Wrong:
        Жобаға 5 000 000 теңге бөлінді, 4 500 000 теңге игерілді, қалдығы – 600 000 теңге.
    Right:
        Жобаға 5 000 000 теңге бөлінді, 4 500 000 теңге игерілді, қалдығы – 500 000 теңге.
    """
    paragraphs: dict[int, list] = {}
    for claim in report.prose():
        if claim.role == "count" and claim.group == "money":
            paragraphs.setdefault(claim.block, []).append(claim)
    for claims in paragraphs.values():
        if len(claims) != 3:
            continue
        kinds = [_kind(claims, position) for position in range(3)]
        if sorted(map(str, kinds)) != ["given", "left", "spent"] or not all(claim.quantity.is_firm for claim in claims) or claims[-1].sentence - claims[0].sentence > 1:
            continue
        told = dict(zip(kinds, claims))
        given, spent, left = (told[kind] for kind in ("given", "spent", "left"))
        rest = given.quantity.value - spent.quantity.value
        rounding = sum((claim.quantity.high - claim.quantity.low) / 2 for claim in claims)
        evidence = [of_claim(given, "total").evidence(), of_claim(spent, "part").evidence(), of_claim(left, "part").evidence()]
        fields = {"given": number(given.value), "spent": number(spent.value), "left": number(left.value), "rest": number(whole(rest))}
        more = {"subject": left.text, "scope": report.scope_label(left.scope.project, report.activity_of(left))}
        if abs(rest - left.quantity.value) <= rounding + 0.5:
            yield passed(evidence, Message("{given} less {spent} is {left}", fields), **more)
        elif rest >= 0:
            evidence.append(Evidence("computed", whole(rest), f"{fields['given']} − {fields['spent']}", left.place))
            yield failed(evidence, Message("{given} less {spent} is {rest}, but {left} are said to be left", fields), difference=whole(left.quantity.value - rest), **more)


@lru_cache(maxsize=1)
def _words() -> dict[str, re.Pattern]:
    return {kind: re.compile(r"\b(?:" + "|".join(map(re.escape, words["kk"] + words["ru"])) + ")") for kind, words in load("budget").items()}


def _kind(claims, position: int) -> str | None:
    """Whether a sum is given, spent or left, by the words of its clause: those before it, else those behind; None where they say none or two."""
    claim, text = claims[position], fold(claims[position].passage.text)
    begin = claims[position - 1].end if position else max(0, claim.start - 90)
    end = claims[position + 1].start if position + 1 < len(claims) else min(len(text), claim.end + 60)
    before = re.split(r"[,;.]\s|\)\s", text[begin:claim.start])[-1]
    behind = re.split(r"[,;.](?:\s|$)|\(", text[claim.end:end])[0]
    for stretch in (before, behind):
        found = {kind for kind, words in _words().items() if words.search(stretch)}
        if "left" in found and "spent" in found and UNSPENT.search(stretch):
            found.discard("spent")
        if found:
            return found.pop() if len(found) == 1 else None
    return None
