"""Writes docs/rules.md out of the rules' docstrings.

    python tools/make_rules_doc.py            write it
    python tools/make_rules_doc.py --check    only say whether it is current (exit code 1 where it is not)
"""
import argparse
import re
import sys
import textwrap
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from auditkit.registry import all_rules
from auditkit.rule import Rule

TARGET = Path(__file__).resolve().parents[1] / "docs" / "rules.md"
INTRODUCTION = """\
# The rules

<!-- Made by tools/make_rules_doc.py from the docstrings in rules/: change those, then run it again. -->

What `auditkit audit` checks. `auditkit rules` prints this list in short, `auditkit explain ID` one entry of it.
**Severity** is that of most findings of the rule; a single finding may be milder where the report leaves room for doubt.
**Kind** says between what the contradiction lies. The examples are small reports in Markdown; they run as tests: the
rule must complain about the wrong one and must check the right one without a complaint.

Run some of them only with `--select` (`--select GEN001`, or a whole family: `--select GEN`), leave some out with
`--ignore`.
"""
EXAMPLE = re.compile(r"^(Wrong|Right):\n((?:[ ]{4}.*(?:\n|\Z)|[ \t]*\n)+)", re.MULTILINE)


def rules_document(rules: Sequence[Rule]) -> str:
    """The text of docs/rules.md: a table of all rules, then an entry for each, by family (the module it stands in)."""
    rows = [f"| [{rule.id}](#{rule.id.lower()}) | {rule.kind} | {rule.severity} | {_in_cell(rule.title)} |" for rule in rules]
    parts = [INTRODUCTION, "\n".join(["| Rule | Kind | Severity | What holds when it passes |", "|---|---|---|---|", *rows])]
    for module, family in groupby(rules, key=lambda rule: rule.module):
        parts.append(f"## {_family(module)}")
        parts += [entry(rule) for rule in family]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def entry(rule: Rule) -> str:
    """One rule: its id and title, kind and severity, the rest of its docstring, and its examples in fences."""
    described = EXAMPLE.sub("", rule.doc).strip()
    described = re.sub(r"\A(?s:.*?)(?<=[.!?])(?:\s+|\Z)", "", described, count=1).strip()  # the title stands above it
    parts = [f"### {rule.id}", f"**{rule.title}.**", f"Kind `{rule.kind}`, severity **{rule.severity}**."]
    parts += [described] if described else []
    for kind, example in EXAMPLE.findall(rule.doc):
        parts.append(f"{kind}:\n\n```markdown\n{textwrap.dedent(example).strip(chr(10))}\n```")
    return "\n\n".join(parts)


def _family(module: str) -> str:
    """What a module of rules says of itself in its first line."""
    first = (sys.modules[module].__doc__ or module).strip().splitlines()[0]
    return first.rstrip(".")


def _in_cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> int:
    """Writes the file, or compares it; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    parser.add_argument("-o", "--output", type=Path, default=TARGET)
    options = parser.parse_args()
    text = rules_document(all_rules())
    if options.check:
        current = options.output.is_file() and options.output.read_text(encoding="utf-8") == text
        print(f"{options.output.name} is {'current' if current else 'stale: run tools/make_rules_doc.py'}")
        return 0 if current else 1
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
