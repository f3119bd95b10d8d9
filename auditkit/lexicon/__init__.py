"""The words of the reports, per language, as data.

Each file is TOML; its comments say what the words mean.  Words are stems in small letters, matched at the beginning of a
folded word (`auditkit.wording.fold`); a stem with a space must be followed by the next word.
"""
import tomllib
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=None)
def load(name: str) -> dict:
    """The lexicon file `name` (without ".toml") as a dict.  Raises FileNotFoundError where there is none."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
