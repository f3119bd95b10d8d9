"""Every rule against its cases: the YAML files in tests/rules, which a person who cannot program can add to, and the
examples in the rules' docstrings.

A case: `report` (a small report in Markdown), `checks` (how many checks the rule must make: passed and failed), `findings` (each
with `values`: numbers or words that its evidence must hold; `severity` where it matters; `message`: words of the English message).
"""
import re
import textwrap
from pathlib import Path

import pytest
import yaml

from auditkit import judge
from auditkit.engine import audit
from auditkit.finding import Confidence
from auditkit.registry import all_rules

#: The loader in C, ten times as fast, where PyYAML has it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
CASES = Path(__file__).parent / "rules"
RULES = {rule.id: rule for rule in all_rules()}


#: So short a text gives the judge little to go by: here it is asked what it holds for possible.  What it is sure of, in whole reports, tests/test_judge.py,
#: the samples and docs/accuracy.md say.
POSSIBLE = (*judge.BANDS[:2], (0.2, Confidence.LOW))


@pytest.fixture(autouse=True)
def what_is_possible(monkeypatch):
    monkeypatch.setattr(judge, "BANDS", POSSIBLE)


def run(tmp_path, markdown: str, rule: str):
    path = tmp_path / "report.md"
    path.write_text(markdown, encoding="utf-8")
    (report,) = audit([path], select=[rule], weighed=False).reports  # what the judge makes of it, tests/test_judge.py holds
    assert not report.incomplete, report.incomplete
    return report


def cases():
    for file in sorted(CASES.glob("*.yaml")):
        for case in yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER):
            yield pytest.param(file.stem, case, id=f"{file.stem}: {case['name']}")


@pytest.mark.parametrize("rule, case", list(cases()))
def test_case(tmp_path, rule, case):
    report = run(tmp_path, case["report"], rule)
    made = [check for check in report.checks if check.outcome != "not-applicable"]
    if "checks" in case:
        assert len(made) == case["checks"], [(check.outcome, str(check.message)) for check in made]
    wanted = case.get("findings", [])
    assert len(report.findings) == len(wanted), [str(finding.message) for finding in report.findings]
    left = list(report.findings)
    for want in wanted:
        match = next((finding for finding in left if _meets(finding, want)), None)
        assert match is not None, (want, [(str(f.message), [e.value for e in f.evidence]) for f in left])
        left.remove(match)


def _meets(finding, want) -> bool:
    values = {str(evidence.value) for evidence in finding.evidence}
    texts = " ".join(evidence.text for evidence in finding.evidence)
    return all(str(value) in values or str(value) in texts for value in want.get("values", [])) \
        and finding.severity == want.get("severity", finding.severity) and want.get("message", "") in str(finding.message)


def examples():
    for rule in RULES.values():
        for kind in ("Wrong", "Right"):
            found = re.search(rf"^{kind}:\n((?:[ ]{{4}}.*\n?|\n)+)", rule.doc, re.MULTILINE)
            yield pytest.param(rule, kind, found and textwrap.dedent(found.group(1)), id=f"{rule.id} {kind}")


@pytest.mark.parametrize("rule, kind, markdown", list(examples()))
def test_docstring_example(tmp_path, rule, kind, markdown):
    assert markdown, f"{rule.id} has no example «{kind}:» in its docstring"
    report = run(tmp_path, markdown, rule.id)
    failed = [check for check in report.checks if check.failed]
    assert bool(failed) == (kind == "Wrong"), [(check.outcome, str(check.message)) for check in report.checks]
    assert report.checks, "nothing was checked"


def test_every_rule_has_cases():
    assert {file.stem for file in CASES.glob("*.yaml")} == set(RULES)


def test_rules_do_not_import_each_other():
    for file in (Path(__file__).parents[1] / "rules").glob("*.py"):
        assert not re.search(r"from auditkit\.rules|import auditkit\.rules|from \.|^import rules", file.read_text(encoding="utf-8")), file.name
