"""So many things with so many in each, against what they are said to make together."""
from collections.abc import Iterator

from auditkit.rule import Check, Confidence, Evidence, Message, Report, failed, number, of_claim, passed, rule
from auditkit.understanding.per_each import find_multiples


@rule("SUM007", kind="text-sum", severity="warning")
def so_many_of_each_make_the_total(report: Report) -> Iterator[Check]:
    """So many in each of so many things make the total that the same sentence tells.

    Only sentences with just these three numbers are read, none of them hedged or planned.

    Wrong:
        Оқуға әр топта 30 адамнан 5 топ – 140 адам қатысты.
    Right:
        Оқуға әр топта 30 адамнан 5 топ – 150 адам қатысты.
    """
    for found in find_multiples(report.claim_list):
        each, things, total = (of_claim(claim, role) for claim, role in ((found.each, "part"), (found.things, "part"), (found.total, "total")))
        value = int(each.value * things.value)
        fields = {"each": number(each.value), "things": number(things.value), "total": number(total.value), "product": number(value)}
        more = {"subject": found.total.text, "scope": report.scope_label(found.total.scope.project, report.activity_of(found.total)),
                "confidence": Confidence.MEDIUM}
        evidence = [total.evidence(), things.evidence(), each.evidence()]
        if value == total.value:
            yield passed(evidence, Message("{things} times {each} are {total}", fields), **more)
        else:
            evidence.append(Evidence("computed", value, f"{fields['things']} × {fields['each']}", total.place))
            yield failed(evidence, Message("{things} times {each} are {product}, but {total} is stated", fields), difference=total.value - value, **more)
