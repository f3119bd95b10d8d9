"""Percentages of one whole: distributions, shares beside their counts, commentaries, parts of a share."""
import re
from collections.abc import Iterator, Sequence

from auditkit.rule import Check, Confidence, Evidence, Message, Report, Severity, failed, number, of_claim, passed, rule, whole
from auditkit.understanding.answer_counts import find_answers
from auditkit.understanding.distributions import Distribution, Option, find_distributions, half_unit, parallel
from auditkit.understanding.percentages import (bracketed_counts, explain_share, is_share, joint_share, label_in_clause, majority_below_half,
                                                oldest_band, pensioners, sum_of_options)
from auditkit.wording import shorten

#: A distribution that stands alone is doubted where it misses 100 by no more than this.
NEAR, NEAR_IN_SENTENCE = 10, 5


def _more(report: Report, distribution: Distribution) -> dict:
    claim = distribution.options[0].claim
    return {"subject": distribution.title[:160] or claim.text, "scope": report.scope_label(claim.scope.project, report.activity_of(claim))}


def _parts(options: Sequence[Option], role: str = "part") -> list[Evidence]:
    return [Evidence(role, option.claim.value, f"{option.label[:80]} – {number(option.claim.value)}%", option.claim.place) for option in options]


@rule("PCT001", kind="percent", severity="warning")
def answers_make_a_hundred_percent(report: Report) -> Iterator[Check]:
    """The shares of the answers to one question make 100 %.

    Rounding may shift the sum by half of the last decimal for each share.  Questions that allow several answers, and rows of
    indicators that are no shares of one whole, are left alone.

    Wrong:
        ### Кітапханаға қаншалықты жиі барасыз?
        - Апта сайын – 52,3%
        - Ай сайын – 31,2%
        - Бармаймын – 14,1%
    Right:
        ### Кітапханаға қаншалықты жиі барасыз?
        - Апта сайын – 52,3%
        - Ай сайын – 33,6%
        - Бармаймын – 14,1%
    """
    found = find_distributions(report.blocks, report.claim_list)
    whole_ones = [distribution for distribution in found if not distribution.of_indicators]
    for distribution in found:
        parts = distribution.options
        fields = {"sum": number(distribution.sum), "parts": " + ".join(number(option.claim.value) for option in parts),
                  "question": _question(distribution),
                  "missing": number(round(abs(100 - distribution.sum), 4))}
        if distribution.adds_up:
            if not distribution.several:
                yield passed(_parts(parts), Message("The shares make 100 %: {parts} = {sum}", fields), **_more(report, distribution))
        elif _meant_as_whole(distribution, _single_choice(distribution, whole_ones)):
            evidence = [*_parts(parts), Evidence("computed", whole(distribution.sum), fields["parts"], parts[0].claim.place)]
            yield failed(evidence, Message("The shares of «{question}» make {sum} % and not 100 %: {parts} (difference {missing}, more than rounding "
                                           "explains)", fields), difference=round(distribution.sum - 100, 4), **_more(report, distribution))


def _question(distribution: Distribution) -> str:
    """The question of a distribution: the last one in the line above its list, or that line where it asks nothing."""
    asked = re.findall(r"[^.!?;\n]*\?", distribution.title)
    return shorten((asked[-1] if asked else distribution.title).strip(" *_#:"), 120) or distribution.options[0].claim.text


def _single_choice(distribution: Distribution, all_of_them: Sequence[Distribution]) -> bool:
    """Whether the other questions of a survey have one answer each, so that this one has too: one that makes 100 % is enough for a
    sum below it, two for a sum far above it, which several answers would explain as well."""
    others = [other for other in all_of_them if other.survey == distribution.survey and other is not distribution]
    right = sum(other.adds_up for other in others)
    over = sum(other.sum > 100 + NEAR and other.pattern == "list" for other in others)
    return right > over and right >= (2 if distribution.sum > 100 + NEAR and distribution.pattern == "list" else 1)


def _meant_as_whole(distribution: Distribution, single: bool) -> bool:
    """Whether shares that miss 100 % were meant to make it.  `single`: the other questions of the survey have one answer each."""
    if distribution.several or distribution.of_indicators:
        return False
    off = abs(distribution.sum - 100)
    if distribution.pattern == "sentence":
        binary = distribution.is_binary and off <= 60
        return parallel(distribution) and (binary or len(distribution.options) >= 3 and off <= (40 if single else NEAR_IN_SENTENCE))
    if joint_share(distribution) is not None:
        return False
    return distribution.is_binary or len(distribution.options) >= 3 and (off <= NEAR or single) or single and off <= NEAR


@rule("PCT002", kind="percent", severity="warning")
def share_fits_its_count(report: Report) -> Iterator[Check]:
    """A percentage beside a number is the share of that number in the whole that the sentence names.

    Where only the last decimal is off, it is no more than a note.

    Wrong:
        Облыста 120 кітапхана бар, оның 90-ы ауылда (65%), 30-ы қалада (25%).
    Right:
        Облыста 120 кітапхана бар, оның 90-ы ауылда (75%), 30-ы қалада (25%).
    """
    seen = set()
    for total, count, share, certain in bracketed_counts(report.blocks, report.claim_list):
        if certain or is_share(share, count, total):
            seen.add(share.number)
            terms = [of_claim(share).evidence("stated"), of_claim(count).evidence("part"), of_claim(total).evidence("total")]
            yield _of_whole(report, share, count, total.quantity.value, terms, is_share(share, count, total))
    for answer in find_answers(report.blocks, report.claim_list):
        if answer.share.number not in seen:
            terms = [of_claim(answer.share).evidence("stated"), of_claim(answer.count).evidence("part")]
            yield _of_whole(report, answer.share, answer.count, answer.whole, terms, answer.fits)


def _of_whole(report: Report, share, count, total: float, terms: list[Evidence], right: bool) -> Check:
    """The check of a share that a count has in a whole."""
    exact = 100 * count.quantity.value / total
    fields = {"count": number(count.value), "whole": number(whole(total)), "stated": number(share.value), "exact": number(round(exact, 2))}
    more = {"subject": share.text, "scope": report.scope_label(share.scope.project, report.activity_of(share))}
    if right:
        return passed(terms, Message("{count} of {whole} are {stated} %", fields), **more)
    near = abs(share.quantity.value - exact) <= 3 * half_unit(share)
    computed = Evidence("computed", whole(round(exact, max(1, share.quantity.decimals))), f"{fields['count']} / {fields['whole']}", share.place)
    return failed([*terms, computed], Message("{count} of {whole} are {exact} % and not {stated} %", fields),
                  difference=round(share.quantity.value - exact, 4), severity=Severity.INFO if near else None, **more)


@rule("PCT003", kind="percent", severity="warning")
def commentary_agrees_with_its_list(report: Report) -> Iterator[Check]:
    """The commentary under a list of shares tells the shares of the list.

    It may round or cut the decimals, or add up two answers; «about» gives a tenth of play only where the list has nothing else
    that is meant.  All sums that were cut instead of rounded make one note.

    Wrong:
        - Апта сайын – 52,3%
        - Ай сайын – 33,6%
        - Бармаймын – 14,1%

        Байқау: тұрғындардың 43%-ы апта сайын барады.
    Right:
        - Апта сайын – 52,3%
        - Ай сайын – 33,6%
        - Бармаймын – 14,1%

        Байқау: тұрғындардың 52%-ы апта сайын барады.
    """
    cut: list[Evidence] = []
    pairs: list[str] = []
    scope = ""
    for distribution in find_distributions(report.blocks, report.claim_list):
        if distribution.pattern != "list":
            continue
        for claim in distribution.commentary:
            if claim.quantity.hedge in ("range", "above", "below", "at-least", "at-most") or claim.has("each"):
                continue
            told = explain_share(claim, distribution)
            terms = lambda options: [of_claim(claim).evidence("narrative"), *_parts(options, "item")]
            fields = {"told": number(claim.value), "list": " + ".join(number(option.claim.value) for option in told.options)}
            if told.kind == "right":
                yield passed(terms(told.options), Message("The commentary tells the list: {told} % = {list} %", fields),
                             **_more(report, distribution))
            elif told.kind == "cut":
                exact = sum_of_options(told.options)
                cut += [*terms(told.options), Evidence("computed", whole(exact), fields["list"], claim.place)]
                pairs.append(f"{number(claim.value)} ↔ {number(exact)}")
                scope = _more(report, distribution)["scope"]
            elif (option := label_in_clause(claim, distribution)) is not None:
                fields["list"] = number(option.claim.value)
                yield failed(terms([option]), Message("The commentary says {told} %, the list {list} %", fields),
                             difference=round(claim.value - option.claim.value, 4), **_more(report, distribution))
    if cut:
        yield failed(cut, Message("Sums of shares are cut in the commentary where they should be rounded: {pairs}", {"pairs": "; ".join(pairs)}),
                     severity=Severity.INFO, scope=scope)


@rule("PCT004", kind="percent", severity="warning")
def joint_share_is_the_sum_of_its_parts(report: Report) -> Iterator[Check]:
    """Those who are content are as many as those who answered «good» and «very good» together.

    Wrong:
        - 61,4% – «Жақсы»,
        - 30,2% – «Өте жақсы» деп бағалаған.

        Қатысушылардың 96,1%-ы іс-шараға қанағаттанған.
    Right:
        - 61,4% – «Жақсы»,
        - 30,2% – «Өте жақсы» деп бағалаған.

        Қатысушылардың 91,6%-ы іс-шараға қанағаттанған.
    """
    for distribution in find_distributions(report.blocks, report.claim_list):
        joint = joint_share(distribution)
        if joint is None:
            continue
        parts = [*_parts(distribution.options), of_claim(joint).evidence("total")]
        fields = {"whole": number(joint.value), "sum": number(distribution.sum),
                  "parts": " + ".join(number(option.claim.value) for option in distribution.options)}
        if abs(distribution.sum - joint.quantity.value) <= distribution.tolerance + half_unit(joint) + 1e-6:
            yield passed(parts, Message("The parts make the share: {parts} = {whole} %", fields), **_more(report, distribution))
        else:
            computed = Evidence("computed", whole(distribution.sum), fields["parts"], joint.place)
            yield failed([*parts, computed], Message("{whole} % are content, but the answers make {sum} %: {parts}", fields),
                         difference=round(joint.quantity.value - distribution.sum, 4), **_more(report, distribution))


@rule("PCT005", kind="percent", severity="info")
def a_majority_is_more_than_half(report: Report) -> Iterator[Check]:
    """What a commentary calls the majority is more than half.

    Wrong:
        - Апта сайын – 31,5%
        - Ай сайын – 26,4%
        - Бармаймын – 42,1%

        Байқау: тұрғындардың көпшілігі кітапханаға бармайды: 42%.
    Right:
        - Апта сайын – 11,5%
        - Ай сайын – 26,4%
        - Бармаймын – 62,1%

        Байқау: тұрғындардың көпшілігі кітапханаға бармайды: 62%.
    """
    small: list[Evidence] = []
    said: list[str] = []
    for distribution in find_distributions(report.blocks, report.claim_list):
        found = majority_below_half(distribution)
        if found is None:
            continue
        claim, below = found
        evidence = [of_claim(claim).evidence("narrative"), *_parts(distribution.options, "item")]
        if below:
            small += evidence
            said.append(f"{number(claim.value)} %")
        else:
            yield passed(evidence, Message("The majority is more than half: {share} %", {"share": number(claim.value)}),
                         **_more(report, distribution))
    if small:
        yield failed(small, Message("Called the majority, but less than half: {shares}", {"shares": "; ".join(said)}))


@rule("PCT006", kind="percent", severity="warning")
def pensioners_are_no_more_than_the_oldest(report: Report) -> Iterator[Check]:
    """A survey has no more pensioners than people of the oldest age group, where that group begins before the pension.

    Wrong:
        ### Жасы
        - 18-30 жас – 60,0%
        - 31-50 жас – 38,5%
        - 51 жас және жоғары – 1,5%

        ### Мәртебесі
        - Студент – 55,0%
        - Жұмысшы – 41,0%
        - Зейнеткер – 4,0%
    Right:
        ### Жасы
        - 18-30 жас – 60,0%
        - 31-50 жас – 34,5%
        - 51 жас және жоғары – 5,5%

        ### Мәртебесі
        - Студент – 55,0%
        - Жұмысшы – 41,0%
        - Зейнеткер – 4,0%
    """
    found = [d for d in find_distributions(report.blocks, report.claim_list) if d.pattern == "list"]
    for survey in dict.fromkeys(d.survey for d in found):
        of_survey = [d for d in found if d.survey == survey]
        oldest = next(filter(None, map(oldest_band, of_survey)), None)
        retired = next(filter(None, map(pensioners, of_survey)), None)
        if oldest is None or retired is None:
            continue
        evidence = _parts([retired, oldest])
        fields = {"retired": number(retired.claim.value), "oldest": number(oldest.claim.value), "band": oldest.label}
        more = {"subject": retired.label, "scope": report.scope_label(retired.claim.scope.project, report.activity_of(retired.claim))}
        if retired.claim.quantity.low > oldest.claim.quantity.high:
            yield failed(evidence, Message("{retired} % of those asked are pensioners, but only {oldest} % are in the oldest group, «{band}»", fields),
                         confidence=Confidence.MEDIUM, **more)
        else:
            yield passed(evidence, Message("Pensioners ({retired} %) are no more than the oldest group ({oldest} %)", fields), **more)
