"""The whole pipeline: files in, a Result out."""
import gc
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from auditkit.candidate import Candidate
from auditkit.contradictions import one_each
from auditkit.culprit import with_hints
from auditkit.errors import AuditkitError, UnreadableFile
from auditkit.finding import Check, Coverage, Evidence, Finding, Incomplete, ReportResult, Result
from auditkit.judge import judge, place_key
from auditkit.model import Document
from auditkit.readers import SUFFIXES, read
from auditkit.registry import all_rules, choose
from auditkit.report import Report, understand
from auditkit.rule import Rule
from auditkit.wording import squeeze


def audit(paths: Sequence[str | Path] | str | Path, *, select: Sequence[str] = (), ignore: Sequence[str] = (), rules_dirs: Sequence[str | Path] = (),
          lang: str | None = None, form: str | None = None, progress: Callable[[str], None] | None = None, weighed: bool = True) -> Result:
    """Audits files and all reports in folders.  A file that cannot be read lands in `Result.unreadable`; the rest go on.

    `lang` has no say in what is found, only in how it is rendered.  `progress` is called with each path before it is read.  `weighed`: without it the
    rules that decide by themselves say all that they say, also what the judge would set aside because the numbers are explained otherwise.
    Raises RuleError for rules that do not exist or cannot be loaded.
    """
    every = all_rules(rules_dirs)
    rules = choose(every, select, ignore)
    witnesses = [rule for rule in every if rule.proposes and rule not in rules] if weighed else []
    reports, unreadable = [], []
    for path in expand([paths] if isinstance(paths, (str, Path)) else paths):
        if progress is not None:
            progress(str(path))
        try:
            with fewer_collections():
                reports.append(audit_document(read(path), rules, form, witnesses, weighed))
        except UnreadableFile as error:
            unreadable.append((error.path, error.reason))
    return Result(tuple(reports), tuple(unreadable), tuple((rule.id, rule.title) for rule in rules))


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Lets Python look for cycles of dead objects less often.  A report becomes hundreds of thousands of small objects that all stay
    until it is audited: looking through them again and again takes a sixth of the time and finds nothing."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def expand(paths: Iterable[str | Path]) -> list[Path]:
    """The files that paths stand for: a folder stands for every report in it, in order of name."""
    files: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            found = sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file()
                           and not any(part.startswith((".", "~$")) for part in file.relative_to(path).parts))
            files += found or [path]
        else:
            files.append(path)
    return files


def audit_document(document: Document, rules: Sequence[Rule], form: str | None = None, witnesses: Sequence[Rule] = (), weighed: bool = True) -> ReportResult:
    """Understands one document and runs the rules on it, on each of its versions where it holds two.  A rule that crashes is named
    in `incomplete`; the others run.  So is a crash before the rules, as rule ALL000: a bug that one report brings out must not lose
    the results of the others.  `witnesses`: rules that only propose what explains numbers; nothing of theirs is said."""
    try:
        report = understand(document, form)
        versions = report.versions
    except AuditkitError:
        raise
    except Exception as error:  # a bug of ours: said so, with exit code 3
        return ReportResult(document, incomplete=(Incomplete("ALL000", f"{type(error).__name__}: {error}"),))
    checks, incomplete = [], []
    for rule in (*rules, *witnesses):
        try:
            checks += [(index, check) for index, version in enumerate(versions) for check in rule.check(version)]
        except Exception as error:  # a rule's bug must not hide what the other rules find; it is reported
            incomplete.append(Incomplete(rule.id, f"{type(error).__name__}: {error}", rule.title))
    silent = {rule.id for rule in witnesses}
    checks = _with_hints([(index, check) for index, check in _judged(checks, versions, weighed) if check.rule not in silent], versions)
    return ReportResult(document, report.languages, versions[0].form,
                        tuple(project.grantee for project in versions[0].outline.projects if project.grantee),
                        tuple(as_findings(checks)), tuple(checks), coverage(versions, checks), tuple(incomplete),
                        untied=tuple(Evidence("untied", claim.value, claim.text, claim.place) for claim in untied(versions, checks)))


def _judged(found: Sequence[tuple[int, Check | Candidate]], versions: Sequence[Report], weighed: bool) -> list[tuple[int, Check]]:
    """What the judge makes of all that the rules found, version by version."""
    checks: list[tuple[int, Check]] = []
    for own, version in enumerate(versions):
        items = [item for index, item in found if index == own]
        decided = [item for item in items if isinstance(item, Check)]
        proposed = [item for item in items if isinstance(item, Candidate)]
        checks += [(own, check) for check in (judge(proposed, decided, mentions_by_place(version)) if weighed else [*decided, *judge(proposed)])]
    return checks


def mentions_by_place(report: Report) -> dict[tuple, int]:
    """The index of each mention by its place and value, as the evidence of checks gives them."""
    found = {}
    for mention in report.mention_list:
        place = mention.claim.place
        if mention.claim.cell is not None:
            place = place.at(table=mention.claim.cell[0], row=mention.claim.cell[1], column=mention.claim.cell[2])
            found.setdefault(place_key(mention.claim.place, mention.value), mention.index)
        found.setdefault(place_key(place, mention.value), mention.index)
    return found


def _with_hints(checks: Sequence[tuple[int, Check]], versions: Sequence[Report]) -> list[Check]:
    """The checks of all versions in their order, hints out of their own version."""
    hinted = [iter(with_hints([check for index, check in checks if index == own], version)) for own, version in enumerate(versions)]
    return [next(hinted[index]) for index, _ in checks]


def as_findings(checks: Sequence[Check]) -> list[Finding]:
    """The failed checks as findings, one for each contradiction, gravest first, then in the order of the report; ids are unique and repeatable."""
    seen: Counter = Counter()
    findings = []
    for check in one_each(checks):
        base = fingerprint(check)
        seen[base] += 1
        id = base if seen[base] == 1 else f"{base}-{seen[base]}"
        findings.append(Finding(id, check.rule, check.kind, check.severity, check.confidence, check.message, check.evidence, check.subject,
                                check.scope, check.difference, check.hint, check.culprits))
    return sorted(findings, key=lambda finding: (finding.severity.rank, finding.place.order, finding.rule, finding.id))


def fingerprint(check: Check) -> str:
    """Twelve hexadecimal digits out of the rule, the scope and the evidence: the places have no say, so that a report keeps
    its findings' ids when text is added elsewhere."""
    pieces = [check.rule, squeeze(check.scope), squeeze(check.subject)]
    pieces += [f"{evidence.role}={evidence.value}" for evidence in check.evidence]
    return hashlib.sha256("\x1f".join(pieces).encode()).hexdigest()[:12]


def coverage(versions: Sequence[Report], checks: Sequence[Check]) -> Coverage:
    """What became of the numbers of a report in all its versions: in a finding, checked and right, or tied to nothing."""
    wrong = {key for check in checks if check.failed for evidence in check.evidence if (key := _key(evidence))}
    right = {key for check in checks if check.outcome == "passed" for evidence in check.evidence if (key := _key(evidence))}
    counts = Counter("in_findings" if key in wrong else "checked" if key in right else "untied"
                     for key in (claim_key(claim) for report in versions for claim in report.claim_list if claim.is_quantity))
    return Coverage(sum(counts.values()), counts["checked"], counts["in_findings"], counts["untied"])


def _key(evidence: Evidence) -> tuple | None:
    if isinstance(evidence.value, (int, float)) and evidence.role != "computed":
        return _place_key(evidence.place, evidence.value)
    return None


def claim_key(claim) -> tuple:
    """What ties a claim to the evidence of checks: its place and its number."""
    place = claim.place if claim.cell is None else claim.place.at(table=claim.cell[0], row=claim.cell[1], column=claim.cell[2])
    return _place_key(place, claim.value)


def _place_key(place, value) -> tuple:
    return (place.file, place.line, place.page, place.paragraph, place.sheet, place.table, place.row, place.column, float(value))


def untied(versions: Sequence[Report], checks: Sequence[Check]) -> list:
    """The claims that no check used."""
    used = {key for check in checks for evidence in check.evidence if (key := _key(evidence))}
    return [claim for report in versions for claim in report.claim_list if claim.is_quantity and claim_key(claim) not in used]
