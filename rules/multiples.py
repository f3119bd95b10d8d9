"""So many things with so many in each, against what they are said to make together."""
from collections.abc import Iterator
from dataclasses import replace

from auditkit.rule import Check, Confidence, Evidence, Message, Quantity, Report, failed, number, of_claim, passed, rule, show, sum_of
from auditkit.understanding.per_each import find_multiples
from auditkit.understanding.quotes import short_quote


@rule("SUM007", kind="text-sum", severity="warning")
def so_many_of_each_make_the_total(report: Report) -> Iterator[Check]:
    """So many in each of so many things make the total that the same sentence tells.

    Only sentences with no other numbers are read, none of them hedged or planned.

    Wrong:
        Оқуға әр топта 30 адамнан 5 топ – 140 адам қатысты.
    Right:
        Оқуға әр топта 30 адамнан 5 топ – 150 адам қатысты.
    """
    for found in find_multiples(report.claim_list):
        pairs = [(of_claim(things, "part"), of_claim(each, "part")) for each, things in found.pairs]
        total = of_claim(found.total, "total")
        made = sum_of(_product(things.quantity, each.quantity) for things, each in pairs)
        text = " + ".join(f"{number(things.value)} × {number(each.value)}" for things, each in pairs)
        fields = {"product_text": text, "product": number(made.value), "total": show(total.quantity), "quote": short_quote(found.total)}
        more = {"subject": found.total.text, "scope": report.scope_label(found.total.scope.project, report.activity_of(found.total)),
                "confidence": Confidence.MEDIUM}
        evidence = [total.evidence(), *(term.evidence() for pair in pairs for term in pair)]
        if total.quantity.meets(made):
            yield passed(evidence, Message("{product_text} = {total}", fields), **more)
        else:
            evidence.append(Evidence("computed", made.value, text, total.place))
            yield failed(evidence, Message("{product_text} = {product}, but {total} is stated: «{quote}»", fields),
                         difference=total.value - made.value, **more)


def _product(one: Quantity, other: Quantity) -> Quantity:
    value = one.value * other.value
    return replace(one, value=value, low=one.low * other.low, high=one.high * other.high)
