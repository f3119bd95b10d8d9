"""What stands on a page of a PDF: glyphs with boxes, ruling lines and links, all in points from the upper left corner.

Everything comes from pdfium, which is written for hostile files.  Coordinates are those a reader sees: the page's
rotation and crop box are taken into account here, and nowhere else.
"""
import ctypes
import math
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import pypdfium2.raw as pdfium

MAX_OBJECTS = 60_000  # drawings beyond this on one page are ignored: no table has so many lines
MAX_SEGMENTS = 400  # of one path; what has more is a drawing
MAX_FORM_DEPTH = 8
THIN = 3.5  # points: a rectangle no wider than this is a ruling line
SHORT = 3.0  # points: a shorter stroke is no ruling line
_URI_ACTION = 3
_HYPHENS = {"\ufffe": "-", "\x02": "-", "\xad": "-"}  # how pdfium writes a hyphen at a line's end
_SYMBOLS = {0xB7: "•", 0xA7: "▪", 0xD8: "➢", 0xFC: "✓", 0x6E: "▪", 0x6F: "◦", 0xA8: "◦"}  # bullets of symbol fonts
_SPACES = frozenset(" \t\r\n\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000")


class Style(NamedTuple):
    """How a run of text is set: `size` in points, `tag`: its marked content id (-1: none), `turn`: quarter turns.

    `x`, `y`: a point of its base line, seen from the upper left corner of the page.
    """

    size: float
    bold: bool
    italic: bool
    tag: int
    turn: int
    x: float
    y: float


class Glyph(NamedTuple):
    """One character and the box of its advance width, in points from the upper left corner of the page."""

    char: str
    left: float
    top: float
    right: float
    bottom: float
    style: Style


class Rule(NamedTuple):
    """A ruling line: horizontal from (start, at) to (end, at), or vertical from (at, start) to (at, end)."""

    horizontal: bool
    at: float
    start: float
    end: float


class Target(NamedTuple):
    """A link annotation: the address as written and its rectangle (left, top, right, bottom)."""

    address: str
    box: tuple[float, float, float, float]


@dataclass(slots=True)
class Page:
    """One page as read.  `number` from 1; `width`, `height` in points as seen; `pictures`: number of images on it."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    links: list[Target] = field(default_factory=list)
    pictures: int = 0


class _View:
    """Turns the page's own coordinates (from below, before rotation) into those seen (from above)."""

    def __init__(self, page):
        self.quarter = pdfium.FPDFPage_GetRotation(page) % 4
        self.x0, self.y0, self.x1, self.y1 = _visible_box(page)
        wide, high = self.x1 - self.x0, self.y1 - self.y0
        self.width, self.height = (high, wide) if self.quarter % 2 else (wide, high)

    def box(self, left, bottom, right, top):
        """A rectangle of the page as (left, top, right, bottom) seen."""
        if self.quarter == 0:
            return left - self.x0, self.y1 - top, right - self.x0, self.y1 - bottom
        if self.quarter == 1:
            return bottom - self.y0, left - self.x0, top - self.y0, right - self.x0
        if self.quarter == 2:
            return self.x1 - right, bottom - self.y0, self.x1 - left, top - self.y0
        return self.y1 - top, self.x1 - right, self.y1 - bottom, self.x1 - left


def _visible_box(page):
    """The part of the page that is shown (crop box within media box, inherited ones too): left, bottom, right, top."""
    rect = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(rect)):
        return 0.0, 0.0, pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    (left, right), (bottom, top) = sorted((rect.left, rect.right)), sorted((rect.bottom, rect.top))
    return left, bottom, right, top


def read_page(document, index: int, drawings: bool = True, limit: int = 1_000_000) -> Page:
    """The page `index` (from 0) of a pypdfium2 document; ruling lines only with `drawings`.

    At most `limit` characters are read.  Raises pypdfium2.PdfiumError for a page that cannot be loaded.
    """
    handle = document[index]
    view = _View(handle.raw)
    page = Page(index + 1, view.width, view.height)
    text = handle.get_textpage()
    page.glyphs, told = _glyphs(text.raw, view, limit)
    _walk_objects(handle.raw, told, view, page, drawings)
    page.links = _links(document.raw, handle.raw, view)
    text.close()
    handle.close()
    return page


def _glyphs(text, view: _View, limit: int) -> tuple[list[Glyph], dict[int, Style]]:
    """The glyphs of a page, and the styles of the text objects that they come from, by the objects' addresses."""
    count = min(pdfium.FPDFText_CountChars(text), limit)
    rect = pdfium.FS_RECTF()
    pointer = ctypes.byref(rect)
    x, y = ctypes.c_double(), ctypes.c_double()
    at_x, at_y, origin = ctypes.byref(x), ctypes.byref(y), pdfium.FPDFText_GetCharOrigin
    styles: dict[int, Style] = {}
    glyphs = []
    code, loose_box, owner = (pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox,
                              pdfium.FPDFText_GetTextObject)
    address = ctypes.addressof  # of what a pointer points to: a third of the time that a cast of the pointer takes
    for index in range(count):
        item = owner(text, index)
        if not item:  # a space or line end that pdfium made up: positions tell better
            continue
        key = address(item.contents)
        style = styles.get(key)
        if style is None:
            origin(text, index, at_x, at_y)
            style = styles[key] = _style(item, view, x.value, y.value)
        char = _char(code(text, index))
        if char < " " or not loose_box(text, index, pointer):
            continue
        glyphs.append(Glyph(char, *view.box(rect.left, rect.bottom, rect.right, rect.top), style))
    return glyphs, styles


@lru_cache(maxsize=4096)
def _char(number: int) -> str:
    """The character of a code as pdfium gives it: spaces alike, hyphens back, symbol fonts' own codes made readable."""
    if 0xF020 <= number <= 0xF0FF:
        number -= 0xF000
        return _SYMBOLS.get(number) or (chr(number) if number < 0x7F else "•")
    char = chr(number) if number < 0x110000 else "\ufffd"
    return " " if char in _SPACES else _HYPHENS.get(char, char)


def _style(item, view: _View, x: float, y: float) -> Style:
    size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
    pdfium.FPDFTextObj_GetFontSize(item, ctypes.byref(size))
    pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix))
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    turn = (round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) - view.quarter) % 4
    bold, italic = _face(item)
    tag = pdfium.FPDFPageObj_GetMarkedContentID(item)
    return Style(round(size.value * scale, 1), bold, italic, tag, turn, *view.box(x, y, x, y)[:2])


def _face(item) -> tuple[bool, bool]:
    font = pdfium.FPDFTextObj_GetFont(item)
    if not font:
        return False, False
    buffer = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("utf-8", "replace").lower()
    flags = max(0, pdfium.FPDFFont_GetFlags(font))
    stroked = pdfium.FPDFTextObj_GetTextRenderMode(item) == 2  # programs without a bold font draw an outline too
    bold = stroked or bool(flags & 1 << 18) or any(word in name for word in ("bold", "black", "heavy", "demi"))
    return bold, bool(flags & 1 << 6) or "italic" in name or "oblique" in name


def _walk_objects(handle, told: dict[int, Style], view: _View, page: Page, drawings: bool) -> None:
    """Ruling lines, images, and the spaces at line ends that pdfium's text leaves out."""
    identity = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    stack = [(pdfium.FPDFPage_GetObject, handle, pdfium.FPDFPage_CountObjects(handle), identity, 0)]
    seen = 0
    while stack:
        getter, holder, count, matrix, depth = stack.pop()
        for index in range(min(count, MAX_OBJECTS - seen)):
            seen += 1
            item = getter(holder, index)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                if depth == 0 and ctypes.cast(item, ctypes.c_void_p).value not in told and _blank(item):
                    page.glyphs.append(_lost_space(item, view))
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                page.pictures += 1
            elif kind == pdfium.FPDF_PAGEOBJ_PATH and drawings:
                page.rules += _rules(item, matrix, view)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
                stack.append((pdfium.FPDFFormObj_GetObject, item, pdfium.FPDFFormObj_CountObjects(item),
                              _product(_matrix(item), matrix), depth + 1))


def _blank(item) -> bool:
    """Whether a text object leaves no ink: spaces only, not text that pdfium left out because it is drawn twice."""
    edges = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *map(ctypes.byref, edges))
    return edges[3].value - edges[1].value < 0.5


def _lost_space(item, view: _View) -> Glyph:
    """pdfium drops a text object of nothing but spaces; at a line's end it tells that the wrap is between words."""
    x, y = _matrix(item)[4:]
    style = _style(item, view, x, y)
    size = style.size
    return Glyph(" ", *view.box(x, y - size * 0.25, x + size * 0.25, y + size * 0.9), style)


def _matrix(item):
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix))
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _product(first, second):
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _rules(item, outer, view: _View) -> list[Rule]:
    """The ruling lines of one path: straight strokes along an axis, the sides of stroked frames, thin filled boxes."""
    count = pdfium.FPDFPath_CountSegments(item)
    if not 2 <= count <= MAX_SEGMENTS:
        return []
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
    found = []
    for line in _polylines(item, count, _product(_matrix(item), outer), view):
        left, right = min(x for x, _ in line), max(x for x, _ in line)
        top, bottom = min(y for _, y in line), max(y for _, y in line)
        if bottom - top <= THIN < right - left:
            found.append(Rule(True, (top + bottom) / 2, left, right))
        elif right - left <= THIN < bottom - top:
            found.append(Rule(False, (left + right) / 2, top, bottom))
        elif stroke.value:
            found += _sides(line)
    return [rule for rule in found if fill.value or stroke.value]


def _sides(line) -> list[Rule]:
    sides = []
    for (x0, y0), (x1, y1) in zip(line, line[1:]):
        if abs(y1 - y0) < 0.7 and abs(x1 - x0) > SHORT:
            sides.append(Rule(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) < 0.7 and abs(y1 - y0) > SHORT:
            sides.append(Rule(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return sides


def _polylines(item, count: int, matrix, view: _View) -> list[list[tuple[float, float]]]:
    """The path's pieces as lists of points seen; a piece with curves is left out."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    pieces, current, curved = [], [], False
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        px, py = a * x.value + c * y.value + e, b * x.value + d * y.value + f
        point = view.box(px, py, px, py)[:2]
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(current) > 1 and not curved:
                pieces.append(current)
            current, curved = [point], False
        else:
            curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
            current.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment) and current:
            current.append(current[0])
    if len(current) > 1 and not curved:
        pieces.append(current)
    return pieces


def _links(document, handle, view: _View) -> list[Target]:
    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    rect, found = pdfium.FS_RECTF(), []
    while len(found) < 5000 and pdfium.FPDFLink_Enumerate(handle, ctypes.byref(position), ctypes.byref(link)):
        action = pdfium.FPDFLink_GetAction(link)
        if not action or pdfium.FPDFAction_GetType(action) != _URI_ACTION:
            continue
        length = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
        if not 1 < length < 10_000 or not pdfium.FPDFLink_GetAnnotRect(link, ctypes.byref(rect)):
            continue
        buffer = ctypes.create_string_buffer(length)
        pdfium.FPDFAction_GetURIPath(document, action, buffer, length)
        left, right = sorted((rect.left, rect.right))
        bottom, top = sorted((rect.bottom, rect.top))
        found.append(Target(buffer.value.decode("utf-8", "replace"), view.box(left, bottom, right, top)))
    return found
