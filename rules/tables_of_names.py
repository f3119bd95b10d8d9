"""What tables name: projects, priorities, contracts and partners, against the fields of the report."""
import re
from collections import defaultdict
from collections.abc import Iterator

from auditkit.lexicon import either, pattern
from auditkit.rule import Check, Confidence, Evidence, Message, Report, Severity, failed, passed, rule
from auditkit.understanding.contacts import find_phones
from auditkit.understanding.fields import Answer, head_end
from auditkit.understanding.grids import (ADDRESS, CONTACT, CONTRACT, GRANTEE, HEAD, ORGANISATION, PRIORITY, PROJECT, Entry, columns, entries,
                                          tables)
from auditkit.understanding.names_of import RELATIONS, alike, alike_project, nearest, same_word
from auditkit.wording import fold, shorten


def _answers(report: Report, field: str) -> list[Answer]:
    return [answer for answer in report.answers if answer.spec.id == field and answer.text]


def _told(answer: Answer) -> Evidence:
    return Evidence("field", answer.text, answer.text, answer.place)

SUM, TOTAL = either("columns", "sum"), pattern("columns", "total")

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
    for table in tables(report.blocks):
        found = columns(table, {"project": PROJECT, "key": f"{CONTACT}|{SUM}"})
        if len(found) < 2:
            continue
        for row in entries(table, found, "key"):
            if not row["project"].text or TOTAL.search(fold(row["project"].text)):
                continue
            name = row["project"].text.strip("«»\"“” ")
            best = min(((alike_project(name, card.text), card) for card in cards), key=lambda pair: RELATIONS.index(pair[0]))
            evidence = [Evidence("table", name, shorten(row["project"].text), row["project"].place), _told(best[1])]
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
    for table in tables(report.blocks):
        found = columns(table, {"priority": PRIORITY, "key": f"{SUM}|{CONTRACT}"})
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
        relation, at = nearest(name, [entry.text for entry in known])
        entry = known[at]
        evidence = [Evidence("mention", name, shorten(block.text), block.place),
                    *(Evidence("table", other.text, shorten(other.text), other.place) for other in known if alike(other.text, entry.text) == "same")]
        more = {"subject": name, "scope": report.scope_label(report.outline.scopes[index].project)}
        fields = {"name": name, "table": entry.text}
        if relation in ("same", "short"):
            yield passed(evidence, Message("The priority is that of the table: {name}", fields), **more)
        elif relation in ("typo", "close"):
            yield failed(evidence, Message("The priority is spelt «{name}» here and «{table}» in the table", fields), severity=Severity.INFO, **more)
        else:
            yield failed(evidence, Message("The priority «{name}» is none of those that the table lists", fields), **more)


AGREEMENT = re.compile(r"(?:грант\w*[^.№]{0,60}(?:шарт|келісімшарт|договор)\w*|договор\w*[^.№]{0,60}грант\w*)[^.№]{0,40}"
                       r"№\s?(?P<n>\d{1,4})", re.IGNORECASE)
ANNEX = re.compile(either("contexts", "annex"), re.IGNORECASE)
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
            known[match.group("n")] = Evidence("header", f"№{match.group('n')}", shorten(block.text), block.place)
    for table in tables(report.blocks):
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
            evidence = Evidence("mention", f"№{number}", shorten(match.group()), block.passage.place_of(match.start(), match.end()))
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
    for table in tables(report.blocks):
        found = columns(table, {"grantee": GRANTEE, "contact": CONTACT, "head": HEAD, "address": ADDRESS,
                                "name": f"{ORGANISATION}|{either('contexts', 'partner')}"})
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
        yield passed([Evidence("partner", row["name"].text, shorten(row["name"].text), row["name"].place) for row in rows],
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
