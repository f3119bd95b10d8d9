"""The structure tree of a tagged PDF as plain nodes: what is a heading, a list, a table, a cell; bounded, loop-proof.

The tree is read as raw objects through playa, with bounds on depth and number and every object visited once, so that
a tree that bites its own tail ends.  The text comes from the glyphs of pdf_page by their marked content ids.
"""
from collections.abc import Iterator
from dataclasses import dataclass, field

from playa.pdftypes import ObjRef, resolve1

from auditkit.readers.pdf_page import Glyph, Page

MAX_NODES = 400_000
MAX_DEPTH = 120
_INLINE = frozenset("Span Link Quote Em Strong Reference Code Annot Lbl BibEntry Sub Ruby RB RT RP Warichu WT WP "
                    "Formula".split())
_KNOWN = _INLINE | frozenset(
    "P H H1 H2 H3 H4 H5 H6 L LI LBody Table TR TD TH THead TBody TFoot Caption Note FENote Document DocumentFragment "
    "Part Art Sect Div Aside TOC TOCI BlockQuote Index NonStruct Private Figure Form Title Artifact".split())


@dataclass(slots=True)
class Node:
    """One element of the structure tree.

    `role`: its standard type; `style`: the type as written (a program's style name); `attributes`: merged; `kids`:
    nodes and (page, marked content id) pairs in order.
    """

    role: str
    style: str = ""
    attributes: dict = field(default_factory=dict)
    kids: list = field(default_factory=list)

    @property
    def inline(self) -> bool:
        """Whether it is a part of a line rather than a block."""
        return self.role in _INLINE

    def nodes(self) -> Iterator["Node"]:
        """Its children that are elements."""
        return (kid for kid in self.kids if isinstance(kid, Node))

    def marks(self) -> Iterator[tuple[int, int]]:
        """All marked content below it, in order."""
        stack = list(reversed(self.kids))
        while stack:
            kid = stack.pop()
            if isinstance(kid, Node):
                stack += reversed(kid.kids)
            else:
                yield kid


class _Builder:
    """Reads the raw tree of one document."""

    def __init__(self, root: dict, pages: dict[int, int]):
        self.pages = pages  # object number of a page -> its number
        self.roles = _dictionary(root.get("RoleMap"))
        self.classes = _dictionary(root.get("ClassMap"))
        self.seen: set[int] = set()
        self.count = 0

    def node(self, raw: dict, page: int | None, depth: int) -> Node:
        page = self._page(raw, page)
        style = _name(raw.get("S"))
        node = Node(self._role(style), style, self._attributes(raw))
        for kid in _list(raw.get("K")):
            self._add(node, kid, page, depth)
        return node

    def _add(self, node: Node, kid: object, page: int | None, depth: int) -> None:
        self.count += 1
        if self.count > MAX_NODES or depth > MAX_DEPTH:
            return
        if isinstance(kid, ObjRef):
            if kid.objid in self.seen:
                return
            self.seen.add(kid.objid)
            kid = _resolve(kid)
        if isinstance(kid, list):
            for each in kid:
                self._add(node, each, page, depth + 1)
        elif isinstance(kid, int) and not isinstance(kid, bool):
            if page is not None:
                node.kids.append((page, kid))
        elif isinstance(kid, dict):
            self._add_dictionary(node, kid, page, depth)

    def _add_dictionary(self, node: Node, kid: dict, page: int | None, depth: int) -> None:
        if "S" in kid:
            node.kids.append(self.node(kid, page, depth + 1))
        elif "MCID" in kid and "Stm" not in kid:
            number, page = _resolve(kid.get("MCID")), self._page(kid, page)
            if isinstance(number, int) and page is not None:
                node.kids.append((page, number))

    def _page(self, raw: dict, page: int | None) -> int | None:
        reference = raw.get("Pg")
        return self.pages.get(reference.objid, page) if isinstance(reference, ObjRef) else page

    def _role(self, style: str) -> str:
        role = style
        for _ in range(8):
            if role in _KNOWN:
                break
            role = _name(self.roles.get(role)) or role
        return role if role in _KNOWN else "NonStruct"

    def _attributes(self, raw: dict) -> dict:
        found: dict = {}
        for name in _list(raw.get("C")):
            for each in _list(self.classes.get(_name(name))):
                found |= _dictionary(each)
        for each in _list(raw.get("A")):
            found |= _dictionary(each)
        return found


def _resolve(value: object) -> object:
    return resolve1(value) if isinstance(value, ObjRef) else value


def _list(value: object) -> list:
    """The value as a list; a reference to one object stays a reference, so that it is visited once."""
    inner = _resolve(value)
    if inner is None:
        return []
    return inner if isinstance(inner, list) else [value]


def _dictionary(value: object) -> dict:
    value = _resolve(value)
    return value if isinstance(value, dict) else {}


def _name(value: object) -> str:
    value = _resolve(value)
    name = getattr(value, "name", value)
    if isinstance(name, bytes):
        return name.decode("utf-8", "replace")
    return name if isinstance(name, str) else ""


def structure(document) -> Node | None:
    """The structure tree of a playa document, or None where it has none.

    May raise anything that playa raises on a broken file: the caller falls back on the page's geometry.
    """
    root = _dictionary(document.catalog.get("StructTreeRoot"))
    if not root:
        return None
    pages = {page.pageid: number for number, page in enumerate(document.pages, 1) if page.pageid is not None}
    tree = _Builder(root, pages).node({"S": "Document", "K": root.get("K")}, None, 0)
    return tree if tree.kids else None


class Marked:
    """The glyphs of a document by page and marked content id."""

    def __init__(self, pages: list[Page]):
        self.runs: dict[tuple[int, int], list[Glyph]] = {}
        self.total = 0
        for page in pages:
            for glyph in page.glyphs:
                self.total += glyph.char != " "
                if glyph.style.tag >= 0:
                    self.runs.setdefault((page.number, glyph.style.tag), []).append(glyph)

    def covered(self, tree: Node) -> float:
        """Share of the document's characters that the tree speaks of."""
        inside = sum(glyph.char != " " for mark in set(tree.marks()) for glyph in self.runs.get(mark, ()))
        return inside / self.total if self.total else 0.0

    def segments(self, marks: list[tuple[int, int]]) -> list[tuple[int, list[Glyph]]]:
        """The glyphs of these marks as (page, glyphs) runs: a new run at a page break or at the top of a column."""
        found: list[tuple[int, list[Glyph]]] = []
        lowest = 0.0
        for page, tag in marks:
            run = self.runs.get((page, tag))
            if not run:
                continue
            top, bottom = min(glyph.top for glyph in run), max(glyph.bottom for glyph in run)
            if found and found[-1][0] == page and bottom > lowest - 2 * (bottom - top):
                found[-1][1].extend(run)
                lowest = max(lowest, bottom)
            else:
                found.append((page, list(run)))
                lowest = bottom
        return found
