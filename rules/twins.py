"""The Kazakh and the Russian version of one report: every number, date and name that differs."""
from collections import Counter
from collections.abc import Iterator

from auditkit.rule import Check, Claim, Confidence, Evidence, Message, Place, Report, Severity, rule
from auditkit.rule import number, show, whole
from auditkit.understanding.people import Person
from auditkit.understanding.twin_tables import BilingualTables
from auditkit.understanding.twin_values import Point, Settled, match_names, points_of
from auditkit.understanding.twins import SIDES, SMALL, Alignment, Opposed, Spot
from auditkit.wording import excerpt

#: A value that one place lost and another one near it gained has been moved: how near, in pairs of blocks.
NEAR = 12


@rule("TWN001", kind="text-text", severity="error")
def versions_give_the_same_numbers(report: Report) -> Iterator[Check]:
    """The Kazakh and the Russian version give the same numbers.

    A file that holds the whole report in one language and then the whole in the other is taken for two versions, each of which
    is audited by itself; what surely answers each other in them is compared.  So are the cells of a table with a column in
    Kazakh and one in Russian.  A number that only one version has is a warning.  `auditkit compare --twin` does the same with two files.

    Wrong:
        # Жоба туралы есеп
        Жоба аясында 14 семинар өтіп, оларға 326 тыңдаушы қатысты.
        Қанағаттану деңгейі 92,7% болды, 48 сертификат тапсырылды.
        2025 жылғы 22 мамырда қорытынды көрмеге 215 адам келді.
        Көрмеде балалардың 73 суреті қойылып, оларды 19 ауылдың тұрғындары тамашалады.
        # Отчёт о проекте
        В рамках проекта прошли 14 семинаров, в них участвовали 326 слушателей.
        Уровень удовлетворённости составил 92,7%, вручено 48 сертификатов.
        22 мая 2025 года на итоговую выставку пришли 251 человек.
        На выставке были показаны 73 рисунка детей, их увидели жители 19 сёл.
    Right:
        # Жоба туралы есеп
        Жоба аясында 14 семинар өтіп, оларға 326 тыңдаушы қатысты.
        Қанағаттану деңгейі 92,7% болды, 48 сертификат тапсырылды.
        2025 жылғы 22 мамырда қорытынды көрмеге 215 адам келді.
        Көрмеде балалардың 73 суреті қойылып, оларды 19 ауылдың тұрғындары тамашалады.
        # Отчёт о проекте
        В рамках проекта прошли 14 семинаров, в них участвовали 326 слушателей.
        Уровень удовлетворённости составил 92,7%, вручено 48 сертификатов.
        22 мая 2025 года на итоговую выставку пришли 215 человек.
        На выставке были показаны 73 рисунка детей, их увидели жители 19 сёл.
    """
    for aligned in report.bilingual:
        yield from _numbers(report, aligned)
        for side in (0, 1):
            for claim in aligned.alone(side):
                yield _check("not-applicable", [Evidence(SIDES[side], claim.value, claim.text, _place(claim))],
                             Message("No place of the other version surely answers this one; it was not compared."))


@rule("TWN002", kind="date", severity="error")
def versions_give_the_same_dates(report: Report) -> Iterator[Check]:
    """The Kazakh and the Russian version give the same dates.

    Wrong:
        # Жоба туралы есеп
        Жоба аясында 14 семинар өтіп, оларға 326 тыңдаушы қатысты.
        Қанағаттану деңгейі 92,7% болды, 48 сертификат тапсырылды.
        2025 жылғы 22 мамырда қорытынды көрмеге 215 адам келді.
        Көрмеде балалардың 73 суреті қойылып, оларды 19 ауылдың тұрғындары тамашалады.
        # Отчёт о проекте
        В рамках проекта прошли 14 семинаров, в них участвовали 326 слушателей.
        Уровень удовлетворённости составил 92,7%, вручено 48 сертификатов.
        22 июня 2025 года на итоговую выставку пришли 215 человек.
        На выставке были показаны 73 рисунка детей, их увидели жители 19 сёл.
    Right:
        # Жоба туралы есеп
        Жоба аясында 14 семинар өтіп, оларға 326 тыңдаушы қатысты.
        Қанағаттану деңгейі 92,7% болды, 48 сертификат тапсырылды.
        2025 жылғы 22 мамырда қорытынды көрмеге 215 адам келді.
        Көрмеде балалардың 73 суреті қойылып, оларды 19 ауылдың тұрғындары тамашалады.
        # Отчёт о проекте
        В рамках проекта прошли 14 семинаров, в них участвовали 326 слушателей.
        Уровень удовлетворённости составил 92,7%, вручено 48 сертификатов.
        22 мая 2025 года на итоговую выставку пришли 215 человек.
        На выставке были показаны 73 рисунка детей, их увидели жители 19 сёл.
    """
    for aligned in report.bilingual:
        yield from _dates(aligned)


@rule("TWN003", kind="identity", severity="info")
def versions_name_the_same_people(report: Report) -> Iterator[Check]:
    """The Kazakh and the Russian version name the same people.

    Spellings of one name in two alphabets are one name.  Where most names of the two versions differ, none is compared.

    Wrong:
        # Жоба туралы есеп
        Жоба жетекшісі: Сәрсенов Ғалым Өмірұлы
        Есепші: Қ. Жүнісова
        Жоба аясында 14 семинар өтіп, оларға 326 тыңдаушы қатысты.
        Семинарларды Ержанова Мәншүк Тілеуқызы жүргізді, 48 сертификат тапсырылды.
        2025 жылғы 22 мамырда қорытынды көрмеге 215 адам келді.
        Көрмеде балалардың 73 суреті қойылып, оларды 19 ауылдың тұрғындары тамашалады.
        # Отчёт о проекте
        Руководитель проекта: Сарсенов Галым Омирович
        Бухгалтер: К. Пономарёва
        В рамках проекта прошли 14 семинаров, в них участвовали 326 слушателей.
        Семинары вела Ержанова Маншук Тлеуовна, вручено 48 сертификатов.
        22 мая 2025 года на итоговую выставку пришли 215 человек.
        На выставке были показаны 73 рисунка детей, их увидели жители 19 сёл.
    Right:
        # Жоба туралы есеп
        Жоба жетекшісі: Сәрсенов Ғалым Өмірұлы
        Есепші: Қ. Жүнісова
        Жоба аясында 14 семинар өтіп, оларға 326 тыңдаушы қатысты.
        Семинарларды Ержанова Мәншүк Тілеуқызы жүргізді, 48 сертификат тапсырылды.
        2025 жылғы 22 мамырда қорытынды көрмеге 215 адам келді.
        Көрмеде балалардың 73 суреті қойылып, оларды 19 ауылдың тұрғындары тамашалады.
        # Отчёт о проекте
        Руководитель проекта: Сарсенов Галым Омирович
        Бухгалтер: К. Жунусова
        В рамках проекта прошли 14 семинаров, в них участвовали 326 слушателей.
        Семинары вела Ержанова Маншук Тлеуовна, вручено 48 сертификатов.
        22 мая 2025 года на итоговую выставку пришли 215 человек.
        На выставке были показаны 73 рисунка детей, их увидели жители 19 сёл.
    """
    for aligned in report.bilingual:
        yield from _names(aligned.opposed)


# --- evidence ----------------------------------------------------------------------------------------------------------

def _cell_place(place: Place, of: Place) -> Place:
    return place.at(table=of.table, row=of.row, column=of.column) if of.table else place


def _of_claim(spot: Spot, claim: Claim) -> Evidence:
    return Evidence(spot.side, claim.value, claim.text, _cell_place(claim.place, spot.place))


def _of_words(spot: Spot, found: Point | Person) -> Evidence:
    """A date or a name with the words around it."""
    text = spot.passage.text
    around = excerpt(text, found.start, found.end, 50, 50)
    return Evidence(spot.side, found.text if isinstance(found, Point) else found.name, around,
                    _cell_place(spot.passage.place_of(found.start, found.end), spot.place))


def _place(claim: Claim) -> Place:
    return claim.place if claim.cell is None else claim.place.at(table=claim.cell[0], row=claim.cell[1], column=claim.cell[2])


def _check(outcome: str, evidence: list[Evidence], message: Message, **more) -> Check:
    return Check(outcome, tuple(evidence), message, **more)


def _scope(report: Report, spot: Spot) -> str:
    return next((report.scope_label(claim.scope.project, report.activity_of(claim)) for claim in spot.claims), "")


# --- numbers -----------------------------------------------------------------------------------------------------------

def _numbers(report: Report, aligned: Alignment | BilingualTables) -> Iterator[Check]:
    lost = [[(pair.at, pair.table, claim.value) for pair in aligned.opposed for claim in _unmatched(pair.found, side)] for side in (0, 1)]
    for side in (0, 1):
        lost[side] += [(aligned.pair_at(side, claim.block), 0, claim.value) for claim in aligned.alone(side)]

    def moved(side: int, at: int, table: int, claim: Claim) -> bool:
        return any(value == claim.value and (other == at if table else not other_table and abs(other - at) <= NEAR)
                   for other, other_table, value in lost[1 - side])

    strange = _unlike_tables(aligned.opposed)
    for pair in aligned.opposed:
        found, one, other = pair.found, pair.one, pair.other
        more = {"kind": "cross-table" if pair.table else "text-text", "scope": _scope(report, one)}
        for a, b in found.same:
            yield _check("passed", [_of_claim(one, a), _of_claim(other, b)],
                         Message("kk: {kk} = ru: {ru}", {"kk": show(a.quantity), "ru": show(b.quantity)}), **more)
        proven = bool(found.same or pair.dates[0])
        unsure = pair.at in strange or len(found.only[0]) + len(found.only[1]) > 2 or not pair.table and (
            _strangers(pair) or len(found.different) > 1 + len(found.same) or not proven and not aligned.is_orderly)
        for a, b in found.different:
            evidence = [_of_claim(one, a), _of_claim(other, b)]
            if unsure or moved(0, pair.at, pair.table, a) or moved(1, pair.at, pair.table, b):
                reason = Message("The wording of the two places differs too much to pair their numbers; they were not compared.") if unsure \
                    else Message("The numbers stand in another order; they were not compared.")
                yield _check("not-applicable", evidence, reason, **more)
                continue
            difference = whole(a.quantity.value - b.quantity.value)
            yield _check("failed", evidence, Message("kk: {kk} ↔ ru: {ru} (difference {difference})", {
                "kk": show(a.quantity), "ru": show(b.quantity), "difference": number(abs(difference))}), difference=difference, **more)
        for side, spot in enumerate((one, other)):
            for claim in found.only[side]:
                told_elsewhere = any(value == claim.value for _, _, value in lost[1 - side]) or aligned.is_near(1 - side, (other, one)[side].key[0], claim)
                yield _one_sided(spot, claim, unsure or bool(pair.table) or not proven or told_elsewhere or not aligned.is_orderly, more)


def _strangers(pair: Opposed) -> bool:
    """Whether two sentences contradict each other in more than one thing and agree in none or in fewer: they are no pair."""
    same, only = pair.dates
    differing = len(pair.found.different) + min(len(only[0]), len(only[1]))
    return differing > 1 and differing > len(pair.found.same) + len(same)


def _unlike_tables(opposed: list[Opposed]) -> set[int]:
    """The pairs of tables of whose numbers more differ than agree: they are not made alike, or not read alike."""
    same, different = Counter(), Counter()
    for pair in opposed:
        if pair.table:
            same[pair.at] += len(pair.found.same)
            different[pair.at] += len(pair.found.different)
    return {at for at, count in different.items() if count > max(1, same[at])}


def _unmatched(found: Settled, side: int) -> list[Claim]:
    return [pair[side] for pair in found.different] + found.only[side]


def _one_sided(spot: Spot, claim: Claim, doubtful: bool, more: dict) -> Check:
    """A number that only one of two sentences has: worth a look where it is no small one and nothing else is unclear."""
    evidence = [_of_claim(spot, claim)]
    if doubtful or abs(claim.quantity.value) < SMALL:
        return _check("not-applicable", evidence, Message("The other version does not write this number in digits here."), **more)
    return _check("failed", evidence, _only(spot.side, claim), severity=Severity.WARNING, confidence=Confidence.MEDIUM, **more)


def _only(side: str, claim: Claim) -> Message:
    if side == "kk":
        return Message("Only the Kazakh version has {number} here.", {"number": show(claim.quantity)})
    return Message("Only the Russian version has {number} here.", {"number": show(claim.quantity)})


# --- dates and names ---------------------------------------------------------------------------------------------------

def _dates(aligned: Alignment | BilingualTables) -> Iterator[Check]:
    lost = [[(pair.at, point) for pair in aligned.opposed for point in pair.dates[1][side]] for side in (0, 1)]
    for side in (0, 1):
        lost[side] += [(aligned.pair_at(side, index), point) for index in aligned.left(side)
                       for point in points_of(aligned.blocks[side][index].text)]

    def moved(side: int, at: int, point: Point) -> bool:
        return any(point.agrees(other) and abs(where - at) <= NEAR for where, other in lost[1 - side])

    for pair in aligned.opposed:
        same, only = pair.dates
        for a, b in same:
            yield _check("passed", [_of_words(pair.one, a), _of_words(pair.other, b)],
                         Message("kk: {kk} = ru: {ru}", {"kk": a.text, "ru": b.text}))
        unsure = not pair.table and (_strangers(pair) or not (pair.found.same or same) and not aligned.is_orderly)
        if unsure or not only[0] or len(only[0]) != len(only[1]):
            for spot, points in ((pair.one, only[0]), (pair.other, only[1])):
                for point in points:
                    yield _check("not-applicable", [_of_words(spot, point)], Message("The other version does not give this date here."))
            continue
        for a, b in zip(*only):
            evidence = [_of_words(pair.one, a), _of_words(pair.other, b)]
            if moved(0, pair.at, a) or moved(1, pair.at, b) or a.precision != b.precision:
                yield _check("not-applicable", evidence, Message("The dates stand in another order; they were not compared."))
            else:
                yield _check("failed", evidence, Message("kk: {kk} ↔ ru: {ru}: the dates differ", {"kk": a.text, "ru": b.text}))


def _names(opposed: list[Opposed]) -> Iterator[Check]:
    """Names are only held against each other where most of them agree: else they are not read alike in both languages."""
    found = [(pair, names) for pair in opposed for names in match_names(pair.one.passage.text, pair.other.passage.text)]
    agreeing = sum(names.same for _, names in found)
    for pair, names in found:
        evidence = [_of_words(pair.one, names.first), _of_words(pair.other, names.second)]
        fields = {"kk": names.first.name, "ru": names.second.name}
        if names.same:
            yield _check("passed", evidence, Message("kk: {kk} = ru: {ru}", fields))
        elif 2 * agreeing > len(found):
            yield _check("failed", evidence, Message("kk: {kk} ↔ ru: {ru}: are these one person?", fields), confidence=Confidence.MEDIUM)
        else:
            yield _check("not-applicable", evidence, Message("Too few names agree in the two versions to compare them."))
