"""The JSON of an audit follows the schema that is published with it."""
import json
from datetime import date
from importlib.resources import files

import numpy
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from jsonschema import Draft202012Validator, ValidationError

from auditkit.finding import (Check, Confidence, Coverage, Evidence, Finding, Incomplete, Message, ReportResult, Result,
                              Severity)
from auditkit.model import Document, Place
from auditkit.renderers import render

SCHEMA = json.loads(files("auditkit").joinpath("audit.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)

texts = st.text(max_size=12)
names = st.text("абв123 =|<", min_size=1, max_size=8)
counts = st.none() | st.integers(1, 10**6)
sides = st.floats(0, 2000, allow_nan=False)
places = st.builds(Place, line=counts, end_line=counts, page=counts, paragraph=counts, table=counts, row=counts, column=counts,
                   sheet=st.none() | texts, cell=st.none() | st.sampled_from(["A1", "XFD99"]),
                   box=st.none() | st.tuples(sides, sides, sides, sides))
values = st.none() | st.integers() | st.floats() | texts | st.dates()
evidences = st.lists(st.builds(Evidence, names, values, texts, places), min_size=1, max_size=3).map(tuple)
messages = st.builds(Message, names, st.just({}))
differences = st.none() | st.integers() | st.floats()
findings = st.builds(Finding, names, names, names, st.sampled_from(Severity), st.sampled_from(Confidence), messages,
                     evidences, texts, texts, differences, st.none() | messages)
checks = st.builds(Check, st.sampled_from(["passed", "failed", "not-applicable"]), evidences, messages, texts, texts,
                   differences, rule=names, kind=names)
reports = st.builds(
    ReportResult, st.builds(Document, texts, st.sampled_from(["text", "markdown", "docx", "xlsx", "pdf", "csv", "html"]),
                            st.just("0f" * 32)),
    st.lists(st.sampled_from(["kk", "ru"]), max_size=2).map(tuple), st.none() | names, st.lists(texts, max_size=2).map(tuple),
    st.lists(findings, max_size=2).map(tuple), st.lists(checks, max_size=2).map(tuple),
    st.builds(Coverage, *[st.integers(0, 10**6)] * 4), st.lists(st.builds(Incomplete, names, texts), max_size=1).map(tuple))
results = st.builds(Result, st.lists(reports, max_size=2).map(tuple), st.lists(st.tuples(texts, names), max_size=1).map(tuple),
                    st.lists(st.tuples(names, texts), max_size=2).map(tuple))


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(results, st.sampled_from([None, "kk", "ru", "en"]))
def test_every_result_fits_the_schema(result, lang):
    text = render(result, "json", lang)
    VALIDATOR.validate(json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is not JSON")))
    assert text == render(result, "json", lang)


def sample():
    pieces = (Evidence("total", numpy.int64(5), "5", Place(line=1)), Evidence("date", date(2025, 5, 22), "22.05.2025"),
              Evidence("ratio", numpy.float64(0.5), "0,5"), Evidence("computed", 890.0, "890"))
    one = Finding("id", "GEN001", "table-sum", Severity.ERROR, Confidence.LOW, Message("wrong"), pieces, hint=Message("hint"))
    check = Check("passed", pieces, Message("right"), rule="GEN001", kind="table-sum")
    report = ReportResult(Document("a.md", "markdown", "0f" * 32), ("kk",), None, (), (one,), (check,), Coverage(1, 1),
                          (Incomplete("AGE001", "crashed"),))
    return json.loads(render(Result((report,), (("b.pdf", "scan"),), (("GEN001", "title"),)), "json", "en"))


def test_values_of_every_type_become_json():
    values = [piece["value"] for piece in sample()["reports"][0]["findings"][0]["evidence"]]
    assert values == [5, "2025-05-22", 0.5, 890] and isinstance(values[3], int)


def test_the_schema_names_every_key_that_is_written():
    """A key that is added to the output has to be described too."""
    def undescribed(schema, data, path="$"):
        schema = SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema
        if isinstance(data, dict):
            for key, value in data.items():
                if key not in schema.get("properties", {}):
                    yield f"{path}.{key}"
                else:
                    yield from undescribed(schema["properties"][key], value, f"{path}.{key}")
        elif isinstance(data, list):
            for item in data:
                yield from undescribed(schema["items"], item, path + "[]")
    assert list(undescribed(SCHEMA, sample())) == []


@pytest.mark.parametrize("spoil", [
    lambda data: data.update(schema="auditkit/2"), lambda data: data.pop("unreadable"),
    lambda data: data["reports"][0]["findings"][0].update(severity="fatal"),
    lambda data: data["reports"][0]["findings"][0]["evidence"].clear(),
    lambda data: data["reports"][0]["findings"][0]["evidence"][0]["location"].update(line=0),
    lambda data: data["reports"][0]["checks"][0].update(outcome="maybe"),
    lambda data: data["reports"][0]["coverage"].update(untied=-1),
    lambda data: data["reports"][0]["report"].update(sha256="no"),
])
def test_the_schema_refuses_what_is_wrong(spoil):
    data = sample()
    VALIDATOR.validate(data)
    spoil(data)
    with pytest.raises(ValidationError):
        VALIDATOR.validate(data)
