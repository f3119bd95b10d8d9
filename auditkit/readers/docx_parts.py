"""The parts of a Word file that its text leans on: relationships, styles, footnotes; parsed once, asked by id."""
import posixpath
import re
from functools import cache
from pathlib import Path

from lxml import etree

from auditkit.errors import UnreadableFile
from auditkit.readers.guards import Package, parse_xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# «Strict Open XML» has the same elements under other namespaces.
_STRICT = ((b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
           (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()))
# Built-in styles keep their English names in the file; these others come from programs that translate them.
_HEADING = re.compile(r"(?:heading|заголовок|тақырып|тақырыбы)\s*(\d)$")
_TITLE = {"title", "название", "заглавие", "атауы"}
_CONTENTS = re.compile(r"(?:toc|оглавление|мазмұны?)\s*\d$")


def flag(properties: etree._Element | None, name: str) -> bool | None:
    """An on/off property such as w:b: True, False, or None where it is not said."""
    found = properties.find(W + name) if properties is not None else None
    if found is None:
        return None
    return found.get(W + "val", "true") not in ("0", "false", "off", "none")


def number(element: etree._Element | None, default: int = 0) -> int:
    """The whole number in w:val of an element; `default` where there is no element or no number."""
    try:
        return int(element.get(W + "val")) if element is not None else default
    except (TypeError, ValueError):
        return default


class Parts:
    """Access to the parts of one Word file."""

    def __init__(self, path: Path, data: bytes):
        """`data`: the bytes of the .docx; raises UnreadableFile where the main part is missing or damaged."""
        self.path = path
        self.package = Package(path, data)
        main = [target for kind, target, _ in self.relations("").values() if kind == "officeDocument"]
        self.main = main[0] if main and main[0] in self.package else "word/document.xml"
        self.document = self.xml(self.main)
        self.rels = self.relations(self.main)

    def xml(self, name: str) -> etree._Element:
        """The root of one part, Strict namespaces turned into the usual ones."""
        data = self.package.read(name)
        if b"purl.oclc.org/ooxml" in data[:20_000]:
            for strict, usual in _STRICT:
                data = data.replace(strict, usual)
        return parse_xml(self.path, data, name)

    def relations(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """The relationships of a part ("" for the package): id to (kind, target, whether it points outside)."""
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", base + ".rels")
        if name not in self.package:
            return {}
        found = {}
        for relation in self.xml(name):
            target, outside = relation.get("Target", ""), relation.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], target, outside)
        return found

    def related(self, kind: str) -> etree._Element | None:
        """The root of the first part that the main part relates to as `kind` ("styles", "numbering" …), or None."""
        for found, target, outside in self.rels.values():
            if found == kind and not outside and target in self.package:
                return self.xml(target)
        return None

    def body(self) -> etree._Element:
        """The body of the document."""
        body = self.document.find(W + "body")
        if body is None:
            raise UnreadableFile(self.path, "it has no Word text inside; open it in Word and save it again as .docx")
        return body

    def notes(self, kind: str) -> dict[str, etree._Element]:
        """Footnotes or endnotes by their id; separators left out.  `kind`: "footnote" or "endnote"."""
        root = self.related(kind + "s")
        if root is None:
            return {}
        return {note.get(W + "id", ""): note for note in root.findall(W + kind)
                if note.get(W + "type", "normal") == "normal"}


class Styles:
    """What the styles say about paragraphs and runs, inheritance followed."""

    def __init__(self, root: etree._Element | None):
        """`root`: the styles part, or None for a file without one."""
        styles = root.findall(W + "style") if root is not None else []
        self._styles = {style.get(W + "styleId", ""): style for style in styles}
        self._default = next((style.get(W + "styleId", "") for style in styles if style.get(W + "type") == "paragraph"
                              and style.get(W + "default") in ("1", "true", "on")), "")
        self.level = cache(self._level)
        self.is_contents = cache(self._is_contents)
        self.emphasis = cache(self._emphasis)
        self.numbering = cache(self._numbering)

    def id_of(self, paragraph_properties: etree._Element | None) -> str:
        """The id of a paragraph's style, the default one where it names none."""
        style = paragraph_properties.find(W + "pStyle") if paragraph_properties is not None else None
        return style.get(W + "val", "") if style is not None else self._default

    def _chain(self, style_id: str) -> list[etree._Element]:
        """A style and those that it is based on, nearest first; a circle is cut."""
        chain, seen = [], set()
        while style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            style = self._styles[style_id]
            chain.append(style)
            based = style.find(W + "basedOn")
            style_id = based.get(W + "val", "") if based is not None else ""
        return chain

    @staticmethod
    def _name(style: etree._Element) -> str:
        name = style.find(W + "name")
        return (name.get(W + "val", "") if name is not None else "").strip().lower()

    def _level(self, style_id: str) -> int:
        """Heading level from 1, 0 for a style of plain text."""
        for style in self._chain(style_id):
            outline = style.find(f"{W}pPr/{W}outlineLvl")
            if outline is not None:
                level = number(outline, 9)
                return level + 1 if 0 <= level < 9 else 0
            found = _HEADING.match(self._name(style))
            if found:
                return int(found.group(1))
            if self._name(style) in _TITLE:
                return 1
        return 0

    def _is_contents(self, style_id: str) -> bool:
        """Whether it is the style of a line of the table of contents."""
        return any(_CONTENTS.match(self._name(style)) for style in self._chain(style_id)[:1])

    def _emphasis(self, style_id: str) -> tuple[bool | None, bool | None]:
        """Whether the style makes text bold and italic; None where neither it nor its bases say."""
        answers = []
        for name in ("b", "i"):
            said = (flag(style.find(W + "rPr"), name) for style in self._chain(style_id))
            answers.append(next((answer for answer in said if answer is not None), None))
        return answers[0], answers[1]

    def _numbering(self, style_id: str) -> tuple[str, int | None, str] | None:
        """The list that the style belongs to: (numId, level or None, id of the style that says so), or None."""
        for style in self._chain(style_id):
            numbering = style.find(f"{W}pPr/{W}numPr")
            if numbering is not None and numbering.find(W + "numId") is not None:
                level = numbering.find(W + "ilvl")
                return (numbering.find(W + "numId").get(W + "val", ""), None if level is None else number(level),
                        style.get(W + "styleId", ""))
        return None
