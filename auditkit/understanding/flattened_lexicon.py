"""The words by which flattened tables are known (lexicon/flattened.toml), read once."""
import tomllib
from functools import cache
from importlib.resources import files


@cache
def lexicon() -> dict:
    """The lexicon as tomllib gives it: see the comments in the file."""
    with files("auditkit.lexicon").joinpath("flattened.toml").open("rb") as stream:
        return tomllib.load(stream)
