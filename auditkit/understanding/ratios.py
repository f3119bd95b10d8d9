"""Numbers made of two others in a text: shares, growth, products, means and differences, proposed by place and words."""
from collections.abc import Iterator, Sequence

from auditkit.slips import pen_slip
from auditkit.understanding.mentions import Mention
from auditkit.understanding.runs import Prose, form_words

#: How many numbers before and behind a share its part and its whole are looked for; how wide the window of a product is.
PART_BEFORE, PART_BEHIND, WHOLE_BEFORE, WHOLE_BEHIND, WINDOW = 3, 3, 14, 4, 7


def shares(prose: Prose) -> Iterator[tuple[str, Mention, Mention, Mention]]:
    """("share" or "growth", share, part, whole) in the prose: the share is 100 · part / whole, or 100 · part / whole − 100."""
    for numbers in prose.sections:
        for position, share in enumerate(numbers):
            if not share.is_share:
                continue
            counts = lambda start, stop: [m for m in numbers[max(0, start):stop] if not m.is_share and m.value > 0]
            parts = counts(position - PART_BEFORE - 2, position)[-PART_BEFORE:] + counts(position + 1, position + 2 + PART_BEHIND)[:PART_BEHIND]
            wholes = counts(position - WHOLE_BEFORE, position) + counts(position + 1, position + 1 + WHOLE_BEHIND)
            for part in parts:
                for whole in wholes:
                    if part.index != whole.index:
                        for operation, expected in (("share", 100 * part.value / whole.value), ("growth", abs(100 * part.value / whole.value - 100))):
                            if abs(expected - share.value) <= max(.12 * share.value, .6) or pen_slip(share.value, round(expected, share.quantity.decimals)):
                                yield operation, share, part, whole


def products(prose: Prose) -> Iterator[tuple[str, Mention, Mention, Mention]]:
    """("product" or "mean", result, one, other): the result is one · other, or one / other rounded."""
    for numbers in prose.sections:
        counts = [m for m in numbers if not m.is_share and m.value > 1]
        for position in range(len(counts)):
            window = counts[position:position + WINDOW]
            for i in range(1, len(window)):
                for j in range(i + 1, len(window)):
                    trio = (window[0], window[i], window[j])
                    big = max(trio, key=lambda m: m.value)
                    one, other = [m for m in trio if m is not big]
                    if one.value >= 2 and other.value >= 2 and _near(one.value * other.value, big.value):
                        yield "product", big, one, other
            # a mean is a product that does not come out even
                        rounded = big.value / other.value
                        if abs(rounded - one.value) <= .5 * 10 ** -one.quantity.decimals + 1e-9 and one.value * other.value != big.value:
                            yield "mean", one, big, other
                        rounded = big.value / one.value
                        if abs(rounded - other.value) <= .5 * 10 ** -other.quantity.decimals + 1e-9 and one.value * other.value != big.value:
                            yield "mean", other, big, one


def changes(prose: Prose) -> Iterator[tuple[Mention, Mention, Mention]]:
    """(larger, smaller, difference): a number told as more, less or left, and two numbers near it that it may lie between."""
    for numbers in prose.sections:
        for position, change in enumerate(numbers):
            text = prose.text(change)
            if not form_words()["change"].search(text[max(0, change.claim.start - 60):change.claim.end + 50]):
                continue
            others = [m for m in (*numbers[max(0, position - 10):position], *numbers[position + 1:position + 5]) if m.is_share == change.is_share]
            for larger in others:
                for smaller in others:
                    if larger.value > smaller.value and larger.index != smaller.index and _near(larger.value - smaller.value, change.value):
                        yield larger, smaller, change


def _near(expected: float, written: float) -> bool:
    return abs(expected - written) <= .3 * max(expected, written) or bool(pen_slip(written, expected))


def form(prose: Prose, trio: Sequence[Mention], operation: str) -> dict:
    """The named evidence of three numbers in the roles of result, one and other."""
    result, one, other = trio
    words = form_words()
    section, at = prose.place[result.index]
    a, b = prose.place[one.index][1] - at, prose.place[other.index][1] - at
    texts = [prose.text(m)[max(0, m.claim.start - 60):m.claim.end + 45] for m in trio]
    joined = " ".join(texts)
    sentences = [m.claim.sentence for m in trio]
    found = {
        "one next before": a == -1, "one next behind": a == 1, "one near": 1 < abs(a) <= 3, "one far": abs(a) > 3,
        "other next before": b == -1, "other next behind": b == 1, "other near": 1 < abs(b) <= 3, "other far": 3 < abs(b) <= 8, "other very far": abs(b) > 8,
        "in order": a < b < 0, "in reverse": 0 < a < b or b < a < 0, "around": a * b < 0,
        "one sentence": len(set(sentences)) == 1, "other elsewhere": sentences[2] != sentences[0], "one elsewhere": sentences[1] != sentences[0], "all elsewhere": len(set(sentences)) == 3,
        "other block": other.claim.block != result.claim.block, "bracket": result.depth > one.depth, "result deep": result.depth > 0,
        "same groups": bool(one.claim.group) and one.claim.group == other.claim.group, "same measures": bool(one.claim.measure) and one.claim.measure == other.claim.measure,
        "other groups": bool(one.claim.group) and bool(other.claim.group) and one.claim.group != other.claim.group, "result like one": bool(result.claim.group) and result.claim.group == one.claim.group, "result like other": bool(result.claim.group) and result.claim.group == other.claim.group,
        "one bare": not one.claim.group, "other bare": not other.claim.group, "result bare": not result.claim.group,
        "money": result.claim.group == "money", "money both": result.claim.group == "money" and "money" in (one.claim.group, other.claim.group),
        "other total": other.claim.has("total") or bool(words["total"].search(texts[2])), "result total": result.claim.has("total") or bool(words["total"].search(texts[0])), "one total": one.claim.has("total"),
        "plan": any(m.claim.has("plan", "planned") for m in trio), "of which": bool(words["of_which"].search(joined)), "change": bool(words["change"].search(texts[0])), "fulfilled": bool(words["fulfilled"].search(joined)),
        "each": any(m.claim.has("each") for m in trio), "times": bool(words["times"].search(joined)), "average": bool(words["average"].search(texts[0])), "average any": bool(words["average"].search(joined)),
        "other time": bool(words["other_time"].search(joined)), "rest": bool(words["rest"].search(texts[0])), "sign": "=" in joined, "cell": result.in_table, "hedged": not all(m.quantity.is_firm for m in trio),
        "like one .25": float(prose.contexts.near[one.index, other.index]) > .25,
    }
    found["bracket & next"] = found["bracket"] and a == -1
    found["one sentence & times"] = found["one sentence"] and found["times"]
    found["one sentence & change"] = found["one sentence"] and found["change"]
    found["average & one sentence"] = found["one sentence"] and found["average"]
    found["next & total"] = a == -1 and found["other total"]
    found["next & measures"] = a == -1 and found["same measures"]
    return {name: 1.0 for name, value in found.items() if value} | {operation: 1.0}
