"""Who and what the report is about: organisation, leader, project, priority and contract, the same in every part."""
import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from auditkit.forms import load_form
from auditkit.rule import Check, Evidence, Message, Report, Severity, failed, passed, rule
from auditkit.understanding.fields import Answer
from auditkit.understanding.grids import CONTACT, CONTRACT, GRANTEE, ORGANISATION, Entry, columns, entries, tables
from auditkit.understanding.names_of import QUOTE, Person, alike, alike_project, nearest, other_form, people, same_word
from auditkit.wording import excerpt, fold, shorten


def _answers(report: Report, field: str) -> list[Answer]:
    return [answer for answer in report.answers if answer.spec.id == field and answer.text]


def _told(answer: Answer, role: str = "field") -> Evidence:
    return Evidence(role, answer.text, answer.text, answer.place)


@rule("IDN001", kind="identity", severity="warning")
def the_organisation_has_one_name(report: Report) -> Iterator[Check]:
    """The grantee's name is the same in its field, in the tables and at the head of its project.

    Abbreviations of legal forms, quotation marks and look-alike letters make no difference; a slip of the pen is a formality.

    Wrong:
        **Қорытынды есеп**

        1. Үкіметтік емес ұйымның толық атауы: «Таңғы нұр» қоғамдық қоры

        **Грант алушы:** «Кешкі жарық» қоғамдық қоры
    Right:
        **Қорытынды есеп**

        1. Үкіметтік емес ұйымның толық атауы: «Таңғы нұр» қоғамдық қоры

        **Грант алушы:** «Таңғы нұр» ҚҚ
    """
    cards = _answers(report, "organisation")
    mentions = [Entry(project.grantee, report.blocks[project.head].place, report.blocks[project.head].passage)
                for project in report.outline.projects if project.grantee]
    for table in tables(report.blocks):
        found = columns(table, {"grantee": GRANTEE, "key": CONTACT})
        if "grantee" not in found:
            found = columns(table, {"key": CONTRACT, "grantee": ORGANISATION})
        if len(found) == 2:
            mentions += [row["grantee"] for row in entries(table, found, "key") if row["grantee"].text]
    if not cards:
        return
    for mention in mentions:
        relation, at = nearest(mention.text, [card.text for card in cards])
        card = cards[at]
        evidence = [Evidence("mention", mention.text, shorten(mention.text), mention.place), _told(card)]
        fields = {"name": mention.text, "field": card.text}
        if relation == "same" and other_form(mention.text, card.text):
            yield failed(evidence, Message("The organisation has another legal form here («{name}») than in its field («{field}»)", fields), subject=card.text)
        elif relation in ("same", "short"):
            yield passed(evidence, Message("The organisation is named as in its field: {field}", fields), subject=card.text)
        elif relation in ("typo", "close"):
            yield failed(evidence, Message("The organisation is spelt «{name}» here and «{field}» in its field", fields), subject=card.text,
                         severity=Severity.INFO)
        else:
            yield failed(evidence, Message("«{name}» is not the organisation of any field; the field says «{field}»", fields), subject=mention.text)


@rule("IDN002", kind="identity", severity="error")
def the_leader_has_one_name(report: Report) -> Iterator[Check]:
    """The head of the organisation has the same name, given name and patronymic everywhere.

    Initials, a missing patronymic, case endings and another order make no difference.

    Wrong:
        **Заключительный отчет**

        2. Фамилия, имя, отчество (при наличии) руководителя НПО: Соколова Елена Петровна

        Руководитель организации: Соколова Елизавета Петровна
    Right:
        **Заключительный отчет**

        2. Фамилия, имя, отчество (при наличии) руководителя НПО: Соколова Елена Петровна

        Руководитель организации: Соколова Е.П.
    """
    for answer in _answers(report, "leader"):
        own = next(iter(people(answer.passage)), None)
        if own is None or len(own.full) < 2:
            continue
        agreed = [_told(answer)]
        for index, block in enumerate(report.blocks):
            if index in (answer.head, answer.block) or block.table is not None or not (any(
                    word[:-1] in block.text or word[:-1].upper() in block.text for word in own.full) or len(block.text) < SIGNATURE):
                continue
            for person in people(block.passage):
                before = block.text[max(0, person.start - 60):person.start]
                verdict = _initials(own.full, person, before) if len(person.full) == 1 else _held(own.full, person.full, before)
                evidence = Evidence("mention", person.text, excerpt(block.text, person.start, person.end, 40, 20), person.place)
                if verdict == "same":
                    agreed.append(evidence)
                elif verdict:
                    yield failed([evidence, _told(answer)],
                                 Message("The head of the organisation is «{name}» here and «{field}» in the form's field for the head's name",
                                         {"name": person.text, "field": answer.text}),
                                 subject=answer.text, severity=Severity.ERROR if verdict == "other" else Severity.WARNING)
        if len(agreed) > 1:
            yield passed(agreed, Message("The head of the organisation is the same everywhere: {name}", {"name": answer.text}), subject=answer.text)


#: A block shorter than this may be a signature, whose surname need not be the leader's.
SIGNATURE = 120
#: Two given names that are so alike are one name miswritten; others may be those of relatives.
SLIP = 60
PATRONYMIC = re.compile(r"(?:ұлы|қызы|[ое]вич|[ое]вна|ична|ич)\w{0,5}$")
#: Who leads the organisation itself, and not a school or a college that is named.
LEADS = re.compile(r"(?:ұйым|бірлестік|бірлестіг|қор|орталық|орталығ|жоба|клуб)\w*\s+(?:басшы|жетекші|директор|төраға|төрайым|президент)\w*\W*$"
                   r"|^\W*(?:ұйым\s+)?(?:басшы|директор|төраға|төрайым|президент|руководитель|председатель)\w*\W*$"
                   r"|(?:руководител|директор|председател|президент)\w*\s+(?:организации|нпо|фонда|объединения|проекта|клуба|ассоциации)\W*$")


def _initials(own: tuple[str, ...], person: Person, before: str) -> str:
    """How a surname with initials relates to the leader's name: "same"; "other" where it is the head's and fits but for a like
    surname; or "" (a relative, or another person)."""
    initials = [word for word in person.words if len(word) == 1]
    if LEADS.search(fold(before)) and not any(same_word(part, person.full[0]) for part in own):
        fits = len(initials) == len(own) - 1 and all(part[0] == letter for part, letter in zip(own[1:], initials))
        return "other" if fits and fuzz.ratio(fold(own[0]), fold(person.full[0])) >= SLIP else ""
    rest = [part for part in own if not same_word(part, person.full[0])]
    fits = len(rest) == len(own) - 1 and len(initials) <= len(rest) and all(part[0] == letter for part, letter in zip(rest, initials))
    return "same" if fits else ""


def _held(own: tuple[str, ...], words: tuple[str, ...], before: str) -> str:
    """How a name relates to the leader's: "same", "other" (one part of three differs), "slip", or "" (another person)."""
    missing = [part for part in own if not any(same_word(part, word) for word in words)]
    extra = [word for word in words if not any(same_word(part, word) for part in own)]
    if len(words) < 2 or len(missing) == len(own):
        return ""
    if not extra and len(own) - len(missing) >= 2:
        return "same"
    if len(own) == 3 and len(words) == 3 and len(missing) == 1 and len(extra) == 1:
        if bool(PATRONYMIC.search(fold(missing[0]))) != bool(PATRONYMIC.search(fold(extra[0]))):
            return "same"  # a word with a capital before the name, at the beginning of a sentence
        if LEADS.search(fold(before)):
            return "other"
        roots = [PATRONYMIC.sub("", fold(word)) for word in (missing[0], extra[0])]
        related = fuzz.ratio(*roots) >= SLIP
        return "slip" if related and own.index(missing[0]) else ""
    if len(words) == 2 and len(extra) == 1 and same_word(own[0], words[0]) and LEADS.search(fold(before)):
        return "other"
    return ""


GOALS = [re.compile(QUOTE + r"[\s,]*(?:\w+\s+){0,2}?жоба(?:сы)?(?:ның)?\s+(?:\w+\s+){0,2}?мақсат", re.IGNORECASE),
         re.compile(r"цел[ьи]ю?\s+(?:\w+\s+){0,2}?проекта\s+" + QUOTE, re.IGNORECASE),
         re.compile(r"проект\w*\s+" + QUOTE + r"[^.]{0,40}(?:направлен|имеет целью|ставил целью|ставит целью)", re.IGNORECASE)]
NAMED = [re.compile(QUOTE + r"[\s,]*(?:әлеуметтік\s+)?жоба(?:сы)?\s*(?:аясында|шеңберінде|бойынша|,|$)", re.IGNORECASE),
         re.compile(r"в рамках (?:\w+\s+)?проекта\s+" + QUOTE, re.IGNORECASE)]


@rule("IDN003", kind="identity", severity="error")
def the_goal_is_that_of_the_project(report: Report) -> Iterator[Check]:
    """The section on the goal names the project that the field names.

    A warning where the name is that of a part of the project, an error where it occurs nowhere else.

    Wrong:
        **Қорытынды есеп**

        4. Грантты іске асыру шеңберіндегі әлеуметтік жобаның атауы (бағыт): «Көгілдір аспан»

        «Жасыл желек» жобасының мақсаты – ауылды көгалдандыру.
    Right:
        **Қорытынды есеп**

        4. Грантты іске асыру шеңберіндегі әлеуметтік жобаның атауы (бағыт): «Көгілдір аспан»

        «Көгілдір аспан» жобасының мақсаты – ауылды көгалдандыру.
    """
    for project in report.outline.projects:
        answer = _card(report, project.number, "project")
        if answer is None:
            continue
        agreed, strange, told = [_told(answer)], [], set()
        for index in range(project.start, project.end):
            block = report.blocks[index]
            if block.table is not None or index in (answer.head, answer.block):
                continue
            for pattern in (*GOALS, *NAMED):
                for match in pattern.finditer(block.text):
                    relation = alike_project(match.group("name"), answer.text)
                    evidence = Evidence("mention", f"«{match.group('name')}»", shorten(block.text[match.start():match.end() + 60]),
                                        block.passage.place_of(match.start(), match.end()))
                    if relation in ("same", "short", "typo"):
                        agreed.append(evidence)
                        told.add(index)
                    elif pattern in GOALS and report.outline.scopes[index].activity is None and index not in told:
                        # a paragraph that has told the own goal may go on with that of a partner
                        strange.append((match.group("name"), evidence))
        more = {"subject": answer.text, "scope": report.scope_label(project.number)}
        for name, evidence in strange:
            elsewhere = [block for block in report.blocks[project.start:project.end]
                         if block.table is None and block.passage.place != evidence.place and fold(name) in fold(block.text)]
            part = [Evidence("part", f"«{name}»", shorten(elsewhere[0].text), elsewhere[0].place)] if elsewhere else []
            yield failed([evidence, agreed[0], *part, *agreed[1:4]],
                         Message("The goal is that of the project «{name}», but the project is called {field}", {"name": name, "field": answer.text}),
                         severity=Severity.WARNING if elsewhere or not re.search(QUOTE, answer.text) else Severity.ERROR, **more)
        if len(agreed) > 1 and not strange:
            yield passed(agreed, Message("The project is called the same everywhere: {field}", {"field": answer.text}), **more)


def _card(report: Report, project: int, field: str) -> Answer | None:
    """A field of the card that belongs to a project: the only one, or the one of the same organisation."""
    answers = _answers(report, field)
    if not load_form(report.form or "grantee-final").projects and len(answers) == 1:
        return answers[0] if project == max(p.number for p in report.outline.projects) or len(report.outline.projects) == 1 else None
    grantee = report.project_name(project)
    cards = [card.card for card in _answers(report, "organisation") if grantee and alike(card.text, grantee) in ("same", "short", "typo")]
    return next((answer for answer in answers if answer.card in cards), None)
