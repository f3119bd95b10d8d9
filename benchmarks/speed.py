"""Measures seconds per document, and how the time grows with the size of a report.

    python benchmarks/speed.py FILE… [--grow FILE.md] [--runs 3]

Two tables.  The first: every FILE audited by the command line in a process of its own (what a person waits for), and in a process
that has everything loaded already but never seen the report (what each further report costs, in processor time).  The second: one
text or Markdown file (--grow; without it the first such FILE) audited as it is and 2, 4 and 8 times as long.  Every copy carries other
names between quotation marks, so that it is read as further projects and not as the same ones told again.  Processor time that
doubles with the length is linear: «growth» is the exponent, 1.0 for linear, 2.0 for quadratic.  Best of --runs.
"""
import argparse
import math
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tabulate import tabulate

import auditkit

COPIES = (1, 2, 4, 8)
TEXTS = (".md", ".markdown", ".txt", ".text")
QUOTED = re.compile(r"«([^«»\n]{3,120})»")
#: A cache of so many entries keeps texts; smaller ones keep patterns and word lists.
TEXTS_KEPT = 500
#: What is added to the names of the second, third … copy.
ADDED = ("", "Самал", "Толқын", "Шуақ", "Арна", "Дария", "Жетістік", "Өркен")


def best(action: Callable[[], object], runs: int, clock: Callable[[], float] = time.process_time) -> float:
    """The shortest of `runs` times that an action takes by a clock (of the processor, if not told otherwise), in seconds."""
    times = []
    for _ in range(runs):
        forget_texts()
        began = clock()
        action()
        times.append(clock() - began)
    return min(times)


def forget_texts() -> None:
    """Empties what auditkit keeps of the texts it has read, so that a report is new each time; what it has loaded stays."""
    for name, module in list(sys.modules.items()):
        for value in vars(module).values() if name.startswith("auditkit") else ():
            if hasattr(value, "cache_clear") and (value.cache_parameters()["maxsize"] or 0) >= TEXTS_KEPT:
                value.cache_clear()


def whole_process(path: Path) -> None:
    """One audit as a person starts it.  Raises RuntimeError where it does not end as an audit does."""
    done = subprocess.run([sys.executable, "-P", "-m", "auditkit", "audit", str(path)], capture_output=True, stdin=subprocess.DEVNULL)
    if done.returncode not in (0, 1) or not done.stdout.strip():
        raise RuntimeError(f"{path}: exit {done.returncode}: {done.stderr.decode('utf-8', 'replace')[-300:]}")


def per_document(paths: list[Path], runs: int) -> list[list[object]]:
    """One row per file: name, KiB, numbers read, findings, seconds as a process, seconds with everything loaded."""
    rows = []
    for path in paths:
        result = auditkit.audit([path])
        if result.unreadable:
            raise RuntimeError(": ".join(result.unreadable[0]))
        (report,) = result.reports
        rows.append([path.name, path.stat().st_size // 1024, report.coverage.numbers, len(report.findings),
                     best(lambda: whole_process(path), runs, time.perf_counter), best(lambda: auditkit.audit([path]), runs)])
    return rows


def repeated(text: str, copies: int) -> str:
    """A report so many times in a row, the quoted names of every copy changed."""
    return "\n\n".join(text if not number else QUOTED.sub(lambda found: f"«{found.group(1)} {ADDED[number]}»", text) for number in range(copies))


def growth(path: Path, runs: int) -> list[list[object]]:
    """One row per length: copies, characters, numbers read, findings, seconds, seconds per 100 000 characters, exponent."""
    text, rows, before = path.read_text(encoding="utf-8"), [], None
    with tempfile.TemporaryDirectory() as folder:
        for copies in COPIES:
            longer = repeated(text, copies)
            file = Path(folder) / f"{copies}{path.suffix}"
            file.write_text(longer, encoding="utf-8")
            (report,) = auditkit.audit([file]).reports
            seconds = best(lambda: auditkit.audit([file]), runs)
            exponent = math.log(seconds / before[1]) / math.log(copies / before[0]) if before else None
            rows.append([copies, len(longer), report.coverage.numbers, len(report.findings), seconds, seconds / len(longer) * 100_000,
                         exponent])
            before = (copies, seconds)
    return rows


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--grow", type=Path, metavar="FILE", help="a text or Markdown file to repeat")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    print(tabulate(per_document(options.files, options.runs), ("document", "KiB", "numbers", "findings", "s, process", "CPU s, loaded"),
                   tablefmt="github", floatfmt=".2f"), flush=True)
    grown = options.grow or next((path for path in options.files if path.suffix.lower() in TEXTS), None)
    if grown is not None:
        print(f"\n{grown.name}, repeated\n")
        print(tabulate(growth(grown, options.runs), ("copies", "characters", "numbers", "findings", "CPU s", "CPU s per 100 000 characters", "growth"),
                       tablefmt="github", floatfmt=("", "", "", "", ".2f", ".2f", ".2f")))


if __name__ == "__main__":
    main()
