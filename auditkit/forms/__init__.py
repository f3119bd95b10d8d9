"""The forms that reports are written on: which fields, sections and tables each of them asks for, as data.

One TOML file a form; docs/forms.md says what may stand in it.  Headings are the form's own, in Kazakh and Russian; they are
compared letter by letter without regard to case, spaces, punctuation and look-alike letters.
"""
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from auditkit.errors import RuleError
from auditkit.model import Block
from auditkit.wording import fold, squeeze

#: What a field may be asked to hold.
NEEDS = ("text", "person", "address", "phone", "project", "period", "years", "money")
#: What a section may be asked to hold: "letter", the number or the date of a letter.
EXPECTS = ("letter",)
#: A form is recognised by its title, or by this many of its fields and sections.
ENOUGH_HEADS = 5
NUMBER = re.compile(r"^\W*(?:\d{1,2}|[ivxі]{1,4})?\s*[.)]*\s*")


@dataclass(frozen=True)
class FieldSpec:
    """A field of a form: its headings, and what it must hold (words of NEEDS)."""

    id: str
    heads: tuple[str, ...]
    needs: tuple[str, ...] = ("text",)


@dataclass(frozen=True)
class SectionSpec:
    """A section: its headings, and their full `names` (Kazakh, Russian) where the headings are only their beginnings; whether it must be there; the form's own words that do not count as an answer; what it must
    hold somewhere (words of EXPECTS)."""

    id: str
    heads: tuple[str, ...]
    required: bool = False
    instructions: tuple[str, ...] = ()
    expects: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableSpec:
    """A table: headings of columns that tell it from others, whether it must be there, the columns that must be filled in
    every row (`filled`), and the columns that must not be empty all the way down (`used`)."""

    id: str
    columns: tuple[tuple[str, ...], ...]
    required: bool = False
    filled: tuple[tuple[str, ...], ...] = ()
    used: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Form:
    """A form.  `remnants`: words that belong to another form, with what they mean; `customer`: headings of the line that
    names the body which ordered the grants; `projects`: whether one report holds several projects."""

    id: str
    title: str
    titles: tuple[str, ...]
    fields: tuple[FieldSpec, ...] = ()
    sections: tuple[SectionSpec, ...] = ()
    tables: tuple[TableSpec, ...] = ()
    remnants: tuple[str, ...] = ()
    customer: tuple[str, ...] = ()
    projects: bool = False


KAZAKH = re.compile("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")


def shown_name(spec: "FieldSpec | SectionSpec", lang: str) -> str:
    """What to call a field or a section to a reader of "kk" or "ru": its full name, or its first heading in that language."""
    known = (*getattr(spec, "names", ()), *spec.heads)
    return next((name for name in known if bool(KAZAKH.search(name)) == (lang == "kk")), known[0])


def form_ids() -> list[str]:
    """The ids of the forms that are known, in order."""
    return sorted(Path(file.name).stem for file in files(__name__).iterdir() if file.name.endswith(".toml"))


@lru_cache(maxsize=None)
def load_form(id: str) -> Form:
    """The form `id`.  Raises RuleError where there is none, or where its file says something that is not understood."""
    if id not in form_ids():
        raise RuleError(f"{id}: no such form; there are {', '.join(form_ids())}")
    return parse_form(id, files(__name__).joinpath(f"{id}.toml").read_text(encoding="utf-8"))


def parse_form(id: str, text: str) -> Form:
    """A form out of the text of its file.  Raises RuleError where the file is no TOML or says something unknown."""
    try:
        data = tomllib.loads(text)
        return _form(id, data)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise RuleError(f"form {id}: {error}") from error


def _form(id: str, data: dict) -> Form:
    for entry in data.get("field", ()):
        unknown = set(entry.get("needs", ())) - set(NEEDS)
        if unknown:
            raise ValueError(f"field {entry['id']} needs {', '.join(sorted(unknown))}; known are {', '.join(NEEDS)}")
    for entry in data.get("section", ()):
        unknown = set(entry.get("expects", ())) - set(EXPECTS)
        if unknown:
            raise ValueError(f"section {entry['id']} expects {', '.join(sorted(unknown))}; known are {', '.join(EXPECTS)}")
    return Form(
        id, data["title"], _both(data["titles"]),
        tuple(FieldSpec(entry["id"], _both(entry), tuple(entry.get("needs", ("text",)))) for entry in data.get("field", ())),
        tuple(SectionSpec(entry["id"], _both(entry), entry.get("required", False), tuple(entry.get("instructions", ())),
                          tuple(entry.get("expects", ())), tuple(entry.get("name", ())))
              for entry in data.get("section", ())),
        tuple(TableSpec(entry["id"], _columns(entry["columns"]), entry.get("required", False), _columns(entry.get("filled", ())),
                        _columns(entry.get("used", ()))) for entry in data.get("table", ())),
        tuple(data.get("remnants", ())), _both(data.get("customer", {})), data.get("projects", False))


def _both(entry: dict) -> tuple[str, ...]:
    return (*entry.get("kk", ()), *entry.get("ru", ()))


def _columns(entries: Iterable) -> tuple[tuple[str, ...], ...]:
    return tuple((entry,) if isinstance(entry, str) else tuple(entry) for entry in entries)


def recognise(blocks: Sequence[Block]) -> str | None:
    """The id of the form that a report is written on, None where it is none of them.

    The title decides, wherever a converter has cut it; where no title is there, the form most of whose headings are.
    """
    start = squeeze(" ".join(block.text for block in blocks[:40] if block.table is None)[:6000])
    forms = [load_form(id) for id in form_ids()]
    for form in forms:
        if any(squeeze(title) in start for title in form.titles):
            return form.id
    begins = {squeeze(NUMBER.sub("", fold(block.text[:260]))) for block in blocks if block.table is None}
    counted = [(sum(any(begin.startswith(heads) for begin in begins) for spec in (*form.fields, *form.sections)
                    for heads in [tuple(squeeze(head) for head in spec.heads)]), form.id) for form in forms]
    best = max(counted, default=(0, ""))
    return best[1] if best[0] >= ENOUGH_HEADS else None
