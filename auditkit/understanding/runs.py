"""Sums told in words: runs of parts, found by what recurs in them, and the totals that each may belong to.

A writer tells a whole and then its parts, often several breakdowns of one whole after each other, over sentences and paragraphs.  So a run
of parts is found first, by its shape alone (unit, signs before and behind, depth of brackets, case), and every number of the section that
may be its whole is proposed with the evidence of form.  Nothing here knows whether a sum adds up.
"""
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from auditkit.lexicon import load
from auditkit.model import Block
from auditkit.slips import rarity
from auditkit.understanding.mentions import Contexts, Mention
from auditkit.weights import score, weights
from auditkit.wording import fold

#: No more parts than this; a total is looked for among so many numbers before the first part and behind the last.
MOST_PARTS, BEFORE, BEHIND = 18, 40, 6
#: At most so many other numbers may stand between two parts of a run.
SKIP = 5
#: How rare a number is that a sum may equal from afar.
TELLING = 2.0


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph with the list that follows it, or one cell with several numbers.  `mentions` in order; `position`: of its first in `Prose.order`."""

    mentions: tuple[Mention, ...]
    items: frozenset
    blocks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """The parts of a possible sum, in order.  `how`: by what likeness they were chosen; `form`: named evidence, blind to the numbers;
    `score`: log odds that these are the parts of one whole; `margin`: how far another run of some of these parts scores higher, 0 for none."""

    parts: tuple[Mention, ...]
    how: str
    unit: Unit
    form: dict
    score: float
    margin: float = 0.0


class Prose:
    """The numbers of a report in the order of its text, cut into sections and units."""

    def __init__(self, mentions: Sequence[Mention], blocks: Sequence[Block], contexts: Contexts):
        self.blocks, self.contexts = blocks, contexts
        self.texts = {}
        self.units = list(self._units(mentions))
        self.by_value: dict[float, list[Mention]] = {}
        for mention in mentions:
            self.by_value.setdefault(round(mention.value, 6), []).append(mention)
        self.sections = self._sections()
        self.place = {mention.index: (number, position) for number, section in enumerate(self.sections) for position, mention in enumerate(section)}

    def text(self, mention: Mention) -> str:
        """The folded text of a mention's block or cell."""
        key = (mention.claim.block, mention.claim.cell)
        if key not in self.texts:
            self.texts[key] = fold(mention.claim.passage.text)
        return self.texts[key]

    def _units(self, mentions: Sequence[Mention]) -> Iterator[Unit]:
        cells: dict[tuple, list[Mention]] = {}
        by_block: dict[int, list[Mention]] = {}
        for mention in mentions:
            if mention.in_table:
                cells.setdefault(mention.claim.cell, []).append(mention)
            else:
                by_block.setdefault(mention.claim.block, []).append(mention)
        members: list[int] = []
        self.section_starts = set()
        for index, block in enumerate(self.blocks):
            joins = members and block.table is None and block.kind != "heading" and (
                is_item(block) or self.blocks[members[-1]].text.rstrip().endswith((":", "–", "-")) and len(block.text) < 160)
            if not joins:
                yield from self._unit(members, by_block)
                members = []
            if block.kind == "heading":
                self.section_starts.add(index)
            if block.table is None and block.text.strip():
                members.append(index)
        yield from self._unit(members, by_block)
        for group in cells.values():
            if len(group) > 1:
                yield Unit(tuple(group), frozenset(), (group[0].claim.block,))

    def _unit(self, members: Sequence[int], by_block: dict) -> Iterator[Unit]:
        found = [mention for index in members for mention in by_block.get(index, [])]
        if found:
            yield Unit(tuple(found), frozenset(index for index in members if is_item(self.blocks[index])), tuple(members))

    def _sections(self) -> list[list[Mention]]:
        """The numbers of the prose between two headings, of each wordy cell with its row's plain ones."""
        starts = sorted(self.section_starts)
        sections: dict[int, list[Mention]] = {}
        cells = []
        for unit in self.units:
            if unit.mentions[0].in_table:
                cells.append(list(unit.mentions))
                continue
            for mention in unit.mentions:
                number = int(np.searchsorted(starts, mention.claim.block, side="right"))
                sections.setdefault(number, []).append(mention)
        placed = {mention.index for numbers in (*sections.values(), *cells) for mention in numbers}
        return [*sections.values(), *cells, *([mention] for found in self.by_value.values() for mention in found if mention.index not in placed)]

    def runs(self, shares: bool = False) -> list[Run]:
        """Every run of parts, each once, with what other runs of the same numbers score."""
        table = weights("sum", "run")
        found = []
        for unit in self.units:
            pool = [mention for mention in unit.mentions if mention.is_share == shares and mention.value > 0]
            seen: set[tuple[int, ...]] = set()
            for position in range(len(pool) - 1):
                for how, alike in LIKENESS.items():
                    for parts in self._from(pool, position, alike):
                        key = tuple(part.index for part in parts)
                        if key not in seen:
                            seen.add(key)
                            form = {name: 1.0 for name, value in _form_of_run(self, parts, how, unit).items() if value}
                            found.append(Run(tuple(parts), how, unit, form, score(form, table)))
        best: dict[int, float] = {}
        for run in found:
            for part in run.parts:
                best[part.index] = max(best.get(part.index, -99.0), run.score)
        return [replace(run, margin=max(best[part.index] for part in run.parts) - run.score) for run in found]

    def _from(self, pool: Sequence[Mention], position: int, alike) -> Iterator[list[Mention]]:
        first = pool[position]
        if not self._may_begin(pool, position, alike):
            return
        chosen, last = [first], position
        for index in range(position + 1, len(pool)):
            if index - last > SKIP + 1 or len(chosen) > MOST_PARTS:
                break
            if alike(first, pool[index]):
                if len(chosen) > 1 and self._may_end(chosen[-1], pool[index]):
                    yield list(chosen)
                chosen.append(pool[index])
                last = index
        if 1 < len(chosen) <= MOST_PARTS:
            yield chosen

    def _may_begin(self, pool: Sequence[Mention], position: int, alike) -> bool:
        """Whether a run may begin here: nothing alike stands before, or a sentence, a bracket, a colon or a new line does."""
        if not position:
            return True
        previous, first = pool[position - 1], pool[position]
        return not alike(first, previous) or previous.claim.sentence != first.claim.sentence or previous.claim.block != first.claim.block \
            or first.depth > previous.depth or bool(re.search(r"[,:;=(]", self.between(previous, first))) or bool(form_words()["of_which"].search(self.between(previous, first)))

    def _may_end(self, last: Mention, following: Mention) -> bool:
        """Whether a run may end before another number that is alike: a sentence, a bracket, a semicolon or a list ends there."""
        return following.claim.sentence != last.claim.sentence or following.claim.block != last.claim.block or following.depth != last.depth \
            or last.claim.group != following.claim.group or ";" in self.between(last, following) or bool(form_words()["of_which"].search(self.between(last, following)))

    def between(self, one: Mention, other: Mention) -> str:
        """The folded text from the end of one number to the start of a later one of its section."""
        first = self.text(one)
        if (one.claim.block, one.claim.cell) == (other.claim.block, other.claim.cell):
            return first[one.claim.end:other.claim.start]
        return first[one.claim.end:] + "\n" + self.text(other)[:other.claim.start]

    def totals(self, run: Run) -> Iterator[Mention]:
        """The numbers that may be the whole of a run: those of its section near it."""
        section, start = self.place[run.parts[0].index]
        stop = self.place[run.parts[-1].index][1]
        inside = {part.index for part in run.parts}
        for mention in self.sections[section][max(0, start - BEFORE):stop + 1 + BEHIND]:
            if mention.index not in inside and mention.is_share == run.parts[0].is_share:
                yield mention

    def told_elsewhere(self, run: Run) -> Iterator[Mention]:
        """The numbers anywhere in the report that are exactly what the parts of a run make: a whole told in another section or in a table.  Only
        where the number is rare enough to mean something."""
        whole = round(sum(part.value for part in run.parts), 6)
        if rarity(whole) < TELLING or run.margin > 1.5:
            return
        near = {mention.index for mention in self.totals(run)} | {part.index for part in run.parts}
        for mention in self.by_value.get(whole, ()):
            if mention.index not in near and mention.is_share == run.parts[0].is_share and mention.index in self.place:
                yield mention

    def rests(self) -> Iterator[tuple[Mention, Run]]:
        """Totals with a part told before and «the rest» told behind it."""
        for unit in self.units:
            for mention in unit.mentions:
                near = self.text(mention)[max(0, mention.claim.start - 45):mention.claim.end + 12]
                if mention.in_table or not form_words()["rest"].search(near):
                    continue
                section, position = self.place[mention.index]
                earlier = [m for m in self.sections[section][max(0, position - 14):position] if m.is_share == mention.is_share]
                for part in earlier:
                    for total in earlier:
                        if total.index != part.index:
                            parts = (part, mention)
                            form = {name: 1.0 for name, value in _form_of_run(self, parts, "rest", unit).items() if value}
                            yield total, Run(parts, "rest", unit, form, 0.0)

    def form(self, run: Run, total: Mention | None) -> dict:
        """The named evidence of a run and its total, blind to what the numbers are; without a total, of a run of shares of 100 %."""
        found = dict(run.form) | {"run": max(-5.0, min(5.0, run.score)) / 3, "run best": float(run.margin <= 0), "run nearly best": float(0 < run.margin <= .7),
                                  "run far from best": float(run.margin > 2), "run likely": float(run.score > 0), "run sure": float(run.score > 2)}
        if total is not None:
            found |= {name: 1.0 for name, value in _form_of_total(self, run, total, found).items() if value}
        return found


def _form_from_afar(prose: Prose, run: Run, total: Mention) -> dict:
    """What is known of a whole that stands in another section or in a table."""
    parts = run.parts
    groups = {part.claim.group for part in parts} - {""}
    similar = float(prose.contexts.above[total.index, [p.index for p in parts]].mean())
    return {"afar": True, "afar table": total.in_table, "afar total line": total.total_line, "afar earlier": total.index < parts[0].index,
            "afar same group": bool(total.claim.group) and groups <= {total.claim.group}, "afar other group": bool(total.claim.group) and bool(groups) and total.claim.group not in groups,
            "afar total": total.claim.has("total"), "afar similar .1": similar > .1, "afar similar .25": similar > .25, "afar similar .4": similar > .4,
            "afar activity": parts[0].claim.scope.activity is not None and total.claim.scope.activity == parts[0].claim.scope.activity}


def is_item(block: Block) -> bool:
    """Whether a block is an item of a list."""
    return block.kind == "item" or bool(block.marker)


def _case(mention: Mention) -> str:
    """The first letters right behind the digits: «58-і», «12 с»."""
    behind = mention.claim.passage.text[mention.claim.end:mention.claim.end + 12]
    found = re.match(r"\s?-?\s?([^\W\d_]{1,3})", behind)
    return found.group(1).lower()[:2] if found else behind[:1]


LIKENESS = {
    "all": lambda first, other: True,
    "group": lambda first, other: other.claim.group == first.claim.group,
    "measure": lambda first, other: other.claim.measure == first.claim.measure,
    "before": lambda first, other: other.before == first.before,
    "shape": lambda first, other: (other.before, other.after) == (first.before, first.after),
    "depth": lambda first, other: other.depth == first.depth,
    "after": lambda first, other: other.after == first.after,
    "case": lambda first, other: _case(first) == _case(other),
}


@lru_cache(maxsize=1)
def form_words() -> dict[str, re.Pattern]:
    """The words of form, out of the lexicon: a pattern for each name."""
    return {name: re.compile("|".join(entry["kk"] + entry["ru"] + entry.get("en", []))) for name, entry in load("form").items()}


AND = re.compile(r"(?:^|[\s,])(?:и|және|мен|пен|бен|ал|а|and)\s")
SEPARATOR = re.compile(r"[,;\n.]|\s(?:и|және|мен|пен|бен|ал|а)\s")
PER = re.compile(r"\s[x×х*]\s|\bпо\s*$|[дтн][ае]н\b")


def _form_of_run(prose: Prose, parts: Sequence[Mention], how: str, unit: Unit) -> dict:
    """What the parts alone say."""
    words = form_words()
    gaps = [prose.between(one, other) for one, other in zip(parts, parts[1:])]
    joined = " ".join(gaps)
    section, start = prose.place[parts[0].index]
    stop = prose.place[parts[-1].index][1]
    numbers = prose.sections[section]
    following = numbers[stop + 1] if stop + 1 < len(numbers) else None
    previous = numbers[start - 1] if start else None
    last = parts[-1]
    skipped = sum(m.is_share == last.is_share for m in numbers[start:stop + 1]) - len(parts)
    shapes = [(part.before, part.after) for part in parts]
    same_shape = max(map(shapes.count, set(shapes))) / len(shapes)
    befores = [part.before for part in parts]
    groups = {part.claim.group for part in parts}
    blocks = {part.claim.block for part in parts}
    items = sum(part.claim.block in unit.items for part in parts)
    sentences = {part.claim.sentence for part in parts}
    text = prose.text(last)
    behind = text[last.claim.end:last.claim.end + 45]
    in_sentence = following is not None and following.claim.sentence == last.claim.sentence
    return {
        "n2": len(parts) == 2, "n3": len(parts) == 3, "n4-5": len(parts) in (4, 5), "n6+": len(parts) >= 6, f"how {how}": True,
        "same shape": same_shape == 1, "most same shape": .6 <= same_shape < 1, "shape varies": same_shape < .4,
        "same before": len(set(befores)) == 1, "dashes": set(befores) == {"dash"}, "suffixes": sum(p.after == "suffix" for p in parts) >= len(parts) - 1,
        "no separator": not all(SEPARATOR.search(gap) for gap in gaps), "and last": bool(AND.search(gaps[-1])), "and only": len(parts) == 2 and bool(AND.search(gaps[-1])),
        "one measure": len({p.claim.measure for p in parts}) == 1 and bool(parts[0].claim.measure), "bare": groups == {""}, "mixed groups": len(groups - {""}) > 1, "some bare": "" in groups and len(groups) > 1,
        "items": items == len(parts) == len(blocks), "items many": items == len(parts) > len(blocks), "some items": 0 < items < len(parts),
        "one sentence": len(sentences) == 1, "sentences 3+": len(sentences) > 2 and not items, "sentences 2": len(sentences) == 2 and not items,
        "skipped one": skipped == 1, "skipped": 1 < skipped <= 3, "skipped many": skipped > 3,
        "ends unit": last.index == unit.mentions[-1].index, "ends sentence": not in_sentence, "ends bracket": last.after == "close" or in_sentence and following.depth < last.depth,
        "cut short": in_sentence and following.is_share == last.is_share and following.before == last.before and following.claim.group == last.claim.group,
        "cut shape": in_sentence and following.is_share == last.is_share and (following.before, following.after) == (last.before, last.after),
        "begins mid": previous is not None and previous.claim.sentence == parts[0].claim.sentence and previous.is_share == last.is_share and previous.before == parts[0].before and previous.claim.group == parts[0].claim.group,
        "begins unit": parts[0].index == unit.mentions[0].index,
        "rest last": bool(words["rest"].search(gaps[-1][-50:])), "open list": bool(words["open"].search(joined + behind)), "other time": bool(words["other_time"].search(joined)),
        "average": bool(words["average"].search(joined)), "of which inside": bool(words["of_which"].search(joined)), "total inside": bool(words["total"].search(joined)),
        "each": any(p.claim.has("each") for p in parts) or bool(PER.search(joined)), "plan": any(p.claim.has("plan", "planned") for p in parts),
        "hedged": not all(p.quantity.is_firm for p in parts), "worded": any(p.claim.worded for p in parts), "small": max(p.value for p in parts) < 5,
        "shares between": "%" in joined, "depth varies": len({p.depth for p in parts}) > 1, "in brackets": min(p.depth for p in parts) > 0, "cell": parts[0].in_table,
    }


def _form_of_total(prose: Prose, run: Run, total: Mention, of_run: dict) -> dict:
    """What the place and the words of a total say of it as the whole of a run."""
    words, parts = form_words(), run.parts
    own_section, start = prose.place[parts[0].index]
    stop = prose.place[parts[-1].index][1]
    section, position = prose.place[total.index]
    if section != own_section:
        return _form_from_afar(prose, run, total)
    before, after = position < start, position > stop
    gap = prose.between(total, parts[0]) if before else prose.between(parts[-1], total) if after else ""
    numbers = prose.sections[section]
    span = numbers[position + 1:start] if before else numbers[stop + 1:position] if after else []
    alike = [m for m in span if m.is_share == total.is_share and m.claim.group == total.claim.group]
    distance = len([m for m in span if m.is_share == total.is_share])
    near_total = prose.text(total)[max(0, total.claim.start - 60):total.claim.end + 40]
    groups = {part.claim.group for part in parts} - {""}
    similar = float(prose.contexts.wide[total.index, [p.index for p in parts]].mean())
    opens = prose.text(parts[0])[max(0, parts[0].claim.start - 60):parts[0].claim.start]
    edge = parts[0] if before else parts[-1]
    same_sentence = total.claim.sentence == edge.claim.sentence
    same_unit = total.index in {m.index for m in run.unit.mentions}
    same_group = bool(total.claim.group) and groups <= {total.claim.group}
    total_word = total.claim.has("total") or bool(words["total"].search(near_total))
    found = {
        "before": before, "after": after, "within": not before and not after,
        "next": distance == 0, "distance 1": distance == 1, "distance 2-4": 2 <= distance <= 4, "distance 5-10": 5 <= distance <= 10, "distance 11+": distance > 10,
        "alike between": len(alike) == 1, "many alike between": len(alike) > 1,
        "same sentence": same_sentence, "same unit": same_unit and not same_sentence, "other unit": not same_unit,
        "colon": before and ":" in gap[-60:] and same_unit, "bracket": before and parts[0].depth > total.depth and distance == 0, "dash": before and bool(re.search(r"\s-\s", gap)) and same_sentence,
        "of which": before and bool(words["of_which"].search(gap)) and distance <= 1, "of which opens": bool(words["of_which"].search(opens)),
        "gap short": len(gap) < 25, "gap long": len(gap) > 120, "sign": "=" in gap[-4:] or "=" in gap[:4],
        "total word": total_word, "total word after": after and total_word, "total word & next": total_word and distance == 0,
        "total each": total.claim.has("each"), "total including": total.claim.has("including"), "total including & next": total.claim.has("including") and distance == 0,
        "plan differs": total.claim.has("plan", "planned") != any(p.claim.has("plan", "planned") for p in parts),
        "same group": same_group, "same measure": bool(total.claim.measure) and all(p.claim.measure == total.claim.measure for p in parts),
        "other group": bool(total.claim.group) and bool(groups) and total.claim.group not in groups, "total bare": not total.claim.group, "some other group": bool(total.claim.group) and len(groups) > 1 and total.claim.group in groups,
        "similar .1": .1 <= similar < .25, "similar .25": .25 <= similar < .5, "similar .5": similar >= .5,
        "total in brackets": total.depth > 0, "total hedged": not total.quantity.is_firm, "total other time": bool(words["other_time"].search(near_total)), "total average": bool(words["average"].search(near_total)),
        "total rest": bool(words["rest"].search(near_total[:60])), "total heading": prose.blocks[total.claim.block].kind == "heading",
    }
    found["next & same group"] = distance == 0 and same_group
    found["next & colon"] = distance == 0 and found["colon"]
    found["same shape & group"] = of_run.get("same shape") and same_group
    found["same shape & bare"] = of_run.get("same shape") and of_run.get("bare")
    found["items & colon"] = of_run.get("items") and found["colon"]
    found["ends & next"] = of_run.get("ends sentence") and distance == 0
    found["no alike between"] = not alike and before
    found["no alike & total"] = not alike and before and total_word
    found["best & next"] = bool(of_run["run best"]) and distance == 0
    found["best & no alike"] = bool(of_run["run best"]) and not alike and before
    found["best & group"] = bool(of_run["run best"]) and same_group
    found["likely & next"] = bool(of_run["run likely"]) and distance == 0
    found["likely & no alike"] = bool(of_run["run likely"]) and not alike and before
    found["rest & before"] = of_run.get("rest last") and before
    return found
