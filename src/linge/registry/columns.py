"""What columns a sheet may have: packaged tables of fields, their other names and code words."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from . import codes
from .rules.importing.codebook import Codebook, Word
from .rules.importing.fields import Field, Fields

_DATA = files("linge.registry") / "data"
_STANDARD = {"ethnicity", "marital", "education", "documents"}


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((_DATA / name).read_text("utf-8").splitlines()))


@cache
def fields(subject: str) -> Fields:
    """The fields of one kind of sheet, in the order of its template."""
    return Fields(
        Field(
            name=row["field"],
            label=row["label"],
            kind=row["kind"],
            table=row["table"],
            limit=int(row["limit"] or 0),
            group=row["group"],
            aliases=tuple(filter(None, row["aliases"].split(";"))),
            example=row["example"],
            note=row["note"],
        )
        for row in _rows(f"import_{subject}.csv")
    )


@cache
def codebooks() -> Mapping[str, Codebook]:
    """Table → the words people write for its codes."""
    words: dict[str, list[Word]] = {"relation": _relations()}
    for row in _rows("import_words.csv"):
        synonyms = tuple(filter(None, row["synonyms"].split(";")))
        words.setdefault(row["table"], []).append(Word(row["code"], row["label"], synonyms))
    for name in _STANDARD:
        known = {word.code for word in words.get(name, ())}
        official = [Word(code, label, ()) for code, label in codes.table(name).items()]
        if name == "ethnicity":
            official = [Word(w.code, w.label, (w.label.removesuffix("族"),)) for w in official]
        words[name] = [*words.get(name, ()), *(w for w in official if w.code not in known)]
        words[name] += [Word(w.code, w.label, (w.label,)) for w in official if w.code in known]
    return {name: Codebook(entries) for name, entries in words.items()}


def _relations() -> list[Word]:
    synonyms = codes.relation_synonyms()
    return [
        Word(code, label, synonyms.get(code, ()))
        for code, label in codes.table("family_relation").items()
    ]
