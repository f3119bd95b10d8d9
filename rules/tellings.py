"""One quantity told in two places: in the text, in tables, in both."""
from collections.abc import Iterator

from auditkit.rule import Candidate, Report, of_claim, once_per_report, rule
from auditkit.understanding.mentions import Mention

WRONG = "One quantity is told with two numbers: {stated} and {sum} (a difference of {difference})"
RIGHT = "One quantity is told with one number in both places: {stated}"


@rule("REP020", kind="text-text", proposes=True)
def text_agrees_with_text(report: Report) -> Iterator[Candidate]:
    """What the text tells twice, it tells with one number.

    Wrong:
        ## 1. Орындалған жұмыс
        Көшпелі заң кеңестеріне барлығы 437 ауыл тұрғыны қатысты.

        ## 4. Нәтижелер
        Көшпелі заң кеңестеріне барлығы 473 ауыл тұрғыны қатысып, тегін кеңес алды.

    Right:
        ## 1. Орындалған жұмыс
        Көшпелі заң кеңестеріне барлығы 437 ауыл тұрғыны қатысты.

        ## 4. Нәтижелер
        Көшпелі заң кеңестеріне барлығы 437 ауыл тұрғыны қатысып, тегін кеңес алды.
    """
    yield from (candidate for cells, candidate in _pairs(report) if cells == 0)


@rule("NAR020", kind="text-table", proposes=True)
def text_agrees_with_tables(report: Report) -> Iterator[Candidate]:
    """What the text tells, the tables tell with the same number.

    Wrong:
        Семинарларға барлығы 326 тыңдаушы қатысты.

        | Іс-шара | Қатысушылар саны |
        |---|---|
        | Семинар тыңдаушылары | 362 |
        | Форум | 120 |

    Right:
        Семинарларға барлығы 326 тыңдаушы қатысты.

        | Іс-шара | Қатысушылар саны |
        |---|---|
        | Семинар тыңдаушылары | 326 |
        | Форум | 120 |
    """
    yield from (candidate for cells, candidate in _pairs(report) if cells == 1)


@rule("XTB020", kind="cross-table", proposes=True)
def tables_agree_with_tables(report: Report) -> Iterator[Candidate]:
    """What two tables tell of one thing, they tell with one number.

    Wrong:
        | Іс-шара | Қатысушылар |
        |---|---|
        | Робототехника үйірмесі | 248 |
        | Шахмат турнирі | 96 |

        | Іс-шара | Қатысушылар |
        |---|---|
        | Робототехника үйірмесі | 284 |
        | Шахмат турнирі | 96 |

    Right:
        | Іс-шара | Қатысушылар |
        |---|---|
        | Робототехника үйірмесі | 248 |
        | Шахмат турнирі | 96 |

        | Іс-шара | Қатысушылар |
        |---|---|
        | Робототехника үйірмесі | 248 |
        | Шахмат турнирі | 96 |
    """
    yield from (candidate for cells, candidate in _pairs(report) if cells == 2)


@once_per_report
def _pairs(report: Report) -> list[tuple[int, Candidate]]:
    """(how many of the two stand in tables, candidate) of every pair that may tell one quantity."""
    found = []
    for one, other in report.tellings.pairs():
        cells = one.in_table + other.in_table
        first, second = (other, one) if one.in_table and not other.in_table else (one, other)
        terms = tuple(of_claim(m.claim, "table" if m.in_table else "narrative") for m in (first, second))
        found.append((cells, Candidate("same", terms, (first.index, second.index), report.tellings.form(one, other), WRONG, RIGHT, "same",
                                       subject=_subject(second), scope=report.scope_label(first.claim.scope.project, report.activity_of(first.claim)), peers=_peers(first, second))))
    return found


def _peers(one: Mention, other: Mention) -> tuple:
    """What other pairs have in common with this one: numbers told beside each other here, that stand in one column or row there."""
    lines = [(("column", m.claim.cell[0], m.column), ("row", m.claim.cell[0], m.row)) if m.in_table else (("block", m.claim.block),) * 2 for m in (one, other)]
    return ((lines[0][0], lines[1][0]), (lines[0][1], lines[1][1]))


def _subject(mention: Mention) -> str:
    return mention.label[:80]
