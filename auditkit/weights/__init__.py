"""The weights of evidence, one readable file a kind of relation, in log odds; made by tools/train_weights.py.

Each file has tables of named evidence: [form] how likely a relation is meant, [hold] how likely one that holds is no accident, [judge] how
likely one that does not hold is a contradiction; sum.toml also [run], how likely some numbers are the parts of one whole.
"""
import tomllib
from functools import lru_cache
from importlib.resources import files
from math import exp

_OVERRIDE: dict = {}


def use(table: dict) -> None:
    """Puts other weights in the place of those shipped: relation → table → feature → weight.  For training and for `--weights`."""
    _OVERRIDE.clear()
    _OVERRIDE.update(table)


def weights(relation: str, table: str) -> dict:
    """One table of a relation's weights; empty where there is none, so that every score is 0."""
    return (_OVERRIDE or _shipped()).get(relation, {}).get(table, {})


@lru_cache(maxsize=1)
def _shipped() -> dict:
    return {file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8")) for file in files(__name__).iterdir() if file.name.endswith(".toml")}


def score(features: dict, table: dict) -> float:
    """Log odds: the constant of a table and the weights of named evidence."""
    return table.get("", 0.0) + sum(table.get(name, 0.0) * value for name, value in features.items())


def probability(odds: float) -> float:
    """Log odds as a probability."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))
