"""The fields a sheet may fill and the names people give their columns."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_DECORATION = re.compile(r"[\s*＊:：_\-.。、]|[（(【\[].*?[)）】\]]|必填|选填")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a sheet. ``group`` names columns that are filled down together."""

    name: str
    label: str
    kind: str = "text"
    table: str = ""
    limit: int = 0
    group: str = ""
    aliases: tuple[str, ...] = ()
    example: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet. ``how`` tells why it means ``field``: header, content, profile,
    chosen; ``double`` marks a second column for a field that another has already."""

    index: int
    header: str
    field: str = ""
    how: str = ""


def header_key(text: str) -> str:
    """A header as it compares: half-width, without blanks, stars, remarks in brackets."""
    folded = unicodedata.normalize("NFKC", text).strip()
    return _DECORATION.sub("", folded).lower() or folded.lower()


class Fields:
    """The fields of one kind of sheet, found by name or by header."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self._fields = {field.name: field for field in fields}
        self._exact: dict[str, str] = {}
        self._loose: dict[str, str] = {}
        for field in self._fields.values():
            for header in (field.label, *field.aliases):
                self._exact.setdefault(header, field.name)
                self._loose.setdefault(header_key(header), field.name)

    def __iter__(self) -> Iterator[Field]:
        return iter(self._fields.values())

    def __getitem__(self, name: str) -> Field:
        return self._fields[name]

    def __contains__(self, name: object) -> bool:
        return name in self._fields

    def named(self, header: str) -> str:
        """The field a header means, by exact alias, then by the alias without decoration."""
        header = header.strip()
        return self._exact.get(header) or self._loose.get(header_key(header), "")

    def meant_by(self, upper: str, lower: str) -> str:
        """The field of a two-row header: both together, else the lower, else the upper."""
        if upper and lower and upper != lower:
            both = self.named(f"{upper}/{lower}") or self.named(f"{upper}{lower}")
            return both or self.named(lower)
        return self.named(lower or upper)

    @property
    def shown(self) -> tuple[Field, ...]:
        """The fields a person may choose for a column."""
        return tuple(field for field in self if field.kind != "skip")
