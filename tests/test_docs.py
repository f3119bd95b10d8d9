"""The documents say what the code does: README, docs/, CHANGELOG and the tools that make and measure."""
import ast
import dataclasses
import importlib
import importlib.util
import json
import os
import re
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest

import auditkit

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def tool(name: str, folder: str = "tools"):
    """A script of the checkout as a module."""
    spec = importlib.util.spec_from_file_location(f"{folder}_{name}", ROOT / folder / f"{name}.py")
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fenced(text: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def chapter(text: str, title: str) -> str:
    """The text under a heading of the second level; a line of an example is no heading."""
    fences = [found.span() for found in re.finditer(r"^```.*?^```$", text, re.MULTILINE | re.DOTALL)]
    heads = [found for found in re.finditer(r"^## (.*)$", text, re.MULTILINE)
             if not any(start < found.start() < end for start, end in fences)]
    for head, following in zip(heads, [*(found.start() for found in heads[1:]), len(text)]):
        if head.group(1) == title:
            return text[head.end():following]
    raise LookupError(f"no chapter «{title}»")


# --- docs/rules.md ---------------------------------------------------------------------------------------------------

def test_the_rules_document_is_current():
    made = tool("make_rules_doc").rules_document(auditkit.all_rules())
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == made, "stale: run tools/make_rules_doc.py"


def test_the_rules_document_has_every_rule_with_both_examples():
    module = tool("make_rules_doc")
    for rule in auditkit.all_rules():
        entry = module.entry(rule)
        assert f"### {rule.id}\n\n**{rule.title}.**" in entry
        assert [kind for kind in ("Wrong", "Right") if f"{kind}:\n\n```markdown\n" in entry] == ["Wrong", "Right"], rule.id
        assert entry.count(rule.title) == 1, rule.id


# --- README ----------------------------------------------------------------------------------------------------------

def setup_lines() -> list[str]:
    return re.findall(r"^python3 -m venv .*$", README, re.MULTILINE)


def test_the_readme_has_two_command_lines_that_set_everything_up():
    audit, tests = setup_lines()  # .ci/run takes the first and the second line that begin so, and runs them
    assert "install -q ." in audit and "/auditkit audit samples/" in audit
    assert ".[test]" in tests and "pytest" in tests and "-m pytest" not in tests


def test_the_readme_s_audit_ends_with_findings():
    path = ROOT / setup_lines()[0].split()[-1]
    done = subprocess.run([sys.executable, "-P", "-m", "auditkit", "audit", str(path)], capture_output=True,
                          stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONIOENCODING": "utf-8"})
    assert done.returncode == 1 and not done.stderr, done.stderr.decode()
    assert "GEN001" in done.stdout.decode("utf-8")


def test_the_finding_that_the_readme_explains_is_one_of_the_sample():
    quoted = " ".join(re.findall(r"^> ?(.*)$", chapter(README, "How to read a finding"), re.MULTILINE))
    (report,) = auditkit.audit([ROOT / setup_lines()[0].split()[-1]]).reports
    finding = next(finding for finding in report.findings if finding.rule == "GEN001")
    total = finding.evidence[0]
    assert f"**{finding.severity}** · {finding.rule} · table {total.place.table}, row {total.place.row}, column {total.place.column}" in quoted
    assert str(finding.message) in quoted and f"{total.value} ↔ {finding.evidence[-1].value} (+{finding.difference})" in quoted


def test_the_readme_s_rule_works(tmp_path):
    (source,) = fenced(README, "python")
    folder = tmp_path / "my_rules"
    folder.mkdir()
    (folder / "both.py").write_text(source, encoding="utf-8")
    outcomes = []
    for women in (0, 70):
        report = tmp_path / f"{women}.md"
        report.write_text(f"| Барлық қатысушылар саны | Ерлер | Әйелдер |\n|---|---|---|\n| 120 | 50 | {women} |\n", encoding="utf-8")
        (result,) = auditkit.audit([report], select=["OWN001"], rules_dirs=[folder]).reports
        assert not result.incomplete
        outcomes += [(check.outcome, str(check.message)) for check in result.checks]
    assert outcomes == [("failed", "Nobody is counted under «Әйелдер»"), ("passed", "Both men and women are counted")]


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "docs/architecture.md", "docs/rules.md", "docs/accuracy.md"])
def test_links_inside_the_checkout_lead_somewhere(name):
    text = re.sub(r"```.*?```", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if not target.startswith(("http", "#")):
            assert (ROOT / name).parent.joinpath(target).exists(), target


def test_the_options_that_the_readme_names_exist():
    from click.testing import CliRunner
    from auditkit.cli import main
    shown = CliRunner().invoke(main, ["audit", "--help"]).output
    named = set(re.findall(r"`(--[a-z-]+)", README)) | set(re.findall(r"auditkit audit[^`\n]*? (-o|--[a-z-]+)", README))
    assert len(named) >= 4
    assert [option for option in sorted(named) if option not in shown] == []


def test_the_changelog_begins_with_this_version():
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## (\S+)", changes, re.MULTILINE).group(1) == auditkit.__version__


# --- docs/architecture.md --------------------------------------------------------------------------------------------

def resolved(name: str):
    """What a dotted name stands for.  Raises AttributeError where there is no such thing."""
    parts = name.split(".")
    module = importlib.import_module(parts[0])
    for at, part in enumerate(parts[1:], 1):
        if not hasattr(module, part) or at < len(parts) - 1 and part[0].islower():
            try:
                module = importlib.import_module(".".join(parts[:at + 1]))
                continue
            except ModuleNotFoundError:
                pass
        module = getattr(module, part)
    return module


def number_way() -> str:
    return chapter(ARCHITECTURE, "The way of one number")


def test_the_functions_on_the_way_of_one_number_exist():
    names = re.findall(r"`(auditkit\.[\w.]+)`", number_way())
    assert len(names) > 20
    for name in names:
        assert callable(getattr(resolved(name), "function", resolved(name))), name


def test_the_number_really_goes_that_way(tmp_path):
    (report,) = fenced(number_way(), "markdown")
    path = tmp_path / "report.md"
    path.write_text(report, encoding="utf-8")
    told = re.sub(r"\(In text that a PDF.*?joined by\s+`[\w.]+`\.\)", "", number_way(), flags=re.DOTALL)
    assert told != number_way()
    wanted = {}
    for name in re.findall(r"`(auditkit\.[\w.]+)`", told):
        found = resolved(name)
        wanted[getattr(found, "function", found)] = name
    wanted = {getattr(function, "__wrapped__", function).__code__: name for function, name in wanted.items()}
    called = set()

    def note(frame, event, _):
        if event == "call" and frame.f_code in wanted:
            called.add(wanted[frame.f_code])

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        result = auditkit.audit([path], select=["NAR001"])
        shown = auditkit.render(result, "table", "kk")
    finally:
        sys.setprofile(before)
    assert "890 ↔ 848" in shown
    assert set(wanted.values()) - called == set()


def import_table() -> dict[str, set[str]]:
    """Part → the parts that it may import, as the document says."""
    allowed: dict[str, set[str]] = {}
    for parts, others in re.findall(r"^\| (`.+?) \| (.+?) \|$", chapter(ARCHITECTURE, "Who may import whom"), re.MULTILINE):
        for part in re.findall(r"`(\w+)`", parts):
            allowed[part] = set() if others.startswith("nothing") else set(re.findall(r"\w+", others))
    return allowed


@lru_cache(maxsize=1)
def imports() -> dict[str, set[tuple[str, str]]]:
    """Part of the checkout → (part imported, by which file)."""
    found: dict[str, set[tuple[str, str]]] = {}
    for file in [*(ROOT / "auditkit").rglob("*.py"), *(ROOT / "rules").glob("*.py")]:
        inside = file.relative_to(ROOT).parts
        part = "rules" if inside[0] == "rules" else inside[1].removesuffix(".py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{file.name}: a relative import"
                names = [f"auditkit.{alias.name}" for alias in node.names] if node.module == "auditkit" else [node.module]
            for name in names:
                if name.split(".")[0] == "auditkit":
                    found.setdefault(part, set()).add((f"{name}.auditkit".split(".")[1], "/".join(inside)))
    return found


def test_everybody_imports_what_the_document_allows():
    allowed = import_table()
    assert len(allowed) > 12
    wrong = [f"{file} imports {other}" for part, others in imports().items() if part not in ("__init__", "__main__")
             for other, file in others if other != part and other not in allowed.get(part, set())]
    assert sorted(wrong) == []


def test_rules_never_import_each_other():
    assert [file for other, file in imports()["rules"] if other == "rules"] == []


def test_every_folder_of_the_house_is_described():
    told = chapter(ARCHITECTURE, "Who lives where")
    folders = {path.name for path in (ROOT / "auditkit").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert [folder for folder in sorted(folders) if f"`auditkit/{folder}/`" not in told] == []
    for path in re.findall(r"`([\w/]+(?:/|\.py))`", told):
        assert (ROOT / path).exists() or (ROOT / "auditkit" / path).exists() or any(ROOT.glob(f"auditkit/*/{path}")), path


# --- the tools that measure ------------------------------------------------------------------------------------------

EVALUATOR = '''
import json, sys
if sys.argv[1] == "mutate":
    print(json.dumps({"planted": 4, "caught": %(caught)d, "by_kind": {"table-sum": "%(caught)d/4"}}))
else:
    findings = json.load(open(sys.argv[4]))["reports"][0]["findings"]
    print(json.dumps({"must_recall": f"{min(len(findings), 1)}/1 = x", "errors_and_warnings_confirmed": "1/1 = 100.0%%",
                      "false_alarms_on_known_good": %(alarms)d, "assurance": "2/2 = 100.0%%"}))
'''


@pytest.fixture
def accuracy(tmp_path):
    """Makes a folder as tools/measure_accuracy.py expects it, of one invented report in two formats."""
    def make(women=60, caught=4, alarms=0, second=b""):
        for name in ("ledger", "corpus"):
            (tmp_path / name).mkdir()
        (tmp_path / "evaluate.py").write_text(EVALUATOR % {"caught": caught, "alarms": alarms}, encoding="utf-8")
        (tmp_path / "ledger" / "L.json").write_text(json.dumps({"document": "1_a.md", "consistent": []}), encoding="utf-8")
        rows = [["Барлық қатысушылар саны", "Ерлер", "Әйелдер"], ["---"] * 3, ["120", "50", str(women)]]
        (tmp_path / "corpus" / "1_a.md").write_text("".join(f"| {' | '.join(row)} |\n" for row in rows), encoding="utf-8")
        (tmp_path / "corpus" / "1.csv").write_bytes(second or "".join(f"{';'.join(row)}\n" for row in rows[::2]).encode("utf-8"))
        return tmp_path
    return make


def measured(capsys, monkeypatch, folder, *options):
    module = tool("measure_accuracy")
    monkeypatch.setattr(sys, "argv", ["measure_accuracy.py", str(folder), *options])
    code = module.main()
    return code, capsys.readouterr().out


def test_accuracy_is_measured_for_every_format(capsys, monkeypatch, accuracy):
    code, printed = measured(capsys, monkeypatch, accuracy(), "-n", "4", "--markdown")
    assert code == 0, printed
    assert re.search(r"^\| 1_a\.md \| [\d.]+ \| 1/1 = 100% \|", printed, re.MULTILINE)
    assert re.search(r"^\| 1_a\.md \| 4/4 = 100% \| table-sum 4/4 \|$", printed, re.MULTILINE)
    assert "All thresholds are met." in printed


def test_accuracy_that_falls_short_fails(capsys, monkeypatch, accuracy):
    folder = accuracy(women=70, alarms=1, caught=0, second=b"\x00\x01\x02\xff" * 50)
    code, printed = measured(capsys, monkeypatch, folder, "-n", "4")
    assert code == 1
    short = re.findall("^FALLS SHORT: (.*)$", printed, re.MULTILINE)
    for said in ("errors that must be found", "1 false alarms", "planted errors caught", "1.csv: exit 2"):
        assert any(said in sentence for sentence in short), (said, short)


@pytest.mark.parametrize("flaw, said", [({"crash": "exit 2: no"}, "a.md: exit 2: no"), ({"false_alarms": 1}, "a.md: 1 false alarms on relations"),
                                        ({"seconds": 1e4}, "a.md: 10000.0 s"), ({"gated_must": (8, 10)}, "text: errors that must be found"),
                                        ({"table_sums": (8, 10)}, "text: sums of tables checked")])
def test_each_flaw_falls_short_alone(flaw, said):
    module = tool("measure_accuracy")
    good = module.Measured("a.md", True, 1.0, gated_must=module.Ratio(10, 10), table_sums=module.Ratio(10, 10))
    assert module.shortfalls([good], module.Ratio(20, 20)) == []
    flaw = {name: module.Ratio(*value) if isinstance(value, tuple) else value for name, value in flaw.items()}
    (sentence,) = module.shortfalls([dataclasses.replace(good, **flaw)], module.Ratio(20, 20))
    assert sentence.startswith(said)


def test_too_few_planted_errors_caught_fall_short():
    module = tool("measure_accuracy")
    (sentence,) = module.shortfalls([], module.Ratio(5, 20))
    assert sentence.startswith("planted errors caught: 5/20")


def test_the_benchmark_changes_the_names_of_its_copies():
    speed = tool("speed", "benchmarks")
    text = speed.repeated("«Дала үні» кешіне 120 адам келді.", 3)
    names = re.findall("«(.+?)»", text)
    assert len(set(names)) == 3 and all(name.startswith("Дала үні") for name in names)
    assert text.count("120 адам") == 3 and len(speed.ADDED) >= max(speed.COPIES)


def test_the_benchmark_measures(tmp_path):
    speed = tool("speed", "benchmarks")
    path = tmp_path / "report.md"
    path.write_text("| Барлық қатысушылар саны | Ерлер | Әйелдер |\n|---|---|---|\n| 120 | 50 | 60 |\n", encoding="utf-8")
    rows = speed.growth(path, 1)
    assert [row[0] for row in rows] == list(speed.COPIES)
    assert [row[2] for row in rows] == [3 * copies for copies in speed.COPIES]
    assert all(row[4] > 0 for row in rows) and rows[0][6] is None and rows[-1][6] is not None


def test_nothing_of_the_documents_names_a_machine_s_paths():
    for name in ("README.md", "CHANGELOG.md", "docs/architecture.md", "docs/accuracy.md", "docs/rules.md", ".ci/run"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"(?<![\w.])/(?:tmp|home|root|Users)/", text), name
