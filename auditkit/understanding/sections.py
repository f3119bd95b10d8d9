"""Which project, section, task, activity and event each block of a report belongs to."""
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from auditkit.lexicon import load
from auditkit.model import Block, Passage
from auditkit.understanding.project_edges import end_of_last, first_blocks
from auditkit.wording import fold, quoted_names, squeeze, stems


@dataclass(frozen=True)
class Project:
    """One project of a report: its running number (0 is what an operator's report says of itself), the grantee's name,
    and the blocks it takes up, from `start` up to but without `end`; `head`: the block with the grantee's name."""

    number: int
    grantee: str
    start: int
    end: int
    head: int = 0


#: What a label leaves out of a title, or writes in another way: a number of its own, quotation marks inside quotation marks.
TITLE_NUMBER = re.compile(r"^\s*\d{1,2}(?:\.\d{1,2})*[.)]?\s+(?=[^\W\d_]|[«“\"])")
INNER_QUOTES = str.maketrans("«»", "“”")


@dataclass(frozen=True)
class Activity:
    """One activity («іс-шара», «мероприятие») as the narrative heads it.

    `index`: position in `Outline.activities`; `task`, `number`: as the report numbers them (None where it does not);
    `start`, `end`: its blocks, the heading the first; `names`: the squeezed names quoted in its title; `stems`: the stems
    of its title's words.
    """

    index: int
    project: int
    task: int | None
    number: int | None
    title: str
    heading: Passage
    start: int
    end: int
    names: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """A short name for messages: «2.3 «…»»."""
        number = ".".join(str(part) for part in (self.task, self.number) if part is not None)
        title = self.title if len(self.title) <= 90 else self.title[:87].rsplit(" ", 1)[0] + " …"
        title = title.translate(INNER_QUOTES)  # messages put a label in quotation marks
        return f"{number} {TITLE_NUMBER.sub('', title) if number else title}".strip()


@dataclass(frozen=True)
class Scope:
    """Where a block belongs.  `section`: a key of the lexicon "sections" ("" before the first); `activity`: an index in
    `Outline.activities`, None outside of them; `event`: running number of a dated or numbered event inside the activity, 0
    before the first; `heading`: running number of the last heading of any kind."""

    project: int = 0
    section: str = ""
    task: int | None = None
    activity: int | None = None
    event: int = 0
    heading: int = 0


@dataclass(frozen=True)
class Outline:
    """The structure of a report: a Scope for every block, and the projects and activities found."""

    scopes: tuple[Scope, ...]
    projects: tuple[Project, ...]
    activities: tuple[Activity, ...] = field(default=())

    def activities_of(self, project: int) -> list[Activity]:
        """The activities of one project, in order."""
        return [activity for activity in self.activities if activity.project == project]


EVENT = re.compile(r"^(?P<n>\d{1,3})\s*(?:-\s*)?(?:[^\W\d_]+\s){0,2}?(?:семинар|дәріс|лекция|тренинг|курс|сабақ|урок|кездесу|встреча|мастер)\w*\s*[:.]")
DATED = re.compile(r"^(?:(?:19|20)\d\d\s*(?:жыл\w*|ж\.|года?|г\.)|\d{1,2}\s+[^\W\d_]+\s+(?:19|20)\d\d)")


@lru_cache(maxsize=1)
def _patterns() -> dict[str, list[re.Pattern]]:
    compiled = {}
    for key, entry in load("sections").items():
        if "patterns" in entry:
            compiled[key] = [re.compile(pattern) for pattern in entry["patterns"]]
        else:
            compiled[key] = [re.compile(re.escape(words)) for words in entry["kk"] + entry["ru"]]
    return compiled


INNER = re.compile(r"\s(?=\d{1,2}\s?[-–]?\s?(?:ші|шы)?\s?(?:іс|ис)[-\s]шара\s?[.:]|мероприятие\s№?\s?\d{1,2}\s?[.:])")


def part_headings(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with a task's heading and its first activity's heading apart where the file runs them together (two lines
    of one look are one heading to a reader of pages)."""
    parted: list[Block] = []
    for block in blocks:
        folded = fold(block.text)
        cut = INNER.search(folded, 8) if block.table is None and _match(_patterns()["task"], folded.strip(" *_")) else None
        if cut is None:
            parted.append(block)
        else:
            parted.append(replace(block, passage=block.passage.part(0, cut.start())))
            parted.append(replace(block, passage=block.passage.part(cut.end(), len(block.text)), links=()))
    return parted


def outline(blocks: Sequence[Block], told: frozenset[int] = frozenset()) -> Outline:
    """The structure of a report out of its blocks.  `told`: blocks known to be headings of activities, however they look."""
    patterns = _patterns()
    scopes: list[Scope] = []
    starts: list[tuple[int, str]] = []
    heads: list[tuple[int, int, int | None, int | None, Passage]] = []
    scope = Scope()
    for index, block in enumerate(blocks):
        folded = fold(block.text).strip(" *_")
        if block.kind == "table" or not folded:
            scopes.append(scope)
            continue
        if (grantee := _project(folded, block.text)) is not None:
            starts.append((index, grantee))
            scope = Scope(project=len(starts), heading=index)
        elif match := _match(patterns["task"], folded):
            scope = Scope(scope.project, "activities", _number(match), None, 0, index)
        elif (match := _match(patterns["activity"], folded)) and _may_head_activity(block, folded, scope):
            heads.append((index, scope.project, scope.task, _number(match), block.passage))
            scope = Scope(scope.project, "activities", scope.task, len(heads) - 1, 0, index)
        elif match := _bare(block, folded, scope, heads):
            heads.append((index, scope.project, scope.task, _number(match), block.passage))
            scope = Scope(scope.project, "activities", scope.task, len(heads) - 1, 0, index)
        elif index in told:
            match = BARE.match(f"{block.marker} {folded}".strip())
            task = int(match.group("task")) if match else scope.task
            heads.append((index, scope.project, task, _number(match) if match else None, block.passage))
            scope = Scope(scope.project, "activities", task, len(heads) - 1, 0, index)
        elif section := section_of(block):
            scope = Scope(scope.project, section, None if section != "contract_task" else -1, None, 0, index)
        elif block.kind == "heading":
            ends_activity = scope.activity is not None and block.level <= _level(blocks, heads)
            scope = Scope(scope.project, scope.section, scope.task, None if ends_activity else scope.activity, scope.event, index)
        elif scope.activity is not None and (EVENT.match(folded) or DATED.match(folded)) and not block.kind == "item":
            scope = Scope(scope.project, scope.section, scope.task, scope.activity, scope.event + 1, scope.heading)
        scopes.append(scope)
    projects = _projects(blocks, starts, scopes)
    return Outline(tuple(scopes), projects, _activities(heads, scopes, blocks))


def _match(patterns: list[re.Pattern], folded: str) -> re.Match | None:
    return next((match for pattern in patterns if (match := pattern.match(folded))), None)


def _number(match: re.Match) -> int | None:
    number = match.groupdict().get("n")
    return (int(number) if number.isdigit() else ROMAN.get(number.replace("і", "i"))) if number else None


ROMAN = {numeral: value for value, numeral in enumerate("i ii iii iv v vi vii viii ix x xi xii".split(), 1)}
#: «1.2. Проведение семинаров»: an activity headed by the numbers of its task and its own.
BARE = re.compile(r"^(?P<task>\d{1,2})\.(?P<n>\d{1,2})\.?\s+(?=[^\W\d_]|[«“„\"])")


def _bare(block: Block, folded: str, scope: Scope, heads: Sequence[tuple]) -> re.Match | None:
    """The match of a heading that is only «1.2. …»: under that very task, the next number in its order, set off or short."""
    match = BARE.match(f"{block.marker} {folded}".strip())
    if match is None or scope.section != "activities" or scope.task != int(match.group("task")):
        return None
    before = [number for _, project, task, number, _ in heads if (project, task) == (scope.project, scope.task)]
    if int(match.group("n")) != len(before) + 1 or None in before:
        return None
    return match if block.kind == "heading" or block.emphasis or len(folded) < 160 and not re.search(r"[.!?]\s", folded[match.end():]) else None


def _project(folded: str, text: str) -> str | None:
    """The grantee's name where a block begins a project, None elsewhere."""
    for pattern in _patterns()["project"]:
        if pattern.match(folded):
            return text.split(":", 1)[1].strip(" *_.;")
    return None


def _may_head_activity(block: Block, folded: str, scope: Scope) -> bool:
    """A heading of an activity is short or emphasised or numbered at the start of its own block, and stands in the part
    that describes activities."""
    return scope.section in ("", "activities", "contract_task") or block.kind == "heading"


def section_of(block: Block) -> str | None:
    """The section of a report that a block heads, a key of the lexicon "sections"; None for any other block."""
    folded = fold(block.text).strip(" *_")
    near = folded[:260]
    if not (block.kind == "heading" or block.emphasis or ":" in near or block.marker or re.match(r"^[\dіivx]{1,3}[).]", near)
            or len(folded) < 130):
        return None
    for key, patterns in _patterns().items():
        if key in ("project", "task", "activity", "of_all_projects"):
            continue
        for pattern in patterns:
            found = pattern.search(near)
            if found and found.start() <= 150 and _heads(block, near, found):
                return key
    return None


def _heads(block: Block, near: str, found: re.Match) -> bool:
    """Whether words found in a block are its heading and not part of a sentence: nothing ends a sentence before them."""
    before = re.sub(r"^[\dіivx]{1,3}\s?[).]\s*", "", near[:found.start()])
    if re.search(r"[.!?]\s", before):
        return False
    return block.kind == "heading" or block.emphasis or found.start() <= 12 or bool(block.marker) or ":" in near[found.end():] \
        or bool(re.match(r"^[\dіivx]{1,3}\s?[).]", near))


def _level(blocks: Sequence[Block], heads: list) -> int:
    head = blocks[heads[-1][0]]
    return head.level if head.kind == "heading" else 2


def _projects(blocks: Sequence[Block], starts: list[tuple[int, str]], scopes: list[Scope]) -> tuple[Project, ...]:
    """The projects; the scopes of the blocks are set to those of the project that they turn out to belong to."""
    names = [start for start, _ in starts]
    firsts, last = first_blocks(blocks, names), end_of_last(blocks, names)
    for first, name in zip(firsts, names):
        for index in range(first, name):
            scopes[index] = replace(scopes[name], heading=first)
    for index in range(last, len(blocks)):
        scopes[index] = Scope(0, "", heading=max(scopes[index].heading, last))
    edges = [*firsts, last]
    projects = [Project(0, "", 0, edges[0])]
    for number, ((head, grantee), start, end) in enumerate(zip(starts, firsts, edges[1:]), 1):
        projects.append(Project(number, grantee, start, end, head))
    return tuple(projects)


def project_names(blocks: Sequence[Block], outline: Outline) -> dict[str, int]:
    """The number of each project by the names, squeezed, that its passport gives in quotation marks; names of several projects left out."""
    found: dict[str, set[int]] = {}
    for project in outline.projects[1:]:
        for block in blocks[project.start:min(project.head + 4, project.end)]:
            for name in quoted_names(block.text) if block.table is None and len(block.text) < PASSPORT_LINE else ():
                found.setdefault(squeeze(name), set()).add(project.number)
    return {name: next(iter(numbers)) for name, numbers in found.items() if len(numbers) == 1}


#: A line of a passport is no longer than this.
PASSPORT_LINE = 240
NUMBERED = re.compile(r"^\W*(?:(?:\d{1,2}\.)?(?:\d{0,2}|[ivxі]{1,4})\s*[-–.]?\s*(?:ші|шы)?\s*(?:[іiи]с[-\s]шара|мероприятие)\s*№?\s*(?:\d{1,2}\.)?(?:\d{1,2}|[ivxі]{1,4}\b)?"
                      r"|\d{1,2}\.\d{1,2}\b)\s*[.:)]*\s*", re.IGNORECASE)


def _activities(heads: list, scopes: list[Scope], blocks: Sequence[Block]) -> tuple[Activity, ...]:
    activities, dull = [], frozenset(load("words")["telling_nothing"]["stems"])
    for index, (start, project, task, number, heading) in enumerate(heads):
        end = start
        while end < len(scopes) and scopes[end].activity == index:
            end += 1
        title = NUMBERED.sub("", heading.text).strip(" *_.")
        activities.append(Activity(index, project, task, number, title, heading, start, end, frozenset(quoted_names(title)),
                                   frozenset(word for word in stems(title) if len(word) > 3 and word not in dull)))
    return tuple(activities)


def find_name(text: str, names: frozenset[str]) -> set[str]:
    """Which of the squeezed names occur in a text, however it is wrapped or quoted."""
    squeezed = squeeze(text)
    return {name for name in names if name in squeezed}
