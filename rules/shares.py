"""Percentages against what they are measured on: whole people, a scale of marks, two numbers of a growth, the activities."""
import re
from collections.abc import Iterator
from math import ceil, floor

from auditkit.lexicon import pattern
from auditkit.rule import (Check, Claim, Confidence, Evidence, Message, Report, Term, failed, number, of_claim, of_figure, passed, rule,
                           show, whole)
from auditkit.statements import Statement, statements_of
from auditkit.understanding.bases import growths, scale_marks, survey_bases
from auditkit.understanding.claims import sentence_of
from auditkit.wording import fold

WHOLE_PROJECT = pattern("contexts", "whole_project")
SATISFACTION = pattern("contexts", "satisfaction")
#: Fewer impossible shares than this may be slips or another question; more say that the base is another one.
IMPOSSIBLE = 3
#: «Three times» said of a growth of 2,6 to 3,9: people round down, and rarely up.
TIMES_LOW, TIMES_HIGH = 0.85, 1.34


def _possible(share: Claim, base: int) -> int | None:
    """The whole number of people out of `base` that a share stands for; None where there is none."""
    half = 0.5 * 10.0 ** -share.quantity.decimals + 1e-9
    low, high = (share.quantity.value - half) * base / 100, (share.quantity.value + half) * base / 100
    return ceil(low - 1e-9) if ceil(low - 1e-9) <= floor(high + 1e-9) else None


@rule("PCT007", kind="percent", severity="info")
def shares_are_of_whole_people(report: Report) -> Iterator[Check]:
    """The shares of a survey are shares of whole people out of those who were asked.

    Out of 50 people nobody can be 53,3 %.  Where several shares are impossible, the survey had another base than the number told,
    and the report does not say which.

    Wrong:
        Сауалнамаға 40 адам қатысты.

        - Оқушылардың 33,3%-ы кітапты қағаздан оқиды.
        - Оқушылардың 16,7%-ы телефоннан оқиды.
        - Оқушылардың 41,7%-ы кітапханаға барады.
    Right:
        Сауалнамаға 40 адам қатысты.

        - Оқушылардың 32,5%-ы кітапты қағаздан оқиды.
        - Оқушылардың 17,5%-ы телефоннан оқиды.
        - Оқушылардың 42,5%-ы кітапханаға барады.
    """
    for base, shares, told in survey_bases(report):
        people = int(base.quantity.value)
        possible = [share for share in shares if _possible(share, people) is not None]
        wrong = [share for share in shares if share not in possible]
        more = {"subject": base.text, "scope": report.scope_label(base.scope.project, report.activity_of(base))}
        fields = {"people": number(people), "shares": ", ".join(number(share.value) for share in wrong)}
        if len(wrong) >= (IMPOSSIBLE if told else IMPOSSIBLE + 1) and len(wrong) * 3 >= len(shares):
            yield failed([of_claim(base).evidence("total"), *(of_claim(share).evidence("stated") for share in wrong)],
                         Message("No whole number of {people} people gives these shares: {shares} %.  They are of another base, which is not stated",
                                 fields), confidence=Confidence.MEDIUM, **more)
        elif possible and told and not wrong:
            yield passed([of_claim(base).evidence("total"), *(of_claim(share).evidence("stated") for share in possible)],
                         Message("Each share is a whole number of {people} people", fields), **more)


@rule("PCT008", kind="percent", severity="warning")
def mark_of_a_scale_is_its_percentage(report: Report) -> Iterator[Check]:
    """A mean mark and the percentage that it is said to be agree: 4,55 of 5 are 91 %.

    Wrong:
        Қатысушылар іс-шараны орташа 4,55 баллға бағалады. Бұл көрсеткіш 81% қанағаттану деңгейіне сәйкес келеді.
    Right:
        Қатысушылар іс-шараны орташа 4,55 баллға бағалады. Бұл көрсеткіш 91% қанағаттану деңгейіне сәйкес келеді.
    """
    for mark, share, scale in scale_marks(report.claim_list):
        half = 0.5 * 10.0 ** -mark.quantity.decimals
        low, high = 100 * (mark.quantity.value - half) / scale, 100 * (mark.quantity.value + half) / scale
        exact = round(100 * mark.quantity.value / scale, 2)
        evidence = [of_claim(mark).evidence("stated"), of_claim(share).evidence("stated")]
        fields = {"mark": number(mark.value), "scale": number(scale), "exact": number(exact), "told": number(share.value)}
        more = {"subject": share.text, "scope": report.scope_label(share.scope.project, report.activity_of(share))}
        if share.quantity.low <= high + 0.5 and share.quantity.high >= low - 0.5:
            yield passed(evidence, Message("{mark} of {scale} are {told} %", fields), **more)
        else:
            evidence.append(Evidence("computed", whole(exact), f"{fields['mark']} / {fields['scale']}", mark.place))
            yield failed(evidence, Message("{mark} of {scale} are {exact} % and not {told} %", fields),
                         difference=round(share.quantity.value - exact, 4), **more)


#: What more than a hundred percent is rightly said of: growth, plans, comparisons.
OVER_HUNDRED = pattern("contexts", "over_hundred")
#: Those of whom a share is told: «қатысушылардың 85 %-ы», «85 % участников».
OF_PEOPLE = pattern("contexts", "people")


@rule("PCT013", kind="percent", severity="error")
def no_share_of_people_is_over_a_hundred(report: Report) -> Iterator[Check]:
    """A share of people, and a satisfaction, is at most 100 %.

    Growth, plans and comparisons, which may be more, are left alone.

    Wrong:
        Сауалнамаға қатысушылардың 850 %-ы жобаны пайдалы деп бағалады.
    Right:
        Сауалнамаға қатысушылардың 85 %-ы жобаны пайдалы деп бағалады.
    """
    right = []
    for claim in report.claim_list:
        if claim.role != "share" or claim.measure != "percent":
            continue
        text = fold(claim.passage.text)
        start = max(text.rfind(mark, 0, claim.start) for mark in (". ", "; ", "\n")) + 1
        around = text[start:claim.start] + re.split(r"[.;\n]\s", text[claim.end:claim.end + 120])[0]
        if not OF_PEOPLE.search(around) or OVER_HUNDRED.search(around):
            continue
        more = {"subject": claim.text, "scope": report.scope_label(claim.scope.project, report.activity_of(claim))}
        told = max(claim.value, whole(claim.quantity.high) if claim.quantity.hedge == "range" else claim.value)
        if told > 100:
            yield failed([of_claim(claim).evidence("stated")], Message("{told} % of people: a share is never more than 100 %", {"told": number(told)}),
                         difference=round(told - 100, 4), **more)
        else:
            right.append(claim)
    if right:  # one check for all: that a share is possible says little of its being right
        yield passed([Evidence("stated", None, claim.text, claim.place) for claim in right],
                     Message("{count} shares of people are at most 100 %", {"count": number(len(right))}))


@rule("PCT009", kind="percent", severity="warning")
def growth_fits_its_two_numbers(report: Report) -> Iterator[Check]:
    """A growth of so many times fits the two numbers that it is told of, loosely.

    Wrong:
        Еріктілер саны 15-тен 62-ге дейін артып, 2 есе өсті.
    Right:
        Еріктілер саны 15-тен 62-ге дейін артып, 4 есе өсті.
    """
    for times, before, after, certain in growths(report):
        ratio = after.quantity.value / before.quantity.value
        fits = TIMES_LOW * times.quantity.low <= ratio <= TIMES_HIGH * times.quantity.high
        evidence = [of_claim(times).evidence("stated"), of_claim(after).evidence("part"), of_claim(before).evidence("part")]
        fields = {"times": show(times.quantity), "before": number(before.value), "after": number(after.value), "ratio": number(round(ratio, 1))}
        more = {"subject": times.text, "scope": report.scope_label(times.scope.project, report.activity_of(times))}
        if fits:
            yield passed(evidence, Message("From {before} to {after} is {times} times", fields), **more)
        elif certain:
            yield failed(evidence, Message("From {before} to {after} is {ratio} times and not {times} times", fields), **more)


@rule("PCT010", kind="percent", severity="warning")
def overall_satisfaction_lies_among_the_activities(report: Report) -> Iterator[Check]:
    """The satisfaction with the whole project lies between that of its activities: a mean is never below all of them.

    Wrong:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кештерін өткізу
        Сауалнама бойынша қанағаттану деңгейі 96,2 % көрсетті.
        ## 2 іс-шара. «Ашық алаң» пікірталастарын өткізу
        Сауалнама бойынша қанағаттану деңгейі 92,4 % көрсетті.
        ## 3 іс-шара. «Жас қалам» байқауын өткізу
        Сауалнама бойынша қанағаттану деңгейі 94 % көрсетті.

        # 2. Мақсатқа жету
        Барлық іс-шаралар бойынша қанағаттану деңгейі орта есеппен 88% болды.
    Right:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» ән кештерін өткізу
        Сауалнама бойынша қанағаттану деңгейі 96,2 % көрсетті.
        ## 2 іс-шара. «Ашық алаң» пікірталастарын өткізу
        Сауалнама бойынша қанағаттану деңгейі 92,4 % көрсетті.
        ## 3 іс-шара. «Жас қалам» байқауын өткізу
        Сауалнама бойынша қанағаттану деңгейі 94 % көрсетті.

        # 2. Мақсатқа жету
        Барлық іс-шаралар бойынша қанағаттану деңгейі орта есеппен 94% болды.
    """
    statements = statements_of(report)
    for project in report.outline.projects:
        single: list[Statement] = []
        for activity in report.outline.activities_of(project.number):
            single += [found for found in statements.satisfaction(activity.index) if found.source == "section" and found.quantity.is_firm]
        if len({found.claim.scope.activity for found in single if found.claim}) < 3:
            continue
        low, high = min(found.quantity.low for found in single), max(found.quantity.high for found in single)
        for overall in _overall(report, project.number):
            evidence = [overall.evidence("stated"), *(Evidence("narrative", found.value, found.text, found.place) for found in single)]
            fields = {"overall": show(overall.quantity), "low": number(min(found.value for found in single)),
                      "high": number(max(found.value for found in single))}
            more = {"subject": overall.text, "scope": report.scope_label(project.number)}
            if overall.quantity.high < low or overall.quantity.low > high:
                yield failed(evidence, Message("The satisfaction with the whole project is {overall} %, with its activities {low} to {high} %: it cannot be "
                                               "their mean", fields), **more)
            else:
                yield passed(evidence, Message("The satisfaction with the whole project, {overall} %, lies among that of its activities ({low} to {high} %)",
                                               fields), **more)


def _overall(report: Report, project: int) -> list[Term]:
    """What is told of the satisfaction with a whole project, as terms: in the plan/fact table or in so many words."""
    found = []
    for row in report.plan_fact_rows:
        for pair in row.pairs if row.project == project and row.activity is None else ():
            if pair.fact is not None and pair.fact.share and SATISFACTION.search(fold(pair.indicator)):
                found.append(of_figure(pair.fact, "fact"))
    for claim in report.prose(project):
        if claim.role == "share" and claim.has("satisfaction") and not claim.has("plan", "planned", "title") and report.activity_of(claim) is None:
            if WHOLE_PROJECT.search(fold(claim.passage.text[slice(*sentence_of(claim))])) and claim.quantity.hedge not in ("at-least", "at-most"):
                found.append(of_claim(claim, "stated"))
    return found
