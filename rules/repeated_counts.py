"""What an activity shows for itself, its photos, videos and participants, is its own and not copied from another activity."""
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from auditkit.rule import Check, Confidence, Evidence, Message, Report, Severity, failed, number, passed, rule
from auditkit.statements import Statement, Statements, statements_of
from auditkit.wording import shorten

PHOTOS, VIDEOS, PEOPLE = "photo", "video", "people"
THINGS = (PHOTOS, VIDEOS)
#: From here on a number that is no multiple of five is hardly the same twice by chance.
UNUSUAL = {PHOTOS: 11, VIDEOS: 7, PEOPLE: 21}
#: Photos and videos alone must be more than a habit: so many videos at least, and photos that are no so-many-for-each-video.
MANY_VIDEOS, MANY_PHOTOS = 3, 21


@dataclass(frozen=True)
class _Shown:
    """What one activity shows: `counts`: one statement of each kind that is told with one number; `planned`: kind → planned numbers."""

    activity: int
    label: str
    project: int
    counts: dict[str, list[Statement]]
    planned: dict[str, set[float]]

    def value(self, kind: str) -> float | int | None:
        """The number of a kind, None where there is none or more than one."""
        return self.counts[kind][0].value if self.counts[kind] else None


@rule("DUP006", kind="duplicate", severity="info")
def counts_are_not_those_of_another_activity(report: Report) -> Iterator[Check]:
    """The photos, videos and participants of an activity are not those of another one.

    Numbers that the plan prescribes, round ones and small ones may be the same in two activities.  Unusual ones that are equal
    one and all are a warning.

    Wrong:
        # 1 міндет. Жастардың бос уақытын ұйымдастыру
        ## 1 іс-шара. «Домбыра» шеберлік сағаттарын өткізу
        Шеберлік сағаттарына барлығы 347 адам қатысты. Барлығы 73 фото мен 8 бейнежазба түсірілді.
        ## 2 іс-шара. «Асық» ойындарын өткізу
        Ойындарға барлығы 347 адам қатысты. Барлығы 73 фото мен 8 бейнежазба түсірілді.
    Right:
        # 1 міндет. Жастардың бос уақытын ұйымдастыру
        ## 1 іс-шара. «Домбыра» шеберлік сағаттарын өткізу
        Шеберлік сағаттарына барлығы 347 адам қатысты. Барлығы 73 фото мен 8 бейнежазба түсірілді.
        ## 2 іс-шара. «Асық» ойындарын өткізу
        Ойындарға барлығы 296 адам қатысты. Барлығы 61 фото мен 8 бейнежазба түсірілді.
    """
    told = statements_of(report)
    shown = [_shown(report, told, activity) for activity in sorted({*told.sections, *told.results, *told.rows})]
    shown = [one for one in shown if any(one.counts[kind] for kind in THINGS)]
    for project in dict.fromkeys(one.project for one in shown):
        own = [one for one in shown if one.project == project]
        repeats = [(one, other, found) for one, other in combinations(own, 2) if (found := _repeated(one, other)) is not None]
        if repeats:
            yield _finding(report, repeats)
        elif len(own) > 1:
            evidence = [next(statement for kind in THINGS for statement in one.counts[kind]) for one in own]
            yield passed([Evidence(piece.source, shorten(piece.text, 60), shorten(piece.text), piece.place) for piece in evidence],
                         Message("No activity has the photos, videos and participants of another one: {count} activities", {"count": len(own)}),
                         scope=report.scope_label(project))


def _shown(report: Report, told: Statements, activity: int) -> _Shown:
    rows = told.rows.get(activity, [])
    counts = {PEOPLE: told.participants(activity)}
    counts |= {kind: [*told.facts(activity, kind), *told.counted(activity, kind)] for kind in THINGS}
    planned = {kind: {pair.plan.quantity.value for row in rows for pair in row.pairs if pair.plan is not None and pair.group == kind}
               for kind in counts}
    label = report.activities[activity].label if activity >= 0 else rows[0].title
    project = report.activities[activity].project if activity >= 0 else rows[0].project
    return _Shown(activity, label, project, {kind: _one_number(statements) for kind, statements in counts.items()}, planned)


def _one_number(statements: list[Statement]) -> list[Statement]:
    """The statements, where all of them that do not merely repeat the plan give one exact number; else none."""
    own = [statement for statement in statements if not statement.repeats_plan]
    return own if len({statement.value for statement in own}) == 1 and all(statement.quantity.is_exact for statement in own) else []


def _repeated(one: _Shown, other: _Shown) -> tuple[Severity, list[str]] | None:
    """How grave it is that two activities show the same, and what of it; None where it may be so by right."""
    same = [kind for kind in (PHOTOS, VIDEOS, PEOPLE) if one.value(kind) is not None and one.value(kind) == other.value(kind)]
    free = [kind for kind in same if one.value(kind) not in one.planned[kind] | other.planned[kind]]
    unusual = [kind for kind in free if one.value(kind) >= UNUSUAL[kind] and one.value(kind) % 5 and one.value(kind) == int(one.value(kind))]
    if len(same) == 3 and PEOPLE in unusual:
        if len(unusual) > 1:
            return Severity.WARNING, same
        return (Severity.INFO, same) if PHOTOS in free and VIDEOS in free and one.value(PHOTOS) >= UNUSUAL[PHOTOS] else None
    if PHOTOS in unusual and PEOPLE in unusual and VIDEOS not in same and not (one.counts[VIDEOS] and other.counts[VIDEOS]):
        return Severity.INFO, same
    if PHOTOS in unusual and VIDEOS in free and one.value(VIDEOS) >= MANY_VIDEOS and one.value(PHOTOS) >= MANY_PHOTOS \
            and one.value(PHOTOS) % one.value(VIDEOS):
        return Severity.INFO, same
    return None


def _finding(report: Report, repeats: list[tuple[_Shown, _Shown, tuple[Severity, list[str]]]]) -> Check:
    """One finding of all repetitions in a project."""
    evidence: list[Evidence] = []
    texts = []
    for one, other, (_, kinds) in repeats:
        for activity in (other, one):
            evidence += [Evidence("participants" if kind == PEOPLE else kind, piece.value, piece.text, piece.place)
                         for kind in kinds for piece in activity.counts[kind]]
        texts.append(f"«{shorten(one.label, 60)}» = «{shorten(other.label, 60)}»: {', '.join(number(one.value(kind)) for kind in kinds)}")
    first = repeats[0]
    return failed(list(dict.fromkeys(evidence)), Message("Activities show the same photos, videos or participants: {activities}", {"activities": "; ".join(texts)}),
                  severity=min((found[0] for _, _, found in repeats), key=lambda severity: severity.rank), confidence=Confidence.MEDIUM,
                  subject=shorten(first[1].label, 60), scope=report.scope_label(first[0].project))
