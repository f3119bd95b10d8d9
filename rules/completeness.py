"""What the form asks for and the report must hold: fields, sections, tables, evidence."""
import re
from collections import defaultdict
from collections.abc import Iterator

from auditkit.forms import load_form
from auditkit.rule import Check, Evidence, Message, Report, Severity, failed, passed, rule
from auditkit.understanding.contacts import find_phones
from auditkit.understanding.dates import find_dates
from auditkit.understanding.fields import BLANK, Answer, Section, is_blank, own_words
from auditkit.understanding.tables import column_titles, header_rows, place_of
from auditkit.wording import fold

PLACE_WORD = re.compile(r"қала|облыс|аудан|ауыл|көше|даңғыл|мөлтек|м/а|үй\b|город|област|район|село|улиц|ул\.|просп|дом\b|мкр|микрорайон|\bқ\.|\bг\.|обл\.")


def _line(text: str, size: int = 170) -> str:
    text = " ".join(text.split())
    return text if len(text) <= size else text[:size - 2] + " …"


def _shows(answer: Answer, role: str = "field") -> Evidence:
    return Evidence(role, answer.text or "-", answer.text or _line(answer.passage.text) or "-", answer.place)


def _lacks(answer: Answer) -> list[tuple[str, Severity]]:
    """What an answer lacks of what its field asks for, with how grave that is."""
    text, lacks = answer.text, []
    if is_blank(text):
        return [("everything", Severity.WARNING)]
    folded, needs = fold(text), answer.spec.needs
    phones = find_phones(answer.passage, marked=False)
    if "phone" in needs and not phones:
        lacks.append(("phone", Severity.WARNING))
    rest = folded
    if "address" in needs and not PLACE_WORD.search(rest) and len(re.findall(r"[^\W\d_]{3,}", rest)) < 2:
        lacks.append(("address", Severity.INFO))
    if "person" in needs and len(re.findall(r"[^\W\d_]+", text)) < 2:
        lacks.append(("full name", Severity.INFO))
    dates = find_dates(folded) if {"period", "years"} & set(needs) else []
    if "period" in needs and not any(date.first[1] or date.first[0] for date in dates):
        lacks.append(("period", Severity.WARNING))
    elif "years" in needs and not any(date.first[0] for date in dates) and not re.search(r"(?:19|20)\d\d", text):
        lacks.append(("year", Severity.INFO))
    if "money" in needs and not re.search(r"\d", text):
        lacks.append(("sum", Severity.WARNING))
    return lacks


MISSING = {"everything": "The field is not filled in", "phone": "The field asks for a telephone, and none is given",
           "address": "The field asks for an address, and none is given", "full name": "The field asks for a full name, and only a word is given",
           "period": "The field asks for a period, and no date is given", "year": "The field asks for year and month, and no year is given",
           "sum": "The field asks for a sum, and no number is given"}


@rule("FRM001", kind="format", severity="warning")
def fields_are_filled(report: Report) -> Iterator[Check]:
    """Every field of the form holds what it asks for: address and telephone, years of the period, the sum.

    Wrong:
        **Қорытынды есеп**

        3. Заңды мекен-жайы, байланыс телефоны: Семей қаласы, Абай көшесі, 12
    Right:
        **Қорытынды есеп**

        3. Заңды мекен-жайы, байланыс телефоны: Семей қаласы, Абай көшесі, 12, 8 700 000 00 61
    """
    answers = report.answers
    for answer in answers:
        lacks = _lacks(answer)
        others = [_shows(other, "other field") for other in answers if other.spec.id == answer.spec.id and other is not answer and not _lacks(other)]
        for what, severity in lacks:
            yield failed([_shows(answer), *others], Message(MISSING[what], {}), severity=severity, subject=f"{answer.spec.id}: {what}")
        if not lacks:
            yield passed([_shows(answer)], Message("The field is filled in", {}), subject=answer.spec.id)
    if report.form:
        yield from _missing_fields(report)


def _missing_fields(report: Report) -> Iterator[Check]:
    """Fields that a card lacks altogether; a report that has none of them is written in another way."""
    form = load_form(report.form)
    cards: dict[int, list[Answer]] = defaultdict(list)
    for answer in report.answers:
        cards[answer.card].append(answer)
    for answers in cards.values():
        held = {answer.spec.id for answer in answers}
        missing = [spec for spec in form.fields if spec.id not in held]
        if len(held) > len(form.fields) / 2:
            for spec in missing:
                yield failed([_shows(answers[-1], "field before"), _shows(answers[0], "field before")],
                             Message("The form's field «{field}» is missing", {"field": spec.heads[0]}), subject=spec.id)


CONTRACT = re.compile(r"^\W{0,3}(?:\d{1,2}|_+)\s?[»\"”]?\s*(?P<month>[^\W\d_]{3,10}|_+)\s*(?P<year>(?:19|20)\d\d|20\s?_+|_+)?\s*(?:жыл\w*|ж\.|год\w*|г\.)?"
                      r"\s*№\s?(?P<number>\d+|_+)?", re.IGNORECASE)


@rule("FRM002", kind="format", severity="warning")
def the_contract_is_dated(report: Report) -> Iterator[Check]:
    """The line of the contract above the report says day, month, year and number.

    Wrong:
        «9» мамыр жыл №14
    Right:
        «9» мамыр 2025 жыл №14
    """
    for block in report.blocks[:8]:
        text = " ".join(block.text.replace("\\_", "_").split())
        match = CONTRACT.match(text) if block.table is None and len(text) < 80 else None
        if match is None or not (find_dates(fold(text)) or "_" in text):
            continue
        year, number = match.group("year") or "", match.group("number") or ""
        evidence = [Evidence("contract", f"№{number}", text, block.place)]
        if not re.fullmatch(r"(?:19|20)\d\d", year):
            yield failed(evidence, Message("The date of the contract has no year: {text}", {"text": text}), subject="year")
        elif not number.isdigit():
            yield failed(evidence, Message("The contract has no number: {text}", {"text": text}), subject="number")
        else:
            yield passed(evidence, Message("The contract has a date and a number: {text}", {"text": text}))
        return


LETTER = re.compile(r"№\s?\d|\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d|\d{1,2}\s+[^\W\d_]+\s+20\d\d|20\d\d\s*(?:ж|г)")


@rule("FRM003", kind="format", severity="warning")
def sections_are_written(report: Report) -> Iterator[Check]:
    """Every section of the form is there and holds more than the form's own words.

    A section that must be there, one that is a blank line, one that only repeats the form's instructions (the success story), a list
    with a heading and no row.

    Wrong:
        # Іске асыру қорытындылары бойынша қорытынды есеп
        ## 6. Әлеуметтік жобаны іске асыруға қолдау көрсеткен серіктестердің үлесін талдау: оларды тарту қаншалықты қажет болды? ______
    Right:
        # Іске асыру қорытындылары бойынша қорытынды есеп
        ## 6. Әлеуметтік жобаны іске асыруға қолдау көрсеткен серіктестердің үлесін талдау: оларды тарту қаншалықты қажет болды?

        Серіктестер үй-жай мен құрал-жабдық берді.
    """
    found: dict[tuple[int, str], list[Section]] = defaultdict(list)
    for section in report.sections:
        found[section.project, section.spec.id].append(section)
    empty = {key: sections for key, sections in found.items() if not any(own_words(section) for section in sections)}
    grouped: list[list[Section]] = []
    for sections in empty.values():
        if grouped and sections[0].head - _last(grouped[-1][-1]) <= 1:
            grouped[-1] += sections
        else:
            grouped.append(list(sections))
    for sections in grouped:
        yield failed([_heading(report, section) for section in sections] + [_piece(piece) for section in sections for _, piece in section.pieces[:3]],
                     Message("The section is not written: {section}", {"section": _line(report.blocks[sections[0].head].text, 110)}),
                     subject=sections[0].spec.id)
    for key, sections in found.items():
        if key not in empty:
            yield passed([_heading(report, sections[0])], Message("The section is written", {}), subject=key[1])
            yield from _expected(report, sections)
    yield from _missing_sections(report, {id for _, id in found})


def _last(section: Section) -> int:
    return max((index for index, _ in section.pieces), default=section.head)


def _heading(report: Report, section: Section) -> Evidence:
    block = report.blocks[section.head]
    return Evidence("section", _line(block.text, 60), _line(block.text), block.place)


def _piece(passage) -> Evidence:
    """A piece of a section's text; a blank in it is what is shown."""
    blank = BLANK.search(passage.text.replace("\\", "_"))
    if blank is not None:
        return Evidence("blank", "_____", _line(passage.text), passage.place_of(blank.start(), blank.end()))
    return Evidence("text", _line(passage.text, 60), _line(passage.text), passage.place)


def _expected(report: Report, sections: list[Section]) -> Iterator[Check]:
    """A section that must name letters and names none."""
    pieces = [piece for section in sections for piece in section.pieces]
    if "letter" in sections[0].spec.expects and len(pieces) > 3 and not any(LETTER.search(piece.text) for _, piece in pieces):
        yield failed([_heading(report, sections[0]), *(_piece(piece) for _, piece in pieces[:4])],
                     Message("The number and the date of the letter are given in no row", {}), subject="letter")


def _missing_sections(report: Report, ids: set[str]) -> Iterator[Check]:
    if not report.form:
        return
    required = [spec for spec in load_form(report.form).sections if spec.required]
    missing = [spec for spec in required if spec.id not in ids]
    if missing and len(ids) >= 4 and len(missing) <= len(required) / 2:
        last = report.blocks[-1]
        yield failed([Evidence("section", spec.heads[0], spec.heads[0], last.place) for spec in missing],
                     Message("Sections of the form are missing: {sections}", {"sections": "; ".join(spec.heads[0] for spec in missing)}), subject="missing")


SIGNATURE = re.compile(r"қол(?:ы|таңба)|подпись|м\.\s?о\.|м\.\s?п\.|мөр|\(тегі|\(фио|күні|дата|бухгалтер|басшы|руководител")


@rule("FRM004", kind="format", severity="warning")
def blanks_are_filled(report: Report) -> Iterator[Check]:
    """No blank of the form is left: a line of underscores or dots where words belong.

    Lines for a signature are left alone.

    Wrong:
        Қор жанындағы _______________
    Right:
        Қор жанындағы еріктілер тобы жұмысын жалғастырады.

        Жобаның тұрақтылығы: клуб жұмысын жалғастырады.
    """
    reported = {index for section in report.sections if not own_words(section) for index, _ in section.pieces} | \
        {section.head for section in report.sections if not own_words(section)}
    blanks: dict[tuple, list[Evidence]] = defaultdict(list)
    count = 0
    for index, block in enumerate(report.blocks):
        passages = [block.passage] if block.table is None else [cell.passage for cell in block.table.cells]
        for passage in passages:
            count += 1
            match = BLANK.search(passage.text.replace("\\", " "))
            if match is None or index in reported or index < 8 and CONTRACT.match(passage.text) or SIGNATURE.search(fold(passage.text)):
                continue
            scope = report.outline.scopes[index]
            blanks[scope.project, scope.heading].append(Evidence("blank", _line(passage.text.replace("\\", ""), 80), _line(passage.text),
                                                                 passage.place_of(match.start(), match.end())))
    for (project, _), evidence in blanks.items():
        yield failed(evidence, Message("A blank is not filled in: {text}", {"text": evidence[0].text}), scope=report.scope_label(project))
    if not blanks and count:
        first, last = report.blocks[0], report.blocks[-1]
        yield passed([Evidence("text", _line(block.text, 60), _line(block.text), block.place) for block in (first, last)],
                     Message("No blank is left", {}))


@rule("FRM005", kind="format", severity="info")
def columns_are_filled(report: Report) -> Iterator[Check]:
    """The columns of the form's tables are filled: none is empty all the way down, those that every row needs are filled in every row,
    and a table with a heading has rows.

    Wrong:
        # Іске асыру қорытындылары бойынша қорытынды есеп

        | № | Ұйым атауы | Жобадағы орны | Байланыс деректері |
        |---|---|---|---|
        | 1 | Орталық кітапхана | Зал берді | |
        | 2 | Мәдениет үйі | Аппаратура | |
    Right:
        # Іске асыру қорытындылары бойынша қорытынды есеп

        | № | Ұйым атауы | Жобадағы орны | Байланыс деректері |
        |---|---|---|---|
        | 1 | Орталық кітапхана | Зал берді | 8 700 000 00 71 |
        | 2 | Мәдениет үйі | Аппаратура | 8 700 000 00 72 |
    """
    if not report.form:
        return
    form = load_form(report.form)
    for index, block in enumerate(report.blocks):
        if block.table is None:
            continue
        rows = header_rows(block.table) or 1
        titles = [fold(title) for title in column_titles(block.table, rows)]
        for spec in form.tables:
            if all(_column(titles, words) is not None for words in spec.columns):
                yield from _filled(report, index, spec, titles, rows)
                break


def _column(titles: list[str], words: tuple[str, ...]) -> int | None:
    return next((at for at, title in enumerate(titles) if any(word in title for word in words)), None)


def _filled(report: Report, index: int, spec, titles: list[str], rows: int) -> Iterator[Check]:
    table = report.blocks[index].table
    grid = table.grid()
    scope = report.scope_label(report.outline.scopes[index].project)
    heads = [cell for cell in grid[0] if cell is not None]
    if table.height <= rows:
        yield failed([Evidence("heading", _line(heads[0].text, 60), _line(" | ".join(cell.text for cell in heads)), place_of(heads[0], table))],
                     Message("The table has a heading and no row", {}), severity=Severity.WARNING, scope=scope)
        return
    for words in spec.used:
        column = _column(titles, words)
        if column is not None:
            cells = [grid[row][column] for row in range(rows, table.height)]
            evidence = [Evidence("column", _line(grid[0][column].text, 60), _line(grid[0][column].text), place_of(grid[0][column], table))]
            if all(cell is None or is_blank(cell.text) for cell in cells):
                yield failed(evidence, Message("The column «{column}» is empty in every row", {"column": _line(grid[0][column].text, 80)}),
                             severity=Severity.WARNING, scope=scope)
            else:
                yield passed(evidence, Message("The column is filled", {}), scope=scope)
    for words in spec.filled:
        column = _column(titles, words)
        if column is not None:
            yield from _blanks(table, grid, rows, column, scope)


#: A table recovered from flattened text may have lost a dash: a few blank cells say nothing.
RECONSTRUCTED = 3


def _blanks(table, grid, rows: int, column: int, scope: str) -> Iterator[Check]:
    """The rows of a table in which a column that each of them needs is blank; a dash is an answer."""
    own = [row for row in range(rows, table.height)
           if sum(cell is not None and cell.row == row and bool(cell.text.strip()) for cell in grid[row]) >= max(3, table.width // 2)]
    blank = [row for row in own if grid[row][column] is None or not grid[row][column].text.strip()]
    head = grid[0][column]
    evidence = [Evidence("column", _line(head.text, 60), _line(head.text), place_of(head, table))]
    if table.reconstructed and len(blank) < RECONSTRUCTED:
        return
    if 0 < len(blank) < len(own):
        for row in blank:
            cells = [cell for cell in grid[row] if cell is not None and cell.row == row and cell.text.strip()]
            told = min(cells, key=lambda cell: (cell.column < column, abs(cell.column - column)))  # what stands beside the gap
            evidence.append(Evidence("row", _line(told.text, 60), _line(told.text), place_of(told, table)))
        yield failed(evidence, Message("The column «{column}» is blank in {blank} of {rows} rows",
                                       {"column": _line(head.text, 80), "blank": len(blank), "rows": len(own)}), scope=scope)
    elif own and not blank:
        yield passed(evidence, Message("The column is filled in every row", {}), scope=scope)


REMNANT_OK = re.compile(r"ұсынылған|тапсырылған|представлен|сдан")


@rule("FRM006", kind="format", severity="info")
def nothing_is_left_of_another_form(report: Report) -> Iterator[Check]:
    """No words of another form are left over: an «interim report» in a final one.

    Wrong:
        # Іске асыру қорытындылары бойынша қорытынды есеп
        ## 4. Статистикалық ақпарат (аралық бағдарламалық есепті ұсыну сәтінде):
    Right:
        # Іске асыру қорытындылары бойынша қорытынды есеп
        ## 4. Статистикалық ақпарат (есепті ұсыну сәтінде):
    """
    if not report.form or not (remnants := load_form(report.form).remnants):
        return
    title = next((block for block in report.blocks[:40] if re.search(r"есеп|отч[её]т", fold(block.text))), report.blocks[0])
    told = Evidence("title", _line(title.text, 80), _line(title.text), title.place)
    found = [Evidence("remnant", remnant, _line(block.text), block.place) for block in report.blocks if block.table is None
             for remnant in remnants if remnant in fold(block.text) and not REMNANT_OK.search(fold(block.text)) and len(block.text) < 400]
    if found:
        yield failed([found[0], told, *found[1:]], Message("Words of another form are left: «{words}»", {"words": found[0].value}))
    else:
        yield passed([told], Message("No words of another form are left", {}))


NO_NUMBER = re.compile(r"(?<!\w)№(?:\s?\\?_+|\s+(?=[^\W\d_]{3,}))(?!\s*(?:р/с|п/п))")
DOTS = re.compile(r"[«\"][^«»\"]*(?:(?<=[\s-])(?:…|\.\.\.)|(?:…|\.\.\.)(?=[\s]\w))[^«»\"]*[»\"]")


@rule("FRM007", kind="format", severity="info")
def names_are_complete(report: Report) -> Iterator[Check]:
    """A number follows every «№», and no name in quotation marks has a gap («…»).

    Wrong:
        Кездесу № Тұран мектебінде өтті.
    Right:
        Кездесу №14 Тұран мектебінде өтті.
    """
    for pattern, template in ((NO_NUMBER, "No number follows «№»: {text}"), (DOTS, "A name has a gap: {text}")):
        found, seen = [], 0
        for block in report.blocks:
            passages = [block.passage] if block.table is None else [cell.passage for cell in block.table.cells]
            for passage in passages:
                seen += "№" in passage.text
                for match in pattern.finditer(passage.text):
                    if pattern is NO_NUMBER and (len(passage.text) < 12 or block.table is not None and not match.start()):
                        continue  # the heading of a column
                    around = passage.text[max(0, match.start() - 30):match.end() + 30]
                    value = match.group().strip() if pattern is DOTS else "№"
                    found.append(Evidence("gap", value, _line(around), passage.place_of(match.start(), match.end())))
        if found:
            yield failed(found, Message(template, {"text": found[0].text}))
        elif seen and pattern is NO_NUMBER:
            block = next(block for block in report.blocks if "№" in block.text or block.table is not None)
            yield passed([Evidence("text", "№", _line(block.text, 60), block.place)], Message("A number follows every «№»", {}))
