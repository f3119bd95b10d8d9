"""Reads a PDF with text: by its structure tree where it is tagged, else by ruling lines, alignment and leading."""
import logging
from pathlib import Path

import playa
import pypdfium2
import pypdfium2.raw as pdfium

from auditkit.errors import UnreadableFile
from auditkit.model import Block, Remark
from auditkit.readers.pdf_flow import read_flow
from auditkit.readers.pdf_lines import Wraps
from auditkit.readers.pdf_page import Page, read_page
from auditkit.readers.pdf_parts import Finisher, Raw
from auditkit.readers.pdf_tagged import TreeReader
from auditkit.readers.pdf_tree import Marked, Node, structure

MAX_PAGES = 1500
MAX_CHARACTERS = 3_000_000
MAX_ON_PAGE = 200_000
MIN_COVERED = 0.8  # a tree that speaks of less of the text than this is not trusted
_PICTURES = "contains only pictures of pages; recognise the text first (OCR) and try again"


def read(path: Path, data: bytes) -> tuple[list[Block], list[Remark]]:
    """The blocks of a PDF in reading order, and what is odd about the file.

    `path`: as given, for messages only; `data`: the file's bytes.  Raises UnreadableFile for a file that is no PDF or
    broken, that wants a password, that has no pages or too many, or that has no text.
    """
    document = _open(path, data)
    try:
        pages, remarks = _pages(path, document)
    finally:
        document.close()
    tree = _tree(data) if any(_marked(page) for page in pages) else None
    raws: list[Raw] | None = None
    if tree is not None:
        marked = Marked(pages)
        if marked.covered(tree) >= MIN_COVERED:
            raws = TreeReader(marked).read(tree)
    if raws is None:
        raws, lines = read_flow(pages)
    else:
        lines = [line for raw in raws for line in _lines(raw)]
    finisher = Finisher(pages, Wraps(lines))
    return [finisher.block(raw) for raw in raws], remarks


def _open(path: Path, data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == pdfium.FPDF_ERR_PASSWORD:
            raise UnreadableFile(path, "is locked by a password; save it without one and try again") from error
        if code == pdfium.FPDF_ERR_SECURITY:
            raise UnreadableFile(path, "is locked in a way that cannot be opened; save it without the lock") from error
        sentence = "is broken, has no pages or is no PDF; save or download it anew and try again"
        raise UnreadableFile(path, sentence) from error


def _pages(path: Path, document: pypdfium2.PdfDocument) -> tuple[list[Page], list[Remark]]:
    """All pages read, and remarks on those without text."""
    count = len(document)
    if count == 0:
        raise UnreadableFile(path, "has no pages; save or download it anew and try again")
    if count > MAX_PAGES:
        sentence = f"has {count} pages, more than the {MAX_PAGES} that are read; split it and try again"
        raise UnreadableFile(path, sentence)
    pages, broken, left = [], [], MAX_CHARACTERS
    for index in range(count):
        try:
            pages.append(read_page(document, index, limit=min(left, MAX_ON_PAGE)))
        except pypdfium2.PdfiumError:
            broken.append(index + 1)
            continue
        size = len(pages[-1].glyphs)
        left -= size
        if left <= 0 or size >= MAX_ON_PAGE:
            raise UnreadableFile(path, "holds more characters than any report; check that it is the right file")
    silent = [page.number for page in pages if not any(glyph.char != " " for glyph in page.glyphs)]
    if len(broken) == count:
        raise UnreadableFile(path, "has no page that can be read; save or download it anew and try again")
    if len(silent) + len(broken) == count:
        pictures = any(page.pictures for page in pages)
        raise UnreadableFile(path, _PICTURES if pictures else "contains no text; check that it is the right file")
    remarks = [Remark("page-broken", (("page", number),)) for number in broken]
    pictured = [page.number for page in pages if page.pictures and page.number in set(silent)]
    remarks += [Remark("page-without-text", (("page", number),)) for number in pictured]
    return pages, remarks


def _marked(page: Page) -> bool:
    return any(glyph.style.tag >= 0 for glyph in page.glyphs)


def _tree(data: bytes) -> Node | None:
    """The structure tree; None where there is none or it is broken, since the pages can be read without it."""
    logging.getLogger("playa").setLevel(logging.CRITICAL)
    try:
        with playa.parse(data) as document:
            return structure(document)
    except Exception:  # noqa: BLE001 - playa raises anything on a hostile file
        return None


def _lines(raw: Raw) -> list:
    if raw.table is None:
        return raw.lines
    return [line for cell in raw.table.cells for line in cell.lines]
