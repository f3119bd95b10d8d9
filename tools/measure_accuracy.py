"""Measures how well the audit finds what is wrong in real reports, and says where it falls short of what is asked.

    python tools/measure_accuracy.py [FOLDER] [-n MUTANTS] [--seed SEED] [--markdown]

FOLDER (../shared/accuracy beside the checkout where none is named) holds `evaluate.py`, `ledger/*.json` (what is wrong and what is right in
each report, verified by hand) and `corpus/` (the reports; one report in several formats has the same first word in
its name).  The reports are confidential: this program prints counts, never a word of them.

Prints one line per document: seconds, whether it was read to the end, how many of the errors that must be found were
found (all kinds; and the kinds of GATED, on which a threshold stands), false alarms on relations known to be right, and how many of the right relations
were checked.  Then what the audit catches of single digits changed in relations that hold (one process each).  Exit
code 1 where a document crashes or a figure misses THRESHOLDS.  Needs auditkit installed in the Python that runs it.
"""
import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

#: The kinds of contradiction between tables, plan and fact, and narrative and tables.
GATED = ("table-sum", "cross-table", "plan-fact", "text-table")
#: What is asked: at most so many false alarms and seconds per document, at least such shares (of all documents of one form
#: together, where one alone has too few records to speak of a share).
THRESHOLDS = {"false_alarms": 0, "seconds": 20.0, "must_recall": 0.90, "table_sums_checked": 0.90, "mutants_caught": 0.50}
WITH_LINES = (".txt", ".md")
AUDIT = [sys.executable, "-P", "-m", "auditkit", "audit", "--format", "json"]


@dataclass(frozen=True)
class Ratio:
    """Found of wanted."""

    found: int = 0
    wanted: int = 0

    @staticmethod
    def read(text: str) -> "Ratio":
        """Out of what the evaluator prints: «26/39 = 66.7%», «0/0»."""
        found, wanted = re.match(r"(\d+)/(\d+)", text).groups()
        return Ratio(int(found), int(wanted))

    def __add__(self, other: "Ratio") -> "Ratio":
        return Ratio(self.found + other.found, self.wanted + other.wanted)

    def __str__(self) -> str:
        return f"{self.found}/{self.wanted} = {self.found / self.wanted:.0%}" if self.wanted else "–"

    def reaches(self, share: float) -> bool:
        """Whether the share is met; nothing wanted is met by nothing."""
        return self.found >= share * self.wanted - 1e-9


@dataclass(frozen=True)
class Measured:
    """The figures of one document; `crash`: what went wrong, "" where nothing did."""

    document: str
    with_lines: bool
    seconds: float
    crash: str = ""
    must: Ratio = Ratio()
    gated_must: Ratio = Ratio()
    confirmed: Ratio = Ratio()
    false_alarms: int = 0
    assured: Ratio = Ratio()
    table_sums: Ratio = Ratio()


def documents(folder: Path) -> list[tuple[Path, Path]]:
    """(ledger, document) for every document of the corpus: the ledger names one, others of the same first word in their
    names are the same report in another format."""
    found = []
    for ledger in sorted((folder / "ledger").glob("*.json")):
        named = json.loads(ledger.read_text(encoding="utf-8"))["document"]
        same = [path for path in sorted((folder / "corpus").iterdir()) if first_word(path.name) == first_word(named)]
        found += [(ledger, path) for path in sorted(same, key=lambda path: (path.name != named, path.name))]
    return found


def first_word(name: str) -> str:
    """What comes before the first dot or underscore of a file's name."""
    return re.split(r"[._]", name, maxsplit=1)[0]


def measure(evaluator: Path, ledger: Path, document: Path, scratch: Path) -> Measured:
    """Audits one document in its own process and has the evaluator hold the result against the ledger."""
    with_lines = document.suffix.lower() in WITH_LINES
    began = time.perf_counter()
    done = subprocess.run([*AUDIT, str(document)], capture_output=True, stdin=subprocess.DEVNULL)
    seconds = time.perf_counter() - began
    if crash := _crash(done):
        return Measured(document.name, with_lines, seconds, crash)
    audit = scratch / f"{document.name}.json"
    audit.write_bytes(done.stdout)
    lines = [] if with_lines else ["--no-lines"]
    everything = score(evaluator, ledger, document, audit, lines)
    gated = score(evaluator, ledger, document, audit, [*lines, "--kinds", ",".join(GATED)])
    sums = score(evaluator, only_table_sums(ledger, scratch), document, audit, lines)
    return Measured(document.name, with_lines, seconds, "", Ratio.read(everything["must_recall"]),
                    Ratio.read(gated["must_recall"]), Ratio.read(everything["errors_and_warnings_confirmed"]),
                    everything["false_alarms_on_known_good"], Ratio.read(everything["assurance"]),
                    Ratio.read(sums["assurance"]))


def _crash(done: subprocess.CompletedProcess) -> str:
    """What went wrong in an audit, "" where it ran to the end.  A Python error ends with exit code 1 as findings do: what tells
    them apart is that no JSON comes out."""
    last = (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["nothing said"])[-1]
    if done.returncode not in (0, 1, 3):
        return f"exit {done.returncode}: {last}"
    try:
        (report,) = json.loads(done.stdout)["reports"]
    except ValueError:
        return f"no JSON: {last}"
    return "; ".join(f"{part['rule']} crashed: {part['reason']}" for part in report["incomplete"])


def score(evaluator: Path, ledger: Path, document: Path, audit: Path, options: Sequence[str]) -> dict:
    """The evaluator's figures."""
    return run_evaluator(evaluator, "score", str(ledger), str(document), str(audit), *options)


def run_evaluator(evaluator: Path, *arguments: str) -> dict:
    """What the evaluator prints, as data.  Raises CalledProcessError where it fails."""
    done = subprocess.run([sys.executable, "-W", "ignore", str(evaluator), *arguments], stdout=subprocess.PIPE,
                          stdin=subprocess.DEVNULL, check=True)
    return json.loads(done.stdout)


def only_table_sums(ledger: Path, scratch: Path) -> Path:
    """A ledger with the right relations of tables and nothing else, for the share of them that is checked."""
    data = json.loads(ledger.read_text(encoding="utf-8"))
    data["consistent"] = [record for record in data.get("consistent", []) if record.get("kind") == "table-sum"]
    path = scratch / f"sums-{ledger.name}"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def mutants(evaluator: Path, ledger: Path, document: Path, count: int, seed: int) -> dict:
    """What the audit catches of `count` single wrong digits."""
    command = " ".join(f'"{part}"' for part in AUDIT) + " {file}"
    return run_evaluator(evaluator, "mutate", str(ledger), str(document), "--command", command, "-n", str(count), "--seed", str(seed))


def shortfalls(measured: Sequence[Measured], planted: Ratio) -> list[str]:
    """What misses THRESHOLDS, one sentence each."""
    said = [f"{one.document}: {one.crash}" for one in measured if one.crash]
    said += [f"{one.document}: {one.false_alarms} false alarms on relations known to be right" for one in measured
             if one.false_alarms > THRESHOLDS["false_alarms"]]
    said += [f"{one.document}: {one.seconds:.1f} s" for one in measured if one.seconds > THRESHOLDS["seconds"]]
    for with_lines, form in ((True, "text"), (False, "other formats")):
        group = [one for one in measured if one.with_lines == with_lines]
        for name, key, ratio in (
                ("errors that must be found, of " + ", ".join(GATED), "must_recall", sum((one.gated_must for one in group), Ratio())),
                ("sums of tables checked", "table_sums_checked", sum((one.table_sums for one in group), Ratio()))):
            if not ratio.reaches(THRESHOLDS[key]):
                said.append(f"{form}: {name}: {ratio}, asked {THRESHOLDS[key]:.0%}")
    if not planted.reaches(THRESHOLDS["mutants_caught"]):
        said.append(f"planted errors caught: {planted}, asked {THRESHOLDS['mutants_caught']:.0%}")
    return said


HEADINGS = ("document", "s", "must, all kinds", "must, tables", "confirmed", "false alarms", "right, checked", "sums, checked")


def table(measured: Sequence[Measured]) -> list[list[str]]:
    """The figures as rows under HEADINGS."""
    return [[one.document, f"{one.seconds:.1f}", *([one.crash, *[""] * 5] if one.crash else
             [str(one.must), str(one.gated_must), str(one.confirmed), str(one.false_alarms), str(one.assured), str(one.table_sums)])]
            for one in measured]


def laid_out(rows: Sequence[Sequence[str]], markdown: bool) -> str:
    """Rows, the first of them headings, as text in columns or as a Markdown table."""
    if markdown:
        return "\n".join("| " + " | ".join(row) + " |" + ("\n|" + "---|" * len(row) if index == 0 else "") for index, row in enumerate(rows))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)


def main() -> int:
    """Measures, prints, and says what falls short; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "accuracy")
    parser.add_argument("-n", "--mutants", type=int, default=20, help="planted errors per report (default 20; 0: none)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--markdown", action="store_true", help="print Markdown tables, as docs/accuracy.md quotes them")
    options = parser.parse_args()
    evaluator = options.folder / "evaluate.py"
    if not evaluator.is_file():
        parser.error(f"{options.folder} has no evaluate.py")
    pairs = documents(options.folder)
    with tempfile.TemporaryDirectory() as scratch:
        measured = [measure(evaluator, ledger, document, Path(scratch)) for ledger, document in pairs]
    print(laid_out([HEADINGS, *table(measured)], options.markdown), flush=True)
    planted, rows = Ratio(), []
    crashed = {one.document for one in measured if one.crash}
    for ledger, document in pairs:
        if options.mutants and document.name not in crashed and document.suffix.lower() in WITH_LINES:
            figures = mutants(evaluator, ledger, document, options.mutants, options.seed)
            ratio = Ratio(figures["caught"], figures["planted"])
            planted += ratio
            rows.append([document.name, str(ratio), ", ".join(f"{kind} {caught}" for kind, caught in figures["by_kind"].items())])
    if rows:
        print("\n" + laid_out([("planted in", "caught", "by kind"), *rows], options.markdown), flush=True)
    missed = shortfalls(measured, planted)
    print("\n" + ("\n".join(f"FALLS SHORT: {one}" for one in missed) if missed else "All thresholds are met."))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
