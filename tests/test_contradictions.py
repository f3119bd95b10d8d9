"""One contradiction is one finding, whichever rules see it."""
from auditkit.contradictions import one_each
from auditkit.finding import Check, Evidence, Message, Severity
from auditkit.model import Place


def check(rule, *numbers, difference=1, outcome="failed", severity=Severity.ERROR):
    evidence = tuple(Evidence("narrative", value, str(value), Place(line=line)) for value, line in numbers)
    return Check(outcome, evidence, Message("told differently"), rule=rule, difference=difference, severity=severity)


def rules(*checks):
    return [found.rule for found in one_each(checks)]


def test_the_check_with_more_evidence_speaks():
    assert rules(check("REP001", (2, 10), (3, 20)), check("LST002", (3, 20), (2, 10), (2, 30))) == ["LST002"]


def test_of_two_with_the_same_evidence_the_first_speaks():
    assert rules(check("REP001", (2, 10), (3, 20)), check("REP011", (3, 20), (2, 10), difference=-1)) == ["REP001"]


def test_the_gravest_severity_stays():
    (left,) = one_each([check("REP001", (2, 10), (3, 20)), check("LST003", (2, 10), (3, 20), (3, 30), severity=Severity.WARNING)])
    assert (left.rule, left.severity) == ("LST003", Severity.ERROR)


def test_a_chain_of_three_leaves_one():
    assert rules(check("A", (2, 1), (3, 2)), check("B", (2, 1), (3, 2), (3, 3)), check("C", (2, 1), (3, 2), (3, 3), (3, 4))) == ["C"]


def test_other_differences_other_places_and_passed_checks_are_kept_apart():
    one = check("REP001", (2, 10), (3, 20))
    assert rules(one, check("PLN004", (2, 10), (3, 20), (9, 30), difference=6)) == ["REP001", "PLN004"]
    assert rules(one, check("LST002", (2, 11), (3, 20))) == ["REP001", "LST002"]
    assert rules(one, check("LST002", (2, 10), (3, 20), (2, 30), outcome="passed")) == ["REP001"]
    assert rules(check("NAR001", (2, 10), difference=None), check("NAR002", (2, 10), difference=None)) == ["NAR001", "NAR002"]
    assert rules(one, check("REP001", (2, 10), (3, 20), (3, 30))) == ["REP001", "REP001"]
