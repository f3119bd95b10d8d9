"""The command line: options, exit codes and what goes to which stream, over results made by hand."""
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

import auditkit
from auditkit.cli import BINARY, FORMATS, main
from auditkit.errors import RuleError, UnreadableFile
from auditkit.finding import (Confidence, Evidence, Finding, Incomplete, Message, ReportResult, Result, Severity)
from auditkit.model import Block, Document, Passage, Place


def result(*severities, unreadable=(), incomplete=()):
    findings = tuple(Finding(f"id{index}", "GEN001", "table-sum", severity, Confidence.HIGH, Message("It does not add up."),
                             (Evidence("total", 5, "5", Place(line=3)),)) for index, severity in enumerate(severities))
    document = Document("есеп.md", "markdown", "0f" * 32, (Block("paragraph", Passage("5")),))
    return Result((ReportResult(document, ("kk",), findings=findings, incomplete=incomplete),), unreadable)


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs the command line where `audit` gives a result made by hand; `.calls` are what it was asked."""
    (tmp_path / "есеп.md").write_text("Барлығы 5", encoding="utf-8")
    (tmp_path / "екінші.md").write_text("Барлығы 6", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    calls = []

    def invoke(*arguments, gives=result()):
        def audit(paths, **options):
            calls.append((list(map(str, paths)), options))
            if isinstance(gives, Exception):
                raise gives
            return gives
        monkeypatch.setattr(auditkit, "audit", audit, raising=False)
        return CliRunner().invoke(main, list(arguments), catch_exceptions=False)
    invoke.calls = calls
    return invoke


@pytest.mark.parametrize("found, fail_on, code", [
    ((), "warning", 0), ((Severity.INFO,), "warning", 0), ((Severity.WARNING,), "warning", 1), ((Severity.ERROR,), "warning", 1),
    ((Severity.WARNING,), "error", 0), ((Severity.ERROR,), "error", 1), ((Severity.ERROR,), "never", 0),
])
def test_exit_codes_follow_fail_on(run, found, fail_on, code):
    assert run("audit", "есеп.md", "--fail-on", fail_on, gives=result(*found)).exit_code == code


def test_warnings_fail_unless_told_otherwise(run):
    assert run("audit", "есеп.md", gives=result(Severity.WARNING)).exit_code == 1


def test_unreadable_files_are_said_and_the_others_printed(run):
    got = run("audit", "есеп.md", "--lang", "en", gives=result(Severity.ERROR, unreadable=(("скан.pdf", "it needs OCR"),)))
    assert got.exit_code == 2
    assert got.stderr == "скан.pdf: it needs OCR\n" and "It does not add up." in got.stdout


def test_an_incomplete_audit_is_3_but_unreadable_comes_first(run):
    crashed = (Incomplete("GEN001", "IndexError"),)
    assert run("audit", "есеп.md", gives=result(Severity.ERROR, incomplete=crashed)).exit_code == 3
    assert run("audit", "есеп.md", gives=result(incomplete=crashed, unreadable=(("a", "b"),))).exit_code == 2


def test_options_reach_the_audit(run, tmp_path):
    run("audit", "есеп.md", "екінші.md", "--select", "GEN", "--select", "AGE001", "--ignore", "NAR", "--rules", str(tmp_path),
        "--form", "final", "--lang", "ru")
    paths, options = run.calls[0]
    progress = options.pop("progress")
    assert paths == ["есеп.md", "екінші.md"]
    assert options == {"select": ("GEN", "AGE001"), "ignore": ("NAR",), "rules_dirs": (tmp_path,), "lang": "ru", "form": "final"}
    assert progress is None or callable(progress)


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_goes_to_a_file(run, tmp_path, format):
    got = run("audit", "есеп.md", "--format", format, "-o", "out.bin", gives=result(Severity.ERROR))
    assert (got.exit_code, got.stdout) == (1, "")
    data = (tmp_path / "out.bin").read_bytes()
    assert data.startswith(b"PK") if format in BINARY else "add up" in data.decode("utf-8")


@pytest.mark.parametrize("name, begins", [("a.json", b"{"), ("a.xlsx", b"PK"), ("a.html", b"<!DOCTYPE"), ("a.CSV", b"\xef\xbb\xbf"),
                                          ("a.md", b"# "), ("a.txt", "─".encode())])
def test_the_ending_of_the_output_says_the_format(run, tmp_path, name, begins):
    run("audit", "есеп.md", "-o", name, gives=result(Severity.ERROR))
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_formats_are_those_of_the_renderers():
    from auditkit import renderers
    assert FORMATS == renderers.FORMATS and BINARY == set(renderers.BINARY)


def test_a_workbook_is_not_for_the_screen(run, monkeypatch):
    monkeypatch.setattr("auditkit.cli._on_screen", lambda stream: True)
    got = run("audit", "есеп.md", "--format", "xlsx")
    assert got.exit_code == 2 and "name a file with -o" in got.stderr and not run.calls


def test_the_report_is_never_overwritten(run, tmp_path):
    got = run("audit", "есеп.md", "-o", "есеп.md")
    assert got.exit_code == 2 and "choose another name" in got.stderr
    assert (tmp_path / "есеп.md").read_text(encoding="utf-8") == "Барлығы 5"
    assert "choose another folder" in run("audit", ".", "-o", "екінші.md").stderr
    assert run("audit", ".", "-o", "audit.html").exit_code == 2 and not run.calls
    assert run("audit", ".", "-o", "audit.json").exit_code == 0


def test_an_output_that_cannot_be_written_is_one_sentence(run):
    got = run("audit", "есеп.md", "-o", "no/such/folder/a.json")
    assert got.exit_code == 2 and got.stderr.count("\n") == 1 and "could not be written" in got.stderr


@pytest.mark.parametrize("arguments", [
    ("audit",), ("audit", "жоқ.md"), ("audit", "есеп.md", "--format", "telegram"), ("audit", "есеп.md", "--lang", "de"), ("explain",),
])
def test_wrong_usage_is_2(run, arguments):
    got = run(*arguments)
    assert got.exit_code == 2 and "Traceback" not in got.stderr


def test_errors_on_purpose_are_one_sentence(run):
    got = run("audit", "есеп.md", gives=RuleError("no rule XYZ001"))
    assert (got.exit_code, got.stderr) == (2, "no rule XYZ001\n")


def rule(id, title, severity="error"):
    return SimpleNamespace(id=id, kind="table-sum", severity=Severity(severity), title=title, description=("It says why.",),
                           examples=[("Wrong", "1 + 1 = 3"), ("Right", "1 + 1 = 2")])


def test_rules_are_listed_and_explained(run, monkeypatch):
    monkeypatch.setattr(auditkit, "all_rules", lambda dirs=(): [rule("ZZZ001", "Last", "info"), rule("GEN001", "Parts make the total")],
                        raising=False)
    listed = run("rules").stdout
    assert listed.index("GEN001") < listed.index("ZZZ001") and "Parts make the total" in listed
    told = run("explain", "gen001").stdout
    assert told == "GEN001 · sum in a table · error\n\nParts make the total.\n\nIt says why.\n\nWrong:\n    1 + 1 = 3\n\nRight:\n    1 + 1 = 2\n"
    got = run("explain", "NIX001")
    assert got.exit_code == 2 and "there is no rule NIX001" in got.stderr


@pytest.mark.parametrize("lang, words", [
    ("ru", ["список и число", "ошибка", "В перечне столько пунктов", "Пункты могут быть с номерами", "Неверно:", "Верно:"]),
    ("kk", ["тізім мен сан", "қате", "тармақ бар", "Тармақтар нөмірленген", "Қате:", "Дұрыс:"]),
    ("en", ["list against number", "error", "The items may be numbered", "Wrong:", "Right:"])])
def test_a_rule_is_explained_in_the_readers_language(run, lang, words):
    told = " ".join(run("explain", "LST001", "--lang", lang).stdout.split())
    assert [word for word in words if word not in told] == []
    assert run("explain", "LST001").stdout == run("explain", "LST001", "--lang", "en").stdout


@pytest.mark.parametrize("lang, words", [("ru", ["сумма в таблице", "ошибка", "Важность"]), ("kk", ["кестедегі қосынды", "қате", "Маңыздылығы"])])
def test_rules_are_listed_in_the_readers_language(run, lang, words):
    listed = run("rules", "--lang", lang).stdout
    assert [word for word in words if word not in listed] == [] and "table-sum" not in listed


@pytest.mark.parametrize("lang, words", [("ru", ["единица измерения", "тренинг", "фото", "точно"]), ("kk", ["өлшем", "тренинг", "бейнежазба", "дәл"])])
def test_inspect_names_units_in_the_readers_language(run, lang, words):
    path = Path(__file__).resolve().parent.parent / "samples" / "ngo_ru" / "clean.md"
    told = run("inspect", str(path), "--lang", lang).stdout
    assert [word for word in words if word not in told] == []
    assert "video" not in told and "exact" not in told


def test_inspect_says_what_is_wrong_with_a_file(run, monkeypatch):
    def read(path):
        raise UnreadableFile(path, "the file is empty")
    monkeypatch.setattr(auditkit, "read", read, raising=False)
    got = run("inspect", "есеп.md")
    assert (got.exit_code, got.stderr) == (2, "есеп.md: the file is empty\n")


def shell(*arguments, **environment):
    return subprocess.run([sys.executable, "-P", "-m", "auditkit", *arguments], capture_output=True,
                          env={**os.environ, **environment}, timeout=60)


def test_the_whole_way_from_a_file_to_findings(tmp_path):
    """Real files, a real audit, and a console that would rather have Windows-1251."""
    report = tmp_path / "есеп.md"
    report.write_text("# Жобаның қорытынды есебі\n\nГендерлік көрсеткіш:\n\n| Барлық қатысушылар саны | Ерлер | Әйелдер |\n"
                      "|---|---|---|\n| 120 | 50 | 60 |\n", encoding="utf-8")
    (tmp_path / "бос.md").write_text("", encoding="utf-8")
    got = shell("audit", str(tmp_path), "--format", "json", PYTHONIOENCODING="cp1251")
    assert got.returncode == 2 and "бос.md" in got.stderr.decode("utf-8")
    data = json.loads(got.stdout.decode("utf-8"))
    assert [one["report"]["path"] for one in data["reports"]] == [str(report)] and len(data["unreadable"]) == 1
    values = {piece["value"] for piece in data["reports"][0]["findings"][0]["evidence"]}
    assert {120, 110} <= values
    inspected = shell("inspect", str(report), "--lang", "en").stdout.decode("utf-8")
    assert "Tables (1)" in inspected and "120" in inspected


def test_help_loads_nothing_heavy():
    code = ("import sys; from click.testing import CliRunner; from auditkit.cli import main; "
            "CliRunner().invoke(main, ['--help']); "
            "print([m for m in ('pandas', 'openpyxl', 'jinja2', 'tabulate', 'auditkit.engine') if m in sys.modules])")
    got = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, timeout=60)
    assert got.stdout.strip() == "[]"
