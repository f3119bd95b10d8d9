"""The text of one Word paragraph: runs, fields, links, content controls, accepted view of tracked changes."""
import re
from dataclasses import dataclass, field

from lxml import etree

from auditkit.readers.docx_parts import MC, Parts, R, Styles, W, flag

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# What a run may hold, and the text that it stands for.  "\n" is a line break; a body paragraph makes a space of it.
_CHARACTERS = {W + "tab": " ", W + "ptab": " ", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-",
               W + "softHyphen": ""}
# Wrappers that are looked through: what is inside counts as if it stood there itself.
_TRANSPARENT = {W + "ins", W + "moveTo", W + "smartTag", W + "customXml", W + "sdtContent", W + "dir", W + "bdo",
                W + "rubyBase", W + "ruby", M + "oMathPara", M + "oMath"}
_REMOVED = {W + "del", W + "moveFrom", W + "rt"}
_OBJECTS = {W + "drawing", W + "pict", W + "object"}
_NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
_SYMBOLS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0FC: "✓", 0xF0FE: "☒", 0xF0A8: "☐", 0xF0B1: "±", 0xF0B3: "≥", 0xF0A3: "≤",
            0xF0B4: "×", 0xF0B0: "°", 0xF0E0: "→", 0xF0AE: "→", 0xF02D: "-"}
_HYPERLINK = re.compile(r'\s*HYPERLINK\s+(?:\\[a-z]\s+)*"([^"]+)"|\s*HYPERLINK\s+([^\s"\\]+)', re.I)
_SPACE = " \t\r\n"


@dataclass
class Inline:
    """What a paragraph holds: `pieces` of (text, emphasised), `links` of (target, text), ids of `notes` as
    (kind, id), the text `boxes` anchored in it, and how many pieces of `hidden` text were passed over."""

    pieces: list[tuple[str, bool]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    hidden: int = 0

    @property
    def text(self) -> str:
        """All of the text, line breaks as "\\n"."""
        return "".join(text for text, _ in self.pieces)

    @property
    def emphasis(self) -> bool:
        """Whether there is text and all of it is bold, or italic."""
        marked = [emphasised for text, emphasised in self.pieces if text.strip()]
        return bool(marked) and all(marked)

    def take(self, other: "Inline") -> None:
        """Puts the content of another paragraph before this one's (their paragraph mark was deleted)."""
        self.pieces[:0], self.links[:0] = other.pieces, other.links
        self.notes[:0], self.boxes[:0] = other.notes, other.boxes
        self.hidden += other.hidden


@dataclass
class _Field:
    """A complex field between its begin and end marks; its code is not shown, its result is."""

    code: str = ""
    showing: bool = False
    target: str = ""
    shown: list[str] = field(default_factory=list)


class InlineReader:
    """Reads the content of paragraphs in reading order; fields may run on from one paragraph to the next."""

    def __init__(self, parts: Parts, styles: Styles):
        """`parts`: for the targets of links; `styles`: for what is bold."""
        self._parts, self._styles = parts, styles
        self._fields: list[_Field] = []

    def read(self, paragraph: etree._Element, rels: dict | None = None) -> Inline:
        """The content of one w:p; `rels`: the relationships of its part, where it is not the main one."""
        out = Inline()
        properties = paragraph.find(W + "pPr")
        self._base = self._styles.emphasis(self._styles.id_of(properties))
        self._rels = self._parts.rels if rels is None else rels
        self._walk(paragraph, out)
        # Codes do not run over paragraphs in practice; an unclosed one must not swallow the rest of the document.
        self._fields = [item for item in self._fields if item.showing]
        for item in self._fields:
            _finish(item, out)
        return out

    def forget_fields(self) -> None:
        """Drops fields that are still open: at the edge of a cell, of a note."""
        self._fields = []

    def _walk(self, node: etree._Element, out: Inline) -> None:
        for child in node:
            tag = child.tag
            if tag == W + "r":
                self._run(child, out)
            elif tag in _REMOVED:
                continue
            elif tag == W + "hyperlink":
                self._hyperlink(child, out)
            elif tag == W + "fldSimple":
                found = _HYPERLINK.match(child.get(W + "instr", ""))
                self._linked(child, (found.group(1) or found.group(2)) if found else "", out)
            elif tag == W + "sdt":
                if flag(child.find(W + "sdtPr"), "showingPlcHdr"):
                    continue  # the grey «click here to enter text», not a word of the report
                self._walk(child, out)
            elif tag == MC + "AlternateContent":
                self._walk(chosen(child), out)
            elif tag in _TRANSPARENT:
                self._walk(child, out)
            elif tag.startswith(M):
                self._add("".join(child.itertext(M + "t")), False, out)

    def _hyperlink(self, node: etree._Element, out: Inline) -> None:
        _, target, outside = self._rels.get(node.get(R + "id", ""), ("", "", False))
        self._linked(node, target if outside else "", out)

    def _linked(self, node: etree._Element, target: str, out: Inline) -> None:
        """Walks through a link's content; one that leads to a place in the same file is only its text."""
        before = len(out.pieces)
        self._walk(node, out)
        text = "".join(piece for piece, _ in out.pieces[before:]).strip()
        if target and not target.startswith("#"):
            out.links.append((target, text))

    def _run(self, run: etree._Element, out: Inline) -> None:
        properties = run.find(W + "rPr")
        if flag(properties, "vanish"):
            out.hidden += any(child.tag == W + "t" for child in run)
            return
        emphasised = self._emphasised(properties)
        for child in run:
            tag = child.tag
            if tag == W + "t":
                self._add(_written(child), emphasised, out)
            elif tag in _CHARACTERS:
                self._add(_CHARACTERS[tag], emphasised, out)
            elif tag == W + "sym":
                self._add(_symbol(child), emphasised, out)
            elif tag in _NOTES:
                out.notes.append((_NOTES[tag], child.get(W + "id", "")))
            elif tag in (W + "fldChar", W + "instrText"):
                self._field(child, out)
            elif tag == MC + "AlternateContent":
                self._objects(chosen(child), out)
            elif tag in _OBJECTS:
                self._objects(child, out)
            elif tag in _TRANSPARENT:
                self._walk(child, out)

    @staticmethod
    def _objects(node: etree._Element, out: Inline) -> None:
        """Collects the text boxes of a drawing; those inside a box are found when that is read."""
        if node.tag == W + "txbxContent":
            out.boxes.append(node)
            return
        for child in node:
            InlineReader._objects(chosen(child) if child.tag == MC + "AlternateContent" else child, out)

    def _field(self, mark: etree._Element, out: Inline) -> None:
        if mark.tag == W + "instrText":
            if self._fields:
                self._fields[-1].code += mark.text or ""
            return
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            item = self._fields[-1]
            found = None if re.search(r'HYPERLINK\s+\\l\b', item.code) else _HYPERLINK.match(item.code)
            item.showing, item.target = True, (found.group(1) or found.group(2)) if found else ""
        elif kind == "end" and self._fields:
            _finish(self._fields.pop(), out)

    def _add(self, text: str, emphasised: bool, out: Inline) -> None:
        if not text or not all(item.showing for item in self._fields):
            return
        out.pieces.append((text, emphasised))
        for item in self._fields:
            if item.target:
                item.shown.append(text)

    def _emphasised(self, properties: etree._Element | None) -> bool:
        """Bold or italic: said by the run, else by its character style, else by the paragraph's style."""
        style = properties.find(W + "rStyle") if properties is not None else None
        from_style = self._styles.emphasis(style.get(W + "val", "")) if style is not None else (None, None)
        for name, styled, base in zip(("b", "i"), from_style, self._base):
            said = flag(properties, name)
            said = styled if said is None else said
            if base if said is None else said:
                return True
        return False


def chosen(alternatives: etree._Element) -> etree._Element:
    """The one branch of an mc:AlternateContent to read: the first choice, or the fallback where only that has text."""
    branches = [child for child in alternatives if child.tag in (MC + "Choice", MC + "Fallback")]
    for branch in branches:
        if next(branch.iter(W + "t"), None) is not None:
            return branch
    return branches[0] if branches else alternatives


def _finish(item: _Field, out: Inline) -> None:
    if item.target and item.shown:
        out.links.append((item.target, "".join(item.shown).strip()))
        item.shown = []


def _written(element: etree._Element) -> str:
    """The text of a w:t as Word shows it: spaces at the ends only count where the file says that they do."""
    text = element.text or ""
    if element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
        text = text.strip(_SPACE)
    return re.sub(r"[\t\r\n]", " ", text).replace("\u00ad", "")


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(W + "char", ""), 16)
    except ValueError:
        return ""
    return _SYMBOLS.get(code) or (chr(code) if 31 < code < 0xD800 or 0xDFFF < code < 0x110000 else "")
