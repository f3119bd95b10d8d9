"""Names that are spelt in two ways: formalities, told together, so that a reader can correct them in one go."""
import re
from collections.abc import Iterator, Sequence

from auditkit.forms import load_form
from auditkit.lexicon import load
from auditkit.rule import Check, Confidence, Evidence, Message, Report, failed, passed, rule
from auditkit.understanding.fields import head_end
from auditkit.understanding.variants import Name, confusable, institutions, ministries, quoted, slips
from auditkit.wording import excerpt, fold

SHOWN = 6
#: So many misspelt names have a finding of their own; more are told in one.
ALONE = 4


def _told(name: Name, role: str = "mention") -> Evidence:
    return Evidence(role, name.text, name.around, name.place)


def _texts(names: Sequence[Name]) -> str:
    return " / ".join(list(dict.fromkeys(name.text for name in names))[:4])


@rule("IDN020", kind="identity", severity="info")
def names_use_one_alphabet(report: Report) -> Iterator[Check]:
    """The words of a name are written in Latin or in Cyrillic letters, not in both.

    Look-alike letters cannot be seen, and whoever searches for the name does not find it.

    Wrong:
        «Тuran жастары» клубы құрылды.
    Right:
        «Turan жастары» клубы құрылды. «Туран жастары» орталығы бар.
    """
    found = confusable(report.blocks)
    if found:
        evidence = [piece for mixed, clean in found for piece in (_told(mixed), *([_told(clean, "clean")] if clean else []))]
        yield failed(evidence, Message("Names mix Latin and Cyrillic letters: {names}", {"names": _texts([mixed for mixed, _ in found])}))
    else:
        names = [name for name in quoted(report.blocks)][:SHOWN]
        if names:
            yield passed([_told(name) for name in names], Message("No name mixes Latin and Cyrillic letters", {}))


@rule("IDN021", kind="identity", severity="info")
def names_are_spelt_in_one_way(report: Report) -> Iterator[Check]:
    """A name in quotation marks and the name of an institution are spelt in one way.

    A slip of the pen in one word, or a word that stands in one place and not in the other.

    Wrong:
        «Кітапхана достары клубы» дәріс өткізді. Екінші дәріс «Кітаптана достары клубы» залында өтті.
    Right:
        «Кітапхана достары клубы» дәріс өткізді. Екінші дәріс «Кітапхана достары клубының» залында өтті.
    """
    names = quoted(report.blocks)
    pairs = slips(names)
    for group in [[pair] for pair in pairs] if len(pairs) <= ALONE else [pairs]:
        yield failed([_told(name) for rarer, commoner in group for name in (*rarer[:SHOWN], *commoner[:SHOWN])],
                     Message("Names are spelt in two ways: {names}",
                             {"names": "; ".join(_texts([rarer[0], commoner[0]]) for rarer, commoner in group[:8])}),
                     subject=group[0][0][0].text, confidence=Confidence.MEDIUM)
    groups = institutions(report.blocks)
    if groups:
        yield failed([_told(name) for names in groups for name in names],
                     Message("Institutions are named in two ways: {names}", {"names": "; ".join(_texts(names) for names in groups[:8])}),
                     confidence=Confidence.MEDIUM)
    if not pairs and not groups and len(names) > 1:
        yield passed([_told(name) for name in (names[0], names[-1])],
                     Message("Names in quotation marks are spelt in one way: {count}", {"count": len(names)}))


GOVERNED = re.compile(r"(?P<body>бөлім|басқарма)\w*\s+«(?P<name>[^«»]{3,60})»")
GOVERNS = re.compile(r"([A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][^\W\d_]+)\s+(?:қалас|облыс|аудан)")


@rule("IDN022", kind="identity", severity="info")
def bodies_are_named_in_one_way(report: Report) -> Iterator[Check]:
    """A ministry, a department and the customer of the grants are named in one way.

    A word that is missing in one place; a department in one place and a directorate in another.

    Wrong:
        Тапсырма Еңбек және халықты әлеуметтік қорғау министрлігіне берілді. Есепті Еңбек және әлеуметтік қорғау министрлігі тексерді.
    Right:
        Жоба «Тіл» орталығымен өтті. Семей қаласы ішкі саясат бөлімінің «Тіл» орталығы көмектесті.
        Кездесуге Семей қаласы ішкі саясат бөлімінің «Тіл» орталығы келді.
    """
    groups = ministries(report.blocks)
    if groups:
        yield failed([_told(name) for names in groups for name in names[:SHOWN]],
                     Message("A ministry is named in two ways: {names}", {"names": "; ".join(_texts(names) for names in groups)}))
    yield from _governed(report)
    yield from _customer(report)


def _governed(report: Report) -> Iterator[Check]:
    """One institution of one place under a department in one sentence and under a directorate in another."""
    found: dict[tuple[str, str], list[tuple[str, Evidence]]] = {}
    for block in report.blocks:
        passages = [block.passage] if block.table is None else [cell.passage for cell in block.table.cells]
        for passage in passages:
            for match in GOVERNED.finditer(passage.text):
                start = max(0, match.start() - 90)
                place = GOVERNS.findall(passage.text[start:match.start()].split("»")[-1])
                if place:
                    text = " ".join(passage.text[start:match.end()].split())
                    found.setdefault((fold(place[-1]), fold(match.group("name"))), []).append(
                        (match.group("body"), Evidence("mention", match.group("body"), text, passage.place_of(*match.span("body")))))
    for mentions in found.values():
        kinds = {kind for kind, _ in mentions}
        told = [evidence for _, evidence in mentions]
        fields = {"first": told[0].text, "kinds": " / ".join(sorted(kinds))}
        if len(kinds) > 1:
            yield failed(told, Message("A body is named in two ways ({kinds}): {first}", fields))
        elif len(told) > 1:
            yield passed(told, Message("The body is named in one way: {first}", fields))


def _customer(report: Report) -> Iterator[Check]:
    """The customer that the title page names against the body that the text calls it by: «Басқарма», «Бөлім»."""
    heads = load_form(report.form).customer if report.form else ()
    customer = next((block for block in report.blocks[:20] if block.table is None and heads and head_end(block.text, heads)), None)
    if customer is None:
        return
    stems = load("names")["bodies"]
    folded = fold(customer.text.split(":", 1)[-1])
    own = next((rank for rank, words in stems.items() if any(word in folded for word in words)), None)
    bare = re.compile(r"(?<![«\w])(?P<body>Басқарма|Бөлім|Министрлік|Комитет|Агенттік)(?!сы|і|лар|дер)\w*(?!\s+(?:[Тт]өраға|[Бб]асшы|[Мм]үше))")
    told = [(rank, Evidence("mention", match.group(), excerpt(block.text, *match.span(), 40, 40),
                            block.passage.place_of(*match.span())))
            for block in report.blocks if block.table is None for match in bare.finditer(block.text)
            for rank, words in stems.items() if any(fold(match.group("body")).startswith(word) for word in words)]
    other = [evidence for rank, evidence in told if rank != own]
    title = Evidence("customer", customer.text.split(":", 1)[-1].strip(" *"), customer.text, customer.place)
    if own and other:
        yield failed([title, *other], Message("The customer is «{customer}», but the text speaks of «{other}»",
                                              {"customer": title.value, "other": other[0].value}))
    elif own and told:
        yield passed([title, *(evidence for _, evidence in told)], Message("The customer is named in one way: {customer}", {"customer": title.value}))
