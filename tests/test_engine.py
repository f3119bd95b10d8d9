"""The pipeline: rules that crash, ids of findings, coverage, files that cannot be read, and which rules run."""
import gc
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

import auditkit
from auditkit import engine
from auditkit.engine import audit, audit_document, expand, fingerprint
from auditkit.errors import RuleError
from auditkit.finding import Check, Evidence, Message, Severity
from auditkit.model import Place
from auditkit.readers import read
from auditkit.registry import all_rules, choose
from auditkit.rule import failed, passed, rule

GENDER = "| Барлық қатысушылар саны | Ерлер | Әйелдер |\n|---|---|---|\n| {} | {} | {} |\n\n"
DIRTY = "Жобаға қатысқандар туралы.\n\n" + GENDER.format(310, 140, 180) + GENDER.format(90, 40, 60)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@rule("ZZZ001", kind="format")
def crashes(report):
    """Crashes after its first check."""
    yield passed([Evidence("total", 310, "310", Place(line=5))], Message("So far all is well"))
    raise ZeroDivisionError("бөлу")


@rule("ZZZ002", kind="format")
def accuses(report):
    """Accuses the first line."""
    yield failed([Evidence("total", "Жоба", "Жоба", Place(line=1))], Message("The first line is wrong"))


@rule("ZZZ003", kind="format")
def crashes_at_once(report):
    """Is no generator and crashes at once."""
    raise KeyError("жоқ")


def test_a_rule_that_crashes_is_named_and_the_others_run(tmp_path):
    document = read(written(tmp_path, "есеп.md", DIRTY))
    result = audit_document(document, [crashes, crashes_at_once, accuses, *choose(all_rules(), ["GEN001"])])
    assert [(part.rule, part.reason) for part in result.incomplete] == [("ZZZ001", "ZeroDivisionError: бөлу"), ("ZZZ003", "KeyError: 'жоқ'")]
    assert {finding.rule for finding in result.findings} == {"ZZZ002", "GEN001"}


def test_a_crash_before_the_rules_loses_no_other_report(tmp_path, monkeypatch):
    understand = engine.understand
    monkeypatch.setattr(engine, "understand", lambda document, form: 1 / 0 if "бір" in document.path else understand(document, form))
    result = audit([written(tmp_path, "бір.md", DIRTY), written(tmp_path, "екі.md", DIRTY)])
    assert [part.reason for part in result.reports[0].incomplete] == ["ZeroDivisionError: division by zero"]
    assert result.reports[1].findings and not result.reports[1].incomplete
    for format in ("table", "json", "csv", "markdown", "html"):
        assert "ZeroDivisionError" in auditkit.render(result, format, lang="en") or format == "csv"


def test_every_finding_has_an_id_of_its_own_also_for_the_same_numbers(tmp_path):
    result = audit([written(tmp_path, "есеп.md", DIRTY + GENDER.format(310, 140, 180))], select=["GEN001"]).reports[0]
    ids = [finding.id for finding in result.findings]
    assert len(ids) == len(set(ids)) == 3
    assert sorted(len(id) for id in ids)[:2] == [12, 12]


def test_ids_stay_when_text_is_added_elsewhere(tmp_path):
    one = audit([written(tmp_path, "бір.md", DIRTY)]).reports[0]
    other = audit([written(tmp_path, "екі.md", "Кіріспе сөз.\n\n" + DIRTY + "\nСоңғы сөз, 2025 жыл.\n")]).reports[0]
    assert [finding.id for finding in one.findings] == [finding.id for finding in other.findings] != []
    assert one.findings[0].place.line + 2 == other.findings[0].place.line


def test_ids_are_the_same_in_every_run(tmp_path):
    path = written(tmp_path, "есеп.md", DIRTY)
    first, second = (audit([path]).reports[0] for _ in range(2))
    assert first.findings == second.findings and first.coverage == second.coverage


def test_another_contradiction_has_another_id():
    def check(rule_id="GEN001", value=5, scope="", subject="a"):
        return Check("failed", (Evidence("total", value, "5", Place(line=9)),), Message("x"), subject, scope, rule=rule_id)
    assert fingerprint(check()) == fingerprint(check()) and len(fingerprint(check())) == 12
    assert len({fingerprint(each) for each in (check(), check("GEN002"), check(value=6), check(scope="б"), check(subject="в"))}) == 5
    moved = Check("failed", (Evidence("total", 5, "5", Place(line=99)),), Message("y"), "a", rule="GEN001")
    assert fingerprint(moved) == fingerprint(check())


def test_findings_come_gravest_first(tmp_path):
    text = DIRTY + "| Барлық қатысушылар саны | Ерлер | Әйелдер |\n|---|---|---|\n| 1 446 | 14 40 | 6 |\n"
    severities = [finding.severity.rank for finding in audit([written(tmp_path, "есеп.md", text)]).reports[0].findings]
    assert severities == sorted(severities) and len(set(severities)) > 1


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500)), max_size=4), st.integers(0, 9))
def test_coverage_adds_up(tmp_path_factory, rows, spare):
    text = "Сабаққа адамдар келді.\n\n" + "".join(GENDER.format(*row) for row in rows) + f"Қорда {spare} кітап бар.\n"
    path = written(tmp_path_factory.mktemp("coverage"), "a.md", text)
    report = audit([path]).reports[0]
    coverage = report.coverage
    assert coverage.numbers == coverage.checked + coverage.in_findings + coverage.untied
    assert 0 <= coverage.share <= 1
    assert len(report.untied) <= coverage.numbers


def test_a_number_of_a_finding_is_not_counted_as_checked(tmp_path):
    report = audit([written(tmp_path, "есеп.md", "Кесте.\n\n" + GENDER.format(310, 140, 180))], select=["GEN001"]).reports[0]
    assert (report.coverage.numbers, report.coverage.in_findings, report.coverage.checked, report.coverage.untied) == (3, 3, 0, 0)
    clean = audit([written(tmp_path, "таза.md", "Кесте.\n\n" + GENDER.format(310, 140, 170))], select=["GEN001"]).reports[0]
    assert (clean.coverage.in_findings, clean.coverage.checked, clean.coverage.share) == (0, 3, 1.0)


def test_untied_numbers_are_listed_with_their_places(tmp_path):
    report = audit([written(tmp_path, "есеп.md", "Қорда 77 кітап бар.\n")]).reports[0]
    (evidence,) = report.untied
    assert (evidence.value, evidence.place.line) == (77, 1) and "77 кітап" in evidence.text


def test_a_file_that_cannot_be_read_stands_beside_the_good_ones(tmp_path):
    (tmp_path / "бос.md").write_bytes(b"")
    (tmp_path / "бүлінген.pdf").write_text("%PDF-1.7\nжарты", encoding="utf-8")
    written(tmp_path, "есеп.md", DIRTY)
    result = audit([tmp_path / "бос.md", tmp_path / "бүлінген.pdf", tmp_path / "есеп.md", tmp_path / "жоқ.md"])
    assert [Path(report.document.path).name for report in result.reports] == ["есеп.md"] and result.reports[0].findings
    assert [Path(path).name for path, _ in result.unreadable] == ["бос.md", "бүлінген.pdf", "жоқ.md"]
    assert all(reason and "\n" not in reason for _, reason in result.unreadable)


def test_a_folder_stands_for_its_reports(tmp_path):
    (tmp_path / "ішкі").mkdir()
    for name in ("б.md", "а.txt", "сурет.png", ".жасырын.md", "~$а.docx", "ішкі/в.csv"):
        written(tmp_path, name, "мәтін")
    assert [str(path.relative_to(tmp_path)) for path in expand([tmp_path])] == sorted(["а.txt", "б.md", "ішкі/в.csv"])
    (tmp_path / "бос").mkdir()
    assert expand([tmp_path / "бос"]) == [tmp_path / "бос"]


def test_one_path_will_do_and_progress_names_each_file(tmp_path):
    path, seen = written(tmp_path, "есеп.md", DIRTY), []
    assert audit(str(path), progress=seen.append) == audit([path]) and seen == [str(path)]


def test_the_form_that_is_named_is_taken(tmp_path):
    assert audit([written(tmp_path, "есеп.md", DIRTY)], form="grantee-final").reports[0].form == "grantee-final"


@pytest.mark.parametrize("select, ignore, ids", [
    (["GEN001"], [], {"GEN001"}), (["gen"], [], {"GEN001"}), (["XTB"], ["XTB002"], {"XTB001", "XTB003", "XTB020"}), (["GEN", "AGE"], [], {"GEN001", "AGE001", "AGE002", "AGE003"}),
    (["GEN"], ["GEN001"], set())])
def test_which_rules_run(tmp_path, select, ignore, ids):
    result = audit([written(tmp_path, "есеп.md", DIRTY)], select=select, ignore=ignore)
    assert {id for id, _ in result.rules} == ids
    assert {check.rule for check in result.reports[0].checks} <= ids


def test_ignored_rules_are_all_but_these(tmp_path):
    every = {each.id for each in all_rules()}
    result = audit([written(tmp_path, "есеп.md", DIRTY)], ignore=["GEN"])
    assert {id for id, _ in result.rules} == every - {"GEN001"} and every > {"GEN001"}


@pytest.mark.parametrize("options", [{"select": ["ABC999"]}, {"ignore": ["ABC999"]}])
def test_a_rule_that_does_not_exist_is_refused(tmp_path, options):
    with pytest.raises(RuleError, match="ABC999"):
        audit([written(tmp_path, "есеп.md", DIRTY)], **options)


EXTRA = '''"""A rule of one's own."""
from auditkit.rule import Evidence, Message, failed, rule


@rule("{id}", kind="format", severity="warning")
def own_rule(report):
    """Every report is too short."""
    yield failed([Evidence("stated", "short", report.blocks[0].text, report.blocks[0].place)], Message("The report is too short"))
'''


def test_a_folder_of_extra_rules(tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    written(folder, "short.py", EXTRA.format(id="OWN001"))
    result = audit([written(tmp_path, "есеп.md", DIRTY)], rules_dirs=[folder], select=["OWN"])
    (finding,) = result.reports[0].findings
    assert (finding.rule, finding.kind, finding.severity) == ("OWN001", "format", Severity.WARNING)
    assert result.rules == (("OWN001", "Every report is too short"),)
    assert "OWN001" not in {each.id for each in all_rules()}


def test_the_same_id_twice_is_refused(tmp_path):
    for name in ("a", "b"):
        written(tmp_path, f"{name}.py", EXTRA.format(id="OWN001"))
    with pytest.raises(RuleError, match="OWN001.*two rules"):
        all_rules([tmp_path])


def test_an_id_of_a_built_in_rule_is_refused(tmp_path):
    written(tmp_path, "a.py", EXTRA.format(id="GEN001"))
    with pytest.raises(RuleError, match="GEN001"):
        all_rules([tmp_path])


@pytest.mark.parametrize("text, words", [("import жоқ_модуль\n", "жоқ_модуль"), ("def (:\n", "SyntaxError"), (EXTRA.format(id="X1"), "three capital letters"),
                                         (EXTRA.format(id="OWN001").replace('"""Every report is too short."""', ""), "docstring")])
def test_a_module_of_rules_that_cannot_be_loaded(tmp_path, text, words):
    written(tmp_path, "a.py", text)
    with pytest.raises(RuleError) as caught:
        all_rules([tmp_path])
    assert words in str(caught.value) and "a.py" in str(caught.value)


def test_a_folder_of_rules_that_is_not_there(tmp_path):
    with pytest.raises(RuleError, match="no such folder"):
        all_rules([tmp_path / "жоқ"])


def test_a_row_with_impossible_numbers_crashes_nothing(tmp_path):
    text = ("# 1 міндет. Су\n## 1 іс-шара. «Таза өзен» сенбілігі\nСенбілікке -5 адам, 12,5 адам қатысты.\n\n" + GENDER.format("-120", "12,5", "9999999999999999999999")
            + "| Барлық қатысушылар саны | 13-16 жас | 17-22 жас | 59 жас және одан жоғары |\n|---|---|---|---|\n| 0 | -1 | 0,5 | 1e9 |\n\n"
            + "| Барлық қатысушылар саны | Балалар | Жастар | Егде жастағы адамдар | Басқа |\n|---|---|---|---|---|\n| 5 | -5 | 2,5 | -1 | 8,5 |\n\n"
            + "| Міндеті | Міндет аясындағы шаралар | Индикаторы | жоспар | факт |\n|---|---|---|---|---|\n| Су | «Таза өзен» | Қамту | -200 адам | 0,5 адам |\n\n"
            + "| Индикатор | Өлшем бірлігі | Жоспарланып отырған деңгей | Нақты деңгей |\n|---|---|---|---|\n| 1. Тікелей бенефициарлар саны | адам | -1 | -640,5 |\n")
    report = audit([written(tmp_path, "есеп.md", text)]).reports[0]
    assert report.incomplete == () and {"TAB001", "GEN001"} <= {finding.rule for finding in report.findings}


def test_the_public_names_are_there():
    assert auditkit.audit is audit and all(getattr(auditkit, name) is not None for name in auditkit.__all__)
    with pytest.raises(AttributeError, match="no_such_name"):
        auditkit.no_such_name


def test_an_audit_leaves_the_garbage_collector_as_it_was(tmp_path):
    before = gc.get_threshold()
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 nothing")
    auditkit.audit([tmp_path / "broken.docx", Path(__file__).parent.parent / "samples" / "ngo_kk" / "clean.md"])
    assert gc.get_threshold() == before
