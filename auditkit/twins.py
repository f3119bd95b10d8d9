"""Two versions of one report, Kazakh and Russian, held against each other: every number, date and name that differs.

    import auditkit
    result = auditkit.compare("report_kk.docx", "report_ru.docx")
    print(auditkit.render(result, "table", lang="ru"))

What differs is for the rules TWN001 to TWN003 to say, which look at a file that holds both versions too.  Only places that surely
answer each other are compared (`auditkit.understanding.twins`); the rest is counted and said, never accused.
"""
import hashlib
from dataclasses import replace
from pathlib import Path, PurePath

from auditkit.engine import as_findings, coverage
from auditkit.errors import AuditkitError
from auditkit.finding import ReportResult, Result
from auditkit.model import Block, Cell, Document, Passage, Place, Remark, Table
from auditkit.readers import read
from auditkit.registry import all_rules, choose
from auditkit.report import Report, understand
from auditkit.understanding.twins import SIDES, Alignment

#: The rules that compare two versions.
FAMILY = "TWN"


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
    reports[0] = replace(reports[0], translation=reports[1])
    aligned = reports[0].alignment
    if not aligned.are_twins:
        raise AuditkitError(f"{documents[0].path} and {documents[1].path} do not look like two versions of one report: too few of their "
                            "places answer each other, so nothing was compared")
    rules = choose(all_rules(), [FAMILY])
    checks = [check for rule in rules for check in rule.check(reports[0])]
    projects = tuple(project.grantee for project in reports[0].outline.projects if project.grantee)
    result = ReportResult(_both(documents, reports, names, aligned), SIDES, reports[0].form, projects, tuple(as_findings(checks)),
                          tuple(checks), coverage(reports, checks))
    return Result((result,), (), tuple((rule.id, rule.title) for rule in rules))


def _both(documents: list[Document], reports: list[Report], names: list[str], aligned: Alignment) -> Document:
    """One document with both texts, and remarks that say which files they are and how much was not compared."""
    blocks, remarks = [], []
    for side, (document, report, name) in enumerate(zip(documents, reports, names)):
        blocks += [Block("heading", Passage(f"{SIDES[side]}: {name}", ((0, Place(file=name)),)), 1), *report.document.blocks]
        remarks.append(Remark("twin", (("side", SIDES[side]), ("path", document.path), ("sha256", document.sha256))))
        left = aligned.left(side)
        if left:
            remarks.append(Remark("twin-left", (("side", SIDES[side]), ("count", len(left)), ("all", len(aligned.kept[side])))))
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
