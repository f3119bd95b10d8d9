"""Two tellings of one quantity: which pairs of numbers may be the same thing, by their words and places and not by their values.

Every number of a report may be told again: in the introduction, under its activity, in a table, in the results.  A pair is proposed
where the contexts share rare words; the weights say how likely a writer meant the same quantity.
"""
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from auditkit.lexicon import load
from auditkit.understanding.mentions import Contexts, Mention
from auditkit.understanding.runs import form_words
from auditkit.wording import fold

#: Pairs whose numbers are further apart than this ratio are no two tellings, unless one slip of the pen makes one of the other.
FAR = 0.35
#: Below this similarity nothing says that two numbers are of one thing.
LEAST = 0.18


class Tellings:
    """The pairs of a report's numbers."""

    def __init__(self, mentions: Sequence[Mention], contexts: Contexts, blocks):
        self.mentions, self.contexts, self.blocks = mentions, contexts, blocks
        values = np.array([m.value for m in mentions], dtype=float)
        self.values = values
        self.score = contexts.near * .5 + contexts.wide * .3 + contexts.above * .2 if len(mentions) else np.zeros((0, 0))
        self.groups = np.array([hash(m.claim.group) if m.claim.group else 0 for m in mentions])
        self.shares = np.array([m.is_share for m in mentions], dtype=bool)
        self.plans = np.array([_is_plan(m) for m in mentions], dtype=bool)
        cover = np.maximum(contexts.rows + contexts.columns, (contexts.rows + contexts.columns).T) / 2
        self.score = np.maximum(self.score, .5 * self.score + .35 * cover)
        self._ranks = None
        self._best: dict = {}
        self._tables: dict = {}

    def pairs(self, least: float = LEAST) -> Iterator[tuple[Mention, Mention]]:
        """Pairs that may tell one quantity, each once: of one sort, like enough in words, equal or near in value."""
        if len(self.mentions) < 2:
            return
        big = np.maximum(self.values[:, None], self.values[None, :])
        small = np.minimum(self.values[:, None], self.values[None, :])
        alike = (self.shares[:, None] == self.shares[None, :]) & (small > 0) & (big >= 10)
        equal = big - small < 1e-9
        digits = np.array([len(str(int(abs(v)))) for v in self.values])
        near = (big - small <= FAR * big) | (np.abs(digits[:, None] - digits[None, :]) <= 1) & self._pen()
        tables = np.array([m.claim.cell[0] if m.in_table else -1 - m.index for m in self.mentions])
        alike &= tables[:, None] != tables[None, :]  # what a table's own cells have to do with each other, the vote tells
        wanted = np.triu(alike & (equal & (self.score > least * .6) | near & ~equal & (self.score > least)), 1)
        for i, j in np.argwhere(wanted):
            one, other = self.mentions[i], self.mentions[j]
            if one.claim.block == other.claim.block and one.claim.cell == other.claim.cell and one.claim.sentence == other.claim.sentence:
                continue
            yield one, other

    def _pen(self) -> np.ndarray:
        """Which values have as digits the same letters but one, roughly: the sorted digits differ in at most two."""
        count = np.zeros((len(self.values), 10), dtype=np.int8)
        for i, value in enumerate(self.values):
            for digit in str(int(abs(value))):
                count[i, int(digit)] += 1
        return np.abs(count[:, None, :] - count[None, :, :]).sum(axis=2) <= 2

    def ranks(self) -> np.ndarray:
        """For every mention the place of each other among those of its sort, 0 for the likest."""
        if self._ranks is None:
            score = np.where(self.shares[:, None] == self.shares[None, :], self.score, -1.0).copy()
            np.fill_diagonal(score, -1)
            order = np.argsort(-score, axis=1)
            ranks = np.empty_like(order)
            np.put_along_axis(ranks, order, np.arange(len(self.mentions))[None, :].repeat(len(self.mentions), 0), axis=1)
            self._ranks = ranks
        return self._ranks

    def form(self, one: Mention, other: Mention) -> dict:
        """The named evidence of a pair, blind to its values."""
        i, j = one.index, other.index
        near, wide, above = (float(matrix[i, j]) for matrix in (self.contexts.near, self.contexts.wide, self.contexts.above))
        ranks = self.ranks()
        rank = int(max(ranks[i, j], ranks[j, i])), int(min(ranks[i, j], ranks[j, i]))
        a, b = one.claim, other.claim
        own, others = one.names - other.names, other.names - one.names
        shared = one.names & other.names
        texts = [self.around(one), self.around(other)]
        words = form_words()
        differs = lambda name: bool(words[name].search(texts[0])) != bool(words[name].search(texts[1]))
        both = lambda name: bool(words[name].search(texts[0])) and bool(words[name].search(texts[1]))
        cells = one.in_table + other.in_table
        cell, text = (one, other) if one.in_table else (other, one)
        row, column = (float(matrix[cell.index, text.index]) for matrix in (self.contexts.rows, self.contexts.columns)) if cells else (0.0, 0.0)
        best_row, best_column = self.best_in_table(cell, text) if cells else (False, False)
        same_table = cells == 2 and a.cell[0] == b.cell[0]
        found = {
            **_bins("near", near, (.1, .2, .3, .45, .6, .8)), **_bins("wide", wide, (.1, .2, .3, .45, .6, .8)), **_bins("above", above, (.1, .2, .35, .5, .7)),
            "rank best both": rank[0] == 0, "rank best one": rank[1] == 0 and rank[0] > 0, "rank 3": rank[0] <= 3 and rank[1] > 0, "rank far": rank[0] > 12, "rank very far": rank[1] > 12,
            "same measure": bool(a.measure) and a.measure == b.measure, "same group": bool(a.group) and a.group == b.group and a.measure != b.measure,
            "other group": bool(a.group) and bool(b.group) and a.group != b.group, "one bare": bool(a.group) != bool(b.group), "both bare": not a.group and not b.group,
            "people": a.group == b.group == "people", "money": a.group == b.group == "money", "events": a.group == b.group == "events",
            "text-text": cells == 0, "text-cell": cells == 1, "cells": cells == 2 and not same_table, "same table": same_table,
            "same row": same_table and one.row == other.row, "same column": same_table and one.column == other.column,
            "same sentence": a.sentence == b.sentence, "same block": a.block == b.block and not same_table, "next block": abs(a.block - b.block) == 1,
            "same activity": a.scope.activity is not None and a.scope.activity == b.scope.activity, "other activity": None not in (a.scope.activity, b.scope.activity) and a.scope.activity != b.scope.activity,
            "one activity": (a.scope.activity is None) != (b.scope.activity is None), "other project": a.scope.project != b.scope.project,
            "same section": a.scope.heading == b.scope.heading,
            "names differ": bool(own) and bool(others), "names one more": bool(own) != bool(others), "names shared": bool(shared), "names shared 2": len(shared) > 1, "names equal": bool(shared) and not own and not others,
            "plan differs": _is_plan(one) != _is_plan(other), "both plan": _is_plan(one) and _is_plan(other), "each differs": a.has("each") != b.has("each"),
            "total both": (a.has("total") or one.total_line) and (b.has("total") or other.total_line), "total one": (a.has("total") or one.total_line) != (b.has("total") or other.total_line),
            "including differs": a.has("including") != b.has("including"), "including both": a.has("including") and b.has("including"),
            "time differs": differs("other_time"), "average differs": differs("average"), "rest differs": differs("rest"), "share near": both("of_which"),
            "hedged": not (one.quantity.is_firm and other.quantity.is_firm), "worded": a.worded or b.worded, "depth differs": one.depth != other.depth,
            "years differ": _years(texts[0]) != _years(texts[1]) and bool(_years(texts[0])) and bool(_years(texts[1])), "months differ": self._months(texts[0]) != self._months(texts[1]),
        }
        if cells:
            found |= _bins("row", row, (.2, .4, .6, .8)) | _bins("column", column, (.2, .4, .6, .8)) | {
                "no row label": not cell.row_words, "no column title": not cell.column_words, "best row": best_row, "best column": best_column, "best cell": best_row and best_column,
                "row & column": row > .5 and column > .4, "row & best row": row > .4 and best_row, "row, no column": row > .5 and column < .2, "column, no row": column > .5 and row < .2,
                "row & total column": row > .5 and bool(form_words()["total_column"].search(fold(cell.label.rpartition(" · ")[2]))), "total row & column": cell.total_line and column > .4}
            if cells == 2:
                back, across = float(self.contexts.rows[text.index, cell.index]), float(self.contexts.columns[text.index, cell.index])
                found |= {"rows both": min(row, back) > .5, "columns both": min(column, across) > .5, "cells both": min(row, back, column, across) > .4}
        found["near & measure"] = near > .45 and found["same measure"]
        found["wide & measure"] = wide > .45 and found["same measure"]
        found["best & measure"] = rank[0] == 0 and found["same measure"]
        found["best & cell"] = rank[0] == 0 and cells == 1
        found["activity & measure"] = found["same activity"] and found["same measure"]
        found["total cell & text"] = cells == 1 and (one.total_line or other.total_line)
        return {name: 1.0 for name, value in found.items() if value}

    def best_in_table(self, cell: Mention, text: Mention) -> tuple[bool, bool]:
        """Whether no other row, no other column of a cell's table has more of its label around another number."""
        key = cell.claim.cell[0], text.index
        if key not in self._best:
            own = [m for m in self._of_table(cell.claim.cell[0])]
            rows, columns = self.contexts.rows, self.contexts.columns
            by_row, by_column = {}, {}
            for m in own:
                by_row[m.row] = max(by_row.get(m.row, 0), float(rows[m.index, text.index]))
                by_column[m.column] = max(by_column.get(m.column, 0), float(columns[m.index, text.index]))
            self._best[key] = by_row, by_column
        by_row, by_column = self._best[key]
        return by_row[cell.row] > .15 and by_row[cell.row] >= max(by_row.values()) - 1e-6, by_column[cell.column] > .15 and by_column[cell.column] >= max(by_column.values()) - 1e-6

    def _of_table(self, number: int) -> list[Mention]:
        if number not in self._tables:
            self._tables[number] = [m for m in self.mentions if m.in_table and m.claim.cell[0] == number]
        return self._tables[number]

    def around(self, mention: Mention) -> str:
        """The folded words around a number."""
        claim = mention.claim
        text = fold(claim.passage.text[max(0, claim.start - 70):claim.end + 50])
        return text + " " + fold(mention.label) if mention.label else text

    def _months(self, text: str) -> frozenset:
        return frozenset(found[:4] for found in _month_names().findall(text))


@lru_cache(maxsize=1)
def _month_names() -> re.Pattern:
    """A pattern of the beginnings of the months' names."""
    return re.compile("|".join(rf"\b{name}" for name in load("dates")["months"]))


def _years(text: str) -> frozenset:
    return frozenset(re.findall(r"(?<!\d)20[0-4]\d(?!\d)", text))


def _is_plan(mention: Mention) -> bool:
    return mention.claim.has("plan", "planned") or bool(form_words()["plan"].search(fold(mention.label)))


def _bins(name: str, value: float, edges: Sequence[float]) -> dict:
    """One piece of evidence for each edge that a value passes: the weights add up to a curve."""
    return {f"{name} {edge}": value >= edge for edge in edges}
