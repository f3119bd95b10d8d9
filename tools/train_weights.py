"""Learns the weights of the judge from labelled reports, and prints how well they do on reports left out.

    python tools/train_weights.py REPORTS... [--variants 6] [--folds 5] [--dry-run]

REPORTS: folders searched for NAME.clean.md (a report in which all is right) beside NAME.clean.json (its ledger of true relations).  For each kind
of relation two models are learned, both additive over named evidence, so that the file shipped is a list of weights a person can read:

  form   how likely a relation is meant, by its form, blind to the arithmetic: relations that hold in reports in which all is right against those
         that do not;
  judge  how likely a relation that does not hold is a contradiction: slips are planted in true relations (of the pen, older figures, copies of a
         neighbour), six in a report; what the planted number breaks is right to accuse, everything else is wrong.

The judge is learned from priors of form models that have not seen the report, and its figures are of reports left out.  Needs scikit-learn (extra
«train»); nothing of it is needed to run an audit.
"""
import argparse
import json
import random
import re
import sys
import tempfile
from collections import Counter, defaultdict
from multiprocessing import Pool
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "auditkit" / "weights"
NUMBER = re.compile(r"\d+(?:[ \u00a0\u202f]\d{3})*(?:[.,]\d+)?")
SLIPS_A_REPORT = 6


def reports(folders):
    """(document, ledger) of every labelled report below some folders."""
    found = {}
    for folder in folders:
        for path in sorted(Path(folder).rglob("*.clean.md")):
            if path.with_suffix(".json").exists():
                found[path.name, path.parent.name] = path
    return list(found.values())


def candidates_of(text, suffix):
    """The candidates of a text, of all rules, version by version."""
    return found_in(text, suffix)[0]


def found_in(text, suffix, own=False):
    """(candidates, checks that rules made themselves, mentions by place) of a text; the last two empty unless `own`."""
    from auditkit.candidate import Candidate
    from auditkit.readers import read
    from auditkit.registry import all_rules
    from auditkit.report import understand
    with tempfile.NamedTemporaryFile("w", suffix=suffix, encoding="utf-8", delete=False) as file:
        file.write(text)
    try:
        report = understand(read(Path(file.name)))
    finally:
        Path(file.name).unlink()
    from auditkit.engine import mentions_by_place
    rules = all_rules() if own else [rule for rule in all_rules() if rule.module.endswith((".footing", ".sums", ".tellings", ".ratios"))]
    items = [item for version in report.versions[:1] for rule in rules for item in rule.check(version)]
    return ([item for item in items if isinstance(item, Candidate)], [item for item in items if not isinstance(item, Candidate)],
            mentions_by_place(report.versions[0]) if own else {})


def number(text):
    """The value of a number as written."""
    return float(re.sub(r"[ \u00a0\u202f]", "", text).replace(",", "."))


def wrong_number(text, rng, neighbours):
    """A wrong number as people write it: a slip of the pen, an older figure, or a neighbour's."""
    digits = [i for i, char in enumerate(text) if char.isdigit()]
    for _ in range(40):
        out, kind, i = list(text), rng.choice(("swap", "change", "change", "lose", "double", "older", "older", "older", "copy")), rng.choice(digits)
        if kind == "swap" and len(digits) > 1:
            j = digits[(digits.index(i) + 1) % len(digits)]
            out[i], out[j] = out[j], out[i]
        elif kind == "change":
            out[i] = rng.choice("0123456789")
        elif kind == "lose" and len(digits) > 2:
            del out[i]
        elif kind == "double" and len(digits) < 5:
            out.insert(i, out[i])
        elif kind == "older" and len(digits) > 1:
            older = str(round(int("".join(text[k] for k in digits)) * (1 + rng.choice((-1, 1)) * rng.uniform(.02, .25))))
            for k, digit in zip(digits, older if len(older) == len(digits) else ""):
                out[k] = digit
        elif kind == "copy" and neighbours:
            out = list(rng.choice(neighbours))
        new = "".join(out)
        if NUMBER.fullmatch(new) and new.lstrip()[0] != "0" and number(new) != number(text):
            return new
    return None


def breaks(record):
    """Whether a change of one number surely breaks a relation of a ledger: an exact sum, a repeat."""
    values = [number(found.group()) for value in record.get("values") or [] if (found := NUMBER.search(str(value)))]
    return len(values) > 2 and abs(sum(values) - 2 * max(values)) < 1e-6 or len(set(values)) == 1 and len(set(record.get("lines") or [])) > 1 \
        or len(values) > 2 and record.get("kind") == "percent" and 99 <= sum(values) <= 101


def planted(text, ledger, rng):
    """(the text with some slips in it, [(line, old value, new value)])."""
    lines = text.split("\n")
    spots = lambda records: [(record, value, line) for record in records for value in record["values"][:12] for line in set(record["lines"])]
    pool = spots([record for record in ledger["consistent"] if breaks(record)])
    others = spots([record for record in ledger["consistent"] if record["kind"] in ("list-count", "percent", "money") and not breaks(record) and len(record["values"]) > 1])
    rng.shuffle(pool), rng.shuffle(others)
    pool = [*others[:SLIPS_A_REPORT // 3], *pool]  # a third where a share, a product or a list no longer fits
    done, touched = [], set()
    for record, value, line in pool:
        if len(done) == SLIPS_A_REPORT:
            break
        found = NUMBER.search(str(value))
        if not found or touched & set(record["lines"]):
            continue
        spots = [spot for spot in NUMBER.finditer(lines[line - 1]) if number(spot.group()) == number(found.group())]
        if len(spots) != 1:
            continue
        neighbours = [other.group() for other in NUMBER.finditer(lines[line - 1]) if other.start() != spots[0].start()]
        new = wrong_number(spots[0].group(), rng, neighbours)
        if new is None:
            continue
        lines[line - 1] = lines[line - 1][:spots[0].start()] + new + lines[line - 1][spots[0].end():]
        touched |= set(record["lines"])
        done.append((line, number(spots[0].group()), number(new)))
    return "\n".join(lines), done


def prepared(path):
    """(text, ledger) of a labelled report."""
    ledger = path.with_suffix(".json")
    return path.read_text(encoding="utf-8"), json.loads(ledger.read_text(encoding="utf-8")) if ledger.exists() else {"consistent": []}


def run_examples(path):
    """(evidence, whether a ledger has a sum of these parts) of every run of parts in a report."""
    from auditkit.readers import read
    from auditkit.report import understand
    _, ledger = prepared(path)
    wanted = []
    for record in ledger["consistent"]:
        values = values_of(record)
        for total in set(values):
            parts = list(values)
            parts.remove(total)
            if len(parts) > 1 and (abs(sum(parts) - total) < 1e-6 * total):
                wanted.append((Counter(parts), set(record["lines"])))
        if record.get("kind") == "percent" and len(values) > 2 and 99 <= sum(values) <= 101:
            wanted.append((Counter(values), set(record["lines"])))
    report = understand(read(path))
    found = []
    for version in report.versions:
        for run in [*version.running_text.runs(), *version.running_text.runs(shares=True)]:
            values = Counter(round(float(part.value), 6) for part in run.parts)
            lines = {part.claim.place.line for part in run.parts}
            found.append((run.form, any(values == parts and lines <= on for parts, on in wanted)))
    return found


def form_examples(job):
    """(relation, evidence, meant) of the candidates of a report in which all is right: meant is True where the ledger has the relation, False
    where it does not hold; one that holds by chance, or that the ledger's author passed over, teaches nothing and is left out."""
    path, table = job
    from auditkit import weights
    weights.use(table)
    _, ledger = prepared(path)
    records = [(Counter(values), set(record["lines"])) for record in ledger["consistent"] if (values := values_of(record))]
    by_value = defaultdict(list)
    for record in records:
        for value in record[0]:
            by_value[value].append(record)
    candidates = candidates_of(path.read_text(encoding="utf-8"), path.suffix)
    recorded = [candidate.holds and is_recorded(candidate, by_value) for candidate in candidates]
    explained = Explained(candidate for candidate, is_true in zip(candidates, recorded) if is_true)
    return [(candidate.relation, candidate.form, is_true, candidate.holds, Plain(candidate)) for candidate, is_true in zip(candidates, recorded)
            if candidate.holds or not explained.instead_of(candidate)]


class Explained:
    """The true relations of a report.  A relation that does not hold, of numbers that a true one of the same sort explains, teaches nothing of form:
    it looks like the true one, and the judge sets it aside because the true one holds."""

    def __init__(self, candidates):
        self.parts, self.wholes, self.results = set(), defaultdict(list), set()
        for candidate in candidates:
            numbers = frozenset(m for m in candidate.mentions[1:] if m is not None)
            if candidate.operation == "sum":
                self.parts.add((candidate.relation, numbers))
                self.wholes[candidate.relation, candidate.mentions[0]].append(numbers)
            self.results |= {(candidate.relation, candidate.mentions[0])} | ({(candidate.relation, candidate.mentions[1])} if candidate.operation == "same" else set())

    def instead_of(self, candidate):
        """Whether a true relation explains the numbers of a candidate."""
        numbers = frozenset(m for m in candidate.mentions[1:] if m is not None)
        if candidate.operation == "sum":
            return (candidate.relation, numbers) in self.parts or any(other & numbers for other in self.wholes.get((candidate.relation, candidate.mentions[0]), ())) \
                or any(len(other & numbers) * 2 > len(numbers) for relation, other in self.parts if relation == candidate.relation)
        if candidate.operation == "same":
            return all((candidate.relation, m) in self.results for m in candidate.mentions)
        return candidate.relation != "table" and (candidate.relation, candidate.mentions[0]) in self.results


class Plain:
    """What of a candidate the evidence of holding is made of, small enough to send between processes."""

    def __init__(self, candidate):
        from types import SimpleNamespace
        self.operation = candidate.operation
        self.terms = [SimpleNamespace(quantity=term.quantity) for term in candidate.terms] if candidate.holds else ()


def values_of(record):
    """The numbers of a ledger's record, in its order, those in thousands and millions as they are written out."""
    found = []
    for value in record.get("values") or []:
        match = NUMBER.search(str(value))
        if match:
            scale = next((scale for word, scale in (("млрд", 1e9), ("млн", 1e6), ("миллион", 1e6), ("тыс", 1e3), ("мың", 1e3)) if word in str(value)), 1)
            found.append(round(number(match.group()) * scale, 6))
    return found


def is_recorded(candidate, by_value):
    """Whether a ledger has this relation: the same numbers (of a repeat or a table: all of the candidate's) on its lines."""
    values = Counter(round(float(term.quantity.value), 6) for term in candidate.terms if term.quantity.value)
    lines = {line for term in candidate.terms if term.place.line for line in range(term.place.line, (term.place.end_line or term.place.line) + 1)}
    telling = candidate.terms[1 if candidate.relation == "shares" else 0].quantity.value  # shares have no whole in the ledger
    for wanted, on in by_value.get(round(float(telling), 6), ()):
        if candidate.operation == "same":
            if {term.place.line for term in candidate.terms} <= on:
                return True
        elif candidate.relation == "shares":
            if not values - wanted - Counter([100.0]) and not wanted - values and lines & on:
                return True
        elif not values - wanted and (len(candidate.terms) < 3 or not wanted - values) and lines & on:
            return True
    return False


def is_planted_at(candidate, index, slip):
    """Whether a planted number is this term of a candidate."""
    line, _, new = slip
    term = candidate.terms[index]
    scale = term.quantity.value / new if new else 1
    return term.place.line is not None and term.place.line <= line <= (term.place.end_line or term.place.line) and min(abs(scale - s) for s in (1, 1e3, 1e6, 1e9)) <= 1e-9 * scale


def is_planted(candidate, slips):
    """Whether one planted number alone keeps a candidate from holding."""
    from dataclasses import replace
    from auditkit.candidate import compute
    from auditkit.quantity import Quantity
    for line, old, new in slips:
        for index, term in enumerate(candidate.terms):
            scale = term.quantity.value / new if new else 1
            if term.place.line is None or not term.place.line <= line <= (term.place.end_line or term.place.line) or min((abs(scale - s) for s in (1, 1e3, 1e6, 1e9)), default=1) > 1e-9 * scale:
                continue
            healed = replace(term, quantity=Quantity.written(old * scale, term.quantity.decimals) if term.quantity.decimals and scale == 1 else Quantity.exact(old * scale))
            terms = (*candidate.terms[:index], healed, *candidate.terms[index + 1:])
            if terms[0].quantity.meets(compute(candidate.operation, terms)) or candidate.operation == "sum" and abs(terms[0].quantity.value - compute("sum", terms).value) < 1e-6 * abs(terms[0].quantity.value):
                return True
    return False


def judge_examples(job):
    """(relation, evidence, label, which slips it tells of) of the suspects of a report with planted slips (variant 0: without)."""
    path, variant, table = job
    from auditkit import judge, weights
    weights.use(table)
    text, ledger = prepared(path)
    changed, slips = planted(text, ledger, random.Random(f"{path.name}{variant}")) if variant else (text, [])
    candidates, checks, mention_at = found_in(changed, path.suffix, own=True)
    court = judge.Court(candidates)
    found = []
    for check in filter(judge.is_weighed, checks):
        hit = [number for number, (line, _, new) in enumerate(slips) if any(
            isinstance(piece.value, (int, float)) and piece.place.line and abs(piece.place.line - line) <= 1 and min(abs(piece.value - new * scale) for scale in (1, 1e3, 1e6)) < 1e-6 for piece in check.evidence)]
        found.append(("own", court.evidence_on(check, mention_at), bool(hit), (path.name, variant, hit[0]) if hit else None, bool(hit), f"{variant} {check.rule} {check.message}"[:200], f"{path.name} {variant} {id(check)}"))
    rng = random.Random(variant)
    for item in court.judged:
        if item.holds or item.prior < judge.LEAST_PRIOR or not all(term.quantity.is_firm for term in item.candidate.terms):
            continue
        candidate = item.candidate
        which = [index for index, slip in enumerate(slips) if is_planted(candidate, [slip])]
        if not which and item.prior < -1.5 and rng.random() > .35:
            continue
        touched = any(term.place.line and term.place.line <= line <= (term.place.end_line or term.place.line) and abs(term.quantity.value / new - 1) < 1e-9
                      for line, _, new in slips for term in candidate.terms)
        for index, heal in court._possible(candidate):
            features = court.features(item, index, heal)
            right = [number for number in which if is_planted_at(candidate, index, slips[number])]
            told = f"{variant} {[term.value for term in candidate.terms]} heal {index}: {heal} line {[term.place.line for term in candidate.terms][:3]} «{candidate.terms[0].text[-70:]}»"
            found.append((candidate.relation, features, bool(right), (path.name, variant, which[0]) if which else None, touched, told, f"{path.name} {variant} {id(candidate)}"))
    return found, len(slips), path.name


class Model:
    """Logistic regression over named evidence."""

    def __init__(self, strength=.5):
        from sklearn.feature_extraction import DictVectorizer
        from sklearn.linear_model import LogisticRegression
        self.names, self.regression = DictVectorizer(), LogisticRegression(C=strength, max_iter=400, solver="liblinear")

    def fit(self, features, labels, sample_weight=None):
        if len(set(labels)) < 2:
            self.table = {"": 3.0 if labels and labels[0] else -3.0}
            return self
        matrix = self.names.fit_transform(features)
        matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
        self.regression.fit(matrix, labels, sample_weight)
        self.table = {"": round(float(self.regression.intercept_[0]), 3)} | {
            name: round(float(weight), 3) for name, weight in zip(self.names.get_feature_names_out(), self.regression.coef_[0]) if abs(weight) >= .02}
        return self


def learn_form(examples, left_out=()):
    """The form models of all relations, out of the reports that are not left out."""
    by_relation = defaultdict(list)
    for name, found in examples.items():
        if name not in left_out:
            for relation, form, meant, holds, _ in found:
                if meant or not holds:
                    by_relation[relation].append((form, meant))
    return {relation: Model(.3).fit([form for form, _ in found], [meant for _, meant in found]).table for relation, found in by_relation.items()}


def learn_hold(examples, form_of, left_out=()):
    """How likely a relation that holds is meant and no accident: `form_of` gives the form models that have not seen a report."""
    from auditkit.judge import holding
    from auditkit.weights import score
    by_relation = defaultdict(list)
    for name, found in examples.items():
        if name not in left_out:
            for relation, form, meant, holds, plain in found:
                if holds:
                    by_relation[relation].append((holding(plain, score(form, form_of(name).get(relation, {}))), meant))
    return {relation: Model(1.0).fit([features for features, _ in found], [meant for _, meant in found]).table for relation, found in by_relation.items()}


def auc(pairs):
    """The area under the curve of (score, label) pairs; nan where one label is missing."""
    from sklearn.metrics import average_precision_score, roc_auc_score
    labels = [label for _, label in pairs]
    if len(set(labels)) < 2:
        return float("nan"), float("nan")
    return roc_auc_score(labels, [s for s, _ in pairs]), average_precision_score(labels, [s for s, _ in pairs])


def own_examples(job):
    """Evidence on what the rules accuse of by themselves in a report that was gone through by hand: (evidence, right) where the ledger or the
    text settles it."""
    path, ledger_path, scorer, table = job
    from auditkit import judge, weights
    weights.use(table)
    sys.path.insert(0, str(scorer.parent))
    import evaluate
    ledger = json.loads(ledger_path.read_text(encoding="utf-8"))
    candidates, checks, mention_at = found_in(path.read_text(encoding="utf-8"), path.suffix, own=True)
    court = judge.Court(candidates)
    found = []
    for check in filter(judge.is_weighed, checks):
        item = evaluate.evidence_of({"evidence": [{"value": piece.value if isinstance(piece.value, (int, float)) else str(piece.value), "text": piece.text,
                                                   "location": {"line": piece.place.line, "end_line": piece.place.end_line}} for piece in check.evidence]})
        right = any(evaluate.meets(record, item, check.kind) for record in [*ledger["findings"], *(r for r in ledger.get("judged", []) if r["verdict"] == "right")])
        found.append(("own", court.evidence_on(check, mention_at), right, None, False, f"{path.name} {check.rule} {check.message}"[:200], f"{path.name} {id(check)}"))
    return path.name, found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+"), parser.add_argument("--variants", type=int, default=6), parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--dry-run", action="store_true"), parser.add_argument("--show", type=float, help="show wrong accusations above this probability"), parser.add_argument("--right", nargs="*", default=[], help="folders of reports in which all is right, without ledgers")
    parser.add_argument("--real", help="the folder of real reports with ledgers"), parser.add_argument("--jobs", type=int, default=2), parser.add_argument("--keep", help="a file for the examples of the judge")
    args = parser.parse_args()
    paths = reports(args.folders)
    order = list(range(len(paths)))
    random.Random(0).shuffle(order)
    fold = {paths[index].name: position % args.folds for position, index in enumerate(order)}
    with Pool(args.jobs) as pool:
        of_runs = dict(zip((path.name for path in paths), pool.imap(run_examples, paths)))
    learn_run = lambda left_out=(): Model(.3).fit(*zip(*(pair for name, found in of_runs.items() if name not in left_out for pair in found))).table
    run, run_folds = learn_run(), [learn_run({name for name, own in fold.items() if own == number}) for number in range(args.folds)]
    from auditkit.weights import probability, score
    print("run: %d, %d of a sum" % (sum(map(len, of_runs.values())), sum(label for found in of_runs.values() for _, label in found)),
          "AUC %.3f, average precision %.3f" % auc([(score(form, run_folds[fold[name]]), label) for name, found in of_runs.items() for form, label in found]))
    with Pool(args.jobs) as pool:
        examples = dict(zip((path.name for path in paths), pool.imap(form_examples, [(path, {"sum": {"run": run_folds[fold[path.name]]}}) for path in paths])))
    form_folds = [learn_form(examples, {name for name, own in fold.items() if own == number}) for number in range(args.folds)]
    form = learn_form(examples)
    hold = learn_hold(examples, lambda name: form_folds[fold[name]])
    scores = defaultdict(list)
    for name, found in examples.items():
        for relation, features, meant, holds, _ in found:
            if meant or not holds:
                scores[relation].append((score(features, form_folds[fold[name]].get(relation, {})), meant))
    for relation, pairs in sorted(scores.items()):
        print(f"form {relation}: {len(pairs)} candidates, {sum(label for _, label in pairs)} hold, AUC %.3f, average precision %.3f" % auc(pairs))
    jobs = [(path, variant, {relation: {"form": table, "hold": hold.get(relation, {}), "run": run_folds[fold[path.name]]} for relation, table in form_folds[fold[path.name]].items()}) for path in paths for variant in range(args.variants + 1)]
    rights = [path for folder in args.right for path in sorted(Path(folder).rglob("*")) if path.suffix in (".md", ".txt") and "dirty" not in path.name and path.name != "README.md"]
    for number, path in enumerate(rights):
        fold[path.name] = number % args.folds
    jobs += [(path, 0, {relation: {"form": table, "hold": hold.get(relation, {}), "run": run_folds[fold[path.name]]} for relation, table in form_folds[fold[path.name]].items()}) for path in rights]
    with Pool(args.jobs) as pool:
        results = list(pool.imap(judge_examples, jobs, chunksize=2))
    examples2 = defaultdict(list)
    total = 0
    for found, count, name in results:
        total += count
        for relation, features, label, which, touched, told, own in found:
            examples2[relation].append((features, label, which, name, touched, told, own))
    if args.real:
        scorer = Path(args.real) / "evaluate.py"
        full = {relation: {"form": table, "hold": hold.get(relation, {}), "run": run} for relation, table in form.items()}
        jobs = [(Path(args.real) / "corpus" / json.loads(ledger.read_text(encoding="utf-8"))["document"], ledger, scorer, full) for ledger in sorted((Path(args.real) / "ledger").glob("*.json"))]
        with Pool(args.jobs) as pool:
            for name, found in pool.imap(own_examples, jobs):
                fold[name] = len(fold) % args.folds
                print(f"real {name}: {sum(row[2] for row in found)} of {len(found)} accusations right")
                examples2["own"] += [(*row[:3][1:], row[3], name, *row[4:]) for row in found for _ in range(args.variants)]
    if args.keep:
        import pickle
        pickle.dump((dict(examples2), fold, total), open(args.keep, "wb"))
    final, predictions = {}, []
    for relation, rows in sorted(examples2.items()):
        for number in range(args.folds):
            inside = [row for row in rows if fold[row[3]] != number]
            model = Model(.4).fit([row[0] for row in inside], [row[1] for row in inside]).table
            whole = {}
            for row in (row for row in rows if fold[row[3]] == number and row[3] in of_runs):  # one candidate, whichever of its numbers is wrong
                likely = probability(score(row[0], model))
                before, best = whole.get(row[6], (0.0, None))
                whole[row[6]] = min(1.0, before + likely), (row, likely) if best is None or likely > best[1] else best
            predictions += [(likely, row[2] is not None, row[2], row[3], relation, row[4], row[5]) for likely, (row, _) in whole.values()]
        final[relation] = Model(.4).fit([row[0] for row in rows], [row[1] for row in rows]).table
        own = [(p, label) for p, label, _, _, r, *_ in predictions if r == relation]
        print(f"judge {relation}: {len(own)} suspects, {sum(label for _, label in own)} planted, AUC %.3f, average precision %.3f" % auc(own))
    print(f"slips with any candidate: {len({row[2] for row in predictions if row[2]})}/{total}; by relation", dict(Counter(relation for relation, _ in {(row[4], row[2]) for row in predictions if row[2]})))
    for edge in (.97, .9, .85, .7, .5):
        said = [row for row in predictions if row[0] >= edge]
        right = sum(row[1] for row in said)
        clean = sum(row[6].startswith("0 ") for row in said)
        print(f"P >= {edge}: {len(said)} said, {right / max(1, len(said)):.1%} right, {len({row[2] for row in said if row[2]})}/{total} slips found, {clean / len(paths):.2f} a report without slips;",
              f"wrong, and of no planted number: {sum(not row[1] and not row[5] for row in said)}", dict(Counter(row[4] for row in said if not row[1])))
    if args.show:
        for row in sorted((row for row in predictions if not row[1] and not row[5] and row[0] > args.show), key=lambda row: -row[0]):
            print(f"{row[0]:.2f} {row[3]} {row[4]} {row[6]}")
    if not args.dry_run:
        write(form, hold, final, run, len(paths))


def write(form, hold, judges, run, count):
    """One readable file a kind of relation."""
    WEIGHTS.mkdir(exist_ok=True)
    for relation in sorted({*form, "own"}):
        lines = [f"# Weights of the relation «{relation}», in log odds: made by tools/train_weights.py out of {count} labelled reports; see auditkit/judge.py.", ""]
        for name, table in (*((("form", form[relation]), ("hold", hold.get(relation, {"": -6.0}))) if relation in form else ()), ("judge", judges.get(relation, {"": -6.0})), *([("run", run)] if relation == "sum" else ())):
            lines += [f"[{name}]", *(f'"{feature}" = {weight}' for feature, weight in sorted(table.items(), key=lambda pair: (pair[0] != "", -abs(pair[1]), pair[0]))), ""]
        (WEIGHTS / f"{relation}.toml").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
