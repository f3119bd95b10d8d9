"""A number against the list that it announces, or that stands elsewhere; events against the events described."""
from collections.abc import Iterator

from auditkit.lexicon import pattern
from auditkit.rule import Check, Confidence, Evidence, Message, Place, Report, Severity, Term, failed, number, of_claim, of_figure, passed, rule
from auditkit.statements import statements_of
from auditkit.understanding.lists import Enumeration, find_enumerations
from auditkit.understanding.nouns import all_nouns
from auditkit.understanding.series import find_series, numbered_heads
from auditkit.understanding.tables import place_of
from auditkit.understanding.venues import find_repeated_items
from auditkit.wording import fold, shorten

#: The roles of those who speak at events: a report calls one person now by this word, now by that.
SPEAKERS = ("lecturer", "trainer", "speaker", "expert", "specialist", "teacher", "moderator")


def _more(report: Report, project: int, activity: int | None, subject: str) -> dict:
    return {"subject": subject, "scope": report.scope_label(project, activity)}


def _alike(one: str, other: str) -> bool:
    return one == other or one in SPEAKERS and other in SPEAKERS


def _elsewhere(report: Report, found: Enumeration, activity: int | None) -> list[Term]:
    """What else the report says of how many the listed things of an activity are: in other sections and in the table."""
    if activity is None:
        return []
    statements = statements_of(report)
    terms = [of_claim(claim) for source in (statements.sections, statements.results, statements.retold) for claim in source.get(activity, ())
             if claim is not found.count and _alike(claim.measure, found.measure) and claim.quantity.is_exact
             and not claim.has("plan", "title", "each", "planned")]
    for row in statements.rows.get(activity, ()):
        for pair in row.pairs:
            measures = {noun.measure for noun in all_nouns(fold(pair.indicator))} | {pair.fact.measure if pair.fact else ""}
            if pair.fact is not None and not pair.fact.share and any(_alike(measure, found.measure) for measure in measures):
                terms.append(of_figure(pair.fact, "fact"))
    return terms


def _items(found: Enumeration) -> list[Evidence]:
    return [Evidence("item", shorten(item.text, 120), shorten(item.text, 160), item.place) for item in found.items]


@rule("LST001", kind="list-count", severity="error")
def a_list_has_as_many_items_as_announced(report: Report) -> Iterator[Check]:
    """A list has as many items as the sentence before it, or around it, says.

    The items may be numbered or dashed, stand in brackets, or after a colon or a dash; «and others» leaves a list open.  What the
    same activity says elsewhere of the same thing is named beside it.

    Wrong:
        Кездесуге төрт лектор келіп, мына тақырыптарда дәріс оқыды:

        - Асанова Дина Маратқызы – «Кітап – білім бұлағы»;
        - Оспанов Ерлан Болатұлы – «Оқу мәдениеті»;
        - Ли Марина Викторовна – «Балалар әдебиеті».
    Right:
        Кездесуге үш лектор келіп, мына тақырыптарда дәріс оқыды:

        - Асанова Дина Маратқызы – «Кітап – білім бұлағы»;
        - Оспанов Ерлан Болатұлы – «Оқу мәдениеті»;
        - Ли Марина Викторовна – «Балалар әдебиеті».
    """
    for found in find_enumerations(report.blocks, report.claim_list):
        if found.count is None:
            continue
        stated = found.count.quantity.value
        activity = report.activity_of(found.count)
        size = found.least if found.least == found.most else min(max(int(stated), found.least), found.most)
        fields = {"stated": number(stated), "listed": number(size), "what": shorten(found.count.text, 120)}
        more = _more(report, found.count.scope.project, activity, found.count.text)
        evidence = [of_claim(found.count).evidence("count"), *_items(found)]
        differ = [term.evidence() for term in _elsewhere(report, found, activity) if term.value != size] if found.pattern == "stages" else []
        if found.least <= stated <= found.most and differ:
            fields["told"] = ", ".join(number(other.value) for other in differ)
            yield failed([*evidence, *differ], Message("{listed} are listed, but {told} are told of elsewhere: «{what}»", fields),
                         severity=Severity.WARNING, **more)
        elif found.least <= stated <= found.most:
            yield passed(evidence, Message("{stated} are announced and as many are listed", fields), **more)
        elif found.proper:
            others = [term.evidence() for term in _elsewhere(report, found, activity) if term.value == size]
            evidence.append(Evidence("computed", size, f"{size}", found.items[0].place))
            sure = found.pattern in ("items", "stages") or found.least == found.most and found.group == "people"
            yield failed([*evidence, *others], Message("{stated} are announced, but {listed} are listed: «{what}»", fields), difference=stated - size,
                         severity=None if sure else Severity.WARNING, confidence=None if sure else Confidence.MEDIUM, **more)


@rule("LST002", kind="list-count", severity="error")
def places_listed_are_as_many_as_told(report: Report) -> Iterator[Check]:
    """The places that a list names are as many as the report says elsewhere of the same activity.

    «(2 рет)» beside a place counts as two visits; as many places as visits may be told.

    Wrong:
        # 1 міндет. Оқуды дамыту
        ## 1 іс-шара. «Кітап күні» дәрістерін өткізу
        Дәрістер келесі білім беру ұйымдарында өткізілді:

        1. №4 мектеп-лицей;
        2. Аграрлық колледж;
        3. №9 гимназия.

        # 2. Мақсатқа жету
        «Кітап күні» дәрістерімен 5 білім беру ұйымы қамтылды.
    Right:
        # 1 міндет. Оқуды дамыту
        ## 1 іс-шара. «Кітап күні» дәрістерін өткізу
        Дәрістер келесі білім беру ұйымдарында өткізілді:

        1. №4 мектеп-лицей;
        2. Аграрлық колледж;
        3. №9 гимназия.

        # 2. Мақсатқа жету
        «Кітап күні» дәрістерімен 3 білім беру ұйымы қамтылды.
    """
    statements = statements_of(report)
    for found in find_enumerations(report.blocks, report.claim_list):
        activity = report.outline.scopes[found.head].activity
        if found.count is not None or activity is None:
            continue
        claims = [claim for source in (statements.sections, statements.retold, statements.results) for claim in source.get(activity, ())
                  if claim.quantity.is_exact and claim.role == "count" and not claim.has("plan", "title", "each", "planned")]
        project = report.activities[activity].project
        more = _more(report, project, activity, report.blocks[found.head].text[:160])
        told = [claim for claim in claims if claim.group == found.group]
        fields = {"listed": number(found.least), "visits": number(found.visits), "told": ", ".join(dict.fromkeys(number(c.value) for c in told))}
        evidence = [*(of_claim(claim).evidence("count") for claim in told), *_items(found)]
        evidence.append(Evidence("computed", found.least, fields["listed"], found.items[0].place))
        if found.visits != found.least:
            evidence.append(Evidence("computed", found.visits, fields["visits"], found.items[0].place))
        wrong = [claim for claim in told if claim.value not in (found.least, found.visits)]
        if wrong:
            fields["told"] = ", ".join(dict.fromkeys(number(claim.value) for claim in wrong))
            kind = "text-text" if len(wrong) < len(told) else None  # the list and one place agree: two places of the text differ
            fields["what"] = shorten(wrong[0].text, 90)
            yield failed(evidence, Message("{told} are told of, but the list names {listed}: «{what}»", fields), difference=wrong[0].value - found.least, kind=kind, **more)
        elif told:
            yield passed(evidence, Message("The list names as many as are told of: {listed}", fields), **more)
        held = [claim for claim in claims if found.events and claim.measure == found.events and claim.value == found.visits]
        off = [claim for claim in claims if found.visits != found.least and claim.measure == found.events and claim.has("total")
               and claim.value != found.visits]
        if off:  # «(2 рет)» says that the list counts visits
            fields["told"] = ", ".join(number(claim.value) for claim in off)
            yield failed([*(of_claim(claim).evidence("count") for claim in off), *_items(found),
                          Evidence("computed", found.visits, fields["visits"], found.items[0].place)],
                         Message("{told} events are told of, but the list of their places makes {visits}", fields),
                         difference=off[0].value - found.visits, severity=Severity.WARNING, **more)
        if held:
            yield passed([*(of_claim(claim).evidence("count") for claim in held), *_items(found),
                          Evidence("computed", found.least, fields["listed"], found.items[0].place)],
                         Message("The list holds a place for each event: {visits}", fields), **more)


@rule("LST003", kind="list-count", severity="warning")
def events_told_are_as_many_as_described(report: Report) -> Iterator[Check]:
    """The events of a kind are as many as the report describes one by one, numbered («1 семинар: …») or dated.

    A report need not describe every event: dated events accuse only where more are described than are told of.

    Wrong:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Берік отбасы» семинарлар топтамасын өткізу
        1 семинар: Кітапханада 40 адам қатысты.

        2 семинар: Мектепте 35 адам қатысты.

        3 семинар: Колледжде 30 адам қатысты.

        # 2. Мақсатқа жету
        Жоба бойынша 4 семинар өткізілді.
    Right:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Берік отбасы» семинарлар топтамасын өткізу
        1 семинар: Кітапханада 40 адам қатысты.

        2 семинар: Мектепте 35 адам қатысты.

        3 семинар: Колледжде 30 адам қатысты.

        # 2. Мақсатқа жету
        Жоба бойынша 3 семинар өткізілді.
    """
    for series in find_series(report):
        told = series.told
        right = [claim for claim in told if claim.value == series.size]
        wrong = [claim for claim in told if claim.value != series.size and (series.numbered or claim.value < series.size)]
        heads = [Evidence("item", head.value, head.text[:120], head.place) for head in series.heads]
        computed = Evidence("computed", series.size, f"{series.size}", series.heads[0].place)
        more = _more(report, report.activities[series.activity].project, series.activity, report.activities[series.activity].title[:160])
        fields = {"described": number(series.size), "told": ", ".join(dict.fromkeys(number(claim.value) for claim in wrong)) or number(series.size)}
        if wrong:
            yield failed([*(of_claim(claim).evidence("count") for claim in (*wrong, *right)), *heads, computed],
                         Message("{told} events are told of, but {described} are described one by one", fields),
                         difference=wrong[0].value - series.size, confidence=None if series.numbered else Confidence.MEDIUM, **more)
        elif right:
            yield passed([*(of_claim(claim).evidence("count") for claim in right), *heads, computed],
                         Message("As many events are described as are told of: {described}", fields), **more)


@rule("LST009", kind="list-count", severity="warning")
def numbered_events_count_without_a_gap(report: Report) -> Iterator[Check]:
    """The numbers of events that a report numbers («1 семинар: …», «2 семинар: …») run on without a gap.

    Wrong:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Берік отбасы» семинарлар топтамасын өткізу
        1 семинар: Кітапханада 40 адам қатысты.

        2 семинар: Мектепте 35 адам қатысты.

        4 семинар: Колледжде 30 адам қатысты.
    Right:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Берік отбасы» семинарлар топтамасын өткізу
        1 семинар: Кітапханада 40 адам қатысты.

        2 семинар: Мектепте 35 адам қатысты.

        3 семинар: Колледжде 30 адам қатысты.
    """
    for activity in report.activities:
        _, heads = numbered_heads(report, activity)
        if len(heads) < 3:
            continue
        numbers = [head.value for head in heads]
        evidence = [Evidence("item", head.value, head.text[:120], head.place) for head in heads]
        more = _more(report, activity.project, activity.index, activity.title[:160])
        if numbers == list(range(1, len(heads) + 1)):
            yield passed(evidence, Message("The events are numbered from 1 to {last}", {"last": number(numbers[-1])}), **more)
        else:
            yield failed([*evidence, Evidence("computed", len(heads), f"{len(heads)}", heads[0].place)],
                         Message("The numbers of the events do not run on: {numbers}", {"numbers": ", ".join(map(str, numbers))}), **more)


@rule("LST004", kind="list-count", severity="warning")
def a_list_names_no_place_twice(report: Report) -> Iterator[Check]:
    """A list of places names none of them twice.

    Wrong:
        Тренингтер қалалық «Арай» гуманитарлық колледжі, Жастар орталығы, №8 мектеп, «Арай» гуманитарлық колледжі ұжымдарында өтті.
    Right:
        Тренингтер қалалық «Арай» гуманитарлық колледжі, Жастар орталығы, №8 мектеп, «Сәуле» гуманитарлық колледжі ұжымдарында өтті.
    """
    for found in find_repeated_items(report.blocks):
        scope = report.outline.scopes[found.block]
        fields = {"name": found.name, "items": number(found.items), "different": number(found.items - 1)}
        evidence = [*(Evidence("item", found.name, found.name, place) for place in found.places),
                    Evidence("count", found.items, f"{found.items}", found.places[0]),
                    Evidence("computed", found.items - 1, f"{found.items - 1}", found.places[-1])]
        check = failed if found.twice else passed
        yield check(evidence, Message("A list of {items} places names «{name}» twice: {different} different ones", fields) if found.twice
                    else Message("A list of {items} places names each of them once", fields), **_more(report, scope.project, scope.activity, found.name))


PARTNER = pattern("contexts", "partner")


@rule("LST008", kind="list-count", severity="warning")
def partners_are_as_many_as_their_table_has(report: Report) -> Iterator[Check]:
    """The partners told of are as many as the table of partners names.

    Wrong:
        Жобаға 4 серіктес көмектесті.

        **Әлеуметтік жобаның серіктестері**

        | № | Ұйым атауы | Жобадағы орны |
        |---|---|---|
        | 1 | «Алтын дән» қоры | Орын берді |
        | 2 | Қалалық кітапхана | Зал берді |
        | 3 | «Тұлпар» газеті | Мақала жазды |
    Right:
        Жобаға 3 серіктес көмектесті.

        **Әлеуметтік жобаның серіктестері**

        | № | Ұйым атауы | Жобадағы орны |
        |---|---|---|
        | 1 | «Алтын дән» қоры | Орын берді |
        | 2 | Қалалық кітапхана | Зал берді |
        | 3 | «Тұлпар» газеті | Мақала жазды |
    """
    listed = set()
    for index, block in enumerate(report.blocks):
        rows = _numbered_rows(block, report.blocks[index - 1].text if index else "")
        if len(rows) < 2:
            continue
        project = report.outline.scopes[index].project
        told = [*(of_claim(claim).evidence("count") for claim in _partners_told(report, project)), *_partners_of_indicator(report, project)]
        listed.add(project)
        if not told:
            continue
        size, place = len(rows), report.blocks[index].place
        wrong = [evidence for evidence in told if evidence.value != size]
        fields = {"told": ", ".join(dict.fromkeys(number(evidence.value) for evidence in wrong or told)), "listed": number(size)}
        evidence = [*told, *(Evidence("item", text, text, where) for text, where in rows), Evidence("computed", size, f"{size}", place)]
        make = failed if wrong else passed
        yield make(evidence, Message("{told} partners are told of, but their table names {listed}" if wrong
                                     else "The table of partners names as many as are told of: {listed}", fields), **_more(report, project, None, ""))


    for project in report.outline.projects:
        if project.number not in listed:
            yield from _told_and_indicated(report, project.number)


def _partners_told(report: Report, project: int) -> list:
    return [claim for claim in report.prose(project) if claim.measure == "partner" and claim.quantity.is_exact
            and not claim.has("plan", "planned", "title", "including") and report.activity_of(claim) is None]


def _partners_of_indicator(report: Report, project: int) -> list[Evidence]:
    return [Evidence("count", row.fact.number, f"{row.name}: {number(row.fact.number)}", row.place("fact")) for row in report.indicator_rows
            if row.project == project and PARTNER.search(fold(row.name)) and row.fact.number]


def _told_and_indicated(report: Report, project: int) -> Iterator[Check]:
    """Where no table of partners can be read: the one number of partners that the text tells against that of the indicators."""
    told, indicated = _partners_told(report, project), _partners_of_indicator(report, project)
    if len({claim.value for claim in told}) != 1 or len(indicated) != 1:
        return
    evidence = [*(of_claim(claim).evidence("narrative") for claim in told), indicated[0]]
    values = list(dict.fromkeys([claim.value for claim in told] + [indicated[0].value]))
    fields = {"subject": told[0].text, "values": " ↔ ".join(map(number, values)),
              "quotes": " ↔ ".join(f"«{piece.text}»" for piece in (evidence[0], indicated[0]))}
    if len(values) == 1:
        yield passed(evidence, Message("«{subject}» is told with the same number everywhere: {values}", fields), **_more(report, project, None, ""))
    else:
        yield failed(evidence, Message("One thing is told with different numbers: {quotes}", fields), kind="text-table",
                     difference=abs(values[0] - values[1]), **_more(report, project, None, ""))


def _numbered_rows(block, caption: str) -> list[tuple[str, Place]]:
    """The names in the numbered rows of a table of partners; nothing for any other table."""
    if block.table is None or not PARTNER.search(fold(caption)[:200]) and not PARTNER.search(fold(block.table.caption)):
        return []
    lines = block.table.rows()
    if not lines or not lines[0] or fold(lines[0][0].text).strip(" .*") not in ("№", "no", "р/с", "п/п", "№ п/п", "№ р/с"):
        return []
    body = [line for line in lines[1:] if len(line) > 1]
    if [line[0].text.strip(" .") for line in body] != [str(count) for count in range(1, len(body) + 1)]:
        return []  # numbered by something else than by partner
    return [(line[1].text[:120], place_of(line[1], block.table)) for line in body]
