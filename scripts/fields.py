"""The field catalogue: every column of every context has one row in its ``data/fields.csv``.

A row says the class of the column (C0 public … C5 ballots, reporters, keys), what it may be used
for and on what basis, its mask, how long it is kept, whether a phone may hold it, whether it may
be exported, and what the trail writes of it. Exits with 1 when a column has no row, a row has no
column, a word is unknown, or a row is freer than its class allows.
"""

import csv
import os
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import django
from django.apps import apps
from django.db.models import Field, ForeignKey

from linge.kernel.fields import SealedField

PACKAGE = Path("src/linge")
CLASSES = ("C0", "C1", "C2", "C3", "C4", "C5")
WORDS: dict[str, set[str]] = {
    "class": set(CLASSES),
    "basis": {"consent", "duty", "contract", "emergency", "public_record", "other_law"},
    "mask": {"", "id", "phone", "birth", "name", "room", "bank", "hide", "text"},
    "retention": {
        "none", "settings", "place", "post", "account", "code", "message", "file", "import",
        "resident", "record", "visit", "care_need", "consent", "case", "contact", "audit",
        "retention",
    },
    "offline": {"clear", "masked", "listed", "never"},
    "export": {"free", "ask", "never"},
    "trail": {"value", "hash", "omit"},
}  # fmt: skip
PURPOSES = {
    "daily", "visit", "case", "service", "task", "request", "followup", "emergency", "oversight",
    "own",
}  # fmt: skip
KEYED = ("_index", "_hash", "_sealed")  # blind indexes, digests, and what the outbox seals by hand
PLAIN = {
    "registry.Resident.birth_date": "ages are rules",
    "registry.ChangeEvent.old": "the history seals what was sealed",
    "registry.ChangeEvent.new": "the history seals what was sealed",
    "accounts.User.password": "Django keeps a salted digest",
    "accounts.SignInCode.session_key": "Django's session table names it too",
}

Row = Mapping[str, str]
Columns = Mapping[tuple[str, str], "Field[object, object]"]


def contexts() -> list[str]:
    """Every context of ours that has tables."""
    ours = [app for app in apps.get_app_configs() if app.name.startswith("linge.")]
    return sorted(app.label for app in ours if any(app.get_models()))


def catalogue(context: str) -> list[Row]:
    """The rows of one context; none where the file is missing."""
    path = PACKAGE / context / "data" / "fields.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def columns(context: str) -> Columns:
    """The columns the models of one context have."""
    return {
        (f"{context}.{model.__name__}", field.name): field
        for model in apps.get_app_config(context).get_models()
        for field in model._meta.concrete_fields
    }


def unmatched(rows: Iterable[Row], known: Columns) -> list[str]:
    """Columns without a row, rows without a column, and columns named twice."""
    named = Counter((row["model"], row["field"]) for row in rows)
    return [
        *(f"{model}.{field}: no row" for model, field in sorted(known.keys() - named.keys())),
        *(f"{model}.{field}: no such column" for model, field in sorted(named.keys() - known)),
        *(f"{model}.{field}: named twice" for (model, field), n in named.items() if n > 1),
    ]


def misspelt(row: Row) -> list[str]:
    """Words the catalogue does not know, and what was left empty."""
    wrong = [f"{column} “{row[column]}”" for column in WORDS if row[column] not in WORDS[column]]
    purposes = set(row["purposes"].split())
    if not purposes or not purposes <= PURPOSES:
        wrong.append(f"purposes “{row['purposes']}”")
    return wrong if row["label"] else [*wrong, "no label"]


def too_free(row: Row, field: "Field[object, object]") -> list[str]:
    """Where a row, or the column itself, is more open than the class allows."""
    if row["class"] < "C3":
        return ["sealed, so its class is C3 or above"] if isinstance(field, SealedField) else []
    found = []
    if row["offline"] == "clear":
        found.append("lies clear on the phone")
    if row["export"] == "free":
        found.append("leaves without being asked for")
    if not row["mask"]:
        found.append("has no mask")
    sealed = isinstance(field, SealedField | ForeignKey) or field.name.endswith(KEYED)
    if not sealed and f"{row['model']}.{field.name}" not in PLAIN:
        found.append("is not sealed")
    return found


def faults(rows: list[Row], known: Columns) -> list[str]:
    """Everything wrong with a catalogue, one sentence each."""
    found = unmatched(rows, known)
    for row in rows:
        name = f"{row['model']}.{row['field']}"
        field = known.get((row["model"], row["field"]))
        found += [f"{name}: {fault}" for fault in misspelt(row)]
        if field is not None:
            found += [f"{name}: {fault}" for fault in too_free(row, field)]
    return found


def main() -> int:
    """Print every fault; 1 when there is one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linge.site.settings")
    django.setup()
    found = [
        fault for context in contexts() for fault in faults(catalogue(context), columns(context))
    ]
    total = sum(len(catalogue(context)) for context in contexts())
    print("\n".join(found) or f"fields: {total} columns have their row")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
