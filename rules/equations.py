"""Sums that a report writes out."""
from collections.abc import Iterator

from auditkit.grants import passages, quote
from auditkit.rule import Check, Evidence, Message, Report, failed, number, passed, rule, whole
from auditkit.understanding.equations import find_equations
from auditkit.understanding.tables import place_of
from auditkit.wording import fold


@rule("MON009", kind="money", severity="error")
def equations_hold(report: Report) -> Iterator[Check]:
    """A sum written out with brackets or differences makes what it is said to make.

    Wrong:
        Таза кіріс: 7200 - (3100 + 1500) = 2400 теңге.
    Right:
        Таза кіріс: 7200 - (3100 + 1500) = 2600 теңге.
    """
    for block, passage, where in passages(report):
        if "=" not in passage.text:
            continue
        scope = report.outline.scopes[block]
        for found in find_equations(fold(passage.text)):
            place = passage.place_of(found.start, found.end) if where is None else place_of(where[1], where[0])
            text = " ".join(passage.text[found.start:found.end].split())
            evidence = [quote(passage, found.start, found.end, "total", whole(found.result), place), *(Evidence("part", whole(value), text, place) for value in found.numbers)]
            fields = {"text": text, "makes": number(round(found.makes, 2)), "stated": number(found.result)}
            more = {"subject": text, "scope": report.scope_label(scope.project, scope.activity)}
            if abs(found.makes - found.result) <= .05:
                yield passed(evidence, Message("The sum written out is right: {text}", fields), **more)
            else:
                evidence.append(Evidence("computed", whole(round(found.makes, 2)), number(round(found.makes, 2)), place))
                yield failed(evidence, Message("The sum written out makes {makes} and not {stated}: {text}", fields), difference=whole(round(found.result - found.makes, 4)), **more)
