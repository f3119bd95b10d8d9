"""Finds the rules: every Rule object in the modules of `auditkit.rules` and of folders that the user names."""
import importlib
import importlib.util
import pkgutil
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from auditkit.errors import RuleError
from auditkit.rule import Rule


def all_rules(dirs: Sequence[str | Path] = ()) -> list[Rule]:
    """All rules in order of id.  `dirs`: folders with further rule modules.  Raises RuleError where an id is used twice, or a
    folder or a module of it cannot be loaded."""
    found: dict[str, Rule] = {}
    for module in [*_own_modules(), *_extra_modules(dirs)]:
        for rule in vars(module).values():
            if isinstance(rule, Rule) and rule.module == module.__name__:
                if rule.id in found:
                    raise RuleError(f"{rule.id} is the id of two rules, in {found[rule.id].module} and in {rule.module}")
                found[rule.id] = rule
    return [found[id] for id in sorted(found)]


@lru_cache(maxsize=1)
def _own_modules() -> list[ModuleType]:
    import auditkit.rules as package

    return [importlib.import_module(f"{package.__name__}.{info.name}") for info in pkgutil.iter_modules(package.__path__)
            if not info.name.startswith("_")]


def _extra_modules(dirs: Iterable[str | Path]):
    for folder in dirs:
        path = Path(folder)
        if not path.is_dir():
            raise RuleError(f"{folder}: there is no such folder of rules")
        for file in sorted(path.glob("*.py")):
            spec = importlib.util.spec_from_file_location(f"auditkit_extra_{file.stem}", file)
            module = importlib.util.module_from_spec(spec)
            try:
                spec.loader.exec_module(module)
            except Exception as error:
                raise RuleError(f"{file}: this rule module cannot be loaded ({type(error).__name__}: {error})") from error
            yield module


def choose(rules: Sequence[Rule], select: Sequence[str] = (), ignore: Sequence[str] = ()) -> list[Rule]:
    """The rules whose id begins with one of `select` (all where it is empty) and with none of `ignore`.  Raises RuleError for a
    word that no rule's id begins with."""
    for word in (*select, *ignore):
        if not any(rule.id.startswith(word.upper()) for rule in rules):
            raise RuleError(f"{word}: no rule has such an id; `auditkit rules` lists them")
    wanted = tuple(word.upper() for word in select)
    unwanted = tuple(word.upper() for word in ignore)
    return [rule for rule in rules if (not wanted or rule.id.startswith(wanted)) and not (unwanted and rule.id.startswith(unwanted))]
