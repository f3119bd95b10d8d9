"""Which format a file has, by its first bytes, what lies inside it, and its ending: never by the ending alone."""
import re
from pathlib import Path

from auditkit.errors import UnreadableFile
from auditkit.readers.encoding import decode

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_MAGIC = (
    (b"\x89PNG\r\n", "a PNG picture"), (b"\xff\xd8\xff", "a JPEG picture"), (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"), (b"MM\x00*", "a TIFF picture"), (b"BM", "a BMP picture"),
    (b"AT&TFORM", "a DjVu scan"), (b"Rar!", "a RAR archive"), (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"), (b"BZh", "a bzip2 archive"), (b"\xfd7zXZ\x00", "an xz archive"),
    (b"MZ", "a program"), (b"\x7fELF", "a program"), (b"SQLite format 3", "a database"),
    (b"8BPS", "a Photoshop picture"), (b"ID3", "a sound recording"), (b"OggS", "a sound recording"),
    (b"RIFF", "a picture, sound or film"))
_PICTURES = ("picture", "scan")
_ARCHIVE_KINDS = {
    ".doc": "save it as .docx", ".xls": "save it as .xlsx", ".ppt": "save it as .docx"}
_OPENDOCUMENT = {"text": "an OpenDocument text; save it as .docx",
                 "spreadsheet": "an OpenDocument spreadsheet; save it as .xlsx"}
_BY_ENDING = {".csv": "csv", ".tsv": "csv", ".md": "markdown", ".markdown": "markdown", ".htm": "html",
              ".html": "html", ".xhtml": "html"}
_HTML = re.compile(r"\s*(<\?xml[^>]*\?>)?\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|table)\b", re.I | re.S)


def detect(path: Path, data: bytes) -> str:
    """The format of `data`: "text", "markdown", "docx", "xlsx", "pdf", "csv" or "html".

    `path` serves for its ending and for messages.  Raises UnreadableFile for everything else, naming what it is and
    what to do about it.
    """
    if data.startswith(_ZIP):
        return _office(path, data)
    if data.startswith(_OLE2):
        raise UnreadableFile(path, _ole2(data, path.suffix.lower()))
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.lstrip()[:5] == b"{\\rtf":
        raise UnreadableFile(path, "it is an RTF file; save it as .docx")
    try:
        text = decode(data)
    except ValueError as error:
        raise UnreadableFile(path, _binary(data)) from error
    return _textual(path, text)


def _office(path: Path, data: bytes) -> str:
    from auditkit.readers.guards import Package
    package = Package(path, data)
    names = package.names
    if "xl/workbook.bin" in names:
        raise UnreadableFile(path, "it is a binary Excel workbook (.xlsb); save it as .xlsx")
    if "ppt/presentation.xml" in names:
        raise UnreadableFile(path, "it is a PowerPoint presentation; a report is expected as Word, Excel, PDF or text")
    if "mimetype" in names:
        kind = package.read("mimetype")[:100].decode("ascii", errors="replace").rpartition(".")[2].strip()
        what = _OPENDOCUMENT.get(kind, "an archive of another program; save it as .docx")
        raise UnreadableFile(path, f"it is {what}")
    if "[Content_Types].xml" in names:
        types = package.read("[Content_Types].xml")
        if b"wordprocessingml" in types or b"ms-word" in types:
            return "docx"
        if b"spreadsheetml" in types or b"ms-excel" in types:
            return "xlsx"
    raise UnreadableFile(path, "it is a ZIP archive and no Word or Excel file; unpack it and audit the reports in it")


def _ole2(data: bytes, ending: str) -> str:
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data
    if holds("EncryptedPackage"):
        return "it is protected by a password; save it without one"
    if holds("WordDocument"):
        return "it is a Word file of the old format (.doc); save it as .docx"
    if holds("Workbook") or holds("Book"):
        return "it is an Excel file of the old format (.xls); save it as .xlsx"
    if holds("PowerPoint Document"):
        return "it is a PowerPoint presentation; a report is expected as Word, Excel, PDF or text"
    return f"it is an Office file of the old format; {_ARCHIVE_KINDS.get(ending, 'save it as .docx or .xlsx')}"


def _binary(data: bytes) -> str:
    kind = next((name for magic, name in _MAGIC if data.startswith(magic)), None)
    if kind is None and data[4:8] == b"ftyp":
        kind = "a picture" if data[8:12] in (b"heic", b"heix", b"mif1", b"avif") else "a film or sound recording"
    if kind is None:
        return "it is no text, Word, Excel, PDF, CSV or HTML file (or it is damaged)"
    if kind.endswith(_PICTURES):
        return f"it is {kind}; turn it into text by OCR (text recognition) first"
    return f"it is {kind}, not a report"


def _textual(path: Path, text: str) -> str:
    ending = path.suffix.lower()
    head = text[:4000]
    if ending in (".docx", ".xlsx", ".xlsm", ".docm", ".pdf") and not _HTML.match(head):
        raise UnreadableFile(path, f"it is no {ending} file inside, or it is damaged; open it and save it again")
    if _HTML.match(head) and _BY_ENDING.get(ending) in (None, "html"):
        return "html"  # Markdown and CSV may begin with a tag, too
    if head.lstrip().startswith("<?xml"):
        raise UnreadableFile(path, "it is an XML file; open it in its own program and save it as .docx or .xlsx")
    if ending in _BY_ENDING:
        return _BY_ENDING[ending]
    return "markdown" if looks_like_markdown(text) else "text"


_SIGNS = {
    "heading": re.compile(r"^#{1,6}[ \t]+[^\s#].*$", re.M),
    "rule": re.compile(r"^[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*(\|[ \t]*:?-{3,}:?[ \t]*)+\|?[ \t]*$", re.M),
    "bold": re.compile(r"\*\*[^\s*][^*\n]*\*\*"),
    "link": re.compile(r"\[[^\]\n]+\]\([^)\s]+\)|<https?://[^>\s]+>"),
    "tabs": re.compile(r"^[^\t\n]*\t[^\t\n]*\t.*$", re.M)}


def looks_like_markdown(text: str) -> bool:
    """Whether a text file without a telling ending is Markdown, as document converters write it.

    One rule line of a pipe table under a piped line is proof.  Otherwise three headings must come together with a
    second sign (bold, links, rows set apart by tabs) three times over: a «# 5» or a row of asterisks in
    plain text is not enough.
    """
    for rule in _SIGNS["rule"].finditer(text):
        above = text[:rule.start()].rstrip("\n").rpartition("\n")[2]
        if "|" in above and "|" in rule.group():
            return True
    count = {name: sum(1 for _ in sign.finditer(text)) for name, sign in _SIGNS.items()}
    return count["heading"] >= 3 and max(count["bold"], count["link"], count["tabs"]) >= 3
