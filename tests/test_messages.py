"""Messages: their fields, their translations, and numbers as each language writes them."""
import ast
import gettext
import importlib.util
from datetime import date
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given, settings, strategies as st

from auditkit.finding import Message
from auditkit.lexicon import load
from auditkit.messages import LANGUAGES, english, gettext as said, number, translate, written
from auditkit.registry import all_rules
from auditkit.renderers import terms
from auditkit.rule import described

ROOT = Path(__file__).resolve().parent.parent
NBSP = "\u00a0"


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("update_messages", ROOT / "tools" / "update_messages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_catalogues_are_complete_and_current(tool):
    wanted, wrong = tool.files()
    stale = [path.name for path, data in wanted.items() if not tool.is_current(path, data)]
    assert not wrong, "not translated:\n" + "\n".join(wrong)
    assert not stale, f"run tools/update_messages.py: {stale}"


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_translations_are_compiled_with_the_same_fields(tool, language):
    compiled = gettext.translation("auditkit", ROOT / "auditkit" / "locale", languages=[language])
    texts = [message.id for message in tool.template_catalogue() if message.id]
    assert len(texts) > 50
    for text in texts:
        translated = compiled.gettext(text)
        assert translated.strip() and tool.fields(translated) == tool.fields(text), text


def test_missing_and_broken_translations_are_noticed(tool):
    catalogue = tool.Catalog(locale="ru")
    catalogue.add("{sum} is not {total}", "{sum} не равно {totl}")
    catalogue.add("Untranslated", "")
    assert len(tool.problems(catalogue)) == 2


@pytest.mark.parametrize("ending", [".po", ".mo"])
def test_a_catalogue_is_compared_by_what_it_says(tool, tmp_path, ending):
    """Other headers and line breaks are the same catalogue; another translation, a text more or less are not."""
    def written_as(texts, width=120, **headers):
        catalogue = tool.Catalog(locale="ru", fuzzy=False, **headers)
        for text, translation in texts.items():
            catalogue.add(text, translation, locations=[("rules/sums.py", None)])
        if ending == ".mo":
            return tool.as_mo(catalogue)
        buffer = BytesIO()
        tool.write_po(buffer, catalogue, width=width)
        return buffer.getvalue()

    path = tmp_path / f"auditkit{ending}"
    texts = {"{sum} is not {total}": "{sum} – это не {total}, " * 9, "whole": "целое"}
    path.write_bytes(written_as(texts, width=60, project="other", version="9"))
    same = written_as(texts)
    assert path.read_bytes() != same and tool.is_current(path, same)
    assert not tool.is_current(path, written_as(texts | {"whole": "часть"}))
    assert not tool.is_current(path, written_as({"whole": "целое"}))
    assert not tool.is_current(path, written_as(texts | {"part": "часть"}))
    assert not tool.is_current(tmp_path / f"none{ending}", same)


def test_texts_are_collected_from_code(tool):
    source = '''
@rule("TST001", kind="table-sum")
def adds_up(report):
    """Parts make the total. Not the rest.

    Wrong:
        1.
    """
    yield Message("plain {a}", {"a": 1}), Message(template="named"), Message("one " "two"), _("word")
    yield Message("yes" if report else "no"), Message(report), N_("marked"), compare_sum(a, b, "is not", right="is")
REMARKS = {"code": "A remark."}
FAULTS, OTHER = {}, {"key": "not for people"}
MISSING = {"sum": "No sum."}
found = Message(MISSING["sum"], {}), OTHER["key"]
def helper():
    """Not a rule."""
'''
    assert {text for text, _ in tool.texts_in(source)} == {
        "Parts make the total", "Not the rest.", "plain {a}", "named", "one two", "word", "yes", "no", "marked", "is not", "is",
        "A remark.", "No sum."}


def test_templates_of_rules_are_found_wherever_they_are_handed_to(tool):
    source = '''
WRONG = "{a} is not {b}"
def rule():
    """A docstring with {field}."""
    helper("{c} of {d}", f"{made}", re.compile(r"\\d{2}"))
'''
    assert {text for text, _ in tool.texts_in(source, of_rules=True)} == {"{a} is not {b}", "{c} of {d}"}


def test_params_written_beside_a_template_fill_its_fields():
    """Every Message("…", {…}) in the code whose params are written out has all the fields that its template names."""
    wrong = []
    for path in [*(ROOT / "auditkit").rglob("*.py"), *(ROOT / "rules").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Message" and node.args:
                names = _keys(node.args[1] if len(node.args) > 1 else ast.Dict(keys=[], values=[]))
                template = node.args[0].value if isinstance(node.args[0], ast.Constant) else ""
                missing = _fields(template) - names if names is not None else set()
                wrong += [f"{path.name}:{node.lineno}: {sorted(missing)}"] if missing else []
    assert not wrong


def _keys(node):
    if isinstance(node, ast.Dict) and all(isinstance(key, ast.Constant) for key in node.keys):
        return {key.value for key in node.keys}
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "dict" and not node.args \
            and all(word.arg for word in node.keywords):
        return {word.arg for word in node.keywords}
    return None


def _fields(template):
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("value, kk, en", [
    (0, "0", "0"), (9999, "9999", "9999"), (10_000, f"10{NBSP}000", f"10{NBSP}000"),
    (-12_500, f"-12{NBSP}500", f"-12{NBSP}500"), (10**20, f"100{(NBSP + '000') * 6}", f"100{(NBSP + '000') * 6}"),
    (1_005_195, f"1{NBSP}005{NBSP}195", f"1{NBSP}005{NBSP}195"), (97.05, "97,05", "97.05"), (890.0, "890", "890"),
    (0.1 + 0.2, "0,3", "0.3"), (12345.5, f"12{NBSP}345,5", f"12{NBSP}345.5"), (-1e-9, "0", "0"),
    (float("nan"), "—", "—"), (float("inf"), "—", "—"),
])
def test_numbers_are_written_as_the_language_does(value, kk, en):
    assert number(value, "kk") == number(value, "ru") == kk
    assert number(value, "en") == en


@settings(max_examples=60)
@given(st.integers(-10**12, 10**12), st.sampled_from(LANGUAGES))
def test_a_written_number_can_be_read_back(value, lang):
    assert int(number(value, lang).replace(NBSP, "")) == value


def test_fields_are_filled_for_people():
    inner = Message("line {line}", {"line": "7"})
    message = Message("{a} / {b:.1} / {c} / {d} / {e}",
                      {"a": 12_500, "b": 95.25, "c": inner, "d": date(2025, 5, 22), "e": ["x", 1.5]})
    assert english(message) == f"12{NBSP}500 / 95.2 / line 7 / 2025-05-22 / x, 1.5"
    assert translate(message, "kk") == f"12{NBSP}500 / 95,2 / 7-жол / 22.05.2025 / x, 1,5"
    assert written(None, "ru") == "—" and written(True, "ru") == "True"


@pytest.mark.parametrize("template, params, expected", [
    ("{sum} is not {total}", {"sum": 5}, "5 is not {total}"), ("broken {", {"a": 1}, "broken {"),
    ("{a.b}", {"a": 1}, "{a.b}"), ("{a:%d}", {"a": "text"}, "{a:%d}"), ("{}", {}, "{}"),
])
def test_a_template_that_fails_does_not_stop_the_audit(template, params, expected):
    assert translate(Message(template, params), "ru") == expected


def test_an_unknown_language_is_english():
    assert translate(Message("line {line}", {"line": "7"}), "de") == "line 7"


@pytest.mark.parametrize("doc, texts", [
    ("Parts make the total.", ("Parts make the total",)),
    ("Parts make\nthe total.  So do\nothers.\n\nMore\nof it.\n\nWrong:\n    a. b\n\n    c\nRight:\n    d\n", ("Parts make the total", "So do others.", "More of it.")),
    ("", ("",))])
def test_what_the_docstring_of_a_rule_says(doc, texts):
    assert described(doc) == texts


def test_every_term_has_a_word():
    assert {rule.kind for rule in all_rules()} <= set(terms.KINDS)
    assert set(load("measures")) <= set(terms.MEASURES)
    assert {"exact", "above", "below", "about", "at-least", "at-most", "range", "rounded"} == set(terms.HEDGES)
    for words in (terms.KINDS, terms.MEASURES, terms.HEDGES):
        for text in words.values():
            assert said(text, "kk") != text and said(text, "ru") != text, text
