"""Growth between two numbers, told in percent or in times."""
from collections.abc import Iterator

from auditkit.rule import Check, Evidence, Message, Report, failed, number, of_claim, passed, rule, whole
from auditkit.understanding.growth import find_growths


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
