"""Who and what the report is about: organisation, leader, project, priority and contract, the same in every part."""
import re
from collections import defaultdict
from collections.abc import Iterator

from auditkit.forms import load_form
from auditkit.rule import Check, Confidence, Evidence, Message, Report, Severity, failed, passed, rule
from auditkit.understanding.contacts import find_phones
from auditkit.understanding.fields import Answer, head_end
from auditkit.understanding.grids import Entry, columns, entries
from auditkit.understanding.names_of import Person, alike, people, same_word
from auditkit.wording import fold

GRANTEE = r"грант алушының атауы|грантополучател"
ORGANISATION = r"ұйым\w*(?: толық)? атауы|наименование организац|название организац"
CONTRACT = r"шарт\w* нөмірі|номер\w* (?:и дата )?договор|договор\w*"
PROJECT = r"жоба\w* атауы|^жоба$|(?:наименование|название) (?:социального )?проекта|^проект$"
PRIORITY = r"басым бағыт|приоритетн\w+ направлени"
HEAD = r"басшы|руководител"
CONTACT = r"байланыс|контакт|телефон"
ADDRESS = r"мекен-?\s?жай|адрес"


def _answers(report: Report, field: str) -> list[Answer]:
    return [answer for answer in report.answers if answer.spec.id == field and answer.text]


def _told(answer: Answer, role: str = "field") -> Evidence:
    return Evidence(role, answer.text, answer.text, answer.place)


def _line(text: str, size: int = 170) -> str:
    text = " ".join(text.split())
    return text if len(text) <= size else text[:size - 2] + " …"


def _tables(report: Report) -> list:
    """The tables as understood: those of the file, and those recovered from flattened text."""
    return [block.table for block in report.blocks if block.table is not None]


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
    mentions = [Entry(project.grantee, report.blocks[project.start].place, report.blocks[project.start].passage)
                for project in report.outline.projects if project.grantee]
    for table in _tables(report):
        found = columns(table, {"grantee": GRANTEE, "key": CONTACT})
        if "grantee" not in found:
            found = columns(table, {"key": CONTRACT, "grantee": ORGANISATION})
        if len(found) == 2:
            mentions += [row["grantee"] for row in entries(table, found, "key") if row["grantee"].text]
    if not cards:
        return
    for mention in mentions:
        relations = [(alike(mention.text, card.text), card) for card in cards]
        order = ("same", "short", "typo", "close", "different")
        relation, card = min(relations, key=lambda pair: order.index(pair[0]))
        evidence = [Evidence("mention", mention.text, _line(mention.text), mention.place), _told(card)]
        fields = {"name": mention.text, "field": card.text}
        if relation in ("same", "short"):
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
            if index in (answer.head, answer.block) or block.table is not None or not any(
                    word[:-1] in block.text or word[:-1].upper() in block.text for word in own.full):
                continue
            for person in people(block.passage):
                verdict = _initials(own.full, person) if len(person.full) == 1 else _held(own.full, person.full, block.text[max(0, person.start - 60):person.start])
                evidence = Evidence("mention", person.text, _line(block.text[max(0, person.start - 40):person.end + 20]), person.place)
                if verdict == "same":
                    agreed.append(evidence)
                elif verdict:
                    yield failed([evidence, _told(answer)],
                                 Message("The head of the organisation is «{name}» here and «{field}» in the field", {"name": person.text, "field": answer.text}),
                                 subject=answer.text, severity=Severity.ERROR if verdict == "other" else Severity.WARNING)
        if len(agreed) > 1:
            yield passed(agreed, Message("The head of the organisation is the same everywhere: {name}", {"name": answer.text}), subject=answer.text)


PATRONYMIC = re.compile(r"(?:ұлы|қызы|вич|вна|ична)\w{0,5}$")
LEADS = re.compile(r"басшы|жетекші|директор|төраға|төрайым|президент|руководител|председател")


def _initials(own: tuple[str, ...], person: Person) -> str:
    """How a surname with initials relates to the leader's name: "same", or "" (a relative, or another person)."""
    initials = [word for word in person.words if len(word) == 1]
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
        return "other" if own.index(missing[0]) or LEADS.search(fold(before)) else "slip" if alike(missing[0], extra[0]) != "different" else ""
    if len(words) == 2 and len(extra) == 1 and same_word(own[0], words[0]) and LEADS.search(fold(before[-30:])):
        return "other"
    return ""


QUOTE = r"[«“\"](?P<name>[^«»“”\"]{4,120})[»”\"]"
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
        agreed, strange = [_told(answer)], []
        for index in range(project.start, project.end):
            block = report.blocks[index]
            if block.table is not None or index in (answer.head, answer.block):
                continue
            for pattern in (*GOALS, *NAMED):
                for match in pattern.finditer(block.text):
                    relation = _of_project(match.group("name"), answer.text)
                    evidence = Evidence("mention", f"«{match.group('name')}»", _line(block.text[match.start():match.end() + 60]),
                                        block.passage.place_of(match.start(), match.end()))
                    if relation in ("same", "short", "typo"):
                        agreed.append(evidence)
                    elif pattern in GOALS:
                        strange.append((match.group("name"), evidence))
        more = {"subject": answer.text, "scope": report.scope_label(project.number)}
        for name, evidence in strange:
            elsewhere = [block for block in report.blocks[project.start:project.end]
                         if block.table is None and block.passage.place != evidence.place and fold(name) in fold(block.text)]
            part = [Evidence("part", f"«{name}»", _line(elsewhere[0].text), elsewhere[0].place)] if elsewhere else []
            yield failed([evidence, agreed[0], *part, *agreed[1:4]],
                         Message("The goal is that of the project «{name}», but the project is called {field}", {"name": name, "field": answer.text}),
                         severity=Severity.WARNING if elsewhere else Severity.ERROR, **more)
        if len(agreed) > 1 and not strange:
            yield passed(agreed, Message("The project is called the same everywhere: {field}", {"field": answer.text}), **more)


def _of_project(name: str, field: str) -> str:
    names = [found.group("name") for found in re.finditer(QUOTE, field)] or [field]
    order = ("same", "short", "typo", "close", "different")
    return min((alike(name, own) for own in (*names, field)), key=order.index)


def _card(report: Report, project: int, field: str) -> Answer | None:
    """A field of the card that belongs to a project: the only one, or the one of the same organisation."""
    answers = _answers(report, field)
    if not load_form(report.form or "grantee-final").projects and len(answers) == 1:
        return answers[0] if project == max(p.number for p in report.outline.projects) or len(report.outline.projects) == 1 else None
    grantee = report.project_name(project)
    cards = [card.card for card in _answers(report, "organisation") if grantee and alike(card.text, grantee) in ("same", "short", "typo")]
    return next((answer for answer in answers if answer.card in cards), None)


@rule("IDN004", kind="identity", severity="warning")
def projects_of_tables_are_known(report: Report) -> Iterator[Check]:
    """A project and a priority that a table names are those of a card or a part of the report.

    Wrong:
        **саласындағы оператордың есебі**

        | № | Грант алушының атауы | Жобаның атауы | Ұйымның атауы | Байланыс деректері |
        |---|---|---|---|---|
        | 1 | «Таңғы нұр» қоры | Ақ бұлақ | «Дән» ЖШС | 8 700 000 00 41 |

        4. Грантты іске асыру шеңберінде әлеуметтік жобаның атауы: «Көгілдір аспан»
    Right:
        **саласындағы оператордың есебі**

        | № | Грант алушының атауы | Жобаның атауы | Ұйымның атауы | Байланыс деректері |
        |---|---|---|---|---|
        | 1 | «Таңғы нұр» қоры | Көгілдір аспан | «Дән» ЖШС | 8 700 000 00 41 |

        4. Грантты іске асыру шеңберінде әлеуметтік жобаның атауы: «Көгілдір аспан»
    """
    cards = _answers(report, "project")
    if not cards:
        return
    for table in _tables(report):
        found = columns(table, {"project": PROJECT, "key": f"{CONTACT}|сома|сумма"})
        if len(found) < 2:
            continue
        for row in entries(table, found, "key"):
            if not row["project"].text or re.search(r"барлығы|итого|жиыны|всего", fold(row["project"].text)):
                continue
            name = row["project"].text.strip("«»\"“” ")
            best = min(((_of_project(name, card.text), card) for card in cards),
                       key=lambda pair: ("same", "short", "typo", "close", "different").index(pair[0]))
            evidence = [Evidence("table", name, _line(row["project"].text), row["project"].place), _told(best[1])]
            fields = {"name": name, "field": best[1].text}
            if best[0] in ("different", "close"):
                yield failed(evidence, Message("The table names the project «{name}», which has no field of its own", fields), subject=name)
            else:
                yield passed(evidence, Message("The project of the table is that of a field: {name}", fields), subject=name)


@rule("IDN005", kind="identity", severity="warning")
def priorities_are_known(report: Report) -> Iterator[Check]:
    """The priority of a project is one of those that the tables list.

    Wrong:
        **саласындағы оператордың есебі**

        | № | Басым бағыт | Грант саны | Грант сомасы |
        |---|---|---|---|
        | 1 | Халықтың цифрлық сауатын көтеру | 1 | 4 800 000 |

        **Грант алушы:** «Таңғы нұр» қоры

        **Басым бағыттың атауы:** Ауыл мектептерін жылыту
    Right:
        **саласындағы оператордың есебі**

        | № | Басым бағыт | Грант саны | Грант сомасы |
        |---|---|---|---|
        | 1 | Халықтың цифрлық сауатын көтеру | 1 | 4 800 000 |

        **Грант алушы:** «Таңғы нұр» қоры

        **Басым бағыттың атауы:** Халықтың цифрлық сауатын көтеру
    """
    known: list[Entry] = []
    for table in _tables(report):
        found = columns(table, {"priority": PRIORITY, "key": f"сома|сумма|{CONTRACT}"})
        if len(found) == 2:
            known += [row["priority"] for row in entries(table, found, "key") if len(row["priority"].text) > 10]
    if not known:
        return
    for index, block in enumerate(report.blocks):
        end = head_end(block.text, ("Басым бағыттың атауы", "Наименование приоритетного направления")) if block.table is None else None
        if end is None:
            continue
        name = block.text[end:].split(":", 1)[-1].strip(" *_:.;")
        if len(name) < 10:
            continue
        order = ("same", "short", "typo", "close", "different")
        relation, entry = min(((alike(name, entry.text), entry) for entry in known), key=lambda pair: order.index(pair[0]))
        evidence = [Evidence("mention", name, _line(block.text), block.place),
                    *(Evidence("table", other.text, _line(other.text), other.place) for other in known if alike(other.text, entry.text) == "same")]
        more = {"subject": name, "scope": report.scope_label(report.outline.scopes[index].project)}
        fields = {"name": name, "table": entry.text}
        if relation in ("same", "short"):
            yield passed(evidence, Message("The priority is that of the table: {name}", fields), **more)
        elif relation in ("typo", "close"):
            yield failed(evidence, Message("The priority is spelt «{name}» here and «{table}» in the table", fields), severity=Severity.INFO, **more)
        else:
            yield failed(evidence, Message("The priority «{name}» is none of those that the table lists", fields), **more)


AGREEMENT = re.compile(r"(?:грант\w*[^.№]{0,60}(?:шарт|келісімшарт|договор)\w*|договор\w*[^.№]{0,60}грант\w*)[^.№]{0,40}№\s?(?P<n>\d{1,4})", re.IGNORECASE)
ANNEX = re.compile(r"қосымша|приложени|шартының\s+№\s?\d+\s+қосымша", re.IGNORECASE)
HEADER = re.compile(r"^[«\"]?\s?\d{1,2}\s?[»\"]?\s+[^\W\d_]+[^№]{0,24}№\s?(?P<n>\d{1,4})\s*$")


@rule("IDN006", kind="identity", severity="warning")
def the_contract_has_one_number(report: Report) -> Iterator[Check]:
    """The grant contract has the same number wherever it is named.

    Wrong:
        «7» мамыр 2025 жыл №21

        Жоба грант беру туралы 2025 жылғы 7 мамырдағы №12 шартқа, яғни грант беру шарты №12 бойынша жүрді.
    Right:
        «7» мамыр 2025 жыл №21

        Жоба грант беру шарты №21 бойынша жүрді.
    """
    known: dict[str, Evidence] = {}
    for block in report.blocks[:6]:
        match = HEADER.match(" ".join(block.text.split())) if block.table is None else None
        if match:
            known[match.group("n")] = Evidence("header", f"№{match.group('n')}", _line(block.text), block.place)
    for table in _tables(report):
        found = columns(table, {"contract": CONTRACT})
        if found:
            for row in entries(table, found, "contract"):
                for number in re.findall(r"№\s?(\d{1,4})\b", row["contract"].text):
                    known.setdefault(number, Evidence("table", f"№{number}", row["contract"].text, row["contract"].place))
    if not known:
        return
    for index, block in enumerate(report.blocks):
        if block.table is not None or "№" not in block.text:
            continue
        for match in AGREEMENT.finditer(block.text):
            if ANNEX.search(block.text[match.start():match.end() + 14]):
                continue
            number = match.group("n")
            evidence = Evidence("mention", f"№{number}", _line(match.group()), block.passage.place_of(match.start(), match.end()))
            if number in known:
                yield passed([evidence, known[number]], Message("The contract has one number: №{number}", {"number": number}), subject=f"№{number}")
            else:
                yield failed([evidence, *known.values()], Message("The contract is №{number} here and №{known} elsewhere",
                                                                  {"number": number, "known": ", ".join(known)}), subject=f"№{number}")


@rule("IDN007", kind="identity", severity="warning")
def a_partner_has_one_name(report: Report) -> Iterator[Check]:
    """A partner with one telephone and one head has one name.

    Several organisations at one address are no contradiction.

    Wrong:
        | № | Ұйымның атауы | Басшының ТАӘ | Байланыс деректері | Заңды мекенжайы |
        |---|---|---|---|---|
        | 1 | «Жас толқын» орталығы | Ермек Сәулет | 8 700 000 00 51 | Абай көшесі, 7 |
        | 2 | «Ақ желкен» бірлестігі | Сәулет Ермек Асанұлы | 87000000051 | Абай көшесі, 7 |
    Right:
        | № | Ұйымның атауы | Басшының ТАӘ | Байланыс деректері | Заңды мекенжайы |
        |---|---|---|---|---|
        | 1 | «Жас толқын» орталығы | Ермек Сәулет | 8 700 000 00 51 | Абай көшесі, 7 |
        | 2 | «Ақ желкен» бірлестігі | Қасен Айнұр | 8 700 000 00 52 | Абай көшесі, 7 |
    """
    partners: dict[str, list[dict[str, Entry]]] = defaultdict(list)
    rows = []
    for table in _tables(report):
        found = columns(table, {"grantee": GRANTEE, "contact": CONTACT, "head": HEAD, "address": ADDRESS, "name": f"{ORGANISATION}|серіктес|партн[её]р"})
        if "name" in found and "contact" in found:
            rows += [row for row in entries(table, found, "contact") if row["name"].text]
    for row in rows:
        for phone in find_phones(row["contact"].passage, marked=False):
            partners[phone.digits[-10:]].append(row)
    told = set()
    for digits, same in partners.items():
        for at, second in enumerate(same):
            for first in same[:at]:
                pair = (first["name"].place, second["name"].place)
                if pair in told or first["name"].place == second["name"].place:
                    continue
                told.add(pair)
                yield _partner(first, second)
    if rows and not told:
        yield passed([Evidence("partner", row["name"].text, _line(row["name"].text), row["name"].place) for row in rows],
                     Message("No two partners share a telephone: {count}", {"count": len(rows)}))


def _partner(first: dict[str, Entry], second: dict[str, Entry]) -> Check:
    evidence = [Evidence("partner", row["name"].text, row["name"].text, row["name"].place) for row in (first, second)]
    evidence += [Evidence("contact", row["contact"].text, row["contact"].text, row["contact"].place) for row in (first, second)]
    heads = [row["head"].text for row in (first, second) if "head" in row and row["head"].text]
    fields = {"first": first["name"].text, "second": second["name"].text, "phone": second["contact"].text}
    if alike(first["name"].text, second["name"].text) in ("same", "short", "typo"):
        return passed(evidence, Message("The partner has one name: {first}", fields), subject=fields["first"])
    same_head = len(heads) == 2 and sum(any(same_word(a, b) for b in heads[1].split()) for a in heads[0].split()) >= 2
    template = "One partner under two names, «{first}» and «{second}»: the same head and the same telephone {phone}" if same_head \
        else "Two partners, «{first}» and «{second}», have the same telephone {phone}"
    return failed(evidence, Message(template, fields), subject=fields["second"], confidence=Confidence.HIGH if same_head else Confidence.MEDIUM)
