"""Two versions of one report, Kazakh and Russian, held against each other: every number, date and name that differs.

    import auditkit
    result = auditkit.compare("report_kk.docx", "report_ru.docx")
    print(auditkit.render(result, "table", lang="ru"))

Only places that surely answer each other are compared (`auditkit.understanding.pairing`); the rest is counted and said, never accused.
"""
import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePath

from auditkit.engine import as_findings, coverage
from auditkit.errors import AuditkitError
from auditkit.finding import Check, Confidence, Coverage, Evidence, Message, ReportResult, Result, Severity
from auditkit.messages import N_
from auditkit.model import Block, Cell, Document, Passage, Place, Remark, Table
from auditkit.readers import read
from auditkit.report import Report, understand
from auditkit.rule import number, show, whole
from auditkit.twin_values import Point, Settled, match_names, match_numbers, match_points, points_of, spare_values
from auditkit.understanding.claims import Claim
from auditkit.understanding.pairing import Outline, Pair, align, align_rows, outline_of, shared
from auditkit.understanding.people import Person
from auditkit.wording import shorten

TITLES = (
    ("TWN001", N_("The Kazakh and the Russian version give the same numbers")),
    ("TWN002", N_("The Kazakh and the Russian version give the same dates")),
    ("TWN003", N_("The Kazakh and the Russian version name the same people")),
)
KIND = {"TWN001": "text-text", "TWN002": "date", "TWN003": "identity"}
SIDES = ("kk", "ru")
#: The share of blocks with numbers that must be surely aligned before anything is said.
ENOUGH = 0.4
#: Numbers that only one version has: smaller ones are often written as words in the other.
SMALL = 10
#: A value that one place lost and another one near it gained has been moved: how near, in pairs of blocks.
NEAR = 12


@dataclass(frozen=True)
class Spot:
    """One place of one version: a block of text or a cell of a table, with what stands there.  `side`: "kk" or "ru"; `key`: its block,
    and (row, column) of its cell from 1."""

    side: str
    passage: Passage
    place: Place
    key: tuple[int, tuple[int, int] | None]
    claims: tuple[Claim, ...]

    @cached_property
    def points(self) -> list[Point]:
        """The dates."""
        return points_of(self.passage.text)

    def evidence(self, value: object, start: int, end: int, place: Place | None = None) -> Evidence:
        """A piece of the text with the words around it."""
        left, right = max(0, start - 50), min(len(self.passage.text), end + 50)
        return Evidence(self.side, value, shorten(self.passage.text[left:right]), place or _cell_place(self.passage.place_of(start, end), self.place))

    def of_claim(self, claim: Claim) -> Evidence:
        """A number."""
        return Evidence(self.side, claim.value, claim.text, _cell_place(claim.place, self.place))

    def of_point(self, point: Point) -> Evidence:
        """A date."""
        return self.evidence(point.text, point.start, point.end)

    def of_person(self, person: Person) -> Evidence:
        """A name."""
        return self.evidence(person.name, person.start, person.end)


def _cell_place(place: Place, of: Place) -> Place:
    return place.at(table=of.table, row=of.row, column=of.column) if of.table else place


def compare(kk: str | Path, ru: str | Path, form: str | None = None) -> Result:
    """Compares two files.  The Result has one ReportResult whose document holds both texts; every Place says its `file`, and the
    role of a piece of evidence is "kk" or "ru".

    Raises UnreadableFile for a file that cannot be read, AuditkitError where the two are not versions of one report.
    """
    documents = [read(kk), read(ru)]
    names = [PurePath(document.path).name for document in documents]
    if names[0] == names[1]:
        names = [f"{name} ({side})" for name, side in zip(names, SIDES)]
    reports = [understand(stamped(document, name), form) for document, name in zip(documents, names)]
    if [report.languages[0] for report in reports] == ["ru", "kk"]:
        documents, names, reports = documents[::-1], names[::-1], reports[::-1]
    twins = Twins(*reports)
    if not twins.are_twins:
        raise AuditkitError(f"{documents[0].path} and {documents[1].path} do not look like two versions of one report: too few of their "
                            "places answer each other, so nothing was compared")
    checks = list(twins.checks())
    document = _both(documents, reports, names, twins)
    projects = tuple(project.grantee for project in reports[0].outline.projects if project.grantee)
    return Result((ReportResult(document, SIDES, reports[0].form, projects,
                                tuple(as_findings(checks)), tuple(checks), _coverage(reports, checks, names)),), (), TITLES)


class Twins:
    """Two reports aligned.  `pairs`: the blocks that answer each other; `checks`: what comparing them says."""

    def __init__(self, kk: Report, ru: Report):
        """`kk`, `ru`: the two versions, understood."""
        self.reports = (kk, ru)
        self.by_block: list[dict[tuple, list[Claim]]] = [{}, {}]
        for side, report in enumerate(self.reports):
            for claim in report.claim_list:
                self.by_block[side].setdefault((claim.block, claim.cell and claim.cell[1:]), []).append(claim)
        self.kept = [[index for index, block in enumerate(report.blocks) if block.text.strip() or block.table is not None] for report in self.reports]
        self.outlines = [[self._outline(side, index) for index in self.kept[side]] for side in (0, 1)]
        self.pairs: list[Pair] = align(*self.outlines)
        self.starts = [[self.kept[side][pair.second if side else pair.first] for pair in self.pairs] for side in (0, 1)]

    def _outline(self, side: int, index: int) -> Outline:
        block = self.reports[side].blocks[index]
        texts = [block.text] if block.table is None else [cell.text for cell in block.table.cells]
        anchors: Counter = Counter(link.target for link in block.links)
        for text in texts:
            anchors.update(("date", point.month, point.day) for point in points_of(text) if point.day)
        anchors.update(claim.value for (at, _), claims in self._of(side, index) for claim in claims if claim.role not in ("date", "ordinal", "link"))
        return outline_of(block, anchors)

    def _of(self, side: int, index: int) -> Iterator[tuple[tuple, list[Claim]]]:
        block = self.reports[side].blocks[index]
        cells = [None] if block.table is None else [(cell.row + 1, cell.column + 1) for cell in block.table.cells]
        for cell in cells:
            if (index, cell) in self.by_block[side]:
                yield (index, cell), self.by_block[side][index, cell]

    @property
    def are_twins(self) -> bool:
        """Whether enough of the blocks that have numbers or dates answer each other."""
        bearing = [min(sum(bool(outline.anchors) for outline in side) for side in self.outlines)]
        common = [shared(self.outlines[0][pair.first].anchors, self.outlines[1][pair.second].anchors) or 0 for pair in self.pairs]
        sure = sum(share >= 0.5 for share in common)
        return not bearing[0] or sure >= ENOUGH * bearing[0]

    def left(self, side: int) -> list[int]:
        """The blocks of a side (0: Kazakh, 1: Russian) that were compared with nothing."""
        taken = {block for block, _ in self.compared[side]}
        return [index for index in self.kept[side] if index not in taken]

    def checks(self) -> Iterator[Check]:
        """All checks: of numbers and dates in order of the Kazakh text, then of names, then what could not be compared."""
        settled = [(at, table, one, other, match_numbers(one.claims, other.claims, spare_values(one.passage.text, one.claims),
                                                         spare_values(other.passage.text, other.claims)))
                   for at, table, one, other in self.spots]
        yield from self._numbers(settled)
        yield from self._dates(settled)
        yield from _names([(one, other) for _, _, one, other in self.spots])
        for side in (0, 1):
            for claim in self._alone(side):
                yield _check("TWN001", "not-applicable", [Evidence(SIDES[side], claim.value, claim.text, _place(claim))],
                             Message("No place of the other version surely answers this one; it was not compared."))

    def _alone(self, side: int) -> Iterator[Claim]:
        """The numbers of a side that stand where nothing was compared."""
        for key, claims in self.by_block[side].items():
            if key not in self.compared[side]:
                yield from (claim for claim in claims if claim.is_quantity and not claim.worded)

    @cached_property
    def compared(self) -> tuple[set, set]:
        """What was compared of each side: (block, (row, column) of the cell from 1 or None)."""
        keys = [(spot.side == "ru", spot.key) for _, _, *pair in self.spots for spot in pair]
        return {key for ru, key in keys if not ru}, {key for ru, key in keys if ru}

    @cached_property
    def spots(self) -> list[tuple[int, int, Spot, Spot]]:
        """(running number of the pair, number of the table or 0, Kazakh place, Russian place) of all that is compared."""
        return list(self._spots())

    def _spots(self) -> Iterator[tuple[int, int, Spot, Spot]]:
        for at, pair in enumerate(self.pairs):
            if not pair.sure:
                continue
            indexes = self.kept[0][pair.first], self.kept[1][pair.second]
            blocks = [report.blocks[index] for report, index in zip(self.reports, indexes)]
            if blocks[0].table is None:
                spots = [Spot(SIDES[side], blocks[side].passage, blocks[side].place, (indexes[side], None),
                              tuple(self.by_block[side].get((indexes[side], None), ())))
                         for side in (0, 1)]
                yield at, 0, *spots
            elif blocks[0].table.width == blocks[1].table.width:
                yield from ((at, blocks[0].table.number, one, other) for one, other in self._cells(indexes, [block.table for block in blocks]))

    def _cells(self, indexes: tuple[int, int], tables: list[Table]) -> Iterator[tuple[Spot, Spot]]:
        cells = [{(cell.row, cell.column): cell for cell in table.cells} for table in tables]
        keys = tuple([tuple(sorted(claim.value for (_, cell), claims in self._of(side, indexes[side]) if cell and cell[0] == row + 1
                                   for claim in claims)) for row in range(tables[side].height)] for side in (0, 1))
        for a, b in align_rows(*tables, keys):
            for column in range(tables[0].width):
                pair = cells[0].get((a, column)), cells[1].get((b, column))
                if None not in pair:
                    yield tuple(Spot(SIDES[side], pair[side].passage, pair[side].place.at(table=tables[side].number, row=row + 1, column=column + 1),
                                     (indexes[side], (row + 1, column + 1)),
                                     tuple(self.by_block[side].get((indexes[side], (row + 1, column + 1)), ())))
                                for side, row in ((0, a), (1, b)))

    def _numbers(self, settled: list[tuple[int, int, Spot, Spot, Settled]]) -> Iterator[Check]:
        lost = [[(at, table, claim.value) for at, table, _, _, one in settled for claim in _unmatched(one, side)] for side in (0, 1)]
        for side in (0, 1):
            lost[side] += [(self._pair_at(side, claim.block), 0, claim.value) for claim in self._alone(side)]

        strange = _unlike_tables(settled)

        def moved(side: int, at: int, table: int, claim: Claim) -> bool:
            return any(value == claim.value and (other == at if table else not other_table and abs(other - at) <= NEAR)
                       for other, other_table, value in lost[1 - side])

        for at, table, one, other, found in settled:
            more = {"kind": "cross-table" if table else "text-text", "scope": self._scope(one)}
            for a, b in found.same:
                yield _check("TWN001", "passed", [one.of_claim(a), other.of_claim(b)],
                             Message("kk: {kk} = ru: {ru}", {"kk": show(a.quantity), "ru": show(b.quantity)}), **more)
            unsure = at in strange or len(found.only[0]) + len(found.only[1]) > 2 or not table and (
                _strangers(one, other, found) or len(found.different) > 1 + len(found.same))
            for a, b in found.different:
                evidence = [one.of_claim(a), other.of_claim(b)]
                if unsure or moved(0, at, table, a) or moved(1, at, table, b):
                    reason = Message("The wording of the two places differs too much to pair their numbers; they were not compared.") if unsure \
                        else Message("The numbers stand in another order; they were not compared.")
                    yield _check("TWN001", "not-applicable", evidence, reason, **more)
                    continue
                difference = whole(a.quantity.value - b.quantity.value)
                yield _check("TWN001", "failed", evidence, Message("kk: {kk} ↔ ru: {ru} (difference {difference})", {
                    "kk": show(a.quantity), "ru": show(b.quantity), "difference": number(abs(difference))}), difference=difference, **more)
            for side, spot in enumerate((one, other)):
                for claim in found.only[side]:
                    proven = found.same or match_points(one.points, other.points)[0]
                    beside = not proven or self._is_near(1 - side, (other, one)[side].key[0], claim)
                    yield _one_sided(spot, claim, unsure or bool(table) or beside or moved(side, at, table, claim), more)

    def _is_near(self, side: int, block: int, claim: Claim) -> bool:
        """Whether a version has a number within three blocks of one: a sentence may have gone to the next paragraph."""
        return any(other.value == claim.value for (index, _), claims in self.by_block[side].items() if abs(index - block) <= 3 for other in claims)

    def _dates(self, settled: list[tuple[int, int, Spot, Spot, Settled]]) -> Iterator[Check]:
        matched = [(at, one, other, *match_points(one.points, other.points), not table and _strangers(one, other, found))
                   for at, table, one, other, found in settled]
        lost = [[(at, point) for at, _, _, _, only, _ in matched for point in only[side]] for side in (0, 1)]
        for side in (0, 1):
            lost[side] += [(self._pair_at(side, index), point) for index in self.left(side)
                           for point in points_of(self.reports[side].blocks[index].text)]

        def moved(side: int, at: int, point: Point) -> bool:
            return any(point.agrees(other) and abs(where - at) <= NEAR for where, other in lost[1 - side])

        for at, one, other, same, only, strangers in matched:
            for a, b in same:
                yield _check("TWN002", "passed", [one.of_point(a), other.of_point(b)], Message("kk: {kk} = ru: {ru}", {"kk": a.text, "ru": b.text}))
            if strangers or not only[0] or len(only[0]) != len(only[1]):
                for spot, points in ((one, only[0]), (other, only[1])):
                    for point in points:
                        yield _check("TWN002", "not-applicable", [spot.of_point(point)], Message("The other version does not give this date here."))
                continue
            for a, b in zip(*only):
                evidence = [one.of_point(a), other.of_point(b)]
                if moved(0, at, a) or moved(1, at, b) or a.precision != b.precision:
                    yield _check("TWN002", "not-applicable", evidence, Message("The dates stand in another order; they were not compared."))
                else:
                    yield _check("TWN002", "failed", evidence, Message("kk: {kk} ↔ ru: {ru}: the dates differ", {"kk": a.text, "ru": b.text}))

    def _pair_at(self, side: int, block: int) -> int:
        """The running number of the pair that stands at a block or is the next after it."""
        return bisect_left(self.starts[side], block)

    def _scope(self, spot: Spot) -> str:
        report = self.reports[0]
        for claim in spot.claims:
            return report.scope_label(claim.scope.project, report.activity_of(claim))
        return ""


def _strangers(one: Spot, other: Spot, found: Settled) -> bool:
    """Whether two sentences contradict each other in more than one thing and agree in none or in fewer: they are no pair."""
    same, only = match_points(one.points, other.points)
    differing = len(found.different) + min(len(only[0]), len(only[1]))
    return differing > 1 and differing > len(found.same) + len(same)


def _unlike_tables(settled: list[tuple[int, int, Spot, Spot, Settled]]) -> set[int]:
    """The pairs of tables of whose numbers more differ than agree: they are not made alike, or not read alike."""
    same, different = Counter(), Counter()
    for at, table, _, _, found in settled:
        if table:
            same[at] += len(found.same)
            different[at] += len(found.different)
    return {at for at, count in different.items() if count > max(1, same[at])}


def _unmatched(found: Settled, side: int) -> list[Claim]:
    return [pair[side] for pair in found.different] + found.only[side]


def _one_sided(spot: Spot, claim: Claim, doubtful: bool, more: dict) -> Check:
    """A number that only one of two sentences has: worth a look where it is no small one and nothing else is unclear."""
    evidence = [spot.of_claim(claim)]
    if doubtful or abs(claim.quantity.value) < SMALL:
        return _check("TWN001", "not-applicable", evidence, Message("The other version does not write this number in digits here."), **more)
    return _check("TWN001", "failed", evidence, _only(spot.side, claim), severity=Severity.WARNING, confidence=Confidence.MEDIUM, **more)


def _only(side: str, claim: Claim) -> Message:
    if side == "kk":
        return Message("Only the Kazakh version has {number} here.", {"number": show(claim.quantity)})
    return Message("Only the Russian version has {number} here.", {"number": show(claim.quantity)})


def _names(spots: list[tuple[Spot, Spot]]) -> Iterator[Check]:
    """Names are only held against each other where most of them agree: else they are not read alike in both languages."""
    found = [(one, other, pair) for one, other in spots for pair in match_names(one.passage.text, other.passage.text)]
    agreeing = sum(pair.same for _, _, pair in found)
    for one, other, pair in found:
        evidence = [one.of_person(pair.first), other.of_person(pair.second)]
        fields = {"kk": pair.first.name, "ru": pair.second.name}
        if pair.same:
            yield _check("TWN003", "passed", evidence, Message("kk: {kk} = ru: {ru}", fields))
        elif 2 * agreeing > len(found):
            yield _check("TWN003", "failed", evidence, Message("kk: {kk} ↔ ru: {ru}: are these one person?", fields), severity=Severity.INFO,
                         confidence=Confidence.MEDIUM)
        else:
            yield _check("TWN003", "not-applicable", evidence, Message("Too few names agree in the two versions to compare them."))


def _check(rule: str, outcome: str, evidence: list[Evidence], message: Message, **more) -> Check:
    given = {"kind": KIND[rule], "severity": Severity.ERROR, "confidence": Confidence.HIGH, **more}
    return Check(outcome, tuple(evidence), message, rule=rule, **given)


def _place(claim: Claim) -> Place:
    return claim.place if claim.cell is None else claim.place.at(table=claim.cell[0], row=claim.cell[1], column=claim.cell[2])


def _coverage(reports: Iterable[Report], checks: list[Check], names: list[str]) -> Coverage:
    """The numbers of both versions, counted together."""
    sums = Counter()
    for report, name in zip(reports, names):
        own = [replace(check, evidence=tuple(piece for piece in check.evidence if piece.place.file == name)) for check in checks]
        counted = coverage(report, own)
        sums.update(numbers=counted.numbers, checked=counted.checked, in_findings=counted.in_findings, untied=counted.untied)
    return Coverage(**sums)


def _both(documents: list[Document], reports: list[Report], names: list[str], twins: Twins) -> Document:
    """One document with both texts, and remarks that say which files they are and how much was not compared."""
    blocks, remarks = [], []
    for side, (document, report, name) in enumerate(zip(documents, reports, names)):
        blocks += [Block("heading", Passage(f"{SIDES[side]}: {name}", ((0, Place(file=name)),)), 1), *report.document.blocks]
        remarks.append(Remark("twin", (("side", SIDES[side]), ("path", document.path), ("sha256", document.sha256))))
        left = twins.left(side)
        if left:
            remarks.append(Remark("twin-left", (("side", SIDES[side]), ("count", len(left)), ("all", len(twins.kept[side])))))
        remarks += report.document.remarks
    digest = hashlib.sha256("".join(document.sha256 for document in documents).encode()).hexdigest()
    return Document(" ↔ ".join(names), documents[0].format, digest, tuple(blocks), tuple(remarks))


def stamped(document: Document, file: str) -> Document:
    """The document with `file` in every Place of it."""
    def passage(old: Passage) -> Passage:
        return Passage(old.text, tuple((offset, place.at(file=file)) for offset, place in old.marks))

    def cell(old: Cell) -> Cell:
        return replace(old, passage=passage(old.passage), tables=tuple(map(table, old.tables)))

    def table(old: Table) -> Table:
        return replace(old, cells=tuple(map(cell, old.cells)), place=old.place.at(file=file))

    def block(old: Block) -> Block:
        return replace(old, passage=passage(old.passage), links=tuple(replace(link, place=link.place.at(file=file)) for link in old.links),
                       table=table(old.table) if old.table is not None else None)

    return replace(document, blocks=tuple(map(block, document.blocks)),
                   remarks=tuple(replace(remark, place=remark.place.at(file=file)) for remark in document.remarks))
