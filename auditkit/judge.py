"""The one place that decides: candidates in, checks out.

Each candidate has a prior: how likely a writer meant this relation, by its form (weights learned from labelled reports, blind to the
arithmetic).  Relations that hold explain their numbers, the more the rarer the numbers are.  A relation that does not hold is an accusation
only where its form is sure, some slip explains it, and the number to blame is not explained otherwise.  The probability that comes out is
calibrated on reports left out; high confidence means 97 of 100.
"""
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log
from types import MappingProxyType

from auditkit.candidate import Candidate
from auditkit.finding import Check, Confidence, Evidence, Message, Relation, Severity
from auditkit.rule_terms import number, show, whole
from auditkit.slips import explains, pen_slip, rarity
from auditkit.weights import probability, score, weights

#: The bands of the calibrated probability.  What does not reach the last is not said; what does not reach medium is no more than a note.
BANDS = ((0.97, Confidence.HIGH), (0.85, Confidence.MEDIUM), (0.5, Confidence.LOW))
#: A number that no slip of the pen explains is not further from what it should be than this share.
MOST_APART = 0.4
#: A relation whose form is less likely than another's by more than this (log odds) does not explain in its place.
MUCH = 2.5
#: A relation that holds is said to be checked where it was likelier meant than not.
SAID = 0.30
#: A relation less likely meant than this (log odds) accuses nobody.
LEAST_PRIOR = -3.2

@dataclass(slots=True)
class Judged:
    """A candidate under judgement: `prior` in log odds; `holds`; `posterior`: of one that holds, how likely it is meant; of one that
    does not, how likely it is a contradiction; `culprit`: the index of the likeliest wrong term, and `heal` what it should be."""

    candidate: Candidate
    prior: float
    holds: bool
    expected: float = 0.0
    posterior: float = 0.0
    culprit: int = 0
    heal: float = 0.0
    features: dict = field(default_factory=dict)


def judge(candidates: Sequence[Candidate], checks: Sequence[Check] = (), mention_at: Mapping[tuple, int] = MappingProxyType({})) -> list[Check]:
    """The checks of all candidates of one report: those that hold and were likely meant as passed, the likely contradictions as failed.

    `checks`: what rules have decided by themselves; the failed ones that compare numbers stand here too, and stay only where the numbers are not
    explained otherwise.  `mention_at`: the index of the mention at a place with a value (`place_key`).
    """
    court = Court(candidates)
    court.hear(checks, mention_at)
    kept = [court.reviewed(check, mention_at) if is_weighed(check) else check for check in checks]
    return [*(check for check in kept if check is not None), *court.passed(), *court.failed()]


#: The kinds of contradiction that compare numbers: what other relations explain counts for them.  Lists that are counted and money that is
#: written out or multiplied are certain by themselves: on fifty reports in which all is right they accused of nothing.
WEIGHED = ("table-sum", "cross-table", "plan-fact", "text-table", "text-text", "text-sum", "percent")


#: Rules that hold two versions of a report against each other: each version explains its own numbers, and that says nothing of the other.
OF_TWO_VERSIONS = "TWN"


def is_weighed(check: Check) -> bool:
    """Whether a rule's own accusation is weighed against what explains its numbers."""
    return check.failed and not check.rule.startswith(OF_TWO_VERSIONS) and check.kind in WEIGHED and check.severity is not Severity.INFO


def place_key(place, value: float) -> tuple:
    """What tells a number of a report from all others: its place and its value."""
    return place.line, place.page, place.paragraph, place.sheet, place.table, place.row, place.column, round(float(value), 6)


def holding(candidate: Candidate, prior: float, healed: tuple[int, float] | None = None) -> dict:
    """The named evidence that a relation which holds is meant: its form, and how unlikely its numbers are to fit by chance.  `healed`: (index of a
    term, the value it would have), for one that would hold with another number."""
    values = [term.quantity.value for term in candidate.terms]
    if healed is not None:
        values[healed[0]] = healed[1]
    rare = [rarity(value) for value in values]
    return {"prior": max(-8.0, min(6.0, prior)), "rarity": min(rare[0], 4.0), "least rarity": min(min(rare), 4.0), "small": float(rare[0] < 1), "terms": min(len(rare), 8) / 4,
            "hedged": float(not all(term.quantity.is_firm for term in candidate.terms)), candidate.operation: 1.0}


class Court:
    """All candidates of one report, held against each other."""

    def __init__(self, candidates: Sequence[Candidate]):
        self.judged = []
        for candidate in candidates:
            expected = candidate.expected
            self.judged.append(Judged(candidate, score(candidate.form, weights(candidate.relation, "form")), candidate.terms[0].quantity.meets(expected), expected.value))
        self.explained: dict[int, float] = defaultdict(float)
        self.as_total: dict[int, float] = defaultdict(float)
        self.as_part: dict[int, float] = defaultdict(float)
        self.runs: dict[frozenset, float] = defaultdict(float)
        self.of_total: dict[int, list[tuple[float, frozenset, float]]] = defaultdict(list)
        self.whole_of: dict[frozenset, tuple[float, float]] = {}
        self.results: dict[tuple, float] = defaultdict(float)
        self.wholes: dict[tuple, float] = defaultdict(float)
        self.best_of: dict[tuple, float] = defaultdict(lambda: -99.0)
        self.peers: dict[tuple, float] = defaultdict(float)
        self.broken: dict[tuple, int] = defaultdict(int)
        self.kept: dict[int, list[tuple[float, frozenset]]] = defaultdict(list)
        self.heals: dict[tuple, list[tuple[float, frozenset]]] = defaultdict(list)
        self.echoes: dict[tuple, tuple[float, frozenset]] = {}
        self.partners: dict[int, list[tuple[float, float]]] = defaultdict(list)
        self.values: dict[float, set[int]] = defaultdict(set)
        for item in self.judged:
            for index, term in zip(item.candidate.mentions, item.candidate.terms):
                if index is not None:
                    self.values[term.quantity.value].add(index)
        for item in self.judged:
            if item.holds:
                self._explain(item)
        for item in self.judged:
            if not item.holds:
                self._compare(item)

    def _explain(self, item: Judged) -> None:
        """Counts a relation that holds as an explanation of its numbers."""
        candidate = item.candidate
        item.posterior = probability(score(holding(candidate, item.prior), weights(candidate.relation, "hold")))
        for key in candidate.peers:
            self.peers[candidate.relation, key] += item.posterior
        known = [index for index in candidate.mentions if index is not None]
        told = frozenset(known)
        for index in known:
            if item.posterior > .3:
                self.kept[index].append((gain_of(item.posterior), told - {index}))
            self.explained[index] = 1 - (1 - self.explained[index]) * (1 - item.posterior)
        if candidate.operation in ("sum", "whole"):
            if candidate.mentions[0] is not None:
                self.as_total[candidate.mentions[0]] = max(self.as_total[candidate.mentions[0]], item.posterior)
            parts = frozenset(index for index in candidate.mentions[1:] if index is not None)
            self.runs[parts] = max(self.runs[parts], item.posterior)
            self.of_total[candidate.mentions[0]].append((item.posterior, parts, item.prior))
            self.whole_of[parts] = max(self.whole_of.get(parts, (-99.0, 0.0)), (item.prior, item.posterior))
            for index in parts:
                self.as_part[index] = max(self.as_part[index], item.posterior)
                self.wholes[index, candidate.terms[0].quantity.value] = max(self.wholes[index, candidate.terms[0].quantity.value], item.posterior)
        elif candidate.operation != "same":
            self.results[candidate.relation, candidate.mentions[0]] = max(self.results[candidate.relation, candidate.mentions[0]], item.posterior)
        if candidate.operation == "same":
            for one, other in (candidate.mentions, candidate.mentions[::-1]):
                self.partners[one].append((item.posterior, other))

    def hear(self, checks: Sequence[Check], mention_at: Mapping[tuple, int]) -> None:
        """Learns from the sums that rules found to hold by themselves which numbers are parts of which whole."""
        for check in checks:
            for relation in check.relations if check.outcome == "passed" else ():
                for piece in (check.evidence[part] for part in relation.parts if len(relation.parts) > 1):
                    index = mention_at.get(place_key(piece.place, piece.value))
                    if index is not None:
                        self.wholes[index, float(check.evidence[relation.total].value)] = 1.0

    def _compare(self, item: Judged) -> None:
        """Notes how a relation that does not hold compares with others of the same numbers, and what would heal it."""
        candidate = item.candidate
        for key in self._shared(candidate):
            self.best_of[key] = max(self.best_of[key], item.prior)
        if item.prior > -4:
            for index, heal in candidate.heals():
                if candidate.mentions[index] is not None:
                    rest = frozenset(m for position, m in enumerate(candidate.mentions) if position != index)
                    sure = probability(score(holding(candidate, item.prior, (index, heal)), weights(candidate.relation, "hold")))
                    self._support((candidate.mentions[index], round(heal, 4)), gain_of(sure) * (1 - self._explained_anyway(candidate, index)), rest, candidate.operation)

    def _support(self, key: tuple, worth: float, rest: frozenset, operation: str) -> None:
        """Notes what a change would mend.  All places that tell one number are one support, however many they are: the best of them."""
        if operation == "same":
            if worth > self.echoes.get(key, (0.0, rest))[0]:
                self.echoes[key] = (worth, rest)
        else:
            self.heals[key].append((worth, rest))

    def supports(self, key: tuple) -> list[tuple[float, frozenset]]:
        """What a change of a mention (index, new value) would mend: (worth, the other numbers)."""
        return [*self.heals.get(key, ()), *([self.echoes[key]] if key in self.echoes else ())]

    def _explained_anyway(self, candidate: Candidate, index: int) -> float:
        """How surely the other numbers have what they need: parts another whole, a whole other parts that overlap with these, a share another part."""
        if candidate.operation == "same":
            return 0.0
        if candidate.operation not in ("sum", "whole"):
            return self.results.get((candidate.relation, candidate.mentions[0]), 0.0) if index else 0.0
        parts = frozenset(m for m in candidate.mentions[1:] if m is not None)
        if index == 0:
            return self.runs.get(parts, 0.0)
        return max((posterior for posterior, other, _ in self.of_total.get(candidate.mentions[0], ()) if other & parts), default=0.0)

    def _better_explained(self, item: Judged, index: int) -> float:
        """How surely a relation that holds, and is not much less likely meant than this one, explains the numbers of a sum beside the one that would be wrong."""
        candidate = item.candidate
        if candidate.operation == "same":  # a part and its whole, wherever the whole is told once more, are two quantities
            return max(self.wholes.get((own, other.quantity.value), 0.0) for own, other in zip(candidate.mentions, candidate.terms[::-1]))
        if candidate.operation not in ("sum", "whole") or candidate.relation == "table":
            return 0.0
        parts = frozenset(m for m in candidate.mentions[1:] if m is not None)
        if index == 0:
            prior, posterior = self.whole_of.get(parts, (-99.0, 0.0))
            return posterior if prior >= item.prior - MUCH else 0.0
        return max((posterior for posterior, other, prior in self.of_total.get(candidate.mentions[0], ()) if other & parts and prior >= item.prior - MUCH), default=0.0)

    @staticmethod
    def _shared(candidate: Candidate) -> Iterator[tuple]:
        yield candidate.relation, "total", candidate.mentions[0] if candidate.mentions[0] is not None else id(candidate)
        yield candidate.relation, "parts", candidate.mentions[1:]
        if candidate.operation == "same":
            yield candidate.relation, "total", candidate.mentions[1]

    # -- what holds ---------------------------------------------------------------------------------------------------------------------

    def passed(self) -> Iterator[Check]:
        """A passed check for each relation that holds and was likely meant; of one run of parts, one total; of one telling, its likest other."""
        best: dict[tuple, Judged] = {}
        for item in self.judged:
            if item.holds and item.posterior >= SAID:
                for key in self._keys(item):
                    if key not in best or item.posterior > best[key].posterior:
                        best[key] = item
        for item in dict.fromkeys(map(id, best.values())):
            yield self._check(next(other for other in best.values() if id(other) == item), "passed")

    @staticmethod
    def _keys(item: Judged) -> Iterator[tuple]:
        candidate = item.candidate
        if candidate.operation == "same":
            yield from (("same", index) for index in candidate.mentions)
        else:
            yield candidate.relation, candidate.operation, tuple(term.place.order + (term.text,) for term in candidate.terms[1:]), candidate.terms[0].place.order if candidate.relation == "table" else ()

    # -- what does not hold -------------------------------------------------------------------------------------------------------------

    def failed(self) -> Iterator[Check]:
        """A failed check for each likely contradiction, one for each number to blame."""
        suspects = [self.suspect(item) for item in self.judged if not item.holds]
        suspects = sorted((item for item in suspects if item is not None and item.posterior >= BANDS[-1][0]), key=lambda item: -item.posterior)
        blamed: set[tuple] = set()
        for item in suspects:
            candidate = item.candidate
            term = candidate.terms[item.culprit]
            key = (term.place.order, term.text, term.value)
            others = {(t.place.order, t.text, t.value) for t in candidate.terms}
            if candidate.operation == "same" and (key in blamed or others & blamed):
                continue
            blamed.add(key)
            yield self._check(item, "failed", next(band for edge, band in BANDS if item.posterior >= edge))

    def suspect(self, item: Judged) -> Judged | None:
        """A candidate that does not hold, with the probability that it is a contradiction; None where nothing speaks for it."""
        candidate = item.candidate
        if item.prior < LEAST_PRIOR or not all(term.quantity.is_firm for term in candidate.terms):
            return None
        best = 0.0
        for index, heal in self._possible(candidate):
            features = self.features(item, index, heal)
            likely = probability(score(features, weights(candidate.relation, "judge"))) * (1 - self._better_explained(item, index))
            # one of its numbers is wrong, whichever: of a table's cells just one, of a text's numbers each may be taken for wrong by an evidence of its own
            item.posterior = min(1.0, item.posterior + likely) if candidate.relation == "table" else 1 - (1 - item.posterior) * (1 - likely)
            if likely > best:
                best, item.culprit, item.heal, item.features = likely, index, heal, features
        return item if best else None

    @staticmethod
    def _possible(candidate: Candidate) -> Iterator[tuple[int, float]]:
        """The terms that a writer may have got wrong, with what they should be: a slip of the pen, or not too far off."""
        for index, heal in candidate.heals():
            written = candidate.terms[index].quantity.value
            if pen_slip(written, heal) or abs(written - heal) <= MOST_APART * max(abs(heal), abs(written)):
                yield index, heal

    def features(self, item: Judged, index: int, heal: float) -> dict:
        """The named evidence that a relation does not hold because one of its terms is wrong and should be `heal`."""
        candidate = item.candidate
        slip = pen_slip(candidate.terms[index].quantity.value, heal)
        terms, mentions = candidate.terms, candidate.mentions
        stated, expected = terms[0].quantity.value, item.expected
        apart = abs(stated - expected) / max(abs(stated), abs(expected), 1e-9)
        explained = [self.explained.get(m, 0.0) if m is not None else 0.0 for m in mentions]
        others = [value for position, value in enumerate(explained) if position != index]
        parts = frozenset(m for m in mentions[1:] if m is not None)
        found = {
            "prior": max(-6.0, min(6.0, item.prior)) / 3, "prior high": item.prior > 1, "prior very high": item.prior > 2.5,
            f"slip {slip}": bool(slip), "no slip": not slip, **self._change(candidate.terms[index].quantity.value, heal, slip), "apart 2%": apart < .02, "apart 10%": apart < .1, "apart 30%": apart < .3, "apart 60%": apart > .6,
            "culprit explained .5": explained[index] > .5, "culprit explained .9": explained[index] > .9, "culprit unexplained": explained[index] < .15,
            "others explained": bool(others) and min(others) > .5, "others mostly": bool(others) and sum(value > .5 for value in others) / len(others), "stated explained": explained[0] > .8,
            "all explained": min(explained) > .8, "none explained": max(explained) < .2,
            "run explained": self.runs.get(parts, 0.0) > .5 and candidate.operation == "sum", "total of another": candidate.operation == "sum" and mentions[0] is not None and self.as_total.get(mentions[0], 0.0) > .5,
            "heal elsewhere": self._elsewhere(heal, mentions), "written elsewhere": self._elsewhere(terms[index].quantity.value, mentions),
            "omission": candidate.operation == "sum" and explains(stated - expected, [t.quantity.value for t in terms[1:]]),
            "small": min(abs(stated), abs(expected)) < 10, "smallish": 10 <= min(abs(stated), abs(expected)) < 50, "big": min(abs(stated), abs(expected)) >= 1000,
            "culprit is total": index == 0, "n2": len(terms) == 3,
        }
        if candidate.operation == "same":
            found |= self._of_tellings(mentions, index)
        found |= self._of_rivals(item, parts, index, heal)
        for name in ("peers 1", "peers 2", "peers 3+", "peers 6+", "mostly broken", "label", "rates", "across"):
            found[name] = candidate.form.get(name, 0.0)
        for number, key in enumerate(candidate.peers):
            kept = self.peers.get((candidate.relation, key), 0.0)
            found |= {f"kept {number} 0.5": kept > .5, f"kept {number} 1.5": kept > 1.5, f"kept {number} 3": kept > 3}
        found["prior & slip"] = item.prior > 0 and bool(slip)
        found["prior & unexplained"] = item.prior > 0 and explained[index] < .15
        found["slip & unexplained"] = bool(slip) and explained[index] < .15
        found["slip & others"] = bool(slip) and bool(others) and min(others) > .5
        found["slip & heal elsewhere"] = bool(slip) and bool(found["heal elsewhere"])
        return {name: float(value) for name, value in found.items() if value}

    def _of_rivals(self, item: Judged, parts: frozenset, index: int, heal: float) -> dict:
        """What other readings of the same numbers, and other relations that the same change would heal, say."""
        candidate = item.candidate
        best = [self.best_of[key] for key in self._shared(candidate)]
        overlap = max((posterior for posterior, other, _ in self.of_total.get(candidate.mentions[0], ()) if other & parts), default=0.0)
        elsewhere = [self.as_part[m] > .5 for m in parts]
        mention = candidate.mentions[index]
        own = score(holding(candidate, item.prior, (index, heal)), weights(candidate.relation, "hold"))
        supports = self.supports((mention, round(heal, 4)))
        rest = frozenset(candidate.mentions) - {mention}
        gain = independent([(worth, other) for worth, other in supports if not other & rest])
        loss = independent(self.kept.get(mention, ())) if mention is not None else 0.0
        return {"best of total": item.prior >= best[0] - 1e-9, "best of parts": item.prior >= best[1] - 1e-9, "far from best": item.prior < best[0] - 1.5, "best of all": item.prior >= max(best) - 1e-9,
                "overlap holds": overlap > .3, "parts of another": candidate.operation == "sum" and bool(elsewhere) and all(elsewhere), "some parts of another": candidate.operation == "sum" and any(elsewhere) and not all(elsewhere),
                "own": max(-4.0, min(5.0, own)) / 2, "own likely": own > 0, "own sure": own > 2, "gain": min(gain, 6.0) / 2, "gain any": gain > .3, "gain much": gain > 1.5, "loss": min(loss, 6.0) / 2, "loss any": loss > .3, "loss much": loss > 1.5, "no loss": loss < .1,
                "gain & no loss": gain > .5 and loss < .3, "own & no loss": max(0.0, min(4.0, own)) / 2 * (loss < .3)}

    @staticmethod
    def _change(written: float, heal: float, slip: str) -> dict:
        """How far a number is from what it should be: an older figure has as many digits and lies a few per cent to a quarter away."""
        apart = abs(written - heal) / max(abs(heal), 1e-9)
        digits = len(str(int(abs(written)))) == len(str(int(abs(heal))))
        return {"older": not slip and digits and .015 < apart < .3, "a little off": not slip and apart <= .015, "far off": not slip and not apart < .3,
                "round change": not slip and heal >= 100 and round(heal - written) % 10 == 0, "by one": abs(written - heal) == 1}

    def _elsewhere(self, value: float, mentions: tuple) -> bool:
        return rarity(value) > 1.4 and bool(self.values.get(value, set()) - set(mentions))

    def _of_tellings(self, mentions: tuple, culprit: int) -> dict:
        own, other = mentions[culprit], mentions[1 - culprit]
        support = sum(posterior > .5 for posterior, _ in self.partners.get(other, ()))
        against = sum(posterior > .5 for posterior, _ in self.partners.get(own, ()))
        return {"support 1": support == 1, "support 2+": support > 1, "against": against > 0, "support & no against": support > 0 and not against}

    # -- what rules have decided by themselves ------------------------------------------------------------------------------------------

    def reviewed(self, check: Check, mention_at: Mapping[tuple, int]) -> Check | None:
        """A rule's own accusation, with the confidence that the whole report gives it; None where its numbers are explained otherwise."""
        likely = probability(score(self.evidence_on(check, mention_at), weights("own", "judge")))
        confidence = next((band for edge, band in BANDS if likely >= edge), None)
        if confidence is None:
            return None
        severity = Severity.INFO if confidence is Confidence.LOW else check.severity
        return replace(check, severity=severity, confidence=max((confidence, check.confidence or confidence), key=list(Confidence).index))

    def evidence_on(self, check: Check, mention_at: Mapping[tuple, int]) -> dict:
        """The named evidence for and against a rule's own accusation."""
        numbers = [piece for piece in check.evidence if piece.role != "computed" and isinstance(piece.value, (int, float)) and not isinstance(piece.value, bool)]
        mentions = [mention_at.get(place_key(piece.place, piece.value)) for piece in numbers]
        explained = [self.explained.get(m, 0.0) for m in mentions if m is not None]
        found = {f"rule {check.rule}": True, f"family {check.rule[:3]}": True, f"kind {check.kind}": True, "warning": check.severity is Severity.WARNING,
                 "one number": len(numbers) < 2, "three": len(numbers) > 2, "five": len(numbers) > 4, "unknown": len(explained) < len(numbers) / 2}
        if numbers and check.difference is not None:
            stated = float(numbers[0].value)
            meant = stated - float(check.difference)
            slip = pen_slip(stated, meant) if meant > 0 else ""
            part = next((s for piece in numbers[1:] if (s := pen_slip(float(piece.value), float(piece.value) + float(check.difference)))), "")
            apart = abs(float(check.difference)) / max(abs(stated), abs(meant), 1e-9)
            found |= {f"slip {slip}": bool(slip), "slip of a part": bool(part) and not slip, "no slip": not slip and not part, "apart 5%": apart < .05, "apart 25%": apart < .25, "apart 50%": apart > .5, "by one": abs(float(check.difference)) == 1,
                      "omission": explains(float(check.difference), [float(piece.value) for piece in numbers[1:]]), "meant elsewhere": rarity(meant) > 1.4 and bool(self.values.get(meant)), "small": max(abs(stated), abs(meant)) < 10}
        if explained:
            found |= {"stated explained": explained[0] > .5 and mentions[0] is not None, "all explained": min(explained) > .5, "all explained well": min(explained) > .85, "none explained": max(explained) < .2,
                      "one unexplained": sum(value < .2 for value in explained) == 1, "some unexplained": min(explained) < .2, "mean explained": sum(explained) / len(explained)}
        return {name: float(value) for name, value in found.items() if value}

    # -- what is said -------------------------------------------------------------------------------------------------------------------

    def _check(self, item: Judged, outcome: str, confidence: Confidence | None = None) -> Check:
        candidate, expected = item.candidate, item.candidate.expected
        terms = candidate.terms
        signs = {"product": " × ", "share": " / ", "column-share": " / ", "growth": " / ", "mean": " / "}.get(candidate.operation, " + ")
        fields = {"stated": show(terms[0].quantity), "sum": number(round(expected.value, max(2, terms[0].quantity.decimals))) if not expected.is_exact else number(expected.value),
                  "sum_text": signs.join(show(term.quantity) for term in terms[1:]),
                  "difference": number(round(abs(terms[0].quantity.value - expected.value), 4))} | candidate.extra
        evidence = [term.evidence() for term in terms]
        relations = ()
        if candidate.operation in ("sum", "same") and all(term.quantity.is_exact for term in terms):
            relations = (Relation(0, tuple(range(1, len(terms)))),)
        if outcome == "failed" and candidate.operation != "same":
            evidence.append(Evidence("computed", whole(round(expected.value, 6)), fields["sum_text"], terms[0].place))
        severity = candidate.severity
        if outcome == "failed" and confidence is not Confidence.HIGH:
            severity = Severity.WARNING if confidence is Confidence.MEDIUM else Severity.INFO
        return Check(outcome, tuple(evidence), Message(candidate.wrong if outcome == "failed" else candidate.right, fields), candidate.subject, candidate.scope,
                     whole(round(terms[0].quantity.value - expected.value, 6)) if outcome == "failed" else None, severity, confidence or candidate.confidence,
                     rule=candidate.rule, kind=candidate.kind, relations=relations)


def gain_of(posterior: float) -> float:
    """What a relation that holds is worth as an explanation: log odds, none for an unlikely one."""
    return log(1 + posterior / max(1e-3, 1 - posterior))


def independent(supports: Sequence[tuple[float, frozenset]]) -> float:
    """The worth of several explanations together: of those that share numbers only the best counts."""
    total, used = 0.0, set()
    for worth, numbers in sorted(supports, key=lambda pair: -pair[0]):
        if not numbers & used:
            total += worth
            used |= numbers
    return total
