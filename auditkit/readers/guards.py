"""Limits that keep a hostile or broken file from exhausting the machine, and XML parsers that fetch and expand nothing.

Every limit is far above any real report; a file beyond one is refused with a sentence, never read in part.
"""
import io
import zipfile
import zlib
from pathlib import Path

from lxml import etree

from auditkit.errors import UnreadableFile

MAX_PART_BYTES = 150 * 1024 * 1024
MAX_UNPACKED_BYTES = 400 * 1024 * 1024
MAX_RATIO = 200
RATIO_FREE_BYTES = 5 * 1024 * 1024
MAX_MEMBERS = 20_000
MAX_TABLE_DEPTH = 25
MAX_GRID = 2_000_000

_BOMB = "it unpacks to far more data than a report can hold (a damaged or hostile archive)"
_SAVE_AGAIN = "open it in Word or Excel and save it again"
_DAMAGED = f"the archive inside the file is damaged; {_SAVE_AGAIN}"


class Package:
    """A zip archive (docx, xlsx …) held in memory, whose members are read within the limits above.

    Nothing is ever written to disk, so a member called `../../x` is only a name that nobody asks for.
    """

    def __init__(self, path: Path, data: bytes):
        """Opens `data`; raises UnreadableFile where it is no sound zip archive or declares too much."""
        self.path = path
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise UnreadableFile(path, _DAMAGED) from error
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
            raise UnreadableFile(path, _BOMB)
        for member in members:
            _check_size(path, member.file_size, member.compress_size)
        self.names = {member.filename for member in members}
        self._left = MAX_UNPACKED_BYTES

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """The bytes of one member; counts what really comes out, whatever the directory declares.

        Raises UnreadableFile where the member is missing, damaged, encrypted or too large.
        """
        if name not in self.names:
            raise UnreadableFile(self.path, f"a part of it is missing ({name}); {_SAVE_AGAIN}")
        member = self._zip.getinfo(name)
        if member.flag_bits & 1:
            raise UnreadableFile(self.path, "it is protected by a password; save it without one")
        limit = min(MAX_PART_BYTES, self._left)
        try:
            with self._zip.open(member) as stream:
                data = stream.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
            raise UnreadableFile(self.path, _DAMAGED) from error
        if len(data) > limit:
            raise UnreadableFile(self.path, _BOMB)
        self._left -= len(data)
        return data

    def xml(self, name: str) -> etree._Element:
        """The root element of one XML member; raises UnreadableFile where it is not well-formed or has a DTD."""
        return parse_xml(self.path, self.read(name), name)


def _check_size(path: Path, unpacked: int, packed: int) -> None:
    if unpacked > MAX_PART_BYTES or (unpacked > RATIO_FREE_BYTES and unpacked > MAX_RATIO * max(1, packed)):
        raise UnreadableFile(path, _BOMB)


def parse_xml(path: Path, data: bytes, name: str = "") -> etree._Element:
    """The root of an XML text, no entity expanded, nothing fetched, comments dropped.

    Raises UnreadableFile where it is not well-formed, or carries a document type (Office files never do: only
    entity bombs need one).
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
                             remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise UnreadableFile(path, "its parts are nested too deeply to be a report") from error
        where = f" ({name})" if name else ""
        raise UnreadableFile(path, f"a part of it is damaged{where}; {_SAVE_AGAIN}") from error
    if root.getroottree().docinfo.doctype or root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFile(path, "it defines XML entities of its own, which no report needs (a hostile file)")
    return root


def check_table(path: Path, height: int, width: int, depth: int = 1) -> None:
    """Raises UnreadableFile for a table whose grid or depth of nesting no person would have made.

    `height`, `width`: in rows and columns; `depth`: 1 for a table of the page, 2 for one in a cell of it, …
    """
    if depth > MAX_TABLE_DEPTH:
        raise UnreadableFile(path, "its tables are nested too deeply to be a report")
    if height * width > MAX_GRID:
        raise UnreadableFile(path, f"a table in it covers {height} rows by {width} columns, more than a report "
                             "can hold")
