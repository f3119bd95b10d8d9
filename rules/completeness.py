"""What the form asks for and the report must hold: fields, sections, tables, evidence."""
import re
from collections import defaultdict
from collections.abc import Iterator

from auditkit.forms import load_form, shown_name
from auditkit.lexicon import load, pattern
from auditkit.rule import Check, Confidence, Evidence, Message, Report, Severity, failed, passed, rule
from auditkit.understanding.contacts import find_phones
from auditkit.understanding.dates import find_dates
from auditkit.understanding.fields import BLANK, Answer, Section, is_blank, own_words
from auditkit.understanding.tables import column_titles, header_rows, place_of
from auditkit.wording import fold, shorten

PLACE_WORD = pattern("contexts", "place_word")


def _shows(answer: Answer, role: str = "field") -> Evidence:
    return Evidence(role, answer.text or "-", answer.text or shorten(answer.passage.text) or "-", answer.place)


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
                             Message("The form's field «{field}» is missing", {"field": shown_name(spec, report.languages[0])}), subject=spec.id,
                             severity=Severity.INFO, confidence=Confidence.MEDIUM)


CONTRACT = re.compile(r"^\W{0,3}(?:\d{1,2}|_+)\s?[»\"”]?\s*(?P<month>[^\W\d_]{3,10}|_+)\s*"
                      r"(?P<year>(?:19|20)\d\d|20\s?_+|_+)?\s*(?:жыл\w*|ж\.|год\w*|г\.)?\s*№\s?(?P<number>\d+|_+)?", re.IGNORECASE)


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
                     Message("The section is not written: {section}", {"section": shorten(report.blocks[sections[0].head].text, 110)}),
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
    return Evidence("section", shorten(block.text, 60), shorten(block.text), block.place)


def _piece(passage) -> Evidence:
    """A piece of a section's text; a blank in it is what is shown."""
    blank = BLANK.search(passage.text.replace("\\", "_"))
    if blank is not None:
        return Evidence("blank", "_____", shorten(passage.text), passage.place_of(blank.start(), blank.end()))
    return Evidence("text", shorten(passage.text, 60), shorten(passage.text), passage.place)


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
        last, names = report.blocks[-1], [shown_name(spec, report.languages[0]) for spec in missing]
        yield failed([Evidence("section", name, name, last.place) for name in names],
                     Message("Sections of the form are missing: {sections}", {"sections": "; ".join(f"«{name}»" for name in names)}),
                     subject="missing", severity=Severity.INFO, confidence=Confidence.MEDIUM)


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
        yield failed([Evidence("heading", shorten(heads[0].text, 60), shorten(" | ".join(cell.text for cell in heads)), place_of(heads[0], table))],
                     Message("The table has a heading and no row", {}), severity=Severity.WARNING, scope=scope)
        return
    for words in spec.used:
        column = _column(titles, words)
        if column is not None:
            cells = [grid[row][column] for row in range(rows, table.height)]
            evidence = [Evidence("column", shorten(grid[0][column].text, 60), shorten(grid[0][column].text), place_of(grid[0][column], table))]
            if all(cell is None or is_blank(cell.text) for cell in cells):
                yield failed(evidence, Message("The column «{column}» is empty in every row", {"column": shorten(grid[0][column].text, 80)}),
                             severity=Severity.WARNING, scope=scope)
            else:
                yield passed(evidence, Message("The column is filled", {}), scope=scope)
    for words in spec.filled:
        column = _column(titles, words)
        if column is not None:
            yield from _blanks(table, grid, rows, column, scope)


#: A table recovered from flattened text may have lost a dash: a few blank cells say nothing.
RECONSTRUCTED = 3


#: The column of what a row is about; a row that leaves it blank goes on with the activity above, with one more indicator of it.
ACTIVITY = tuple(load("columns")["activity"]["kk"] + load("columns")["activity"]["ru"])


def _goes_on(grid, row: int, column: int) -> bool:
    """Whether a row goes on with the activity of the row above: its cell is blank, or says the same again."""
    text, above = (grid[at][column].text.split() if grid[at][column] is not None else [] for at in (row, row - 1))
    return not text or text == above


def _swallowed(cell) -> bool:
    """Whether a title holds a month: it has taken in the line of a page on which the date and the place stood beside it."""
    return cell is not None and any(date.first[1] for date in find_dates(fold(cell.text)))


def _blanks(table, grid, rows: int, column: int, scope: str) -> Iterator[Check]:
    """The rows of a table in which a column that each of them needs is blank; a dash is an answer."""
    first = _column([fold(title) for title in column_titles(table, rows)], ACTIVITY)
    own = [row for row in range(rows, table.height)
           if sum(cell is not None and cell.row == row and bool(cell.text.strip()) for cell in grid[row]) >= max(3, table.width // 2)
           and not (first is not None and first != column and row > rows and _goes_on(grid, row, first))]
    blank = [row for row in own if (grid[row][column] is None or not grid[row][column].text.strip())
             and not (table.reconstructed and first is not None and _swallowed(grid[row][first]))]
    head = grid[0][column]
    evidence = [Evidence("column", shorten(head.text, 60), shorten(head.text), place_of(head, table))]
    if table.reconstructed and len(blank) < RECONSTRUCTED:
        return
    if 0 < len(blank) < len(own):
        for row in blank:
            cells = [cell for cell in grid[row] if cell is not None and cell.row == row and cell.text.strip()]
            told = min(cells, key=lambda cell: (cell.column < column, abs(cell.column - column)))  # what stands beside the gap
            name = grid[row][first] if first is not None and grid[row][first] is not None and grid[row][first].text.strip() else told
            evidence.append(Evidence("row", shorten(name.text, 60), shorten(told.text), place_of(told, table)))
        yield failed(evidence, Message("The column «{column}» is blank in {blank} of {rows} rows",
                                       {"column": shorten(head.text, 80), "blank": len(blank), "rows": len(own)}), scope=scope)
    elif own and not blank:
        yield passed(evidence, Message("The column is filled in every row", {}), scope=scope)
