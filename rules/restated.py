"""What a letter or a report says again of something it has just split or named: publications by kind of media, jubilees."""
import re
from collections.abc import Iterator
from functools import lru_cache

from auditkit.lexicon import either, load
from auditkit.rule import (Check, Confidence, Evidence, Message, Report, equalities, failed, is_slip, number, of_claim, passed,
                           rule, show, sum_of)
from auditkit.understanding.breakdowns import find_breakdowns
from auditkit.understanding.claims import sentence_of
from auditkit.wording import fold, shorten

#: What publications are counted in.
PUBLISHED = ("material", "post", "article", "news")
#: How many claims after a breakdown its kinds of media are told again one by one.
REACH = 40


@rule("REP007", kind="text-text", severity="warning")
def publications_of_a_kind_are_told_again_alike(report: Report) -> Iterator[Check]:
    """Publications that a sentence splits by kind of media are told with the same numbers where each kind is taken up again.

    A number accuses only where another kind of the same split is told again with its own number: then the text follows the split.

    Wrong:
        БАҚ-та 47 материал жарық көрді (оның ішінде 12-сі баспа БАҚ, 23-і электронды БАҚ, 12-сі сайттар).

        Телеарналардан 23 материал көрсетілді.

        Баспа БАҚ-да 15 материал жарық көрді.
    Right:
        БАҚ-та 47 материал жарық көрді (оның ішінде 12-сі баспа БАҚ, 23-і электронды БАҚ, 12-сі сайттар).

        Телеарналардан 23 материал көрсетілді.

        Баспа БАҚ-да 12 материал жарық көрді.
    """
    claims = [claim for claim in report.claim_list if claim.role == "count" and claim.cell is None]
    for found in find_breakdowns(report.blocks, report.claim_list):
        kinds = {kind: part for part in reversed(found.parts) if (kind := _kind_beside(part)) is not None}
        if len(kinds) < 2 or found.total.measure not in PUBLISHED:
            continue
        after = [claim for claim in claims if claim.number > found.parts[-1].number][:REACH]
        again = _told_again(kinds, after)
        if not any(part.quantity.meets(claim.quantity) for _, part, claim in again):
            continue
        for kind, part, claim in again:
            terms = [of_claim(part, "part"), of_claim(claim)]
            evidence = [term.evidence() for term in terms]
            more = {"subject": claim.text, "scope": report.scope_label(claim.scope.project), "relations": equalities(terms)}
            fields = {"first": show(part.quantity), "again": show(claim.quantity)}
            if part.quantity.meets(claim.quantity):
                yield passed(evidence, Message("Told again with the same number: {again}", fields), **more)
            else:
                yield failed(evidence, Message("The split says {first} for this kind of media, the text that follows {again}", fields),
                             difference=claim.value - part.value, confidence=Confidence.MEDIUM, **more)


@lru_cache(maxsize=1)
def _kinds() -> dict[str, re.Pattern]:
    return {kind: re.compile(r"\b(?:" + "|".join(map(re.escape, words["kk"] + words["ru"])) + ")") for kind, words in load("outlets").items()}


def _kind_beside(part) -> str | None:
    """The kind of media named right behind a part of a split, or right before it."""
    text = fold(part.passage.text)
    behind = re.split(r"[,;]|\d", text[part.end:part.end + 50])[0]
    before = re.split(r"[,;]|\d", text[max(0, part.start - 50):part.start])[-1]
    return next((kind for place in (behind, before) for kind, words in _kinds().items() if words.search(place)), None)


def _told_again(kinds, after) -> list[tuple]:
    """(kind, part, claim): the first sentence behind the split that tells of one kind only, with one number of publications."""
    found, open_kinds = [], dict(kinds)
    for claim in after:
        if claim.measure not in PUBLISHED or claim.has("plan", "has-parts"):
            continue
        sentence = re.sub(r"[«“\"][^»”\"]*[»”\"]", " ", fold(claim.passage.text[slice(*sentence_of(claim))]))
        named = [kind for kind, words in _kinds().items() if words.search(sentence)]
        others = [other for other in after if other.sentence == claim.sentence and other.block == claim.block and other.measure in PUBLISHED]
        if len(named) == 1 and named[0] in open_kinds and len(others) == 1:
            found.append((named[0], open_kinds.pop(named[0]), claim))
    return found


#: «В СМИ и социальных сетях»: in all kinds of media.
ALL_MEDIA = re.compile(rf"{either('contexts', 'all_media')}[^\W\d_]*\s{either('contexts', 'and')}\s")
#: Kinds of media and sexes that are no part of one another: what stands under press is neither television nor a site.
APART = {"press": {"television", "sites", "networks"}, "television": {"press"}, "sites": {"press"}, "networks": {"press", "television"}, "man": {"woman"}, "woman": {"man"}}


@rule("SUM009", kind="text-text", severity="warning")
def a_total_is_not_told_of_one_of_its_parts(report: Report) -> Iterator[Check]:
    """A total that its parts make is not told of what only one of the parts is: of the press, where press, television and sites make it.

    Wrong:
        Жергілікті баспа басылымдарында 90 материал жарық көрді (баспа басылымдарында – 40 мақала, телеарналарда – 30 сюжет, сайттарда – 20 материал).
    Right:
        Жергілікті БАҚ-та 90 материал жарық көрді (баспа басылымдарында – 40 мақала, телеарналарда – 30 сюжет, сайттарда – 20 материал).
    """
    for found in find_breakdowns(report.blocks, report.claim_list):
        kinds = [_kind_beside(part) if part.measure not in APART else part.measure for part in found.parts]
        named = _kinds_of_total(found)
        if len(named) > 1 or None in kinds or len(set(kinds)) < 2 or not found.total.quantity.meets(sum_of(part.quantity for part in found.parts)):
            continue
        own = next(iter(named), None)
        terms = [of_claim(found.total, "total"), *(of_claim(part, "part") for part in found.parts)]
        fields = {"total": show(found.total.quantity), "part": show(found.parts[kinds.index(own)].quantity) if own in kinds else ""}
        fields["what"] = shorten(found.total.text, 90)
        more = {"subject": found.total.text, "scope": report.scope_label(found.total.scope.project)}
        if own in kinds and APART.get(own, set()) & set(kinds):
            yield failed([term.evidence() for term in terms], Message("The text gives {total} to one kind alone, but the parts behind it give that kind {part}, and {total} to all together: «{what}»",
                                                                             fields), **more)
        else:
            yield passed([term.evidence() for term in terms], Message("The total is told of all its parts: {total}", fields), **more)


def _kinds_of_total(found) -> set[str]:
    """The kinds of media named in the clause of a total before its number, or the sex that it counts."""
    if found.total.measure in ("man", "woman"):
        return {found.total.measure}
    text = fold(found.total.passage.text)
    clause = re.split(r"[,;:.]\s", text[max(0, found.total.start - 70):found.total.start])[-1]
    if found.total.measure not in PUBLISHED or ALL_MEDIA.search(clause):
        return set()
    return {kind for kind, words in _kinds().items() if words.search(clause)}


CAPITAL = "А-ЯЁӘІҢҒҮҰҚӨҺ"
#: «Б. Сейітқалиевтың 150 жылдығы», «Жұмағали Сақтағановтың 120 жылдығы», «Б. Сейітқалиевтың 150, … Ж. Сақтағановтың 120 … жылдық».
OF_A_PERSON = re.compile(rf"(?:[{CAPITAL}]\.\s?|[{CAPITAL}][а-яёәіңғүұқөһ]+\s)(?P<name>[{CAPITAL}][а-яёәіңғүұқөһ]{{4,}}?)(?:ның|нің|тың|тің|дың|дің)\s+"
                         rf"(?:туғанына\s+)?(?P<years>\d{{2,4}})(?:\s?-?\s?жыл(?:дық|дығ|ды)|,\s(?:[^.;]|[{CAPITAL}]\.){{0,120}}?жылдық)")
#: «150-летие Б. Сейткалиева», «120 лет со дня рождения Жумагали Сактаганова».
OF_A_PERSON_RU = re.compile(rf"(?P<years>\d{{2,4}})(?:\s?-\s?лети[еяю]\w*|\s+лет со дня рождения)\s+(?:[а-яё]+\s){{0,3}}?(?:[{CAPITAL}]\.\s?){{0,2}}(?:[{CAPITAL}][а-яё]+\s)?"
                            rf"(?P<name>[{CAPITAL}][а-яё]{{4,}}?)(?:а|у|ой|ого|я)?\b")


@rule("REP008", kind="text-text", severity="warning")
def jubilees_have_one_number_of_years(report: Report) -> Iterator[Check]:
    """The jubilee of a person is told with the same number of years everywhere, slips of a digit apart from another jubilee.

    Two jubilees that lie whole fives of years apart may both be meant, and are left alone.

    Wrong:
        Б. Сейітқалиевтың 150 жылдығына арналған кеш өтті.

        Көктемде Б. Сейітқалиевтың 1500 жылдық мерейтойы аталып өтілді.
    Right:
        Б. Сейітқалиевтың 150 жылдығына арналған кеш өтті.

        Көктемде Б. Сейітқалиевтың 150 жылдық мерейтойы аталып өтілді.
    """
    told: dict[str, list] = {}
    by_place = {(claim.block, claim.cell, claim.start): claim for claim in report.claim_list}
    for index, block in enumerate(report.blocks):
        text = block.text
        for pattern in (OF_A_PERSON, OF_A_PERSON_RU):
            for match in pattern.finditer(text):
                claim = by_place.get((index, None, match.start("years")))
                place = claim.place if claim is not None else block.passage.place_at(match.start("years"))
                evidence = Evidence("narrative", int(match["years"]), " ".join(match.group().split()), place)
                told.setdefault(fold(match["name"])[:7], []).append(evidence)
    for evidence in told.values():
        values = list(dict.fromkeys(piece.value for piece in evidence))
        if len(evidence) < 2:
            continue
        fields = {"values": " ↔ ".join(number(value) for value in values)}
        if len(values) == 1:
            yield passed(evidence, Message("The jubilee has the same number of years everywhere: {values}", fields), subject=evidence[0].text)
        elif any(is_slip(a, b) and not (a % 5 == b % 5 == 0 and abs(a - b) <= 50) for a in values for b in values):
            yield failed(evidence, Message("The jubilee of one person is told with different numbers of years: {values}", fields),
                         difference=max(values) - min(values), subject=evidence[0].text)
