"""Telephones, e-mail addresses and registration numbers (BIN, IIN) as reports write them."""
import re
from dataclasses import dataclass
from datetime import date

import phonenumbers

from auditkit.model import Passage, Place

#: A whole telephone in the groups that people write: 8 701 …, +7 (701) …, 87011234567.
WHOLE = re.compile(r"(?<![\w№.-])(?<!\b[78]\s)(?:\+\s?7|[78])(?:[\s ()–-]{0,2}\d){10}(?!\d|[.,]\d)")
#: What begins as one and has another count of digits.
PHONE = re.compile(r"(?<![\w№/.,-])(?:\+\s?7|\b[78])(?:[\s ()–-]{0,2}\d){6,12}(?![\w/]|[.,]\d)")
#: A large number in groups of three looks like one.
GROUPED = re.compile(r"\d{1,3}(?:\s\d{3})+")
MARK = re.compile(r"(?:тел(?:ефон)?\w*|байланыс|ұялы|моб\w*|whats\s?app|контакт\w*|факс)\s*\.?\s*[:№.]?\s*", re.IGNORECASE)
BARE = re.compile(r"(?<![\w№/.,-])\+?\d(?:[\s ()–-]{0,2}\d){4,12}(?![\w/%]|[.,]\d)")
AFTER = re.compile(r"\+?\d(?:[\s ()–-]{0,2}\d){4,12}(?![\w/%]|[.,]\d)")
ADDRESS = re.compile(r"https?://\S+")
EMAIL = re.compile(r"(?<![\w.@+-])[\w.+-]*\s?@\s?[\w-]+(?:\s?\.(?:\s(?=[a-z]{2,4}\b))?[\w-]+)*", re.UNICODE)
GOOD_EMAIL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._%+-]*[A-Za-z0-9_])?@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,12}")
REGISTERED = re.compile(r"(?P<kind>БСН|БИН|ЖСН|ИИН|BIN|IIN)\W{0,4}(?:/\s?(?:БСН|БИН|ЖСН|ИИН|BIN|IIN)\W{0,4})?"
                        r"(?P<n>\d(?:[ ]?\d){8,14})", re.IGNORECASE)
WEIGHTS = (tuple(range(1, 12)), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2))


@dataclass(frozen=True)
class Phone:
    """A telephone number: as written, its digits, and where it stands.  `fault`: "digits" (their count cannot be right), "code" (no network
    of Kazakhstan is known by it: to be looked at), "local"
    (no area code), "prefix" (no 8 or +7 before it), or ""."""

    text: str
    digits: str
    fault: str
    place: Place
    start: int


@dataclass(frozen=True)
class Registered:
    """A BIN or IIN: "bin" or "iin", its digits, whether its check digit fits, and where it stands."""

    kind: str
    digits: str
    valid: bool
    place: Place

    @property
    def shown(self) -> str:
        """What may be shown: a BIN whole, a person's IIN masked."""
        return self.digits if self.kind == "bin" else masked(self.digits)


def find_phones(passage: Passage, marked: bool = True) -> list[Phone]:
    """The telephones of a passage.

    `marked`: only what begins with 8 or +7 and has a telephone's digits, or follows a word for a telephone; False for a place that is
    known to hold a telephone, where any long number but a postal index is one.
    """
    text = ADDRESS.sub(lambda match: "/" * len(match.group()), passage.text)
    whole = [match.span() for match in WHOLE.finditer(text)]
    for start, end in whole:
        text = text[:start] + "/" * (end - start) + text[end:]
    spans = [(start, end) for start, end in whole if marked is False or _is_number(passage.text[start:end], passage.text, start)]
    for start, end in _faulty(text, marked):
        if all(end <= begin or start >= last for begin, last in spans):
            spans.append((start, end))
    found = []
    for start, end in sorted(spans):
        written = passage.text[start:end]
        digits = re.sub(r"\D", "", written)
        fault = "digits" if len(digits) == 10 and CODED.match(written.strip()) else _fault(digits)
        if fault == "local" and len(spans) > 1:
            continue  # a second number of the same town
        found.append(Phone(" ".join(written.split()), digits, fault, passage.place_of(start, end), start))
    return found


def _is_number(written: str, text: str, start: int) -> bool:
    return not GROUPED.fullmatch(written.strip()) or _is_marked(text, start)


def _faulty(text: str, marked: bool) -> list[tuple[int, int]]:
    """The spans of what is meant for a telephone and has not its digits; whole ones are blotted out of the text."""
    spans = [match.span() for mark in MARK.finditer(text) if (match := AFTER.match(text, mark.end())) is not None]
    for match in (PHONE if marked else BARE).finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if len(digits) == 12 and not match.group().startswith("+") and not CODED.match(match.group()):
            continue  # twelve digits are a registration number
        if marked and (len(digits) not in (10, 12) or len(digits) == 12 and not CODED.match(match.group()) or not PLAIN.match(match.group()) or GROUPED.fullmatch(match.group().strip())):
            continue
        if not marked and len(digits) < 9:
            continue
        if all(match.end() <= start or match.start() >= end for start, end in spans):
            spans.append(match.span())
    return [(start, end) for start, end in spans if len(re.sub(r"\D", "", text[start:end])) != 12 or text[start] == "+" or CODED.match(text, start)]


#: A number that begins as a mobile one does, so that a missing digit is likelier than another kind of number.
PLAIN = re.compile(r"(?:8|\+\s?7)[\s(-]*7[0-9]")
#: One that has its country's digit set apart from its code: «8 747 …», «+7 (701) …», «7 (701) …».
CODED = re.compile(r"(?:\+\s?7[\s(-]*|8[\s(-]+|7\s?\()\s?7\d\d(?!\d)")


def _is_marked(text: str, start: int) -> bool:
    before = text[max(0, start - 24):start]
    return any(mark.end() >= len(before) - 1 for mark in MARK.finditer(before))


def _fault(digits: str) -> str:
    if len(digits) == 10 and digits[0] == "7":
        return "prefix"
    if len(digits) != 11 or digits[0] not in "78":
        return "local" if len(digits) in (5, 6) else "digits"
    try:
        number = phonenumbers.parse("+7" + digits[1:], "KZ")
    except phonenumbers.NumberParseException:
        return "digits"
    known = phonenumbers.region_code_for_number(number) in ("KZ", "RU") or digits[1] in "67"
    return "" if known else "code"


def find_emails(passage: Passage) -> list[tuple[str, bool, Place]]:
    """(address, whether it is well formed, place) of the e-mail addresses of a passage."""
    if "@" not in passage.text:
        return []
    found = []
    for match in EMAIL.finditer(passage.text):
        before = passage.text[max(0, match.start() - 40):match.start()]
        address = match.group().rstrip(".")
        if re.search(r"https?://\S*$|[/@]$", before) or not re.search(r"[\w.+-]\s?@", address) or "." not in address:
            continue  # an account in a link, or of a network
        found.append((address, bool(GOOD_EMAIL.fullmatch(address)), passage.place_of(match.start(), match.end())))
    return found


def check_digit(digits: str) -> bool:
    """Whether the twelfth digit of a BIN or IIN fits the eleven before it (weights 1 to 11, then a second round)."""
    if len(digits) != 12 or not digits.isdigit():
        return False
    for weights in WEIGHTS:
        rest = sum(int(digit) * weight for digit, weight in zip(digits, weights)) % 11
        if rest < 10:
            return rest == int(digits[11])
    return False


def is_bin(digits: str) -> bool:
    """Whether twelve digits are built as a BIN is: a month, then a type from 4 to 6."""
    return len(digits) == 12 and 1 <= int(digits[2:4]) <= 12 and digits[4] in "456"


def find_registered(passage: Passage) -> list[Registered]:
    """The BINs and IINs of a passage, by the word before them."""
    found = []
    for match in REGISTERED.finditer(passage.text):
        digits = re.sub(r"\D", "", match.group("n"))
        person = match.group("kind").upper() in ("ЖСН", "ИИН", "IIN") and not is_bin(digits)
        found.append(Registered("iin" if person else "bin", digits, check_digit(digits), passage.place_of(match.start("n"), match.end("n"))))
    return found


def masked(digits: str) -> str:
    """A person's number as it may be shown: all but its last two digits hidden, what stands between the digits kept."""
    return re.sub(r"\d", "•", digits[:-2]) + digits[-2:]


#: Twelve digits as people group them: in one run, in two sixes, in threes or in fours.
TWELVE = re.compile(r"(?<![\w/=&.,-])(?:\d{12}|\d{6}[ \u00a0-]\d{6}|\d{3}(?:[ \u00a0-]\d{3}){3}|\d{4}(?:[ \u00a0-]\d{4}){2})(?![\w]|[.,]\d)")
#: An IIN by the word before it, however it is grouped and whether or not it is right: «ЖСН (бар болса): 850101 300123».
CALLED = re.compile(r"(?:ЖСН|ИИН|\bIIN)[^\d]{0,40}?(?P<n>\d(?:[ \u00a0-]?\d){8,14})(?!\d)", re.IGNORECASE)
MONEY = re.compile(r"\s*(?:тең|тг|тенге|мың|млн|млрд|тыс|₸)", re.IGNORECASE)


def is_iin(digits: str) -> bool:
    """Whether twelve digits are built as a person's IIN is: a date of birth, the century and sex, a right check digit."""
    if len(digits) != 12 or not digits.isdigit() or digits[6] not in "0123456":
        return False
    try:
        date(1900 + int(digits[:2]) + (100 if digits[6] in "056" else 0), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return False
    return check_digit(digits)


def people_numbers(text: str) -> list[tuple[int, int]]:
    """The (start, end) offsets of the IINs of people in a text: those that are called so, and those that are built so.  The BIN of
    an organisation, whose fifth digit is 4 to 6, is none."""
    spans = [match.span("n") for match in CALLED.finditer(text) if not is_bin(re.sub(r"\D", "", match.group("n")))]
    for match in TWELVE.finditer(text):
        if is_iin(re.sub(r"\D", "", match.group())) and not MONEY.match(text, match.end()) \
                and all(match.end() <= start or end <= match.start() for start, end in spans):
            spans.append(match.span())
    return sorted(spans)


def mask_people(text: str) -> str:
    """A text with the IINs of people in it masked, in the same length: for whatever shows the words of a report."""
    for start, end in people_numbers(text):
        text = text[:start] + masked(text[start:end]) + text[end:]
    return text
