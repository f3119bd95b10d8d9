"""Telephones, addresses and links as written: whether they can be right at all."""
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from rapidfuzz.distance import Hamming, OSA

from auditkit.model import Passage
from auditkit.rule import Check, Confidence, Evidence, Message, Report, Severity, failed, passed, rule
from auditkit.understanding.contacts import Phone, find_emails, find_phones, find_registered
from auditkit.understanding.grids import CONTACT, columns
from auditkit.understanding.names_of import people
from auditkit.understanding.tables import header_rows
from auditkit.wording import excerpt

FAULTS = {"digits": ("The telephone {phone} has {count} digits instead of 11 beginning with 8 or +7", Severity.ERROR),
          "local": ("The telephone {phone} has no area code: {count} digits", Severity.INFO),
          "prefix": ("The telephone {phone} has neither 8 nor +7 before it", Severity.INFO),
          "code": ("No network of Kazakhstan is known by the code of {phone}: to be looked at", Severity.INFO)}


def _passages(report: Report) -> Iterator[tuple[int, Passage, bool]]:
    """(block, passage, whether it is a place for telephones) of all text."""
    contacts = {answer.block for answer in report.answers if "phone" in answer.spec.needs}
    for index, block in enumerate(report.blocks):
        if block.table is None:
            yield index, block.passage, index in contacts
            continue
        column = columns(block.table, {"contact": CONTACT}).get("contact")
        rows = header_rows(block.table) or 1
        for cell in block.table.cells:
            yield index, cell.passage, column is not None and cell.column == column and cell.row >= rows


def _around(passage: Passage, start: int) -> str:
    return excerpt(passage.text, start, start, 40, 40)


@rule("FRM010", kind="format", severity="error")
def telephones_have_eleven_digits(report: Report) -> Iterator[Check]:
    """A telephone has eleven digits beginning with 8 or +7.

    The count of digits is certain; a number without an area code is a formality, a code that no network is known by is only to be looked at.
    Two telephones that differ by two digits in another order are mostly one; so are those of one person that differ by one digit.

    Wrong:
        Байланыс телефоны: 8 700 000 00 8
    Right:
        Байланыс телефоны: 8 700 000 00 81
    """
    good, seen, numbers = [], set(), []
    for index, passage, contact in _passages(report):
        for phone in find_phones(passage, marked=not contact):
            if (key := (phone.digits, phone.place)) in seen:
                continue
            seen.add(key)
            numbers += [(index, phone)] if not phone.fault else []
            evidence = Evidence("phone", phone.text, _around(passage, phone.start), phone.place)
            if not phone.fault:
                good.append(evidence)
                continue
            template, severity = FAULTS[phone.fault]
            yield failed([evidence], Message(template, {"phone": phone.text, "count": len(phone.digits)}), severity=severity, subject=phone.text)
    yield from _miscopied(report, numbers)
    if good:
        yield passed(good, Message("Telephones with eleven digits: {count}", {"count": len(good)}))


#: More telephones than this are a list of people, some of whose numbers are alike.
FEW = 60


def _miscopied(report: Report, numbers: list[tuple[int, Phone]]) -> Iterator[Check]:
    """Two telephones of which one is a slip of the other."""
    first = list({phone.digits[1:]: (index, phone) for index, phone in reversed(numbers)}.items())[::-1]
    for (one, (index, phone)), (other, (below, again)) in combinations(first[:FEW], 2):
        swapped = sorted(one) == sorted(other) and OSA.distance(one, other) == 1
        if swapped and (index != below or report.blocks[index].table is None) \
                or Hamming.distance(one, other) == 1 and _of_the_leader(report, index, below):
            evidence = [Evidence("phone", each.text, _around(report.blocks[at].passage, each.start) or each.text, each.place)
                        for at, each in ((index, phone), (below, again))]
            yield failed(evidence, Message("Two telephones are alike but for a slip: {phones}", {"phones": f"{phone.text} ↔ {again.text}"}),
                         severity=Severity.WARNING, confidence=Confidence.MEDIUM, subject=phone.text)


def _of_the_leader(report: Report, index: int, below: int) -> bool:
    """Whether one of two blocks is the field for contacts and the other names the head of the organisation."""
    fields = {answer.block for answer in report.answers if "phone" in answer.spec.needs}
    heads = [word for answer in report.answers if answer.spec.id == "leader" for person in people(answer.passage)[:1] for word in person.full[:1]]
    return any(one in fields and other not in fields and any(head in report.blocks[other].text for head in heads)
               for one, other in ((index, below), (below, index)))


@rule("FRM011", kind="format", severity="info")
def mail_addresses_are_well_formed(report: Report) -> Iterator[Check]:
    """An e-mail address is well formed.

    Wrong:
        Пошта: tangy.nur@mail,kz және tangy nur@mail.kz; ресми адресі tangynur@ mail.kz
    Right:
        Пошта: tangy.nur@mail.kz
    """
    good = []
    for _, passage, _ in _passages(report):
        for address, well, place in find_emails(passage):
            evidence = Evidence("e-mail", address, _around(passage, passage.text.find(address)), place)
            if well:
                good.append(evidence)
            else:
                yield failed([evidence], Message("The e-mail address is malformed: {address}", {"address": address}), subject=address)
    if good:
        yield passed(good, Message("Well-formed e-mail addresses: {count}", {"count": len(good)}))


LINK_FAULTS = {"space": "Links hold a space: {links}", "short code": "Codes of posts are cut short: {links}",
               "long code": "Codes of posts are too long: {links}", "no host": "Links lead to no site: {links}"}


@rule("FRM012", kind="format", severity="info")
def links_are_whole(report: Report) -> Iterator[Check]:
    """A link can be right as written: no space in it, the code of a post neither cut nor too long.

    A post of Instagram and a video of YouTube have codes of eleven characters. Links are never opened.

    Wrong:
        Сілтеме: https://www.instagram.com/p/Daris0001/
    Right:
        Сілтеме: https://www.instagram.com/p/Daris000001/
    """
    faulty = defaultdict(list)
    good = []
    for link in report.links:
        (faulty[link.fault] if link.fault else good).append(Evidence("link", link.code, link.target, link.place))
    for fault, evidence in faulty.items():
        yield failed(evidence, Message(LINK_FAULTS[fault], {"links": ", ".join(str(piece.text) for piece in evidence[:4])}), subject=fault)
    if good:
        yield passed(good, Message("Links that can be right as written: {count}", {"count": len(good)}))


@rule("FRM013", kind="format", severity="info")
def evidence_is_a_post(report: Report) -> Iterator[Check]:
    """A link offered as evidence leads to a post and not to a whole account.

    Wrong:
        ## 1 іс-шара. Дәріс өткізу
        - <https://www.instagram.com/p/Daris000001/>
        - <https://www.tiktok.com/@tangy_nur>
    Right:
        ## 1 іс-шара. Дәріс өткізу
        - <https://www.instagram.com/p/Daris000001/>
        - <https://www.tiktok.com/@tangy_nur/video/7000000000000000001>
    """
    told = [link for link in report.links if report.outline.scopes[link.block].activity is not None]
    bare = [link for link in told if link.kind == "account" and len(report.blocks[link.block].text) < len(link.target) + 30]
    if bare:
        yield failed([Evidence("link", link.target, link.target, link.place) for link in bare],
                     Message("Links lead to an account and not to a post: {links}",
                             {"links": ", ".join(dict.fromkeys(link.target for link in bare))}))
    elif told:
        yield passed([Evidence("link", link.code, link.target, link.place) for link in told],
                     Message("Every link of an activity leads to a post or a page: {count}", {"count": len(told)}))


@rule("FRM014", kind="format", severity="error")
def registration_numbers_are_right(report: Report) -> Iterator[Check]:
    """A BIN or IIN has twelve digits with a right check digit, and an organisation's BIN is the same everywhere.

    A person's IIN is shown masked.

    Wrong:
        БСН 971240001316
    Right:
        БСН 971240001315
    """
    own: dict[str, list[Evidence]] = defaultdict(list)
    for index, passage, _ in _passages(report):
        for number in find_registered(passage):
            evidence = Evidence(number.kind.upper(), number.shown, f"{number.kind.upper()} {number.shown}", number.place)
            fields = {"number": number.shown, "count": len(number.digits)}
            if len(number.digits) != 12:
                yield failed([evidence], Message("The registration number {number} has {count} digits instead of 12", fields))
            elif not number.valid:
                yield failed([evidence], Message("The check digit of the registration number {number} is wrong", fields))
            else:
                yield passed([evidence], Message("The check digit fits: {number}", fields))
            if number.kind == "bin" and report.blocks[index].table is None and _is_grantee(report, index):
                own[number.digits].append(evidence)
    if len(own) > 1:
        yield failed([evidence for found in own.values() for evidence in found],
                     Message("The organisation has different BINs: {numbers}", {"numbers": ", ".join(own)}), confidence=Confidence.MEDIUM)


def _is_grantee(report: Report, index: int) -> bool:
    """Whether a block speaks of the one organisation that the report is of: near its fields, or with its name."""
    heads = [answer.head for answer in report.answers if answer.spec.id == "organisation"]
    if len(heads) != 1:
        return False
    name = next(answer for answer in report.answers if answer.spec.id == "organisation").text.strip("«»\" ")
    return abs(index - heads[0]) <= 6 or bool(name) and name in report.blocks[index].text
