"""Which activity a sentence speaks of, outside of the section that describes the activity.

Results sections tell the activities again without their numbers: by the names in quotation marks, by the words of their
titles, or by the only event of a kind («дәрістер»).  What follows goes on with the same activity until another is named.
"""
import re
from collections import Counter
from collections.abc import Sequence
from math import fsum, log

from auditkit.lexicon import pattern
from auditkit.model import Block
from auditkit.understanding.claims import sentences
from auditkit.understanding.nouns import all_nouns, noun_after
from auditkit.understanding.sections import Activity, Outline
from auditkit.wording import fold, quoted_names, stems

#: The share of a title's telling words that a sentence must hold to speak of that activity, and the least number of them.
SHARE, LEAST = 0.42, 3
#: How many letters two forms of one quoted name begin with for sure (a name has at least five, its last one may change).
BEGINNING = 4
#: How many words of a sentence may name what it speaks of, and how many telling words a title has of which two tell it.
OPENING, SHORT = 4, 5
#: Kinds of events that tell nothing apart.
GENERIC = ("event", "meeting", "survey", "dialogue")
#: Words that turn to the project as a whole.
WHOLE = pattern("contexts", "turns_to_project")
#: The name of a project, whose words tell nothing of its activities: «…» жобасы, проект «…».
PROJECT_NAME = re.compile(r"[«“\"][^«»“”\"]{3,160}[»”\"](?=\s+(?:[^\W\d_]+\s+)?жоба)|(?<=проект )[«“\"][^«»“”\"]{3,160}[»”\"]"
                          r"|(?<=проекта )[«“\"][^«»“”\"]{3,160}[»”\"]", re.IGNORECASE)
GROUP_HEAD = re.compile(r"^\s*(?:\d{1,2}|[ivxі]{1,4})\s?[.)]")
#: Where one clause of a sentence ends and the next begins, and a clause that a number of people opens: «46 – участники курса».
CLAUSE = re.compile(r"(?<=[,;:])\s+|\s+(?=(?:и|а также|және|мен|пен)\s+\d)")
NUMBER_FIRST = re.compile(r"(?:(?:и|а также|және|мен|пен|в том числе|в т\.\s?ч\.|из них|из которых|оның ішінде|олардың ішінде)\s+)*(?P<number>\d[\d\s]*)(?!\S*%)(?:(?P<dash>-\s)|[^\W\d_])")


class Anchors:
    """Finds the activity of a sentence among those of one project."""

    def __init__(self, blocks: Sequence[Block], outline: Outline, project: int, spread: Counter | None = None):
        """`spread`: in how many blocks each stem stands (`spread_of`), where the caller has counted it already."""
        self.activities = outline.activities_of(project)
        self.names = self._names(blocks)
        self._alike: dict[str, list[str]] = {}
        for name in self.names:
            self._alike.setdefault(name[:BEGINNING], []).append(name)
        self.weight = self._weights(spread_of(blocks) if spread is None else spread)
        self._whole = {activity.index: fsum(self.weight.get(word, 0) for word in activity.stems) for activity in self.activities}
        self._having: dict[str, list[Activity]] = {}
        for activity in self.activities:
            for word in activity.stems:
                self._having.setdefault(word, []).append(activity)
        self._short = [activity for activity in self.activities if 1 <= len(activity.stems) <= 2
                       and all(len(self._having[word]) == 1 for word in activity.stems) and any(len(word) >= 7 for word in activity.stems)]
        self._pairs = self._telling_pairs()
        kinds = Counter(kind for activity in self.activities for kind in self._kinds(activity))
        self.kinds = {kind: activity.index for activity in self.activities for kind in self._kinds(activity) if kinds[kind] == 1}
        self.own_kinds = {activity.index: self._kinds(activity) | self._told_kinds(activity, blocks) for activity in self.activities}

    def _weights(self, spread: Counter) -> dict[str, float]:
        """How much each word of a title tells: little where other titles have it too, or many paragraphs of the report."""
        titles = Counter(word for activity in self.activities for word in activity.stems)
        count = max(1, len(self.activities))
        return {word: log((1 + count) / seen) / (1 + log(1 + spread[word])) for word, seen in titles.items()}

    def _names(self, blocks: Sequence[Block]) -> dict[str, tuple[int, int]]:
        """Quoted names that belong to one activity only, with its index and their weight: a name in a title tells more than
        one in the text under it (which may be a venue's)."""
        body: dict[str, set[int]] = {}
        for activity in self.activities:
            for block in blocks[activity.start:activity.end]:
                for name in quoted_names(block.text):
                    body.setdefault(name, set()).add(activity.index)
        names = {name: (next(iter(owners)), 2) for name, owners in body.items() if len(owners) == 1 and len(name) >= 12}
        titles = Counter(name for activity in self.activities for name in activity.names)
        for activity in self.activities:
            names.update({name: (activity.index, 3) for name in activity.names if titles[name] == 1})
        return names

    @staticmethod
    def _kinds(activity: Activity) -> set[str]:
        return {noun.measure for noun in all_nouns(fold(activity.title)) if noun.group == "events" and noun.measure not in GENERIC}

    @staticmethod
    def _told_kinds(activity: Activity, blocks: Sequence[Block]) -> set[str]:
        """Kinds of events that the text under an activity speaks of at least twice."""
        counted = Counter(noun.measure for block in blocks[activity.start + 1:activity.end] for noun in all_nouns(fold(block.text))
                          if noun.group == "events" and noun.measure not in GENERIC)
        return {kind for kind, times in counted.items() if times >= 2}

    def strays(self, text: str, current: int) -> bool:
        """Whether a sentence names a kind of event that the activity told so far has nothing of."""
        kinds = {noun.measure for noun in all_nouns(fold(text)) if noun.group == "events" and noun.measure not in GENERIC}
        return bool(kinds) and not kinds & self.own_kinds.get(current, set())

    def find(self, text: str) -> tuple[int | None, bool]:
        """(index of the activity, whether that is sure) of a sentence; None where it names none."""
        words = set(stems(PROJECT_NAME.sub(" ", text)))
        scored = self._scored(words)
        named: Counter = Counter()
        titled = set()
        for quoted in quoted_names(text):
            for index, weight in self.owners(quoted):
                named[index] += weight
                if weight >= 3:
                    titled.add(index)
        if len(titled) > 1:
            return None, True  # several activities told together
        if named:
            for score, index in scored:
                if index in named:
                    named[index] += 3 * score
            (best, hits), *others = named.most_common()
            if not others or others[0][1] < hits:
                return best, True
            return None, False
        if scored and scored[0][0] >= SHARE and (len(scored) == 1 or scored[0][0] > 1.15 * scored[1][0]):
            return scored[0][1], True
        kinds = {noun.measure for noun in all_nouns(fold(text)) if noun.group == "events" and noun.measure not in GENERIC}
        paired = self._by_pair(text)
        if len(kinds) == 1 and (kind := kinds.pop()) in self.kinds:
            return (self.kinds[kind], False) if paired[0] in (None, self.kinds[kind]) else (None, True)
        return (None, False) if kinds else paired if paired[1] else self._by_short_title(words)

    def _telling_pairs(self) -> dict[tuple[str, str], int]:
        """Two words that stand side by side in one title only, the first of them or both in no other title: «көшпелі кездесулер»."""
        owners: dict[tuple[str, str], set[int]] = {}
        for activity in self.activities:
            title = stems(PROJECT_NAME.sub(" ", activity.title)) if len(activity.stems) <= SHORT else []
            for one, other in zip(title, title[1:]):
                if one in activity.stems and other in activity.stems and len(self._having[one]) == 1 and len(one) >= BEGINNING + 1:
                    owners.setdefault((one, other), set()).add(activity.index)
        return {pair: found.pop() for pair, found in owners.items() if len(found) == 1}

    def _by_pair(self, text: str) -> tuple[int | None, bool]:
        """The only activity of whose title a sentence holds two neighbouring words, and whether it begins with them; (None, True) where it holds
        those of several.  A sentence without a number tells nothing: it may be the title of a task, in much the same words."""
        if not re.search(r"\d", GROUP_HEAD.sub("", fold(text))):
            return None, False
        told = stems(text)
        pairs = [(place, self._pairs[pair]) for place, pair in enumerate(zip(told, told[1:])) if pair in self._pairs]
        if len({activity for _, activity in pairs}) > 1:
            return None, True
        return (pairs[0][1], pairs[0][0] < OPENING - 1) if pairs else (None, False)

    def _by_short_title(self, words: set[str]) -> tuple[int | None, bool]:
        """The only activity whose title, of one or two telling words that no other title has, stands in a sentence as a whole."""
        held = lambda stem: stem in words or len(stem) >= 7 and any(_same_word(stem, word) for word in words)
        short = [activity.index for activity in self._short if all(map(held, activity.stems))]
        return (short[0], True) if len(short) == 1 else (None, False)

    def owners(self, quoted: str) -> list[tuple[int, int]]:
        """(activity, weight) of each name that a quoted name is, or is but for its case endings."""
        return [self.names[name] for name in self._alike.get(quoted[:BEGINNING], ())
                if quoted == name or len(name) >= 8 and same_name(quoted, name)]

    def _scored(self, words: set[str]) -> list[tuple[float, int]]:
        """(score, activity) of the activities that a sentence may speak of, the best first: those that share enough words with it."""
        shared: dict[int, list[str]] = {}
        for word in words:
            for activity in self._having.get(word, ()):
                shared.setdefault(activity.index, []).append(word)
        known = fsum(self.weight.get(word, 0) for word in words)
        scored = [(self._score(index, common, known, len(words)), index) for index, common in shared.items() if len(common) >= LEAST]
        return sorted(scored, reverse=True)

    def _score(self, index: int, shared: Sequence[str], known: float, size: int) -> float:
        """How much of a title a sentence of `size` words holds; of a short sentence also how much of it is the title's, since a
        heading of the results tells a long title in few words.  `known`: the weight of the sentence's words in all titles."""
        whole = self._whole[index]
        if not whole:
            return 0.0
        common = fsum(self.weight.get(word, 0) for word in shared)
        covered = common / known if known and len(shared) >= 0.35 * size else 0.0
        return max(common / whole, 0.9 * covered if covered >= 0.7 else 0.0)


def spread_of(blocks: Sequence[Block]) -> Counter:
    """In how many blocks each stem stands."""
    return Counter(word for block in blocks for word in set(stems(block.text)))


def _same_word(one: str, other: str) -> bool:
    """Whether two long stems differ by an ending only («велопробег», «велопробе» of «велопробеге»)."""
    short, long = sorted((one, other), key=len)
    return len(short) >= 7 and len(long) - len(short) <= 3 and long.startswith(short)


def same_name(one: str, other: str) -> bool:
    """Whether two squeezed names are one but for their case endings («апталығы», «апталығын»)."""
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) <= 6 and long.startswith(short[:-1])


def anchor_blocks(blocks: Sequence[Block], outline: Outline) -> dict[int, list[tuple[int, int, int | None]]]:
    """For every block outside the activities: (start, end, activity) for each of its sentences."""
    finders: dict[int, Anchors] = {}
    spread = spread_of(blocks)
    anchored: dict[int, list[tuple[int, int, int | None]]] = {}
    current: int | None = None
    heading = project = section = None
    grouped = False
    listing = apart = 0
    for index, (block, scope) in enumerate(zip(blocks, outline.scopes)):
        if block.table is not None:
            continue
        if scope.project not in finders:
            finders[scope.project] = Anchors(blocks, outline, scope.project, spread)
        finder = finders[scope.project]
        if scope.activity is not None:
            if other := _told_elsewhere(finder, block, scope.activity):
                anchored[index] = other
            continue
        head = _is_head(block)
        if head or scope.heading != heading or scope.project != project:
            current, grouped = None, head and _is_numbered(block) and scope.section == section
        elif not grouped or block.marker[:1].isdigit():
            current, grouped = None, False
        heading, project, section = scope.heading, scope.project, scope.section
        spans = []
        if index >= listing and _is_bullet(block):
            listing, apart = _bullets(finder, blocks, index)
        if index < listing and block.level == apart:
            current = None  # the bullet before it speaks of another activity
        for start, end in sentences(block.text):
            if listed := _enumerated(finder, block.text, start, end):
                spans += listed
                current = None
                continue
            found, sure = finder.find(block.text[start:end])
            sentence = block.text[start:end]
            if found is not None and (sure or current is None or finder.strays(sentence, current)):
                current = found
            elif found is None and (sure or current is not None and finder.strays(sentence, current)):
                current = None
            elif found is None and WHOLE.search(fold(block.text[start:end])):
                current = None
            spans.append((start, end, current))
        grouped = grouped or head and current is not None
        anchored[index] = spans
    return anchored


def _bullets(finder: Anchors, blocks: Sequence[Block], start: int) -> tuple[int, int]:
    """Where the list of bullets that begins at `start` ends, and the level of its bullets if they go through several activities; 0
    where they all may speak of one."""
    end = start
    while end < len(blocks) and _is_bullet(blocks[end]):
        end += 1
    level = blocks[start].level
    named = {found for block in blocks[start:end] if block.level == level for found, sure in [finder.find(block.text)] if sure and found is not None}
    return end, level if len(named) > 1 else 0


def _enumerated(finder: Anchors, text: str, start: int, end: int) -> list[tuple[int, int, int | None]]:
    """The clauses of a sentence that goes through several activities, each with its own («187 – участники форума, 144 – слушатели
    курса и 58 – гости семинара»); nothing where the whole sentence may speak of one."""
    breaks = [start, *(gap.end() for gap in CLAUSE.finditer(text, start, end)), end]
    spans = [(one, other) for one, other in zip(breaks, breaks[1:]) if text[one:other].strip()]
    numbered = [span for span in spans if re.search(r"\d", text[slice(*span)]) and not _counts_events(text[slice(*span)])]
    if len(numbered) < 2:
        return []
    named = {span: finder.find(text[slice(*span)])[0] for span in spans}
    told = {named[span] for span in numbered} - {None}
    by_number = [span for span in numbered if NUMBER_FIRST.match(fold(text[slice(*span)]))]
    aside = any(named[span] is not None for span in spans if span not in by_number)
    if len(told) > 1 or told and len(by_number) > 1 and not aside:
        return [(*span, named[span]) for span in spans]
    return []


def _counts_events(clause: str) -> bool:
    """«12 семинаров», «3 дәріс»: what was held, and not how many came to it."""
    folded = fold(clause)
    number = NUMBER_FIRST.match(folded)
    noun = noun_after(folded, number.end("number")) if number and not number.group("dash") else None
    return noun is not None and noun.group == "events"


def _told_elsewhere(finder: Anchors, block: Block, own: int) -> list[tuple[int, int, int | None]]:
    """The sentences under one activity that name another one by its title: summaries at the end of the activities."""
    found = []
    for start, end in sentences(block.text):
        named = {index for quoted in quoted_names(block.text[start:end]) for index, weight in finder.owners(quoted) if weight >= 3}
        if len(named) == 1 and own not in named:
            found.append((start, end, named.pop()))
    return found


def _is_bullet(block: Block) -> bool:
    return block.kind == "item" and not block.marker[:1].isdigit()


def _is_numbered(block: Block) -> bool:
    return bool(GROUP_HEAD.match(block.text)) or block.marker[:1].isdigit() or block.kind == "heading"


def _is_head(block: Block) -> bool:
    """A line that opens a group of statements: a heading, or a short numbered line that ends in a colon."""
    text = block.text.strip()
    if block.kind == "heading" or block.emphasis or text.endswith(":") and len(text) < 70 and block.kind != "item":
        return True
    return _is_numbered(block) and (text.endswith(":") or len(text) < 70 and not re.search(r"\d{2,}", re.sub(r"^\s*\d+", "", text)))
