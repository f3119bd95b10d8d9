"""Numbers that a text makes of two others: shares, products, means, differences."""
from collections.abc import Iterator

from auditkit.rule import Candidate, Report, of_claim, rule
from auditkit.understanding.mentions import Mention
from auditkit.understanding.ratios import changes, form, products, shares


@rule("PCT020", kind="percent", severity="warning", proposes=True)
def shares_fit_their_numbers(report: Report) -> Iterator[Candidate]:
    """A share is that of the part and the whole told beside it.

    Wrong:
        Сауалнамаға 840 адам қатысты. Олардың 714-і (58 %) жобаға риза екенін, 126-сы (15 %) өзгеріс керек екенін айтты.

    Right:
        Сауалнамаға 840 адам қатысты. Олардың 714-і (85 %) жобаға риза екенін, 126-сы (15 %) өзгеріс керек екенін айтты.
    """
    for operation, share, part, whole in shares(report.running_text):
        yield _candidate(report, "share", operation, (share, part, whole), "{sum_text} makes {sum} % and not {stated} %", "{sum_text} makes {stated} %")


@rule("SUM022", kind="text-sum", severity="warning", proposes=True)
def products_fit_their_factors(report: Report) -> Iterator[Candidate]:
    """So many of each make as many as the text says.

    Wrong:
        Әрқайсысы 3400 теңгеден 125 сөмке сатып алынды, барлығы 452 000 теңге.

    Right:
        Әрқайсысы 3400 теңгеден 125 сөмке сатып алынды, барлығы 425 000 теңге.
    """
    for operation, result, one, other in products(report.running_text):
        yield _candidate(report, "product", operation, (result, one, other), "{sum_text} makes {sum} and not {stated}", "{sum_text} makes {stated}")


@rule("SUM023", kind="text-sum", severity="warning", proposes=True)
def differences_fit_their_numbers(report: Report) -> Iterator[Candidate]:
    """A growth, a saving or an excess is the difference of the two numbers told beside it.

    Wrong:
        Былтыр 145 өтінім түссе, биыл 218 өтінім келді, яғни 37 өтінімге артық.

    Right:
        Былтыр 145 өтінім түссе, биыл 218 өтінім келді, яғни 73 өтінімге артық.
    """
    for larger, smaller, change in changes(report.running_text):
        yield _candidate(report, "change", "sum", (larger, smaller, change), "{sum_text} makes {sum} and not {stated}: a difference of {difference}", "{sum_text} makes {stated}", order=(2, 0, 1))


def _candidate(report: Report, relation: str, operation: str, trio: tuple[Mention, ...], wrong: str, right: str, order=(0, 1, 2)) -> Candidate:
    terms = tuple(of_claim(mention.claim, "result" if not index else "part") for index, mention in enumerate(trio))
    kind = "money" if all(m.claim.group == "money" for m in (trio[0], trio[-1])) else ""
    return Candidate(relation, terms, tuple(mention.index for mention in trio), form(report.running_text, [trio[i] for i in order], operation), wrong, right, operation, kind=kind,
                     scope=report.scope_label(trio[0].claim.scope.project, report.activity_of(trio[0].claim)))
