"""The house as it is meant to stand: who may import whom, what is packed, what is documented, how long a module may be."""
import ast
import configparser
import re
import sys
import warnings
from functools import lru_cache
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CONFIG = configparser.ConfigParser()
CONFIG.read(ROOT / "setup.cfg", encoding="utf-8")
#: A package or a module of auditkit → what of auditkit it may import.  `model`, `quantity`, `errors`, `slips` and `weights` stand at the
#: bottom, the command line at the top; rules see a report and what is understood of it, never files, judge, engine or output; the judge
#: sees candidates, never a report.
SHARED = {"statements", "grants", "timeline", "contradictions", "culprit", "relations"}
MAY_IMPORT = {
    "model": set(), "quantity": set(), "errors": set(), "wording": set(), "lexicon": set(), "locale": set(),
    "slips": set(), "weights": set(),
    "finding": {"model", "messages"}, "messages": {"finding"},  # a Message writes itself in English
    "forms": {"errors", "model", "wording"},
    "readers": {"errors", "model"},
    "understanding": {"model", "quantity", "lexicon", "forms", "slips", "weights", "wording"},
    "schemas": {"lexicon"},
    "report": {"model", "forms", "understanding", "wording"},
    "rule_terms": {"finding", "model", "quantity"},
    "candidate": {"finding", "quantity", "rule_terms"},
    "judge": {"candidate", "finding", "rule_terms", "slips", "weights"},
    "rule": {"candidate", "errors", "finding", "model", "quantity", "report", "rule_terms", "understanding"},
    **dict.fromkeys(SHARED, {"finding", "forms", "lexicon", "model", "quantity", "report", "rule", "understanding", "wording", *SHARED}),
    "rules": {"rule", "rule_terms", "model", "quantity", "slips", "forms", "lexicon", "schemas", "understanding", "wording", *SHARED},
    "registry": {"errors", "rule", "rules"},
    "engine": {"candidate", "errors", "finding", "judge", "model", "readers", "registry", "report", "rule", "wording", *SHARED},
    "twins": {"engine", "errors", "finding", "model", "readers", "registry", "report", "understanding"},
    "masking": {"finding", "model", "understanding"},
    "renderers": {"finding", "masking", "messages", "model", "readers", "report", "rule"},
    "cli": {"auditkit", "errors", "renderers"},
    "__main__": {"cli"}, "__init__": set(),
}
LONG, TOO_LONG = 400, 450


def modules():
    """(dotted name, file) of every module of the package."""
    for file in sorted((ROOT / "auditkit").rglob("*.py")):
        yield ".".join(file.relative_to(ROOT).with_suffix("").parts), file
    for file in sorted((ROOT / "rules").rglob("*.py")):
        yield ".".join(("auditkit", *file.relative_to(ROOT).with_suffix("").parts)), file


MODULES = [pytest.param(name, file, id=name.removeprefix("auditkit.")) for name, file in modules()]


@lru_cache(maxsize=None)
def tree(file):
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def imported(file):
    """The dotted names that a module imports, anywhere in it."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file.name}:{node.lineno}: a relative import hides where it leads"
            yield from (f"{node.module}.{alias.name}" if node.module == "auditkit" else node.module for alias in node.names)


def part(name):
    """The package or module of auditkit that a dotted name belongs to: "readers" for auditkit.readers.xlsx."""
    pieces = name.split(".")
    return pieces[1] if len(pieces) > 1 else "auditkit"


@pytest.mark.parametrize("name, file", MODULES)
def test_who_may_import_whom(name, file):
    own = part(name)
    assert own in MAY_IMPORT, f"say in MAY_IMPORT what auditkit.{own} may import"
    found = {part(other) for other in imported(file) if other.split(".")[0] == "auditkit"}
    assert found - {own} <= MAY_IMPORT[own], f"{own} must not import {sorted(found - {own} - MAY_IMPORT[own])}"


@pytest.mark.parametrize("name, file", [pytest.param(*case.values, id=case.id) for case in MODULES if part(case.values[0]) == "rules"])
def test_rules_do_not_import_each_other(name, file):
    assert not {other for other in imported(file) if other.startswith("auditkit.rules")}


@pytest.mark.parametrize("name, file", MODULES)
def test_only_declared_libraries_are_imported(name, file):
    """Everything that is neither Python's own nor ours stands in install_requires, under the name of its distribution."""
    distribution = {"docx": "python-docx", "playa": "playa-pdf", "charset_normalizer": "charset-normalizer", "markupsafe": "jinja2"}
    required = {re.match(r"[\w-]+", line).group() for line in CONFIG["options"]["install_requires"].split("\n") if line.strip()}
    foreign = {other.split(".")[0] for other in imported(file)} - set(sys.stdlib_module_names) - {"auditkit"}
    assert {distribution.get(other, other) for other in foreign} <= required


def test_no_library_for_the_network_is_imported():
    for _, file in modules():
        assert not {other.split(".")[0] for other in imported(file)} & {"requests", "httpx", "socket", "http", "aiohttp", "urllib3"}, file


def on_disk():
    packages = {"auditkit"} | {f"auditkit.{file.parent.name}" for file in (ROOT / "auditkit").glob("*/__init__.py")}
    return packages | {"auditkit.rules"}


def test_the_packages_of_setup_cfg_are_those_on_the_disk():
    assert set(CONFIG["options"]["packages"].split()) == on_disk()
    assert not list((ROOT / "auditkit").glob("*/*/__init__.py")), "a package below the second level would not be packed"


def folder(package):
    return ROOT / "rules" if package == "auditkit.rules" else ROOT / package.replace(".", "/")


def patterns():
    for package, value in CONFIG["options.package_data"].items():
        yield from ((package, pattern.strip()) for pattern in value.replace("\n", ",").split(",") if pattern.strip())


@pytest.mark.parametrize("package, pattern", list(patterns()))
def test_what_package_data_names_is_there(package, pattern):
    assert list(folder(package).glob(pattern))


def test_every_data_file_is_packed():
    packed = {file for package, pattern in patterns() for file in folder(package).glob(pattern)}
    there = {file for package in on_disk() for file in folder(package).rglob("*") if file.is_file() and file.suffix not in (".py", ".pyc")}
    assert sorted(str(file.relative_to(ROOT)) for file in there - packed) == []


def test_the_command_is_the_one_of_setup_cfg():
    module, function = CONFIG["options.entry_points"]["console_scripts"].split("=")[1].strip().split(":")
    assert callable(getattr(import_module(module), function))


def test_tests_are_no_package():
    assert not (ROOT / "tests" / "__init__.py").exists() and not (ROOT / "conftest.py").exists()


def undocumented(file):
    """Public classes, functions and methods without a docstring, with their lines."""
    found = tree(file)
    if not ast.get_docstring(found):
        yield "the module", 1
    for node in found.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            if not ast.get_docstring(node):
                yield node.name, node.lineno
            if isinstance(node, ast.ClassDef):
                yield from ((f"{node.name}.{method.name}", method.lineno) for method in node.body
                            if isinstance(method, ast.FunctionDef) and not method.name.startswith("_") and not ast.get_docstring(method))


@pytest.mark.parametrize("name, file", MODULES)
def test_everything_public_has_a_docstring(name, file):
    assert list(undocumented(file)) == []


@pytest.mark.parametrize("name, file", MODULES)
def test_a_module_can_be_read_in_one_sitting(name, file):
    lines = len(file.read_text(encoding="utf-8").splitlines())
    assert lines <= TOO_LONG, f"{lines} lines: split it"
    if lines > LONG:
        warnings.warn(f"{name} has {lines} lines: split it before it grows", stacklevel=1)


@pytest.mark.parametrize("name, file", MODULES)
def test_no_error_is_swallowed(name, file):
    """No bare except, and none that only passes without a word on why."""
    text = file.read_text(encoding="utf-8").splitlines()
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"line {node.lineno}: a bare except"
            if all(isinstance(line, ast.Pass) for line in node.body):
                assert "#" in text[node.body[0].lineno - 1] or "#" in text[node.lineno - 1], f"line {node.lineno}: except … pass without a reason"


def test_the_parser_sees_what_is_wrong(tmp_path):
    """The checks above can fail."""
    file = tmp_path / "bad.py"
    file.write_text("import auditkit.engine\nfrom auditkit import report\ndef f(): ...\nclass A:\n    def g(self): ...\n    def _h(self): ...\n")
    assert {part(name) for name in imported(file)} == {"engine", "report"}
    assert [name for name, _ in undocumented(file)] == ["the module", "f", "A", "A.g"]
