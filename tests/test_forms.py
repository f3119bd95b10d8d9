"""The forms as data: recognised, read, and a new one added by one file."""
import shutil
from pathlib import Path

import pytest

import auditkit.forms as forms
from auditkit.engine import audit
from auditkit.errors import RuleError
from auditkit.readers import read
from auditkit.report import understand

SAMPLES = Path(__file__).parents[1] / "samples"
NEW = """
title = "Note on a visit"
[titles]
kk = ["мониторингтік бару туралы анықтама"]
ru = ["справка о мониторинговом посещении"]
[[field]]
id = "organisation"
kk = ["Барған ұйым"]
ru = ["Посещенная организация"]
[[field]]
id = "contacts"
kk = ["Ұйымның байланысы"]
ru = ["Контакты организации"]
needs = ["phone"]
[[section]]
id = "remarks"
kk = ["Ескертулер"]
ru = ["Замечания"]
required = true
instructions = ["не байқалғанын жазыңыз", "укажите выявленное"]
"""
NOTE = """# Справка о мониторинговом посещении

Посещенная организация: ОФ «Родник»

Контакты организации: {contacts}

## Замечания: укажите выявленное

{remarks}
"""


@pytest.fixture
def with_new_form(tmp_path, monkeypatch):
    """A folder of forms with one file more; the package itself is left alone."""
    folder = tmp_path / "forms"
    folder.mkdir()
    for file in Path(forms.__file__).parent.glob("*.toml"):
        shutil.copy(file, folder)
    (folder / "visit-note.toml").write_text(NEW, encoding="utf-8")
    monkeypatch.setattr(forms, "files", lambda package: folder)
    forms.load_form.cache_clear()
    yield folder
    forms.load_form.cache_clear()


def findings(tmp_path, **values):
    path = tmp_path / "note.md"
    path.write_text(NOTE.format(**values), encoding="utf-8")
    (report,) = audit([path], select=["FRM001", "FRM003"]).reports
    assert report.form == "visit-note" and not report.incomplete
    return [(finding.rule, finding.subject) for finding in report.findings]


def test_a_new_form_is_one_file(tmp_path, with_new_form):
    assert "visit-note" in forms.form_ids()
    assert findings(tmp_path, contacts="8 700 000 00 91", remarks="Журнал ведется не каждый день.") == []
    assert findings(tmp_path, contacts="нет", remarks="") == [("FRM001", "contacts: phone"), ("FRM003", "remarks")]


@pytest.mark.parametrize("sample, id", [("ngo_kk", "grantee-final"), ("ngo_ru", "grantee-final"), ("operator_kk", "operator-annual")])
@pytest.mark.parametrize("format", ["md", "docx", "xlsx"])
def test_samples_are_recognised(sample, id, format):
    report = understand(read(SAMPLES / sample / f"clean.{format}"))
    assert report.form == id
    wanted = 3 if id == "operator-annual" else 1
    fields = [answer.spec.id for answer in report.answers]
    assert fields == ["organisation", "leader", "contacts", "project", "period", "sum"] * wanted
    assert all(answer.text for answer in report.answers)


def test_recognised_by_headings_without_a_title(tmp_path):
    text = (SAMPLES / "ngo_ru" / "clean.md").read_text(encoding="utf-8")
    path = tmp_path / "untitled.md"
    path.write_text("\n".join(line for line in text.split("\n") if "Заключительный отчет" not in line), encoding="utf-8")
    assert understand(read(path)).form == "grantee-final"


def test_other_texts_have_no_form(tmp_path):
    path = tmp_path / "letter.md"
    path.write_text("# Хат\n\nСіздің хатыңызға жауап береміз.\n", encoding="utf-8")
    assert understand(read(path)).form is None


def test_a_form_may_be_named(tmp_path):
    path = tmp_path / "letter.md"
    path.write_text("# Хат\n\nСіздің хатыңызға жауап береміз.\n", encoding="utf-8")
    assert understand(read(path), "operator-annual").form == "operator-annual"
    with pytest.raises(RuleError, match="no such form"):
        understand(read(path), "no-such-form")


@pytest.mark.parametrize("text, says", [("titles = 1", "title"), ("not toml", "form x"), (
    'title = "X"\n[titles]\nkk = ["х"]\n[[field]]\nid = "a"\nkk = ["а"]\nneeds = ["moon"]', "moon")])
def test_a_file_that_is_not_understood_is_refused(text, says):
    with pytest.raises(RuleError, match=says):
        forms.parse_form("x", text)


@pytest.mark.parametrize("id", forms.form_ids())
def test_headings_are_distinct(id):
    """No heading of one field or section is the beginning of another's: the longer one would never be met."""
    form = forms.load_form(id)
    heads = [(forms.squeeze(head), spec.id) for spec in form.fields for head in spec.heads]
    for head, owner in heads:
        assert not [other for flat, other in heads if other != owner and flat.startswith(head)], head
