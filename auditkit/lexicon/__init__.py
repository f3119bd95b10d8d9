"""The words of the reports, per language, as data.

Each file is TOML; the comment beside a table says what its words mean.  Words are stems in small letters, matched at the beginning of
a folded word (`auditkit.wording.fold`); a stem with a space must be followed by the next word.  Tables with `kk` and `ru` that
`either` reads hold regular expressions for folded text: mostly a plain stem, more where an inflection needs it.
"""
import re
import tomllib
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=None)
def load(name: str) -> dict:
    """The lexicon file `name` (without ".toml") as a dict.  Raises FileNotFoundError where there is none."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=None)
def either(name: str, *keys: str) -> str:
    """The words of tables of a lexicon file as one group of a regular expression, Kazakh first: «(?:өсті|вырос)».

    Where the words must stand (at a word's beginning, at the end of the text …) is for the rule to say around it.
    Raises FileNotFoundError where there is no such file, KeyError where it has no such table.
    """
    tables = [load(name)[key] for key in keys]
    return "(?:" + "|".join(word for table in tables for word in (*table["kk"], *table["ru"])) + ")"


def pattern(name: str, *keys: str) -> re.Pattern:
    """What finds any of the words of tables of a lexicon file in a folded text (see `either`)."""
    return re.compile(either(name, *keys))
