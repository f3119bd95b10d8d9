"""One statistics table against another: pairs of numbers that cannot both be true."""
from collections.abc import Iterator
from math import inf

from auditkit.rule import Check, Message, Report, failed, number, of_claim, of_entry, passed, rule
from auditkit.understanding.nouns import all_nouns
from auditkit.wording import fold


def _pairs(report: Report):
    """(project, row of social categories, row of age bands) for every project that has both."""
    for project in report.outline.projects:
        social = [row for row in report.statistics_rows if row.project == project.number and row.kind == "social" and not row.partial]
        ages = [row for row in report.statistics_rows if row.project == project.number and row.kind == "age" and not row.partial]
        if social and ages:
            yield project.number, social[0], ages[0]


@rule("XTB001", kind="cross-table", severity="error")
def elderly_fit_the_age_bands(report: Report) -> Iterator[Check]:
    """People over 50 in the social table fit the age bands: no fewer than those of 59 and over, no more than those of 46 and over.

    Wrong:
        | Барлық қатысушылар саны | Балалар | Жастар | Егде жастағы адамдар (50 жастан жоғары) | Басқа санаттар |
        |---|---|---|---|---|
        | 200 | 0 | 150 | 15 | 35 |

        | Барлық қатысушылар саны | 17-22 жас | 23-45 жас | 46-58 жас | 59 жас және одан жоғары |
        |---|---|---|---|---|
        | 200 | 90 | 60 | 25 | 25 |
    Right:
        | Барлық қатысушылар саны | Балалар | Жастар | Егде жастағы адамдар (50 жастан жоғары) | Басқа санаттар |
        |---|---|---|---|---|
        | 200 | 0 | 150 | 30 | 20 |

        | Барлық қатысушылар саны | 17-22 жас | 23-45 жас | 46-58 жас | 59 жас және одан жоғары |
        |---|---|---|---|---|
        | 200 | 90 | 60 | 25 | 25 |
    """
    for project, social, ages in _pairs(report):
        elderly = social.part("elderly_50")
        if elderly is None or elderly.amount.number is None:
            continue
        surely = [part for part in ages.parts if part.band and part.band[0] >= 50 and part.amount.number is not None]
        perhaps = [part for part in ages.parts if part.band and part.band[1] >= 50 and part.amount.number is not None]
        if not surely or not any(part.band[1] == inf for part in surely):
            continue
        least, most = (sum(part.amount.number for part in parts) for parts in (surely, perhaps))
        more = {"subject": elderly.label, "scope": report.scope_label(project)}
        value = elderly.amount.number
        fields = {"elderly": number(value), "least": number(least), "most": number(most), "difference": number(abs(value - least))}
        if value < least:
            yield failed([of_entry(elderly).evidence("table"), *(of_entry(part).evidence("table") for part in surely)],
                         Message("The social table has {elderly} people over 50, but the age table has {least} of them: {difference} more", fields),
                         difference=value - least, **more)
        elif value > most:
            yield failed([of_entry(elderly).evidence("table"), *(of_entry(part).evidence("table") for part in perhaps)],
                         Message("The social table has {elderly} people over 50, but the age bands that reach above 50 hold only {most}", fields),
                         difference=value - most, **more)
        else:
            yield passed([of_entry(elderly).evidence("table"), *(of_entry(part).evidence("table") for part in perhaps)],
                         Message("{elderly} people over 50 fit the age bands ({least} to {most})", fields), **more)


@rule("XTB002", kind="cross-table", severity="warning")
def children_are_in_both_tables(report: Report) -> Iterator[Check]:
    """Where the age table counts children, the social table does too.

    People of 13 to 16 are children by law (under 18); a report that counts them as pupils or youth has to say so.

    Wrong:
        | Барлық қатысушылар саны | Балалар | Жастар | Жұмыссыздар | Басқа санаттар |
        |---|---|---|---|---|
        | 200 | - | 150 | 15 | 35 |

        | Барлық қатысушылар саны | 13-16 жас | 17-22 жас | 23-45 жас |
        |---|---|---|---|
        | 200 | 50 | 90 | 60 |
    Right:
        | Барлық қатысушылар саны | Балалар | Жастар | Жұмыссыздар | Басқа санаттар |
        |---|---|---|---|---|
        | 200 | 50 | 100 | 15 | 35 |

        | Барлық қатысушылар саны | 13-16 жас | 17-22 жас | 23-45 жас |
        |---|---|---|---|
        | 200 | 50 | 90 | 60 |
    """
    for project, social, ages in _pairs(report):
        children = social.part("children")
        young = [part for part in ages.parts if part.band and part.band[1] <= 17 and part.amount.number]
        if children is None or children.amount.number is None or not young:
            continue
        count = sum(part.amount.number for part in young)
        more = {"subject": children.label, "scope": report.scope_label(project)}
        evidence = [of_entry(children).evidence("table"), *(of_entry(part).evidence("table") for part in young)]
        fields = {"children": children.text or "—", "young": number(count), "label": young[-1].label}
        if children.amount.number == 0:
            youth = social.part("youth")
            if youth is not None and youth.amount.number is not None and youth.amount.number < count:  # nor can they be among the youth
                evidence.append(of_entry(youth).evidence("table"))
            evidence += [of_claim(claim).evidence() for claim in _told_of_children(report, project)]
            yield failed(evidence, Message("The social table shows no children («{children}»), but the age table has {young} participants aged {label}",
                                           fields), difference=-count, **more)
        else:
            yield passed(evidence, Message("Both tables count children: {children} and {young}", fields), **more)


def _told_of_children(report: Report, project: int) -> list:
    """What the narrative says of children and pupils, and of those who came to the activities meant for children."""
    found = []
    for claim in report.prose(project):
        if claim.role != "count" or claim.has("plan", "each", "title") or not claim.quantity.is_exact:
            continue
        activity = claim.scope.activity
        for_children = activity is not None and claim.crowd and claim.has("attendance") and any(
            noun.measure in ("child", "pupil") for noun in all_nouns(fold(report.activities[activity].title)))
        if claim.measure in ("child", "pupil") or for_children:
            found.append(claim)
    return found[:6]


@rule("XTB003", kind="cross-table", severity="error")
def no_part_exceeds_its_total(report: Report) -> Iterator[Check]:
    """No part of a statistics table is larger than its total.

    Wrong:
        | Барлық қатысушылар саны | Балалар | Жастар | Жұмыссыздар | Басқа санаттар |
        |---|---|---|---|---|
        | 200 | 20 | 250 | 15 | 35 |
    Right:
        | Барлық қатысушылар саны | Балалар | Жастар | Жұмыссыздар | Басқа санаттар |
        |---|---|---|---|---|
        | 200 | 20 | 130 | 15 | 35 |
    """
    for row in report.statistics_rows:
        if row.total is None or row.total.amount.number is None:
            continue
        more = {"scope": report.scope_label(row.project)}
        large = [part for part in row.parts if (part.amount.number or 0) > row.total.amount.number]
        for part in large:
            yield failed([of_entry(part).evidence(), of_entry(row.total, "total").evidence()],
                         Message("«{label}» has {value} participants, more than the total of {total}",
                                 {"label": part.label, "value": number(part.amount.number), "total": number(row.total.amount.number)}),
                         difference=part.amount.number - row.total.amount.number, subject=part.label, **more)
        if not large:
            yield passed([of_entry(row.total, "total").evidence()],
                         Message("No part is larger than the total of {total}", {"total": number(row.total.amount.number)}),
                         subject=row.total.label, **more)
