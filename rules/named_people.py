"""How many people are said to have had a part, against those who are named: speakers, specialists, winners and their prizes."""
import re
from collections.abc import Iterator

from auditkit.lexicon import either, pattern
from auditkit.rule import Check, Confidence, Evidence, Message, Report, Severity, Term, failed, number, of_claim, of_figure, once_per_report, passed, rule, show
from auditkit.statements import statements_of
from auditkit.understanding.people import distinct
from auditkit.understanding.speakers import Mention, speakers_of
from auditkit.wording import fold

SPEAKER = pattern("contexts", "speaker")
ROLES = ("lecturer", "trainer", "speaker", "teacher")
PRIZE = pattern("contexts", "prize")
ENGAGED = pattern("contexts", "engaged")
BECAME_WINNERS = pattern("contexts", "became_winners")
WINNERS_WERE = re.compile(rf"{either('contexts', 'winners_were')}\s*$")
PRIZE_MONEY = pattern("contexts", "prize_money")


@once_per_report
def _speakers(report: Report) -> dict[int, list[Mention]]:
    """The speakers named under each activity."""
    return {activity.index: speakers_of(report, activity) for activity in report.activities}


def _named(mentions: list[Mention]) -> list[Evidence]:
    people = distinct(mention.person for mention in mentions)
    first = [next(mention for mention in mentions if mention.person.same(person)) for person in people]
    return [Evidence("item", mention.person.name, mention.text, mention.place) for mention in first]


def _stated(report: Report, activity: int) -> list[Term]:
    """How many speakers an activity had, by the fact cells and by its own text."""
    statements = statements_of(report)
    terms = [of_figure(pair.fact, "fact") for row in statements.rows.get(activity, ()) for pair in row.pairs
             if pair.fact is not None and not pair.fact.share and SPEAKER.search(fold(pair.indicator)) and pair.fact.group in ("people", "")
             and pair.fact.value < 100]
    claims = [claim for source in (statements.sections, statements.retold) for claim in source.get(activity, ()) if claim.measure in ROLES
              and claim.has("total") and not claim.has("plan", "title", "each", "planned")]
    hedged = [claim for claim in statements.sections.get(activity, ()) if claim.measure in ROLES and claim.quantity.hedge == "about"]
    return terms + [of_claim(claim) for claim in (*claims, *hedged)]


@rule("LST005", kind="list-count", severity="warning")
def no_more_speakers_are_named_than_stated(report: Report) -> Iterator[Check]:
    """No more lecturers, trainers and speakers are named under an activity than are stated for it.

    A report need not name them all, so only too many names accuse.  One person told with and without a patronymic, or by an
    initial, is one.

    Wrong:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» тренингтерін өткізу
        Көкшетауда психолог Асанова Дина Маратқызының тренингі өтті. Щучинскіде тренер Оспанов Ерлан тренинг жүргізді.

        | Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |
        |---|---|---|---|---|
        | Жастарды қолдау | «Дала үні» тренингтерін өткізу | Спикер | 1 | 1 |
    Right:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» тренингтерін өткізу
        Көкшетауда психолог Асанова Дина Маратқызының тренингі өтті. Щучинскіде тренер Оспанов Ерлан тренинг жүргізді.

        | Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |
        |---|---|---|---|---|
        | Жастарды қолдау | «Дала үні» тренингтерін өткізу | Спикер | 2 | 2 |
    """
    for activity in report.activities:
        stated = _stated(report, activity.index)
        if not stated:
            continue
        mentions = _speakers(report)[activity.index]
        named = _named(mentions)
        more = {"subject": activity.title[:160], "scope": report.scope_label(activity.project, activity.index)}
        for term in stated:
            fields = {"stated": show(term.quantity), "named": number(len(named)), "names": ", ".join(str(piece.value) for piece in named)}
            evidence = [term.evidence("count"), *named, Evidence("computed", len(named), f"{len(named)}", named[0].place if named else term.place)]
            if len(named) > term.quantity.high:
                hedged = not term.quantity.is_exact
                yield failed(evidence, Message("Speakers stated: {stated}, but named: {named} ({names})", fields), difference=term.value - len(named),
                             severity=Severity.INFO if hedged else None, confidence=Confidence.MEDIUM, **more)
            elif named and term.quantity.low <= len(named):
                yield passed(evidence, Message("Speakers stated: {stated}, named: {named} ({names})", fields), **more)


@rule("LST006", kind="list-count", severity="warning")
def no_more_specialists_are_named_than_engaged(report: Report) -> Iterator[Check]:
    """No more different speakers are named in the whole report than its indicators say were engaged.

    Wrong:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» тренингтерін өткізу
        Көкшетауда психолог Асанова Дина Маратқызының тренингі өтті. Щучинскіде тренер Оспанов Ерлан тренинг жүргізді.
        ## 2 іс-шара. «Ашық алаң» дәрістерін өткізу
        Лектор Ли Марина Викторовна дәріс оқыды.

        | Индикатор | Өлшем бірлігі | Жоспарланып отырған деңгей | Нақты деңгей |
        |---|---|---|---|
        | 1. Тікелей бенефициарлар саны | адам | 50 | 60 |
        | 2. Жанама бенефициарлар саны | адам | 500 | 600 |
        | 3. Штаттық қызметкерлердің саны | адам | 2 | 2 |
        | 4. Тартылған мамандар саны | адам | 2 | 2 |
    Right:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Дала үні» тренингтерін өткізу
        Көкшетауда психолог Асанова Дина Маратқызының тренингі өтті. Щучинскіде тренер Оспанов Ерлан тренинг жүргізді.
        ## 2 іс-шара. «Ашық алаң» дәрістерін өткізу
        Лектор Ли Марина Викторовна дәріс оқыды.

        | Индикатор | Өлшем бірлігі | Жоспарланып отырған деңгей | Нақты деңгей |
        |---|---|---|---|
        | 1. Тікелей бенефициарлар саны | адам | 50 | 60 |
        | 2. Жанама бенефициарлар саны | адам | 500 | 600 |
        | 3. Штаттық қызметкерлердің саны | адам | 2 | 2 |
        | 4. Тартылған мамандар саны | адам | 3 | 3 |
    """
    for row in report.indicator_rows:
        if not ENGAGED.search(fold(row.name)) or not row.fact.number:
            continue
        mentions = [mention for activity in report.outline.activities_of(row.project) for mention in _speakers(report)[activity.index]]
        named = _named(mentions)
        if len(named) < 2:
            continue
        stated = Evidence("count", row.fact.number, f"{row.name}: {number(row.fact.number)}", row.place("fact"))
        evidence = [stated, *named, Evidence("computed", len(named), f"{len(named)}", named[0].place)]
        fields = {"stated": number(row.fact.number), "named": number(len(named))}
        more = {"subject": row.name[:160], "scope": report.scope_label(row.project)}
        if len(named) > row.fact.number:
            yield failed(evidence, Message("{stated} engaged specialists are stated, but the report names {named} different speakers", fields),
                         difference=row.fact.number - len(named), confidence=Confidence.LOW, **more)
        else:
            yield passed(evidence, Message("No more speakers are named ({named}) than specialists were engaged ({stated})", fields), **more)


@rule("LST007", kind="list-count", severity="error")
def winners_are_as_many_as_prizes(report: Report) -> Iterator[Check]:
    """The winners of a contest are as many as its prizes, and as many wherever they are told.

    Wrong:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Жас қалам» байқауын өткізу
        Байқау қорытындысы бойынша 12 қатысушы жеңімпаз атанды.

        | Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |
        |---|---|---|---|---|
        | Жастарды қолдау | «Жас қалам» байқауын өткізу | Жүлде саны | 8 | 8 |
    Right:
        # 1 міндет. Жастарды қолдау
        ## 1 іс-шара. «Жас қалам» байқауын өткізу
        Байқау қорытындысы бойынша 8 қатысушы жеңімпаз атанды.

        | Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |
        |---|---|---|---|---|
        | Жастарды қолдау | «Жас қалам» байқауын өткізу | Жүлде саны | 8 | 8 |
    """
    statements = statements_of(report)
    for activity in report.activities:
        told = [of_claim(claim) for source in (statements.sections, statements.results, statements.retold) for claim in source.get(activity.index, ())
                if _counts_winners(claim)]
        prizes = [of_figure(pair.fact, "fact") for row in statements.rows.get(activity.index, ()) for pair in _first_prize(row)]
        terms = [*told, *prizes]
        more = {"subject": activity.title[:160], "scope": report.scope_label(activity.project, activity.index)}
        values = list(dict.fromkeys(term.value for term in terms))
        fields = {"values": " ↔ ".join(number(value) for value in values)}
        evidence = [term.evidence() for term in terms]
        if told and len(terms) > 1 and len(values) > 1:
            yield failed(evidence, Message("The winners and the prizes of a contest differ: {values}", fields), difference=max(values) - min(values), **more)
        elif told and len(terms) > 1:
            yield passed(evidence, Message("As many winners are told of as prizes: {values}", fields), **more)


def _counts_winners(claim) -> bool:
    if claim.role != "count" or not claim.quantity.is_exact or claim.has("plan", "each", "planned", "title") or claim.value > 200:
        return False
    if claim.measure == "winner":
        return True
    text = fold(claim.passage.text)
    after = re.split(r"[.;:(]", text[claim.end:claim.end + 70])[0]
    before = re.split(r"[.;:)]", text[max(0, claim.start - 45):claim.start])[-1]
    if claim.group != "people" or re.search(r"\d", after):
        return False
    return bool(BECAME_WINNERS.search(after)) or \
        bool(WINNERS_WERE.search(before))


def _first_prize(row):
    """The pair of a row that counts prizes: the first number of its cell, for the sums of money and the places follow it."""
    for pair in row.pairs:
        if pair.fact is not None and PRIZE.search(fold(pair.indicator)) and not PRIZE_MONEY.search(fold(pair.indicator)):
            return [pair] if pair.group != "money" and pair.fact.value <= 200 and not pair.fact.share else []
    return []
