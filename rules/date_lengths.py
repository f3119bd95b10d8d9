"""How long a span of dates is, against the days or months that the report says it lasted."""
import re
from collections.abc import Iterator
from datetime import timedelta

from auditkit.rule import Check, Evidence, Message, Report, failed, passed, rule
from auditkit.timeline import Timeline, timeline_of
from auditkit.understanding.events import Dated
from auditkit.wording import fold


def _more(report: Report, event: Dated) -> dict:
    return {"subject": event.text[:120], "scope": report.scope_label(event.project, event.activity if isinstance(event.activity, int) else None)}


LENGTH = re.compile(r"(?<![\d-])(?P<n>\d{1,3})\s?-?\s?(?:күндік|күн бойы|күнге созыл|дневн\w+|дней\b|дня\b)")


@rule("DAT004", kind="date", severity="warning")
def a_span_has_the_length_that_is_said(report: Report) -> Iterator[Check]:
    """From its first to its last day, an event lasts as many days as the sentence says.

    Working days count as well: eight days from a Monday on may hold six days of lessons.  So are the months that are told right behind a
    span: «с 1 апреля по 31 октября. За 7 месяцев».

    Wrong:
        С 7 по 11 апреля 2025 года прошел 8-дневный мастер-класс.
    Right:
        С 7 по 11 апреля 2025 года прошел 5-дневный мастер-класс.
    """
    timeline = timeline_of(report)
    for event in timeline.dates:
        yield from _months_said(report, timeline, event)
        if not event.has_day or event.first is None or event.last is None or event.first >= event.last or event.kind == "limit":
            continue
        found = LENGTH.search(event.sentence)
        others = [other for other in timeline.dates if other.passage is event.passage and other.sentence == event.sentence]
        if found is None or len(others) > 1:
            continue
        days, said = (event.last - event.first).days + 1, int(found.group("n"))
        offset = max(0, _fold_find(event)) + found.start()
        place = event.passage.place_of(offset, offset + len(found.group()))
        place = place.at(table=event.place.table, row=event.place.row, column=event.place.column)
        evidence = [timeline.evidence(event), Evidence("stated", said, " ".join(found.group().split()), place)]
        fields = {"dates": event.written, "days": days, "said": said}
        more = _more(report, event)
        if said == days:
            yield passed(evidence, Message("{dates} is {days} days, as said", fields), **more)
        elif said > days or said == 1 or said < _working_days(event) and days <= WEEK and SINGLE.match(event.sentence, found.end()):
            yield failed(evidence, Message("{dates} is {days} days, but {said} days are said", fields), difference=said - days, **more)


#: In a span of at most a week, fewer days than working days are said of one event: «14-18 маусым күндері 2 күндік тренинг өтті».
WEEK = 7
SINGLE = re.compile(r"\s?(?!\w*(?:лар|лер|дар|дер|тар|тер)\w*)[^\W\d_]+(?<!ные)(?<!ных)\b[^.;]*\b(?:өтті|өткізілді|прош[её]л|прошла|прошло|состоялся|состоялась)")


def _working_days(event: Dated) -> int:
    return sum((event.first + timedelta(days=day)).weekday() < 5 for day in range((event.last - event.first).days + 1))


#: «За 7 месяцев», «7 ай ішінде», right behind a span of dates: at most a few words lie between.
MONTHS = re.compile(r"^[^\d;]{0,70}?\b(?P<said>(?:за|в течение|на протяжении)\s+(?P<ru>\d{1,2})\s+месяц\w*|(?P<kk>\d{1,2})\s+ай(?:дың)?\s+(?:ішінде|бойы))")


def _months_said(report: Report, timeline: Timeline, event: Dated) -> Iterator[Check]:
    """Whether the months told behind a span are those of the span, the first and the last of them counted or not."""
    if event.first is None or event.last is None or event.months[0] == event.months[1] or event.kind in ("limit", "document"):
        return
    found = MONTHS.match(fold(event.passage.text[event.mention.end:event.mention.end + 110]))
    if found is None:
        return
    said = int(found.group("ru") or found.group("kk"))
    (year, month), (last_year, last_month) = event.months
    least = 12 * (last_year - year) + last_month - month
    start = event.mention.end + found.start("said")
    place = event.passage.place_of(start, event.mention.end + found.end("said"))
    evidence = [timeline.evidence(event), Evidence("stated", said, found.group("said"), place)]
    fields = {"dates": event.written, "months": least + 1, "said": said}
    more = _more(report, event)
    if least <= said <= least + 1:
        yield passed(evidence, Message("{dates} is {months} months, as said", fields), **more)
    else:
        yield failed(evidence, Message("{dates} is {months} months, but {said} months are said", fields), difference=said - least - 1, **more)


def _fold_find(event: Dated) -> int:
    return fold(event.passage.text).find(event.sentence)
