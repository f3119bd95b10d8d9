"""The judge: what is explained is no suspect, what its peers keep is believed, and confidence is a band of a probability."""
from math import log

import pytest

from auditkit import weights
from auditkit.candidate import Candidate, compute
from auditkit.engine import audit
from auditkit.finding import Check, Confidence, Evidence, Message, Severity
from auditkit.judge import BANDS, Court, gain_of, independent, judge, place_key
from auditkit.model import Place
from auditkit.quantity import Quantity
from auditkit.rule_terms import Term
from auditkit.weights import probability, score

#: Weights that a reader can follow: a relation called "sure" is meant, one called "weak" is not.
PLAIN = {"sum": {"form": {"": -2.0, "sure": 6.0, "weak": -4.0}, "hold": {"": -1.0, "prior": 1.0, "rarity": 1.0},
                 "judge": {"": -3.0, "prior high": 3.0, "slip swapped": 4.0, "slip changed": 4.0, "culprit explained .9": -8.0, "run explained": -8.0}},
         "own": {"judge": {"": 1.0, "all explained": -6.0}}}


@pytest.fixture(autouse=True)
def plain_weights():
    weights.use(PLAIN)
    yield
    weights.use({})


def term(value, line, role="part"):
    return Term(Quantity.exact(value), role, f"{value} адам", Place(line=line))


def total_of(values, line=1, first=0, form="sure"):
    """A candidate of a total and its parts, told on one line; its mentions are numbered from `first`."""
    terms = (term(values[0], line, "total"), *(term(value, line) for value in values[1:]))
    return Candidate("sum", terms, tuple(range(first, first + len(values))), {form: 1.0}, "{stated} is not {sum_text}", "{sum_text} = {stated}", rule="SUM020", kind="text-sum",
                     severity=Severity.ERROR)


def test_a_sum_that_holds_is_checked_and_one_that_a_slip_breaks_is_accused():
    held, broken = judge([total_of([437, 251, 186])]), judge([total_of([473, 251, 186])])
    assert [check.outcome for check in held] == ["passed"]
    (check,) = broken
    assert check.failed and check.difference == 36 and str(check.message) == "473 is not 251 + 186"
    assert [piece.value for piece in check.evidence] == [473, 251, 186, 437] and check.evidence[-1].role == "computed"


def test_a_form_that_says_nothing_accuses_nobody():
    assert not judge([total_of([473, 251, 186], form="weak")])


def test_parts_that_have_their_whole_are_no_suspects_of_another():
    """251 + 186 = 437 holds: that 473 stands beside them is no contradiction."""
    own = total_of([437, 251, 186])
    other = Candidate("sum", (term(473, 1, "total"), *own.terms[1:]), (9, 1, 2), {"sure": 1.0}, "{stated} is not {sum_text}", "{sum_text} = {stated}", rule="SUM020", kind="text-sum")
    assert [check.outcome for check in judge([own, other])] == ["passed"]


def test_what_is_less_sure_than_medium_is_a_note():
    high, medium, low = (edge for edge, _ in BANDS)
    for likely, severity, confidence in ((high + .01, Severity.ERROR, Confidence.HIGH), (medium + .01, Severity.WARNING, Confidence.MEDIUM), (low + .01, Severity.INFO, Confidence.LOW)):
        odds = log(likely / (1 - likely))
        weights.use(PLAIN | {"sum": PLAIN["sum"] | {"judge": {"": -40.0, "slip swapped": 40.0 + odds}}})
        (check,) = judge([total_of([473, 251, 186])])
        assert (check.severity, check.confidence) == (severity, confidence)
    weights.use(PLAIN | {"sum": PLAIN["sum"] | {"judge": {"": -40.0, "slip swapped": 39.0}}})
    assert not judge([total_of([473, 251, 186])])


def test_what_a_rule_accuses_of_by_itself_stays_only_where_its_numbers_are_not_explained():
    pieces = tuple(Evidence("part", value, f"{value} адам", Place(line=1)) for value in (437, 251, 186))
    accusation = Check("failed", pieces, Message("wrong"), rule="OLD001", kind="text-sum", severity=Severity.ERROR, difference=-7)
    at = {place_key(Place(line=1), value): index for index, value in enumerate((437, 251, 186))}
    assert [check.rule for check in judge([], [accusation], at)] == ["OLD001"]
    assert [check.outcome for check in judge([total_of([437, 251, 186])], [accusation], at)] == ["passed"]


def test_formal_accusations_are_not_weighed():
    accusation = Check("failed", (Evidence("date", "31.02.2025", "31.02.2025"),), Message("no such day"), rule="OLD002", kind="date", severity=Severity.ERROR)
    assert judge([], [accusation]) == [accusation]


@pytest.mark.parametrize("operation, values, expected", [
    ("sum", (0, 5, 7), 12), ("product", (0, 5, 7), 35), ("share", (0, 5, 20), 25), ("growth", (0, 30, 20), 50), ("mean", (0, 30, 20), 1.5), ("same", (0, 7), 7)])
def test_every_operation_computes_what_the_first_should_be(operation, values, expected):
    assert compute(operation, tuple(term(value, 1) for value in values)).value == pytest.approx(expected)


def test_healing_any_term_makes_the_relation_hold():
    broken = total_of([473, 251, 186])
    for index, heal in broken.heals():
        values = [473, 251, 186]
        values[index] = heal
        assert total_of(values).holds


def test_explanations_that_share_numbers_count_once():
    assert independent([(2.0, frozenset({1, 2})), (1.5, frozenset({2, 3})), (1.0, frozenset({4}))]) == 3.0
    assert gain_of(0) == 0 and gain_of(.9) > gain_of(.5) > 0


def test_the_shipped_weights_are_numbers_of_known_relations():
    weights.use({})
    for relation in ("sum", "shares", "table", "same", "share", "product", "change"):
        for table in ("form", "hold", "judge"):
            found = weights.weights(relation, table)
            assert found and all(isinstance(weight, float) for weight in found.values()), (relation, table)
    assert weights.weights("sum", "run") and weights.weights("own", "judge")
    assert probability(score({}, {"": 0.0})) == .5


def test_a_selected_rule_says_the_same_as_in_the_whole_audit(tmp_path):
    """What explains numbers bears witness also where its rule is not asked for."""
    weights.use({})
    path = tmp_path / "report.md"
    path.write_text("Семинарға барлығы 437 адам қатысты: ауылдан – 251, қаладан – 186 адам.\n", encoding="utf-8")
    whole = audit([path]).reports[0].checks
    selected = audit([path], select=["SUM001"]).reports[0].checks
    assert {check.rule for check in selected} <= {"SUM001"}
    assert [check for check in whole if check.rule == "SUM001"] == list(selected)


def test_a_court_blames_one_number_once():
    court = Court([total_of([473, 251, 186]), total_of([473, 300, 137], first=10, line=1)])
    assert len({(check.evidence[0].value, check.difference) for check in court.failed()}) == 1
