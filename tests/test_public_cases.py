"""Small files rebuilt from public reports and bug trackers: what is expected of each, where they lie beside the checkout."""
import json
from pathlib import Path

import pytest

from auditkit.engine import audit

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "accuracy" / "public"
CASES = json.loads((FOLDER / "cases.json").read_text(encoding="utf-8")) if (FOLDER / "cases.json").exists() else []
#: Cases that do not come out as expected yet, with the reason; most are of readers.
ELSEWHERE = {
    "01_part_tree.pdf": "the reader of tagged PDF files glues a page together",
    "12_total_first_bad.docx": "a lone total without peers is less sure than a note has to be",
    "06_superscript_mark.docx": "the reader of Word files does not tell a superscript from digits",
}

pytestmark = pytest.mark.skipif(not CASES, reason=f"{FOLDER} is not there")


def findings(case):
    (report,) = audit([FOLDER / case["file"]]).reports
    assert not report.incomplete
    return report.findings


def cases(wanted):
    """The cases wanted; those of ELSEWHERE must fail, so that whoever mends them strikes them out there."""
    return [pytest.param(case, id=case["file"], marks=[pytest.mark.xfail(reason=ELSEWHERE[case["file"]], strict=True)] if case["file"] in ELSEWHERE else [])
            for case in CASES if wanted(case)]


@pytest.mark.parametrize("case", cases(lambda case: case["silent"] or case["file"].startswith("01_")))
def test_what_is_right_is_not_accused(case):
    assert [str(finding.message) for finding in findings(case)] == []


@pytest.mark.parametrize("case", cases(lambda case: case["must_name"]))
def test_what_is_wrong_is_named(case):
    named = {evidence.value for finding in findings(case) for evidence in finding.evidence}  # a lone total without peers is a note
    assert set(case["must_name"]) <= named


@pytest.mark.parametrize("case", cases(lambda case: case["file"].startswith("13_")))
def test_a_letter_among_digits_is_noted_and_nothing_worked_out_with_it(case):
    found = findings(case)
    assert [(finding.rule, finding.severity.value) for finding in found] == [("TOT004", "info")]
    assert all("О" in evidence.text for finding in found for evidence in finding.evidence)
