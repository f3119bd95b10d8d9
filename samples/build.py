#!/usr/bin/env python3
"""Build the sample reports, every one as a clean and as a dirty twin, in every format, with a manifest of the slips.

    build.py                build everything (PDF needs LibreOffice's soffice)
    build.py --only ngo_kk  build one report
    build.py --check        build nothing; exit 1 where a Markdown, text or manifest file is not up to date
"""
import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from _build import bilingual, flat, markdown, ngo, ngo_kk, ngo_ru, operator_kk, word, workbook  # noqa: E402
from _build.content import Block, Report, Slip, settle  # noqa: E402

PDF_FILTER = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'


@dataclass(frozen=True)
class Sample:
    """A report, its slips, the sheet of its narrative, its language tag, and the formats that not all samples have."""

    report: Report
    slips: tuple[Slip, ...]
    sheet: str
    tag: str
    flattened: bool = True
    tabs: bool = False
    book: bool = True

    def twins(self) -> dict[str, tuple[Block, ...]]:
        """The settled blocks of the clean and of the dirty twin."""
        return {"clean": settle(self.report), "dirty": settle(self.report, self.slips)}


def samples() -> dict[str, Sample]:
    """The samples by name."""
    made = (Sample(ngo.report(ngo_kk, "ngo_kk", "kk"), ngo.slips(ngo_kk), ngo_kk.SHEETS["text"], "kk-KZ"),
            Sample(ngo.report(ngo_ru, "ngo_ru", "ru"), ngo.slips(ngo_ru), ngo_ru.SHEETS["text"], "ru-RU"),
            Sample(operator_kk.report(), operator_kk.slips(), "Есеп", "kk-KZ", flattened=False, tabs=True),
            Sample(bilingual.report(), bilingual.slips(), "", "kk-KZ", flattened=False, book=False))
    return {sample.report.name: sample for sample in made}


def plain_files(sample: Sample) -> dict[str, str]:
    """The files of a sample that are plain text, by name: Markdown, flattened text, manifest."""
    files = {}
    for twin, blocks in sample.twins().items():
        files[f"{twin}.md"], lines = markdown.render(blocks, sample.tabs)
        if sample.flattened:
            files[f"{twin}.txt"] = flat.render(blocks)
        if twin == "dirty":
            files["manifest.json"] = json.dumps(manifest(sample, lines), ensure_ascii=False, indent=1) + "\n"
    return files


def manifest(sample: Sample, lines: dict[str, int]) -> list[dict]:
    """What is wrong in the dirty twin; `lines` are those of its Markdown, the wrong places first."""
    return [{"id": slip.id, "kind": slip.kind, "severity": slip.severity, "values": list(slip.values),
             "lines": list(dict.fromkeys(lines[key] for key in slip.keys if key in lines)), "why": slip.why}
            for slip in sample.slips]


def build(sample: Sample, folder: Path) -> None:
    """Write every file of a sample into `folder`."""
    folder.mkdir(exist_ok=True)
    for name, text in plain_files(sample).items():
        (folder / name).write_text(text, encoding="utf-8")
    for twin, blocks in sample.twins().items():
        word.write(blocks, folder / f"{twin}.docx", sample.tag, sample.report.name)
        if sample.book:
            workbook.write(blocks, folder / f"{twin}.xlsx", sample.sheet)
    export_pdf([folder / "clean.docx", folder / "dirty.docx"], folder)


def export_pdf(documents: Sequence[Path], folder: Path) -> None:
    """Tagged PDFs of Word files; left out, with a message, where LibreOffice is not installed."""
    office = shutil.which("soffice")
    if not office:
        print("soffice is not installed: the PDF files are left as they are", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run([office, "--headless", f"-env:UserInstallation={Path(profile).as_uri()}",
                        "--convert-to", PDF_FILTER, "--outdir", str(folder), *map(str, documents)],
                       check=True, capture_output=True)


def stale(sample: Sample, folder: Path) -> list[str]:
    """The plain files in `folder` that are missing or differ from what would be built."""
    return [name for name, text in plain_files(sample).items()
            if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the files on the disk, write nothing")
    parser.add_argument("--only", choices=sorted(samples()), help="one report")
    options = parser.parse_args(arguments)
    wrong = []
    for name, sample in samples().items():
        if options.only in (None, name):
            if options.check:
                wrong += [f"{name}/{file}" for file in stale(sample, HERE / name)]
            else:
                build(sample, HERE / name)
    for name in wrong:
        print(f"not up to date: samples/{name}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
