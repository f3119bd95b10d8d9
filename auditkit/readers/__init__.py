"""One reader per format: a file in, a Document out.

A reader is a module with one function `read(path: Path, data: bytes) -> (blocks, remarks)`; this module picks it by the
file's first bytes and its ending, guards against hostile input, and fills the Document.
"""
import hashlib
import stat
from importlib import import_module
from pathlib import Path

from auditkit.errors import UnreadableFile
from auditkit.model import Document

MAX_FILE_BYTES = 100 * 1024 * 1024

SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".docx", ".docm", ".xlsx", ".xlsm", ".pdf", ".csv", ".tsv",
                      ".html", ".htm"})
"""The endings (small letters, with the dot) of the files that an audit of a folder picks up."""

REMARKS = {
    "hidden-sheet": "The sheet «{sheet}» is hidden; it was read too.",
    "hidden-rows": "The sheet «{sheet}» has hidden rows ({rows}); they were read too.",
    "hidden-columns": "The sheet «{sheet}» has hidden columns ({columns}); they were read too.",
    "no-cached-value": "The sheet «{sheet}» has {count} formulas without a stored result ({cells}): open the file in "
                       "Excel, save it, and audit it again.",
    "number-as-text": "The sheet «{sheet}» has {count} numbers stored as text ({cells}): formulas in the file "
                      "pass over them.",
    "error-value": "The sheet «{sheet}» has {count} formulas that end in an error ({cells}).",
    "tracked-changes": "The file has tracked changes ({insertions} insertions, {deletions} deletions); it was read as "
                       "if all of them were accepted.",
    "hidden-text": "The file has hidden text in {count} places; it was not read.",
    "pictures": "The file has {count} pictures; text and numbers inside them were not read.",
    "comments": "The file has {count} comments; they are not part of the report and were not read.",
    "contents": "The table of contents ({count} lines) was not read.",
    "embedded": "The file holds {count} embedded documents, which were not read.",
    "page-without-text": "Page {page} has no text, only pictures; it was not read (text recognition is needed).",
    "page-broken": "Page {page} is damaged and was not read.",
    "twin": "{side}: {path} (SHA-256 {sha256})",
    "twin-left": "{side}: {count} of {all} blocks have no sure counterpart in the other version; they were not compared.",
}
"""What readers remark about a file: code of the remark to its English sentence, {fields} filled from its params."""

_READERS = {"text": "text", "markdown": "markdown", "docx": "docx", "xlsx": "xlsx", "pdf": "pdf", "csv": "csv",
            "html": "html"}


def read(path: str | Path) -> Document:
    """The Document of the file at `path`; the format is found out from its bytes.

    Raises UnreadableFile, with one sentence that says what is wrong and what to do, for everything that cannot be read:
    no such file, a folder, no permission, empty, larger than MAX_FILE_BYTES, another kind of file, damaged, protected
    by a password, hostile, without any text.
    """
    from auditkit.readers.detect import detect
    path = Path(path)
    data = _bytes(path)
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile(path, "the file is empty")
    name = detect(path, data)
    blocks, remarks = _read_as(name, path, data)
    if not any(block.passage or block.table is not None for block in blocks):
        pictures = any(remark.code == "pictures" for remark in remarks)
        raise UnreadableFile(path, "there is no text in it, only pictures; turn them into text by OCR (text "
                             "recognition) first" if pictures else "there is no text in it")
    return Document(str(path), name, hashlib.sha256(data).hexdigest(), tuple(blocks), tuple(remarks))


def _read_as(name: str, path: Path, data: bytes):
    """What the reader of a format makes of the bytes; whatever a parsing library raises becomes one sentence."""
    reader = import_module(f"auditkit.readers.{_READERS[name]}")
    try:
        return reader.read(path, data)
    except (UnreadableFile, MemoryError):
        raise
    except RecursionError as error:
        raise UnreadableFile(path, "its parts are nested too deeply to be a report") from error
    except Exception as error:  # any parsing library, any damage: the user gets a sentence, the cause stays chained
        raise UnreadableFile(path, f"it could not be read as {name}, it is probably damaged; open it in the program "
                             f"that made it and save it again ({type(error).__name__})") from error


def _bytes(path: Path) -> bytes:
    """The bytes of a regular file of a reasonable size; a huge one is refused before it is loaded."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableFile(path, "it is a folder, not a file")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile(path, "it is not a regular file")
        if status.st_size <= MAX_FILE_BYTES:
            with path.open("rb") as stream:
                data = stream.read(MAX_FILE_BYTES + 1)
            if len(data) <= MAX_FILE_BYTES:
                return data
    except FileNotFoundError as error:
        raise UnreadableFile(path, "there is no such file") from error
    except PermissionError as error:
        raise UnreadableFile(path, "you are not permitted to read it") from error
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        raise UnreadableFile(path, f"it cannot be opened ({getattr(error, 'strerror', None) or error})") from error
    raise UnreadableFile(path, f"it is larger than {MAX_FILE_BYTES // 1024 ** 2} MB, more than a report can be; "
                         "compress its pictures or split it")
