"""Links as evidence: which post, video or page each of them names, and which of them cannot be right as written.

A link is never opened.  Two links are the same evidence when they name the same post, whatever they carry for tracking.
"""
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, unquote, urlsplit

from auditkit.model import Block, Passage, Place

#: An address in a text.  A space inside is let in only where a query, a fragment or the rest of a cut path goes on behind it.
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"«»\]]+(?:(?<=[-?&=])\s(?:[\w]{1,12}=[^\s<>\"«»\]]*|/(?=[\s<\])]|$)))*", re.IGNORECASE)
#: Parameters that tell nothing of what is shown.
TRACKING = re.compile(r"^(?:utm_.*|igsh|igshid|fbclid|gclid|mibextid|rdid|share_url|si|feature|_?r|_?t|"
                      r"is_from_webapp|sender_device|img_index|hl|usp|ref|share|app)$")
INSTAGRAM = re.compile(r"^/(?:[\w.]+/)?(p|reel|reels|tv)/([^/]*)")
TIKTOK = re.compile(r"^/(@[\w.]+)/(video|photo)/(\d+)")
SOCIAL = ("instagram.com", "tiktok.com", "youtube.com", "youtu.be", "facebook.com", "t.me", "vk.com", "threads.net", "x.com", "twitter.com", "ok.ru")
#: How long the codes are: a post of Instagram, a video of YouTube, a number of TikTok.
INSTAGRAM_CODE, YOUTUBE_CODE, TIKTOK_CODE = 11, 11, (18, 19)
STORAGE = ("drive.google.com", "docs.google.com", "disk.yandex", "cloud.mail", "dropbox.com", "1drv.ms", "onedrive")


@dataclass(frozen=True)
class FoundLink:
    """A link of the report.

    `target`: as written; `key`: what it names, the same for every spelling of it; `code`: the post's or video's own id, or
    the key; `site`: the host without «www.»; `kind`: "post", "account", "storage", "page" or "short"; `fault`: why it cannot be right
    as written ("space", "short code", "long code", "no host"), or ""; `block`: its block; `place`.
    """

    target: str
    key: str
    code: str
    site: str
    kind: str
    fault: str
    block: int
    start: int
    place: Place


def find_links(blocks: Sequence[Block]) -> list[FoundLink]:
    """All links of the blocks in reading order, those that only the format knows (hidden targets) too."""
    found: list[FoundLink] = []
    for index, block in enumerate(blocks):
        passages = [block.passage] if block.table is None else [cell.passage for cell in block.table.cells]
        here: list[FoundLink] = []
        for passage in passages:
            here += _written(passage, index)
        known = {link.key for link in here}
        for link in block.links:
            made = read_link(link.target, index, 0, link.place)
            if made is not None and made.key not in known and not any(made.key in other or other in made.key for other in known):
                here.append(made)
                known.add(made.key)
        found += here
    return found


def _written(passage: Passage, index: int) -> list[FoundLink]:
    if "://" not in passage.text and "www." not in passage.text.lower():
        return []
    text = passage.text
    cuts = [match.start() for match in re.finditer(r"https?://", text)]
    found = []
    for match in ADDRESS.finditer(text):
        end = min([cut for cut in cuts if cut > match.start()] + [match.end()])
        target = text[match.start():min(end, match.end())].rstrip(".,;:)*").replace("\\_", "_")
        made = read_link(target, index, match.start(), passage.place_of(match.start(), match.end()))
        if made is not None:
            found.append(replace(made, fault="") if made.fault and _may_go_on(passage, match.start() + len(target)) else made)
    return found


def _may_go_on(passage: Passage, end: int) -> bool:
    """Whether a line ends where the address ends and goes on with what may be its rest: a converter has cut it there."""
    at_mark = any(end <= offset <= end + 1 for offset, _ in passage.marks[1:])
    rest = passage.text[end:end + 40].strip()
    return at_mark and bool(re.match(r"[A-Za-z0-9_/?=&%-]", rest)) and not rest.lower().startswith(("http", "www."))


def read_link(target: str, block: int, start: int, place: Place) -> FoundLink | None:
    """What an address names; None for one that is no web address (mail, a place in the document)."""
    target = target.strip().rstrip("\\")
    plain = re.sub(r"\s+", "", target)
    if not re.match(r"(?:https?://|www\.)", plain, re.IGNORECASE):
        return None
    try:
        parts = urlsplit(plain if "://" in plain else f"https://{plain}")
        site = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return None
    if not site:
        return None
    kind, code = _named(site, parts)
    fault = "space" if " " in target else _fault(site, kind, code) if "." in site else "no host"
    query = "&".join(sorted(f"{name}={value}" for name, value in parse_qsl(parts.query) if not TRACKING.match(name)))
    path = unquote(parts.path).rstrip("/")
    key = f"{'youtube.com' if site == 'youtu.be' else site}:{code}" if kind == "post" and code else f"{site}{path}" + (f"?{query}" if query else "")
    return FoundLink(target, key, code or key, site, kind, fault, block, start, place)


def _named(site: str, parts) -> tuple[str, str]:
    """(kind, id of the post) of an address."""
    path, query = parts.path, dict(parse_qsl(parts.query))
    if site.endswith("instagram.com"):
        post = INSTAGRAM.match(path)
        return ("post", post.group(2)) if post else ("account" if path.count("/") <= 2 and path.strip("/") else "page", "")
    if site.endswith("tiktok.com"):
        post = TIKTOK.match(path)
        if post:
            return "post", post.group(3)
        return ("account", "") if re.fullmatch(r"/@[\w.]+/?", path) else ("short", "")
    if site in ("youtube.com", "youtu.be"):
        code = query.get("v") or (path.strip("/").split("/")[-1] if site == "youtu.be" or re.match(r"/(?:shorts|live|embed)/", path) else "")
        return ("post", code) if code else ("account" if path.startswith(("/@", "/channel/", "/c/", "/user/")) else "page", "")
    if site.endswith("facebook.com"):
        code = query.get("story_fbid") or query.get("fbid") or query.get("v") or ""
        numbers = re.findall(r"(?<=/)\d{10,}(?=/|$)", path)
        if code or numbers:
            return "post", code or numbers[-1]
        return ("account", "") if re.fullmatch(r"/[\w.]+/?", path) else ("page", "")
    if any(site.startswith(name) or name in site for name in STORAGE):
        return "storage", ""
    return ("account" if site == "t.me" and path.count("/") == 1 else "page"), ""


def _fault(site: str, kind: str, code: str) -> str:
    if kind != "post":
        return ""
    if site.endswith("instagram.com") and len(code) != INSTAGRAM_CODE:
        # longer codes belong to posts of private accounts
        return "short code" if len(code) < INSTAGRAM_CODE else ""
    if site in ("youtube.com", "youtu.be") and len(code) != YOUTUBE_CODE:
        return "short code" if len(code) < YOUTUBE_CODE else "long code"
    if site.endswith("tiktok.com") and len(code) not in TIKTOK_CODE:
        return "short code" if len(code) < TIKTOK_CODE[0] else "long code"
    return ""


def is_social(link: FoundLink) -> bool:
    """Whether a link leads to a social network (and not to a site of the media)."""
    return any(link.site == name or link.site.endswith("." + name) for name in SOCIAL)
