"""What is left of the form or of another one: blanks, words, gaps in names."""
import re
from collections import defaultdict
from collections.abc import Iterator

from auditkit.forms import load_form
from auditkit.lexicon import pattern
from auditkit.rule import Check, Evidence, Message, Report, failed, passed, rule
from auditkit.understanding.fields import BLANK, own_words
from auditkit.understanding.people import find_people
from auditkit.wording import excerpt, fold, shorten

SIGNATURE = pattern("contexts", "signature")
REPORT = pattern("contexts", "report")

#: A name with initials, in either order; surnames of two letters too, which are too short to be known for names without them.
_INITIALS, _SURNAME = r"[А-ЯЁӘҒҚҢӨҰҮҺІ]\.\s?(?:[А-ЯЁӘҒҚҢӨҰҮҺІ]\.)?", r"[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі-]+"
NAMED = re.compile(rf"{_INITIALS}\s?{_SURNAME}|{_SURNAME}\s{_INITIALS}")
#: What may stand between a line to sign and the name of who signs it.
BETWEEN = re.compile(r"[\s/()_\\]*")
#: What a line to sign and its name are followed by: the end, another signature, a date.  A sentence goes on in small letters.
ENDS = re.compile(r"[\s)/_\\]*(?:$|[;,.\n]|[«\"(]?\d|[«\"(]?[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])")
SIGNING = pattern("contexts", "signing")


def _to_sign(text: str, blank: re.Match, names: list[tuple[int, int]]) -> bool:
    """Whether a blank is a line to sign: beside a person's name, or behind the function of who signs, and in no running sentence."""
    behind = BETWEEN.match(text, blank.end()).end()
    own = next((end for start, end in names if start == behind), None)
    if own is not None:
        return bool(ENDS.match(text, own))
    if not ENDS.match(text, blank.end()):
        return False
    return any(BETWEEN.fullmatch(text, end, blank.start()) for _, end in names) or bool(SIGNING.search(fold(text[max(0, blank.start() - 60):blank.start()])))


def _unfilled(text: str) -> re.Match | None:
    """The first blank of a passage that is no line to sign."""
    blanks = list(BLANK.finditer(text))
    if not blanks:
        return None
    names = [match.span() for match in NAMED.finditer(text)] + [(person.start, person.end) for person in find_people(text, free=True)]
    return next((blank for blank in blanks if not _to_sign(text, blank, names)), None)


@rule("FRM004", kind="format", severity="warning")
def blanks_are_filled(report: Report) -> Iterator[Check]:
    """No blank of the form is left: a line of underscores or dots where words belong.

    Lines for a signature, beside a name or behind the function of who signs, are left alone.

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
            match = _unfilled(passage.text.replace("\\", " "))
            if match is None or index in reported or index < 8 and "№" in passage.text or SIGNATURE.search(fold(passage.text)):
                continue
            scope = report.outline.scopes[index]
            blanks[scope.project, scope.heading].append(Evidence("blank", shorten(passage.text.replace("\\", ""), 80), shorten(passage.text),
                                                                 passage.place_of(match.start(), match.end())))
    for (project, _), evidence in blanks.items():
        yield failed(evidence, Message("A blank is not filled in: {text}", {"text": evidence[0].text}), scope=report.scope_label(project))
    if not blanks and count:
        first, last = report.blocks[0], report.blocks[-1]
        yield passed([Evidence("text", shorten(block.text, 60), shorten(block.text), block.place) for block in (first, last)],
                     Message("No blank is left", {}))


REMNANT_OK = pattern("contexts", "handed_in")


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
    title = next((block for block in report.blocks[:40] if REPORT.search(fold(block.text))), report.blocks[0])
    told = Evidence("title", shorten(title.text, 80), shorten(title.text), title.place)
    found = [Evidence("remnant", remnant, shorten(block.text), block.place) for block in report.blocks if block.table is None
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
        Кездесу № Сарыбұлақ мектебінде өтті.
    Right:
        Кездесу №14 Сарыбұлақ мектебінде өтті.
    """
    for gap, template in ((NO_NUMBER, "No number follows «№»: {text}"), (DOTS, "A name has a gap: {text}")):
        found, seen = [], 0
        for block in report.blocks:
            passages = [block.passage] if block.table is None else [cell.passage for cell in block.table.cells]
            for passage in passages:
                seen += "№" in passage.text
                for match in gap.finditer(passage.text):
                    if gap is NO_NUMBER and (len(passage.text) < 12 or block.table is not None and not match.start()):
                        continue  # the heading of a column
                    value = match.group().strip() if gap is DOTS else "№"
                    found.append(Evidence("gap", value, excerpt(passage.text, *match.span(), 30), passage.place_of(match.start(), match.end())))
        if found:
            yield failed(found, Message(template, {"text": found[0].text}))
        elif seen and gap is NO_NUMBER:
            block = next(block for block in report.blocks if "№" in block.text or block.table is not None)
            yield passed([Evidence("text", "№", shorten(block.text, 60), block.place)], Message("A number follows every «№»", {}))
