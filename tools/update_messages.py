"""Keeps the catalogues of messages: collects the texts of the code, updates auditkit.pot and every .po, compiles .mo.

    python tools/update_messages.py                update everything; exit 1 and a list while a translation is missing
    python tools/update_messages.py --check        change nothing; exit 1 if anything is stale or missing
    python tools/update_messages.py --from FILE    first take translations from a JSON file:
                                                   {"English text": {"kk": "…", "ru": "…"}}

Texts are: those handed to the functions in CALLS (`Message("…")`, `_("…")`, `N_("…")` …), the values of REMARKS and of
dicts that such a call picks from (`Message(MISSING[what])`), every text with a {field} in rules/, and what the
docstring of every rule says: its first sentence, which is the title, and its paragraphs.  Translations that are there stay.
A file is written anew only where it says something else than before: Babel changes its headers, comments and line breaks with its versions.
Needs babel (the test extra).
"""
import ast
import json
import re
import sys
from collections.abc import Iterator
from datetime import datetime, timezone
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from auditkit.rule import described

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "auditkit" / "locale"
SOURCES = ("auditkit", "rules")
TRANSLATED = ("kk", "ru")
CALLS = {  # functions, and which of their arguments are texts for people: by position or by name
    "Message": (0, "template"), "_": (0,), "N_": (0,), "gettext": (0,), "compare_sum": (2, 3, "wrong", "right"),
}
TABLES = {"REMARKS"}  # dicts whose values are all shown to people, besides those that a call picks from
FIELD = re.compile(r"\{[a-z_]+\}")
UNDATED = datetime(2025, 1, 1, tzinfo=timezone.utc)  # the same texts give the same bytes


def texts_in(source: str, name: str = "<text>", of_rules: bool = False) -> Iterator[tuple[str, int]]:
    """(text, line) of everything to translate in the Python `source`, in order of line.

    `of_rules`: it is a module of rules, where every text with a {field} is a template, wherever it is handed on to.
    """
    found, tree = [], ast.parse(source, name)
    if of_rules:
        apart = {id(part) for node in ast.walk(tree) if isinstance(node, (ast.JoinedStr, ast.Expr))
                 for part in ([node.value] if isinstance(node, ast.Expr) else ast.walk(node))}
        found += [(node.value, node.lineno) for node in ast.walk(tree) if id(node) not in apart
                  and isinstance(node, ast.Constant) and isinstance(node.value, str) and FIELD.search(node.value)]
    tables = TABLES | {_name(node.args[0].value) for node in ast.walk(tree) if isinstance(node, ast.Call)
                       and _name(node.func) in CALLS and node.args and isinstance(node.args[0], ast.Subscript)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in CALLS:
            wanted = CALLS[_name(node.func)]
            arguments = [argument for position, argument in enumerate(node.args) if position in wanted]
            arguments += [word.value for word in node.keywords if word.arg in wanted]
            found += [(text, node.lineno) for argument in arguments for text in _literals(argument)]
        elif isinstance(node, ast.FunctionDef) and any(_is_rule(decorator) for decorator in node.decorator_list):
            found += [(text, node.lineno) for text in described(ast.get_docstring(node) or "") if text]
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict) and _name(node.targets[0]) in tables:
            found += [(text, node.lineno) for value in node.value.values for text in _literals(value)]
    yield from sorted(set(found), key=lambda one: (one[1], one[0]))


def fields(template: str) -> set[str]:
    """The names of the {fields} of a template."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def template_catalogue() -> Catalog:
    """All texts of the code, as a catalogue without translations."""
    catalogue = Catalog(project="auditkit", version="1", creation_date=UNDATED, charset="utf-8")
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for text, _ in texts_in(path.read_text(encoding="utf-8"), str(path), folder == "rules"):
                catalogue.add(text, locations=[(path.relative_to(ROOT).as_posix(), None)])
    return catalogue


def updated(language: str, template: Catalog, given: dict[str, dict[str, str]]) -> Catalog:
    """The catalogue of `language` brought up to `template`: `given` translations first, then those that are there."""
    old = read_catalogue(language)
    new = Catalog(locale=language, project="auditkit", version="1", creation_date=UNDATED, revision_date=UNDATED,
                  last_translator="auditkit", language_team=language, charset="utf-8", fuzzy=False)
    for message in template:
        if message.id:
            known = old.get(message.id)
            text = given.get(message.id, {}).get(language) or (known.string if known else "")
            new.add(message.id, text, locations=message.locations)
    return new


def read_catalogue(language: str) -> Catalog:
    """The .po of `language` as it is on disk; empty where there is none."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def po_path(language: str) -> Path:
    """Where the translations of `language` are kept; the compiled ones stand beside it with the ending .mo."""
    return LOCALE / language / "LC_MESSAGES" / "auditkit.po"


def problems(catalogue: Catalog) -> list[str]:
    """What is wrong with translations: missing, or with other {fields} than the English text."""
    found = []
    for message in catalogue:
        if not message.id:
            continue
        if not message.string:
            found.append(f"{catalogue.locale}: not translated: {message.id}")
        elif fields(message.id) != fields(message.string):
            found.append(f"{catalogue.locale}: other fields: {message.id}")
    return found


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as the bytes of a .po file."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=120, sort_output=True, include_lineno=False)
    return buffer.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """The catalogue as the bytes of a .mo file."""
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def meaning(path: Path, data: bytes) -> dict[str, tuple[str, tuple[str, ...]]]:
    """What the bytes of a catalogue say: text → (translation, the files it stands in; none in a .mo), whichever Babel wrote them."""
    catalogue = read_mo(BytesIO(data)) if path.suffix == ".mo" else read_po(BytesIO(data))
    return {message.id: (message.string or "", tuple(sorted({file for file, _ in message.locations})))
            for message in catalogue if message.id}


def is_current(path: Path, data: bytes) -> bool:
    """Whether the file says what `data` says."""
    return path.exists() and meaning(path, path.read_bytes()) == meaning(path, data)


def files(given: dict | None = None) -> tuple[dict[Path, bytes], list[str]]:
    """Every file of the catalogues as it should be, and what is wrong with the translations."""
    template = template_catalogue()
    wanted, wrong = {LOCALE / "auditkit.pot": as_po(template)}, []
    for language in TRANSLATED:
        catalogue = updated(language, template, given or {})
        wanted[po_path(language)] = as_po(catalogue)
        wanted[po_path(language).with_suffix(".mo")] = as_mo(catalogue)
        wrong += problems(catalogue)
    return wanted, wrong


def main(arguments: list[str]) -> int:
    """Update (or, with --check, compare) the catalogues; 1 if something is left to do."""
    given = json.loads(Path(arguments[1]).read_text(encoding="utf-8")) if arguments[:1] == ["--from"] else {}
    wanted, wrong = files(given)
    for path, data in wanted.items():
        if is_current(path, data):
            continue
        if "--check" in arguments:
            wrong.append(f"stale: {path.relative_to(ROOT).as_posix()}")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    print("\n".join(wrong) or "All messages are translated.")
    return 1 if wrong else 0


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _is_rule(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and _name(decorator.func) == "rule"


def _literals(node: ast.expr) -> list[str]:
    """The texts that an expression can be: a literal, or either arm of a condition."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) and node.value else []
    if isinstance(node, ast.IfExp):
        return _literals(node.body) + _literals(node.orelse)
    return []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
