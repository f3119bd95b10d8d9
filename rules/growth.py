"""Growth between two numbers, told in percent, in times or in numbers."""
from collections.abc import Iterator

from auditkit.rule import Check, Confidence, Evidence, Message, Report, failed, number, of_claim, passed, rule, whole
from auditkit.understanding.growth import find_growths
from auditkit.understanding.increments import find_increments


@rule("PCT011", kind="percent", severity="warning")
def growth_in_percent_fits_its_numbers(report: Report) -> Iterator[Check]:
    """A growth or a decrease told in percent, or in a factor with decimals, fits the two numbers that it is told of.

    The numbers are known by their years or by «from … to …»; their rounding, and that of the percentage, is allowed for.

    Wrong:
        2022 жылы 120 клуб жұмыс істесе, 2023 жылы олардың саны 150 клубқа жетіп, 35 %-ға артты.
    Right:
        2022 жылы 120 клуб жұмыс істесе, 2023 жылы олардың саны 150 клубқа жетіп, 25 %-ға артты.
    """
    for growth in find_growths(report.claim_list):
        told, exact = growth.told, round(growth.exact, 2 if growth.times else 1)
        evidence = [of_claim(told).evidence("stated"), of_claim(growth.before).evidence("part"), of_claim(growth.after).evidence("part")]
        fields = {"before": number(growth.before.value), "after": number(growth.after.value), "told": number(told.value), "exact": number(exact)}
        more = {"subject": told.text, "scope": report.scope_label(told.scope.project, report.activity_of(told))}
        if growth.fits:
            right = "From {before} to {after} is {told} times" if growth.times else "From {before} to {after} is a change of {told} %"
            yield passed(evidence, Message(right, fields), **more)
        else:
            evidence.append(Evidence("computed", whole(exact), f"{fields['before']} → {fields['after']}", told.place))
            wrong = "From {before} to {after} is {exact} times and not {told} times" if growth.times else \
                "From {before} to {after} is a change of {exact} % and not of {told} %"
            yield failed(evidence, Message(wrong, fields), difference=round(told.value - exact, 4), **more)


@rule("SUM008", kind="text-sum", severity="warning")
def growth_in_numbers_is_the_difference(report: Report) -> Iterator[Check]:
    """A growth or a decrease told in numbers, in percentage points or in marks is the difference of the two numbers that its sentence gives.

    The numbers are known by their years, by «from … to …» or by «before» and «after»; sentences with more numbers of the kind are left alone.

    Wrong:
        2022 жылы 120 клуб жұмыс істесе, 2023 жылы олардың саны 150 клубқа жетіп, 40 клубқа артты.
    Right:
        2022 жылы 120 клуб жұмыс істесе, 2023 жылы олардың саны 150 клубқа жетіп, 30 клубқа артты.
    """
    for growth in find_increments(report.claim_list):
        told, exact = growth.told, whole(abs(growth.after.value - growth.before.value))
        evidence = [of_claim(told).evidence("stated"), of_claim(growth.before).evidence("part"), of_claim(growth.after).evidence("part")]
        fields = {"before": number(growth.before.value), "after": number(growth.after.value), "told": number(told.value), "exact": number(exact)}
        more = {"subject": told.text, "scope": report.scope_label(told.scope.project, report.activity_of(told))}
        if growth.fits:
            yield passed(evidence, Message("From {before} to {after} is a difference of {told}", fields), **more)
        else:
            evidence.append(Evidence("computed", whole(exact), f"{fields['before']} → {fields['after']}", told.place))
            yield failed(evidence, Message("From {before} to {after} is a difference of {exact} and not of {told}", fields),
                         difference=whole(told.value - exact), confidence=Confidence.MEDIUM, **more)
